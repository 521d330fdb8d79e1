"""Which events count, in which order: the definition that every faster way must equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pendulum import Date

from .errors import ConflictError, Problem
from .events import Event, Record
from .projection import Projection, S
from .when import Mode


def definition(
    projection: Projection[S],
    records: Iterable[Record],
    as_of: Date,
    known_by: Date | None,
    mode: Mode,
) -> S:
    """The state: the fold over the events believed at `known_by` that had happened by `as_of`."""
    last = as_of.toordinal()
    believed = believed_events(records, known_by)
    happened = [event for event in believed if event.when.sort_key(mode)[0] <= last]
    return projection.fold(in_order(happened, mode))


def believed_events(records: Iterable[Record], known_by: Date | None) -> list[Event]:
    """What is believed of each id: its record of the greatest (known, revision) known by a day.

    If that record is a retraction, nothing. Each event shows only citations known by the day.
    """
    newest: dict[str, Record] = {}
    for record in records:
        if known_by is None or record.known <= known_by:
            held = newest.get(record.id)
            if held is None or held.rank < record.rank:
                newest[record.id] = record
    return [r.known_by(known_by) for r in newest.values() if isinstance(r, Event)]


def in_order(events: Iterable[Event], mode: Mode) -> list[Event]:
    """Events in the canonical order of a mode: by date, then `seq`, then id."""
    return sorted(events, key=lambda event: (event.when.sort_key(mode), event.seq, event.id))


def new_records(
    held: Mapping[tuple[str, int], Record], records: Iterable[Record]
) -> dict[tuple[str, int], Record]:
    """Those of some records that are not held yet; a `ConflictError` names every clash.

    The same id and revision with the same content again is no news; with other content it is
    a clash.
    """
    new: dict[tuple[str, int], Record] = {}
    clashes = []
    for record in records:
        key = record.id, record.revision
        there = held.get(key) or new.get(key)
        if there is None:
            new[key] = record
        elif there != record:
            clashes.append(
                Problem(
                    f"record {record.id!r}, revision {record.revision}",
                    "other content than the log holds",
                    "the same content",
                    "records never change: add a correction with a higher revision",
                )
            )
    if clashes:
        raise ConflictError(*clashes)
    return new
