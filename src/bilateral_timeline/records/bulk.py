"""For work on very many objects at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

BULK = 1000  # objects of one sort from which the garbage collector waits


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
