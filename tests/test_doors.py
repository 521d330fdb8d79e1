"""Whatever is given to whatever is public: it works, or it is refused in clear words, soon."""

from __future__ import annotations

import inspect
import operator
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import islice
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
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.diplomacy import RelationsChanged
from bilateral_timeline.relations.facets.force import HostileAct
from bilateral_timeline.relations.names import Names
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

    __eq__ = __hash__ = __repr__ = __str__ = __bool__ = _raise


class Hashed(Cursed):
    """One that can be hashed alone."""

    def __hash__(self) -> int:  # type: ignore[override]
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
        "none": None,
        "zero": 0,
        "one": 1,
        "minus one": -1,
        "five": 5,
        "true": True,
        "huge": 10**5000,
        "half": 1.5,
        "nan": float("nan"),
        "inf": float("inf"),
        "imag": 3j,
        "decimal": Decimal(4),
        "decimal nan": Decimal("NaN"),
        "large": Decimal("1e9999"),
        "no text": "",
        "space": " ",
        "x": "x",
        "long": LONG,
        "dots": "x." * 2500,
        "nul": "a\0b",
        "half a letter": HALF,
        "text": Text("front"),
        "lines": "a\nb",
        "path": "/x/y/../z",
        "bytes": b"2024",
        "no bytes": b"",
        "bytearray": bytearray(b"x"),
        "dot": ".",
        "object": object(),
        "cursed": Cursed(),
        "hashed": Hashed(),
        "scalar": Scalar(),
        "array": Array(),
        "dots alone": ...,
        "not implemented": NotImplemented,
        "day": date(2024, 5, 19),
        "moment": datetime(2024, 5, 19, tzinfo=UTC),
        "time": time(1),
        "timestamp": Timestamp(2024, 5, 19),
        "days": timedelta(1),
        "year": "2024",
        "iso": "2024-05-19T12:00",
        "season": "2024-22",
        "year 0": "0000",
        "year 10000": "10000",
        "first day": "0001-01-01",
        "last day": "9999-12-31",
        "then": "then",
        "list": [],
        "ints": [1],
        "texts": ["x"],
        "longs": [LONG] * 500,
        "many": [0] * 100_000,
        "tuple": (),
        "pair": ("front", None),
        "dict": {},
        "table": {"x": 1},
        "set": {1, 2},
        "frozen": frozenset({"x"}),
        "range": range(3),
        "slice": slice("a", None),
        "deep list": deep(lambda held: [held]),
        "deep dict": deep(lambda held: {"x": held}),
        "deep tuple": deep(lambda held: (held,)),
        "generator": rising(),
        "iter": iter(["x"]),
        "records": (event for event in EVENTS),
        "event": EVENTS[0],
        "events": list(EVENTS),
        "int": int,
        "str": str,
        "class": bt.Event,
        "body class": Opened,
        "body": Opened(),
        "len": len,
        "function": lambda: None,
        "type": type,
        "module": bt,
        "count": bt.Count,
        "unknown": bt.Unknown,
        "certainty": bt.Certainty.NO,
        "when": bt.When("2024"),
        "open": bt.When("2015/.."),
        "quantity": bt.Quantity(1, unit="t"),
        "sum": bt.Sum(lambda _: 1),
        "money": bt.Money(1, currency="USD"),
        "source": bt.Source(id="x", title="X"),
        "citation": bt.Citation("x"),
        "problem": bt.Problem("a", "b", "c"),
        "log": LOG,
        "timeline": TIMELINE,
        "error": bt.MissingError("a", "b", ()),
        "path object": Path("x"),
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


def fresh() -> Any:
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
TIMELINE: Any = LOG.timeline(STATE)
SHOWN: Any = TIMELINE.as_of("2025")


@cache
def relationship() -> Any:
    return bt.load_chronicle("russia-iran").as_of("2025-12-31")


NO_NAMES = Names()

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


STOPPED = threading.Event()
STOPPED.set()


def opened(**arguments: Any) -> Any:
    with bt.open_log(**arguments) as log:
        return log.position


def copied(**arguments: Any) -> Any:
    bt.write_jsonl("few.jsonl", EVENTS)
    Path("copy.jsonl").unlink(missing_ok=True)
    return bt.copy_log(**arguments)


