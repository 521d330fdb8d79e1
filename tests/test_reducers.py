"""What each reducer gives, held against plain Python on the events that happened."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.projections.states import Parts, Run
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import histories, timeline_of
from island import BODIES, FerryClosed, FerryOpened, TariffSet

Events = tuple[bt.Event, ...]
FERRIES = (FerryOpened, FerryClosed)


def harbour(event: bt.Event) -> Any:
    return event.what.harbour


def boats(event: bt.Event) -> Any:
    return event.what.boats


def told(events: Events, *kinds: type) -> list[Any]:
    """The bodies of some kinds, in order."""
    return [event.what for event in events if isinstance(event.what, kinds)]


def last(values: list[Any]) -> Any:
    return values[-1] if values else bt.Unknown


REDUCERS: Mapping[str, tuple[bt.Projection[Any], Callable[[Events], Any]]] = {
    "how many": (bt.Count(), len),
    "how many of some kinds": (
        bt.Count(kind=FERRIES),
        lambda events: len(told(events, *FERRIES)),
    ),
    "how many with a value": (
        bt.Count(lambda event: event.title or None),
        lambda events: sum(bool(event.title) for event in events),
    ),
    "a sum": (
        bt.Sum(boats, kind=FerryOpened),
        lambda events: sum(what.boats for what in told(events, FerryOpened)),
    ),
    "the last": (
        bt.Latest(harbour, kind=FERRIES),
        lambda events: last([what.harbour for what in told(events, *FERRIES)]),
    ),
    "the least": (
        bt.Min(boats, kind=FerryOpened),
        lambda events: min((w.boats for w in told(events, FerryOpened)), default=bt.Unknown),
    ),
    "the greatest": (
        bt.Max(boats, kind=FerryOpened),
        lambda events: max((w.boats for w in told(events, FerryOpened)), default=bt.Unknown),
    ),
    "all values": (
        bt.History(harbour, kind=FERRIES),
        lambda events: [what.harbour for what in told(events, *FERRIES)],
    ),
    "the distinct values": (
        bt.SetOf(harbour, kind=FERRIES),
        lambda events: {what.harbour for what in told(events, *FERRIES)},
    ),
    "by key": (
        bt.Keyed(harbour, bt.Count(), kind=FERRIES),
        lambda events: dict(Counter(what.harbour for what in told(events, *FERRIES))),
    ),
    "by key, of one kind": (
        bt.Keyed(lambda event: event.id, bt.Latest(boats, kind=FerryOpened)),
        lambda events: {e.id: e.what.boats for e in events if isinstance(e.what, FerryOpened)},
    ),
    "a fold by key": (
        bt.Keyed(harbour, bt.Projection(0, lambda number, _: number + 1), kind=FERRIES),
        lambda events: dict(Counter(what.harbour for what in told(events, *FERRIES))),
    ),
    "by several keys": (
        bt.Keyed(lambda event: [event.id, event.kind, event.id, None], bt.Count()),
        lambda events: dict(Counter(key for e in events for key in (e.id, e.kind))),
    ),
}


def plainly(value: Any) -> Any:
    """A state as a value of Python."""
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, Run) else value


@given(
    histories(BODIES),
    st.sampled_from(sorted(REDUCERS)),
    st.sampled_from((("9999", None), ("2003", "2002"), ("2001", "2004"))),
    st.sampled_from(("certain", "possible")),
)
def test_a_reducer_gives_what_a_loop_over_the_events_gives(
    records: tuple[Record, ...], name: str, days: tuple[str, str | None], mode: Any
) -> None:
    reducer, definition = REDUCERS[name]
    timeline = timeline_of(reducer, records)
    events = timeline.events(until=days[0], known_by=days[1], mode=mode)
    state = timeline.as_of(days[0], known_by=days[1], mode=mode)
    assert plainly(state) == definition(events)


def happened(id: str, when: str, what: Any, **more: Any) -> bt.Event:
    return bt.Event(**{"id": id, "when": when, "known": when, "what": what, **more})


LOG = (
    happened("a", "2001-01-01", FerryOpened(harbour="north", boats=2)),
    happened("b", "2001-02-01", FerryOpened(harbour="south", boats=5)),
    happened("c", "2001-03-01", FerryClosed(harbour="north")),
    happened("d", "2001-04-01", TariffSet(goods="wool", percent=4)),
    happened("e", "2001-05-01", FerryOpened(harbour="north", boats=3)),
)


@pytest.mark.parametrize(
    ("reducer", "path", "set_by", "next"),
    [
        (bt.Keyed(harbour, bt.History(boats, kind=FerryOpened), kind=FERRIES), "north", "ae", "e"),
        (bt.Keyed(harbour, bt.Latest(boats, kind=FerryOpened), kind=FERRIES), "north", "ae", "e"),
        (bt.Keyed(harbour, bt.Sum(boats, kind=FerryOpened), kind=FERRIES), "north", "ae", "e"),
        (bt.Keyed(harbour, bt.Count(), kind=FERRIES), "north", "ace", "c"),
        (bt.Compose(most=bt.Max(boats, kind=FerryOpened), all=bt.Count()), "most", "ab", ""),
        (bt.Compose(most=bt.Max(boats, kind=FerryOpened), all=bt.Count()), "all", "abcde", "c"),
    ],
)
def test_what_was_reduced_is_explained_by_the_events_that_changed_it(
    reducer: bt.Projection[Any], path: str, set_by: str, next: str
) -> None:
    timeline = timeline_of(reducer, LOG)
    found = timeline.explain(path, as_of="2001-12-31")
    assert "".join(event.id for event in found.set_by) == set_by
    assert (found.supported_by, found.next) == ((), None)
    early = timeline.explain(path, as_of="2001-02-28")
    assert [event.id for event in early.set_by] == [id for id in set_by if id in "ab"]
    assert (early.next.id if early.next else "") == next


def summed(*values: Any) -> Any:
    """The sum that a reducer gives of some values, each of an event of its own."""
    body = FerryOpened(harbour="x")
    events = [happened(f"e{at}", "2001-01-01", body, seq=at) for at in range(len(values))]
    return timeline_of(bt.Sum(lambda event: values[event.seq]), events).as_of("2001")


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ((), 0),
        ((1, None, 2), 3),
        ((True, 1), 2),
        ((1, 0.5), 1.5),
        ((0.5, 1, 1), 2.5),
        ((0.1, 0.2, -0.3), 2.7755575615628914e-17),
        ((Decimal("0.1"), Decimal("0.20")), Decimal("0.30")),
        ((3, Decimal("0.5")), Decimal("3.5")),
        ((Decimal("0.5"), 3), Decimal("3.5")),
        ((Fraction(1, 3), 1), Fraction(4, 3)),
        (
            (bt.Money(1, 2, 3, currency="USD"), bt.Money(best="0.5", currency="USD")),
            bt.Money("1.5", "2.5", "3.5", currency="USD"),
        ),
        (
            (bt.Quantity(1, 2, 3, unit="t"), bt.Quantity(4, unit="t")),
            bt.Quantity(5, unit="t"),
        ),
    ],
)
def test_a_sum_is_exact_and_of_the_type_of_its_parts(values: tuple[Any, ...], total: Any) -> None:
    found = summed(*values)
    assert (found, type(found)) == (total, type(total))
    assert str(found) == str(total)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((0.5, Decimal(1)), "a float and a Decimal"),
        ((Fraction(1, 2), Decimal(1)), "Fraction Fraction(1, 2) and a Decimal"),
        (
            (bt.Quantity(1, unit="t"), bt.Quantity(1, unit="kg")),
            "t (event 'e0') and kg (event 'e1')",
        ),
        ((bt.Money(1, currency="USD"), 1), "USD (event 'e0') and int 1"),
        ((1, bt.Money(1, currency="USD")), "int 1 and USD (event 'e1')"),
    ],
)
def test_values_of_two_sorts_are_not_added(values: tuple[Any, ...], found: str) -> None:
    with pytest.raises(bt.InputError) as caught:
        summed(*values)
    advice = "convert them first, or count them by `bt.Keyed`"
    assert str(caught.value) == f"sum: found {found}; expected values of one sort; {advice}"


class Bare(bt.Projection[int]):
    initial = 0


class Endless(bt.Projection[int]):
    def evolve(self, state: Any, event: bt.Event) -> Any:
        return state


class Method(Endless):
    def initial(self) -> int:
        return 0


EVENT = (
    "a function of the event; such as `lambda event: event.what.amount`; "
    "a class of bodies is for `kind`"
)
WRONG: Any = 3
BEGINNING = "a value to begin with, given or as `initial = ...` in the class"
STEP = "a function f(state, event), or a subclass with a method evolve"


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: bt.Projection(0), f"Projection: evolve: found nothing; expected {STEP}"),
        (lambda: Bare(), f"Bare: evolve: found nothing; expected {STEP}"),
        (lambda: Endless(), f"Endless: initial: found nothing; expected {BEGINNING}"),
        (lambda: Method(), f"Method: initial: found a method; expected {BEGINNING}"),
        (lambda: bt.Projection(0, WRONG), "Projection: evolve: found 3; expected a function"),
        (lambda: bt.Sum(WRONG), f"Sum: of: found 3; expected {EVENT}"),
        (lambda: bt.Keyed(WRONG, bt.Count()), f"Keyed: key: found 3; expected {EVENT}"),
        (lambda: bt.Reducer(lift=WRONG, combine=max), f"Reducer: lift: found 3; expected {EVENT}"),
        (
            lambda: bt.Keyed(harbour, WRONG),
            "Keyed: each: found 3; expected a projection; such as bt.Count()",
        ),
        (
            lambda: bt.Compose(a=WRONG),
            "Compose: a: found 3; expected a projection; such as bt.Count()",
        ),
        (
            lambda: bt.Compose(),
            "Compose: found no fields; expected fields such as number=bt.Count()",
        ),
        (
            lambda: bt.Count(kind=WRONG),
            "Count: kind: found 3; expected the class of an event body, or the name of a kind; "
            "decorate it with @bt.kind('some-name')",
        ),
    ],
)
def test_a_refusal_of_a_projection_says_in_whole_what_is_wrong(made: Any, message: str) -> None:
    with pytest.raises(bt.InputError) as caught:
        made()
    assert str(caught.value) == message


class Started(Endless):
    initial = 7


def test_a_class_may_say_with_what_it_begins() -> None:
    assert timeline_of(Started(), LOG).as_of("2001") == 7
    assert timeline_of(Started(8), LOG).as_of("2001") == 8


def test_changes_of_what_is_composed_are_told_by_field_and_key() -> None:
    ferries = bt.Keyed(harbour, bt.Count(), kind=FERRIES)
    timeline = timeline_of(bt.Compose(number=bt.Count(), ferries=ferries), LOG)
    found = timeline.changes("2001-01-31", "2001-02-28")
    assert [(one.path, one.before, one.after) for one in found] == [
        ("number", 1, 2),
        ("ferries.south", bt.Unknown, 1),
    ]


def test_a_projection_names_the_functions_that_it_was_given() -> None:
    assert repr(bt.Sum(boats, kind=FerryOpened)) == "Sum(of=boats, kind=FerryOpened)"
    assert repr(bt.Projection(0, lambda state, _: state)) == (
        "Projection(evolve=<lambda>, initial=0)"
    )


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"x": 3}, {"x": {"a": 1}}, [("x", 3, {"a": 1})]),
        ({"x": {"a": 1}}, {"x": 3}, [("x", {"a": 1}, 3)]),
        ({"x": {"a": 1}}, {"x": None}, [("x", {"a": 1}, None)]),
        ({"x": None}, {"x": {"a": 1}}, [("x", None, {"a": 1})]),
        ({}, {"x": {"a": 1}}, [("x.a", bt.Unknown, 1)]),
        ({"x": {"a": 1, "b": 2}}, {}, [("x.a", 1, bt.Unknown), ("x.b", 2, bt.Unknown)]),
        ({"x": 1}, {"x": True}, [("x", 1, True)]),
        ({"x": {"a": 1, "b": 2}}, {"x": {"a": 1, "b": 3}}, [("x.b", 2, 3)]),
    ],
)
def test_changes_are_of_leaves_and_of_what_turns_into_parts(
    before: Any, after: Any, changes: list[tuple[str, Any, Any]]
) -> None:
    states = {"a": before, "b": after}
    projection: bt.Projection[Any] = bt.Projection(initial={}, evolve=lambda _, e: states[e.id])
    found = timeline_of(projection, LOG[:2]).changes("2001-01-31", "2001-02-28")
    assert [(one.path, one.before, one.after) for one in found] == changes


# -- what is read of a state behaves as the value of Python that it stands for -----------------


def state(reducer: bt.Projection[Any], day: str = "2001-12-31") -> Any:
    return timeline_of(reducer, LOG).as_of(day)


ALL = bt.History(lambda event: event.id)
COMPOSED = bt.Compose(number=bt.Count(), ids=ALL)


def test_a_run_is_read_as_a_tuple_is() -> None:
    run, plain = state(ALL), tuple("abcde")
    assert (len(run), [*run], run[0], run[-1], run[-5], run[1:3]) == (
        (5, [*"abcde"], "a", "e", "a", ("b", "c"))
    )
    for at in (5, -6):
        with pytest.raises(IndexError) as caught:
            run[at]
        assert str(caught.value) == f"place {at} of 5 values"
    assert (run == plain, plain == run, run != plain, hash(run)) == (True, True, False, hash(plain))
    assert run == state(ALL)
    assert run != state(ALL, "2001-04")
    for other in ([*plain], "abcde", plain[:4], state(ALL, "2001-02"), ("a", "b", "c", "d", "f")):
        assert run != other
    assert run.__eq__([*plain]) is NotImplemented
    assert run.and_then("f", "g") == (*plain, "f", "g")
    assert pickle.loads(pickle.dumps(run)) == run
    assert repr(run) == "<'a', 'b', 'c', 'd', 'e'>"


def test_a_run_may_hold_fewer_values_than_were_worked_out() -> None:
    run: Run[str] = Run(("a",), ("b", "c"), 1)
    assert (len(run), [*run], run[-1], tuple(run)) == (2, ["a", "b"], "b", ("a", "b"))
    assert run.and_then("d") == ("a", "b", "d")
    with pytest.raises(IndexError):
        run[2]


def test_parts_are_read_as_a_dictionary_is() -> None:
    parts = Parts(["a", "b"], str.upper)
    assert (dict(parts), len(parts), parts.get("c", "none")) == ({"a": "A", "b": "B"}, 2, "none")
    with pytest.raises(KeyError):
        parts["c"]


def test_keys_are_read_as_a_dictionary_that_says_unknown() -> None:
    keys = state(bt.Keyed(harbour, bt.Count(), kind=FERRIES))
    plain = {"north": 3, "south": 1}
    assert (dict(keys), len(keys), keys == plain, "east" in keys) == (plain, 2, True, False)
    assert (keys.get("north"), keys.get("east"), keys.get("east", 0)) == (3, bt.Unknown, 0)
    assert [*keys._ipython_key_completions_()] == ["north", "south"]
    assert hash(keys) == hash(pickle.loads(pickle.dumps(keys)))
    with pytest.raises(bt.MissingError, match="no key 'nort'; near it: north"):
        keys["nort"]
    assert repr(keys) == "{'north': 3, 'south': 1}"


def test_members_are_read_as_a_frozen_set() -> None:
    members = state(bt.SetOf(harbour, kind=FERRIES))
    plain = frozenset(("north", "south"))
    assert (members == plain, len(members), "east" in members, [] in members) == (
        (True, 2, False, False)
    )
    assert hash(members) == hash(pickle.loads(pickle.dumps(members)))
    assert members | {"east"} == {"north", "south", "east"}
    assert repr(members) == "{'north', 'south'}"
    assert dict(members.branches()) == {"north": True, "south": True}


def test_composed_states_are_equal_if_their_fields_are() -> None:
    found, again = state(COMPOSED), state(COMPOSED)
    assert (found == again, found != again, hash(found) == hash(again)) == (True, False, True)
    assert found != state(COMPOSED, "2001-03")
    assert found != state(bt.Compose(number=bt.Count()))
    assert found != (5, found.ids)
    assert found.__eq__(5) is NotImplemented
    assert pickle.loads(pickle.dumps(found)) == found
    assert repr(found) == "State(number=5, ids=<'a', 'b', 'c', 'd', 'e'>)"
    with pytest.raises(AttributeError) as caught:
        found.nummer  # noqa: B018
    assert str(caught.value) == "no field 'nummer'; there are number, ids"
    with pytest.raises(AttributeError, match=r"^_number$"):
        found._number  # noqa: B018
    with pytest.raises(LookupError, match="nummer"):
        found.branch("nummer")
    assert {"number", "ids"} <= {*dir(found)}
