"""Records in detail: what a body of one's own may be, and how it is read, kept and refused."""

from __future__ import annotations

import copy
import enum
import inspect
import json
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Literal, NamedTuple, TypeVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date
from typing_extensions import TypeAliasType

import bilateral_timeline as bt
from bilateral_timeline.errors import shown
from bilateral_timeline.files.schema import body_schema, record_schema
from bilateral_timeline.projections.paths import branches
from bilateral_timeline.records import fields
from bilateral_timeline.records.belief import beliefs_of
from bilateral_timeline.records.codec import from_plain, plain, to_json, to_plain, to_text
from bilateral_timeline.records.display import Answers, brief, screen
from bilateral_timeline.records.events import Record, in_works
from bilateral_timeline.records.held import Held
from bilateral_timeline.records.hints import fields_of
from bilateral_timeline.records.kinds import alike, find_kind, kind_of, load_later
from bilateral_timeline.records.stored import as_json, from_json


@attrs.frozen(kw_only=True)
class Ship:
    name: str
    flag: str = ""


@attrs.frozen(kw_only=True)
class Convoy:
    name: str
    ships: int


@attrs.frozen(kw_only=True)
class Fleet:
    ships: int


@attrs.frozen
class Draught:
    metres: int
    measured: bool = False

    def __attrs_post_init__(self) -> None:
        if self.metres > 30:
            raise ValueError("too deep")


Metres = TypeAliasType("Metres", int | None)
Mark = TypeAliasType("Mark", int | str)


class Letter(enum.Enum):
    WHOLE = "w"
    HALF = "h"


def is_when(_: Any, __: Any, value: str) -> None:
    bt.When(value)


@bt.kind("test-records-survey")
class Survey:
    draughts: tuple[Draught, ...] = ()
    season: str = attrs.field(default="2024", validator=is_when)


@bt.kind("test-records-dredging")
class Dredging:
    begun_on: str = ""
    begun_by: str = ""


@bt.kind("test-records-pilot", version=2, upcasters={1: lambda data: {"name": data["called"]}})
class Pilot:
    name: str = ""
    called: str = ""


@bt.kind("test-records-berth")
class Berth:
    side: Literal["port", "starboard"] = "port"
    letter: Letter = Letter.WHOLE
    marks: tuple[int, ...] = ()
    marked: tuple[int, ...] | None = None
    depth: Decimal = Decimal(0)
    ebb: Decimal | bool = False
    since: Date = Date(2000, 1, 1)
    free: bool = False
    held: str | int | bool | tuple[str, ...] | Ship = "x"
    told: str | int | None = "x"
    deep: Metres | str = "x"
    wide: Mark | bool = "x"
    built: bt.When = bt.When("2000")


@bt.kind("test-records-posted", standing=True)
class Posted:
    to: str = ""


def bodies() -> dict[str, Any]:
    """Kinds that are made anew, as by a cell of a notebook that is run again."""

    @bt.kind("test-records-lock")
    class Lock:
        name: str
        gates: int = 2
        tidal: bool = False
        depth: Decimal = Decimal(4)

    @bt.kind("test-records-basin")
    class Basin:
        name: str = "z"
        called: str = attrs.field(default=attrs.Factory(lambda self: self.name, takes_self=True))
        quays: tuple[str, ...] = attrs.field(factory=tuple)

    @bt.kind("test-records-buoy")
    class Buoy:
        name: str = attrs.field(converter=str.strip)

    @bt.kind("test-records-passage")
    class Passage:
        by: Fleet | Convoy | Ship

    @bt.kind("test-records-return")
    class Return:
        by: Ship | Convoy | Fleet

    made = (Lock, Basin, Buoy, Passage, Return)
    return {cls.__name__.lower(): cls for cls in made}


BODIES = bodies()
LOCK = BODIES["lock"](name="x")


def stored(kind: str, what: Any, **fields: Any) -> dict[str, Any]:
    data = {"id": "a", "kind": f"test-records-{kind}", "version": 1, "when": "2024"}
    return data | {"known": "2024-12-31"} | fields | {"what": what}


def read(data: dict[str, Any]) -> bt.Event:
    event = from_plain(data)
    assert isinstance(event, bt.Event)
    return event


def refusal(data: Any) -> bt.RecordError:
    with pytest.raises(bt.RecordError) as caught:
        from_plain(data)
    return caught.value


# -- bodies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "what", "fields"),
    [
        ("lock", {"name": "x", "gates": 2}, {"name": "x"}),
        ("lock", {"gates": 3, "name": "x"}, {"name": "x", "gates": 3}),
        (
            "lock",
            {"name": "x", "tidal": True, "gates": 3},
            {"name": "x", "gates": 3, "tidal": True},
        ),
        ("lock", {"name": "x", "depth": "5.0"}, {"name": "x", "depth": Decimal(5)}),
        ("lock", {"name": "x", "depth": "5.50"}, {"name": "x", "depth": Decimal("5.5")}),
        ("basin", {"name": "x", "called": "x"}, {"name": "x", "called": "x", "quays": ()}),
        ("basin", {"name": "x", "called": "y"}, {"name": "x", "called": "y"}),
        ("basin", {"called": "z"}, {"name": "z", "called": "z"}),
        ("basin", {"name": "x", "quays": []}, {"name": "x", "called": "x", "quays": ()}),
        ("buoy", {"name": " x "}, {"name": "x"}),
        ("survey", {"draughts": [{"metres": 3, "measured": False}]}, {"draughts": (Draught(3),)}),
        ("return", {"by": {"name": "x", "flag": ""}}, {"by": Ship(name="x")}),
        ("berth", {"side": "starboard"}, {"side": "starboard"}),
        ("berth", {"marks": [1, 2]}, {"marks": (1, 2)}),
        ("berth", {"marked": [1]}, {"marked": (1,)}),
        ("berth", {"depth": 24}, {"depth": Decimal(24)}),
        ("berth", {"ebb": "5.0"}, {"ebb": Decimal(5)}),
        ("berth", {"ebb": 24}, {"ebb": Decimal(24)}),
        ("berth", {"ebb": True}, {"ebb": True}),
        ("berth", {"since": "2024"}, {"since": Date(2024, 12, 31)}),
        ("berth", {"held": "y"}, {"held": "y"}),
        ("berth", {"held": 3}, {"held": 3}),
        ("berth", {"held": True}, {"held": True}),
        ("berth", {"held": ["y"]}, {"held": ("y",)}),
        ("berth", {"held": ("y",)}, {"held": ("y",)}),
        ("berth", {"held": {"name": "y"}}, {"held": Ship(name="y")}),
        ("berth", {"told": None}, {"told": None}),
        ("berth", {"deep": None}, {"deep": None}),
        ("berth", {"deep": 3}, {"deep": 3}),
        ("berth", {"wide": True}, {"wide": True}),
    ],
)
def test_a_body_is_handed_back_as_it_was_written(kind: str, what: Any, fields: Any) -> None:
    bodies()
    data = stored(kind, what)
    event = read(data)
    assert {name: getattr(event.what, name) for name in fields} == fields
    assert to_json(event) == json.dumps(data)


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"name": "x"}, {"name": "x"}),
        ({"name": "x", "called": "x", "quays": ()}, {"name": "x"}),
        (
            {"name": "x", "called": "y", "quays": ("z",)},
            {"name": "x", "called": "y", "quays": ["z"]},
        ),
    ],
)
def test_what_a_body_makes_for_itself_is_not_written(fields: Any, what: Any) -> None:
    event = bt.Event(id="a", when="2024", known="2024", what=bodies()["basin"](**fields))
    assert to_plain(event)["what"] == what
    assert from_plain(to_plain(event)) == event


