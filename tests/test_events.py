from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import partial
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pendulum import Date

from bilateral_timeline.dates.when import When
from bilateral_timeline.errors import DateError, RecordError, TimelineError
from bilateral_timeline.records.display import Answers, brief, screen
from bilateral_timeline.records.events import STANCES, Citation, Event, Record, Retraction, Source
from bilateral_timeline.records.kinds import find_kind, kind, kind_of
from bilateral_timeline.records.spells import spell
from bilateral_timeline.records.stored import UnknownBody
from bilateral_timeline.records.values import Money, Quantity, Unknown, UnknownType
from bilateral_timeline.search import Match


@kind("test-events-ferry-opened")
class FerryOpened:
    port: str
    berths: tuple[int, ...] = ()


@kind("test-events-treaty-in-force", foreseeable=True)
class TreatyInForce:
    treaty: str


def ferry(**fields: Any) -> Event:
    given: dict[str, Any] = {"id": "ferry", "when": "2024-05-19", "what": FerryOpened(port="Lagna")}
    return Event(**(given | fields))


def day(text: str) -> Date:
    return Date.fromisoformat(text)


# ---------------------------------------------------------------------------------------------
# Quantities

NUMBERS = st.integers(0, 10**12) | st.decimals(0, 10**6, places=2)
BOUNDS = st.lists(NUMBERS, min_size=3, max_size=3).map(sorted)


@st.composite
def quantities(draw: st.DrawFn, least: int = 0) -> Quantity:
    """Some of low, best and high; the lone best value among them."""
    numbers = sorted(draw(st.lists(st.integers(least, 9), min_size=3, max_size=3)))
    shown = draw(st.lists(st.booleans(), min_size=3, max_size=3).filter(any))
    low, best, high = (n if show else None for n, show in zip(numbers, shown, strict=True))
    return Quantity(low, best, high, unit="drones")


def allows(quantity: Quantity, number: int) -> bool:
    above = quantity.low is None or quantity.low <= number
    return above and (quantity.high is None or number <= quantity.high)


@given(NUMBERS)
def test_a_lone_best_value_is_exact(number: int | Decimal) -> None:
    quantity = Quantity(best=number, unit="drones")
    assert quantity.low == quantity.best == quantity.high == number
    assert quantity.is_exact is True


@given(NUMBERS)
def test_two_equal_bounds_are_the_best_value_too(number: int | Decimal) -> None:
    quantity = Quantity(number, high=number, unit="drones")
    assert quantity == Quantity(best=number, unit="drones")


@given(BOUNDS)
def test_bounds_are_kept_as_given(numbers: list[int | Decimal]) -> None:
    low, best, high = numbers
    quantity = Quantity(low, best, high, unit="drones")
    assert (quantity.low, quantity.best, quantity.high) == (low, best, high)
    assert quantity.is_exact == (low == high)


@given(st.permutations([1, 2, 3]))
def test_bounds_are_in_order(numbers: list[int]) -> None:
    low, best, high = numbers
    if numbers == [1, 2, 3]:
        assert Quantity(low, best, high, unit="drones").best == 2
    else:
        with pytest.raises(RecordError, match="expected low <= best <= high"):
            Quantity(low, best, high, unit="drones")


@given(quantities(), quantities())
def test_quantities_overlap_if_one_number_satisfies_both(one: Quantity, other: Quantity) -> None:
    shared = any(allows(one, n) and allows(other, n) for n in range(10))
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(quantities(), quantities())
def test_a_quantity_contains_another_if_it_allows_all_its_numbers(
    one: Quantity, other: Quantity
) -> None:
    every = all(allows(one, n) for n in range(-1, 11) if allows(other, n))
    assert one.contains(other) == every
    assert one.contains(one) is True
    if one.contains(other) and other.contains(one):
        assert (one.low, one.high) == (other.low, other.high)


def ends(quantity: Quantity) -> tuple[Fraction | None, Fraction | None]:
    low, high = quantity.low, quantity.high
    return None if low is None else Fraction(low), None if high is None else Fraction(high)


def share(part: Quantity, whole: Quantity) -> tuple[Fraction | None, Fraction | None]:
    """The bounds of all the quotients in percent, by the corners of a box that is closed."""
    (low, high), (least, most) = ends(part), ends(whole)
    if most is not None and most <= 0:
        (low, high), (least, most) = (
            (high and -high, low and -low),
            (most and -most, least and -least),
        )
    if least is None or least < 0 or most == 0:
        return None, None
    down, up = (
        (most if low is not None and low >= 0 else least),
        (most if high is not None and high < 0 else least),
    )
    return (
        100 * low / down if low is not None and down else None,
        100 * high / up if high is not None and up else None,
    )


