"""HTML: lines of words as a part of a page, for a notebook of any theme.

It takes the colours and the letters of the page that it stands in, and has no script, no style
sheet and nothing that is fetched. All that it shows is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

import attrs

from .page import Line, Sort

_STYLES: dict[Sort, str] = {
    "title": "font-size:1.25em;font-weight:bold;margin:0 0 .2em",
    "heading": "font-weight:bold;letter-spacing:.04em;margin:.7em 0 .1em",
    "told": "",
    "aside": "opacity:.7;font-size:.92em;margin-top:.4em",
}
_PAGE = "max-width:52em;line-height:1.45;text-align:left;overflow-wrap:break-word"
_SUMMARY = "cursor:pointer;padding-left:1.1em;text-indent:-1.1em"
_CELL = "text-align:left;vertical-align:top;padding:.1em 1.2em .1em 0"
_HANGING = 1.3  # how far a line is set in at each depth


@attrs.frozen
class Block:
    """Lines below a first one, which opens and closes them."""

    first: Line
    below: Sequence[Line]
    is_open: bool = False


def page(parts: Iterable[Line | Block]) -> str:
    """Lines, and blocks of them, as HTML.

    >>> print(page([Line("a < b", "Who", depth=1)]).partition(">")[2])
    <div><b>Who</b>: a &lt; b</div></div>
    """
    held = list(parts)
    least = min((_first(part).depth for part in held), default=0)
    drawn = (_block(part) if isinstance(part, Block) else _line(part, least) for part in held)
    return f'<div style="{_PAGE}">{"".join(drawn)}</div>'


def in_blocks(lines: Iterable[Line]) -> Iterator[Line | Block]:
    """Lines with what stands below each heading as a block, and without those that are empty."""
    heading: Line | None = None
    below: list[Line] = []
    for line in lines:
        if line == Line() or (line.depth and heading is not None):
            below += [line] if line != Line() else []
            continue
        if heading is not None:
            yield Block(heading, below, is_open=True)
        heading, below = (line, []) if line.sort == "heading" else (None, [])
        if heading is None:
            yield line
    if heading is not None:
        yield Block(heading, below, is_open=True)


def table(title: Line, head: Sequence[str], rows: Iterable[Sequence[str]], more: str = "") -> str:
    """A table of texts below a title."""
    names = "".join(f'<th style="{_CELL}">{_text(name)}</th>' for name in head)
    cells = ("".join(f'<td style="{_CELL}">{_text(cell)}</td>' for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    aside = _line(Line(more, sort="aside")) if more else ""
    drawn = f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div style="{_PAGE}">{_line(title)}{drawn}{aside}</div>'


def as_is(text: str) -> str:
    """A text of several lines as it stands at a prompt."""
    return f'<pre style="white-space:pre-wrap">{_text(text)}</pre>'


def _block(block: Block) -> str:
    below = "".join(map(_line, block.below))
    if not below:
        return _line(block.first)
    first, is_open = block.first, " open" if block.is_open else ""
    style = f"{_SUMMARY};{_STYLES[first.sort]}"
    return f'<details{is_open}><summary style="{style}">{_said(first)}</summary>{below}</details>'


def _first(part: Line | Block) -> Line:
    return part.first if isinstance(part, Block) else part


def _line(line: Line, least: int = 0) -> str:
    """A line, set in by how much deeper it is than the least deep."""
    depth = line.depth - least
    indent = f"margin:.15em 0 .15em {_HANGING * depth:g}em;" if depth else ""
    style = f"{indent}{_STYLES[line.sort]}"
    return f'<div style="{style}">{_said(line)}</div>' if style else f"<div>{_said(line)}</div>"


def _said(line: Line) -> str:
    head = f"<b>{_text(line.head)}</b>" if line.head else ""
    return f"{head}{line.between}{_text(line.text)}"


def _text(text: str) -> str:
    return escape(text, quote=True)
