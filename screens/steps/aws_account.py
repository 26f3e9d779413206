"""Step 2: which AWS credentials and which region, whose they are, and what they may read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label

from diagnostics.account import Profile, credentials_in
from diagnostics.account import profiles as profiles_found
from diagnostics.aws import CALL_SECONDS, AwsAccess
from diagnostics.facts import Known
from diagnostics.regions import cognito_regions_everywhere, region_name
from diagnostics.secret import Secret
from screens import words
from screens.frame import StepScreen
from screens.keys import looks_again
from screens.patience import patience
from screens.signs import BAD, CAREFUL, GOOD, LOOKING
from screens.steps.aws_account_words import (
    BY_HAND,
    BY_HAND_ROW,
    DEFAULT,
    WITHOUT_AWS,
    other_account,
    profile_of,
    row,
    row_id,
    shown_name,
    sign,
)
from screens.widgets.choice_list import ChoiceList
from screens.widgets.fields import Field, Judgement, SecretInput
from screens.widgets.prose import Prose
from wizard.account_look import AccountLook, look_at_account
from wizard.judging import fact_from, telling
from wizard.steps import Mark, StepId, mark_of, step, with_answers

if TYPE_CHECKING:
    from wizard.session import Session


class AwsAccountScreen(StepScreen):
    STEP = StepId.ACCOUNT
    QUESTION = "Which AWS credentials may look at Amazon Cognito?"
    CSS_PATH = "aws_account.tcss"
    AUTO_FOCUS = "#profiles"
    HELP = """
    The profiles are those of the AWS CLI, from the config files of this machine. Default credentials are whatever the
    AWS CLI would use without a profile: environment variables, this machine's role, or aws login.

    User pools live in one region and are seen only there.

    Looking asks AWS whose credentials these are and tries what the wizard has to read. Nothing is changed. A call
    that is refused is named with its IAM action; the least policy for looking can be shown, and copied from there.

    A connection remembers its AWS account. Other credentials may look, and can never write.

    Without access to AWS, the last row leads on: the pool's values are typed in, all that is public is asked and
    judged, and nothing is asked of AWS.
    """
    BINDINGS = [
        looks_again("Ask AWS once more"),
        Binding("l", "log_in", "Log in", id="account.login", tooltip="Renew the SSO login with aws sso login"),
        Binding("p", "show_policy", "Policy", id="account.policy", tooltip="The least IAM policy for looking"),
        Binding("a", "adopt", "Take this account", id="account.adopt", tooltip="Make it the connection's account"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._profiles: dict[str, Profile] = {}
        self._regions: tuple[str, ...] = ()
        self._looks: dict[AwsAccess, AccountLook] = {}
        self._looking: AwsAccess | None = None
        self._warned: AwsAccess | None = None
        self._region_kept = bool(session.access.region or session.connection.region)

    def compose_step(self) -> ComposeResult:
        with Container(id="account"):
            with Vertical(id="choice"):
                yield ChoiceList(id="profiles", empty="Looking for profiles in the AWS config files")
                yield Field(
                    "Region",
                    id="region",
                    value=self.session.access.region or self.session.connection.region or "",
                    example="eu-west-1",
                    hint="User pools are seen only in their own region.",
                    judge=self._judge_region,
                )
                yield Horizontal(Label("MFA code"), SecretInput(example="6 digits", id="code"), id="mfa")
            with VerticalScroll(id="seen"):
                yield Prose(id="account-seen")

    def on_mount(self) -> None:
        self.say_next("Looking for AWS profiles on this machine")
        self._find()

    # What there is to choose from

    @work(exclusive=True, group="account-find", exit_on_error=False)
    async def _find(self) -> None:
        found = await fact_from(profiles_found, CALL_SECONDS)
        self._show_profiles(found.value if isinstance(found, Known) else ())
        regions = await fact_from(cognito_regions_everywhere, CALL_SECONDS)
        self._regions = regions.value if isinstance(regions, Known) else ()
        default = await fact_from(self.session.aws.region, CALL_SECONDS)
        field = self.query_one("#region", Field)
        field.suggest(self._regions)
        if isinstance(default, Known) and default.value and not field.value:
            field.value = default.value
        field.judge_again()
        self._say()
        if self.session.connection.account and self._access() is not None:
            self._look()

    def _show_profiles(self, found: tuple[Profile, ...]) -> None:
        ordered = (DEFAULT, *found) if credentials_in(os.environ) else (*found, DEFAULT)
        self._profiles = {profile.name: profile for profile in ordered}
        rows = self.query_one("#profiles", ChoiceList)
        rows.add([row(profile) for profile in ordered])
        wanted = self.session.access.profile
        if wanted and wanted not in self._profiles:
            self._profiles[wanted] = Profile(wanted, None, "not in the config files")
            rows.add([row(self._profiles[wanted])])
        rows.add([BY_HAND_ROW])
        if self.session.by_hand:
            rows.highlight(BY_HAND)
        elif wanted is not None or self.session.connection.account:
            rows.highlight(row_id(wanted or ""))

    def _judge_region(self, typed: str) -> Judgement:
        try:
            name = region_name(typed, self._regions)
        except ValueError as wrong:
            return BAD, str(wrong)
        return (GOOD, "Amazon Cognito is offered here.") if name in self._regions else (None, "")

    def _profile(self) -> Profile | None:
        choice = self.query_one("#profiles", ChoiceList).highlighted
        return self._profiles.get(profile_of(choice.id)) if choice else None

    @property
    def _by_hand(self) -> bool:
        choice = self.query_one("#profiles", ChoiceList).highlighted
        return choice is not None and choice.id == BY_HAND

    def _access(self) -> AwsAccess | None:
        """What would be looked with now, None while the profile or the region is still open."""
        profile, field = self._profile(), self.query_one("#region", Field)
        if profile is None or field.problem:
            return None
        return AwsAccess(profile.name or None, region_name(field.value, self._regions))

    # Looking

    @work(exclusive=True, group="account-look", exit_on_error=False)
    async def _look(self, code: Secret | None = None) -> None:
        access = self._access()
        if access is None:
            return
        at = row_id(access.profile or "")
        self._looking, self._warned = access, None
        self._looks.pop(access, None)
        rows = self.query_one("#profiles", ChoiceList)
        rows.update_row(at, verdict="looking", sign=LOOKING)
        self._say()
        connection = with_answers(self.session.connection, profile=access.profile, region=access.region)
        with_code = AwsAccess(access.profile, access.region, code)
        try:
            with patience(self, "AWS to say whose credentials these are", "esc: stop"):
                look = await look_at_account(connection, with_code, step(self.STEP).checks)
            self._looks[access] = look
            rows.update_row(at, verdict=look.in_short, sign=sign(look))
            self.mark(mark_of(look.findings), look.findings)
            self._ask_code(look)
        except Exception as error:  # noqa: BLE001 - a fault of ours becomes a sentence in its place
            rows.update_row(at, verdict="could not be looked at", sign=BAD)
            self.wizard.trouble(f"Looking failed inside the program ({type(error).__name__}). r looks again.")
        finally:
            self._looking = None
            if self.is_attached and self.is_current:
                self._say()

    def _ask_code(self, look: AccountLook) -> None:
        self.query_one("#mfa").set_class(look.asks_mfa, "-asked")
        if look.asks_mfa:
            self.query_one("#code", SecretInput).focus()

    def action_look_again(self) -> None:
        self._look()

    def action_back(self) -> None:
        if self._looking is None:
            super().action_back()
            return
        stopped = row_id(self._looking.profile or "")
        self.workers.cancel_group(self, "account-look")
        self.query_one("#profiles", ChoiceList).update_row(stopped, verdict="stopped", sign=None)

    # Answering

    @on(ChoiceList.Chosen)
    def _profile_chosen(self) -> None:
        self.action_go_on()

    @on(Field.Submitted)
    def _region_submitted(self) -> None:
        self.action_go_on()

    @on(Input.Submitted, "#code")
    def _code_submitted(self, event: Input.Submitted) -> None:
        code = self.query_one("#code", SecretInput).take()
        if code:
            self.query_one("#profiles").focus()
            self._look(code)

    @on(ChoiceList.Highlighted)
    def _highlighted(self) -> None:
        profile, field = self._profile(), self.query_one("#region", Field)
        if profile and profile.region and not self._region_kept:
            field.value = profile.region
        self._say()

    @on(Field.Changed)
    def _region_typed(self) -> None:
        self._region_kept = bool(self.query_one("#region", Field).value)
        self._say()

    def action_go_on(self) -> None:
        access = self._access()
        if self._by_hand:
            self._leave_by_hand()
        elif access is None:
            self.query_one("#region", Field).focus()
            self._say()
        elif (look := self._looks.get(access)) is None:
            if access != self._looking:
                self._look()
        elif look.asks_mfa:
            self.query_one("#code", SecretInput).focus()
        elif self._warned != access and self._doubt(look):
            self._warned = access
            self._say()
        else:
            self._leave(look)

    @work(exclusive=True, group="account-leave", exit_on_error=False)
    async def _leave_by_hand(self) -> None:
        self.mark(Mark.DONE)
        await self.keep(by_hand=True, profile=None)
        super().action_go_on()

    @work(exclusive=True, group="account-leave", exit_on_error=False)
    async def _leave(self, look: AccountLook) -> None:
        access, kept = look.aws.access, self.session.connection.account
        account = kept or (look.identity.account if look.identity else None)
        # Another account's credentials are for this sitting: the connection stays as it is.
        if not look.is_other_than(kept):
            answers = {"profile": access.profile, "region": access.region, "account": account}
            await self.keep(**answers, by_hand=False)
        self.session.use_aws(look.aws)
        super().action_go_on()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        look = self._shown_look() if action in ("adopt", "log_in") and self.is_attached else None
        if action == "log_in":
            return look is not None and look.login_expired
        if action == "adopt":
            return look is not None and look.is_other_than(self.session.connection.account)
        return True

    @work(exclusive=True, group="account-leave", exit_on_error=False)
    async def action_adopt(self) -> None:
        """Make the account that was looked at the connection's own; what lives in the other one is forgotten."""
        look = self._shown_look()
        if look is None or look.identity is None:
            return
        access = look.aws.access
        answers = {"profile": access.profile, "region": access.region, "account": look.identity.account}
        await self.wizard.save_answers(**answers, by_hand=False)
        self.session.use_aws(look.aws)
        self._look()

    def action_log_in(self) -> None:
        """Renew the SSO login, and look again."""
        from screens.sso_login import renew_login

        look = self._shown_look()
        if look is not None and look.login_expired and renew_login(self, look.aws.access.profile):
            self._look()

    def action_show_policy(self) -> None:
        from screens.dialogs.text import TextDialog
        from wizard.policy import policy

        connection, look = self.session.connection, self._shown_look()
        account = look.identity.account if look and look.identity else connection.account
        access = self._access()
        text = policy(
            "look",
            region=access.region if access else connection.region,
            account=account,
            user_pool=connection.user_pool,
        )
        note = "Give this to whoever manages IAM. It allows to look, and to change nothing."
        self.app.push_screen(TextDialog("The least IAM policy for looking", text, note=note))

    # Showing

    def _shown_look(self) -> AccountLook | None:
        access = self._access()
        return self._looks.get(access) if access else None

    def _doubt(self, look: AccountLook) -> str:
        """Why going on deserves a second thought, empty where it does not."""
        trouble = look.trouble
        return trouble.message if trouble and not look.is_other_than(self.session.connection.account) else ""

    def _say(self) -> None:
        self.query_one("#account-seen", Prose).update(self._seen())
        self.refresh_bindings()
        profile, access = self._profile(), self._access()
        name = shown_name(profile.name) if profile else ""
        self.query_one("#region").display = not self._by_hand
        if self._by_hand:
            self.say_next("Enter: go on without AWS; the next steps ask for the values")
        if profile is None:
            return
        if access is None:
            self.say_next("Type the region of your user pools; then Enter looks there")
        elif access == self._looking:
            self.say_next("Asking AWS whose credentials these are")
        elif (look := self._looks.get(access)) is None:
            self.say_next(f"Enter: look with {name} in {access.region}")
        elif look.asks_mfa:
            self.say_next("Type the code that your MFA device shows, then Enter")
        elif look.is_other_than(self.session.connection.account):
            self.say_next("Enter: go on, but only to look   a: make this the connection's account", CAREFUL)
        elif not (doubt := self._doubt(look)):
            self.say_next("Enter: go on with this account")
        elif self._warned == access:
            self.say_next(f"Enter again: go on all the same. {doubt}", CAREFUL)
        elif look.login_expired:
            self.say_next("l: log in again with aws sso login   r: look again", CAREFUL)
        else:
            ask = "   p: the policy to ask for" if look.refused else " once that is settled"
            self.say_next(f"r: look again{ask}   Enter twice: go on", CAREFUL)

    def _seen(self) -> Content:
        look = self._shown_look()
        if self._by_hand:
            return words.quiet(WITHOUT_AWS)
        if look is None:
            return words.quiet("AWS is asked whose credentials these are and what they may read. Nothing is changed.")
        if look.asks_mfa and look.unseen:
            return words.lines(look.unseen.detail, words.quiet("The code goes to AWS alone and is kept nowhere."))
        parts: list[Content] = []
        if look.identity:
            parts.append(
                words.pairs(
                    [
                        ("account", look.identity.account),
                        ("identity", look.identity.who),
                        ("from", look.identity.source),
                    ]
                )
            )
        if look.is_other_than(self.session.connection.account):
            parts.append(other_account(self.session.connection.account))
        shown = telling([one for one in look.findings if one.check != "AWS015"])
        parts += [words.finding(one) for one in shown]
        if not shown and look.identity:
            parts.append(words.signed(GOOD, "They may read what the wizard has asked for so far."))
        if look.refused:
            parts.append(words.quiet("p shows the least policy to ask for."))
        if look.identity is None:
            parts.append(words.quiet("Without AWS access of your own: the last row above."))
        return words.lines(*parts)
