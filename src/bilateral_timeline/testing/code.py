"""Histories as the code that makes them, so that one can be pasted into a test."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs
from hypothesis.vendor import pretty
from pendulum import Date

from ..dates.when import Certainty, When
from ..records.events import Citation, Event, Record, Retraction, Source
from ..records.stored import UnknownBody
from ..records.values import Money, Quantity, Unknown

WIDTH = 100
"""Characters of a line of code."""


class Arrivals(tuple[Record, ...]):
    """The records of a log, in the order in which they arrive; it is shown as code.

    >>> Arrivals([Retraction(id="a", revision=1, known="2001", reason="wrong")])
    (bt.Retraction(id='a', revision=1, known='2001-12-31', reason='wrong'),)
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return code(tuple(self))


def code(value: Any, indent: int = 0) -> str:
    """A value as the expression that makes it, on one line or on as many as it takes.

    `bt` is the library, `Date` that of pendulum; classes stand by their names. Whatever has its
    default is left out.

    >>> print(code(Quantity(best=3, unit="jets")))
    bt.Quantity(3, 3, 3, unit='jets')
    """
    head, parts, tail = _taken_apart(value)
    if not parts:
        return f"{head}{tail}"
    inner = [f"{name}{code(part, indent + 4)}" for name, part in parts]
    comma = "," if head == "(" and len(parts) == 1 else ""
    line = f"{head}{', '.join(inner)}{comma}{tail}"
    if len(line) + indent <= WIDTH and "\n" not in line:
        return line
    margin = " " * (indent + 4)
    return "\n".join((head, *(f"{margin}{part}," for part in inner), " " * indent + tail))


_Parts = list[tuple[str, Any]]


def _taken_apart(value: Any) -> tuple[str, _Parts, str]:
    """How an expression begins, its parts with the names before them, and how it ends."""
    match value:
        case Event() | Retraction():
            return f"bt.{type(value).__name__}(", [*_of_record(value)], ")"
        case tuple():
            return "(", [("", part) for part in value], ")"
        case list():
            return "[", [("", part) for part in value], "]"
        case When():
            return f"bt.When({value.written!r})", [], ""
        case Date():
            return f"Date({value.year}, {value.month}, {value.day})", [], ""
        case Decimal():
            return f"Decimal({str(value)!r})", [], ""
        case Quantity() | Money():
            return f"bt.{type(value).__name__}(", [*_of_bounds(value)], ")"
        case UnknownBody():
            parts = [value.kind, value.version, value.text]
            return "bt.UnknownBody(", [("", part) for part in parts], ")"
        case Citation() | Source():
            return f"bt.{type(value).__name__}(", [*_of_attrs(value)], ")"
        case enum.Enum() if value is not Unknown:
            name = f"{type(value).__name__}.{value.name}"
            return f"bt.{name}" if isinstance(value, Certainty) else name, [], ""
    if attrs.has(type(value)):
        return f"{type(value).__name__}(", [*_of_attrs(value)], ")"
    return repr(value), [], ""


def _of_record(record: Event | Retraction) -> Iterable[tuple[str, Any]]:
    order = ("id", "revision", "when", "known", "what", "seq", "lasting", "parties")
    names = [field.name for field in attrs.fields(type(record)) if field.init]
    for name in sorted(names, key=lambda name: order.index(name) if name in order else 99):
        value = getattr(record, name)
        if name == "when":
            value = value.written
        elif name == "known":
            value = value.isoformat()
        elif name == "sources":
            value = [attrs.evolve(c, known=None) if c.known == record.known else c for c in value]
        elif name == "parties":
            value = [*value]
        if value or name in ("id", "when", "known", "what", "reason"):
            yield f"{name}=", value


def _of_bounds(value: Quantity | Money) -> Iterable[tuple[str, Any]]:
    for number in (value.low, value.best, value.high):
        is_whole = number is not None and number == number.to_integral_value()
        yield "", int(number) if number is not None and is_whole else number and str(number)
    measure = "unit" if isinstance(value, Quantity) else "currency"
    yield f"{measure}=", value.measure
    if value.text:
        yield "text=", value.text


def _of_attrs(value: Any) -> Iterable[tuple[str, Any]]:
    for field in attrs.fields(type(value)):
        held, alias = getattr(value, field.name), field.alias or field.name
        default: Any = field.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            default = default.factory(value) if default.takes_self else default.factory()
        is_default = type(held) is type(default) and held == default
        if field.init and field.repr and not is_default:
            if isinstance(value, Citation | Source) and isinstance(held, Date | When):
                held = str(held)
            yield f"{alias}=", held


def _print(value: Any, printer: Any, _: bool) -> None:
    printer.text(code(value))


for _of in (Event, Retraction, Arrivals):
    pretty.for_type_by_name(_of.__module__, _of.__name__, _print)
