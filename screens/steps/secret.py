"""Step 9: the client secret, obtained and stored in the keyring in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static
from textual.worker import Worker, WorkerState

from diagnostics.client_secret import secret_problem
from diagnostics.facts import NotSeen
from diagnostics.findings import Finding, Status
from diagnostics.secret import Secret
from diagnostics.vault import VaultState, VaultStatus, VaultTrouble
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import STOPPED, patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, OF_STATUS, UNSEEN, Sign
from screens.steps.secret_words import (
    AGAIN_ALL_THE_SAME,
    INTO_FILE,
    INTO_KEYRING,
    PROOF,
    REFUSED,
    UNPROVED,
    UNSEEN_PASTE,
    WAYS,
    cognito_said,
    kept_said,
)
from screens.widgets.fields import SecretInput
from screens.words import quiet, signed
from wizard.client_secret import (
    Kept,
    Standing,
    Way,
    can_store,
    fetch,
    hold_secret,
    look_at_secret,
    standing_after,
    store_secret,
    way_on,
)
from wizard.judging import worst
from wizard.steps import Mark, StepId, mark_of

if TYPE_CHECKING:
    from wizard.session import Session

PROOFS = ("LGN012", "KEY011")
CHECKS = ("KEY010", *PROOFS)
ROWS = {"keyring": "Keyring", "cognito": "Cognito", "kept": "Secret", "proof": "Proof"}


class SecretScreen(StepScreen):
    STEP = StepId.SECRET
    QUESTION = "Where is the client secret, and does Cognito accept it?"
    HELP = """
    ClearML proves itself to Cognito with the app client's secret. This step takes it from Cognito, or from you, and
    stores it in this machine's keyring in the same action. It is never shown, and it is in no saved answer.

    The keyring is looked at first, so that no fresh secret is lost. Where there is none that can be used, the secret
    is held in memory until the export writes it inside the env file, readable by its owner alone.

    Cognito shows the secret that the client was made with. One that was added later was shown once, when it was made:
    paste that one.

    Then Cognito's token endpoint is asked, with a made-up token, whether it accepts the secret. Nobody is signed in
    by that; it counts in Cognito's logs.

    The fingerprint is made with a key that is thrown away. It only tells whether two secrets seen in one look are the
    same.
    """
    AUTO_FOCUS = "#standing"
    CSS_PATH = "secret.tcss"
    BINDINGS = [
        looks_again("Look at the keyring and at Cognito again", "look"),
        Binding("p", "paste", "Paste", id="secret.paste", tooltip="Paste a secret that you have"),
        Binding("f", "fetch", "From Cognito", id="secret.fetch", tooltip="Take the secret that Cognito shows"),
        Binding("w", "without", "No keyring", id="secret.without", tooltip="Keep the secret inside the env file"),
        Binding("c", "commands", "Commands", id="secret.commands", tooltip="The commands that open the keyring"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._standing: Standing | None = None
        self._trouble: VaultStatus | None = None
        self._without_keyring = False
        self._busy = False
        self._passing = False
        self._findings: tuple[Finding, ...] = ()
        self._unproved = False

    def compose_step(self) -> ComposeResult:
        with VerticalScroll(id="standing"):
            for name, label in ROWS.items():
                with Horizontal(id=f"{name}-row", classes="standing--row"):
                    yield Static(label, classes="standing--label")
                    yield Static("", id=f"{name}-sign", classes="standing--sign")
                    yield Static("", id=name, classes="standing--value")
        with Vertical(id="paste"):
            yield Label("Client secret", classes="field--label")
            yield SecretInput(example="paste it here; it is not shown", id="secret")
            yield Static("", id="paste-line")

    def on_mount(self) -> None:
        self._look()

    # Looking

    def action_look(self) -> None:
        self._trouble = None
        self._look()

    @work(exclusive=True, group="secret", exit_on_error=False)
    async def _look(self) -> None:
        self._begin("Looking at the keyring, and at what Cognito shows")
        self._row("keyring", LOOKING, "looking")
        self._row("cognito", LOOKING, "asking for the app client")
        self._row("kept", None, "")
        self._row("proof", None, "")
        with patience(self, "the keyring and Cognito", "esc: stop"):
            self._standing = await look_at_secret(self.session)
        if not self.query_one(SecretInput).value:
            self._close_paste()
        self._show_standing()
        self._end()
        if self._has_secret():
            self._prove()
        elif self._way() is Way.PASTE and not self._standing.may_pass:
            self.action_paste()

    def _has_secret(self) -> bool:
        standing = self._standing
        return standing is not None and (standing.kept is not Kept.NOTHING or standing.held is not Kept.NOTHING)

    @work(exclusive=True, group="proof", exit_on_error=False)
    async def _prove(self) -> None:
        from wizard.checking import check

        self._row(
            "proof", LOOKING, "asking Cognito's token endpoint, with a made-up token, whether it accepts the secret"
        )
        with patience(self, PROOF, "esc: stop"):
            self._findings = (await check(self.session, CHECKS)).findings
        silent = (Status.SKIPPED, Status.BLOCKED)
        found = worst([one for one in self._findings if one.check in PROOFS and one.status not in silent])
        self._unproved = found is not None and found.status in (Status.UNKNOWN, Status.CRASH)
        if found is not None:
            self._row("proof", OF_STATUS[found.status], _proof(found))
            self.call_after_refresh(self.query_one("#proof-row").scroll_visible, animate=False)
        else:
            self._row("proof", None, "")
        self.mark(mark_of(self._findings))
        if not self._busy:
            self._say_way()

    # Fetching, pasting, storing

    def action_fetch(self) -> None:
        if self._standing is not None and not self._busy:
            self._fetch(store=self._can_store())

    @work(exclusive=True, group="secret", exit_on_error=False)
    async def _fetch(self, *, store: bool) -> None:
        self._begin("Taking the secret from Cognito")
        try:
            with patience(self, "Cognito", "esc: stop"):
                secret = await fetch(self.session)
        except NotSeen as reason:
            self._row("cognito", UNSEEN, reason.unknown.detail)
            self._end("Nothing was changed.   r: look again   p: paste the secret")
            return
        await self._keep(secret, store=store)

    @work(exclusive=True, group="secret", exit_on_error=False)
    async def _take(self, secret: Secret, *, store: bool) -> None:
        self._begin("Storing the secret")
        await self._keep(secret, store=store)

    async def _keep(self, secret: Secret, *, store: bool) -> None:
        stored = False
        if store:
            try:
                with patience(self, "the keyring", "esc: stop"):
                    await store_secret(self.session, secret, self._prompt_may_be_open)
                stored = True
            except VaultTrouble as trouble:
                self._trouble = trouble.status
        if not stored:
            hold_secret(self.session, secret)
        assert self._standing is not None
        with patience(self, "Cognito", "esc: stop"):
            self._standing = await standing_after(self.session, self._standing, secret, stored=stored)
        self._close_paste()
        self._show_standing()
        self._end()
        self._prove()

    def _prompt_may_be_open(self) -> None:
        self._row(
            "keyring", LOOKING, "A prompt may be open on this machine's desktop: the keyring asks to be unlocked."
        )
        self.say_next("Answer the prompt on the desktop; up to 60 s   esc: stop waiting")

    def action_paste(self) -> None:
        if not self._busy and self._standing is not None:
            self._open_paste()
            self._say_way()

    @on(Input.Changed, "#secret")
    def _typed(self) -> None:
        problem = self._problem()
        if not self.query_one(SecretInput).value:
            self._paste_line(None, "24 to 64 letters and digits; judged without being shown")
        else:
            self._paste_line(BAD if problem else GOOD, problem or "This has the form of a client secret.")

    @on(Input.Submitted, "#secret")
    def _submitted(self) -> None:
        if self._busy:
            return
        typed = self.query_one(SecretInput)
        problem = self._problem()
        if not typed.value:
            self._pass_by(Mark.NOT_SEEN)
        elif problem:
            self._paste_line(BAD, problem)
        else:
            self._take(typed.take(), store=self._can_store())

    def _problem(self) -> str | None:
        typed = Secret(self.query_one(SecretInput).value.strip())
        return secret_problem(typed, self.session.connection.app_client)

    def _paste_line(self, sign: Sign | None, sentence: str) -> None:
        self.query_one("#paste-line", Static).update(signed(sign, sentence) if sign else quiet(sentence))

    def _open_paste(self) -> None:
        self.query_one("#paste").add_class("-open")
        self._show_standing()
        self._typed()
        self.query_one(SecretInput).focus()

    def _close_paste(self) -> None:
        self.query_one("#paste").remove_class("-open")
        self._show_standing()
        self.query_one("#standing").focus()

    # The way on

    def action_go_on(self) -> None:
        standing = self._standing
        if self._busy:
            return
        if standing is None:
            super().action_go_on()
            return
        match self._way():
            case Way.FETCH_AND_STORE | Way.FETCH_AND_UNLOCK:
                self._fetch(store=True)
            case Way.FETCH_AND_HOLD:
                self._fetch(store=False)
            case Way.STORE_HELD:
                if self.session.secret is not None:
                    self._take(self.session.secret, store=True)
            case Way.PASTE:
                self.action_paste()
            case Way.GO_ON if not self._refused():
                super().action_go_on()
            case _:
                self._pass_by(Mark.TROUBLE)

    def _pass_by(self, mark: Mark) -> None:
        """Say why it should not be gone on from here; at the second time, go on."""
        if self._passing:
            self.mark(mark)
            super().action_go_on()
        else:
            self._passing = True
            self._say_way()

    def action_back(self) -> None:
        """Stop what is going on, close the field, or go back, whichever comes first."""
        if self._busy:
            self.workers.cancel_group(self, "secret")
            self._busy = False
            if self._standing is None:
                self._row("keyring", UNSEEN, STOPPED)
                self._row("cognito", UNSEEN, STOPPED)
                self.say_next("Enter: go on unseen   r: look again   esc: back", CAREFUL)
            else:
                self.say_next("Stopped.   r: look how it stands now   esc: back")
        elif PROOF in self.long_waits:
            self.workers.cancel_group(self, "proof")
            self._row("proof", UNSEEN, STOPPED)
            self._unproved = True
            self._say_way()
        elif self.query_one("#paste").has_class("-open"):
            self.query_one(SecretInput).take()
            self._close_paste()
            self._say_way()
        else:
            super().action_back()

    def action_without(self) -> None:
        self._without_keyring = not self._without_keyring
        if self._standing is not None and not self._busy:
            self._show_standing()
            self._say_way()

    def action_commands(self) -> None:
        from screens.dialogs.text import TextDialog

        if self._standing is not None:
            keyring = self._trouble or self._standing.keyring
            self.app.push_screen(
                TextDialog("Commands for the keyring", "\n".join(keyring.commands) + "\n", note=keyring.sentence)
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that have a use as things stand."""
        standing = self._standing
        if action == "commands":
            return standing is not None and bool((self._trouble or standing.keyring).commands)
        if action == "fetch":
            return standing is not None and Kept.OTHER in (standing.kept, standing.held)
        if action == "without":
            return standing is not None and standing.kept is Kept.NOTHING and self._store_possible(standing)
        return True

    def _way(self) -> Way:
        assert self._standing is not None
        refused = self._trouble is not None
        return way_on(self._standing, store_refused=refused, without_keyring=self._without_keyring)

    def _can_store(self) -> bool:
        if self._standing is None or self._without_keyring:
            return False
        return can_store(self._standing, store_refused=self._trouble is not None)

    def _store_possible(self, standing: Standing) -> bool:
        return self._without_keyring or can_store(standing, store_refused=self._trouble is not None)

    def _refused(self) -> bool:
        return any(found.status is Status.FAILED for found in self._findings)

    # Showing

    def _begin(self, sentence: str) -> None:
        self._busy = True
        self._passing = False
        self._findings, self._unproved = (), False
        self.say_next(sentence, LOOKING)

    def _end(self, sentence: str = "") -> None:
        self._busy = False
        self.refresh_bindings()
        if sentence:
            self.say_next(sentence)
        else:
            self._say_way()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails inside the program is said, and can be tried again."""
        if event.state is WorkerState.ERROR:
            self._end(f"This failed inside the program ({type(event.worker.error).__name__}).   r: look again")

    def _say_way(self) -> None:
        if self._standing is None:
            return
        way = self._way()
        if way is Way.GO_ON and self._refused():
            self.say_next(AGAIN_ALL_THE_SAME if self._passing else REFUSED, BAD)
        elif self._passing:
            self.say_next("Enter again: go on without a secret   esc: back", CAREFUL)
        elif self.query_one("#paste").has_class("-open"):
            self.say_next(INTO_KEYRING if self._can_store() else INTO_FILE)
        elif way is Way.GO_ON and self._unproved:
            self.say_next(UNPROVED, CAREFUL)
        elif way is Way.PASTE and self._standing.may_pass:
            self.say_next(UNSEEN_PASTE, CAREFUL)
        else:
            self.say_next(WAYS[way])

    def _show_standing(self) -> None:
        standing = self._standing
        if standing is None:
            return
        keyring = self._trouble or standing.keyring
        typing = self.query_one("#paste").has_class("-open")
        key = "esc, then c" if typing else "c"
        commands = f"   {key}: the commands" if keyring.commands else ""
        ready = keyring.state is VaultState.READY
        self._row("keyring", GOOD if ready else CAREFUL, keyring.sentence + commands)
        self._row("cognito", *cognito_said(standing, self.session.connection.app_client or ""))
        self._row("kept", *kept_said(standing, without_keyring=self._without_keyring))

    def _row(self, name: str, sign: Sign | None, sentence: str) -> None:
        self.query_one(f"#{name}-row").display = bool(sentence)
        self.query_one(f"#{name}", Static).update(Content(sentence))
        shown = Content.styled(sign.symbol, sign.colour) if sign else Content("")
        self.query_one(f"#{name}-sign", Static).update(shown)


def _proof(found: Finding) -> str:
    if found.status is Status.OK:
        return f"{found.title}."
    remedy = f" {found.remedy.prose}" if found.remedy else ""
    return f"{found.message}{remedy}"
