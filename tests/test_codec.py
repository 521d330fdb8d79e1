from __future__ import annotations

import copy
import json
import pickle
import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from bilateral_timeline.dates.when import Certainty, When
from bilateral_timeline.errors import InputError, RecordError, shown
from bilateral_timeline.records import codec
from bilateral_timeline.records import stored as stored_form
from bilateral_timeline.records.codec import from_plain, plain, to_json, to_plain
from bilateral_timeline.records.events import STANCES, Citation, Event, Record, Retraction
from bilateral_timeline.records.kinds import kind
from bilateral_timeline.records.stored import JSON, UnknownBody, depth_of, from_json
from bilateral_timeline.records.values import Money, Quantity, Unknown


@attrs.frozen(kw_only=True)
class Part:
    name: str
    amount: Quantity
    due: When | None = None


@kind("test-codec-order")
class OrderPlaced:
    item: str
    amount: Quantity | None = None
    price: Money | None = None
    due: When | None = None
    since: Date | None = None
    share: Decimal | None = None
    count: int = 0
    firm: bool = False
    ports: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@kind("test-codec-tariff")
class TariffSet:
    rates: tuple[tuple[str, ...], ...]
    from_day: Date


def kilometres_to_metres(data: dict[str, Any]) -> dict[str, Any]:
    return {"metres": data["km"] * 1000, "stops": data["stops"]}


def text_to_list(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"stops": data["stops"].split()}


@kind("test-codec-railway", version=3, upcasters={1: kilometres_to_metres, 2: text_to_list})
class RailwayOpened:
    metres: int
    stops: tuple[str, ...]


def add_a_stop(data: dict[str, Any]) -> dict[str, Any]:
    data["stops"].append("terminus")
    return data


@kind("test-codec-careless", version=2, upcasters={1: add_a_stop})
class Careless:
    stops: tuple[str, ...]


@kind("test-codec-falsy")
class Falsy:
    port: str

    def __bool__(self) -> bool:
        return False


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def stored(**fields: Any) -> dict[str, Any]:
    given = {
        "id": "order",
        "kind": "test-codec-order",
        "version": 1,
        "when": "2024-05",
        "known": "2024-06-01",
        "what": {"item": "ferry"},
    }
    return given | fields


def refusals(data: dict[str, Any]) -> dict[str, str]:
    """What is reported of a bad record: the path of each problem and its text."""
    with pytest.raises(RecordError) as caught:
        from_plain(data)
    return {problem.path: str(problem) for problem in caught.value.problems}


# ---------------------------------------------------------------------------------------------
# Strategies for records

TEXTS = st.text(max_size=8)
NAMES = st.text(min_size=1, max_size=8).filter(str.strip)
WORDS = st.text(min_size=1, max_size=8).filter(str.strip)
IDS = st.lists(st.text("az09", min_size=1, max_size=3), min_size=1, max_size=3).map("-".join)
DAYS = st.dates().map(lambda d: Date(d.year, d.month, d.day))
WHENS = st.one_of(
    st.dates().map(date.isoformat),
    st.sampled_from(
        [
            "2024",
            "2024-05",
            "2024-05-19~",
            "202X",
            "20XX?",
            "2024-XX",
            "2024-05-1X",
            "2024-?05-19",
            "9999-12-31",
            "0001",
            "2024-22",
            "2024-28",
            "2024-33",
            "2024-38~",
            "2024-41",
            "2022-21/2022-23",
            "2015~/2028-05",
            "2015/..",
            "2015/",
            "../2028",
            "/2028",
            "[..2028]",
            "[2016..]",
            "[2024-04-21..2024-04-30]",
            "[2022-21,2022-22]",
        ]
    ),
).map(When)
NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30).map(Decimal),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9),
    st.sampled_from(["4.9e9", "1E-9", "-0", "0.10", "1e30"]).map(Decimal),
)


@st.composite
def bounds(draw: st.DrawFn) -> dict[str, Any]:
    numbers = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
    names = draw(st.lists(st.sampled_from(["low", "best", "high"]), min_size=1, unique=True))
    given = dict(zip(("low", "best", "high"), numbers, strict=True))
    return {name: given[name] for name in names} | {"text": draw(TEXTS)}


