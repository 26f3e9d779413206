"""What the step of the client secret says in each state."""

from diagnostics.aws import NOT_ASKED
from screens.signs import BAD, CAREFUL, GOOD, OF_MARK, SKIPPED, UNSEEN, Sign
from wizard.client_secret import Kept, Shown, Standing, Way
from wizard.steps import Mark

INTO_KEYRING = "Enter: store it in the keyring   esc: close the field"
INTO_FILE = "Enter: keep it for the env file, without a keyring   esc: close the field"
UNSEEN_PASTE = "Cognito was not seen   r: look again   Enter: paste the secret"
UNPROVED = "Enter: on to the live endpoints, not all of it proved   r: look again"
PROOF = "Cognito's token endpoint"
REFUSED = "Cognito refuses something here   p: paste another   Enter twice: go on all the same"
AGAIN_ALL_THE_SAME = "Enter again: go on all the same"

WAYS = {
    Way.GO_ON: "Enter: on to the live endpoints",
    Way.FETCH_AND_STORE: "Enter: take the secret from Cognito and store it in the keyring",
    Way.FETCH_AND_UNLOCK: "Enter: take it from Cognito; the keyring may ask to be unlocked first",
    Way.FETCH_AND_HOLD: "Enter: go on without the keyring; the secret will be inside the env file",
    Way.STORE_HELD: "Enter: store the secret, held in memory so far, in the keyring",
    Way.PASTE: "Enter: paste the secret",
    Way.SECRETLESS: "This app client has no secret: go back with esc and choose another.",
    Way.NO_CLIENT: "This app client is gone: go back with esc and choose another.",
}
_COGNITO = {
    Shown.SHOWN: (GOOD, "Shows the secret of {name}."),
    Shown.HIDDEN: (CAREFUL, "{name} has a secret that Cognito showed only once, when it was made. Paste that one."),
    Shown.NONE: (
        BAD,
        "{name} was made without a secret, and ClearML needs one. Choose or create another app client.",
    ),
    Shown.NOT_ASKED: (SKIPPED, NOT_ASKED),
    Shown.NO_CLIENT: (BAD, "The user pool has no app client {name} any more."),
}
_KEPT = {
    Kept.SAME: (GOOD, "In the keyring, and the same that Cognito shows."),
    Kept.OTHER: (CAREFUL, "In the keyring, but not the one that Cognito shows. It may be one that was added later."),
    Kept.UNCOMPARED: (GOOD, "In the keyring. Cognito shows none to compare it with."),
}
_FILED = {
    Kept.SAME: (GOOD, "Inside {path}, and the same that Cognito shows."),
    Kept.OTHER: (CAREFUL, "Inside {path}, but not the one that Cognito shows. It may be one that was added later."),
    Kept.UNCOMPARED: (GOOD, "Inside {path}. Cognito shows none to compare it with."),
}


def cognito_said(standing: Standing, client_id: str) -> tuple[Sign, str]:
    """What Cognito shows of the secret, or why that was not seen."""
    if standing.reason is not None:
        return UNSEEN, standing.reason.detail
    sign, sentence = _COGNITO[standing.shown]
    return sign, sentence.format(name=standing.client or client_id)


def kept_said(standing: Standing, *, without_keyring: bool) -> tuple[Sign, str]:
    """Where the secret is now."""
    mark = f" Fingerprint of this look: {standing.mark}." if standing.mark else ""
    if standing.kept is not Kept.NOTHING:
        sign, sentence = _KEPT[standing.kept]
        return sign, sentence + mark
    if standing.filed:
        return _FILED[standing.held][0], _FILED[standing.held][1].format(path=standing.filed) + mark
    if standing.held is not Kept.NOTHING:
        return CAREFUL, f"Held in memory until the export writes it inside the env file.{mark}"
    later = " It will be inside the env file, not in the keyring." if without_keyring else ""
    return OF_MARK[Mark.OPEN], f"Not here yet.{later}"
