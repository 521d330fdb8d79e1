"""Days: a date as people say it, without a code: summer 2025, 7 or 8 July 2022, by 2025."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from pendulum import Date

from ..dates.when import When

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_PARTS = {
    **dict(enumerate(("spring", "summer", "autumn", "winter"), 21)),
    **dict(enumerate(("the first quarter of", "the second quarter of"), 33)),
    **dict(enumerate(("the third quarter of", "the fourth quarter of"), 35)),
    **dict(enumerate(("the first third of", "the second third of", "the last third of"), 37)),
    **dict(enumerate(("the first half of", "the second half of"), 40)),
}
"""The parts of a year, by the number that EDTF has for them in place of a month."""
_WEEKS, _MANY_YEARS = 62, 5 * 366
"""Bounds further apart than so many days are said by months alone, or by years."""


def day(told: Date) -> str:
    """A day, such as 19 May 2024."""
    return f"{told.day} {_MONTHS[told.month - 1]} {told.year}"


@lru_cache(maxsize=1 << 12)
def date(when: When) -> str:
    """A date in words, to stand where a name stands: "summer 2025", "7 or 8 July 2022".

    >>> date(When("2022-22"))
    'summer 2022'
    >>> date(When("[2022-02-24..2024-05-19]"))
    'between February 2022 and May 2024'
    >>> date(When("[2024-04-21..2024-04-30]"))
    'late April 2024'
    >>> date(When("2015/.."))
    'since 2015'
    """
    text = str(when)
    if when.lasting:
        return _lasting(text)
    if text.startswith("["):
        return _one_of(text.strip("[]"), when)
    return _plain(text, when)


def on(when: When) -> str:
    """A date in words, to follow a verb: "on 19 May 2024", "in summer 2025".

    >>> on(When("2024-05-19")), on(When("2024-05")), on(When("[2024-12-31..2025-12-31]"))
    ('on 19 May 2024', 'in May 2024', 'by 2025')
    """
    said = date(when)
    perhaps = "perhaps " if said.startswith("perhaps ") else ""
    said = said.removeprefix(perhaps)
    if re.match(r"(between|since|until|from|by|about) ", said):
        return f"{perhaps}{said}"
    is_day = said[0].isdigit() and not _is_year(said)
    return f"{perhaps}{'on' if is_day else 'in'} {said}"


def done(when: When) -> str:
    """When something was done, to follow a verb; of bounds many years apart, only by when.

    >>> done(When("2024-05-19")), done(When("[1991-12-26..2019-05-31]"))
    ('on 19 May 2024', 'by May 2019')
    """
    first, last = when.start.earliest, when.start.latest
    if not when.lasting and first and last and last.toordinal() - first.toordinal() > _MANY_YEARS:
        return f"by {_month(last.year, last.month)}"
    return on(when)


def since(when: When, *, observed: bool = False) -> str:
    """A beginning in words: "since 19 May 2024"; of what was only seen, "seen in 2022".

    >>> since(When("2024-05-19")), since(When("[2022-02-24..2024-06-03]"))
    ('since 19 May 2024', 'since some day between February 2022 and June 2024')
    """
    if observed:
        return f"seen {on(when)}"
    said, first, last = date(when), when.start.earliest, when.start.latest
    if first and last and last.toordinal() - first.toordinal() > _MANY_YEARS:
        return f"since {_month(last.year, last.month)} or earlier"
    if when.lasting:
        return said
    if said.startswith("by "):
        return f"since {said.removeprefix('by ')} or earlier"
    return f"since {_some_day(said)}"


def until(when: When) -> str:
    """An end in words: "until 19 May 2024"; of an open one, "until some day between ..."."""
    said = date(when)
    if when.lasting:
        return said if said.startswith("until ") else f"until some day {said}"
    if said.startswith("by "):
        return f"until {said.removeprefix('by ')} at the latest"
    return f"until {_some_day(said)}"


def due(when: When) -> str:
    """A due date in words: "due by 2025", "due in summer 2025"; of a few weeks, by their end.

    >>> due(When("[2024-05-21..2024-07-09]"))
    'due by 9 July 2024'
    """
    said, last = on(when), when.latest
    if last is not None and re.match(r"(between|on) \d\d? ", said):
        said = f"by {day(last)}"
    return f"due {said}"


def _is_year(said: str) -> bool:
    return re.fullmatch(r"\d{1,4}(, \d{1,4})*( or (\d{1,4}|later))?", said) is not None


def _some_day(said: str) -> str:
    return f"some day {said}" if said.startswith("between ") else said


def _plain(text: str, when: When) -> str:
    """A day, a month, a season, a year, with what marks it as doubtful."""
    mark = "about " if when.approximate else ""
    mark = f"perhaps {mark}" if when.uncertain else mark
    bare = re.sub(r"[?~%]", "", text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", bare):
        return f"{mark}{day(Date.fromisoformat(bare))}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)", bare):
        return f"{mark}{_month(int(match[1]), int(match[2]))}"
    if re.fullmatch(r"\d{4}", bare):
        return f"{mark}{int(bare)}"
    if match := re.fullmatch(r"(\d{3})X", bare):
        return f"{mark}the {int(match[1])}0s"
    if match := re.fullmatch(r"(\d{4})-XX(-XX)?", bare):
        return f"{mark}{int(match[1])}"
    return mark + _bounds(when.earliest, when.latest)


def _month(year: int, number: int) -> str:
    return f"{_PARTS[number] if number > 12 else _MONTHS[number - 1]} {year}"


def _one_of(text: str, when: When) -> str:
    """One unknown day of a range, or one of several dates."""
    if "," in text:
        *first, last = (date(When(part)) for part in text.split(","))
        return _shared([*first, last])
    if text.startswith(".."):
        return f"by {_bound(When(text[2:]).latest, date(When(text[2:])))}"
    if text.endswith(".."):
        return f"{_bound(When(text[:-2]).earliest, date(When(text[:-2])))} or later"
    return _bounds(when.earliest, when.latest)


def _bound(outer: Date | None, said: str) -> str:
    """A bound in words; of one that lies between two months itself, the outer month."""
    between = said.startswith("between ") and outer is not None
    return _month(outer.year, outer.month) if between and outer else said


def _shared(dates: list[str]) -> str:
    """Dates with an "or" between them; the month and the year once if they share them."""
    months = {told.partition(" ")[2] for told in dates}
    if len(months) == 1 and months != {""}:
        dates = [*(told.partition(" ")[0] for told in dates[:-1]), dates[-1]]
    return f"{', '.join(dates[:-1])} or {dates[-1]}"


def _bounds(first: Date | None, last: Date | None) -> str:
    """An unknown day between two, as precisely as it matters."""
    if first is None or last is None:
        return f"by {day(last)}" if last else f"{day(first)} or later" if first else "some day"
    if first == last:
        return day(first)
    apart = last.toordinal() - first.toordinal()
    if apart == 1:
        return _neighbours(first, last)
    if whole := _whole(first, last):
        return whole
    if _is_eve(first, last):
        return f"by {_whole(first.add(days=1), last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"between {first.day} and {day(last)}"
    if apart > _MANY_YEARS or (first.day_of_year == 1 and (last.month, last.day) == (12, 31)):
        return f"between {first.year} and {last.year}"
    if apart > _WEEKS:
        year = "" if first.year == last.year else f" {first.year}"
        return f"between {_MONTHS[first.month - 1]}{year} and {_month(last.year, last.month)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"between {first.day} {_MONTHS[first.month - 1]}{year} and {day(last)}"


def _neighbours(first: Date, last: Date) -> str:
    """A day or the next, with the year once if they share it."""
    if first.year == last.year and first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} or {day(last)}"
    return _shared([day(first), day(last)])


def _whole(first: Date, last: Date) -> str:
    """The name of the days from one to another, if they have one: a year, a month, late April."""
    ends = last.day == monthrange(last.year, last.month)[1]
    if first.year != last.year:
        years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        return f"{first.year} or {last.year}" if years and last.year == first.year + 1 else ""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}"
    if first.month != last.month:
        return ""
    thirds = {(1, 10): "early ", (11, 20): "mid-", (1, 0): ""}
    if ends:
        part = {1: "", 21: "late ", 20: "late "}.get(first.day)
    else:
        part = thirds.get((first.day, last.day))
    return "" if part is None else f"{part}{_month(last.year, last.month)}"


def _is_eve(first: Date, last: Date) -> bool:
    """Whether the days are those by which something is to be: the eve of a period, and it."""
    return first != last and bool(_whole(first.add(days=1), last))


def _lasting(text: str) -> str:
    """What goes on: from its start, to its end."""
    first, last = text.split("/")
    if last == "..":
        return f"since {_end(first)}"
    if first == "..":
        return f"until {_end(last)}"
    if first == last:
        return date(When(first))
    one, other = _end(first), _end(last)
    if one.partition(" ")[2] == other.partition(" ")[2] and " " in one:
        one = one.partition(" ")[0]  # of one month, or of one year
    return f"from {one} to {other}"


def _end(text: str) -> str:
    return _some_day(date(When(text))) if text else "a day not known"