def test_a_record_without_a_version_is_of_the_first_and_brought_up() -> None:
    data = stored("pilot", {"called": "x"})
    del data["version"]
    assert (read(data).what.name, read(data).what.called) == ("x", "")
    assert to_plain(read(data)) == data | {"version": 1}


def test_the_same_parties_of_many_records_are_kept_once() -> None:
    one, other = (read(stored("lock", {"name": "x"}, parties=["AA", "BB"])) for _ in range(2))
    assert one.parties == ("AA", "BB")
    assert one.parties is other.parties


def test_no_answer_is_written_where_something_else_is_the_default() -> None:
    what = Berth(told=None, deep=None)
    event = bt.Event(id="a", when="2024", known="2024", what=what)
    assert to_plain(event)["what"] == {"told": None, "deep": None}
    assert from_plain(to_plain(event)) == event


# -- one class or another -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["passage", "return"])
@pytest.mark.parametrize(
    ("by", "found"),
    [
        ({"name": "x"}, Ship(name="x")),
        ({"name": "x", "flag": "AA"}, Ship(name="x", flag="AA")),
        ({"name": "x", "ships": 3}, Convoy(name="x", ships=3)),
        ({"ships": 3}, Fleet(ships=3)),
    ],
)
def test_of_several_classes_that_one_is_read_whose_fields_are_there(
    kind: str, by: Any, found: Any
) -> None:
    bodies()
    assert read(stored(kind, {"by": by})).what.by == found


# -- refusals -----------------------------------------------------------------------------------

DEEP = {"draughts": [{"metres": 3}, {"metres": 31}]}


@pytest.mark.parametrize("when", ["2024", "2024-13"])
def test_an_error_of_a_class_within_a_body_is_told_as_the_cause(when: str) -> None:
    error = refusal(stored("survey", DEEP, when=when))
    problem = error.problems[0]
    assert problem.path == "what.draughts[1]"
    assert problem.found == "values that Draught does not take (ValueError('too deep'))"
    assert isinstance(error.__cause__, ValueError)


def test_a_date_that_a_body_checks_itself_is_told_with_the_character() -> None:
    (problem,) = refusal(stored("survey", {"season": "2024-13"})).problems
    assert problem.where == "record 'a': what.season: date '2024-13', character 6"
    assert problem.path == "what.season"


def test_a_field_that_there_is_not_is_told_of_what_was_to_hold_it() -> None:
    error = refusal(stored("lock", {"name": "x", 5: 1, "gate": 1, "4": 1}))
    told = [(problem.where, problem.path, problem.found) for problem in error.problems]
    assert told == [
        ("record 'a': what", f"what.{name}", f"the field {name!r}") for name in ("4", 5, "gate")
    ]
    only = "only name, gates, tidal, depth"
    assert [(problem.expected, problem.advice) for problem in error.problems] == [
        (only, ""),
        (only, ""),
        (only, "is it gates?"),
    ]


HELD = "expected text or an int or True or False or a tuple, of each text or a Ship"


@pytest.mark.parametrize(
    ("kind", "what", "message"),
    [
        ("lock", {"name": "\ud83d"}, "name: found '\\ud83d'; expected whole characters"),
        (
            "lock",
            {"name": "x", "depth": None},
            "depth: found None; expected a number such as 24 or '4.9'",
        ),
        (
            "lock",
            {"name": "x", "depth": "deep"},
            "depth: found 'deep'; expected a number such as 24 or '4.9'",
        ),
        (
            "berth",
            {"since": "2024-02-30"},
            "since: found '2024-02-30'; expected a day that exists; day is out of range for month",
        ),
        ("berth", {"side": "stern"}, "side: found 'stern'; expected one of 'port', 'starboard'"),
        ("berth", {"wide": None}, "wide: found None; expected an int or text or True or False"),
        ("berth", {"told": []}, "told: found []; expected text or an int or None"),
        ("berth", {"held": 1.5}, f"held: found 1.5; {HELD}"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_can(kind: str, what: Any, message: str) -> None:
    assert str(refusal(stored(kind, what))) == f"record 'a': what.{message}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"side": "stern"}, "side: found 'stern'; expected one of 'port', 'starboard'"),
        ({"letter": "w"}, "letter: found 'w'; expected a member of Letter; write Letter('w')"),
        ({"letter": "q"}, "letter: found 'q'; expected a member of Letter"),
        ({"letter": 1.5}, "letter: found 1.5; expected a member of Letter"),
        ({"marks": 5}, "marks: found 5; expected a tuple, of each an int"),
        (
            {"marks": (10**100,)},
            f"marks[0]: found 1{'0' * 29} … {'0' * 30} (101 characters); "
            "expected an int that can be written",
        ),
        ({"marked": (1, "2")}, "marked[1]: found '2'; expected an int"),
        ({"marked": 5}, "marked: found 5; expected a tuple, of each an int, or None"),
        ({"depth": True}, "depth: found True; expected a Decimal"),
        ({"since": 5}, "since: found 5; expected a pendulum.Date"),
        ({"held": 1.5}, f"held: found 1.5; {HELD}"),
        ({"told": 1.5}, "told: found 1.5; expected text or an int or None"),
        ({"told": "\ud83d"}, "told: found '\\ud83d'; expected text or an int or None"),
        ({"side": "\ud83d"}, "side: found '\\ud83d'; expected one of 'port', 'starboard'"),
    ],
)
def test_what_a_body_cannot_hold_is_told_with_what_it_can(fields: Any, message: str) -> None:
    with pytest.raises(bt.RecordError) as caught:
        bt.Event(id="a", when="2024", known="2024", what=Berth(**fields))
    assert str(caught.value) == f"event 'a': Berth.{message}"


def test_editors_are_told_the_types_of_a_body() -> None:
    told = body_schema(Berth)["properties"]
    words = {name: shape.pop("description", "") for name, shape in told.items()}
    assert {name for name, said in words.items() if said} == {"depth", "since", "built"}
    whole, text, truth = ({"type": name} for name in ("integer", "string", "boolean"))
    number = {
        "type": ["integer", "string"],
        "pattern": r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$",
    }
    assert told.pop("ebb")["anyOf"][1] == truth
    assert told == {
        "side": {"enum": ["port", "starboard"]},
        "letter": {"enum": ["w", "h"]},
        "marks": {"type": "array", "items": whole},
        "marked": {"type": "array", "items": whole},
        "depth": number,
        "since": {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"},
        "free": truth,
        "held": {
            "anyOf": [
                text,
                whole,
                truth,
                {"type": "array", "items": text},
                {"$ref": "#/definitions/test_records.Ship"},
            ]
        },
        "told": {"anyOf": [text, whole]},
        "deep": {"anyOf": [whole, text]},
        "wide": {"anyOf": [{"anyOf": [whole, text]}, truth]},
        "built": {"type": "string", "minLength": 1},
    }


def test_all_the_fields_that_may_have_been_meant_are_told() -> None:
    (problem,) = refusal(stored("dredging", {"begun_o": "2024"})).problems
    assert problem.advice == "is it begun_on, begun_by?"


def test_a_citation_is_told_only_the_fields_that_are_written() -> None:
    cited = [{"source": "x", "page": 3}]
    (problem,) = refusal(stored("lock", {"name": "x"}, sources=cited)).problems
    assert problem.where == "record 'a': sources[0]"
    assert problem.expected == "only source, locator, known, says, stance, via, when"


def test_only_a_work_tells_whose_word_it_is() -> None:
    cited = [{"source": "x", "_by": ["an agency"], "_grade": "A1"}]
    problems = refusal(stored("lock", {"name": "x"}, sources=cited)).problems
    assert [problem.path for problem in problems] == ["sources[0]._by", "sources[0]._grade"]
    editors = record_schema()["definitions"]["events.Citation"]
    assert not {"_by", "_grade"} & editors["properties"].keys()


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        ({"kind": "test-records-lock", "retract": "x"}, ["what.name", "id", "when", "retract"]),
        ({"what": {}, "retract": "x"}, ["kind", "id", "when", "retract"]),
        ({5: "x"}, ["kind", "id", "when", "5"]),
        ({"retracted_because_of": "x"}, ["id", "revision", "known", "retracted", "retracted_b"]),
    ],
)
def test_what_is_like_no_retraction_is_read_as_an_event(data: Any, paths: list[str]) -> None:
    found = [problem.path for problem in refusal(data).problems]
    assert [path[:11] for path in found] == paths


