"""Whatever is given to whatever is public: it works, or it is refused in clear words, soon."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.projections.projection import Moment
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.facet import Entry, Facet
from bilateral_timeline.search import Match


@bt.kind("test-doors-opened")
class Opened:
    door: str = "front"
    guests: int = 1


# -- values of every wrong sort ---------------------------------------------------------------


class OwnError(Exception):
    """What a value of the caller's own raises, or a function of theirs."""


class Cursed:
    """A value that cannot be compared, hashed, shown, or asked whether it is true."""

    def _raise(self, *_: object) -> Any:
        raise OwnError

    __eq__ = __hash__ = __repr__ = __str__ = __bool__ = _raise  # type: ignore[assignment]


class Hashed(Cursed):
    """One that can be hashed alone."""

    def __hash__(self) -> int:
        return hash("certain")


class Scalar:
    """A stand-in for a whole number of another library."""

    def __index__(self) -> int:
        return 1

    def __float__(self) -> float:
        return 1.0

    def item(self) -> int:
        return 1

    def __repr__(self) -> str:
        return "np.int64(1)"


class Array:
    """A stand-in for an array of another library, which has no truth value."""

    def __eq__(self, other: object) -> Any:
        return self

    __ne__ = __lt__ = __gt__ = __eq__
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise ValueError("the truth value of an array is ambiguous")

    def __len__(self) -> int:
        return 2


class Timestamp(datetime):
    """A stand-in for a moment of another library, which is a datetime, and so a date."""


class Text(str):
    """Text of another library."""


def rising() -> Iterator[int]:
    yield from range(3)


def deep(make: Callable[[Any], Any], depth: int = 5000) -> Any:
    held: Any = "x"
    for _ in range(depth):
        held = make(held)
    return held


LONG = "x" * 5000
HALF = "\ud83d"


def odd() -> dict[str, Any]:
    """Values of every sort by name, made anew, as some are used up."""
    return {
        **{"none": None, "zero": 0, "one": 1, "minus one": -1, "five": 5, "true": True},
        **{"huge": 10**5000, "half": 1.5, "nan": float("nan"), "inf": float("inf"), "imag": 3j},
        **{"decimal": Decimal(4), "decimal nan": Decimal("NaN"), "large": Decimal("1e9999")},
        **{"no text": "", "space": " ", "x": "x", "long": LONG, "dots": "x." * 2500, "nul": "a\0b"},
        **{"half a letter": HALF, "text": Text("front"), "lines": "a\nb", "path": "/x/y/../z"},
        **{"bytes": b"2024", "no bytes": b"", "bytearray": bytearray(b"x"), "dot": "."},
        **{"object": object(), "cursed": Cursed(), "hashed": Hashed(), "scalar": Scalar()},
        **{"array": Array(), "dots alone": ..., "not implemented": NotImplemented},
        **{"day": date(2024, 5, 19), "moment": datetime(2024, 5, 19, tzinfo=UTC), "time": time(1)},
        **{"timestamp": Timestamp(2024, 5, 19), "days": timedelta(1), "year": "2024"},
        **{"iso": "2024-05-19T12:00", "season": "2024-22", "year 0": "0000", "year 10000": "10000"},
        **{"first day": "0001-01-01", "last day": "9999-12-31", "then": "then"},
        **{"list": [], "ints": [1], "texts": ["x"], "longs": [LONG] * 500, "many": [0] * 100_000},
        **{"tuple": (), "pair": ("front", None), "dict": {}, "table": {"x": 1}, "set": {1, 2}},
        **{"frozen": frozenset({"x"}), "range": range(3), "slice": slice("a", Cursed())},
        **{"deep list": deep(lambda held: [held]), "deep dict": deep(lambda held: {"x": held})},
        **{"deep tuple": deep(lambda held: (held,)), "generator": rising(), "iter": iter(["x"])},
        **{"records": (event for event in EVENTS), "event": EVENTS[0], "events": list(EVENTS)},
        **{"int": int, "str": str, "class": bt.Event, "body class": Opened, "body": Opened()},
        **{"len": len, "function": lambda: None, "type": type, "module": bt, "count": bt.Count},
        **{"unknown": bt.Unknown, "certainty": bt.Certainty.NO, "when": bt.When("2024")},
        **{"open": bt.When("2015/.."), "quantity": bt.Quantity(1, unit="t"), "sum": bt.Sum()},
        **{"money": bt.Money(1, currency="USD"), "source": bt.Source(id="x", title="X")},
        **{"citation": bt.Citation("x"), "problem": bt.Problem("a", "b", "c"), "log": LOG},
        **{"timeline": TIMELINE, "error": bt.MissingError("a", "b", ()), "path object": Path("x")},
    }


