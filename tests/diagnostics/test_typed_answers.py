"""Regions, pool ids, company ids and API addresses, judged as they are typed."""

import pytest

from diagnostics.addresses import BadAddress, api_address
from diagnostics.company import company_id, display_name, is_usual_company_id
from diagnostics.regions import UnknownRegion, cognito_regions_everywhere, region_name
from diagnostics.user_pool_id import NoPoolId, other_region, pool_id

KNOWN = ("eu-central-1", "eu-west-1", "eu-west-2", "us-east-1", "us-gov-west-1")


def test_every_partition_has_its_regions() -> None:
    known = cognito_regions_everywhere()
    assert {"eu-west-1", "us-gov-west-1", "eusc-de-east-1"} <= set(known)
    assert not any(name.startswith("cn-") for name in known)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Type the region"),
        ("eu-wset-1", "The nearest name is eu-west-1."),
        ("eu-west", "Go on typing: eu-west-1, eu-west-2"),
        ("cn-north-1", "not offered in AWS China"),
        ("\x1b[31mred", "Amazon Cognito has no region"),
    ],
)
def test_a_region_that_is_none_is_refused_and_why(typed: str, why: str) -> None:
    with pytest.raises(UnknownRegion) as refused:
        region_name(typed, KNOWN)
    assert why in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_a_region_is_taken_as_aws_spells_it_and_any_where_none_are_known() -> None:
    assert region_name(" EU-West-1 ", KNOWN) == "eu-west-1"
    assert region_name("mars-north-1", ()) == "mars-north-1"


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        (" eu-west-1_AbC123xyz ", "eu-west-1_AbC123xyz"),
        ("us-gov-west-1_AbC123xyz", "us-gov-west-1_AbC123xyz"),
        ("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC123xyz", "eu-west-1_AbC123xyz"),
    ],
)
def test_pool_ids_as_they_are_copied(typed: str, id: str) -> None:
    assert pool_id(typed) == id


@pytest.mark.parametrize("typed", ["", "people", "eu-west-1_", "eu-west-1_a b", "_abc", "eu-west-1_" + "a" * 50])
def test_what_is_no_pool_id(typed: str) -> None:
    with pytest.raises(NoPoolId):
        pool_id(typed)


def test_a_pool_of_another_region_is_a_doubt() -> None:
    assert other_region("eu-west-2_AbC123xyz", "eu-west-1") == "eu-west-2"
    assert other_region("eu-west-1_AbC123xyz", "eu-west-1") is None
    assert other_region("eu-west-1_AbC123xyz", None) is None


def test_company_ids_and_names_that_clearml_can_be_given() -> None:
    assert is_usual_company_id(company_id(" d1bd92a3b039400cbafc60a7a5b1e52b "))
    assert is_usual_company_id("1" * 32)
    assert not is_usual_company_id(company_id("acme"))
    assert display_name(' Sign in "with" $Acme #1 🚀 ') == 'Sign in "with" $Acme #1 🚀'
    for wrong in ("a b", "a\tb", "a\x07"):
        with pytest.raises(ValueError):
            company_id(wrong)
    with pytest.raises(ValueError, match="control character"):
        display_name("Acme\x1b[31m")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("http://10.0.0.5:8008/", "http://10.0.0.5:8008"),
        ("https://API.acme.io", "https://api.acme.io"),
        ("https://acme.io/clearml/api/", "https://acme.io/clearml/api"),
        ("http://[::1]:8008", "http://[::1]:8008"),
    ],
)
def test_api_addresses_may_be_http(typed: str, address: str) -> None:
    assert api_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["api.acme.io", "ftp://api.acme.io", "https://me:pw@api.acme.io", "https://", "https://a b", "http://a:x"],
)
def test_what_is_no_api_address(typed: str) -> None:
    with pytest.raises(BadAddress):
        api_address(typed)
