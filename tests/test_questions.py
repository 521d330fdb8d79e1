"""Questions in detail: the edges of what a timeline answers, and of what a log takes and keeps."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import pytest
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline import log as logs
from bilateral_timeline.log import said
from bilateral_timeline.records.held import Held
from bilateral_timeline.testing import timeline_of
from island import ISLAND, FerryClosed, FerryOpened, Island, TariffSet

PAIR = ("VE", "OS")
GAZETTE = bt.Source(id="gazette", title="The Gazette", issued="2002-01-01")
HERALD = bt.Source(id="herald", title="The Herald", issued="2002-02-01")


def happened(id: str, when: str, what: Any = None, **more: Any) -> bt.Event:
    body = FerryOpened(harbour="north") if what is None else what
    fields: dict[str, Any] = {"known": "2002-01-01", "parties": PAIR, "title": id}
    return bt.Event(id=id, when=when, what=body, **(fields | more))


def log_of(*records: bt.Event | bt.Retraction, works: tuple[bt.Source, ...] = ()) -> bt.EventLog:
    log = bt.EventLog(works)
    log.append(*records)
    return log


def ids(events: tuple[bt.Event, ...]) -> list[str]:
    return [event.id for event in events]


@pytest.fixture
def timeline() -> bt.Timeline[Island]:
    return timeline_of(ISLAND, [happened("opens", "2001-03-05")])


# -- what is refused ----------------------------------------------------------------------------

Asking = Callable[[bt.Timeline[Island]], Any]


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (lambda t: t.as_of("soon"), "as_of"),
        (lambda t: t.learned("2001", "2002", as_of="soon"), "as_of"),
        (lambda t: t.compare(t, as_of="soon"), "as_of"),
        (lambda t: t.explain("happened", as_of="soon"), "as_of"),
        (lambda t: t.events("soon"), "after"),
        (lambda t: t.events("2001", "soon"), "until"),
        (lambda t: t.events(until="soon"), "until"),
        (lambda t: t.events(during=5), "during"),
        (lambda t: t.event("opens", known_by="soon"), "known_by"),
        (lambda t: t.find("opens", known_by="soon"), "known_by"),
        (lambda t: t.series("happened", after="soon"), "after"),
        (lambda t: t.series("happened", until="soon"), "until"),
    ],
)
def test_what_is_no_day_is_refused_by_the_name_of_its_argument(
    timeline: bt.Timeline[Island], ask: Asking, name: str
) -> None:
    with pytest.raises(bt.DateError, match=rf"^{name}: found .*; expected a day such as"):
        ask(timeline)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda t: t.events(parties="VE"), "parties: found 'VE'; expected a sequence of parties"),
        (lambda t: t.citing(5), "citing: found 5; expected the ids of works"),
        (lambda t: t.citing(), "citing: found (); expected the ids of one work or more"),
        (lambda t: t.find(""), "find: found ''; expected some words"),
        (lambda t: t.find(" "), "find: found ' '; expected some words"),
        (lambda t: t.without(5), "without: found 5; expected the id of an event"),
        (
            lambda t: t.without(["opens"]),
            "without: found ['opens']; expected the id of an event; "
            "without(*ids) takes each on its own",
        ),
        (
            lambda t: t.with_events("opens"),
            "with_events: found 'opens'; expected an Event or a Retraction",
        ),
        (
            lambda t: t.with_events([]),
            "with_events: found []; expected an Event or a Retraction; "
            "with_events(*events) takes each on its own",
        ),
    ],
)
def test_what_can_only_be_a_slip_is_refused_with_advice_where_there_is_any(
    timeline: bt.Timeline[Island], ask: Asking, message: str
) -> None:
    with pytest.raises(bt.InputError) as refused:
        ask(timeline)
    assert str(refused.value) == message


def test_a_series_of_an_empty_log_needs_both_bounds() -> None:
    empty = bt.EventLog().timeline(ISLAND)
    for bounds in ({"after": "2001"}, {"until": "2001"}, {}):
        with pytest.raises(bt.InputError, match=r"^series: found no bounds; expected `after` and"):
            empty.series("happened", **bounds)  # type: ignore[arg-type]
    days = empty.series("happened", after="2000-12", until="2001-02")
    assert list(days) == [(Date(2001, 1, 31), 0), (Date(2001, 2, 28), 0)]


# -- which events -------------------------------------------------------------------------------


def test_a_series_begins_the_day_before_the_first_event_or_on_the_first_of_all() -> None:
    timeline = timeline_of(ISLAND, [happened("opens", "0001-01-01", known="0001-01-04")])
    days = timeline.series("happened", every="day")
    assert list(days) == [(Date(1, 1, day), 1) for day in (2, 3, 4)]


def test_a_series_of_a_function_without_a_name_is_called_one(
    timeline: bt.Timeline[Island],
) -> None:
    def boats(harbour: str, state: Island) -> int:
        return state.boats.get(harbour, 0)

    days = timeline.series(partial(boats, "north"), after="2001-02", until="2001-03")
    assert (days.name, list(days)) == ("a function", [(Date(2001, 3, 31), 1)])
    assert timeline.series(str, after="2001", until="2001").name == "str"


def test_during_an_open_period_is_from_the_first_day_or_to_the_last() -> None:
    first, last = happened("first", "0001-01-01"), happened("last", "9999-12-31")
    timeline = timeline_of(ISLAND, [first, happened("opens", "2001-03-05"), last])
    assert ids(timeline.events(during=bt.When("../2001-02"))) == ["first"]
    assert ids(timeline.events(during=bt.When("2001-04/.."))) == ["last"]


def test_during_a_day_is_what_begins_on_it_and_what_goes_on() -> None:
    lasts = happened("lasts", "2001-03-05", lasting=True)
    timeline = timeline_of(ISLAND, [happened("opens", "2001-03-05"), lasts])
    assert ids(timeline.events(during="2001-03-04")) == []
    assert ids(timeline.events(during="2001-03-05")) == ["lasts", "opens"]
    assert ids(timeline.events(during=Date(2001, 3, 5))) == ["lasts", "opens"]
    assert ids(timeline.events(during="2001-03-06")) == ["lasts"]


def test_notes_are_searched_where_everything_is_asked_for_and_else_not() -> None:
    timeline = timeline_of(ISLAND, [happened("opens", "2001-03-05", note="the quarry")])
    assert [match.name for match in timeline.find("quarry")] == ["opens"]
    assert timeline.find("quarry", known_by="2002") == ()
    assert [match.name for match in timeline.find("opens", known_by="2002")] == ["opens"]


def test_the_works_of_a_timeline_of_some_works_are_these() -> None:
    cited = [happened(w.id, "2001", sources=[bt.Citation(w.id)]) for w in (GAZETTE, HERALD)]
    timeline = log_of(*cited, works=(GAZETTE, HERALD)).timeline(ISLAND)
    for work in (GAZETTE, HERALD):
        alone = timeline.citing(work.id)
        assert (alone.coverage.sources, ids(alone.events())) == ((work,), [work.id])
    both = timeline.citing("herald", "gazette")
    assert both.coverage.sources == (GAZETTE, HERALD)


# -- why ----------------------------------------------------------------------------------------


@attrs.frozen
class Told:
    """What was told, and what is told from now on, which no path leads to."""

    told: str = ""
    more: str = attrs.field(default="", eq=False)


def telling(state: Told, event: bt.Event) -> Told:
    if event.id == "hidden":
        return attrs.evolve(state, more="!")
    return attrs.evolve(state, told=f"{state.told}{event.id}{state.more}")


def test_what_both_timelines_had_before_they_differ_is_no_reason() -> None:
    events = [happened(id, f"2001-01-0{at}") for at, id in enumerate(("a", "hidden", "c"), 1)]
    timeline = timeline_of(bt.Projection(initial=Told(), evolve=telling), events)
    (change,) = timeline.compare(timeline.without("hidden"), as_of="2001-12-31")
    assert change == bt.Change("told", "ac!", "ac", ("c",))


def test_next_is_the_first_event_that_makes_another_value_and_not_the_same_again() -> None:
    timeline = timeline_of(
        bt.Keyed(lambda event: event.title, bt.Latest(lambda event: event.what.boats)),
        [
            happened(id, when, FerryOpened(harbour="north", boats=boats), title="north")
            for id, when, boats in (("a", "2001-01-01", 1), ("b", "2001-02-01", 2))
        ],
    )
    why = timeline.explain("north", as_of="2001-01-31")
    assert (why.value, ids(why.set_by), why.next and why.next.id) == (1, ["a"], "b")


def test_next_is_none_where_later_events_leave_the_value_as_it_is() -> None:
    tariff = TariffSet(goods="wool", percent=5)
    kept: bt.Projection[Any] = bt.Projection(
        initial=0, evolve=lambda n, event: getattr(event.what, "percent", n)
    )
    keyed = bt.Keyed(lambda event: event.title, kept)
    told = [happened("a", "2001-01-01", tariff), happened("b", "2001-02-01")]
    timeline = timeline_of(keyed, [attrs.evolve(event, title="wool") for event in told])
    why = timeline.explain("wool", as_of="2001-01-31")
    assert (why.value, ids(why.set_by), why.next) == (5, ["a"], None)
    early = timeline.explain("wool", as_of="2000-12-31")
    assert (early.value, early.set_by, early.next) == (bt.Unknown, (), timeline.event("a"))


def test_next_may_be_on_the_last_day_of_all() -> None:
    timeline = timeline_of(ISLAND, [happened("opens", "9999-12-31")])
    why = timeline.explain("boats.north", as_of="9999-12-30")
    assert (why.value, why.next and why.next.id) == (bt.Unknown, "opens")
    never = timeline_of(ISLAND, [happened("opens", "2001/..", known="2001"), happened("b", "2001")])
    assert never.explain("boats", as_of="9999-12-31").next is None


class Beside(bt.Projection[dict[str, int]]):
    """The open harbours, as a part that is not shown without the others."""

    apart = False

    def evolve(self, state: Any, event: bt.Event) -> dict[str, int]:
        return dict(ISLAND.evolve(Island(boats=state), event).boats)


def test_what_is_there_on_the_day_is_explained_though_it_is_gone_later() -> None:
    events = [happened("a", "2001"), happened("b", "2002", FerryClosed(harbour="north"))]
    timeline = timeline_of(bt.Compose(harbours=Beside({})), events)
    why = timeline.explain("harbours.north", as_of="2001-12-31")
    assert (why.value, why.set_by) == (1, ())


def test_below_what_is_unknown_a_path_that_never_leads_anywhere_is_refused() -> None:
    empty = bt.EventLog().timeline(bt.Latest(lambda event: event.id))
    assert empty.explain("", as_of="2001").value is bt.Unknown
    with pytest.raises(bt.MissingError, match="no path 'nonsense'"):
        empty.explain("nonsense", as_of="2001")


@attrs.frozen
class Ledger:
    """A state that says for any name which events are behind it."""

    entries: int = 0

    def why(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return ("a",), ("b",)


def test_a_path_that_leads_nowhere_is_refused_though_a_state_has_reasons_for_it() -> None:
    ledger = bt.Projection[Ledger](
        initial=Ledger(), evolve=lambda state, _: Ledger(state.entries + 1)
    )
    timeline = timeline_of(ledger, [happened("a", "2001"), happened("b", "2001")])
    why = timeline.explain("entries", as_of="2001-12-31")
    assert (why.value, ids(why.set_by), ids(why.supported_by)) == (2, ["a"], ["b"])
    with pytest.raises(bt.MissingError, match="no path 'nonsense'"):
        timeline.explain("nonsense", as_of="2001-12-31")


def test_what_a_state_gives_as_a_reason_is_named_once_it_has_happened() -> None:
    ledger = bt.Projection[Ledger](
        initial=Ledger(), evolve=lambda state, _: Ledger(state.entries + 1)
    )
    ledger.apart = False
    timeline = timeline_of(ledger, [happened("a", "2001"), happened("b", "2002")])
    for day, supported_by in (("2001-12-31", []), ("2002-12-31", ["b"])):
        why = timeline.explain("entries", as_of=day)
        assert (ids(why.set_by), ids(why.supported_by)) == (["a"], supported_by)


def test_a_part_that_is_one_leaf_is_set_by_all_that_changed_it() -> None:
    timeline = timeline_of(bt.Compose(island=ISLAND), [happened("a", "2001")])
    why = timeline.explain("island", as_of="2001-12-31")
    assert (why.value.boats, ids(why.set_by)) == ({"north": 1}, ["a"])


# -- what a log takes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda log: log.append([]),
            "append: found []; expected an Event or a Retraction; "
            "append(*records) takes each on its own",
        ),
        (lambda log: log.append(5), "append: found 5; expected an Event or a Retraction"),
        (
            lambda log: log.correct("a", wen="2001", wat=5),
            "correct('a'): found wat, wen; expected when, what, title, parties, seq, note, lasting",
        ),
        (
            lambda log: log.correct("a", known="2001", title="b"),
            "record 'a': known: found 2001-12-31; expected a day from 2002-01-01 on, when it "
            "became public; leave `known` out for an erratum of our own",
        ),
        (lambda log: log.correct("a", known="soon", title="b"), "known: found 'soon'; expected a"),
        (lambda log: log.follow(stop=5).send(None), "follow: stop: found 5; expected a threading"),
        (lambda log: log.timeline(at="1"), "timeline: at: found '1'; expected a position, from 0"),
        (lambda log: log.timeline(at=True), "timeline: at: found True; expected a position"),
    ],
)
def test_what_a_log_is_not_given_is_refused(
    ask: Callable[[bt.EventLog], Any], message: str
) -> None:
    log = log_of(happened("a", "2001"))
    with pytest.raises(bt.InputError) as refused:
        ask(log)
    assert str(refused.value).startswith(message)
    assert log.position == 1


def test_what_was_learnt_has_no_sources_but_those_that_are_given() -> None:
    log = log_of(happened("a", "2001", sources=[bt.Citation("one", known="2002")]))
    log.correct("a", title="ours")
    log.correct("a", known="2003", title="learnt")
    cited = [[c.source for c in record.sources] for record in log.timeline().history("a")]
    assert cited == [["one"], ["one"], []]


def test_the_line_of_a_retraction_says_what_it_takes_back_and_no_day() -> None:
    gone = bt.Retraction(id="a", revision=2, known="2003-01-01", reason="not so")
    told = said(gone)
    assert (told.sort, told.id, told.revision) == ("record", "a", 2)
    assert log_of(happened("a", "2001"), gone).verify() == ()


# -- what a log keeps, and who waits for it -----------------------------------------------------


def test_a_stream_is_of_everything_if_nothing_else_is_said() -> None:
    log = log_of(happened("a", "2001"), happened("b", "2001"))
    assert [entry.record.id for entry in log.stream()] == ["a", "b"]
    assert [entry.record.id for entry in log.stream(after=1)] == ["b"]
    assert next(log.follow()).record.id == "a"


def test_who_follows_looks_four_times_a_second_whether_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, waited = threading.Event(), list[tuple[int, float]]()

    def wait(_: bt.EventLog, after: int, seconds: float) -> None:
        waited.append((after, seconds))
        if len(waited) == 2:
            stop.set()

    monkeypatch.setattr(bt.EventLog, "_wait", wait)
    entries = list(log_of(happened("a", "2001")).follow(stop=stop))
    assert ([entry.position for entry in entries], waited) == ([1], [(1, 0.25)] * 2)


def test_who_waits_is_woken_by_what_is_appended_and_else_waits_to_the_end() -> None:
    log = log_of(happened("a", "2001"))
    began = time.monotonic()
    log._wait(1, 0.02)
    assert time.monotonic() - began >= 0.01
    waiting = threading.Thread(target=log._wait, args=(1, 60), daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    log.append(happened("b", "2001"))
    waiting.join(10)
    assert not waiting.is_alive()


def test_eight_earlier_positions_are_kept_and_no_more() -> None:
    log = log_of(*(happened(f"e{at}", "2001") for at in range(12)))
    for at in range(12, 0, -1):
        assert len(log.timeline(at=at).events()) == at
    assert len(log._earlier) == logs.POSITIONS == 8


def test_what_is_held_instead_is_all_that_a_log_answers_of() -> None:
    were = [happened("a", "2001"), happened("b", "2001")]
    log = log_of(*were)
    assert [len(log.timeline(at=at).events()) for at in (2, 1)] == [2, 1]
    held = Held()
    held.take([attrs.evolve(event, title="new") for event in were])
    log._hold_instead(held)
    for at in (2, 1):
        assert [event.title for event in log.timeline(at=at).events()] == ["new"] * at
    log._check()
