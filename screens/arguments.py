"""The command line's words. Nothing here may cost a start: `--help` is this module and argparse."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from diagnostics.text import plain

PROGRAM = "clearml-cognito"
DEFAULT_SCENARIO = "healthy"
USAGE = """clearml-cognito [--demo [SCENARIO]] [--connection NAME|FILE] [options]
       clearml-cognito --diagnose [options]
       clearml-cognito --export TARGET [--output PATH] [--secret PLACE]
       clearml-cognito --run CMD [ARG ...]
       clearml-cognito --vault list|remove
       clearml-cognito --print-policy look|write"""
DESCRIPTION = """Connects a ClearML Server to Amazon Cognito, proves each step, and says why
sign-in fails. Without a mode it opens the wizard in this terminal and takes up
where you left it."""
EPILOG = """exit status:
  0    clean
  1    findings
  2    wrong usage, a damaged file, or no terminal for the wizard
  3    incomplete: something that matters could not be looked at
  5    refused: nothing was written
  70   the program crashed
  125  --run could not start its command; else --run gives the command's status
  130  interrupted (143 when told to end)

A secret is never taken as an argument, where every user of this machine sees
it."""


class UsageError(Exception):
    """What was typed is not a lawful command line. `str()` is a sentence that says why."""


class Arguments(argparse.Namespace):
    """What was typed. A flag that was not given is None, False or empty."""

    help: bool
    version: bool
    demo: str | None
    connection: str | None
    profile: str | None
    region: str | None
    theme: str | None
    diagnose: bool
    list_checks: bool
    explain: str | None
    print_schema: bool
    export: str | None
    run: list[str] | None
    vault: str | None
    print_policy: str | None
    completion: str | None
    format: str | None
    only: list[str] | None
    skip: list[str] | None
    timeout: float | None
    wait: float | None
    save_snapshot: str | None
    from_snapshot: str | None
    bundle: str | None
    fail_on: str | None
    env_file: str | None
    client_secret_stdin: bool
    sample_users: bool
    output: str | None
    secret: str | None
    yes: bool


class _Parser(argparse.ArgumentParser):
    """argparse with its errors raised instead of printed: the one hook it offers for that is this method."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(_sentence(message))


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line. Its `parse_args` raises UsageError."""
    parser = _Parser(
        prog=PROGRAM,
        usage=USAGE,
        description=DESCRIPTION,
        epilog=EPILOG,
        allow_abbrev=False,
        add_help=False,
        formatter_class=_formatter,
    )
    _general(parser)
    _modes(parser)
    _diagnosis(parser)
    _export(parser)
    return parser


def parse(words: Sequence[str]) -> Arguments:
    """What was typed, checked for flags that do not go together.

    Raises:
        UsageError: it is no lawful command line.
    """
    # What follows --run is another program's business: argparse would take a `--` in it for one of its own.
    ours = list(words[: words.index("--run")]) if "--run" in words else list(words)
    typed, unknown = build_parser().parse_known_args(ours, namespace=Arguments())
    if len(ours) < len(words):
        typed.run = list(words[len(ours) + 1 :])
        typed.run = typed.run[1:] if typed.run[:1] == ["--"] else typed.run
    if typed.help or typed.version:
        return typed
    if unknown:
        raise UsageError(_unknown(unknown))
    _check_modes(typed)
    _check_companions(typed)
    return typed


def help_text() -> str:
    """The help, for 80 columns."""
    return build_parser().format_help()


def mode_of(typed: Arguments) -> str | None:
    """The flag of the one mode that was asked for, None for the wizard."""
    return next(iter(_modes_of(typed)), None)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=27, width=79)


def _general(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("in every mode")
    group.add_argument("-h", "--help", action="store_true", help="print this help")
    group.add_argument("--version", action="store_true", help="print the version")
    group.add_argument(
        "--demo",
        nargs="?",
        const=DEFAULT_SCENARIO,
        metavar="SCENARIO",
        help="on a simulated account: no AWS, no network. SCENARIO is healthy, or first-time to begin with nothing; "
        "an unknown one lists them all",
    )
    group.add_argument(
        "--connection", metavar="NAME|FILE", help="which ClearML Server's connection (default: default)"
    )
    group.add_argument("--profile", metavar="P", help="the AWS profile, as the AWS CLI means it")
    group.add_argument("--region", metavar="R", help="the AWS region, as the AWS CLI means it")
    group.add_argument("--theme", metavar="NAME", help="the wizard's colours, such as ansi-dark or nord")


def _modes(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("modes, one at a time, without a screen")
    group.add_argument("--diagnose", action="store_true", help="look and judge; changes nothing")
    group.add_argument("--list-checks", action="store_true", help="list what --diagnose checks")
    group.add_argument("--explain", metavar="ID", help="explain one check, such as APP013")
    group.add_argument("--print-schema", action="store_true", help="the JSON Schema of --format json")
    group.add_argument("--export", metavar="TARGET", help="what ClearML is to be given; TARGET: compose-env")
    group.add_argument(
        "--run",
        nargs=argparse.REMAINDER,
        metavar="CMD",
        help="run CMD with its arguments, and with COGNITO_AUTH_CLIENT_ID and COGNITO_AUTH_CLIENT_SECRET from the "
        "keyring in its environment; give --run last",
    )
    group.add_argument("--vault", metavar="list|remove", help="the client secrets that this program stored")
    group.add_argument("--print-policy", metavar="look|write", help="the least IAM policy, as JSON")
    group.add_argument("--completion", metavar="SHELL", help="the completion of bash, zsh or fish for these options")


def _diagnosis(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("with --diagnose: what is looked at")
    group.add_argument(
        "--only", metavar="IDS", type=_ids, action="extend", help="only these checks or areas, such as APP013,OID"
    )
    group.add_argument("--skip", metavar="IDS", type=_ids, action="extend", help="all checks but these")
    group.add_argument("--env-file", metavar="FILE", help="the env file that ClearML is given today")
    group.add_argument("--client-secret-stdin", action="store_true", help="read the secret to prove from stdin")
    group.add_argument(
        "--sample-users",
        action="store_true",
        help="count, among at most 60 users of the user pool, those who lack an email or a name; no user is shown",
    )
    group.add_argument("--timeout", metavar="SECONDS", type=_seconds, help="for each whole look (default: 60)")
    group.add_argument(
        "--wait", metavar="SECONDS", type=_seconds, help="look again until it is clean, at most for so long"
    )
    group.add_argument("--from-snapshot", metavar="FILE", help="judge a saved look; nobody is asked anything")
    group = parser.add_argument_group("with --diagnose: what comes of it")
    group.add_argument("--format", metavar="FORMAT", help="text (default), json, junit or markdown")
    group.add_argument("--fail-on", metavar="LEVEL", help="what ends with status 1: error (default) or warning")
    group.add_argument("--save-snapshot", metavar="FILE", help="save all that was seen, without secrets")
    group.add_argument(
        "--bundle", metavar="FILE", help="a zip for whoever helps; shows what is in it and asks before it writes"
    )


def _export(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("with several modes")
    group.add_argument("--output", metavar="PATH", help="with --diagnose or --export: there instead of to stdout")
    group.add_argument(
        "--secret", metavar="PLACE", help="with --export: inside the file, or by reference (default), from --run"
    )
    group.add_argument("--yes", action="store_true", help="with --vault remove or --bundle: do not ask")


CHOICES = {
    "--format": ("text", "json", "junit", "markdown"),
    "--fail-on": ("error", "warning"),
    "--export": ("compose-env",),
    "--secret": ("inside", "reference"),
    "--vault": ("list", "remove"),
    "--print-policy": ("look", "write"),
    "--completion": ("bash", "zsh", "fish"),
}
_COMPANIONS = {
    "--format": ("--diagnose", "--list-checks"),
    "--only": ("--diagnose",),
    "--skip": ("--diagnose",),
    "--timeout": ("--diagnose",),
    "--wait": ("--diagnose",),
    "--save-snapshot": ("--diagnose",),
    "--from-snapshot": ("--diagnose",),
    "--bundle": ("--diagnose",),
    "--fail-on": ("--diagnose",),
    "--env-file": ("--diagnose",),
    "--client-secret-stdin": ("--diagnose",),
    "--sample-users": ("--diagnose", "--print-policy"),
    "--output": ("--diagnose", "--export"),
    "--secret": ("--export",),
    "--yes": ("--vault", "--diagnose"),
}
_NEED_A_LOOK = (
    "--wait",
    "--timeout",
    "--env-file",
    "--client-secret-stdin",
    "--sample-users",
    "--save-snapshot",
    "--bundle",
)
_MODES = (
    "--list-checks",
    "--explain",
    "--print-schema",
    "--diagnose",
    "--export",
    "--run",
    "--vault",
    "--print-policy",
    "--completion",
)


def _value(typed: Arguments, flag: str) -> object:
    return getattr(typed, flag.removeprefix("--").replace("-", "_"))


def _given(typed: Arguments, flag: str) -> bool:
    value = _value(typed, flag)
    return value is not None and value is not False


def _modes_of(typed: Arguments) -> list[str]:
    return [flag for flag in _MODES if _given(typed, flag)]


def _check_modes(typed: Arguments) -> None:
    modes = _modes_of(typed)
    if modes[:-1] in (["--list-checks"], ["--explain"], ["--print-schema"]) and modes[-1] == "--diagnose":
        modes = modes[:1]
    if len(modes) > 1:
        raise UsageError(f"{' and '.join(modes)} do not go together: give one mode at a time.")
    if typed.run == []:
        raise UsageError("--run needs a command to start, as in: clearml-cognito --run docker compose up -d")
    if modes and typed.theme:
        raise UsageError("--theme is for the wizard; it has no meaning with a mode.")


def _check_companions(typed: Arguments) -> None:
    mode = mode_of(typed)
    for flag, modes in _COMPANIONS.items():
        if _given(typed, flag) and mode not in modes:
            raise UsageError(f"{flag} goes with {' or '.join(modes)} only.")
    for flag, choices in CHOICES.items():
        value = _value(typed, flag)
        if value is not None and value not in choices:
            raise UsageError(f"{flag} takes {' or '.join(choices)}, not {str(value)[:40]!r}.")
    if typed.yes and typed.vault != "remove" and typed.bundle is None:
        raise UsageError("--yes goes with --vault remove or --bundle only.")
    if typed.list_checks and typed.format in ("junit", "markdown"):
        raise UsageError(f"--list-checks has the formats text and json, not {typed.format}.")
    for flag in _NEED_A_LOOK:
        if typed.from_snapshot is not None and _given(typed, flag):
            raise UsageError(f"{flag} needs a look of its own; --from-snapshot judges a saved one.")


def _ids(text: str) -> list[str]:
    ids = [word.strip().upper() for word in text.split(",") if word.strip()]
    if not ids:
        raise argparse.ArgumentTypeError("needs the ids of checks, such as APP013,OID010")
    return ids


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError("needs a number of seconds between 0 and 3600")
    return seconds


def _sentence(message: str) -> str:
    """argparse's message as a sentence of ours: `argument --format: expected one argument` and the like."""
    text = message.removeprefix("argument ")
    flag, colon, said = text.partition(": ")
    if colon and flag.startswith("-"):
        flag = flag.rpartition("/")[2]
        if said == "expected one argument":
            said = f"needs a value{': ' + ' or '.join(CHOICES[flag]) if flag in CHOICES else ''}"
        return f"{flag} {said}."
    return f"{text[:1].upper()}{text[1:]}."


def _unknown(words: Sequence[str]) -> str:
    """A sentence about words that mean nothing here. Only names are repeated: a value might be a secret."""
    flags = [word.partition("=")[0] for word in words if word.startswith("-") and word != "--"]
    if any("secret" in flag for flag in flags):
        return (
            "A secret is never taken as an argument, where every user of this machine sees it. "
            "Give it on standard input, with --diagnose --client-secret-stdin."
        )
    if flags:
        return f"There is no option {plain(flags[0], 40)}."
    return "There is a word too many: every option begins with --, and --run takes the words after it."
