"""An answer makes void what only existed within the answer before it, and nothing else."""

from dataclasses import replace

import pytest

from diagnostics.connection import Connection, Export
from diagnostics.findings import Finding, Severity, Status
from wizard.steps import STEPS, Mark, StepId, before, can_enter, furthest, mark_of, next_of, with_answers

WHOLE = Connection(
    account="1",
    profile="prod",
    region="eu-west-1",
    user_pool="eu-west-1_A",
    app_client="client",
    domain="https://x",
    web_addresses=("https://app",),
    identity_provider="SAML",
    company="c",
    display_name="d",
    exports=(Export("compose-env", "/x", "inside"),),
)


def test_another_pool_voids_its_client_domain_and_provider_and_keeps_the_rest() -> None:
    assert with_answers(WHOLE, user_pool="eu-west-1_B") == replace(
        WHOLE, user_pool="eu-west-1_B", app_client=None, domain=None, identity_provider=None
    )


@pytest.mark.parametrize("change", [{"region": "us-east-1"}, {"account": "2"}])
def test_another_account_or_region_voids_all_that_lives_in_it(change: dict[str, str]) -> None:
    after = with_answers(WHOLE, **change)
    assert (after.user_pool, after.app_client, after.domain) == (None, None, None)
    assert after.web_addresses == WHOLE.web_addresses
    assert after.exports == WHOLE.exports


def test_the_same_answer_again_voids_nothing() -> None:
    assert with_answers(WHOLE, user_pool="eu-west-1_A", region="eu-west-1") == WHOLE


def test_a_first_answer_voids_nothing() -> None:
    assert with_answers(replace(WHOLE, account=None), account="1") == WHOLE


def test_answers_given_together_stand_together() -> None:
    after = with_answers(WHOLE, user_pool="eu-west-1_B", domain="https://y")
    assert (after.domain, after.app_client) == ("https://y", None)


def test_the_steps_are_twelve_and_lead_into_each_other() -> None:
    assert len(STEPS) == 12
    walked = [StepId.WELCOME]
    while (following := next_of(walked[-1])) is not None:
        assert before(following) is walked[-1]
        walked.append(following)
    assert walked == [step.id for step in STEPS]


def test_a_step_can_be_entered_once_what_it_builds_on_is_answered() -> None:
    assert furthest(Connection()) is StepId.ACCOUNT
    assert can_enter(StepId.POOL, Connection(region="eu-west-1"))
    assert not can_enter(StepId.ATTRIBUTES, Connection(region="eu-west-1"))
    assert furthest(WHOLE) is StepId.FINISH
    assert furthest(replace(WHOLE, app_client=None)) is StepId.CLIENT
    assert furthest(replace(WHOLE, web_addresses=())) is StepId.SERVER


@pytest.mark.parametrize(
    ("statuses", "mark"),
    [
        ((), Mark.DONE),
        ((Status.OK, Status.WARNING, Status.SKIPPED), Mark.DONE),
        ((Status.OK, Status.UNKNOWN), Mark.NOT_SEEN),
        ((Status.OK, Status.BLOCKED), Mark.NOT_SEEN),
        ((Status.UNKNOWN, Status.FAILED), Mark.TROUBLE),
    ],
)
def test_a_step_is_never_done_while_something_was_not_seen(statuses: tuple[Status, ...], mark: Mark) -> None:
    findings = [Finding("A", "t", "a", Severity.ERROR, status, "m") for status in statuses]
    assert mark_of(findings) is mark