@given(quantities(-9), quantities(-9))
@example(Quantity(None, 5, 10, unit="drones"), Quantity(None, 10, 20, unit="drones"))
@example(Quantity(-20, high=-10, unit="drones"), Quantity(100, high=200, unit="drones"))
@example(Quantity(None, high=0, unit="drones"), Quantity(-1, high=0, unit="drones"))
@example(Quantity(10, high=20, unit="drones"), Quantity(-200, high=-100, unit="drones"))
def test_the_bounds_of_a_share_are_those_of_all_its_quotients(
    part: Quantity, whole: Quantity
) -> None:
    percent = part.share_of(whole)
    bounds = share(part, whole)
    if percent is Unknown:
        assert bounds == (None, None)
        return
    for made, exact in zip((percent.low, percent.high), bounds, strict=True):
        if made is None or exact is None:
            assert (made, exact) == (None, None)
        else:
            assert abs(Fraction(made) - exact) <= abs(exact) / 10**27
    for one in filter(partial(allows, part), range(-9, 10)):
        for other in filter(partial(allows, whole), range(-9, 10)):
            if not other:
                continue
            quotient = Fraction(100 * one, other)
            slack = abs(quotient) / 10**27
            assert percent.low is None or Fraction(percent.low) <= quotient + slack
            assert percent.high is None or quotient - slack <= Fraction(percent.high)


@given(quantities(-9), quantities(-9), st.integers(1, 60))
def test_a_share_and_its_words_are_the_same_in_every_decimal_context(
    part: Quantity, whole: Quantity, digits: int
) -> None:
    percent = part.share_of(whole)
    with localcontext(Context(prec=digits, traps=[])):
        again = part.share_of(whole)
        assert (again, str(again)) == (percent, str(percent))


def test_a_negative_part_is_a_negative_share() -> None:
    part, whole = Quantity(-20, high=-10, unit="t"), Quantity(100, high=200, unit="t")
    assert part.share_of(whole) == Quantity(-20, high=-5, unit="percent")
    assert whole.share_of(part) == Quantity(-2000, high=-500, unit="percent")


@pytest.mark.parametrize("low", [-5, 0, None])
def test_a_whole_that_may_be_nothing_leaves_no_share(low: int | None) -> None:
    part = Quantity(-1, high=1, unit="t")
    assert part.share_of(Quantity(low, high=5, unit="t")) is Unknown
    assert part.share_of(Quantity(best=0, unit="t")) is Unknown


@pytest.mark.parametrize("other", [5, None, "5 drones", object()])
def test_a_quantity_is_compared_with_a_quantity_only(other: Any) -> None:
    quantity = Quantity(best=5, unit="drones")
    for ask in (quantity.overlaps, quantity.contains, quantity.share_of):
        with pytest.raises(RecordError, match="expected a Quantity"):
            ask(other)


def test_a_share_of_an_uncertain_whole_is_uncertain() -> None:
    part, whole = Quantity(best=30, unit="drones"), Quantity(50, 60, 75, unit="drones")
    assert part.share_of(whole) == Quantity(40, 50, 60, unit="percent")


def test_a_share_is_of_the_same_unit() -> None:
    with pytest.raises(RecordError, match="the same unit"):
        Quantity(best=1, unit="drones").share_of(Quantity(best=2, unit="aircraft"))


def test_quantities_of_two_units_are_not_compared() -> None:
    drones, aircraft = Quantity(best=1, unit="drones"), Quantity(best=1, unit="aircraft")
    with pytest.raises(RecordError, match="found 'drones, aircraft'; expected the same unit"):
        drones.overlaps(aircraft)
    assert drones.contains(aircraft) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [("4.9e9", "4900e6"), ("4.9e9", 4_900_000_000), ("24", 24), ("1.50", Decimal("1.5"))],
)
def test_a_number_is_equal_however_it_is_written(one: Any, other: Any) -> None:
    a, b = Quantity(best=one, unit="drones"), Quantity(best=other, unit="drones")
    assert a == b
    assert hash(a) == hash(b)


def test_4_9_billion_is_4900_million() -> None:
    assert Money(best="4.9e9", currency="USD") == Money(best="4900e6", currency="USD")
    assert str(Money(best="4900e6", currency="USD")) == "4.9 billion USD"


@pytest.mark.parametrize("number", [4.9, float("nan"), True, b"4", [4]])
def test_a_number_is_no_float(number: Any) -> None:
    with pytest.raises(RecordError, match=r"an int, a Decimal or text; write 4\.9 as '4\.9'"):
        Quantity(number, unit="drones")


@pytest.mark.parametrize("number", ["many", "", "4,5", "0x10"])
def test_a_text_that_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(RecordError, match=r"number: found .* expected a number such as 24"):
        Quantity(best=number, unit="drones")


@pytest.mark.parametrize("number", ["NaN", "Infinity", Decimal("-Infinity")])
def test_a_number_is_finite(number: str | Decimal) -> None:
    with pytest.raises(RecordError, match="expected a finite number"):
        Quantity(high=number, unit="drones")


def test_a_quantity_without_a_number_is_refused() -> None:
    with pytest.raises(RecordError, match="expected at least one of low, best and high"):
        Quantity(unit="drones", text="many")


@pytest.mark.parametrize("unit", ["", 5, None])
def test_a_quantity_without_a_unit_is_refused(unit: Any) -> None:
    with pytest.raises(RecordError, match="unit"):
        Quantity(best=1, unit=unit)


