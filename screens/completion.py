"""Shell completion for bash, zsh and fish, made from the one parser. What it offers is written out in it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.checks import CHECKS
from diagnostics.places import FOLDER
from screens.arguments import CHOICES, DEFAULT_SCENARIO, PROGRAM, build_parser
from wizard.sandbox import SCENARIOS

THEMES = ("clearml-cognito", "clearml-cognito-light", "ansi-dark", "ansi-light", "nord", "gruvbox", "solarized-light")
"""Our own, the terminal's, and a few that everybody knows; importing Textual to name all costs too much here."""
_IDS = tuple(check.id for check in CHECKS)
_VALUES = {
    **CHOICES,
    "--demo": tuple(dict.fromkeys((DEFAULT_SCENARIO, *SCENARIOS))),
    "--theme": THEMES,
    "--explain": _IDS,
    "--only": _IDS,
    "--skip": _IDS,
}
_FILES = ("FILE", "PATH", "NAME|FILE")
_NAMED = "NAME|FILE"
_LISTS = "IDS"
_MAC = '"$HOME/Library/Application Support"'
"""Where platformdirs has user_config_dir on macOS; elsewhere it is XDG's."""


def _connections() -> str:
    """The folder of the connections as bash and zsh find it."""
    base = _MAC if sys.platform == "darwin" else '"${XDG_CONFIG_HOME:-$HOME/.config}"'
    return f"{base}/{FOLDER}"


def _fish_connections() -> str:
    xdg = "set -q XDG_CONFIG_HOME; and echo $XDG_CONFIG_HOME; or echo $HOME/.config"
    base = f"echo {_MAC}" if sys.platform == "darwin" else xdg
    replaced = 'string replace -rf ".*/(.*)[.]toml\\$" "\\$1" -- $files'
    return f"set -l base ({base}); set -l files $base/{FOLDER}/*.toml; {replaced}"


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its flags, what it is for, and what comes after it.

    Attributes:
        takes: the name of its value, empty where it has none.
        values: the values it may have, empty where anything may come.
        optional: whether the value may be left away.
        rest: whether all that follows is another program's command line.
    """

    flags: tuple[str, ...]
    about: str
    takes: str
    values: tuple[str, ...]
    optional: bool
    rest: bool

    @property
    def files(self) -> bool:
        """Whether its value is a file's path."""
        return self.takes in _FILES

    @property
    def named(self) -> bool:
        """Whether its value is a connection's name, or a file."""
        return self.takes == _NAMED

    @property
    def a_list(self) -> bool:
        """Whether its value is several of the values, with commas between them."""
        return self.takes == _LISTS


def options() -> tuple[Option, ...]:
    """All options of the parser, in the order of the help."""
    found = []
    for action in build_parser()._actions:  # argparse has no public way to list them; shtab uses this one, too
        takes = str(action.metavar or "") if action.nargs != 0 else ""
        values = next((_VALUES[flag] for flag in action.option_strings if flag in _VALUES), ())
        rest = action.nargs == "..."
        found.append(
            Option(tuple(action.option_strings), action.help or "", takes, values, action.nargs == "?", rest)
        )
    return tuple(found)


def completion(shell: str) -> str:
    """The completion for a shell.

    Args:
        shell: `bash`, `zsh` or `fish`.
    """
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](options())


