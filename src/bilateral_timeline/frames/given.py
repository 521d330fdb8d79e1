"""A table as it was given, and which of its columns says what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import attrs
from pendulum import Date

from ..arguments import require
from ..errors import ExtraError, InputError, MissingError, Problem, shown
from .columns import DAYS, DEFAULT, OTHERS, PERHAPS, Columns
from .meant import check_objects, check_order, check_texts, days_in, written_day
from .needed import OWN, nw

Frame = Any
"""A table as narwhals has it, lazy or not: the methods used are those that both have."""

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
            if not isinstance(name, str):
                found, expected = f"a column called {shown(name)}", "names of text"
                raise InputError(Problem("table", found, expected, "rename the columns"))
            if name.startswith(OWN):
                expected = f"no name that begins with {OWN}"
                raise InputError(Problem("table", f"a column {shown(name)}", expected, "rename it"))
        return cls(frame, (columns or DEFAULT).of(types), types, collects)._as_meant()

    def _as_meant(self) -> Given:
        """The same, with a column beside each that is to be read in another way.

        Those whose days are no dates: the day as a datetime. Of floating-point numbers: NaN as
        null. A column of a table that is worked out, and tells nothing, is as none.
        """
        columns, made = self.columns, {}
        for field in (*DAYS, *OTHERS):
            name = getattr(columns, field)
            if (sort := self.types.get(name)) is None:
                continue
            if field in DAYS and sort != nw.Date:
                if self.collects and sort == nw.String:
                    check_texts(name, self._values(name, written_day(name)))
                elif self.collects and sort == nw.Object:
                    check_objects(name, self._values(name))
                made[f"{OWN}{field}"] = days_in(name, sort)
            elif field in PERHAPS and not (sort.is_numeric() or sort == nw.Boolean):
                if self.collects and not self._values(name):
                    columns = columns.without(field)
                elif field != "retracted":
                    check_order(name, sort)
            elif field in OTHERS and sort.is_float():
                made[f"{OWN}{field}"] = nw.col(name).fill_nan(None)
            if f"{OWN}{field}" in made:
                columns = attrs.evolve(columns, **{field: f"{OWN}{field}"})
        frame = self.frame.with_columns(**made) if made else self.frame
        types = dict(frame.collect_schema()) if made else self.types
        return Given(frame, columns, types, self.collects)

    def _values(self, name: str, of: Any = None) -> list[Any]:
        """The different values of a column of a table that is worked out, or `of` it; not null."""
        held = self.frame.select(nw.col(name) if of is None else of.alias(name))
        column = held.lazy().drop_nulls().unique(name).collect()
        return list(column[name].to_list())

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
                known = [each for each in self.types if not each.startswith(OWN)]
                error = MissingError("column", name, known)
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


def _frame(table: Any) -> Frame:
    try:
        return nw.from_native(table)
    except TypeError:
        pass
    if hasattr(table, "__arrow_c_stream__"):
        return nw.from_native(stream_of(table).read_all(), eager_only=True)
    advice = "of a file, give what your engine reads it as, such as duckdb.read_parquet(path)"
    raise InputError(Problem("table", shown(table), _TABLE, advice))


_TABLE = "a table of pandas, polars, pyarrow, DuckDB, Ibis or Spark"


def stream_of(table: Any) -> Any:
    """The batches of anything that gives an Arrow stream of itself, as of a table."""
    pa = arrow()
    try:
        return pa.RecordBatchReader.from_stream(table)
    except pa.ArrowInvalid:  # as a Series, which gives a stream of bare values
        found, advice = f"a {type(table).__name__}, which has no columns", "give it as a table"
        raise InputError(Problem("table", found, _TABLE, advice)) from None


def arrow() -> Any:
    """The package pyarrow."""
    try:
        import pyarrow
    except ImportError:
        raise ExtraError(
            "a table of a log needs pyarrow: pip install 'bilateral-timeline[frames]'"
        ) from None
    return pyarrow
