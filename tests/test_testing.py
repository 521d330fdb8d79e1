"""The law kit itself: what its strategies draw, and what its checks say."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.engine import SIZES
from bilateral_timeline.projections.projection import Moment
from bilateral_timeline.records.codec import from_plain, to_plain
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.facets.leadership import OfficeAssumed
from bilateral_timeline.relations.relationship import FACETS
from bilateral_timeline.testing import (
    Arrivals,
    Case,
    LawViolation,
    Question,
    bodies,
    check_chronicle,
    check_kind,
    check_projection,
    code,
    days,
    events,
    histories,
    laws,
    questions_about,
    relationships,
    whens,
)
from bilateral_timeline.testing import given as told
from bilateral_timeline.testing.elsewhere import folded_elsewhere
from bilateral_timeline.testing.sizes import SHIPPED, SMALL, SMALLEST, sized
from island import ISLAND, FerryClosed, FerryOpened, Island, TariffSet
from mistakes.harbour import BoatsPromised

LOOKING = settings(database=None, max_examples=500, phases=[Phase.generate])
ISLANDERS = [FerryOpened, FerryClosed, TariffSet]


def is_even(_: object, __: object, value: int) -> None:
    if value % 2:
        raise ValueError(f"{value} is not even")


@bt.kind("test-testing-odd")
class Odd:
    """A field of every sort, with checks of attrs' own and of somebody's."""

    code: str = attrs.field(validator=attrs.validators.matches_re(r"[A-Z]{2}-\d"))
    share: Decimal
    more: int = attrs.field(default=5, validator=[attrs.validators.gt(4), attrs.validators.le(9)])
    even: int = attrs.field(default=0, validator=is_even)
    word: str = attrs.field(default="this", validator=attrs.validators.in_(["this", "that"]))
    days: tuple[Date, ...] = attrs.field(default=(), validator=attrs.validators.max_len(1))
    when: bt.When | None = None
    parts: tuple[bt.Quantity, ...] = ()


# -- strategies -----------------------------------------------------------------------------------


@given(whens())
def test_a_date_that_is_drawn_comes_back_from_its_text(when: bt.When) -> None:
    assert bt.When(str(when)) == when


@pytest.mark.parametrize(
    "shape",
    [
        lambda when: when.is_exact,
        lambda when: when.approximate and when.uncertain,
        lambda when: when.is_open,
        lambda when: when.lasting and when.end.latest is None and not when.is_open,
        lambda when: when.start.earliest is None and not when.lasting,
        lambda when: "," in when.written,
        lambda when: when.written.endswith("XX"),
        lambda when: "-41" in when.written,
        lambda when: "-24" in when.written,
        lambda when: when.written.startswith("?"),
    ],
)
def test_dates_of_every_shape_are_drawn(shape: Callable[[bt.When], bool]) -> None:
    find(whens(), shape, settings=settings(LOOKING, max_examples=5000))


@given(whens("0001-01-01", "0002-12-31") | whens("9998-01-01", "9999-12-31"))
def test_dates_are_drawn_at_both_ends_of_the_calendar(when: bt.When) -> None:
    years = [day.year for day in (when.start.earliest, when.start.latest) if day is not None]
    assert all(year < 100 or year >= 9900 for year in years)


@given(whens(imprecise=False, lasting=False))
def test_dates_are_days_unless_they_may_be_anything_else(when: bt.When) -> None:
    assert when.is_exact


@given(days("2001-05-10", "2001-05-12"))
def test_days_lie_in_their_range(day: Date) -> None:
    assert Date(2001, 5, 10) <= day <= Date(2001, 5, 12)


@given(histories(ISLANDERS))
def test_a_history_is_code_that_makes_it(records: Arrivals) -> None:
    names = {"bt": bt, "Date": Date, "Decimal": Decimal}
    kinds = {kind.__name__: kind for kind in ISLANDERS}
    assert eval(repr(records), names | kinds) == records


@given(events(Odd) | relationships().filter(len).map(lambda records: records[0]))
def test_an_event_of_any_kind_is_code_that_makes_it(event: bt.Event) -> None:
    names = {"bt": bt, "Date": Date, "Decimal": Decimal}
    parts = {type(event.what).__name__: type(event.what)}
    values = [*attrs.asdict(event.what, recurse=False).values()]
    held = [one for value in values for one in (value if isinstance(value, tuple) else [value])]
    parts |= {type(one).__name__: type(one) for one in held if attrs.has(type(one))}
    parts.pop("Quantity", None)
    assert eval(code(event), names | parts) == event


@given(st.data())
def test_events_works_dates_and_kinds_are_drawn_by_their_types(data: st.DataObject) -> None:
    types: list[type] = [bt.Event, bt.Source, bt.Citation, bt.When, bt.Quantity, bt.Money]
    for of in (*types, bt.UnknownBody, Odd, FerryOpened, OfficeAssumed):
        assert isinstance(data.draw(st.from_type(of)), of)


@given(st.data())
def test_a_kind_that_is_made_later_is_drawn_by_its_type(data: st.DataObject) -> None:
    @bt.kind("test-testing-later")
    class Later:
        number: int

    assert data.draw(st.from_type(Later)).number >= 0


@given(bodies(Odd) | bodies(Odd, odd=True))
def test_a_body_is_one_that_its_class_takes(odd: Odd) -> None:
    assert 4 < odd.more <= 9
    assert odd.even % 2 == 0
    assert odd.word in ("this", "that")


@pytest.mark.parametrize(
    "of", [[FerryOpened], "island-ferry-opened", FerryOpened, [bodies(FerryOpened)]]
)
def test_bodies_are_told_by_class_by_name_or_by_strategy(of: Any) -> None:
    found = find(histories(of, size=(1, 1)), lambda records: len(records) > 0)
    assert [record.what for record in found if isinstance(record, bt.Event)] == [
        FerryOpened(harbour="one")
    ]


def test_what_is_no_body_is_refused() -> None:
    with pytest.raises(bt.InputError, match="expected the class of an event body"):
        histories([int])


def has_two_of_a_day(records: Arrivals) -> bool:
    starts = [r.when.start for r in records if isinstance(r, bt.Event)]
    return len({(start.earliest, start.latest) for start in starts}) < len(starts)


def is_late(record: Record) -> bool:
    """Whether an event became public on another day than the last on which it may have begun."""
    if not isinstance(record, bt.Event) or record.revision:
        return False
    last = record.when.start.latest
    return last is not None and record.known != last


FEATURES: dict[str, Callable[[Arrivals], bool]] = {
    "late": lambda records: any(map(is_late, records)),
    "shuffled": lambda records: [*records] != sorted(records, key=lambda r: (r.known, r.revision)),
    "revised": lambda records: any(r.revision and isinstance(r, bt.Event) for r in records),
    "retractions": lambda records: any(isinstance(r, bt.Retraction) for r in records),
    "ties": has_two_of_a_day,
    "imprecise": lambda records: any(
        not r.when.is_exact and not r.when.lasting for r in records if isinstance(r, bt.Event)
    ),
    "lasting": lambda records: any(
        r.lasting or r.when.lasting for r in records if isinstance(r, bt.Event)
    ),
    "cited": lambda records: any(r.sources for r in records),
}


@pytest.mark.parametrize("knob", FEATURES)
def test_each_thing_that_makes_a_history_hard_is_drawn_and_can_be_turned_off(knob: str) -> None:
    find(histories(FerryOpened), FEATURES[knob], settings=LOOKING)
    other: dict[str, Any] = {knob: False}
    other |= {"reinstatements": False} if knob == "revised" else {}

    @settings(max_examples=30, database=None)
    @given(histories(FerryOpened, **other))
    def without(records: Arrivals) -> None:
        assert not FEATURES[knob](records)

    without()


def test_a_history_has_the_ids_the_parties_and_the_size_that_are_asked_for() -> None:
    @settings(max_examples=30, database=None)
    @given(histories(FerryOpened, ids=("x", "y"), parties=("VE",), size=(2, 2)))
    def asked(records: Arrivals) -> None:
        assert {record.id for record in records} == {"x", "y"}
        assert {p for r in records if isinstance(r, bt.Event) for p in r.parties} <= {"VE"}

    asked()


def test_errata_take_the_day_of_what_they_amend() -> None:
    def is_erratum(records: Arrivals) -> bool:
        known = {(record.id, record.revision): record.known for record in records}
        return any(known.get((id, at - 1)) == day for (id, at), day in known.items() if at)

    find(histories(FerryOpened), is_erratum, settings=LOOKING)


@given(st.data(), histories(ISLANDERS, size=(1, 8)))
def test_questions_are_about_the_days_of_a_history(data: st.DataObject, records: Arrivals) -> None:
    asked = data.draw(questions_about(records))
    when = [r.when for r in records if isinstance(r, bt.Event)]
    told = [d for w in when for d in (w.earliest, w.latest, w.start.latest, w.end.earliest) if d]
    assert min(abs(asked.as_of.toordinal() - day.toordinal()) for day in told or [asked.as_of]) <= 1


@given(relationships("VE", "OS"))
def test_a_plausible_relationship_leaves_nothing_to_look_at(records: Arrivals) -> None:
    log = bt.EventLog()
    log.append(*records)
    assert log.timeline(bt.relationship("VE", "OS")).check() == ()
    assert all(r.parties == ("VE", "OS") for r in records if isinstance(r, bt.Event))


@pytest.mark.parametrize("facet", FACETS)
def test_plausible_relationships_go_through_every_facet(facet: str) -> None:
    some = relationships(facets=[facet], size=4)
    kinds = {kind.__name__ for kind in FACETS[facet].kinds}
    found = find(some, lambda records: len(records) > 0, settings=LOOKING)
    assert {type(r.what).__name__ for r in found if isinstance(r, bt.Event)} <= kinds


@pytest.mark.parametrize("sizes", [SMALL, SMALLEST])
def test_the_engine_has_other_sizes_only_meanwhile(sizes: Any) -> None:
    def fails() -> None:
        with sized(sizes):
            assert sizes == SIZES
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert SIZES == SHIPPED


# -- checks ---------------------------------------------------------------------------------------


def test_a_law_is_tried_on_records_of_ones_own() -> None:
    less: bt.Reducer[int] = bt.Reducer(lift=lambda _: 1, combine=lambda a, b: int(a) - int(b))
    records = [
        bt.Event(id=id, when="2001", known="2001", what=FerryOpened(harbour="north"))
        for id in "abc"
    ]
    with pytest.raises(LawViolation) as caught:
        laws.associative(less, Case(records, Question("2002")))
    assert caught.value.found == "Of 1, 1 and 1:\n  the state: -1 left first, 1 right first"
    assert caught.value.history == Arrivals(records)


def test_a_projection_may_be_of_a_function_and_of_a_kind_that_nobody_else_can_import() -> None:
    @bt.kind("test-testing-local")
    class Local:
        number: int

    total = 0
    check_projection(
        bt.Projection(initial=total, evolve=lambda state, event: state + event.what.number),
        Local,
        laws=[laws.elsewhere],
        settings=settings(max_examples=5),
    )


def test_what_cannot_be_sent_to_another_process_is_told() -> None:
    lock = threading.Lock()

    def evolve(state: int, _: bt.Event) -> int:
        with lock:
            return state + 1

    counting = bt.Projection(initial=0, evolve=evolve)
    with pytest.raises(LawViolation, match="expected a projection that can be pickled"):
        check_projection(counting, FerryOpened)
    check_projection(counting, FerryOpened, without=[laws.elsewhere])


@pytest.mark.parametrize("words", [("one", "two"), ("AA", "BB"), ("a", "b"), ("A. One", "B. Two")])
def test_two_words_that_are_drawn_stand_in_opposite_orders_in_the_two_processes(
    words: tuple[str, str],
) -> None:
    def ordered(_: tuple[str, ...], __: bt.Event) -> tuple[str, ...]:
        return tuple({*words})

    visit = bt.Event(id="a", when="2000", known="2000", what=FerryOpened(harbour="one"))
    projection: bt.Projection[Any] = bt.Projection(initial=(), evolve=ordered)
    moment = Moment(Date(2000, 12, 31), None, Date(2000, 12, 31))
    one, other = folded_elsewhere(projection, [visit], moment)
    assert one == other[::-1]


def test_a_fold_that_fails_elsewhere_is_told() -> None:
    def evolve(state: int, _: bt.Event) -> int:
        if os.environ.get("TZ") == "Etc/GMT+12":
            raise RuntimeError("a date")
        return state + 1

    with pytest.raises(LawViolation, match="There it raised RuntimeError: a date"):
        check_projection(bt.Projection(initial=0, evolve=evolve), FerryOpened)


def test_a_body_that_cannot_be_drawn_is_told_with_what_to_do() -> None:
    @bt.kind("test-testing-never")
    class Never:
        number: int

        def __attrs_post_init__(self) -> None:
            raise ValueError("never")

    counting = bt.Projection(initial=0, evolve=lambda n, _: n + 1)
    with pytest.raises(bt.InputError, match="give a strategy"):
        check_projection(counting, Never)


def test_what_is_no_projection_is_refused() -> None:
    with pytest.raises(bt.InputError, match="check_projection: found 3; expected a projection"):
        check_projection(3)  # type: ignore[arg-type]


def test_the_fictional_state_obeys_the_laws() -> None:
    check_projection(ISLAND, ISLANDERS)


@pytest.mark.parametrize("kind", [Odd, "island-tariff-set", BoatsPromised])
def test_kinds_of_every_sort_obey_the_laws(kind: type | str) -> None:
    check_kind(kind)


def test_a_kind_with_an_earlier_version_needs_to_be_told_what_that_was_like() -> None:
    @bt.kind("test-testing-version", version=2, upcasters={1: lambda data: data})
    class Versioned:
        number: int

    with pytest.raises(bt.InputError) as caught:
        check_kind(Versioned)
    assert str(caught.value) == (
        "kind 'test-testing-version': old[1]: found nothing; expected a strategy or a value for "
        "each field; old={1: {'field': st.integers()}}"
    )


@attrs.frozen
class Stop:
    """A part of a voyage."""

    harbour: str
    days: int = 1


@bt.kind("test-testing-voyage")
class Voyage:
    stops: tuple[Stop, ...]
    crew: tuple[str, ...] = ()


def test_what_a_body_holds_and_what_it_cites_is_made_smaller_too() -> None:
    def evolve(state: int, event: bt.Event) -> int:
        long = [stop for stop in event.what.stops if stop.days > 4]
        if long and any(citation.via for citation in event.sources) and "BB" in event.parties:
            raise RuntimeError("too long")
        return state

    with pytest.raises(LawViolation) as caught:
        check_projection(
            bt.Projection(initial=0, evolve=evolve),
            Voyage,
            laws=[laws.total],
            settings=settings(max_examples=2000),
        )
    assert caught.value.history is not None
    (record,) = caught.value.history
    assert isinstance(record, bt.Event)
    assert record.what == Voyage(stops=(Stop("one", 5),))
    assert record.parties == ("BB",)
    (citation,) = record.sources
    assert (citation.via, citation.stance, citation.when) == (("an agency",), "asserts", None)


def test_a_field_may_be_dropped_for_good() -> None:
    @bt.kind("test-testing-shorter", version=2, upcasters={1: lambda data: {"a": data["a"]}})
    class Shorter:
        a: int

    old = {1: {"a": st.integers(0, 3), "b": st.integers(0, 3), "c": "always"}}
    with pytest.raises(LawViolation, match=r"b = . and b = . are both read as Shorter"):
        check_kind(Shorter, old=old)
    check_kind(Shorter, old=old, dropped=("b",))


def test_a_field_of_an_earlier_version_may_have_been_optional() -> None:
    def lost(data: dict[str, Any]) -> dict[str, Any]:
        return {"a": data["a"], "b": data.get("b") or 7}

    def kept(data: dict[str, Any]) -> dict[str, Any]:
        return {"a": data["a"], "b": data.get("b", 7)}

    @bt.kind("test-testing-optional-lost", version=2, upcasters={1: lost})
    class Lost:
        a: int
        b: int

    @bt.kind("test-testing-optional-kept", version=2, upcasters={1: kept})
    class Kept:
        a: int
        b: int

    few, many = st.integers(0, 1), settings(max_examples=200)
    old = {1: st.fixed_dictionaries({"a": few}, optional={"b": few})}
    with pytest.raises(LawViolation, match=r"(no b and b = 0|b = 0 and no b) are both read as"):
        check_kind(Lost, old=old, settings=many)
    check_kind(Kept, old=old)


def test_a_chronicle_is_checked_with_every_problem_told(folder: Path) -> None:
    check_chronicle(folder, pair=("VE", "OS"))
    path = folder / "2024" / "visit.toml"
    path.write_text(path.read_text().replace('when = "', 'when = "x'))
    with pytest.raises(AssertionError, match=r"(?s)problems:.*2024/visit\.toml:\d+: when"):
        check_chronicle(folder, pair=("VE", "OS"))


def test_the_shipped_chronicle_obeys_the_laws() -> None:
    check_chronicle("russia-iran")


def test_the_second_pair_obeys_the_laws() -> None:
    check_chronicle(Path(__file__).parent / "india-pakistan")


# -- given, as of, expect -------------------------------------------------------------------------

OPENED = bt.Event(id="a", when="2001-05", known="2001-07-01", what=FerryOpened(harbour="north"))
MORE = bt.Event(id="b", when="2001-08", known="2002", what=FerryOpened(harbour="north", boats=2))
SCENARIO = told(OPENED, MORE, projection=ISLAND)


def test_what_is_expected_passes() -> None:
    state = SCENARIO.as_of("2001").expect({"boats.north": 3}, happened=2, last="b").state
    assert state == Island(boats={"north": 3}, happened=2, last="b")
    SCENARIO.as_of("2001-06", known_by="2001-06").expect_state(Island())
    SCENARIO.as_of("2001", known_by="2001-12-30").expect(boats__north=1)
    SCENARIO.as_of("2001-05-01", mode="possible").expect(boats__north=1)
    told(OPENED).as_of("2001").expect_state((OPENED,))


def test_what_is_not_as_expected_is_told_path_by_path() -> None:
    with pytest.raises(AssertionError) as caught:
        SCENARIO.as_of("2001").expect({"boats.north": 1, "boats.south": 2}, last="a", lost=1)
    assert (
        str(caught.value)
        == """\