@pytest.mark.parametrize("currency", ["usd", "US", "USDT", "$", "", None])
def test_a_currency_is_three_capitals(currency: Any) -> None:
    with pytest.raises(RecordError, match="currency"):
        Money(best=1, currency=currency)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(best=24, unit="aircraft"), "24 aircraft"),
        (Quantity(18, 20, 22, unit="aircraft", text="a score"), "20 (18 to 22) aircraft"),
        (Quantity(100, high=999, unit="vehicles"), "100 to 999 vehicles"),
        (Quantity(low=100, unit="vehicles"), "at least 100 vehicles"),
        (Quantity(high=4500, unit="drones"), "at most 4,500 drones"),
        (Quantity(best="0.5", unit="percent"), "0.5 percent"),
        (Quantity(best="1e3", unit="drones"), "1,000 drones"),
        (Quantity("1.6e9", high="2e9", unit="barrels"), "1.6 billion to 2 billion barrels"),
        (Quantity(best=-2_500_000, unit="barrels"), "-2.5 million barrels"),
        (Money(best="40e9", currency="USD"), "40 billion USD"),
        (Money(best=100_000_000, currency="EUR"), "100 million EUR"),
    ],
)
def test_a_quantity_is_said_with_its_bounds_and_unit(quantity: Quantity, text: str) -> None:
    said = f" ({quantity.text!r})" if quantity.text else ""
    assert str(quantity) == text + said


def test_a_quantity_is_measured_by_its_unit_and_a_sum_by_its_currency() -> None:
    assert Quantity(1, unit="drones").measure == "drones"
    assert Money(1, currency="USD").measure == "USD"


def test_the_words_of_the_source_are_part_of_a_quantity() -> None:
    score = Quantity(18, 20, 22, unit="aircraft", text="a score")
    assert score.text == "a score"
    assert score != Quantity(18, 20, 22, unit="aircraft")


# ---------------------------------------------------------------------------------------------
# Sources and citations


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"issued": "2024-06"}, "2024-06-30"),
        ({"issued": "2024-06-03"}, "2024-06-03"),
        ({"issued": "2024-22"}, "2024-08-31"),
        ({"issued": When("2024~")}, "2024-12-31"),
        ({"issued": date(2024, 6, 3)}, "2024-06-03"),
        ({"issued": "2024-06", "known": "2024-06-03"}, "2024-06-03"),
        ({"known": "2024-06"}, "2024-06-30"),
        ({"known": date(2024, 6, 3)}, "2024-06-03"),
    ],
)
def test_a_source_is_known_by_the_last_day_of_its_issue_unless_given(
    fields: dict[str, Any], known: str
) -> None:
    assert Source(id="smagin", title="Inescapable", **fields).known == day(known)


@pytest.mark.parametrize("issued", [None, "2024/..", "[2024..]"])
def test_a_source_without_a_last_day_of_issue_has_no_known_day(issued: str | None) -> None:
    assert Source(id="smagin", title="Inescapable", issued=issued).known is None


def test_authors_are_a_sequence_and_no_text() -> None:
    source = Source(id="smagin", title="Inescapable", author=["Nikita Smagin"])
    assert source.author == ("Nikita Smagin",)
    with pytest.raises(RecordError, match=r"source.*: author: found 'Nikita Smagin'"):
        Source(id="smagin", title="Inescapable", author="Nikita Smagin")


@pytest.mark.parametrize(
    "id", ["Smagin", "a--b", "-a", "a-", "a_b", "a b", "a\n", "é", "", 5, None]
)
def test_an_id_is_lower_case_letters_digits_and_single_hyphens(id: Any) -> None:
    expected = "expected a-z, 0-9 and single hyphens"
    with pytest.raises(RecordError, match=rf"source.*: id: found .*{expected}"):
        Source(id=id, title="Inescapable")
    with pytest.raises(RecordError, match=rf"citation.*: source: found .*{expected}"):
        Citation(id)
    with pytest.raises(RecordError, match=rf"event.*: id: found .*{expected}"):
        ferry(id=id, known="2024")
    with pytest.raises(RecordError, match=rf"retraction.*: id: found .*{expected}"):
        Retraction(id=id, revision=1, known="2024", reason="not held")


@pytest.mark.parametrize("field", ["title", "type", "publisher", "url", "language", "note"])
def test_the_texts_of_a_source_are_texts(field: str) -> None:
    with pytest.raises(RecordError, match=rf"source.*: {field}: found 5; expected text"):
        Source(**{"id": "smagin", "title": "Inescapable", field: 5})  # type: ignore[arg-type]


@pytest.mark.parametrize("stance", STANCES)
def test_a_citation_has_a_stance(stance: str) -> None:
    assert Citation("smagin", stance=stance).stance == stance


@pytest.mark.parametrize("stance", ["says", "", None, ["asserts"]])
def test_a_stance_is_one_of_a_few(stance: Any) -> None:
    with pytest.raises(RecordError, match=r"citation.*: stance: found .* expected one of asserts,"):
        Citation("smagin", stance=stance)


def test_a_citation_asserts_unless_it_says_otherwise() -> None:
    assert Citation("smagin").stance == "asserts"


def test_a_citation_takes_the_id_of_a_source() -> None:
    source = Source(id="smagin", title="Inescapable", issued="2024-06-03")
    assert Citation(source, "par. 4").source == "smagin"


