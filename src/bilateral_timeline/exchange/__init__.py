"""Data of others, in and out: data sets as events, and a timeline in the formats of others.

`read` and `update` read the data sets of the field, `write` writes for the tools that people use
and says what a format could not; `read_csv` and `read_timelinejs` read tables, `read_csl` works.

>>> from bilateral_timeline import exchange
>>> exchange.country("365", "cow"), exchange.code("IR", "alpha-3")
('RU', 'IRN')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..relations.beside import EntryNoted
    from .countries import code, country
    from .datasets.dataset import Dataset
    from .datasets.reader import Reading
    from .editions import Update, update
    from .formats.chosen import Written
    from .formats.datasette import datasette_metadata
    from .formats.slides import Slides, read_timelinejs
    from .formats.table_in import read_csv
    from .formats.works_in import read_csl
    from .formats.writing import FORMATS, write
    from .reading import available, read, work

__all__ = [
    "FORMATS",
    "Dataset",
    "EntryNoted",
    "Reading",
    "Slides",
    "Update",
    "Written",
    "available",
    "code",
    "country",
    "datasette_metadata",
    "read",
    "read_csl",
    "read_csv",
    "read_timelinejs",
    "update",
    "work",
    "write",
]

_LAZY = {
    "FORMATS": ".formats.writing",
    "Dataset": ".datasets.dataset",
    "EntryNoted": "..relations.beside",
    "Reading": ".datasets.reader",
    "Slides": ".formats.slides",
    "Update": ".editions",
    "Written": ".formats.chosen",
    "available": ".reading",
    "code": ".countries",
    "country": ".countries",
    "datasette_metadata": ".formats.datasette",
    "read": ".reading",
    "read_csl": ".formats.works_in",
    "read_csv": ".formats.table_in",
    "read_timelinejs": ".formats.slides",
    "update": ".editions",
    "work": ".reading",
    "write": ".formats.writing",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