# -- writing ------------------------------------------------------------------------------------


def test_half_a_character_is_not_written() -> None:
    event = bt.Event(id="a", when="2024", known="2024", what=LOCK)
    object.__setattr__(event, "title", HALF)  # which no way to make it lets in
    with pytest.raises(bt.RecordError) as caught:
        to_text(event)
    (problem,) = caught.value.problems
    assert problem.where == "record 'a'"
    assert problem.found.startswith("'utf-8' codec can't encode character '\\ud83d' in position")
    assert problem.found.split()[-1].isdigit()


def nested(depth: int) -> bt.UnknownBody:
    inner = "[" * (depth - 1) + "]" * (depth - 1)
    return bt.UnknownBody("test-records-eclipse", 1, f'{{"x": {inner}}}')


def test_a_record_is_written_to_a_depth_of_a_hundred() -> None:
    event = bt.Event(id="a", when="2024", known="2024", what=nested(99), parties=["AA"])
    assert from_plain(json.loads(to_text(event))) == event
    with pytest.raises(bt.RecordError, match="record 'a': found brackets more than 100 deep"):
        to_text(attrs.evolve(event, what=nested(100)))


def test_a_record_with_very_many_brackets_is_written() -> None:
    cited = [bt.Citation("x", f"p. {page}") for page in range(200)]
    event = bt.Event(id="a", when="2024", known="2024", what=LOCK, sources=cited)
    assert from_plain(json.loads(to_text(event))) == event


@attrs.frozen
class Lap:
    run: tuple[str, int]


def test_a_tuple_of_a_state_is_a_list_in_plain_data() -> None:
    assert plain({"laps": Lap(("a", 1))}) == {"laps": {"run": ["a", 1]}}


# -- quantities ---------------------------------------------------------------------------------


def ships(low: Any = None, best: Any = None, high: Any = None) -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="ships")


def percent(low: Any = None, best: Any = None, high: Any = None) -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="percent")


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (ships(best=1), ships(best=3), percent(best="33.33333333333333333333333333")),
        (ships(low=-5, high=0), ships(low=5), percent(low=-100, high=0)),
        (ships(low=0, high=5), ships(low=5), percent(high=100)),
        (ships(best="1e99"), ships(best="1e-99"), bt.Unknown),
        (ships(best="1e49"), ships(best="1e-48"), percent(best="1e99")),
    ],
)
def test_a_share_is_told_as_far_as_it_can_be(part: Any, whole: Any, share: Any) -> None:
    assert part.share_of(whole) == share


def test_quantities_that_meet_in_one_number_overlap() -> None:
    assert ships(high=3).overlaps(ships(low=3))
    assert not ships(high=3).overlaps(ships(low=4))


def test_the_words_of_a_source_are_text() -> None:
    wrong: Any = 5
    with pytest.raises(bt.RecordError, match="quantity: text: found 5; expected text"):
        bt.Quantity(1, unit="ships", text=wrong)


# -- screens ------------------------------------------------------------------------------------


class Shown:
    """A value that counts how often it is shown, and says what it is given."""

    shown = 0

    def __init__(self, said: str) -> None:
        self.said = said

    def __repr__(self) -> str:
        Shown.shown += 1
        return self.said


def test_of_very_many_answers_only_those_on_the_screen_are_written() -> None:
    found = Answers(Shown(f"no. {number}") for number in range(1000))
    Shown.shown = 0
    assert repr(found).splitlines()[0] == "1,000 showns, a tuple"
    assert repr(found).splitlines()[-3:] == [
        "  no. 19",
        "  ... 980 more",
        "  ask next: found[0]",
    ]
    assert Shown.shown == 2 * 20


def test_a_long_answer_is_cut_in_its_middle_where_a_line_ends() -> None:
    (_, line, _) = repr(Answers([Shown("x" * 5000)])).splitlines()
    assert line == f"  {'x' * 37} … {'x' * 37} (5,000 characters)"
    assert len(line) == 100 - 2


def test_a_screen_cuts_what_is_longer_than_its_place() -> None:
    name, text, title = "n" * 24, "t" * 72, "T" * 200
    assert screen(title, [(name, text)]) == f"{title}\n  {name}  {text}"
    longer = screen(title + "T", [(name + "n", text + "t")])
    assert longer == f"{'T' * 198} …\n  {'n' * 22} …  {'t' * 70} …"


def test_a_screen_shows_a_name_without_a_text_and_keeps_words_with_hyphens_whole() -> None:
    assert screen("T", [("a", ""), ("b", "x")]) == "T\n  a\n  b  x"
    before = " ".join(["w"] * 44)
    assert screen("T", [("a", f"{before} north-east")], lines=2).splitlines()[1:] == [
        f"  a  {before}",
        "     north-east",
    ]


def test_each_part_of_a_tuple_is_shown_in_its_own_words() -> None:
    assert brief((ships(best=4), "x", ())) == "(4 ships, 'x', ())"


# -- plain data ---------------------------------------------------------------------------------

HALF, VAST = "\ud83d", 10**5000


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ({"x": HALF}, "'\\ud83d'"),
        ({"x": [{"y": HALF}]}, "'\\ud83d'"),
        ({HALF: 1}, "the field '\\ud83d'"),
        ({5: 1}, "the field 5"),
        ({"x": [1, {"y": float("inf")}]}, "inf"),
        ({"x": [1, {1}]}, "{1}"),
        ({"x": (1, 2)}, "(1, 2)"),
        ({"x": VAST}, "a value of type int that cannot be shown"),
        ({"x": 2**14_000}, shown(2**14_000)),
        ({"x": -(2**14_000)}, shown(-(2**14_000))),
        ({"x": [None, True, 1.5, "é", 2**14_000 - 1, 1 - 2**14_000, {}]}, ""),
    ],
)
def test_what_is_no_plain_data_is_refused_in_a_kind_that_is_not_known(
    what: Any, found: str
) -> None:
    data = stored("eclipse", what)
    if found:
        (problem,) = refusal(data).problems
        assert (problem.where, problem.path, problem.found) == ("record 'a': what", "what", found)
        assert problem.expected == "text, finite numbers, lists and tables"
    else:
        assert to_plain(read(data))["what"] == what