def test_a_citation_is_known_since_its_source_unless_given() -> None:
    source = Source(id="smagin", title="Inescapable", issued="2024-06")
    assert Citation(source).known == day("2024-06-30")
    assert Citation(source, known="2024-06-03").known == day("2024-06-03")


def test_the_month_of_a_citation_means_its_last_day() -> None:
    assert Citation("smagin", known="2024-02").known == day("2024-02-29")


def test_whom_a_source_names_is_a_sequence() -> None:
    assert Citation("smagin", via=["Interfax"]).via == ("Interfax",)
    with pytest.raises(RecordError, match=r"citation.*: via: found 'Interfax'"):
        Citation("smagin", via="Interfax")


# ---------------------------------------------------------------------------------------------
# Events

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
CITATIONS = st.lists(
    st.builds(Citation, st.sampled_from(["a", "b", "c"]), known=st.none() | DAYS), max_size=4
)


@given(CITATIONS, DAYS)
def test_an_event_is_known_since_the_earliest_of_its_citations(
    citations: list[Citation], own: date
) -> None:
    days = [citation.known for citation in citations if citation.known is not None]
    if days:
        assert ferry(sources=citations).known == min(days)
    else:
        with pytest.raises(RecordError, match="event 'ferry': known: found None"):
            ferry(sources=citations)
    assert ferry(sources=citations, known=own).known == own


@given(CITATIONS, DAYS)
def test_a_citation_without_a_day_is_known_with_its_record(
    citations: list[Citation], own: date
) -> None:
    expected = [own if citation.known is None else citation.known for citation in citations]
    event = ferry(sources=citations, known=own)
    retraction = Retraction(id="ferry", revision=1, known=own, reason="no", sources=citations)
    assert [citation.known for citation in event.sources] == expected
    assert [citation.known for citation in retraction.sources] == expected


@given(CITATIONS, DAYS, DAYS)
def test_a_view_of_an_event_has_the_citations_public_by_its_day(
    citations: list[Citation], own: date, by: date
) -> None:
    event = ferry(sources=citations, known=own)
    view = event.known_by(Date(by.year, by.month, by.day))
    assert view.sources == tuple(c for c in event.sources if c.known is not None and c.known <= by)
    assert attrs.evolve(view, sources=event.sources) == event


def test_a_view_that_shows_all_is_the_event_itself() -> None:
    event = ferry(sources=[Citation("smagin", known="2024-06-03")])
    assert event.known_by(None) is event
    assert event.known_by(day("2024-06-03")) is event
    assert event.known_by(day("2024-06-02")).sources == ()


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("2024-05-19", "2024-05-19"),
        ("2024-25", "2024-21"),
        (When("2024~"), "2024~"),
        (date(2024, 5, 19), "2024-05-19"),
        (Date(2024, 5, 19), "2024-05-19"),
    ],
)
def test_an_event_happens_on_an_honest_date(when: Any, text: str) -> None:
    assert ferry(when=when, known="2024").when == When(text)


def test_an_event_is_known_on_a_whole_day() -> None:
    assert ferry(known="2024-02").known == day("2024-02-29")
    for field in ("when", "known"):
        with pytest.raises(DateError, match="days are whole"):
            ferry(**{"known": "2024", field: datetime(2024, 5, 19, 12)})


def test_an_event_may_be_known_before_it_happens() -> None:
    event = ferry(what=TreatyInForce(treaty="ferries"), known="2023-01-01")
    assert event.known < day("2024-05-19")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"parties": "RU"}, r"event.*: parties: found 'RU'; expected a sequence of texts"),
        ({"parties": ["RU", ""]}, r"event.*: parties: found \('RU', ''\)"),
        ({"sources": Citation("a")}, r"event.*: sources: found .* expected a sequence of Citation"),
        ({"sources": ["a"]}, r"event.*: sources: found \('a',\); expected a sequence of Citation"),
        ({"title": 5}, r"event.*: title: found 5; expected text"),
        ({"note": None}, r"event.*: note: found None; expected text"),
        ({"seq": "1"}, r"event.*: seq: found '1'; expected a whole number"),
        ({"seq": True}, r"event.*: seq: found True; expected a whole number"),
        ({"revision": 1.0}, r"event.*: revision: found 1\.0; expected a whole number"),
        ({"revision": -1}, r"event 'ferry': revision: found -1; expected 0 or more"),
        ({"what": "opened"}, r"event 'ferry': what: found 'opened'; expected an event body"),
        ({"what": FerryOpened}, r"event 'ferry': what: found .* expected an event body"),
    ],
)
def test_an_event_that_is_not_well_formed_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        ferry(known="2024", **fields)


def test_sequences_become_tuples() -> None:
    event = ferry(known="2024", parties=["RU", "IR"], sources=[Citation("a", known="2024")])
    assert event.parties == ("RU", "IR")
    assert event.sources == (Citation("a", known="2024"),)


def test_an_event_cannot_be_changed() -> None:
    event = ferry(known="2024")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        event.title = "Another"  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        event.what.port = "Another"


