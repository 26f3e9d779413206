"""Which check is fine without which of its facts, and why that is right."""

from diagnostics import keys
from diagnostics.checks import CHECKS

ANY_ANSWER = "AWS has accepted the credentials once it has answered any one call"
EXPLAINS = "it only explains a pool that was not found"
EITHER = "each of two sources proves it by itself"
WORDS = "it changes the words of a verdict, not the verdict"
RENAMED = "the connection is at hand in every look: nobody outside is asked for it"
ANOTHER = "one secret is proved by one answer; the others are asked where that one is not there"
NAME = "a TLS connection to a name has looked the name up"

RESTS_ON_ANOTHER: dict[tuple[str, str], str] = {
    **{("AWS010", key.name): ANY_ANSWER for key in keys.AWS_KEYS},
    ("POL010", "user pool"): EITHER,
    ("POL010", "discovery"): EITHER,
    ("POL010", "region"): EXPLAINS,
    ("POL010", "identity"): EXPLAINS,
    ("POL010", "user pools"): EXPLAINS,
    ("POL013", "identity providers in use"): "a user of the pool's own is enough",
    ("DOM010", "user pool"): EITHER,
    ("DOM010", "discovery"): EITHER,
    ("DOM011", "sign-in pages"): "it chooses between several domains, and here is one",
    ("DOM014", "sign-in pages"): "it chooses between several domains, and here is one",
    ("DOM012", "sign-in pages' DNS"): NAME,
    ("DOM013", "authorize"): EITHER,
    ("DOM013", "authorize with a wrong redirect URI"): EITHER,
    ("NET010", "issuer's DNS"): NAME,
    ("NET014", "user pool"): WORDS,
    ("APP011", "app client's secrets"): "a secret that AWS shows is one",
    ("IDP010", "identity providers"): EITHER,
    ("IDP010", "identity providers in use"): EITHER,
    ("OID013", "user pool"): EITHER,
    ("OID013", "region"): "discovery names the pages; the region would only add another form of them",
    ("OID013", "configured domain"): "it only says whose pages they are where they are another pool's",
    ("KEY011", "app client's secrets"): ANOTHER,
    ("KEY011", "token endpoint with the keyring's secret"): ANOTHER,
    ("ENV016", "app client's secrets"): ANOTHER,
    ("ENV016", "secret in the keyring"): ANOTHER,
    ("ENV016", "token endpoint with the given secret"): ANOTHER,
    ("ENV016", "token endpoint with the keyring's secret"): ANOTHER,
    ("ENV016", "given settings"): "the secret was read from the file in the same moment",
    ("SEC014", "given settings"): "a company in the connection is enough to ask who may join the user pool",
    ("LGN012", "token endpoint with the keyring's secret"): ANOTHER,
    ("LGN015", "token endpoint with the keyring's secret"): ANOTHER,
    ("LGN012", "token endpoint with the given secret"): ANOTHER,
    ("LGN015", "token endpoint with the given secret"): ANOTHER,
    ("SRV010", "ClearML ping"): EITHER,
    ("SRV010", "ClearML sign-in modes"): EITHER,
    ("SRV011", "ClearML configuration"): "a provider that is listed proves it",
    ("SRV012", "ClearML configuration"): "a provider that is listed proves it",
    **{(check.id, "connection"): RENAMED for check in CHECKS},
}


def readers_of(name: str) -> set[str]:
    """The checks that read a fact."""
    return {check.id for check in CHECKS if name in {key.name for key in check.needs}}


def not_fine_without(name: str) -> set[str]:
    """The checks that may not be fine where a fact is not seen."""
    return {id for id in readers_of(name) if (id, name) not in RESTS_ON_ANOTHER}