OBJECT = "a JSON object that can be written"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": 5}, "text: found 5; expected the text of a JSON object"),
        ({"text": "[1]"}, f"text: found '[1]'; expected {OBJECT}"),
        ({"text": "{"}, f"text: found '{{'; expected {OBJECT}"),
        ({"text": "[" * 99_999}, f"text: found {shown('[' * 99_999)}; expected {OBJECT}"),
        ({"text": '{"x": 1e999}'}, f"text: found 1e999; expected {OBJECT}"),
        ({"text": '{"x": NaN}'}, f"text: found NaN; expected {OBJECT}"),
        ({"text": '{"x": "\\ud83d"}'}, f"text: found '\\ud83d'; expected {OBJECT}"),
        ({"text": '{"x": 1, "x": 2}'}, f"text: found the field 'x' twice; expected {OBJECT}"),
        (
            {"text": f'{{"x": 1{"0" * 4300}}}'},
            f"text: found a number of 4,301 digits; expected {OBJECT}",
        ),
        ({"kind": ""}, "kind: found ''; expected the name of a kind"),
        ({"kind": 5}, "kind: found 5; expected the name of a kind"),
        ({"kind": HALF}, "kind: found '\\ud83d'; expected the name of a kind"),
        ({"version": 0}, "version: found 0; expected a whole number from 1"),
        ({"version": True}, "version: found True; expected a whole number from 1"),
    ],
)
def test_an_unknown_body_is_refused_with_what_makes_one(fields: Any, message: str) -> None:
    with pytest.raises(bt.RecordError) as caught:
        bt.UnknownBody(**({"kind": "x", "version": 1, "text": "{}"} | fields))
    assert str(caught.value) == f"unknown body: {message}"


def test_an_unknown_body_is_the_same_in_any_order_of_its_fields() -> None:
    one = bt.UnknownBody("x", 1, '{"a": [{"b": 1, "c": 2}], "d": -0}')
    other = bt.UnknownBody("x", 1, ' {"d":-0, "a": [{"c": 2, "b": 1}]} ')
    assert one == other
    assert hash(one) == hash(other)
    assert one != bt.UnknownBody("x", 1, '{"a": [{"b": 1, "c": 2}], "d": 0}')
    assert one != bt.UnknownBody("x", 1, '{"a": [], "d": -0}')
    assert (one.text, other.text) == (
        '{"a": [{"b": 1, "c": 2}], "d": -0}',
        '{"d": -0, "a": [{"c": 2, "b": 1}]}',
    )


@pytest.mark.parametrize("text", ["-0", "0.10", "1e5", "-1.50E-3"])
def test_a_number_of_json_counts_as_a_float_and_keeps_its_digits(text: str) -> None:
    number = from_json(text)
    assert (number, repr(number)) == (float(text), text)
    for again in (copy.copy(number), pickle.loads(pickle.dumps(number))):
        assert (again, repr(again), type(again)) == (number, text, type(number))


@pytest.mark.parametrize("text", ["0", "5", "-5", "9" * 4300])
def test_a_whole_number_of_json_is_an_int(text: str) -> None:
    number = from_json(text)
    assert type(number) is int
    assert str(number) == text


def test_space_after_json_is_no_fault_and_more_of_it_is() -> None:
    assert from_json("{} \n") == {}
    with pytest.raises(ValueError, match="Extra data"):
        from_json("{} {}")


def test_a_number_of_very_many_digits_is_counted() -> None:
    with pytest.raises(bt.InputError) as caught:
        from_json("1" * 4301)
    assert str(caught.value) == (
        "JSON: found a number of 4,301 digits; expected one of at most 4,300 digits"
    )


# -- works and citations ------------------------------------------------------------------------


def test_what_a_work_a_citation_and_an_event_do_not_say_is_empty() -> None:
    work = bt.Source(id="a", title="A")
    said = ("container_title", "publisher", "url", "language", "note", "grade")
    assert {getattr(work, name) for name in said} == {""}
    assert (work.type, work.author, work.issued, work.known) == ("document", (), None, None)
    cited = bt.Citation("a")
    assert (cited.locator, cited.says, cited.grade, cited.via) == ("", "", "", ())
    assert (cited.stance, cited.when, cited.known, cited.speakers) == (
        "asserts",
        None,
        None,
        ("a",),
    )
    data = stored("lock", {"name": "x"})
    made = bt.Event(id="a", when="2024", known="2024", what=read(data).what)
    for event in (made, read(data)):
        assert (event.title, event.note, event.parties, event.sources) == ("", "", (), ())
        assert (event.seq, event.revision, event.lasting, event.stance) == (0, 0, False, "asserts")


def test_a_citation_without_a_day_is_read_as_known_with_its_record() -> None:
    event = read(stored("lock", {"name": "x"}, sources=[{"source": "s"}]))
    assert [cited.known for cited in event.sources] == [event.known] == [Date(2024, 12, 31)]


@pytest.mark.parametrize("name", ["by", "grade"])
def test_a_citation_is_not_given_what_its_work_says(name: str) -> None:
    given: dict[str, Any] = {name: "x"}
    with pytest.raises(TypeError, match="unexpected keyword"):
        bt.Citation("a", **given)


def test_a_record_whose_works_tell_nothing_new_is_itself() -> None:
    work = bt.Source(id="a", title="A", author=["Ada"], grade="B2")
    cited = [bt.Citation("a"), bt.Citation("b")]
    event = bt.Event(id="a", when="2024", known="2024", what=LOCK, sources=cited)
    assert in_works(event, {}) is event
    told = in_works(event, {"a": work})
    assert told == event
    assert [(one.speakers, one.grade) for one in told.sources] == [(("Ada",), "B2"), (("b",), "")]
    assert in_works(told, {"a": work}) is told


@pytest.mark.parametrize("note", ["", "ours"])
def test_what_is_public_before_its_works_is_said_as_they_will_say_it(note: str) -> None:
    cited = [bt.Citation("a", known="2024-03-01", stance="alleges")]
    log = bt.EventLog()
    log.append(
        bt.Event(id="a", when="2024", known="2024-01-01", what=LOCK, sources=cited, note=note)
    )
    (event,) = log.timeline().events(known_by="2024-02-01")
    assert (event.stance, event.sources, event.note) == ("alleges", (), "")
    (event,) = log.timeline().events(known_by="2024-03-01")
    assert (event.stance, event.sources, event.note) == ("alleges", tuple(cited), "")


def test_an_event_without_its_note_is_handed_back_as_it_was_written() -> None:
    data = stored("lock", {"gates": 2, "name": "x"})
    event = read(data | {"note": "ours"}).without_note()
    assert to_json(event) == to_json(read(data))
    assert event.without_note() is event


@pytest.mark.parametrize("name", ["to_be_said", "written"])
def test_an_event_is_not_given_what_is_worked_out(name: str) -> None:
    given: dict[str, Any] = {"id": "a", "when": "2024", "known": "2024", name: "x"}
    with pytest.raises(TypeError, match="unexpected keyword"):
        bt.Event(what=LOCK, **given)


