"""A connection file is read whole or refused with a sentence; it is never half understood."""

from pathlib import Path

import pytest

from diagnostics.connection import Connection, DamagedConnection, Export, read_connection

WHOLE = """
format = 1

[aws]
account = "123456789012"
profile = "prod"
region = "eu-west-1"

[cognito]
user_pool = "eu-west-1_AbC123xyz"
app_client = "4k2abc"
domain = "https://acme.auth.eu-west-1.amazoncognito.com"
identity_provider = "AcmeSAML"

[clearml]
web_addresses = ["https://app.acme.io", "https://clearml.acme.io"]
company = "d1bd92a3b039400cbafc60a7a5b1e52b"
display_name = "Acme"

[wizard]
step = "export"

[[exports]]
target = "compose-env"
path = "/opt/clearml/cognito.env"
secret = "reference"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "prod.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_answer_is_read(tmp_path: Path) -> None:
    assert read_connection(written(tmp_path, WHOLE)) == Connection(
        name="prod",
        account="123456789012",
        profile="prod",
        region="eu-west-1",
        user_pool="eu-west-1_AbC123xyz",
        app_client="4k2abc",
        domain="https://acme.auth.eu-west-1.amazoncognito.com",
        identity_provider="AcmeSAML",
        web_addresses=("https://app.acme.io", "https://clearml.acme.io"),
        company="d1bd92a3b039400cbafc60a7a5b1e52b",
        display_name="Acme",
        step="export",
        exports=(Export("compose-env", "/opt/clearml/cognito.env", "reference"),),
    )


def test_no_file_is_no_connection(tmp_path: Path) -> None:
    assert read_connection(tmp_path / "none.toml") is None


def test_what_the_program_does_not_know_is_left_alone(tmp_path: Path) -> None:
    assert read_connection(written(tmp_path, "[aws]\nregion = 'eu-west-1'\n[notes]\nmine = 1\n")) == Connection(
        name="prod", region="eu-west-1"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[aws\n", "line 1"),
        ("format = 2\n", "format 2"),
        ("aws = 1\n", "[aws]"),
        ("[aws]\nregion = 7\n", "aws.region"),
        ("[clearml]\nweb_addresses = 'https://x'\n", "clearml.web_addresses"),
        ("exports = 3\n", "[[exports]]"),
        ("[[exports]]\ntarget = 'compose-env'\n", "[[exports]]"),
        ("[[exports]]\ntarget='a'\npath='b'\nsecret='c'\n", "inside"),
        ("exports = [1]\n", "[[exports]]"),
        (
            '[clearml]\nweb_addresses = ["http://u:hunter2@x"]\n',
            "line 2: clearml.web_addresses has to be without user",
        ),
        ('[cognito]\napp_clientt = "x"\n', "line 2: cognito.app_clientt means nothing here; cognito.app_client"),
        ('[cognito]\nweb_addresses = ["x"]\n', "line 2: cognito.web_addresses means nothing here; clearml.web"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DamagedConnection, match=r"prod\.toml") as refused:
        read_connection(written(tmp_path, text))
    assert said in str(refused.value)
