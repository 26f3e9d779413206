"""Values that somebody might one day type, or that a reader of env files stumbles over."""

from hypothesis import strategies as st

PIECES = (
    *"abcXYZ019 \"'`$#\\!%&*()[]{}<>|;:,.?/~^+-=_@",
    *("${HOME}", "$HOME", "$(id)", "$$", "\\n", "\\$", "\\\\", " #", "//", "true", "null", "007", "1e5", "5d", "10s"),
    *(
        "é",
        "日本",
        "🚀",
        "\N{NO-BREAK SPACE}",
        "\N{ZERO WIDTH JOINER}",
        "\N{LINE SEPARATOR}",
        "\ufeff",
        "ß",
        "e\u0301",
    ),
    *(
        'include "x"',
        "a: b",
        "{a}",
        "a,b",
        "${?X}",
        "<<",
        "on",
        "0o17",
        "'\\''",
        '\\"',
        "`id`",
        "%h",
        "-e",
        "export ",
    ),
)
values = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
anything = values | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
