"""Advice on external identity providers."""

from diagnostics.advice.advice import Advice

_PROVIDER = "In the AWS console: your user pool > Social and external providers > the provider"

ADVICE = {
    "IDP010": Advice(
        "People read: Login option is not available. Please try another one.",
        "Give ClearML the name as it stands in the AWS console under Social and external providers, letter by letter "
        "and with its capital letters: in the wizard, step Identity provider. Then export and start ClearML anew.",
    ),
    "IDP011": Advice(
        "People read: Login option is not available. Please try another one.",
        "Enable the provider for the app client: in the AWS console under App clients > your app client > Login "
        "pages > Edit > Identity providers.",
    ),
    "IDP012": Advice(
        "People get through the provider's login, and ClearML refuses them or shows them without a name.",
        f"{_PROVIDER} > Attribute mapping: map email and preferred_username to the provider's claims, and see that "
        "the provider sends them. The values arrive at each person's next sign-in.",
    ),
    "IDP013": Advice(
        "A person's first sign-in works, and every later one ends with: Attribute cannot be updated.",
        "An attribute's mutability is fixed when the user pool is created. Take the attribute out of the mapping if "
        "ClearML does not need it; otherwise a new user pool with the attribute mutable is the only way.",
    ),
    "IDP014": Advice(
        "Nobody new can sign in through the provider: The attribute is required.",
        f"{_PROVIDER} > Attribute mapping: map every attribute that the user pool requires, and see that the "
        "provider sends a value for each.",
    ),
    "IDP015": Advice(
        "A sign-in through the provider ends with an error page, although the provider let the person in.",
        "Let the app client write the mapped attributes: in the AWS console under App clients > your app client > "
        "Attribute permissions.",
    ),
    "IDP016": Advice(
        "Everybody who comes from the provider sees an error page: Attribute does not exist in the schema.",
        f"{_PROVIDER} > Attribute mapping: take the attribute out, or choose one that the user pool has. A missing "
        "one can be added to the user pool as a custom attribute.",
    ),
}
