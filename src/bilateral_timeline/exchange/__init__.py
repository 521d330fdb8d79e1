"""Data sets of others as events: `work`, `read` and `update`; codes of countries.

>>> from bilateral_timeline import exchange
>>> exchange.country("365", "cow"), exchange.code("IR", "alpha-3")
('RU', 'IRN')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .countries import code, country
    from .datasets.dataset import Dataset
    from .datasets.reader import Reading
    from .editions import Update, update
    from .reading import available, read, work

__all__ = [
    "Dataset",
    "Reading",
    "Update",
    "available",
    "code",
    "country",
    "read",
    "update",
    "work",
]

_LAZY = {
    "Dataset": ".datasets.dataset",
    "Reading": ".datasets.reader",
    "Update": ".editions",
    "available": ".reading",
    "code": ".countries",
    "country": ".countries",
    "read": ".reading",
    "update": ".editions",
    "work": ".reading",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
