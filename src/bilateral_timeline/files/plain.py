"""Plain data as files hold it, and what in it no record can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, time
from math import isfinite
from typing import Any

import attrs

from ..errors import cut, shown
from ..records.stored import DEEP, Number

_HALVES = re.compile(r"[\ud800-\udfff]")


@attrs.frozen
class Refused:
    """What stands in the place of a value that is refused: what was found, what was expected."""

    found: str
    expected: str


class Repeated(dict[str, Any]):
    """The fields of an object, and the names of those that were given twice."""

    twice: tuple[str, ...] = ()


@attrs.frozen
class Flaw:
    """A part of plain data that no record can hold: where, and what was expected instead."""

    path: str
    found: str
    expected: str


def finite(text: str) -> float | Refused:
    """A number with a point, digit for digit; one without an end is refused in its place."""
    number = float(text)
    if not isfinite(number):
        return Refused(cut(text, 60), "a finite number")
    written = text.replace("_", "").removeprefix("+")
    return number if repr(number) == written else Number(written)


def whole(text: str) -> int | Refused:
    """A whole number, of so many digits as Python reads."""
    try:
        return int(text)
    except ValueError:
        digits = len(text.lstrip("-"))
        return Refused(f"a number of {digits:,} digits", "one of at most 4,300 digits")


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    marked, names = Repeated(fields), [name for name, _ in pairs]
    marked.twice = tuple(name for name in fields if names.count(name) > 1)
    return marked


def read_json(text: str) -> Any:
    """JSON, in which what is no value is marked in its place, for `flaws` to find.

    >>> [fault.found for fault in flaws(read_json('[NaN, {"a": 1, "a": 2}]'))]
    ['NaN', "the field 'a' twice"]
    """
    return _DECODER.decode(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_fields, parse_constant=finite, parse_float=finite, parse_int=whole
)


def lines_of_items(text: str) -> list[int]:
    r"""The line on which each item of a list begins, in JSON that can be read.

    >>> lines_of_items('[\n 1,\n {}\n]')
    [2, 3]
    """
    lines, line, last, at = list[int](), 1, 0, _after(text, text.index("[") + 1)
    while text[at] != "]":
        line += text.count("\n", last, at)
        lines.append(line)
        last, at = at, _after(text, _DECODER.raw_decode(text, at)[1])
    return lines


def _after(text: str, at: int) -> int:
    """Where the next item of a list begins, or the list ends."""
    while text[at] in " \t\n\r,":
        at += 1
    return at


def flaws(value: Any, path: str = "") -> Iterator[Flaw]:
    """All that no record can hold: what is refused, half a character, days without quotes."""
    waiting = [(path, value, 0)]
    while waiting:
        at, each, depth = waiting.pop()
        if depth > DEEP:
            yield Flaw(at, f"more than {DEEP} levels", "fewer lists and tables in one another")
        elif isinstance(each, dict):
            for name in getattr(each, "twice", ()):
                yield Flaw(_joined(at, name), f"the field {shown(name)} twice", "each field once")
            yield from (
                Flaw(at, f"half a character in {shown(name)}", "whole characters")
                for name in each
                if _HALVES.search(name)
            )
            waiting += reversed([(_joined(at, k), item, depth + 1) for k, item in each.items()])
        elif isinstance(each, list):
            waiting += reversed([(f"{at}[{i}]", item, depth + 1) for i, item in enumerate(each)])
        elif isinstance(each, Refused):
            yield Flaw(at, each.found, each.expected)
        elif isinstance(each, str) and (half := _HALVES.search(each)):
            found = f"half a character, {half[0]!r}, in {shown(each)}"
            yield Flaw(at, found, "whole characters")
        elif isinstance(each, date | time):
            yield Flaw(at, f"{each} without quotes", f"'{each}' in quotes")
        elif isinstance(each, int) and each.bit_length() > 14_000:  # written in another base
            yield Flaw(at, "a number of more than 4,000 digits", "one of at most 4,300 digits")


UNFILLED = "???"
"""What stands in a new file where a curator has to write something."""


def unfilled(value: Any, path: str = "") -> Iterator[Flaw]:
    """The places in which nobody has written anything yet."""
    if value == UNFILLED:
        yield Flaw(path, shown(value), "something else: it is still to be written")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from unfilled(item, _joined(path, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from unfilled(item, f"{path}[{at}]")


def called(value: object) -> str:
    """What JSON calls a value of this sort."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    sorts = {dict: "an object", list: "a list", str: "text"}
    return next((word for sort, word in sorts.items() if isinstance(value, sort)), "a number")


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
