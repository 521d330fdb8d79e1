"""Layouts: what the columns of a file are called, and on which line it says so."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache

import attrs

from ..errors import ChronicleError, cut, shown
from .packed import Lines, of_file

MOST = 2**27
"""So many letters a cell may have. The limit is one for all of a process that reads by `csv`,
and is never made less; it keeps a quote that nobody closed from filling the memory."""
csv.field_size_limit(max(MOST, csv.field_size_limit()))


@attrs.frozen(kw_only=True)
class Layout:
    """What the columns of a file are called, and how its cells are parted.

    `needed` are the columns without which it is no file of this layout; `optional` ones are
    empty where they are missing. A column may have several names, parted by `|`, the first of
    which is the one it is asked for. Case, spaces, points and underscores make no difference. One
    without a name is called as the one before it, with a question mark: `Year of order?`.
    Without a header, a file has as many columns as `needed`, in their order.

    >>> layout = Layout(needed=("Deal|Deal ID", "Year"), optional=("Note",))
    >>> layout.places(["year", "deal id"])
    {'Deal': 1, 'Year': 0}
    >>> layout.missing(["Deal"])
    ['Year']
    """

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    header: bool = True
    delimiter: str = ""
    """What parts the cells; empty: the tab if the first line has one, else the comma."""
    lead: int = 0
    """How many lines of words may stand before the header."""
    rest: bool = False
    """Whether all other columns count too, each by its own name: see `Row.columns`."""
    of_json: str = "JSON is not read here"
    """What to do with a file that looks like JSON."""

    def places(self, header: Sequence[str]) -> dict[str, int] | None:
        """Where each column stands; None where one that is needed is missing."""
        named = [
            name if name.strip() or not at else f"{header[at - 1].strip()}?"
            for at, name in enumerate(header)
        ]
        held = {_folded(name): place for place, name in reversed(list(enumerate(named)))}
        found = dict[str, int]()
        for names in (*self.needed, *self.optional):
            asked = names.split("|")
            place = next((held[n] for n in map(_folded, asked) if n in held), None)
            if place is not None:
                found[asked[0]] = place
            elif names in self.needed:
                return None
        if self.rest:
            told = set(found.values())
            found |= {name.strip(): at for at, name in enumerate(named) if at not in told}
        return found

    def missing(self, header: Sequence[str]) -> list[str]:
        """The columns that are needed and not there."""
        held = set(map(_folded, header))
        return [n for n in self.needed if held.isdisjoint(map(_folded, n.split("|")))]


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter not in " ._-\ufeff")


def first_line(lines: Lines, layouts: Sequence[Layout], delimiter: str) -> tuple[str, int]:
    r"""The line with the header, and how many stand before it; the first one where none has it.

    >>> import io
    >>> lines = Lines("f.csv", io.BytesIO(b"words\na,b\n"), "utf-8")
    >>> first_line(lines, [Layout(needed=("a", "b"), lead=9)], ",")
    ('a,b\n', 1)
    """
    first = next(lines, "")
    line, lead = first, max(layout.lead for layout in layouts)
    for before in range(lead + 1 if lead else 0):
        if any(layout.places(_cells(line, delimiter)) for layout in layouts if layout.header):
            return line, before
        if (line := next(lines, "")) == "":
            break
    return first, 0


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line that may be words; none where it cannot be parted."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def layout_of(
    name: str, header: list[str], layouts: Sequence[Layout]
) -> tuple[dict[str, int], bool]:
    """Where the columns of a file stand, and whether its first row names them.

    >>> layout_of("f.csv", ["b", "a"], [Layout(needed=("a", "b"))])
    ({'a': 1, 'b': 0}, True)
    """
    for layout in layouts:
        if layout.header and (places := layout.places(header)) is not None:
            return places, True
        if not layout.header and len(header) == len(layout.needed):
            return {column: place for place, column in enumerate(layout.needed)}, False
    named = [layout for layout in layouts if layout.header]
    if not named:
        counts = " or ".join(str(len(layout.needed)) for layout in layouts)
        advice = (
            layouts[0].of_json if _is_json(header) else "is it the right file? It has no header"
        )
        raise ChronicleError(of_file(name, f"{len(header)} columns", f"{counts} columns", advice))
    nearest = min(named, key=lambda layout: len(layout.missing(header)))
    missing = ", ".join(shown(column.partition("|")[0]) for column in nearest.missing(header))
    for mark in ";", "\t", ",", "|":
        parted = header[0].split(mark) if len(header) == 1 else []
        if len(parted) > 1 and not nearest.missing([one.strip(' "') for one in parted]):
            told = f"the delimiter {nearest.delimiter or ','!r}"
            advice = "save the file as CSV with that delimiter"
            raise ChronicleError(of_file(name, f"the delimiter {mark!r}", told, advice))
    if _is_json(header):
        expected = f"rows of CSV with the columns {missing}"
        raise ChronicleError(of_file(name, "what looks like JSON", expected, nearest.of_json))
    found = f"the columns {cut(', '.join(map(str.strip, header)), 1_000)}"
    raise ChronicleError(of_file(name, found, f"the columns {missing} too"))


def _is_json(header: Sequence[str]) -> bool:
    """Whether a first line is sooner one of JSON than the names of columns."""
    return bool(header and re.match(r'\s*(\{|\[\s*([\[\]{"0-9]|$))', header[0]))
