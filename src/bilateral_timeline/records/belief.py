"""What is believed of a log: of each id the record of the greatest (known, revision)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

import attrs
from pendulum import Date

from ..errors import ConflictError, Problem
from .events import Event, Record, Retraction, Source
from .kinds import kind_of


class Belief(NamedTuple):
    """An event that is believed from one day (an ordinal) and before another, if that is set."""

    since: int
    until: int | None
    event: Event


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


def beliefs_of(records: Iterable[Record]) -> list[Belief]:
    """All that is ever believed of one id, out of all its records, in the order of the days.

    A belief ends with the record that takes its place, or with the publication of a citation
    that was not shown before. O(n log n).
    """
    ranked = sorted(records, key=rank_of)
    beliefs: list[Belief] = []
    for at, record in enumerate(ranked):
        after = ranked[at + 1].known if at + 1 < len(ranked) else None
        if isinstance(record, Event) and record.known != after:
            beliefs += _shown(record, after)
    return beliefs


def _shown(event: Event, before: Date | None) -> Iterator[Belief]:
    """What one record lets be believed, before the day of the next: its citations come in turn."""
    days = {
        citation.known
        for citation in event.sources
        if citation.known is not None
        and citation.known > event.known
        and (before is None or citation.known < before)
    }
    until: int | None = None if before is None else ordinal(before)
    starts = [event.known, *sorted(days)]
    for day, following in zip(starts, [*starts[1:], None], strict=True):
        end = until if following is None else ordinal(following)
        yield Belief(ordinal(day), end, event.known_by(day))


def rank_of(record: Record) -> tuple[Date, int]:
    """By which the records of an id are believed in turn."""
    return record.rank


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

    The log goes on appending to the same lists; what comes after the position is not seen.
    """

    _held: Sequence[Record]
    _places: Mapping[str, Sequence[int]]
    _until: int
    _instead: Mapping[str, tuple[Record, ...]] = attrs.field(factory=dict)

    @classmethod
    def holding(cls, records: Iterable[Record]) -> Records:
        """Some records on their own."""
        return cls((), {}, 0, by_id(records))

    def __reduce__(self) -> tuple[object, ...]:
        return Records.holding, (tuple(self),)

    def of(self, id: str) -> tuple[Record, ...]:
        """The records of an id; none if it has none."""
        if id in self._instead:
            return self._instead[id]
        return tuple(self._held[at] for at in (*self._places.get(id, ()),) if at < self._until)

    def ids(self) -> Iterator[str]:
        """The ids that have a record."""
        yield from dict.fromkeys(record.id for record in self)

    def __iter__(self) -> Iterator[Record]:
        for record in islice(self._held, self._until):
            if record.id not in self._instead:
                yield record
        for records in self._instead.values():
            yield from records

    def instead(self, changed: Mapping[str, tuple[Record, ...]]) -> Records:
        """These records, with others for some ids."""
        return attrs.evolve(self, instead={**self._instead, **changed})

    def beliefs(self) -> Iterator[Belief]:
        """All that is ever believed."""
        several: dict[str, list[Record]] = {}
        for record in self:
            if len(self._places.get(record.id, ())) > 1 or record.id in self._instead:
                several.setdefault(record.id, []).append(record)
            elif isinstance(record, Event):
                if record.sources:
                    yield from _shown(record, None)
                else:
                    yield Belief(ordinal(record.known), None, record)
        for records in several.values():
            yield from beliefs_of(records)


def new_records(
    held: Callable[[str, int], Record | None], records: Iterable[Record]
) -> list[Record]:
    """Those of some records that are not `held(id, revision)` yet; a clash is a `ConflictError`.

    The same id and revision with the same content again is no news; with other content it is
    a clash, and all of them are named.
    """
    new: dict[tuple[str, int], Record] = {}
    clashes = []
    for record in records:
        key = record.id, record.revision
        other = new.get(key) or held(*key)
        if other is None:
            new[key] = record
        elif other != record:
            clashes.append(record)
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
    return list(new.values())


def by_id(records: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    """Records by their id."""
    grouped: dict[str, list[Record]] = {}
    for record in records:
        grouped.setdefault(record.id, []).append(record)
    return {id: tuple(held) for id, held in grouped.items()}


def last_public(records: Iterable[Record], works: Iterable[Source] = ()) -> Date | None:
    """The last day on which a record or a citation is sure to have been public already.

    A work with a month or a year alone is cited from the last day of that, and counts here from
    the first. A `known` after the publication of everything cited is a slip, and counts not.
    """
    first_days = {
        work.id: (work.known, work.issued.earliest)
        for work in works
        if work.issued is not None and not work.issued.is_exact
    }
    last: Date | None = None
    for record in records:
        if not record.sources:
            if last is None or record.known > last:
                last = record.known
            continue
        days = []
        for citation in record.sources:
            day, first = citation.known, first_days.get(citation.source)
            days.append(first[1] if first and first[1] and first[0] == day else day)
        if record.known < max(citation.known for citation in record.sources if citation.known):
            days.append(record.known)
        last = max((day for day in (last, *days) if day is not None), default=None)
    return last


def alone(records: Iterable[Record], works: Container[str]) -> Iterator[Record]:
    """The records as some works alone tell them: what none of these is cited for is left out.

    An event is known from the first of the citations that are left, and dated as the first of
    them that has a date of its own; a correction is known from its own day, or from theirs if
    that is later. What was superseded by the day from which it is told is never told.
    """
    for held in by_id(records).values():
        told = [one for record in sorted(held, key=rank_of) for one in _told_by(record, works)]
        for at, record in enumerate(told):
            if all(record.known < later.known for later in told[at + 1 :]):
                yield record


def _told_by(record: Record, works: Container[str]) -> Iterator[Record]:
    """A record with the citations of some works alone; nothing where there are none."""
    cited = tuple(citation for citation in record.sources if citation.source in works)
    if not cited:
        return
    known = min(citation.known for citation in cited if citation.known)
    if record.revision:
        known = max(known, record.known)
    if isinstance(record, Retraction):
        yield attrs.evolve(record, sources=cited, known=known)
        return
    made = kind_of(record.what)
    is_standing = record.lasting or (made is not None and made.standing)
    dates = (c.when for c in cited if c.when and not (c.when.is_closed and is_standing))
    yield attrs.evolve(record, sources=cited, known=known, when=next(dates, record.when))
