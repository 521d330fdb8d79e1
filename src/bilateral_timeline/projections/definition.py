"""The definition of a state, which every faster way must equal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pendulum import Date

from ..dates.when import Mode
from ..records.belief import believed_events
from ..records.events import Record
from ..records.order import happened_on, in_order
from .projection import Projection


def definition(
    projection: Projection[Any],
    records: Iterable[Record],
    as_of: Date,
    known_by: Date | None,
    mode: Mode,
) -> Any:
    """The state: the fold over the events believed at `known_by` that had happened by `as_of`."""
    last = as_of.toordinal()
    believed = believed_events(records, known_by)
    happened = [event for event in believed if happened_on(event, mode) <= last]
    return projection.fold(in_order(happened, mode))