@pytest.mark.parametrize(
    ("said", "speakers"),
    [
        ({}, ("w",)),
        ({"publisher": "P"}, ("P",)),
        ({"container_title": "C"}, ("C",)),
        ({"publisher": "P", "container_title": "C"}, ("P",)),
        ({"publisher": "P", "author": ["Ada"]}, ("Ada",)),
    ],
)
def test_a_work_is_its_authors_word_else_its_publishers(said: Any, speakers: Any) -> None:
    assert bt.Citation(bt.Source(id="w", title="W", **said)).speakers == speakers
    assert bt.Citation(bt.Source(id="w", title="W", **said), via=["V"]).speakers == ("V",)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"when": 5},
            "when: found 5; expected EDTF text such as '2022-22' (summer 2022), or a day",
        ),
        (
            {"known": 5},
            "known: found 5; expected a day such as '2024-05-19', '2024-05' or '2024'",
        ),
        ({"sources": ["a"]}, "sources: found ('a',); expected a sequence of Citation"),
        ({"sources": "a"}, "sources: found 'a'; expected a sequence of Citation"),
    ],
)
def test_an_event_is_refused_with_what_makes_one(fields: Any, message: str) -> None:
    given: dict[str, Any] = {"id": "a", "when": "2024", "known": "2024"} | fields
    with pytest.raises(bt.InputError) as caught:
        bt.Event(what=LOCK, **given)
    assert str(caught.value) == f"event 'a': {message}"


def test_an_event_with_an_end_is_no_standing_and_does_not_last() -> None:
    give = "bt.spell makes the two"
    for what, more, message in (
        (
            Posted(),
            {},
            f"no end, as test-records-posted changes a standing; "
            f"give two events, a start and an end: {give}",
        ),
        (
            LOCK,
            {"lasting": True},
            f"no end, as it is lasting; leave out lasting, or give two events: {give}",
        ),
    ):
        given: dict[str, Any] = {"id": "a", "when": "1856/1916", "known": "1916", **more}
        with pytest.raises(bt.RecordError) as caught:
            bt.Event(what=what, **given)
        (problem,) = caught.value.problems
        assert str(problem) == f"event 'a': when: found '1856/1916'; expected {message}"
        assert problem.path == "when"


def test_a_retraction_is_refused_with_what_makes_one() -> None:
    given: dict[str, Any] = {"id": "a", "revision": 1, "reason": "no", "known": 5}
    with pytest.raises(bt.InputError) as caught:
        bt.Retraction(**given)
    assert str(caught.value) == (
        "known: found 5; expected a day such as '2024-05-19', '2024-05' or '2024'"
    )


def test_a_view_of_an_event_is_of_a_day_and_says_no_more_than_it_shows() -> None:
    cited = [bt.Citation("a", known="2024-03-01", stance="alleges")]
    event = bt.Event(id="a", when="2024", known="2024-01-01", what=LOCK, sources=cited)
    assert event.known_by(Date(2024, 2, 1)) == attrs.evolve(event, sources=())
    wrong: Any = 5
    with pytest.raises(bt.InputError, match=r"^known_by: found 5; expected a day"):
        event.known_by(wrong)


def test_what_is_worked_out_is_no_part_of_an_event() -> None:
    event = read(stored("lock", {"gates": 2, "name": "x"}))
    parts = branches(event, root=True)
    assert parts is not None
    assert parts.keys() == inspect.signature(bt.Event).parameters.keys()


def test_the_events_of_a_spell_have_the_title_that_is_given() -> None:
    given: dict[str, Any] = {"when": "1856/1916", "known": "1916", "begins": LOCK, "ends": LOCK}
    assert [event.title for event in bt.spell("pact", **given)] == ["", ""]
    assert [event.title for event in bt.spell("pact", title="T", **given)] == ["T", "T"]
    wrong: Any = 3
    with pytest.raises(bt.RecordError) as caught:
        bt.spell("pact", end_title=wrong, **given)
    assert [problem.path for problem in caught.value.problems] == ["end_title"]


def test_an_event_is_equal_to_no_other_thing() -> None:
    event = read(stored("lock", {"name": "x"}))
    assert (event == 5, event != 5) == (False, True)
    assert event.__eq__(5) is NotImplemented


def test_a_long_body_is_shown_on_three_lines() -> None:
    what = BODIES["lock"](name="word " * 200)
    event = bt.Event(id="a", when="2024", known="2024", what=what)
    first, *rest = repr(event).splitlines()[2:-2]
    assert first.startswith("  what    Lock(name='word word")
    assert [line[:10] for line in rest] == [" " * 10] * 2
    assert rest[-1].endswith(" …")


def test_the_date_of_an_event_is_refused_at_its_character() -> None:
    with pytest.raises(bt.DateError) as caught:
        bt.Event(id="a", when="2024-13", known="2024", what=LOCK)
    (problem,) = caught.value.problems
    assert problem.where == "event 'a': when: date '2024-13', character 6"


def test_a_long_note_is_shown_on_three_lines() -> None:
    note = "word " * 100
    shown = repr(bt.Event(id="a", when="2024", known="2024", what=LOCK, note=note)).splitlines()
    (first,) = [at for at, line in enumerate(shown) if line.startswith("  note")]
    assert len(shown) == first + 4
    assert shown[-2].endswith(" …")


def test_only_what_json_has_is_written_as_json() -> None:
    assert as_json([1, "é", None, True, {"a": 1.5}]) == '[1, "é", null, true, {"a": 1.5}]'
    with pytest.raises(ValueError, match="JSON compliant"):
        as_json([float("inf")])


def test_an_event_shows_all_that_it_says_on_a_screen() -> None:
    cited = [bt.Citation("y", known="2024-06-02"), bt.Citation("x", "p. 1", known="2024-06-01")]
    event = bt.Event(
        id="a",
        when="2024-05",
        title="A lock",
        what=LOCK,
        parties=["AA", "BB"],
        sources=cited,
        revision=2,
        lasting=True,
        note="ours",
    )
    assert repr(event).splitlines() == [
        "Event 'a', 2024-05: A lock",
        "  kind      test-records-lock",
        "  what      Lock(name='x', gates=2, tidal=False, depth=Decimal('4'))",
        "  parties   AA, BB",
        "  public    2024-06-01",
        "  sources   y; x p. 1",
        "  revision  2",
        "  lasts     until another event ends it",
        "  note      ours",
        "  ask next: .what, .sources, timeline.history('a')",
    ]


# -- kinds --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Data:
    port: str


class Pair(NamedTuple):
    one: str
    other: str


class Slotted:
    __slots__ = ("port",)


@attrs.define
class Loose:
    port: str


@attrs.frozen(eq=False)
class Unequal:
    port: str


@attrs.frozen(unsafe_hash=False, eq=True)
class Unhashed:
    port: str

    __hash__ = object.__hash__


class Bare:
    """A class without fields."""


class Flags(enum.Flag):
    ONE = 1


class Odd(enum.Enum):
    ONE = "a"
    OTHER = ("b",)


class Halved(enum.Enum):
    ONE = "\ud83d"


class Empty(enum.Enum):
    """An enum without members."""


ABOVE = 'write @bt.kind("some-name") above a class'
UNEQUAL = "leave out eq=False: what is read back must be equal to what was written"
MUTABLE = "write @attrs.frozen: what is stored never changes"


@pytest.mark.parametrize(
    ("cls", "found", "advice"),
    [
        (5, "5", ABOVE),
        (Data, "'Data'", "leave out @dataclass: @bt.kind makes the fields"),
        (Pair, "'Pair'", "leave out NamedTuple: @bt.kind makes the fields"),
        (Letter, "'Letter'", "an enum may be the type of a field: `stage: Stage`"),
        (Slotted, "'Slotted'", "leave out __slots__: @bt.kind makes them"),
        (Loose, "'Loose'", MUTABLE),
        (Unequal, "'Unequal'", UNEQUAL),
        (Unhashed, "'Unhashed'", UNEQUAL),
        (
            type("Longer", (Berth,), {}),
            "'Longer'",
            "a kind has no subclasses: put what two share into an @attrs.frozen base of both",
        ),
    ],
)
def test_a_class_is_no_kind_and_what_to_write_is_told(cls: Any, found: str, advice: str) -> None:
    with pytest.raises(bt.RecordError) as caught:
        bt.kind("test-records-none")(cls)
    assert str(caught.value) == (
        f"kind 'test-records-none': found {found}; expected a plain class; {advice}"
    )