NAMES = (
    *("none", "zero", "huge", "nan", "x", "long", "dots", "half a letter", "bytes", "cursed"),
    *("hashed", "array", "moment", "timestamp", "list", "longs", "deep list", "generator"),
    *("body class", "unknown", "object", "int", "function", "dict", "first day", "last day"),
)
"""The oddest of them, for calls with two."""


# -- what there is to ask ---------------------------------------------------------------------


def doings(*ids: str, **fields: Any) -> tuple[bt.Event, ...]:
    made = {"when": "2024-05-19", "known": "2024-05-20", "what": Opened(), "parties": ["AA", "BB"]}
    return tuple(bt.Event(id=id, **{**made, **fields}) for id in ids)


EVENTS = (
    *doings("a", sources=[bt.Citation("work", known="2024-05-20")]),
    *doings("b", when="2024-06", known="2024-07-01", what=Opened(door="back", guests=2)),
    *doings("c", when="2023", title="A third"),
)


def fresh() -> bt.EventLog:
    log = bt.EventLog([bt.Source(id="work", title="W", issued="2024-05")])
    log.append(*EVENTS)
    log.correct("b", title="B")
    return log


LOG = fresh()
DOORS = bt.Keyed(lambda event: event.what.door, bt.Sum(lambda event: event.what.guests))
STATE: bt.Compose[Any] = bt.Compose(
    doors=DOORS,
    number=bt.Count(),
    names=bt.SetOf(lambda event: event.id),
    all=bt.History(lambda event: event.id),
)
TIMELINE = LOG.timeline(STATE)
SHOWN: Any = TIMELINE.as_of("2025")


@cache
def relationship() -> bt.Relationship:
    return bt.load_chronicle("russia-iran").as_of("2025-12-31")


Door = tuple[Callable[..., Any], dict[str, Any]]
"""What is called, and with what it works."""


def spelt(**fields: Any) -> Any:
    return bt.spell(**fields)


def made_kind(**fields: Any) -> Any:
    return bt.kind(**fields)(type("Any", (), {}))


class First(bt.Reducer[Any]):
    """A reducer that is written as a class."""

    def lift(self, event: bt.Event) -> Any:
        return event.id

    def combine(self, one: Any, other: Any) -> Any:
        return one


NUMBER = {"low": 1, "best": 2, "high": 3, "text": ""}
SLICE = {"after": "2024-05-19", "until": "2024-06"}
ASKED = {"as_of": "2024-05-19", "known_by": None, "mode": "certain"}
QUANTITY, MONEY = bt.Quantity(1, unit="t"), bt.Money(1, currency="USD")
BASE = {"id": "z", "known": "2024", "sources": ()}
VALUE_OF = {"of": lambda event: event.what.guests, "kind": Opened}
PROBLEM = {"where": "a", "found": "b", "expected": "c", "advice": "", "path": "", "within": ""}


def refusal(error: type[bt.InputError]) -> Door:
    return lambda problem: error(problem), {"problem": bt.Problem("a", "b", "c")}


def folds(projection: bt.Projection[Any]) -> Door:
    return projection.fold, {"events": EVENTS}


def shows(projection: bt.Projection[Any]) -> Door:
    return lambda state: projection.show(state), {"state": projection.fold(EVENTS)}


def told(make: Callable[..., Any]) -> Callable[..., Any]:
    """A projection that is made, and shown as text."""
    return lambda **fields: repr(make(**fields))


