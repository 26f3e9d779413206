"""The simulated worlds by name. Kept by itself so that listing them costs nothing."""

SCENARIOS: dict[str, str] = {
    "healthy": "everything is right: ClearML signs in through the pool clearml-people",
    "first-time": "four user pools, one of them fit, nothing set up for ClearML yet",
    "many-pools": "1,000 user pools",
    "missing-attributes": "the only pool does not require preferred_username, and its email cannot change",
    "public-client": "the app client has no secret",
    "callback-slash": 'the registered callback URL ends with "/"',
    "no-domain": "the app client is right, but the pool has no domain",
    "no-branding": "managed login, and the app client has no branding style",
    "idp-unmapped": "a SAML provider that does not map preferred_username",
    "few-permissions": "credentials that may only describe the pool and its app clients",
    "expired": "expired AWS credentials",
    "open-source-server": "the pool is right, but the ClearML server is the open-source one",
    "hostile-names": "names with brackets, quotes, escape sequences and bidirectional marks",
}
"""Scenario name -> what is special about it, in one line."""
