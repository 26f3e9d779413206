"""Every call with every fault: what it would have shown is not seen, and everything else is judged as before.

The calls of one group are spoilt in one look, because none of them needs another's answer.
"""

import time
from collections.abc import Iterable, Iterator

import pytest

from diagnostics.diagnosis import Diagnosis
from diagnostics.facts import Known, Unknown, Why
from diagnostics.findings import Status
from diagnostics.probes import PROBES
from tests.diagnostics.complete import equip
from tests.diagnostics.looking import Scene, having, scene
from tests.diagnostics.rests_on import not_fine_without, readers_of
from wizard.sandbox.faults import Kind

# Each call, and the facts that come from it alone.
AWS = {
    "GetCallerIdentity": ["identity"],
    "ListUserPools": ["user pools"],
    "DescribeUserPool": ["user pool"],
    "DescribeUserPoolClient": ["app client"],
    "ListUserPoolClientSecrets": ["app client's secrets"],
    "DescribeManagedLoginBrandingByClient": ["branding"],
    "ListIdentityProviders": ["identity providers"],
    "ListUsers": ["sample of users"],
}
PUBLIC = {
    "DescribeUserPoolDomain": ["domains", "configured domain"],
    "DescribeIdentityProvider": ["identity providers in use"],
    "discovery": ["discovery"],
    "supported_modes": ["ClearML sign-in modes"],
    "ping": ["ClearML ping"],
    "authorize": [
        "authorize",
        "authorize with a wrong redirect URI",
    ],
}
LATER = {
    "jwks": ["signing keys"],
    "login": ["login page"],
    "token": ["token endpoint"],
    "configuration": ["ClearML configuration"],
    "webapp": ["ClearML web pages"],
}
GROUPS = {"aws": AWS, "public": PUBLIC, "later": LATER}
QUICK = [kind for kind in Kind if kind not in (Kind.DELAY, Kind.HANG)]

# Answers that mean something of themselves, whoever gives them: the checks that say so instead of seeing nothing.
TELLING = {
    ("later", Kind.DENIED): {"NET012"},
    ("later", Kind.EXPIRED): {"NET012"},
    ("later", Kind.THROTTLE): {"NET012"},
    ("later", Kind.SERVER_ERROR): {"NET012"},
    ("later", Kind.REDIRECT): {"NET012"},
    ("public", Kind.SERVER_ERROR): {"SRV010"},  # a web server's 500: the apiserver behind it is down
    ("public", Kind.HTML): {"SRV010"},  # a page where ClearML's API should be
    ("public", Kind.GARBAGE): {"SRV010"},
    ("public", Kind.WRONG_TYPE): {"SRV010"},
}
# Facts that such an answer makes known all the same, and the checks that may not be fine then.
SAYS_SO = {
    "login page": set(),  # here people go past it, straight to the identity provider
    "ClearML web pages": {"NET012"},
    "ClearML ping": {"SRV010"},
    "authorize": {"DOM013", "LGN010"},
    "authorize with a wrong redirect URI": {"DOM013", "LGN011"},
}
# A redirect has no body to spoil; of a web page only status and address are read.
UNREAD = {
    ("authorize", Kind.WRONG_TYPE),
    ("webapp", Kind.HTML),
    ("webapp", Kind.GARBAGE),
    ("webapp", Kind.WRONG_TYPE),
}


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with pytest.MonkeyPatch.context() as patch, scene("healthy", patch) as opened:
        equip(opened, tmp_path_factory.mktemp("given"))
        yield opened


@pytest.fixture(scope="module")
def before(complete: Scene) -> Diagnosis:
    return complete.diagnose()


def spoil(world: Scene, operations: Iterable[str], kind: Kind, seconds: float = 1.0) -> None:
    world.sandbox.world.faults.clear()
    for operation in operations:
        world.fault(operation, kind.value, seconds)


def behind(names: set[str]) -> set[str]:
    """The facts, and all that need one of them."""
    reached = set(names)
    while more := {
        probe.provides.name
        for probe in PROBES
        if probe.provides.name not in reached and reached & {key.name for key in probe.needs}
    }:
        reached |= more
    return reached


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("kind", QUICK)
def test_what_is_spoilt_is_not_seen_and_all_else_is_as_before(
    kind: Kind, group: str, complete: Scene, before: Diagnosis
) -> None:
    calls = GROUPS[group]
    spoil(complete, calls, kind)
    diagnosis = complete.diagnose()
    found, facts = {one.check: one for one in diagnosis.findings}, diagnosis.snapshot.facts

    assert having(found, Status.CRASH) == set()
    assert not [fact for fact in facts.values() if isinstance(fact, Unknown) and "inside the program" in fact.detail]
    assert having(found, Status.FAILED) <= TELLING.get((group, kind), set())
    fine = having(found, Status.OK)
    for name in (name for call, names in calls.items() if (call, kind) not in UNREAD for name in names):
        assert readers_of(name), name
        not_fine = SAYS_SO[name] if isinstance(facts[name], Known) else not_fine_without(name)
        assert not fine & not_fine, name
    for name in set(facts) - behind({name for names in calls.values() for name in names}):
        assert isinstance(facts[name], Known) == isinstance(before.snapshot.facts[name], Known), name


@pytest.mark.parametrize("kind", [Kind.HANG, Kind.DELAY])
def test_calls_that_do_not_answer_in_time_end_the_look_in_time(
    kind: Kind, complete: Scene, before: Diagnosis
) -> None:
    """One call of each area, and an answer that comes an hour too late: the report comes, the rest is judged."""
    silent = {"ListUserPoolClientSecrets", "jwks", "token", "configuration", "DescribeIdentityProvider"}
    spoil(complete, silent, kind, 3600.0)
    complete.sessions = {}
    started = time.monotonic()
    diagnosis = complete.diagnose(seconds=2.0)
    assert time.monotonic() - started < 6
    complete.sessions = {}
    facts = diagnosis.snapshot.facts
    late = {name for call, names in {**AWS, **PUBLIC, **LATER}.items() if call in silent for name in names}
    for name in late:
        fact = facts[name]
        assert isinstance(fact, Unknown) and fact.why is Why.TIMEOUT, name
    for name in set(facts) - behind(late):
        assert isinstance(facts[name], Known) == isinstance(before.snapshot.facts[name], Known), name
    found = {one.check: one for one in diagnosis.findings}
    assert having(found, Status.FAILED, Status.CRASH) == set()
    assert not having(found, Status.OK) & set.union(*(not_fine_without(name) for name in late))


def test_a_portal_in_front_of_everything_is_no_finding_about_cognito(complete: Scene) -> None:
    """Every single answer leads to a network's sign-in page: nothing failed, nothing fine but what is at home."""
    spoil(complete, ["*"], Kind.REDIRECT)
    found = {one.check: one for one in complete.diagnose().findings}
    spoil(complete, [], Kind.REDIRECT)
    assert having(found, Status.FAILED, Status.CRASH) == set()
    outside = {id for id in having(found, Status.OK) if id[:3] not in ("ENV", "NET")}
    assert outside <= {"AWS012"}
