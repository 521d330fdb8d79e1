"""Checks of single fields, each with a refusal that names the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import attrs

from ..errors import Problem, RecordError, near, shown

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
CODE = r"[A-Za-z0-9-]+"
CURRENCY = r"[A-Z]{3}"
_ID = re.compile(ID)

UNSTORED: Mapping[str, bool] = {"unstored": True}
"""The metadata of a field that others tell: it is neither written nor read."""


def is_stored(attribute: attrs.Attribute[Any]) -> bool:
    """Whether a field of a class is written and read."""
    return attribute.init and not attribute.metadata.get("unstored")


def refuse(where: str, found: object, expected: str, advice: str = "", path: str = "") -> NoReturn:
    """Refuse a value: where, what was found, what was expected, what to do."""
    raise RecordError(Problem(where, shown(found), expected, advice, path))


def refuse_field(
    instance: object, field: str, found: object, expected: str, advice: str = ""
) -> NoReturn:
    """Refuse the value of a field of an instance, named by its id where it has one."""
    id = getattr(instance, "id", None)
    name = type(instance).__name__.lower() + (f" {shown(id, 40)}" if isinstance(id, str) else "")
    refuse(f"{name}: {field}", found, expected, advice, field)


def is_id(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A validator: an id."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        expected = "a-z, 0-9 and single hyphens, such as 'su-35-promised'"
        refuse_field(instance, attribute.name, value, expected)


def is_whole_text(value: object) -> bool:
    """Whether a value is text that can be written: UTF-8 has no half of a surrogate pair."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_text(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A validator: text, perhaps empty, with no half of a character."""
    if not (type(value) is str and value.isascii()) and not is_whole_text(value):
        half = "whole characters" if isinstance(value, str) else "text"
        refuse_field(instance, attribute.name, value, half)


def is_said(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A validator: text that says something."""
    if not isinstance(value, str) or not value.strip():
        refuse_field(instance, attribute.name, value, "some words")


def is_code(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A validator: a party's code, which may stand in a path."""
    if not isinstance(value, str) or not re.fullmatch(CODE, value):
        refuse_field(instance, attribute.name, value, "letters, digits and hyphens, such as RU")


def is_grade(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A validator: an Admiralty grade, or nothing."""
    if not isinstance(value, str) or not re.fullmatch("([A-F][1-6]?)?", value):
        expected = "an Admiralty grade: A to F, and perhaps 1 to 6, such as 'B2'"
        refuse_field(instance, attribute.name, value, expected)


def is_currency(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A validator: the code of a currency."""
    if not isinstance(value, str) or not re.fullmatch(CURRENCY, value):
        refuse_field(instance, attribute.name, value, "a code of ISO 4217, such as USD")


def are_texts(instance: object, attribute: attrs.Attribute[tuple[str, ...]], value: object) -> None:
    """A validator: a tuple of texts, none of them empty."""
    texts = value if isinstance(value, tuple) else (None,)
    for text in texts:
        if not (is_whole_text(text) and text):
            refuse_field(instance, attribute.name, value, "a sequence of texts")


def is_whole_number(value: object) -> bool:
    """Whether a value is an int of up to a hundred digits, as a number with bounds may have."""
    return type(value) is int and -_TOO_LONG < value < _TOO_LONG


_TOO_LONG = 10**100


def is_whole(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    """A validator: a whole number of up to a hundred digits, and no truth value."""
    if not is_whole_number(value):
        refuse_field(instance, attribute.name, value, "a whole number")


def is_truth(instance: object, attribute: attrs.Attribute[bool], value: bool) -> None:
    """A validator: True or False."""
    if type(value) is not bool:
        refuse_field(instance, attribute.name, value, "True or False")


def is_not_negative(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    """A validator: a whole number from 0."""
    is_whole(instance, attribute, value)
    if value < 0:
        refuse_field(instance, attribute.name, value, "0 or more")


def is_positive(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    """A validator: a whole number from 1."""
    is_whole(instance, attribute, value)
    if value < 1:
        refuse_field(instance, attribute.name, value, "1 or more: 0 is the event itself")


def one_of_these(found: object, words: Sequence[Any], written: Callable[[Any], str] = str) -> str:
    """What was expected in place of a word: those that are near it, then all others.

    >>> one_of_these("singed", ("initialled", "signed", "in-force"))
    'signed, or one of initialled, in-force'
    """
    alike = near(found, [w for w in words if isinstance(w, str)]) if isinstance(found, str) else []
    others = ", ".join(written(word) for word in words if word not in alike)
    first = " or ".join(map(written, alike))
    return ", or ".join(filter(None, (first, others and f"one of {others}")))


@attrs.frozen
class OneOf:
    """A validator: one of some words, which it can be asked for."""

    words: tuple[str, ...]

    def __call__(self, _: object, attribute: attrs.Attribute[str], value: object) -> None:
        """Refuse any other value."""
        if not isinstance(value, str) or value not in self.words:
            field, expected = attribute.name, one_of_these(value, tuple(filter(None, self.words)))
            raise RecordError(Problem(field, shown(value), expected, path=field))


def one_of(*words: str) -> Any:
    """An attrs validator: one of some words, or a clear refusal."""
    return OneOf(words)


@attrs.frozen
class NoneOf:
    """A validator: none of some words, which stand for something else in a path."""

    words: tuple[str, ...]

    def __call__(self, _: object, attribute: attrs.Attribute[str], value: object) -> None:
        """Refuse these."""
        if isinstance(value, str) and value in self.words:
            field, expected = attribute.name, f"another id than {', '.join(self.words)}"
            raise RecordError(Problem(field, shown(value), expected, path=field))


def none_of(*words: str) -> Any:
    """An attrs validator: none of some words."""
    return NoneOf(words)


def as_tuple(value: object) -> object:
    """A converter: a list becomes a tuple; anything else stays for the validator."""
    return tuple(value) if isinstance(value, list) else value
