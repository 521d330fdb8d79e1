"""For work on very many objects at once."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

BULK = 1000  # objects of one sort from which the garbage collector waits
_BATCH = 500

T = TypeVar("T")


@contextmanager
def uncollected() -> Iterator[None]:
    """Spare the garbage collector objects that all stay: it would look at them over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Items, several hundred at once; those before an error come before it is raised."""
    batch: list[T] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
