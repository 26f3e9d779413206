"""What a screen may ask of the app around it, whichever screen and whichever app that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.screen import Screen

    from screens.connections import Connections
    from wizard.session import Session
    from wizard.steps import StepId


@runtime_checkable
class Host(Protocol):
    """The app, as far as its screens know it.

    Attributes:
        session: the answers so far.
        connections: those that can be gone over to, None where there is but this one.
        sends_codes: whether the diagnosis asks the token and authorize endpoints with made-up codes.
        own_keys: the admin's own keys by the bindings' ids.
    """

    session: Session
    connections: Connections | None
    sends_codes: bool
    own_keys: Mapping[str, str]

    def show_step(self, step: StepId) -> None:
        """Show a step, and save that the admin is there."""

    def resume_at(self) -> StepId:
        """The step where the admin was last, as far as the answers still reach."""
        ...

    def look_again(self, until: StepId) -> object:
        """Look again at the steps of an earlier sitting, beside whatever is shown."""

    def see_later(self, step: StepId) -> object:
        """Judge a step that was left before its answer came, beside whatever is shown."""

    def other_connections(self) -> object:
        """Offer the other connections."""

    async def save_answers(self, **answers: object) -> bool:
        """Change and save answers. Gives False, and says why, where they could not be saved."""
        ...

    def trouble(self, sentence: str) -> None:
        """Say what went wrong, over whatever is shown."""

    def action_request_quit(self) -> None:
        """Ask whether to leave."""


def host_of(screen: Screen[None]) -> Host:
    """The app around a screen."""
    app: object = screen.app
    assert isinstance(app, Host)
    return app