def _bash(listed: Sequence[Option]) -> str:
    cases = []
    for option in listed:
        patterns = "|".join(option.flags)
        if option.a_list:
            cases.append(
                f'    {patterns}) COMPREPLY=($(compgen -P "${{word%"${{word##*,}}"}}"'
                f' -W "{" ".join(option.values)}" -- "${{word##*,}}")); return ;;'
            )
        elif option.named:
            cases.append(
                f'    {patterns}) COMPREPLY=($(compgen -f -- "$word"; compgen -W "$(_clearml_cognito_connections)"'
                ' -- "$word")); return ;;'
            )
        elif option.values and not option.optional:
            cases.append(
                f'    {patterns}) COMPREPLY=($(compgen -W "{" ".join(option.values)}" -- "$word")); return ;;'
            )
        elif option.values:
            cases.append(
                f"    {patterns}) [[ $word != -* ]] &&"
                f' COMPREPLY=($(compgen -W "{" ".join(option.values)}" -- "$word")) && return ;;'
            )
        elif option.files:
            cases.append(f'    {patterns}) COMPREPLY=($(compgen -f -- "$word")); return ;;')
        elif option.takes and not option.rest:
            cases.append(f"    {patterns}) return ;;")
    flags = " ".join(flag for option in listed for flag in option.flags)
    return f"""# bash completion for {PROGRAM}: eval "$({PROGRAM} --completion bash)"
_clearml_cognito_connections() {{
  local file
  for file in {_connections()}/*.toml; do
    [[ -e $file ]] && file=${{file##*/}} && printf '%s\\n' "${{file%.toml}}"
  done
}}
_clearml_cognito() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    if [[ ${{COMP_WORDS[at]}} == --run ]]; then
      if declare -F _command_offset >/dev/null; then
        _command_offset $((at + 1))
      elif ((at + 1 == COMP_CWORD)); then
        COMPREPLY=($(compgen -c -- "$word"))
      else
        COMPREPLY=($(compgen -f -- "$word"))
      fi
      return
    fi
  done
  case $before in
{chr(10).join(cases)}
  esac
  COMPREPLY=($(compgen -W "{flags}" -- "$word"))
}}
complete -o filenames -F _clearml_cognito {PROGRAM}
"""


def _zsh(listed: Sequence[Option]) -> str:
    specs = [f"  {_quoted(spec)}" for option in listed for spec in _zsh_specs(option)]
    body = " \\\n".join(specs)
    return f"""#compdef {PROGRAM}
# zsh completion for {PROGRAM}: eval "$({PROGRAM} --completion zsh)", or this text as _{PROGRAM} in a folder of $fpath
_clearml_cognito_connections() {{
  local -a names=({_connections()}/*.toml(N:t:r))
  compadd -- $names
  _files
}}
_clearml_cognito() {{
  _arguments -S \\
{body}
}}
compdef _clearml_cognito {PROGRAM}
"""


def _zsh_specs(option: Option) -> list[str]:
    about = option.about.replace("[", "(").replace("]", ")").replace(":", "\\:")
    if option.rest:
        after = "*:::command:_normal"
    elif option.takes:
        action = _zsh_action(option)
        after = f"{':' * (2 if option.optional else 1)}{option.takes.lower().replace('|', ' or ')}:{action}"
    else:
        after = ""
    joined = f":{after}" if option.rest else after
    others = f"({' '.join(option.flags)})" if len(option.flags) > 1 else ""
    return [f"{others}{flag}[{about}]{joined}" for flag in option.flags]


def _zsh_action(option: Option) -> str:
    if option.a_list:
        return f"_sequence compadd - {' '.join(option.values)}"
    if option.named:
        return "_clearml_cognito_connections"
    return f"({' '.join(option.values)})" if option.values else "_files" if option.files else " "


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(listed: Sequence[Option]) -> str:
    lines = [f"# fish completion for {PROGRAM}: {PROGRAM} --completion fish | source", f"complete -c {PROGRAM} -f"]
    for option in listed:
        words = [f"complete -c {PROGRAM}"]
        words += [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags]
        if option.rest:
            words.append("-x -a '(__fish_complete_subcommand)'")
        elif option.a_list:
            words.append(f"-x -a '(__fish_complete_list , \"string split \\\\  {' '.join(option.values)}\")'")
        elif option.named:
            words.append(f"-r -F -a '({_fish_connections()})'")
        elif option.values:
            words.append(f"{'' if option.optional else '-x '}-a '{' '.join(option.values)}'")
        elif option.takes:
            words.append("-r -F" if option.files else "-x")
        words.append(f"-d {_fish_quoted(option.about)}")
        lines.append(" ".join(words))
    return "\n".join((*lines, ""))


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
