"""The seal of a folder: what was sealed can be added to, and not be edited unseen."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import bilateral_timeline as bt
from bilateral_timeline.cli import main
from bilateral_timeline.files.checked import check_chronicle
from bilateral_timeline.files.chronicle import packaged
from bilateral_timeline.files.sealed import seal_folder
from bilateral_timeline.files.verified import verify
from bilateral_timeline.records.codec import to_text

WORKS = """[
 {"id": "gazette", "type": "book", "title": "Gazette", "issued": {"date-parts": [[2024, 5, 20]]}},
 {"id": "herald", "type": "article", "title": "Herald", "issued": {"date-parts": [[2024, 6, 3]]}}
]
"""
RECORD = """kind = "assessment-made"
version = 1
when = "2024-05-19"
title = "{title}"
parties = ["VE", "OS"]

[what]
topic = "ferries"
dimension = "cause"
view = "there are too few"
assessor = "The Gazette"

[[sources]]
source = "gazette"
locator = "p. 1"
"""
RETRACTED = """retracted = "it was not held"
known = "2024-06-03"

[[sources]]
source = "herald"
locator = "p. 2"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "island"
    (made / "2024").mkdir(parents=True)
    (made / "chronicle.toml").write_text('title = "An island"\npair = ["VE", "OS"]\n')
    (made / "sources.json").write_text(WORKS)
    for name in ("one", "two", "three"):
        (made / "2024" / f"{name}.toml").write_text(RECORD.format(title=name))
    return made


def told(folder: Path) -> list[str]:
    """What `check` finds of the seal, without what else needs a look."""
    return [
        str(p) for p in check_chronicle(folder).problems if "seal" in str(p) or "moved" in str(p)
    ]


def spoil(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_sealing_lists_each_work_and_record_and_goes_on_with_what_is_new(folder: Path) -> None:
    first = seal_folder(folder)
    assert (first.new, first.lines) == (5, 5)
    lines = (folder / "sealed.jsonl").read_text().splitlines()
    record = next(e for e in bt.load_chronicle(folder).events() if e.id == "one")
    content = sha256(to_text(record).encode()).hexdigest()
    assert lines[2].startswith(f'{{"record": "one", "content": "{content}", "hash": "')
    (folder / "2024" / "one.r1.toml").write_text(RETRACTED)
    second = seal_folder(folder)
    assert (second.new, second.lines) == (1, 6)
    after = (folder / "sealed.jsonl").read_text().splitlines()
    assert after[:5] == lines
    assert after[5].startswith('{"record": "one", "revision": 1, "content": "')
    assert seal_folder(folder).new == 0
    assert verify(folder, second.head).problems == ()
    assert told(folder) == []


def test_the_head_of_a_sealed_folder_is_that_of_a_log_that_holds_the_same(folder: Path) -> None:
    (folder / "2024" / "two.r1.toml").write_text(RETRACTED)
    head = seal_folder(folder).head
    (folder / "2024" / "zero.toml").write_text(RECORD.format(title="late"))
    (folder / "2024" / "a.toml").write_text(RECORD.format(title="later"))
    later = seal_folder(folder).head
    log = folder.parent / "log.db"
    assert bt.copy_log(folder, log).head == later
    assert bt.load_chronicle(log, at=head).as_of("2025") == bt.load_chronicle(
        folder, at=head
    ).as_of("2025")
    assert [e.id for e in bt.load_chronicle(folder, at=head).events()] == ["one", "three"]


def test_what_is_sealed_and_was_edited_or_removed_is_named_and_never_sealed_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal_folder(folder)
    sealed = (folder / "sealed.jsonl").read_bytes()
    spoil(folder / "2024" / "one.toml", '"one"', '"another"')
    (folder / "2024" / "two.toml").unlink()
    spoil(folder / "sources.json", "Herald", "Tribune")
    (folder / "2024" / "four.toml").write_text(RECORD.format(title="four"))
    problems = told(folder)
    assert len(problems) == 3
    assert problems[0].startswith("sealed.jsonl:5: found record 'two' is sealed, and is gone;")
    assert "as <id>.r1.toml" in problems[0]
    assert problems[1].startswith("sources.json: found work 'herald', other than it was sealed")
    assert problems[2].startswith("2024/one.toml: found record 'one', other than it was sealed")
    assert problems[2].endswith(
        "put it back as it was, and write what is new to the next one.rN.toml"
    )
    assert main(["check", str(folder)]) == 1
    assert main(["verify", str(folder)]) == 1
    capsys.readouterr()
    assert main(["seal", str(folder)]) == 2
    assert "one.rN.toml" in capsys.readouterr().err
    assert (folder / "sealed.jsonl").read_bytes() == sealed
    with pytest.raises(bt.ChronicleError, match="other than it was sealed"):
        bt.load_chronicle(folder, at=verify(folder).head)
    bt.load_chronicle(folder)  # what it says now can still be read


def test_a_day_of_a_work_from_which_that_of_a_record_follows_is_sealed_with_it(
    folder: Path,
) -> None:
    seal_folder(folder)
    spoil(folder / "sources.json", "[2024, 5, 20]", "[2024, 5, 21]")
    assert [line.partition(":")[0] for line in told(folder)] == [
        "sources.json",
        "2024/one.toml",
        "2024/three.toml",
        "2024/two.toml",
    ]


def test_layout_and_comments_are_not_sealed(folder: Path) -> None:
    seal_folder(folder)
    path = folder / "2024" / "one.toml"
    path.write_text("# Of the ministers.\n" + path.read_text().replace(" = ", "="))
    spoil(folder / "chronicle.toml", "An island", "The island")
    assert told(folder) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [*lines[:2], lines[3], lines[2], lines[4]], "sealed.jsonl:3: found record"),
        (
            lambda lines: [*lines[:3], lines[4]],
            "sealed.jsonl:4: found record 'two', moved, or after",
        ),
        (lambda lines: [*lines, lines[4]], "sealed.jsonl:6: found record 'two' again"),
        (lambda lines: [*lines[:4], "{}"], "sealed.jsonl:5: found '{}'; expected a line of a seal"),
        (lambda lines: [*lines[:4], "no"], "sealed.jsonl:5: found 'no'; expected a line of a seal"),
        (lambda lines: [*lines[:4], lines[4][:-4] + '0"}'], "sealed.jsonl:5"),
    ],
)
def test_a_list_that_was_itself_changed_is_told(folder: Path, change: object, words: str) -> None:
    seal_folder(folder)
    path = folder / "sealed.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(change(lines)) + "\n")  # type: ignore[operator]
    assert any(line.startswith(words) for line in told(folder))
    with pytest.raises(bt.ChronicleError):
        seal_folder(folder)