as_of("2001-12-31", known_by=None, mode="certain") is not as expected:
  boats.north: 1 expected, 3 found (set by a, b)
  boats.south: 2 expected; no part of 'boats.south' called 'south'; known: north
  last: 'a' expected, 'b' found (set by a, b)
  lost: 1 expected; no part of 'lost' called 'lost'; near it: last"""
    )


def test_a_text_is_equal_to_what_is_said_so() -> None:
    body = BoatsPromised(boats=3, due=bt.When("2002-05"))
    event = bt.Event(id="a", when="2001", known="2001-12-31", what=body)
    due = bt.Compose(due=bt.Latest(lambda event: event.what.due))
    told(event, projection=due).as_of("2001").expect(due="2002-05")
    told(event, projection=due).as_of("2000").expect(due=bt.Unknown)
    with pytest.raises(AssertionError, match=r"due: 'Unknown' expected, When\('2002-05'\) found"):
        told(event, projection=due).as_of("2001").expect(due="Unknown")


def test_strategies_are_for_the_other_given() -> None:
    with pytest.raises(bt.InputError, match="strategies are for `given` of hypothesis"):
        told(st.integers())  # type: ignore[arg-type]


@given(events(Odd))
def test_an_event_that_is_drawn_can_be_stored(event: bt.Event) -> None:
    assert from_plain(to_plain(event)) == event


def test_a_check_inside_a_test_of_hypothesis_is_refused_in_clear_words() -> None:
    @given(st.integers(1, 3))
    def hold(step: int) -> None:
        check_projection(bt.Projection(initial=0, evolve=lambda n, _: n + step), FerryOpened)

    with pytest.raises(bt.InputError, match="check: found a test under @given; expected a test of"):
        hold()
