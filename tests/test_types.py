"""One table of the types that can be stored: what is taken in is written and read again."""

from __future__ import annotations

import enum
import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    NewType,
    TypeVar,
)

import attrs
import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.files.schema import _object
from bilateral_timeline.records.codec import from_plain, to_json, to_plain
from bilateral_timeline.records.hints import fields_of
from bilateral_timeline.records.stored import JSON
from bilateral_timeline.testing import whens

if TYPE_CHECKING:
    pass

Named = NewType("Named", str)
T = TypeVar("T")


class Stage(enum.Enum):
    SIGNED = "signed"
    FIRST = 1


@attrs.frozen(kw_only=True)
class Port:
    name: str
    depth: Decimal | None = None


@attrs.frozen
class Route:
    ports: tuple[Port, ...]
    opened: bt.When


# ---------------------------------------------------------------------------------------------
# Every type of the table, alone and in others

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
WHOLE = st.integers(-(10**20), 10**20)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda number: abs(number.adjusted()) <= 99
)
QUANTITIES = st.builds(lambda best: bt.Quantity(best=best, unit="ships"), DECIMALS)
SUMS = st.builds(lambda low: bt.Money(low, currency="USD"), DECIMALS)
PORTS = st.builds(Port, name=TEXTS, depth=st.none() | DECIMALS)
ROUTES = st.builds(Route, st.lists(PORTS, max_size=2).map(tuple), whens())
SINGLE: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (str, TEXTS),
    (Named, TEXTS),
    (Annotated[str, "a name"], TEXTS),
    (int, WHOLE),
    (bool, st.booleans()),
    (Decimal, DECIMALS),
    (Date, st.dates().map(lambda d: Date(d.year, d.month, d.day))),
    (bt.When, whens()),
    (bt.Quantity, QUANTITIES),
    (bt.Money, SUMS),
    (bt.Certainty, st.sampled_from(bt.Certainty)),
    (Stage, st.sampled_from(Stage)),
    (Literal["a", 1, True], st.sampled_from(["a", 1, True])),
    (int | str, WHOLE | TEXTS),
    (bt.Quantity | bt.Money, QUANTITIES | SUMS),
    (Port | bool | tuple[str, ...], PORTS | st.booleans() | st.lists(TEXTS).map(tuple)),
    (Port, PORTS),
    (Route, ROUTES),
]

Typed = tuple[Any, st.SearchStrategy[Any]]


