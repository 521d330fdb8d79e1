"""Formats of others: what a timeline or a log says, for the tools that people use.

`write` writes, and says what a format could not; `read_csv` and `read_timelinejs` read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...relations.beside import EntryNoted
    from .chosen import Written
    from .datasette import datasette_metadata
    from .slides import Slides, read_timelinejs
    from .table_in import read_csv
    from .writing import FORMATS, write

__all__ = [
    "FORMATS",
    "EntryNoted",
    "Slides",
    "Written",
    "datasette_metadata",
    "read_csv",
    "read_timelinejs",
    "write",
]

_LAZY = {
    "FORMATS": ".writing",
    "EntryNoted": "...relations.beside",
    "Slides": ".slides",
    "Written": ".chosen",
    "datasette_metadata": ".datasette",
    "read_csv": ".table_in",
    "read_timelinejs": ".slides",
    "write": ".writing",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
