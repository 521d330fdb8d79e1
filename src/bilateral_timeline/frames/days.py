"""Days as those who work with tables hold them: of pandas, numpy, polars and pyarrow too."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pendulum import Date

from ..arguments import KnownBy, require
from ..dates.when import When, to_day
from ..errors import DateError, Problem, shown
from ..records.values import is_several


def day_of(value: Any, name: str) -> Date:
    """The day that is meant: of a datetime without a time zone its day, of a period its last.

    A datetime is a timestamp of pandas, a `datetime64` of numpy or one of Python: in a table they
    stand for days, as in its columns.

    >>> from datetime import datetime
    >>> print(day_of(datetime(2024, 5, 19, 23, 30), "as_of"))
    2024-05-19
    """
    value = _of_python(value, name)
    if is_period(value):
        value = value.end_time
    if isinstance(value, datetime):
        if value != value:  # what pandas has in place of a day that is not known
            raise DateError(Problem(name, "NaT, which is no day", "a day"))
        if value.tzinfo is not None:
            found = f"the datetime {value}, of a time zone"
            expected = "a day, or a datetime without a time zone"
            advice = "say which day is meant: convert it, then leave out the zone"
            raise DateError(Problem(name, found, expected, advice))
        return Date(value.year, value.month, value.day)
    return to_day(value, name)


def days_of(value: Any, name: str) -> list[Date]:
    """The days of one or of several, in order and each once."""
    listed = value if is_several(value) else (value,)
    days = sorted({day_of(day, name) for day in listed})
    require(bool(days), name, value, "a day, or some")
    return days


def first_of(value: Any, name: str) -> Date:
    """The day that is meant by a beginning: of a month, a year or a period its first."""
    if is_period(value):
        value = value.start_time
    if isinstance(value, str) and len(value) < 10:
        first = When(value).earliest
        if first is not None:
            return first
    return day_of(value, name)


def known_of(known_by: Any) -> KnownBy:
    """By which day is known: None for all, "then", or a day."""
    if known_by is None or (isinstance(known_by, str) and known_by == "then"):
        return known_by
    return day_of(known_by, "known_by")


def is_period(value: Any) -> bool:
    """Whether it is a period of pandas, such as a month."""
    return type(value).__name__ == "Period" and hasattr(value, "end_time")


def _of_python(value: Any, name: str) -> Any:
    """A value of numpy or pyarrow as one of Python."""
    if type(value).__name__ == "datetime64":
        held = value.astype("datetime64[D]").item()
        if held is None or isinstance(held, int):
            found = f"{shown(str(value))}, which is no day of the calendar"
            raise DateError(Problem(name, found, "a day"))
        return held
    return value.as_py() if hasattr(value, "as_py") else value
