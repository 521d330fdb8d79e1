"""Reducers over a column of a table: what `bt.Sum` and its like are over the events of a log.

Each is worked out in two steps: `first` over the rows that come and go at the same points, and
`then`, at each point, over what these gave. So a grid of many days costs little more than one day.
In a column of floating-point numbers NaN is no value, in every engine: it is as null.
"""

from __future__ import annotations

from typing import Any, SupportsFloat

import attrs

from ..arguments import require
from .needed import OWN, nw


def _is_column(_: object, field: Any, value: Any) -> None:
    require(isinstance(value, str), f"reducer: {field.name}", value, "the name of a column")


@attrs.frozen
class Count:
    """The number of rows; of a column, of those in which it is not null. 0 where there is none.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> days = ["2024-01-10", "2024-02-20", "2024-02-21"]
    >>> acts = pl.DataFrame({"day": days, "score": [4, -1, None]})
    >>> given = {"rows": frames.Count(), "scored": frames.Count("score")}
    >>> frames.aggregate(acts, as_of="2024-02", columns=columns, **given).drop("as_of").rows()
    [(3, 2)]
    """

    column: str | None = attrs.field(default=None, validator=attrs.validators.optional(_is_column))
    none = 0

    def first(self, name: str) -> nw.Expr:
        """Over rows."""
        return (nw.len() if self.column is None else nw.col(self.column).count()).alias(name)

    def then(self, name: str) -> nw.Expr:
        """Over what the first step gave."""
        return nw.col(name).sum()


@attrs.frozen
class Sum:
    """The sum of a column, as its engine adds: whole numbers exactly, within 64 bits. 0 if none.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> days = ["2024-01-10", "2024-02-20", "2024-02-21"]
    >>> acts = pl.DataFrame({"day": days, "score": [4, -1, None]})
    >>> months = ["2023-12", "2024-01", "2024-02"]
    >>> told = frames.aggregate(acts, as_of=months, columns=columns, score=frames.Sum("score"))
    >>> told.sort("as_of")["score"].to_list()
    [0, 4, 3]
    """

    column: str = attrs.field(validator=_is_column)
    none = 0

    def first(self, name: str) -> nw.Expr:
        """Over rows."""
        return nw.col(self.column).sum().alias(name)

    def then(self, name: str) -> nw.Expr:
        """Over what the first step gave."""
        return nw.col(name).sum()


@attrs.frozen
class Min:
    """The least value of a column; null where there is none.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> days = ["2024-01-10", "2024-02-20", "2024-02-21"]
    >>> acts = pl.DataFrame({"day": days, "score": [4, -1, None]})
    >>> told = frames.aggregate(acts, as_of="2024-02", columns=columns, least=frames.Min("score"))
    >>> told["least"].item()
    -1
    """

    column: str = attrs.field(validator=_is_column)
    none = None

    def first(self, name: str) -> nw.Expr:
        """Over rows."""
        return nw.col(self.column).min().alias(name)

    def then(self, name: str) -> nw.Expr:
        """Over what the first step gave."""
        return nw.col(name).min()


@attrs.frozen
class Max:
    """The greatest value of a column; null where there is none.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> days = ["2024-01-10", "2024-02-20", "2024-02-21"]
    >>> acts = pl.DataFrame({"day": days, "score": [4, -1, None]})
    >>> told = frames.aggregate(acts, as_of="2024-02", columns=columns, most=frames.Max("score"))
    >>> told["most"].item()
    4
    """

    column: str = attrs.field(validator=_is_column)
    none = None

    def first(self, name: str) -> nw.Expr:
        """Over rows."""
        return nw.col(self.column).max().alias(name)

    def then(self, name: str) -> nw.Expr:
        """Over what the first step gave."""
        return nw.col(name).max()


