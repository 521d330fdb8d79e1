"""Records in detail: what a body of one's own may be, and how it is read, kept and refused."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import attrs
import pytest

import bilateral_timeline as bt
from bilateral_timeline.files.schema import record_schema
from bilateral_timeline.records.codec import from_plain, to_json, to_plain


@bt.kind("test-records-lock")
class LockBuilt:
    """A body of fields that can only be written in one way, and one that can be in several."""

    name: str
    gates: int = 2
    tidal: bool = False
    depth: Decimal = Decimal(4)


@bt.kind("test-records-basin")
class BasinDug:
    """A body with fields that are made where they are not told."""

    name: str
    called: str = attrs.field(default=attrs.Factory(lambda self: self.name, takes_self=True))
    quays: tuple[str, ...] = attrs.field(factory=tuple)


@bt.kind("test-records-buoy")
class BuoyLaid:
    """A body with a field that is put in order."""

    name: str = attrs.field(converter=str.strip)


def stored(kind: str, what: Any, **fields: Any) -> dict[str, Any]:
    data = {"id": "a", "kind": f"test-records-{kind}", "version": 1, "when": "2024"}
    return data | {"known": "2024-12-31"} | fields | {"what": what}


def read(kind: str, what: Any) -> Any:
    event = from_plain(stored(kind, what))
    assert isinstance(event, bt.Event)
    return event.what


def refusal(data: dict[str, Any]) -> bt.RecordError:
    with pytest.raises(bt.RecordError) as caught:
        from_plain(data)
    return caught.value


# -- bodies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "what", "body"),
    [
        ("lock", {"name": "x", "gates": 2}, LockBuilt(name="x")),
        ("lock", {"gates": 3, "name": "x"}, LockBuilt(name="x", gates=3)),
        (
            "lock",
            {"name": "x", "tidal": True, "gates": 3},
            LockBuilt(name="x", gates=3, tidal=True),
        ),
        ("lock", {"name": "x", "depth": "5.0"}, LockBuilt(name="x", depth=Decimal(5))),
        ("lock", {"name": "x", "depth": "5.50"}, LockBuilt(name="x", depth=Decimal("5.5"))),
        ("basin", {"name": "x", "called": "x"}, BasinDug(name="x")),
        ("basin", {"name": "x", "called": "y"}, BasinDug(name="x", called="y")),
        ("basin", {"name": "x", "quays": []}, BasinDug(name="x")),
        ("buoy", {"name": " x "}, BuoyLaid(name="x")),
    ],
)
def test_a_body_is_handed_back_as_it_was_written(kind: str, what: Any, body: Any) -> None:
    data = stored(kind, what)
    event = from_plain(data)
    assert isinstance(event, bt.Event)
    assert event.what == body
    assert to_json(event) == json.dumps(data)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (BasinDug(name="x"), {"name": "x"}),
        (BasinDug(name="x", called="x", quays=()), {"name": "x"}),
        (
            BasinDug(name="x", called="y", quays=("z",)),
            {"name": "x", "called": "y", "quays": ["z"]},
        ),
    ],
)
def test_what_a_body_makes_for_itself_is_not_written(body: Any, what: Any) -> None:
    event = bt.Event(id="a", when="2024", known="2024", what=body)
    assert to_plain(event)["what"] == what
    assert from_plain(to_plain(event)) == event


# -- one class or another -----------------------------------------------------------------------


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


@bt.kind("test-records-passage")
class PassageMade:
    by: Fleet | Convoy | Ship


@bt.kind("test-records-return")
class ReturnMade:
    by: Ship | Convoy | Fleet


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
    assert read(kind, {"by": by}).by == found


# -- refusals -----------------------------------------------------------------------------------


@attrs.frozen
class Draught:
    metres: int

    def __attrs_post_init__(self) -> None:
        if self.metres > 30:
            raise ArithmeticError("too deep")


def is_when(_: Any, __: Any, value: str) -> None:
    bt.When(value)


@bt.kind("test-records-survey")
class SurveyMade:
    draughts: tuple[Draught, ...] = ()
    season: str = attrs.field(default="2024", validator=is_when)


def test_an_error_of_a_class_within_a_body_is_told_as_the_cause() -> None:
    error = refusal(stored("survey", {"draughts": [{"metres": 3}, {"metres": 31}]}))
    (problem,) = error.problems
    assert problem.path == "what.draughts[1]"
    assert problem.found == "values that Draught does not take (ArithmeticError('too deep'))"
    assert isinstance(error.__cause__, ArithmeticError)


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


@bt.kind("test-records-dredging")
class Dredged:
    begun_on: str = ""
    begun_by: str = ""


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