def left_out(**arguments: Any) -> Any:
    Path("without.jsonl").unlink(missing_ok=True)
    return bt.write_without(**arguments)


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
    "Projection": bt.Projection(initial=0, evolve=lambda state, _: state + 1),
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
    "StoreError": refusal(bt.StoreError),
    "MissingError": (bt.MissingError, {"kind": "a", "name": "b", "known": ["c"]}),
    "Problem": (lambda **fields: str(bt.Problem(**fields)), PROBLEM),
    "Citation": (bt.Citation, {"source": "a", "locator": "", "known": None, "when": None}),
    "Event": (bt.Event, {**BASE, "when": "2024", "what": Opened(), "title": "", "parties": ()}),
    "Event.known_by": (EVENTS[0].known_by, {"day": date(2024, 1, 1)}),
    "Event.without_note": (EVENTS[0].without_note, {}),
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
    "load_chronicle": (bt.load_chronicle, {"chronicle": "russia-iran", "pair": None, "at": ""}),
    "relationship": (
        bt.relationship,
        {"one": "AA", "other": "BB", "into": bt.Relationship, "names": NO_NAMES},
    ),
    "intensity": (bt.intensity, {"pair": ("AA", "BB"), "scale": "plover", "half_life": 365}),
    "open_log": (opened, {"where": "door.db", "sources": (), "create": True}),
    "copy_log": (copied, {"source": "few.jsonl", "target": "copy.jsonl"}),
    "write_without": (
        left_out,
        {
            "log": LOG,
            "where": "without.jsonl",
            "ids": [EVENTS[0].id],
            "by": "the board",
            "reason": "asked",
        },
    ),
    "Omission": (bt.Omission, {"records": 1, "works": 0, "by": "the board", "reason": "asked"}),
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
        {"initial": 0, "evolve": lambda state, _: state, "view": lambda state, _: state},
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
            "id": "a",
            "known": "2025",
            "sources": (),
            "title": "A",
            "when": "2024",
            "what": Opened(),
            "parties": ["AA"],
            "seq": 0,
            "note": "",
            "lasting": False,
        },
    ),
    "EventLog.retract": (
        lambda **fields: fresh().retract(**fields),
        {"id": "a", "known": "2025", "reason": "no", "sources": ()},
    ),
    "EventLog.read": (LOG.read, {"after": 0}),
    "EventLog.stream": (lambda after: list(LOG.stream(after)), {"after": 0}),
    "EventLog.follow": (
        lambda after, stop: list(islice(LOG.follow(after, stop=stop), 1)),
        {"after": 0, "stop": STOPPED},
    ),
    "EventLog.verify": (LOG.verify, {"head": ""}),
    "EventLog.position_of": (LOG.position_of, {"hash": LOG.head}),
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
    "Series.days": (TIMELINE.series("number").days, {}),
    "Series.values": (TIMELINE.series("number").values, {}),
    "Series.runs": (TIMELINE.series("number").runs, {}),
    "Timeline.find": (TIMELINE.find, {"words": "front", "known_by": None}),
    "Timeline.changes": (TIMELINE.changes, {**SLICE, "known_by": None, "mode": "certain"}),
    "Timeline.learned": (TIMELINE.learned, {**SLICE, "as_of": "2025", "mode": "certain"}),
    "Timeline.compare": (TIMELINE.compare, {"other": TIMELINE.without("a"), **ASKED}),
    "Timeline.explain": (TIMELINE.explain, {"path": "doors.front", **ASKED}),
    "Timeline.check": (TIMELINE.check, {}),
    "Timeline.without": (lambda each: TIMELINE.without("b", each), {"each": "a"}),
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
    "ExtraError": "which says what it is told",
    "Change": "an answer, made by a timeline",
    "Coverage": "an answer, made by a timeline",
    "Entry": "an answer, made by a log",
    "Explanation": "an answer, made by a timeline",
    "Match": "an answer, made by a timeline",
    "Relationship": "an answer, made by a timeline",
    "Series": "an answer, made by a timeline",
    "Series.to_arrow": "which takes nothing, and needs an extra",
    "Timeline": "made by a log",
    "Citation.of_work": "which a timeline asks with the work that is cited",
    "State.branch": "which paths ask for one part",
    "UnknownBody.of": "for data that is known to be right",
    "Members.isdisjoint": "as of any set",
    "Run.index": "as of any sequence: a ValueError where it is not in it",
    "Run.count": "as of any sequence",
}
INSIDE = {
    *("combine", "compare", "counts", "evolve", "finish", "grouped", "key", "keys_of", "lift"),
    *("each_of", "of", "problems", "summary", "trace", "value", "view", "choose"),
}
"""The methods of a projection that the engine asks, or that a subclass writes."""
OF_FACETS = {
    *("add", "branch", "claim", "concerns", "deny", "entries", "evolve", "leads", "of_the_whole"),
    *("over", "placed", "problems", "tell"),
    *("covers", "dates_of", "each", "relation", "speakers"),
}
"""The methods by which the step of a facet makes the next state, and those that claims ask."""
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


