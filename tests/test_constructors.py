"""Whatever a constructor is given, it works or says where, what was found and what is expected."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.dates.when import to_day
from bilateral_timeline.records.codec import from_plain, to_json
from bilateral_timeline.records.stored import JSON


@bt.kind("test-constructors-tariff", formerly=("test-constructors-duty",))
class TariffSet:
    name: str = "wheat"


class Scalar:
    """A stand-in for a whole number of another library."""

    def __index__(self) -> int:
        return 3

    def __repr__(self) -> str:
        return "np.int64(3)"


class Array:
    """A stand-in for an array of another library, which has no truth value."""

    def __eq__(self, other: object) -> Any:
        return self

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise ValueError("the truth value of an array is ambiguous")

    def __len__(self) -> int:
        return 2


class Nameless:
    """A value that cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def rising() -> Any:
    yield from range(3)


LONG = "x" * 5000
VALUES: list[Any] = [
    *(None, 0, 1, -1, 5, 10**5000, 1.5, float("nan"), float("inf"), True, 3j),
    *(Decimal("NaN"), Decimal("1e150"), Decimal(4), "", " ", "x", LONG, LONG.upper(), "\ud83d"),
    *(b"", b"2024", bytearray(b"x"), object(), Nameless(), Scalar(), Array(), ...),
    *(date(2024, 5, 19), datetime(2024, 5, 19, 12), timedelta(1), "2024-05-19T12:00", "2024"),
    *([], [1], ["x"], [LONG] * 500, (), ("x",), ("\ud83d",), {}, {"x": 1}, {1, 2}, frozenset()),
    *(int, str, bt.Event, TariffSet, len, lambda: None, NotImplemented, type, range(3)),
    *(bt.Unknown, bt.Certainty.NO, bt.When("2024"), bt.When("1856/1916"), bt.When("2015/..")),
    *(bt.Quantity(1, unit="t"), bt.Citation("x"), bt.Source(id="x", title="X"), TariffSet()),
    *([bt.Citation("x")], (bt.Citation("x"), None), bt.UnknownBody("eclipse", 1, "{}")),
    *(bt.UnknownBody("test-constructors-tariff", 1, "{}"), "[]", "{}", '{"a": NaN}', "{" * 5000),
    *("[" * 100_000, '{"a": ' * 5000, '{"a": 1, "a": 2}', '{"a": 1e400}', "9" * 5000),
]
BODY = TariffSet()
FULL: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "Event": (
        bt.Event,
        {
            "id": "a",
            "when": "2024",
            "what": BODY,
            "known": "2024",
            "title": "A",
            "parties": ["AA"],
            "sources": [bt.Citation("x")],
            "seq": 0,
            "revision": 0,
            "note": "",
            "lasting": False,
        },
    ),
    "Retraction": (
        bt.Retraction,
        {"id": "a", "revision": 1, "known": "2024", "reason": "no", "sources": ()},
    ),
    "Source": (
        bt.Source,
        {
            "id": "a",
            "title": "A",
            "type": "book",
            "author": ["B"],
            "container_title": "C",
            "publisher": "D",
            "issued": "2024",
            "url": "",
            "language": "en",
            "note": "",
            "known": "2024",
        },
    ),
    "Citation": (
        bt.Citation,
        {
            "source": "a",
            "locator": "p. 4",
            "known": "2024",
            "says": "so",
            "stance": "denies",
            "via": ["B"],
            "when": "2024",
        },
    ),
    "Quantity": (bt.Quantity, {"low": 1, "best": 2, "high": 3, "unit": "t", "text": "a few"}),
    "Money": (bt.Money, {"low": 1, "best": 2, "high": 3, "currency": "USD", "text": "a few"}),
    "When": (bt.When, {"text": "2024"}),
    "UnknownBody": (bt.UnknownBody, {"kind": "eclipse", "version": 1, "text": "{}"}),
    "spell": (
        bt.spell,
        {
            "id": "a",
            "when": "1856/1916",
            "begins": BODY,
            "ends": BODY,
            "title": "A",
            "end_title": "B",
            "known": "2024",
            "sources": (),
            "parties": ("AA",),
            "note": "",
        },
    ),
    "kind": (
        lambda **fields: bt.kind(**fields)(type("Any", (), {})),
        {
            "name": "test-constructors-any",
            "version": 1,
            "upcasters": None,
            "foreseeable": False,
            "formerly": (),
            "standing": False,
        },
    ),
    "to_day": (to_day, {"value": "2024"}),
    "before": (bt.When("2024").before, {"other": "2024"}),
    "after": (bt.When("2024").after, {"other": "2024"}),
    "within": (bt.When("2024").within, {"other": "2024"}),
    "overlaps": (bt.When("2024").overlaps, {"other": "2024"}),
    "from_plain": (from_plain, {"data": {"id": "a", "retracted": "no", "known": "2024"}}),
}
FIELDS = [(name, field) for name, (_, fields) in FULL.items() for field in fields]


