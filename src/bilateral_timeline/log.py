"""EventLog: records are appended in any order, all or nothing, and never change."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, overload

import attrs
from pendulum import Date

from .dates.when import Day, to_day
from .engine.index import Index
from .errors import InputError, MissingError, PositionError, Problem, RecordError
from .projections.composed import EVENTS
from .projections.projection import Projection, S
from .records.belief import Records, facts_of, last_known, new_records
from .records.bulk import uncollected
from .records.events import Citation, Event, Record, Retraction, Source
from .timeline import Timeline


@attrs.frozen
class Entry:
    """A record and its position in the log; positions start at 1."""

    position: int
    record: Record


def _not_before(known: Day, amended: Record) -> Date:
    """The day of a correction: one before that of the record it amends would change nothing."""
    day = to_day(known, "known")
    if day < amended.known:
        found, expected = str(day), f"a day from {amended.known} on, when it became public"
        advice = "leave `known` out for an erratum of our own"
        raise RecordError(Problem(f"record {amended.id!r}: known", found, expected, advice))
    return day


def _require_source(source: object) -> None:
    if not isinstance(source, Source):
        advice = "records come in with `append(*records)`"
        raise InputError(Problem("EventLog: sources", repr(source), "a Source", advice))


def _rank(record: Record) -> tuple[Date, int]:
    return record.rank


BULK = 1000  # records from which the garbage collector waits


class EventLog:
    """An append-only log in memory.

    >>> import bilateral_timeline as bt
    >>> @bt.kind("bridge-built")
    ... class BridgeBuilt:
    ...     river: str
    >>> log = EventLog()
    >>> aras = BridgeBuilt(river="Aras")
    >>> bridge = bt.Event(id="bridge", when="1998", known="1999-01-04", what=aras)
    >>> log.append(bridge), log.append(bridge)
    (1, 1)
    """

    def __init__(self, sources: tuple[Source, ...] = ()) -> None:
        for source in sources:
            _require_source(source)
        self._held: list[Record] = []
        self._places: dict[str, tuple[int, ...]] = {}
        self._sources = sources
        # Up to which position there is an index, that index, and the last day known in it.
        self._indexed: tuple[int, Index, Date | None] = (0, Index.of(()), None)

    @property
    def position(self) -> int:
        """The position of the last record; 0 while the log is empty."""
        return len(self._held)

    def append(self, *records: Record, expect: int | None = None) -> int:
        """Take in records, all or none, and return the position of the last record.

        What is held already is passed over; the same id and revision with other content is a
        `ConflictError`. `expect` is the position last seen: if the log has moved on since, it
        is a `PositionError`. Costs O(log n) for each record.
        """
        if expect is not None and expect != self.position:
            raise PositionError(
                f"the log is at position {self.position}, not at {expect}: "
                "read what is new, then append again"
            )
        for record in records:
            if not isinstance(record, Event | Retraction):
                raise RecordError(Problem("append", repr(record), "an Event or a Retraction"))
        if len(records) < BULK:
            return self._take(new_records(self._of, records))
        with uncollected():
            return self._take(new_records(self._of, records))

    def _take(self, records: list[Record]) -> int:
        places = self._places
        for place, record in enumerate(records, self.position):
            held = places.get(record.id)
            places[record.id] = (*held, place) if held else (place,)
        self._held += records
        return self.position

    def correct(
        self,
        id: str,
        known: Day | None = None,
        sources: tuple[Citation, ...] = (),
        **changes: Any,
    ) -> int:
        """Append a correction: the whole event again, with some fields changed.

        With `known`, the world learnt better on that day, from `sources`. Without, it is our
        own erratum: it takes the `known` of the record that it amends, and its sources unless
        others are given, and replaces it from the first. Corrects a retraction by
        reinstating the event. Returns the position. A `known` before that of the record that
        it amends is refused, as it would change nothing.
        """
        records = self._records_of(id)
        contents = [record for record in records if isinstance(record, Event)]
        if not contents:
            raise MissingError("event to correct with the id", id, [])
        amended = max(records, key=_rank)
        if not (changes or sources or known or isinstance(amended, Retraction)):
            expected = "what is to be changed: when, what, title, parties, seq or note"
            raise RecordError(Problem(f"correct({id!r})", "nothing", expected))
        if unknown := set(changes) - {"when", "what", "title", "parties", "seq", "note"}:
            raise RecordError(
                Problem(
                    f"correct({id!r})",
                    ", ".join(sorted(unknown)),
                    "when, what, title, parties, seq or note",
                )
            )
        return self.append(
            attrs.evolve(
                max(contents, key=_rank),
                **changes,
                known=amended.known if known is None else _not_before(known, amended),
                sources=sources or (contents[-1].sources if known is None else ()),
                revision=self._next_revision(id),
            )
        )

    def retract(
        self, id: str, *, known: Day, reason: str, sources: tuple[Citation, ...] = ()
    ) -> int:
        """Append a retraction: from `known` on, the event is not believed. The position."""
        known = _not_before(known, max(self._records_of(id), key=_rank))
        return self.append(
            Retraction(
                id=id,
                revision=self._next_revision(id),
                known=known,
                reason=reason,
                sources=sources,
            )
        )

    def read(self, after: int = 0) -> tuple[Entry, ...]:
        """The entries after a position, in the order in which the log took them in."""
        if after < 0:
            raise PositionError(f"positions start at 1: there is none after {after}")
        new = enumerate(self._held[after:], after + 1)
        return tuple(Entry(position, record) for position, record in new)

    @overload
    def timeline(
        self, projection: None = None, at: int | None = None
    ) -> Timeline[tuple[Event, ...]]: ...
    @overload
    def timeline(self, projection: Projection[S], at: int | None = None) -> Timeline[S]: ...
    def timeline(self, projection: Any = None, at: int | None = None) -> Timeline[Any]:
        """Everything up to a position (by default the last), as a timeline that never changes.

        Without a projection, the state is the events themselves.
        """
        if projection is not None and not isinstance(projection, Projection):
            raise InputError(Problem("timeline", repr(projection), "a Projection"))
        if at is not None and not 0 <= at <= self.position:
            raise PositionError(f"the log has positions 0 to {self.position}, not {at}")
        at = self.position if at is None else at
        records = Records(self._held, self._places, at)
        index, through = self._index(records, at)
        return Timeline(projection or EVENTS, records, index, through, self._sources)

    def _index(self, records: Records, at: int) -> tuple[Index, Date | None]:
        """The index up to a position, which goes on from the last one where it can."""
        position, index, through = (
            self._indexed if self._indexed[0] <= at else (0, Index.of(()), None)
        )
        if position < at:
            new = self._held[position:at]
            if len(new) > len(index):
                with uncollected():
                    index = Index.of(records.facts())
            else:
                changes = {}
                for id in {record.id for record in new}:
                    after = records.of(id)
                    before = after[: bisect_left(self._places[id], position)]
                    changes[id] = facts_of(before), facts_of(after)
                index = index.changed(changes)
            days = [day for day in (through, last_known(new)) if day]
            through = max(days, default=None)
            if at > self._indexed[0]:
                self._indexed = at, index, through
        return index, through

    def _of(self, id: str) -> list[Record]:
        places = self._places.get(id)
        return [self._held[place] for place in places] if places else []

    def _records_of(self, id: str) -> list[Record]:
        records = self._of(id)
        if not records:
            raise MissingError("event", id, self._places)
        return records

    def _next_revision(self, id: str) -> int:
        return max(record.revision for record in self._of(id)) + 1

    def _check(self) -> None:
        """Assert that every part of the log tells the same."""
        places = sorted(place for places in self._places.values() for place in places)
        assert places == list(range(len(self._held)))
        for id, held in self._places.items():
            assert list(held) == sorted(held)
            assert all(self._held[place].id == id for place in held)
        assert len({(r.id, r.revision) for r in self._held}) == len(self._held), "a record twice"
        self._indexed[1]._check()
