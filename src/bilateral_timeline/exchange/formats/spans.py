"""Spans: a date as formats of years, months and days have it, and back to the date it says."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

import attrs
from pendulum import Date

from ...dates.when import When
from ...errors import DateError
from ...views import days


@attrs.frozen
class Partial:
    """A day, a month or a year: as much of a date as is told."""

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
    """

    start: Partial
    end: Partial | None = None
    exact: bool = True


def span_of(when: When) -> Span | None:
    """The span of a date; None of one that has no day at all.

    A day of which only bounds are told goes from the one to the other: the format has to say in
    words that it is one day between them.

    >>> span = span_of(When("2022-22"))
    >>> print(span.start, span.end, span.exact)
    2022-06 2022-08 False
    >>> span_of(When("2024-05"))
    Span(start=Partial(year=2024, month=5, day=None), end=None, exact=True)
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


# -- back ------------------------------------------------------------------------------------


def date_of(start: Partial, end: Partial | None = None, said: str = "") -> When:
    """The date that a start, an end and the words beside them say.

    The words count only where they are clearly those of a date between these two: `c. 1979`,
    `summer 2022`, `between May 2019 and March 2022`, `since 2015`. An end before the start is a
    `DateError`.

    >>> print(date_of(Partial(1979), None, "c. 1979"))
    1979~
    >>> print(date_of(Partial(2022, 6), Partial(2022, 8), "Summer 2022"))
    2022-22
    >>> print(date_of(Partial(1979), None, "the year of the revolution"))
    1979
    """
    plain = When(f"{start}" if end is None else f"{start}/{end}")
    words = _folded(said)
    if not words or words == _folded(days.date(plain)):
        return plain
    for text in _alone(start, words) if end is None else _of_two(start, end, words):
        when = _when(text)
        if when is not None and _folded(days.date(when)) == words:
            return when
    if end is not None:
        return _in_doubt(start, end, words) or plain
    for told, before, after in _SIDES:
        if re.search(told, words):
            return When(f"{before}{start}{after}")
    return When(f"{start}/{start}") if words.startswith("from ") else plain


def _in_doubt(start: Partial, end: Partial, words: str) -> When | None:
    """One day between two dates, perhaps or about, if that is what the words say."""
    bare = words.removeprefix("perhaps ").removeprefix("about ")
    mark = {(True, True): "%", (True, False): "?", (False, True): "~"}.get(
        (words.startswith("perhaps "), "about " in words[: len(words) - len(bare)]), ""
    )
    between = When(_between(start, end, mark))
    is_one_of = _ONE_OF.search(words) and not words.startswith("from ")
    return between if is_one_of or bare == _folded(days.date(between)) else None


_ABOUT = re.compile(r"\b(c|ca|circa|around|approx|approximately|about)\b\.?\s*")
_ONE_OF = re.compile(r"\b(between|by|or)\b")
_SIDES = (
    ("^since ", "", "/.."),
    ("^until ", "../", ""),
    ("^from a day not known", "/", ""),
    ("^from .* to a day not known$", "", "/"),
    ("^by ", "[..", "]"),
    (" or later$", "[", "..]"),
)
"""What words say of one end alone, and how EDTF writes it."""
_MARKS = ("", "~", "?", "%")
_PARTS = (*range(21, 25), *range(33, 42))
"""The seasons, quarters, thirds and halves of a year, as EDTF numbers them."""


def _folded(said: str) -> str:
    return _ABOUT.sub("about ", " ".join(said.casefold().split()))


def _when(text: str) -> When | None:
    try:
        return When(text)
    except DateError:
        return None


def _alone(start: Partial, words: str) -> Iterator[str]:
    """The texts of the dates that one cell may stand for, the plainest first."""
    units = [*_like(start)]
    yield from units
    for told, before, after in _SIDES:
        if re.search(told, words):
            yield from (f"{before}{unit}{after}" for unit in units)
    yield from _from_to(start, start, words)


def _of_two(start: Partial, end: Partial, words: str) -> Iterator[str]:
    """The texts of the dates that two cells may stand for."""
    low, high = When(str(start)).earliest, When(str(end)).latest
    for unit in _like(start):
        when = _when(unit)
        if when is not None and (when.earliest, when.latest) == (low, high):
            yield unit
    yield from (_between(start, end), f"[{start},{end}]")
    yield from _from_to(start, end, words)


def _from_to(start: Partial, end: Partial, words: str) -> Iterator[str]:
    """The texts of the intervals whose ends lie in two cells, if the words are of one."""
    if words.startswith("from "):
        for other in _like(end):
            when = _when(other)
            if when is not None and words.endswith(_folded(days.date(when))):
                yield from (f"{one}/{other}" for one in _like(start))


def _between(start: Partial, end: Partial, mark: str = "") -> str:
    """The text of one day between two dates, which EDTF wants to be equally exact."""
    if (start.month is None, start.day is None) == (end.month is None, end.day is None):
        return f"[{start}{mark}..{end}{mark}]"
    return f"[{When(str(start)).earliest}{mark}..{When(str(end)).latest}{mark}]"


def _like(unit: Partial) -> Iterator[str]:
    """A unit, one in doubt, and the parts of its year, its decade and its century."""
    year = f"{unit.year:04}"
    yield from (f"{unit}{mark}" for mark in _MARKS)
    for larger in (*(f"{year}-{code}" for code in _PARTS), f"{year[:3]}X", f"{year[:2]}XX"):
        yield from (f"{larger}{mark}" for mark in _MARKS)
