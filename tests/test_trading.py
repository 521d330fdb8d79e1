"""Data in and out by the command line: `import` into a log, `export` in formats of others."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange, frames
from bilateral_timeline.cli import main
from bilateral_timeline.cli.importing import SETS
from bilateral_timeline.coding.intensity import Interaction
from exchange_files import put, text_of
from running import GAZETTE, VISIT, Run, works

COLUMNS = ("Event ID", "Event Date", "Source Country", "CAMEO Code", "Target Country", "Publisher")
Cells = dict[str, str]


def row(id: int, code: str = "042", target: str = "Iran", day: str = "2014-03-02") -> Cells:
    return dict(zip(COLUMNS, (str(id), day, "Russia", code, target, "A Daily"), strict=True))


def acts(path: Path, *rows: Cells) -> Path:
    """A file of made-up rows as ICEWS has them."""
    return put(path, text_of(COLUMNS, rows, ",", True))


def records_of(path: Path) -> list[bt.Event | bt.Retraction]:
    if path.suffix == ".jsonl":
        return list(bt.read_jsonl(path))
    with bt.open_log(path, create=False) as log:
        return [entry.record for entry in log.read()]


EDITION = ("--version", "1", "--known", "2015-01-01")


# -- import: editions -----------------------------------------------------------------------------

tables = st.lists(
    st.dictionaries(
        st.integers(1, 4),
        st.tuples(st.sampled_from(["042", "057", "1214"]), st.sampled_from(["Iran", "Syria", ""])),
        max_size=4,
    ),
    min_size=1,
    max_size=3,
)


@given(tables=tables)
@settings(max_examples=12)
def test_editions_that_are_imported_are_those_that_the_library_takes_in(
    tmp_path_factory: pytest.TempPathFactory, tables: list[dict[int, tuple[str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("import")
    memory, stored = bt.EventLog(), folder / "acts.db"
    editions = list[str]()
    other = row(99, target="Oman")
    for number, told in enumerate(tables, 1):
        rows = (row(id, *what) for id, what in told.items())
        path = acts(folder / f"{number}.csv", other, *rows)
        known = f"2015-{number:02}-01"
        asked = ["--version", str(number), "--known", known, "--during", "2014"]
        take = ["import", "icews", str(path), "--into", str(stored), *asked]
        edition: dict[str, Any] = {"version": str(number), "known": known, "during": "2014"}
        if main(take) == 2:  # the row of an event that is held tells none
            with pytest.raises(
                bt.ChronicleError, match=r"no c.*; expected a row that tells icews-"
            ):
                exchange.update(memory, "icews", path, **edition)
            take, edition = [*take, "--lenient"], {**edition, "lenient": True}
            assert main(take) == 0
        exchange.update(memory, "icews", path, **edition)
        assert stored.exists() == (memory.position > 0)
        if stored.exists():
            editions.append(f"icews-{number}")
            assert records_of(stored) == [entry.record for entry in memory.read()]
    if not stored.exists():
        return
    with bt.open_log(stored, create=False) as log:
        assert [work.id for work in log.sources] == editions
        assert log.verify() == ()


def test_import_says_what_is_new_changed_gone_and_passed_over(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "acts.db"
    first = acts(tmp_path / "1.csv", row(1), row(2), row(3), row(4, target=""), row(5, "1214"))
    ran = run("import", "icews", first, "--into", into, *EDITION)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "ICEWS Coded Event Data, version 1 [icews-1]",
        f"Events in {into}, from 5 rows: 3 new, 0 corrected, 0 retracted, 0 unchanged",
        "Passed over: 2 rows",
        "  1: no code of CAMEO 1.1b3: 1214",
        "  1: no country of the target",
    ]
    second = acts(tmp_path / "2.csv", row(1, "057"), row(2), row(6))
    asked = ["--version", "2", "--known", "2015-02", "--during", "2014"]
    ran = run("import", "icews", second, "--into", into, *asked)
    assert ran.lines == [
        "ICEWS Coded Event Data, version 2 [icews-2]",
        f"Events in {into}, from 3 rows: 1 new, 1 corrected, 1 retracted, 1 unchanged",
        "Retracted, as the file tells it no more: 1 event",
        "  icews-20140302-3",
    ]
    again = run("import", "icews", second, "--into", into, *asked, "--json")
    assert again.data == {
        "position": 6,
        "rows": 3,
        "added": 0,
        "corrected": 0,
        "retracted": 0,
        "unchanged": 3,
        "skipped": {},
        "kept": 0,
        "gone": [],
        "withheld": [],
        "left": [],
        "work": "icews-2",
        "problems": [],
        "works_by_id_alone": 0,
        "unknown_kinds": [],
        "early": [],
        "countries": [],
    }


def test_a_new_file_of_json_lines_keeps_the_work_and_a_log_in_sqlite_the_same(
    run: Run, tmp_path: Path
) -> None:
    path = acts(tmp_path / "1.csv", row(1), row(2))
    heads = set()
    for name in ("acts.jsonl", "acts.db"):
        assert run("import", "icews", path, "--into", tmp_path / name, *EDITION).code == 0
        heads.add(run("verify", tmp_path / name).lines[0])
    assert len(heads) == 1
    work = json.loads((tmp_path / "acts.jsonl").read_text("utf-8").splitlines()[0])["work"]
    assert (work["id"], work["known"]) == ("icews-1", "2015-01-01")


def test_of_the_parties_asked_for_alone_rows_are_taken_and_only_theirs_are_gone(
    run: Run, tmp_path: Path
) -> None:
    into = tmp_path / "acts.db"
    path = acts(tmp_path / "1.csv", row(1), row(2, target="Syria"))
    run("import", "icews", path, "--into", into, *EDITION)
    other = acts(tmp_path / "2.csv", row(2, target="Syria"))
    asked = ["--version", "2", "--known", "2016", "--during", "2014", "--parties", "RU", "IR"]
    ran = run("import", "icews", other, "--into", into, *asked)
    assert ": 0 new, 0 corrected, 1 retracted," in ran.out
    assert ran.lines[2:4] == [
        "Retracted, as the file tells it no more: 1 event of 1. Is the file whole?",
        "  icews-20140302-1",
    ]
    with bt.open_log(into) as log:
        assert [event.id for event in log.timeline().events()] == ["icews-20140302-2"]


def test_a_register_that_is_imported_is_asked_as_of_any_day(run: Run, tmp_path: Path) -> None:
    columns = (*("obsid", "ccode", "leader", "startdate", "enddate", "entry", "exit", "exitcode"),)
    ada, bo = (
        dict(zip(columns, cells, strict=True))
        for cells in (
            ("IRN-1", "630", "Ada", "1990-01-02", "1995-03-04", "Regular", "Regular", "Regular"),
            ("IRN-2", "630", "Bo", "1995-03-04", "1999-05-06", "Regular", "Regular", "Regular"),
        )
    )
    path = put(tmp_path / "leaders.tsv", text_of(columns, [ada, bo], "\t", True))
    into = tmp_path / "leaders.db"
    assert run("import", "archigos", path, "--into", into, *EDITION).code == 0
    asked = ["--pair", "IR", "RU", "--from", into, "--json"]
    # nobody of the other party is told of, so the pair is asked of the library
    assert run("as-of", "1992", *asked).code == 2
    assert run("events", "--from", into).code == 2  # of which pair, nobody can tell
    log = bt.open_log(into)
    with log:
        state = log.timeline(bt.relationship("IR", "RU")).as_of("1992")
        (office,) = state.leadership.branches()
        assert state.at(f"leadership.{office}.holder") == "Ada"
    told = run("export", "csv", tmp_path / "leaders.csv", "--from", into)
    assert (told.code, told.lines[0]) == (0, f"csv: {len(records_of(into))} events, 0 works")


def test_a_register_of_two_states_is_listed_without_a_word_of_which(
    run: Run, tmp_path: Path
) -> None:
    path, into = tmp_path / "members.csv", tmp_path / "members.db"
    path.write_text("ccode,year,UN\n365,2000,1\n630,2000,1\n", encoding="utf-8")
    assert run("import", "cow-igo", path, "--into", into, *EDITION).code == 0
    assert [line.rpartition("[")[2] for line in run("events", "--from", into).lines[:2]] == [
        "cow-igo-365-un-2000]",
        "cow-igo-630-un-2000]",
    ]
    assert run("as-of", "2001", "--from", into).lines[0].startswith("IR and RU on ")


def test_a_party_that_no_row_has_is_told_and_nothing_is_left_behind(
    run: Run, tmp_path: Path
) -> None:
    path, into = acts(tmp_path / "1.csv", row(1)), tmp_path / "acts.db"
    asked = ("import", "icews", path, "--into", into, *EDITION, "--parties")
    ran = run(*asked, "RUS", "XX", "IQ")
    assert (ran.code, ran.out) == (2, "")
    assert "parties: found 'RUS'; expected RU\n" in ran.err
    assert "parties: found 'XX'; expected the code of a country" in ran.err
    assert "'IQ'" not in ran.err
    ran = run(*asked, "RU", "IQ")
    assert f"parties: found 'IQ', which no row of {path} has; expected " in ran.err
    assert not into.exists()
    assert run(*asked, "RU", "IR").code == 0
    before = into.read_bytes()
    later = ["--version", "2", "--known", "2016", "--during", "2014", "--parties", "RU", "IQ"]
    assert run("import", "icews", path, "--into", into, *later).code == 2
    assert into.read_bytes() == before


@pytest.mark.parametrize("name", ["acts.db", "acts.jsonl"])
def test_where_nothing_is_taken_in_no_file_comes_to_be(run: Run, tmp_path: Path, name: str) -> None:
    into = tmp_path / name
    path = acts(tmp_path / "1.csv", row(1, "1214"))
    ran = run("import", "icews", path, "--into", into, *EDITION)
    assert (ran.code, ran.lines[1:3]) == (
        0,
        ["Events from 1 row: 0 new", f"Nothing was taken in, so there is no {into}."],
    )
    assert not into.exists()


def test_a_row_that_tells_an_event_otherwise_is_told_with_the_row_before_it(
    run: Run, tmp_path: Path
) -> None:
    into, path = tmp_path / "acts.db", acts(tmp_path / "1.csv", row(1), row(2), row(1, "057"))
    told = (
        f"{path}: row 4: found 'icews-20140302-1' again, of which it says something else; "
        "expected an id of its own, as row 2 has this one; take away one of the two rows"
    )
    ran = run("import", "icews", path, "--into", into, *EDITION)
    assert (ran.code, ran.err, into.exists()) == (2, f"bilateral-timeline: {told}\n", False)
    ran = run("import", "icews", path, "--into", into, *EDITION, "--lenient")
    assert ran.lines[1:] == [
        f"Events in {into}, from 3 rows: 2 new, 0 corrected, 0 retracted, 0 unchanged",
        "Passed over: 1 row",
        "  1: it cannot be read",
        "What cannot be read:",
        f"  {told}",
    ]


# -- import: what is wrong ------------------------------------------------------------------------

BAD = (row(2, day="no day"), row(3) | {"Event ID": "x"})
TOLD = [
    "{0}: row 3, column 'Event Date': found 'no day'; expected a day such as 2014-03-02",
    "{0}: row 4, column 'Event ID': found 'x'; expected a number of digits alone",
]


@pytest.mark.parametrize("name", ["new.db", "new.jsonl", "old.db"])
def test_wrong_rows_are_all_told_and_nothing_is_taken(run: Run, tmp_path: Path, name: str) -> None:
    into = tmp_path / name
    if name == "old.db":
        run("import", "icews", acts(tmp_path / "0.csv", row(9)), "--into", into, *EDITION)
    before = into.read_bytes() if into.exists() else b""
    path = acts(tmp_path / "1.csv", row(1), *BAD)
    asked = ["--version", "2", "--known", "2016", "--during", "2014"]
    ran = run("import", "icews", path, "--into", into, *asked)
    assert (ran.code, ran.out) == (2, "")
    told = ran.err.removeprefix("bilateral-timeline: ").splitlines()
    assert told == [line.format(path) for line in TOLD]
    assert (into.read_bytes() if into.exists() else b"") == before
    assert into.exists() == (name == "old.db")


def test_of_many_wrong_rows_a_hundred_are_told(run: Run, tmp_path: Path) -> None:
    path = acts(tmp_path / "1.csv", *(row(id, day="no day") for id in range(150)))
    lines = run("import", "icews", path, "--into", tmp_path / "a.db", *EDITION).err.splitlines()
    assert len(lines) == 101
    assert lines[-1].endswith(
        "found rows that were not looked at; expected fewer than 100 problems before it"
    )


def test_leniently_wrong_rows_are_passed_over_and_nothing_counts_as_gone(
    run: Run, tmp_path: Path
) -> None:
    into = tmp_path / "acts.db"
    run("import", "icews", acts(tmp_path / "0.csv", row(1), row(2)), "--into", into, *EDITION)
    path = acts(tmp_path / "1.csv", row(1, "057"), *BAD)
    asked = ["--version", "2", "--known", "2016", "--during", "2014", "--lenient"]
    ran = run("import", "icews", path, "--into", into, *asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[1:] == [
        f"Events in {into}, from 3 rows: 0 new, 1 corrected, 0 retracted, 0 unchanged",
        "Passed over: 2 rows",
        "  2: it cannot be read",
        "What cannot be read:",
        *(f"  {line.format(path)}" for line in TOLD),
        "1 event of the log that no row tells: not retracted, as a row that cannot be read may "
        "tell them.",
    ]
    with bt.open_log(into) as log:
        assert [e.what.cameo for e in log.timeline().events()] == ["057", "042"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["icws"], "argument SET: found 'icws'; expected a data set; near it: icews; "),
        (["weather"], f"near it: none; there are {', '.join(SETS)}; "),
        (["icews"], "import icews: found no --version; expected --version and --known; "),
        (["icews", "--version", "1"], "import icews: found no --known; expected --version and"),
        (
            ["timelinejs", "--known", "2024"],
            "import timelinejs: found no --title; expected ",
        ),
        (
            ["csv", "--known", "2024"],
            "import csv: found --known; expected --beside, --encoding; each row says it itself",
        ),
        (
            ["timelinejs", "--title", "A", "--known", "2024", "--lenient"],
            "timelinejs: found --lenient; expected --title, --known, --parties, --encoding\n",
        ),
        (["timelinejs", "--title", "?", "--known", "2024"], "title: found '?'; expected a title"),
        (["icews", "--version", "1", "--known", "soon"], "known: found 'soon'; expected a day"),
        (["icews", "--version", "1", "--known", "2015", "--encoding", "x"], "encoding: found 'x'"),
        (["icews", "--version", "1", "--known", "2015", "--parties"], "expected at least one"),
    ],
)
def test_what_is_mistyped_is_told_and_nothing_comes_to_be(
    run: Run, tmp_path: Path, arguments: list[str], told: str
) -> None:
    path = acts(tmp_path / "1.csv", row(1))
    name, *more = arguments
    ran = run("import", name, path, "--into", tmp_path / "new.db", *more)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not (tmp_path / "new.db").exists()


def test_all_that_is_missing_is_told_at_once(run: Run, tmp_path: Path) -> None:
    ran = run("import", "icews", "1.csv", "--into", tmp_path / "new.db")
    assert ran.err.count("\n") == 2


def test_where_an_import_cannot_go_is_told(run: Run, tmp_path: Path) -> None:
    path, held = acts(tmp_path / "1.csv", row(1)), tmp_path / "held.jsonl"
    held.write_text("{}\n")
    for into, told in (
        (held, "found a file that holds something; expected a new one, or a log"),
        (tmp_path / "a" / "new.db", "expected a folder to write to"),
        (tmp_path / "folder", "found a folder; expected a file that ends in .db or .jsonl"),
        (tmp_path / "new.txt", "found the ending '.txt'"),
    ):
        ran = run("import", "icews", path, "--into", into, *EDITION)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert told in ran.err
        assert ("a file that ends in .db takes in one after another" in ran.err) == (into == held)
    missing = run("import", "icews", tmp_path / "2.csv", "--into", tmp_path / "new.db", *EDITION)
    assert (missing.code, "near it: 1.csv" in missing.err) == (2, True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["1.csv", "held.jsonl"]


def test_a_second_file_of_a_set_in_parts_needs_its_period(run: Run, tmp_path: Path) -> None:
    path, into = acts(tmp_path / "1.csv", row(1)), tmp_path / "acts.db"
    assert run("import", "icews", path, "--into", into, *EDITION).code == 0
    ran = run("import", "icews", path, "--into", into, "--version", "2", "--known", "2016")
    assert (ran.code, ran.out) == (2, "")
    assert "(typed: --during 2014)" in ran.err


# -- kinds ----------------------------------------------------------------------------------------


def test_a_log_of_acts_and_of_entries_is_understood_without_what_made_it(tmp_path: Path) -> None:
    log = bt.EventLog()
    entry = exchange.EntryNoted(text="It rained")
    what: Any
    for id, what in (("act", Interaction(cameo="042", actor="VE", target="OS")), ("entry", entry)):
        pair = ("VE", "OS")
        log.append(bt.Event(id=id, when="2024-05-19", known="2024-05-20", what=what, parties=pair))
    bt.write_jsonl(tmp_path / "log.jsonl", log)
    code = (
        "import sys; from bilateral_timeline.cli import main\n"
        "main(['as-of', '2024-06', '--from', sys.argv[1]])\n"
        "main(['check', sys.argv[1]])\n"
        "assert not [name for name in sys.modules if '.slides' in name]"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "log.jsonl")],
        capture_output=True,
        text=True,
        check=True,
    )
    told = "All 2 events are of kinds of no facet, and left out of the state: "
    words = " ".join(done.stdout.split())
    assert f"{told}entry-noted (1), interaction (1); `events` lists them, `panel" in words
    assert words.endswith(" no problems")


# -- tables and timelines -------------------------------------------------------------------------


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where to write, which is no folder of a chronicle."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture
def history(run: Run, tmp_path: Path) -> Path:
    """A log with a correction and a retraction."""
    into = tmp_path / "history.db"
    for number, rows in enumerate(([row(1), row(2), row(3)], [row(1, "057"), row(2)]), 1):
        path = acts(tmp_path / f"{number}.csv", *rows)
        asked = ["--version", str(number), "--known", f"201{number + 4}", "--during", "2014"]
        assert run("import", "icews", path, "--into", into, *asked).code == 0
    return into


@pytest.mark.parametrize("ending", ["db", "jsonl"])
def test_all_records_go_out_as_csv_and_come_in_again(
    run: Run, tmp_path: Path, history: Path, ending: str
) -> None:
    table, again = tmp_path / "table.csv", tmp_path / f"again.{ending}"
    run("export", "csv", table, "--records", "--from", history)
    ran = run("import", "csv", table, "--into", again)
    assert ran.out == (
        f"Events in {again}, from 5 rows: 3 new, 1 corrected, 1 retracted, 0 unchanged\n"
        "2 works known by the id alone: --beside takes a file of works.\n"
    )
    assert records_of(again) == records_of(history)
    if ending == "db":
        ran = run("import", "csv", table, "--into", again)
        assert ": 0 new, 0 corrected, 0 retracted, 5 unchanged\n" in ran.out


@pytest.mark.parametrize("ending", ["db", "jsonl"])
def test_with_the_works_beside_it_a_table_brings_the_whole_log_back(
    run: Run, tmp_path: Path, history: Path, ending: str
) -> None:
    table, beside, again = tmp_path / "t.csv", tmp_path / "w.json", tmp_path / f"again.{ending}"
    run("export", "csv", table, "--records", "--from", history)
    told = run("export", "csl", beside, "--records", "--from", history)
    assert told.lines[0] == "csl: 0 events, 2 works"
    ran = run("import", "csv", table, "--beside", beside, "--into", again)
    assert len(ran.lines) == 1
    assert records_of(again) == records_of(history)
    with bt.open_log(history) as log:
        works = log.sources
    assert [work.id for work in works] == ["icews-1", "icews-2"]
    if ending == "db":
        with bt.open_log(again) as log:
            assert log.sources == works
    else:
        lines = again.read_text("utf-8").splitlines()
        assert [json.loads(line)["work"]["id"] for line in lines[:2]] == ["icews-1", "icews-2"]


def test_what_is_wrong_with_the_works_beside_a_table_is_told(run: Run, tmp_path: Path) -> None:
    table, beside = tmp_path / "t.csv", tmp_path / "w.json"
    table.write_text("id,kind,when,known\na,ferry-note,2024,2024\n")
    into = tmp_path / "new.db"
    asked = ("import", "csv", table, "--beside", beside, "--into", into)
    ran = run(*asked)
    assert (ran.code, "w.json" in ran.err) == (2, True)
    beside.write_text('[{"id": "herald", "title": 5}]')
    ran = run(*asked)
    assert (ran.code, ran.out) == (2, "")
    assert "w.json:1: item 1 (herald): found no type; expected text" in ran.err
    assert not into.exists()


def test_a_row_of_csv_that_is_changed_without_a_revision_is_refused(
    run: Run, tmp_path: Path, history: Path
) -> None:
    table = tmp_path / "table.csv"
    run("export", "csv", table, "--records", "--from", history)
    table.write_text(table.read_text("utf-8").replace("2014-03-02", "2014-03-03"), "utf-8")
    ran = run("import", "csv", table, "--into", history)
    assert (ran.code, ran.out) == (2, "")
    assert "icews-20140302-1" in ran.err
    assert len(records_of(history)) == 5


def test_cells_of_csv_that_are_wrong_are_told_by_row_and_column(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("id,kind,when,known\na,meeting-held,2024-13,2024\nb,x,2024,soon\n")
    ran = run("import", "csv", table, "--into", tmp_path / "new.db")
    assert ran.code == 2
    assert f"{table}: row 2, column 'when'" in ran.err
    assert f"{table}: row 3, column 'known'" in ran.err
    assert not (tmp_path / "new.db").exists()


def test_a_timeline_made_elsewhere_comes_in_as_a_work_with_its_entries(
    run: Run, tmp_path: Path
) -> None:
    sheet, into = tmp_path / "sheet.csv", tmp_path / "told.db"
    sheet.write_text("Year,Month,Day,Headline,Type\n1979,,,Upheaval,\n,,,A title,title\n")
    asked = ["--title", "Two Lands, a Timeline", "--known", "2024-05", "--parties", "VE", "OS"]
    ran = run("import", "timelinejs", sheet, "--into", into, *asked)
    assert ran.lines == [
        "Two Lands, a Timeline [two-lands-a-timeline]",
        f"Events in {into}, from 2 rows: 1 new, 0 corrected, 0 retracted, 0 unchanged",
        "Passed over: 1 row",
        "  1: titles, which have no date",
    ]
    told = run("events", "--from", into)
    assert told.lines[0] == "1979: Upheaval (two lands a timeline) [upheaval]"
    with bt.open_log(into) as log:
        (event,) = log.timeline().events()
        (work,) = log.sources
    assert (event.parties, str(event.known)) == (("VE", "OS"), "2024-05-31")
    assert (work.title, event.sources[0].source) == ("Two Lands, a Timeline", work.id)
    again = run("import", "timelinejs", sheet, "--into", into, *asked)
    assert ": 0 new, 0 corrected, 0 retracted, 1 unchanged" in again.out


def test_a_slide_of_the_first_century_is_asked_about(run: Run, tmp_path: Path) -> None:
    sheet, asked = tmp_path / "sheet.csv", ["--title", "T", "--known", "2024-05"]
    sheet.write_text("Year,Headline\n24,Talks\n79,An eruption\n1979,Upheaval\n")
    ran = run("import", "timelinejs", sheet, "--into", tmp_path / "a.db", *asked)
    assert ran.lines[2:] == [
        "2 slides of years before 100: is the century missing?",
        "  Talks, 0024",
        "  An eruption, 0079",
    ]
    told = run("import", "timelinejs", sheet, "--into", tmp_path / "b.db", *asked, "--json")
    assert told.data["early"] == ["Talks, 0024", "An eruption, 0079"]


def test_the_name_of_a_country_is_no_code_of_a_party(run: Run, tmp_path: Path) -> None:
    sheet, into = tmp_path / "sheet.csv", tmp_path / "a.db"
    sheet.write_text("Year,Headline\n1979,Upheaval\n")
    asked = ["import", "timelinejs", sheet, "--title", "T", "--known", "2024", "--into", into]
    ran = run(*asked, "--parties", "Russia", "NATO", "ir")
    assert (ran.code, ran.out, into.exists()) == (2, "", False)
    assert ran.err == (
        "bilateral-timeline: parties: found 'Russia'; expected the code of that country, RU\n"
        "parties: found 'ir'; expected the code of that country, IR\n"
    )
    assert run(*asked, "--parties", "RU", "NATO").code == 0


def test_names_of_countries_in_the_parties_of_a_table_are_asked_about(
    run: Run, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(f"{HEAD}\na,ferry,2022,2022-12-31,x,Russia; IR; NATO\n")
    ran = run("import", "csv", rows, "--into", tmp_path / "a.db")
    assert ran.lines[-2:] == [
        "1 name of countries among the parties: are their codes meant?",
        "  Russia: RU",
    ]


def test_what_is_no_file_of_works_is_told_with_who_writes_one(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(f"{HEAD}\na,ferry,2022,2022-12-31,x,RU\n")
    ran = run("import", "csv", rows, "--into", tmp_path / "a.db", "--beside", rows)
    assert ran.code == 2
    assert "expected CSL-JSON: a list of works, as `export csl` writes it\n" in ran.err


# -- export ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", sorted(exchange.FORMATS))
def test_export_writes_what_the_library_writes_and_says_the_same(
    run: Run, folder: Path, out: Path, format: str
) -> None:
    timeline = bt.load_chronicle(folder)
    expected = exchange.write(format, timeline, out / "expected")
    ran = run("export", format, out / "found", "--from", folder)
    assert (ran.code, ran.err) == (0, "")
    assert (out / "found").read_bytes() == (out / "expected").read_bytes()
    told = f"{ran.lines[0]}; {'; '.join(ran.lines[1:]).lower()}".rstrip("; ")
    assert told == str(expected)
    assert run("export", format, out / "found", "--from", folder, "--json").data == {
        "format": format,
        "events": expected.events,
        "works": expected.works,
        "left_out": dict(expected.left_out),
        "said_less": dict(expected.said_less),
    }
    if format not in ("datasette", "parquet"):
        to_pipe = run("export", format, "-", "--from", folder)
        assert to_pipe.out.encode() == (out / "expected").read_bytes()
        assert to_pipe.err.splitlines() == ran.lines


def test_export_keeps_to_the_days_asked_for(run: Run, folder: Path, out: Path) -> None:
    later = VISIT.replace("2024-05-19", "2024-06-19").replace('"gazette"', '"herald"')
    herald = {
        "id": "herald",
        "type": "book",
        "title": "H",
        "issued": {"date-parts": [[2024, 7, 1]]},
    }
    (folder / "sources.json").write_text(works(GAZETTE, herald), "utf-8")
    (folder / "2024" / "later.toml").write_text(later, "utf-8")
    for arguments, ids in (
        ([], ["visit", "later"]),
        (["--after", "2024-05"], ["later"]),
        (["--until", "2024-05"], ["visit"]),
        (["--known-by", "2024-06"], ["visit"]),
        (["--until", "2024-06", "--known-by", "then"], ["visit"]),
    ):
        for format in ("csv", "parquet"):
            found = out / f"found.{format}"
            ran = run("export", format, found, "--from", folder, *arguments)
            assert ran.lines[0] == f"{format}: {len(ids)} event{'s'[: len(ids) - 1]}, 0 works"
            if format == "csv":
                rows = list(csv.DictReader(found.read_text("utf-8").splitlines()))
                assert [each["id"] for each in rows] == ids
            else:
                assert [record.id for record in frames.read(_parquet(found))] == ids


def _parquet(path: Path) -> Any:
    from pyarrow import parquet

    return parquet.read_table(path)


def test_parquet_holds_all_records_where_they_are_asked_for(
    run: Run, tmp_path: Path, history: Path
) -> None:
    found = tmp_path / "log.parquet"
    ran = run("export", "parquet", found, "--records", "--from", history)
    assert ran.lines == [
        "parquet: 4 events, 0 works",
        "Not said, or less: works, of which only the id is told (2)",
    ]
    assert list(frames.read(_parquet(found))) == records_of(history)
    run("export", "parquet", found, "--records", "--known-by", "2015", "--from", history)
    assert list(frames.read(_parquet(found))) == records_of(history)[:3]
    run("export", "parquet", found, "--from", history)
    assert [record.id for record in frames.read(_parquet(found))] == [
        "icews-20140302-1",
        "icews-20140302-2",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["cvs", "x"], "found 'cvs'; expected a format; near it: csl, csv; "),
        (["weather", "x"], "expected a format; near it: none; there are bibtex, "),
        (
            ["parquet", "-"],
            "export: FILE: found - for parquet, which is no text; expected ",
        ),
        (["datasette", "-"], "export: FILE: found - for datasette"),
        (["bibtex", "x", "--records"], "export: --records: found bibtex; expected one of "),
        (["csv", "x", "--records", "--until", "2024"], "export: found --records and --until; "),
        (["csv", "no/x"], "expected a folder to write to"),
        (["csv", "x", "--after", "soon"], "after: found 'soon'; expected a day"),
        (["csv", "x", "--known-by", "then"], "known_by: found 'then'; expected a day, as no"),
        (["csv", "x", "--from", "no-such"], "no chronicle, folder or file 'no-such'"),
    ],
)
def test_what_cannot_be_exported_is_told_in_a_line(
    run: Run,
    folder: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(out)
    ran = run("export", "--from", folder, *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert told in ran.err
    assert not Path("x").exists()


def test_eighty_columns_are_enough_for_what_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = acts(tmp_path / "1.csv", row(1), *BAD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    into = run("import", "icews", path, "--into", "a.db", *EDITION, "--lenient")
    out = run("export", "timelinejs", "-", "--from", "a.db")
    for line in (*into.lines, *out.err.splitlines()):
        assert len(line) <= 80 or len(line.split()) == 1


# -- on a terminal --------------------------------------------------------------------------------


def on_a_terminal(patience: float, *arguments: object) -> str:
    """What stands on standard error, which is a terminal."""
    code = (
        "import sys; from bilateral_timeline.cli import main, progress\n"
        f"progress._PATIENCE = {patience}; main(sys.argv[1:])"
    )
    main_end, end = pty.openpty()
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=end) as process:
        os.close(end)
        text = b""
        try:
            while part := os.read(main_end, 1000):
                text += part
        except OSError:
            pass
        os.close(main_end)
    assert process.returncode == 0
    return text.decode()


def test_a_bar_shows_how_far_it_is_where_it_takes_long(tmp_path: Path) -> None:
    path = acts(tmp_path / "1.csv", *(row(id) for id in range(2_500)))
    asked = ["import", "icews", path, *EDITION, "--into"]
    told = on_a_terminal(-1, *asked, tmp_path / "b.db")
    assert "reading rows" in told
    assert told.index("reading rows") < told.index("writing records")
    assert "writing" in on_a_terminal(-1, "export", "csv", "-", "--from", tmp_path / "b.db")


# -- tables that others made ----------------------------------------------------------------------

HEAD = "id,kind,when,known,title,parties"


def test_a_comma_does_not_part_parties(tmp_path: Path) -> None:
    file = tmp_path / "told.csv"
    for cell in ("RU, IR", "RU,IR", "RU; IR, VE", "RU\nIR"):
        file.write_text(f'{HEAD}\na,ferry,2022,2022-12-31,x,"{cell}"\n', encoding="utf-8")
        with pytest.raises(bt.ChronicleError) as caught:
            exchange.read_csv(file)
        told = f"column 'parties': found {cell!r}; expected codes with a semicolon between them"
        assert told in str(caught.value)
    file.write_text(f"{HEAD}\na,ferry,2022,2022-12-31,x,RU; IR\n", encoding="utf-8")
    (event,) = exchange.read_csv(file)
    assert event.parties == ("RU", "IR")  # type: ignore[union-attr]
    one = bt.Event(id="a", when="2022", known="2022", parties=["A, B", "C;D"], what=event.what)  # type: ignore[union-attr]
    log = bt.EventLog()
    log.append(one)
    exchange.write("csv", log, file)
    assert exchange.read_csv(file) == (one,)
    work = bt.Source(id="t", title="T", known="2024-05-19")
    for code in ("RU,IR", "RU; IR"):
        with pytest.raises(bt.InputError, match=f"parties: found '{code}'; expected codes one by"):
            exchange.read_timelinejs(file, source=work, parties=[code])


def test_one_party_may_be_asked_for_and_three(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("ccode,year,NATO\n365,2000,0\n2,2000,1\n630,2000,0\n", encoding="utf-8")
    asked = ["import", "cow-igo", path, "--version", "3", "--known", "2019-07-01", "--json"]
    for parties in (["US"], ["US", "IR"], ["RU", "US", "IR"]):
        into = tmp_path / f"{len(parties)}.jsonl"
        assert json.loads(run(*asked, "--into", into, "--parties", *parties).out)["added"] == len(
            parties
        )


def test_a_table_in_another_encoding_is_read_where_that_is_said(run: Run, tmp_path: Path) -> None:
    file, into = tmp_path / "latin.csv", tmp_path / "log.jsonl"
    file.write_bytes(f"{HEAD}\na,ferry,2022,2022-12-31,caf\xe9,RU\n".encode("latin-1"))
    asked = ["import", "csv", str(file), "--into", str(into)]
    ran = run(*asked)
    assert (ran.code, ran.out) == (2, "")
    assert "byte 0xe9" in ran.err
    assert "expected UTF-8; save it as UTF-8, or say its `encoding`, such as 'latin-1'" in ran.err
    assert run(*asked, "--encoding", "latin-1").code == 0
    assert [one.title for one in bt.read_jsonl(into)] == ["caf\xe9"]  # type: ignore[union-attr]
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes("Year,Headline\n1979,Caf\xe9\n".encode("latin-1"))
    asked = ["import", "timelinejs", str(sheet), "--into", str(tmp_path / "slides.jsonl")]
    asked += ["--title", "A timeline", "--known", "2024-05-19"]
    assert run(*asked).code == 2
    assert run(*asked, "--encoding", "latin-1").code == 0


def test_kinds_that_nothing_knows_are_told_with_what_is_near(run: Run, tmp_path: Path) -> None:
    file, into = tmp_path / "told.csv", tmp_path / "log.jsonl"
    lines = (
        "a,office-assumd,2022,2022,x,RU",
        "b,office-assumd,2023,2023,y,RU",
        "c,zz,2022,2022,z,",
    )
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    ran = run("import", "csv", str(file), "--into", str(into))
    assert (ran.code, ran.lines) == (
        0,
        [
            f"Events in {into}, from 3 rows: 3 new, 0 corrected, 0 retracted, 0 unchanged",
            "2 kinds not known here: such events are kept, and are in no state.",
            "  office-assumd; near it: office-assumed",
            "  zz",
        ],
    )


JSON = [
    '{"events": []}\n',
    '[ {"a": 1} ]\n',
    "[1,2]\n",
    "  []\n",
    '[{"id": 1}]\n',
    "[\n  1\n]\n",
    '["id", "when"]\n',
]


@pytest.mark.parametrize("text", JSON)
def test_json_where_rows_are_read_is_told_to_be_json(tmp_path: Path, text: str) -> None:
    file = tmp_path / "events.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(bt.ChronicleError) as caught:
        exchange.read_csv(file)
    assert str(caught.value) == (
        f"{file}: found what looks like JSON; expected rows of CSV with the columns 'id', 'kind', "
        "'when', 'known'; JSON is not read here"
    )
    for name in ("icews", "gdelt"):  # with a header, and without
        with pytest.raises(bt.ChronicleError, match="; JSON is not read here"):
            list(exchange.read(name, file, version="1", known="2015"))


def test_a_column_may_have_a_bracket_in_its_name(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("[id],when\n1,2024\n", encoding="utf-8")
    with pytest.raises(bt.ChronicleError, match=r"found the columns \[id\], when; expected"):
        exchange.read_csv(file)


def test_slides_are_json_by_their_first_brace_and_json_is_utf_8(tmp_path: Path) -> None:
    work = bt.Source(id="t", title="T", known="2024-05-19")
    slide = '{"start_date": {"year": 1979}, "text": {"headline": "\u00c9t\u00e9"}}'
    for name in ("slides.json", "slides.txt", "slides"):
        for mark in (b"", b"\xef\xbb\xbf", b" \n\t"):
            file = tmp_path / name
            file.write_bytes(mark + f'{{"events": [{slide}]}}'.encode())
            for encoding in ("utf-8", "UTF8", "utf-8-sig"):
                slides = exchange.read_timelinejs(file, source=work, encoding=encoding)
                assert [event.title for event in slides.events] == ["\u00c9t\u00e9"]
            with pytest.raises(bt.InputError) as caught:
                exchange.read_timelinejs(file, source=work, encoding="latin-1")
            assert str(caught.value) == (
                "encoding: found 'latin-1'; expected UTF-8, as JSON is; save the file in it if it "
                "is in another, and leave `encoding` away"
            )
    file.write_bytes(b" " * 5_000 + f'{{"events": [{slide}]}}'.encode())
    assert len(exchange.read_timelinejs(file, source=work).events) == 1
    file.write_bytes(f'[{{"events": [{slide}]}}]'.encode())
    with pytest.raises(bt.ChronicleError, match="JSON of TimelineJS is one object in braces, in U"):
        exchange.read_timelinejs(file, source=work)
    with pytest.raises(bt.MissingError, match=r"no file .*none\.json"):
        exchange.read_timelinejs(tmp_path / "none.json", source=work, encoding="latin-1")
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes("Year,Headline\n1979,\u00c9t\u00e9\n".encode("latin-1"))
    slides = exchange.read_timelinejs(sheet, source=work, encoding="latin-1")
    assert [event.title for event in slides.events] == ["\u00c9t\u00e9"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("RU; IR", ""),
        ("RU;\n IR", ""),
        ("RU;\r\nIR;", ""),
        ("RU, IR", "a comma within one is \\,"),
        ("RU\nIR", "the end of a line parts nothing: put a semicolon there"),
        ("RU\\, IR; TR", ""),
    ],
)
def test_a_semicolon_alone_parts_parties(tmp_path: Path, cell: str, told: str) -> None:
    file = tmp_path / "events.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "when", "known", "kind", "parties"])
        writer.writerow(["a", "2024", "2024-05-19", "meeting", cell])
    if told:
        with pytest.raises(bt.ChronicleError) as caught:
            exchange.read_csv(file)
        assert "expected codes with a semicolon between them; " + told in str(caught.value)
    else:
        (event,) = exchange.read_csv(file)
        assert isinstance(event, bt.Event)
        assert event.parties == (("RU, IR", "TR") if "," in cell else ("RU", "IR"))


def test_rows_of_other_dates_are_told_by_their_number(run: Run, tmp_path: Path) -> None:
    rows = [row(id, day="2013-03-02") for id in range(20)] + [row(99)]
    path = acts(tmp_path / "acts.csv", *rows)
    asked = ["import", "icews", str(path), "--into", str(tmp_path / "a.db"), "--during", "2014"]
    ran = run(*asked, *EDITION)
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert len(lines) == 4
    assert "row 2: found an event of 2013-03-02; expected a date in 2014, as the file" in lines[0]
    assert "found 17 more rows of other dates; expected dates in 2014, as the file" in lines[3]
    assert not (tmp_path / "a.db").exists()


def test_what_is_no_code_of_a_country_is_refused_at_once(tmp_path: Path) -> None:
    path = acts(tmp_path / "acts.csv", row(1), row(2, target="Syria"))

    def read(*parties: str) -> exchange.Reading:
        return exchange.read("icews", path, version="1", known="2015", parties=parties)

    assert len([*read("RU", "IR")]) == 1
    assert [*read("RU", "FR")] == []
    no_code = "the code of a country, such as RU (ISO 3166-1 alpha-2)"
    meant = {"Russia": "RU", "ru": "RU", "IRN": "IR", "XX": no_code}
    for party, expected in meant.items():
        with pytest.raises(bt.InputError) as caught:
            read(party, "IR")
        assert str(caught.value) == f"parties: found {party!r}; expected {expected}"
    with pytest.raises(bt.InputError, match=r"'Russia'; expected RU\nparties: found 'Iran'; "):
        read("Russia", "Iran")


@pytest.mark.parametrize("name", ["acts.db", "acts.jsonl"])
def test_a_log_is_never_written_over_by_what_is_none(run: Run, tmp_path: Path, name: str) -> None:
    log, path = tmp_path / name, acts(tmp_path / "1.csv", row(1))
    run("import", "icews", path, "--into", log, *EDITION)
    before = log.read_bytes()
    for format in exchange.FORMATS:
        for origin in (log, "russia-iran"):
            ran = run("export", format, log, "--from", origin, "--until", "2015")
            assert ran.code == 2
            assert f"{log}: found a log; expected a new file, or one that holds none" in ran.err
            assert log.read_bytes() == before
    with pytest.raises(bt.ChronicleError, match="found a log"):
        frames.write_parquet(log, bt.EventLog())
    for format in ("datasette", "cloudevents"):  # what is no log is replaced
        for _ in range(2):
            assert run("export", format, tmp_path / f"x{log.suffix}", "--from", log).code == 0
