"""Kinds: found by their names, old ones too; a class defined again stays the same kind."""

from __future__ import annotations

import enum
import traceback
from dataclasses import dataclass
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.records.codec import from_plain, to_json, to_plain
from bilateral_timeline.records.kinds import find_kind, is_of, kind_of, kinds
from bilateral_timeline.records.stored import JSON


@bt.kind("test-kinds-ferry", formerly=("test-kinds-boat", "test-kinds-ship"))
class Ferry:
    port: str
    berths: int = 0


@bt.kind(
    "test-kinds-road",
    version=2,
    formerly=["test-kinds-track"],
    upcasters={1: lambda data: {"metres": data["km"] * 1000}},
)
class Road:
    metres: int


def event(body: Any, **fields: Any) -> bt.Event:
    return bt.Event(**({"id": "a", "when": "2024", "known": "2024", "what": body} | fields))


# ---------------------------------------------------------------------------------------------
# Former names


@given(st.sampled_from(["test-kinds-boat", "test-kinds-ship"]), st.integers(1, 9))
def test_a_record_under_a_former_name_is_read_and_handed_back_as_written(
    name: str, berths: int
) -> None:
    text = (
        f'{{"id": "a", "kind": "{name}", "version": 1, "when": "2024", "known": "2024-12-31", '
        f'"what": {{"port": "Lagna", "berths": {berths}}}}}'
    )
    record = from_plain(JSON.decode(text))
    assert record == event(Ferry(port="Lagna", berths=berths))
    assert isinstance(record, bt.Event)
    assert record.kind == "test-kinds-ferry"
    assert to_json(record) == text


def test_a_former_name_with_an_old_version_is_brought_up() -> None:
    data = {"id": "a", "kind": "test-kinds-track", "version": 1, "when": "2024", "known": "2024"}
    record = from_plain(data | {"what": {"km": 2}})
    assert isinstance(record, bt.Event)
    assert record.what == Road(metres=2000)
    assert to_plain(record)["what"] == {"km": 2}
    assert to_plain(record)["kind"] == "test-kinds-track"


def test_a_former_name_finds_the_kind_of_today() -> None:
    assert find_kind("test-kinds-boat") is find_kind("test-kinds-ferry") is kind_of(Ferry(port="x"))
    assert "test-kinds-ferry" in kinds()
    assert "test-kinds-boat" not in kinds()


def test_a_former_name_that_another_kind_has_is_refused() -> None:
    with pytest.raises(bt.RecordError, match=r"found .*Canoe'; expected no class but .*Ferry"):

        @bt.kind("test-kinds-canoe", formerly=("test-kinds-ferry",))
        class Canoe:
            port: str

    assert find_kind("test-kinds-canoe") is None


# ---------------------------------------------------------------------------------------------
# A class that is defined again, as by a cell of a notebook that is run twice


class Cell(NamedTuple):
    """What a run of the cell defines."""

    part: type
    stage: type
    body: type


def cell() -> Cell:
    class Stage(enum.Enum):
        OPEN = "open"

    @attrs.frozen
    class Part:
        name: str

    @bt.kind("test-kinds-reloaded")
    class Reloaded:
        port: str
        stage: Stage = Stage.OPEN
        parts: tuple[Part, ...] = ()

    return Cell(Part, Stage, Reloaded)


def test_the_same_event_of_a_class_defined_again_is_the_same_content() -> None:
    first, second = cell(), cell()
    old, new = (
        event(one.body(port="Lagna", stage=one.stage("open"), parts=(one.part("hull"),)))
        for one in (first, second)
    )
    other = event(second.body(port="Lagna", parts=(second.part("deck"),)))
    assert first.body is not second.body
    assert old == new
    assert hash(old) == hash(new)
    assert old != other
    log = bt.EventLog()
    assert log.append(old) == log.append(new) == 1
    with pytest.raises(bt.ConflictError):
        log.append(other)


