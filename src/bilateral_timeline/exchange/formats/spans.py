"""Spans: a date as formats of years, months and days have it, and where it is drawn."""

from __future__ import annotations

from calendar import monthrange

import attrs
from pendulum import Date

from ...dates.when import When
from ...views import days


@attrs.frozen
class Partial:
    """A day, a month or a year: as much of a date as is told.

    >>> print(Partial(2022), Partial(2022, 7), Partial(2022, 7, 8))
    2022 2022-07 2022-07-08
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        month = "" if self.month is None else f"-{self.month:02}"
        return f"{self.year:04}{month}" + ("" if self.day is None else f"-{self.day:02}")


@attrs.frozen
class Span:
    """The start of a date and its end, if it has one, each as exactly as it can be told.

    It is `exact` if these say all that the date says.

    >>> print(Span(Partial(2022), Partial(2023)).end)
    2023
    """

    start: Partial
    end: Partial | None = None
    exact: bool = True
    by: bool = False
    """Whether the start is only the last that a day between two bounds may be."""


def drawn(when: When) -> Span | None:
    """Where a date is drawn: an interval from its start to its end, any other in one place.

    What happened on some day within bounds did not go on from the one to the other. It is drawn
    where it has happened for certain, as whatever counts what has happened does by default:
    at the last day, month or year that it may be. A day, a month or a year is itself.

    >>> for text in ("[2007-01-01..2015-04-12]", "2022-22", "2022-07", "2007/2015-04-12"):
    ...     span = drawn(When(text))
    ...     print(span.start, span.end, span.by)
    2015-04-12 None True
    2022-08 None True
    2022-07 None False
    2007 2015-04-12 False
    """
    span = span_of(when)
    if span is None or span.end is None or when.lasting:
        return span
    return Span(span.end, None, False, by=True)


def span_of(when: When) -> Span | None:
    """The span of a date; None of one that has no day at all.

    A day of which only bounds are told goes from the one to the other, though it did not last so
    long: `drawn` says where it stands.

    >>> span = span_of(When("2022-22"))
    >>> print(span.start, span.end, span.exact)
    2022-06 2022-08 False
    >>> span_of(When("2024-05"))
    Span(start=Partial(year=2024, month=5, day=None), end=None, exact=True, by=False)
    """
    plain = not (when.approximate or when.uncertain)
    if when.lasting:
        start, _, end = str(when).partition("/")
        return _interval(start, end, plain)
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return None if first is last else Span(_one_sided(first, last), None, False)
    if unit := _unit(first, last):
        return Span(unit, None, plain)
    if _is_year(first, last):
        return Span(Partial(first.year), Partial(last.year), False)
    if first.day == 1 and _ends_month(last):
        return Span(Partial(first.year, first.month), Partial(last.year, last.month), False)
    return Span(_day(first), _day(last), False)


def _interval(start: str, end: str, plain: bool) -> Span | None:
    one, first = _side(start, is_end=False)
    other, last = _side(end, is_end=True)
    if one is None or other is None:
        told = one or other
        return None if told is None else Span(told, None, False)
    return Span(one, None if one == other else other, plain and first and last)


def _side(text: str, *, is_end: bool) -> tuple[Partial | None, bool]:
    """The unit that holds a side of an interval, or its outer year; and whether it is that unit."""
    if text in ("", ".."):
        return None, True
    when = When(text)
    first, last = when.earliest, when.latest
    assert first is not None, "a side that is told has bounds"
    assert last is not None, "a side that is told has bounds"
    unit = _unit(first, last)
    return unit or Partial(last.year if is_end else first.year), unit is not None


def _one_sided(first: Date | None, last: Date | None) -> Partial:
    """The bound that is told, as a year or a month where it is the edge of one."""
    if first is not None:
        if (first.month, first.day) == (1, 1):
            return Partial(first.year)
        return Partial(first.year, first.month) if first.day == 1 else _day(first)
    assert last is not None, "one of the two is told"
    return _unit(Date(last.year, 1, 1), last) or _unit(last.replace(day=1), last) or _day(last)


def _day(day: Date) -> Partial:
    return Partial(day.year, day.month, day.day)


def _is_year(first: Date, last: Date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _unit(first: Date, last: Date) -> Partial | None:
    """The year, the month or the day that two days bound, if they do."""
    if first == last:
        return _day(first)
    if first.year == last.year and _is_year(first, last):
        return Partial(first.year)
    same = (first.year, first.month) == (last.year, last.month) and first.day == 1
    return Partial(first.year, first.month) if same and _ends_month(last) else None


def _ends_month(day: Date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def between_words(when: When) -> str:
    """The bounds of a date in words that say both exactly, as `spans_in` reads them.

    >>> between_words(When("[2007-01-01..2015-04-12]"))
    'between 1 January 2007 and 12 April 2015'
    """
    span = span_of(when)
    assert span is not None, "a date that is drawn has bounds"
    low, high = span.start, span.end or span.start
    return f"between {days.date(When(str(low)))} and {days.date(When(str(high)))}"