WHENS: dict[str, Door] = {
    f"When.{name}": (getattr(bt.When("2024"), name), {"other": "2024"})
    for name in ("before", "after", "within", "overlaps")
}
FOLDS: dict[str, bt.Projection[Any]] = {
    "Compose": STATE,
    "Count": bt.Count(),
    "History": bt.History(),
    "Keyed": DOORS,
    "Latest": bt.Latest(lambda event: event.id),
    "Max": bt.Max(lambda event: event.id),
    "Min": bt.Min(lambda event: event.id),
    "Projection": bt.Projection(initial=0, evolve=lambda state, event: state + 1),
    "Reducer": First(),
    "SetOf": bt.SetOf(lambda event: event.id),
    "Sum": bt.Sum(lambda event: event.what.guests),
}
TABLE: dict[str, Door] = {
    "ChronicleError": refusal(bt.ChronicleError),
    "ConflictError": refusal(bt.ConflictError),
    "DateError": refusal(bt.DateError),
    "InputError": refusal(bt.InputError),
    "RecordError": refusal(bt.RecordError),
    "MissingError": (bt.MissingError, {"kind": "a", "name": "b", "known": ["c"]}),
    "Problem": (lambda **fields: str(bt.Problem(**fields)), PROBLEM),
    "Citation": (bt.Citation, {"source": "a", "locator": "", "known": None, "when": None}),
    "Event": (bt.Event, {**BASE, "when": "2024", "what": Opened(), "title": "", "parties": ()}),
    "Event.known_by": (EVENTS[0].known_by, {"day": date(2024, 1, 1)}),
    "Retraction": (bt.Retraction, {**BASE, "revision": 1, "reason": "no"}),
    "Source": (bt.Source, {"id": "a", "title": "A", "author": (), "issued": "2024", "known": None}),
    "UnknownBody": (bt.UnknownBody, {"kind": "eclipse", "version": 1, "text": "{}"}),
    "When": (bt.When, {"text": "2024"}),
    **WHENS,
    "When.sort_key": (bt.When("2024").sort_key, {"mode": "certain"}),
    "Quantity": (bt.Quantity, {**NUMBER, "unit": "t"}),
    "Quantity.overlaps": (QUANTITY.overlaps, {"other": QUANTITY}),
    "Quantity.contains": (QUANTITY.contains, {"other": QUANTITY}),
    "Quantity.share_of": (QUANTITY.share_of, {"whole": QUANTITY}),
    "Money": (bt.Money, {**NUMBER, "currency": "USD"}),
    "Money.overlaps": (MONEY.overlaps, {"other": MONEY}),
    "Money.contains": (MONEY.contains, {"other": MONEY}),
    "kind": (made_kind, {"name": "test-doors-any", "version": 1, "formerly": ()}),
    "spell": (
        spelt,
        {**BASE, "when": "1856/1916", "begins": Opened(), "ends": Opened(), "title": ""},
    ),
    "load_chronicle": (bt.load_chronicle, {"chronicle": "russia-iran"}),
    "read_jsonl": (bt.read_jsonl, {"path": "log.jsonl"}),
    "write_jsonl": (bt.write_jsonl, {"path": "log.jsonl", "records": EVENTS}),
    # Projections
    "Compose": (lambda into, **parts: repr(bt.Compose(into, **parts)), {"into": None, "a": DOORS}),
    "Count": (told(bt.Count), VALUE_OF),
    "History": (told(bt.History), VALUE_OF),
    "Keyed": (
        told(bt.Keyed),
        {"key": lambda event: event.id, "each": bt.Count(), "kind": Opened},
    ),
    "Latest": (told(bt.Latest), VALUE_OF),
    "Max": (told(bt.Max), VALUE_OF),
    "Min": (told(bt.Min), VALUE_OF),
    "Projection": (
        told(bt.Projection),
        {"initial": 0, "evolve": lambda state, event: state, "view": lambda state, moment: state},
    ),
    "Reducer": (
        told(bt.Reducer),
        {
            "lift": lambda event: event.id,
            "combine": min,
            "finish": str,
            "empty": bt.Unknown,
            "kind": Opened,
        },
    ),
    "SetOf": (told(bt.SetOf), VALUE_OF),
    "Sum": (told(bt.Sum), VALUE_OF),
    **{f"{name}.fold": folds(projection) for name, projection in FOLDS.items()},
    **{f"{name}.show": shows(projection) for name, projection in FOLDS.items()},
    # The log
    "EventLog": (bt.EventLog, {"sources": ()}),
    "EventLog.append": (
        lambda record, expect: fresh().append(record, expect=expect),
        {"record": EVENTS[0], "expect": 4},
    ),
    "EventLog.correct": (
        lambda **fields: fresh().correct(**fields),
        {
            **{"id": "a", "known": "2025", "sources": (), "title": "A", "when": "2024"},
            **{"what": Opened(), "parties": ["AA"], "seq": 0, "note": "", "lasting": False},
        },
    ),
    "EventLog.retract": (
        lambda **fields: fresh().retract(**fields),
        {"id": "a", "known": "2025", "reason": "no", "sources": ()},
    ),
    "EventLog.read": (LOG.read, {"after": 0}),
    "EventLog.timeline": (LOG.timeline, {"projection": STATE, "at": 3}),
    # The timeline
    "Timeline.as_of": (
        lambda **asked: TIMELINE.as_of(**asked),
        {"day": "2024-05-19", "known_by": None, "mode": "certain"},
    ),
    "Timeline.project": (TIMELINE.project, {"projection": bt.Count(), **ASKED}),
    "Timeline.series": (
        TIMELINE.series,
        {"value": "doors.front", "every": "month", **SLICE, "known_by": None, "mode": "certain"},
    ),
    "Timeline.events": (
        TIMELINE.events,
        {
            **SLICE,
            "during": None,
            "known_by": None,
            "parties": None,
            "kind": None,
            "mode": "certain",
        },
    ),
    "Timeline.undecided": (TIMELINE.undecided, {"day": "2024", "known_by": None}),
    "Timeline.event": (TIMELINE.event, {"id": "a", "known_by": None}),
    "Timeline.history": (TIMELINE.history, {"id": "a"}),
    "Timeline.find": (TIMELINE.find, {"words": "front", "known_by": None}),
    "Timeline.changes": (TIMELINE.changes, {**SLICE, "known_by": None, "mode": "certain"}),
    "Timeline.learned": (TIMELINE.learned, {**SLICE, "as_of": "2025", "mode": "certain"}),
    "Timeline.compare": (TIMELINE.compare, {"other": TIMELINE.without("a"), **ASKED}),
    "Timeline.explain": (TIMELINE.explain, {"path": "doors.front", **ASKED}),
    "Timeline.check": (TIMELINE.check, {}),
    "Timeline.without": (lambda id: TIMELINE.without("b", id), {"id": "a"}),
    "Timeline.with_events": (
        lambda event: TIMELINE.with_events(event),
        {"event": doings("new")[0]},
    ),
    "Timeline.between": (TIMELINE.between, {"a": "AA", "b": "BB", "only": False}),
    "Timeline.citing": (lambda work: TIMELINE.citing(work), {"work": "work"}),
    # States
    "Keys[]": (lambda key: SHOWN.doors[key], {"key": "front"}),
    "Keys.get": (SHOWN.doors.get, {"key": "front"}),
    "Keys in": (lambda key: key in SHOWN.doors, {"key": "front"}),
    "Members in": (lambda member: member in SHOWN.names, {"member": "a"}),
    "Run[]": (lambda at: SHOWN.all[at], {"at": 0}),
    "Run.and_then": (lambda value: SHOWN.all.and_then(value), {"value": 5}),
    "Relationship.at": (lambda path: relationship().at(path), {"path": "trade.turnover"}),
    "State.branches": (SHOWN.branches, {}),
    "Members.branches": (SHOWN.names.branches, {}),
}
BY_DESIGN = {
    "Certainty": "an enum of Python's own",
    "Unknown": "an enum of Python's own",
    "TimelineError": "the base, which says what it is told",
    "PositionError": "which says what it is told",
    "Change": "an answer, made by a timeline",
    "Coverage": "an answer, made by a timeline",
    "Entry": "an answer, made by a log",
    "Explanation": "an answer, made by a timeline",
    "Relationship": "an answer, made by a timeline",
    "Timeline": "made by a log",
    "UnknownBody.of": "for data that is known to be right",
    "Members.isdisjoint": "as of any set",
    "Run.index": "as of any sequence: a ValueError where it is not in it",
    "Run.count": "as of any sequence",
}
INSIDE = {
    *("combine", "compare", "counts", "evolve", "finish", "grouped", "key", "keys_of", "lift"),
    *("of", "summary", "trace", "value", "view", "choose"),
}
"""The methods of a projection that the engine asks, or that a subclass writes."""
OF_FACETS = {
    *("add", "claim", "deny", "follows", "over", "put", "set", "seen_at", "sign", "with_claims"),
    *("ages", "counts", "covers", "meets", "seen", "signed", "total"),
}
"""The methods by which the step of a facet makes the next state."""
ANSWERS = (Moment, Match, type(SHOWN), type(SHOWN.doors), type(SHOWN.names), type(SHOWN.all))
PROJECTIONS = tuple(getattr(bt, name) for name in FOLDS)


