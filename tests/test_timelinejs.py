"""TimelineJS, out and back: partial dates, and the words beside them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.dates.when import LAST_DAY
from bilateral_timeline.exchange import read_timelinejs, write
from bilateral_timeline.exchange.formats.timelinejs import COLUMNS
from bilateral_timeline.files.vocabulary import kinds
from bilateral_timeline.testing import events, whens
from running import shipped

WORK = bt.Source(id="a-timeline", title="A timeline", known="2024-05-19")
WHENS = whens("1900-01-01", "2099-12-31")


def timeline_of(*events: bt.Event) -> bt.Timeline[Any]:
    log = bt.EventLog()
    log.append(*events)
    return log.timeline()


SHIPPED = [made.body for made in kinds()]


def event(when: bt.When | str, id: str = "visit", **told: Any) -> bt.Event:
    what = bt.UnknownBody("eclipse", 1, "{}")
    return bt.Event(id=id, when=when, known="2024-05-20", what=what, **told)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("timelinejs")


def slides_of(folder: Path, *told: bt.Event) -> list[dict[str, Any]]:
    write("timelinejs", timeline_of(*told), folder / "slides.json")
    slides: list[dict[str, Any]] = json.loads((folder / "slides.json").read_text("utf-8"))["events"]
    return slides


# -- out -------------------------------------------------------------------------------------


def test_a_date_that_is_not_exact_is_said_in_words_and_by_no_day(folder: Path) -> None:
    (slide,) = slides_of(folder, event("2022-22"))
    assert slide["start_date"] == {"year": 2022, "month": 8}
    assert "end_date" not in slide
    assert slide["display_date"] == "summer 2022"
    (slide,) = slides_of(folder, event("[1991-12-26..2022-02-23]"))
    assert slide["start_date"] == {"year": 2022, "month": 2, "day": 23}
    assert "end_date" not in slide
    assert slide["display_date"] == "between 26 December 1991 and 23 February 2022"
    (slide,) = slides_of(folder, event("1991-12-26/2022-02-23"))
    assert slide["start_date"] == {"year": 1991, "month": 12, "day": 26}
    assert slide["end_date"] == {"year": 2022, "month": 2, "day": 23}
    (slide,) = slides_of(folder, event("[2022-02-24..2024-06-03]", lasting=True))
    assert slide["display_date"] == "since a day between 24 February 2022 and 3 June 2024"
    (slide,) = slides_of(folder, event("2022"))
    assert slide["start_date"] == {"year": 2022}
    assert "display_date" not in slide
    (slide,) = slides_of(folder, event("2022-05-19", lasting=True))
    assert slide["display_date"] == "since 19 May 2022"


def test_texts_are_escaped_and_works_are_linked(folder: Path) -> None:
    work = bt.Source(id="w", title="A <b> & c", url='https://example.org/?a=1&b="2"', known="2024")
    log = bt.EventLog([work])
    log.append(event("2024", title="Ours & <theirs>", sources=[bt.Citation(work, "p. 4")]))
    write("timelinejs", log.timeline(), folder / "html.json")
    (slide,) = json.loads((folder / "html.json").read_text("utf-8"))["events"]
    assert slide["text"] == {
        "headline": "Ours &amp; &lt;theirs&gt;",
        "text": '<ul><li><a href="https://example.org/?a=1&amp;b=&quot;2&quot;">'
        "“A &lt;b&gt; &amp; c”, 31 December 2024, p. 4 [w]</a></li></ul>",
    }


@pytest.mark.parametrize("format", ["timelinejs", "timelinejs-sheet"])
def test_a_nul_in_a_text_is_written_as_a_browser_shows_it(folder: Path, format: str) -> None:
    path = folder / ("nul.json" if format == "timelinejs" else "nul.csv")
    write(format, timeline_of(event("2022", title="a\0b", parties=["V\0"])), path)
    (told,) = read_timelinejs(path, source=WORK).events
    assert (told.title, told.what.text) == (
        "a\N{REPLACEMENT CHARACTER}b",
        "V\N{REPLACEMENT CHARACTER}",
    )


def test_what_it_cannot_say_is_counted(folder: Path) -> None:
    told = [
        event("2022-22", "a", note="ours"),
        event("2024-05-19", "b", lasting=True),
        event("2024-05-19", "c"),
    ]
    written = write("timelinejs", timeline_of(*told), folder / "counted.json")
    assert written.events == 3
    assert written.said_less == {
        "days within bounds, which words alone tell": 1,
        "lasting events without an end": 1,
        "notes": 1,
        "knowledge days": 3,
        "bodies": 3,
    }


def test_parties_and_facets_are_told_by_name(folder: Path) -> None:
    write("timelinejs", shipped(), folder / "shipped.json", until="2024-05-19")
    told = json.loads((folder / "shipped.json").read_text("utf-8"))
    assert told["title"]["text"]["headline"] == "Russia and Iran"
    slides = {slide["unique_id"]: slide for slide in told["events"]}
    assert slides["sco-iran"]["group"] == "memberships"
    assert slides["sco-iran"]["start_date"] == {"year": 2023, "month": 7, "day": 4}
    assert "<p>Iran" in slides["sco-iran"]["text"]["text"]


def test_the_sheet_has_the_columns_that_its_template_has(folder: Path) -> None:
    write("timelinejs-sheet", timeline_of(event("2022-22", title="T")), folder / "sheet.csv")
    with (folder / "sheet.csv").open(encoding="utf-8", newline="") as file:
        header, row = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert row[:10] == ["2022", "8", "", "", "", "", "", "", "summer 2022", "T"]


def test_no_headline_is_taken_for_a_formula(folder: Path) -> None:
    write("timelinejs-sheet", timeline_of(event("2022", title="=1+1")), folder / "formula.csv")
    with (folder / "formula.csv").open(encoding="utf-8", newline="") as file:
        _, row = csv.reader(file)
    assert row[9] == "&#61;1+1"
    (again,) = read_timelinejs(folder / "formula.csv", source=WORK).events
    assert again.title == "=1+1"


def test_only_addresses_of_the_web_are_linked(folder: Path) -> None:
    work = bt.Source(id="w", title="T", url="javascript:alert(1)", known="2024")
    log = bt.EventLog([work])
    log.append(event("2024", sources=[bt.Citation(work)]))
    write("timelinejs", log.timeline(), folder / "link.json")
    assert "javascript" not in (folder / "link.json").read_text("utf-8")


# -- out and in ------------------------------------------------------------------------------


@given(WHENS)
def test_dates_come_back_as_far_as_slides_say_them(folder: Path, when: bt.When) -> None:
    for format, name in (("timelinejs", "back.json"), ("timelinejs-sheet", "back.csv")):
        write(format, timeline_of(event(when, title="Talks")), folder / name)
        (again,) = read_timelinejs(folder / name, source=WORK).events
        assert again.title == "Talks"
        assert (again.when.earliest or Date(1, 1, 1)) <= (when.earliest or Date(1, 1, 1))
        assert (again.when.latest or LAST_DAY) >= (when.latest or LAST_DAY)
        if when.is_exact:
            assert (again.when.is_exact, again.when.earliest) == (True, when.earliest)


@pytest.mark.parametrize("when", ["2022-05-19", "2022", "[2022-02-24..2024-06-03]", "2022-22"])
def test_what_goes_on_comes_back_as_going_on(folder: Path, when: str) -> None:
    write("timelinejs", timeline_of(event(when, lasting=True)), folder / "on.json")
    (again,) = read_timelinejs(folder / "on.json", source=WORK).events
    assert again.lasts is True
    bounds = again.when.start.earliest, again.when.start.latest
    assert bounds == (bt.When(when).earliest, bt.When(when).latest)


@given(st.lists(events(SHIPPED), max_size=4, unique_by=lambda event: event.id))
def test_every_slide_comes_back_as_an_event_of_its_id(folder: Path, told: list[bt.Event]) -> None:
    written = write("timelinejs", timeline_of(*told), folder / "ids.json")
    again = read_timelinejs(folder / "ids.json", source=WORK, parties=["AA", "BB"]).events
    assert len(again) == written.events
    assert {event.id for event in again} <= {event.id for event in told}
    assert all(event.parties == ("AA", "BB") for event in again)


def test_a_sheet_has_the_title_of_the_json(folder: Path) -> None:
    write("timelinejs", shipped(), folder / "title.json")
    write("timelinejs-sheet", shipped(), folder / "title.csv")
    told = json.loads((folder / "title.json").read_text("utf-8"))["title"]["text"]["headline"]
    with (folder / "title.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    filled = {column: cell for column, cell in first.items() if cell}
    assert filled == {"Headline": told, "Type": "title"}


def test_the_shipped_chronicle_comes_back(folder: Path) -> None:
    write("timelinejs", shipped(), folder / "whole.json")
    write("timelinejs-sheet", shipped(), folder / "whole.csv")
    of_json = read_timelinejs(folder / "whole.json", source=WORK)
    of_sheet = read_timelinejs(folder / "whole.csv", source=WORK)
    believed = shipped().events()
    assert [event.id for event in of_json.events] == [event.id for event in believed]
    assert of_json.left_out == of_sheet.left_out == {"titles, which have no date": 1}
    assert [e.when for e in of_sheet.events] == [e.when for e in of_json.events]
    lost = [
        str(other.when)
        for event, other in zip(of_json.events, believed, strict=True)
        if (event.when.earliest, event.when.latest) != (other.when.earliest, other.when.latest)
    ]
    assert lost == []
    assert [e.title for e in of_json.events] == [e.title for e in believed]
