"""Advice on the app client, and on what could be safer."""

from diagnostics.advice.advice import Advice

_EDIT = "In the AWS console: your user pool > App clients > your app client"
# A single partial update by the AWS CLI resets every field that it does not name.
_NOT_BY_CLI = "Do not use `aws cognito-idp update-user-pool-client` for it: that resets whatever it does not name."

ADVICE = {
    "APP010": Advice(
        "People see Cognito's error page: the client does not exist.",
        "Compare the app client's id with the AWS console; it belongs to one user pool only. If it was deleted, "
        "create another in the wizard, step App client, and give ClearML its id and secret.",
    ),
    "APP011": Advice(
        "ClearML shows an error right after the login page. Its log says invalid_client.",
        "An app client cannot be given a secret later. Create a confidential one in the wizard, step App client, and "
        "give ClearML its id and secret; then delete the old one.",
    ),
    "APP012": Advice(
        "People see an error page at once: Client is not enabled for OAuth2.0 flows.",
        f"{_EDIT} > Login pages > Edit, and save the page with its callback URLs, grant types and scopes. "
        f"{_NOT_BY_CLI}",
    ),
    "APP013": Advice(
        "People see Cognito's page: An error was encountered with the requested page. In its address stands "
        "error=redirect_mismatch.",
        f"{_EDIT} > Login pages > Edit: add the address at which people open ClearML, followed by "
        "/callback_cognito, without a slash at the end. If people open ClearML at several addresses, add one for "
        f"each. {_NOT_BY_CLI}",
    ),
    "APP016": Advice(
        "People see an error page, or come back to ClearML with unauthorized_client in the address.",
        f"{_EDIT} > Login pages > Edit: allow the authorization code grant. {_NOT_BY_CLI}",
    ),
    "APP017": Advice(
        "People come back to ClearML with invalid_scope in the address; or they get in, and ClearML knows neither "
        "their email nor their name.",
        f"{_EDIT} > Login pages > Edit: allow the scopes openid, profile and email. {_NOT_BY_CLI}",
    ),
    "APP018": Advice(
        "The login page shows no way to sign in, or only an error.",
        f"{_EDIT} > Login pages > Edit: choose the Cognito user pool, or the external providers, or both. "
        f"{_NOT_BY_CLI}",
    ),
    "APP019": Advice(
        "Every sign-in ends with invalid_grant although the secret is right; or ClearML knows no email or no name.",
        f"{_EDIT} > Attribute permissions: let it read email, email_verified and preferred_username. {_NOT_BY_CLI}",
    ),
    "APP020": Advice(
        "Nothing shows. A secret that is left over, or that many people have seen over the years, opens the door for "
        "whoever kept it.",
        "Add a second secret, give it to ClearML, see that people can sign in, and only then delete the old one.",
    ),
    "SEC010": Advice(
        "Nothing shows. Somebody who has left keeps what they signed in with until it ends by itself, after days.",
        f"{_EDIT} > Edit: enable token revocation.",
    ),
    "SEC011": Advice(
        "Nothing shows. Anybody can find out on the login page who has an account, by trying names.",
        f"{_EDIT} > Edit: prevent user existence errors.",
    ),
    "SEC012": Advice(
        "Nothing shows. With the implicit grant, tokens stand in the browser's address line and its history.",
        f"{_EDIT} > Login pages > Edit: remove the implicit grant. ClearML does not use it.",
    ),
    "SEC013": Advice(
        "Nothing shows. A program on somebody's own machine could take a sign-in code meant for ClearML.",
        f"{_EDIT} > Login pages > Edit: remove the callback URLs that nobody needs. If a developer does need one, "
        "give them an app client of their own.",
    ),
    "SEC014": Advice(
        "Strangers who make themselves an account in the user pool are let into ClearML.",
        "Switch self-registration off in the AWS console, under Sign-up > Self-service sign-up; or leave "
        "default_company out, so that people have to be invited or whitelisted in ClearML.",
    ),
    "SEC015": Advice(
        "Nothing shows. Whoever has somebody's password gets into ClearML with it.",
        "In the AWS console: your user pool > Sign-in > Multi-factor authentication: choose optional, or required. "
        "Where people come from an external provider, ask for the second factor there.",
    ),
    "SEC016": Advice(
        "Nothing shows, until somebody deletes the user pool: then nobody can sign in, and every user has to be made "
        "anew.",
        "In the AWS console: your user pool > Settings: activate deletion protection. Nothing else changes by it.",
    ),
}
