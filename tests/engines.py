"""The engines of tables: one table in each of them, and plain rows out of any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa

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
