"""Advice on the running ClearML server."""

from diagnostics.advice.advice import Advice

_ANEW = "make the apiserver container anew (`docker compose up -d`): a restart alone keeps the old environment"

ADVICE = {
    "NET012": Advice(
        "People cannot open ClearML, or come back from the login page to an address that Cognito does not know.",
        "Use the address that people end up at: correct it in the wizard, step ClearML server, and register its "
        "callback URL. If it does not answer, look at the server and the proxy in front of it.",
    ),
    "NET013": Advice(
        "Cognito does not take the callback URL, so that it cannot be registered.",
        "Serve ClearML by https, with a certificate that browsers accept, and use that address. http is allowed on "
        "localhost only.",
    ),
    "SRV010": Advice(
        "ClearML's web page opens and says that the server is not available, or people are signed out at once.",
        "Look at the apiserver's log (`docker compose logs apiserver`). If it starts again and again, one of the "
        "CLEARML__ variables cannot be loaded. If the API has an address of its own, set it in the connection.",
    ),
    "SRV011": Advice(
        "No button for Cognito shows on ClearML's login page, whatever is set.",
        "Single sign-on needs ClearML Enterprise: ask your contact there. If this is an Enterprise server, no "
        "provider at all is loaded: see that the variables reach the apiserver container.",
    ),
    "SRV012": Advice(
        "No button for Cognito shows on ClearML's login page.",
        f"See that the file stands under env_file of the apiserver service and no other, then {_ANEW}.",
    ),
    "SRV013": Advice(
        "People see Cognito's error page, or sign in somewhere else than you meant: the server runs with older "
        "settings than the file's.",
        f"If the file is right, {_ANEW}. If it is not, export it again first.",
    ),
    "SRV014": Advice(
        "People sign in well with Cognito, and ClearML then shows an error.",
        "Look at the logs of the apiserver and of the databases (`docker compose logs`), and at the free disk space.",
    ),
}
