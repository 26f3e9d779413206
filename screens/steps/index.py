"""Which screen shows which step. A step's module is imported when the step is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from wizard.steps import StepId

if TYPE_CHECKING:
    from screens.frame import StepScreen
    from wizard.session import Session

_SCREENS = {
    StepId.WELCOME: ("welcome", "WelcomeScreen"),
    StepId.ACCOUNT: ("aws_account", "AwsAccountScreen"),
    StepId.POOL: ("user_pool", "UserPoolScreen"),
    StepId.ATTRIBUTES: ("attributes", "AttributesScreen"),
    StepId.SERVER: ("clearml_server", "ClearMLServerScreen"),
    StepId.PAGES: ("sign_in_pages", "SignInPagesScreen"),
    StepId.PROVIDER: ("identity_provider", "IdentityProviderScreen"),
    StepId.CLIENT: ("app_client", "AppClientScreen"),
    StepId.SECRET: ("secret", "SecretScreen"),
    StepId.ENDPOINTS: ("live_endpoints", "LiveEndpointsScreen"),
    StepId.EXPORT: ("export", "ExportScreen"),
    StepId.FINISH: ("finish", "FinishScreen"),
}


def screen_of(step: StepId, session: Session) -> StepScreen:
    """A new screen for a step."""
    module, name = _SCREENS[step]
    make = cast("Callable[[Session], StepScreen]", getattr(import_module(f"screens.steps.{module}"), name))
    return make(session)
