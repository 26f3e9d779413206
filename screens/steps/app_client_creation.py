"""The way from "create one" to an app client that is there: the keyring first, then consent, then the calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.aws_errors import AwsRefused
from diagnostics.facts import NotSeen
from screens.dialogs.agree import Agree
from screens.patience import patience
from wizard.app_client_choice import ClientLook
from wizard.consent import NotAllowed, why_not
from wizard.create_app_client import (
    Created,
    branding_plan,
    create,
    create_branding,
    plan,
    wanted_client,
)
from wizard.files import WriteRefused

if TYPE_CHECKING:
    from screens.dialogs.new_app_client import Asked
    from screens.frame import StepScreen


class Failed(Exception):
    """Nothing came of it, or nobody knows what did; `str()` is a sentence for the admin.

    Attributes:
        unclear: whether it may have been carried out all the same.
    """

    def __init__(self, sentence: str, unclear: bool = False) -> None:
        super().__init__(sentence)
        self.unclear = unclear


def _nothing(reason: str) -> Failed:
    return Failed(f"Nothing was created. {reason}")


def _unclear(reason: str) -> Failed:
    return Failed(f"{reason} It may be there all the same; the list is read again.", unclear=True)


async def create_after_consent(
    screen: StepScreen, look: ClientLook, asked: Asked, namesakes: Sequence[str]
) -> Created | None:
    """Create an app client if the admin agrees, and make it the connection's own.

    Args:
        screen: where it is shown what is being done.
        look: what is known of the pool.
        asked: the name, and who may sign in.
        namesakes: the ids of the app clients that have this name already.

    Returns:
        What came of it; None where the admin did not agree.

    Raises:
        Failed: it is not there, or not known to be.
    """
    from diagnostics.vault.reading import probe

    session = screen.session
    connection, aws = session.connection, session.aws
    wanted = wanted_client(
        connection,
        asked.name,
        branding=look.managed_login,
        cognito_as_well=asked.cognito_as_well,
        namesakes=namesakes,
    )
    if reason := await why_not(aws, connection):
        raise _nothing(reason)
    screen.say_next("Looking at the keyring first: the secret is to go there at once")
    with patience(screen, "the keyring", "then you see what would be created"):
        keyring = await probe()
    screen.say_next("Nothing is created before you agree")
    if not await screen.app.push_screen_wait(Agree(plan(wanted, keyring))):
        return None
    try:
        with patience(screen, "AWS", "it is being created"), screen.changing("An app client"):
            created = await create(
                aws,
                connection,
                wanted,
                keyring=keyring,
                vault_service=session.vault_service,
                state_folder=session.state_folder,
                told=screen.say_next,
            )
    except (NotAllowed, WriteRefused) as reason:
        raise _nothing(str(reason)) from None
    except NotSeen as reason:
        refused = isinstance(reason, AwsRefused) and not reason.own_fault
        raise (_nothing if refused else _unclear)(str(reason)) from None
    except TimeoutError:
        raise _unclear("AWS gave no answer in time.") from None
    except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
        raise _unclear(f"Creating failed inside the program ({type(error).__name__}).") from None
    await screen.wizard.save_answers(app_client=created.made.client.id)
    if not created.stored:
        session.secret = created.made.secret
    for sentence in created.done:
        session.done.add(sentence)
    return created


async def brand_after_consent(screen: StepScreen, client_id: str, name: str) -> str | None:
    """Give an app client a branding style if the admin agrees.

    Returns:
        The sentence that says why it has none; empty where it has one now, None where the admin did not agree.
    """
    session = screen.session
    pool = session.connection.user_pool or ""
    if reason := await why_not(session.aws, session.connection):
        return f"Nothing was created. {reason}"
    if not await screen.app.push_screen_wait(Agree(branding_plan(pool, name))):
        return None
    screen.say_next("Creating the branding style")
    with patience(screen, "AWS", "it is being created"), screen.changing("A branding style"):
        trouble = await create_branding(session.aws, session.connection, client_id, state_folder=session.state_folder)
    if trouble is None:
        session.done.add(f'Branding style of "{name}" created.')
    return trouble or ""
