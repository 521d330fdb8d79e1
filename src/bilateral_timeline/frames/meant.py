"""Columns that are to be read in another way: days that are no dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..errors import InputError, Problem, shown
from .needed import nw

_DAY = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?$"
"""A day as text; a time of day may follow, without a time zone."""
_NO_DAY = "no day such as 2024-05-19: "
_DAYS = "dates, datetimes, or text such as 2024-05-19"
_FEW = 5


def days_in(name: str, sort: Any) -> Any:
    """The day of a column that holds no dates, as a datetime."""
    if sort == nw.String:
        text, told = nw.col(name), nw.concat_str(nw.lit(_NO_DAY), nw.col(name))
        is_day = text.str.contains(_DAY) | text.is_null()
        # What is no day is told in words that no engine reads as one, and each tells.
        day = nw.when(is_day).then(text.str.slice(0, 10)).otherwise(told)
        return day.str.to_datetime(format="%Y-%m-%d")
    if sort == nw.Object:  # objects of Python, as pandas has them
        return nw.col(name).cast(nw.Datetime("us")).dt.truncate("1d")
    if sort != nw.Datetime:
        raise InputError(Problem(f"column {shown(name)}", f"values of type {sort}", _DAYS))
    if sort.time_zone is not None:
        raise _zoned(name, f"datetimes of the time zone {sort.time_zone}")
    return nw.col(name).dt.truncate("1d")


def written_day(name: str) -> Any:
    """The day that a text begins with; the whole of one that has not the form of a day."""
    text = nw.col(name)
    return nw.when(text.str.contains(_DAY)).then(text.str.slice(0, 10)).otherwise(text)


def check_texts(name: str, days: Iterable[str]) -> None:
    """Refuse texts of which any is no day; an engine may read 2024-02-30 as the first of March."""
    _check(name, [day for day in days if not _is_day(day)])


def check_objects(name: str, values: Iterable[Any]) -> None:
    """Refuse objects of Python of which any is no day, or of a time zone."""
    held = list(values)
    for value in held:
        if getattr(value, "tzinfo", None) is not None:
            raise _zoned(name, shown(str(value)))
    _check(name, [each for each in held if not isinstance(each, date)])


def _check(name: str, wrong: list[Any]) -> None:
    if wrong:
        told = ", ".join(map(shown, sorted(wrong, key=str)[:_FEW]))
        more = f" and {len(wrong) - _FEW:,} more" if len(wrong) > _FEW else ""
        advice = "make days of them first, as your engine does of such text"
        raise InputError(Problem(f"column {shown(name)}", told + more, _DAYS, advice))


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and text[4] == text[7] == "-" and bool(date.fromisoformat(text))
    except ValueError:
        return False


def check_order(name: str, sort: Any) -> None:
    """Refuse a column of text that says in which order rows stand."""
    if sort in (nw.String, nw.Categorical, nw.Enum):
        expected = "numbers, or what else has an order of its own: of text, 10 comes before 2"
        advice = "make numbers of it; or give None for it to Columns, if it tells nothing"
        raise InputError(Problem(f"column {shown(name)}", "text", expected, advice))


def _zoned(name: str, found: str) -> InputError:
    expected = "dates, or datetimes without a time zone"
    advice = "say which day is meant: convert them, then leave out the zone"
    return InputError(Problem(f"column {shown(name)}", found, expected, advice))
