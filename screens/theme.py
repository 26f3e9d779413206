"""The program's own dark and light themes: three weights of text, one accent, three state colours."""

from textual.theme import Theme

WITHOUT_COLOUR = "ansi-dark"
"""The theme for NO_COLOR: it leaves the terminal's own colours as they are, where others would turn to greys."""

DARK = Theme(
    name="clearml-cognito",
    primary="#5EB1EF",
    accent="#7CD4C4",
    secondary="#8FA3BF",
    success="#7BC77E",
    warning="#E5B567",
    error="#EF7A78",
    foreground="#DCE3EE",
    background="#10151F",
    surface="#161D2A",
    panel="#1E2736",
    dark=True,
    variables={
        "footer-key-foreground": "#7CD4C4",
        "footer-background": "#161D2A",
        "border": "#2C384C",
        "input-selection-background": "#5EB1EF 35%",
    },
)

LIGHT = Theme(
    name="clearml-cognito-light",
    primary="#1D6FB8",
    accent="#0B7A75",
    secondary="#5B6B82",
    success="#2B7A3B",
    warning="#8F5B00",
    error="#B3261E",
    foreground="#1B2330",
    background="#F7F8FA",
    surface="#EEF1F5",
    panel="#E2E7EE",
    dark=False,
    variables={"footer-key-foreground": "#0B7A75", "footer-background": "#EEF1F5", "border": "#C3CCD9"},
)
