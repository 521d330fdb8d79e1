"""What is late in a relationship: starts and ends that were due, whole terms that ran out."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import attrs

from ..dates.when import When
from ..records.values import Quantity
from .entry import Entry
from .facet import Facet


@attrs.frozen
class Late:
    """What is late on a day: which entry, what of it, when that was due, by how many days."""

    path: str
    what: str
    due: When | None
    days: Quantity


def late_by(entry: Entry) -> Quantity | None:
    """By how much an entry is late for certain; None where it is not."""
    return next((by for _, by in _late(entry) if by.low), None)


def late_in(facet: Facet[Any], path: str) -> Iterator[Late]:
    """What is late, or perhaps late, in a facet, and in the facets within it."""
    for at, entry in facet.walk():
        for what, by in _late(entry):
            due = attrgetter(entry.derives[what].due)(entry)
            yield Late(f"{path}.{at}", what, due if isinstance(due, When) else None, by)


def _late(entry: Entry) -> Iterator[tuple[str, Quantity]]:
    """The delays of an entry: the questions that say what was due."""
    for what, asked in entry.derives.items():
        if asked.due and isinstance(by := asked.__get__(entry), Quantity) and by.high:
            yield what, by
