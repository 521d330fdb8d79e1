"""Rows of a file of separated values, one after another: cells by the name of their column.

A file may be packed: `.gz`, or `.zip` with one file in it or the `member` that is named. Nothing
is held but the row at hand. A row is counted as spreadsheets count, the header being row 1.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import lru_cache
from os import PathLike
from typing import Any, Literal, NoReturn

import attrs
from pendulum import Date

from ..errors import ChronicleError, InputError, Problem, near, shown
from ..files.disk import as_path, asking
from .layouts import MOST, first_line, layout_of
from .layouts import Layout as Layout
from .packed import Lines, check_encoding, of_file, opened, unpacking

Tell = Callable[[*tuple[Problem, ...]], None]
"""What is called with all that is wrong with one row."""


class CellError(InputError):
    """A cell holds what its column cannot.

    >>> row = Row("f.csv", 2, ("x",), {"Event ID": 0})
    >>> try:
    ...     row.whole("Event ID")
    ... except CellError as error:
    ...     print(error)
    f.csv: row 2, column 'Event ID': found 'x'; expected a whole number from 0
    """


class Row:
    """A row of a file: `row["Event ID"]` is a cell as text, without space around it.

    `day`, `whole` and `of` read a cell; what they cannot read is a `CellError` with the row and
    the column.

    >>> row = Row("f.csv", 2, (" 2014-03-02 ", "7"), {"day": 0, "number": 1})
    >>> row["day"], row.day("day"), row.whole("number"), row.get("note")
    ('2014-03-02', Date(2014, 3, 2), 7, '')
    """

    __slots__ = ("_cells", "_places", "file", "number")

    def __init__(
        self, file: str, number: int, cells: Sequence[str], places: Mapping[str, int]
    ) -> None:
        self.file, self.number = file, number
        self._cells, self._places = cells, places

    def __getitem__(self, column: str) -> str:
        return self._cells[self._places[column]].strip()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are there, by the names by which they are asked for."""
        return tuple(self._places)

    @property
    def others(self) -> tuple[str, ...]:
        """The cells of columns that nobody asks for by a name."""
        told = set(self._places.values())
        return tuple(cell.strip() for at, cell in enumerate(self._cells) if at not in told)

    def get(self, column: str) -> str:
        """A cell of a column that may be missing: empty where it is."""
        place = self._places.get(column)
        return "" if place is None else self._cells[place].strip()

    def day(self, column: str, read: Callable[[str], Date | None] | None = None) -> Date:
        """The day in a cell: YYYY-MM-DD, or as `read` has it, which gives None for no day."""
        found = (read or iso_day)(self[column])
        if found is None:
            self.refuse(column, "a day such as 2014-03-02")
        return found

    def whole(self, column: str, low: int | None = 0, most: int = 15) -> int:
        """The whole number in a cell, from `low`, of at most so many digits."""
        text = self[column].removesuffix(".0")
        digits = text.removeprefix("-")
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= most
        if not is_number or (low is not None and int(text) < low):
            least = "" if low is None else f" from {low}"
            longest = f" of at most {most:,} digits" if len(digits) > most else ""
            self.refuse(column, f"a whole number{least}{longest}")
        return int(text)

    def digits(self, column: str) -> str:
        """The number in a cell that is the name of something, as its digits."""
        text = self[column].removesuffix(".0")
        if not (text.isascii() and text.isdigit()):
            self.refuse(column, "a number of digits alone")
        return text

    def of(self, column: str, words: Mapping[str, Any]) -> Any:
        """What a word in a cell stands for."""
        text = self[column]
        if text not in words:
            alike = near(text, words)
            advice = f"near it: {', '.join(alike)}" if alike else ""
            self.refuse(column, f"one of {', '.join(words)}", advice)
        return words[text]

    def refuse(self, column: str, expected: str, advice: str = "") -> NoReturn:
        """Refuse a cell: with the file, the row, the column, and what was found in it."""
        raise CellError(self.problem(column, shown(self.get(column)), expected, advice))

    def located(self, problem: Problem) -> Problem:
        """A problem that says of which row it is."""
        if problem.file:
            return problem
        where = f"{self.file}: row {self.number}"
        told = f"{where}: {problem.where}" if problem.where else where
        return attrs.evolve(problem, where=told, file=self.file)

    def problem(self, column: str, found: str, expected: str, advice: str = "") -> Problem:
        """A problem of a cell of this row."""
        return _of_row(self.file, self.number, found, expected, advice, column)