def test_equal_events_have_one_hash() -> None:
    one = ferry(known="2024", parties=["RU", "IR"])
    other = ferry(known="2024-12-31", parties=("RU", "IR"))
    assert one == other
    assert len({one, other, ferry(known="2023")}) == 2


def test_a_list_in_a_body_is_refused_for_a_tuple() -> None:
    berths: Any = [1, 2]
    found = r"FerryOpened.berths: found \[1, 2\]; expected a tuple, of each an int; write tuple"
    with pytest.raises(RecordError, match=found):
        ferry(known="2024", what=FerryOpened(port="Lagna", berths=berths))


def test_the_later_known_and_then_the_higher_revision_ranks_higher() -> None:
    first = ferry(known="2024-05-19")
    amended = ferry(known="2024-05-19", revision=1)
    corrected = ferry(known="2024-06-01", revision=1)
    gone = Retraction(id="ferry", revision=2, known="2024-06-01", reason="not held")
    records: list[Record] = [gone, corrected, amended, first]
    ranked = sorted(records, key=lambda record: record.rank)
    assert ranked == [first, amended, corrected, gone]
    assert gone.rank == (day("2024-06-01"), 2)


def test_an_event_can_be_pickled_and_copied() -> None:
    event = ferry(known="2024", sources=[Citation("a")])
    assert pickle.loads(pickle.dumps(event)) == event
    assert copy.deepcopy(event) == event


# ---------------------------------------------------------------------------------------------
# Kinds


def test_a_kind_is_found_by_its_name_and_by_its_class() -> None:
    made = find_kind("test-events-treaty-in-force")
    assert made is kind_of(TreatyInForce(treaty="ferries"))
    assert made is not None
    assert (made.name, made.version, made.body, made.foreseeable) == (
        "test-events-treaty-in-force",
        1,
        TreatyInForce,
        True,
    )
    assert find_kind("test-events-none") is None
    assert kind_of("text") is None


def test_an_event_is_of_the_kind_of_its_body() -> None:
    assert ferry(known="2024").kind == "test-events-ferry-opened"
    assert ferry(known="2024", what=UnknownBody("eclipse", 2, "{}")).kind == "eclipse"


def test_a_kind_is_a_frozen_class_with_named_fields() -> None:
    body = FerryOpened(port="Lagna")
    assert attrs.asdict(body) == {"port": "Lagna", "berths": ()}  # type: ignore[arg-type]
    assert len({body, FerryOpened(port="Lagna", berths=())}) == 1
    with pytest.raises(TypeError):
        FerryOpened("Lagna")  # type: ignore[call-arg]


def test_two_classes_for_one_name_are_refused() -> None:
    @kind("test-events-contested")
    class First:
        port: str

    with pytest.raises(RecordError, match=r"kind 'test-events-contested': found '.*Second'.*First"):

        @kind("test-events-contested")
        class Second:
            port: str

    assert find_kind("test-events-contested") is kind_of(First(port="Lagna"))


def test_a_class_that_is_defined_again_keeps_its_name() -> None:
    def define() -> type:
        @kind("test-events-reloaded")
        class Reloaded:
            port: str

        return Reloaded

    define()
    again = define()
    made = find_kind("test-events-reloaded")
    assert made is not None
    assert made.body is again


@pytest.mark.parametrize(
    ("version", "steps"), [(2, []), (3, [1]), (3, [2]), (1, [1]), (2, [0, 1]), (0, []), (-1, [])]
)
def test_every_version_but_the_last_needs_its_upcaster(version: int, steps: list[int]) -> None:
    upcasters = dict.fromkeys(steps, dict[str, Any])
    with pytest.raises(RecordError, match="kind 'test-events-incomplete'"):
        kind("test-events-incomplete", version=version, upcasters=upcasters)
    assert find_kind("test-events-incomplete") is None


def test_an_old_version_is_brought_up_step_by_step() -> None:
    @kind(
        "test-events-lengthened",
        version=3,
        upcasters={
            1: lambda data: {"length": data["km"] * 1000},
            2: lambda data: data | {"width": 0},
        },
    )
    class Lengthened:
        length: int
        width: int

    made = kind_of(Lengthened(length=1, width=1))
    assert made is not None
    old = {"km": 2}
    assert made.bring_up(1, old) == {"length": 2000, "width": 0}
    assert made.bring_up(2, {"length": 5}) == {"length": 5, "width": 0}
    assert made.bring_up(3, {"length": 5}) == {"length": 5}
    assert old == {"km": 2}


def test_an_unknown_body_keeps_its_text_and_shows_its_data() -> None:
    body = UnknownBody("eclipse", 2, '{"b": 1, "a": [null]}')
    assert list(body.data.items()) == [("b", 1), ("a", [None])]
    assert body.text == '{"b": 1, "a": [null]}'
    assert len({body, UnknownBody("eclipse", 2, '{"b": 1, "a": [null]}')}) == 1


# ---------------------------------------------------------------------------------------------
# Retractions


def test_a_retraction_is_known_on_a_whole_day() -> None:
    retraction = Retraction(id="ferry", revision=1, known="2024-06", reason="not held")
    assert retraction.known == day("2024-06-30")
    with pytest.raises(DateError, match="days are whole"):
        Retraction(id="ferry", revision=1, known=datetime(2024, 6, 1), reason="not held")