def of_other_facets() -> Any:
    """A state of the facets of which the shipped chronicle tells nothing."""
    bodies = (RelationsChanged(action="broken"), HostileAct(dispute="war", act="begin-war"))
    log, pair = bt.EventLog(), ("AA", "BB")
    for id, body in zip("ab", bodies, strict=True):
        log.append(bt.Event(id=id, when="2024", known="2025", parties=pair, what=body))
    return log.timeline(bt.relationship(*pair)).as_of("2025")


def samples() -> dict[type, Any]:
    """One of each class of which a relationship is made."""
    found: dict[type, Any] = {}
    waiting: list[Any] = [of_other_facets(), relationship()]
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
    """Ask; it works, or is refused in clear words, and soon."""
    began = perf_counter()
    try:
        call(**arguments)
    except bt.TimelineError as error:
        refused(error)
    except OwnError:
        assert own
    took = perf_counter() - began
    assert took < 10  # it would hang for minutes, or for ever


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
    values = odd()
    for door, call, names in samples_doors():
        if not names:
            held = call()
            assert not isinstance(held, Iterator) or list(held) != [None], door
        for name in names:
            for value in values.values():
                if name == "answers" and callable(value):
                    continue  # a function of the caller's own, which raises what it likes
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
    own = door.startswith(OWN) or door.endswith(".show")
    for value in odd().values():
        if (door, name) == ("Timeline.series", "value") and callable(value):
            continue  # a function of the caller's own, which raises what it likes
        try:
            tried(call, {**arguments, name: value}, own)
        except IndexError:
            assert door == "Run[]"  # as of any sequence


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
    held = {**arguments, one[1]: values[value], also: values[second]}
    if not (one[0] == "Timeline.series" and callable(held["value"])):
        with suppress(IndexError):
            tried(call, held, own=True)


# -- examples ---------------------------------------------------------------------------------

