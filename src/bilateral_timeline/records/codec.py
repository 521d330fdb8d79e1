"""Records to and from plain data, the stored form; earlier versions are brought up to today.

A record is a dict of plain data: text, whole numbers, lists and dicts. Fields at their
default are left out. The body of an event stands under `what`, beside the `kind` and the
`version` in which it was written; it is kept in that form and handed back in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_origin

import attrs
from cattrs import AttributeValidationNote, Converter, IterableValidationNote
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override
from pendulum import Date

from ..dates.when import Certainty, When, to_day
from ..errors import InputError, Problem, RecordError
from .events import Citation, Event, Record, Retraction
from .kinds import Plain, UnknownBody, find_kind, kind_of
from .values import Quantity, UnknownType

T = TypeVar("T")


def to_plain(record: Record) -> dict[str, Plain]:
    """The stored form of a record.

    >>> import bilateral_timeline as bt
    >>> to_plain(bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held"))
    {'id': 'visit', 'revision': 1, 'retracted': 'not held', 'known': '2024-05-20'}
    """
    envelope: dict[str, Plain] = {"id": record.id}
    if record.revision:
        envelope["revision"] = record.revision
    if isinstance(record, Retraction):
        envelope |= {"retracted": record.reason, "known": record.known.isoformat()}
    else:
        written = _written(record)
        envelope |= {
            "kind": written.kind,
            "version": written.version,
            "when": record.when.written,
            "known": record.known.isoformat(),
            "title": record.title,
            "parties": list(record.parties),
            "seq": record.seq,
            "note": record.note,
            "what": written.data,
        }
    envelope["sources"] = _CONVERTER.unstructure(record.sources, tuple[Citation, ...])
    dropped = ("title", "parties", "seq", "note", "sources")
    return {k: v for k, v in envelope.items() if v or k not in dropped}


def from_plain(data: Mapping[str, Plain]) -> Record:
    """The record that a stored form says, or a `RecordError` that lists all its problems.

    Costs about ten microseconds where nothing is wrong and the body is of today's version.
    """
    try:
        if (event := _plain_event(data)) is not None:
            return event
    except Exception:  # the careful way tells all that is wrong
        pass
    where = f"record {data.get('id', '?')!r}"
    return _retraction(data, where) if "retracted" in data else _event(dict(data), where)


def plain(value: Any) -> Plain:
    """Plain data for any value of a state: what `to_dict` and `--json` give."""
    return _CONVERTER.unstructure(value)


def _plain_event(data: Mapping[str, Plain]) -> Event | None:
    """An event that is written as today, without a search for what may be wrong with it."""
    fields = dict(data)
    made, version = find_kind(fields.pop("kind")), fields.pop("version", 1)
    if made is None or type(version) is not int or version != made.version:
        return None
    structure, unstructure = _body_hooks(made.body)
    body = fields.get("what", {})
    what = structure(body, made.body)
    if repr(body) != repr(unstructure(what)):  # as written it is not as it would be today
        return None
    fields["what"], fields["when"] = what, When.parse(fields["when"])
    if "known" in fields:
        fields["known"] = _day(fields["known"], Date)
    if "parties" in fields:
        fields["parties"] = _shared(_are_listed(fields["parties"]))
    if "sources" in fields:
        fields["sources"] = _QUICK.structure(fields["sources"], tuple[Citation, ...])
    return Event(**fields)


def _are_listed(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise RecordError(Problem("value", repr(value), "a list in square brackets"))
    return tuple(value)


@lru_cache(maxsize=1 << 16)
def _shared(parties: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same object for the same parties, which a large log has over and over."""
    return parties


@cache
def _body_hooks(body: type) -> tuple[Callable[[Any, Any], Any], Callable[[Any], Plain]]:
    return _QUICK.get_structure_hook(body), _QUICK.get_unstructure_hook(body)


def _retraction(data: Mapping[str, Plain], where: str) -> Retraction:
    if "reason" in data:
        found, expected = "the field 'reason'", "'retracted' alone"
        raise RecordError(Problem(f"{where}: reason", found, expected, path="reason"))
    fields = {("reason" if key == "retracted" else key): value for key, value in data.items()}
    try:
        return _structured(fields, Retraction, where)
    except RecordError as error:
        raise RecordError(*map(_as_retracted, error.problems)) from None


def _as_retracted(problem: Problem) -> Problem:
    """The reason of a retraction stands under `retracted`."""
    if problem.path != "reason":
        return problem
    where = problem.where.removesuffix("reason") + "retracted"
    return attrs.evolve(problem, where=where, path="retracted")


def _event(fields: dict[str, Plain], where: str) -> Event:
    name, version = fields.pop("kind", None), fields.pop("version", 1)
    body = fields.pop("what", {})
    shape = (
        ("kind", name, isinstance(name, str) and name, "the name of a kind"),
        ("version", version, type(version) is int and version > 0, "a whole number from 1"),
        ("what", body, isinstance(body, dict), "the fields of the kind"),
        ("what", body, _is_plain(body), "text, numbers, lists and tables"),
    )
    problems = [
        Problem(f"{where}: {field}", repr(value), expected, path=field)
        for field, value, right, expected in shape
        if not right
    ]
    what: Any = UnknownBody("?", 1, "{}")  # any body does for finding what else is wrong
    if not problems:
        try:
            what = _body(name, version, body, where)
        except InputError as error:
            problems += error.problems
    try:
        event = _structured(fields | {"what": what}, Event, where)
    except InputError as error:
        problems += error.problems
    if problems:
        raise RecordError(*problems)
    written = UnknownBody(name, version, _json(body))
    today = _written(event)
    if (today.version, today.text) != (written.version, written.text):
        object.__setattr__(event, "_written", written)
    return event


def _json(data: Plain) -> str:
    return json.dumps(data, ensure_ascii=False)


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v) for k, v in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | bool | int | float)