@lru_cache(maxsize=65536)
def iso_day(text: str) -> Date | None:
    """The day of a text YYYY-MM-DD, or of the first ten letters of a time; None for no day.

    >>> iso_day("2014-03-02 00:00:00.000")
    Date(2014, 3, 2)
    """
    if len(text) > 10 and text[10] not in " T":
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return Date(day.year, day.month, day.day) if text[4] == "-" == text[7] else None


@lru_cache(maxsize=65536)
def compact_day(text: str) -> Date | None:
    """The day of a text YYYYMMDD, or of the first eight of fourteen digits; None for no day.

    >>> compact_day("20140302"), compact_day("20140302151500")
    (Date(2014, 3, 2), Date(2014, 3, 2))
    """
    if len(text) not in (8, 14) or not (text.isascii() and text.isdigit()):
        return None
    return iso_day(f"{text[:4]}-{text[4:6]}-{text[6:8]}")


def rows(
    path: str | PathLike[str],
    layouts: Sequence[Layout],
    *,
    encoding: str = "utf-8",
    member: str = "",
    told: Tell,
    headed: Callable[[Row], None] | None = None,
) -> Iterator[Row]:
    r"""The rows of a file in one of several layouts; what is wrong with a row is told.

    A file that is not there is a `MissingError`; one that cannot be unpacked, or whose columns
    fit no layout, is a `ChronicleError`. Rows with too many or too few cells, and bytes that
    are no text, are `told`, a row at a time, and passed over. `headed` is called with the row of
    the header, if there is one; its `others` are the columns that no layout asks for.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = as_path(f"{folder}/f.csv")
    ...     _ = file.write_text("a,b\n1,2\n")
    ...     [(row.number, row["b"]) for row in rows(file, [Layout(needed=("a", "b"))], told=print)]
    [(2, '2')]
    """
    source = as_path(path)
    check_encoding(encoding)
    with ExitStack() as held, asking(source), unpacking(source):
        lines = Lines(str(source), opened(source, member, held), encoding)
        held.callback(lines.let_go)
        yield from _read(lines, layouts, told, headed)


def _read(
    lines: Lines,
    layouts: Sequence[Layout],
    told: Tell,
    headed: Callable[[Row], None] | None,
) -> Iterator[Row]:
    name = lines.name
    delimiter = next((at.delimiter for at in layouts if at.delimiter), "")
    first, before = first_line(lines, layouts, delimiter or ",")
    if wrong := lines.taken():
        told(*wrong)
    if not first.strip():
        raise ChronicleError(of_file(name, "no line", "a file of rows", "is it the right file?"))
    delimiter = delimiter or ("\t" if "\t" in first else ",")
    quoted = delimiter != "\t" or (first[0] == '"' and any(at.header for at in layouts))
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    lines.put_back(first)
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=quoted)
    places, width, number = None, 0, before
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            told(*(lines.taken() or [_of_row(name, number, *_wrong(error))]))
            continue
        if wrong := lines.taken():
            told(*wrong)
            continue
        if cells is None:
            return
        if places is None:
            places, header = layout_of(name, cells, layouts)
            width = len(cells)
            if header:
                if headed is not None:
                    headed(Row(name, number, cells, places))
                continue
        if len(cells) == width:
            yield Row(name, number, cells, places)
        elif cells:
            told(_of_row(name, number, f"{len(cells)} cells", f"{width}, as in the first row"))


def _wrong(error: csv.Error) -> tuple[str, str, str]:
    """What is wrong with a row that cannot be parted, what was expected, and what to do."""
    if "field larger" in str(error):
        advice = "is a quote not closed before it?"
        return f"a cell of more than {MOST:,} letters", "a shorter one", advice
    return str(error), "cells in whole quotes", ""


def _of_row(
    file: str, number: int, found: str, expected: str, advice: str = "", column: str = ""
) -> Problem:
    where = f"{file}: row {number}" + (f", column {column!r}" if column else "")
    return Problem(where, found, expected, advice, path=column, file=file)


def several(items: Iterable[str]) -> tuple[str, ...]:
    """Texts that say something, each once, in their order.

    >>> several(["a ", "", "b", "a"])
    ('a', 'b')
    """
    return tuple(dict.fromkeys(item for item in map(str.strip, items) if item))
