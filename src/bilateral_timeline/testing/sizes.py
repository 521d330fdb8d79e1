"""The engine with other sizes, so that short logs take every way through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import attrs

from ..engine import SIZES, Sizes

SHIPPED = Sizes()
"""The sizes that ship."""
SMALL = Sizes(leaf=4, fan=4, least=2, within=6, marks=3, scan=2, step=2, kept=4, walk=2, waiting=3)
"""Nodes of four parts, and nothing that is read one by one instead of by a tree."""
SMALLEST = attrs.evolve(SMALL, leaf=2, fan=2, least=1, within=2, marks=2, scan=0, step=1, walk=0)
"""Nodes of two parts: a tree of eight events has three floors."""

_CHANGING = RLock()


@contextmanager
def sized(sizes: Sizes) -> Iterator[None]:
    """Let the engine have other sizes meanwhile; others who want that have to wait.

    >>> with sized(SMALL):
    ...     SIZES.leaf
    4
    """
    with _CHANGING:
        before = attrs.asdict(SIZES)
        try:
            _put(attrs.asdict(sizes))
            yield
        finally:
            _put(before)


def _put(sizes: dict[str, int]) -> None:
    for name, size in sizes.items():
        setattr(SIZES, name, size)