LIBRARY: Any = bt


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: fresh().correct(5), "record: found 5; expected the id of an event"),
        (lambda: fresh().retract([], known="2025", reason="no"), "record: found []; expected the"),
        (lambda: fresh().read("x"), "read: after: found 'x'; expected a position, from 0"),
        (lambda: fresh().timeline(at="x"), "timeline: at: found 'x'; expected a position"),
        (lambda: fresh().append(list(EVENTS)), "takes each on its own"),
        (lambda: TIMELINE.event([]), "event: found []; expected the id of an event"),
        (lambda: TIMELINE.history({}), "event: found {}; expected the id of an event"),
        (lambda: TIMELINE.events(parties=5), "parties: found 5; expected a sequence of parties"),
        (lambda: TIMELINE.events(kind=5), "kind: found 5; expected the class of an event body"),
        (lambda: TIMELINE.between(None, 5), "between: found None; expected the code of a party"),
        (lambda: TIMELINE.between("AA", "BB", 1), "only: found 1; expected True or False"),
        (lambda: TIMELINE.citing(5), "citing: found 5; expected the ids of works"),
        (lambda: TIMELINE.find(b""), "find: found b''; expected some words"),
        (lambda: TIMELINE.explain(None, as_of="2024"), "explain: found None; expected a path"),
        (lambda: TIMELINE.project(int, as_of="2024"), "project: found <class 'int'>; expected a"),
        (lambda: TIMELINE.project(LIBRARY.Count, as_of="2024"), "expected a projection, such as"),
        (lambda: TIMELINE.compare(5, as_of="2024"), "compare: found 5; expected another Timeline"),
        (lambda: TIMELINE.without(["a"]), "without(*ids) takes each on its own"),
        (lambda: TIMELINE.with_events(iter(EVENTS)), "with_events(*events) takes each on its own"),
        (lambda: TIMELINE.series("doors", every="moth"), "every: found 'moth'; expected day, week"),
        (lambda: TIMELINE.series("doors", after=5), "after: found 5; expected a day such as"),
        (lambda: TIMELINE.series("doors", until=datetime(2024, 1, 1)), "days are whole"),
        (lambda: TIMELINE.as_of("2024", known_by=5), "known_by: found 5; expected a day such as"),
        (lambda: TIMELINE.as_of("2024", mode="maybe"), "mode: found 'maybe'; expected 'certain'"),
        (lambda: SHOWN.doors[[]], "no key '[]'; known: back, front"),
        (lambda: SHOWN.doors.get([]), "key: found []; expected a hashable key"),
        (lambda: SHOWN.all["x"], "place: found 'x'; expected the place of a value, from 0"),
        (
            lambda: LIBRARY.Keyed(5, LIBRARY.Count()),
            "Keyed: key: found 5; expected a function of the event",
        ),
        (
            lambda: LIBRARY.Keyed(None, LIBRARY.Count()),
            "Keyed: key: found nothing; expected a function",
        ),
        (lambda: LIBRARY.Compose(a=5), "Compose: a: found 5; expected a projection"),
        (lambda: LIBRARY.Sum(5), "Sum: of: found 5; expected a function of the event"),
        (
            lambda: LIBRARY.Reducer(),
            "Reducer: lift: found nothing; expected a function, or a method",
        ),
        (lambda: LIBRARY.Projection(), "Projection: evolve: found nothing; expected a function"),
        (lambda: LIBRARY.Count().fold(5), "fold: found 5; expected events in a list"),
        (lambda: LIBRARY.Count().fold([5]), "fold: found 5; expected an Event"),
        (lambda: DOORS.show(5), "Keyed: show: found 5; expected a state for each key"),
        (lambda: relationship().at(5), "path: found 5; expected the names on the way to a value"),
        (lambda: relationship().trade["turnover"][2023], "no entry 2023"),
        (lambda: relationship().trade[object()], "no entry <object object at"),
        (lambda: relationship().trade.get([]), "key: found []; expected a hashable key"),
        (lambda: relationship().evidence.of_class("contestd"), "near it: contested"),
        (
            lambda: LIBRARY.relationship("A", "B").show(None).day,
            "folded by hand; expected one that has a day",
        ),
        (lambda: LIBRARY.relationship("A", "A"), "relationship: found 'A' twice; expected two"),
        (lambda: LIBRARY.relationship("A", " "), "relationship: found ' '; expected the code of"),
        (lambda: LIBRARY.relationship("A", "B", into=5), "into: found 5; expected a subclass"),
        (lambda: LIBRARY.relationship("A", "B", names={}), "names: found {}; expected the names"),
        (lambda: relationship().trade.where(5), "where: found 5; expected a function of an entry"),
        (lambda: LIBRARY.load_chronicle("russia-iran", pair=5), "pair: found 5; expected the code"),
        (lambda: LIBRARY.load_chronicle("russia-iran", pair="AB"), "pair: found 'AB'; expected"),
        (lambda: LIBRARY.InputError("no"), "InputError: found 'no'; expected a Problem"),
    ],
)
def test_a_slip_is_told_in_words(ask: Callable[[], Any], words: str) -> None:
    with pytest.raises(bt.TimelineError) as caught:
        ask()
    assert words in str(caught.value)


def test_what_cannot_be_a_key_is_in_nothing() -> None:
    assert [] not in SHOWN.doors
    assert {} not in SHOWN.names
    assert [] not in relationship().trade
    assert 5 not in relationship().trade
    assert relationship().trade.get(5) is bt.Unknown
    assert SHOWN.doors.get("side") is bt.Unknown
    assert SHOWN.doors.get("side", 0) == 0


def test_a_generator_serves_as_well_as_a_list() -> None:
    assert TIMELINE.events(parties=(party for party in ["AA", "BB"])) == TIMELINE.events()
    assert bt.EventLog(iter([bt.Source(id="x", title="X")])).timeline().coverage.sources
    assert bt.Count().fold(iter(EVENTS)) == 3
    log = fresh()
    log.correct("a", title="A", sources=(c for c in [bt.Citation("x")]))
    assert [cited.source for cited in log.timeline().event("a").sources] == ["x"]


def test_whole_numbers_of_another_library_find_a_place() -> None:
    assert SHOWN.all[Scalar()] == SHOWN.all[1] == "a"
    with pytest.raises(IndexError):
        SHOWN.all[10**5000]


# -- functions of the caller's own ------------------------------------------------------------


