"""Overdue: what is late on a day, starts as well as ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from ..dates.when import When
from ..records.values import Quantity, Unknown
from ..relations.entry import Entry
from ..relations.relationship import Relationship
from . import days, entries
from .page import Line
from .sentences import manner_of
from .sentences.clauses import late as by_how_much
from .speech import Speech

_DUES: Mapping[str, Callable[[Any], Any]] = {
    "overdue": lambda entry: getattr(
        entry, "next", entry.due if hasattr(entry, "due") else Unknown
    ),
    "start_overdue": lambda entry: entry.starts.latest,
    "lapsed": lambda entry: entry.due,
}
"""The questions of what is late, and what tells when that was due."""


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


def _late(entry: Entry) -> Iterator[tuple[str, Quantity]]:
    for what in _DUES:
        by = getattr(entry, what, Unknown)
        if isinstance(by, Quantity) and by.high:
            yield what, by


def late(relationship: Relationship) -> list[Late]:
    """All that is late, or perhaps late: what is late for certain and for longest first."""
    found = []
    for name, facet in entries.facets_of(relationship):
        for path, entry in entries.entries_of(facet):
            for what, by in _late(entry):
                due = _DUES[what](entry)
                when = due if isinstance(due, When) else None
                found.append(Late(f"{name}.{path}", what, when, by))
    return sorted(found, key=lambda each: (-(each.days.low or 0), -(each.days.high or 0)))


def page(relationship: Relationship) -> list[Line]:
    """All that is late on the day of a state, a line each."""
    speech, found = Speech(relationship.names), late(relationship)
    lines = [Line(f"Late on {days.day(relationship.day)}", sort="title")]
    for each in found:
        name, _, path = each.path.partition(".")
        entry = relationship.at(each.path)
        head, _ = manner_of(name).sentence(path, entry, speech)
        what = {"start_overdue": "its start ", "lapsed": "its end "}.get(each.what, "")
        due = f"{what}{days.due(each.due)}" if each.due is not None else f"{what}due"
        lines.append(Line(f"{due}{by_how_much(each.days)} [{each.path}]", head, depth=1))
    return lines if found else [*lines, Line("Nothing is.", depth=1)]
