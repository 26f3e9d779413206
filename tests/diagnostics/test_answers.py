"""An answer that boto3 lets through although it is none of AWS's is never taken for an empty one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diagnostics.app_client import app_client, app_client_secrets, app_clients_page
from diagnostics.aws import Aws, AwsAccess
from diagnostics.domain import domain, has_branding
from diagnostics.facts import NotSeen, Why
from diagnostics.identity_provider import identity_provider, identity_providers_page
from diagnostics.user_pool import user_pool, user_pools_page
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.server import start

READERS: dict[str, Callable[[Aws], object]] = {
    "ListUserPools": lambda aws: user_pools_page(aws, None),
    "DescribeUserPool": lambda aws: user_pool(aws, "eu-west-1_AbC123xyz"),
    "ListUserPoolClients": lambda aws: app_clients_page(aws, "eu-west-1_AbC123xyz", None),
    "DescribeUserPoolClient": lambda aws: app_client(aws, "eu-west-1_AbC123xyz", "client"),
    "ListUserPoolClientSecrets": lambda aws: app_client_secrets(aws, "eu-west-1_AbC123xyz", "client"),
    "DescribeUserPoolDomain": lambda aws: domain(aws, "acme"),
    "DescribeManagedLoginBrandingByClient": lambda aws: has_branding(aws, "eu-west-1_AbC123xyz", "client"),
    "ListIdentityProviders": lambda aws: identity_providers_page(aws, "eu-west-1_AbC123xyz", None),
    "DescribeIdentityProvider": lambda aws: identity_provider(aws, "eu-west-1_AbC123xyz", "SAML"),
}


@pytest.mark.parametrize("kind", ["html", "garbage", "wrong-type"])
@pytest.mark.parametrize("operation", READERS)
def test_a_foreign_answer_is_malformed(operation: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with start("healthy") as sandbox:
        monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "demo")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "demo")
        sandbox.world.faults.arm(Fault(operation, Kind(kind)))
        with pytest.raises(NotSeen) as reason:
            READERS[operation](Aws(AwsAccess(region="eu-west-1")))
        assert reason.value.unknown.why is Why.MALFORMED
        assert "<" not in reason.value.unknown.detail
