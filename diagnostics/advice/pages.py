"""Advice on the network, the issuer and the sign-in pages."""

from diagnostics.advice.advice import Advice

ADVICE = {
    "DOM010": Advice(
        "The browser says that the host cannot be found, or ClearML has no address to send people to.",
        "Create a domain: in the wizard, step Sign-in pages, or in the AWS console under Branding > Domain. A prefix "
        "domain is ready within a minute. Then give ClearML the new addresses.",
    ),
    "DOM011": Advice(
        "The sign-in pages do not answer, or answer 403, while the domain is made, changed or broken.",
        "Wait: a prefix domain takes a minute, a custom domain up to an hour. `--diagnose --wait 600` looks again "
        "until it is there. A custom domain that FAILED needs its certificate in us-east-1 and its DNS record.",
    ),
    "DOM012": Advice(
        "The browser says that the host cannot be found, or that the connection is not private.",
        "For a prefix domain, compare prefix and region with the AWS console. For a custom domain, check the alias "
        "record to its CloudFront distribution and the certificate in us-east-1. If only this machine has the "
        "trouble, it is in its DNS, proxy or certificate store.",
    ),
    "DOM013": Advice(
        "ClearML's button leads to nothing, or to a page that is not Cognito's.",
        "Open the address of the sign-in pages in a browser. If a company or hotel portal answers, sign in to the "
        "network. If nothing answers, check the domain's name and status.",
    ),
    "DOM014": Advice(
        "People read: Login pages unavailable. Please contact an administrator.",
        "Give the app client a style: in the AWS console under Branding > Managed login > Create a style. Cognito's "
        "own default style will do. The wizard's step App client gives it that one (b).",
    ),
    "NET010": Advice(
        "Nothing can be read from AWS's own host from this machine; whether sign-in works is not known.",
        "Check this machine's DNS and network, HTTPS_PROXY and NO_PROXY. Where a company proxy opens TLS "
        "connections, name its certificate authority in SSL_CERT_FILE.",
    ),
    "NET014": Advice(
        "Programs inside the VPC, this one among them, can no longer call Cognito's API, while people's browsers "
        "sign in as before.",
        "Let this machine reach the public address: take the private DNS name off the VPC endpoint, or look from "
        "outside the VPC. The ClearML server needs the domain over the public network in any case.",
    ),
    "OID010": Advice(
        "ClearML itself does not read the document; but where it is not served, the user pool's id or region is "
        "wrong, and sign-in with them cannot work.",
        "Compare the user pool's id and region. Do not ask the sign-in domain for the document: only the issuer, "
        "cognito-idp.<region>.amazonaws.com, has it.",
    ),
    "OID011": Advice(
        "Whoever checks a token's issuer refuses every token.",
        "Something answers in the issuer's place, or a custom endpoint is set by mistake: look at AWS_ENDPOINT_URL "
        "and at what proxies stand between.",
    ),
    "OID012": Advice(
        "Sign-in breaks off after the password, or does not begin.",
        "Cognito offers all of this for every user pool with a domain. Create the domain if it is missing; otherwise "
        "find out what is answering in Cognito's place.",
    ),
    "OID013": Advice(
        "People read that the client does not exist, or are asked for a password that another user pool knows.",
        "Give ClearML the addresses of this user pool's domain: choose the right domain in the wizard, export again "
        "and start ClearML anew.",
    ),
    "OID014": Advice(
        "No token's signature can be checked, so every sign-in is refused after the password.",
        "Cognito publishes its keys by itself. Look for what answers in its place: a proxy, a cache, a custom "
        "endpoint.",
    ),
    "LGN010": Advice(
        "People press the button, and see an error page instead of the login page.",
        "The report says what Cognito answered. If nothing else failed, try the address in a browser, with the "
        "network and proxy that your people use.",
    ),
    "LGN011": Advice(
        "Nothing shows, until somebody misuses it: sign-in codes could be sent to an address that is not yours.",
        "Look at the app client's callback URLs and at what answers at the domain. Cognito itself never does this.",
    ),
    "LGN012": Advice(
        "The login page works, and right after it ClearML shows an error. Its log says invalid_client.",
        "Give ClearML the app client's present secret: store it in the wizard, step Secret, export and start ClearML "
        "anew. Look for a line break, a blank or a quote that came along when it was copied.",
    ),
    "LGN015": Advice(
        "The login page works, and right after it ClearML shows an error. Its log says unauthorized_client.",
        "Allow the authorization code grant for the app client, and register exactly the callback URL that ClearML "
        "uses.",
    ),
    "LGN016": Advice(
        "People read: Login option is not available. Please try another one.",
        "Give ClearML the provider's name exactly as the user pool has it, capital letters included, and enable the "
        "provider for the app client.",
    ),
}
