"""Checks of external identity providers: by name, on the app client, and in what they pass on."""

from __future__ import annotations

from difflib import get_close_matches

from diagnostics.checks.app_client import the_client
from diagnostics.checks.pool import the_pool
from diagnostics.checks.verdicts import console, failed, listed, ok, skipped
from diagnostics.facts import Known
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.identity_provider import COGNITO, IdentityProvider
from diagnostics.judge import Check
from diagnostics.keys import APP_CLIENT, CONNECTION, PROVIDERS, PROVIDERS_SEEN, USER_POOL
from diagnostics.look import Facts
from diagnostics.text import plain

AREA = "Identity provider"
_GUIDE = "identity_provider=<external_idp_name_as_defined_in_the_user_pool>"
_NEEDED = ("email", "preferred_username")
_NONE = "No external identity provider is used."
_NOT_SET = "No identity provider is set for ClearML: people choose on the login page."
_MAPPING = "Social and external providers > your provider > Attribute mapping"


def _exists(facts: Facts) -> Verdict:
    wanted = facts[CONNECTION].identity_provider
    if not wanted:
        return skipped(_NOT_SET)
    if wanted == COGNITO:
        return ok("COGNITO: the user pool's own users.")
    seen, names = facts.fact(PROVIDERS_SEEN), facts.fact(PROVIDERS)
    chosen = next((one for one in seen.value if one.name == wanted), None) if isinstance(seen, Known) else None
    if chosen is not None and chosen.provider is not None:
        return ok(f"{plain(wanted, 60)} ({plain(chosen.provider.type, 20)})")
    there = tuple(provider.name for provider in names.value) if isinstance(names, Known) else ()
    if wanted in there:
        return ok(plain(wanted, 60))
    if chosen is None and not isinstance(names, Known):
        facts[PROVIDERS]
    near = next((name for name in there if name.lower() == wanted.lower()), None)
    near = near or next(iter(get_close_matches(wanted, there, 1)), None)
    hint = f" Did you mean {plain(near, 60)}?" if near else ""
    return failed(
        f"The user pool has no identity provider of this name; capital letters count.{hint}",
        Evidence("ListIdentityProviders", listed((plain(name, 60) for name in there[:10]), "no providers")),
        expected=plain(near, 60) if near else "the exact name in the user pool",
        actual=plain(wanted, 60),
        remedy=Remedy("Choose the provider again in the wizard's step Identity provider.", WIZARD),
    )


def _enabled(facts: Facts) -> Verdict:
    wanted = facts[CONNECTION].identity_provider
    if not wanted:
        return skipped(_NOT_SET)
    enabled = the_client(facts).identity_providers
    if wanted in enabled:
        return ok(f"{plain(wanted, 60)} is enabled.")
    shown = listed(plain(name, 60) for name in enabled)
    return failed(
        "ClearML sends people straight to this identity provider, and the app client does not allow it.",
        Evidence("DescribeUserPoolClient", f"SupportedIdentityProviders: {shown}"),
        expected=plain(wanted, 60),
        actual=shown,
        remedy=Remedy(
            console(
                "App clients > your app client > Login pages > Edit",
                f"add {plain(wanted, 60)} to the identity providers.",
            ),
            WIZARD,
        ),
    )


def _used(facts: Facts) -> tuple[IdentityProvider, ...]:
    """The external providers that people can come from: the one that ClearML names, else all on the login page."""
    chosen = facts[CONNECTION].identity_provider
    used = (seen for seen in facts[PROVIDERS_SEEN] if not chosen or seen.name == chosen)
    return tuple(seen.provider for seen in used if seen.provider is not None)


def _mapped(facts: Facts) -> Verdict:
    used = _used(facts)
    if not used:
        return skipped(_NONE)
    for provider in used:
        missing = tuple(name for name in _NEEDED if not provider.mapping.get(name))
        if missing:
            return _unmapped(provider, missing, "ClearML gets no value for these people.")
    return ok(f"{listed(plain(provider.name, 60) for provider in used)}: email and preferred_username are mapped.")


def _unmapped(provider: IdentityProvider, missing: tuple[str, ...], consequence: str) -> Verdict:
    name = plain(provider.name, 60)
    mapped = listed(plain(f"{attribute} from {claim}", 80) for attribute, claim in provider.mapping.items())
    return failed(
        f"{name} does not map {listed(missing)}. {consequence}",
        Evidence("DescribeIdentityProvider", f"AttributeMapping: {mapped}"),
        expected=listed(missing),
        actual=mapped,
        remedy=Remedy(
            console(_MAPPING, f"map {listed(missing)} from the claim of {name} that holds it, and have it send that.")
        ),
    )


def _required_mapped(facts: Facts) -> Verdict:
    used = _used(facts)
    if not used:
        return skipped(_NONE)
    required = tuple(one.name for one in the_pool(facts).attributes if one.required and one.name != "sub")
    for provider in used:
        missing = tuple(name for name in required if not provider.mapping.get(name) and name not in _NEEDED)
        if missing:
            return _unmapped(provider, missing, "The user pool requires it, so it lets none of these people in.")
    return ok("Every attribute that the user pool requires is mapped.")


