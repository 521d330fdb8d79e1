"""What is said of a law that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from ..errors import shown
from ..projections.paths import differences
from .code import Arrivals, code
from .questions import Question

SHOWN = 20  # records of a history that are told
_ROWS = 12  # differing leaves that are told


class LawViolation(AssertionError):
    """A law that does not hold: its name, why it does not, and the history that shows it.

    >>> raise LawViolation("pure", "A step leaves the state alone.", "it became [1]")
    Traceback (most recent call last):
        ...
    bilateral_timeline.testing.violations.LawViolation: pure: A step leaves the state alone.
    it became [1]
    """

    def __init__(
        self,
        law: str,
        says: str,
        found: str,
        history: Arrivals | None = None,
        asked: Question | None = None,
    ) -> None:
        self.law, self.says, self.found = law, says, found
        self.history, self.asked = history, asked
        super().__init__(law, says, found, history, asked)

    def __str__(self) -> str:
        told = [f"{self.law}: {self.says}", self.found]
        if self.asked is not None:
            told += ["", f"asked: {self.asked}"]
        if self.history is not None and len(self.history) <= SHOWN:
            told += ["", "the smallest history found, as it arrived:", code(tuple(self.history))]
        return "\n".join(told)


def unlike(before: Any, after: Any, one: str, other: str) -> str:
    """How two states differ, leaf by leaf, each called by its name; nothing if they do not.

    >>> print(unlike({"north": 1}, {"north": 2}, "here", "there"))
      north: 1 here, 2 there
    """
    differing = (row for row in differences(before, after) if not _are_no_numbers(*row[1:]))
    found = [*islice(differing, _ROWS + 1)]
    rows = [f"  {path or 'the state'}: {a} {one}, {b} {other}" for path, a, b in _shown(found)]
    if len(found) > _ROWS:
        rows[-1] = "  and more"
    return "\n".join(rows)


def _are_no_numbers(one: Any, other: Any) -> bool:
    """Whether two values are NaN, which is not equal to itself."""
    return type(one) is type(other) and isinstance(one, float | Decimal) and one != one != other


def _shown(found: list[tuple[str, Any, Any]]) -> Iterator[tuple[str, str, str]]:
    for path, before, after in found:
        a, b = shown(before, 200), shown(after, 200)
        if a == b and type(before) is not type(after):
            a, b = f"{a} ({type(before).__name__})", f"{b} ({type(after).__name__})"
        yield path, a, b


def reason(error: BaseException) -> str:
    """An error that a user's own code raised, on a line."""
    told = f"{type(error).__name__}: {error}".strip().rstrip(":")
    return shown(told, 300)[1:-1] if "\n" in told else told


def raised(action: Callable[[], Any]) -> str:
    """What an action raises, in words; nothing if it ends well."""
    try:
        action()
    except Exception as error:
        return reason(error)
    return ""
