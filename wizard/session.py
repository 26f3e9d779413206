"""One sitting of the wizard: the answers so far, saved at each change, and what they are looked at with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from diagnostics.aws import Aws, AwsAccess
from diagnostics.connection import Connection
from diagnostics.secret import Secret
from wizard.steps import Mark, StepId, with_answers

SAVE_SECONDS = 10.0


@dataclass
class Done:
    """What this sitting has changed in the world, for the last step to tell."""

    sentences: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        if sentence not in self.sentences:
            self.sentences.append(sentence)


class Session:
    """The answers of one connection while the wizard runs.

    Args:
        connection: the answers saved so far.
        save: writes a connection to its file; it blocks, and raises a sentence for the admin where it cannot.
        saved_in: the file, to be named to the admin.
        profile, region: what the command line or AWS_* variables say; they beat the connection's own.
        vault_service: the keyring's service name.
        demo: whether this is the simulated account.
    """

    def __init__(
        self,
        connection: Connection,
        save: Callable[[Connection], None],
        *,
        saved_in: str,
        profile: str | None = None,
        region: str | None = None,
        vault_service: str = "clearml-cognito",
        demo: bool = False,
    ) -> None:
        self.connection = with_answers(
            connection,
            **{
                name: value
                for name, value in (("profile", profile), ("region", region))
                if value and value != getattr(connection, name)
            },
        )
        self.saved_in = saved_in
        self.vault_service = vault_service
        self.demo = demo
        self.marks: dict[StepId, Mark] = {}
        self.done = Done()
        self.secret: Secret | None = None
        """The client secret of this sitting, where no keyring holds it."""
        self._save = save
        self._saving = asyncio.Lock()
        self._aws: Aws | None = None
        self._mfa_code: Secret | None = None

    @property
    def aws(self) -> Aws:
        """The AWS session for the profile and region chosen; the same one until one of them changes."""
        access = AwsAccess(self.connection.profile, self.connection.region, self._mfa_code)
        if self._aws is None or self._aws.access != access:
            self._aws = Aws(access)
        return self._aws

    def renew_aws(self, mfa_code: Secret | None = None) -> None:
        """Forget the AWS session, so that renewed credentials (or an MFA code) are taken up."""
        self._mfa_code = mfa_code
        self._aws = None

    def use_aws(self, aws: Aws) -> None:
        """Go on with an AWS session that was looked with already: its credentials and a spent MFA code stay good."""
        self._mfa_code = aws.access.mfa_code
        self._aws = aws

    async def answer(self, **answers: object) -> None:
        """Change answers, void what they make void, and save.

        Raises:
            Exception: what `save` raises. The answers hold in this sitting all the same.
        """
        before = self.connection
        self.connection = with_answers(before, **answers)
        if before.app_client != self.connection.app_client:
            self.secret = None
        await self.save()

    async def save(self) -> None:
        """Save the connection as it is now; saves never overtake each other."""
        from diagnostics.background import in_thread

        async with self._saving:
            connection = self.connection
            await in_thread(lambda: self._save(connection), SAVE_SECONDS)
