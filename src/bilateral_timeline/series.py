"""Series: a value at the end of each period; also a table, for whatever reads Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import isinf
from typing import Any, overload

from pendulum import Date

from .errors import ExtraError
from .projections.paths import differ
from .records.display import Drawn, brief, screen
from .records.values import Money, Quantity, Unknown

Point = tuple[Date, Any]
_EPOCH = Date(1970, 1, 1).toordinal()


class Series(Drawn):
    """A value at the end of each period: pairs of a day and a value, in order of the days.

    It is read like a tuple, and equal to the tuple of its pairs. It is no `Sequence`, as tables
    would then read it row by row: `polars.DataFrame(series)`, `pyarrow.table(series)` and
    `pandas.DataFrame.from_arrow(series)` take it as columns, and DuckDB as a table.

    The columns are `day` and, of a Quantity, `low`, `best`, `high` and `unit`; of Money the same
    with `currency`; of anything else `value`: a number, a truth value, a date, or text. `told` is
    false where the value is Unknown, and where a value is missing it is null, never zero. Numbers
    are floating-point numbers there. The table needs nanoarrow: `bilateral-timeline[tables]`.

    >>> from bilateral_timeline import load_chronicle
    >>> timeline = load_chronicle("russia-iran")
    >>> timeline.series("commitments.su-35.status", after="2022-10", until="2023-04")
    Series of commitments.su-35.status, 6 days
      2022-11-30             Unknown
      2022-12-31 2023-02-28  'open' (3)
      2023-03-31             'possibly overdue'
      2023-04-30             'overdue'
      ask next: [-1], .values(), polars.DataFrame(series)
    """

    __slots__ = ("_points", "name", "question")

    def __init__(self, points: Iterable[Point], name: str = "", question: Any = None) -> None:
        self._points = tuple(points)
        self.name = name
        """The path, or the name of the function, that it was asked of."""
        self.question = question
        """The timeline that was asked; None in a copy."""

    @overload
    def __getitem__(self, at: int) -> Point: ...
    @overload
    def __getitem__(self, at: slice) -> Series: ...
    def __getitem__(self, at: Any) -> Any:
        found = self._points[at]
        return Series(found, self.name, self.question) if isinstance(at, slice) else found

    def __iter__(self) -> Iterator[Point]:
        return iter(self._points)

    def __reversed__(self) -> Iterator[Point]:
        return reversed(self._points)

    def __len__(self) -> int:
        return len(self._points)

    def __contains__(self, point: object) -> bool:
        return point in self._points

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Series | tuple):
            return NotImplemented
        return self._points == (other._points if isinstance(other, Series) else other)

    def __hash__(self) -> int:
        return hash(self._points)

    def __reduce__(self) -> tuple[object, ...]:
        return Series, (self._points, self.name)

    def __repr__(self) -> str:
        rows = []
        for first, last, number, value in self.runs():
            many = f" ({number:,})" if number > 1 else ""
            until = "" if first == last else f" {last}"
            rows.append((f"{first}{until}", f"{brief(value)}{many}"))
        title = f"Series of {self.name}, {len(self):,} day{'' if len(self) == 1 else 's'}"
        return screen(title, rows, "[-1]", ".values()", "polars.DataFrame(series)")

    def days(self) -> tuple[Date, ...]:
        """The days."""
        return tuple(day for day, _ in self._points)

    def values(self) -> tuple[Any, ...]:
        """The values."""
        return tuple(value for _, value in self._points)

    def runs(self) -> Iterator[tuple[Date, Date, int, Any]]:
        """While the value stays the same: the first day, the last, how many, and the value."""
        number, before = 0, Unknown

        def run(point: Point) -> int:
            nonlocal number, before
            number, before = number + differ(before, point[1]), point[1]
            return number

        for _, group in groupby(self._points, run):
            points = [*group]
            yield points[0][0], points[-1][0], len(points), points[0][1]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """As a stream of Arrow data; what reads it casts it, so no schema is asked of it."""
        return self.to_arrow().__arrow_c_stream__()

    def to_arrow(self) -> Any:
        """As a nanoarrow stream, which is read once."""
        try:
            import nanoarrow
        except ImportError:
            needs = "a table of a series needs nanoarrow"
            raise ExtraError(f"{needs}: pip install 'bilateral-timeline[tables]'") from None
        types: Mapping[str, Any] = {
            "day": nanoarrow.date32(),
            "number": nanoarrow.float64(),
            "whole": nanoarrow.int64(),
            "truth": nanoarrow.bool_(),
            "text": nanoarrow.string(),
        }
        columns = self._columns()
        schema = nanoarrow.struct({name: types[of] for name, (of, _) in columns.items()})
        children = [nanoarrow.c_array(held, types[of]) for of, held in columns.values()]
        table = nanoarrow.c_array_from_buffers(
            schema, len(self), [None], null_count=0, children=children
        )
        return nanoarrow.c_array_stream(table)

    def _columns(self) -> dict[str, tuple[str, list[Any]]]:
        """The columns by name, each with the sort of what is in it."""
        values = [None if value is Unknown else value for value in self.values()]
        told = [value is not Unknown for value in self.values()]
        found = [value for value in values if value is not None]
        columns: dict[str, tuple[str, list[Any]]] = {"day": ("day", [*map(_day, self.days())])}
        for of, measure in ((Quantity, "unit"), (Money, "currency")):
            if found and all(isinstance(value, of) for value in found):
                for name in ("low", "best", "high"):
                    columns[name] = "number", [_float(value, name) for value in values]
                columns[measure] = "text", [value and value.measure for value in values]
                break
        else:
            sort, made = _sort_of(found)
            columns["value"] = sort, [None if value is None else made(value) for value in values]
        return columns | {"told": ("truth", told)}


def _day(day: date) -> int:
    return day.toordinal() - _EPOCH


def _float(value: Quantity | Money | None, name: str) -> float | None:
    number = None if value is None else getattr(value, name)
    return None if number is None else float(number)


def _text(value: Any) -> str:
    """A value as text that any table takes."""
    text = value if isinstance(value, str) else brief(value, 1000)
    return text.encode("utf-8", "replace").decode()


def _sort_of(values: list[Any]) -> tuple[str, Callable[[Any], Any]]:
    """The sort of the column that holds some values, and how each is put into it."""
    sorts = {_SORTS.get(type(value), "text") for value in values} or {"text"}
    if sorts == {"whole", "number"}:
        sorts = {"number"}
    (sort,) = sorts if len(sorts) == 1 else ("text",)
    if sort in _FITS and not all(map(_FITS[sort], values)):
        sort = "text"
    return sort, _MADE[sort]


def _is_whole(value: int) -> bool:
    """Whether a whole number has room in a column."""
    return -(1 << 63) <= value < 1 << 63


def _is_floating(value: Any) -> bool:
    """Whether a number has room in a column of floating-point numbers."""
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return False
    return bool(not isinf(number) or value == number)


_FITS: Mapping[str, Callable[[Any], bool]] = {"whole": _is_whole, "number": _is_floating}
_SORTS: Mapping[type, str] = {
    bool: "truth",
    int: "whole",
    **dict.fromkeys((float, Decimal, Fraction), "number"),
    **dict.fromkeys((date, Date), "day"),
}
_MADE: Mapping[str, Callable[[Any], Any]] = {
    "truth": bool,
    "whole": int,
    "number": float,
    "day": _day,
    "text": _text,
}
