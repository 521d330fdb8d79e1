"""What registers share: days in parts, what is certain of two dates, codes for what is missing."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from pendulum import Date

from ...dates.when import When
from ..countries import codes_near, find_country, has_country
from ..rows import Row, iso_day

MISSING: Final = frozenset({"", "NA", "N/A", ".", "..", "-9", "-99", "NULL"})
"""What stands in a cell that says nothing."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STATA = re.compile(r"(\d\d?)[ -]?([a-z]{3})[ -]?(\d{4})")


def is_missing(row: Row, column: str) -> bool:
    """Whether a cell says nothing, or its column is not there.

    >>> row = Row("f.csv", 2, ("1947", "8", "-9"), {"year": 0, "month": 1, "day": 2})
    >>> is_missing(row, "day"), is_missing(row, "month"), is_missing(row, "hour")
    (True, False, True)
    """
    return row.get(column).removesuffix(".0").upper() in MISSING


def state_of(row: Row, column: str) -> str | None:
    """The party of a COW number in a cell; None for a state that nobody continues.

    >>> cells = Row("f.csv", 2, ("365", "300", "36"), {"a": 0, "b": 1, "c": 2})
    >>> state_of(cells, "a"), state_of(cells, "b")
    ('RU', None)
    >>> try:
    ...     state_of(cells, "c")
    ... except ValueError as error:
    ...     print(error.problems[0].expected)
    the number of a state in the system of COW
    """
    number = row.digits(column)
    if not has_country(number, "cow"):
        alike = ", ".join(codes_near(number, "cow"))
        advice = f"near it: {alike}" if alike else ""
        row.refuse(column, "the number of a state in the system of COW", advice)
    return find_country(number, "cow")


@lru_cache(maxsize=16384)
def day_of(text: str) -> Date | None:
    """The day of a text YYYY-MM-DD, or as Stata writes one; None for no day.

    >>> day_of("1947-08-15") == day_of("15aug1947")
    True
    """
    found = _STATA.fullmatch(text.casefold())
    if found is None or found[2] not in _MONTHS:
        return iso_day(text)
    return iso_day(f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}")


def year_of(row: Row, column: str) -> int:
    """The year in a cell.

    >>> row = Row("f.csv", 2, ("1947", "8", "-9"), {"year": 0, "month": 1, "day": 2})
    >>> year_of(row, "year")
    1947
    """
    year = row.whole(column, low=1)
    if year > 9999:
        row.refuse(column, "a year of four digits")
    return year


def of_parts(row: Row, year: str, month: str, day: str, none: tuple[str, ...] = ()) -> When:
    """The date in three cells, as precise as they say: a year, a month or a day.

    A month or a day is not told where its cell says nothing, or one of `none`.

    >>> row = Row("f.csv", 2, ("1947", "8", "-9"), {"year": 0, "month": 1, "day": 2})
    >>> print(of_parts(row, "year", "month", "day"))
    1947-08
    """
    text = f"{year_of(row, year):04}"
    for column, last in ((month, 12), (day, 31)):
        if is_missing(row, column) or row[column].removesuffix(".0") in none:
            break
        part = row.whole(column, low=1)
        if part > last:
            row.refuse(column, f"a number up to {last}")
        text += f"-{part:02}"
    if len(text) == 10:
        try:
            date.fromisoformat(text)
        except ValueError:
            row.refuse(day, f"a day of {text[:7]}")
    return When(text)


def later(one: When, other: When) -> When:
    """When both had come, as far as is certain.

    >>> str(later(When("1904-05"), When("1904-05-10")))
    '[1904-05-10..1904-05-31]'
    """
    low = max(one.start.earliest, other.start.earliest)  # type: ignore[type-var]
    high = max(one.start.latest, other.start.latest)  # type: ignore[type-var]
    return _bounded(low, high, one, other)


def earlier(one: When, other: When) -> When:
    """When the first of two had come, as far as is certain.

    >>> print(earlier(When("1904-05"), When("1904-05-10")))
    [1904-05-01..1904-05-10]
    """
    low = min(one.start.earliest, other.start.earliest)  # type: ignore[type-var]
    high = min(one.start.latest, other.start.latest)  # type: ignore[type-var]
    return _bounded(low, high, one, other)


def bounded(start: When, end: When) -> tuple[When, When] | None:
    """A start that is not after its end, and an end not before it; None where that cannot be.

    >>> [str(when) for when in bounded(When("1904-05"), When("1904-05-10")) or ()]
    ['[1904-05-01..1904-05-10]', '1904-05-10']
    """
    begun, over = earlier(start, end), later(start, end)
    if start.start.earliest > end.start.latest:  # type: ignore[operator]
        return None
    first = _bounded(start.start.earliest, begun.start.latest, start)
    return first, _bounded(over.start.earliest, end.start.latest, end)


def within(start: When, end: When) -> When:
    """One unknown day of a spell.

    >>> print(within(When("1904-05"), When("1904-06-10")))
    [1904-05-01..1904-06-10]
    """
    low, high = start.start.earliest, end.start.latest
    return When(f"{low}" if low == high else f"[{low}..{high}]")


def throughout(start: When, end: When) -> When:
    """The whole of a spell, for what is counted over it.

    >>> print(throughout(When("1904-05"), When("1904-06-10")))
    1904-05-01/1904-06-10
    """
    low, high = start.start.earliest, end.start.latest
    return When(f"{low}" if low == high else f"{low}/{high}")


def _bounded(low: Date | None, high: Date | None, *told: When) -> When:
    for when in told:
        if (when.start.earliest, when.start.latest) == (low, high):
            return when
    return When(f"[{low}..{high}]")