def comes_back(made: Any) -> None:
    if isinstance(made, bt.Citation):
        made = FULL["Event"][0](**(FULL["Event"][1] | {"sources": [made]}))
    if isinstance(made, bt.UnknownBody):
        made = FULL["Event"][0](**(FULL["Event"][1] | {"what": made}))
    if isinstance(made, bt.Event | bt.Retraction):
        assert from_plain(JSON.decode(to_json(made))) == made


def refused(error: bt.TimelineError) -> None:
    assert isinstance(error, bt.InputError)
    for problem in error.problems:
        assert len(str(problem)) < 700
        assert problem.where
        assert problem.found
        assert problem.expected
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_no_value_is_too_odd_for_a_constructor(name: str, field: str) -> None:
    make, fields = FULL[name]
    for value in VALUES:
        try:
            made = make(**(fields | {field: value}))
        except bt.TimelineError as error:
            refused(error)
        else:
            comes_back(made)


STORED = {
    "id": "a",
    "revision": 0,
    "kind": "test-constructors-tariff",
    "version": 1,
    "when": "2024",
    "known": "2024-05-19",
    "title": "A",
    "parties": ["AA"],
    "seq": 0,
    "note": "",
    "lasting": False,
    "what": {"name": "rye"},
    "sources": [{"source": "a", "locator": "p. 4", "via": ["B"], "when": "2024"}],
}


@pytest.mark.parametrize("kind", ["test-constructors-tariff", "eclipse"])
@pytest.mark.parametrize("field", [*STORED, "retracted", "colour"])
def test_no_value_is_too_odd_for_a_stored_record(field: str, kind: str) -> None:
    for value in VALUES:
        for odd in (value, {"name": value}, {5: value}, [value], [{"source": value}]):
            stored = STORED | {"kind": kind} | {field: odd}
            try:
                made = from_plain(stored)
            except bt.TimelineError as error:
                refused(error)
            else:
                comes_back(made)


@given(st.sampled_from(FIELDS), st.sampled_from(FIELDS), st.data())
def test_two_odd_values_are_refused_too(
    one: tuple[str, str], other: tuple[str, str], data: Any
) -> None:
    if one[0] != other[0]:
        return
    make, fields = FULL[one[0]]
    try:
        make(
            **fields
            | {one[1]: data.draw(st.sampled_from(VALUES))}
            | {other[1]: data.draw(st.sampled_from(VALUES))}
        )
    except bt.TimelineError as error:
        refused(error)


def test_the_half_of_an_emoji_is_refused_wherever_text_may_stand() -> None:
    half = "\ud83d"
    for name in ("Event", "Retraction", "Source", "Citation", "Quantity", "Money", "UnknownBody"):
        make, fields = FULL[name]
        for field, value in fields.items():
            if isinstance(value, str) and field not in ("when", "known", "issued"):
                with pytest.raises(bt.InputError):
                    make(**(fields | {field: half}))


def test_an_unknown_body_of_a_kind_that_is_known_is_refused() -> None:
    make, fields = FULL["Event"]
    for name in ("test-constructors-tariff", "test-constructors-duty"):
        with pytest.raises(bt.RecordError, match=r"event 'a': what: .* expected a TariffSet"):
            make(**(fields | {"what": bt.UnknownBody(name, 1, "{}")}))
        later = make(**(fields | {"what": bt.UnknownBody(name, 2, "{}")}))
        assert from_plain(JSON.decode(to_json(later))) == later
