"""A table as it was given, and which of its columns says what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import attrs
from pendulum import Date

from ..arguments import require
from ..errors import ExtraError, InputError, MissingError, Problem, shown
from .columns import DAYS, DEFAULT, ORDERS, PERHAPS, Columns
from .day_columns import check_objects, check_texts, days_in, has_form, is_same, read_day
from .needed import OWN, nw

Frame = Any
"""A table as narwhals has it, lazy or not: the methods used are those that both have."""

_RIGHT = f"{OWN}right"
_NAMED = "columns=frames.Columns(...) says which column of a table says what"
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
        return cls(frame, (columns or DEFAULT).of(types), types, collects)

    def read(self, *fields: str) -> Given:
        """The same, of which the columns that some fields name are read as they are meant.

        A column that is to be read in another way has one beside it: of days that are no dates,
        the day as a datetime; of floating-point numbers, one zero, and NaN as null. A column that
        need not be there, and tells nothing, is as none; of a table that is not worked out only
        the type can say so. The columns of other fields may hold what they like.
        """
        columns, made = self.columns, dict[str, Any]()
        for field in dict.fromkeys(fields):
            name = getattr(columns, field)
            self.need(name, advice=_NAMED)
            if name is None:
                continue
            sort = self.types[name]
            if field in PERHAPS and not sort.is_numeric() and self.is_empty(name):
                columns = columns.without(field)
                continue
            own = read_day(name) if field in DAYS else f"{OWN}of_{name}"
            if field in DAYS and (sort != nw.Date or self._is_pandas):
                made[own] = self._days(name)
            elif field not in DAYS and sort.is_float():
                made[own] = plain(name, sort)
            elif field in ORDERS:
                self._check_order(name)
            elif field == "retracted" and sort.is_numeric() and self.collects:
                self._check_truth(name)
            if own in made:
                columns = attrs.evolve(columns, **{field: own})
        if not made:
            return attrs.evolve(self, columns=columns)
        frame = self._with(made)
        return Given(frame, columns, dict(frame.collect_schema()), self.collects)

    def ruled(self, *fields: str) -> Given:
        """The same, of which the columns of the rule of belief are read, and those of fields."""
        return self.read(*self.columns.ruling, *fields)

    @property
    def _is_pandas(self) -> bool:
        """Whether it is a table of pandas, which compares no dates of Arrow with datetimes."""
        return bool(self.frame.implementation.is_pandas_like())

    def _days(self, name: str) -> Any:
        """The day of a column as a datetime."""
        sort = self.types[name]
        is_of_pandas = self._is_pandas and (sort == nw.Object or sort.is_float())
        may_be_empty = sort == nw.Unknown or is_of_pandas
        if may_be_empty and self.is_empty(name):
            return nw.lit(None, nw.Datetime("us"))
        if self.collects and sort == nw.Object:
            check_objects(name, self._values_of(name))
        return days_in(name, sort, is_checked=self.collects)

    def _with(self, made: dict[str, Any]) -> Frame:
        """The table with columns beside it; what is no day is named, where the rows are there."""
        texts = [
            name
            for name, sort in self.types.items()
            if sort == nw.String and read_day(name) in made
        ]
        if not (self.collects and texts):
            return self.frame.with_columns(**made)
        has_forms = nw.all_horizontal(*map(has_form, texts), ignore_nulls=False).alias(_RIGHT)
        try:
            read = self.frame.with_columns(has_forms, **made)  # at once, as polars does both so
            frame = read.lazy().collect(self.frame.implementation)
            is_right = frame[_RIGHT].all()
            if is_right and frame.implementation.is_pyarrow():
                same = nw.all_horizontal(*map(is_same, texts), ignore_nulls=False)
                is_right = frame.select(same.all()).item()
        except Exception:
            self._check_texts(texts)
            raise
        if not is_right:
            self._check_texts(texts)
        frame = frame.drop(_RIGHT)
        return frame.lazy() if isinstance(self.frame, nw.LazyFrame) else frame

    def _check_texts(self, names: list[str]) -> None:
        for name in names:
            check_texts(name, self._values_of(name))

    def _check_order(self, name: str) -> None:
        """Refuse a column that is to say in which order rows stand, and has no order of its own."""
        sort, found = self.types[name], ""
        if sort in (nw.String, nw.Categorical):
            found = "text"
        elif sort.is_nested() or sort == nw.Binary:
            found = f"values of type {sort}"
        elif (
            sort == nw.Object and self.collects and not _has_order(values := self._values_of(name))
        ):
            found = "values such as " + shown(values[:3])
        if found:
            expected = "numbers, or what else has an order of its own: of text, 10 comes before 2"
            advice = "make numbers of it; or give None for it to Columns, if it tells nothing"
            raise InputError(Problem(f"column {shown(name)}", found, expected, advice))

    def _check_truth(self, name: str) -> None:
        """Refuse numbers that are to say what is true, and are not 1 and 0."""
        column = self.frame.lazy().select(name).unique(name).collect()[name]
        if others := [each for each in column.drop_nulls().to_list() if each not in (0, 1)]:
            found = "values such as " + ", ".join(map(shown, sorted(others)[:3]))
            raise InputError(Problem(f"column {shown(name)}", found, "True and False, or 1 and 0"))

    def is_empty(self, name: str) -> bool:
        """Whether a column holds nothing but null; of a table not worked out, by its type."""
        if not self.collects:
            return self.types[name] == nw.Unknown and _has_no_type(self.frame, name)
        is_null = nw.col(name).is_null()
        if self.types[name].is_float():
            is_null |= nw.col(name).is_nan()
        return bool(self.frame.lazy().select(is_null.all()).collect().item())

    def holds_truth(self, name: str) -> bool:
        """Whether a column of a table that is worked out holds truth values alone, or nothing."""
        return all(isinstance(value, bool) for value in self._values_of(name))

    def _values_of(self, name: str) -> list[Any]:
        """The values of a column of a table that is worked out, but for null."""
        return list(self.frame.lazy().select(name).collect()[name].drop_nulls().to_list())

    def native(self, frame: Frame) -> Any:
        """What is given back: of the kind that was given, without what was added to it."""
        if any(name.startswith(OWN) for name in self.types):
            frame = frame.drop(*(n for n in frame.collect_schema() if n.startswith(OWN)))
        if self.collects and isinstance(frame, nw.LazyFrame):
            frame = frame.collect()
        return frame.to_native()

    def need(self, *names: str | None, advice: str = "") -> None:
        """Refuse a table that has not all of some columns."""
        for name in names:
            if name is not None and name not in self.types:
                known = [each for each in self.types if not each.startswith(OWN)]
                raise MissingError("column", name, known, advice)

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


def plain(name: str, sort: Any) -> nw.Expr:
    """A column, in whose floating-point numbers NaN is null and zero has no sign."""
    if not sort.is_float():
        return nw.col(name)
    number: nw.Expr = (nw.col(name).fill_nan(None) + 0.0).cast(sort)
    return number


def _has_no_type(frame: Frame, name: str) -> bool:
    """Whether a column of a lazy table, of no type that narwhals knows, is of null alone."""
    of, native = frame.implementation, frame.to_native()
    if of.is_duckdb():
        return str(native.types[native.columns.index(name)]).strip('"') == "NULL"
    if of.is_ibis():
        return bool(native.schema()[name].is_null())
    if of.is_pyspark():
        return bool(dict(native.dtypes)[name] == "void")
    return bool(of.is_polars())


def _has_order(values: list[Any]) -> bool:
    """Whether values can be set in order, and not letter by letter or part by part."""
    if any(isinstance(each, Iterable) for each in values):
        return False
    try:
        return bool(sorted(values))
    except TypeError:
        return False


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
