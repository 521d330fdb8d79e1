"""EventLog: records are appended in any order, all or nothing, and never change."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock, RLock
from typing import Any, overload

import attrs
from pendulum import Date
from sortedcontainers import SortedDict, SortedList

from .arguments import require, require_projection, require_text
from .dates.when import Day, to_day
from .engine import Index
from .errors import MissingError, PositionError, Problem, RecordError, shown
from .projections.composed import EVENTS
from .projections.projection import Projection, S
from .records.belief import Records, beliefs_of, last_public, new_records, rank_of
from .records.bulk import BULK, uncollected
from .records.events import Citation, Event, Record, Retraction, Source, in_works
from .records.values import is_several
from .timeline import Timeline

POSITIONS = 8  # earlier positions whose index is kept, beside that of the last


@attrs.frozen
class Entry:
    """A record and its position in the log; positions start at 1."""

    position: int
    record: Record


@attrs.frozen
class Indexed:
    """The index of a log up to a position, and the last day on which anything became public."""

    position: int
    index: Index
    through: Date | None


class EventLog:
    """An append-only log in memory, which any number of threads may share.

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

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        where, advice = "EventLog: sources", "records come in with `append(*records)`"
        require(is_several(sources), where, sources, "a sequence of Source", advice)
        self._sources = tuple(sources)
        for source in self._sources:
            require(isinstance(source, Source), where, source, "a Source", advice)
        self._works = {source.id: source for source in self._sources}
        # What stands before the position is whole and never changes, and needs no lock to be read.
        self._position = 0
        self._held: list[Record] = []
        self._places: dict[str, list[int]] = {}
        # Of an id with several records: its places by revision, and all by (known, revision).
        self._revisions: dict[str, SortedDict[int, int]] = {}
        self._ranked: dict[str, SortedList[tuple[tuple[Date, int], int]]] = {}
        self._appending = RLock()
        self._indexing = Lock()
        self._last = Indexed(0, Index.of(()), None)
        self._earlier: OrderedDict[int, Indexed] = OrderedDict()

    def __reduce__(self) -> tuple[object, ...]:
        return _log_of, (self._sources, tuple(self._held[: self._position]))

    @property
    def position(self) -> int:
        """The position of the last record; 0 while the log is empty."""
        return self._position

    def append(self, *records: Record, expect: int | None = None) -> int:
        """Take in records, all or none, and return the position of the last record.

        What is held already is passed over; the same id and revision with other content is a
        `ConflictError`. `expect` is the position last seen: if the log has moved on since, it
        is a `PositionError`. Costs O(log n) for each record.
        """
        if not set(map(type, records)) <= {Event, Retraction}:
            for record in records:
                is_record = isinstance(record, Event | Retraction)
                advice = "append(*records) takes each on its own" if is_several(record) else ""
                expected = "an Event or a Retraction"
                require(is_record, "append", record, expected, advice, RecordError)
        is_position = expect is None or type(expect) is int
        require(is_position, "append: expect", expect, "the position last seen")
        with self._appending:
            if len(self._held) > self._position:
                self._forget_unfinished()
            if expect is not None and expect != self.position:
                raise PositionError(
                    f"the log is at position {self.position}, not at {shown(expect)}: "
                    "read what is new, then append again"
                )
            if len(records) < BULK:
                return self._take(self._new(records))
            with uncollected():
                return self._take(self._new(records))

    def _new(self, records: Iterable[Record]) -> list[Record]:
        """What is new of some records, whose citations know their works."""
        told = [in_works(record, self._works) for record in records] if self._works else records
        return new_records(self._record, told)

    def _take(self, records: list[Record]) -> int:
        """Take in records, and let them be seen all at once."""
        self._held += records
        for place, record in enumerate(records, self._position):
            places = self._places.get(record.id)
            if places is None:
                self._places[record.id] = [place]
                continue
            if len(places) == 1:
                before = self._held[places[0]]
                self._revisions[record.id] = SortedDict({before.revision: places[0]})
                self._ranked[record.id] = SortedList([(before.rank, places[0])])
            self._revisions[record.id][record.revision] = place
            self._ranked[record.id].add((record.rank, place))
            places.append(place)
        self._position += len(records)
        return self._position

    def _forget_unfinished(self) -> None:
        """Let go what an append had begun to take in when it was broken off, as by Ctrl-C."""
        for record in self._held[self._position :]:
            places = self._places.get(record.id, [])
            while places and places[-1] >= self._position:
                places.pop()
            if not places:
                self._places.pop(record.id, None)
            held = [self._held[place] for place in places]
            if len(held) > 1:
                by_revision = {one.revision: place for one, place in zip(held, places, strict=True)}
                ranked = [(one.rank, place) for one, place in zip(held, places, strict=True)]
                self._revisions[record.id] = SortedDict(by_revision)
                self._ranked[record.id] = SortedList(ranked)
            else:
                self._revisions.pop(record.id, None)
                self._ranked.pop(record.id, None)
        del self._held[self._position :]

    def correct(
        self,
        id: str,
        known: Day | None = None,
        sources: Iterable[Citation] = (),
        **changes: Any,
    ) -> int:
        """Append a correction: the whole event again, with some fields changed.

        With `known`, the world learnt better on that day, from `sources`. Without, it is our
        own erratum: it takes the `known` of the record that it amends, and its sources unless
        others are given, and replaces it from the first. Corrects a retraction by
        reinstating the event. Returns the position. A `known` before that of the record that
        it amends is refused, as it would change nothing.
        """
        where = f"correct({shown(id, 60)})"
        sources = _citations(where, sources)
        if unknown := set(changes) - set(_CHANGEABLE):
            expected = ", ".join(_CHANGEABLE)
            found = ", ".join(sorted(unknown))
            raise RecordError(Problem(where, found, expected))
        with self._appending:
            amended, content = self._newest(id), self._newest_content(id)
            is_same = not changes and not sources and known is None
            if is_same and not isinstance(amended, Retraction):
                expected = f"what is to be changed: {', '.join(_CHANGEABLE)}"
                raise RecordError(Problem(where, "nothing", expected))
            return self.append(
                attrs.evolve(
                    content,
                    **changes,
                    known=amended.known if known is None else _not_before(known, amended),
                    sources=sources or (content.sources if known is None else ()),
                    revision=self._next_revision(id),
                )
            )

    def retract(self, id: str, *, known: Day, reason: str, sources: Iterable[Citation] = ()) -> int:
        """Append a retraction: from `known` on, the event is not believed. The position."""
        sources = _citations(f"retract({shown(id, 60)})", sources)
        with self._appending:
            day = _not_before(known, self._newest(id))
            revision = self._next_revision(id)
            return self.append(
                Retraction(id=id, revision=revision, known=day, reason=reason, sources=sources)
            )

    def read(self, after: int = 0) -> tuple[Entry, ...]:
        """The entries after a position, in the order in which the log took them in."""
        require(type(after) is int, "read: after", after, "a position, from 0")
        if after < 0:
            raise PositionError(f"positions start at 1: there is none after {shown(after)}")
        new = enumerate(self._held[after : self._position], after + 1)
        return tuple(Entry(position, record) for position, record in new)

    @overload
    def timeline(
        self, projection: None = None, at: int | None = None
    ) -> Timeline[tuple[Event, ...]]: ...
    @overload
    def timeline(self, projection: Projection[S], at: int | None = None) -> Timeline[S]: ...
    def timeline(self, projection: Any = None, at: int | None = None) -> Timeline[Any]:
        """Everything up to a position (by default the last), as a timeline that never changes.

        Without a projection, the state is the events themselves. It goes on from the last one
        that was asked for; those of the last eight earlier positions are remembered.
        """
        if projection is not None:
            require_projection("timeline", projection)
        is_position = at is None or type(at) is int
        require(is_position, "timeline: at", at, "a position, from 0")
        last = self.position
        if at is not None and not 0 <= at <= last:
            raise PositionError(f"the log has positions 0 to {last}, not {shown(at)}")
        at = last if at is None else at
        records = Records(self._held, self._places, at)
        with self._indexing:
            held = self._indexed(records, at)
        asked = EVENTS if projection is None else projection
        return Timeline(asked, records, held.index, held.through, self._sources)

    def _indexed(self, records: Records, at: int) -> Indexed:
        """The index up to a position, which goes on from the nearest before it where it can."""
        last = self._last
        if at == last.position:
            return last
        if at < last.position:
            if at in self._earlier:
                self._earlier.move_to_end(at)
                return self._earlier[at]
            before = max((p for p in self._earlier if p < at), default=0)
            nothing = Indexed(0, Index.of(()), None)
            found = self._grown(self._earlier.get(before, nothing), records, at)
            self._keep(found)
            return found
        self._last = self._grown(last, records, at)
        self._keep(last)
        return self._last

    def _keep(self, indexed: Indexed) -> None:
        self._earlier[indexed.position] = indexed
        self._earlier.move_to_end(indexed.position)
        if len(self._earlier) > POSITIONS:
            self._earlier.popitem(last=False)

    def _grown(self, from_: Indexed, records: Records, at: int) -> Indexed:
        """An index, grown to a later position."""
        position, index = from_.position, from_.index
        new = self._held[position:at]
        if len(new) > len(index):
            with uncollected():
                index = Index.of(records.beliefs())
        else:
            with self._appending:  # what is looked up by id may be growing
                touched = {
                    id: self._touched(id, position, at)
                    for id in dict.fromkeys(record.id for record in new)
                }
            index = index.amended(
                {id: (beliefs_of(old), beliefs_of(are)) for id, (old, are) in touched.items()}
            )
        days = [day for day in (from_.through, last_public(new, self._sources)) if day]
        return Indexed(at, index, max(days, default=None))

    def _touched(self, id: str, before: int, at: int) -> tuple[list[Record], list[Record]]:
        """The records of an id at two positions: from the one on that was believed last before.

        What came out on the day of the first new one and was superseded then tells nothing.
        """
        places = self._places[id]
        if len(places) == 1:
            return [], [self._held[places[0]]]
        ranked, held = self._ranked[id], self._held
        first_new = bisect_left(places, before)
        since = min(held[place].known for place in places[first_new : bisect_left(places, at)])
        low = ranked.bisect_right(((since, _LAST_REVISION), at))
        while low and ranked[low - 1][1] >= before:
            low -= 1  # newer than both positions, or not yet there at the first
        tail = ranked[max(low - 1, 0) :]
        return (
            [held[place] for _, place in tail if place < before],
            [held[place] for _, place in tail if place < at],
        )

    def _record(self, id: str, revision: int) -> Record | None:
        """The record of an id and revision, if it is held."""
        places = self._places.get(id)
        if places is None:
            return None
        if len(places) == 1:
            only = self._held[places[0]]
            return only if only.revision == revision else None
        place = self._revisions[id].get(revision)
        return None if place is None else self._held[place]

    def _newest(self, id: str) -> Record:
        """The record of the greatest (known, revision) of an id."""
        require_text("record", id, "the id of an event")
        if len(self._held) > self._position:
            self._forget_unfinished()
        places = self._places.get(id)
        if places is None:
            raise MissingError("event", id, list(self._places))
        return self._held[places[0] if len(places) == 1 else self._ranked[id][-1][1]]

    def _newest_content(self, id: str) -> Event:
        """The newest record of an id that is no retraction."""
        for record in self._from_the_newest(id):
            if isinstance(record, Event):
                return record
        raise MissingError("event to correct with the id", id, [])

    def _from_the_newest(self, id: str) -> Iterator[Record]:
        ranked = self._ranked.get(id)
        places = self._places[id] if ranked is None else (place for _, place in reversed(ranked))
        return (self._held[place] for place in places)

    def _next_revision(self, id: str) -> int:
        revisions, only = self._revisions.get(id), self._places[id][0]
        newest: int = self._held[only].revision if revisions is None else revisions.peekitem()[0]
        return newest + 1

    def _check(self) -> None:
        """Assert that every part of the log tells the same."""
        assert len(self._held) == self._position
        places = sorted(place for places in self._places.values() for place in places)
        assert places == list(range(len(self._held)))
        for id, held in self._places.items():
            assert list(held) == sorted(held)
            assert all(self._held[place].id == id for place in held)
            if len(held) > 1:
                records = [self._held[place] for place in held]
                assert self._revisions[id] == {
                    r.revision: p for r, p in zip(records, held, strict=True)
                }
                ranked = [self._held[place] for _, place in self._ranked[id]]
                assert ranked == sorted(records, key=rank_of)
        assert len({(r.id, r.revision) for r in self._held}) == len(self._held), "a record twice"
        seen = Records.holding(self._held[: self._last.position])
        told, plain = self._last.index.beliefs(), seen.beliefs()
        assert {(b.since, b.until, b.event.id) for b in told} == {
            (b.since, b.until, b.event.id) for b in plain
        }
        assert self._last.through == last_public(seen, self._sources)
        self._last.index._check()


_LAST_REVISION = 1 << 62
_CHANGEABLE = ("when", "what", "title", "parties", "seq", "note", "lasting")


def _log_of(sources: tuple[Source, ...], records: tuple[Record, ...]) -> EventLog:
    log = EventLog(sources)
    log.append(*records)
    return log


def _not_before(known: Day, amended: Record) -> Date:
    """The day of a correction: one before that of the record it amends would change nothing."""
    day = to_day(known, "known")
    if day < amended.known:
        found, expected = str(day), f"a day from {amended.known} on, when it became public"
        advice = "leave `known` out for an erratum of our own"
        raise RecordError(
            Problem(f"record {shown(amended.id, 60)}: known", found, expected, advice)
        )
    return day


def _citations(where: str, sources: Iterable[Citation]) -> tuple[Citation, ...]:
    expected = "a sequence of Citation"
    require(is_several(sources), f"{where}: sources", sources, expected, error=RecordError)
    return tuple(sources)
