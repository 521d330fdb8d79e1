"""The date that a span and the words beside it say."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from ...dates.when import Certainty, When
from ...errors import DateError
from ...views import days
from .spans import Partial, Span, between_words


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
    worded = _worded(words)
    if worded is not None and plain.within(worded) is not Certainty.NO:
        return worded
    for told, before, after in _SIDES:
        if re.search(told, words):
            return When(f"{before}{start}{after}")
    return When(f"{start}/{start}") if words.startswith("from ") else plain


def _worded(words: str) -> When | None:
    """The date of words that name both bounds themselves: between one and the other, or either."""
    bare, mark = _unmarked(words)
    if match := _THIRD.fullmatch(bare):
        low, high = _THIRDS[match[1]]
        if (unit := _side_of(match[2], None)) and unit.month and unit.day is None:
            last = min(high, monthrange(unit.year, unit.month)[1])
            return _when(f"[{unit}-{low:02}{mark}..{unit}-{last:02}{mark}]")
        return None
    match = _BETWEEN.fullmatch(bare) or _EITHER.fullmatch(bare)
    if match is None or (other := _side_of(match[2], None)) is None:
        return None
    if (one := _side_of(match[1], other)) is None:
        return None
    if match.re is _BETWEEN:
        return _when(_between(one, other, mark))
    texts = (_between(one, other, mark), f"[{one}{mark},{other}{mark}]")
    found = (_when(text) for text in texts)
    return next((when for when in found if when and _folded(days.date(when)) == bare), None)


def _side_of(said: str, other: Partial | None) -> Partial | None:
    """The day, month or year that words say; what they leave out is as on the other side."""
    match = _UNIT.fullmatch(said)
    if match is None:
        return None
    number, month, year = match[1], match[2], match[3]
    if not month and not number and other is not None and other.day is not None:
        number, year = (year, None) if year and len(year) < 3 else (None, year)
    told = {
        "day": int(number) if number else None,
        "month": _NUMBERS[month] if month else None,
        "year": int(year) if year else None,
    }
    if other is not None:
        told["year"] = told["year"] or other.year
        if told["day"] and not told["month"]:
            told["month"] = other.month
    if not told["year"] or (told["day"] and not told["month"]):
        return None
    unit = Partial(told["year"], told["month"], told["day"])
    return None if _when(str(unit)) is None else unit


def _unmarked(words: str) -> tuple[str, str]:
    """Words without what marks them as doubtful, and the mark of EDTF for that."""
    bare = words.removeprefix("perhaps ").removeprefix("about ")
    is_about = "about " in words[: len(words) - len(bare)]
    marks = {(True, True): "%", (True, False): "?", (False, True): "~"}
    return bare, marks.get((words.startswith("perhaps "), is_about), "")


def _in_doubt(start: Partial, end: Partial, words: str) -> When | None:
    """One day between two dates, perhaps or about, if that is what the words say."""
    bare, mark = _unmarked(words)
    between = When(_between(start, end, mark))
    is_one_of = _ONE_OF.search(words) and not words.startswith("from ")
    return between if is_one_of or bare == _folded(days.date(between)) else None


_ABOUT = re.compile(r"\b(c|ca|circa|around|approx|approximately|about)\b\.?\s*")
_NUMBERS = {
    name: number
    for number, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june", "july", "august"),
            *("september", "october", "november", "december"),
        ),
        1,
    )
}
_UNIT = re.compile(rf"(?:(\d\d?) )?(?:({'|'.join(_NUMBERS)}))? ?(\d{{1,4}})?")
_BETWEEN = re.compile("(?:since a day )?between (.+?) and (.+)")
_EITHER = re.compile("(.+?) or (.+)")
_THIRD = re.compile("(early |mid-|late )(.+)")
_THIRDS = {"early ": (1, 10), "mid-": (11, 20), "late ": (21, 31)}
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


def bounds_in_words(when: When, span: Span, *, goes_on: bool) -> str:
    """A day within bounds in words such that both are told.

    >>> from .spans import drawn
    >>> when = When("[1991-12-26..2019-05-31]")
    >>> bounds_in_words(when, drawn(when), goes_on=False)
    'between 26 December 1991 and 31 May 2019'
    """
    words = days.since(when) if goes_on else days.date(when)
    told = date_of(span.start, None, words)
    if (told.start.earliest, told.start.latest) == (when.start.earliest, when.start.latest):
        return words
    return f"since a day {between_words(when)}" if goes_on else between_words(when)
