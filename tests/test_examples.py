"""Bugs that were found once, an example of each kind; each names what went wrong."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import attrs
import pytest
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.engine import memory
from bilateral_timeline.records.codec import from_plain
from bilateral_timeline.testing import timeline_of
from island import ISLAND, FerryOpened


def happened(id: str, when: str = "2001-01-01", **more: Any) -> bt.Event:
    more.setdefault("what", FerryOpened(harbour="north"))
    more.setdefault("known", when[-10:])
    return bt.Event(id=id, when=when, **more)


def party(event: bt.Event) -> str:
    return event.parties[0]


# -- paths -------------------------------------------------------------------------------------


def test_of_two_keys_with_dots_the_longer_goes_first_and_both_are_found() -> None:
    events = [
        happened("a", parties=("U.S",)),
        happened("b", parties=("U.S.S.R",)),
        happened("c", parties=("U.S.S.R",)),
    ]
    timeline = timeline_of(bt.Keyed(party, bt.Count()), events)
    for path, number in (("U.S", 1), ("U.S.S.R", 2)):
        assert {c.path: c.after for c in timeline.changes("2000", "2001")}[path] == number
        assert timeline.explain(path, as_of="2001").value == number
        assert timeline.series(path, every="year", after="2000", until="2001")[0][1] == number
    with pytest.raises(bt.MissingError, match=r"no path 'U\.S\.S'"):
        timeline.explain("U.S.S", as_of="2001")


def test_where_the_longer_key_leads_nowhere_the_shorter_is_taken() -> None:
    fields = bt.Compose(b=bt.Keyed(lambda _: "c", bt.Count()), x=bt.Count())
    events = [happened("a", parties=("a",)), happened("b", parties=("a.b",))]
    timeline = timeline_of(bt.Keyed(party, fields), events)
    assert (
        timeline.explain("a.b.c", as_of="2001").value == 1
    )  # b.c of a, as a.b has no c of its own
    assert timeline.explain("a.b.x", as_of="2001").value == 1


def test_a_path_through_many_names_is_refused_soon() -> None:
    timeline = timeline_of(ISLAND, [happened("a")])
    with pytest.raises(bt.MissingError, match="no path "):
        timeline.series(".".join(["boats"] * 20_000), every="year", after="2000", until="2002")


# -- the log -----------------------------------------------------------------------------------


def test_an_erratum_takes_the_sources_of_the_record_that_it_amends() -> None:
    first = happened("a", sources=(bt.Citation("first", known="2001-01-01"),))
    newer = attrs.evolve(
        first, revision=2, known="2003-01-01", sources=(bt.Citation("newer", known="2003-01-01"),)
    )
    older = attrs.evolve(
        first, revision=1, known="2002-01-01", sources=(bt.Citation("older", known="2002-01-01"),)
    )
    log = bt.EventLog()
    log.append(first, newer, older)  # the newest is not the one that came last
    log.correct("a", title="amended")
    assert [c.source for c in log.read()[-1].record.sources] == ["newer"]


def test_a_what_if_of_many_revisions_is_that_of_a_log() -> None:
    log = bt.EventLog()
    log.append(happened("a"))
    for number in range(200):
        log.correct("a", known=Date(2002, 1, 1).add(days=number), title=f"t{number}")
        assert log.timeline().event("a", known_by="2001-06") == log.read()[0].record
    timeline = log.timeline(bt.Latest(lambda event: event.title))
    assert timeline.as_of("2001", known_by="2002-01-05") == "t4"
    assert timeline.as_of("2001") == "t199"
    log._check()


def test_ten_thousand_revisions_and_a_question_after_each_of_some_are_soon_done() -> None:
    log, body = bt.EventLog(), FerryOpened(harbour="north")
    held = [
        bt.Event(
            id="a", revision=n, when="2001", known=Date(2002, 1, 1).add(days=n // 5), what=body
        )
        for n in range(10_000)
    ]
    log.append(*held)
    assert log.timeline(bt.Count()).as_of("2001") == 1
    for number in range(200):
        log.correct("a", known=Date(2009, 1, 1).add(days=number), title=f"t{number}")
        assert log.timeline(bt.Count()).as_of("2001", known_by="2004") == 1
    log._check()


def test_the_timeline_of_an_earlier_position_is_remembered() -> None:
    log = bt.EventLog()
    for number in range(40):
        log.append(happened(f"e{number}"))
    log.timeline()
    early = log.timeline(at=20)
    assert log.timeline(at=20)._index is early._index
    assert [len(log.timeline(at=n).events()) for n in (5, 20, 39, 0, 40)] == [5, 20, 39, 0, 40]


def test_errata_of_one_day_are_amended_without_a_look_at_all_of_them() -> None:
    log = bt.EventLog()
    log.append(happened("a"))
    for number in range(300):
        log.correct("a", title=f"t{number}")
        assert log.timeline(bt.Latest(lambda event: event.title)).as_of("2001") == f"t{number}"
    old, new = log._held.touched("a", 300, 301)
    assert ([r.revision for r in old], [r.revision for r in new]) == ([299], [299, 300])
    low = attrs.evolve(happened("b"), revision=5, title="five")
    log.append(low, attrs.evolve(low, revision=3, title="three"))
    assert log.timeline(bt.Latest(lambda event: event.title)).as_of("2001") == "five"
    log._check()


def test_a_what_if_of_thousands_of_revisions_is_soon_done() -> None:
    first = happened("a")
    held = [attrs.evolve(first, revision=n, title=f"t{n}") for n in range(6000)]
    log = bt.EventLog()
    log.append(*held[:3000])
    timeline = log.timeline(bt.Latest(lambda event: event.title))
    assert timeline.with_events(*held).as_of("2001") == "t5999"


# -- the horizon ---------------------------------------------------------------------------------


def test_a_slip_in_known_moves_no_horizon_and_is_found() -> None:
    cited = (bt.Citation("news", known="2024-10-08"),)
    slip = happened("a", "2024-10-07", known="2044-10-07", sources=cited)
    timeline = timeline_of(ISLAND, [slip])
    assert timeline.coverage.through == Date(2024, 10, 8)
    (problem,) = [p for p in timeline.check() if p.where == "event 'a': known"]
    assert problem.found == "2044-10-07, after all that it cites"


def test_a_page_of_a_year_moves_the_horizon_to_the_first_day_of_it() -> None:
    page = bt.Source(id="page", title="A page", issued="2025")
    day = bt.Source(id="day", title="News", issued="2024-06-03")
    log = bt.EventLog([page, day])
    log.append(
        happened("a", "2024-05-01", known=None, sources=(bt.Citation(day), bt.Citation(page)))
    )
    assert log.timeline().coverage.through == Date(2025, 1, 1)
    log.append(happened("b", "2024-05-02", known=None, sources=(bt.Citation(page),)))
    assert log.timeline().coverage.through == Date(2025, 1, 1)
    log.append(happened("c", "2025-03-01", known="2025-03-02", sources=(bt.Citation(page),)))
    assert log.timeline().coverage.through == Date(2025, 3, 2)


# -- reducers ------------------------------------------------------------------------------------


def test_a_kind_that_is_defined_again_counts_as_before() -> None:
    def define() -> Any:
        @bt.kind("test-defined-again")
        class DefinedAgain:
            number: int

        return DefinedAgain

    first = define()
    log = bt.EventLog()
    log.append(happened("a", what=first(number=1)))
    again = define()
    log.append(happened("a", what=again(number=1)), happened("b", what=again(number=2)))
    timeline = log.timeline()
    for kind in (first, again, "test-defined-again", (again, FerryOpened)):
        assert timeline.project(bt.Count(kind=kind), as_of="2001") == 2
    for kind in (first, again, "test-defined-again"):
        assert len(timeline.events(kind=kind)) == 2
    for projection in (
        bt.Keyed(lambda event: event.what.number, bt.Count(), kind=again),
        bt.SetOf(lambda event: event.what.number, kind=again),
        bt.History(lambda event: event.what.number, kind=again),
    ):
        assert len(timeline.project(projection, as_of="2001")) == 2


def weighed(low: int | None, best: int | None, high: int | None, unit: str = "t") -> bt.Quantity:
    return bt.Quantity(low, best, high, unit=unit)


def test_quantities_and_money_add_up_bound_by_bound() -> None:
    held: dict[str, Any] = {
        "a": weighed(1, 2, 3),
        "b": weighed(10, 20, 30),
        "c": None,
        "d": weighed(None, 1, 4),
    }
    timeline = timeline_of(bt.Sum(lambda event: held[event.id]), [happened(id) for id in held])
    assert timeline.as_of("2001") == weighed(None, 23, 37)
    money: bt.Sum = bt.Sum(lambda _: bt.Money(best="0.1", currency="USD"))
    assert timeline.project(money, as_of="2001") == bt.Money(best="0.4", currency="USD")
    assert timeline.project(money, as_of="2000") == 0


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (weighed(1, 1, 1), weighed(1, 1, 1, "kg"), r"t \(event 'a'\) and kg \(event 'b'\)"),
        (weighed(1, 1, 1), 7, r"t \(event 'a'\) and int 7"),
        (7, weighed(1, 1, 1), r"int 7 and t \(event 'b'\)"),
        (bt.Money(best=1, currency="USD"), weighed(1, 1, 1), r"USD \(event 'a'\) and t"),
        (0.5, weighed(1, 1, 1), r"a float and t \(event 'b'\)"),
    ],
)
def test_a_mixture_of_units_is_refused_and_names_the_events(
    one: Any, other: Any, found: str
) -> None:
    held = {"a": one, "b": other}
    timeline = timeline_of(bt.Sum(lambda event: held[event.id]), [happened(id) for id in held])
    with pytest.raises(bt.InputError, match=f"found {found}"):
        timeline.as_of("2001")


@pytest.mark.parametrize("vast", [Decimal("1e3000000"), Decimal("1e-3000000")])
def test_a_decimal_of_millions_of_places_is_refused_soon(vast: Decimal) -> None:
    timeline = timeline_of(bt.Sum(lambda _: vast), [happened("a")])
    with pytest.raises(bt.InputError, match="event 'a': what Sum is of"):
        timeline.as_of("2001")


def test_an_event_may_belong_to_several_keys_or_to_none() -> None:
    events = [
        happened("a", parties=("AA", "BB")),
        happened("b", parties=("BB",)),
        happened("c", parties=()),
    ]
    by_party = bt.Keyed(lambda event: list(event.parties), bt.History(lambda event: event.id))
    log = bt.EventLog()
    log.append(*events)
    assert {key: tuple(ids) for key, ids in log.timeline(by_party).as_of("2001").items()} == {
        "AA": ("a",),
        "BB": ("a", "b"),
    }
    log.correct("a", known="2002-01-01", parties=("CC", "AA"))
    later = log.timeline(by_party)
    assert tuple(later.as_of("2001")["CC"]) == ("a",)
    assert tuple(later.as_of("2001")["BB"]) == ("b",)
    assert tuple(later.as_of("2001", known_by="2001")["BB"]) == ("a", "b")
    twice = bt.Keyed(lambda _: iter(["x", "x", None]), bt.Count())
    assert dict(later.project(twice, as_of="2001")) == {"x": 3}


def test_what_was_remembered_for_a_projection_goes_with_it() -> None:
    timeline = timeline_of(ISLAND, [happened(f"e{n}") for n in range(100)])
    before = len(memory.memories())
    for _ in range(500):
        assert timeline.project(bt.Sum(lambda _: 1), as_of="2001") == 100
    assert len(memory.memories()) <= before + 1


# -- checks --------------------------------------------------------------------------------------


def test_a_seq_settles_the_order_within_one_month_and_on_a_day_that_two_may_share() -> None:
    last = bt.Latest(lambda event: event.id)
    for first, second, is_open in (
        ("2001-03", "2001-03", False),
        ("[2001-03-01..2001-03-09]", "2001-03-09", False),
        ("2001-03-09", "[2001-03-09..2001-03-12]", False),
        ("[2001-03-01..2001-03-09]", "[2001-03-05..2001-03-12]", True),
        ("[2001-03-01..2001-03-09]", "2001-03-08", True),
    ):
        pair = [happened("a", first, known="2002"), happened("b", second, known="2002", seq=1)]
        assert bool(timeline_of(last, pair).check()) is is_open
    alike = [happened(id, "2001-03", known="2002", seq=1) for id in ("a", "b")]
    assert len(timeline_of(last, alike).check()) == 1


def test_many_events_of_one_day_that_set_one_leaf_are_one_problem() -> None:
    last = bt.Latest(lambda event: event.id)
    timeline = timeline_of(last, [happened(f"e{n:03}") for n in range(300)])
    (problem,) = timeline.check()
    assert problem.where.endswith("'e004' and 295 more")
    assert problem.found == "dates 2001-01-01, which leave their order open"


# -- threads, works alone, memory and notes -----------------------------------------------------


def test_a_reader_never_sees_half_of_an_append() -> None:
    wrong: list[int] = []
    for attempt in range(12):
        log, stop = bt.EventLog(), threading.Event()
        events = [happened(f"e{n}") for n in range(300)]
        gone = [
            bt.Retraction(id=event.id, revision=1, known="2002-01-01", reason="wrong")
            for event in events
        ]

        def read(log: bt.EventLog = log, stop: threading.Event = stop) -> None:
            while not stop.is_set():
                timeline = log.timeline(bt.Count())
                if (number := timeline.as_of("2003")) != 0:
                    wrong.append(number)

        reader = threading.Thread(target=read)
        reader.start()
        log.append(*events, *gone)
        stop.set()
        reader.join()
        assert log.timeline(bt.Count()).as_of("2003") == 0, attempt
        log._check()
    assert wrong == []


def test_what_an_append_that_is_broken_off_began_with_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = bt.EventLog()
    log.append(happened("a"), happened("b"))
    log.correct("b", known="2002-01-01", title="again")
    new = [
        happened("c"),
        attrs.evolve(happened("b"), revision=5, known="2003-01-01"),
        happened("d"),
    ]

    class Broken(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            if key == "d":
                raise KeyboardInterrupt
            return super().get(key, default)

    def known(_: Any, records: Any) -> list[Any]:
        return list(records)

    with monkeypatch.context() as patch:
        patch.setattr("bilateral_timeline.log.new_records", known)
        patch.setattr(log._held, "_places", Broken(log._held._places))
        with pytest.raises(KeyboardInterrupt):
            log.append(*new)
        places = dict(log._held._places)
    log._held._places.clear()
    log._held._places.update(places)
    assert log.position == 3
    assert log.append(*new) == 6
    assert log.append(*new) == 6
    log._check()
    assert len(log.timeline().events()) == 4


def test_works_alone_keep_the_order_of_belief() -> None:
    first = happened(
        "a",
        "2001-01-01",
        title="first",
        known="2024-01-01",
        sources=(bt.Citation("b", known="2024-01-01"), bt.Citation("a", known="2024-06-01")),
    )
    second = attrs.evolve(
        first,
        revision=1,
        title="second",
        known="2024-05-01",
        sources=(bt.Citation("c", known="2024-05-01"), bt.Citation("d", known="2024-01-01")),
    )
    timeline = timeline_of(ISLAND, [first, second])

    def told(day: str, *works: str) -> list[str]:
        return [event.title for event in timeline.citing(*works).events(known_by=day)]

    assert told("2025", "a", "c") == ["second"]
    assert told("2024-05-31", "a", "b") == ["first"]
    assert told("2024-02-01", "b", "d") == ["first"]  # the correction is not known before its day
    assert told("2024-06-01", "a") == ["first"]
    assert told("2024-04-30", "d") == []


def test_a_date_that_a_work_has_is_left_out_where_it_cannot_be_that_of_the_event() -> None:
    cited = (
        bt.Citation("a", known="2024-01-01", when="2023-07/2023-09"),
        bt.Citation("a", known="2024-01-02", when="2023-08"),
    )
    event = happened("a", "2023-01-01", known="2024-01-01", sources=cited, lasting=True)
    (told,) = timeline_of(ISLAND, [event]).citing("a").events()
    assert str(told.when) == "2023-08"


def test_an_explanation_takes_the_key_that_is_told_by_then() -> None:
    numbered = bt.Keyed(party, bt.Latest(lambda event: event.what.boats))
    inner = bt.Keyed(party, bt.Keyed(lambda _: "n", bt.Count()))
    events = [happened("a", parties=("a",)), happened("b", "2001-02-01", parties=("a.n",))]
    timeline = timeline_of(inner, events)
    why = timeline.explain("a.n", as_of="2001-01-15")
    assert (why.value, [event.id for event in why.set_by]) == (1, ["a"])
    later = timeline_of(numbered, events).explain("a.n", as_of="2001-01-15")
    assert (later.value, later.next and later.next.id) == (bt.Unknown, "b")


def test_the_last_day_that_a_part_was_told_of_does_not_hang_on_what_is_one_object() -> None:
    texts = iter(["x", "".join(["x"])])
    held = {id: next(texts) for id in ("a", "b")}
    events = [happened("a", known="2020-01-01"), happened("b", known="2020-02-01")]
    same = bt.Compose(name=bt.Latest(lambda event: held[event.id]), top=bt.Max(lambda _: 7))
    told = timeline_of(same, events).coverage.parts
    assert told == {"name": Date(2020, 2, 1), "top": Date(2020, 2, 1)}


def test_a_history_has_no_order_to_be_given() -> None:
    events = [happened("a"), happened("b"), happened("c")]
    assert timeline_of(bt.History(), events).check() == ()
    log = bt.EventLog()
    log.append(*events)
    assert log.timeline().check() == ()
    (problem,) = log.timeline(bt.Latest(lambda event: event.id)).check()
    assert problem.expected == "an order, as they set the state"


def test_a_step_with_values_that_cannot_be_compared_is_no_fault() -> None:
    class Odd:
        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> Any:
            raise ValueError("compared")

    kept: bt.Projection[Any] = bt.Projection({}, lambda state, event: {**state, event.id: Odd()})
    locks: bt.Projection[Any] = bt.Projection([], lambda state, _: [*state, threading.Lock()])
    timeline = timeline_of(ISLAND, [happened("a"), happened("b")])
    assert list(timeline.project(kept, as_of="2001")) == ["a", "b"]
    assert len(timeline.project(locks, as_of="2001")) == 2


def test_two_pasts_asked_in_turn_are_both_answered_from_memory() -> None:
    calls = [0]

    def counted(state: int, _: bt.Event) -> int:
        calls[0] += 1
        return state + 1

    events = [happened(f"e{n:04}", Date(2001, 1, 1).add(days=n).isoformat()) for n in range(3000)]
    late = happened("late", "2000-12-31", known="2020-01-01")
    timeline = timeline_of(bt.Projection(initial=0, evolve=counted), [*events, late])
    other = timeline.without("e1000")
    for known in ("2015", "2021", "2015", "2021"):
        timeline.as_of("2012", known_by=known)
        other.as_of("2012")
    calls[0] = 0
    for known in ("2015", "2021", "2021", "2015"):
        timeline.as_of("2012", known_by=known)
        other.as_of("2012")
    assert calls[0] == 0


def test_a_curators_note_is_shown_to_nobody_in_the_past() -> None:
    event = happened("a", note="bounded by us", sources=(bt.Citation("x", known="2001-01-01"),))
    log = bt.EventLog()
    log.append(event)
    timeline = log.timeline()
    assert [e.note for e in timeline.events()] == ["bounded by us"]
    assert timeline.as_of("2001")[0].note == "bounded by us"
    for shown in (
        timeline.events(known_by="2002"),
        timeline.as_of("2001", known_by="then"),
        (timeline.event("a", known_by="2002"),),
        timeline.explain("", as_of="2001", known_by="2002").set_by,
    ):
        assert [e and e.note for e in shown] == [""]


def test_a_state_whose_class_converts_a_part_is_refused() -> None:
    def tenfold(number: int) -> int:
        return number * 10

    @attrs.frozen
    class Tenfold:
        n: int = attrs.field(converter=tenfold)

    with pytest.raises(bt.InputError, match=r"Compose: Tenfold\.n: found a converter"):
        bt.Compose(Tenfold, n=bt.Count())


def test_many_projections_elsewhere_do_not_slow_an_append() -> None:
    held = [bt.Sum(lambda _: 1) for _ in range(2000)]
    timeline = timeline_of(ISLAND, [happened("a")])
    assert sum(timeline.project(one, as_of="2001") for one in held) == 2000
    log, lifted = bt.EventLog(), [0]

    def lift(_: bt.Event) -> int:
        lifted[0] += 1
        return 1

    total = bt.Sum(lift)
    for number in range(300):
        log.append(happened(f"e{number:03}", Date(2001, 1, 1).add(days=number).isoformat()))
        assert log.timeline(total).as_of("2010") == number + 1
    assert lifted[0] <= 300 * 9  # half a leaf at most is lifted again, and no node above it


# -- periods and refusals ----------------------------------------------------------------------


def test_a_period_runs_from_its_first_to_its_last_day() -> None:
    events = [
        happened("day", "2020-07-01"),
        happened("stretch", "2020-05-01/2020-05-20", known="2020-05-20"),
        happened("year", "2020", known="2020-12-31"),
        happened("lasting", "2019-01-01", lasting=True),
        happened("later", "2021-01-01"),
    ]
    timeline = timeline_of(ISLAND, events)

    def during(period: Any, **more: Any) -> set[str]:
        return {event.id for event in timeline.events(during=period, **more)}

    for period in ("2020", bt.When("2020"), "2020-01/2020-12", "2020-01-01/2020-12-31"):
        assert during(period) == {"day", "stretch", "year", "lasting"}
    assert during("2020-05") == {"stretch", "lasting"}
    assert during("2020-05", mode="possible") == {"stretch", "lasting", "year"}
    assert during("2021/..") == {"lasting", "later"}
    assert during(Date(2020, 5, 10)) == {"stretch", "lasting"}


@pytest.mark.parametrize("field", [{"when": "2020-99"}, {"known": "2020-99"}])
def test_a_wrong_date_names_the_event(field: dict[str, Any]) -> None:
    held: dict[str, Any] = {
        "id": "row-77",
        "when": "2020",
        "known": "2020",
        "what": FerryOpened(harbour="x"),
    }
    with pytest.raises(bt.DateError, match=r"^event 'row-77': (when|known): "):
        bt.Event(**(held | field))


def test_a_projection_without_a_beginning_is_refused() -> None:
    class Method(bt.Projection[int]):
        def initial(self) -> int:
            return 0

        def evolve(self, state: Any, event: bt.Event) -> Any:
            return state

    with pytest.raises(bt.InputError, match="Method: initial: found a method; expected a value"):
        Method()
    with pytest.raises(bt.InputError, match="Projection: initial: found nothing"):
        bt.Projection(evolve=lambda state, _: state)


def test_a_body_that_is_nested_too_deeply_is_told_so_and_not_that_an_upcaster_failed() -> None:
    deep: Any = "x"
    for _ in range(20_000):
        deep = [deep]
    fields = {"id": "a", "kind": "island-ferry-opened", "when": "2001", "known": "2001"}
    with pytest.raises(bt.RecordError) as caught:
        from_plain({**fields, "what": {"harbour": deep}})
    assert str(caught.value) == (
        "record 'a': found lists or tables within each other without end; expected a record"
    )


def test_one_match_is_shown_as_one() -> None:
    timeline = timeline_of(ISLAND, [happened("lonely"), happened("other")])
    assert repr(timeline.find("lonely")).splitlines()[0] == "1 match, a tuple"
    assert repr(timeline.find("ferry-opened")).splitlines()[0] == "2 matches, a tuple"


def test_what_is_never_certain_comes_next_only_as_possible() -> None:
    body = FerryOpened(harbour="north")
    open_end = bt.Event(id="a", when="[2001..]", known="2001-12-31", what=body)
    timeline = timeline_of(ISLAND, [open_end])
    assert timeline.explain("boats.north", as_of="2000").next is None
    possibly = timeline.explain("boats.north", as_of="2000", mode="possible").next
    assert possibly is not None
    assert possibly.id == "a"
