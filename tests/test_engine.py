"""The engine gives exactly what the definition gives, however it was built and asked.

Trees, logs and walks are made so short here that small logs take every way through them.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.engine import SIZES, Sizes
from bilateral_timeline.projections.composed import EVENTS
from bilateral_timeline.projections.definition import definition
from bilateral_timeline.projections.paths import differences
from bilateral_timeline.records.belief import beliefs_of, believed_events
from bilateral_timeline.records.events import Record
from bilateral_timeline.records.order import END, in_order
from bilateral_timeline.testing import (
    Question,
    check_projection,
    days,
    histories,
    questions,
    timeline_of,
)
from bilateral_timeline.testing.sizes import SMALL, SMALLEST, sized
from bilateral_timeline.why import changes_between
from island import BODIES, DAYS, ISLAND, FerryOpened, Island, TariffSet, random_log
from island import day as nth_day

Records = tuple[Record, ...]
Projection = bt.Projection[Any]
IDS = tuple(f"{letter}{number}" for letter in "abcdef" for number in range(6))
LOGS = histories(BODIES, ids=IDS)
LAST = Date(2004, 12, 31)


@pytest.fixture(autouse=True, scope="module")
def _short() -> Iterator[None]:
    """Nodes of four parts, and nothing that is read one by one instead of by a tree."""
    with sized(SMALL):
        yield


def boats(event: bt.Event) -> int:
    return int(event.what.boats)


def share(event: bt.Event) -> float:
    return float(event.what.percent) / 7


def harbour(event: bt.Event) -> str | None:
    return getattr(event.what, "harbour", None)


def id_initial(event: bt.Event) -> str:
    return event.id[0]


# A reducer that shows the order in which events were combined.
SPELT: bt.Reducer[str] = bt.Reducer(
    lift=lambda event: event.id, combine=lambda a, b: f"{a} {b}", finish=str.upper, empty=""
)
REDUCERS: Mapping[str, Projection] = {
    "latest": bt.Latest(lambda event: event.title or event.id),
    "latest tariff": bt.Latest(lambda event: event.what.percent, kind=TariffSet),
    "sum": bt.Sum(boats, kind=FerryOpened),
    "float sum": bt.Sum(share, kind=TariffSet),
    "count": bt.Count(kind=(FerryOpened, TariffSet)),
    "min": bt.Min(boats, kind=FerryOpened),
    "max": bt.Max(lambda event: event.id),
    "set": bt.SetOf(harbour),
    "history": bt.History(harbour),
    "own": SPELT,
    "by harbour": bt.Keyed(harbour, SPELT),
    "nested": bt.Keyed(
        id_initial,
        bt.Compose(
            boats=bt.Keyed(harbour, bt.Sum(boats, kind=FerryOpened)),
            told=bt.History(),
            number=bt.Count(),
            goods=bt.SetOf(lambda event: event.what.goods, kind=TariffSet),
        ),
    ),
    "composed": bt.Compose(
        fold=ISLAND, last=bt.Latest(harbour), folds=bt.Keyed(harbour, ISLAND), own=SPELT
    ),
    "fold": ISLAND,
    "perhaps nothing": bt.Keyed(id_initial, bt.Projection(None, lambda _, event: harbour(event))),
    "dotted": bt.Keyed(lambda event: f"{event.id[0]}.{harbour(event)}", bt.Latest()),
    "numbers": bt.Keyed(lambda event: event.seq, bt.Count()),
    "sets": bt.Keyed(lambda event: frozenset(event.parties), SPELT),
    "wide": bt.Compose(
        **{f"field{number}": bt.Keyed(id_initial, bt.Count()) for number in range(12)}
    ),
    "events": EVENTS,
}
projections = st.sampled_from(sorted(REDUCERS)).map(REDUCERS.__getitem__)


def plainly(projection: Projection, records: Any, asked: Question, pair: str = "") -> Any:
    return projection.show(projection.fold(happened(records, asked, pair)))


def happened(records: Any, asked: Question, pair: str = "") -> list[bt.Event]:
    """The events of a question, by the definition."""
    listing = bt.Projection(initial=(), evolve=lambda events, event: (*events, event))
    events = definition(listing, records, asked.as_of, asked.known_by, asked.mode)
    return [e for e in events if not pair or {pair[:2], pair[2:]} <= set(e.parties)]


def answer(timeline: bt.Timeline[Any], projection: Projection, asked: Question) -> Any:
    return timeline.project(projection, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode)


# -- states -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(REDUCERS))
@settings(max_examples=max(20, settings().max_examples // 3))  # there are many of them
@given(LOGS, st.lists(questions(), min_size=1, max_size=6))
def test_every_projection_is_what_the_definition_gives(
    name: str, records: Records, asked: list[Question]
) -> None:
    timeline = timeline_of(ISLAND, records)
    for question in asked:
        found = answer(timeline, REDUCERS[name], question)
        expected = plainly(REDUCERS[name], records, question)
        assert found == expected
        assert list(differences(found, expected)) == []
    timeline._index._check()


@pytest.mark.parametrize("name", sorted(REDUCERS))
@pytest.mark.parametrize("shape", [SMALL, SMALLEST], ids=["small", "smallest"])
def test_every_projection_of_a_long_log_is_what_the_definition_gives(
    name: str, shape: Sizes
) -> None:
    """The log grows in steps: each is asked at once, and again when it has grown."""
    projection, chance = REDUCERS[name], random.Random(name)
    records, log = random_log(45, seed=len(name)), bt.EventLog()
    timelines: list[tuple[bt.Timeline[Any], int]] = []
    with sized(shape):
        for step in (30, 1, 1, 1, 9, 1):
            held = log.position
            log.append(*records[held : held + step])
            timelines.append((log.timeline(projection), log.position))
            for timeline, position in (timelines[-1], chance.choice(timelines)):
                known = None if chance.random() < 0.2 else nth_day(chance.randrange(DAYS + 200))
                mode: Any = chance.choice(("certain", "possible"))
                question = Question(nth_day(chance.randrange(DAYS)), known, mode)
                found = answer(timeline, projection, question)
                assert found == plainly(projection, records[:position], question)
        for timeline, _ in timelines[::2]:
            timeline._index._check()


@pytest.mark.parametrize("name", ["float sum", "own", "nested"])
def test_reducers_obey_the_laws_of_every_projection(name: str) -> None:
    check_projection(REDUCERS[name], BODIES)


@given(LOGS, questions())
def test_what_is_read_of_a_state_is_what_the_whole_holds(records: Records, asked: Question) -> None:
    state = answer(timeline_of(ISLAND, records), REDUCERS["nested"], asked)
    groups: dict[str, list[bt.Event]] = {}
    for event in happened(records, asked):
        groups.setdefault(event.id[0], []).append(event)
    assert set(state) == groups.keys()
    assert len(state) == len(groups)
    for initial in "abcdefg":
        part = state.get(initial)
        if initial not in groups:
            assert part is bt.Unknown
            continue
        assert tuple(part.told) == tuple(groups[initial])
        assert part.told[-1] == part.told[len(part.told) - 1] == groups[initial][-1]
        assert part.told[1:] == tuple(groups[initial][1:])
        assert part.number == len(part.told) == len(groups[initial])
        assert ("wool" in part.goods) == ("wool" in frozenset(part.goods))


@given(LOGS, questions())
def test_a_series_is_the_definition_at_each_day(records: Records, asked: Question) -> None:
    timeline = timeline_of(REDUCERS["by harbour"], records)
    for known_by in (asked.known_by, "then"):  # type: Any
        found = timeline.series(
            lambda state: dict(state),
            every="quarter",
            after="2000-06-30",
            until="2003-06-30",
            known_by=known_by,
            mode=asked.mode,
        )
        assert len(found) == 12
        for day, value in found:
            question = Question(day, day if known_by == "then" else asked.known_by, asked.mode)
            assert value == plainly(REDUCERS["by harbour"], records, question)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=12), st.randoms())
def test_a_sum_of_floats_is_that_of_fsum_in_any_order(values: list[float], order: Any) -> None:
    held = dict(zip(IDS, values, strict=False))
    summed: bt.Sum = bt.Sum(lambda event: held[event.id])
    events = [
        bt.Event(id=id, when="2001-01-01", known="2001-01-01", what=FerryOpened(harbour="north"))
        for id in held
    ]
    order.shuffle(events)
    try:
        expected = math.fsum(values)
    except OverflowError:
        assume(False)
    timeline = timeline_of(summed, events)
    assert timeline.as_of("2001-01-01") == expected
    assert timeline.as_of("2001-01-01") == timeline.as_of("2001-01-01", mode="possible")


@pytest.mark.parametrize("wrong", [math.nan, math.inf, "3", 1j])
def test_a_sum_of_what_is_no_finite_number_is_refused_and_names_the_event(wrong: Any) -> None:
    event = bt.Event(id="a", when="2001", known="2001", what=FerryOpened(harbour="north"))
    timeline = timeline_of(bt.Sum(lambda _: wrong), [event])
    with pytest.raises(bt.InputError, match="event 'a': what Sum is of: found "):
        timeline.as_of("2002")


def test_a_sum_of_floats_and_decimals_is_refused() -> None:
    values = {"a": 0.5, "b": Decimal("1.5")}
    events = [
        bt.Event(id=id, when="2001", known="2001", what=FerryOpened(harbour="north"))
        for id in values
    ]
    timeline = timeline_of(bt.Sum(lambda event: values[event.id]), events)
    with pytest.raises(bt.InputError, match="found a float and a Decimal"):
        timeline.as_of("2002")


def same(value: Any, _: bt.Event) -> Any:
    return value


def test_sums_of_decimals_and_fractions_are_exact() -> None:
    event = bt.Event(id="a", when="2001", known="2001", what=FerryOpened(harbour="north"))
    timeline = timeline_of(ISLAND, [event, attrs.evolve(event, id="b")])
    values: tuple[Any, ...] = (Decimal("0.1"), Fraction(1, 3), 7, 0.1)
    for value in values:
        total = timeline.project(bt.Sum(partial(same, value)), as_of="2002")
        assert (total, type(total)) == (value + value, type(value))


def scored(event: bt.Event) -> int:
    return {"north": 1}[event.what.harbour]


def test_what_a_users_function_raises_is_raised() -> None:
    body = FerryOpened(harbour="north")
    events = [bt.Event(id=f"a{n}", when=f"200{n}", known="2009", what=body) for n in range(6)]
    unscored = bt.Event(id="z", when="2008", known="2009", what=FerryOpened(harbour="south"))
    timeline = timeline_of(bt.Keyed(lambda _: "all", bt.Sum(scored)), [*events, unscored])
    state = timeline.as_of("2008")
    with pytest.raises(KeyError, match="south"):
        state.get("all")


def test_an_event_that_cannot_be_lifted_spoils_no_earlier_day() -> None:
    body = FerryOpened(harbour="north")
    events = [bt.Event(id=f"a{n}", when=f"200{n}", known="2009", what=body) for n in range(6)]
    unscored = bt.Event(id="z", when="2008", known="2009", what=FerryOpened(harbour="south"))
    timeline = timeline_of(bt.Sum(scored), [*events, unscored])
    assert timeline.as_of("2007") == 6
    with pytest.raises(KeyError, match="south") as error:
        timeline.as_of("2008")
    assert error.value.__notes__[0].startswith("It was asked of Event 'z', 2008")


@pytest.mark.parametrize("extreme", [bt.Min, bt.Max])
def test_what_has_no_order_is_no_extreme(extreme: Any) -> None:
    event = bt.Event(id="a", when="2001", known="2001", what=FerryOpened(harbour="north"))
    timeline = timeline_of(extreme(lambda _: math.nan), [event])
    with pytest.raises(bt.InputError, match=r"event 'a': what M.. is of: found nan"):
        timeline.as_of("2002")


def test_a_key_with_dots_is_one_step_of_a_path() -> None:
    event = bt.Event(id="a", when="2001", known="2001", what=FerryOpened(harbour="St. Peter"))
    timeline = timeline_of(bt.Keyed(harbour, bt.Compose(number=bt.Count())), [event])
    (change,) = timeline.changes("2000", "2001")
    assert change.path == "St. Peter.number"
    assert timeline.explain(change.path, as_of="2001").value == 1
    assert timeline.series(change.path, every="year", after="2000", until="2002")[0][1] == 1


@pytest.mark.parametrize(("key", "path"), [("", "''"), (frozenset(), "frozenset()")])
def test_a_key_without_text_has_a_path(key: Any, path: str) -> None:
    event = bt.Event(id="a", when="2001", known="2001", what=FerryOpened(harbour="north"))
    timeline = timeline_of(bt.Keyed(lambda _: key, bt.Count()), [event])
    (change,) = timeline.changes("2000", "2001")
    assert change.path == path
    why = timeline.explain(path, as_of="2001")
    assert (why.value, [e.id for e in why.set_by]) == (1, ["a"])
    whole = timeline.explain("", as_of="2001")
    assert [e.id for e in whole.set_by] == ["a"]


def test_a_pair_of_a_pair_is_what_both_have() -> None:
    body = FerryOpened(harbour="north")
    parties = (("AA", "BB"), ("AA", "BB", "CC"), ("AA", "CC"), ("AA",))
    events = [
        bt.Event(id=f"e{n}", when="2001", known="2001", what=body, parties=held)
        for n, held in enumerate(parties)
    ]
    both = timeline_of(bt.Count(), events).between("AA", "BB")
    assert both.as_of("2001") == 2
    assert both.between("AA", "CC").as_of("2001") == 1
    assert both.between("AA", "BB", only=True).as_of("2001") == 1
    with pytest.raises(bt.MissingError, match="no party 'DD'"):
        both.between("CC", "DD")


def test_a_history_is_read_like_a_tuple() -> None:
    body, day = FerryOpened(harbour="north"), Date(2001, 1, 1)
    ids = [f"e{n:02}" for n in range(40)]
    events = [
        bt.Event(id=id, when=day.add(days=n).isoformat(), known=day, what=body)
        for n, id in enumerate(ids)
    ]
    run = timeline_of(bt.History(lambda event: event.id), events).as_of(LAST)
    assert list(run) == ids
    for at in range(-40, 40):
        assert run[at] == ids[at]
    for cut in (slice(3), slice(-3, None), slice(None, None, -7), slice(5, 5)):
        assert run[cut] == tuple(ids[cut])
    for at in (40, -41):
        with pytest.raises(IndexError):
            run[at]
    assert repr(run).endswith("... 34 more>")


lib: Any = bt  # what is given here is of no type that it should be
WRONG: tuple[tuple[Any, str], ...] = (
    (lambda: lib.Sum("x"), "Sum: of: found 'x'; expected a function of the event"),
    (lambda: lib.Latest(FerryOpened), "Latest: of: found <class"),
    (lambda: lib.Latest(kind=1), "Latest: kind: found 1; expected the class"),
    (lambda: lib.Count(kind=(1,)), "Count: kind: found 1; expected the class"),
    (lambda: lib.Keyed("goods", lib.Count()), "Keyed: key: found 'goods'; expected a function"),
    (lambda: lib.Keyed(harbour, int), "Keyed: each: found <class 'int'>; expected a projection"),
    (lambda: lib.Compose(), "Compose: found no fields; expected fields such as"),
    (lambda: lib.Compose(lib.Count()), "Compose: found no fields"),
    (lambda: lib.Compose(lib.Count(), a=lib.Count()), "Compose: found Count("),
    (lambda: lib.Compose(dict, a=bt.Count()), "Compose: found <class 'dict'>; expected an attrs"),
    (lambda: lib.Compose(FerryOpened, boats=bt.Count()), "Compose: FerryOpened.harbour: found"),
    (lambda: lib.Count(kind=int), "Count: kind: found <class 'int'>; expected the class"),
    (lambda: lib.EventLog([1]), "EventLog: sources: found 1; expected a Source"),
    (lambda: lib.EventLog().timeline().series(5), "series: found 5; expected a path or"),
    (lambda: lib.EventLog().timeline().explain(5, as_of="2001"), "explain: found 5"),
    (lambda: lib.EventLog().timeline().without(["a"]), "without: found ['a']"),
    (lambda: lib.Compose(a=3), "Compose: a: found 3; expected a projection"),
    (lambda: lib.Compose(branches=lib.Count()), "Compose: found the name 'branches'"),
    (lambda: lib.EventLog().timeline().project(5, as_of="2001"), "project: found 5"),
    (lambda: lib.EventLog().timeline().project(lib.Count, as_of="2001"), "project: found <class"),
    (lambda: lib.EventLog().timeline().with_events(5), "with_events: found 5"),
)


@pytest.mark.parametrize(("make", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_no_projection_is_refused(make: Any, message: str) -> None:
    with pytest.raises(bt.InputError) as error:
        make()
    assert str(error.value).startswith(message)


def test_a_field_that_the_class_of_a_state_has_not_is_refused() -> None:
    with pytest.raises(bt.MissingError, match="no field of Island 'boat'; near it: boats"):
        bt.Compose(Island, boat=bt.Count())


def test_a_key_that_cannot_be_a_key_is_refused_and_names_the_event() -> None:
    event = bt.Event(id="a", when="2001", known="2001", what=FerryOpened(harbour="north"))
    timeline = timeline_of(lib.Keyed(lambda _: {"x": 1}, bt.Count()), [event])
    with pytest.raises(bt.InputError, match=r"event 'a': key: found .*; use a tuple"):
        dict(timeline.as_of("2002"))


# -- the events -------------------------------------------------------------------------------


@given(LOGS, questions(), days())
def test_the_events_between_two_days_are_those_of_the_definition(
    records: Records, asked: Question, after: Date
) -> None:
    timeline = timeline_of(ISLAND, records)
    assume(after <= asked.as_of)
    found = timeline.events(after, asked.as_of, known_by=asked.known_by, mode=asked.mode)
    held = happened(records, asked)
    first = after.toordinal()
    assert found == tuple(e for e in held if e.when.sort_key(asked.mode)[0] > first)


@given(LOGS, days(), st.none() | days())
def test_the_undecided_are_in_the_order_of_the_possible(
    records: Records, day: Date, known_by: Date | None
) -> None:
    timeline = timeline_of(ISLAND, records)
    believed, last = in_order(believed_events(records, known_by), "possible"), day.toordinal()
    expected = [
        event
        for event in believed
        if event.when.sort_key("possible")[0] <= last < event.when.sort_key("certain")[0]
    ]
    assert timeline.undecided(day, known_by=known_by) == tuple(expected)


@given(LOGS, st.none() | days())
def test_facts_are_what_is_believed_from_day_to_day(
    records: Records, known_by: Date | None
) -> None:
    by = END - 1 if known_by is None else known_by.toordinal()
    held = [
        event
        for id in {record.id for record in records}
        for since, until, event in beliefs_of(tuple(r for r in records if r.id == id))
        if since <= by < (until or END)
    ]
    assert in_order(held, "certain") == in_order(believed_events(records, known_by), "certain")


# -- differences and reasons ------------------------------------------------------------------


def told(changes: Any) -> dict[str, Any]:
    found = {c.path: (c.before, c.after, set(c.because)) for c in changes}
    assert len(found) == len(changes), "a path twice"
    return found


def plain_changes(
    projection: Projection, old: list[bt.Event], new: list[bt.Event], mode: Any, cut: int
) -> dict[str, Any]:
    """The changes between two lists of events, from the first day on which they differ."""

    def day(event: bt.Event) -> int:
        return event.when.sort_key(mode)[0]

    first = min([cut, *(day(event) - 1 for event in set(old) ^ set(new))])
    start = projection.fold([event for event in old if day(event) <= first])
    tails = ([event for event in events if day(event) > first] for events in (old, new))
    return told(changes_between(projection, start, *tails))


@given(projections, LOGS, questions(), days(), st.booleans())
def test_changes_are_those_of_two_plain_folds(
    projection: Projection, records: Records, asked: Question, other: Date, then: bool
) -> None:
    timeline = timeline_of(projection, records)
    v1, v2 = sorted((asked.as_of, other))
    known_by: Any = "then" if then else asked.known_by
    found = told(timeline.changes(v1, v2, known_by=known_by, mode=asked.mode))
    old, new = (
        happened(records, Question(v, v if then else asked.known_by, asked.mode)) for v in (v1, v2)
    )
    assert found == plain_changes(projection, old, new, asked.mode, v1.toordinal())
    shown = (projection.show(projection.fold(events)) for events in (old, new))
    assert {p: (a, b) for p, (a, b, _) in found.items()} == {
        p: (a, b) for p, a, b in differences(*shown)
    }


@given(projections, LOGS, questions(), days(), days())
def test_what_was_learned_is_the_difference_of_two_plain_folds(
    projection: Projection, records: Records, asked: Question, one: Date, other: Date
) -> None:
    timeline = timeline_of(projection, records)
    k1, k2 = sorted((one, other))
    found = told(timeline.learned(k1, k2, as_of=asked.as_of, mode=asked.mode))
    old, new = (happened(records, Question(asked.as_of, k, asked.mode)) for k in (k1, k2))
    cut = asked.as_of.toordinal()
    assert found == plain_changes(projection, old, new, asked.mode, cut)
    shown = (projection.show(projection.fold(events)) for events in (old, new))
    assert {p: (a, b) for p, (a, b, _) in found.items()} == {
        p: (a, b) for p, a, b in differences(*shown)
    }


@given(projections, LOGS, questions())
def test_an_explanation_is_that_of_every_step_from_the_first(
    projection: Projection, records: Records, asked: Question
) -> None:
    timeline = timeline_of(projection, records)
    _, trace = projection.trace(projection.initial, happened(records, asked))
    for path, taken in trace.items():
        why = timeline.explain(path, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode)
        assert [event.id for event in why.set_by] == [event.id for event, _ in taken]


# -- other timelines --------------------------------------------------------------------------


@given(projections, LOGS, LOGS, questions(), st.sets(st.sampled_from(IDS), max_size=4))
def test_what_if_is_a_log_of_other_records(
    projection: Projection, records: Records, more: Records, asked: Question, ids: set[str]
) -> None:
    timeline = timeline_of(ISLAND, records)
    before = answer(timeline, projection, asked)
    held = {record.id for record in records}
    gone = sorted(ids & held)
    left = [record for record in records if record.id not in gone]
    without = timeline.without(*gone)
    assert answer(without, projection, asked) == plainly(projection, left, asked)
    new = [record for record in more if record.id not in held]
    both = without.with_events(*new)
    assert answer(both, projection, asked) == plainly(projection, [*left, *new], asked)
    assert answer(timeline, projection, asked) == before == plainly(projection, records, asked)
    assert both.coverage == timeline_of(ISLAND, [*left, *new]).coverage
    compared = told(
        attrs.evolve(timeline, projection=projection).compare(
            both, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode
        )
    )
    old, tail = happened(records, asked), happened([*left, *new], asked)
    assert compared == plain_changes(projection, old, tail, asked.mode, asked.as_of.toordinal())
    for other in (timeline, without, both):
        other._index._check()


@given(projections, LOGS, questions(), st.sampled_from(("AABB", "BBCC", "CCAA")))
def test_the_events_between_two_parties_are_a_timeline_of_their_own(
    projection: Projection, records: Records, asked: Question, pair: str
) -> None:
    half = len(records) // 2
    held = {p for r in records[:half] if isinstance(r, bt.Event) for p in r.parties}
    assume({pair[:2], pair[2:]} <= held)
    timeline = timeline_of(ISLAND, records)
    between = timeline.between(pair[:2], pair[2:])
    assert answer(between, projection, asked) == plainly(projection, records, asked, pair)
    grown = timeline_of(ISLAND, records[:half]).between(pair[:2], pair[2:])
    answer(grown, projection, asked)
    grown = grown.with_events(*records[half:])
    assert answer(grown, projection, asked) == plainly(projection, records, asked, pair)
    grown._index._check()


# -- a log that grows -------------------------------------------------------------------------


class EngineMachine(RuleBasedStateMachine):
    """Appends in any order and questions of every sort; old timelines are asked again.

    The model is a list of records and the definition.
    """

    def __init__(self) -> None:
        super().__init__()
        self.log = bt.EventLog()
        self.model: list[Record] = []
        self.kept: list[tuple[bt.Timeline[Any], list[Record]]] = []

    @rule(records=histories(BODIES, ids=IDS))
    def append(self, records: Records) -> None:
        held = {(record.id, record.revision) for record in self.model}
        new = [record for record in records if (record.id, record.revision) not in held]
        self.log.append(*new)
        self.model += new

    @rule(known=days("2003-11-01", "2004-06-30"), when=days(), body=BODIES)
    def append_one_as_it_becomes_known(self, known: Date, when: Date, body: Any) -> None:
        event = bt.Event(id=f"n{len(self.model)}", when=when.isoformat(), known=known, what=body)
        self.log.append(event)
        self.model.append(event)

    @rule(choice=st.randoms(), body=BODIES, known=st.none() | days("2004-01-01", "2004-06-30"))
    def correct(self, choice: Any, body: Any, known: Date | None) -> None:
        ids = sorted({r.id for r in self.model if isinstance(r, bt.Event)})
        if ids:
            id = choice.choice(ids)
            newest = max((r for r in self.model if r.id == id), key=lambda r: r.rank)
            later = known if known is None else max(known, newest.known)
            self.log.correct(id, known=later, what=body)
            self.model.append(self.log.read()[-1].record)

    @rule(choice=st.randoms(), known=days("2004-01-01", "2004-06-30"))
    def retract(self, choice: Any, known: Date) -> None:
        if self.model:
            id = choice.choice(self.model).id
            newest = max((r for r in self.model if r.id == id), key=lambda r: r.rank)
            self.log.retract(id, known=max(known, newest.known), reason="wrong")
            self.model.append(self.log.read()[-1].record)

    @rule(projection=projections, asked=questions(last="2004-12-31"))
    def ask(self, projection: Projection, asked: Question) -> None:
        found = answer(self.log.timeline(), projection, asked)
        assert found == plainly(projection, self.model, asked)

    @rule(asked=st.lists(questions(last="2004-12-31"), min_size=5, max_size=9))
    def ask_of_many_pasts(self, asked: list[Question]) -> None:
        timeline = self.log.timeline()
        for question in asked:
            assert answer(timeline, SPELT, question) == plainly(SPELT, self.model, question)

    @rule()
    def keep(self) -> None:
        self.kept.append((self.log.timeline(), list(self.model)))

    @rule(asked=questions(last="2004-12-31"), projection=projections, which=st.integers(0, 9))
    def ask_an_old_timeline(self, asked: Question, projection: Projection, which: int) -> None:
        if self.kept:
            timeline, model = self.kept[which % len(self.kept)]
            assert answer(timeline, projection, asked) == plainly(projection, model, asked)

    @rule(choice=st.randoms(), asked=questions(last="2004-12-31"))
    def ask_what_if(self, choice: Any, asked: Question) -> None:
        if self.model:
            timeline = self.log.timeline()
            id = choice.choice(self.model).id
            event = bt.Event(
                id="what-if", when="2004-03", known="2004-06-30", what=FerryOpened(harbour="x")
            )
            left = [record for record in self.model if record.id != id]
            assert answer(timeline.without(id), SPELT, asked) == plainly(SPELT, left, asked)
            more = [*self.model, event]
            assert answer(timeline.with_events(event), SPELT, asked) == plainly(SPELT, more, asked)

    @invariant()
    def structures_hold(self) -> None:
        self.log._check()
        for timeline, _ in self.kept[-3:]:
            timeline._index._check()


TestEngineMachine = EngineMachine.TestCase
TestEngineMachine.settings = settings(max_examples=30, stateful_step_count=25)


# -- work that is not done twice ---------------------------------------------------------------


def counting(function: Callable[..., Any], name: str, calls: dict[str, int]) -> Any:
    def counted(*arguments: Any) -> Any:
        calls[name] = calls.get(name, 0) + 1
        return function(*arguments)

    return counted


def test_a_late_event_folds_again_only_what_follows_it() -> None:
    calls: dict[str, int] = {}
    total: Projection = bt.Projection(
        initial=0, evolve=counting(lambda n, _: n + 1, "evolve", calls)
    )
    log = bt.EventLog()
    first = Date(2001, 1, 1)
    for number in range(600):
        day = first.add(days=number)
        body = FerryOpened(harbour="north")
        log.append(bt.Event(id=f"e{number}", when=day.isoformat(), known=day, what=body))
    assert log.timeline(total).as_of(LAST) == 600
    assert calls["evolve"] == 600
    late = first.add(days=570)
    log.append(bt.Event(id="late", when=late.isoformat(), known=LAST, what=body))
    assert log.timeline(total).as_of(LAST) == 601
    assert calls["evolve"] <= 600 + 31 + 4 * SIZES.fan


def test_a_later_timeline_lifts_only_what_is_new() -> None:
    calls: dict[str, int] = {}
    total: Any = bt.Reducer(
        lift=counting(lambda _: 1, "lift", calls), combine=lambda a, b: int(a) + int(b)
    )
    log = bt.EventLog()
    body, day = FerryOpened(harbour="north"), Date(2001, 1, 1)
    events = [
        bt.Event(id=f"e{n}", when=day.add(days=n).isoformat(), known=day, what=body)
        for n in range(500)
    ]
    log.append(*events[:-1])
    timeline = log.timeline(total)
    assert timeline.as_of(LAST) == 499
    log.append(events[-1])
    assert log.timeline(total).as_of(LAST) == 500
    assert timeline.without("e250").as_of(LAST) == 498
    assert timeline.as_of(LAST) == 499
    assert calls["lift"] <= 499 + 1 + 2 * SIZES.fan
