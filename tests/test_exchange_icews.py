"""ICEWS: each row gives the act that it says, public on the day of its story."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange
from bilateral_timeline.coding.codes import GOLDSTEIN
from bilateral_timeline.coding.intensity import Interaction
from exchange_files import KNOWN, Cells, days, put, read, refused, text_of

COLUMNS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text"),
    *("CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID"),
    *("Sentence Number", "Publisher", "City", "District", "Province", "Country"),
    *("Latitude", "Longitude"),
)
COUNTRIES = {
    "Russian Federation": "RU",
    "Iran": "IR",
    "Democratic Republic of Congo": "CD",
    "Moldova, Republic of": "MD",
    "NA": None,
    "": None,
    "Antarctic League": None,
}
ROW = {
    "Event ID": "70",
    "Event Date": "2014-03-02",
    "Source Country": "Russian Federation",
    "CAMEO Code": "042",
    "Target Country": "Iran",
    "Publisher": "A Daily",
}

made = st.fixed_dictionaries(
    {
        "Event ID": st.integers(1, 10**9).map(str),
        "Event Date": days.map(date.isoformat) | days.map(lambda d: f"{d.month}/{d.day}/{d.year}"),
        "Source Country": st.sampled_from([*COUNTRIES]),
        "CAMEO Code": st.sampled_from([*GOLDSTEIN, "1214", "---", ""]),
        "Target Country": st.sampled_from([*COUNTRIES]),
        "Publisher": st.sampled_from(["A Daily", "NA", "", "The Other, Inc."]),
        "Source Name": st.sampled_from(['A "quoted" name', "Citizen (Iran)"]),
    }
)


def expected(row: Cells) -> tuple[object, ...] | str:
    """What a row says, or why it gives nothing."""
    for side, word in (("Source Country", "source"), ("Target Country", "target")):
        if row[side] in ("", "NA"):
            return f"no country of the {word}"
        if COUNTRIES[row[side]] is None:
            return f"no party in the table of countries: {row[side]}"
    if len(row["CAMEO Code"]) == 2:
        start = "a CAMEO code of two digits, which may be short of a nought"
        return f"{start}: {row['CAMEO Code']}"
    if row["CAMEO Code"] not in GOLDSTEIN:
        return f"no code of CAMEO 1.1b3: {row['CAMEO Code']}"
    actor, target = COUNTRIES[row["Source Country"]], COUNTRIES[row["Target Country"]]
    day = row["Event Date"]
    if "/" in day:
        day = datetime.strptime(day, "%m/%d/%Y").strftime("%Y-%m-%d")
    return (
        f"icews-{day.replace('-', '')}-{row['Event ID']}",
        day,
        day,
        (actor, target, row["CAMEO Code"]),
        (actor,) if actor == target else (actor, target),
        () if row["Publisher"] in ("", "NA") else (row["Publisher"],),
        f"event {row['Event ID']}",
    )


def told(event: bt.Event[Interaction]) -> tuple[object, ...]:
    what, (cited,) = event.what, event.sources
    assert (cited.source, str(cited.known)) == ("icews-1", KNOWN)
    return (
        event.id,
        str(event.when),
        str(event.known),
        (what.actor, what.target, what.cameo),
        event.parties,
        cited.via,
        cited.locator,
    )


@given(held=st.lists(made, max_size=8), form=st.sampled_from([".tab", ".csv", ".csv.gz"]))
def test_each_row_gives_the_act_that_it_says_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, held: list[Cells], form: str
) -> None:
    delimiter = "\t" if form == ".tab" else ","
    path = tmp_path_factory.mktemp("icews") / f"events{form}"
    events, skipped = read("icews", put(path, text_of(COLUMNS, held, delimiter, True)))
    answers = [expected(row) for row in held]
    assert [*map(told, events)] == [one for one in answers if isinstance(one, tuple)]
    reasons = [one for one in answers if isinstance(one, str)]
    assert sorted(skipped.elements()) == sorted(reasons)


@given(held=st.lists(made, max_size=8))
def test_with_parties_only_rows_between_them_are_told(
    tmp_path_factory: pytest.TempPathFactory, held: list[Cells]
) -> None:
    path = put(tmp_path_factory.mktemp("icews") / "e.tab", text_of(COLUMNS, held, "\t", True))
    events, _ = read("icews", path)
    between, skipped = read("icews", path, parties=("IR", "RU"))
    assert between == [event for event in events if {*event.parties} == {"RU", "IR"}]
    assert skipped.total() + len(between) == len(held)


def test_a_row_as_an_event(tmp_path: Path) -> None:
    (event,), _ = read("icews", put(tmp_path / "e.tab", text_of(COLUMNS, [ROW], "\t", True)))
    assert event == bt.Event(
        id="icews-20140302-70",
        when="2014-03-02",
        known="2014-03-02",
        title="Russia to Iran: CONSULT visit (CAMEO 042)",
        parties=("RU", "IR"),
        what=Interaction(cameo="042", actor="RU", target="IR"),
        sources=[bt.Citation("icews-1", "event 70", known=KNOWN, via=("A Daily",))],
    )
    assert event.sources[0].speakers == ("A Daily",)


def test_events_go_into_a_log_and_count_for_intensity(tmp_path: Path) -> None:
    path = put(tmp_path / "e.tab", text_of(COLUMNS, [ROW], "\t", True))
    work = exchange.work("icews", version="2023-04", known="2023-04-10")
    log = bt.EventLog([work])
    log.append(*exchange.read("icews", path, version="2023-04", known="2023-04-10"))
    timeline = log.timeline(bt.intensity(("RU", "IR")))
    assert str(timeline.as_of("2014-03-02", known_by="2014-03-02").sum) == "4 points"
    then = timeline.event("icews-20140302-70", known_by="2014-03-02")
    now = timeline.event("icews-20140302-70")
    assert then is not None
    assert now is not None
    (cited,) = now.sources
    assert then.sources == ()
    assert (cited.source, str(cited.known)) == ("icews-2023-04", "2023-04-10")


def test_spoilt_cells_are_told_by_row_and_column_and_no_event_after_the_first(
    tmp_path: Path,
) -> None:
    held = [
        ROW,
        ROW | {"Event Date": "2014-02-30"},
        ROW | {"Event ID": "71"},
        ROW | {"Event ID": "x7"},
    ]
    path = put(tmp_path / "e.csv", text_of(COLUMNS, held, ",", True))
    assert refused("icews", path) == [
        "row 3, column 'Event Date': found '2014-02-30'; expected a day such as 2014-03-02",
        "row 5, column 'Event ID': found 'x7'; expected a number of digits alone",
    ]
    reading = exchange.read("icews", path, version="1", known=KNOWN)
    assert next(reading).id == "icews-20140302-70"
    with pytest.raises(bt.ChronicleError):
        next(reading)
    assert list(reading) == []


def test_a_lenient_reading_passes_over_what_it_cannot_read_and_tells_it(tmp_path: Path) -> None:
    text = text_of(COLUMNS, [ROW, ROW | {"Event ID": "x"}, ROW | {"Event ID": "71"}], ",", True)
    path = put(tmp_path / "e.csv", text + "a row,of,four,cells\n")
    reading = exchange.read("icews", path, version="1", known=KNOWN, lenient=True)
    assert [event.id for event in reading] == ["icews-20140302-70", "icews-20140302-71"]
    assert (reading.rows, dict(reading.skipped)) == (4, {"it cannot be read": 2})
    assert [str(problem).replace(f"{path}: ", "") for problem in reading.problems] == [
        "row 3, column 'Event ID': found 'x'; expected a number of digits alone",
        "row 5: found 4 cells; expected 20, as in the first row",
    ]


def test_a_lenient_reading_remembers_a_hundred_problems_and_counts_all(tmp_path: Path) -> None:
    held = [ROW | {"Event ID": "x"}] * 150 + [ROW]
    path = put(tmp_path / "e.csv", text_of(COLUMNS, held, ",", True))
    reading = exchange.read("icews", path, version="1", known=KNOWN, lenient=True)
    assert len(list(reading)) == 1
    assert (reading.skipped.total(), len(reading.problems)) == (150, 100)


def test_a_row_of_two_lines_that_are_no_text_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    text = text_of(
        COLUMNS, [ROW, ROW | {"Event ID": "71", "Event Text": "two\nl\u00efnes\u00ef"}], ",", True
    )
    path.write_bytes(text.replace("two", "tw\u00ef").encode("latin-1"))
    reading = exchange.read("icews", path, version="1", known=KNOWN, lenient=True)
    assert len(list(reading)) == 1
    assert (reading.rows, dict(reading.skipped)) == (2, {"it cannot be read": 1})
    assert len(reading.problems) == 2


def test_no_event_was_public_after_its_edition_came_out(tmp_path: Path) -> None:
    path = put(tmp_path / "e.csv", text_of(COLUMNS, [ROW], ",", True))
    with pytest.raises(bt.ChronicleError) as error:
        list(exchange.read("icews", path, version="1", known="2014-03-01"))
    assert str(error.value) == (
        f"{path}: row 2: known: found '2014-03-02'; expected a day by 2014-03-01, on which the "
        "edition came out; give the day of this very file as `known`"
    )


def test_a_reading_that_is_closed_reads_no_more(tmp_path: Path) -> None:
    path = put(tmp_path / "e.csv", text_of(COLUMNS, [ROW, ROW], ",", True))
    with closing(exchange.read("icews", path, version="1", known=KNOWN)) as reading:
        next(reading)
    assert (list(reading), reading.rows) == ([], 1)
    assert repr(reading) == (
        "<Reading of ICEWS Coded Event Data, version 1: 1 rows read, 0 of them passed over>"
    )


def test_no_event_is_held_when_the_next_is_read(tmp_path: Path) -> None:
    columns = "\t".join(COLUMNS)
    cells = [ROW.get(column, "") for column in COLUMNS]
    path = tmp_path / "e.tab"
    with path.open("w") as file:
        print(columns, file=file)
        for number in range(10_000):
            print(number, *cells[1:], sep="\t", file=file)
    reading = exchange.read("icews", path, version="1", known=KNOWN)
    next(reading)
    tracemalloc.start()
    try:
        assert sum(1 for _ in reading) == 9_999
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()


def test_quoted_cells_between_tabs_are_read_where_the_header_is_quoted(tmp_path: Path) -> None:
    quoted = [f'"{cell}"' for cell in (*COLUMNS, *(ROW.get(column, "") for column in COLUMNS))]
    text = "\t".join(quoted[:20]) + "\n" + "\t".join(quoted[20:]) + "\n"
    (event,), _ = read("icews", put(tmp_path / "e.tab", text))
    assert (event.id, event.sources[0].via) == ("icews-20140302-70", ("A Daily",))


def test_after_a_hundred_problems_it_stops_and_says_so(tmp_path: Path) -> None:
    held = [ROW | {"Event ID": "x"}] * 150
    problems = refused("icews", put(tmp_path / "e.csv", text_of(COLUMNS, held, ",", True)))
    assert len(problems) == 101
    assert problems[99].startswith("row 101, ")
    assert problems[100].endswith(
        "the rest: found rows that were not looked at; expected fewer than 100 problems before it"
    )


def test_what_is_asked_wrongly_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "e.csv", text_of(COLUMNS, [ROW], ",", True))
    with pytest.raises(bt.MissingError, match="no data set 'icevs'; near it: icews"):
        exchange.read("icevs", path, version="1", known=KNOWN)
    with pytest.raises(bt.InputError, match="version: found 24; expected the version"):
        exchange.work("icews", version=24, known=KNOWN)  # type: ignore[arg-type]
    with pytest.raises(bt.InputError, match="known: found None; expected the day on which"):
        exchange.work("icews", version="1", known=None)  # type: ignore[arg-type]
    with pytest.raises(bt.InputError, match="parties: found 'RU'; expected codes of parties"):
        exchange.read("icews", path, version="1", known=KNOWN, parties="RU")
    assert "icews" in exchange.available()


def test_an_edition_is_a_work_in_the_terms_of_csl() -> None:
    work = exchange.work("icews", version="V37", known="2023-04-11")
    assert (work.id, work.title) == ("icews-v37", "ICEWS Coded Event Data, version V37")
    assert (work.type, str(work.known), work.publisher) == (
        "dataset",
        "2023-04-11",
        "Harvard Dataverse",
    )
