"""Checks of what ClearML is given: the env file, as Compose hands it on and ClearML's parser reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from diagnostics.checks.verdicts import failed, ok, warned
from diagnostics.connection import Connection
from diagnostics.facts import FactKey, NotSeen, Unknown, Why
from diagnostics.findings import WIZARD, Evidence, Remedy, Severity, Verdict
from diagnostics.given_settings import GivenSettings, GivenTrouble
from diagnostics.judge import Check
from diagnostics.keys import (
    CONNECTION,
    GIVEN_SETTINGS,
)
from diagnostics.look import Facts
from diagnostics.text import plain

AREA = "What ClearML is given"
EXPORT = Remedy("Export the settings again; the wizard shows the difference before it writes.", WIZARD)


def the_given(facts: Facts) -> GivenSettings:
    """What ClearML is given. Raises NotSeen where there is no such file to read."""
    given = facts[GIVEN_SETTINGS]
    if given.missing or given.problem:
        raise NotSeen(Unknown(Why.NOT_APPLICABLE, "There is no env file to read (ENV010)."))
    return given


def where(given: GivenSettings, line: int) -> str:
    """The place of a line in the file, as evidence names it."""
    return f"{given.path}, line {line}" if line else given.path


def _read(facts: Facts) -> Verdict:
    given = facts[GIVEN_SETTINGS]
    if given.missing:
        return _missing(given, facts[CONNECTION])
    if given.problem:
        return failed(given.problem, expected="a file that Docker Compose can read", remedy=EXPORT)
    if given.stops_compose:
        first = given.stops_compose[0]
        return failed(
            f"Compose does not start with this file: {first.variable} {first.sentence}.",
            *evidence_of(given, given.stops_compose),
            remedy=EXPORT,
        )
    if given.by_reference and not given.secret_at_hand:
        return warned(
            "The file takes the secret from the environment that clearml-cognito --run gives, and there is none to "
            "give.",
            Evidence(given.path, "the secret by reference"),
            remedy=Remedy("Store the secret in the keyring, or export it inside the file.", WIZARD),
        )
    return ok(f"{given.path}; the secret comes from clearml-cognito --run." if given.by_reference else given.path)


def _missing(given: GivenSettings, connection: Connection) -> Verdict:
    exported = any(plain(Path(export.path).expanduser()) == given.path for export in connection.exports)
    say = warned if exported else failed
    return say(
        "The env file is not there."
        + (" If it was taken to another machine, look at it there with --env-file." if exported else ""),
        expected=given.path,
        actual="no such file",
        remedy=EXPORT,
    )


def _loads(facts: Facts) -> Verdict:
    given = the_given(facts)
    if not given.stops_clearml:
        return ok("Each of them does.")
    first = given.stops_clearml[0]
    return failed(
        f"ClearML's apiserver does not start: {first.sentence}",
        *(Evidence(where(given, one.line), one.sentence) for one in given.stops_clearml[:5]),
        remedy=as_hocon(first.variable),
    )


def as_hocon(variable: str) -> Remedy:
    """How a value is written so that both readers leave it as it is."""
    return Remedy(
        f"Write the line as {variable}='\"value\"': Docker Compose takes the single quotes away, and ClearML needs "
        "the double ones. A value that is to come from another variable is written without them, as '${NAME}', and "
        "NAME has to be set in the same file. Or export the settings again.",
        WIZARD,
    )


def _names(facts: Facts) -> Verdict:
    given = the_given(facts)
    if not given.strange:
        return ok("Each name is one that ClearML knows.")
    first = given.strange[0]
    meant = first.sentence.rpartition("meant was ")[2] if "meant was " in first.sentence else None
    evidence = evidence_of(given, given.strange)
    message = f"{first.variable}: {first.sentence}. ClearML loads it without a word and does nothing with it."
    say = failed if meant else warned
    return say(message, *evidence, expected=meant, actual=first.variable, remedy=EXPORT)


def evidence_of(given: GivenSettings, troubles: Sequence[GivenTrouble]) -> tuple[Evidence, ...]:
    """The first few troubles of the file, each with its line."""
    return tuple(Evidence(where(given, one.line), f"{one.variable}: {one.sentence}") for one in troubles[:5])


def _once(facts: Facts) -> Verdict:
    given = the_given(facts)
    if not given.twice:
        return ok("Each is set once.")
    first = given.twice[0]
    return warned(
        f"{first.variable} {first.sentence}. Compose takes the last of one name; of two spellings ClearML takes the "
        "one that sorts last.",
        *evidence_of(given, given.twice),
        remedy=Remedy("Remove the line that is not meant."),
    )


def _private(facts: Facts) -> Verdict:
    given = the_given(facts)
    if not given.readable_by_others:
        return ok("It is.") if not given.by_reference else ok("The file holds no secret.")
    return warned(
        "Other users of this machine may read the file, and with it the client secret.",
        Evidence(given.path, "its mode lets group or others in"),
        expected="mode 600",
        remedy=Remedy("Take the rights away from everybody but the owner: chmod 600 on the file."),
    )


def env_check(
    number: str,
    title: str,
    judge: Callable[[Facts], Verdict],
    explanation: str,
    guide: str | None = None,
    *,
    needs: tuple[FactKey[object], ...] = (),
    after: tuple[str, ...] = ("ENV013", "ENV023"),
    severity: Severity = Severity.ERROR,
) -> Check:
    """A check of this area: it reads the file's settings, and waits for those that explain what it would say."""
    return Check(
        f"ENV{number}",
        title,
        AREA,
        severity,
        (GIVEN_SETTINGS, *needs),
        ("ENV010", *after) if number != "010" else (),
        judge,
        explanation,
        guide,
    )


CHECKS: tuple[Check, ...] = (
    env_check(
        "010",
        "The env file is there, and Docker Compose can read it",
        _read,
        "This is the file that the apiserver container gets its settings from. It is read here as Docker Compose "
        "reads "
        "the files of env_file, line by line, before ClearML's own rules are applied to what comes out.",
        needs=(CONNECTION,),
    ),
    env_check(
        "013",
        "Every Cognito setting in the file has a name that ClearML knows",
        _names,
        "ClearML makes a tree of whatever variable begins with CLEARML__ and never says that it does not know a "
        "name. Two "
        "underscores separate the parts; client_id, client_secret and default_company belong under secure, the "
        "others "
        "under services.",
        "Define the following environment variables for the `apiserver` container",
        after=(),
    ),
    env_check(
        "023",
        "ClearML can load every CLEARML__ variable in the file",
        _loads,
        "Each value is parsed as HOCON. A single one that does not parse, Cognito's or not, keeps the apiserver from "
        "starting, and its message does not name the variable.",
        after=(),
    ),
    env_check(
        "017",
        "No Cognito setting is set twice",
        _once,
        "Docker Compose takes the last line of a name, and ClearML takes names that differ in capital letters "
        "only for the same setting. A setting that stands twice works today, and surprises whoever changes the "
        "wrong one of the two.",
        severity=Severity.WARNING,
    ),
    env_check(
        "021",
        "A file with the secret in it can be read by its owner only",
        _private,
        "Whoever can read the secret can pretend to be the ClearML server towards Cognito. The file is written with "
        "mode "
        "600; copying it or editing it as another user often loosens that.",
        after=(),
        severity=Severity.WARNING,
    ),
)