def test_kinds_are_made_later_once_a_name_is_asked_for_that_none_has() -> None:
    calls: list[str] = []

    def make() -> None:
        calls.append("made")
        bt.kind("test-records-later")(type("Later", (), {"__annotations__": {"name": str}}))

    find_kind("test-records-nothing")  # what others have made later is made now
    load_later(make)
    assert (find_kind("test-records-lock") is None, calls) == (False, [])
    assert read(stored("later", {"name": "x"})).what.name == "x"
    assert find_kind("test-records-nothing") is None
    assert calls == ["made"]


@attrs.frozen
class Twin:
    name: str


class Sign(enum.Enum):
    WHOLE = "w"


def part() -> Any:
    @attrs.frozen
    class Part:
        name: str
        letter: Letter = Letter.WHOLE

    return Part


def test_parts_of_a_class_that_is_defined_again_are_alike_if_all_they_say_is() -> None:
    one, other = part(), part()
    x, y, z = one("x"), one("y"), one("x", Letter.HALF)
    assert alike((x, y), (other("x"), other("y")))
    for unlike in ((other("x"), other("z")), (other("x"),), (other("y"), other("x")), (z, y), "xy"):
        assert not alike((x, y), unlike)
    assert alike(z, other("x", Letter.HALF))
    assert not alike((x, y), [other("x"), other("y")])
    assert not alike(x, Ship(name="x"))
    assert not alike(Renamed("x"), Unequal("x"))
    assert not alike(Renamed("x"), Twin("x"))
    assert not alike(Letter.WHOLE, Sign.WHOLE)


def test_a_class_that_attrs_made_is_a_kind_as_it_is() -> None:
    @attrs.frozen
    class Made:
        name: str
        berths: int = 0

    assert bt.kind("test-records-made")(Made) is Made
    assert bt.Event(id="a", when="2024", known="2024", what=Made("x", 3)).what == Made("x", 3)


def test_a_kind_is_neither_foreseeable_nor_a_standing_unless_it_says_so() -> None:
    lock = bodies()["lock"](name="x")
    made = kind_of(lock)
    assert made is not None
    assert (made.foreseeable, made.standing, made.version, made.formerly) == (False, False, 1, ())
    assert made.may_be_known_before(lock) is False


@pytest.mark.parametrize(
    ("name", "cls"), [("lock", "Lock"), ("pilot", "Pilot")], ids=["of today", "of before"]
)
def test_a_body_of_a_kind_that_is_known_here_is_no_unknown_one(name: str, cls: str) -> None:
    unknown = bt.UnknownBody(f"test-records-{name}", 1, "{}")
    with pytest.raises(bt.RecordError) as caught:
        bt.Event(id="a", when="2024", known="2024", what=unknown)
    assert str(caught.value) == (
        f"event 'a': what: found an UnknownBody of the kind 'test-records-{name}', which is "
        f"known here; expected a {cls}; bring plain data up with records.codec.from_plain"
    )
    later = bt.UnknownBody(f"test-records-{name}", 3, "{}")
    assert bt.Event(id="a", when="2024", known="2024", what=later).kind == f"test-records-{name}"


STORABLE = (
    "str, int, bool, Decimal, pendulum.Date, When, Quantity, Money, Certainty, Literal[...], an "
    "enum of texts or whole numbers, an attrs.frozen class of these, T | None or tuple[T, ...]"
)
DAYS = "write pendulum.Date, or When for a date as precise as its source: days are whole"
NAMED = "write an attrs.frozen class with a name for each, or tuple[T, ...] for any number"
FIELD = TypeVar("FIELD")


@attrs.frozen
class Holder:
    inner: tuple[Holder, ...]


Untyped = attrs.make_class("Untyped", {"held": attrs.field(default="")}, frozen=True)


@pytest.mark.parametrize(
    ("hint", "found", "advice"),
    [
        (complex, "complex", "write a Decimal for each part"),
        (date, "date", DAYS),
        (datetime, "datetime", DAYS),
        (time, "time", "write str, or leave it out: days are whole"),
        (timedelta, "timedelta", "write an int of days"),
        (bytes, "bytes", "write str"),
        (Any, "Any", f"write {STORABLE}"),
        (FIELD, "~FIELD", f"write {STORABLE}"),
        (range, "range", "write tuple[T, ...]"),
        (list[FIELD], "list[~FIELD]", "write tuple[T, ...]"),  # type: ignore[valid-type]
        (frozenset[int], "frozenset[int]", "write tuple[int, ...]"),
        (tuple, "tuple", "write tuple[T, ...]"),
        (tuple[int], "tuple[int]", NAMED),
        (tuple[int, int], "tuple[int, int]", NAMED),
        (Pair, "Pair", "write it as an attrs.frozen class"),
        (Bare, "Bare", f"decorate it with @attrs.frozen and give it fields of {STORABLE}"),
        (type, "type", f"write {STORABLE}"),
        (Loose, "Loose", MUTABLE),
        (Unequal, "Unequal", UNEQUAL),
        (Unhashed, "Unhashed", UNEQUAL),
        (
            type("Below", (Ship,), {"__annotations__": {}}),
            "Below",
            "decorate it with @attrs.frozen",
        ),
        (Flags, "Flags", "write tuple[T, ...] of an enum: flags are several values"),
        (Odd, "Odd", "give each member a text or a whole number of its own"),
        (Empty, "Empty", "give each member a text or a whole number of its own"),
        (
            Literal[None],
            "Literal[None]",
            "write words, whole numbers or truth values; `| None` for none",
        ),
        (
            Literal["a", b"b"],
            "Literal['a', b'b']",
            "write words, whole numbers or truth values; `| None` for none",
        ),
        (
            Literal[HALF],
            "Literal['\\ud83d']",
            "write words, whole numbers or truth values; `| None` for none",
        ),
        (
            Literal[10**100],
            f"Literal[1{'0' * 100}]",
            "write words, whole numbers or truth values; `| None` for none",
        ),
        (Halved, "Halved", "give each member a text or a whole number of its own"),
        (
            Date | bt.When,
            "pendulum.date.Date | bilateral_timeline.dates.when.When, "
            "of which two are written as a text",
            "write one of them, or a field for each",
        ),
        (
            Decimal | int | str,
            "decimal.Decimal | int | str, of which two are written as a whole",
            "write one of them, or a field for each",
        ),
        (
            Decimal | Literal[1, "a"],
            "Union[decimal.Decimal, Literal[1, 'a']], of which two are written as a text",
            "write one of them, or a field for each",
        ),
        (
            Ship | Draught | dict[str, int],
            "dict[str, int]",
            "write tuple[T, ...] of an attrs.frozen class with a field for key and value",
        ),
    ],
)
def test_a_type_is_not_stored_and_what_to_write_is_told(hint: Any, found: str, advice: str) -> None:
    body = type("Body", (), {"__annotations__": {"held": hint}})
    with pytest.raises(bt.RecordError) as caught:
        bt.kind("test-records-none")(body)
    assert str(caught.value) == (
        f"kind 'test-records-none': Body.held: found {found}; "
        f"expected a type that can be stored; {advice}"
    )


