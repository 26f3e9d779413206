"""Keys that several screens have in common."""

from textual.binding import Binding


def looks_again(tooltip: str, action: str = "look_again", name: str = "Look again") -> Binding:
    """The key that repeats a step's look: `r`, and F5 also from within a field.

    Args:
        tooltip: what is looked at again.
        action: the screen's action.
        name: its name in the footer.
    """
    return Binding("r,f5", action, name, id="step.again", tooltip=tooltip)
