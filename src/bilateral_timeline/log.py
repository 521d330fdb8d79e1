"""EventLog: records are appended in any order, all or nothing, and never change."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from threading import Condition, Lock, RLock
from typing import Any, overload

import attrs
from pendulum import Date

from .arguments import require, require_projection, require_text
from .dates.when import Day, When, to_day
from .engine import Index
from .errors import PositionError, Problem, RecordError, shown
from .projections.composed import EVENTS
from .projections.projection import Projection, S
from .records.belief import Records, beliefs_of, last_public, new_records
from .records.bulk import BULK, uncollected
from .records.chain import NOTHING, Line, Omission, Said, broken, chained, only_hash
from .records.codec import to_text, work_to_text
from .records.events import Citation, Event, Record, Retraction, Source, in_works
from .records.held import Held, Holding
from .records.values import is_several
from .timeline import Timeline

_LOOK = 0.25  # seconds until it is looked again whether following is to stop
Days = tuple[str | None, str | None]
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
        self._held = Held()
        self._appending = RLock()
        self._news = Condition()
        self._indexing = Lock()
        self._last = Indexed(0, Index.of(()), None)
        self._earlier: OrderedDict[int, Indexed] = OrderedDict()

    def __reduce__(self) -> tuple[object, ...]:
        return _log_of, (self._sources, tuple(self._held.records[: self._held.position]))

    @property
    def position(self) -> int:
        """The position of the last record; 0 while the log is empty."""
        return self._held.position

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
        with self._exclusively() as held:
            if expect is not None and expect != held.position:
                raise PositionError(
                    f"the log is at position {held.position}, not at {shown(expect)}: "
                    "read what is new, then append again"
                )
            if len(records) < BULK:
                return self._take(self._new(held, records))
            with uncollected():
                return self._take(self._new(held, records))

    @contextmanager
    def _exclusively(self) -> Iterator[Holding]:
        """The turn of a writer, with what is held already."""
        with self._appending:
            self._held.forget_unfinished()
            yield self._held

    def _new(self, held: Holding, records: Iterable[Record]) -> list[Record]:
        """What is new of some records, whose citations know their works."""
        told = [in_works(record, self._works) for record in records] if self._works else records
        return new_records(held.record, told)

    def _take(self, records: list[Record]) -> int:
        """Take in records, all at once: the new position."""
        position = self._held.take(records)
        with self._news:
            self._news.notify_all()
        return position

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
        require_text("record", id, "the id of an event")
        with self._exclusively() as held:
            amended, content = held.newest(id), held.newest_event(id)
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
                    revision=held.next_revision(id),
                )
            )

    def retract(self, id: str, *, known: Day, reason: str, sources: Iterable[Citation] = ()) -> int:
        """Append a retraction: from `known` on, the event is not believed. The position."""
        sources = _citations(f"retract({shown(id, 60)})", sources)
        require_text("record", id, "the id of an event")
        with self._exclusively() as held:
            day = _not_before(known, held.newest(id))
            revision = held.next_revision(id)
            return self.append(
                Retraction(id=id, revision=revision, known=day, reason=reason, sources=sources)
            )

    def read(self, after: int = 0) -> tuple[Entry, ...]:
        """The entries after a position, in the order in which the log took them in."""
        require_position("read", after)
        new = enumerate(self._held.records[after : self._held.position], after + 1)
        return tuple(Entry(position, record) for position, record in new)

    def stream(self, after: int = 0) -> Iterator[Entry]:
        """The same, one by one, without holding them all."""
        yield from self.read(after)

    def follow(self, after: int = 0, *, stop: threading.Event | None = None) -> Iterator[Entry]:
        """The entries after a position, and each later one as it is appended, until told to stop.

        It waits without end for what comes next, and looks at `stop` four times a second.
        Whoever remembers the position of the last entry misses nothing, and gets nothing twice.

        >>> done = threading.Event()
        >>> done.set()
        >>> list(EventLog().follow(stop=done))
        []
        """
        is_event = stop is None or isinstance(stop, threading.Event)
        require(is_event, "follow: stop", stop, "a threading.Event, or None")
        while True:
            for entry in self.stream(after):
                yield entry
                after = entry.position
            if stop is not None and stop.is_set():
                return
            self._wait(after, _LOOK)

    def _wait(self, after: int, seconds: float) -> None:
        with self._news:
            self._news.wait_for(lambda: self.position > after, seconds)

    @property
    def head(self) -> str:
        """The hash of the last line: it names this log, with all that it holds, for good.

        Empty of an empty log. Costs a pass over a log in memory.
        """
        (last,) = deque(self._lines(), maxlen=1) or (NOTHING,)
        return last.hash

    def position_of(self, hash: str) -> int:
        """The position up to which a log had a hash as its head; its first letters will do."""
        require_text("position_of", hash, "the hash of a line")
        found = [line for line in self._lines() if line.hash.startswith(hash)]
        only_hash(hash, (line.hash for line in found), self.head)
        return found[0].position

    def verify(self, head: str = "") -> tuple[Problem, ...]:
        """Each line that is not as its hash says, and each that is missing; none if all holds.

        With the `head` that was noted down at some time, also whether this is that very log.
        """
        require(isinstance(head, str), "verify: head", head, "a hash, or '' for none")
        return tuple(broken(self._lines(), head))

    @property
    def omissions(self) -> tuple[Omission, ...]:
        """What was left out of it, how much and by whose decision; `bt.write_without` says so."""
        return ()

    def _lines(self) -> Iterator[Line]:
        """All lines, each with its hash."""
        works = (Said("work", work_to_text(work), work.id) for work in self._sources)
        records = islice(self._held.records, self._held.position)
        return chained(NOTHING, chain(works, map(said, records)))

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
        with self._indexing:
            last = self._held.position
            if at is not None and not 0 <= at <= last:
                raise PositionError(f"the log has positions 0 to {last}, not {shown(at)}")
            at = last if at is None else at
            records = self._held.until(at)
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

    def _hold_instead(self, held: Held) -> None:
        """Hold the same records, which know more works, in place of those that are held."""
        with self._indexing:
            self._held = held
            self._last = Indexed(0, Index.of(()), None)
            self._earlier.clear()

    def _keep(self, indexed: Indexed) -> None:
        self._earlier[indexed.position] = indexed
        self._earlier.move_to_end(indexed.position)
        if len(self._earlier) > POSITIONS:
            self._earlier.popitem(last=False)

    def _grown(self, from_: Indexed, records: Records, at: int) -> Indexed:
        """An index, grown to a later position."""
        position, index = from_.position, from_.index
        new = self._held.records[position:at]
        if len(new) > len(index):
            with uncollected():
                index = Index.of(records.beliefs())
        else:
            touched = {
                id: self._held.touched(id, position, at)
                for id in dict.fromkeys(record.id for record in new)
            }
            index = index.amended(
                {id: (beliefs_of(old), beliefs_of(are)) for id, (old, are) in touched.items()}
            )
        days = [day for day in (from_.through, last_public(new, self._sources)) if day]
        return Indexed(at, index, max(days, default=None))

    def _check(self) -> None:
        """Assert that every part of the log tells the same."""
        self._held._check()
        seen = Records.holding(self._held.records[: self._last.position])
        told, plain = self._last.index.beliefs(), seen.beliefs()
        assert {(b.since, b.until, b.event.id) for b in told} == {
            (b.since, b.until, b.event.id) for b in plain
        }
        assert self._last.through == last_public(seen, self._sources)
        self._last.index._check()


_CHANGEABLE = ("when", "what", "title", "parties", "seq", "note", "lasting")


def said(record: Record) -> Said:
    """What a line says of a record."""
    text = to_text(record)
    if isinstance(record, Retraction):
        return Said("record", text, record.id, record.revision)
    return Said("record", text, record.id, record.revision, *days_of(record.when.written))


@lru_cache(maxsize=1 << 16)
def days_of(when: str) -> Days:
    """The first and the last possible day of a date, as a line has them; None where open."""
    date = When(when)
    first, last = date.earliest, date.latest
    return (
        None if first is None else first.isoformat(),
        None if last is None else last.isoformat(),
    )


def require_position(where: str, after: object) -> None:
    """Refuse what is no position after which a log can be read."""
    require(type(after) is int, f"{where}: after", after, "a position, from 0")
    if isinstance(after, int) and after < 0:
        raise PositionError(f"positions start at 1: there is none after {shown(after)}")


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
