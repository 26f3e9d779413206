"""What the step Sign-in pages says of a domain, and of creating one."""

from __future__ import annotations

from textual.content import Content

from diagnostics.findings import Status
from screens import words
from screens.signs import BAD, CAREFUL, GOOD, LOOKING, UNSEEN
from screens.widgets.choice_list import Choice
from wizard.create_domain import PRIVATE_LINK, NewDomain
from wizard.exports.endpoints import endpoints_below
from wizard.pages_choice import Pages, PagesLook

_QUIET = (Status.OK, Status.SKIPPED, Status.BLOCKED)


def row(pages: Pages, several: bool) -> Choice:
    """A domain's row; where there are several, the one that discovery names is marked."""
    kind = "custom" if pages.custom else "prefix"
    named = ", named by discovery" if pages.discovered and several else ""
    unclear = UNSEEN if pages.domain is None else CAREFUL
    sign = LOOKING if pages.waiting else unclear if pages.doubt else GOOD
    return Choice(pages.name, pages.name, kind, f"{pages.in_short}{named}", sign)


def about(pages: Pages, seen: PagesLook) -> Content:
    """A domain in detail: its addresses, what it needs, and what is wrong with it."""
    parts = [words.strong(pages.name), words.pairs(_addresses(pages))]
    if pages.base is None and seen.unplaced:
        parts.append(words.signed(UNSEEN, f"The user pool's issuer would say it. {seen.unplaced.detail}"))
    parts += [Content(""), *_notes(pages)]
    if not pages.waiting:
        parts += [words.finding(one) for one in seen.findings if one.status not in _QUIET]
    return words.lines(*parts)


def about_creating(wanted: NewDomain, base: str | None) -> Content:
    """What a new prefix domain means, before it is created."""
    parts = [words.pairs([("its pages", base)]), Content("")] if base else []
    parts += [
        words.signed(BAD, "The user pool has no domain: there is no page to sign in on, and no token endpoint."),
        words.signed(CAREFUL, PRIVATE_LINK),
        words.quiet("The prefix cannot be changed later, and nobody else in the region may have it."),
        words.quiet(f"Its pages: {'managed login' if wanted.managed_login == 2 else 'the classic hosted pages'}."),
    ]
    return words.lines(*parts)


def about_nothing(seen: PagesLook | None) -> Content:
    """Why there is nothing to choose from."""
    unseen = seen.unseen if seen else None
    if unseen is None:
        return Content("")
    parts = [words.signed(UNSEEN, unseen.detail)]
    if unseen.permission:
        parts.append(words.quiet(f"  ask for   {unseen.permission}"))
    parts.append(words.quiet("Where you know the address of the pages, type it in; it is tried later."))
    return words.lines(*parts)


def _addresses(pages: Pages) -> list[tuple[str, str | Content]]:
    if pages.base is None:
        return [("pages", "not known yet")]
    endpoints = endpoints_below(pages.base)
    return [
        ("pages", pages.base),
        ("authorize", endpoints.authorize_url),
        ("token", endpoints.access_token_url),
    ]


def _notes(pages: Pages) -> list[Content]:
    notes: list[str] = []
    domain = pages.domain
    if pages.waiting:
        notes.append("It takes about a minute until the pages of a new prefix domain answer.")
    if domain and domain.managed_login:
        notes.append("Managed login: the app client needs a branding style. The step App client sees to it.")
    elif domain:
        notes.append("Classic hosted pages: they need no branding style.")
    if pages.custom and domain and domain.cloudfront:
        notes.append(f"A custom domain needs an alias record in DNS that leads to {domain.cloudfront}.")
    if pages.discovered:
        notes.append("The user pool's discovery document names this domain.")
    return [words.quiet(note) for note in notes]
