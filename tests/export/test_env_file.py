"""An env file is read as the real Docker Compose reads it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from diagnostics.env_file import BadEnvFile, Gap, parse_env_file, read_env_file
from tests.export.readers import Compose

HOST = {"H": "host value", "EMPTY": "", "A": "a of the host"}
PIECES = (
    *(
        "A=",
        "B=",
        "C_1=",
        "export B=",
        "A =",
        "B: ",
        "C_1:",
        "# a comment\n",
        " # late",
        "#glued",
        "\n",
        "\n",
        "\r\n",
        "\n\n",
    ),
    *(
        "'",
        "'",
        '"',
        '"',
        "\\",
        "\\n",
        "\\$",
        "\\\\",
        "\\'",
        '\\"',
        "\\0101",
        "\\08",
        "\\a",
        "\\c",
        "\\x41",
        "\\t",
        " ",
        "\t",
    ),
    *(
        "$",
        "$$",
        "$A",
        "${A}",
        "${B}",
        "${H}",
        "${EMPTY}",
        "${NO}",
        "${NO:-x}",
        "${NO-x}",
        "${EMPTY:-x}",
        "${EMPTY-x}",
    ),
    *(
        "${H:+y}",
        "${NO:+y}",
        "${NO+y}",
        "${NO:-${H}}",
        "${NO:-a}b${H}",
        "$(x)",
        "$5",
        "{",
        "}",
        "${H:?no}",
        "${NO:-{z}}",
        "${H:-{z}}",
    ),
    *("value", "1e5", "é", "🚀", "\N{NO-BREAK SPACE}", "=", ":", "&", ";", "`", "%", "\ufeff", "H\n", "NO\n", "\v"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.lists(
    st.tuples(
        st.sampled_from(["A=", "B=", "C_1='", 'A="', 'B="']), st.lists(st.sampled_from(PIECES[18:]), max_size=5)
    ),
    max_size=4,
).map(
    lambda rows: "".join(
        start + "".join(rest) + (start[-1] if start[-1] != "=" else "") + "\n" for start, rest in rows
    )
)


def ours(text: str) -> dict[str, str] | None:
    """None where we say that Compose stops."""
    try:
        given_values = parse_env_file(text.encode()).given(HOST)
    except BadEnvFile:
        return None
    if given_values.stops_compose:
        return None
    return {key: value.reveal() for key, value in given_values.values.items()}


@pytest.mark.compose
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(batch=st.lists(texts, min_size=40, max_size=80))
def test_any_file_gives_what_compose_gives(compose: Compose, tmp_path: Path, batch: list[str]) -> None:
    read = {text: found for text in batch if (found := ours(text)) is not None}
    given_by_compose = compose.given(tmp_path, [text.encode() for text in read], HOST)
    for text, theirs in zip(read, given_by_compose, strict=True):
        assert read[text] == theirs, repr(text)


@pytest.mark.compose
@pytest.mark.parametrize(
    "text",
    [
        "A='x\n",
        'A="x',
        "A B=x\n",
        "A&=x\n",
        "A=${\n",
        "A=${NO:?gone}\n",
        'A="${NO?gone}"\n',
        "A=${1}\n",
        "é\\=1\n",
        "A=${H\n",
    ],
)
def test_a_file_that_compose_refuses_is_refused(compose: Compose, tmp_path: Path, text: str) -> None:
    (tmp_path / "e.env").write_bytes(text.encode())
    (tmp_path / "c.yml").write_text("services: {s: {image: i, env_file: [e.env]}}")
    assert compose.config(["-f", str(tmp_path / "c.yml")], HOST).returncode != 0
    assert ours(text) is None


def test_lines_and_duplicates_are_told() -> None:
    file = parse_env_file(b"# one\nA=1\n\nB='x\ny'\nexport A=2\nH\n")
    assert [(entry.key, entry.line, entry.last_line) for entry in file.entries] == [
        ("A", 2, 2),
        ("B", 4, 5),
        ("A", 6, 6),
        ("H", 7, 7),
    ]
    assert file.duplicates() == {"A": (2, 6)}
    assert file.given({}).values["A"].reveal() == "2"
    assert "H" not in file.given({}).values


def test_a_missing_variable_is_told_with_its_line() -> None:
    file = parse_env_file(b'A=$NO\nB="${SECRET:?start it}"\nC=${\n')
    found = file.given({})
    assert [(gap.key, gap.line, gap.gap, gap.variable) for gap in found.unfilled] == [
        ("A", 1, Gap.UNSET, "NO"),
        ("B", 2, Gap.REQUIRED, "SECRET"),
        ("C", 3, Gap.TEMPLATE, None),
    ]
    assert found.stops_compose
    assert set(found.values) == {"A"}


@given(content=st.binary(max_size=60))
def test_every_byte_is_kept(content: bytes) -> None:
    try:
        file = parse_env_file(content)
    except BadEnvFile:
        return
    assert file.text.encode("utf-8", "surrogateescape") == content


def test_no_value_is_shown() -> None:
    file = parse_env_file(b"A=canary\nB=${NO:-canary}\n")
    assert "canary" not in repr(file) + repr(file.given({}))
    with pytest.raises(BadEnvFile) as bad:
        parse_env_file(b"\nA='canary\n")
    assert "line 2" in str(bad.value)
    assert "canary" not in str(bad.value)


def test_a_file_that_is_not_there_is_none_and_an_unreadable_one_is_told(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / "no.env") is None
    with pytest.raises(BadEnvFile, match=r"cannot be read: Is a directory"):
        read_env_file(tmp_path)
    (tmp_path / "big.env").write_bytes(b"A=1\n" * 300_000)
    with pytest.raises(BadEnvFile, match="larger than 1 MiB"):
        read_env_file(tmp_path / "big.env")