def test_an_object_of_the_first_class_is_still_of_the_kind() -> None:
    first, second = cell(), cell()
    old, new = event(first.body(port="Lagna")), event(second.body(port="Lagna"))
    made = kind_of(old.what)
    assert made is not None
    assert made.name == old.kind == new.kind == "test-kinds-reloaded"
    for one in (old, new):
        assert is_of(one, first.body)
        assert is_of(one, second.body)
        assert is_of(one, "test-kinds-reloaded")
        assert is_of(one, (Ferry, second.body))
        assert not is_of(one, (Ferry, "test-kinds-ferry"))
        assert from_plain(to_plain(one)) == new


def test_an_event_is_of_a_kind_by_its_class_its_name_or_a_base() -> None:
    opened = event(Ferry(port="Lagna"))
    unknown = event(bt.UnknownBody("test-kinds-eclipse", 1, "{}"))
    assert is_of(opened, Ferry)
    assert is_of(opened, object)
    assert is_of(opened, "test-kinds-boat")
    assert not is_of(opened, Road)
    assert is_of(unknown, "test-kinds-eclipse")
    assert is_of(unknown, bt.UnknownBody)
    assert not is_of(unknown, "test-kinds-ferry")


def test_a_former_name_may_be_given_up() -> None:
    def define(*names: str) -> None:
        @bt.kind("test-kinds-renamed", formerly=names)
        class Renamed:
            port: str

    define("test-kinds-older", "test-kinds-oldest")
    define("test-kinds-older")
    assert find_kind("test-kinds-older") is find_kind("test-kinds-renamed")
    assert find_kind("test-kinds-oldest") is None


# ---------------------------------------------------------------------------------------------
# Classes that are no plain ones


@dataclass(frozen=True)
class Data:
    port: str


class Row(NamedTuple):
    port: str


class Word(enum.Enum):
    A = "a"


class Slotted:
    __slots__ = ("port",)


@attrs.define
class Mutable:
    port: str


@attrs.frozen(eq=False)
class Incomparable:
    port: str


class Longer(Ferry):
    length: int


@pytest.mark.parametrize(
    ("cls", "advice"),
    [
        (Data, "leave out @dataclass: @bt.kind makes the fields"),
        (Row, "leave out NamedTuple: @bt.kind makes the fields"),
        (Word, "an enum may be the type of a field"),
        (Slotted, "leave out __slots__"),
        (Mutable, "write @attrs.frozen: what is stored never changes"),
        (Incomparable, "leave out eq=False"),
        (Longer, "a kind has no subclasses: put what two share into an @attrs.frozen base"),
        (lambda: None, "above a class"),
        (5, "above a class"),
    ],
)
def test_a_class_that_cannot_be_a_kind_is_refused_with_what_to_write(cls: Any, advice: str) -> None:
    with pytest.raises(bt.RecordError, match=f"kind 'test-kinds-wrong': found .*{advice}"):
        bt.kind("test-kinds-wrong")(cls)
    assert find_kind("test-kinds-wrong") is None


def test_two_kinds_may_share_a_base() -> None:
    @attrs.frozen(kw_only=True)
    class Base:
        port: str

    @bt.kind("test-kinds-based")
    class Based(Base):
        berths: int

    made: Any = Based
    record = event(made(port="Lagna", berths=2))
    assert from_plain(to_plain(record)) == record
    assert is_of(record, Base)


# ---------------------------------------------------------------------------------------------
# What a body's own class refuses


def refuse_all(*_: Any) -> None:
    raise ZeroDivisionError("no harbour")


def needs_its_object(instance: Any, _: object, value: str) -> None:
    if value == instance.port:
        raise ValueError("another name than the port")


@bt.kind("test-kinds-failing")
class Failing:
    port: str = attrs.field(validator=refuse_all)


@bt.kind("test-kinds-careful")
class Careful:
    port: str
    name: str = attrs.field(validator=needs_its_object)

    def __attrs_post_init__(self) -> None:
        if self.port == "nowhere":
            raise KeyError("nowhere")


@pytest.mark.parametrize(
    ("kind", "what", "cause", "culprit"),
    [
        ("failing", {"port": "x"}, ZeroDivisionError, "refuse_all"),
        ("careful", {"port": "x", "name": "x"}, ValueError, "needs_its_object"),
        ("careful", {"port": "nowhere", "name": "x"}, KeyError, "__attrs_post_init__"),
    ],
)
def test_an_error_of_a_body_of_ones_own_keeps_its_traceback(
    kind: str, what: dict[str, str], cause: type[Exception], culprit: str
) -> None:
    data = {"id": "a", "kind": f"test-kinds-{kind}", "when": "2024", "known": "2024", "what": what}
    with pytest.raises(bt.RecordError, match="record 'a': what: found values that") as caught:
        from_plain(data)
    assert isinstance(caught.value.__cause__, cause)
    frames = traceback.extract_tb(caught.value.__cause__.__traceback__)
    assert culprit in [frame.name for frame in frames]


