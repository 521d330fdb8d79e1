"""A log whose records are in a store, for any number of threads and processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, Self, TypeVar

from attrs import evolve, fields

from ..arguments import require, require_text
from ..errors import (
    ConflictError,
    InputError,
    PositionError,
    Problem,
    RecordError,
    StoreError,
    cut,
    shown,
)
from ..log import Entry, EventLog, require_position, said
from ..projections.projection import Projection
from ..records.bulk import batches, uncollected
from ..records.chain import Line, Omission, Said, chained, read_omission
from ..records.codec import from_plain, work_from_text, work_to_text
from ..records.events import Event, Record, Source, in_works
from ..records.fields import is_whole_text
from ..records.held import Held, Holding
from ..records.stored import from_json
from .faults import faults
from .store import Kept, Store

D = TypeVar("D")
T = TypeVar("T")

_MOST = (1 << 63) - 1  # the greatest whole number of a database


class StoredLog(EventLog):
    """An append-only log in a store; what `append` has returned outlives the process.

    It answers as a log in memory does, and holds in memory only what a timeline was asked of. Any
    number of processes may append to the same store: each record gets the next position, and
    `expect` lets one of two writers through. `bt.open_log` opens one.
    """

    def __init__(self, store: Store, sources: Iterable[Source] = ()) -> None:
        super().__init__(sources)
        given = self._sources
        self._sources, self._works = (), {}
        self._store = store
        self._turn: _Turn | None = None
        self._reading = RLock()  # what is known and held of the store; no writer waits under it
        self._works_to = 0  # the number of the last line up to which works are known
        self._number = 0  # the number of the last line that is held in memory
        self._in_works = 0  # how many works are known to the records that are held
        self._is_held = False
        if given:
            self._cite(given)

    def __reduce__(self) -> tuple[object, ...]:
        from .opened import opened_again

        return opened_again, (self._store.where,)

    def __repr__(self) -> str:
        return f"<log of {self.position:,} records in {self._store.where}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; what was appended stays."""
        self._store.close()

    @property
    def position(self) -> int:
        """The position of the last record, by whomever it was appended; 0 of an empty log."""
        return self._store.last().position

    @property
    def head(self) -> str:
        """The hash of the last line: it names this log, with all that it holds, for good."""
        return self._store.last().hash

    @property
    def sources(self) -> tuple[Source, ...]:
        """The works that are kept with the log."""
        self._learn_works()
        return self._sources

    @property
    def omissions(self) -> tuple[Omission, ...]:
        """What was left out of it, how much and by whose decision; `bt.write_without` says so."""
        return tuple(read_omission(line.text) for line in self._store.lines(0, "omission"))

    # -- reading ----------------------------------------------------------------------------

    def read(self, after: int = 0) -> tuple[Entry, ...]:
        """The entries after a position, in the order in which the log took them in."""
        with uncollected():
            return tuple(self.stream(after))

    def stream(self, after: int = 0) -> Iterator[Entry]:
        """The same, one by one, as of one moment, without holding them all."""
        require_position("stream", after)
        self._learn_works()
        for batch in batches(self._store.lines(after)):  # no number is smaller than its position
            for line, record in self._records(batch, after):
                yield Entry(line.position, record)

    def timeline(self, projection: Projection[Any] | None = None, at: int | None = None) -> Any:
        """Everything up to a position, as `EventLog.timeline`; it takes in only what is new."""
        self._hold()
        return super().timeline(projection, at)

    def _hold(self) -> None:
        """Hold in memory all that is in the store by now."""
        with self._reading, uncollected():
            self._is_held = True
            self._learn_works()
            while True:
                held, number, known = self._held, self._number, len(self._sources)
                held.forget_unfinished()
                new = {work.id for work in self._sources[self._in_works :]}
                if new and any(c.source in new for r in held.records for c in r.sources):
                    held, number = Held(), 0  # what is held does not know the works that it cites
                for batch in batches(self._store.lines(number)):
                    held.take([record for _, record in self._records(batch, held.position)])
                    number = batch[-1].number
                if held is not self._held:
                    self._hold_instead(held)
                self._number, self._in_works = number, known
                if known == len(self._sources):
                    return

    def _records(self, lines: Sequence[Line], after: int) -> Iterator[tuple[Line, Record]]:
        """The records of some lines after a position, whose citations know their works."""
        if any(line.sort == "work" and line.number > self._works_to for line in lines):
            self._learn_works()
        lines = [line for line in lines if line.sort == "record" and line.position > after]
        try:
            told = from_json(f"[{','.join(line.text for line in lines)}]")
        except (ValueError, RecursionError):
            told = []
        if len(told) != len(lines):  # one of them is no JSON: it is told which
            told = [_read(line, from_json, line.text) for line in lines]
        for line, data in zip(lines, told, strict=True):
            record = _read(line, from_plain, data)
            yield line, in_works(record, self._works) if record.sources else record

    def _lines(self) -> Iterator[Line]:
        return self._store.lines()

    def verify(self, head: str = "") -> tuple[Problem, ...]:
        """Each line that is not as its hash says, is missing, or is not found by what it is.

        With the `head` that was noted down at some time, also whether this is that very log.
        """
        require(isinstance(head, str), "verify: head", head, "a hash, or '' for none")
        _, problems = faults(self._store, head)
        return problems

    # -- writing ----------------------------------------------------------------------------

    @contextmanager
    def _exclusively(self) -> Iterator[Holding]:
        with self._appending:
            if self._turn is not None:  # a correction appends within its own turn
                yield self._turn.holding
                return
            with self._store.turn():
                last = self._store.last()
                with self._reading:
                    self._learn_works(last)
                    is_held = self._is_held and self._number == last.number
                    self._held.forget_unfinished()
                    holding = self._held if is_held else _Found(self._store, last.position)
                turn = self._turn = _Turn(holding, last)
                try:
                    yield turn.holding
                finally:
                    self._turn = None
            with self._reading:
                if is_held and self._number == last.number:  # and no reader was here before
                    self._held.take(turn.taken)
                    self._number = turn.last.number
                if turn.are_records and self._works_to == last.number:
                    self._works_to = turn.last.number

    def _new(self, held: Holding, records: Iterable[Record]) -> list[Record]:
        told = tuple(records)
        for record in told:
            if record.revision > _MOST:
                where = f"record {shown(record.id, 60)}: revision"
                raise RecordError(Problem(where, shown(record.revision), f"at most {_MOST:,}"))
        if isinstance(held, _Found):
            held.look_up([(record.id, record.revision) for record in told])
        return super()._new(held, told)

    def _take(self, records: list[Record]) -> int:
        self._add([said(record) for record in records])
        assert self._turn is not None, "records are taken in a turn"
        self._turn.taken += records
        return self._turn.last.position

    def _add(self, what: list[Said]) -> None:
        turn = self._turn
        assert turn is not None, "lines are added in a turn"
        if what:
            lines = [*chained(turn.last, what)]
            self._store.add(lines)
            turn.last = lines[-1]
            turn.are_records &= all(one.sort == "record" for one in what)

    def _cite(self, works: Iterable[Source]) -> None:
        """Keep works with the log; another one with an id that is taken is a `ConflictError`."""
        with self._exclusively():
            new = new_works(self._works, works)
            self._add([Said("work", work_to_text(work), work.id) for work in new])

    def _learn_works(self, until: Line | None = None) -> None:
        """Take in the works that are new in the store, up to some line."""
        with self._reading:
            last = (until or self._store.last()).number
            if last > self._works_to:
                lines = self._store.lines(self._works_to, "work")
                new = [_read(n, work_from_text, n.text) for n in lines if n.number <= last]
                self._works |= {work.id: work for work in new}
                self._sources += tuple(new)
                self._works_to = last

    # -- what is kept up to date --------------------------------------------------------------

    def recall(self, name: str) -> Kept | None:
        """What a consumer has kept under its name: its position, and a text of its own."""
        require_text("recall", name, "the name of a consumer")
        return self._store.recall(name)

    def keep(self, name: str, position: int, text: str, *, after: int = 0) -> None:
        """Keep how far a consumer has come and what it made of that, both or none.

        `after` is the position that it had kept before, 0 if none: if it is another by now,
        as two consumers of one name were at work, it is a `PositionError`.
        """
        for what, given in (("name", name), ("text", text)):
            is_kept = is_whole_text(given) and "\0" not in given
            require(is_kept, f"keep: {what}", given, "text, of which no character is NUL")
        is_position = type(position) is int and 0 <= position <= _MOST
        require(is_position, "keep: position", position, "a position, from 0")
        with self._exclusively():
            before = self._store.recall(name)
            at = before.position if before else 0
            if at != after:
                raise PositionError(
                    f"{shown(name)} is at position {at}, not at {shown(after)}: "
                    "another consumer of this name is at work"
                )
            self._store.keep(name, Kept(position, text))

    def _wait(self, after: int, seconds: float) -> None:
        last = self._store.last()
        if last.position <= after:
            self._store.wait(last.number, seconds)


