"""What the export writes is what ClearML reads, whatever the value: through the real Compose, shells and pyhocon."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from diagnostics.secret import Secret
from diagnostics.settings import CLIENT_ID, CLIENT_SECRET, CLIENT_SECRET_VARIABLE, ClearMLSettings
from tests.export.hostile import anything
from tests.export.readers import Compose, Load, sourced
from wizard.exports.compose_env import render
from wizard.exports.quoted_family import Unwritable, env_line, spelled
from wizard.exports.refusal import ExportRefused

# One example is a whole batch of values, so few are needed and shrinking would cost more than it tells.
batches = settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
PLAIN = ClearMLSettings(
    "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/authorize",
    "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token",
    "4k2abc9q",
    Secret("s3cr3t"),
)


def written(batch: Sequence[str]) -> tuple[bytes, dict[str, str]]:
    kept = {f"K{number}": value for number, value in enumerate(batch) if writable(value)}
    return "".join(env_line(key, value) + "\n" for key, value in kept.items()).encode(), kept


def writable(value: str) -> bool:
    try:
        spelled(value)
    except Unwritable:
        # The one class that is refused, besides control characters.
        assert "`" in value and ("'" in value or "\\" in value), "refused without need"
        return False
    return True


@pytest.mark.compose
@batches
@given(batch=st.lists(anything, min_size=60, max_size=120))
def test_compose_reads_the_value_that_was_written(compose: Compose, tmp_path: Path, batch: list[str]) -> None:
    content, expected = written(batch)
    assert compose.given(tmp_path, [content], {"HOME": "/other", "X": "x"}) == [expected]


@batches
@given(batch=st.lists(anything, min_size=60, max_size=120))
def test_shells_read_the_value_that_was_written(shell: str, tmp_path: Path, batch: list[str]) -> None:
    content, expected = written(batch)
    file = tmp_path / "values.env"
    file.write_bytes(content)
    found = sourced(shell, file)
    assert {key: found.get(key) for key in expected} == expected


hostile_settings = st.builds(
    ClearMLSettings,
    authorize_url=anything,
    access_token_url=anything,
    client_id=anything,
    client_secret=anything.map(Secret),
    identity_provider=st.none() | anything,
    default_company=st.none() | anything,
    display_name=st.none() | anything,
)


@pytest.mark.compose
@batches
@given(batch=st.lists(hostile_settings, min_size=4, max_size=8))
def test_clearml_is_given_every_setting_exactly(
    compose: Compose, clearml_load: Load, tmp_path: Path, batch: list[ClearMLSettings]
) -> None:
    contents, expected = [], []
    for one in batch:
        try:
            contents.append(render(None, one, "inside").content)
        except ExportRefused:
            continue
        expected.append(as_clearml_should_have_it(one))
    if contents:
        given_to_containers = compose.given(tmp_path, contents)
        assert [clearml_load(environment) for environment in given_to_containers] == expected


def as_clearml_should_have_it(one: ClearMLSettings) -> dict[str, object]:
    assert one.client_secret is not None
    return {
        CLIENT_ID.path: one.client_id,
        CLIENT_SECRET.path: one.client_secret.reveal(),
        **{setting.path: value for setting, value in one.texts()},
    }


@pytest.mark.compose
@pytest.mark.parametrize("secret", ["1234567890", "a+b", "1e5", "s3cr3t$x#y 'z"])
def test_by_reference_the_secret_comes_from_the_environment_of_run(
    compose: Compose, clearml_load: Load, tmp_path: Path, secret: str
) -> None:
    content = render(None, replace(PLAIN, client_secret=None), "reference").content
    assert secret.encode() not in content
    [found] = compose.given(tmp_path, [content], {CLIENT_SECRET_VARIABLE: secret})
    assert clearml_load(found) == as_clearml_should_have_it(replace(PLAIN, client_secret=Secret(secret)))


@pytest.mark.compose
def test_without_run_compose_stops_and_says_what_to_start(compose: Compose, tmp_path: Path) -> None:
    (tmp_path / "e.env").write_bytes(render(None, PLAIN, "reference").content)
    (tmp_path / "c.yml").write_text("services: {apiserver: {image: i, env_file: [e.env]}}")
    for environment in ({}, {CLIENT_SECRET_VARIABLE: ""}):
        answer = compose.config(["-f", str(tmp_path / "c.yml")], environment)
        assert answer.returncode != 0
        assert "start with clearml-cognito --run" in answer.stderr


def test_by_reference_a_shell_takes_the_secret_or_stops(shell: str, tmp_path: Path) -> None:
    file = tmp_path / "e.env"
    file.write_bytes(render(None, PLAIN, "reference").content)
    assert sourced(shell, file, {CLIENT_SECRET_VARIABLE: "x$y`z`\"'"})[CLIENT_SECRET_VARIABLE] == "x$y`z`\"'"
    with pytest.raises(AssertionError, match="start with clearml-cognito --run"):
        sourced(shell, file)


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\x00b", "\x1b[31m", "a\tb", "\x85", "\ud800"])
def test_control_characters_are_refused_without_being_shown(value: str) -> None:
    with pytest.raises(ExportRefused, match="display_name") as refused:
        render(None, replace(PLAIN, display_name=f"canary{value}"), "inside")
    assert "canary" not in str(refused.value)


def test_a_secret_with_a_backtick_and_a_quote_is_refused_without_being_shown() -> None:
    with pytest.raises(ExportRefused, match="backtick") as refused:
        render(None, replace(PLAIN, client_secret=Secret("canary`'")), "inside")
    assert "canary" not in str(refused.value)


def test_inside_needs_the_secret() -> None:
    with pytest.raises(ExportRefused, match="not at hand"):
        render(None, replace(PLAIN, client_secret=None), "inside")