QUANTITIES = st.builds(lambda given, unit: Quantity(**given, unit=unit), bounds(), NAMES)
SUMS = st.builds(
    lambda given, currency: Money(**given, currency=currency),
    bounds(),
    st.sampled_from(["USD", "RUB", "IRR"]),
)
PARTS = st.builds(Part, name=TEXTS, amount=QUANTITIES, due=st.none() | WHENS)
BODIES = st.one_of(
    st.builds(
        OrderPlaced,
        item=TEXTS,
        amount=st.none() | QUANTITIES,
        price=st.none() | SUMS,
        due=st.none() | WHENS,
        since=st.none() | DAYS,
        share=st.none() | NUMBERS,
        count=st.integers(),
        firm=st.booleans(),
        ports=st.lists(TEXTS, max_size=3).map(tuple),
        parts=st.lists(PARTS, max_size=2).map(tuple),
    ),
    st.builds(
        TariffSet,
        rates=st.lists(st.lists(TEXTS, max_size=2).map(tuple), max_size=2).map(tuple),
        from_day=DAYS,
    ),
    st.builds(
        UnknownBody,
        st.sampled_from(["test-codec-nobody", "test-codec-nowhere"]),
        st.integers(1, 3),
        st.dictionaries(TEXTS, st.integers() | TEXTS | st.lists(st.booleans()), max_size=3).map(
            as_json
        ),
    ),
)
CITATIONS = st.lists(
    st.builds(
        Citation,
        IDS,
        TEXTS,
        known=st.none() | DAYS,
        says=TEXTS,
        stance=st.sampled_from(STANCES),
        via=st.lists(NAMES, max_size=2).map(tuple),
        when=st.none() | WHENS,
    ),
    max_size=3,
)
EVENTS = st.builds(
    lambda when, lasting, **fields: Event(
        when=when, lasting=lasting and not when.is_closed, **fields
    ),
    id=IDS,
    when=WHENS,
    lasting=st.booleans(),
    known=DAYS,
    what=BODIES,
    title=TEXTS,
    parties=st.lists(NAMES, max_size=3).map(tuple),
    sources=CITATIONS,
    seq=st.integers(),
    revision=st.integers(0, 5),
    note=TEXTS,
)
RETRACTIONS = st.builds(
    Retraction, id=IDS, revision=st.integers(1, 5), known=DAYS, reason=WORDS, sources=CITATIONS
)


# ---------------------------------------------------------------------------------------------
# The round trip


@given(EVENTS | RETRACTIONS)
def test_a_record_comes_back_from_its_stored_form(record: Record) -> None:
    again = from_plain(to_plain(record))
    assert again == record
    assert type(again) is type(record)
    assert hash(again) == hash(record)


@given(EVENTS | RETRACTIONS)
def test_the_stored_form_comes_back_from_its_record(record: Record) -> None:
    text = as_json(to_plain(record))
    assert as_json(to_plain(from_plain(json.loads(text)))) == text


@given(EVENTS | RETRACTIONS)
def test_the_text_of_a_record_is_that_of_its_plain_data(record: Record) -> None:
    assert to_json(record) == as_json(to_plain(record))


@given(EVENTS | RETRACTIONS)
def test_reading_leaves_the_stored_form_alone(record: Record) -> None:
    data = to_plain(record)
    before = copy.deepcopy(data)
    from_plain(data)
    assert data == before


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """The stored form of an event with some values replaced, left out, moved or added."""
    data: dict[str, Any] = json.loads(as_json(to_plain(draw(EVENTS))))
    for _ in range(draw(st.integers(0, 3))):
        holder = data["what"] if draw(st.booleans()) and isinstance(data["what"], dict) else data
        name = draw(st.sampled_from([*holder, "seq", "revision", "colour", "known"]))
        match draw(st.integers(0, 3)):
            case 0:
                holder[name] = draw(PLAIN)
            case 1:
                holder.pop(name, None)
            case 2 if name in holder:
                holder[name] = holder.pop(name)
            case _:
                holder[name] = draw(st.sampled_from([0, 1, True, None, "", "2001", 1.0, [], {}]))
        data.setdefault("what", {})
    return data


