"""Reading TimelineJS: the rows of a sheet and the slides of JSON, right and wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bilateral_timeline as bt
from bilateral_timeline.exchange import EntryNoted, read_csv, read_timelinejs
from bilateral_timeline.exchange.formats.timelinejs import COLUMNS

WORK = bt.Source(id="a-timeline", title="A timeline", known="2024-05-19")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slides")


def sheet(folder: Path, *lines: str, name: str = "in.csv") -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return folder / name


def test_a_row_becomes_an_event_with_all_that_it_tells(folder: Path) -> None:
    path = sheet(
        folder,
        ",".join(COLUMNS),
        '1979,2,11,9:00,,,,,,Über <b>all</b> &amp; done,"<p>One</p><p>Two &lt;3</p>",'
        "https://example.org/a.jpg,Someone,A picture,,Alt,,Group,#fff",
    )
    slides = read_timelinejs(path, source=WORK, parties=("AA",))
    (told,) = slides.events
    assert told == bt.Event(
        id="uber-all-done",
        when="1979-02-11",
        known="2024-05-19",
        title="Über all & done",
        parties=["AA"],
        sources=[bt.Citation(WORK, "entry of 1979-02-11")],
        what=EntryNoted(
            text="One\nTwo <3",
            group="Group",
            time="9:00",
            media="https://example.org/a.jpg",
            credit="Someone",
            caption="A picture",
            alt="Alt",
            background="#fff",
        ),
    )
    assert slides.left_out == {}


@pytest.mark.parametrize(
    ("cells", "when"),
    [
        ("1979,,,,,,", "1979"),
        ('"1,979",,,,,,', "1979"),
        ("1979,,,c. 1979,,,", "1979~"),
        ("1979,,,ca 1979,,,", "1979~"),
        ("1979,2,,Around February 1979,,,", "1979-02~"),
        ("1979,,,perhaps 1979,,,", "1979?"),
        ("1979,,,Since 1979,,,", "1979/.."),
        ("1979,,,The year of the revolution,,,", "1979"),
        ("1979,,,c. 1980,,,", "1979"),
        ("1979,2,11,11 February,,,", "1979-02-11"),
        ("1979,,,,1981,,", "1979/1981"),
        ("1979,2,,,1979,2,", "1979-02"),
        ("1970,,,The 1970s,1979,,", "197X"),
        ("2022,6,,Summer 2022,2022,8,", "2022-22"),
        ("2022,6,,A hot summer,2022,8,", "2022-06/2022-08"),
        ("1979,,,between 1979 and 1981,1981,,", "[1979..1981]"),
    ],
)
def test_the_date_of_a_row(folder: Path, cells: str, when: str) -> None:
    year, rest = cells.rsplit(",", 6)[0], cells.rsplit(",", 6)[1:]
    head = "Year,Month,Day,Display Date,End Year,End Month,End Day,Headline"
    path = sheet(folder, head, f"{','.join([year, *rest])},Upheaval")
    (told,) = read_timelinejs(path, source=WORK).events
    assert str(told.when) == when


def test_all_that_is_wrong_with_a_sheet_is_told_by_row_and_column(folder: Path) -> None:
    path = sheet(
        folder,
        "Year,Month,Day,End Year,Type,Headline,Text",
        "1979,Feb,,,,One,",
        ",2,,,,Two,",
        "1979,2,30,,,Three,",
        "1979,,,1978,,Four,",
        "1979,,3,,,Five,",
        "1979,,,,era,Six,",
        "1979,13,,,,,",
        "-300,,,,,Seven,",
        "1979,2,11,,,Right,",
    )
    with pytest.raises(bt.ChronicleError) as error:
        read_timelinejs(path, source=WORK)
    told = [str(problem).removeprefix(f"{path}: ") for problem in error.value.problems]
    assert told == [
        "row 2, column 'Month': found 'Feb'; expected a whole number from 1 to 12",
        "row 3, column 'Month': found '2'; expected nothing, as there is no Year",
        "row 4, column 'Day': found 30; expected a day of 1979-02",
        "row 5, column 'End Year': found 1978; expected a date that is not before 1979",
        "row 6, column 'Day': found '3'; expected nothing, as there is no Month",
        "row 7, column 'End Year': found nothing; expected a year, as an era has an end",
        "row 8, column 'Month': found '13'; expected a whole number from 1 to 12",
        "row 8, column 'Headline': found nothing; expected a headline, or a text",
        "row 9, column 'Year': found '-300'; expected a whole number from 1 to 9999",
    ]


def test_what_is_no_event_is_counted(folder: Path) -> None:
    path = sheet(folder, "Year,Headline,Type", ",A title,title", ",,", "1979,One,", "1979,One,")
    slides = read_timelinejs(path, source=WORK)
    assert [event.id for event in slides.events] == ["one", "one-2"]
    assert slides.left_out == {"titles, which have no date": 1, "rows with nothing in them": 1}


def test_a_headline_in_other_letters_has_its_date_in_its_id(folder: Path) -> None:
    path = sheet(folder, "Year,Headline", "1979,انقلاب")
    (told,) = read_timelinejs(path, source=WORK).events
    assert (told.id[:-8], told.title) == ("entry-1979-", "انقلاب")


def test_json_is_read_with_its_eras(folder: Path) -> None:
    data = {
        "title": {"text": {"headline": "All of it"}},
        "events": [
            {
                "start_date": {"year": "1979", "month": 2, "hour": 9, "minute": 5},
                "text": {"headline": "Upheaval"},
                "background": {"color": "#000"},
            }
        ],
        "eras": [
            {
                "start_date": {"year": 1980},
                "end_date": {"year": 1988},
                "text": {"headline": "The war"},
            }
        ],
    }
    path = folder / "data.json"
    path.write_text(json.dumps(data), "utf-8")
    one, two = read_timelinejs(path, source=WORK).events
    assert (str(one.when), one.what.time, one.what.background) == ("1979-02", "09:05", "#000")
    assert (str(two.when), two.what.sort) == ("1980/1988", "era")
    assert two.sources[0].locator == "entry of 1980/1988"


def test_all_that_is_wrong_with_json_is_told_by_its_place(folder: Path) -> None:
    path = folder / "wrong.json"
    path.write_text('{"events": [{"start_date": {"year": "x"}}, 3]}', "utf-8")
    with pytest.raises(bt.ChronicleError) as error:
        read_timelinejs(path, source=WORK)
    assert [problem.where for problem in error.value.problems] == [
        f"{path}: events[0].start_date.year",
        f"{path}: events[0].text.headline",
        f"{path}: events[1]",
    ]
    path.write_text("{", "utf-8")
    with pytest.raises(bt.ChronicleError, match="expected JSON"):
        read_timelinejs(path, source=WORK)
    path.write_text("[]", "utf-8")
    with pytest.raises(bt.ChronicleError, match="an object with a list of `events`"):
        read_timelinejs(path, source=WORK)


def test_a_work_without_a_day_is_refused(folder: Path) -> None:
    path = sheet(folder, "Year,Headline", "1979,One")
    with pytest.raises(bt.InputError, match="a Source with its `known`"):
        read_timelinejs(path, source=bt.Source(id="w", title="T"))
    with pytest.raises(bt.InputError, match="parties: found 'AA'"):
        read_timelinejs(path, source=WORK, parties="AA")
    with pytest.raises(bt.MissingError, match=r"no file .*in\.cvs"):
        read_timelinejs(folder / "in.cvs", source=WORK)
    with pytest.raises(bt.ChronicleError, match="the columns 'Year' too"):
        read_timelinejs(sheet(folder, "Headline", "One"), source=WORK)


def test_a_number_of_too_many_digits_is_refused_in_clear_words(folder: Path) -> None:
    path = folder / "digits.json"
    path.write_text('{"events": [{"start_date": {"year": ' + "1" * 5_000 + "}}]}", "utf-8")
    with pytest.raises(bt.ChronicleError) as error:
        read_timelinejs(path, source=WORK)
    (problem,) = error.value.problems
    assert (problem.file, problem.found) == (str(path), "a number of 5,000 digits")


@pytest.mark.parametrize("headline", ["Upheaval", "انقلاب"])
def test_a_row_put_in_at_the_top_changes_no_other(folder: Path, headline: str) -> None:
    log, row = bt.EventLog(), f"1979,{headline}"
    log.append(*read_timelinejs(sheet(folder, "Year,Headline", row), source=WORK).events)
    path = sheet(folder, "Year,Headline", "1970,Before", row)
    assert log.append(*read_timelinejs(path, source=WORK).events) == 2


def test_a_sheet_parted_by_semicolons_is_told_so(folder: Path) -> None:
    path = sheet(folder, "Year;Headline", "1979;Upheaval")
    with pytest.raises(bt.ChronicleError, match="found the delimiter ';'; expected the delimiter"):
        read_timelinejs(path, source=WORK)


def test_a_retraction_with_cells_of_an_event_is_wrong(folder: Path) -> None:
    head = "id,revision,kind,when,known,title,retracted"
    path = sheet(folder, head, "a,1,,2024,2024-01-01,Title,not held")
    with pytest.raises(bt.ChronicleError) as error:
        read_csv(path)
    assert [problem.path for problem in error.value.problems] == ["when", "title"]


def test_a_nul_in_json_is_refused(folder: Path) -> None:
    path = folder / "nul.json"
    path.write_text(
        '{"events": [{"start_date": {"year": 1979}, "text": {"headline": "a\\u0000b"}}]}', "utf-8"
    )
    with pytest.raises(bt.ChronicleError) as error:
        read_timelinejs(path, source=WORK)
    (problem,) = error.value.problems
    assert problem.where == f"{path}: events[0].text.headline"
    assert problem.expected == "text without a NUL character"
