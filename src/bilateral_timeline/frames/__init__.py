"""Frames: the rule of belief and of happening in the user's own engine.

A table of pandas, polars, pyarrow, DuckDB, Ibis or Spark is asked as of a day, known by another,
where it is; the answer is a table of the same kind, and lazy if that was.
"""

from .acts import Acts, acts
from .aggregate import aggregate
from .columns import Columns
from .pairs import timeline
from .panels import panel, undirected
from .parquet import write_parquet
from .read import read, records
from .reducers import Count, Decayed, Held, Latest, Max, Min, SetOf, Sum
from .rule import as_then_known, beliefs, believed, between, happened
from .table import LogTable, to_table

__all__ = [
    "Acts",
    "Columns",
    "Count",
    "Decayed",
    "Held",
    "Latest",
    "LogTable",
    "Max",
    "Min",
    "SetOf",
    "Sum",
    "acts",
    "aggregate",
    "as_then_known",
    "beliefs",
    "believed",
    "between",
    "happened",
    "panel",
    "read",
    "records",
    "timeline",
    "to_table",
    "undirected",
    "write_parquet",
]
