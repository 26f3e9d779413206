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


# Where AWS is not asked, the admin types what it would say; the other steps are the same.
_BY_HAND = {
    StepId.POOL: ("by_hand", "PoolByHand"),
    StepId.ATTRIBUTES: ("by_hand_attributes", "AttributesByHand"),
    StepId.PAGES: ("by_hand", "PagesByHand"),
    StepId.PROVIDER: ("by_hand", "ProviderByHand"),
    StepId.CLIENT: ("by_hand", "ClientByHand"),
}


def screen_of(step: StepId, session: Session) -> StepScreen:
    """A new screen for a step."""
    module, name = (_SCREENS | _BY_HAND if session.by_hand else _SCREENS)[step]
    make = cast("Callable[[Session], StepScreen]", getattr(import_module(f"screens.steps.{module}"), name))
    return make(session)
