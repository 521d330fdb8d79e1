"""A persistent tree: a sorted sequence of which every version shares its parts with the others."""

from .edits import build, edit
from .folds import counted, folded, total
from .nodes import (
    EMPTY,
    Key,
    Node,
    Order,
    backwards,
    count,
    day_of,
    differing,
    leaves,
    newest,
    walk,
)

__all__ = [
    "EMPTY",
    "Key",
    "Node",
    "Order",
    "backwards",
    "build",
    "count",
    "counted",
    "day_of",
    "differing",
    "edit",
    "folded",
    "leaves",
    "newest",
    "total",
    "walk",
]
