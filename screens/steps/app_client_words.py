"""What the step App client says of an app client, and of one that was just created."""

from __future__ import annotations

from textual.content import Content

from diagnostics.app_client import AppClientName
from diagnostics.facts import Unknown
from diagnostics.findings import Status
from diagnostics.text import plain
from screens import words
from screens.signs import BAD, CAREFUL, GOOD, OF_STATUS, UNSEEN, Sign
from screens.widgets.choice_list import Choice
from wizard.app_client_choice import ClientJudged, facts_of
from wizard.create_app_client import Created
from wizard.journal import Entry
from wizard.judging import telling


def short(id: str) -> str:
    """An app client's id, shortened for its row."""
    shown = plain(id, 128)
    return f"{shown[:3]}…{shown[-2:]}" if len(shown) > 7 else shown


def row(client: AppClientName) -> Choice:
    """An app client's row, before it was looked at."""
    return Choice(client.id, client.name, short(client.id))


def about(choice: Choice, judged: ClientJudged | None, begun: Entry | None, created: Created | None) -> Content:
    """An app client in detail: what is wrong with it first, what is right in one line each."""
    parts: list[Content] = [words.strong(choice.name)]
    if created:
        parts += [words.signed(GOOD, one) for one in created.done]
        parts += [words.signed(CAREFUL, one) for one in created.troubles]
    elif begun:
        parts.append(
            words.signed(
                CAREFUL,
                f"The wizard began to create this one on {begun.at:%Y-%m-%d at %H:%M} UTC and was interrupted. "
                "It can be taken up: Cognito still shows its secret.",
            )
        )
    if judged is None:
        return words.lines(*parts)
    parts += [words.finding(one) for one in telling(judged.findings)]
    parts += [
        Content.assemble((f"{OF_STATUS[one.status].symbol} ", OF_STATUS[one.status].colour), (one.title, words.QUIET))
        for one in judged.findings
        if one.status in (Status.OK, Status.BLOCKED)
    ]
    if judged.client:
        parts += [Content(""), words.pairs(facts_of(judged.client))]
    return words.lines(*parts)


def about_new(callbacks: tuple[str, ...], provider: str | None) -> Content:
    """What a new app client will be."""
    return words.lines(
        words.strong("A new app client for ClearML"),
        words.pairs(
            [
                ("type", "confidential, with a client secret"),
                ("callback", "  ".join(callbacks) or "none: no ClearML address is set yet"),
                ("flow", "authorization code grant"),
                ("scopes", "openid  profile  email"),
                ("sign-in", plain(provider, 40) if provider else "Cognito's own users"),
            ]
        ),
        words.quiet(
            "All settings are shown before anything is created; the secret goes into a keyring that is ready."
        ),
    )


def with_trouble(parts: list[Content], failure: str, trouble: Unknown | None) -> Content:
    """The detail, with what went wrong just now before it, and why there is no list after it."""
    before = [words.signed(BAD, failure)] if failure else []
    if trouble is None:
        return words.lines(*before, *parts)
    after = [words.signed(UNSEEN, f"The list could not be read. {trouble.detail}")]
    if trouble.permission:
        after.append(words.pairs([("  ask for", trouble.permission)]))
    after.append(words.quiet("An app client can be named by its id all the same: i"))
    return words.lines(*before, *after, *parts)


def only_branding(judged: ClientJudged) -> bool:
    """Whether a branding style is all that an app client lacks."""
    return judged.lacks_branding and sum(one.status is Status.FAILED for one in judged.findings) == 1


def guidance(
    choice: Choice | None,
    judged: ClientJudged | None,
    warned: str | None,
    looking: str | None,
    *,
    filtering: bool = False,
) -> tuple[str, Sign | None]:
    """What Enter does on an app client's row.

    Args:
        warned: the id of the app client that the admin was told about, and which another Enter uses all the same.
        looking: what is said while it is looked at, None where the look was stopped before any could be judged.
        filtering: whether rows may be hidden by the filter.
    """
    if choice is None:
        return (
            "esc: clear the filter" if filtering else "n: create an app client for ClearML   i: name one by its id"
        ), None
    if judged is None and looking:
        return looking, None
    if judged is None:
        return "Stopped.   r: look again   n: create a new one   esc: back", CAREFUL
    if only_branding(judged) and warned == choice.id:
        return f"b: give {choice.name} a branding style   Enter: use it without one", CAREFUL
    if judged.status is Status.FAILED and warned == choice.id:
        return f"Enter again: use {choice.name} all the same ({judged.in_short})", CAREFUL
    if only_branding(judged):
        return f"Enter: give {choice.name} a branding style; you see it first", CAREFUL
    if judged.status is Status.FAILED and judged.fixed_by_new_one:
        return f"{choice.name} {judged.in_short}. n: create a new one for ClearML", CAREFUL
    if judged.status is Status.FAILED:
        return "Change it in the AWS console, then r: look again   n: create a new one", CAREFUL
    if judged.status in (Status.UNKNOWN, Status.CRASH):
        return f"Enter: use {choice.name}, though not all of it was seen   r: look again", CAREFUL
    return f"Enter: use {choice.name}", None
