"""Claims: side by side, in classes, whatever the order in which they come."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.relations.claims import Claims, Holds, Stage
from bilateral_timeline.relations.commitments import DeliveryReported
from bilateral_timeline.relations.evidence import ClaimDenied
from bilateral_timeline.testing import whens
from island import FerryOpened


def said(id: str, *sources: str, when: str = "2001-01-01") -> bt.Event:
    cited = [bt.Citation(source, known="2002-01-01") for source in sources]
    body = FerryOpened(harbour="north")
    return bt.Event(id=id, when=when, known="2002-01-01", what=body, sources=cited)


def jets(low: object, high: object, best: object = None) -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="jets")  # type: ignore[arg-type]


def together(*values: Any, holds: Holds = "always") -> Claims:
    """A claim on each value, each of a source of its own, a month after the other."""
    claims = Claims(holds=holds)
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
        ([jets(18, 25), jets(24, 24)], "compatible"),
        ([jets(4, 6), jets(5, 7)], "compatible"),
        ([jets(4, None), jets(5, 7)], "compatible"),
        (["treaty", "treaty"], "confirmed"),
        (["treaty", "memorandum"], "contested"),
        ([bt.When("2022"), bt.When("2022-22")], "refinement"),
        ([bt.When("2022-21"), bt.When("2022-22")], "contested"),
        ([bt.When("[2022-01..2022-06]"), bt.When("2022-22")], "compatible"),
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
    claims = Claims(holds="from then on").add(said("a", "one", when="2024"), jets(100, 100))
    assert claims.add(said("b", "two", when="2024-06"), jets(200, 200)).group == "compatible"


def test_a_later_total_may_be_greater_and_not_smaller() -> None:
    assert together(jets(50, 50), jets(100, 100)).group == "contested"
    assert together(jets(50, 50), jets(100, 100), holds="from then on").group == "compatible"
    assert together(jets(100, 100), jets(50, 50), holds="from then on").group == "contested"


def test_the_best_value_is_chosen_by_a_named_rule() -> None:
    claims = together(jets(18, 22), jets(24, 24), jets(18, 22))
    assert claims.most_precise == jets(24, 24)
    assert claims.most_sources == jets(18, 22)
    assert Claims().most_precise is bt.Unknown


def test_claims_read_in_the_order_of_their_events() -> None:
    claims = together("a", "b")
    assert str(claims) == "a [s1]; b [s2]: contested"
    assert str(together("a", "b", "a")) == "a [s1, s3]; b [s2]: contested"
    assert str(together(jets(4, 4), holds="from then on")) == "4 jets by 2001-01-01 [s1]"


def denial(when: str = "2003", role: str = "party", value: str = "") -> bt.Event:
    body = ClaimDenied(claim="a.b", by="the owner", role=role, value=value)
    cited = [bt.Citation("no", known="2004-01-01")]
    return bt.Event(id="denial", when=when, what=body, sources=cited)


@pytest.mark.parametrize(
    ("role", "group", "counted", "disputed"),
    [
        ("subject", "denied", 0, False),
        ("party", "denied", 1, True),
        ("third-party", "single-source", 1, False),
    ],
)
def test_who_denies_decides_whether_a_claim_counts(
    role: str, group: str, counted: int, disputed: bool
) -> None:
    claims = together("open").deny(denial(role=role))
    assert (claims.group, len(claims.counted), claims.disputed) == (group, counted, disputed)
    assert [str(d) for d in claims.denials] == [f"denied by the owner ({role}) [no]"]


def test_a_denial_stands_against_what_was_claimed_before_it() -> None:
    claims = together("open", "open").deny(denial("2001-01-15", role="subject"))
    assert [claim.event for claim in claims.counted] == ["e2"]
    assert claims.group == "contested"


def test_a_standing_denial_stands_against_what_is_claimed_later_too() -> None:
    claims = together("open", "open").deny(denial("2001-01-15/..", role="subject"))
    assert claims.counted == ()
    assert claims.group == "denied"


def test_a_denial_may_be_of_one_value_alone() -> None:
    claims = together("open", "shut", holds="together").deny(denial(value="shut"))
    assert claims.group == "contested"
    assert together("open", holds="together").deny(denial(value="shut")).group == "single-source"


def test_a_denial_of_nothing_is_shown_and_no_claim() -> None:
    claims = Claims().deny(denial())
    assert (claims.group, bool(claims), claims.disputed) == (bt.Unknown, False, False)


def test_a_claim_carries_how_its_source_stands_behind_it() -> None:
    body = DeliveryReported(commitment="jets", quantity=jets(4, 4), standing="alleged")
    told = bt.Event(id="a", when="2001", known="2001-12-31", what=body)
    assert str(Claims().add(told, jets(4, 4))) == "4 jets (alleged) [no source by then]"


def test_values_that_take_turns_contradict_only_at_one_time() -> None:
    assert together("yes", "no").group == "contested"
    assert together("yes", "no", holds="in turn").group == "compatible"
    same = Claims(holds="in turn").add(said("a", "one", when="2001"), "yes")
    assert same.add(said("b", "two", when="2001-06"), "no").group == "contested"


def test_causes_may_all_be_true() -> None:
    assert together("rain", "wind", holds="together").group == "compatible"
    assert together("rain", "rain", holds="together").group == "confirmed"


def test_a_stage_told_later_may_be_further_and_not_less_far() -> None:
    begun, done = Stage("begun", rank=1), Stage("done", rank=2)
    halted = Stage("halted", rank=0, back=True)
    assert together(begun, done, holds="from then on").group == "compatible"
    assert together(done, begun, holds="from then on").group == "contested"
    assert together(done, halted, begun, holds="from then on").group == "contested"
    assert together(done, halted, holds="from then on").group == "compatible"
    ours, theirs = attrs.evolve(done, by="us"), attrs.evolve(begun, by="them")
    assert together(ours, theirs, holds="from then on").group == "compatible"


def test_the_hull_holds_every_number() -> None:
    assert together(jets(18, 22, 20), jets(24, 24)).hull == jets(18, 24)
    assert together(jets(4, None), jets(5, 7)).hull == jets(4, None)
    assert together("many", jets(5, 7)).hull is bt.Unknown
    assert Claims().hull is bt.Unknown


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_more_claims_never_narrow_the_hull(pairs: list[tuple[int, int]]) -> None:
    numbers = [jets(min(p), max(p)) for p in pairs]
    hulls = [together(*numbers[: at + 1]).hull for at in range(len(numbers))]
    assert all(later.contains(earlier) for earlier, later in pairwise(hulls))
    assert all(hulls[-1].contains(number) for number in numbers)


@pytest.mark.parametrize(
    "values",
    [
        [bt.Money(best=24, currency="USD"), bt.Money(best=900, currency="RUB")],
        [jets(24, 24), bt.Quantity(best=3, unit="batteries")],
        [jets(24, 24), "many"],
    ],
)
def test_what_is_of_different_things_is_not_compared(values: list[Any]) -> None:
    kinds: tuple[Holds, ...] = ("always", "from then on")
    for holds in kinds:
        claims = together(*values, holds=holds)
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
