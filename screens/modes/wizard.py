"""Without a mode: the wizard."""

from diagnostics.connection import DamagedConnection
from screens.modes.start import Refusal, Start
from screens.options import WizardOptions


def wizard_mode(start: Start) -> int:
    """Run the wizard in this terminal. Raises Refusal for a theme that does not exist or a damaged connection."""
    from screens.start import run_wizard

    typed = start.typed
    _check_theme(typed.theme)
    options = WizardOptions(
        connection_path=start.connection_path,
        state_folder=start.state_folder,
        profile=typed.profile,
        region=typed.region,
        theme=typed.theme,
        demo=typed.demo,
        vault_service=start.vault_service,
        command=start.command,
    )
    try:
        return run_wizard(options)
    except DamagedConnection as damage:
        raise Refusal(str(damage)) from None


def _check_theme(theme: str | None) -> None:
    if theme is None:
        return
    from textual.theme import BUILTIN_THEMES

    from screens.theme import DARK, LIGHT

    names = sorted({DARK.name, LIGHT.name, *BUILTIN_THEMES})
    if theme not in names:
        raise Refusal(f'There is no theme "{theme[:40]}". There are: {", ".join(names)}.')