@given(spoilt())
def test_the_quick_way_to_read_is_the_careful_one(data: dict[str, Any]) -> None:
    before = copy.deepcopy(data)
    careful = outcome(
        lambda data: codec._event(data, f"record {shown(data.get('id', '?'), 60)}"), data
    )
    quick = outcome(from_plain, data)
    assert quick == careful
    if isinstance(quick, Event):
        assert as_json(to_plain(quick)) == as_json(to_plain(careful))
    assert as_json(data) == as_json(before)


def outcome(read: Any, data: dict[str, Any]) -> Any:
    """What is read, or the problems for which it is refused."""
    try:
        return read(copy.deepcopy(data))
    except RecordError as error:
        return error.problems


@given(EVENTS, st.randoms(use_true_random=False))
def test_a_body_is_handed_back_in_the_order_in_which_it_was_written(
    event: Event, random: Any
) -> None:
    data = to_plain(event)
    names = list(data["what"])
    random.shuffle(names)
    data["what"] = {name: data["what"][name] for name in names}
    text = as_json(data)
    assert as_json(to_plain(from_plain(data))) == text


def test_a_body_is_handed_back_with_the_defaults_that_were_written() -> None:
    what = {"count": 0, "amount": {"low": "1.0", "unit": "x", "text": ""}, "item": "a", "due": None}
    data = stored(what=what)
    event = from_plain(data)
    assert as_json(to_plain(event)["what"]) == as_json(what)
    assert event == from_plain(stored(what={"item": "a", "amount": {"low": 1, "unit": "x"}}))


def test_an_event_is_written_as() -> None:
    event = Event(
        id="order",
        revision=1,
        when="2024-25",
        known="2024-06-01",
        title="An order",
        parties=["RU", "IR"],
        sources=[Citation("smagin", "par. 4", via=["Interfax"])],
        seq=2,
        note="a note",
        what=OrderPlaced(
            item="ferry",
            amount=Quantity(18, 20, 22, unit="ferries", text="a score"),
            price=Money(best="4.9e9", currency="USD"),
            due=When("[..2028]"),
            since=Date(2024, 5, 19),
            share=Decimal("0.10"),
            count=3,
            firm=True,
            ports=("Lagna", "Seyno"),
            parts=(Part(name="hull", amount=Quantity(high="1.5", unit="ferries")),),
        ),
    )
    assert as_json(to_plain(event)) == as_json(
        {
            "id": "order",
            "revision": 1,
            "kind": "test-codec-order",
            "version": 1,
            "when": "2024-25",
            "known": "2024-06-01",
            "title": "An order",
            "parties": ["RU", "IR"],
            "seq": 2,
            "note": "a note",
            "what": {
                "item": "ferry",
                "amount": {"unit": "ferries", "low": 18, "best": 20, "high": 22, "text": "a score"},
                "price": {
                    "currency": "USD",
                    "low": 4900000000,
                    "best": 4900000000,
                    "high": 4900000000,
                },
                "due": "[..2028]",
                "since": "2024-05-19",
                "share": "0.10",
                "count": 3,
                "firm": True,
                "ports": ["Lagna", "Seyno"],
                "parts": [{"name": "hull", "amount": {"unit": "ferries", "high": "1.5"}}],
            },
            "sources": [
                {
                    "source": "smagin",
                    "locator": "par. 4",
                    "known": "2024-06-01",
                    "via": ["Interfax"],
                }
            ],
        }
    )


def test_what_lasts_and_the_date_of_a_source_are_written_where_they_are_told() -> None:
    event = Event(
        id="order",
        when="[2022-02-24..2024-06-03]",
        known="2024-06-03",
        what=OrderPlaced(item="ferry"),
        lasting=True,
        sources=[Citation("smagin", "par. 4", when="2022-22")],
    )
    assert to_plain(event)["lasting"] is True
    assert to_plain(event)["sources"] == [
        {"source": "smagin", "locator": "par. 4", "known": "2024-06-03", "when": "2022-22"}
    ]
    again = from_plain(to_plain(event))
    assert isinstance(again, Event)
    assert (again, again.lasts, again.sources[0].when) == (event, True, When("2022-22"))
    assert from_plain(to_plain(event) | {"lasting": False}) != event


