"""Text of several paragraphs, each of which keeps its own left edge where it runs on to the next line."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

# What stands before the text of a line: a sign, a label and the blanks behind it, or the indent alone.
_LEAD = re.compile(r"\s*\S(?:[^\s]| (?! )){0,18}\s{2,}(?=\S)|\s*[^\w\s(\"'] (?=\S)|\s*")
_DEEPEST = 24


class Prose(Widget):
    """Lines wrapped with a hanging indent: behind a sign, a label or an indent, text runs on under itself.

    Args:
        content: the lines; none of it is read as markup.
    """

    DEFAULT_CSS = "Prose { height: auto; }"

    def __init__(self, content: Content | str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._content = _content(content)

    @property
    def text(self) -> str:
        """What it says, before it is wrapped."""
        return self._content.plain

    def update(self, content: Content | str) -> None:
        """Show something else."""
        self._content = _content(content)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(hanging(self._content, width))

    def render(self) -> RenderResult:
        return Content("\n").join(hanging(self._content, self.size.width))


def hanging(content: Content, width: int) -> list[Content]:
    """The lines of `content` wrapped at `width` cells, what runs on indented under where its text began."""
    wrapped: list[Content] = []
    for line in content.split("\n", allow_blank=True):
        lead = _lead(line.plain, width)
        first = line.wrap(max(width, 1))
        if len(first) < 2 or not lead:
            wrapped += first
            continue
        head, rest = line.divide([lead])
        body = rest.wrap(max(width - cell_len(head.plain), 8))
        wrapped.append(Content.assemble(head, body[0]))
        wrapped += [part.pad_left(cell_len(head.plain)) for part in body[1:]]
    return wrapped


def _lead(line: str, width: int) -> int:
    found = _LEAD.match(line)
    end = found.end() if found else 0
    return end if end <= min(_DEEPEST, width // 2) else len(line) - len(line.lstrip())


def _content(content: Content | str) -> Content:
    return content if isinstance(content, Content) else Content(content)