class _Turn:
    """A writer's turn: what is held already, the last line, and the records that it took in."""

    def __init__(self, holding: Holding, last: Line) -> None:
        self.holding, self.last = holding, last
        self.taken: list[Record] = []
        self.are_records = True  # all that it added, so that no work is new


class _Found:
    """What a store holds, looked up by id."""

    def __init__(self, store: Store, position: int) -> None:
        self._store, self.position = store, position
        self._by_key: dict[tuple[str, int], Record | None] = {}

    def look_up(self, keys: Sequence[tuple[str, int]]) -> None:
        """Look up many at once."""
        self._by_key |= dict.fromkeys(keys)
        for line in self._store.find(keys):
            self._by_key[line.id, line.revision] = _record(line)

    def record(self, id: str, revision: int) -> Record | None:
        """The record of an id and revision."""
        if (id, revision) not in self._by_key:
            self.look_up([(id, revision)])
        return self._by_key[id, revision]

    def newest(self, id: str) -> Record:
        """The record of the greatest (known, revision) of an id."""
        return self._of(id).newest(id)

    def newest_event(self, id: str) -> Event:
        """The newest record of an id that is no retraction."""
        return self._of(id).newest_event(id)

    def next_revision(self, id: str) -> int:
        """The revision that comes after all of an id."""
        return self._of(id).next_revision(id)

    def _of(self, id: str) -> Held:
        held = Held()
        held.take([*map(_record, self._store.of(id))])
        return held


