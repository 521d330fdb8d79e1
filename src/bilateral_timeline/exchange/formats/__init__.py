"""Formats of others: what a timeline or a log says, for the tools that people use.

`write` writes, and says what a format could not; `read_csv` and `read_timelinejs` read.
"""

from __future__ import annotations

from .chosen import Written
from .datasette import datasette_metadata
from .slides import EntryNoted, Slides, read_timelinejs
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