@pytest.mark.parametrize(
    ("when", "lasting", "lasts"),
    [
        ("2015/..", False, True),
        ("2015/..", True, True),
        ("../..", False, None),
        ("2015", True, True),
        ("2015", False, False),
        ("[2015..]", False, False),
        ("2015/", False, False),
        ("2015/2016", False, False),
        ("2015/2016", True, None),
        ("../2016", True, None),
    ],
)
def test_an_event_lasts_if_its_date_is_open_or_it_says_so(
    when: str, lasting: bool, lasts: bool | None
) -> None:
    data = stored(when=when) | ({"lasting": True} if lasting else {})
    if lasts is None:
        assert list(refusals(data)) == ["when"]
    else:
        event = from_plain(data)
        assert isinstance(event, Event)
        assert event.lasts is lasts


EXACT = ("0.1234567890123456789", "123456789012345678901234567890.5", "1e-400", "1.0", "1", "-0")


@pytest.mark.parametrize("number", [*EXACT, "1E+2", "-0.0", "9" * 4000])
def test_an_unknown_body_keeps_its_numbers_digit_for_digit(number: str) -> None:
    text = f'{{"rate": {number}, "rates": [[{number}]]}}'
    line = '{"id": "a", "kind": "test-codec-eclipse", "version": 1, "when": "2024", "known": '
    line += f'"2024-06-01", "what": {text}}}'
    event = from_plain(JSON.decode(line))
    assert isinstance(event, Event)
    assert event.what == UnknownBody("test-codec-eclipse", 1, text)
    for again in (event, pickle.loads(pickle.dumps(event)), from_plain(to_plain(event))):
        assert to_json(again) == line
        assert again == event


def test_other_digits_are_other_content() -> None:
    bodies = {UnknownBody("test-codec-eclipse", 1, f'{{"rate": {number}}}') for number in EXACT}
    assert len(bodies) == len(EXACT)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400"])
def test_a_number_that_is_not_finite_is_refused_in_an_unknown_kind(number: str) -> None:
    what = tomllib.loads(f"rates = [{{ rate = {number} }}]")
    found = refusals(stored(kind="test-codec-eclipse", what=what))
    assert list(found) == ["what"]
    assert "expected text, finite numbers, lists and tables" in found["what"]


def test_a_number_of_json_is_no_decimal_of_a_known_kind() -> None:
    found = refusals(JSON.decode(as_json(stored()).replace('"item": "ferry"', '"share": 4.90')))
    assert "found 4.90; expected an int, a Decimal or text; write 4.9" in found["what.share"]


def test_fields_at_their_default_are_left_out() -> None:
    event = Event(id="order", when="2024", known="2024-06-01", what=OrderPlaced(item="ferry"))
    assert list(to_plain(event)) == ["id", "kind", "version", "when", "known", "what"]
    assert to_plain(event)["what"] == {"item": "ferry"}


def test_a_retraction_is_written_as() -> None:
    gone = Retraction(
        id="order",
        revision=2,
        known="2024-06",
        reason="no order",
        sources=[Citation("smagin", stance="denies")],
    )
    assert as_json(to_plain(gone)) == as_json(
        {
            "id": "order",
            "revision": 2,
            "retracted": "no order",
            "known": "2024-06-30",
            "sources": [{"source": "smagin", "known": "2024-06-30", "stance": "denies"}],
        }
    )


def test_a_body_that_is_false_is_still_the_body() -> None:
    event = from_plain(stored(kind="test-codec-falsy", what={"port": "Lagna"}))
    assert isinstance(event, Event)
    assert event.what == Falsy(port="Lagna")
    assert to_plain(event)["kind"] == "test-codec-falsy"


# ---------------------------------------------------------------------------------------------
# Versions and kinds

RAILWAYS = {
    1: {"km": 5, "stops": "Lagna Seyno"},
    2: {"stops": "Lagna Seyno", "metres": 5000},
    3: {"stops": ["Lagna", "Seyno"], "metres": 5000},
}