def _body(name: str, version: int, data: dict[str, Plain], where: str) -> Any:
    made = find_kind(name)
    if made is None:
        return UnknownBody(name, version, _json(data))
    if version > made.version:
        return UnknownBody(name, version, _json(data))  # written by a later installation
    try:
        data = made.bring_up(version, json.loads(_json(data)))  # a copy: upcasters may change it
    except Exception as error:
        raise RecordError(
            Problem(
                f"{where}: what",
                f"{name} version {version}, on which its upcaster failed ({error!r})",
                f"the fields of version {version}",
                path="what",
            )
        ) from error
    return _structured(data, made.body, where, ".what")


def _written(event: Event) -> UnknownBody:
    """The body of an event in its stored form."""
    if event._written is not None:
        return event._written
    if isinstance(event.what, UnknownBody):
        return event.what
    made = kind_of(event.what)
    assert made is not None, "an event is of a kind"
    return UnknownBody(made.name, made.version, _json(_CONVERTER.unstructure(event.what)))


def _structured(data: Mapping[str, Plain], cls: type[T], where: str, path: str = "") -> T:
    try:
        return _CONVERTER.structure(data, cls)
    except Exception as error:
        raise RecordError(*_problems(error, where, path)) from None


# ---------------------------------------------------------------------------------------------
# The converter: strict about types, and it collects every problem with the path to it.

_ENVELOPE = "kind, version, when, known, title, parties, seq, note, what, sources"


def _problems(error: BaseException, where: str, path: str) -> list[Problem]:
    """Every problem that was collected on the way, each with the path to its field."""
    if isinstance(error, BaseValidationError):
        return [
            problem
            for inner in error.exceptions
            for problem in _problems(inner, where, path + _step(inner))
        ]
    if isinstance(error, InputError):
        return [_at(problem, where, path) for problem in error.problems]
    at = path.removeprefix(".")
    place = f"{where}: {at}" if at else where
    if isinstance(error, KeyError):
        return [Problem(place, "nothing", "a value", "it has no default", path=at)]
    if isinstance(error, ForbiddenExtraKeysError):
        fields = [f.alias for f in attrs.fields(error.cl) if f.init]
        known = _ENVELOPE if error.cl is Event else ", ".join(fields)
        return [
            Problem(place, f"the field {name!r}", f"only {known}", path=f"{at}.{name}".strip("."))
            for name in sorted(error.extra_fields)
        ]
    return [Problem(place, str(error), "the fields and values of its kind", path=at)]


