"""Columns of days that are no dates: datetimes, text, and objects of Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..errors import InputError, Problem, shown
from .needed import OWN, nw

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)?$"
"""A day as text; a time of day may follow, without a time zone."""
_STRANGE = "[^-0-9T :.,]|^0000"
"""What is in no such text: some engines have a year 0, and in some `$` is before a line's end."""
_NO_DAY = "no day such as 2024-05-19 in the column "
_DAYS = "dates, datetimes, or text such as 2024-05-19"
_FEW = 5


def days_in(name: str, sort: Any, is_checked: bool = False) -> Any:
    """The day of a column as a datetime; of text that is checked, or not."""
    if sort == nw.String:
        text, told = nw.col(name), nw.concat_str(nw.lit(f"{_NO_DAY}{name!r}: "), nw.col(name))
        day = text.str.slice(0, 10)
        if not is_checked:  # what is no day is told in words that no engine reads as one
            is_day = text.str.contains(_DAY) & ~text.str.contains(_STRANGE) | text.is_null()
            day = nw.when(is_day).then(day).otherwise(told)
        return day.str.to_datetime(format="%Y-%m-%d")
    if sort == nw.Date:
        return nw.col(name).cast(nw.Datetime("us"))
    if sort == nw.Object:  # objects of Python, as pandas has them
        return nw.col(name).cast(nw.Datetime("us")).dt.truncate("1d")
    if sort != nw.Datetime:
        raise InputError(Problem(f"column {shown(name)}", f"values of type {sort}", _DAYS))
    if sort.time_zone is not None:
        raise _zoned(name, f"datetimes of the time zone {sort.time_zone}")
    return nw.col(name).dt.truncate("1d")


def has_form(name: str) -> Any:
    """Whether the texts of a table that is worked out have the form of a day, or are null."""
    text = nw.col(name)
    is_strange = text.str.ends_with("\n") | text.str.starts_with("0000")
    return (text.str.contains(_DAY) & ~is_strange).fill_null(True)


def read_day(name: str) -> str:
    """The column in which the day of another stands as a datetime."""
    return f"{OWN}day_{name}"


def is_same(name: str) -> Any:
    """Whether a day is that of the text it was read from: pyarrow makes 1 March of 30 February."""
    day, text = nw.col(read_day(name)), nw.col(name)
    return (day.dt.day() == text.str.slice(8, 2).cast(nw.Int64)).fill_null(True)


def day_of_text(text: str) -> date | None:
    """The day that a text says, as in a column of days; None of what says none.

    >>> print(day_of_text("1991-12-26 00:00:00"), day_of_text("1991-02-30"))
    1991-12-26 None
    """
    try:
        return date.fromisoformat(text[:10]) if _is_of_form(text) else None
    except ValueError:
        return None


def _is_of_form(text: str) -> bool:
    return bool(re.match(_DAY, text)) and not re.search(_STRANGE, text)


def check_texts(name: str, texts: Iterable[str]) -> None:
    """Refuse texts of which any is no day."""
    wrong = [text for text in texts if day_of_text(text) is None]
    _check(name, [text[:10] if _is_of_form(text) else text for text in wrong])


def check_objects(name: str, values: Iterable[Any]) -> None:
    """Refuse objects of Python of which any is no day, or of a time zone."""
    held = list(values)
    for value in held:
        if getattr(value, "tzinfo", None) is not None:
            raise _zoned(name, shown(str(value)))
    _check(name, [each for each in held if not isinstance(each, date)])


def _check(name: str, wrong: list[Any]) -> None:
    if wrong:
        each = sorted({*map(shown, wrong)})
        told = ", ".join(each[:_FEW])
        more = f" and {len(each) - _FEW:,} more" if len(each) > _FEW else ""
        advice = "make days of them first, as your engine does of such text"
        raise InputError(Problem(f"column {shown(name)}", told + more, _DAYS, advice))


def _zoned(name: str, found: str) -> InputError:
    expected = "dates, or datetimes without a time zone"
    advice = "say which day is meant: convert them, then leave out the zone"
    return InputError(Problem(f"column {shown(name)}", found, expected, advice))
