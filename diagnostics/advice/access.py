"""Advice on AWS access, the user pool, and the keyring."""

from diagnostics.advice.advice import Advice

ADVICE = {
    "AWS010": Advice(
        "Nothing of the user pool or the app client can be shown: every check that asks AWS waits for this one. "
        "People's sign-ins are not touched by it.",
        "Log in as you do for the AWS CLI (`aws sso login --profile NAME` for an SSO profile), or name another "
        "profile with --profile. If access keys stand in AWS_ variables of this shell, check that they are the ones "
        "you mean: they come before any profile. Then look again.",
    ),
    "AWS011": Advice(
        "The report cannot say which account it looked at, so a user pool that is not found may only be in another.",
        "Look again. If it stays so, something between this machine and sts.amazonaws.com is in the way: try "
        "`aws sts get-caller-identity`, and check HTTPS_PROXY and any VPC endpoint.",
    ),
    "AWS012": Advice(
        "The user pool is not found, although it exists: it was looked for in another region, or in none.",
        "Give the region with --region, or set it in the profile or the connection file. It is what stands before "
        "the underscore in the user pool's id.",
    ),
    "AWS013": Advice(
        "Some checks are reported as not seen. Sign-in may work or not: they cannot tell.",
        "Print the policy with `clearml-cognito --print-policy look` and ask whoever manages IAM in your account to "
        "attach it to the role you use. It reads only. Where AWS did not answer at all, the way to it is the "
        "trouble: proxy, firewall or VPC endpoint.",
    ),
    "AWS014": Advice(
        "AWS refuses requests as expired or not yet valid, and a server whose clock is off refuses good tokens, so "
        "that some sign-ins fail and others do not.",
        "Switch time synchronisation on (`timedatectl set-ntp true` on most Linux systems), here and on the machine "
        "that ClearML runs on.",
    ),
    "AWS015": Advice(
        "The user pool of this connection is not found, and nothing may be written.",
        "Use the profile of the account that the connection was made with (--profile), or another connection "
        "(--connection). If the set-up really moved to another account, make a new connection in the wizard.",
    ),
    "POL010": Advice(
        "People see Cognito's error page, or their browser finds no such host. AWS says that the user pool does not "
        "exist.",
        "Compare the user pool's id with the one in the AWS console, letter by letter, and the account and region "
        "with those in the head of the report. A deleted user pool cannot be brought back: choose or create another "
        "in the wizard.",
    ),
    "POL015": Advice(
        "Attributes, domains and rules of the user pool are reported as not seen.",
        "Allow cognito-idp:DescribeUserPool for this user pool, then look again.",
    ),
    "POL011": Advice(
        "A person without an email address gets through Cognito's login, and ClearML does not know who that is. An "
        "email that cannot be changed lets people in through an external provider once, and never again.",
        "What an attribute requires is fixed when a user pool is created. If users can be without a value, see that "
        "every one has it (Users in the AWS console, or the provider's attribute mapping). For a new set-up, create "
        "the user pool with email required and mutable.",
    ),
    "POL012": Advice(
        "People show up in ClearML without a name, or as a long random id.",
        "See that every user has a preferred_username: in the AWS console under Users, or by the attribute mapping "
        "of the identity provider. For a new set-up, create the user pool with it required and mutable.",
    ),
    "POL013": Advice(
        "Everything is set up, and nobody can get in: whatever user name is typed, Cognito refuses it.",
        "Create a user in the AWS console (Users > Create user) or add an external identity provider. A user who is "
        "disabled or not confirmed cannot sign in.",
    ),
    "POL014": Advice(
        "The people concerned cannot sign in, or show up in ClearML without a name, while others have no trouble.",
        "Fill in the missing values in the AWS console under Users, or map them from the identity provider. Users "
        "of an external provider get them at their next sign-in, once they are mapped.",
    ),
    "KEY010": Advice(
        "`clearml-cognito --run` cannot start ClearML with the secret, and an exported file that refers to it stays "
        "without. A ClearML server that is running already goes on.",
        "Store the secret in the wizard, step Secret. On a machine without a keyring, export with the secret inside "
        "the file instead, which only its owner may read.",
    ),
    "KEY011": Advice(
        "The login page works, and the sign-in fails right after it, from the next time that ClearML is started "
        "with this secret.",
        "Store the app client's present secret in the wizard, step Secret, then export again and start ClearML anew. "
        "It is in the AWS console under the app client, as long as it is the original one.",
    ),
}
