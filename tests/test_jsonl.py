"""JSON Lines: what is written comes back; a bad line is named and nothing is half-taken."""

from __future__ import annotations

import gc
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import bilateral_timeline as bt
from bilateral_timeline.records.codec import to_plain
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import logs
from island import BODIES, FerryOpened

FERRY = bt.Event(id="ferry", when="2001-05", known="2001-06-01", what=FerryOpened(harbour="north"))
LINE = json.dumps(to_plain(FERRY))


@given(records=logs(BODIES))
def test_records_come_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, records: tuple[Record, ...]
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "log.jsonl"
    bt.write_jsonl(path, records)
    read, written = bt.read_jsonl(path), path.read_bytes()
    assert read == records
    bt.write_jsonl(path, read)
    assert path.read_bytes() == written
    assert written.count(b"\n") == len(records)


def problems(path: Path, content: str | bytes) -> list[str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(bt.ChronicleError) as error:
        bt.read_jsonl(path)
    return [str(p).removeprefix(f"{path}: ") for p in error.value.problems]


ONE_OBJECT = "expected one object on one line"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (LINE[:-1], f"JSON: found expecting ',' delimiter at character {len(LINE)}"),
        ("{", "JSON: found expecting property name enclosed in double quotes at character"),
        (f"{LINE}, {LINE}", f"JSON: found extra data at character {len(LINE) + 1}"),
        (f"[{LINE}]", f"JSON: found a list; {ONE_OBJECT}"),
        ("null", f"JSON: found a NoneType; {ONE_OBJECT}"),
        ('{"id": "a", "id": "b"}', "JSON: found the field 'id' twice; expected each field once"),
        ('{"seq": 1e400}', "JSON: found 1e400; expected a finite number"),
        ('{"seq": ' + "9" * 5000 + "}", "JSON: found Exceeds the limit"),
        ('{"seq": NaN}', "JSON: found NaN; expected a finite number"),
        ("[" * 100_000, f"JSON: found endless brackets; {ONE_OBJECT}"),
        (LINE.replace("2001-05", "2001-13"), "record 'ferry': when: date '2001-13', character 6"),
        (LINE.replace('"north"', "7"), "record 'ferry': what.harbour: found 7; expected text"),
        (LINE.replace('"title"', '"titel"'), None),
    ],
)
def test_a_bad_line_is_named_by_number_and_what_is_wrong(
    tmp_path: Path, line: str, problem: str | None
) -> None:
    content = f"{LINE}\n\n{line}\n"
    if problem is None:
        line = json.dumps(to_plain(FERRY) | {"titel": "x"})
        content, problem = f"{LINE}\n\n{line}\n", "record 'ferry': found the field 'titel'"
    (found,) = problems(tmp_path / "log.jsonl", content)
    assert found.startswith(f"line 3: {problem}")


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    found = problems(tmp_path / "log.jsonl", LINE.encode() + b'\n{"id": "\xff"}\n')
    assert found == ["line 2: found byte 0xff at place 9; expected UTF-8"]


def test_all_bad_lines_are_named_up_to_a_hundred(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    assert len(problems(path, "7\n" * 3 + LINE + "\n7\n")) == 4
    assert len(problems(path, "7\n" * 1000)) == 100


def test_a_byte_order_mark_and_other_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + LINE.encode() + b"\r\n\r\n")
    assert bt.read_jsonl(path) == (FERRY,)


def test_a_log_is_written_with_all_its_records(tmp_path: Path) -> None:
    log, path = bt.EventLog(), tmp_path / "log.jsonl"
    log.append(FERRY)
    log.correct("ferry", known="2002-01-01", title="Ferry")
    log.retract("ferry", known="2003-01-01", reason="wrong")
    bt.write_jsonl(path, log)
    assert bt.read_jsonl(path) == tuple(entry.record for entry in log.read())


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    bt.write_jsonl(path, [])
    assert bt.read_jsonl(path) == ()


def test_a_record_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    bt.write_jsonl(path, [FERRY])
    records: list[Any] = [FERRY, "no record"]
    with pytest.raises(bt.RecordError, match="record 2: found 'no record'"):
        bt.write_jsonl(path, records)
    assert bt.read_jsonl(path) == (FERRY,)
    assert [p.name for p in tmp_path.iterdir()] == ["log.jsonl"]


def test_reading_leaves_the_garbage_collector_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    bt.write_jsonl(path, [FERRY])
    assert gc.isenabled()
    bt.read_jsonl(path)
    assert gc.isenabled()
    gc.disable()
    try:
        problems(path, "7")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_file_that_is_not_there_is_told_with_what_is_near(tmp_path: Path) -> None:
    bt.write_jsonl(tmp_path / "log.jsonl", [FERRY])
    with pytest.raises(bt.MissingError, match=r"no file '.*lag.jsonl'; near it: .*log.jsonl"):
        bt.read_jsonl(tmp_path / "lag.jsonl")
    with pytest.raises(bt.MissingError, match="no file"):
        bt.read_jsonl(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(bt.ChronicleError, match=r"found no folder .*nowhere; expected a folder"):
        bt.write_jsonl(tmp_path / "nowhere" / "log.jsonl", [FERRY])


def test_half_a_character_is_refused_before_it_blocks_what_is_written(tmp_path: Path) -> None:
    half = LINE.replace('"north"', '"\\ud83d"')
    (found,) = problems(tmp_path / "log.jsonl", half)
    assert found.startswith("line 1: record 'ferry': what.harbour: found '\\ud83d'; expected whole")


@pytest.mark.parametrize("number", ["0.1234567890123456789", "1e-400", "1.0", "1", "-0", "1E5"])
def test_a_number_of_an_unknown_kind_keeps_its_digits(tmp_path: Path, number: str) -> None:
    path = tmp_path / "log.jsonl"
    line = '{"id": "a", "kind": "eclipse", "version": 1, "when": "2001", "known": "2001-12-31", '
    line += f'"what": {{"rate": [{number}, 123456789012345678901234567890.5]}}}}\n'
    path.write_text(line)
    read = bt.read_jsonl(path)
    bt.write_jsonl(path, pickle.loads(pickle.dumps(read)))
    assert path.read_text() == line
    assert bt.read_jsonl(path) == read
