"""Pages: lines of words, and how they are laid out for a terminal, a pipe, or a test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

import attrs

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Sort = Literal["title", "heading", "told", "aside"]
_STYLES: dict[Sort, str] = {"title": "bold", "heading": "bold cyan", "told": "", "aside": "dim"}
_SET_IN = 2


@attrs.frozen
class Line:
    """A line of a page; it is as long as it is, and laid out where it is drawn."""

    text: str = ""
    head: str = ""
    """What it is of, which stands before the text."""
    depth: int = 0
    """How far it is set in."""
    sort: Sort = "told"

    @property
    def between(self) -> str:
        """What stands between the head and the text: nothing but a space before a path."""
        if not self.head or not self.text:
            return ""
        return " " if self.text.startswith("[") else ": "

    def __str__(self) -> str:
        return f"{self.head}{self.between}{self.text}"


def aired(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines with an empty one before each heading, for a screen.

    >>> [str(line) for line in aired([Line("on 2 May"), Line("TRADE", sort="heading")])]
    ['on 2 May', '', 'TRADE']
    """
    before = ""
    for line in lines:
        if line.sort == "heading" and before:
            yield Line()
        yield line
        before = str(line)


def draw(lines: Iterable[Line], console: Console) -> None:
    """Lines on a console, as wide as it is; no word is broken."""
    for line in lines:
        for text in _laid_out(line, console):
            console.print(text, soft_wrap=True, highlight=False)


def plain(lines: Iterable[Line], width: int = 100) -> str:
    """Lines as plain text of some width: the same words.

    >>> page = plain([Line("signed on 19 July 2022", "Gazprom", depth=1)], 24)
    >>> page.splitlines()
    ['  Gazprom: signed on', '    19 July 2022']
    """
    from rich.console import Console

    held = StringIO()
    console = Console(file=held, width=width, force_terminal=False, color_system=None)
    draw(lines, console)
    return held.getvalue().rstrip("\n")


def _laid_out(line: Line, console: Console) -> Iterator[Text]:
    from rich.text import Text

    text = Text(_flowing(str(line)), style=_STYLES[line.sort])
    if line.head:
        text.stylize("bold", 0, len(_flowing(line.head)))
    indent = " " * _SET_IN * line.depth
    hanging = indent if line.sort in ("title", "heading") else f"{indent}{' ' * _SET_IN}"
    width = max(console.width - len(hanging), 20)
    at = 0
    for number, part in enumerate(
        wrap(text.plain, width, break_long_words=False, break_on_hyphens=False) or [""]
    ):
        at = text.plain.index(part, at)
        yield Text(hanging if number else indent) + text[at : at + len(part)]
        at += len(part)


def _flowing(text: str) -> str:
    """A text without line breaks of its own, such as a note of several lines has."""
    return re.sub(r"[ \t\n\v\f\r]+", " ", text)
