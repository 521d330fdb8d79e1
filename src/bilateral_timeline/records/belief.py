"""What is believed of a log, and the definition that every faster way must equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

import attrs
from pendulum import Date

from ..dates.when import Mode
from ..errors import ConflictError, Problem
from .events import Event, Record


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


Fact = tuple[int, int | None, Event]
"""What is believed of an id, from one day (its ordinal) and before another, if that is set."""


def facts_of(records: Sequence[Record]) -> list[Fact]:
    """All that is ever believed of one id, out of all its records, in the order of the days.

    A fact ends with the record that takes its place, or with the publication of a citation
    that was not shown before.

    """
    if len(records) == 1 and isinstance(only := records[0], Event):
        day = since(only)
        if not only.sources or day == ordinal(only.known):
            return [(day, None, only)]
    days = {record.known for record in records}
    for record in records:
        if isinstance(record, Event):
            days |= {c.known for c in record.sources if c.known and c.known > record.known}
    facts: list[Fact] = []
    for known_by in sorted(days):
        day = ordinal(known_by)
        believed = next(iter(believed_events(records, known_by)), None)
        before = facts[-1] if facts and facts[-1][1] is None else None
        if before and (believed is None or believed != before[2]):
            facts[-1] = before[0], day, before[2]
        if believed is not None and (before is None or believed != before[2]):
            facts.append((day, None, believed))
    return facts


ordinal = cache(Date.toordinal)
"""The ordinal of a day: one object for each, as a large log has many on the same day."""


def since(event: Event) -> int:
    """Since when an event is believed as it stands: once it and all that it cites was public."""
    day = event.known
    for citation in event.sources:
        if citation.known is not None and citation.known > day:
            day = citation.known
    return ordinal(day)


@attrs.frozen(eq=False)
class Records:
    """The records of a log up to a position, by id, perhaps with other ones for some ids.

    The log goes on appending to the same list; what comes after the position is not seen.
    """

    _held: Sequence[Record]
    _places: Mapping[str, tuple[int, ...]]
    _until: int
    _instead: Mapping[str, tuple[Record, ...]] = attrs.field(factory=dict)

    def of(self, id: str) -> tuple[Record, ...]:
        """The records of an id; none if it has none."""
        if id in self._instead:
            return self._instead[id]
        return tuple(self._held[at] for at in self._places.get(id, ()) if at < self._until)

    def ids(self) -> Iterator[str]:
        """The ids that have a record."""
        for id in dict.fromkeys([*self._places, *self._instead]):
            if self.of(id):
                yield id

    def __iter__(self) -> Iterator[Record]:
        for record in islice(self._held, self._until):
            if record.id not in self._instead:
                yield record
        for records in self._instead.values():
            yield from records

    def instead(self, changed: Mapping[str, tuple[Record, ...]]) -> Records:
        """These records, with others for some ids."""
        return attrs.evolve(self, instead={**self._instead, **changed})

    def facts(self) -> Iterator[Fact]:
        """All that is ever believed."""
        held, until, instead = self._held, self._until, self._instead
        for id, places in self._places.items():
            if places[0] < until and id not in instead:
                yield from facts_of([held[at] for at in places if at < until])
        for records in self._instead.values():
            yield from facts_of(records)


def new_records(held: Callable[[str], Iterable[Record]], records: Iterable[Record]) -> list[Record]:
    """Those of some records that are not `held(id)` yet; a `ConflictError` names every clash.

    The same id and revision with the same content again is no news; with other content it is
    a clash.
    """
    new: list[Record] = []
    of_id: dict[str, tuple[Record, ...]] = {}
    clashes = []
    for record in records:
        there = of_id.get(record.id, ())
        for other in (*held(record.id), *there):
            if other.revision == record.revision:
                if other != record:
                    clashes.append(record)
                break
        else:
            of_id[record.id] = (*there, record)
            new.append(record)
    if clashes:
        raise ConflictError(
            *(
                Problem(
                    f"record {record.id!r}, revision {record.revision}",
                    "other content than the log holds",
                    "the same content",
                    "records never change: add a correction with a higher revision",
                )
                for record in clashes
            )
        )
    return new


def by_id(records: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    """Records by their id."""
    grouped: dict[str, tuple[Record, ...]] = {}
    for record in records:
        grouped[record.id] = (*grouped.get(record.id, ()), record)
    return grouped


def last_known(records: Iterable[Record]) -> Date | None:
    """The last day on which a record or a citation became public."""
    days = (day for r in records for day in (r.known, *(c.known for c in r.sources)) if day)
    return max(days, default=None)
