"""Panels of a pair: a row for each period, of values at its end and of what held within it.

They are what the command `panel` prints. In Python, `timeline.series` gives the values of a path,
and `frames.panel` the panel of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import attrs
from pendulum import Date

from ..arguments import KnownBy, Period, in_turn, known_day, mode_of, period_ends
from ..dates.when import LAST_DAY, Certainty, Day, Mode, to_day
from ..errors import DateError, InputError, MissingError, Problem, near, shown
from ..projections.paths import branches
from ..records.display import brief
from ..records.values import Money, Quantity, Unknown
from ..relations.claims import Claims
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.relationship import Relationship, RelationshipProjection
from ..timeline import Timeline

Cell = str | int | Decimal | date | None
"""What stands in a row: None where it is Unknown."""


@attrs.frozen
class Panel:
    """A row for each period: the pair, its first and last day, and a cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    """What may be a slip: a value that was asked about and never held."""


def pair_panel(
    timeline: Timeline[Relationship],
    asked: Iterable[str],
    *,
    every: Period = "month",
    after: Day | None = None,
    until: Day | None = None,
    known_by: KnownBy = None,
    mode: Mode = "certain",
) -> Panel:
    """What a pair was in each period that ends in (after, until], by default of the coverage.

    What is `asked` is a path, for its value at the end of the period: one column, or `.low`,
    `.best`, `.high` and `.unit` of an amount; of claims the best one. Or it is `path=value`: 1
    if that was its value at the end of any day of the period, 0 if at the end of none. A cell is
    None where the value is Unknown, or where a day is Unknown on which it might have held; truth
    is 1 or 0. With `known_by="then"`, each period is as known at its end.

    Costs one sweep over the events of the part for each path.

    >>> from bilateral_timeline import load_chronicle
    >>> timeline = load_chronicle("russia-iran")
    >>> path = "memberships.sco.IR.status"
    >>> asked = [path, f"{path}=full"]
    >>> found = pair_panel(timeline, asked, every="year", after="2021", until="2023")
    >>> found.columns[2:]
    ('first', 'last', 'memberships.sco.IR.status', 'memberships.sco.IR.status=full')
    >>> [row[4:] for row in found.rows]
    [(None, None), ('full', 1)]
    """
    projection = timeline.projection
    if not isinstance(projection, RelationshipProjection):
        expected = "one of a relationship, such as bt.load_chronicle gives"
        raise InputError(Problem("panel", f"a timeline of {shown(projection)}", expected))
    low, high = _bounds(timeline, after, until)
    ends = [*period_ends(low, high, every)]
    if not ends:
        expected = "one at least"
        found = f"no {every} that ends after {low} and by {high}"
        raise DateError(Problem("panel: days", found, expected))
    known_day(known_by, high)  # refused before anything is worked out
    question = _Question(timeline, every, (low, *ends), known_by, mode_of(mode))
    columns: dict[str, Sequence[Cell]] = {}
    notes: list[str] = []
    for one in asked:
        path, equals, value = one.partition("=")
        if equals and not value:
            expected, advice = "PATH=VALUE, or PATH alone", f"{path} alone gives its value"
            raise InputError(Problem("panel", f"{shown(one)}, without a value", expected, advice))
        columns |= question.held(path, value, notes) if equals else question.at_ends(path)
    starts = [Date.fromordinal(day.toordinal() + 1) for day in (low, *ends[:-1])]
    head = ("party_1", "party_2", "first", "last")
    rows = zip(starts, ends, *columns.values(), strict=True)
    return Panel((*head, *columns), tuple((*projection.pair, *row) for row in rows), tuple(notes))


def _bounds(timeline: Timeline[Any], after: Day | None, until: Day | None) -> tuple[Date, Date]:
    coverage = timeline.coverage
    low = None if after is None else to_day(after, "after")
    high = coverage.through if until is None else to_day(until, "until")
    if low is None and coverage.from_ is not None:
        low = Date.fromordinal(max(coverage.from_.toordinal() - 1, 1))
    if low is None or high is None:
        raise InputError(Problem("panel", "no bounds, and a log without events", "both of them"))
    return in_turn(low, high)