def own_names(cls: type) -> list[str]:
    """The public methods and properties of a class, without its fields and those of Python."""
    fields = {field.name for field in attrs.fields(cls)} if attrs.has(cls) else set()
    builtin = {name for base in (Exception, Mapping, str) for name in dir(base)} - {"get"}
    return [
        name
        for name in dir(cls)
        if not name.startswith("_")
        and name not in fields | builtin
        and (callable(held := inspect.getattr_static(cls, name)) or hasattr(held, "__get__"))
    ]


def samples() -> dict[type, Any]:
    """One of each class of which a relationship is made."""
    found: dict[type, Any] = {}
    waiting: list[Any] = [relationship()]
    while waiting:
        part = waiting.pop()
        found.setdefault(type(part), part)
        if isinstance(part, bt.Relationship | Facet | Entry):
            waiting += part.branches().values()
        elif isinstance(part, Claims):
            waiting += part
    return {cls: held for cls, held in found.items() if cls.__module__.startswith("bilateral")}


def test_everything_public_has_a_door() -> None:
    public = set(bt.__all__)
    for name in bt.__all__:
        cls = getattr(bt, name)
        if isinstance(cls, type):
            public |= {f"{name}.{own}" for own in own_names(cls)}
    for cls in ANSWERS:
        public |= {f"{cls.__name__}.{own}" for own in own_names(cls)}
    inside = {f"{cls.__name__}.{name}" for cls in PROJECTIONS for name in INSIDE}
    inside |= {name for name in public if not callable(operator.attrgetter(name)(Classes()))}
    facet = {name for name in public if name.startswith("Relationship.")} - {"Relationship.at"}
    without = public - TABLE.keys() - BY_DESIGN.keys() - inside - facet
    assert without == set()