# ---------------------------------------------------------------------------------------------
# Standings


@bt.kind("test-kinds-joined", standing=True)
class Joined:
    party: str


@bt.kind("test-kinds-left", standing=True)
class Left:
    party: str


@pytest.mark.parametrize("when", ["1856/1916", "../1916", "1856-05~/1916-06-01"])
def test_a_kind_that_changes_a_standing_takes_no_interval_with_an_end(when: str) -> None:
    with pytest.raises(bt.RecordError, match=r"event 'a': when: found .* bt\.spell makes the two"):
        event(Joined(party="AA"), when=when, known="1916")
    data = to_plain(event(Joined(party="AA"))) | {"when": when}
    with pytest.raises(bt.RecordError, match=r"record 'a': when: found .* bt\.spell") as caught:
        from_plain(data)
    assert [problem.path for problem in caught.value.problems] == ["when"]
    assert event(Ferry(port="x"), when=when).when == bt.When(when)


@pytest.mark.parametrize("when", ["1856", "1856/..", "1856/", "[1856..1916]", "1856-05-01?"])
def test_a_kind_that_changes_a_standing_takes_any_other_date(when: str) -> None:
    record = event(Joined(party="AA"), when=when)
    assert from_plain(to_plain(record)) == record


@given(st.sampled_from(["1856/1916", "1856-05~/1916-06-01", "2022-21/2022-23", "1856/1856"]))
def test_a_spell_is_a_start_and_an_end(when: str) -> None:
    start, end = bt.spell(
        "pact",
        when=when,
        begins=Joined(party="AA"),
        ends=Left(party="AA"),
        title="Joins",
        end_title="Leaves",
        known="2024",
        parties=["AA", "BB"],
        sources=[bt.Citation("atop", "p. 1")],
    )
    assert f"{start.when}/{end.when}" == str(bt.When(when))
    assert (start.id, end.id) == ("pact", "pact-ended")
    assert (start.title, end.title) == ("Joins", "Leaves")
    assert (start.what, end.what) == (Joined(party="AA"), Left(party="AA"))
    assert start.known == end.known
    assert (start.parties, start.sources) == (end.parties, end.sources)


@pytest.mark.parametrize("when", ["1856", "1856/..", "1856/", "../1916", "/1916", "[1856..1916]"])
def test_a_spell_has_a_start_and_an_end_that_are_told(when: str) -> None:
    with pytest.raises(bt.RecordError, match=r"spell 'pact': when: found .* dated '1856/\.\.'"):
        bt.spell("pact", when=when, begins=Joined(party="AA"), ends=Left(party="AA"), known="2024")


def test_a_spell_has_the_fields_of_its_events() -> None:
    with pytest.raises(bt.RecordError, match="found the field 'lasting'; expected only known"):
        bt.spell("pact", when="1856/1916", begins=None, ends=None, lasting=True)


NAME = "a name of a-z, 0-9 and single hyphens"
BODY = "an event body; decorate its class with @bt.kind('some-name')"


