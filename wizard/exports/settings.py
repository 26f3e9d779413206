"""What ClearML is to be given, put together from a connection and what was found out for it."""

from diagnostics.connection import Connection
from diagnostics.secret import Secret
from diagnostics.settings import ClearMLSettings
from wizard.exports.refusal import ExportRefused


def export_settings(
    connection: Connection, *, authorize_url: str, access_token_url: str, secret: Secret | None
) -> ClearMLSettings:
    """The settings of one export.

    Args:
        connection: gives the client id, provider, company and display name.
        authorize_url, access_token_url: the endpoints, as discovery or the pool's domain gives them.
        secret: the client secret; None where the export only refers to it.

    Raises:
        ExportRefused: the connection has no app client yet, or an address is missing.
    """
    if not connection.app_client:
        raise ExportRefused("No app client has been chosen yet. Choose one, then export.")
    for what, address in (("authorize", authorize_url), ("token", access_token_url)):
        if not address.startswith(("https://", "http://")):
            raise ExportRefused(f"The {what} endpoint is not known yet: the user pool needs a domain first.")
    return ClearMLSettings(
        authorize_url=authorize_url,
        access_token_url=access_token_url,
        client_id=connection.app_client,
        client_secret=secret,
        identity_provider=connection.identity_provider,
        default_company=connection.company,
        display_name=connection.display_name,
    )