@pytest.mark.parametrize("version", RAILWAYS)
def test_an_old_version_is_brought_up_yet_handed_back_as_written(version: int) -> None:
    data = stored(kind="test-codec-railway", version=version, what=RAILWAYS[version])
    text = as_json(data)
    event = from_plain(data)
    assert isinstance(event, Event)
    assert event.what == RailwayOpened(metres=5000, stops=("Lagna", "Seyno"))
    assert as_json(to_plain(event)) == text


def test_an_old_version_is_equal_to_the_same_content_of_today() -> None:
    old, new = (
        from_plain(stored(kind="test-codec-railway", version=version, what=RAILWAYS[version]))
        for version in (1, 3)
    )
    assert old == new
    assert to_plain(old) != to_plain(new)


def test_a_corrected_body_is_written_in_the_version_of_today() -> None:
    event = from_plain(stored(kind="test-codec-railway", version=1, what=RAILWAYS[1]))
    assert isinstance(event, Event)
    longer = attrs.evolve(event, revision=1, what=attrs.evolve(event.what, metres=6000))
    assert to_plain(longer)["version"] == 3
    assert to_plain(longer)["what"] == {"metres": 6000, "stops": ["Lagna", "Seyno"]}


def test_an_upcaster_that_changes_its_data_leaves_the_stored_form_alone() -> None:
    data = stored(kind="test-codec-careless", version=1, what={"stops": ["Lagna"]})
    event = from_plain(data)
    assert isinstance(event, Event)
    assert event.what == Careless(stops=("Lagna", "terminus"))
    assert data["what"] == {"stops": ["Lagna"]}
    assert to_plain(event)["what"] == {"stops": ["Lagna"]}


def test_a_failing_upcaster_is_reported_with_kind_and_version() -> None:
    data = stored(kind="test-codec-railway", version=1, what={"length": 5}, when="2024-13")
    found = refusals(data)
    assert set(found) == {"what", "when"}
    assert (
        "test-codec-railway version 1, on which its upcaster failed (KeyError('km'))"
        in (found["what"])
    )


def test_what_an_upcaster_makes_is_checked() -> None:
    data = stored(kind="test-codec-railway", version=1, what={"km": "5", "stops": ""})
    assert "expected a whole number" in refusals(data)["what.metres"]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


@given(
    st.sampled_from([("test-codec-eclipse", 1), ("test-codec-eclipse", 7), ("test-codec-order", 2)])
    | st.sampled_from([("test-codec-railway", 4), ("test-codec-tariff", 99)]),
    st.dictionaries(TEXTS, PLAIN, max_size=3),
)
def test_what_is_not_known_here_is_kept_and_handed_back_untouched(
    name_and_version: tuple[str, int], what: dict[str, Any]
) -> None:
    name, version = name_and_version
    data = stored(kind=name, version=version, what=what)
    text = as_json(data)
    event = from_plain(data)
    assert isinstance(event, Event)
    assert event.what == UnknownBody(name, version, as_json(what))
    assert event.kind == name
    assert as_json(to_plain(event)) == text


def test_an_unknown_body_keeps_the_order_of_its_keys() -> None:
    event = from_plain(stored(kind="test-codec-eclipse", what={"z": 1, "a": {"y": 2, "b": 3}}))
    assert as_json(to_plain(event)["what"]) == '{"z": 1, "a": {"y": 2, "b": 3}}'


def test_what_surrounds_an_unknown_body_is_checked() -> None:
    assert set(refusals(stored(kind="test-codec-eclipse", when="2024-13", seq="1"))) == {
        "when",
        "seq",
    }


def test_a_record_without_a_version_is_of_the_first() -> None:
    data = stored()
    del data["version"]
    assert from_plain(data) == from_plain(stored(version=1))


# ---------------------------------------------------------------------------------------------
# Refusals