def _at(problem: Problem, where: str, path: str) -> Problem:
    """A problem of a value, told of the field that holds it; a date keeps its character."""
    field = f"{path}.{problem.path}" if problem.path else path
    at = field.removeprefix(".")
    place = f"{where}: {at}" if at else where
    place = f"{place}: {problem.within}" if problem.within else place
    return attrs.evolve(problem, where=place, path=at)


def _step(error: BaseException) -> str:
    """The field or the item at which an error was collected."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}"
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
    return ""


def _strictly(cls: type[T], expected: str) -> Callable[[Any, Any], T]:
    def structure(value: Any, _: Any) -> T:
        if type(value) is not cls:
            raise RecordError(Problem("value", repr(value), expected))
        return value

    return structure


def _decimal(value: Any, _: Any) -> Decimal:
    number = Quantity(value, unit="any").low
    assert number is not None, "a lone best value is exact"
    return number


def _plain_decimal(value: Decimal) -> Plain:
    return int(value) if value == value.to_integral_value() else f"{value:f}"


def _day(value: Any, _: Any) -> Date:
    if not isinstance(value, str):
        raise RecordError(Problem("value", repr(value), "a day in quotes"))
    return _day_of(value)


_day_of = lru_cache(maxsize=1 << 16)(to_day)


def _validated(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """A class whose fields are validated one by one, so that no problem hides another."""
    attrs.resolve_types(cls)

    def validated(field: attrs.Attribute[Any]) -> Callable[[Any, Any], Any]:
        structure, validator = converter.get_structure_hook(field.type), field.validator
        assert validator is not None, "only such fields are overridden"

        def hook(value: Any, type_: Any) -> Any:
            made = structure(value, type_)
            try:
                validator(None, field, made)
            except InputError as error:  # the way to the field is told by who collects it
                raise RecordError(*(attrs.evolve(p, path="") for p in error.problems)) from None
            return made

        return hook

    hooks: dict[str, Any] = {
        field.name: override(struct_hook=validated(field))
        for field in attrs.fields(cls)
        if field.init and field.validator
    }
    structure_all = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **hooks)

    def structured(value: Any, type_: Any) -> Any:
        if not isinstance(value, Mapping):
            names = ", ".join(field.alias for field in attrs.fields(cls) if field.init)
            raise RecordError(Problem("value", repr(value), f"a table of {names}"))
        return structure_all(value, type_)

    return structured


def _listed(cls: Any, converter: Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    """Tuples are written as lists; text is not taken for a sequence of its letters."""
    structure = converter.get_structure_hook(list[get_args(cls)[0]])  # type: ignore[misc]

    def listed(value: Any, _: Any) -> tuple[Any, ...]:
        return tuple(structure(_are_listed(value), list))

    return listed


def _is_listed(cls: Any) -> bool:
    return get_origin(cls) is tuple and get_args(cls)[1:] == (...,)


def _make_converter(careful: bool) -> Converter:
    """A converter; a careful one tells all that is wrong, another stops at the first."""
    converter = Converter(
        forbid_extra_keys=True,
        omit_if_default=True,
        unstruct_collection_overrides={tuple: list},
        detailed_validation=careful,
    )
    converter.register_structure_hook(str, _strictly(str, "text in quotes"))
    converter.register_structure_hook(int, _strictly(int, "a whole number"))
    converter.register_structure_hook(bool, _strictly(bool, "true or false"))
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(When, lambda value, _: When.parse(value))
    converter.register_structure_hook(Date, _day)
    if careful:
        converter.register_structure_hook_factory(attrs.has, _validated)
    converter.register_structure_hook_factory(_is_listed, _listed)
    converter.register_unstructure_hook_func(
        lambda cls: hasattr(cls, "to_dict"), lambda value: value.to_dict()
    )
    converter.register_unstructure_hook(Decimal, _plain_decimal)
    converter.register_unstructure_hook(When, attrgetter("written"))
    converter.register_unstructure_hook(Date, Date.isoformat)
    converter.register_unstructure_hook(UnknownType, lambda value: value.value)
    converter.register_unstructure_hook(Certainty, lambda value: value.value)
    return converter


_CONVERTER = _make_converter(careful=True)
_QUICK = _make_converter(careful=False)
