"""The SQLite file for Datasette: its SQL gives the answers of the timeline."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.exchange import datasette_metadata, write
from bilateral_timeline.exchange.formats import datasette
from bilateral_timeline.exchange.formats.datasette import AS_OF, AS_OF_POSSIBLY
from bilateral_timeline.files.vocabulary import kinds
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import days, histories
from running import shipped

DAYS = days("1999-01-01", "2004-12-31")
BY_MODE: dict[Literal["certain", "possible"], str] = {
    "certain": AS_OF,
    "possible": AS_OF_POSSIBLY,
}


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        file.row_factory = sqlite3.Row
        yield file


def log_of(*records: Record, works: tuple[bt.Source, ...] = ()) -> bt.EventLog:
    log = bt.EventLog(works)
    log.append(*records)
    return log


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("datasette")


def answer(events: tuple[bt.Event, ...]) -> list[tuple[Any, ...]]:
    return [(e.id, e.revision, str(e.when), e.kind, len(e.sources)) for e in events]


def asked(
    file: sqlite3.Connection,
    mode: Literal["certain", "possible"],
    as_of: Date | str | None,
    known_by: Date | str | None,
) -> list[tuple[Any, ...]]:
    given = {"as_of": str(as_of or ""), "known_by": str(known_by or "")}
    rows = file.execute(BY_MODE[mode], given)
    return [tuple(row[n] for n in ("id", "revision", "when", "kind", "citations")) for row in rows]


@given(
    histories([made.body for made in kinds()]),
    st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), min_size=4, max_size=4),
)
def test_the_sql_believes_what_the_timeline_believes(
    folder: Path, records: tuple[Record, ...], questions: list[tuple[Date | None, Date | None]]
) -> None:
    log = log_of(*records)
    write("datasette", log, folder / "log.db")
    timeline = log.timeline()
    with opened(folder / "log.db") as file:
        for until, known in questions:
            for mode in BY_MODE:
                believed = timeline.events(until=until, known_by=known, mode=mode)
                assert asked(file, mode, until, known) == answer(believed)
        newest = {row["id"] for row in file.execute("SELECT id FROM believed")}
        assert newest == {event.id for event in timeline.events()}


def test_the_sql_gives_the_answers_of_the_shipped_chronicle(folder: Path) -> None:
    timeline = shipped()
    write("datasette", timeline, folder / "shipped.db")
    with opened(folder / "shipped.db") as file:
        for day in ("2022-02-23", "2023-07", "2024"):
            assert asked(file, "certain", day, "") == answer(timeline.events(until=day))
            then = timeline.events(until=day, known_by=day)
            assert asked(file, "certain", day, day) == answer(then)
        problems = file.execute("PRAGMA foreign_key_check").fetchall()
        assert problems == []
        assert file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_file_holds_all_that_a_log_holds(folder: Path) -> None:
    work = bt.Source(id="w", title="T", author=["A", "B"], issued="2024-05", grade="A1")
    cited = [
        bt.Citation("w", "p. 1", known="2024-05-31", says="so", stance="reports", via=["x", "y"]),
        bt.Citation("other", known="2024-06-01", when="2024-04"),
    ]
    eclipse = bt.UnknownBody("eclipse", 2, '{"total": 1.50}')
    first = bt.Event(
        id="dark", when="2024-22/..", what=eclipse, title="Dark", parties=["AA"], sources=cited
    )
    gone = bt.Retraction(id="dark", revision=1, known="2025-01-01", reason="no")
    told = write("datasette", log_of(first, gone, works=(work,)), folder / "all.db")
    assert told.said_less == {"works of which only an id is known": 1}
    with opened(folder / "all.db") as file:
        tables = {
            name: [tuple(row) for row in file.execute(f"SELECT * FROM {name}")]
            for name in ("events", "parties", "citations", "works", "believed")
        }
    starts = ("2024-06-01", None, "2024-06-01", "2024-08-31")
    first_row = (1, "dark", 0, "eclipse", 2, "2024-22/..")
    assert tables["events"] == [
        (*first_row, *starts, 0, "2024-05-31", "Dark", 0, "", '{"total": 1.50}', None),
        (2, "dark", 1, *[None] * 8, "2025-01-01", None, None, None, None, "no"),
    ]
    assert tables["parties"] == [(1, 0, "AA", "AA")]
    assert tables["citations"] == [
        (1, 0, "w", "p. 1", "2024-05-31", "reports", "so", "x; y", None),
        (1, 1, "other", "", "2024-06-01", "asserts", "", "", "2024-04"),
    ]
    assert [row[0] for row in tables["works"]] == ["w", "other"]
    assert tables["believed"] == []


def test_parties_are_told_by_name(folder: Path) -> None:
    write("datasette", shipped(), folder / "names.db")
    with opened(folder / "names.db") as file:
        rows = file.execute("SELECT DISTINCT party, name FROM parties WHERE party IN ('RU', 'IR')")
        assert {tuple(row) for row in rows} == {("RU", "Russia"), ("IR", "Iran")}


def test_the_questions_of_the_metadata_can_be_asked(folder: Path) -> None:
    write("datasette", shipped(), folder / "asked.db")
    metadata = json.loads(datasette_metadata(folder / "asked.db"))
    held = metadata["databases"]["asked"]
    given = {"as_of": "2024", "known_by": "", "id": "sco-iran", "work": "avdaliani-2024"}
    with opened(folder / "asked.db") as file:
        found = {
            name: len(file.execute(query["sql"], given).fetchall())
            for name, query in held["queries"].items()
        }
        columns = {
            table: {row["name"] for row in file.execute(f"PRAGMA table_info({table})")}
            for table in held["tables"]
        }
    timeline = shipped()
    cited = [c for e in timeline.events() for c in e.sources if c.source == "avdaliani-2024"]
    assert found["as_of"] == len(timeline.events(until="2024"))
    assert found["as_of_possibly"] == len(timeline.events(until="2024", mode="possible"))
    assert found["history"] == 1
    assert found["cited_for"] == len(cited)
    assert columns["events"] >= held["tables"]["events"]["columns"].keys()


def test_a_disk_that_is_full_is_told_and_leaves_the_file_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    path = folder / "kept.db"
    path.write_bytes(b"as it was")
    monkeypatch.setattr(datasette, "_make", full)
    with pytest.raises(bt.ChronicleError, match="found a disk that is full"):
        write("datasette", bt.EventLog(), path)
    assert path.read_bytes() == b"as it was"
