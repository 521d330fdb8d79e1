"""A machine that mixes all that a log can do, on a store and in memory, and compares the two."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from pendulum import Date

from ..errors import ConflictError, PositionError, TimelineError
from ..log import EventLog, said
from ..records.chain import NOTHING, Said, chained
from ..records.codec import to_text, work_to_text
from ..records.events import Citation, Event, Source
from ..records.stored import UnknownBody
from ..stores.log import StoredLog
from ..stores.store import Kept
from .bodies import Bodies
from .dates import days
from .histories import histories
from .questions import Question, questions
from .stores import OpenStore, a_place

_IDS = ("a", "b", "c")
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)
_WORKS = tuple(
    Source(id=id, title=title, author=(title,))
    for id, title in (("one", "First"), ("two", "Second"), ("two", "Another"))
)


class StoreMachine(RuleBasedStateMachine):
    """All that a log can do, mixed at random, on a store that is opened twice, and in memory.

    Set `open_store` in a class of your own, and hypothesis looks for what the store does
    otherwise. With `bodies`, records are of your own kinds.

    >>> from hypothesis import settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> from bilateral_timeline.stores.memory import MemoryStore
    >>> class MyStore(StoreMachine):
    ...     places: dict[str, MemoryStore] = {}
    ...     open_store = lambda name: MyStore.places.setdefault(name, MemoryStore())
    >>> run_state_machine_as_test(MyStore, settings=settings(max_examples=3, deadline=None))
    """

    open_store: ClassVar[OpenStore]
    bodies: ClassVar[Bodies] = UnknownBody

    def __init__(self) -> None:
        super().__init__()
        self.place = a_place()
        self.logs = [self._opened(), self._opened()]
        self.memory = EventLog()
        self.works: dict[str, Source] = {}
        self.told: list[Said] = []
        self.kept: dict[str, Kept] = {}

    def _opened(self) -> StoredLog:
        return StoredLog(type(self).open_store(self.place))

    def teardown(self) -> None:
        """Let go of the store."""
        for log in self.logs:
            log.close()

    def _both(self, which: int, act: Callable[[EventLog], object]) -> None:
        """Do the same on one of the logs and in memory: they give or refuse the same."""
        asked, told = _outcome(act, self.memory), _outcome(act, self.logs[which])
        assert told == asked, f"the store gives {told}, memory {asked}"
        self.told += [said(entry.record) for entry in self.memory.read(_records(self.told))]

    # -- writing --------------------------------------------------------------------------------

    @rule(which=st.integers(0, 1), data=st.data(), expect=st.none() | st.integers(-1, 1))
    def append(self, which: int, data: st.DataObject, expect: int | None) -> None:
        """Append several records; with `expect`, at times a position too early or too late."""
        records = data.draw(histories(type(self).bodies, ids=_IDS))
        at = None if expect is None else self.memory.position + expect
        self._both(which, lambda log: log.append(*records, expect=at))

    @precondition(lambda self: self.memory.position)
    @rule(which=st.integers(0, 1), data=st.data())
    def append_again(self, which: int, data: st.DataObject) -> None:
        """Append what the log holds already."""
        held = st.sampled_from([entry.record for entry in self.memory.read()])
        records = data.draw(st.lists(held, min_size=1, max_size=4))
        self._both(which, lambda log: log.append(*records))

    @rule(which=st.integers(0, 1), id=st.sampled_from(_IDS), known=st.none() | days(), new=_TEXTS)
    def correct(self, which: int, id: str, known: Date | None, new: str) -> None:
        """Correct an event, as the world learnt or of our own."""
        self._both(which, lambda log: log.correct(id, known=known, note=new))

    @rule(which=st.integers(0, 1), id=st.sampled_from(_IDS), known=days())
    def retract(self, which: int, id: str, known: Date) -> None:
        """Retract an event."""
        cited = [Citation("one")]
        self._both(which, lambda log: log.retract(id, known=known, reason="wrong", sources=cited))

    @rule(works=st.lists(st.sampled_from(_WORKS), max_size=2))
    def cite(self, works: list[Source]) -> None:
        """Open the log with works, one of which may be another than the log holds."""
        wanted = {**{work.id: work for work in reversed(works)}, **self.works}
        log = self._opened()
        try:
            StoredLog(log._store, works)
        except ConflictError:
            assert any(wanted[work.id] != work for work in works), "works are refused"
        else:
            assert all(wanted[work.id] == work for work in works), "another work is taken"
            new = {work.id: work for work in works if work.id not in self.works}
            self.told += [Said("work", work_to_text(work), work.id) for work in new.values()]
            self.works |= new
            records = [entry.record for entry in self.memory.read()]
            self.memory = EventLog(self.works.values())
            self.memory.append(*records)
        finally:
            log.close()

    # -- reading --------------------------------------------------------------------------------

    @rule(which=st.integers(0, 1), asked=questions(), data=st.data())
    def ask(self, which: int, asked: Question, data: st.DataObject) -> None:
        """Ask a timeline of any position."""
        at = data.draw(st.none() | st.integers(0, self.memory.position))
        told = asked.of(self.logs[which].timeline(at=at))
        events = asked.of(self.memory.timeline(at=at))
        assert told == events, f"as of {asked}, at {at}: {told}, not {events}"
        assert _speakers(told) == _speakers(events), f"at {at}: a citation does not know its work"

    @rule(which=st.integers(0, 1), data=st.data())
    def follow(self, which: int, data: st.DataObject) -> None:
        """Follow from any position up to the last."""
        after = data.draw(st.integers(0, self.memory.position + 1))
        stop = threading.Event()
        stop.set()
        self._both(which, lambda log: [*log.follow(after, stop=stop)])
        self._both(which, lambda log: log.read(after))

    @rule(
        which=st.integers(0, 1), name=st.sampled_from(("x", "y")), text=_TEXTS, right=st.booleans()
    )
    def keep(self, which: int, name: str, text: str, right: bool) -> None:
        """Keep what a consumer made of the log."""
        before = self.kept[name].position if name in self.kept else 0
        position = self.memory.position
        try:
            self.logs[which].keep(name, position, text, after=before if right else before + 1)
        except PositionError:
            assert not right, "a consumer that has missed nothing is refused"
        else:
            assert right, "a consumer that is elsewhere is let through"
            self.kept[name] = Kept(position, text)

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        """Close a log and open it again."""
        self.logs[which].close()
        self.logs[which] = self._opened()

    # -- what holds after each step -------------------------------------------------------------

    @invariant()
    def the_store_holds_what_memory_holds(self) -> None:
        """Records, their stored forms, works, positions and hashes."""
        *_, last = NOTHING, *chained(NOTHING, self.told)
        entries = self.memory.read()
        texts = [to_text(entry.record) for entry in entries]
        for log in self.logs:
            assert log.position == len(entries), f"it is at {log.position}, not {len(entries)}"
            told = log.read()
            assert told == entries, f"it holds {told}, not {entries}"
            assert [to_text(entry.record) for entry in told] == texts, "a stored form is another"
            lines = [line.text for line in log._store.lines(sort="record")]
            assert lines == texts, "a record is not stored as it was written"
            assert log.sources == tuple(self.works.values()), f"its works are {log.sources}"
            assert log.head == last.hash, "its head is another"
            assert log.verify(last.hash) == (), f"its chain is broken: {log.verify()}"
            for name in ("x", "y"):
                kept = log.recall(name)
                assert kept == self.kept.get(name), f"it recalls {kept}"


def _outcome(act: Callable[[EventLog], object], log: EventLog) -> object:
    """What an action gives, or the sort of error with which it is refused."""
    try:
        return act(log)
    except TimelineError as error:
        return type(error)


def _records(told: list[Said]) -> int:
    return sum(one.sort == "record" for one in told)


def _speakers(events: tuple[Event, ...]) -> list[tuple[str, ...]]:
    return [citation.speakers for event in events for citation in event.sources]
