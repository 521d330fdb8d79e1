"""JSON Lines: what is written comes back; a bad line is named and nothing is half-taken."""

from __future__ import annotations

import errno
import gc
import json
import os
import pickle
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import attrs
import pytest
from hypothesis import given

import bilateral_timeline as bt
from bilateral_timeline.records.codec import to_plain
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import histories
from island import BODIES, FerryOpened

FERRY = bt.Event(id="ferry", when="2001-05", known="2001-06-01", what=FerryOpened(harbour="north"))
LINE = json.dumps(to_plain(FERRY))


@given(records=histories(BODIES))
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
        ("null", f"JSON: found null; {ONE_OBJECT}"),
        ("true", f"JSON: found true; {ONE_OBJECT}"),
        ("12", f"JSON: found a number; {ONE_OBJECT}"),
        ('"ferry"', f"JSON: found text; {ONE_OBJECT}"),
        ('{"id": "a", "id": "b"}', "JSON: found the field 'id' twice; expected each field once"),
        ('{"seq": 1e400}', "JSON: found 1e400; expected a finite number"),
        ('{"seq": ' + "9" * 4301 + "}", "JSON: found a number of 4,301 digits"),
        ('{"seq": -1' + "0" * 999 + "e5000}", "JSON: found -1000"),
        ('{"seq": NaN}', "JSON: found NaN; expected a finite number"),
        ("[" * 100_000, "JSON: found brackets more than 100 deep; expected fewer"),
        (LINE[:-1] + ', "x": ' + "[" * 950 + "]" * 950 + "}", "JSON: found brackets more than"),
        (LINE[:-1] + ', "x": ' + '{"a":' * 100 + "1" + "}" * 101, "JSON: found brackets more"),
        (LINE.replace("north", r"\ud83d"), r"JSON: found half a character, '\ud83d'; expected"),
        ('{"\\ud83d": 1}', r"JSON: found half a character, '\ud83d'"),
        ('{"' + "x" * 9000 + '": 1, "' + "x" * 9000 + '": 1}', "JSON: found the field 'xxx"),
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
    found = problems(path, "7\n" * 1000)
    assert len(found) == 101
    assert found[-1] == (
        "line 101 on: found lines that were not looked at; "
        "expected fewer than 100 problems before it"
    )
    with pytest.raises(bt.ChronicleError, match=r"\nand 81 more$"):
        bt.read_jsonl(path)
    assert len(problems(path, "7\n" * 100)) == 100


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


def test_a_log_in_sqlite_is_not_written_over(tmp_path: Path) -> None:
    with bt.open_log(tmp_path / "log.db") as log:
        log.append(FERRY)
    with pytest.raises(bt.ChronicleError, match=r"log\.db: found a log; expected a new file"):
        bt.write_jsonl(tmp_path / "log.db", [])
    with bt.open_log(tmp_path / "log.db") as log:
        assert log.position == 1


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
    with pytest.raises(bt.MissingError, match=r"no file in .* called 'lag.jsonl'; near it: log"):
        bt.read_jsonl(tmp_path / "lag.jsonl")
    with pytest.raises(bt.MissingError, match=r"no folder in .* called 'data'; known: log.jsonl"):
        bt.read_jsonl(tmp_path / "data" / "more" / "log.jsonl")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(bt.ChronicleError, match=r"found no folder '.*nowhere'; expected a folder"):
        bt.write_jsonl(tmp_path / "nowhere" / "log.jsonl", [FERRY])


# -- what the disk refuses, and what it must not lose -----------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("before", [0o600, 0o640, 0o666])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, before: int) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("old")
    path.chmod(before)
    bt.write_jsonl(path, [FERRY])
    assert mode(path) == before
    assert bt.read_jsonl(path) == (FERRY,)


@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_takes_the_mode_that_is_usual(tmp_path: Path, mask: int, expected: int) -> None:
    before = os.umask(mask)
    try:
        bt.write_jsonl(tmp_path / "log.jsonl", [FERRY])
    finally:
        os.umask(before)
    assert mode(tmp_path / "log.jsonl") == expected


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, there: bool) -> None:
    (tmp_path / "data").mkdir()
    target, link = tmp_path / "data" / "log.jsonl", tmp_path / "link.jsonl"
    if there:
        target.write_text("old")
    link.symlink_to("data/log.jsonl")
    bt.write_jsonl(link, [FERRY])
    assert link.is_symlink()
    assert not target.is_symlink()
    assert bt.read_jsonl(target) == bt.read_jsonl(link) == (FERRY,)
    assert names(tmp_path / "data") == ["log.jsonl"]