def in_others(inner: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    optional = inner.map(lambda typed: (typed[0] | None, st.none() | typed[1]))
    return optional | inner.map(in_tuple) | inner.map(in_class)


def in_tuple(typed: Typed) -> Typed:
    hint, values = typed
    return tuple.__class_getitem__((hint, ...)), st.lists(values, max_size=3).map(tuple)


NUMBERS = itertools.count()  # two classes of one schema have two names


def in_class(typed: Typed) -> Typed:
    hint, values = typed
    fields = {"held": attrs.field(type=hint), "also": attrs.field(type=str, default="x")}
    made = attrs.make_class(f"Made{next(NUMBERS)}", fields, frozen=True)
    return made, st.builds(made, values)


TYPES = st.recursive(st.sampled_from(SINGLE), in_others, max_leaves=3)


def defined(hint: Any, **more: Any) -> type:
    """A kind of one field of a type, which takes the place of the one before."""
    fields = {"__annotations__": {"held": hint} | more, "__qualname__": "Defined"}
    made = type("Defined", (), fields | {"__module__": __name__})
    return bt.kind("test-types-defined")(made)


def event(body: Any) -> bt.Event:
    return bt.Event(id="a", when="2024", known="2024", what=body)


@given(TYPES, st.data())
def test_what_is_taken_in_is_written_and_read_again(typed: Typed, data: st.DataObject) -> None:
    hint, values = typed
    made = defined(hint)
    record = event(made(held=data.draw(values)))
    text = to_json(record)
    again = from_plain(JSON.decode(text))
    assert again == record
    assert to_json(again) == text
    assert json.loads(text) == to_plain(record)
    assert from_plain(to_plain(record)) == record


@given(TYPES, st.data())
def test_the_schema_of_a_type_takes_what_is_written(typed: Typed, data: st.DataObject) -> None:
    hint, values = typed
    made = defined(hint)
    parts: dict[str, Any] = {}
    schema = _object(made, parts)
    plain = to_plain(event(made(held=data.draw(values))))["what"]
    assume("null" not in json.dumps(plain))  # a chronicle leaves out what is not there
    jsonschema.validate(plain, schema | {"definitions": parts})


SAMPLES: st.SearchStrategy[Any] = st.one_of(
    *(values for _, values in SINGLE),
    st.none(),
    st.floats(),
    st.binary(max_size=2),
    st.lists(TEXTS, max_size=2),
    st.text("\ud83d", min_size=1, max_size=2),
    st.sampled_from(["NaN", "Infinity", "1e150"]).map(Decimal),
    st.dates(),
    st.datetimes(),
)


@given(TYPES, SAMPLES)
def test_any_value_is_refused_or_comes_back(typed: Typed, value: Any) -> None:
    made = defined(typed[0])
    try:
        record = event(made(held=value))
    except bt.RecordError as error:
        (problem,) = error.problems
        assert problem.where.startswith("event 'a': Defined.held")
        assert problem.path.startswith("what.held")
        assert len(str(problem)) < 500
    else:
        assert from_plain(JSON.decode(to_json(record))) == record


class WholeOfNumPy:
    """A stand-in for a scalar of another library."""

    def __index__(self) -> int:
        return 3

    def __repr__(self) -> str:
        return "np.int64(3)"


@pytest.mark.parametrize(
    ("hint", "value", "message"),
    [
        (int, WholeOfNumPy(), r"found WholeOfNumPy np.int64\(3\); expected an int; write int"),
        (int, True, "found True; expected an int"),
        (bool, 1, "found 1; expected True or False"),
        (str, "\ud83d", r"found '\\ud83d'; expected text that can be written"),
        (str, 5, "found 5; expected text"),
        (Decimal, Decimal("NaN"), r"found Decimal\('NaN'\); expected a finite Decimal"),
        (Decimal, Decimal("1e150"), "expected a finite Decimal of up to a hundred digits"),
        (Decimal, 0.5, "found float 0.5; expected a finite Decimal.*; write Decimal"),
        (bt.When, "2024", r"found str '2024'; expected a When; write When\('2024-05'\)"),
        (Date, date(2024, 5, 19), "expected a pendulum.Date; write pendulum.Date"),
        (Stage, "signed", r"expected a member of Stage; write Stage\('signed'\)"),
        (tuple[int, ...], [1], r"found \[1\]; expected a tuple, of each an int; write tuple"),
        (tuple[int, ...], (1, "2"), r"Defined.held\[1\]: found '2'; expected an int"),
        (bt.When | None, 5, "found 5; expected a When, or None"),
        (int | str, 5.5, "found 5.5; expected an int or text"),
        (Port, Route((), bt.When("2024")), "found Route.*; expected a Port"),
        (Port, Port(name=7), "Defined.held.name: found 7; expected text"),  # type: ignore[arg-type]
        (tuple[Port, ...], (Port(name=7),), r"held\[0\].name: found 7"),  # type: ignore[arg-type]
    ],
)
def test_a_value_of_another_type_is_named_with_what_to_write(
    hint: Any, value: Any, message: str
) -> None:
    with pytest.raises(bt.RecordError, match=message):
        event(defined(hint)(held=value))


# ---------------------------------------------------------------------------------------------
# What cannot be stored


@attrs.define
class Mutable:
    name: str


@attrs.frozen(eq=False)
class Incomparable:
    name: str


@attrs.frozen
class Holding:
    inner: tuple[Holding, ...]


@attrs.frozen
class Loose:
    rates: tuple[float, ...]


class Pair(NamedTuple):
    a: str
    b: str


class Flags(enum.Flag):
    A = 1


class Mixed(enum.Enum):
    A = ("a",)


@pytest.mark.parametrize(
    ("hint", "found", "advice"),
    [
        (Any, "held: found Any", "write str, int, bool, Decimal"),
        (object, "found object", "write str, int, bool"),
        (float, "found float", "write Decimal: a float such as 4.9 is not the number"),
        (complex, "found complex", "write a Decimal for each part"),
        (frozenset[str], r"found frozenset\[str\]", r"write tuple\[str, \.\.\.\]"),
        (list[bt.When], "found list", r"write tuple\[bilateral_timeline.dates.when.When|When"),
        (list, "found list", r"write tuple\[T, \.\.\.\]"),
        (Sequence[int], "found collections.abc.Sequence", r"write tuple\[int, \.\.\.\]"),
        (Iterable[int], "found collections.abc.Iterable", r"write tuple\[int, \.\.\.\]"),
        (tuple[str, int], "found tuple", "an attrs.frozen class with a name for each"),
        (tuple, "found tuple", r"write tuple\[T, \.\.\.\]"),
        (dict[str, int], "found dict", r"tuple\[T, ...\] of an attrs.frozen class"),
        (Mapping[str, int], "found collections.abc.Mapping", "of an attrs.frozen class"),
        (datetime, "found datetime", "write pendulum.Date, or When"),
        (date, "found date", "write pendulum.Date, or When"),
        (time, "found time", "days are whole"),
        (timedelta, "found timedelta", "write an int of days"),
        (bytes, "found bytes", "write str"),
        (Pair, "found Pair", "write it as an attrs.frozen class"),
        (Mutable, "found Mutable", "write @attrs.frozen"),
        (Incomparable, "found Incomparable", "leave out eq=False"),
        (Holding, "Holding.inner: found Holding", "holds itself"),
        (Loose, "Defined.held: Loose.rates: found float", "write Decimal"),
        (Flags, "found Flags", "flags are several values"),
        (Mixed, "found Mixed", "a text or a whole number of its own"),
        (Date | bt.When, "two are written as a text", "a field for each"),
        (Literal[None], "found Literal", "write words"),
        (Callable[[], int], "found collections.abc.Callable", "write str, int"),
        (Final[int], "found Final", "write str, int"),
        (T, "found ~T", "write str, int"),
        (None, "found NoneType", "write str, int"),
        (
            "Nowhere",
            "Defined.held: found Nowhere, which has no meaning here",
            "outside of `if TYPE",
        ),
        ("Fraction", "Defined.held: found Fraction, which has no meaning", "outside of `if TYPE"),
        ("list[", "Defined.held: found list", "define or import it"),
    ],
)
def test_a_type_that_cannot_be_stored_is_refused_when_the_kind_is_made(
    hint: Any, found: str, advice: str
) -> None:
    with pytest.raises(bt.RecordError, match=f"kind 'test-types-defined': .*{found}.*{advice}"):
        defined(hint)


def test_a_type_that_only_a_function_knows_is_found() -> None:
    @attrs.frozen
    class Inner:
        name: str

    def deeper() -> type:
        @bt.kind("test-types-local")
        class Outer:
            inner: Inner
            inners: tuple[Inner, ...] = ()

        return Outer

    made = deeper()
    record = event(made(inner=Inner("a"), inners=(Inner("b"),)))
    assert from_plain(to_plain(record)) == record
    with pytest.raises(bt.RecordError, match=r"Outer.inner: found 5; expected a Inner"):
        event(made(inner=5))


def test_one_hint_without_meaning_leaves_no_check_out() -> None:
    with pytest.raises(bt.RecordError, match=r"Defined.other: found Nowhere"):
        defined(int, other="Nowhere")


def test_a_field_is_written_in_one_order_and_read_in_any() -> None:
    fields = fields_of(Port, "port")
    assert [field.name for field in fields.fields] == ["name", "depth"]
    assert fields.read({"depth": "4.50", "name": "a"}) == Port(name="a", depth=Decimal("4.5"))
    assert fields.write(Port(name="a", depth=Decimal("4.50"))) == {"name": "a", "depth": "4.50"}
    assert fields.write(Port(name="a")) == {"name": "a"}