def test_every_problem_is_reported_at_once_with_its_path() -> None:
    data = stored(
        when="2024-13",
        known="2024-02-30",
        parties="RU",
        seq="1",
        sources=[{"source": "smagin", "via": "Interfax"}, {"locator": "par. 4"}],
        what={
            "item": 3,
            "amount": {"low": 1.5, "unit": "x", "size": 1},
            "price": {"low": 3, "high": 1, "currency": "USD"},
            "due": "soon",
            "since": "2024-02-30",
            "share": 0.5,
            "count": True,
            "firm": 1,
            "ports": "Lagna",
            "parts": [{"name": "hull"}, {"name": 4, "amount": {"unit": "x"}}],
            "colour": "red",
        },
    )
    assert {path: text.partition("expected ")[2] for path, text in refusals(data).items()} == {
        "when": "a month 01 to 12, a season 21 to 24, a quarter 33 to 36, a third 37 to 39 "
        "or a half 40 to 41; the supported dates are listed in docs/reference/dates.md",
        "known": "a day that exists; day is out of range for month",
        "parties": "a list in square brackets",
        "seq": "a whole number",
        "sources[0].via": "a list in square brackets",
        "sources[1].source": "a value; it has no default",
        "what.item": "text in quotes",
        "what.amount.low": "an int, a Decimal or text; write 4.9 as '4.9'",
        "what.amount.size": "only low, best, high, text, unit",
        "what.price": "low <= best <= high",
        "what.due": "digits, as in '2022-22' (summer 2022) or '1979~' (about 1979); "
        "the supported dates are listed in docs/reference/dates.md",
        "what.since": "a day that exists; day is out of range for month",
        "what.share": "an int, a Decimal or text; write 4.9 as '4.9'",
        "what.count": "a whole number",
        "what.firm": "true or false",
        "what.ports": "a list in square brackets",
        "what.parts[0].amount": "a value; it has no default",
        "what.parts[1].name": "text in quotes",
        "what.parts[1].amount": "at least one of low, best and high",
        "what.colour": "only item, amount, price, due, since, share, count, firm, ports, parts",
    }


def test_a_field_that_no_event_has_is_refused() -> None:
    text = refusals(stored(bogus=1))["bogus"]
    assert text.startswith("record 'order': found the field 'bogus'; expected only ")


def test_a_problem_names_the_record_and_the_field() -> None:
    assert refusals(stored(seq="1")) == {
        "seq": "record 'order': seq: found '1'; expected a whole number"
    }


def test_a_bad_date_names_the_field_and_the_character() -> None:
    text = refusals(stored(what={"item": "ferry", "due": "2024-13"}))["what.due"]
    assert text.startswith("record 'order': what.due: date '2024-13', character 6: found '13'")


def test_problems_of_form_and_of_value_are_reported_together() -> None:
    found = refusals(stored(id="The Order", when="2024-13", revision=-1))
    assert set(found) == {"id", "when", "revision"}


@pytest.mark.parametrize(
    ("fields", "path", "expected"),
    [
        ({"id": "The Order"}, "id", "a-z, 0-9 and single hyphens"),
        ({"revision": -1}, "revision", "0 or more"),
        ({"parties": ["RU", ""]}, "parties", "a sequence of texts"),
        ({"sources": [{"source": "S"}]}, "sources[0].source", "a-z, 0-9 and single hyphens"),
        ({"sources": [{"source": "s", "stance": "says"}]}, "sources[0].stance", "one of asserts"),
        ({"what": {"item": "a", "amount": {"low": 1, "unit": ""}}}, "what.amount.unit", ""),
        ({"what": {"item": "a", "price": {"low": 1, "currency": "$"}}}, "what.price.currency", ""),
    ],
)
def test_a_problem_of_value_names_its_field(
    fields: dict[str, Any], path: str, expected: str
) -> None:
    found = refusals(stored(**fields))
    assert list(found) == [path]
    assert f"{path}: found " in found[path]
    assert f"expected {expected}" in found[path]
    assert "Attribute(" not in found[path]


def test_a_record_of_nothing_lacks_all_that_has_no_default() -> None:
    assert set(refusals({})) == {"id", "kind", "when"}
    assert set(refusals({"kind": "test-codec-order"})) == {"id", "when", "what.item"}
    assert set(refusals({"retracted": "no order"})) == {"id", "revision", "known"}


def test_an_event_that_no_one_could_know_is_refused() -> None:
    data = stored(sources=[{"source": "smagin"}])
    del data["known"]
    assert refusals(data) == {
        "known": "record 'order': known: found None; expected the day it became public; "
        "give `known`, or a citation with its `known`"
    }