def test_a_list_that_is_no_file_is_told_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "sealed.jsonl")
    with pytest.raises(bt.ChronicleError, match=r"sealed\.jsonl: found a pipe"):
        seal_folder(folder)


def test_what_was_left_out_keeps_its_words_in_a_seal(folder: Path, tmp_path: Path) -> None:
    asked: dict[str, Any] = {"by": "the board\u2028of editors", "reason": 'a "reason"\n'}
    done = bt.write_without(folder, tmp_path / "new", ["two"], **asked)
    assert verify(tmp_path / "new", done.head).problems == ()
    bt.copy_log(tmp_path / "new", tmp_path / "new.db")
    with bt.open_log(tmp_path / "new.db") as log:
        assert log.omissions == (bt.Omission(1, 0, **asked),)
        assert log.head == done.head


def test_a_list_that_was_cut_is_told_by_the_head_that_was_noted_down(folder: Path) -> None:
    head = seal_folder(folder).head
    path = folder / "sealed.jsonl"
    path.write_text("\n".join(path.read_text().splitlines()[:4]) + "\n")
    assert told(folder) == []
    assert [problem.where for problem in verify(folder, head).problems] == ["the last line"]
    assert seal_folder(folder).head == head


def test_a_folder_that_is_not_sealed_has_no_hashes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(bt.ChronicleError, match="not sealed"):
        verify(folder)
    assert main(["events", "--from", str(folder), "--at", "abc"]) == 2
    assert "`bilateral-timeline seal" in capsys.readouterr().err
    with pytest.raises(bt.ChronicleError, match="not sealed"):
        bt.load_chronicle("russia-iran", at="abc")


def test_a_folder_with_anything_wrong_is_not_sealed(folder: Path) -> None:
    (folder / "2024" / "four.toml").write_text("kind = 5\n")
    with pytest.raises(bt.ChronicleError, match=r"four\.toml"):
        seal_folder(folder)
    assert not (folder / "sealed.jsonl").exists()


def test_a_record_that_cannot_be_read_is_told_once(folder: Path) -> None:
    seal_folder(folder)
    (folder / "2024" / "one.toml").write_text("kind = 5\n")
    assert told(folder) == []
    assert check_chronicle(folder).is_refused


def test_the_shipped_chronicle_can_be_sealed(tmp_path: Path) -> None:
    shutil.copytree(packaged()["russia-iran"], tmp_path / "copy")
    done = seal_folder(tmp_path / "copy")
    assert done.head == bt.copy_log("russia-iran", tmp_path / "log.db").head
    assert main(["seal", str(tmp_path / "copy")]) == 0
