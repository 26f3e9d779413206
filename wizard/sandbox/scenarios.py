"""The scenarios: what each simulated world holds, and what its caller may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.sandbox import building
from wizard.sandbox.catalogue import SCENARIOS
from wizard.sandbox.state import Account, ClearMLServer, Client, Pool

MANY_POOLS = 1_000
MOST_POOLS = 10_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What the caller may do in a scenario.

    Attributes:
        only: the operations that are allowed; None for all.
        expired: whether the credentials have expired.
    """

    only: frozenset[str] | None = None
    expired: bool = False

    def allows(self, operation: str) -> bool:
        """Whether the caller's policies allow an operation."""
        return self.only is None or operation in self.only


_RULES = {
    # A policy on the one pool's ARN that forgot the actions without a resource, and all around the clients.
    "few-permissions": Rules(
        only=frozenset({"DescribeUserPool", "ListUserPoolClients", "DescribeUserPoolClient"}),
    ),
    "expired": Rules(expired=True),
}


def rules(scenario: str) -> Rules:
    """What the caller may do in a scenario."""
    return _RULES.get(scenario, Rules())


def build(scenario: str, address: str, pools: int | None = None) -> Account:
    """A fresh account.

    Args:
        scenario: its name.
        address: where the sandbox listens, which is the ClearML server's address too.
        pools: how many pools `many-pools` has.

    Raises:
        KeyError: there is no such scenario.
    """
    if scenario not in SCENARIOS:
        raise KeyError(scenario)
    account = Account(scenario)
    _BUILDERS.get(scenario, _healthy)(account, address)
    if scenario == "many-pools":
        account.generated_pools = max((MANY_POOLS if pools is None else pools) - len(account.pools), 0)
    return account


def _loaded() -> ClearMLServer:
    """An Enterprise server that has loaded the Cognito settings (guesses.CLEARML_PROVIDER)."""
    return ClearMLServer(True, [{"name": "cognito", "display_name": "Amazon Cognito"}])


def _people_pool(account: Account) -> Pool:
    home = building.pool(account, "clearml-people", users=building.people())
    account.shown["user_pool"] = home.id
    return home


def _ready(account: Account, home: Pool, client: Client, styled: bool = True, domain: bool = True) -> None:
    """The rest of a world in which ClearML was set up: domain, style, other clients, the server's settings."""
    building.other_clients(home)
    if domain:
        building.domain(account, home, "clearml-people")
    if styled:
        building.style(home, client)
    account.clearml = _loaded()
    account.shown["app_client"] = client.id


def _healthy(account: Account, address: str) -> None:
    home = _people_pool(account)
    _ready(account, home, building.clearml_client(home, address))


def _first_time(account: Account, address: str) -> None:
    del address
    building.pool(account, "acme-customers", required=("phone_number",), users=[building.person("shop-user")])
    home = _people_pool(account)
    building.saml_provider(
        home,
        "AcmeSAML",
        {
            "email": "http://schemas.acme.example/claims/email",
            "preferred_username": "http://schemas.acme.example/claims/uid",
        },
    )
    building.other_clients(home)
    building.client(
        home,
        "grafana",
        SupportedIdentityProviders=["COGNITO", "AcmeSAML"],
        CallbackURLs=["https://grafana.acme.example/login/generic_oauth"],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        AllowedOAuthFlowsUserPoolClient=True,
    )
    building.pool(account, "intranet", required=("email",), aliases=("preferred_username",))
    building.pool(account, "partner-portal", immutable=("email",))


def _missing_attributes(account: Account, address: str) -> None:
    home = building.pool(
        account, "clearml-people", required=("email",), immutable=("email",), users=building.people()
    )
    account.shown["user_pool"] = home.id
    _ready(account, home, building.clearml_client(home, address))


def _no_domain(account: Account, address: str) -> None:
    home = _people_pool(account)
    _ready(account, home, building.clearml_client(home, address), styled=False, domain=False)


def _public_client(account: Account, address: str) -> None:
    home = _people_pool(account)
    _ready(account, home, building.clearml_client(home, address, secret=False))


def _callback_slash(account: Account, address: str) -> None:
    home = _people_pool(account)
    _ready(account, home, building.clearml_client(home, address, CallbackURLs=[f"{address}/callback_cognito/"]))


def _no_branding(account: Account, address: str) -> None:
    home = _people_pool(account)
    _ready(account, home, building.clearml_client(home, address), styled=False)


def _idp_unmapped(account: Account, address: str) -> None:
    home = _people_pool(account)
    building.saml_provider(home, "AcmeSAML", {"email": "http://schemas.acme.example/claims/email"})
    _ready(account, home, building.clearml_client(home, address, SupportedIdentityProviders=["COGNITO", "AcmeSAML"]))


def _open_source_server(account: Account, address: str) -> None:
    _healthy(account, address)
    account.clearml = ClearMLServer(enterprise=False)


def _hostile_names(account: Account, address: str) -> None:
    """Names that AWS would partly refuse: what reads them must not depend on that."""
    home = building.pool(account, "people [red]$HOME #1[/] \x1b]0;title\x07\x1b[31m", users=building.people())
    account.shown["user_pool"] = home.id
    provider = "A\"c'm[/]e#$=😀\u202e\x1b[2J"
    building.saml_provider(home, provider, {"email": "[bold]mail", "preferred_username": "${uid}"})
    building.oidc_provider(home, "[/]$(id)", {"email": "email", "preferred_username": "sub"})
    client = building.clearml_client(home, address, SupportedIdentityProviders=["COGNITO", provider])
    client.settings["ClientName"] = "web \x1b[5m[blink]“quoted” 'it' `id` $(id) #\u2066\u200b😀"
    building.client(home, "[/]")
    building.client(home, "[link=file:///etc/passwd]click[/link]")
    _ready(account, home, client)
    account.clearml.providers = [
        {"name": "cognito", "display_name": "[red]Sign\x1b]8;;file:///\x07 in[/] <b>&amp; \u202e😀"}
    ]


_BUILDERS: dict[str, Callable[[Account, str], None]] = {
    "first-time": _first_time,
    "missing-attributes": _missing_attributes,
    "no-domain": _no_domain,
    "public-client": _public_client,
    "callback-slash": _callback_slash,
    "no-branding": _no_branding,
    "idp-unmapped": _idp_unmapped,
    "open-source-server": _open_source_server,
    "hostile-names": _hostile_names,
}
