"""Columns: which column of a table says what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import attrs

from ..arguments import require
from ..dates.when import Mode

Table = TypeVar("Table")
"""A table of pandas, polars, pyarrow, DuckDB, Ibis or Spark: what is given back is of the kind
that was given, and not worked out yet where that was not."""

PERHAPS = ("revision", "retracted", "seq")
"""Columns that a table need not have."""
_NEEDED = ("certain", "possible")
DAYS = ("known", "until", "certain", "possible")
ORDERS = ("revision", "seq")
"""Columns that say in which order rows stand."""


def _is_name(_: object, field: Any, value: object) -> None:
    is_right = isinstance(value, str) or (value is None and field.alias not in _NEEDED)
    require(is_right, f"columns: {field.alias}", value, "the name of a column")


def _names(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@attrs.frozen(kw_only=True)
class Columns:
    """Which column of a table says what; the defaults are the columns that `to_table` writes.

    A day is a date, a datetime without a time zone, or ISO text such as 2024-05-19; of a datetime
    its day counts, as days are whole here. `revision` and `seq` hold what has an order of its own,
    which text has not. What is neither is refused at once where the rows are there; text that is no
    day of a lazy table, when the answer is worked out. NaN is null in every engine, in these
    columns and in those that are keys or added up. A column that the question does not go by may
    hold what it likes.

    `date` is short for `certain` and `possible` where a table has but one day for when it happened;
    each of the two that is named goes before it. `parties` is a column of lists, or the names of
    several columns that each hold one. Of `revision`, `retracted` and `seq` the default need not be
    there.

    `id=None` says that no row ever takes the place of another, as in most sets of coded events,
    which spares a look for it. `known=None` says that all rows were always known. Rows whose id is
    null count as one id, of which one row is believed; of rows alike in id, known and revision it
    is any; a row whose known is null was never public.

    Of two tables that differ in a column, `attrs.evolve` makes the second out of the first.

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

    @property
    def ruling(self) -> tuple[str, ...]:
        """The fields of the columns that say which rows are believed."""
        if self.until is not None:
            return ("known", "until", "retracted")
        return (
            ("known", "retracted") if self.id is None else ("id", "known", "revision", "retracted")
        )

    def day(self, mode: Mode) -> str:
        """The column of the day from which a row counts as happened."""
        return self.certain if mode == "certain" else self.possible

    def of(self, names: Iterable[str]) -> Columns:
        """These columns of a table with some names: None for those that it need not have."""
        there = list(names)
        spared = [
            name
            for name in PERHAPS
            if getattr(self, name) == getattr(DEFAULT, name) and getattr(self, name) not in there
        ]
        return self.without(*spared) if spared else self

    def without(self, *fields: str) -> Columns:
        """These columns but for some, of which a table tells nothing."""
        spared: dict[str, Any] = dict.fromkeys(fields)
        return attrs.evolve(self, **spared)


DEFAULT = Columns()
