"""iCalendar and Markwhen: whole days, and ranges of them; what is not known is no day."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.dates.when import LAST_DAY
from bilateral_timeline.exchange import write
from bilateral_timeline.exchange.formats.spans import (
    Partial,
    between_words,
    drawn,
    span_of,
)
from bilateral_timeline.exchange.formats.spans_in import date_of
from bilateral_timeline.testing import whens
from bilateral_timeline.views import days
from running import shipped

WHENS = whens("1900-01-01", "2099-12-31")


def timeline_of(*events: bt.Event) -> bt.Timeline[Any]:
    log = bt.EventLog()
    log.append(*events)
    return log.timeline()


def event(when: bt.When | str, id: str = "visit", **told: Any) -> bt.Event:
    what = bt.UnknownBody("eclipse", 1, "{}")
    return bt.Event(id=id, when=when, known="2024-05-20", what=what, **told)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calendars")


# -- spans -----------------------------------------------------------------------------------


@given(WHENS)
def test_a_span_and_its_words_give_a_date_back_as_far_as_they_tell(when: bt.When) -> None:
    span = span_of(when)
    assert span is not None
    again = date_of(span.start, span.end, "" if span.exact else days.date(when))
    first, last = again.earliest or Date(1, 1, 1), again.latest or LAST_DAY
    assert first <= (when.earliest or Date(1, 1, 1))
    assert last >= (when.latest or LAST_DAY)
    if span.exact:
        assert (first, last) == (when.earliest, when.latest)
    start, _, end = str(when).partition("/")
    if not span.exact and start != end:
        assert again.lasting is when.lasting


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-05-19", "2024-05-19", None),
        ("2024-05", "2024-05", None),
        ("2024-XX-XX", "2024", None),
        ("1979~", "1979", None),
        ("2022-22", "2022-06", "2022-08"),
        ("197X", "1970", "1979"),
        ("[2022-11-01..2023-08-17]", "2022-11-01", "2023-08-17"),
        ("[2024-04-21..2024-04-30]", "2024-04-21", "2024-04-30"),
        ("[..1990]", "1990", None),
        ("[2021-03-05..]", "2021-03-05", None),
        ("2015/..", "2015", None),
        ("2015-22/2016-03", "2015", "2016-03"),
        ("1990-01/19XX", "1990-01", "1999"),
    ],
)
def test_a_date_in_years_months_and_days(text: str, start: str, end: str | None) -> None:
    span = span_of(bt.When(text))
    assert span is not None
    assert (str(span.start), span.end and str(span.end)) == (start, end)


@given(WHENS)
def test_only_an_interval_is_drawn_as_one(when: bt.When) -> None:
    span, bounds = drawn(when), span_of(when)
    assert span is not None
    assert bounds is not None
    if when.lasting or bounds.end is None:
        assert span == bounds
        return
    assert (span.start, span.end, span.exact, span.by) == (bounds.end, None, False, True)
    again = date_of(span.start, None, between_words(when))
    assert (again.earliest, again.latest) == (when.earliest, when.latest)


@pytest.mark.parametrize(
    ("start", "words", "when"),
    [
        ("2022-05", "between 24 February 2022 and May 2022", "[2022-02-24..2022-05-31]"),
        ("2022-07-09", "between 3 and 9 July 2022", "[2022-07-03..2022-07-09]"),
        ("2022-07-08", "7 or 8 July 2022", "[2022-07-07..2022-07-08]"),
        ("2022-07-12", "7 or 12 July 2022", "[2022-07-07,2022-07-12]"),
        ("2022-05-10", "between 24 February and 10 May 2022", "[2022-02-24..2022-05-10]"),
        ("2022-07", "between May and July 2022", "[2022-05..2022-07]"),
        ("2020", "2019 or 2020", "[2019..2020]"),
        ("2024-04-30", "late April 2024", "[2024-04-21..2024-04-30]"),
        ("2024-02-10", "early February 2024", "[2024-02-01..2024-02-10]"),
        ("2024-02-20", "mid-February 2024", "[2024-02-11..2024-02-20]"),
        ("2024-02", "perhaps between January and February 2024", "[2024-01?..2024-02?]"),
        ("2024-02", "about between January and February 2024", "[2024-01~..2024-02~]"),
        ("2024-06-03", "since a day between February 2022 and 3 June 2024", None),
        ("2024", "between war and peace 2024", "2024"),
        ("2024", "between 2024 and 2020", "2024"),
        ("2024", "between 40 June 2023 and 2024", "2024"),
        ("2024", "between 2010 and 2012", "2024"),
    ],
)
def test_words_that_name_both_bounds_are_a_date(start: str, words: str, when: str | None) -> None:
    parts = Partial(*map(int, start.split("-")))
    assert str(date_of(parts, None, words)) == (when or "[2022-02-01..2024-06-03]")


# -- iCalendar -------------------------------------------------------------------------------

ICALENDAR = "needs icalendar: pip install icalendar"


def entries(path: Path) -> list[Any]:
    calendar = pytest.importorskip("icalendar", reason=ICALENDAR)
    return list(calendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


@given(WHENS)
def test_a_calendar_has_the_days_that_are_known_and_no_others(folder: Path, when: bt.When) -> None:
    pytest.importorskip("icalendar", reason=ICALENDAR)
    told = write("icalendar", timeline_of(event(when)), folder / "one.ics")
    doubt = when.approximate or when.uncertain
    first, last = when.start.earliest, when.end.latest
    sides = (when.start, when.end) if when.is_closed else (when.start,)
    known = all(side.earliest == side.latest and side.earliest for side in sides)
    if doubt or not known or (when.lasting and last is None and not when.is_open):
        assert entries(folder / "one.ics") == []
        assert told.left_out == {"of which no exact day is known": 1}
        return
    (entry,) = entries(folder / "one.ics")
    assert entry["dtstart"].dt == first
    until = last if when.is_closed else first
    assert until is not None
    assert entry["dtend"].dt == date(until.year, until.month, until.day) + timedelta(days=1)
    assert entry["dtstart"].params["VALUE"] == "DATE"
    assert str(entry["x-when"]) == str(when)


def test_an_entry_tells_who_what_and_by_whom(folder: Path) -> None:
    cited = [bt.Citation("gazette", "p. 4", known="2024-05-21", says="A; b, c\nd")]
    told = event("2024-05-19", title="Talks, a; b", parties=["AA", "BB"], sources=cited, revision=2)
    write("icalendar", timeline_of(told), folder / "who.ics")
    (entry,) = entries(folder / "who.ics")
    assert str(entry["summary"]) == "Talks, a; b"
    assert str(entry["description"]) == (
        "AA and BB\nPublic since 20 May 2024\ngazette, 21 May 2024, p. 4: A; b, c\nd [gazette]"
    )
    assert entry["sequence"] == 2
    assert entry["dtstamp"].to_ical() == b"20240520T000000Z"
    text = (folder / "who.ics").read_bytes()
    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_calendar_of_the_shipped_chronicle_is_whole(folder: Path) -> None:
    told = write("icalendar", shipped(), folder / "shipped.ics", until="2024-05-19")
    found = entries(folder / "shipped.ics")
    assert len(found) == told.events
    assert len({str(entry["uid"]) for entry in found}) == told.events
    exact = [e for e in shipped().events(until="2024-05-19") if e.when.is_exact]
    assert {e.title for e in exact} <= {str(entry["summary"]) for entry in found}


def test_the_last_day_of_the_calendar_has_no_day_after_it(folder: Path) -> None:
    pytest.importorskip("icalendar", reason=ICALENDAR)
    told = write("icalendar", timeline_of(event("9999-12-31")), folder / "last.ics")
    assert told.events == 0


def test_without_icalendar_the_error_names_the_extra(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "icalendar", None)
    with pytest.raises(bt.ExtraError, match=re.escape("'bilateral-timeline[exchange]'")):
        write("icalendar", timeline_of(event("2024-05-19")), folder / "none.ics")
    assert not (folder / "none.ics").exists()


# -- Markwhen --------------------------------------------------------------------------------

# Level 0 of EDTF as "Dates and Ranges" of Markwhen's documentation has it, and the title.
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?"
LINE = re.compile(rf"({DATE})(?:/({DATE}))?: (.*)")


def text_of(folder: Path, *events: bt.Event) -> list[str]:
    write("markwhen", timeline_of(*events), folder / "text.mw")
    return (folder / "text.mw").read_text("utf-8").split("\n")


@given(WHENS)
def test_markwhen_is_given_the_dates_that_it_reads(folder: Path, when: bt.When) -> None:
    lines = text_of(folder, event(when, title="Talks"))
    dated = [line for line in lines if line[:1].isdigit()]
    if when.earliest is None or (when.latest is None and not when.lasting):
        assert dated == []
        return
    (line,) = dated
    found = LINE.fullmatch(line)
    assert found is not None
    line_is = bt.When(f"{found[1]}/{found[5] or found[1]}")
    assert line_is.earliest is not None
    assert line_is.latest is not None
    is_by = found[9].startswith("by then: ")
    assert is_by or line_is.earliest <= when.earliest
    assert when.latest is None or line_is.latest >= when.latest
    if not when.lasting:  # some day within its bounds did not go on
        assert found[5] is None
        assert is_by == (line_is.latest == when.latest and line_is.earliest > when.earliest)
    assert f'  when: "{when}"' in lines


def test_markwhen_reads_no_line_as_what_it_is_not(folder: Path) -> None:
    cited = [bt.Citation("w", "#1 and #tag", says="2022: no event\nnow: nor this")]
    told = event("2024-22", title="[x] #Talks: at\nlast", parties=['A"A'], sources=cited)
    assert text_of(folder, told) == [
        'title: "Timeline"',
        "",
        "2024-08: by then: \u2060[x] \uff03Talks: at last",
        '  id: "visit"',
        '  kind: "eclipse"',
        '  when: "2024-22"',
        '  known: "2024-05-20"',
        '  parties: ["A\\"A"]',
        "",
        "  Date: summer 2024",
        "  Source: w, 20 May 2024, \uff031 and \uff03tag: 2022: no event now: nor this [w]",
        "",
        "",
    ]


def test_the_shipped_chronicle_is_drawn_as_lasting_only_where_it_tells_an_interval(
    folder: Path,
) -> None:
    told = write("markwhen", shipped(), folder / "shipped.mw")
    text = (folder / "shipped.mw").read_text("utf-8")
    drawn_long = [line for line in text.split("\n") if re.match(f"{DATE}/{DATE}: ", line)]
    intervals = [e for e in shipped().events() if e.when.lasting and e.when.latest is not None]
    assert len(drawn_long) == len(intervals)
    within = [e for e in shipped().events() if (span := drawn(e.when)) is not None and span.by]
    assert text.count(": by then: ") == len(within)
    label = "days within bounds, drawn at the last of them, beside the exact `when`"
    assert told.said_less[label] == len(within)
    write("timelinejs", shipped(), folder / "shipped.json")
    slides = json.loads((folder / "shipped.json").read_text("utf-8"))["events"]
    assert sum("end_date" in slide for slide in slides) == len(intervals)