@attrs.frozen
class Unnamed:
    x: int = 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"name": "Bad name"},
            f"kind: found 'Bad name'; expected {NAME}; write @bt.kind(\"some-name\")",
        ),
        ({"name": 3}, f'kind: found 3; expected {NAME}; write @bt.kind("some-name")'),
        ({"version": 0}, "kind 'a': version: found 0; expected a whole number from 1"),
        ({"version": True}, "kind 'a': version: found True; expected a whole number from 1"),
        (
            {"version": 2, "upcasters": {1: 3}},
            "kind 'a': upcasters: found {1: 3}; expected a function for each version",
        ),
        (
            {"version": 3, "upcasters": {1: dict}},
            "kind 'a': found [1]; expected an upcaster for each version below 3",
        ),
        (
            {"version": 2, "upcasters": {2: dict}},
            "kind 'a': found [2]; expected an upcaster for each version below 2",
        ),
        (
            {"version": 2, "upcasters": {0: dict}},
            "kind 'a': found [0]; expected an upcaster for each version below 2",
        ),
        (
            {"foreseeable": 1},
            "kind 'a': foreseeable: found 1; expected True, False or a function of the body",
        ),
        ({"standing": 1}, "kind 'a': standing: found 1; expected True or False"),
        (
            {"formerly": "b"},
            "kind 'a': formerly: found 'b'; expected a sequence of names; write (\"old-name\",)",
        ),
        ({"formerly": ("B b",)}, f"kind 'a': formerly: found 'B b'; expected {NAME}"),
    ],
)
def test_a_refusal_of_a_kind_says_in_whole_what_is_wrong(
    arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(bt.RecordError) as caught:
        bt.kind(**{"name": "a", **arguments})
    assert str(caught.value) == message


def test_two_classes_of_one_name_are_refused_with_both_named() -> None:
    @bt.kind("test-kinds-taken")
    class Taken:
        x: int = 0

    where = __name__
    with pytest.raises(bt.RecordError) as caught:
        bt.kind("test-kinds-taken")(Unnamed)
    assert str(caught.value) == (
        f"kind 'test-kinds-taken': found '{where}.Unnamed'; expected no class but {where}."
        "test_two_classes_of_one_name_are_refused_with_both_named.<locals>.Taken; "
        "give one of the two another name"
    )


@pytest.mark.parametrize(
    ("id", "what", "message"),
    [
        ("a", Unnamed(), f"event 'a': what: found Unnamed(x=0); expected {BODY}"),
        ("a", 3, f"event 'a': what: found 3; expected {BODY}"),
        (
            "a" * 50,
            3,
            f"event 'aaaaaaaaaa … aaaaaaaaa' (50 characters): what: found 3; expected {BODY}",
        ),
    ],
)
def test_what_is_no_body_is_refused_with_what_makes_it_one(
    id: str, what: Any, message: str
) -> None:
    with pytest.raises(bt.RecordError) as caught:
        bt.Event(id=id, when="2001", known="2001", what=what)
    assert str(caught.value) == message


STORABLE = (
    "str, int, bool, Decimal, pendulum.Date, When, Quantity, Money, Certainty, Literal[...], "
    "an enum of texts or whole numbers, an attrs.frozen class of these, T | None or tuple[T, ...]"
)
TABLE = "write tuple[T, ...] of an attrs.frozen class with a field for key and value"


class Plain:
    """A class that is no value."""


@attrs.define(eq=False)
class Changeable:
    x: int = 0


@attrs.frozen(eq=False)
class Unequal:
    x: int = 0


@pytest.mark.parametrize(
    ("hint", "found", "advice"),
    [
        (Plain, "Plain", f"decorate it with @attrs.frozen and give it fields of {STORABLE}"),
        (Changeable, "Changeable", "write @attrs.frozen: what is stored never changes"),
        (
            Unequal,
            "Unequal",
            "leave out eq=False: what is read back must be equal to what was written",
        ),
        (dict, "dict", TABLE),
        (dict[str, int], "dict[str, int]", TABLE),
        (list[str], "list[str]", "write tuple[str, ...]"),
        (set, "set", "write tuple[T, ...]"),
        (
            float,
            "float",
            "write Decimal: a float such as 4.9 is not the number that the source gives",
        ),
        (
            tuple[str, int],
            "tuple[str, int]",
            "write an attrs.frozen class with a name for each, or tuple[T, ...] for any number",
        ),
        (object, "object", f"write {STORABLE}"),
    ],
)
def test_a_field_that_cannot_be_stored_is_refused_with_what_to_write(
    hint: Any, found: str, advice: str
) -> None:
    body = type("Body", (), {"__annotations__": {"x": hint}})
    with pytest.raises(bt.RecordError) as caught:
        bt.kind("test-kinds-body")(body)
    assert str(caught.value) == (
        f"kind 'test-kinds-body': Body.x: found {found}; "
        f"expected a type that can be stored; {advice}"
    )