def made_of(of: Callable[..., Any]) -> dict[str, bt.Projection[Any]]:
    """Every projection that is made of a function, with one."""
    return {
        "Sum": bt.Sum(of),
        "Count": bt.Count(of),
        "Min": bt.Min(of),
        "Max": bt.Max(of),
        "Latest": bt.Latest(of),
        "History": bt.History(of),
        "SetOf": bt.SetOf(of),
        "Keyed": bt.Keyed(of, bt.Count()),
        "lift": bt.Reducer(lift=of, combine=lambda _, other: other),
        "combine": bt.Reducer(lift=lambda event: event.id, combine=of),
        "finish": bt.Reducer(lift=lambda event: event.id, combine=min, finish=of),
        "evolve": bt.Projection(initial=0, evolve=of),
        "evolve a dict": bt.Projection(initial={}, evolve=of),
        "view": bt.Projection(initial=0, evolve=lambda _, event: event.id, view=of),
        "part": bt.Compose(a=bt.Latest(of), b=bt.Keyed(of, bt.Sum(of))),
    }


def asked(timeline: bt.Timeline[Any]) -> Iterator[Callable[[], Any]]:
    yield lambda: timeline.as_of("2025")
    yield lambda: [*timeline.as_of("2024-05-19", known_by="2024-05-25").items()]
    yield lambda: timeline.changes("2022", "2025")
    yield lambda: timeline.learned("2022", "2025", as_of="2025")
    yield lambda: timeline.explain("", as_of="2025")
    yield lambda: timeline.series("", every="year")
    yield lambda: timeline.find("third")
    yield lambda: timeline.check()


@pytest.mark.parametrize("name", made_of(len))
def test_an_error_of_a_function_of_the_callers_own_comes_as_it_is(name: str) -> None:
    error = OwnError("mine")

    def fails(*_: object) -> Any:
        raise error

    for ask in asked(LOG.timeline(made_of(fails)[name])):
        caught: BaseException | None = None
        try:
            ask()
        except OwnError as raised:
            caught = raised
        except AttributeError:  # a state that has no items
            continue
        if caught is not None:
            assert caught is error
            assert inspect.getinnerframes(caught.__traceback__)[-1].function == "fails"  # type: ignore[arg-type]


@pytest.mark.parametrize("value", sorted(set(odd()) - {"cursed", "hashed", "array"}))
def test_whatever_a_function_gives_is_taken_or_refused(value: str) -> None:
    given = odd()[value]
    for projection in made_of(lambda *_: given).values():
        timeline = LOG.timeline(projection)
        began = perf_counter()
        for ask in asked(timeline):
            try:
                ask()
            except bt.TimelineError as error:
                refused(error)
            except AttributeError as error:
                assert "items" in str(error)  # noqa: PT017
        assert perf_counter() - began < 4


# -- ends -------------------------------------------------------------------------------------


def ends() -> bt.EventLog:
    """Events at both ends of the calendar, known at either end."""
    log = bt.EventLog()
    days = ("0001-01-01", "9999-12-31")
    whens = (*days, "0001", "9999", "../0001-01-01", "9999-12-31/..", "[0001-01-01..]", "99XX")
    for at, when in enumerate(whens):
        for known in days:
            log.append(*doings(f"e{at}-{known}", when=when, known=known))
    log.correct("e0-0001-01-01", known="9999-12-31", title="late")
    log.retract("e1-0001-01-01", known="9999-12-31", reason="no")
    return log


@pytest.mark.parametrize("day", ["0001-01-01", "0001", "2024-05-19", "9999-12-30", "9999-12-31"])
@pytest.mark.parametrize("make", [ends, bt.EventLog])
def test_every_question_has_an_answer_at_both_ends_of_the_calendar(
    make: Callable[[], bt.EventLog], day: str
) -> None:
    timeline: bt.Timeline[Any] = make().timeline(STATE)
    for known in (None, "then", day):
        asked: dict[str, Any] = {"known_by": known}
        for mode in ("certain", "possible"):
            asked["mode"] = mode
            assert repr(timeline.as_of(day, **asked))
            timeline.changes("0001-01-01", day, **asked)
            timeline.changes(day, "9999-12-31", **asked)
            timeline.learned("0001-01-01", day, as_of=day, mode=mode)
            timeline.explain("", as_of=day, **asked)
            timeline.events(until=day, **asked)
            for every in ("day", "week", "month", "quarter", "year"):
                for after, until in (("0001-01-01", "0001-03"), ("9999-11", "9999-12-31")):
                    timeline.series("number", every=every, after=after, until=until, **asked)
        timeline.undecided(day, known_by=known)
    timeline.events(after=day, during=day)
    timeline.find("front", known_by=day)
    timeline.check()
    assert timeline.coverage.parts is not None