@attrs.frozen
class _Question:
    """What is asked of a timeline: which periods, known by when."""

    timeline: Timeline[Relationship]
    every: Period
    days: tuple[Date, ...]
    """The day before the first period, and the last day of each."""
    known_by: KnownBy
    mode: Mode

    def at_ends(self, path: str) -> Mapping[str, Sequence[Cell]]:
        """The columns of a path: its value at the end of each period."""
        values = self._values(path, self.every, self.days[0], self.days[-1], self.known_by)
        sorts = [*values, self._at_last(path)]
        columns: dict[str, Sequence[Cell]] = {}
        amounts = [value for value in sorts if isinstance(value, Quantity | Money)]
        others = [v for v in sorts if v is not Unknown and not isinstance(v, Quantity | Money)]
        if others or not amounts:
            columns[path] = [_cell(value) for value in values]
        if amounts:
            held = [value if isinstance(value, Quantity | Money) else None for value in values]
            for name in ("low", "best", "high"):
                columns[f"{path}.{name}"] = [None if v is None else getattr(v, name) for v in held]
            columns[f"{path}.unit"] = [None if v is None else v.measure for v in held]
        return columns

    def held(self, path: str, wanted: str, notes: list[str]) -> Mapping[str, Sequence[Cell]]:
        """The column of whether a path had a value at the end of any day of each period."""
        found: dict[str, None] = {}
        column: list[Cell] = []
        for values in self._by_day(path):
            told = [_text(value) for value in values]
            if any(isinstance(value, Quantity | Money) for value in values):
                found_, expected = f"{path}, which is an amount", "the path of words, or of a truth"
                advice = f"give {path} alone, for its numbers"
                raise InputError(Problem(f"panel: {path}={wanted}", found_, expected, advice))
            found |= dict.fromkeys(text for text in told if text is not None)
            is_held = any(_says(text, wanted) for text in told)
            column.append(1 if is_held else None if None in told else 0)
        if found and 1 not in column:
            alike = near(wanted, found)
            told_ = f"near it: {', '.join(alike)}" if alike else f"it is {', '.join([*found][:8])}"
            notes.append(f"{path} is {shown(wanted)} on none of these days; {told_}")
        return {f"{path}={wanted}": column}

    def _by_day(self, path: str) -> Iterator[Sequence[Any]]:
        """The values at the end of each day, period by period."""
        if self.known_by == "then":
            for before, end in pairwise(self.days):
                yield self._values(path, "day", before, end, end)
            return
        values = self._values(path, "day", self.days[0], self.days[-1], self.known_by)
        first = self.days[0].toordinal()
        for before, end in pairwise(self.days):
            yield values[before.toordinal() - first : end.toordinal() - first]

    def _values(
        self, path: str, every: Period, after: Date, until: Date, known_by: KnownBy
    ) -> Sequence[Any]:
        asked: dict[str, Any] = {"after": after, "until": until, "known_by": known_by}
        series = self.timeline.series(path, every=every, mode=self.mode, **asked)
        return [_best(value, path) for value in series.values()]

    def _at_last(self, path: str) -> Any:
        """The value by all that is told: amounts have the same columns in every period."""
        try:
            return _best(self.timeline.as_of(LAST_DAY, mode=self.mode).at(path), path)
        except MissingError:
            return Unknown


def _best(value: Any, path: str) -> Any:
    """A value of which one thing is told; a part of the state is refused."""
    if isinstance(value, Claims):
        value = value.best
    parts = branches(value)
    if parts is not None or isinstance(value, Entry | Facet):
        below = ", ".join(f"{path}.{name}" for name in [*(parts or {})][:3])
        expected = "the path of a value"
        advice = f"such as {below}" if below else ""
        raise InputError(
            Problem("panel", f"{path}, which is a part of the state", expected, advice)
        )
    return Unknown if value is Certainty.UNKNOWN else value


def _cell(value: Any) -> Cell:
    """A value as it stands in a row."""
    if value is Unknown:
        return None
    if isinstance(value, bool | Certainty):
        return int(value is True or value is Certainty.YES)
    if isinstance(value, int | Decimal | date | str):
        return value
    if value is None:
        return "none"
    if isinstance(value, tuple | list | set | frozenset):
        return "; ".join(str(_cell(each)) for each in value)
    return brief(value, 1000)


def _text(value: Any) -> str | None:
    cell = _cell(value)
    return None if cell is None else str(cell)


_TRUTHS = {"yes": "1", "true": "1", "no": "0", "false": "0"}


def _says(text: str | None, wanted: str) -> bool:
    return text is not None and text in (wanted, _TRUTHS.get(wanted.casefold(), wanted))
