"""Advice on what ClearML is given."""

from diagnostics.advice.advice import Advice

_ANEW = "Then make the apiserver container anew (`docker compose up -d`): a restart alone keeps the old environment."
_EXPORT = "Export the file again: `clearml-cognito --export compose-env --output FILE`."

ADVICE = {
    "ENV010": Advice(
        "Docker Compose refuses to start, or starts ClearML without the settings, so that no button for Cognito "
        "shows.",
        f"Correct the line that the report names, or export the file again. {_ANEW}",
    ),
    "ENV011": Advice(
        "The button for Cognito does not show, or leads nowhere.",
        f"{_EXPORT} By hand: both belong under services, with two underscores between the parts. {_ANEW}",
    ),
    "ENV012": Advice(
        "The button does not show, or the sign-in fails right after the login page.",
        f"{_EXPORT} By hand: both belong under secure, not under services. {_ANEW}",
    ),
    "ENV013": Advice(
        "Nothing complains, and the setting has no effect: the button does not show, or shows and does not work.",
        f"Correct the name as the report says, or export the file again. {_ANEW}",
    ),
    "ENV014": Advice(
        "Cognito shows an error page or answers invalid_client, although the file looks right.",
        f"{_EXPORT} It quotes each value so that it passes both readers. {_ANEW}",
    ),
    "ENV015": Advice(
        "People see Cognito's error page, or sign in to another app client's settings.",
        f"{_EXPORT} If the file is right and the connection is not, choose the other app client in the wizard. "
        f"{_ANEW}",
    ),
    "ENV016": Advice(
        "The login page works, and right after it ClearML shows an error. Its log says invalid_client.",
        "Store the app client's present secret in the wizard, step Secret, and start ClearML with "
        f"`clearml-cognito --run docker compose up -d`; or export with the secret inside. {_ANEW}",
    ),
    "ENV017": Advice(
        "A correction in the file has no effect, because another line wins.",
        f"Remove all but one of the lines that the report names. {_ANEW}",
    ),
    "ENV018": Advice(
        "The login page works and the exchange of the code does not, or the other way round.",
        f"{_EXPORT} Both addresses begin with the domain of the user pool. {_ANEW}",
    ),
    "ENV020": Advice(
        "People sign in well, and ClearML puts them nowhere or refuses them.",
        "Use the company's id, 32 characters from 0-9 and a-f, and not its name. Leave the setting out if people are "
        f"to be invited or whitelisted. {_ANEW}",
    ),
    "ENV021": Advice(
        "Nothing shows. Every user of this machine who can read the file can act as your ClearML server.",
        "Take the others' permissions away with `chmod 600 FILE`, and keep the file out of version control. If "
        "others may have read it, replace the secret.",
    ),
    "ENV022": Advice(
        "ClearML's login page shows another name, or leads to another provider, than the wizard says.",
        f"Decide which of the two is right. {_EXPORT} Or change the connection in the wizard. {_ANEW}",
    ),
    "ENV024": Advice(
        "Whoever signs in reads that the login option is not available, or an error page.",
        "Choose the provider again in the wizard's step Identity provider, as the user pool spells it, and see that "
        f"the app client offers it. {_EXPORT} {_ANEW}",
    ),
    "ENV023": Advice(
        "The apiserver stops and starts again and again; ClearML's web page says that the server is not available.",
        f"Correct the variable that the report names; most often its value needs double quotes inside. {_ANEW}",
    ),
}