@attrs.frozen
class Latest:
    """The value of the last row that has one, in the canonical order; null where there is none.

    Of rows that share their day, `seq` and id, or have none of the latter two, it is any.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> days = ["2024-01-10", "2024-02-20", "2024-02-21"]
    >>> acts = pl.DataFrame({"day": days, "score": [4, -1, None]})
    >>> told = frames.aggregate(acts, as_of="2024-02", columns=columns, last=frames.Latest("score"))
    >>> told["last"].item()
    -1
    """

    column: str = attrs.field(validator=_is_column)
    none = None

    def last(self, name: str, value: str, order: tuple[str, ...]) -> nw.Expr:
        """A column of the last row that has a value; of any, where none has."""
        return nw.col(value).last(order_by=(has_value(name), *order)).alias(name)


@attrs.frozen
class SetOf:
    """The distinct values of a column: a row for each of them, in the place of one for all.

    It stands alone, as the other reducers have one value for each group.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> acts = pl.DataFrame({"day": ["2024-01-10", "2024-02-20"], "place": ["Rasht", "Baku"]})
    >>> told = frames.aggregate(acts, as_of="2024-02", columns=columns, place=frames.SetOf("place"))
    >>> sorted(told["place"])
    ['Baku', 'Rasht']
    """

    column: str = attrs.field(validator=_is_column)
    none = None


@attrs.frozen
class Decayed:
    """The sum of a column whose values lose half their weight with every half-life, in days.

    Floating-point numbers; 0 where there is none. What `bt.intensity` does for one pair, of any
    column and for any keys.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> acts = pl.DataFrame({"day": ["2024-01-01"], "score": [8]})
    >>> days, left = ["2024-01-01", "2024-01-31"], frames.Decayed("score", half_life=30)
    >>> told = frames.aggregate(acts, as_of=days, columns=columns, left=left)
    >>> told.sort("as_of")["left"].to_list()
    [8.0, 4.0]
    """

    column: str = attrs.field(validator=_is_column)
    half_life: float = attrs.field()
    none = 0.0

    @half_life.validator
    def _check_half_life(self, _: object, value: object) -> None:
        is_right = isinstance(value, SupportsFloat) and type(value) is not bool and float(value) > 0
        require(is_right, "Decayed: half_life", value, "days, more than 0")

    def weighted(self, value: str, of: nw.Expr, at: nw.Expr) -> nw.Expr:
        """A value of one day as it weighs on another, of which both are ordinals."""
        return nw.col(value).cast(nw.Float64) * (0.5 ** ((at - of) / self.half_life))

    def first(self, name: str) -> nw.Expr:
        """Over rows that are weighted."""
        return nw.col(weight(name)).sum().alias(name)

    def then(self, name: str) -> nw.Expr:
        """Over what the first step gave."""
        return nw.col(name).sum()


@attrs.frozen
class Held:
    """Whether a column's last value was `value` at the end of any day of a period: in a panel.

    Null where it did not hold on a day that is told, and of some day nothing is told yet. A value
    of another type than that of the column is refused, and so is one that an Enum does not list;
    in a table that is worked out already also one that no row has and that is a letter, or a
    capital letter, away from one that some row has. Of a lazy table no row is looked at before the
    answer is: there, a value that is misspelt is False throughout.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> stages = pl.DataFrame({
    ...     "treaty": ["transit"] * 2, "stage": ["in force", "ended"],
    ...     "day": ["1999-01-06", "2001-07-01"],
    ... })
    >>> years = frames.panel(
    ...     stages, "treaty", every="year", covered=("1999", "2002"), columns=columns,
    ...     in_force=frames.Held("stage", "in force"),
    ... )
    >>> years.sort("as_of")["in_force"].to_list()
    [True, True, True, False]
    """

    column: str = attrs.field(validator=_is_column)
    value: Any = attrs.field()
    none = None


def weight(name: str) -> str:
    """The column of what a row weighs for a reducer."""
    return f"{OWN}weight_{name}"


def has_value(name: str) -> str:
    """The column that says whether a row has a value for a reducer."""
    return f"{OWN}told_{name}"


Reducer = Count | Sum | Min | Max | Latest | SetOf | Decayed | Held
ALL = (Count, Sum, Min, Max, Latest, SetOf, Decayed, Held)