def _mutable(facts: Facts) -> Verdict:
    used = _used(facts)
    if not used:
        return skipped(_NONE)
    fixed = {one.name for one in the_pool(facts).attributes if not one.mutable and one.name != "sub"}
    for provider in used:
        stuck = tuple(name for name in provider.mapping if name in fixed)
        if stuck:
            return failed(
                f"{plain(provider.name, 60)} maps {listed(stuck)}, which can never be changed: Cognito writes mapped "
                "attributes at every sign-in, so each of these people gets in exactly once.",
                Evidence("DescribeUserPool", f"not mutable: {listed(sorted(fixed))}"),
                expected="mapped attributes that are mutable",
                actual=f"{listed(stuck)} not mutable",
                remedy=Remedy(
                    "Mutable is fixed when the user pool is created. Unmap the attribute if ClearML can do without "
                    "it; "
                    "otherwise the way out is a new user pool in which it is mutable."
                ),
            )
    return ok("Every mapped attribute can be written at each sign-in.")


def _in_schema(facts: Facts) -> Verdict:
    used = _used(facts)
    if not used:
        return skipped(_NONE)
    pool = the_pool(facts)
    for provider in used:
        # username is no attribute of the schema, and Cognito itself maps it to sub for OIDC.
        strange = tuple(name for name in provider.mapping if name != "username" and pool.attribute(name) is None)
        if strange:
            shown = listed(plain(name, 60) for name in strange)
            return failed(
                f"{plain(provider.name, 60)} maps {shown}, which the user pool does not have, so its people are "
                "refused: Attribute does not exist in the schema.",
                Evidence("DescribeIdentityProvider", f"AttributeMapping names {shown}"),
                expected="attributes of the user pool",
                actual=shown,
                remedy=Remedy(console(_MAPPING, f"remove {shown}, or map an attribute that the user pool has.")),
            )
    return ok("Every mapped attribute is one of the user pool's.")


def _writable(facts: Facts) -> Verdict:
    used, writable = _used(facts), the_client(facts).write_attributes
    if not used or writable is None:
        return skipped(_NONE) if not used else ok("The app client may write every standard attribute, by default.")
    for provider in used:
        missing = tuple(name for name in provider.mapping if name not in writable and not name.endswith("_verified"))
        missing = tuple(name for name in missing if name not in ("username", "sub"))
        if missing:
            return failed(
                f"{plain(provider.name, 60)} maps {listed(missing)}, which the app client may not write, so its "
                "people "
                "are refused.",
                Evidence("DescribeUserPoolClient", f"WriteAttributes: {listed(writable)}"),
                expected=listed(missing),
                actual=listed(writable),
                remedy=Remedy(
                    console(
                        "App clients > your app client > Attribute permissions", f"allow writing {listed(missing)}."
                    )
                ),
            )
    return ok("The app client may write every mapped attribute.")


CHECKS: tuple[Check, ...] = (
    Check(
        "IDP010",
        "The identity provider is one of the user pool's, by its exact name",
        AREA,
        Severity.ERROR,
        (CONNECTION, PROVIDERS, PROVIDERS_SEEN),
        ("POL010", "AWS010", "AWS013"),
        _exists,
        "Where the user pool relies on an external identity provider, ClearML is given its name as the user pool has "
        "it. "
        "Capital letters count, and display names do not.",
        _GUIDE,
    ),
    Check(
        "IDP011",
        "The identity provider is enabled on the app client",
        AREA,
        Severity.ERROR,
        (CONNECTION, APP_CLIENT),
        ("IDP010", "APP010", "APP018"),
        _enabled,
        "An identity provider belongs to the user pool; each app client says for itself whether its people may use "
        "it. "
        "Without that they read: Login option is not available.",
        _GUIDE,
    ),
    Check(
        "IDP012",
        "The identity provider passes on email and preferred_username",
        AREA,
        Severity.ERROR,
        (PROVIDERS_SEEN, CONNECTION),
        ("IDP010", "APP010", "AWS013"),
        _mapped,
        "The attribute mapping says which claim of the provider fills which attribute of the user pool. ClearML sees "
        "only what arrives there. Where ClearML names a provider, that one is looked at, else all on the login page.",
        'the required user attributes "email" and "preferred_username"',
    ),
    Check(
        "IDP013",
        "Every mapped attribute can be changed",
        AREA,
        Severity.ERROR,
        (PROVIDERS_SEEN, USER_POOL, CONNECTION),
        ("IDP010", "POL015", "APP010", "AWS013"),
        _mutable,
        "Cognito writes all mapped attributes again at every sign-in. An attribute that cannot be changed after the "
        "user was created lets the first sign-in through and stops every later one.",
    ),
    Check(
        "IDP014",
        "Every attribute that the user pool requires is mapped",
        AREA,
        Severity.ERROR,
        (PROVIDERS_SEEN, USER_POOL, CONNECTION),
        ("IDP010", "IDP012", "POL015", "APP010", "AWS013"),
        _required_mapped,
        "When somebody signs in through the provider for the first time, Cognito creates a user. It refuses if a "
        "required attribute has no value: The attribute is required.",
    ),
    Check(
        "IDP015",
        "The app client may write every mapped attribute",
        AREA,
        Severity.ERROR,
        (PROVIDERS_SEEN, APP_CLIENT, CONNECTION),
        ("IDP010", "IDP016", "APP010", "AWS013"),
        _writable,
        "At every sign-in through a provider, Cognito writes the mapped attributes into the user. The attribute "
        "permissions of the app client limit what a sign-in through it may write. Without a list, every standard "
        "attribute may be written.",
    ),
    Check(
        "IDP016",
        "Every mapped attribute is one that the user pool has",
        AREA,
        Severity.ERROR,
        (PROVIDERS_SEEN, USER_POOL, CONNECTION),
        ("IDP010", "POL015", "APP010", "AWS013"),
        _in_schema,
        "The attribute mapping can only fill attributes that the user pool has: the standard ones, and its own, "
        "whose names begin with custom:. One that it does not have makes Cognito refuse everybody who comes from the "
        "provider.",
    ),
)
