"""EDTF, the text of a date: one unit, an interval of two sides, or a choice of several units.

The subset is level 0 of the Library of Congress text without times of day, and of levels 1
and 2: `?` `~` `%`, unspecified digits from the right, seasons, quarters, quadrimesters and
halves, open and unknown ends of an interval, and one-of-a-set in square brackets.
Seasons are meteorological; winter runs from December of the named year to February.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NoReturn

import attrs

from ..errors import DateError, Problem, shown

# Days are ordinals; these two stand for "no bound" on either side.
PAST, FUTURE = 0, date.max.toordinal() + 1

Bounded = tuple[str, int, int, int, int, bool, bool, bool]
"""Canonical text, first and last day of the start, of the end, approximate, uncertain, lasting."""

_UNIT = re.compile(
    r"([?~%])?(\d{4}|\d{3}X|\d\dXX)([?~%])?"
    r"(?:-([?~%])?(\d\d|XX|[01]X)([?~%])?"
    r"(?:-([?~%])?(\d\d|XX|[0-3]X)([?~%])?)?)?",
    re.ASCII,
)
_LONGEST = 20  # characters of a unit: ten, and a sign on either side of each part
_UNCERTAIN, _APPROXIMATE = 1, 2
_FLAGS = {None: 0, "?": _UNCERTAIN, "~": _APPROXIMATE, "%": _UNCERTAIN | _APPROXIMATE}
_SIGNS = ("", "?", "~", "%")

# Codes above 12: first month, number of months. 25 to 28 are the northern seasons again.
_DIVISIONS = (
    {code: (3 * (code - 20), 3) for code in range(21, 25)}
    | {code: (3 * (code - 33) + 1, 3) for code in range(33, 37)}
    | {code: (4 * (code - 37) + 1, 4) for code in range(37, 40)}
    | {code: (6 * (code - 40) + 1, 6) for code in range(40, 42)}
)
_SYNONYMS = {"25": "21", "26": "22", "27": "23", "28": "24"}


@attrs.frozen
class _Unit:
    low: int
    high: int
    text: str
    flags: int
    precision: str


class _Refused(Exception):
    """Why a text is refused, and at which character."""

    def __init__(self, position: int, reason: str) -> None:
        self.position, self.reason = position, reason


def parse(text: str) -> Bounded:
    """The bounds of one EDTF text of the subset, or a `DateError` with position and reason."""
    try:
        if "/" in text:
            return _interval(text)
        if text[:1] == "[":
            return _choice(text)
        unit = _unit(text, 0)
        return _point(unit.text, unit.low, unit.high, unit.flags)
    except _Refused as refused:
        where = f"date {shown(text)}, character {refused.position + 1}"
        found = shown(text[refused.position :], 40) if text[refused.position :] else "the end"
        advice = "the supported dates are listed in docs/reference/dates.md"
        raise DateError(Problem(where, found, refused.reason, advice, within=where)) from None


def _point(text: str, low: int, high: int, flags: int) -> Bounded:
    approximate, uncertain = bool(flags & _APPROXIMATE), bool(flags & _UNCERTAIN)
    return text, low, high, low, high, approximate, uncertain, False


def _interval(text: str) -> Bounded:
    left, _, right = text.partition("/")
    offset = len(left) + 1
    if "/" in right:
        raise _Refused(offset + right.index("/"), "one '/' only")
    start = None if left in ("", "..") else _unit(left, 0)
    end = None if right in ("", "..") else _unit(right, offset)
    if start is None and end is None:
        raise _Refused(0, "a date on at least one side of '/'")
    if start and end and start.low > end.high:
        raise _Refused(offset, f"an end that is not before the start {shown(left, 40)}")
    # Each side bounds the other: the start is not after the end, be it open or unknown.
    start_low, start_high = (start.low, start.high) if start else (PAST, FUTURE)
    end_low, end_high = (end.low, end.high) if end else (PAST, FUTURE)
    start_high, end_low = min(start_high, end_high), max(end_low, start_low)
    flags = (start.flags if start else 0) | (end.flags if end else 0)
    canonical = f"{start.text if start else left}/{end.text if end else right}"
    approximate, uncertain = bool(flags & _APPROXIMATE), bool(flags & _UNCERTAIN)
    return canonical, start_low, start_high, end_low, end_high, approximate, uncertain, True


def _choice(text: str) -> Bounded:
    if not text.endswith("]"):
        raise _Refused(text.find("]") + 1 or len(text), "a closing ']' at the end")
    inner = text[1:-1]
    left, dots, right = inner.partition("..")
    if not dots:
        members, offset = [], 1
        for part in inner.split(","):
            members.append(_unit(part, offset))
            offset += len(part) + 1
        low, high = min(m.low for m in members), max(m.high for m in members)
        canonical = ",".join(m.text for m in members)
    else:
        if not left and not right:
            raise _Refused(1, "a date beside '..'")
        first = _unit(left, 1) if left else None
        last = _unit(right, len(left) + 3) if right else None
        if first and last and first.precision != last.precision:
            raise _Refused(len(left) + 3, f"a {first.precision}, as precise as the start")
        if first and last and first.low > last.high:
            raise _Refused(len(left) + 3, f"a date that is not before {shown(left, 40)}")
        members = [m for m in (first, last) if m]
        low, high = first.low if first else PAST, last.high if last else FUTURE
        canonical = f"{first.text if first else ''}..{last.text if last else ''}"
    flags = 0
    for member in members:
        flags |= member.flags
    return _point(f"[{canonical}]", low, high, flags)


def _unit(text: str, offset: int) -> _Unit:
    match = _UNIT.fullmatch(text)
    if match is None:
        _diagnose(text, offset)
    left_y, year, right_y, left_m, month, right_m, left_d, day, right_d = match.groups()
    if month is None:
        parts, (low, high, precision) = [year], _year(year, offset)
        flags = [_FLAGS[left_y] | _FLAGS[right_y]]
    else:
        # A sign on the right holds for its component and all to the left of it.
        month_at, day_at = offset + match.start(5), offset + match.start(8)
        if "X" in year:
            raise _Refused(month_at, f"nothing more after the unspecified year {year!r}")
        low, high, precision = _in_year(int(year), month, day, month_at, day_at, offset)
        month = _SYNONYMS.get(month, month)
        parts = [year, month] if day is None else [year, month, day]
        to_left = _FLAGS[right_m] | _FLAGS[right_d]
        flags = [_FLAGS[left_y] | _FLAGS[right_y] | to_left, _FLAGS[left_m] | to_left]
        if day is not None:
            flags.append(_FLAGS[left_d] | _FLAGS[right_d])
    if all(flag == flags[0] for flag in flags):
        canonical = "-".join(parts) + _SIGNS[flags[0]]
    else:
        canonical = "-".join(_SIGNS[f] + part for f, part in zip(flags, parts, strict=True))
    any_flag = 0
    for flag in flags:
        any_flag |= flag
    return _Unit(low, high, canonical, any_flag, precision)


def _year(year: str, offset: int) -> tuple[int, int, str]:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first == 0:
        raise _Refused(offset, "a year from 0001 to 9999 (a calendar has no year 0000)")
    precision = ("year", "decade", "century")[year.count("X")]
    return date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal(), precision


def _in_year(
    year: int, month: str, day: str | None, month_at: int, day_at: int, offset: int
) -> tuple[int, int, str]:
    """The first and last day, and the precision, of a month, a division or days in one."""
    if year == 0:
        raise _Refused(offset, "a year from 0001 to 9999 (a calendar has no year 0000)")
    if "X" in month:
        if day is not None and (month, day) != ("XX", "XX"):
            raise _Refused(day_at, f"no day after the unspecified month {month!r}")
        first, last = {"0": (1, 9), "1": (10, 12), "X": (1, 12)}[month[0]]
        low, high = _months(year, first, last, month_at)
        return low, high, "month" if day is None else "day"
    number = int(_SYNONYMS.get(month, month))
    if number > 12:
        if number not in _DIVISIONS:
            raise _Refused(
                month_at,
                "a month 01 to 12, a season 21 to 24, a quarter 33 to 36, "
                "a third 37 to 39 or a half 40 to 41",
            )
        if day is not None:
            raise _Refused(day_at, f"no day after the division {month!r}")
        first, count = _DIVISIONS[number]
        low, high = _months(year, first, first + count - 1, month_at)
        return low, high, "division"
    if number == 0:
        raise _Refused(month_at, "a month from 01 to 12")
    if day is None:
        low, high = _months(year, number, number, month_at)
        return low, high, "month"
    length = monthrange(year, number)[1]
    if "X" not in day:
        if not 1 <= int(day) <= length:
            raise _Refused(day_at, f"a day of {year:04}-{month}, which has {length}")
        low = date(year, number, int(day)).toordinal()
        return low, low, "day"
    tens = day[0]
    first = 1 if tens in "0X" else int(tens) * 10
    last = length if tens == "X" else min(int(tens) * 10 + 9, length)
    if first > last:
        raise _Refused(day_at, f"a day of {year:04}-{month}, which has {length}")
    return (
        date(year, number, first).toordinal(),
        date(year, number, last).toordinal(),
        "day",
    )


def _months(year: int, first: int, last: int, month_at: int) -> tuple[int, int]:
    """From the first day of one month to the last of another, maybe in the next year."""
    low = date(year, first, 1).toordinal()
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    if end_year > 9999:
        raise _Refused(month_at, "a season that ends by the year 9999")
    return low, date(end_year, end_month, monthrange(end_year, end_month)[1]).toordinal()


_REASONS = (
    (r"(?i)[a-wyz]{3,}", "digits, as in '2022-22' (summer 2022) or '1979~' (about 1979)"),
    (r"\s", "no white space"),
    (r"T\d", "a day, with no time of day"),
    (r"[{}]", "'[one, of, these]': a list of several dates is several events"),
    (r"x", "'X', a capital, for an unspecified digit"),
    (r"[YES^]", "a year from 0001 to 9999 in four digits"),
    (r"^-", "a year from 0001 to 9999 (years before it are not supported)"),
    (r"\d{5,}", "four digits for a year, two for a month or a day"),
    (r"X+\d", "unspecified digits at the right end only"),
)


def _diagnose(text: str, offset: int) -> NoReturn:
    """Say why a unit does not match, at the first character that is to blame."""
    if not text:
        raise _Refused(offset, "a date")
    text = text[: 10 * _LONGEST]  # what is to blame stands near the start of a long text
    for pattern, reason in _REASONS:
        if found := re.search(pattern, text):
            raise _Refused(offset + found.start(), reason)
    end = min(len(text), _LONGEST)
    while end and not _UNIT.fullmatch(text[:end]):
        end -= 1
    raise _Refused(offset + end, "YYYY, YYYY-MM or YYYY-MM-DD, with ?, ~ or % if in doubt")