@pytest.mark.parametrize(
    ("hint", "message"),
    [
        (
            Holder,
            "Body.held: Holder.inner: found Holder; expected a type that can be stored; "
            "Holder holds itself: give the parts ids instead",
        ),
        (
            Untyped,
            "Body.held: Untyped.held: found no type; expected a type that can be stored; "
            "write `held: str`, or another",
        ),
        (
            "Nowhere",
            "Body.held: found Nowhere, which has no meaning here (name 'Nowhere' is not defined); "
            "expected a type that can be stored; "
            "define or import it before the class, outside of `if TYPE_CHECKING`",
        ),
    ],
)
def test_a_type_is_not_stored_and_where_it_stands_is_told(hint: Any, message: str) -> None:
    body = type("Body", (), {"__annotations__": {"held": hint}, "__module__": __name__})
    with pytest.raises(bt.RecordError) as caught:
        bt.kind("test-records-none")(body)
    assert str(caught.value) == f"kind 'test-records-none': {message}"


@attrs.frozen
class Named:
    name: str
    also: str = ""


@attrs.frozen
class Renamed:
    name: str


def test_of_two_hints_the_one_without_a_meaning_is_told() -> None:
    @attrs.frozen
    class Inner:
        name: str

    hints = {"ship": "Ship", "held": Inner.__name__, "own": "Part", "other": "typing.Nowhere"}
    body = type("Body", (), {"__annotations__": hints, "__module__": __name__, "Part": Inner})
    with pytest.raises(bt.RecordError) as caught:
        bt.kind("test-records-none")(body)
    assert str(caught.value) == (
        "kind 'test-records-none': Body.other: found typing.Nowhere, which has no meaning here "
        "(name 'typing' is not defined); expected a type that can be stored; "
        "define or import it before the class, outside of `if TYPE_CHECKING`"
    )


def test_a_base_with_a_hint_without_a_meaning_is_told_as_the_fault_of_the_class() -> None:
    base = type("Base", (), {"__annotations__": {"name": "Nowhere"}, "__module__": __name__})
    body = type("Body", (base,), {"__annotations__": {"held": str}, "__module__": __name__})
    with pytest.raises(bt.RecordError) as caught:
        bt.kind("test-records-none")(body)
    assert str(caught.value) == (
        "kind 'test-records-none': Body: found hints without a meaning "
        "(name 'Nowhere' is not defined); expected a type that can be stored; mend them"
    )


def test_two_classes_of_one_field_must_each_need_one_that_the_other_has_not() -> None:
    for hint in (Named | Renamed, Renamed | Named, Fleet | Named | Renamed):
        body = type("Body", (), {"__annotations__": {"held": hint}})
        with pytest.raises(bt.RecordError, match="of which two are written as a table"):
            bt.kind("test-records-none")(body)


Word = TypeAliasType("Word", str | None)


@pytest.mark.parametrize("held", [None, 3, "x"])
def test_what_is_behind_two_names_may_be_nothing_by_both(held: Any) -> None:
    made: Any = bt.kind("test-records-both")(
        type("Both", (), {"__annotations__": {"held": Metres | Word}})
    )
    event = bt.Event(id="a", when="2024", known="2024", what=made(held=held))
    assert to_plain(event)["what"] == {"held": held}
    assert from_plain(to_plain(event)) == event


@pytest.mark.parametrize("held", [None, Ship(name="x"), Fleet(ships=3)])
def test_of_several_classes_there_may_be_none(held: Any) -> None:
    hint = None | Fleet | Ship
    made: Any = bt.kind("test-records-any")(type("Any", (), {"__annotations__": {"held": hint}}))
    event = bt.Event(id="a", when="2024", known="2024", what=made(held=held))
    assert from_plain(to_plain(event)) == event


def test_a_field_may_have_the_name_of_its_type_and_needed_ones_are_written_first() -> None:
    @bt.kind("test-records-namesake")
    class Namesake:
        also: str = ""
        Ship: Ship

    event = bt.Event(
        id="a", when="2024", known="2024", what=Namesake(also="y", Ship=Ship(name="x"))
    )
    text = '{"Ship": {"name": "x"}, "also": "y"}'
    assert json.dumps(to_plain(event)["what"]) == text
    assert from_plain(to_plain(event)) == event


def test_a_body_holds_no_event() -> None:
    body = type("Body", (), {"__annotations__": {"held": bt.Event}})
    with pytest.raises(bt.RecordError, match=r"Body\.held: .*Event\.what: found"):
        bt.kind("test-records-none")(body)


def test_the_fields_of_a_class_are_told_by_their_names_or_as_one_says() -> None:
    for made, only in (
        (fields_of(Ship, "x"), "only name, flag"),
        (fields_of(Ship, "x", listed="a name"), "only a name"),
    ):
        with pytest.raises(bt.RecordError) as caught:
            made.read({"name": "x", "page": 3})
        assert [problem.expected for problem in caught.value.problems] == [only]


def test_a_body_may_hold_a_class_of_its_own_with_a_private_field() -> None:
    @bt.kind("test-records-own")
    class Own:
        @attrs.frozen
        class Part:
            _mark: str

        part: Part

    event = bt.Event(id="a", when="2024", known="2024", what=Own(part=Own.Part(mark="x")))
    assert to_plain(event)["what"] == {"part": {"_mark": "x"}}
    assert from_plain(to_plain(event)) == event


# -- what a log holds ---------------------------------------------------------------------------


def told(revision: int, day: int = 0, id: str = "a") -> bt.Event:
    known = Date(2024, 1, 1).add(days=day)
    return bt.Event(id=id, revision=revision, when="2024", known=known, what=LOCK)


TOLD = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), unique_by=lambda told: told[0])


def held(*records: Record) -> Held:
    made = Held()
    made.take(records)
    made._check()
    return made


@given(TOLD.filter(bool), st.integers(0, 9), st.integers(1, 9))
def test_what_changes_by_new_records_of_an_event_is_told_by_those_that_they_touch(
    numbers: list[tuple[int, int]], before: int, more: int
) -> None:
    records = [told(*each) for each in numbers]
    before = min(before, len(records) - 1)
    at = min(before + more, len(records))
    old, new = held(*records).touched("a", before, at)
    was, is_ = (Counter(beliefs_of(each)) for each in (records[:before], records[:at]))
    some, others = (Counter(beliefs_of(each)) for each in (old, new))
    assert (was - is_, is_ - was) == (some - others, others - some)
    assert Counter(old) <= Counter(new) <= Counter(records[:at])


def test_of_an_event_that_is_often_corrected_only_the_last_is_touched() -> None:
    records = [told(number, number) for number in range(20)]
    log = held(*records)
    for before, at in ((19, 20), (18, 20), (10, 11), (1, 2)):
        assert log.touched("a", before, at) == (
            records[before - 1 : before],
            records[before - 1 : at],
        )
    earlier = [*records, told(20, 5), told(21, 15)]
    old, new = held(*earlier).touched("a", 20, 22)
    assert old == records[5:]
    assert new == [*records[5:6], told(20, 5), *records[6:16], told(21, 15), *records[16:]]
    assert held(told(0)).touched("a", 0, 1) == ([], [told(0)])