def test_an_empty_log_answers_every_question() -> None:
    log = bt.EventLog()
    timeline: bt.Timeline[Any] = log.timeline(STATE)
    assert (log.position, log.read(), timeline.events(), timeline.check()) == (0, (), (), ())
    assert (timeline.coverage.from_, timeline.coverage.through) == (None, None)
    assert not timeline.changes("2023", "2024")
    assert not timeline.find("x")
    assert not timeline.undecided("2024")
    assert repr(timeline.as_of("2024")) == "State(doors={}, number=0, names={}, all=<>)"
    assert timeline.explain("number", as_of="2024").value == 0
    for ask in (
        lambda: timeline.event("a"),
        lambda: timeline.without("a"),
        lambda: timeline.between("AA", "BB"),
        lambda: timeline.citing("work"),
        lambda: timeline.series("doors.front", after="2023", until="2024"),
        lambda: timeline.events(kind="nothing"),
        lambda: log.correct("a", title="A"),
    ):
        with pytest.raises(bt.MissingError):
            ask()
    with pytest.raises(bt.InputError, match="no bounds"):
        timeline.series("number")


@pytest.mark.parametrize("begins", [0, {}])
def test_no_depth_of_a_state_is_too_much(begins: Any) -> None:
    def evolve(state: Any, _: bt.Event) -> Any:
        return deep(lambda held: {"x": held}, 2000) if state == begins else {"x": state}

    timeline = LOG.timeline(bt.Projection(initial=begins, evolve=evolve))
    path = ".".join(["x"] * 1999)
    below = timeline.as_of("2025")
    for _ in range(2002):
        below = below["x"]
    assert below == "x"
    assert timeline.explain(path, as_of="2025").value == {"x": {"x": {"x": "x"}}}
    assert timeline.series(path, every="year", after="2023", until="2024")[0][1] is not None
    assert len(timeline.changes("2024-05-19", "2025")[0].path) > 4000
    assert timeline.find("x")
    for ask in (
        lambda: timeline.learned("2023", "2025", as_of="2025"),
        lambda: timeline.explain("", as_of="2025"),
        timeline.check,
    ):
        ask()


@pytest.mark.parametrize("make", [lambda held: (held,), lambda held: [held]])
def test_a_leaf_that_is_too_deep_to_compare_is_refused(make: Callable[[Any], Any]) -> None:
    timeline = LOG.timeline(bt.Projection(initial=0, evolve=lambda *_: deep(make)))
    assert timeline.as_of("2025")
    with pytest.raises(bt.InputError, match="nested too deep to compare"):
        timeline.changes("2024-05-19", "2025")


def test_names_of_five_thousand_letters_are_names() -> None:
    log = fresh()
    log.append(*doings(LONG, what=Opened(door=LONG), title=LONG, parties=[LONG, "AA"]))
    timeline: bt.Timeline[Any] = log.timeline(STATE)
    assert timeline.as_of("2025").doors[LONG] == 1
    assert timeline.explain(f"doors.{LONG}", as_of="2025").value == 1
    assert timeline.history(LONG) == (timeline.event(LONG),)
    assert len(timeline.between(LONG, "AA").events()) == 1
    assert timeline.find(LONG)[0].name == LONG
    for ask in (
        lambda: log.append(*doings(LONG)),
        lambda: log.correct(LONG, known="2020"),
        lambda: log.correct(LONG, colour=1),
        lambda: log.correct(LONG),
        lambda: timeline.event(LONG + "x"),
        lambda: timeline.explain(f"doors.{LONG}x", as_of="2025"),
        lambda: timeline.events(kind=LONG),
        lambda: timeline.citing(LONG),
    ):
        with pytest.raises(bt.TimelineError) as caught:
            ask()
        refused(caught.value)


def test_the_lazy_names_are_listed_too() -> None:
    assert set(bt.__all__) <= set(dir(bt))


def test_a_log_keeps_no_list_of_the_callers() -> None:
    sources = [bt.Source(id="work", title="W")]
    log = bt.EventLog(sources)
    sources.clear()
    assert [source.id for source in log.timeline().coverage.sources] == ["work"]
