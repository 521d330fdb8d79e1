"""Columns: which column of a table says what, and a table as it was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

import attrs
from pendulum import Date

from ..arguments import require
from ..dates.when import Mode
from ..errors import ExtraError, InputError, MissingError, Problem, shown
from .needed import OWN, nw

Table = TypeVar("Table")
"""A table of pandas, polars, pyarrow, DuckDB, Ibis or Spark: what is given back is of the kind
that was given, and not worked out yet where that was not."""

Frame = Any
"""A table as narwhals has it, lazy or not: the methods used are those that both have."""

_PERHAPS = ("revision", "retracted", "seq")
"""Columns that a table need not have."""
_NEEDED = ("certain", "possible")
_DAYS = ("known", "until", "certain", "possible")
_OTHERS = ("id", "revision", "retracted", "seq")


def _is_name(_: object, field: Any, value: object) -> None:
    is_right = isinstance(value, str) or (value is None and field.alias not in _NEEDED)
    require(is_right, f"columns: {field.alias}", value, "the name of a column")


def _names(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@attrs.frozen(kw_only=True)
class Columns:
    """Which column of a table says what; the defaults are the columns that `to_table` writes.

    A day is a date, a datetime without a time zone, or ISO text such as 2024-05-19; of a datetime
    its day counts, as days are whole here. `date` is short for `certain` and `possible` where a
    table has but one day for when it happened. `id=None` says that no row ever takes the place of
    another, as in most sets of coded events, which spares a look for it; rows whose id is null
    count as one id, of which one row is believed. `known=None` says that all rows were always
    known. `parties` is a column of lists, or the names of several columns that each hold one. Of
    `revision`, `retracted` and `seq` the default need not be there. Of rows alike in id, known and
    revision it is any. NaN is null in every engine, in these columns and in those that are keys or
    added up. Of two tables that differ in a column, `attrs.evolve` makes the second out of the
    first.

    >>> columns = Columns(id=None, known="added", date="day", parties=("source", "target"))
    >>> columns.certain, columns.possible
    ('day', 'day')
    >>> import attrs
    >>> attrs.evolve(columns, date="event_date")
    Columns(id=None, known='added', date='event_date', parties=('source', 'target'))
    >>> attrs.evolve(columns, possible="earliest").certain
    'day'
    """

    id: str | None = attrs.field(default="id", validator=_is_name)
    """What the rows that take each other's place share."""
    known: str | None = attrs.field(default="known", validator=_is_name)
    """The day on which a row became public."""
    until: str | None = attrs.field(default=None, validator=_is_name)
    """The day before which it was believed, as `beliefs` tells; null where it still is."""
    revision: str | None = attrs.field(default="revision", validator=_is_name)
    """Which of two rows of a day takes the place of the other."""
    retracted: str | None = attrs.field(default="retracted", validator=_is_name)
    """Whether the row says that its id did not happen."""
    date: str | None = attrs.field(default=None, validator=_is_name)
    """Both of the next two, where a table has one day."""
    _certain: str = attrs.field(default="", validator=_is_name)
    _possible: str = attrs.field(default="", validator=_is_name)
    seq: str | None = attrs.field(default="seq", validator=_is_name)
    """The order of what happened on one day."""
    parties: str | tuple[str, ...] = attrs.field(default="parties", converter=_names)
    """Who takes part."""

    @property
    def certain(self) -> str:
        """The column of the day from which it has certainly happened; null where it never has."""
        return self._certain or self.date or "certain"

    @property
    def possible(self) -> str:
        """The column of the day from which it may have happened."""
        return self._possible or self.date or "possible"

    def __repr__(self) -> str:
        fields = ((each, getattr(self, each.name)) for each in attrs.fields(Columns))
        told = (f"{each.alias}={value!r}" for each, value in fields if value != each.default)
        return f"Columns({', '.join(told)})"

    @parties.validator
    def _check_parties(self, _: object, value: object) -> None:
        if not isinstance(value, str):
            is_right = isinstance(value, tuple) and bool(value) and {*map(type, value)} == {str}
            require(is_right, "columns: parties", value, "the name of a column, or a tuple of them")

    def day(self, mode: Mode) -> str:
        """The column of the day from which a row counts as happened."""
        return self.certain if mode == "certain" else self.possible

    def of(self, names: Iterable[str]) -> Columns:
        """These columns of a table with some names: None for those that it need not have."""
        there = list(names)
        spared: dict[str, Any] = {
            name: None
            for name in _PERHAPS
            if getattr(self, name) == getattr(_DEFAULT, name) and getattr(self, name) not in there
        }
        return attrs.evolve(self, **spared) if spared else self


_DEFAULT = Columns()
NEVER = 10_000_000
"""In place of the number of a day or month that does not come."""


