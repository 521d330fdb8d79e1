"""Records to and from plain data, the stored form; earlier versions are brought up to today.

A record is a dict of plain data: text, whole numbers, lists and dicts. Fields at their
default are left out. The body of an event stands under `what`, beside the `kind` and the
`version` in which it was written; it is kept in that form and handed back in it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs
from pendulum import Date

from ..dates.when import When
from ..errors import InputError, Problem, RecordError, near, shown
from .classes import told
from .events import Citation, Event, Record, Retraction, Source, read_event
from .fields import is_whole_number
from .hints import fields_of
from .kinds import Kind, find_kind, kind_of
from .stored import (
    DEEP,
    Plain,
    UnknownBody,
    as_json,
    depth_of,
    from_json,
    is_perhaps_deep,
    too_deep,
    unwritable,
)
from .types import ROWS
from .values import UnknownType

if TYPE_CHECKING:
    from cattrs import Converter


def to_plain(record: Record) -> dict[str, Plain]:
    """The stored form of a record.

    >>> import bilateral_timeline as bt
    >>> to_plain(bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held"))
    {'id': 'visit', 'revision': 1, 'retracted': 'not held', 'known': '2024-05-20'}
    """
    plain = _envelope(record)
    if isinstance(record, Event):
        written = _written(record)
        plain["what"] = written.data if isinstance(written, UnknownBody) else written
    return _with_sources(plain, record)


def to_json(record: Record) -> str:
    """The stored form of a record as JSON text on one line, with every number as it was written.

    >>> import bilateral_timeline as bt
    >>> print(to_json(bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="no")))
    {"id": "visit", "revision": 1, "retracted": "no", "known": "2024-05-20"}
    """
    plain = _envelope(record)
    if not isinstance(record, Event):
        return _dumps(_with_sources(plain, record))
    written = _written(record)
    if not isinstance(written, UnknownBody):
        plain["what"] = written
        return _dumps(_with_sources(plain, record))
    cited = _dumps(sources)[1:] if (sources := _with_sources({}, record)) else "}"
    separator = ", " if sources else ""
    return f'{_dumps(plain)[:-1]}, "what": {written.text}{separator}{cited}'


def to_text(record: Record) -> str:
    """The same, or a `RecordError` where it cannot be written, or could not be read again."""
    where = f"record {record.id!r}"
    try:
        text = to_json(record)
        text.encode()
    except (ValueError, TypeError) as error:  # an infinite number, half a character, a set
        found = str(error).partition(": ")[0]
        raise RecordError(Problem(where, found, "finite numbers and text")) from None
    except RecursionError:
        raise RecordError(too_deep(where)) from None
    if is_perhaps_deep(text) and depth_of(to_plain(record)) > DEEP:
        raise RecordError(too_deep(where))
    return text


_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def from_plain(data: Mapping[str, Plain]) -> Record:
    """The record that a stored form says, or a `RecordError` that lists all its problems.

    Costs about five microseconds where nothing is wrong and the body is of today's version.
    """
    if not isinstance(data, Mapping):
        raise RecordError(Problem("record", shown(data), "the fields of a record"))
    try:
        if (event := _quick(data)) is not None:
            return event
    except Exception:  # the careful way tells all that is wrong
        pass
    where = f"record {shown(data.get('id', '?'), 60)}"
    try:
        return _retraction(data, where) if _is_retraction(data) else _event(dict(data), where)
    except RecursionError:
        found = "lists or tables within each other without end"
        raise RecordError(Problem(where, found, "a record")) from None


def plain(value: Any) -> Plain:
    """Plain data for any value of a state: what `to_dict` and `--json` give.

    `Unknown` is null; which names have it stands beside them, under `unknown`.
    """
    return _converter().unstructure(value)


# -- works ---------------------------------------------------------------------------------------


def work_to_text(work: Source) -> str:
    """A work that records cite, in its stored form, as JSON on one line."""
    return as_json(_WORK.write(work))


def work_from_text(text: str) -> Source:
    """The work that a stored form says."""
    work = _WORK.read(from_json(text))
    assert isinstance(work, Source)
    return work


# -- writing ------------------------------------------------------------------------------------


def _envelope(record: Record) -> dict[str, Plain]:
    """All but the body and the sources, in the order of the stored form."""
    fields: dict[str, Plain] = {"id": record.id}
    if record.revision:
        fields["revision"] = record.revision
    if isinstance(record, Retraction):
        return fields | {"retracted": record.reason, "known": record.known.isoformat()}
    fields["kind"], fields["version"] = _written_as(record)
    fields["when"] = record.when.written
    fields["known"] = record.known.isoformat()
    if record.title:
        fields["title"] = record.title
    if record.parties:
        fields["parties"] = list(record.parties)
    if record.seq:
        fields["seq"] = record.seq
    if record.lasting:
        fields["lasting"] = True
    if record.note:
        fields["note"] = record.note
    return fields


def _with_sources(fields: dict[str, Plain], record: Record) -> dict[str, Plain]:
    if record.sources:
        fields["sources"] = list(map(_CITATION.write, record.sources))
    return fields


def _made(event: Event) -> Kind:
    made = kind_of(event.what)
    assert made is not None
    return made


def _unknown(event: Event) -> UnknownBody | None:
    """The body as it was written, where that may not be how it would be written today."""
    if event._written is not None:
        return event._written
    return event.what if isinstance(event.what, UnknownBody) else None


def _written_as(event: Event) -> tuple[str, int]:
    written = _unknown(event)
    if written is not None:
        return written.kind, written.version
    made = _made(event)
    return made.name, made.version


def _written(event: Event) -> UnknownBody | dict[str, Plain]:
    """The body of an event in its stored form."""
    return _unknown(event) or _made(event).fields.write(event.what)


# -- reading ------------------------------------------------------------------------------------

_ENVELOPE = "kind, version, when, known, title, parties, seq, note, lasting, what, sources"
_EVENT = fields_of(Event, "event", without=("what",), listed=_ENVELOPE)
_RETRACTION = fields_of(Retraction, "retraction", listed="id, revision, known, retracted, sources")
_CITATION = fields_of(Citation, "citation")
_WORK = fields_of(Source, "source")
_READS = {field.name: field.row.read for field in _EVENT.fields}


def _quick(data: Mapping[str, Plain]) -> Event | None:
    """An event that is written as today, without a search for what may be wrong with it."""
    fields = dict(data)
    name, version = fields.pop("kind"), fields.pop("version", 1)
    made = find_kind(name)
    if made is None or type(version) is not int or version != made.version or name != made.name:
        return None
    what = made.fields.read_today(fields.pop("what", _NOTHING))
    if what is None:
        return None
    for name, value in fields.items():
        fields[name] = _READS[name](value)
    return read_event(fields, what)


_NOTHING: dict[str, Plain] = {}


def _read_parties(data: Plain) -> tuple[str, ...]:
    """Parties, the same object for the same ones, which a large log has over and over."""
    if type(data) is not list:
        raise TypeError("the careful way tells what is wrong")
    parties: tuple[str, ...] = _parties(tuple(data))
    return parties


_parties = lru_cache(maxsize=1 << 16)(_READS["parties"])
_READS["parties"] = _read_parties


def _is_retraction(data: Mapping[str, Plain]) -> bool:
    """Whether data is to be read as a retraction, if perhaps a misspelt one."""
    if "retracted" in data or data.keys() & {"kind", "what"}:
        return "retracted" in data
    return any(near(name, ("retracted",)) for name in data if isinstance(name, str))


def _retraction(data: Mapping[str, Plain], where: str) -> Retraction:
    if "reason" in data:
        found, expected = "the field 'reason'", "'retracted' alone"
        raise RecordError(Problem(f"{where}: reason", found, expected, path="reason"))
    fields = {("reason" if key == "retracted" else key): value for key, value in data.items()}
    try:
        read = _RETRACTION.read(fields)
    except RecordError as error:
        named = (
            attrs.evolve(p, path="retracted") if p.path == "reason" else p for p in error.problems
        )
        raised = told(RecordError(*named), where)
        raise raised from error.__cause__
    assert isinstance(read, Retraction)
    return read


def _event(fields: dict[str, Plain], where: str) -> Event:
    name, version = fields.pop("kind", None), fields.pop("version", 1)
    body = fields.pop("what", {})
    shape = (
        ("kind", name, isinstance(name, str) and name, "the name of a kind"),
        ("version", version, is_whole_number(version) and version > 0, "a whole number from 1"),
        ("what", body, isinstance(body, dict), "the fields of the kind"),
    )
    problems = [
        Problem(
            f"{where}: {field}", "nothing" if value is None else shown(value), expected, path=field
        )
        for field, value, right, expected in shape
        if not right
    ]
    what: Any = UnknownBody.of("?", 1, {})  # any body does for finding what else is wrong
    cause = None
    if not problems:
        try:
            what = _body(name, version, body, where)
        except InputError as error:
            problems += error.problems
            cause = error.__cause__
    try:
        event = _EVENT.read(fields, what=what)
    except InputError as error:
        problems += told(error, where).problems
        cause = cause or error.__cause__
    if problems:
        raise RecordError(*problems) from cause
    assert isinstance(event, Event)
    if not isinstance(event.what, UnknownBody):
        object.__setattr__(event, "_written", UnknownBody.of(name, version, body))
    return event


def _body(name: str, version: int, data: dict[str, Plain], where: str) -> Any:
    made = find_kind(name)
    if (made is None or version != made.version) and (wrong := unwritable(data)):
        expected = "text, finite numbers, lists and tables"
        raise RecordError(Problem(f"{where}: what", wrong, expected, path="what"))
    if made is None or version > made.version:  # perhaps of a later installation
        return UnknownBody.of(name, version, data)
    data = copy.deepcopy(data)  # upcasters may change it
    try:
        data = made.bring_up(version, data)
    except Exception as error:
        found = f"{name} version {version}, on which its upcaster failed ({shown(error)})"
        expected = f"the fields of version {version}"
        raise RecordError(Problem(f"{where}: what", found, expected, path="what")) from error
    try:
        return made.fields.read(data)
    except InputError as error:
        raised = told(error, where, "what")
        raise raised from error.__cause__


# -- values of a state --------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _converter() -> Converter:
    """What unstructures the values of a state: those of the table in the same way."""
    from cattrs import Converter  # which takes a while, and only states need it

    converter = Converter(omit_if_default=True, unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook_func(
        lambda cls: hasattr(cls, "to_dict"), lambda value: value.to_dict()
    )
    for cls in (Decimal, When, Date):
        converter.register_unstructure_hook(cls, ROWS[cls].write)
    converter.register_unstructure_hook(UnknownType, lambda _: None)
    return converter
