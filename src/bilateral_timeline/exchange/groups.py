"""Rows of a file that belong together, such as those of a dispute, and one beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Protocol

import attrs

from ..errors import Problem, shown
from .rows import CellError, Row, Tell


@attrs.frozen
class Group:
    """Rows of one key that stand one after another, and the row of that key in a second file.

    >>> rows = [Row("f.csv", at, (key,), {"id": 0}) for at, key in enumerate("aab", 2)]
    >>> group = Group("a", tuple(rows[:2]))
    >>> len(group), group.first.number
    (2, 2)
    """

    key: str
    rows: tuple[Row, ...]
    beside: Row | None = None
    years: frozenset[int] = frozenset()
    """The years that the file tells, where a group cannot be told without them."""

    @property
    def first(self) -> Row:
        """The first of its rows."""
        return self.rows[0]

    def __len__(self) -> int:
        return len(self.rows)

    def located(self, problem: Problem) -> Problem:
        """A problem that says from which row on its rows stand."""
        return self.first.located(problem)


class TellRows(Protocol):
    """What is called with all that is wrong with some rows, and how many they are."""

    def __call__(self, *problems: Problem, rows: int = 1) -> None:
        """Take note of it."""


def grouped(
    rows: Iterable[Row],
    key: Callable[[Row], str],
    told: TellRows,
    beside: dict[str, Row] | None = None,
    *,
    scattered: bool = False,
) -> Iterator[Group]:
    """Groups of rows; a row whose key cannot be read is told, and so is a key that comes again.

    Rows that stand `scattered` over the file are gathered first: it is held whole.

    >>> rows = [Row("f.csv", at, (key,), {"id": 0}) for at, key in enumerate("aab", 2)]
    >>> [(group.key, len(group)) for group in grouped(rows, lambda row: row["id"], print)]
    [('a', 2), ('b', 1)]
    """
    found = beside or {}
    if scattered:
        gathered: dict[str, list[Row]] = {}
        for name, row in _keyed(rows, key, told):
            gathered.setdefault(name, []).append(row)
        yield from (Group(name, tuple(held), found.get(name)) for name, held in gathered.items())
        return
    seen: dict[str, int] = {}
    for name, held in groupby(_keyed(rows, key, told), key=lambda pair: pair[0]):
        group = Group(name, tuple(row for _, row in held), found.get(name))
        if name in seen:
            where = f"{group.first.file}: row {group.first.number}"
            found_again = f"{shown(name)} again, after rows of another"
            expected = f"its rows one after another, from row {seen[name]} on"
            advice = "sort the file"
            problem = Problem(where, found_again, expected, advice, file=group.first.file)
            told(problem, rows=len(group))
            continue
        seen[name] = group.first.number
        yield group


def by_key(rows: Iterable[Row], key: Callable[[Row], str], told: Tell) -> dict[str, Row]:
    """The row of each key; a second of the same is told.

    >>> rows = [Row("f.csv", at, (key,), {"id": 0}) for at, key in enumerate("aab", 2)]
    >>> found = by_key(rows, lambda row: row["id"], print)
    f.csv: row 3: found 'a' again; expected one row of each, as row 2 has it
    >>> [*found]
    ['a', 'b']
    """
    found = dict[str, Row]()
    for name, row in _keyed(rows, key, told):
        if name in found:
            where = f"{row.file}: row {row.number}"
            expected = f"one row of each, as row {found[name].number} has it"
            told(Problem(where, f"{shown(name)} again", expected, file=row.file))
        found.setdefault(name, row)
    return found


def _keyed(rows: Iterable[Row], key: Callable[[Row], str], told: Tell) -> Iterator[tuple[str, Row]]:
    for row in rows:
        try:
            name = key(row)
        except CellError as error:
            told(*error.problems)
            continue
        yield name, row
