"""Days as people say them: every date without a code, an exact one so that it comes back."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.testing import whens
from bilateral_timeline.views import days

_ALL = (
    *("195X", "19XX", "2004-XX", "2004-XX-XX", "2004-06-XX", "2004-06-1X", "2004-1X"),
    *(f"2001-{code}" for code in (*range(21, 29), *range(33, 42))),
    *("../2004", "2004/..", "2004/", "/2004", "2004?/2006~", "19XX/..", "2001-21/2001-23"),
    *("[2024..]", "[..2024]", "[2022,2023,2024]", "[2023-05,2024-05]", "[2001-21..2001-23]"),
)
DATES = whens() | st.sampled_from(_ALL).map(bt.When)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("[..2000-0X]", "since September 2000 or earlier"),
        ("[2000-0X..]", "since January 2000 or later"),
    ],
)
def test_a_bound_that_is_imprecise_itself_is_said_by_its_outer_month(when: str, said: str) -> None:
    assert days.since(bt.When(when)) == said


def test_a_month_not_quite_known_and_in_doubt_is_between_two_perhaps() -> None:
    assert days.on(bt.When("2000-0X?")) == "perhaps between January and September 2000"


@given(DATES)
def test_every_date_is_said_without_a_code(when: bt.When) -> None:
    for text in (
        days.date(when),
        days.on(when),
        days.since(when),
        days.until(when),
        days.due(when),
    ):
        assert re.findall(r"[^A-Za-z0-9 ,-]|\d-|-\d|XX|\dX|  | $", text) == []
        assert re.findall(r"\b(?:in|on|since|until) (?:in|on|by|since|until|between)\b", text) == []
    year = str((when.start.earliest or when.end.latest or when.start.latest).year)  # type: ignore[union-attr]
    assert year[:3] in days.date(when)


@given(st.dates())
def test_an_exact_day_comes_back(told: Any) -> None:
    when = bt.When(told.isoformat())
    text = days.date(when)
    number, month, year = text.split(" ")
    assert datetime.strptime(f"{number} {month} {year.zfill(4)}", "%d %B %Y").date() == told
    assert (days.on(when), days.since(when), days.until(when), days.due(when)) == (
        f"on {text}",
        f"since {text}",
        f"until {text}",
        f"due by {text}",
    )


@pytest.mark.parametrize(
    ("edtf", "date", "on"),
    [
        ("2024-05-19", "19 May 2024", "on 19 May 2024"),
        ("2024-05", "May 2024", "in May 2024"),
        ("2024", "2024", "in 2024"),
        ("0950", "950", "in 950"),
        ("201X", "the 2010s", "in the 2010s"),
        ("19XX", "between 1900 and 1999", "between 1900 and 1999"),
        ("2004-XX", "2004", "in 2004"),
        ("2004-06-1X", "between 10 and 19 June 2004", "between 10 and 19 June 2004"),
        ("2022-22", "summer 2022", "in summer 2022"),
        ("2022-24", "winter 2022", "in winter 2022"),
        ("2022-33", "the first quarter of 2022", "in the first quarter of 2022"),
        ("2022-36", "the fourth quarter of 2022", "in the fourth quarter of 2022"),
        ("2022-37", "the first third of 2022", "in the first third of 2022"),
        ("2022-39", "the last third of 2022", "in the last third of 2022"),
        ("2022-41", "the second half of 2022", "in the second half of 2022"),
        ("2024-06~", "about June 2024", "about June 2024"),
        ("2024?", "perhaps 2024", "perhaps in 2024"),
        ("2024-06-11?", "perhaps 11 June 2024", "perhaps on 11 June 2024"),
        ("2024-06-11%", "perhaps about 11 June 2024", "perhaps about 11 June 2024"),
        ("[2022-07-07..2022-07-08]", "7 or 8 July 2022", "on 7 or 8 July 2022"),
        ("[2022-07-31..2022-08-01]", "31 July or 1 August 2022", "on 31 July or 1 August 2022"),
        (
            "[2022-12-31..2023-01-01]",
            "31 December 2022 or 1 January 2023",
            "on 31 December 2022 or 1 January 2023",
        ),
        ("[2024-04-01..2024-04-10]", "early April 2024", "in early April 2024"),
        ("[2024-04-11..2024-04-20]", "mid-April 2024", "in mid-April 2024"),
        ("[2024-04-21..2024-04-30]", "late April 2024", "in late April 2024"),
        ("[2024-02-21..2024-02-29]", "late February 2024", "in late February 2024"),
        ("[2024-04-02..2024-04-10]", "between 2 and 10 April 2024", "between 2 and 10 April 2024"),
        ("[2024-12-31..2025-12-31]", "by 2025", "by 2025"),
        ("[2023-02-28..2023-03-31]", "by March 2023", "by March 2023"),
        (
            "[2022-02-24..2024-05-19]",
            "between February 2022 and May 2024",
            "between February 2022 and May 2024",
        ),
        (
            "[2022-06-01..2022-08-31]",
            "between June and August 2022",
            "between June and August 2022",
        ),
        ("[1991-01-01..2022-02-23]", "between 1991 and 2022", "between 1991 and 2022"),
        ("[2022..2023]", "2022 or 2023", "in 2022 or 2023"),
        ("[2022..2024]", "between 2022 and 2024", "between 2022 and 2024"),
        ("[2023-05,2024-05]", "May 2023 or May 2024", "in May 2023 or May 2024"),
        ("[2022,2023,2024]", "2022, 2023 or 2024", "in 2022, 2023 or 2024"),
        ("[..2024-05-03]", "by 3 May 2024", "by 3 May 2024"),
        ("[2024..]", "2024 or later", "in 2024 or later"),
        ("2015/..", "since 2015", "since 2015"),
        ("../2015", "until 2015", "until 2015"),
        ("2015/", "from 2015 to a day not known", "from 2015 to a day not known"),
        ("/2015", "from a day not known to 2015", "from a day not known to 2015"),
        ("2023-05-04/2023-05-05", "from 4 to 5 May 2023", "from 4 to 5 May 2023"),
        ("2024-02/2024-06", "from February to June 2024", "from February to June 2024"),
        ("2022/2024-06", "from 2022 to June 2024", "from 2022 to June 2024"),
        (
            "19XX/2004",
            "from some day between 1900 and 1999 to 2004",
            "from some day between 1900 and 1999 to 2004",
        ),
    ],
)
def test_a_date_is_said_as_people_say_it(edtf: str, date: str, on: str) -> None:
    assert (days.date(bt.When(edtf)), days.on(bt.When(edtf))) == (date, on)


@pytest.mark.parametrize(
    ("edtf", "since", "until"),
    [
        ("2024-05", "since May 2024", "until May 2024"),
        (
            "[2022-02-24..2024-06-03]",
            "since some day between February 2022 and June 2024",
            "until some day between February 2022 and June 2024",
        ),
        ("[..2024]", "since 2024 or earlier", "until 2024 at the latest"),
        ("[2024-12-31..2025-12-31]", "since 2025 or earlier", "until 2025 at the latest"),
        ("[2024..]", "since 2024 or later", "until 2024 or later"),
        ("2015/..", "since 2015", "until some day since 2015"),
        ("../2015", "until 2015", "until 2015"),
        (
            "2023-05-04/2023-05-05",
            "from 4 to 5 May 2023",
            "until some day from 4 to 5 May 2023",
        ),
        ("2024?", "since perhaps 2024", "until perhaps 2024"),
        (
            "[1991-01-01..2022-02-23]",
            "since February 2022 or earlier",
            "until some day between 1991 and 2022",
        ),
    ],
)
def test_a_beginning_and_an_end_are_said_as_such(edtf: str, since: str, until: str) -> None:
    assert (days.since(bt.When(edtf)), days.until(bt.When(edtf))) == (since, until)


def test_what_was_only_seen_is_no_beginning() -> None:
    assert days.since(bt.When("2022"), observed=True) == "seen in 2022"
    assert days.since(bt.When("2024-05-19"), observed=True) == "seen on 19 May 2024"


@pytest.mark.parametrize(
    ("edtf", "due"),
    [
        ("2024-05-19", "due by 19 May 2024"),
        ("2025-22", "due in summer 2025"),
        ("[2024-12-31..2025-12-31]", "due by 2025"),
        ("[2024-05-21..2024-07-09]", "due by 9 July 2024"),
        ("[2024-05-02..2024-05-09]", "due by 9 May 2024"),
        ("[2022-02-24..2024-05-19]", "due between February 2022 and May 2024"),
        ("[1991-01-01..2022-02-23]", "due between 1991 and 2022"),
        ("2025~", "due about 2025"),
    ],
)
def test_what_is_due_within_some_weeks_is_due_by_their_end(edtf: str, due: str) -> None:
    assert days.due(bt.When(edtf)) == due


@given(st.dates(), st.integers(0, 40 * 366))
def test_a_beginning_more_than_five_years_wide_is_told_by_its_last_month(
    first: date, more: int
) -> None:
    end = min(first.toordinal() + more, date.max.toordinal())
    last = date.fromordinal(end)
    told = days.since(bt.When(f"[{first.isoformat()}..{last.isoformat()}]"))
    month = f"{last:%B} {last.year}"
    if end - first.toordinal() > 5 * 366:
        assert told == f"since {month} or earlier"
    elif end - first.toordinal() > 366:
        assert told != f"since {month} or earlier"