@pytest.mark.parametrize("revision", [0, -1])
def test_a_retraction_is_not_revision_0(revision: int) -> None:
    with pytest.raises(RecordError, match=r"retraction 'ferry': revision: found .* 1 or more"):
        Retraction(id="ferry", revision=revision, known="2024", reason="not held")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": None}, r"retraction.*: reason: found None; expected text"),
        ({"reason": " "}, r"retraction.*: reason: found ' '; expected some words"),
        ({"revision": "1"}, r"retraction.*: revision: found '1'; expected a whole number"),
        ({"sources": ["a"]}, r"retraction.*: sources: found \('a',\)"),
        ({"known": None}, "found None; expected a day"),
    ],
)
def test_a_retraction_that_is_not_well_formed_is_refused(
    fields: dict[str, Any], message: str
) -> None:
    given: dict[str, Any] = {"id": "ferry", "revision": 1, "known": "2024", "reason": "not held"}
    with pytest.raises((RecordError, DateError), match=message):
        Retraction(**(given | fields))


def test_a_retraction_cannot_be_changed() -> None:
    retraction = Retraction(id="ferry", revision=1, known="2024", reason="not held")
    assert hash(retraction) == hash(attrs.evolve(retraction))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        retraction.reason = "held"  # type: ignore[misc]


# ---------------------------------------------------------------------------------------------
# Unknown


def test_unknown_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match=r"ask `value is bt\.Unknown`"):
        bool(Unknown)


def test_unknown_is_not_compared_with_a_number() -> None:
    unknown: Any = Unknown
    assert unknown != 0
    assert unknown != []
    assert unknown is not None
    with pytest.raises(TypeError):
        assert unknown < 1


def test_unknown_has_no_items() -> None:
    unknown: Any = Unknown
    for ask in (
        lambda: len(unknown),
        lambda: list(unknown),
        lambda: unknown[0],
        lambda: "su-35" in unknown,
    ):
        with pytest.raises(TypeError, match="Unknown has no items"):
            ask()


def test_unknown_has_no_attributes() -> None:
    with pytest.raises(TimelineError, match="Unknown has no 'delivered'") as caught:
        _ = Unknown.delivered
    assert isinstance(caught.value, AttributeError)
    assert getattr(Unknown, "delivered", "nothing") == "nothing"


def test_unknown_names_itself() -> None:
    assert (repr(Unknown), str(Unknown), f"{Unknown}") == ("Unknown", "Unknown", "Unknown")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_unknown_is_itself_after_a_pickle(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(Unknown, protocol)) is Unknown


def test_unknown_is_itself_after_a_copy() -> None:
    assert copy.copy(Unknown) is Unknown
    assert copy.deepcopy({"value": [Unknown]})["value"][0] is Unknown


def test_there_is_one_unknown() -> None:
    assert list(UnknownType) == [Unknown]
    assert len({Unknown, UnknownType.UNKNOWN}) == 1


# -- what was found later -----------------------------------------------------------------------


def test_a_body_with_a_field_of_another_type_is_refused() -> None:
    @kind("test-events-typed")
    class Typed:
        due: When | None = None
        count: int = 0
        names: tuple[str, ...] = ()

    Event(id="a", when="2024", known="2024", what=Typed(due=When("2024"), names=("x",)))
    for wrong in ({"due": "2024-03"}, {"count": 1.5}, {"names": "xy"}, {"count": True}):
        with pytest.raises(RecordError, match=f"Typed.{next(iter(wrong))}: found"):
            Event(id="a", when="2024", known="2024", what=Typed(**wrong))


def test_a_kind_is_frozen_and_has_a_name() -> None:
    @attrs.define(eq=False)
    class Mutable:
        x: int = 0

    with pytest.raises(RecordError, match=r"write @attrs\.frozen: what is stored"):
        kind("test-events-mutable")(Mutable)
    with pytest.raises(RecordError, match=r"write @bt\.kind"):
        kind(Mutable)  # type: ignore[arg-type]


def test_dates_are_not_sorted_by_themselves() -> None:
    with pytest.raises(TypeError, match="ask `before` or `after`, or sort by"):
        sorted([When("2024"), When("2023")])


