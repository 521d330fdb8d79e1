"""The engines of tables: one table in each of them, questions, and plain rows out of any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import frames

duckdb.execute("set enable_progress_bar = false")


def _of_duckdb(table: pa.Table) -> Any:
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute("set threads = 1")
    connection.register("held", table)
    return connection.table("held")


ENGINES: dict[str, Callable[[pa.Table], Any]] = {
    "polars": pl.from_arrow,
    "polars lazy": lambda table: pl.DataFrame(table).lazy(),
    "pyarrow": lambda table: table,
    "pandas": lambda table: table.to_pandas(),
    "pandas of Arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "DuckDB": _of_duckdb,
    "Ibis": ibis.memtable,
}
"""How a table of Arrow comes into each engine."""


def rows_of(table: Any) -> list[tuple[Any, ...]]:
    """The rows of a table of any engine as plain values, in one order."""
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    if isinstance(table, pl.DataFrame):
        rows = table.rows()
    elif isinstance(table, pd.DataFrame):
        rows = [tuple(row) for row in table.astype(object).itertuples(index=False)]
    elif isinstance(table, pa.Table):
        rows = [tuple(row.values()) for row in table.to_pylist()]
    elif isinstance(table, duckdb.DuckDBPyRelation):
        rows = table.fetchall()
    elif hasattr(table, "to_pyarrow"):
        rows = [tuple(row.values()) for row in table.to_pyarrow().to_pylist()]
    else:
        rows = [tuple(row) for row in table.collect()]
    return sorted((tuple(map(_plain, row)) for row in rows), key=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple) or hasattr(value, "tolist"):
        return (
            [_plain(each) for each in value] if not pd.api.types.is_scalar(value) else value.item()
        )
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


# -- questions ---------------------------------------------------------------------------------


@bt.kind("tally-counted")
class TallyCounted:
    """So many of something at a place, or not told."""

    place: str
    number: int | None = None


TALLIES = st.builds(
    TallyCounted,
    place=st.sampled_from(["north", "south"]),
    number=st.none() | st.integers(-3, 9),
)

REDUCERS: dict[str, Any] = {
    "rows": frames.Count(),
    "told": frames.Count("what_number"),
    "sum": frames.Sum("what_number"),
    "least": frames.Min("what_number"),
    "most": frames.Max("what_number"),
    "last": frames.Latest("what_number"),
}
GRID = ["2000-01-20", "2000-02", "2000-03-10"]
QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "believed": lambda table: frames.believed(table, "2000-02"),
    "happened": lambda table: frames.happened(table, "2000-02", mode="possible"),
    "beliefs": frames.beliefs,
    "as then known": lambda table: frames.as_then_known(table, GRID),
    "both": lambda table: frames.between(table, "AA", "BB"),
    "only": lambda table: frames.between(table, "AA", "BB", only=True),
    "on a day": lambda table: frames.aggregate(table, as_of="2000-03", **REDUCERS),
    "by days": lambda table: frames.aggregate(table, as_of=GRID, known_by="then", **REDUCERS),
    "by keys": lambda table: frames.aggregate(
        table, "what_place", as_of=["2000-01", "2000-02"], mode="possible", **REDUCERS
    ),
    "whole by keys": lambda table: frames.aggregate(
        table,
        "what_place",
        as_of=GRID,
        known_by="then",
        rows=frames.Count(),
        sum=frames.Sum("what_number"),
    ),
    "set": lambda table: frames.aggregate(table, as_of=GRID, all=frames.SetOf("what_number")),
    "panel": lambda table: frames.panel(
        table,
        "what_place",
        known_by="then",
        sum=frames.Sum("what_number"),
        last=frames.Latest("what_number"),
        two=frames.Held("what_number", 2),
        left=frames.Decayed("what_number", 30),
        covered=("2000-01-01", "2000-04-30"),
    ),
}
"""Each answered by polars as the timeline says, which the tests above look at."""


@contextmanager
def adding_up(few: int) -> Iterator[None]:
    """On grids of more than so many points, what stays is added up from point to point."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bilateral_timeline.frames.points.FEW", few)
        yield


def rounded(table: Any) -> list[tuple[Any, ...]]:
    return [
        tuple(round(each, 9) if isinstance(each, float) else each for each in row)
        for row in rows_of(table)
    ]
