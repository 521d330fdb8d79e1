"""Frames: the rule of belief and of happening in the user's own engine."""

from .aggregate import aggregate
from .columns import Columns
from .reducers import Count, Decayed, Held, Latest, Max, Min, SetOf, Sum
from .rule import as_then_known, beliefs, believed, between, happened

__all__ = [
    "Columns",
    "Count",
    "Decayed",
    "Held",
    "Latest",
    "Max",
    "Min",
    "SetOf",
    "Sum",
    "aggregate",
    "as_then_known",
    "beliefs",
    "believed",
    "between",
    "happened",
]