class Classes:
    """All that is public, by name."""

    def __getattr__(self, name: str) -> Any:
        return next((cls for cls in ANSWERS if cls.__name__ == name), None) or getattr(bt, name)


def refused(error: bt.TimelineError) -> None:
    text = str(error)
    assert text.strip()
    assert len(text) <= 5000
    assert text.count("\n") <= 50


def tried(call: Callable[..., Any], arguments: Mapping[str, Any], own: bool = False) -> None:
    """Ask; it works, or is refused in clear words, within two seconds."""
    began = perf_counter()
    try:
        call(**arguments)
    except bt.TimelineError as error:
        refused(error)
    except OwnError:
        assert own
    took = perf_counter() - began
    assert took < 2


def samples_doors() -> Iterator[tuple[str, Callable[..., Any], list[str]]]:
    """What users may ask of the parts of a relationship."""
    for cls, held in samples().items():
        for name in own_names(cls):
            if name in OF_FACETS:
                continue
            if not callable(inspect.getattr_static(cls, name)):
                yield f"{cls.__name__}.{name}", partial(getattr, held, name), []
            elif not isinstance(getattr(cls, name), type):
                asked = getattr(held, name)
                yield f"{cls.__name__}.{name}", asked, [*inspect.signature(asked).parameters]
        if isinstance(held, Facet):
            yield f"{cls.__name__}[]", held.__getitem__, ["id"]
            yield f"{cls.__name__} in", held.__contains__, ["id"]


def test_no_value_is_too_odd_for_a_part_of_a_relationship() -> None:
    for door, call, names in samples_doors():
        if not names:
            held = call()
            assert not isinstance(held, Iterator) or [*held] is not None, door
        for name in names:
            for value in odd().values():
                tried(call, {**dict.fromkeys(names, "x"), name: value}, own=True)


ONE = [(door, name) for door, (_, arguments) in TABLE.items() for name in arguments]
OWN = ("Keys", "Members", "Run", "Latest.show", "Keyed.show", "SetOf.show")
"""Where the hash, the comparison or the text of a value of the caller's own is asked for."""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("door", "name"), ONE)
def test_no_value_is_too_odd_for_a_door(door: str, name: str) -> None:
    call, arguments = TABLE[door]
    for value in odd().values():
        tried(call, {**arguments, name: value}, door.startswith(OWN) or door.endswith(".show"))


@pytest.mark.parametrize("door", TABLE)
def test_every_door_opens(door: str) -> None:
    call, arguments = TABLE[door]
    if door == "read_jsonl":
        bt.write_jsonl("log.jsonl", EVENTS)
    call(**arguments)


@given(st.sampled_from(ONE), st.sampled_from(ONE), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_two_odd_values_are_refused_too(
    one: tuple[str, str], other: tuple[str, str], value: str, second: str
) -> None:
    call, arguments = TABLE[one[0]]
    names = list(arguments)
    also = names[ONE.index(other) % len(names)]
    values = odd()
    tried(call, {**arguments, one[1]: values[value], also: values[second]}, own=True)
