"""What every store promises, as examples and as a machine that mixes all that a log can do.

Both take `open_store`, a function from the name of a place to a store: a name that is new is an
empty place, and the same name again is the same place. Names are of letters, digits and `_`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any, TypeVar
from uuid import uuid4

from ..errors import ConflictError, PositionError
from ..log import EventLog
from ..records.chain import NOTHING, Line, Said, chained
from ..records.codec import to_text
from ..records.events import Citation, Event, Source
from ..records.stored import UnknownBody
from ..stores.log import StoredLog
from ..stores.store import Kept, Store

OpenStore = Callable[[str], Store]
T = TypeVar("T")

_LONG = 30.0  # seconds in which whatever waits must have ended, on a machine that is busy


def check_store(open_store: OpenStore) -> None:
    """Check a store of your own against the examples; a promise that is broken is told.

    An `AssertionError` names the example that fails. `StoreMachine` looks further.

    >>> from bilateral_timeline.stores.memory import MemoryStore
    >>> places: dict[str, MemoryStore] = {}
    >>> check_store(lambda name: places.setdefault(name, MemoryStore()))
    """
    for promise in PROMISES:
        check_promise(promise, open_store)


def check_promise(promise: Callable[[OpenStore], None], open_store: OpenStore) -> None:
    """Check one of `PROMISES`; whatever it raises is an `AssertionError` with its name.

    >>> from bilateral_timeline.stores.memory import MemoryStore
    >>> check_promise(PROMISES[0], lambda name: MemoryStore())
    """
    try:
        promise(open_store)
    except Exception as error:
        name = promise.__name__.replace("_", " ")
        told = str(error) if isinstance(error, AssertionError) else repr(error)
        raise AssertionError(f"broken: {name}: {told}") from error


# -- lines -----------------------------------------------------------------------------------------


def a_new_place_is_empty(open_store: OpenStore) -> None:
    """Nothing stands in it, and nobody has kept anything."""
    with closing(open_store(a_place())) as store:
        assert store.last() == NOTHING, f"the last line is {store.last()}, not NOTHING"
        assert [*store.lines()] == [], "it has lines"
        assert store.find([("a", 0)]) == store.of("a") == [], "it finds records"
        assert store.recall("reader") is None, "it recalls what nobody has kept"
        assert [*store.damage()] == [], f"it is damaged: {store.damage()}"


def lines_come_back_as_they_were_added(open_store: OpenStore) -> None:
    """In order, and after a number; those of one sort; by id and revision; by id."""
    place = a_place()
    lines = _lines(
        Said("record", "{}", "a"),
        Said("work", "{}", "a"),
        Said("record", "[1]", "b", 7),
        Said("record", "[2]", "a", 3, "2001-01-01", "2001-12-31"),
        Said("omission", "{}"),
        Said("record", "[3]", "a", 1),
    )
    with closing(open_store(place)) as store:
        _add(store, *lines[:2])
        _add(store, *lines[2:])
        assert store.last() == lines[-1], f"the last line is {store.last()}"
    with closing(open_store(place)) as store:
        assert [*store.lines()] == lines, "other lines than were added"
        assert [*store.damage()] == [], f"it is damaged: {store.damage()}"
        for after in range(len(lines) + 2):
            assert [*store.lines(after)] == lines[after:], f"other lines after {after}"
            for sort in ("record", "work", "omission"):
                of = [line for line in lines[after:] if line.sort == sort]
                assert [*store.lines(after, sort)] == of, f"other {sort}s after {after}"
        found = store.find([("b", 7), ("a", 1), ("a", 2), ("c", 0)])
        told = {(line.id, line.revision): line for line in found}
        assert told == {("b", 7): lines[2], ("a", 1): lines[5]}, f"find gave {told}"
        assert store.of("a") == [lines[0], lines[3], lines[5]], f"of gave {store.of('a')}"


def a_text_comes_back_character_for_character(open_store: OpenStore) -> None:
    """Of every script, with quotes and marks, and long."""
    texts = [
        '{"1.10": 1.10, "a": "\\u0000\\n\\\\ \\""}',
        "''; -- %s %% ? ?1 :a $1 \\N \\.",
        "\u00df e\u0301 \u00e9 \U0001d4b3 \U0001f469\u200d\U0001f680 \u202e \u2028 \x85 \x7f",
        " a ",
        "\u00e9" * 300_000,
    ]
    place = a_place()
    lines = _lines(*(Said("record", text, "a", at) for at, text in enumerate(texts)))
    with closing(open_store(place)) as store:
        _add(store, *lines)
    with closing(open_store(place)) as store:
        for line, held in zip(lines, store.lines(), strict=True):
            assert held == line, f"{held.text[:60]!r} came back, not {line.text[:60]!r}"


def many_records_are_found_at_once(open_store: OpenStore) -> None:
    """Two thousand keys in one question, some of which there are."""
    lines = _lines(*(Said("record", "{}", f"r{at % 500}", at // 500) for at in range(1_000)))
    with closing(open_store(a_place())) as store:
        _add(store, *lines)
        keys = [(f"r{at}", revision) for at in range(1_000) for revision in (0, 1)]
        found = {(line.id, line.revision) for line in store.find(keys)}
        assert found == {(line.id, line.revision) for line in lines}, f"{len(found):,} of 1,000"
        assert store.find([]) == [], "it finds what was not asked for"


# -- turns -----------------------------------------------------------------------------------------


def a_turn_that_fails_leaves_nothing(open_store: OpenStore) -> None:
    """Neither lines nor what a consumer keeps; and the next turn begins afresh."""
    place = a_place()
    first, second = _lines(Said("record", "{}", "a"), Said("record", "{}", "b"))
    with closing(open_store(place)) as store:
        _add(store, first)
        try:
            with store.turn():
                store.add([second])
                store.keep("reader", Kept(1, "one"))
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        else:
            raise AssertionError("what is raised in a turn is lost")
        assert [*store.lines()] == [first], "lines of a turn that failed are kept"
        assert store.find([("b", 0)]) == [], "a record of a turn that failed is found"
        assert store.recall("reader") is None, "what was kept in a turn that failed is there"
        _add(store, second)
        assert [*store.lines()] == [first, second], "the turn after one that failed is not kept"
    with closing(open_store(place)) as store:
        assert [*store.lines()] == [first, second], "it is not there after it was opened again"


def a_turn_is_seen_whole_once_it_has_ended(open_store: OpenStore) -> None:
    """Others see nothing of it before, and do not wait for it."""
    place = a_place()
    first, *more = _lines(*(Said("record", "{}", id) for id in "abc"))
    with closing(open_store(place)) as store, closing(open_store(place)) as other:
        _add(store, first)
        with store.turn():
            store.add(more)
            store.keep("reader", Kept(3, ""))
            for reader in (store, other):
                seen, last, kept = _elsewhere(partial(_seen, reader))
                assert seen == [first], f"{len(seen)} lines are seen within a turn, not 1"
                assert last == first, "the last line is of an open turn"
                assert kept is None, "what is kept in an open turn is seen"
        for reader in (store, other):
            assert [*reader.lines()] == [first, *more], "a turn that has ended is not seen"
            assert reader.recall("reader") == Kept(3, ""), "what was kept is not seen"


def lines_are_read_as_of_one_moment(open_store: OpenStore) -> None:
    """What is added while they are read belongs to the next reading, and does not wait for it."""
    place = a_place()
    lines = _lines(*(Said("record", "{}", f"r{at}") for at in range(1_200)))
    with closing(open_store(place)) as store:
        _add(store, *lines[:1_000])
        reading = store.lines()
        begun = [*islice(reading, 3)]
        _elsewhere(lambda: _add(store, *lines[1_000:]))
        assert [*begun, *reading] == lines[:1_000], "lines that came while they were read"
        assert store.last() == lines[-1], "the last line is an old one"
        abandoned = store.lines()
        next(abandoned)
        del abandoned
        assert len([*store.lines()]) == 1_200, "lines are missing"


# -- logs ------------------------------------------------------------------------------------------


def positions_follow_each_other_from_one(open_store: OpenStore) -> None:
    """Of one record and of several; reading goes on after any of them."""
    with closing(open_store(a_place())) as store:
        log = StoredLog(store)
        assert log.append() == log.position == 0, "an empty log is not at position 0"
        got = [log.append(note("a")), log.append(note("b"), note("c"), note("d"))]
        assert got == [1, 4], f"append returned {got}, not 1 and 4"
        for after in range(6):
            told = [(entry.position, entry.record.id) for entry in log.read(after)]
            assert told == [*enumerate("abcd", 1)][after:], f"read({after}) gave {told}"
            assert tuple(log.stream(after)) == log.read(after), "stream gives other than read"


def a_record_twice_is_kept_once(open_store: OpenStore) -> None:
    """In one call, in another, and after it was opened again."""
    place = a_place()
    with closing(open_store(place)) as store:
        log = StoredLog(store)
        got = log.append(note("a"), note("a")), log.append(note("a")), log.append(note("b"))
        assert got == (1, 1, 2), f"append returned {got}, not 1, 1 and 2"
    with closing(open_store(place)) as store:
        again = StoredLog(store).append(note("b"), note("a"))
        assert again == 2, f"appended again, it is at {again}, not 2"


def other_content_is_refused_with_all_beside_it(open_store: OpenStore) -> None:
    """The same id and revision with other content is a `ConflictError`, and nothing is taken in."""
    with closing(open_store(a_place())) as store:
        log = StoredLog(store)
        log.append(note("a", 1))
        for records in ((note("b"), note("a", 2)), (note("b", 1), note("b", 2))):
            try:
                log.append(*records)
            except ConflictError:
                pass
            else:
                raise AssertionError("other content was taken in")
            assert [e.record for e in log.read()] == [note("a", 1)], "half an append is there"


def expect_lets_one_of_two_writers_through(open_store: OpenStore) -> None:
    """Of those who have read up to the same position; the other is a `PositionError`."""
    place = a_place()
    with closing(open_store(place)) as one, closing(open_store(place)) as two:
        logs = [StoredLog(one), StoredLog(two)]
        for at in range(20):
            start = threading.Barrier(2)

            def write(writer: int, at: int = at, start: threading.Barrier = start) -> bool:
                start.wait(_LONG)
                try:
                    logs[writer].append(note(f"{at}-{writer}"), expect=at)
                except PositionError:
                    return False
                return True

            through = sorted(_at_once(partial(write, 0), partial(write, 1)))
            assert through == [False, True], f"{sum(through)} of two writers came through"
            assert logs[0].position == logs[1].position == at + 1, "the log is elsewhere"


def writers_take_turns(open_store: OpenStore) -> None:
    """Every record that was acknowledged is there once, and no position is left out."""
    place = a_place()
    with closing(open_store(place)) as one, closing(open_store(place)) as two:
        logs = [StoredLog(one), StoredLog(two)]

        def write(writer: int) -> list[tuple[int, str]]:
            ids = [f"{writer}-{at}" for at in range(15)]
            return [(logs[writer % 2].append(note(id)), id) for id in ids]

        written = _at_once(*(partial(write, writer) for writer in range(4)))
        told = sorted(one for some in written for one in some)
        held = [(entry.position, entry.record.id) for entry in logs[0].read()]
        assert [position for position, _ in held] == [*range(1, 61)], "positions have gaps"
        assert held == told, "the log holds other records than were acknowledged"
        assert logs[1].verify() == (), f"the chain is broken: {logs[1].verify()}"


def corrections_and_retractions_are_as_in_memory(open_store: OpenStore) -> None:
    """Learnt and our own, of what was appended and of what is only in the store."""
    place = a_place()
    memory = EventLog()
    for month in ("02", "05"):
        with closing(open_store(place)) as store:
            log = StoredLog(store)
            for each in (memory, log):
                each.append(note("a", revision=int(month) * 10), note(f"b-{month}"))
                each.correct("a", title=f"of our own {month}")
                each.correct("a", known=f"2002-{month}-01", note="learnt")
                each.retract("a", known=f"2002-{month}-02", reason="wrong")
                each.correct("a", known=f"2002-{month}-03")
            _same(log, memory)


def what_is_not_known_here_comes_back_untouched(open_store: OpenStore) -> None:
    """A kind of others, its keys in their order and its numbers digit for digit."""
    text = '{"z": 1.10, "a": 0.1234567890123456789, "m": -0, "e": 1e3, "n": [1.0, null, "é"]}'
    body = UnknownBody("of-others", 3, text)
    place = a_place()
    with closing(open_store(place)) as store:
        StoredLog(store).append(Event(id="a", when="2001", known="2001", what=body))
    with closing(open_store(place)) as store:
        log = StoredLog(store)
        (record,) = [entry.record for entry in log.read()]
        assert isinstance(record, Event), "no event came back"
        assert record.what.text == text, f"{record.what.text} came back, not {text}"
        log.correct("a", title="Title")
        stored = [line.text for line in store.lines()]
        assert all(text in one for one in stored), f"stored as {stored[-1]}"


def works_are_kept_with_the_log(open_store: OpenStore) -> None:
    """Citations know them after it was opened again, wherever they were cited from."""
    place = a_place()
    work = Source(id="work", title="A work", author=("An author",), issued="2001-06")
    cited = Event(id="a", when="2001", known="2001", what=_BODY, sources=[Citation("work")])
    with closing(open_store(place)) as one, closing(open_store(place)) as two:
        log, other = StoredLog(one), StoredLog(two)
        log.append(cited)
        other.timeline().as_of("2009-01-01")
        with closing(open_store(place)) as three:
            StoredLog(three, [work])
        for each in (log, other):
            assert each.sources == (work,), f"the works are {each.sources}"
            (event,) = each.timeline().as_of("2009-01-01")
            assert event.sources[0].speakers == ("An author",), "a citation knows no work"
            (entry,) = each.read()
            assert entry.record.sources[0].speakers == ("An author",), "a record knows no work"
        try:
            StoredLog(two, [Source(id="work", title="Another")])
        except ConflictError:
            pass
        else:
            raise AssertionError("another work took the id of one that is kept")
        assert StoredLog(two, [work]).sources == (work,), "a work twice is kept twice"
        assert one.last().number == 2, "a work twice is kept twice"


def a_log_goes_on_where_it_ended(open_store: OpenStore) -> None:
    """Opened again it has the same records, the same head and the same answers as in memory."""
    place = a_place()
    work = Source(id="work", title="A work", known="2001-06-01")
    memory = EventLog([work])
    for at in range(4):
        with closing(open_store(place)) as store:
            log = StoredLog(store, [work])
            records = [note(f"{at}-{n}", n, when=f"200{n}") for n in range(3)]
            for each in (memory, log):
                each.append(*records)
                each.retract(f"{at}-0", known="2004-01-01", reason="wrong")
            _same(log, memory)
            for day in ("2001-06-01", "2009-01-01"):
                told, asked = log.timeline().as_of(day), memory.timeline().as_of(day)
                assert told == asked, f"as of {day} it answers {told}, memory {asked}"
            for at_ in range(log.position + 1):
                told = log.timeline(at=at_).as_of("2009-01-01")
                asked = memory.timeline(at=at_).as_of("2009-01-01")
                assert told == asked, f"at position {at_} it answers {told}, memory {asked}"


# -- consumers -------------------------------------------------------------------------------------


def a_consumer_keeps_its_position_with_what_it_made(open_store: OpenStore) -> None:
    """Both or none, each name for itself; and two consumers of one name do not mix."""
    place = a_place()
    with closing(open_store(place)) as store:
        log = StoredLog(store)
        log.append(note("a"), note("b"))
        log.keep("one", 1, "text é \n")
        log.keep("two", 2, "x" * 100_000)
        log.keep("one", 2, "more", after=1)
    with closing(open_store(place)) as store:
        log = StoredLog(store)
        assert log.recall("one") == Kept(2, "more"), f"recalled {log.recall('one')}"
        assert log.recall("two") == Kept(2, "x" * 100_000), "a long text is another"
        try:
            log.keep("one", 2, "late", after=1)
        except PositionError:
            pass
        else:
            raise AssertionError("a consumer that is behind has overwritten what was kept")
        assert log.recall("one") == Kept(2, "more"), f"recalled {log.recall('one')}"
        assert log.position == 2, "to keep something has moved the log"


def following_tells_each_record_once(open_store: OpenStore) -> None:
    """Those that are there, and those that others append, in order, until told to stop."""
    place = a_place()
    with closing(open_store(place)) as one, closing(open_store(place)) as two:
        log, other = StoredLog(one), StoredLog(two)
        log.append(note("0"), note("1"))
        stop = threading.Event()

        def follow() -> list[tuple[int, str]]:
            told = []
            for entry in log.follow(1, stop=stop):
                told.append((entry.position, entry.record.id))
                if entry.position == 8:
                    stop.set()
            return told

        def write() -> None:
            for at in range(2, 8, 2):
                other.append(note(str(at)), note(str(at + 1)))

        told, _ = _at_once(follow, write)
        assert told == [(at + 1, str(at)) for at in range(1, 8)], f"it told {told}"


def waiting_ends_with_a_line_or_in_time(open_store: OpenStore) -> None:
    """With one that is there already, one that others add, or none at all."""
    place = a_place()
    first, second = _lines(Said("record", "{}", "a"), Said("record", "{}", "b"))
    with closing(open_store(place)) as store, closing(open_store(place)) as other:
        _elsewhere(lambda: store.wait(0, 0.01))
        _add(store, first)
        _elsewhere(lambda: store.wait(0, 10 * _LONG))
        _at_once(lambda: store.wait(1, 10 * _LONG), lambda: _add(other, second))
        assert store.last() == second, "it has waited for nothing"


def a_store_can_be_closed_twice(open_store: OpenStore) -> None:
    """The second time is no error."""
    store = open_store(a_place())
    _add(store, *_lines(Said("record", "{}", "a")))
    store.close()
    store.close()


PROMISES: tuple[Callable[[OpenStore], None], ...] = (
    a_new_place_is_empty,
    lines_come_back_as_they_were_added,
    a_text_comes_back_character_for_character,
    many_records_are_found_at_once,
    a_turn_that_fails_leaves_nothing,
    a_turn_is_seen_whole_once_it_has_ended,
    lines_are_read_as_of_one_moment,
    positions_follow_each_other_from_one,
    a_record_twice_is_kept_once,
    other_content_is_refused_with_all_beside_it,
    expect_lets_one_of_two_writers_through,
    writers_take_turns,
    corrections_and_retractions_are_as_in_memory,
    what_is_not_known_here_comes_back_untouched,
    works_are_kept_with_the_log,
    a_log_goes_on_where_it_ended,
    a_consumer_keeps_its_position_with_what_it_made,
    following_tells_each_record_once,
    waiting_ends_with_a_line_or_in_time,
    a_store_can_be_closed_twice,
)
"""What `check_store` checks, each on its own, such as for a test of its own."""


# -- what they are made of -------------------------------------------------------------------------

_BODY = UnknownBody("note", 1, "{}")


def a_place() -> str:
    """The name of a place that is new."""
    return f"place_{uuid4().hex[:16]}"


def note(id: str, told: int = 0, *, when: str = "2001", revision: int = 0) -> Event:
    """A small event."""
    body = UnknownBody("note", 1, f'{{"told": {told}}}')
    return Event(id=id, revision=revision, when=when, known="2001-12-31", what=body)


def _lines(*told: Said) -> list[Line]:
    return [*chained(NOTHING, told)]


def _add(store: Store, *lines: Line) -> None:
    with store.turn():
        store.add(lines)


def _seen(store: Store) -> tuple[list[Line], Line, Kept | None]:
    return [*store.lines()], store.last(), store.recall("reader")


def _same(log: EventLog, memory: EventLog) -> None:
    told, asked = [e.record for e in log.read()], [e.record for e in memory.read()]
    assert told == asked, f"it holds {told}, memory {asked}"
    assert [*map(to_text, told)] == [*map(to_text, asked)], "a stored form is another"
    assert log.head == memory.head, "its head is not that of the same log in memory"
    assert log.verify(memory.head) == (), f"its chain is broken: {log.verify(memory.head)}"


def _elsewhere(action: Callable[[], T]) -> T:
    """What an action gives in another thread."""
    given: T = _at_once(action)[0]
    return given


def _at_once(*actions: Callable[[], Any]) -> list[Any]:
    """What some actions give, each in a thread of its own, all at once."""
    given: list[Any] = [None] * len(actions)
    raised: list[BaseException] = []

    def act(at: int) -> None:
        try:
            given[at] = actions[at]()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=act, args=(at,), daemon=True) for at in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_LONG)
        assert raised or not thread.is_alive(), f"it waits for more than {_LONG:.0f} seconds"
    for error in raised:
        raise error
    return given
