"""The canonical order of events: by date, then `seq`, then id. Never the order of arrival.

The order follows the mode. Certain goes by (latest, earliest) day of the start, possible by
(earliest, latest): one key for both would let an event come into the middle of a prefix.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..dates.edtf import FUTURE
from ..dates.when import Mode
from .events import Event

END = FUTURE
"""The day after the last of the calendar: that of what is never certain."""


def place(event: Event, mode: Mode) -> tuple[Any, ...]:
    """Where an event stands among others: its key in the order of a mode."""
    return *event.when.sort_key(mode), event.seq, event.id


def happened_on(event: Event, mode: Mode) -> int:
    """The day, as an ordinal, from which an event counts as happened."""
    return event.when.sort_key(mode)[0]


def first_possible(event: Event) -> int:
    """The first day on which an event may have begun; before all days where there is none."""
    return happened_on(event, "possible")


def last_possible(event: Event) -> int:
    """The last day on which an event may have begun; END where there is none."""
    return happened_on(event, "certain")


def in_order(events: Iterable[Event], mode: Mode) -> list[Event]:
    """Events in the canonical order of a mode."""
    return sorted(events, key=lambda event: place(event, mode))
