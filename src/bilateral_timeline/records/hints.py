"""From the hint of a field to the row of its type, or a refusal that says what to use instead."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time, timedelta
from types import FrameType, NoneType, UnionType
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from ..errors import Problem, RecordError
from .classes import Field, Fields
from .compound import either, enumerated, literal, many
from .fields import is_stored, is_whole_number, is_whole_text
from .types import ROWS, Row

STORABLE = (
    "str, int, bool, Decimal, pendulum.Date, When, Quantity, Money, Certainty, Literal[...], an "
    "enum of texts or whole numbers, an attrs.frozen class of these, T | None or tuple[T, ...]"
)
Names = Mapping[str, Any]


class _Unstorable(Exception):
    """A type that cannot be stored: where, what was found, what to do."""

    def __init__(self, found: Any, advice: str, path: str = "") -> None:
        self.found, self.advice, self.path = _named(found), advice, path


def fields_of(
    cls: type,
    where: str,
    names: Names | None = None,
    without: Collection[str] = (),
    listed: str = "",
) -> Fields:
    """The fields of a class, or a `RecordError` that names the one that cannot be stored.

    All but some; `listed` is how a message tells their names.
    """
    try:
        fields = _fields(cls, names or {}, (), without)
        return attrs.evolve(fields, listed=listed) if listed else fields
    except _Unstorable as error:
        place, expected = f"{where}: {error.path}", "a type that can be stored"
        raise RecordError(Problem(place, error.found, expected, error.advice)) from None


def names_at(frame: FrameType | None) -> dict[str, Any]:
    """The names that a class sees where it is defined: those of the functions around it."""
    names: dict[str, Any] = {}
    module = frame.f_globals if frame else None
    while frame is not None and frame.f_globals is module:
        if frame.f_locals is not module:
            names = {**frame.f_locals, **names}
        frame = frame.f_back
    return names


def unfrozen(cls: type) -> str:
    """What to do about a class that is no frozen value; nothing if it is one."""
    if "__attrs_attrs__" not in cls.__dict__:
        return "decorate it with @attrs.frozen"
    if cls.__setattr__.__name__ != "_frozen_setattrs":
        return "write @attrs.frozen: what is stored never changes"
    plain: Any = object
    if cls.__eq__ is plain.__eq__ or cls.__hash__ in (None, plain.__hash__):
        return "leave out eq=False: what is read back must be equal to what was written"
    return ""


# -- classes ------------------------------------------------------------------------------------

_FIELDS: dict[type, Fields] = {}


def _fields(
    cls: type, names: Names, around: tuple[type, ...], without: Collection[str] = ()
) -> Fields:
    held = _FIELDS.get(cls)
    if held is None or without:
        hints = _hints(cls, names)
        made = []
        for attribute in attrs.fields(cls):
            if not is_stored(attribute) or attribute.name in without:
                continue
            hint = hints.get(attribute.name, attribute.type)
            path = f"{cls.__name__}.{attribute.name}"
            if hint is None:
                raise _Unstorable("no type", f"write `{attribute.name}: str`, or another", path)
            try:
                row = _row_of(hint, names, (*around, cls))
            except _Unstorable as error:
                path = f"{path}: {error.path}" if error.path else path
                raise _Unstorable(_Named(error.found), error.advice, path) from None
            alias = attribute.alias or attribute.name
            made.append(Field(attribute.name, alias, hint, row, attribute))
        made.sort(key=lambda field: not field.needed)
        held = Fields(cls, tuple(made))
        if not without:
            _FIELDS[cls] = held
    return held


def _hints(cls: type, names: Names) -> dict[str, Any]:
    own = {name: value for name, value in vars(cls).items() if isinstance(value, type)}
    try:
        return get_type_hints(cls, localns={**own, **names})
    except Exception as error:  # whatever the text of a hint may raise
        reason = error
    for name, hint in inspect.get_annotations(cls).items():
        alone = type(cls.__name__, (), {"__annotations__": {name: hint}})
        alone.__module__ = cls.__module__
        try:
            get_type_hints(alone, localns={**own, **names})
        except Exception as error:
            found = _Named(f"{hint}, which has no meaning here ({error})")
            advice = "define or import it before the class, outside of `if TYPE_CHECKING`"
            raise _Unstorable(found, advice, f"{cls.__name__}.{name}") from None
    raise _Unstorable(_Named(f"hints without a meaning ({reason})"), "mend them", cls.__name__)


# -- types --------------------------------------------------------------------------------------


class _Named(str):
    """Words for what was found, in place of a type."""

    __slots__ = ()


def _named(found: Any) -> str:
    if isinstance(found, _Named):
        return str(found)
    name = found.__qualname__ if isinstance(found, type) and not get_args(found) else str(found)
    return re.sub(r"typing\.|[\w.]*<locals>\.", "", name)


def _row_of(hint: Any, names: Names, around: tuple[type, ...]) -> Row:
    hint = meant(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and hint in ROWS:
        return ROWS[hint]
    if origin is Literal:
        return _literal(hint, arguments)
    if origin in (Union, UnionType):
        return _union(hint, arguments, names, around)
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        return many(_row_of(arguments[0], names, around))
    if isinstance(hint, type) and origin is None:
        if issubclass(hint, enum.Enum):
            return _enum(hint)
        if attrs.has(hint):
            if hint in around:
                raise _Unstorable(hint, f"{hint.__name__} holds itself: give the parts ids instead")
            if advice := unfrozen(hint):
                raise _Unstorable(hint, advice)
            return _fields(hint, names, around).row
    raise _Unstorable(hint, _advice(hint, origin, arguments))


def meant(hint: Any) -> Any:
    """What stands behind a NewType or an alias."""
    while True:
        if isinstance(hint, NewType):
            hint = hint.__supertype__
        elif type(hint).__name__ == "TypeAliasType":
            hint = hint.__value__
        else:
            return hint


def _literal(hint: Any, words: tuple[Any, ...]) -> Row:
    if not all(type(word) is bool or _is_written(word) for word in words):
        raise _Unstorable(hint, "write words, whole numbers or truth values; `| None` for none")
    return literal(words)


def _enum(hint: type[enum.Enum]) -> Row:
    if issubclass(hint, enum.Flag):
        raise _Unstorable(hint, "write tuple[T, ...] of an enum: flags are several values")
    if not len(hint) or not all(_is_written(member.value) for member in hint):
        raise _Unstorable(hint, "give each member a text or a whole number of its own")
    return enumerated(hint)


def _is_written(word: Any) -> bool:
    """Whether a word of a type is a text or a number that can be written."""
    return is_whole_number(word) or (type(word) is str and is_whole_text(word))


def _union(hint: Any, arguments: tuple[Any, ...], names: Names, around: tuple[type, ...]) -> Row:
    rows = tuple(_row_of(one, names, around) for one in arguments if one is not NoneType)
    hints = [meant(one) for one in arguments if one is not NoneType]
    for at, row in enumerate(rows):
        for other, before in zip(rows[:at], hints, strict=False):
            shared = (row.forms & other.forms) - {"none"}
            if shared == {"table"} and _differ(hints[at], before, names):
                continue
            if shared:
                found = f"{_named(hint)}, of which two are written as a {min(shared)}"
                raise _Unstorable(_Named(found), "write one of them, or a field for each")
    return either(rows, NoneType in arguments)


def _differ(one: Any, other: Any, names: Names) -> bool:
    """Whether two classes cannot be written alike: one must have a field the other has not."""
    a, b = (_fields(cls, names, ()) for cls in (one, other))
    return any(
        {field.name for field in x.fields if field.needed} - {field.name for field in y.fields}
        for x, y in ((a, b), (b, a))
    )


_INSTEAD: tuple[tuple[type, str], ...] = (
    (float, "write Decimal: a float such as 4.9 is not the number that the source gives"),
    (complex, "write a Decimal for each part"),
    (date, "write pendulum.Date, or When for a date as precise as its source: days are whole"),
    (time, "write str, or leave it out: days are whole"),
    (timedelta, "write an int of days"),
    (bytes, "write str"),
    (Mapping, "write tuple[T, ...] of an attrs.frozen class with a field for key and value"),
)


def _advice(hint: Any, origin: Any, arguments: tuple[Any, ...]) -> str:
    cls = origin or hint
    inner = _named(arguments[0]) if arguments and not isinstance(arguments[0], TypeVar) else "T"
    if cls is tuple and arguments:
        return "write an attrs.frozen class with a name for each, or tuple[T, ...] for any number"
    if isinstance(cls, type) and hasattr(cls, "_fields"):
        return "write it as an attrs.frozen class"
    if isinstance(cls, type) and cls not in (object, Any):
        for base, advice in _INSTEAD:
            if issubclass(cls, base):
                return advice
        if issubclass(cls, Iterable):
            return f"write tuple[{inner}, ...]"
        if origin is None and cls.__module__ != "builtins":
            return "decorate it with @attrs.frozen and give it fields of " + STORABLE
    return f"write {STORABLE}"


def caller(depth: int) -> FrameType | None:
    """The frame that many calls up from who asks."""
    frame = inspect.currentframe()
    for _ in range(depth + 1):
        frame = frame.f_back if frame else None
    return frame
