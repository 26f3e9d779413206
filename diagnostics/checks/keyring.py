"""Checks of the secret in the keyring."""

from __future__ import annotations

from diagnostics.checks.verdicts import failed, ok, skipped, warned
from diagnostics.facts import Known
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.judge import Check
from diagnostics.keys import APP_CLIENT_SECRET, APP_CLIENT_SECRETS, CONNECTION, TOKEN_VAULT, VAULT_SECRET
from diagnostics.look import Facts

AREA = "Keyring"


def _kept(facts: Facts) -> Verdict:
    if facts[VAULT_SECRET] is not None:
        return ok("It is there.")
    by_reference = any(export.secret != "inside" for export in facts[CONNECTION].exports)  # noqa: S105
    return warned(
        "The keyring has no secret for this app client."
        + (" The exported file refers to it: ClearML starts without a secret." if by_reference else ""),
        expected="a secret for this user pool and app client",
        actual="none",
        remedy=Remedy("Store it in the wizard's step Secret.", WIZARD),
    )


def _right(facts: Facts) -> Verdict:
    kept = facts[VAULT_SECRET]
    if kept is None:
        return skipped("There is no secret in the keyring to compare (KEY010).")
    shown, secrets, tried = facts.fact(APP_CLIENT_SECRET), facts.fact(APP_CLIENT_SECRETS), facts.fact(TOKEN_VAULT)
    described = shown.value if isinstance(shown, Known) else None
    mark = kept.fingerprint
    if described and described.fingerprint == mark:
        return ok(f"It is the one that Cognito shows (fingerprint {mark}).")
    if isinstance(tried, Known):
        if any(seen.client_proved for seen in tried.value.answers):
            return ok(f"Cognito accepts it (fingerprint {mark}).")
        return _wrong(mark, described.fingerprint if described else None)
    if described and isinstance(secrets, Known) and len(secrets.value) == 1:
        return _wrong(mark, described.fingerprint)
    if not tried.why.never_asked:
        facts[TOKEN_VAULT]
    facts[APP_CLIENT_SECRET]
    return skipped(tried.detail)


def _wrong(mark: str, described: str | None) -> Verdict:
    return failed(
        "The secret in the keyring is not one of this app client's.",
        Evidence("keyring", f"fingerprint {mark}"),
        expected=f"fingerprint {described}" if described else "a secret that Cognito accepts",
        actual=f"fingerprint {mark}",
        remedy=Remedy(
            "Store the app client's secret again in the wizard's step Secret, and export it again.", WIZARD
        ),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "KEY010",
        "The client secret is in the keyring",
        AREA,
        Severity.WARNING,
        (VAULT_SECRET, CONNECTION),
        (),
        _kept,
        "The keyring keeps the secret so that no file has to. It is read here only where that asks nobody anything; "
        "a "
        "locked keyring is reported as not seen. A machine without a keyring can be used as well.",
    ),
    Check(
        "KEY011",
        "The secret in the keyring is one of the app client's",
        AREA,
        Severity.ERROR,
        (VAULT_SECRET, APP_CLIENT_SECRET, APP_CLIENT_SECRETS, TOKEN_VAULT),
        ("KEY010", "APP010", "APP011", "AWS013", "OID013", "DOM010", "DOM011", "DOM012", "DOM013"),
        _right,
        "Secrets are compared in memory and shown as a fingerprint only, one that is good for this look and "
        "worthless "
        "afterwards. A secret that Cognito no longer shows is proved at the token endpoint.",
    ),
)