@pytest.mark.parametrize(
    ("fields", "path", "expected"),
    [
        ({"kind": ""}, "kind", "the name of a kind"),
        ({"kind": 3}, "kind", "the name of a kind"),
        ({"version": 0}, "version", "a whole number from 1"),
        ({"version": "1"}, "version", "a whole number from 1"),
        ({"version": True}, "version", "a whole number from 1"),
        ({"what": None}, "what", "the fields of the kind"),
        ({"what": []}, "what", "the fields of the kind"),
        ({"what": {1: "ferry"}}, "what.item", "a value"),
        ({"kind": "eclipse", "what": {1: "ferry"}}, "what", "text, finite numbers, lists"),
        ({"title": 3}, "title", "text in quotes"),
        ({"note": ["a"]}, "note", "text in quotes"),
        ({"id": 3}, "id", "text in quotes"),
        ({"revision": "1"}, "revision", "a whole number"),
    ],
)
def test_a_field_of_the_wrong_type_is_refused(
    fields: dict[str, Any], path: str, expected: str
) -> None:
    found = refusals(stored(**fields))
    assert next(iter(found)) == path
    assert f"expected {expected}" in found[path]


@pytest.mark.parametrize("native", [date(2024, 5, 19), datetime(2024, 5, 19), Date(2024, 5, 19)])
def test_native_dates_are_refused(native: date) -> None:
    assert list(refusals(stored(when=native))) == ["when"]
    assert list(refusals(stored(what={"item": "ferry", "due": native}))) == ["what.due"]
    assert list(refusals(stored(kind="test-codec-eclipse", what={"day": native}))) == ["what"]


@pytest.mark.parametrize("native", [date(2024, 5, 19), datetime(2024, 5, 19), Date(2024, 5, 19)])
def test_native_days_are_refused(native: date) -> None:
    assert list(refusals(stored(known=native))) == ["known"]
    sources = [{"source": "smagin", "known": native}]
    assert list(refusals(stored(sources=sources))) == ["sources[0].known"]
    gone = {"id": "order", "revision": 1, "retracted": "no order", "known": native}
    assert list(refusals(gone)) == ["known"]


@pytest.mark.parametrize("number", [1.0, 1.5, float("nan"), float("inf")])
def test_floats_are_refused(number: float) -> None:
    assert list(refusals(stored(seq=number))) == ["seq"]
    assert list(refusals(stored(version=number))) == ["version"]
    what = {"item": "ferry", "count": number, "share": number}
    what["amount"] = {"best": number, "unit": "x"}
    assert set(refusals(stored(what=what))) == {"what.count", "what.share", "what.amount.best"}


@pytest.mark.parametrize("value", ["RU", "", {"RU": 1}, 3, None])
def test_only_a_list_is_a_list(value: Any) -> None:
    assert "expected a list in square brackets" in refusals(stored(parties=value))["parties"]
    assert list(refusals(stored(sources=value))) == ["sources"]
    assert list(refusals(stored(what={"item": "a", "ports": value}))) == ["what.ports"]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"retracted": 5}, "retracted"),
        ({"retracted": ""}, "retracted"),
        ({"known": "soon"}, "known"),
        ({"revision": 0}, "revision"),
        ({"reason": "another"}, "reason"),
        ({"when": "2024"}, "when"),
        ({"sources": [{"source": "smagin", "page": 3}]}, "sources[0].page"),
    ],
)
def test_a_problem_of_a_retraction_names_the_field_as_it_is_written(
    fields: dict[str, Any], path: str
) -> None:
    gone = {"id": "order", "revision": 1, "retracted": "no order", "known": "2024-06-01"}
    assert list(refusals(gone | fields)) == [path]


def nested(depth: int) -> Any:
    data: Any = "x"
    for at in range(depth):
        data = [data] if at % 2 else {"a": data}
    return data


@pytest.mark.parametrize(
    ("depth", "counted"), [(0, 0), (1, 1), (3, 3), (100, 100), (101, 101), (150, 101)]
)
def test_depth_is_counted_to_one_more_than_may_be(depth: int, counted: int) -> None:
    assert depth_of(nested(depth)) == counted


