"""The types that can be stored: how each is checked, read, written, and shown to an editor.

A row for each single type stands in `ROWS`; `compound` makes those of unions, tuples and the
like, `classes` those of attrs classes, and `hints` finds the row of a hint. There is no other
reading of the hints of a body.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

import attrs
from pendulum import Date

from ..dates.when import When, to_day
from ..errors import InputError, Problem, RecordError, shown
from .fields import is_whole_number, is_whole_text
from .stored import Plain
from .values import as_number, is_sayable

Shape = dict[str, Any]
"""A JSON Schema, or a part of one."""
Part = Callable[[type], Shape]
"""What a schema refers to a class by."""
Fault = tuple[str, str, str, str]
"""The path to what is wrong in a value, what was found, what was expected and what to do."""


@attrs.frozen
class Row:
    """All about values of one type: as an object, as plain data, and as a JSON Schema."""

    said: str
    """What it is called to who makes an event."""
    check: Callable[[Any], bool]
    """Whether a value is of the type, and can be written."""
    read: Callable[[Plain], Any]
    """The value that plain data says, or a `RecordError` with paths from here."""
    write: Callable[[Any], Plain]
    shape: Callable[[Part], Shape]
    forms: frozenset[str]
    """What its plain data may be: of text, whole, truth, list, table, or none."""
    exact: bool = False
    """Whether all that can be read is written again as it was."""
    fault: Callable[[Any], Fault | None] | None = None
    takes: Callable[[Plain], bool] | None = None
    """Whether plain data may be of this type, where its form does not tell."""

    def wrong(self, value: Any) -> Fault:
        """What is wrong with a value that does not pass the check."""
        found = self.fault(value) if self.fault else None
        return found or ("", shown(value), self.said, "")

    def may_read(self, data: Plain) -> bool:
        """Whether plain data is of a form of this type."""
        return form(data) in self.forms and (self.takes is None or self.takes(data))


def form(data: Plain) -> str:
    """What sort of plain data this is."""
    return _FORMS.get(type(data), "")


_FORMS = {
    str: "text",
    int: "whole",
    bool: "truth",
    dict: "table",
    list: "list",
    tuple: "list",
    type(None): "none",
}


def unread(data: Plain, expected: str, advice: str = "") -> RecordError:
    """Plain data that cannot be read."""
    return RecordError(Problem("", shown(data), expected, advice))


def under(error: InputError, step: str) -> list[Problem]:
    """The problems of a part, told of the field or the item that holds it."""
    return [
        attrs.evolve(problem, path=f"{step}{joint(problem.path)}{problem.path}")
        for problem in error.problems
    ]


def joint(path: str) -> str:
    """What stands between a field and the path to a part of it."""
    return "" if not path or path.startswith("[") else "."


# -- single types -------------------------------------------------------------------------------


def _strictly(cls: type, expected: str) -> Callable[[Plain], Any]:
    def read(data: Plain) -> Any:
        if type(data) is not cls:
            raise unread(data, expected)
        return data

    return read


def _read_whole(data: Plain) -> int:
    if not is_whole_number(data):
        raise unread(data, "a whole number")
    return data  # type: ignore[no-any-return]


def _read_text(data: Plain) -> str:
    if type(data) is not str:
        raise unread(data, "text in quotes")
    if not data.isascii() and not is_whole_text(data):
        raise unread(data, "whole characters")
    return data


def _is_text(value: Any) -> bool:
    return type(value) is str and (value.isascii() or is_whole_text(value))


def _read_decimal(data: Plain) -> Decimal:
    try:
        number = as_number(data)
    except InputError as error:
        raise RecordError(*(attrs.evolve(p, where="") for p in error.problems)) from None
    if number is None:
        raise unread(data, "a number such as 24 or '4.9'")
    return number


def _write_decimal(value: Decimal) -> Plain:
    return int(value) if value == value.to_integral_value() else f"{value:f}"


def _read_day(data: Plain) -> Date:
    if type(data) is not str:
        raise unread(data, "a day in quotes")
    return _day_of(data)


@lru_cache(maxsize=1 << 16)
def _day_of(text: str) -> Date:
    try:
        return to_day(text)
    except InputError as error:
        raise RecordError(*(attrs.evolve(p, where="") for p in error.problems)) from None


def _cast(cls: type, said: str, write: str, *others: type) -> Callable[[Any], Fault | None]:
    """The fault of a value that might be turned into one of a class."""

    def fault(value: Any) -> Fault | None:
        near = isinstance(value, (cls, *others)) or (cls is int and hasattr(value, "__index__"))
        if isinstance(value, bool) or not near:
            return None
        found = f"{type(value).__name__} {shown(value)}"
        if type(value) is cls:
            return "", shown(value), f"{said} that can be written", ""
        return "", found, said, f"write {write}"

    return fault


def _row(
    cls: type,
    said: str,
    read: Callable[[Plain], Any],
    shape: Shape,
    forms: set[str],
    *,
    check: Callable[[Any], bool] | None = None,
    write: Callable[[Any], Plain] = lambda value: value,
    exact: bool = True,
    fault: Callable[[Any], Fault | None] | None = None,
) -> Row:
    check = check or (lambda value: type(value) is cls)
    return Row(said, check, read, write, lambda _: dict(shape), frozenset(forms), exact, fault)


ROWS: dict[Any, Row] = {
    str: _row(
        str,
        "text",
        _read_text,
        {"type": "string"},
        {"text"},
        check=_is_text,
        fault=_cast(str, "text", "str(...)"),
    ),
    int: _row(
        int,
        "an int",
        _read_whole,
        {"type": "integer"},
        {"whole"},
        check=is_whole_number,
        fault=_cast(int, "an int", "int(...)"),
    ),
    bool: _row(
        bool, "True or False", _strictly(bool, "true or false"), {"type": "boolean"}, {"truth"}
    ),
    Decimal: _row(
        Decimal,
        "a Decimal",
        _read_decimal,
        {
            "description": "A whole number, or a number in quotes: 24, '4.9', '40e9'.",
            "type": ["integer", "string"],
            "pattern": r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$",
        },
        {"whole", "text"},
        check=lambda value: type(value) is Decimal and is_sayable(value),
        write=_write_decimal,
        exact=False,
        fault=_cast(
            Decimal,
            "a finite Decimal of up to a hundred digits",
            "Decimal('4.9')",
            int,
            float,
            str,
        ),
    ),
    Date: _row(
        Date,
        "a pendulum.Date",
        _read_day,
        {
            "description": "A day in quotes; a month or a year means its last day.",
            "type": "string",
            "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$",
        },
        {"text"},
        write=Date.isoformat,
        exact=False,
        fault=_cast(Date, "a pendulum.Date", "pendulum.Date(2024, 5, 19)", date, datetime, str),
    ),
    When: _row(
        When,
        "a When",
        When,
        {
            "description": "A date in EDTF: '2024-05-19', '2024-05', '2022-22' (summer 2022), "
            "'2024~' (about), '[2024-01-24..2024-05-19]' (one day in between), "
            "'2024-05/..' (lasting since).",
            "type": "string",
            "minLength": 1,
        },
        {"text"},
        write=attrgetter("written"),
        fault=_cast(When, "a When", "When('2024-05')", str, date),
    ),
}