# ---------------------------------------------------------------------------------------------
# What refusals say, in whole


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            lambda: Quantity(best="1e100", unit="x"),
            "number: found '1e100'; expected a number of up to a hundred digits",
        ),
        (
            lambda: Quantity(best=True, unit="x"),
            "number: found True; expected an int, a Decimal or text; write 4.9 as '4.9'",
        ),
        (
            lambda: Quantity(best="many", unit="x"),
            "number: found 'many'; expected a number such as 24 or '4.9'",
        ),
        (
            lambda: Quantity(best="inf", unit="x"),
            "number: found 'inf'; expected a finite number; leave out a bound that is not there",
        ),
        (
            lambda: Quantity(3, 2, 1, unit="x"),
            "Quantity: found ['3', '2', '1']; expected low <= best <= high",
        ),
        (
            lambda: Money(currency="USD"),
            "Money: found None; expected at least one of low, best and high",
        ),
        (
            lambda: Quantity(1, unit="x").overlaps(Quantity(1, unit="y")),
            "quantities: found 'x, y'; expected the same unit",
        ),
        (
            lambda: Quantity(1, unit="x").contains(3),  # type: ignore[arg-type]
            "quantities: found 3; expected a Quantity or a Money; "
            "such as Quantity(5, unit='ships')",
        ),
        (
            lambda: Quantity(1, unit="x").share_of(3),  # type: ignore[arg-type]
            "whole: found 3; expected a Quantity in the same unit",
        ),
        (
            lambda: Money(1, currency="usd"),
            "money: currency: found 'usd'; expected a code of ISO 4217, such as USD",
        ),
        (
            lambda: Source(id="a", title="a", grade="B7"),
            "source 'a': grade: found 'B7'; "
            "expected an Admiralty grade: A to F, and perhaps 1 to 6, such as 'B2'",
        ),
        (
            lambda: Source(id="a", title="a", author=("x", "")),
            "source 'a': author: found ('x', ''); expected a sequence of texts",
        ),
        (
            lambda: Citation("a", stance="say"),
            "citation: stance: found 'say'; "
            "expected one of asserts, reports, expects, alleges, doubts, denies",
        ),
        (
            lambda: ferry(id="A b", known="2024"),
            "event 'A b': id: found 'A b'; "
            "expected a-z, 0-9 and single hyphens, such as 'su-35-promised'",
        ),
        (
            lambda: ferry(lasting=1, known="2024"),
            "event 'ferry': lasting: found 1; expected True or False",
        ),
        (
            lambda: ferry(seq=1.5, known="2024"),
            "event 'ferry': seq: found 1.5; expected a whole number",
        ),
        (
            lambda: ferry(revision=-1, known="2024"),
            "event 'ferry': revision: found -1; expected 0 or more",
        ),
        (
            lambda: ferry(title="\ud800", known="2024"),
            "event 'ferry': title: found '\\ud800'; expected whole characters",
        ),
        (
            lambda: ferry(title=3, known="2024"),
            "event 'ferry': title: found 3; expected text",
        ),
        (
            lambda: Retraction(id="a", known="2001", revision=0, reason="x"),
            "retraction 'a': revision: found 0; expected 1 or more: 0 is the event itself",
        ),
    ],
)
def test_a_refusal_says_where_what_was_found_and_what_was_expected(
    made: Callable[[], object], message: str
) -> None:
    with pytest.raises(RecordError) as caught:
        made()
    assert str(caught.value) == message


def test_a_whole_number_has_a_hundred_digits_at_most() -> None:
    longest = 10**100 - 1
    assert ferry(seq=longest, known="2024").seq == longest
    assert ferry(seq=-longest, known="2024").seq == -longest
    for seq in (longest + 1, -longest - 1):
        with pytest.raises(RecordError, match=r"\(10[12] characters\); expected a whole number"):
            ferry(seq=seq, known="2024")


@pytest.mark.parametrize(
    ("quantity", "rounded", "said"),
    [
        (Quantity(18, 20, 22, unit="jets"), "about 20 jets", "20 (18 to 22) jets"),
        (Quantity(best=20, unit="jets"), "20 jets", "20 jets"),
        (Quantity(18, high=22, unit="jets"), "18 to 22 jets", "18 to 22 jets"),
        (
            Quantity(18, high=22, unit="jets", text="a score"),
            "a score (jets)",
            "18 to 22 jets ('a score')",
        ),
        (Quantity(high=22, unit="jets"), "at most 22 jets", "at most 22 jets"),
        (Quantity(18, unit="jets"), "at least 18 jets", "at least 18 jets"),
        (Quantity(best="1.50", unit="t"), "1.50 t", "1.50 t"),
        (Quantity(best="1.005", unit="t"), "1 t", "1 t"),
        (Quantity(best="0.005", unit="t"), "0.005 t", "0.005 t"),
        (Quantity(best="-1234.567", unit="t"), "-1,234.57 t", "-1,234.57 t"),
        (Money(best="999999.99", currency="USD"), "999,999.99 USD", "999,999.99 USD"),
        (Money(best="1000000", currency="USD"), "1 million USD", "1 million USD"),
        (Money(best="1e9", currency="USD"), "1 billion USD", "1 billion USD"),
        (Money(best="-1.65e9", currency="USD"), "-1.65 billion USD", "-1.65 billion USD"),
    ],
)
def test_a_number_is_said_in_short_and_in_whole(
    quantity: Quantity | Money, rounded: str, said: str
) -> None:
    assert (quantity.rounded, str(quantity)) == (rounded, said)


def test_the_words_of_a_source_are_given_by_name() -> None:
    with pytest.raises(TypeError):
        Quantity(1, 2, 3, "a few", unit="jets")  # type: ignore[call-arg]
    assert Quantity(1, unit="jets").text == ""


TEXTS = ("title", "container_title", "publisher", "url", "language", "note")


@pytest.mark.parametrize("field", TEXTS)
def test_what_a_work_says_of_itself_is_text(field: str) -> None:
    said: dict[str, Any] = {"id": "a", "title": "A", field: 3}
    with pytest.raises(RecordError) as caught:
        Source(**said)
    assert str(caught.value) == f"source 'a': {field}: found 3; expected text"