def test_a_value_deep_in_a_body_is_refused_where_it_stands() -> None:
    def made(**fields: Any) -> Any:
        given: dict[str, Any] = {"item": "x", **fields}
        return lambda: Event(id="a", when="2001", known="2001", what=OrderPlaced(**given))

    for refused, message in (
        (made(amount=3), "amount: found 3; expected a Quantity, or None"),
        (made(parts=(3,)), "parts[0]: found 3; expected a Part"),
        (
            made(parts=(Part(name=3, amount=Quantity(1, unit="x")),)),  # type: ignore[arg-type]
            "parts[0].name: found 3; expected text",
        ),
    ):
        with pytest.raises(RecordError) as caught:
            refused()
        assert str(caught.value) == f"event 'a': OrderPlaced.{message}"
    assert refusals(stored(what={"item": "x", "amount": {"best": 1, "unit": ""}})) == {
        "what.amount.unit": "record 'order': what.amount.unit: found ''; expected some words"
    }


def test_a_field_that_stands_twice_is_named() -> None:
    with pytest.raises(InputError) as caught:
        from_json('{"a": 1, "b": 2, "c": 3, "b": 4}')
    assert str(caught.value) == "JSON: found the field 'b' twice; expected each field once"


def test_text_is_written_as_it_is() -> None:
    assert stored_form.as_json({"é": ["ж", 1, None, True]}) == '{"é": ["ж", 1, null, true]}'


ENVELOPE = "kind, version, when, known, title, parties, seq, note, lasting, what, sources"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (5, "record: found 5; expected the fields of a record"),
        (
            {"kind": "test-codec-order", "version": 0, "when": "2024", "known": "2024"}
            | {"id": "a" * 80, "what": {"item": "x"}},
            f"record '{'a' * 20} … {'a' * 19}' (80 characters): version: found 0; "
            "expected a whole number from 1",
        ),
        (
            {"id": "a", "retract": "y", "what": {"item": "x"}},
            "record 'a': kind: found nothing; expected the name of a kind\n"
            "record 'a': when: found nothing; expected a value; it has no default\n"
            f"record 'a': found the field 'retract'; expected only {ENVELOPE}",
        ),
        (
            {"id": "a", "revision": 1, "retraced": "y", "known": "2024"},
            "record 'a': retracted: found nothing; expected a value; it has no default\n"
            "record 'a': found the field 'retraced'; expected only id, revision, known, "
            "retracted, sources; is it retracted?",
        ),
        (
            {"id": "a", "revision": 1, "retracted": "y", "known": "2024", "reason": "z"},
            "record 'a': reason: found the field 'reason'; expected 'retracted' alone",
        ),
        (
            {"id": "a", "kind": "test-codec-order", "when": "2024", "known": "2024"}
            | {"what": {"item": "x"}, "titel": "y"},
            f"record 'a': found the field 'titel'; expected only {ENVELOPE}; is it title?",
        ),
    ],
)
def test_a_refusal_of_a_record_says_in_whole_what_is_wrong(data: Any, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        from_plain(data)
    assert str(caught.value) == message


def test_a_record_that_is_written_as_today_is_read_without_a_search_for_faults() -> None:
    data = stored()
    assert codec._quick(data) == from_plain(data)
    assert codec._quick(data | {"version": 2}) is None


# ---------------------------------------------------------------------------------------------
# Values of a state


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (Unknown, None),
        (Certainty.NO, "no"),
        (When("2024-25"), "2024-25"),
        (Date(2024, 5, 19), "2024-05-19"),
        (Decimal("4.90"), "4.90"),
        (Decimal("4.9e9"), 4900000000),
        (("a", ("b",)), ["a", ["b"]]),
        (Quantity(best="0.5", unit="x"), {"low": "0.5", "best": "0.5", "high": "0.5", "unit": "x"}),
        ({"a": Unknown, "b": [When("2024")]}, {"a": None, "b": ["2024"]}),
    ],
)
def test_a_value_of_a_state_has_plain_data(value: Any, data: Any) -> None:
    assert plain(value) == data
    assert json.loads(as_json(plain(value))) == data
