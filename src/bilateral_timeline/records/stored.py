"""Plain data as JSON text, digit for digit, and the body of a kind that is not known here."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from math import isfinite
from typing import Any, NoReturn, Self

import attrs

from ..errors import InputError, Problem, RecordError, cut, shown
from .fields import is_whole_number, is_whole_text, refuse

Plain = Any
"""Plain data: None, bool, int, float, str, and lists and dicts of plain data."""


class Number(float):
    """A number of JSON that keeps its digits: it counts as a float and is written as it was.

    What is not finite is refused.

    >>> Number("0.1234567890123456789")
    0.1234567890123456789
    """

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """Keep the text beside the nearest float."""
        number = super().__new__(cls, text)
        if not isfinite(number):
            _not_finite(text)
        number.text = text
        return number

    def __repr__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[type[Number], tuple[str]]:
        return Number, (self.text,)


def _not_finite(text: str) -> NoReturn:
    raise InputError(Problem("JSON", cut(text, 60), "a finite number"))


def whole(text: str) -> int | float:
    """A whole number of JSON; minus nought, which an int is not, keeps its sign."""
    if len(text) > _MOST_DIGITS:
        found, expected = f"a number of {len(text):,} digits", "one of at most 4,300 digits"
        raise InputError(Problem("JSON", found, expected))
    return Number(text) if text == "-0" else int(text)


def _unique(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(Problem("JSON", f"the field {shown(twice)} twice", "each field once"))
    return fields


JSON = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_not_finite, parse_float=Number, parse_int=whole
)
"""Reads JSON without a loss: each field once, and numbers digit for digit."""


def from_json(text: str) -> Plain:
    """Plain data from JSON text without a loss, sooner than by `JSON.decode`."""
    data, end = JSON.raw_decode(text)
    return data if end == len(text) else JSON.decode(text)


def as_json(data: Plain) -> str:
    """Plain data as JSON text on one line; what was read from JSON comes back as it was."""
    if isinstance(data, dict):
        pairs = (f"{encode_basestring(name)}: {as_json(value)}" for name, value in data.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(data, list):
        return f"[{', '.join(map(as_json, data))}]"
    if isinstance(data, str):
        return encode_basestring(data)
    if isinstance(data, Number):
        return data.text
    return json.dumps(data, allow_nan=False)


def unwritable(data: Plain) -> str:
    """What in some data is not plain, or cannot be written; nothing if all of it can.

    >>> unwritable({"rates": [1, float("nan")]})
    'nan'
    """
    if isinstance(data, dict):
        for name in data:
            if not is_whole_text(name):
                return f"the field {shown(name)}"
        return next(filter(None, map(unwritable, data.values())), "")
    if isinstance(data, list):
        return next(filter(None, map(unwritable, data)), "")
    if isinstance(data, float):
        return "" if isfinite(data) else shown(data)
    if isinstance(data, str):
        return "" if is_whole_text(data) else shown(data)
    if isinstance(data, int) and data.bit_length() <= _MOST_BITS:
        return ""
    return "" if data is None else shown(data)


DEEP = 100
"""So many lists and tables may stand within one another."""


def depth_of(value: Any) -> int:
    """How many lists and tables stand within one another, counted to one more than may."""
    level, depth = [value], 0
    while depth <= DEEP:
        level = [each for each in level if isinstance(each, dict | list)]
        if not level:
            break
        depth += 1
        level = [
            item for each in level for item in (each.values() if isinstance(each, dict) else each)
        ]
    return depth


def is_perhaps_deep(text: str) -> bool:
    """Whether JSON text has so many brackets that it may be too deep."""
    return text.count("[") + text.count("{") > DEEP


def too_deep(where: str) -> Problem:
    """That data is too deep."""
    return Problem(
        where, f"brackets more than {DEEP} deep", "fewer lists and tables in one another"
    )


_MOST_DIGITS = 4_300
_MOST_BITS = 14_000  # Python reads and writes numbers of up to 4,300 digits


def _normal(text: object) -> str:
    """A converter: the text of a JSON object, on one line; its parts stay as they are."""
    if not isinstance(text, str):
        refuse("unknown body: text", text, "the text of a JSON object")
    try:
        data = JSON.decode(text)
        wrong = unwritable(data) if isinstance(data, dict) else shown(text)
        if not wrong:
            return as_json(data)
    except InputError as error:
        wrong = error.problems[0].found
    except (ValueError, RecursionError):
        wrong = shown(text)
    problem = Problem("unknown body: text", wrong, "a JSON object that can be written")
    raise RecordError(problem)


def _canonical(text: str) -> str:
    """JSON text in one order; the order of keys is no content."""
    return as_json(_sorted(JSON.decode(text)))


def _sorted(data: Plain) -> Plain:
    if isinstance(data, dict):
        return {name: _sorted(data[name]) for name in sorted(data)}
    return list(map(_sorted, data)) if isinstance(data, list) else data


@attrs.frozen
class UnknownBody:
    """The body of a kind that is not known here, kept as it was written and handed back.

    Its text is one JSON object; numbers keep their digits.

    >>> UnknownBody("eclipse", 1, '{"total": true}').data
    {'total': True}
    """

    kind: str = attrs.field()
    version: int = attrs.field()
    text: str = attrs.field(eq=_canonical, converter=_normal)
    """The plain data as JSON text, in the order in which it was written."""

    @kind.validator
    def _check_kind(self, _: object, value: object) -> None:
        if not is_whole_text(value) or not value:
            refuse("unknown body: kind", value, "the name of a kind")

    @version.validator
    def _check_version(self, _: object, value: int) -> None:
        if not is_whole_number(value) or value < 1:
            refuse("unknown body: version", value, "a whole number from 1")

    @classmethod
    def of(cls, kind: str, version: int, data: dict[str, Plain]) -> Self:
        """That of plain data of which all is known to be as it should."""
        made = object.__new__(cls)
        for name, value in (("kind", kind), ("version", version), ("text", as_json(data))):
            object.__setattr__(made, name, value)
        return made

    @property
    def data(self) -> dict[str, Plain]:
        """The plain data; a number with a fraction is a float that keeps its text."""
        data: dict[str, Plain] = JSON.decode(self.text)
        return data
