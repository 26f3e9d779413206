"""Which fields of a look's facts go into a bundle. What is not named here stays out, a field added later as well."""

from collections.abc import Mapping

FIELDS: Mapping[str, tuple[str, ...]] = {
    "Connection": (
        *("name", "account", "region", "user_pool", "app_client", "domain", "web_addresses", "api_address"),
        *("identity_provider", "display_name", "exports", "step"),
    ),
    "Export": ("target", "secret"),
    "WebAddress": ("typed", "address", "callback", "problem"),
    "Identity": ("account", "source"),
    "Region": ("name", "offered", "custom_endpoint"),
    "UserPool": (
        *("id", "name", "attributes", "prefix_domain", "custom_domain", "alias_attributes", "username_attributes"),
        *("tier", "mfa", "self_sign_up", "deletion_protection"),
    ),
    "Attribute": ("name", "required", "mutable"),
    "UserSample": ("users", "more", "may_sign_in", "without_email", "without_name", "unverified_email"),
    "Domain": ("name", "pool_id", "status", "managed_login", "cloudfront"),
    "AppClient": (
        *("id", "name", "shows_secret", "oauth_enabled", "callback_urls", "flows", "scopes", "identity_providers"),
        *("read_attributes", "write_attributes", "explicit_flows", "hides_user_existence", "revocation"),
        "last_modified",
    ),
    "SeenSecret": ("fingerprint",),
    "AppClientSecret": ("created",),
    "IdentityProviderName": ("name", "type"),
    "ProviderSeen": ("name", "provider"),
    "IdentityProvider": ("name", "type", "mapping"),
    "DiscoveryAnswer": ("url", "status", "document", "from_cognito", "clock_ahead"),
    "DiscoveryDocument": (
        *("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"),
        *("response_types", "scopes", "algorithms", "auth_methods"),
    ),
    "SigningKey": ("id", "type", "algorithm", "private"),
    "Resolved": ("host", "addresses"),
    "Tls": ("host", "port", "version", "problem", "expires"),
    "PagesBase": ("url", "named_by"),
    "AuthorizeSeen": (
        *("url", "redirect_uri", "identity_provider", "status", "outcome", "leads_to", "error", "from_cognito"),
        "seconds",
    ),
    "LoginSeen": ("url", "status", "outcome", "seconds"),
    "TokenLook": ("source", "answers", "wrong", "code"),
    "TokenSeen": ("url", "grant", "form", "status", "answer", "from_cognito", "seconds"),
    "GivenSettings": (
        *("missing", "problem", "values", "stops_compose", "stops_clearml", "unfilled", "strange", "twice"),
        *("by_reference", "secret_at_hand", "readable_by_others"),
    ),
    "GivenValue": (
        "key",
        "variable",
        "line",
        "kind",
        "literal",
        "quoted",
        "changed",
        "empty",
        "commented",
        "like_a_secret",
    ),
    "GivenTrouble": ("variable", "line", "sentence"),
    "WebPage": ("address", "status", "leads_to", "leads_away", "seconds"),
    "Ping": ("api", "outcome", "status", "seconds"),
    "ServerModes": ("api", "providers", "server_errors"),
    "SsoProvider": ("name", "display_name", "url"),
    "ServerConfiguration": ("url", "enterprise"),
}
