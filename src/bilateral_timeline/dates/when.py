"""When: an honest date, in a subset of EDTF (ISO 8601-2), and three-valued comparison."""

from __future__ import annotations

import enum
import re
from calendar import monthrange
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NoReturn

import attrs
from pendulum import Date

from ..errors import DateError, Problem, shown
from .edtf import FUTURE, PAST, parse

if TYPE_CHECKING:
    Mode = Literal["certain", "possible"]
else:  # completion at a prompt reads annotations, and stumbles over Literal
    Mode = str
Day = str | date
"""What is accepted as a day: ISO text, `datetime.date` or `pendulum.Date`."""

LAST_DAY = Date.fromordinal(date.max.toordinal())


class Certainty(enum.Enum):
    """YES, NO or UNKNOWN: the answer of a comparison that a date may leave open.

    Its truth value raises: an unknown must not slip into an `if` as a no.

    >>> When("2022-22").before("2022-07-10")
    <Certainty.UNKNOWN: 'unknown'>
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a Certainty is not a bool: ask `answer is Certainty.YES` (certainly) "
            "or `answer is not Certainty.NO` (possibly)"
        )

    def __invert__(self) -> Certainty:
        return _NOT[self]


_NOT = {
    Certainty.YES: Certainty.NO,
    Certainty.NO: Certainty.YES,
    Certainty.UNKNOWN: Certainty.UNKNOWN,
}


@attrs.frozen
class Bounds:
    """The first and the last day on which one side of a `When` may lie.

    A bound is None where there is none. `open` tells `..` (the side is open: it has not ended
    as far as one knows) from an empty side (it has a day, and nobody knows which).
    """

    earliest: Date | None
    latest: Date | None
    open: bool = False


@attrs.frozen(init=False, repr=False, order=False)
class When:
    """A date as precise as its source allows: a day, a month, a season, an interval, a choice.

    Made of one EDTF text of the subset; any other is a `DateError` with position and reason.
    Two are equal if their canonical texts are. Tens of thousands of distinct texts are read a
    second; a text seen before costs a look-up. What it reads::

        1979, 197X, 19XX                          a year, decade, century
        1979-02, 1979-1X, 1979-XX                 a month
        1979-02-11, 1979-02-1X, 1979-XX-XX        a day
        1979-21 to 24 (25 to 28)                  spring to winter
        1979-33 to 36, 37 to 39, 40 and 41        quarters, thirds, halves
        1979?, 1979~, 1979-~02-11                 in doubt, about, both (%); of all or a part
        1979/1981, 1979/.., ../1979, 1979/        lasting; an open or an unknown end
        [1979..1981], [1979..], [..1979]          one unknown day of a range
        [1979-02,1979-04]                         one of several

    >>> summer = When("2022-22")
    >>> print(summer.earliest, summer.latest, summer.is_exact)
    2022-06-01 2022-08-31 False
    >>> str(When("2001-25"))
    '2001-21'
    """

    _text: str
    _start_low: int = attrs.field(eq=False)
    _start_high: int = attrs.field(eq=False)
    _end_low: int = attrs.field(eq=False)
    _end_high: int = attrs.field(eq=False)
    approximate: bool = attrs.field(eq=False)
    """Marked `~` or `%` anywhere: the source says "about". Moves no bound."""
    uncertain: bool = attrs.field(eq=False)
    """Marked `?` or `%` anywhere: the source is in doubt. Moves no bound."""
    lasting: bool = attrs.field(eq=False)
    """An interval (`/`): it happens at its start and goes on to its end."""

    written: str = attrs.field(eq=False)
    """The text as it was written, which the stored form keeps."""

    def __new__(cls, text: str) -> When:
        """Read a text, or find what it was read as before."""
        if type(text) is not str:
            if not isinstance(text, str):
                raise DateError(Problem("date", shown(text), "EDTF text", "quote it"))
            text = str.__str__(text)
        return _read(text)

    def __reduce__(self) -> tuple[type[When], tuple[str]]:
        return When, (self.written,)

    @property
    def earliest(self) -> Date | None:
        """The first possible day; None where the start is open or unknown."""
        return _date(self._start_low)

    @property
    def latest(self) -> Date | None:
        """The last possible day; None where the end is open or unknown."""
        return _date(self._end_high)

    @property
    def start(self) -> Bounds:
        """The bounds of the start: for a point in time, of the point itself."""
        is_open = self.lasting and self._text.startswith("..")
        return Bounds(_date(self._start_low), _date(self._start_high), is_open)

    @property
    def end(self) -> Bounds:
        """The bounds of the end: for a point in time, of the point itself."""
        return Bounds(_date(self._end_low), _date(self._end_high), self.is_open)

    @property
    def is_open(self) -> bool:
        """An interval that goes on: its end is open (`2015/..`)."""
        return self.lasting and self._text.endswith("..")

    @property
    def is_closed(self) -> bool:
        """An interval whose end is told (`1856/1916`, `../1916`)."""
        return self.lasting and self._end_high != FUTURE

    @property
    def is_exact(self) -> bool:
        """One known day, said without doubt."""
        doubt = self.approximate or self.uncertain or self.lasting
        return self._start_low == self._end_high and not doubt

    def before(self, other: When | Day) -> Certainty:
        """Whether all of this lies before all of the other: a When, a day or EDTF text.

        >>> When("2022").before("2023-01-01").name
        'YES'
        """
        that = _when(other)
        if self._end_high < that._start_low:
            return Certainty.YES
        return Certainty.NO if self._end_low >= that._start_high else Certainty.UNKNOWN

    def after(self, other: When | Day) -> Certainty:
        """Whether all of this lies after all of the other."""
        return _when(other).before(self)

    def within(self, other: When | Day) -> Certainty:
        """Whether this lies inside the days from the other's earliest to its latest.

        >>> When("2022-07").within("2022-22").name
        'YES'
        """
        that = _when(other)
        if that._start_low <= self._start_low and self._end_high <= that._end_high:
            return Certainty.YES
        sticks_out = self._start_high < that._start_low or that._end_high < self._end_low
        return Certainty.NO if sticks_out else Certainty.UNKNOWN

    def overlaps(self, other: When | Day) -> Certainty:
        """Whether this and the other share a day, from the start of each to its end.

        Of a point in time that is one day, which may not be known: that of `2022` and that of
        `2022-07` may be the same.

        >>> When("2015/2018").overlaps("2017/..").name
        'YES'
        >>> When("2022").overlaps("2022-07").name
        'UNKNOWN'
        """
        that = _when(other)
        if self._start_high <= that._end_low and that._start_high <= self._end_low:
            return Certainty.YES
        apart = that._end_high < self._start_low or self._end_high < that._start_low
        return Certainty.NO if apart else Certainty.UNKNOWN

    def __lt__(self, other: object) -> NoReturn:
        raise TypeError(
            "dates have no order of their own: ask `before` or `after`, "
            "or sort by `when.sort_key('certain')`"
        )

    __gt__ = __le__ = __ge__ = __lt__

    def sort_key(self, mode: Mode) -> tuple[int, int]:
        """The ordinals of the start by which events are ordered in a mode.

        The first is the day from which it counts as happened: the latest day of the start
        when certain, the earliest when possible. The second is the other one.
        """
        if isinstance(mode, str):
            if mode == "certain":
                return self._start_high, self._start_low
            if mode == "possible":
                return self._start_low, self._start_high
        raise DateError(Problem("mode", shown(mode), "'certain' or 'possible'"))

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"When({self._text!r})"


def to_day(value: Day, name: str = "day") -> Date:
    """The day that a user means: a month or a year means its last day.

    A datetime is refused: the library knows whole days only, and dropping the time would
    move an event that happened near midnight.

    >>> print(to_day("2024-02"))
    2024-02-29
    """
    if type(value) is Date:
        return value
    if isinstance(value, datetime):
        raise DateError(
            Problem(name, f"the datetime {value}", "a day", "days are whole: pass `.date()`")
        )
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
        try:
            if value.count("-") == 2:
                return Date.fromisoformat(value)
            year, month = (int(part) for part in f"{value}-12".split("-")[:2])
            return Date(year, month, monthrange(year, month)[1])
        except ValueError as error:
            if len(value) == 7 and 21 <= int(value[5:]) <= 41:
                raise DateError(
                    Problem(name, shown(value), "a day, a month or a year", "a season is no day")
                ) from None
            raise DateError(Problem(name, shown(value), "a day that exists", str(error))) from None
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[T ]\d", value, re.ASCII):
        advice = "days are whole: leave out the time of day"
        raise DateError(Problem(name, shown(value), "a day", advice))
    raise DateError(Problem(name, shown(value), "a day such as '2024-05-19', '2024-05' or '2024'"))


def _when(value: When | Day) -> When:
    if isinstance(value, When):
        return value
    return When(value if isinstance(value, str) else to_day(value).isoformat())


def _date(ordinal: int) -> Date | None:
    return None if ordinal in (PAST, FUTURE) else Date.fromordinal(ordinal)


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> When:
    made = object.__new__(When)
    made.__attrs_init__(*parse(text), text)
    return made