def test_a_citation_is_the_same_whether_or_not_its_work_is_at_hand() -> None:
    work = Source(id="a", title="A", author=("Ada",), known="2024", grade="B2")
    assert (Citation(work), repr(Citation(work))) == (
        Citation("a", known="2024"),
        repr(Citation("a", known="2024")),
    )
    assert (Citation(work).speakers, Citation(work).grade) == (("Ada",), "B2")


def test_an_event_shows_what_to_ask_of_it_next() -> None:
    event = ferry(known="2024-05-20", parties=("AA", "BB"))
    assert repr(event).splitlines() == [
        "Event 'ferry', 2024-05-19",
        "  kind     test-events-ferry-opened",
        "  what     FerryOpened(port='Lagna', berths=())",
        "  parties  AA, BB",
        "  public   2024-05-20",
        "  ask next: .what, .sources, timeline.history('ferry')",
    ]
    assert repr(Answers((event,))).splitlines()[-1] == (
        "  ask next: found[0].what, found[0].sources"
    )


def test_a_spell_is_refused_with_what_makes_one() -> None:
    def made(**fields: Any) -> Any:
        given: dict[str, Any] = {"when": "1856/1916", "known": "1916", **fields}
        body = FerryOpened(port="Lagna")
        return lambda: spell("pact", begins=body, ends=body, **given)

    going_on = (
        "expected an interval with a start and an end, such as '1856/1916'; "
        "what goes on is one event, dated '1856/..'"
    )
    for refused, message in (
        (made(when="1856"), f"spell 'pact': when: found '1856'; {going_on}"),
        (made(when="1856/.."), f"spell 'pact': when: found '1856/..'; {going_on}"),
        (made(when="/1916"), f"spell 'pact': when: found '/1916'; {going_on}"),
        (made(end_title=3), "spell 'pact': end_title: found 3; expected text"),
        (
            made(lasting=True),
            "spell 'pact': found the field 'lasting'; "
            "expected only known, note, parties, revision, seq, sources",
        ),
    ):
        with pytest.raises(RecordError) as caught:
            refused()
        assert str(caught.value) == message
    began, ended = made(title="The pact", end_title="It ends", seq=3)()
    assert [(e.id, str(e.when), e.title, e.seq) for e in (began, ended)] == [
        ("pact", "1856", "The pact", 3),
        ("pact-ended", "1916", "It ends", 3),
    ]
    assert made(title="The pact")()[1].title == "The pact"


@pytest.mark.parametrize("field", ["locator", "says"])
def test_what_a_citation_says_is_text(field: str) -> None:
    said: dict[str, Any] = {"source": "a", field: 3}
    with pytest.raises(RecordError) as caught:
        Citation(**said)
    assert str(caught.value) == f"citation: {field}: found 3; expected text"


def test_a_screen_gives_a_text_as_many_lines_as_it_is_told() -> None:
    wide = " ".join(["w"] * 120)
    first, second = " ".join(["w"] * 48), " ".join(["w"] * 46) + " …"
    assert screen("T", [("a", wide)], ".b", lines=2).splitlines() == [
        "T",
        f"  a  {first}",
        f"     {second}",
        "  ask next: .b",
    ]


def test_what_is_said_in_words_is_cut_after_a_word() -> None:
    assert brief(Quantity(1, unit="a b c d e f g h"), 14) == "at least 1 a …"


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (
            Quantity(best="0.25", unit="t"),
            Quantity(best="0.5", unit="t"),
            Quantity(best=50, unit="percent"),
        ),
        (
            Quantity(best="-0.25", unit="t"),
            Quantity(best="-0.5", unit="t"),
            Quantity(best=50, unit="percent"),
        ),
        (
            Quantity(best="-0.25", unit="t"),
            Quantity(best="0.5", unit="t"),
            Quantity(best=-50, unit="percent"),
        ),
        (
            Quantity(best="0.25", unit="t"),
            Quantity(0, high="0.5", unit="t"),
            Quantity(50, unit="percent"),
        ),
        (
            Quantity(best=0, unit="t"),
            Quantity(best="0.5", unit="t"),
            Quantity(best=0, unit="percent"),
        ),
        (Quantity(best=1, unit="t"), Quantity(-1, high=1, unit="t"), Unknown),
        (Quantity(best=1, unit="t"), Quantity(high=1, unit="t"), Unknown),
    ],
)
def test_a_share_of_less_than_one_of_nought_and_of_less_than_nought(
    part: Quantity, whole: Quantity, share: Any
) -> None:
    assert part.share_of(whole) == share


def test_answers_are_shown_one_by_one_and_in_short_by_how_many_there_are() -> None:
    found = Answers((Match("event", "a", "one"), Match("work", "b", "other")))
    assert repr(found).splitlines() == [
        "2 matches, a tuple",
        "  event a: one",
        "  work b: other",
        "  ask next: found[0]",
    ]
    assert (brief(found), repr(found[:1]).splitlines()[0]) == (
        "2 matches, a tuple",
        "1 match, a tuple",
    )
    assert repr(Answers(())) == "()"