@attrs.frozen
class Given:
    """A table that was given, and which of its columns says what."""

    frame: Frame
    columns: Columns
    types: dict[str, Any]
    """The type of each column."""
    collects: bool
    """Whether it was worked out already, so that the answer is to be too."""

    @classmethod
    def of(cls, table: Any, columns: Columns | None = None) -> Given:
        """A table, or anything that gives an Arrow stream of itself."""
        frame = _frame(table)
        types = dict(frame.collect_schema())
        collects = isinstance(frame, nw.DataFrame)
        if collects and frame.implementation.is_polars():
            frame = frame.lazy()
        require(columns is None or isinstance(columns, Columns), "columns", columns, "Columns")
        for name in types:
            if name.startswith(OWN):
                expected = f"no name that begins with {OWN}"
                raise InputError(Problem("table", f"a column {shown(name)}", expected, "rename it"))
        return cls(frame, (columns or _DEFAULT).of(types), types, collects)._as_meant()

    def _as_meant(self) -> Given:
        """The same, with a column beside each that is to be read in another way.

        Those whose days are no dates: the day as a datetime. Of floating-point numbers: NaN as
        null.
        """
        columns, made = self.columns, {}
        for field in (*_DAYS, *_OTHERS):
            name = getattr(columns, field)
            sort = self.types.get(name)
            if sort is None or (sort == nw.Date if field in _DAYS else not sort.is_float()):
                continue
            is_day, valued = field in _DAYS, nw.col(name)
            made[f"{OWN}{field}"] = _day_of(name, sort) if is_day else valued.fill_nan(None)
            columns = attrs.evolve(columns, **{field: f"{OWN}{field}"})
        if not made:
            return self
        frame = self.frame.with_columns(**made)
        return Given(frame, columns, dict(frame.collect_schema()), self.collects)

    def native(self, frame: Frame) -> Any:
        """What is given back: of the kind that was given, without what was added to it."""
        if any(name.startswith(OWN) for name in self.types):
            frame = frame.drop(*(n for n in frame.collect_schema() if n.startswith(OWN)))
        if self.collects and isinstance(frame, nw.LazyFrame):
            frame = frame.collect()
        return frame.to_native()

    def narrowed(self, names: Iterable[str | None]) -> Given:
        """The table with no more than some of its columns, and those that the rule asks for.

        In columns of floating-point numbers, NaN is null then, as it is in pandas from the first.
        """
        columns = self.columns
        ruling = (columns.id, columns.known, columns.until, columns.revision, columns.retracted)
        kept = {*names, *ruling, columns.certain, columns.possible, columns.seq}
        self.need(*kept)
        types = {name: sort for name, sort in self.types.items() if name in kept}
        values = (
            nw.col(name).fill_nan(None) if sort.is_float() else nw.col(name)
            for name, sort in types.items()
        )
        return attrs.evolve(self, frame=self.frame.select(*values), types=types)

    def need(self, *names: str | None) -> None:
        """Refuse a table that has not all of some columns."""
        for name in names:
            if name is not None and name not in self.types:
                error = MissingError("column", name, self.types)
                error.add_note("frames.Columns(...) says which column of a table says what")
                raise error

    def by(self, name: str, day: Date) -> Any:
        """Whether the day of a column is no later than a day."""
        self.need(name)
        limit = date(day.year, day.month, day.day)
        if self.types[name] == nw.Date:
            return nw.col(name) <= nw.lit(limit)
        return nw.col(name) <= nw.lit(datetime(day.year, day.month, day.day))

    def ordinal(self, name: str) -> Any:
        """The number of the day of a column, as `toordinal` counts them; NEVER where it is null."""
        self.need(name)
        year = nw.col(name).dt.year() - 1
        leaps = year // 4 - year // 100 + year // 400
        ordinal = year * 365 + leaps + nw.col(name).dt.ordinal_day()
        return ordinal.fill_null(NEVER).cast(nw.Int64)

    def month(self, name: str) -> Any:
        """The number of the month of a column since the year 0; NEVER where it is null."""
        self.need(name)
        month = nw.col(name).dt.year() * 12 + nw.col(name).dt.month()
        return month.fill_null(NEVER).cast(nw.Int64)

    def is_retracted(self, name: str) -> Any:
        """Whether a row says that its id did not happen; null is no."""
        self.need(name)
        sort = self.types[name]
        if sort.is_numeric():
            return ~nw.col(name).is_null() & (nw.col(name) != 0)
        if sort not in (nw.Boolean, nw.Object):
            expected = "True and False"
            raise InputError(Problem(f"column {shown(name)}", f"values of type {sort}", expected))
        return (nw.col(name) == nw.lit(True)).fill_null(False)


_DAY = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?$"
"""A day as text; a time of day may follow, without a time zone."""
_NO_DAY = "text that is no day such as 2024-05-19"


def _day_of(name: str, sort: Any) -> Any:
    """The day of a column that holds no dates, as a datetime."""
    if sort == nw.String:
        text = nw.col(name)
        is_day = text.str.contains(_DAY) | text.is_null()
        day = nw.when(is_day).then(text.str.slice(0, 10)).otherwise(nw.lit(_NO_DAY))
        return day.str.to_datetime(format="%Y-%m-%d")
    if sort == nw.Object:  # objects of Python, as pandas has them
        return nw.col(name).cast(nw.Datetime("us")).dt.truncate("1d")
    if sort != nw.Datetime:
        raise not_days(name, sort)
    if sort.time_zone is not None:
        found = f"datetimes of the time zone {sort.time_zone}"
        expected = "dates, or datetimes without a time zone"
        advice = "say which day is meant: convert them, then leave out the zone"
        raise InputError(Problem(f"column {shown(name)}", found, expected, advice))
    return nw.col(name).dt.truncate("1d")


def not_days(name: str, sort: Any) -> InputError:
    """That a column holds no days."""
    expected = "dates, datetimes, or text such as 2024-05-19"
    return InputError(Problem(f"column {shown(name)}", f"values of type {sort}", expected))


def _frame(table: Any) -> Frame:
    try:
        return nw.from_native(table)
    except TypeError:
        pass
    if hasattr(table, "__arrow_c_stream__"):
        return nw.from_native(arrow().table(table), eager_only=True)
    expected = "a table of pandas, polars, pyarrow, DuckDB, Ibis or Spark"
    advice = "of a file, give what your engine reads it as, such as duckdb.read_parquet(path)"
    raise InputError(Problem("table", shown(table), expected, advice))


def arrow() -> Any:
    """The package pyarrow."""
    try:
        import pyarrow
    except ImportError:
        raise ExtraError(
            "a table of a log needs pyarrow: pip install 'bilateral-timeline[frames]'"
        ) from None
    return pyarrow
