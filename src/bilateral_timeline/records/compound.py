"""Types made of others: Literal, enums, `T | None` and other unions, and `tuple[T, ...]`."""

from __future__ import annotations

import enum
from operator import attrgetter
from typing import Any

import attrs

from ..errors import InputError, Problem, RecordError, shown
from .fields import one_of_these
from .stored import Plain
from .types import Fault, Part, Row, Shape, form, joint, under, unread


def literal(words: tuple[Any, ...]) -> Row:
    """The row of `Literal[...]`: one of some texts, whole numbers or truth values."""
    said = f"one of {', '.join(map(repr, words))}"
    held = {(type(word), word) for word in words}

    def check(value: Any) -> bool:
        return type(value) in (str, int, bool) and (type(value), value) in held

    def read(data: Plain) -> Any:
        if not check(data):
            raise unread(data, one_of_these(data, words, repr))
        return data

    forms = frozenset(map(form, words))
    return Row(said, check, read, lambda v: v, lambda _: {"enum": list(words)}, forms, exact=True)


def enumerated(cls: type[enum.Enum]) -> Row:
    """The row of an enum, whose members are stored by their value."""
    words = literal(tuple(member.value for member in cls))

    def fault(value: Any) -> Fault | None:
        near = isinstance(value, str | int) and words.check(value)
        advice = f"write {cls.__name__}({value!r})" if near else ""
        return "", shown(value), f"a member of {cls.__name__}", advice

    return attrs.evolve(
        words,
        check=lambda value: type(value) is cls,
        read=lambda data: cls(words.read(data)),
        write=attrgetter("value"),
        fault=fault,
    )


def many(item: Row) -> Row:
    """The row of `tuple[T, ...]`, which is written as a list."""
    said = f"a tuple, of each {item.said}"

    def check(value: Any) -> bool:
        return type(value) is tuple and all(map(item.check, value))

    def fault(value: Any) -> Fault | None:
        if type(value) is not tuple:
            near = isinstance(value, list | set | frozenset | tuple)
            return "", shown(value), said, "write tuple(...)" if near else ""
        at = next(at for at, one in enumerate(value) if not item.check(one))
        path, found, expected, advice = item.wrong(value[at])
        return f"[{at}]{joint(path)}{path}", found, expected, advice

    def read(data: Plain) -> tuple[Any, ...]:
        if type(data) is not list and type(data) is not tuple:
            raise unread(data, "a list in square brackets")
        try:
            return tuple([item.read(one) for one in data])
        except InputError:
            told = _each(data)
        raise told from told.__cause__

    def _each(data: Plain) -> RecordError:
        problems: list[Problem] = []
        cause = None
        for at, one in enumerate(data):
            try:
                item.read(one)
            except InputError as error:
                problems += under(error, f"[{at}]")
                cause = cause or error.__cause__
        told = RecordError(*problems)
        told.__cause__ = cause
        return told

    return Row(
        said,
        check,
        read,
        lambda value: [item.write(one) for one in value],
        lambda part: {"type": "array", "items": item.shape(part)},
        frozenset({"list"}),
        fault=fault,
    )


def either(rows: tuple[Row, ...], optional: bool) -> Row:
    """The row of a union of types that differ in form; of one type, perhaps with None."""
    said = " or ".join([row.said for row in rows] + ["None"] * optional)
    only = rows[0] if len(rows) == 1 else None

    def check(value: Any) -> bool:
        return (optional and value is None) or any(row.check(value) for row in rows)

    def read(data: Plain) -> Any:
        if data is None and optional:
            return None
        if only is not None:
            return only.read(data)
        for row in rows:
            if row.may_read(data):
                return row.read(data)
        raise unread(data, said)

    def write(value: Any) -> Plain:
        if value is None:
            return None
        return next(row for row in rows if row.check(value)).write(value)

    def shape(part: Part) -> Shape:
        return only.shape(part) if only else {"anyOf": [row.shape(part) for row in rows]}

    def fault(value: Any) -> Fault | None:
        if only is None:
            return None
        path, found, expected, advice = only.wrong(value)
        return path, found, expected if path or not optional else f"{expected}, or None", advice

    if only and optional:
        inner = only.write
        write = lambda value: None if value is None else inner(value)  # noqa: E731
    forms = frozenset({"none"} if optional else ()).union(*(row.forms for row in rows))
    exact = all(row.exact for row in rows)
    return Row(said, check, read, write, shape, forms, exact, fault)