@given(TOLD, TOLD)
def test_the_records_of_an_id_are_found_by_revision_and_by_rank(
    numbers: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    log = held(told(7, 3, "b"))
    records = [told(*each) for each in numbers]
    assert log.take(records[:1]) == 1 + len(records[:1])
    assert log.take(records[1:]) == 1 + len(records)
    log._check()
    for revision, day in other:
        wanted = [record for record in records if record.revision == revision]
        assert log.record("a", revision) == (wanted[0] if wanted else None)
        assert log.record("b", revision) == (told(7, 3, "b") if revision == 7 else None)
        assert log.record("c", revision) is None
        assert day in range(5)
    if records:
        assert log.newest("a") == max(records, key=lambda record: record.rank)
        assert log.next_revision("a") == 1 + max(record.revision for record in records)
    else:
        with pytest.raises(bt.MissingError, match="no event 'a'; known: b"):
            log.newest("a")


def test_the_newest_event_is_none_that_is_retracted() -> None:
    gone = bt.Retraction(id="a", revision=9, known="2025", reason="no")
    log = held(told(0), told(1, 4), told(2, 3), gone)
    assert (log.newest("a"), log.newest_event("a")) == (gone, told(1, 4))
    with pytest.raises(bt.MissingError, match="no event to correct with the id 'a'"):
        held(gone).newest_event("a")
    assert held(told(3), gone).next_revision("a") == 10


class Broken(list[Record]):
    """Records of which some only are given when they are asked for again."""

    def __init__(self, records: Iterable[Record], given: int) -> None:
        super().__init__(records)
        self.given, self.asked = given, 0

    def __iter__(self) -> Iterator[Record]:
        self.asked += 1
        for at, record in enumerate(super().__iter__()):
            if self.asked > 1 and at == self.given:
                raise KeyboardInterrupt
            yield record


@pytest.mark.parametrize("given", range(6))
@pytest.mark.parametrize("count", range(4))
def test_what_was_broken_off_is_forgotten_as_if_it_had_not_begun(given: int, count: int) -> None:
    before = [told(number, 9 - number) for number in range(count)]
    more = [told(4, 2), told(0, 0, "b"), told(5, 1), told(1, 1, "b"), told(6), told(7)]
    log = held(*before)
    with pytest.raises(KeyboardInterrupt):
        log.take(Broken(more, given))
    assert log.position == count
    log.forget_unfinished()
    log._check()
    assert log.records == before
    assert log.record("b", 0) is None
    with pytest.raises(bt.MissingError):
        log.newest("b")
    if before:
        assert (log.newest("a"), log.next_revision("a")) == (before[0], count)
    log.take(more[1:2])
    log._check()
    assert (log.newest("b"), log.next_revision("b")) == (more[1], 1)
    assert log.take([more[0], *more[2:]]) == count + 6
    log._check()
    for record in (*before, *more):
        assert log.record(record.id, record.revision) == record
    assert log.newest("b") == told(1, 1, "b")
    assert log.newest("a") == (before[0] if before else told(4, 2))
    log.forget_unfinished()
    log._check()


# -- single fields ------------------------------------------------------------------------------

IDS = "a-z, 0-9 and single hyphens, such as 'su-35-promised'"
GRADES = "an Admiralty grade: A to F, and perhaps 1 to 6, such as 'B2'"
CODES, CURRENCIES = "letters, digits and hyphens, such as RU", "a code of ISO 4217, such as USD"
TEXTS, MOST = "a sequence of texts", 10**100 - 1


@pytest.mark.parametrize(
    ("check", "right", "wrong", "expected"),
    [
        (fields.is_id, ["a", "a-1", "0"], ["A", "a--b", "-a", "a-", "", "a\n", 5], IDS),
        (fields.is_text, ["", "é", "a\n"], [5, None, b"a"], "text"),
        (fields.is_text, [], [HALF, "a" + HALF], "whole characters"),
        (fields.is_said, [" x "], ["", " \n", 5, None], "some words"),
        (fields.is_code, ["RU", "r-2"], ["", "R U", "é", "RU\n", 5], CODES),
        (fields.is_grade, ["", "A", "F6", "C1"], ["G", "A0", "A7", "B22", "a", "2", 5], GRADES),
        (fields.is_currency, ["USD"], ["usd", "US", "USDD", "", 5], CURRENCIES),
        (fields.are_texts, [(), ("a", "é")], [["a"], ("a", ""), ("a", 5), (HALF,), "a"], TEXTS),
        (
            fields.is_whole,
            [0, MOST, -MOST],
            [MOST + 1, -MOST - 1, True, 1.0, "1"],
            "a whole number",
        ),
        (fields.is_truth, [True, False], [1, 0, None, "yes"], "True or False"),
        (fields.is_not_negative, [0, MOST], [-1], "0 or more"),
        (fields.is_not_negative, [], [True, 0.5, MOST + 1], "a whole number"),
        (fields.is_positive, [1, MOST], [0, -1], "1 or more: 0 is the event itself"),
        (fields.is_positive, [], [True, 1.5, MOST + 1], "a whole number"),
    ],
)
def test_a_field_is_checked(check: Any, right: list[Any], wrong: list[Any], expected: str) -> None:
    checked: Any = attrs.make_class("Checked", {"held": attrs.field(validator=check)})
    named: Any = attrs.make_class(
        "Named", {"id": attrs.field(), "held": attrs.field(validator=check)}
    )
    for value in right:
        assert checked(value).held is named(5, value).held is value
    for value in wrong:
        for made, where in (
            (checked, "checked"),
            (partial(named, 5), "named"),
            (partial(named, "x"), "named 'x'"),
        ):
            with pytest.raises(bt.RecordError) as caught:
                made(value)
            (problem,) = caught.value.problems
            assert (problem.where, problem.path) == (f"{where}: held", "held")
            assert (problem.found, problem.expected) == (shown(value), expected)
            assert problem.advice == ""


WORDS = ("initialled", "signed", "in-force", "")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("singed", "signed, or one of initialled, in-force"),
        ("sign", "signed, or one of initialled, in-force"),
        ("in", "in-force or initialled, or one of signed"),
        ("lapsed", "one of initialled, signed, in-force"),
        (5, "one of initialled, signed, in-force"),
    ],
)
def test_a_word_that_is_none_of_some_is_told_those_that_are_near(found: Any, expected: str) -> None:
    attribute = attrs.fields(attrs.make_class("Checked", {"stage": attrs.field()})).stage
    check = fields.one_of(*WORDS)
    for word in WORDS:
        check(None, attribute, word)
    with pytest.raises(bt.RecordError) as caught:
        check(None, attribute, found)
    (problem,) = caught.value.problems
    assert (problem.where, problem.path, problem.found) == ("stage", "stage", shown(found))
    assert problem.expected == expected
    assert fields.one_of_these("singed", ("signed",)) == "signed"
    assert fields.one_of_these("sined", ("signed", 1), repr) == "'signed', or one of 1"


def test_a_word_that_stands_for_something_else_is_refused() -> None:
    attribute = attrs.fields(attrs.make_class("Checked", {"id": attrs.field()})).id
    check = fields.none_of("all", "none")
    for word in ("al", "", 5):
        check(None, attribute, word)
    with pytest.raises(bt.RecordError) as caught:
        check(None, attribute, "none")
    (problem,) = caught.value.problems
    assert str(problem) == "id: found 'none'; expected another id than all, none"
    assert problem.path == "id"


def test_a_list_is_taken_as_a_tuple_and_nothing_else_is() -> None:
    assert fields.as_tuple([1, 2]) == (1, 2)
    for other in ((1,), "ab", {1}, None):
        assert fields.as_tuple(other) is other
