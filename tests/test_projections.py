"""Projections in detail: what each says of itself, state by state; paths; sums that are exact."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import bilateral_timeline as bt
from bilateral_timeline.errors import shown
from bilateral_timeline.projections.composed import EVENTS
from bilateral_timeline.projections.exact import DIGITS, exact, rounded
from bilateral_timeline.projections.paths import (
    DOTS,
    branches,
    differences,
    look_up,
    path_of,
    paths_of,
    texts,
    ways,
)
from bilateral_timeline.projections.projection import Moment, Setting
from bilateral_timeline.projections.states import Fields, Run, State
from island import FerryClosed, FerryOpened


def opened(id: str, boats: int, harbour: str = "north") -> bt.Event:
    what = FerryOpened(harbour=harbour, boats=boats)
    return bt.Event(id=id, when="2001", known="2001", what=what)


HUGE = 10**5000  # an int that Python does not write out
ONE, NONE, THREE = opened("one", 1), opened("none", 0), opened("three", 3)


def boats(event: bt.Event) -> int | None:
    return event.what.boats or None


# -- a history -----------------------------------------------------------------------------------

BOATS: bt.History[int] = bt.History(boats)


def test_a_history_leaves_out_events_without_a_value() -> None:
    state: Any = BOATS.initial
    for event in (NONE, ONE, NONE, THREE):
        state = BOATS.evolve(state, event)
    assert tuple(state) == tuple(BOATS.fold([NONE, ONE, NONE, THREE])) == (1, 3)
    assert tuple(BOATS.evolve(None, NONE)) == tuple(BOATS.show(None)) == ()


def test_a_history_tells_at_which_events_it_grew() -> None:
    assert BOATS.trace(bt.Unknown, []) == (bt.Unknown, {})
    assert BOATS.trace(None, [NONE]) == ((), {})
    assert BOATS.trace(bt.Unknown, [NONE, NONE]) == ((), {"": [Setting(NONE, Run())]})
    begun = BOATS.fold([THREE])
    assert BOATS.trace(begun, [NONE]) == ((3,), {})
    shown, trace = BOATS.trace(begun, [NONE, ONE, NONE, THREE])
    assert shown == (3, 1, 3)
    assert trace == {"": [Setting(ONE, Run((), (3, 1))), Setting(THREE, Run((), (3, 1, 3)))]}


def test_the_projection_of_a_log_that_names_none_is_one() -> None:
    assert pickle.loads(pickle.dumps(EVENTS)) is EVENTS


@pytest.mark.parametrize(
    ("projection", "expected"),
    [
        (BOATS, "History: show: found 3; expected a Run of values"),
        (bt.Keyed(boats, bt.Count()), "Keyed: show: found 3; expected a state for each key"),
        (bt.SetOf(boats), "SetOf: show: found 3; expected a state by member"),
        (bt.Compose(n=bt.Count()), "Compose: show: found 3; expected a state for each field"),
    ],
)
def test_what_is_no_state_is_not_shown(projection: Any, expected: str) -> None:
    with pytest.raises(bt.InputError) as caught:
        projection.show(3)
    assert str(caught.value) == expected


def test_runs_are_the_same_if_their_values_are() -> None:
    before = (1, 2)
    run: Run[int] = Run(before, (3, 4), 1)
    assert run == Run(before, (3, 5), 1)
    assert run != Run(before, (3, 4), 2)
    assert Run(before, (3, 4)) != Run(before, (3, 5))
    assert Run(before, (3, 4)) != Run(before, (6, 4))
    assert run == Run((), (1, 2, 3))
    assert run != Run((), (1, 2, 4))
    assert run != (1, 2)
    assert run == (1, 2, 3)


# -- keys, a set, fields -------------------------------------------------------------------------


def test_none_among_several_keys_is_no_key() -> None:
    several = bt.Keyed(lambda event: ["a", None, event.id], bt.Count())
    assert dict(several.show(several.fold([ONE]))) == {"a": 1, "one": 1}
    assert several.keys_of(ONE) == {"a": None, "one": None}


@attrs.frozen
class Two:
    """A value with parts of its own, which below the root of a state is one leaf."""

    first: Any
    second: Any


class Boats(bt.Projection[Any]):
    initial = Two(0, 0)

    def evolve(self, state: Any, event: bt.Event) -> Two:
        return Two(state.first + event.what.boats, state.second)


def test_below_a_key_or_a_field_a_value_is_one_leaf() -> None:
    keyed = bt.Keyed(lambda event: event.id, Boats())
    composed = bt.Compose(two=Boats())
    for projection, path in ((keyed, "one"), (composed, "two")):
        shown, trace = projection.trace(bt.Unknown, [ONE])
        assert trace == {path: [Setting(ONE, Two(1, 0))]}
        assert look_up(shown, path) == Two(1, 0)
        (difference,) = projection.compare(bt.Unknown, [], [ONE])
        assert difference.path == path
        assert (difference.before, difference.after) == (bt.Unknown, Two(1, 0))
        assert difference[3:] == ([], trace[path])
    (found,) = Boats().compare(Two(0, 0), [], [ONE])
    assert (found.path, found.before, found.after) == ("first", 0, 1)


def test_a_set_of_nothing_in_particular_is_one_of_the_events() -> None:
    events: bt.SetOf[bt.Event] = bt.SetOf()
    assert set(events.show(events.fold([ONE, THREE]))) == {ONE, THREE}
    assert set(events.show(None)) == set()


def test_fields_of_a_class_are_worked_out_into_it() -> None:
    into = bt.Compose(Two, first=bt.Count(), second=bt.Sum(boats))
    assert into.show(into.fold([ONE, THREE])) == Two(2, 4)
    shown, trace = into.trace(bt.Unknown, [ONE])
    assert shown == Two(1, 1)
    assert trace == {"first": [Setting(ONE, 1)], "second": [Setting(ONE, 1)]}


@attrs.frozen
class Choosy:
    """Fields that a part may stand for, and some that none may."""

    number: int
    text: str = attrs.field(default="", converter=str)
    other: str = attrs.field(default="x")
    _own: int = attrs.field(default=1)
    made: int = attrs.field(default=2, init=False)


def test_a_class_may_have_fields_that_no_part_stands_for() -> None:
    number: Any = bt.Count()
    held: Any = bt.Compose(Choosy, number=number)
    assert held.show(held.fold([ONE])) == Choosy(1)
    both: Any = bt.Compose(Choosy, number=number, own=number)
    assert both.show(both.fold([ONE, THREE])) == Choosy(2, own=2)
    for wrong, message in (
        (
            {"number": number, "text": number},
            "Compose: Choosy.text: found a converter; expected a field without one; "
            "convert it in the part",
        ),
        ({"other": number}, "Compose: Choosy.number: found nothing; expected a projection, as"),
        ({"number": number, "made": number}, "no field of Choosy 'made'"),
    ):
        with pytest.raises((bt.InputError, bt.MissingError)) as caught:
            bt.Compose(Choosy, **wrong)
        assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("name", "is_taken"), [("_own", False), ("own_", True), ("x", True)])
def test_no_field_begins_with_an_underline(name: str, is_taken: bool) -> None:
    if is_taken:
        made: Any = bt.Compose(**{name: bt.Count()})
        assert getattr(made.show(made.fold([ONE])), name) == 1
        return
    with pytest.raises(bt.InputError, match=f"found the name '{name}'; expected another name"):
        bt.Compose(**{name: bt.Count()})


def test_states_are_the_same_if_all_their_fields_are() -> None:
    def state(**fields: int) -> Fields:
        return State(fields, dict.fromkeys(fields, lambda value: value))

    assert state(a=1, b=2) == state(a=1, b=2)
    assert state(a=1, b=2) != state(a=1, b=3)
    assert state(a=1) != state(b=1)


# -- any projection, and reducers ----------------------------------------------------------------


def test_a_moment_is_of_what_is_certain_unless_it_says_otherwise() -> None:
    day = bt.When("2001-05-05").earliest
    assert day is not None
    assert Moment(day, None, day).mode == "certain"


def test_a_projection_tells_from_which_state_it_begins() -> None:
    assert Boats().trace(bt.Unknown, []) == (bt.Unknown, {})
    assert Boats().trace(Two(5, 0), []) == (Two(5, 0), {})


def test_events_are_read_once() -> None:
    def read() -> Iterator[bt.Event]:
        yield from (ONE, THREE)

    assert bt.Count().fold(read()) == 2
    with pytest.raises(bt.InputError, match="fold: found 3; expected an Event"):
        bt.Count().fold([ONE, 3])  # type: ignore[list-item]


def test_a_reducer_takes_each_function_that_is_given() -> None:
    whole: Any = bt.Reducer(
        lambda event: event.what.boats or None,
        lambda one, other: one + other,
        lambda total: f"{total} boats",
        "none",
        kind=FerryOpened,
    )
    closed = bt.Event(id="c", when="2001", known="2001", what=FerryClosed(harbour="north"))
    assert whole.show(whole.fold([ONE, NONE, closed, THREE])) == "4 boats"
    assert whole.show(whole.fold([NONE, closed])) == "none"
    plain: Any = bt.Reducer(boats, max)
    assert plain.show(plain.fold([NONE])) is bt.Unknown
    only: Any = bt.Reducer(combine=max, lift=boats, finish=str)
    assert only.show(only.fold([ONE, THREE])) == "3"
    assert only.trace(bt.Unknown, [ONE]) == ("1", {"": [Setting(ONE, "1")]})
    assert only.trace(bt.Unknown, []) == (bt.Unknown, {})


class Most(bt.Reducer[Any]):
    empty = "none"

    def lift(self, event: bt.Event) -> int | None:
        return boats(event)


def test_a_function_that_is_given_stands_beside_the_methods_of_a_class() -> None:
    most = Most(combine=max)
    assert most.show(most.fold([ONE, THREE])) == 3
    assert most.show(None) == "none"


class Vessel:
    """A base of kinds."""


@bt.kind("island-vessel-bought")
class Bought(Vessel):
    tons: int


def test_events_of_a_base_of_kinds_are_those_of_each() -> None:
    bought = bt.Event(id="b", when="2001", known="2001", what=Bought(tons=3))
    assert bt.Count(kind=Vessel).fold([ONE, bought]) == 1


def test_a_kind_is_given_by_name_or_by_a_base_of_its_class() -> None:
    with pytest.raises(bt.MissingError, match="no kind 'island-ferry-opend'"):
        bt.Count(kind="island-ferry-opend")
    assert bt.Count(kind="island-ferry-opened").fold([ONE]) == 1
    with pytest.raises(bt.InputError, match="expected the class of an event body"):
        bt.Count(kind=int)


def test_events_are_counted_by_their_value() -> None:
    number = bt.Count(boats)
    assert number.show(number.fold([ONE, NONE, THREE])) == 2


def test_values_that_cannot_be_compared_are_told() -> None:
    least: Any = bt.Min(lambda event: event.id if event.what.boats > 1 else 3)
    with pytest.raises(bt.InputError) as caught:
        least.fold([ONE, THREE])
    assert str(caught.value) == (
        "what Min is of: found 3 and 'three'; expected values that can be compared; "
        "convert them first"
    )


def test_a_key_is_what_can_be_looked_for() -> None:
    state = BOATS.fold([ONE])
    keyed = bt.Keyed(lambda event: event.id, bt.Count())
    held = keyed.show(keyed.fold([ONE]))
    with pytest.raises(bt.InputError) as caught:
        held.get(["one"])
    assert str(caught.value) == (
        "key: found ['one']; expected a hashable key; use a tuple or a frozenset"
    )
    assert state == (1,)
    with pytest.raises(bt.MissingError, match="no key"):
        held[["one"]]
    many: Any = list(range(100_000))
    with pytest.raises(bt.MissingError, match=r"^no key 'a list of very many items'"):
        held[many]


@pytest.mark.parametrize("number", [5, 6, 7])
def test_six_values_are_shown_and_how_many_more_there_are(number: int) -> None:
    keyed = bt.Keyed(lambda event: event.id, bt.Count())
    state = keyed.show(keyed.fold([opened(f"e{at}", 1) for at in range(number)]))
    told = [f"'e{at}': 1" for at in range(min(number, 6))] + ["... 1 more"] * (number > 6)
    assert repr(state) == f"{{{', '.join(told)}}}"


def test_a_key_that_cannot_be_written_is_told_by_its_size() -> None:
    keyed = bt.Keyed(lambda event: event.id, bt.Count())
    state: Any = keyed.show(keyed.fold([ONE]))
    with pytest.raises(bt.MissingError) as caught:
        state[HUGE]
    assert shown(HUGE) in str(caught.value)


# -- paths ---------------------------------------------------------------------------------------


@attrs.frozen
class Leaf:
    shown: int
    hidden: int = attrs.field(default=0, eq=False)


class Parted:
    """What says itself which parts it has."""

    def __init__(self, **parts: Any) -> None:
        self.parts = parts

    def branches(self) -> Mapping[str, Any]:
        return self.parts


def test_the_fields_of_a_class_are_parts_at_the_root_alone() -> None:
    assert branches(Leaf(1), root=True) == {"shown": 1}
    assert branches(Leaf(1)) is None
    assert branches({3: 4}) == {"3": 4}
    assert branches(Parted(a=1)) == {"a": 1}
    assert branches(7, root=True) is None


def test_every_leaf_that_differs_is_told_in_order() -> None:
    same = object()
    before = {"a": same, "b": 1, "c": {"x": 1, "y": 2}, "d": Leaf(1), "e": Parted(p=1), "f": 1}
    after = {"a": same, "b": 2, "c": {"x": 1, "y": 3}, "d": Leaf(2), "e": Parted(p=2), "g": 1}
    assert list(differences(before, after)) == [
        ("b", 1, 2),
        ("c.y", 2, 3),
        ("d", Leaf(1), Leaf(2)),
        ("e.p", 1, 2),
        ("f", 1, bt.Unknown),
        ("g", bt.Unknown, 1),
    ]
    assert list(differences(Leaf(1), Leaf(2))) == [("shown", 1, 2)]
    assert list(differences(Leaf(1), Leaf(2), root=False)) == [("", Leaf(1), Leaf(2))]
    assert list(differences(before, before)) == []
    beside = {"a": {"x": 1}, "b": 1}, {"a": 5, "b": 2}
    assert list(differences(*beside)) == [("a", {"x": 1}, 5), ("b", 1, 2)]
    keys: Any = {("a", 1): 1}, {("a", 1): 2}
    assert list(differences(*keys)) == [("('a', 1)", 1, 2)]
    alike: Any = {1: "x", "1": "y"}, {1: "z", "1": "y"}
    assert list(differences(*alike)) == [("1", "x", "z")]
    nan = float("nan")
    assert list(differences(nan, nan)) == []


def test_leaves_that_are_too_deep_are_refused() -> None:
    def deep(last: object) -> list[Any]:
        held: list[Any] = [last]
        for _ in range(100_000):
            held = [held]
        return held

    with pytest.raises(bt.InputError) as caught:
        list(differences({"a": deep(1)}, {"a": deep(2)}))
    assert str(caught.value) == (
        "state: found values that are nested too deep to compare; expected a state whose leaves "
        "are fewer than a thousand deep; keep the state flat"
    )


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("a.b", "a.b"),
        (frozenset({"b", "a"}), "a+b"),
        (frozenset({2, 10}), "10+2"),
        (7, "7"),
        ("", "''"),
        (HUGE, shown(HUGE)),
    ],
    ids=["text", "texts", "numbers", "a number", "nothing", "many digits"],
)
def test_a_key_is_written_as_a_part_of_a_path(key: object, expected: str) -> None:
    assert path_of(key) == expected
    assert 0 < len(expected) < 99


def test_keys_that_are_no_text_are_found_by_what_they_are_in_a_path() -> None:
    assert texts(["a", 7, "", frozenset({"b"})]) == {"7": 7, "''": "", "b": frozenset({"b"})}
    asked = []

    def others() -> Mapping[str, Any]:
        asked.append(1)
        return {"7": 7, "7.8": 7.8}

    assert list(ways("7.8.x", {"a"}, others)) == [(7.8, "x"), (7, "8.x")]
    assert asked == [1]
    assert list(ways("a.7", {"a", "a.7"}, others)) == [("a.7", ""), ("a", "7")]
    assert list(ways(".a", {"", "a"}, dict)) == []
    assert asked == [1]


@pytest.mark.parametrize("dots", [DOTS - 1, DOTS, DOTS + 1])
def test_a_key_is_looked_for_with_so_many_dots_and_no_more(dots: int) -> None:
    key = ".".join("k" * (dots + 1))
    found = list(ways(key, {key}, dict))
    assert found == ([(key, "")] if dots <= DOTS else [])
    below = f"{key}.rest.of.it"
    assert list(ways(below, {key}, dict)) == ([(key, "rest.of.it")] if dots < DOTS else [])


def test_dots_at_the_beginning_and_in_a_row_are_dots() -> None:
    state = {".a": {"g": 1}, "b": {"": 2}, "c..d": 3, "e.": {"f": 4}}
    assert [look_up(state, path) for path in (".a.g", "b.''", "c..d", "e..f")] == [1, 2, 3, 4]


class Told(dict[str, Any]):
    @property
    def number(self) -> int:
        return len(self)

    @property
    def number_(self) -> int:
        return -1

    @property
    def _own(self) -> int:
        return 0


def test_a_question_may_stand_beside_the_keys_of_a_mapping() -> None:
    state = {"a": Told(x=Told()), "a.x": {"y": 1}}
    assert look_up(state, "a.number") == 1
    assert look_up(state, "a.x.y") == 1
    assert look_up(state, "a.x.number") == 0
    assert look_up(Told(), "number_") == -1
    for path, missing in (
        ("a._own", "no part of 'a._own' called '_own'"),
        ("a.z", "no part of 'a.z' called 'z'; there is x"),
        ("a.x.z", "no part of 'a.x.z' called 'z'"),
        ("b.c", "no part of 'b.c' called 'b'"),
    ):
        with pytest.raises(bt.MissingError) as caught:
            look_up(state, path)
        assert str(caught.value).startswith(missing.split("; ")[0])


def test_a_path_leads_into_a_leaf_and_to_what_nothing_has_set() -> None:
    assert look_up(Leaf(1), "shown") == 1
    assert look_up({"a": Leaf(1)}, "a.shown") == 1
    for state, path in (({"a": Leaf(1)}, "a.hidden"), (Leaf(1), "hidden"), (Parted(a=1), "b")):
        with pytest.raises(bt.MissingError):
            look_up(state, path)
    assert look_up(Parted(a=Leaf(2)), "a.shown") == 2
    assert look_up(Choosy(1), "_own") == 1
    with pytest.raises(bt.MissingError) as caught:
        look_up({"a.b": Leaf(1), "a": {}}, "a.b.z")
    assert str(caught.value) == "no part of 'a.b.z' called 'z'; there is none at all"

    @attrs.frozen
    class Lazy:
        set_by: int

        def branches(self) -> Mapping[str, Any]:
            return {}

    assert look_up(Lazy(3), "set_by") is bt.Unknown


def test_the_paths_of_a_state_go_down_so_far() -> None:
    state: dict[str, Any] = {"a": {"b": {"c": {"d": {"e": {"f": {}}}}}}, "l": Leaf(1)}
    found = ["a", "l", "a.b", "a.b.c", "a.b.c.d", "a.b.c.d.e"]
    assert list(paths_of(state)) == found
    assert list(paths_of(state, 2)) == found[:3]
    assert list(paths_of(state, 1)) == found[:2]
    assert list(paths_of(Leaf(1))) == ["shown"]


# -- exact sums ----------------------------------------------------------------------------------


def test_a_sum_has_the_type_of_its_parts() -> None:
    assert (rounded(exact(True) + exact(True)), type(rounded(exact(True)))) == (2, int)
    assert rounded(exact(Fraction(1, 3)) + exact(Fraction(1, 6))) == Fraction(1, 2)
    assert rounded(exact(Decimal("0.10")) + exact(Decimal("5"))) == Decimal("5.10")
    assert str(rounded(exact(Decimal("1e2")) + exact(Decimal("1e2")))) == "2E+2"
    assert rounded(exact(2.0**60) + exact(2.0**60)) == 2.0**61
    assert rounded(exact(0.5) + exact(0.5)) == 1.0
    assert rounded(exact(2.0**52)) == 2.0**52


def test_bounds_that_are_open_stay_open() -> None:
    some, more = bt.Quantity(1, None, 5, unit="t"), bt.Quantity(2, 3, None, unit="t")
    assert rounded(exact(some) + exact(more)) == bt.Quantity(3, None, None, unit="t")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_decimal_of_a_thousand_places_is_added_and_no_longer_one(sign: int) -> None:
    longest = Decimal(1).scaleb(sign * DIGITS)
    assert (DIGITS, DOTS) == (1000, 64)
    assert rounded(exact(longest)) == longest
    with pytest.raises(bt.InputError) as caught:
        exact(Decimal(1).scaleb(sign * (DIGITS + 1)))
    assert "; expected a finite int, float, Decimal or Fraction, a Quantity or Money; " in str(
        caught.value
    )
    with pytest.raises(bt.InputError):
        exact(float("inf"))
