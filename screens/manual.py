"""The manual page, made from the one parser: `make docs` writes it to man/clearml-cognito.1."""

from __future__ import annotations

import argparse

from diagnostics.version import VERSION
from screens.arguments import DESCRIPTION, EPILOG, PROGRAM, USAGE, build_parser

PATH = "man/clearml-cognito.1"
_FILES = (
    ("~/.config/clearml-cognito/NAME.toml", "A connection: the answers of one ClearML Server, without any secret."),
    ("~/.config/clearml-cognito/preferences/wizard.toml", "The wizard's theme, and keys of your own."),
    ("~/.local/state/clearml-cognito/", "What was changed in AWS, and reports of crashes without your data."),
)
_VARIABLES = (
    ("AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and the others of the AWS CLI", "As the AWS CLI means them."),
    ("NO_COLOR", "No colours: the wizard and the reports do with words and signs."),
    ("TEXTUAL_THEME", "The wizard's theme where --theme is not given."),
    ("TEXTUAL_ANIMATIONS", "none: nothing on the screen moves by itself."),
)


def manual() -> str:
    """The page, for man(7)."""
    parts = [
        f'.\\" Made from the program by: make docs\n.TH CLEARML-COGNITO 1 "" "{PROGRAM} {VERSION}" "User Commands"',
        ".SH NAME\n" + _text(f"{PROGRAM} - connect a ClearML Server to Amazon Cognito, and say why sign-in fails"),
        ".SH SYNOPSIS\n.nf\n" + "\n".join(_text(line.strip()) for line in USAGE.splitlines()) + "\n.fi",
        ".SH DESCRIPTION\n" + _text(" ".join(DESCRIPTION.split())),
        ".SH OPTIONS",
    ]
    # argparse has no public way to list its groups.
    for group in build_parser()._action_groups:
        if group._group_actions:
            parts.append(f".SS {_text(_capital(group.title or ''))}")
            parts += [_option(action) for action in group._group_actions]
    status, _, rest = EPILOG.partition("\n\n")
    parts.append(".SH EXIT STATUS\n" + "\n".join(_pair(*_status(line)) for line in status.splitlines()[1:]))
    parts.append(".SH ENVIRONMENT\n" + "\n".join(_pair(name, about) for name, about in _VARIABLES))
    parts.append(".SH FILES\n" + "\n".join(_pair(name, about) for name, about in _FILES))
    parts.append(".SH SECRETS\n" + _text(" ".join(rest.split())))
    return "\n".join((*parts, ""))


def _option(action: argparse.Action) -> str:
    value = ""
    if action.nargs != 0 and action.metavar:
        value = f" \\fI{_text(str(action.metavar))}\\fR"
        value = f" [{value.strip()}]" if action.nargs == "?" else value
    flags = ", ".join(f"\\fB{_text(flag)}\\fR" for flag in action.option_strings)
    return f".TP\n{flags}{value}\n{_text(_capital(action.help or ''))}."


def _status(line: str) -> tuple[str, str]:
    number, _, meaning = line.strip().partition(" ")
    return number, f"{_capital(meaning.strip())}."


def _pair(name: str, about: str) -> str:
    return f".TP\n\\fB{_text(name)}\\fR\n{_text(about)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
