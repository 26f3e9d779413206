"""The attributes that every user pool has, and a pool's description.

Source: the Developer Guide's page on user pool attributes (17 standard attributes, `sub`, `email_verified` and
`phone_number_verified`).
"""

from __future__ import annotations

from collections.abc import Iterable

from wizard.sandbox.jsontypes import JsonObject

_ACCOUNT_ID = "123456789012"

STANDARD_STRINGS = (
    "profile",
    "address",
    "birthdate",
    "gender",
    "preferred_username",
    "website",
    "picture",
    "name",
    "middle_name",
    "given_name",
    "family_name",
    "nickname",
    "zoneinfo",
    "locale",
    "email",
    "phone_number",
)
NOT_WRITABLE = frozenset({"sub", "email_verified", "phone_number_verified"})
"""Attributes that no app client may write."""


def standard_schema() -> list[JsonObject]:
    """The 20 attributes of a pool that was created without a schema."""
    attributes = [
        {
            **_attribute("sub", mutable=False, required=True),
            "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"},
        }
    ]
    for name in STANDARD_STRINGS:
        length = (
            {"MinLength": "10", "MaxLength": "10"} if name == "birthdate" else {"MinLength": "0", "MaxLength": "2048"}
        )
        attributes.append({**_attribute(name), "StringAttributeConstraints": length})
    for name in ("email_verified", "phone_number_verified"):
        attributes.append(_attribute(name, kind="Boolean"))
    attributes.append(
        {**_attribute("updated_at", kind="Number"), "NumberAttributeConstraints": {"MinValue": "0"}},
    )
    return attributes


def _attribute(name: str, kind: str = "String", mutable: bool = True, required: bool = False) -> JsonObject:
    return {
        "Name": name,
        "AttributeDataType": kind,
        "DeveloperOnlyAttribute": False,
        "Mutable": mutable,
        "Required": required,
    }


def pool_description(
    pool_id: str,
    name: str,
    created: float,
    required: Iterable[str] = (),
    immutable: Iterable[str] = (),
    users: int = 0,
) -> JsonObject:
    """A pool as DescribeUserPool gives it, on the Essentials tier, with users that sign in by their username.

    Args:
        pool_id: `<region>_<nine letters and digits>`.
        name: its name.
        created: epoch seconds.
        required: attributes that sign-up demands.
        immutable: attributes that can be written once only.
        users: the estimated number of users.
    """
    demanded, fixed = set(required), set(immutable)
    schema = standard_schema()
    for attribute in schema:
        if attribute["Name"] in demanded:
            attribute["Required"] = True
        if attribute["Name"] in fixed:
            attribute["Mutable"] = False
    region = pool_id.partition("_")[0]
    return {
        "Id": pool_id,
        "Name": name,
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 8,
                "RequireUppercase": True,
                "RequireLowercase": True,
                "RequireNumbers": True,
                "RequireSymbols": True,
                "TemporaryPasswordValidityDays": 7,
            },
            "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
        },
        "DeletionProtection": "ACTIVE",
        "LambdaConfig": {},
        "LastModifiedDate": created,
        "CreationDate": created,
        "SchemaAttributes": schema,
        "AutoVerifiedAttributes": ["email"],
        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
        "MfaConfiguration": "OPTIONAL",
        "EstimatedNumberOfUsers": users,
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "UserPoolTags": {},
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True, "UnusedAccountValidityDays": 7},
        "UsernameConfiguration": {"CaseSensitive": False},
        "Arn": f"arn:aws:cognito-idp:{region}:{_ACCOUNT_ID}:userpool/{pool_id}",
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
        "UserPoolTier": "ESSENTIALS",
    }
