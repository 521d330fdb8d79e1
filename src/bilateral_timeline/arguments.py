"""What callers give, turned into what the library works with, or refused in clear words."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from typing import Any, Literal

from pendulum import Date

from .dates.when import Day, Mode, to_day
from .errors import DateError, InputError, Problem, shown
from .projections.projection import Projection
from .records.values import is_several

KnownBy = Day | Literal["then"] | None
Period = Literal["day", "week", "month", "quarter", "year"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def known_day(known_by: KnownBy, day: Date | None) -> Date | None:
    """The knowledge day that is meant: None for everything in the log."""
    if known_by is None:
        return None
    if not isinstance(known_by, str) or known_by != "then":
        return to_day(known_by, "known_by")
    if day is None:
        raise DateError(Problem("known_by", "'then'", "a day, as no `until` is given"))
    return day


def mode_of(mode: Any) -> Mode:
    """A mode of counting."""
    if not isinstance(mode, str) or mode not in ("certain", "possible"):
        raise InputError(Problem("mode", shown(mode), "'certain' or 'possible'"))
    return "certain" if mode == "certain" else "possible"


def in_turn(after: Day, until: Day) -> tuple[Date, Date]:
    """The two ends of a slice (after, until]."""
    low, high = to_day(after, "after"), to_day(until, "until")
    if low > high:
        raise DateError(Problem("days", f"{low}, {high}", "the earlier day first", "swap the two"))
    return low, high


def require(
    is_right: bool,
    where: str,
    found: object,
    expected: str,
    advice: str = "",
    error: type[InputError] = InputError,
) -> None:
    """Refuse what is not right."""
    if not is_right:
        raise error(Problem(where, shown(found), expected, advice))


def require_text(where: str, found: object, expected: str) -> None:
    """Refuse what is no text."""
    require(isinstance(found, str), where, found, expected)


def require_projection(where: str, found: object) -> None:
    """Refuse what is no projection."""
    if not isinstance(found, Projection):
        require(False, where, found, "a projection, such as bt.Count()")


def texts_of(where: str, found: Any, expected: str) -> tuple[str, ...]:
    """Some texts, out of any iterable but a text."""
    if not is_several(found):
        raise InputError(Problem(where, shown(found), expected))
    held = tuple(found)
    for one in held:
        require_text(where, one, expected)
    return held


def period_ends(after: Date, until: Date, every: Any) -> Iterator[Date]:
    """The last days of the periods that end in (after, until]."""
    if not isinstance(every, str) or every not in ("day", "week", *_MONTHS):
        raise InputError(Problem("every", shown(every), "day, week, month, quarter or year"))
    if every in ("day", "week"):
        step = 1 if every == "day" else 7
        first = after.toordinal() + 1
        if every == "week":
            first += -first % 7  # ordinals divisible by seven are Sundays
        for ordinal in range(first, until.toordinal() + 1, step):
            yield Date.fromordinal(ordinal)
        return
    for year in range(after.year, until.year + 1):
        for month in range(_MONTHS[every], 13, _MONTHS[every]):
            day = Date(year, month, monthrange(year, month)[1])
            if after < day <= until:
                yield day
