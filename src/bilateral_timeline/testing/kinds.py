"""Laws of a kind: its bodies come back from every stored form, those of old versions too."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import hypothesis
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from jsonschema import Draft7Validator

from ..errors import InputError, Problem, shown
from ..files.jsonl import read_jsonl, write_jsonl
from ..files.schema import body_schema
from ..files.written import record_text
from ..log import EventLog
from ..records.codec import from_plain, to_plain, to_text
from ..records.events import Event, Record
from ..records.kinds import Kind, find_kind, made_of
from ..records.stored import Plain, as_json, from_json
from ..stores.opened import open_log
from .bodies import bodies
from .checking import search
from .code import Arrivals, code
from .histories import events
from .laws import Law, law
from .violations import raised, reason, unlike

Old = Mapping[int, Mapping[str, Any] | SearchStrategy[dict[str, Any]]]
"""By version, its plain data: a strategy, or a value, for each field; or a strategy of it whole."""


@attrs.frozen
class Written:
    """What a law of a kind is tried on: an event, and plain data of earlier versions.

    Of each version there is one, and others that each differ from it in the field that is named.
    """

    records: Arrivals
    old: Mapping[int, tuple[dict[str, Plain], list[tuple[str, dict[str, Plain]]]]]
    asked: None = None

    @property
    def event(self) -> Event:
        """The event."""
        (record,) = self.records
        assert isinstance(record, Event), "one event is drawn"
        return record


def check_kind(
    kind: type | str,
    *,
    old: Old | None = None,
    dropped: tuple[str, ...] = (),
    settings: hypothesis.settings | None = None,
) -> None:
    """Check a kind of your own: a class that `bt.kind` has made, or its name.

    Its bodies are frozen and hashable, come back from TOML, JSON Lines and SQLite, and are taken
    by its schema; records under a former name are read. If it has earlier versions, `old` says
    what their plain data looked like: by version, a strategy or a value for each field, or a
    strategy of the whole, as `st.fixed_dictionaries` makes of fields that may be left out. Then
    every one is read as today's, and handed back as it was written; and two that differ still
    differ, unless by a field that was `dropped` for good. A `LawViolation` says what fails.

    >>> import bilateral_timeline as bt
    >>> def to_metres(data):
    ...     return {"under": data["under"], "metres": 1000 * data["km"]}
    >>> @bt.kind("tunnel-dug", version=2, upcasters={1: to_metres})
    ... class TunnelDug:
    ...     under: str
    ...     metres: int
    >>> check_kind(TunnelDug, old={1: {"under": st.sampled_from("ab"), "km": st.integers(1, 9)}})
    """
    made = find_kind(kind) if isinstance(kind, str) else made_of(kind)
    if made is None:
        expected = "the class of an event body, or the name of a kind"
        raise InputError(Problem("check_kind", shown(kind), expected))
    given = dict(old or {})
    if wrong := [version for version in given if version not in range(1, made.version)]:
        found, expected = str(wrong[0]), f"versions before {made.version}"
        raise InputError(Problem(f"kind {made.name!r}: old", found, expected))
    if missing := [version for version in range(1, made.version) if version not in given]:
        found, advice = "nothing", "old={1: {'field': st.integers()}}"
        where = f"kind {made.name!r}: old[{missing[0]}]"
        raise InputError(Problem(where, found, "a strategy or a value for each field", advice))
    with tempfile.TemporaryDirectory() as folder:
        path, lines = Path(folder, "log.db"), Path(folder, "log.jsonl")
        with closing(open_log(path)) as log, closing(open_log(path)) as other:
            subject = _Subject(made, dropped, lines, log, other)
            search(subject, OF_A_KIND, _written(made, given), settings, reduce=None)


@attrs.frozen
class _Subject:
    """A kind, and where its records are written: a file, and a log that is opened twice."""

    made: Kind
    dropped: tuple[str, ...]
    lines: Path
    log: EventLog
    other: EventLog


@st.composite
def _written(draw: st.DrawFn, made: Kind, old: Old) -> Written:
    event = draw(events(bodies(made.body, odd=True)))
    told = {}
    for version, fields in old.items():
        whole = _whole(fields)
        data, others = draw(whole), [draw(whole) for _ in "ab"]
        told[version] = (
            data,
            [(name, _with(data, name, other)) for other in others for name in data | other],
        )
    return Written(Arrivals([event]), told)


def _whole(fields: Mapping[str, Any] | SearchStrategy[dict[str, Any]]) -> SearchStrategy[Any]:
    """A strategy of plain data as a whole."""
    if isinstance(fields, SearchStrategy):
        return fields
    held = {name: f if isinstance(f, SearchStrategy) else st.just(f) for name, f in fields.items()}
    return st.fixed_dictionaries(held)


def _with(data: dict[str, Plain], name: str, other: dict[str, Plain]) -> dict[str, Plain]:
    """Plain data with one field as it is in other data, perhaps left out."""
    rest = {held: value for held, value in data.items() if held != name}
    return rest | ({name: other[name]} if name in other else {})


# -- laws -----------------------------------------------------------------------------------------


def _unlike(event: Record, again: Record) -> str:
    """How a record that was read again is another."""
    if again == event:
        text, other = to_text(event), to_text(again)
        return "" if text == other else f"  {text}\n  became {other}"
    return f"  {code(event)}\n  came back as\n  {code(again)}"


@law("frozen")
def frozen(_: _Subject, case: Written) -> str:
    """A body can be hashed, is equal to its copy, and never changes."""
    body: Any = case.event.what
    if what := raised(lambda: hash(body)):
        return f"To hash it raised {what}"
    copy = attrs.evolve(body)
    if found := unlike(body, copy, "at first", "copied"):
        return found
    if hash(body) != hash(copy):
        return "A copy has another hash."
    for field in attrs.fields(type(body)):
        if not raised(lambda name=field.name: setattr(body, name, None)):  # type: ignore[misc]
            return f"Its field {field.name!r} can be set."
    return ""


@law("stored form")
def stored(_: _Subject, case: Written) -> str:
    """An event comes back from its stored form."""
    return _unlike(case.event, from_plain(from_json(to_text(case.event))))


@law("TOML")
def in_toml(_: _Subject, case: Written) -> str:
    """An event comes back from the file of a chronicle."""
    event = case.event
    data = tomllib.loads(record_text(event, {}))
    return _unlike(event, from_plain({"id": event.id, "revision": event.revision, **data}))


@law("JSON Lines")
def in_json_lines(subject: _Subject, case: Written) -> str:
    """An event comes back from a file of JSON Lines."""
    write_jsonl(subject.lines, [case.event])
    (again,) = read_jsonl(subject.lines)
    return _unlike(case.event, again)


@law("SQLite")
def in_sqlite(subject: _Subject, case: Written) -> str:
    """An event that is appended to a log in SQLite comes back where the log is opened again."""
    event = attrs.evolve(case.event, id=f"event-{subject.log.position + 1}")
    before = subject.log.position
    subject.log.append(event)
    (entry,) = subject.other.read(before)
    return _unlike(event, entry.record)


@law("schema")
def in_schema(subject: _Subject, case: Written) -> str:
    """Its schema takes what it takes."""
    body = to_plain(case.event).get("what", {})
    errors = Draft7Validator(body_schema(subject.made.body)).iter_errors(body)
    return "\n".join(f"  {error.json_path}: {error.message}" for error in errors)


def _of_old(made: Kind, version: int, data: dict[str, Plain], name: str = "") -> dict[str, Plain]:
    kept = {"id": "a", "kind": name or made.name, "version": version}
    return {**kept, "when": "2000-01-01", "known": "2000-01-01", "what": data}


@law("old versions")
def old_versions(subject: _Subject, case: Written) -> str:
    """Data of every earlier version is read as today's, and handed back as it was written."""
    for version, (data, _) in case.old.items():
        text = as_json(_of_old(subject.made, version, data))
        try:
            record = from_plain(from_json(text))
        except Exception as error:
            return f"Of version {version}, {data} is refused: {reason(error)}"
        assert isinstance(record, Event), "it has a body"
        if (again := from_plain(from_json(text))) != record:
            return f"Of version {version}, {text} is read as {code(record)}, and as {code(again)}"
        if type(record.what) is not subject.made.body:
            return f"Of version {version}, {data} is read as {code(record.what)}"
        if from_json(to_text(record)) != from_json(text):
            return f"Of version {version}, {text} is handed back as {to_text(record)}"
    return ""


