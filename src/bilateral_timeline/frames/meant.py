"""Columns that are to be read in another way: days that are no dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
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
        text = nw.col(name)
        is_day = text.str.contains(_DAY) | text.is_null()
        told = nw.concat_str(nw.lit(_NO_DAY), text)  # which no engine reads, and each tells
        day = nw.when(is_day).then(text.str.slice(0, 10)).otherwise(told)
        return day.str.to_datetime(format="%Y-%m-%d")
    if sort == nw.Object:  # objects of Python, as pandas has them
        return nw.col(name).cast(nw.Datetime("us")).dt.truncate("1d")
    if sort != nw.Datetime:
        raise not_days(name, sort)
    if sort.time_zone is not None:
        raise _zoned(name, f"datetimes of the time zone {sort.time_zone}")
    return nw.col(name).dt.truncate("1d")


def check_days(name: str, sort: Any, values: Iterable[Any]) -> None:
    """Refuse the values of a column of text, or of objects of Python, if any is no day."""
    if sort == nw.Object:
        for value in values:
            if getattr(value, "tzinfo", None) is not None:
                raise _zoned(name, shown(str(value)))
        values = [value for value in values if not isinstance(value, date)]
    if wrong := sorted((value for value in values if not _is_day(value)), key=str):
        told = ", ".join(map(shown, wrong[:_FEW]))
        more = f" and {len(wrong) - _FEW:,} more" if len(wrong) > _FEW else ""
        advice = "make days of them first, as your engine does of such text"
        raise InputError(Problem(f"column {shown(name)}", told + more, _DAYS, advice))


def _is_day(value: Any) -> bool:
    if not (isinstance(value, str) and re.match(_DAY, value)):
        return False
    try:
        datetime.fromisoformat(value.replace(",", "."))
    except ValueError:
        return False
    return True


def check_order(name: str, sort: Any) -> None:
    """Refuse a column of text that says in which order rows stand."""
    if sort in (nw.String, nw.Categorical, nw.Enum):
        expected = "numbers, or what else has an order of its own: of text, 10 comes before 2"
        advice = "make numbers of it; or give None for it to Columns, if it tells nothing"
        raise InputError(Problem(f"column {shown(name)}", "text", expected, advice))


def not_days(name: str, sort: Any) -> InputError:
    """That a column holds no days."""
    return InputError(Problem(f"column {shown(name)}", f"values of type {sort}", _DAYS))


def _zoned(name: str, found: str) -> InputError:
    expected = "dates, or datetimes without a time zone"
    advice = "say which day is meant: convert them, then leave out the zone"
    return InputError(Problem(f"column {shown(name)}", found, expected, advice))
