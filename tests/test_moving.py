"""Moving data between a folder, JSON Lines, SQLite and PostgreSQL: nothing is lost on the way."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import tomllib
import tracemalloc
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.cli import main
from bilateral_timeline.errors import StoreError
from bilateral_timeline.files.chronicle import packaged
from bilateral_timeline.files.toml import read_toml
from bilateral_timeline.files.verified import verify
from bilateral_timeline.files.written import record_text
from bilateral_timeline.records.codec import from_plain, to_text
from bilateral_timeline.records.stored import unwritable
from bilateral_timeline.testing import histories
from island import BODIES
from servers import server

SHIPPED = packaged()["russia-iran"]
PAGE = bt.Source(id="gazette", title="The Gazette", publisher="Gazette", issued="2024-05-20")


@bt.kind("moving-ferry-opened")
class FerryOpened:
    harbour: str
    boats: int = 1


def event(id: str, **fields: Any) -> bt.Event:
    given = {"when": "2024-05", "what": FerryOpened(harbour="north"), "parties": ("VE", "OS")}
    given |= {"sources": [bt.Citation(PAGE, "p. 1")]}
    return bt.Event(**{"id": id, **given, **fields})


RECORDS = (
    event("zulu", when="2023", title='A "quoted"\ttitle, with Ünïcode \\ and \x7f', seq=3),
    event("alpha", when="[2019-05-01..2019-06-30]", lasting=True, note="of a note"),
    event("alpha", when="2019-06", known="2024-06-01", revision=1),
    bt.Retraction(
        id="alpha", revision=2, known="2024-07-01", reason="no", sources=[bt.Citation(PAGE, "p. 2")]
    ),
    event("eclipse", what=bt.UnknownBody("eclipse", 3, '{"b": 1.50, "a": {"x y": [1e5, {}]}}')),
)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def a_log(where: str = "log.db") -> None:
    with bt.open_log(where) as log:
        log.append(RECORDS[0])
    with bt.open_log(where, [PAGE]) as log:  # a work that comes after what cites it
        log.append(*RECORDS[1:])


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    told = capsys.readouterr()
    return code, told.out, told.err


# -- round trips ----------------------------------------------------------------------------------


def test_the_shipped_chronicle_comes_back_from_each_form_with_the_same_bytes_and_answers() -> None:
    heads = {bt.copy_log("russia-iran", "first.jsonl").head}
    last = "first.jsonl"
    for number, place in enumerate(("log.db", "folder", "other.jsonl", "other.db")):
        heads.add(bt.copy_log(last, place).head)
        heads.add(bt.copy_log(place, f"again-{number}.jsonl").head)
        assert Path(f"again-{number}.jsonl").read_bytes() == Path("first.jsonl").read_bytes()
        last = place
    assert len(heads) == 1
    plain = bt.load_chronicle("russia-iran")
    state = plain.as_of("2024-06-30")
    for place in ("first.jsonl", "log.db", "folder"):
        timeline = bt.load_chronicle(place)
        assert timeline.as_of("2024-06-30") == state
        assert timeline.as_of("2024-06-30").to_dict() == state.to_dict()
        assert timeline.coverage == plain.coverage
        assert timeline.projection == plain.projection


def test_a_folder_comes_back_as_the_files_that_a_curator_wrote() -> None:
    bt.copy_log(SHIPPED, "log.db")
    bt.copy_log("log.db", "folder")
    written = {str(p.relative_to(SHIPPED)) for p in SHIPPED.rglob("*") if p.is_file()}
    back = {str(p.relative_to("folder")) for p in Path("folder").rglob("*") if p.is_file()}
    assert back - written == {"sealed.jsonl"}
    assert written - back == set()
    same = [n for n in written if Path("folder", n).read_text() == (SHIPPED / n).read_text()]
    assert len(same) > 0.97 * len(written)  # a few say a day that follows from what they cite
    for name in written:
        if name.endswith(".toml"):
            texts = [(folder / name).read_text() for folder in (SHIPPED, Path("folder"))]
            one, other = map(tomllib.loads, texts)
            for data in (one, other):
                data.pop("known", None)
            assert one == other
    assert main(["check", "folder"]) == main(["check", str(SHIPPED)])


def test_a_log_of_corrections_retractions_and_unknown_kinds_comes_back_in_its_order() -> None:
    a_log()
    bt.copy_log("log.db", "one.jsonl")
    bt.copy_log("one.jsonl", "folder")
    bt.copy_log("folder", "two.jsonl")
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert bt.read_jsonl("two.jsonl") == RECORDS
    assert verify("folder").head == verify("log.db").head == verify("two.jsonl").head
    lines = Path("one.jsonl").read_text().splitlines()
    assert [line[:9] for line in lines] == [
        '{"id": "z',
        '{"work": ',
        *['{"id": "a'] * 3,
        '{"id": "e',
    ]
    assert Path("folder/2019/alpha.r1.toml").is_file()
    assert Path("folder/2019/alpha.r2.toml").read_text() == (
        'retracted = "no"\nknown = "2024-07-01"\n\n[[sources]]\nsource = "gazette"\n'
        'locator = "p. 2"\n'
    )
    assert "b = 1.50\n" in Path("folder/2024/eclipse.toml").read_text()


def test_a_record_is_written_in_the_order_of_the_fields_that_curators_keep() -> None:
    record = event("alpha", known="2024-05-25", lasting=True, title="A ferry", seq=2, note="Once.")
    assert record_text(record, {"gazette": PAGE}) == (
        'kind = "moving-ferry-opened"\nversion = 1\nwhen = "2024-05"\nknown = "2024-05-25"\n'
        'lasting = true\ntitle = "A ferry"\nparties = ["VE", "OS"]\nseq = 2\nnote = "Once."\n\n'
        '[what]\nharbour = "north"\n\n[[sources]]\nsource = "gazette"\nlocator = "p. 1"\n'
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.integers(-(10**30), 10**30), st.floats(allow_nan=False)),
    lambda held: st.lists(held, max_size=3) | st.dictionaries(TEXTS, held, max_size=3),
    max_leaves=8,
)


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, VALUES, max_size=3))
def test_any_text_and_any_body_come_back_from_toml(
    title: str, note: str, body: dict[str, Any]
) -> None:
    if "inf" in repr(body) or unwritable(body):
        return
    unknown = bt.UnknownBody("eclipse", 1, json.dumps(body))
    record = event("alpha", title=title, note=note, what=unknown)
    data = read_toml(record_text(record, {}), Path("alpha.toml"))
    data |= {"id": "alpha", "revision": 0}
    assert to_text(from_plain(data)) == to_text(record)


@given(histories(BODIES))
def test_any_log_comes_back_from_a_store_and_from_json_lines(records: tuple[Any, ...]) -> None:
    log = bt.EventLog()
    log.append(*records)
    for name in ("one.jsonl", "two.jsonl", "log.db", "log.db-wal", "log.db-shm"):
        Path(name).unlink(missing_ok=True)
    bt.write_jsonl("one.jsonl", log)
    assert bt.copy_log("one.jsonl", "log.db").head == log.head
    bt.copy_log("log.db", "two.jsonl")
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    with bt.open_log("log.db") as back:
        assert back.read() == log.read()


# -- what cannot be kept --------------------------------------------------------------------------


def test_what_a_folder_cannot_keep_is_refused_and_leaves_nothing() -> None:
    for record, words in (
        (event("alpha", sources=(), known="2024"), "no source"),
        (event("alpha", sources=[bt.Citation("letter", "p. 1", known="2024")]), "'letter'"),
        (event("alpha", what=bt.UnknownBody("eclipse", 1, '{"a": null}')), "null"),
    ):
        log = bt.EventLog([PAGE])
        log.append(record)
        bt.write_jsonl("log.jsonl", log)
        bt.copy_log("log.jsonl", "log.db")
        with bt.open_log("log.db", [PAGE]):
            pass
        with pytest.raises(bt.ChronicleError, match=words):
            bt.copy_log("log.db", "folder")
        assert sorted(os.listdir()) == ["log.db", "log.jsonl"]
        for name in os.listdir():
            Path(name).unlink()


def test_nothing_is_written_over() -> None:
    a_log()
    Path("full").mkdir()
    Path("full/notes.txt").write_text("mine")
    Path("mine.jsonl").write_text("mine\n")
    Path("mine.db").write_text("mine")
    sqlite3.connect("other.db").execute("CREATE TABLE mine (a)").connection.close()
    for place, words in (
        ("full", "a folder with files"),
        ("mine.jsonl", "holds something"),
        ("mine.db", "no SQLite database; expected .*; nothing is written over"),
        ("other.db", "something else"),
        ("mine.toml", "ending '.toml'"),
        ("no/such/log.db", "cannot be opened"),
        ("no/such/log.jsonl", "no folder"),
        ("no/such/folder", "no such file or folder"),
    ):
        with pytest.raises(bt.InputError, match=words):
            bt.copy_log("log.db", place)
    assert Path("mine.jsonl").read_text() == Path("mine.db").read_text() + "\n" == "mine\n"
    assert os.listdir("full") == ["notes.txt"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rows.csv", "id,when\na,2024\nb,2025\n"),
        ("list.json", '[\n {"id": "a"},\n {"id": "b"}\n]\n'),
        ("object.json", '{\n "id": "a"\n}\n'),
    ],
)
def test_a_file_of_another_form_is_told_once_and_not_line_by_line(name: str, text: str) -> None:
    Path(name).write_text(text)
    for read in (bt.load_chronicle, lambda path: bt.copy_log(path, "new.jsonl")):
        with pytest.raises(bt.InputError) as caught:
            read(name)
        (problem,) = caught.value.problems
        assert (problem.where, problem.line) == (f"{name}: line 1: JSON", 1)
        assert problem.found == repr(text.splitlines()[0])
        assert "`import` takes one into a log" in problem.advice
    assert not Path("new.jsonl").exists()


def test_another_content_under_an_id_that_is_held_is_a_conflict() -> None:
    a_log()
    with bt.open_log("other.db", [PAGE]) as log:
        log.append(event("zulu", title="another"))
    with pytest.raises(bt.ConflictError, match="zulu"):
        bt.copy_log("log.db", "other.db")


# -- again, and in pieces -------------------------------------------------------------------------


def test_a_copy_that_was_broken_off_is_run_again_and_adds_what_is_missing() -> None:
    bt.copy_log("russia-iran", "whole.db")
    with bt.open_log("whole.db") as log:
        records, lines = log.position, log.position + len(log.sources)

    def stop(done: int, of: int) -> None:
        assert of == lines
        if done >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bt.copy_log("whole.db", "part.db", told=stop)
    with bt.open_log("part.db") as log:
        assert 0 < log.position < records
    assert verify("part.db").problems == ()
    done = bt.copy_log("whole.db", "part.db")
    assert done.head == verify("whole.db").head
    assert 0 < done.new < lines
    assert bt.copy_log("whole.db", "part.db") == attrs.evolve(done, new=0)
    for place in ("part.jsonl", "part"):
        with pytest.raises(KeyboardInterrupt):
            bt.copy_log("whole.db", place, told=stop)
        assert not Path(place).exists()
    assert sorted(os.listdir()) == ["part.db", "whole.db"]


def test_two_logs_come_together_in_one() -> None:
    a_log("one.db")
    with bt.open_log("two.db") as log:
        log.append(RECORDS[0], event("mike", sources=(), known="2024"))
    assert bt.copy_log("two.db", "one.db").new == 1
    with bt.open_log("one.db") as log:
        assert [entry.record.id for entry in log.read()][-1] == "mike"
    bt.copy_log("russia-iran", "one.db")
    bt.copy_log("russia-iran", "one.db")
    assert len(bt.load_chronicle("one.db", pair=("VE", "OS")).events()) > 600


def test_a_title_and_names_that_changed_follow_with_the_next_copy_of_the_same_pair() -> None:
    shutil.copytree(SHIPPED, "folder")
    bt.copy_log("folder", "log.db")
    names = Path("folder/names.toml")
    names.write_text(names.read_text().replace('KZ = "Kazakhstan"', 'KZ = "Qazaqstan"'))
    done = bt.copy_log("folder", "log.db")
    assert done.new == 0
    projection: Any = bt.load_chronicle("log.db").projection
    assert projection.names.of("KZ") == "Qazaqstan"
    a_log("other.db")
    bt.copy_log("other.db", "island")
    Path("island/chronicle.toml").write_text('title = "An island"\npair = ["VE", "OS"]\n')
    bt.copy_log("island", "log.db")
    assert bt.load_chronicle("log.db").as_of("2024").pair == ("RU", "IR")


def test_many_records_are_copied_without_holding_them() -> None:
    def peaks(count: int) -> list[int]:
        with bt.open_log(f"{count}.db") as log:
            for start in range(0, count, 500):
                log.append(*(event(f"e{n}", title="x" * 900) for n in range(start, start + 500)))
        return [
            peak(f"{count}.db", f"{count}.jsonl"),
            peak(f"{count}.jsonl", f"{count}-copy.db"),
            peak(f"{count}.db", f"{count}-other.db"),
        ]

    def peak(source: str, target: str) -> int:
        tracemalloc.start()
        bt.copy_log(source, target)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    for few, many in zip(peaks(1_000), peaks(4_000), strict=True):
        assert many < 1.5 * few


# -- where they are read ------------------------------------------------------------------------


def test_the_command_line_and_load_chronicle_read_a_log_as_they_read_a_folder(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bt.copy_log("russia-iran", "log.db")
    for verb in (
        ("as-of", "2024-06-30"),
        ("as-of", "2024-06-30", "--facet", "trade"),
        ("events", "--after", "2024"),
        ("explain", "memberships.sco.IR.stage", "2024"),
        ("find", "drone"),
    ):
        plain = printed(capsys, *verb, "--from", str(SHIPPED))
        assert printed(capsys, *verb, "--from", "log.db") == plain


def test_a_log_without_a_description_is_of_the_pair_that_most_events_share() -> None:
    a_log()
    assert bt.load_chronicle("log.db").as_of("2024").pair == ("OS", "VE")
    assert bt.load_chronicle("log.db", pair=("VE", "OS")).as_of("2024").pair == ("VE", "OS")
    with pytest.raises(bt.MissingError, match="file 'lod"):
        bt.load_chronicle("lod.db")


def test_at_a_hash_all_is_as_it_was_when_that_was_the_head(
    capsys: pytest.CaptureFixture[str],
) -> None:
    heads = []
    with bt.open_log("log.db", [PAGE]) as log:
        for record in RECORDS:
            log.append(record)
            heads.append(log.head)
    bt.copy_log("log.db", "folder")
    bt.copy_log("log.db", "log.jsonl")
    for number, head in enumerate(heads, 1):
        for place in ("log.db", "folder", "log.jsonl"):
            timeline = bt.load_chronicle(place, at=head[:12])
            held = {r for id in ("alpha", "zulu", "eclipse") for r in history(timeline, id)}
            assert held == set(RECORDS[:number])
    for verb in (["as-of", "2025"], ["events"], ["find", "ferry"], ["changes", "2010", "2025"]):
        assert main([*verb, "--from", "folder", "--at", heads[0]]) == 0
    capsys.readouterr()
    code, out, err = printed(capsys, "events", "--from", "log.db", "--at", "nothex")
    assert (code, out) == (2, "")
    assert f"no line with the hash 'nothex'; known: {heads[-1]}" in err
    assert main(["events", "--from", "log.db", "--at", ""]) == 0


def history(timeline: Any, id: str) -> tuple[Any, ...]:
    try:
        return tuple(timeline.history(id))
    except bt.MissingError:
        return ()


def test_first_letters_that_several_hashes_have_are_refused() -> None:
    bt.copy_log("russia-iran", "log.db")
    with bt.open_log("log.db") as log, pytest.raises(bt.MissingError, match="single line"):
        log.position_of("a")
    with pytest.raises(bt.MissingError, match="single line whose hash begins with 'a'"):
        bt.load_chronicle("log.db", at="a")


# -- verify -------------------------------------------------------------------------------------


def spoilt(statement: str) -> list[str]:
    shutil.copy("log.db", "spoilt.db")
    connection = sqlite3.connect("spoilt.db")
    connection.executescript(statement)
    connection.close()
    return [problem.where for problem in verify("spoilt.db").problems]


def test_verify_names_each_line_that_was_changed_removed_put_in_or_moved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with bt.open_log("log.db", [PAGE]) as log:
        log.append(*RECORDS)
        head = log.head
    assert printed(capsys, "verify", "log.db") == (0, f"{head}\nholds: 6 lines\n", "")
    assert printed(capsys, "verify", "log.db", "--head", head)[0] == 0
    assert spoilt(
        "UPDATE log_lines SET text = replace(text, 'north', 'south') WHERE number = 3"
    ) == ["line 3: record 'alpha', at position 2"]
    assert spoilt("DELETE FROM log_lines WHERE number = 3") == [
        "line 4: record 'alpha', revision 1, at position 3"
    ]
    assert spoilt("UPDATE log_lines SET id = 'other' WHERE number = 2") == [
        "line 2: record 'other', at position 1"
    ]
    assert spoilt(
        "UPDATE log_lines SET number = 99 WHERE number = 3;"
        "UPDATE log_lines SET number = 3 WHERE number = 4;"
        "UPDATE log_lines SET number = 4 WHERE number = 99;"
    ) == [
        "line 3: record 'alpha', revision 1, at position 3",
        "line 4: record 'alpha', at position 2",
        "line 5: record 'alpha', revision 2, at position 4",
    ]
    assert spoilt(
        "UPDATE log_lines SET number = -number WHERE number > 3;"
        "UPDATE log_lines SET number = 1 - number WHERE number < 0;"
        "INSERT INTO log_lines SELECT 4, 3, sort, 'put-in', 0, earliest, latest,"
        " replace(text, 'alpha', 'put-in'), hash FROM log_lines WHERE number = 3"
    )[:2] == [
        "line 4: record 'put-in', at position 3",
        "line 5: record 'alpha', revision 1, at position 3",
    ]
    cut = "DELETE FROM log_lines WHERE number = 6"
    assert spoilt(cut) == []  # only whoever knows the head can tell
    assert [p.where for p in verify("spoilt.db", head).problems] == ["the last line"]
    code, out, _ = printed(capsys, "verify", "spoilt.db", "--head", head, "--json")
    assert (code, '"where": "the last line"' in out) == (1, True)


def schema(before: str, after: str) -> str:
    """A statement that changes what SQLite takes a table or an index to be."""
    return (
        "PRAGMA writable_schema = ON;"
        f"UPDATE sqlite_schema SET sql = replace(sql, '{before}', '{after}');"
        "PRAGMA writable_schema = RESET;"
    )


ALPHA = "line 3: record 'alpha', at position 2"
BESIDE = {
    "position": ("UPDATE log_lines SET position = 7 WHERE number = 3", ALPHA[:-1] + "7"),
    "sort": (
        "UPDATE log_lines SET sort = 'work' WHERE number = 3",
        "line 3: work 'alpha'",
    ),
    "revision": (
        "UPDATE log_lines SET revision = 5 WHERE number = 3",
        "line 3: record 'alpha', revision 5, at position 2",
    ),
    "first day": ("UPDATE log_lines SET earliest = '1999-01-01' WHERE number = 3", ALPHA),
    "last day": ("UPDATE log_lines SET latest = NULL WHERE number = 3", ALPHA),
    "days of none": (
        "UPDATE log_lines SET latest = '1999-01-01' WHERE number = 1",
        "line 1: work 'gazette'",
    ),
    "index of ids": (
        "DROP INDEX log_keys;"
        "CREATE UNIQUE INDEX log_keys ON log_lines (id, revision) "
        "WHERE sort = 'record' AND number <> 3;" + schema(" AND number <> 3", ""),
        ALPHA,
    ),
    "index of others": (
        "DROP INDEX log_others;"
        "CREATE INDEX log_others ON log_lines (number) WHERE sort <> 'record' AND number > 1;"
        + schema(" AND number > 1", ""),
        "spoilt.db",
    ),
}


@pytest.mark.parametrize(("statement", "where"), BESIDE.values(), ids=BESIDE)
def test_verify_names_what_stands_beside_a_line_and_is_not_what_the_line_says(
    statement: str, where: str
) -> None:
    with bt.open_log("log.db", [PAGE]) as log:
        log.append(*RECORDS)
    assert where in spoilt(statement)
    with bt.open_log("spoilt.db") as log:
        assert where in [problem.where for problem in log.verify()]


UNREADABLE = {
    "no hash": (
        schema("hash     TEXT NOT NULL", "hash     TEXT")
        + "UPDATE log_lines SET hash = NULL WHERE number = 3",
        "line 3 with hash None; expected whole columns",
    ),
    "a word for a number": (
        "UPDATE log_lines SET revision = 'first' WHERE number = 3",
        "line 3 with revision 'first'; expected whole columns",
    ),
    "bytes that are no text": (
        "UPDATE log_lines SET text = CAST(x'7b2261ff22' AS TEXT) WHERE number = 3",
        "line 3: text: byte 0xff at place 4; expected UTF-8",
    ),
    "bytes that are no name": (
        "UPDATE log_lines SET id = CAST(x'ff' AS TEXT) WHERE number = 3",
        "line 3: id: byte 0xff at place 1; expected UTF-8",
    ),
}


@pytest.mark.parametrize(("statement", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_line_that_cannot_be_read_is_named_by_whoever_comes_to_it(
    statement: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with bt.open_log("log.db", [PAGE]) as log:
        log.append(*RECORDS)
    before = "UPDATE log_lines SET text = replace(text, 'north', 'south') WHERE number = 2;"
    with pytest.raises(StoreError) as caught:
        spoilt(before + statement)
    assert words in str(caught.value)
    assert "line 2: record 'zulu', at position 1: found another content" in str(caught.value)
    with bt.open_log("spoilt.db") as log:
        for ask in (log.verify, log.read, log.timeline):
            with pytest.raises(StoreError) as caught:
                ask()
            assert words in str(caught.value)
    code, _, err = printed(capsys, "verify", "spoilt.db")
    assert code != 0
    assert words in err


def test_bytes_that_are_no_text_in_a_file_of_json_lines_are_named_by_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_log()
    bt.copy_log("log.db", "log.jsonl")
    lines = Path("log.jsonl").read_bytes().splitlines(keepends=True)
    for at in range(len(lines)):
        spoilt = b"".join((*lines[:at], b'{"id": "\xe9', *lines[at:]))
        Path("spoilt.jsonl").write_bytes(spoilt)
        code, _, err = printed(capsys, "verify", "spoilt.jsonl")
        assert code != 0
        found = f"spoilt.jsonl: line {at + 1}: found byte 0xe9 at place 9; expected UTF-8"
        assert found in err


def test_a_file_of_json_lines_is_held_against_a_head_that_was_noted_down(
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_log()
    head = bt.copy_log("log.db", "log.jsonl").head
    code, out, _ = printed(capsys, "verify", "log.jsonl")
    assert (code, out.splitlines()[0]) == (0, head)
    assert "keep no hashes" in out
    asked = ("verify", "log.jsonl", "--head", head)
    assert printed(capsys, *asked) == (0, f"{head}\nholds: 6 lines\n", "")
    text = Path("log.jsonl").read_text()
    Path("log.jsonl").write_text(text.replace("north", "south", 1))
    assert printed(capsys, *asked)[0] == 1


# -- leaving out ----------------------------------------------------------------------------------


def test_a_log_without_some_records_says_how_many_by_whom_and_why_and_not_which(
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_log()
    done = bt.write_without("log.db", "new.db", ["alpha"], by="the board", reason="a person asked")
    with bt.open_log("new.db") as log:
        assert log.omissions == (bt.Omission(3, 0, "the board", "a person asked"),)
        assert [entry.record for entry in log.read()] == [RECORDS[0], RECORDS[4]]
        assert log.sources == (PAGE,)
        assert log.verify(done.head) == ()
        log.append(event("mike"))
    for suffix in ("", "-wal"):
        kept = Path(f"new.db{suffix}")
        assert b"alpha" not in (kept.read_bytes() if kept.exists() else b"")
    bt.copy_log("new.db", "new.jsonl")
    assert Path("new.jsonl").read_text().splitlines()[3] == (
        '{"omission": {"records": 3, "works": 0, "by": "the board", "reason": "a person asked"}}'
    )
    bt.copy_log("new.jsonl", "folder")
    bt.copy_log("folder", "again.db")
    bt.copy_log("new.jsonl", "again.db")
    with bt.open_log("again.db") as log, bt.open_log("new.db") as new:
        assert log.omissions == new.omissions
        assert log.head == new.head
    asked = ("--without", "zulu", "--by", "the court", "--reason", "order 7")
    code, out, _ = printed(capsys, "copy", "new.db", "newer.db", *asked)
    assert (code, out.splitlines()[1]) == (0, "5 new lines in newer.db")
    with bt.open_log("newer.db") as log:
        assert [omission.by for omission in log.omissions] == ["the board", "the court"]
    assert bt.load_chronicle("newer.db").event("eclipse") == RECORDS[4]


def test_leaving_out_is_refused_where_it_would_not_be_so() -> None:
    a_log()
    asked: dict[str, Any] = {"by": "the board", "reason": "asked"}
    refused = {"nobody": "no record or work 'nobody'", "gazette": "other records cite"}
    for id, words in refused.items():
        with pytest.raises(bt.TimelineError, match=words):
            bt.write_without("log.db", "new.db", [id], **asked)
    wrongs: list[dict[str, Any]] = [{"by": " "}, {"reason": ""}, {"ids": []}, {"ids": "alpha"}]
    for wrong in wrongs:
        with pytest.raises(bt.InputError):
            bt.write_without("log.db", "new.db", **{"ids": ["alpha"], **asked, **wrong})
    with pytest.raises(bt.StoreError, match="holds something"):
        bt.write_without("log.db", "log.db", ["alpha"], **asked)
    bt.write_without("log.db", "new.db", ["alpha", "zulu", "eclipse", "gazette"], **asked)
    with bt.open_log("new.db") as log:
        assert (log.position, log.omissions) == (0, (bt.Omission(5, 1, "the board", "asked"),))


def test_a_log_that_is_broken_off_while_it_is_made_without_some_holds_nothing() -> None:
    bt.copy_log("russia-iran", "log.db")

    def stop(done: int, _: int) -> None:
        if done:
            raise KeyboardInterrupt

    asked: dict[str, Any] = {"by": "the board", "reason": "asked"}
    with pytest.raises(KeyboardInterrupt):
        bt.write_without("log.db", "new.db", ["vtb-office-denied"], **asked, told=stop)
    with bt.open_log("new.db") as log:
        assert log.head == ""
    assert main(["copy", "log.db", "n.db", "--by", "x"]) == 2


# -- on a terminal --------------------------------------------------------------------------------


def on_a_terminal(patience: float, target: str) -> str:
    code = (
        "from bilateral_timeline.cli import main, progress; "
        f"progress._PATIENCE = {patience}; main(['copy', 'russia-iran', {target!r}])"
    )
    main_end, end = pty.openpty()
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=end) as process:
        os.close(end)
        told = told_by(main_end)
    assert process.returncode == 0
    return told


def test_a_bar_shows_how_far_long_work_is_on_a_terminal_alone() -> None:
    command = [sys.executable, "-m", "bilateral_timeline", "copy", "russia-iran", "a.db"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "lines" not in on_a_terminal(60, "b.db")
    assert "lines" in on_a_terminal(-1, "c.db")


def told_by(end: int) -> str:
    text = b""
    try:
        while part := os.read(end, 1000):
            text += part
    except OSError:
        pass
    os.close(end)
    return text.decode()


# -- PostgreSQL -----------------------------------------------------------------------------------


@pytest.fixture
def postgres() -> str:
    """The address of a schema of its own."""
    return server().place()


def test_postgres_gives_back_the_same_bytes(postgres: str) -> None:
    bt.copy_log("russia-iran", "first.jsonl")
    bt.copy_log("first.jsonl", postgres)
    bt.copy_log(postgres, "again.jsonl")
    assert Path("first.jsonl").read_bytes() == Path("again.jsonl").read_bytes()
    assert bt.copy_log("russia-iran", postgres).new == 0
    assert bt.load_chronicle(postgres).as_of("2024") == bt.load_chronicle("russia-iran").as_of(
        "2024"
    )
    assert main(["verify", postgres]) == 0
    head = bt.copy_log(postgres, "log.db").head
    assert verify(postgres, head).problems == verify("log.db", head).problems == ()


# -- files that others wrote ------------------------------------------------------------------


def test_a_description_that_is_wrong_is_refused_in_clear_words() -> None:
    for names in ("5", '[{"id": 1}]', '[{"id": "x", "sort": "y"}]', '[{"id": "x", "sort": []}]'):
        said = f'{{"title": "a", "pair": ["AA", "BB"], "names": {names}}}'
        Path("log.jsonl").write_text(f'{{"chronicle": {said}}}\n')
        with pytest.raises(bt.ChronicleError, match="expected a list of names"):
            bt.load_chronicle("log.jsonl")
    for line, words in (
        ('{"chronicle": {"title": "a"}}', "pair"),
        ('{"chronicle": 5}', "an object"),
        ('{"work": {"id": "a"}}', "title"),
        ('{"work": []}', "an object"),
        ('{"omission": {"records": 1}}', "how many records and works"),
    ):
        Path("log.jsonl").write_text(f"{line}\n")
        with pytest.raises(bt.InputError, match=words):
            bt.load_chronicle("log.jsonl", pair=("AA", "BB"))


def test_json_lines_from_a_pipe_are_read_once() -> None:
    bt.copy_log("russia-iran", "log.jsonl")
    command = [sys.executable, "-m", "bilateral_timeline", "as-of", "2024", "--from", "/dev/stdin"]
    with open("log.jsonl", "rb") as lines:
        text = lines.read()
    done = subprocess.run(command, input=text, capture_output=True, check=True)
    assert b"Russia and Iran" in done.stdout