@law("nothing lost")
def nothing_lost(subject: _Subject, case: Written) -> str:
    """Data of an earlier version that differs in a field is read as bodies that differ."""
    for version, (data, others) in case.old.items():
        body = _body(_of_old(subject.made, version, data))
        for name, other in others:
            if other == data or name in subject.dropped:
                continue
            if _body(_of_old(subject.made, version, other)) == body:
                told = " and ".join(
                    f"{name} = {each[name]!r}" if name in each else f"no {name}"
                    for each in (data, other)
                )
                return f"Of version {version}, {told} are both read as {code(body)}"
    return ""


@law("old names")
def old_names(subject: _Subject, case: Written) -> str:
    """Data under a former name is read as under that of today."""
    made, body = subject.made, to_plain(case.event).get("what", {})
    for name in made.formerly:
        one, other = (_body(_of_old(made, made.version, body, n)) for n in (name, made.name))
        if found := unlike(one, other, f"as {name}", f"as {made.name}"):
            return found
    return ""


def _body(data: dict[str, Plain]) -> Any:
    record = from_plain(data)
    assert isinstance(record, Event), "it has a body"
    return record.what


OF_A_KIND: tuple[Law, ...] = (
    frozen,
    stored,
    in_toml,
    in_json_lines,
    in_sqlite,
    in_schema,
    old_versions,
    nothing_lost,
    old_names,
)
"""Those that every kind keeps."""
