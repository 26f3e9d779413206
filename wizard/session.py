"""One sitting of the wizard: the answers so far, saved at each change, and what they are looked at with."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from diagnostics.aws import Aws, AwsAccess
from diagnostics.connection import Connection
from diagnostics.secret import Secret
from wizard.steps import Mark, StepId, outdated, with_answers

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
        access: the credentials and region that flags and AWS_* variables leave; None for the connection's own. It
            holds until the admin chooses others in this sitting; the saved answers stay as they are until then.
        vault_service: the keyring's service name.
        demo: whether this is the simulated account.
        suggested_address: where a ClearML server is known to be, offered while no address was answered.
        state_folder: where the journal is; None keeps none.
        command: what the admin types to start this program the same way again.
        file: the connection's file, which need not exist yet; None where it has none.
    """

    def __init__(
        self,
        connection: Connection,
        save: Callable[[Connection], None],
        *,
        saved_in: str,
        access: AwsAccess | None = None,
        vault_service: str = "clearml-cognito",
        demo: bool = False,
        suggested_address: str | None = None,
        state_folder: Path | None = None,
        command: str = "clearml-cognito",
        file: Path | None = None,
    ) -> None:
        self.connection = connection
        self._access = access or AwsAccess(connection.profile, connection.region, by_hand=connection.by_hand)
        self.saved_in = saved_in
        self.vault_service = vault_service
        self.demo = demo
        self.suggested_address = suggested_address
        self.state_folder = state_folder
        self.command = command
        self.file = file
        self.marks: dict[StepId, Mark] = {}
        self.warnings: dict[StepId, tuple[str, ...]] = {}
        """What each step was passed with a warning of."""
        self.done = Done()
        self.secret: Secret | None = None
        """The client secret of this sitting, where no keyring holds it."""
        self.not_saved = ""
        """Why the answers of this sitting are not all in the file; empty where they are."""
        self.codes_agreed = False
        """Whether this sitting has agreed to ask the live endpoints with made-up codes."""
        self.written: Secret | None = None
        """The client secret that this sitting has written inside a file."""
        self._save = save
        self._saving = asyncio.Lock()
        self._aws: Aws | None = None

    @property
    def would_lose_secret(self) -> bool:
        """Whether the client secret is nowhere but in this sitting's memory."""
        return self.secret is not None and self.secret != self.written

    def take_over(self, other: Session) -> None:
        """Keep what another sitting holds, where it is of the same connection under its former name."""
        if replace(other.connection, name=self.connection.name) == self.connection:
            self.secret, self.written, self.done = other.secret, other.written, other.done

    @property
    def aws(self) -> Aws:
        """The AWS session for the profile and region in use; the same one until one of them changes."""
        if self._aws is None or self._aws.access != self._access:
            self._aws = Aws(self._access)
        return self._aws

    @property
    def access(self) -> AwsAccess:
        """The profile and region in use. None in it leaves the choice to boto3 (AWS_* variables, instance role)."""
        return self._access

    @property
    def by_hand(self) -> bool:
        """Whether AWS is not asked anything, because the admin types in what it would say."""
        return self._access.by_hand

    def renew_aws(self, mfa_code: Secret | None = None) -> None:
        """Forget the AWS session, so that renewed credentials (or an MFA code) are taken up."""
        self._access = replace(self._access, mfa_code=mfa_code)
        self._aws = None

    def use_aws(self, aws: Aws) -> None:
        """Go on with an AWS session that was looked with already: its credentials and a spent MFA code stay good."""
        self._access = aws.access
        self._aws = aws

    async def answer(self, **answers: object) -> None:
        """Change answers, void what they make void, and save.

        Raises:
            Exception: what `save` raises. The answers hold in this sitting all the same.
        """
        before = self.connection
        self.connection = with_answers(before, **answers)
        now = self.connection
        for stale in outdated(before, now) & self.marks.keys():
            self.warnings.pop(stale, None)
            if self.marks[stale] is Mark.DONE:
                self.marks[stale] = Mark.NOT_SEEN
        chosen = AwsAccess(now.profile, now.region, self._access.mfa_code, by_hand=now.by_hand)
        if answers.keys() & {"profile", "region", "by_hand"} and chosen != self._access:
            self._access = chosen
        if before.app_client != self.connection.app_client:
            self.secret = None
        await self.save()

    async def saved(self, seconds: float) -> None:
        """Wait until nothing is being saved any more, or `seconds` are over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._saving:
                pass

    async def save(self) -> None:
        """Save the connection as it is now; saves never overtake each other."""
        from diagnostics.background import in_thread

        async with self._saving:
            connection = self.connection
            try:
                await in_thread(lambda: self._save(connection), SAVE_SECONDS)
            except Exception as error:
                self.not_saved = str(error) or "the disk gave no answer in time"
                raise
            self.not_saved = ""
