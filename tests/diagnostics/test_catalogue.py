"""The catalogue of checks and probes holds together, whoever adds to it."""

import pytest

from diagnostics.checks import CHECKS, RETIRED, NoSuchCheck, checks_named
from diagnostics.judge import in_order
from diagnostics.probes import PROBES

IDS = [check.id for check in CHECKS]


def test_ids_have_one_form_and_are_never_given_twice() -> None:
    assert len(set(IDS)) == len(IDS)
    assert not RETIRED.intersection(IDS)
    for id in IDS:
        assert len(id) == 6 and id[:3].isalpha() and id[:3].isupper() and int(id[3:]) >= 10


def test_every_check_depends_on_checks_there_are_and_never_in_a_circle() -> None:
    for check in CHECKS:
        assert set(check.after) <= set(IDS) - {check.id}, check.id
    assert {check.id for check in in_order(CHECKS)} == set(IDS)


def test_every_fact_a_check_or_a_probe_needs_is_gathered_by_exactly_one_probe() -> None:
    provided = [probe.provides.name for probe in PROBES]
    assert len(set(provided)) == len(provided)
    for check in CHECKS:
        assert {key.name for key in check.needs} <= set(provided), check.id
    for probe in PROBES:
        assert {key.name for key in probe.needs} <= set(provided), probe.provides.name


def test_no_fact_is_gathered_that_nothing_reads() -> None:
    read = {key.name for check in CHECKS for key in check.needs} | {
        key.name for probe in PROBES for key in probe.needs
    }
    assert {probe.provides.name for probe in PROBES} - read == set()


def test_every_title_states_the_good_state_and_every_check_is_explained() -> None:
    titles = [check.title for check in CHECKS]
    assert len(set(titles)) == len(titles)
    for check in CHECKS:
        assert check.title[0].isupper() and not check.title.endswith("."), check.id
        assert len(check.title) <= 95, check.id
        assert len(check.explanation) >= 80 and check.explanation.endswith("."), check.id
        assert "  " not in check.explanation, check.id


def test_checks_are_found_by_id_and_by_area_in_the_catalogue_s_order() -> None:
    assert [check.id for check in checks_named(["app013", "AWS010"])] == ["AWS010", "APP013"]
    assert {check.id[:3] for check in checks_named(["DOM"])} == {"DOM"}
    with pytest.raises(NoSuchCheck, match="APP999"):
        checks_named(["APP999"])