def test_a_pipe_is_written_to_and_read_from_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[Any] = []
    reader = Thread(target=lambda: read.append(bt.read_jsonl(pipe)))
    reader.start()
    bt.write_jsonl(pipe, [FERRY])
    reader.join(10)
    assert read == [(FERRY,)]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["pipe"]


def test_writers_at_once_each_write_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    logs = [[attrs.evolve(FERRY, id=f"{letter}-{n}") for n in range(50)] for letter in "abcd"]
    seen, failed = set(), []

    def write(records: list[bt.Event]) -> None:
        try:
            for _ in range(20):
                bt.write_jsonl(path, records)
        except Exception as error:
            failed.append(error)

    bt.write_jsonl(path, logs[0])
    threads = [Thread(target=write, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        seen.add(bt.read_jsonl(path))
    assert failed == []
    assert seen <= {tuple(log) for log in logs}
    assert names(tmp_path) == ["log.jsonl"]


class Torn(BaseException):
    """What ends a run at any point, such as Ctrl-C."""


@pytest.mark.parametrize("fault", [Torn, KeyboardInterrupt, OSError, ValueError])
def test_what_the_giver_of_records_raises_is_left_as_it_is(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    def records() -> Iterator[bt.Event]:
        yield FERRY
        raise fault

    path = tmp_path / "log.jsonl"
    bt.write_jsonl(path, [FERRY, attrs.evolve(FERRY, id="other")])
    with pytest.raises(fault):
        bt.write_jsonl(path, records())
    assert len(bt.read_jsonl(path)) == 2
    assert names(tmp_path) == ["log.jsonl"]


@pytest.mark.parametrize("step", ["os.fsync", "os.replace", "os.open", "pathlib.Path.replace"])
def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.jsonl"
    bt.write_jsonl(path, [FERRY])

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(step, full)
    with pytest.raises(bt.ChronicleError, match="found a disk that is full; expected room") as e:
        bt.write_jsonl(path, [FERRY] * 2)
    monkeypatch.undo()
    assert isinstance(e.value.__cause__, OSError)
    assert bt.read_jsonl(path) == (FERRY,)
    assert names(tmp_path) == ["log.jsonl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("number", [1, 10_000])
def test_a_device_that_is_full_is_told(number: int) -> None:
    with pytest.raises(bt.ChronicleError, match=r"^/dev/full: found a disk that is full"):
        bt.write_jsonl("/dev/full", [FERRY] * number)


def test_a_file_that_may_not_be_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.jsonl"
    bt.write_jsonl(path, [FERRY])
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(bt.ChronicleError, match=r"found no permission; .*ask its owner"):
        bt.write_jsonl(path, [])
    assert bt.read_jsonl(path) == (FERRY,)


LOOP, LONG = "loop", "x" * 5000


@pytest.mark.parametrize("verb", ["read", "write"])
@pytest.mark.parametrize(
    ("name", "found"),
    [
        (".", "a folder"),
        ("beside/log.jsonl", "a file where a folder should be"),
        (LOOP, "links that go in a circle"),
        (LONG, "a name that is too long"),
        ("half\ud83d", "half a character"),
    ],
    ids=["folder", "below a file", "loop", "long", "half"],
)
def test_a_path_that_the_system_refuses_is_told(
    tmp_path: Path, verb: str, name: str, found: str
) -> None:
    (tmp_path / "beside").write_text("")
    (tmp_path / LOOP).symlink_to(LOOP)
    with pytest.raises(bt.ChronicleError) as error:
        bt.read_jsonl(tmp_path / name) if verb == "read" else bt.write_jsonl(tmp_path / name, [])
    assert error.value.problems[0].found == found
    assert len(str(error.value)) < 500
    assert isinstance(error.value.__cause__, OSError | UnicodeEncodeError)
    assert names(tmp_path) == ["beside", LOOP]


@pytest.mark.parametrize("verb", ["read", "write"])
@pytest.mark.parametrize(
    "path",
    [5, None, b"log.jsonl", 1.5, [], object(), "", "a\0b", FERRY],
    ids=[
        "a number",
        "nothing",
        "bytes",
        "a fraction",
        "a list",
        "an object",
        "an empty text",
        "a null",
        "a record",
    ],
)
def test_what_is_no_path_is_refused(verb: str, path: Any) -> None:
    with pytest.raises(bt.ChronicleError, match=r"^path: found .*; expected the path of a file"):
        bt.read_jsonl(path) if verb == "read" else bt.write_jsonl(path, [])


@pytest.mark.parametrize(
    "records",
    [None, 5, "ferry", b"", FERRY, bt.EventLog().timeline(), {"a": 1}],
    ids=[
        "nothing",
        "a number",
        "a text",
        "bytes",
        "a record",
        "a timeline",
        "a dict",
    ],
)
def test_what_is_neither_a_log_nor_records_is_refused(tmp_path: Path, records: Any) -> None:
    with pytest.raises(bt.RecordError, match=r"^write_jsonl: found .*; expected a log, or records"):
        bt.write_jsonl(tmp_path / "log.jsonl", records)
    assert names(tmp_path) == []


def test_the_entries_of_a_log_are_no_records(tmp_path: Path) -> None:
    log = bt.EventLog()
    log.append(FERRY)
    entries: Any = log.read()
    with pytest.raises(bt.RecordError, match=r"record 1: found Entry.*; write `entry.record`"):
        bt.write_jsonl(tmp_path / "log.jsonl", entries)


def test_records_may_be_given_one_by_one(tmp_path: Path) -> None:
    bt.write_jsonl(tmp_path / "log.jsonl", (attrs.evolve(FERRY, id=id) for id in ("a", "b")))
    assert [record.id for record in bt.read_jsonl(tmp_path / "log.jsonl")] == ["a", "b"]


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(bt.ChronicleError, match="found no permission; expected a file that you"):
        bt.read_jsonl(tmp_path / "log.jsonl")


# -- text that is not as it should be ---------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_another_encoding_is_told_once(tmp_path: Path, encoding: str) -> None:
    found = problems(tmp_path / "log.jsonl", f"{LINE}\n{LINE}\n".encode(encoding))
    assert found == ["line 1: found UTF-16 or NUL bytes; expected UTF-8; save the file as UTF-8"]


def test_a_line_of_many_megabytes_is_told_in_short(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    (found,) = problems(path, LINE.replace("2001-05", "x" * 20_000_000))
    assert len(found) < 1000
    (found,) = problems(path, LINE.replace("2001-05", "x" * 20_000_000)[:-1])
    assert found.startswith("line 1: JSON: found expecting ',' delimiter at character 20,000,")


def test_a_long_text_is_read(tmp_path: Path) -> None:
    path, event = tmp_path / "log.jsonl", attrs.evolve(FERRY, note="x" * 5_000_000)
    bt.write_jsonl(path, [event])
    assert bt.read_jsonl(path) == (event,)


def test_whole_characters_may_be_escaped(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(LINE.replace("north", r"\ud83d\ude00 \\ud83d"))
    (event,) = bt.read_jsonl(path)
    assert isinstance(event, bt.Event)
    assert event.what == FerryOpened(harbour="\U0001f600 \\ud83d")


@pytest.mark.parametrize("depth", [98, 99, 400])
def test_what_can_be_written_can_be_read_and_what_is_too_deep_is_refused(
    tmp_path: Path, depth: int
) -> None:
    body = bt.UnknownBody("eclipse", 1, '{"a": ' + "[" * depth + "]" * depth + "}")
    ferry: bt.Event = FERRY
    path, event = tmp_path / "log.jsonl", attrs.evolve(ferry, what=body)
    if depth > 98:
        with pytest.raises(bt.RecordError, match="record 'ferry': found brackets more than 100"):
            bt.write_jsonl(path, [event])
    else:
        bt.write_jsonl(path, [event])
        assert bt.read_jsonl(path) == (event,)


def test_half_a_character_is_refused_before_it_blocks_what_is_written(tmp_path: Path) -> None:
    half = LINE.replace('"north"', '"\\ud83d"')
    (found,) = problems(tmp_path / "log.jsonl", half)
    assert found.startswith("line 1: JSON: found half a character, '\\ud83d'; expected whole")


def test_no_space_before_a_colon_hides_a_field_that_stands_twice(tmp_path: Path) -> None:
    for space in ("", " ", "\r", "\t"):
        line = LINE.replace('"harbour":', f'"harbour"{space}: "south", "harbour":')
        (found,) = problems(tmp_path / "log.jsonl", line)
        assert found.startswith("line 1: JSON: found the field 'harbour' twice")


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