def new_works(held: Mapping[str, Source], works: Iterable[Source]) -> list[Source]:
    """The works that a log does not hold yet; another one with an id that is taken is refused.

    >>> work = Source(id="herald", title="The Herald")
    >>> new_works({}, [work, work]) == [work], new_works({"herald": work}, [work])
    (True, [])
    """
    known, new, taken = dict(held), list[Source](), list[Source]()
    for work in works:
        if work.id not in known:
            known[work.id] = work
            new.append(work)
        elif known[work.id] != work:
            taken.append(work)
    if taken:
        found, expected = "other content than the log holds", "the same content"
        raise ConflictError(
            *(
                Problem(f"work {shown(work.id, 60)}", found, expected, _other(work, known[work.id]))
                for work in taken
            )
        )
    return new


def _other(work: Source, held: Source) -> str:
    """What to do about a work of which the log holds something else, and what that is."""
    names = [each.name for each in fields(Source)]
    differ = [name for name in names if getattr(work, name) != getattr(held, name)]
    told = ", ".join(f"{name} {getattr(held, name)}" for name in differ)
    return (
        f"the log has it with {cut(told, 200)}; a work never changes: give what is new another id"
    )


def _record(line: Line) -> Record:
    return _read(line, from_plain, _read(line, from_json, line.text))


def _read(line: Line, read: Callable[[D], T], told: D) -> T:
    """What a line says; a `StoreError` where that cannot be read."""
    try:
        return read(told)
    except InputError as error:
        found = error.problems
        raise StoreError(
            *(evolve(p, where=f"line {line.number}: {p.where}") for p in found)
        ) from error
    except (ValueError, RecursionError) as error:
        where, advice = f"line {line.number}: {line.sort}", "verify() tells what was changed"
        raise StoreError(Problem(where, shown(line.text), "JSON", advice)) from error
