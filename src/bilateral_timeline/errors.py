"""Errors: what went wrong, where, what was found, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import attrs


def shown(value: object, limit: int = 80) -> str:
    """A value as it is told in a message: its repr, cut in the middle if it is long.

    >>> shown("a" * 5000, limit=20)
    "'aaaaaaa...aaaaaaaa'"
    """
    if isinstance(value, str) and len(value) > 2 * limit:
        value = value[:limit] + value[-limit:]  # a long one is cut before it is copied
    try:
        text = repr(value)
    except Exception:  # a whole number of thousands of digits, or a class of somebody else
        text = f"<{type(value).__name__}>"
    if len(text) <= limit:
        return text
    kept = limit - 3
    return f"{text[: kept // 2]}...{text[kept // 2 - kept :]}"


@attrs.frozen
class Problem:
    """One thing that is wrong with the input, as data.

    >>> print(Problem("2024/visit.toml:3", "'2024-13'", "a month from 01 to 12"))
    2024/visit.toml:3: found '2024-13'; expected a month from 01 to 12
    """

    where: str
    found: str
    expected: str
    advice: str = ""
    path: str = ""
    """The field to blame, as keys joined by dots, where there is one."""

    def __str__(self) -> str:
        advice = f"; {self.advice}" if self.advice else ""
        return f"{self.where}: found {self.found}; expected {self.expected}{advice}"


class TimelineError(Exception):
    """The base of every error that this library raises on purpose."""


class InputError(TimelineError, ValueError):
    """Input was refused; `problems` lists everything that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class DateError(InputError):
    """A text is not a date of the supported EDTF subset, or a day is not a day."""


class RecordError(InputError):
    """An event, retraction, source, citation or quantity is not well formed."""


class ConflictError(RecordError):
    """The same id and revision came twice with different content."""


class ChronicleError(InputError):
    """A folder or file of records could not be read; every problem is listed."""


class PositionError(TimelineError):
    """The log has moved on since the position that the caller last saw."""


class MissingError(TimelineError, LookupError):
    """An event id, a path or a key that is not there; says what is near it."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name, names, n=3) or names[:5]
        listed = f"; near it: {', '.join(near)}" if near else "; there is none at all"
        super().__init__(f"no {kind} {name!r}{listed}")
