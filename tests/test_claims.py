"""Claims: side by side, in classes, whatever the order in which they come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.testing import whens
from island import FerryOpened


def said(id: str, *sources: str, when: str = "2001-01-01") -> bt.Event:
    cited = [bt.Citation(source, known="2002-01-01") for source in sources]
    body = FerryOpened(harbour="north")
    return bt.Event(id=id, when=when, known="2002-01-01", what=body, sources=cited)


def jets(low: object, high: object, best: object = None) -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="jets")  # type: ignore[arg-type]


def together(*values: Any, running: bool = False) -> Claims:
    """A claim on each value, each of a source of its own, a month after the other."""
    claims = Claims(running=running)
    for at, value in enumerate(values, 1):
        claims = claims.add(said(f"e{at}", f"s{at}", when=f"2001-{at:02}-01"), value)
    return claims


USD = bt.Money(best="4.9e9", currency="USD")


@pytest.mark.parametrize(
    ("values", "group"),
    [
        ([], bt.Unknown),
        ([jets(24, 24)], "single-source"),
        ([jets(24, 24), jets(24, 24)], "confirmed"),
        ([jets(24, 24), bt.Quantity(best=24, unit="jets", text="two dozen")], "confirmed"),
        ([jets(18, 22), jets(24, 24)], "contested"),
        ([jets(18, 25), jets(24, 24)], "refinement"),
        ([jets(4, 6), jets(5, 7)], "compatible"),
        ([jets(4, None), jets(5, 7)], "refinement"),
        (["treaty", "treaty"], "confirmed"),
        (["treaty", "memorandum"], "contested"),
        ([bt.When.parse("2022"), bt.When.parse("2022-22")], "refinement"),
        ([bt.When.parse("2022-21"), bt.When.parse("2022-22")], "contested"),
        ([bt.When.parse("[2022-01..2022-06]"), bt.When.parse("2022-22")], "compatible"),
        ([USD, bt.Money(best="49e8", currency="USD")], "confirmed"),
    ],
)  # fmt: skip
def test_a_group_has_a_class(values: list[Any], group: object) -> None:
    assert together(*values).group == group


def test_two_claims_of_one_source_are_a_single_source() -> None:
    claims = Claims().add(said("a", "one"), jets(4, 6)).add(said("b", "one"), jets(5, 7))
    assert claims.group == "single-source"


def test_one_source_can_contradict_itself() -> None:
    claims = Claims().add(said("a", "one"), jets(4, 4)).add(said("b", "one"), jets(5, 5))
    assert claims.group == "contested"


def test_a_source_that_denies_does_not_support() -> None:
    cited = [bt.Citation("yes", known="2002"), bt.Citation("no", known="2002", stance="denies")]
    event = bt.Event(id="a", when="2001", what=FerryOpened(harbour="north"), sources=cited)
    assert Claims().add(event, "open").sources == ("yes",)


def test_a_source_that_doubts_is_no_second_source() -> None:
    cited = [bt.Citation("one", known="2002"), bt.Citation("two", known="2002", stance="doubts")]
    event = bt.Event(id="a", when="2001", what=FerryOpened(harbour="north"), sources=cited)
    assert Claims().add(event, "open").group == "single-source"


def test_totals_whose_order_is_open_do_not_contradict() -> None:
    claims = Claims(running=True).add(said("a", "one", when="2024"), jets(100, 100))
    assert claims.add(said("b", "two", when="2024-06"), jets(200, 200)).group == "compatible"


def test_a_later_total_may_be_greater_and_not_smaller() -> None:
    assert together(jets(50, 50), jets(100, 100)).group == "contested"
    assert together(jets(50, 50), jets(100, 100), running=True).group == "compatible"
    assert together(jets(100, 100), jets(50, 50), running=True).group == "contested"


def test_the_best_value_is_chosen_by_a_named_rule() -> None:
    claims = together(jets(18, 22), jets(24, 24), jets(18, 22))
    assert claims.most_precise == jets(24, 24)
    assert claims.most_sources == jets(18, 22)
    assert Claims().most_precise is bt.Unknown


def test_claims_read_in_the_order_of_their_events() -> None:
    claims = together("a", "b")
    assert str(claims) == "a [s1]; b [s2]: contested"
    assert str(together("a", "b", "a")) == "a [s1, s3]; b [s2]: contested"
    assert str(together(jets(4, 4), running=True)) == "4 jets by 2001-01-01 [s1]"


def test_a_claim_that_a_source_denies_is_denied() -> None:
    cited = [bt.Citation("yes", known="2002"), bt.Citation("no", known="2002", stance="denies")]
    event = bt.Event(id="a", when="2001", what=FerryOpened(harbour="north"), sources=cited)
    claims = Claims().add(event, "open").add(said("b", "other"), "open")
    assert (claims.group, claims.claims[0].denied_by) == ("denied", ("no",))


@pytest.mark.parametrize(
    "values",
    [
        [bt.Money(best=24, currency="USD"), bt.Money(best=900, currency="RUB")],
        [jets(24, 24), bt.Quantity(best=3, unit="batteries")],
        [jets(24, 24), "many"],
    ],
)
def test_what_is_of_different_things_is_not_compared(values: list[Any]) -> None:
    for running in (False, True):
        claims = together(*values, running=running)
        assert claims.group == "not comparable"
        assert claims.most_precise is bt.Unknown


VALUES = st.one_of(
    st.sampled_from(("this", "that")),
    whens(),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: jets(min(p), max(p))),
)
EVENTS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(("one", "two"))), unique_by=lambda p: p[0]
)


@given(EVENTS, st.data())
def test_adding_a_claim_never_removes_another_and_the_order_does_not_matter(
    events: list[tuple[str, str]], data: st.DataObject
) -> None:
    told = [(said(id, source), data.draw(VALUES)) for id, source in events]
    claims = Claims()
    for event, value in told:
        grown = claims.add(event, value)
        assert set(claims) <= set(grown)
        claims = grown
    shuffled = Claims()
    for event, value in data.draw(st.permutations(told)):
        shuffled = shuffled.add(event, value)
    assert shuffled == claims
    assert shuffled.group == claims.group


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=4))
def test_numbers_are_contested_only_if_two_intervals_are_disjoint(
    pairs: list[tuple[int, int]],
) -> None:
    intervals = [(min(p), max(p)) for p in pairs]
    disjoint = any(a[1] < b[0] for a in intervals for b in intervals)
    claims = together(*[jets(low, high) for low, high in intervals])
    assert (claims.group == "contested") == disjoint
