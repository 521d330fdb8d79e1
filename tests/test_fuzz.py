"""Files that are spoilt at random are read or refused: no hang, no raw error, nothing lost.

`pytest --hypothesis-profile deep tests/test_fuzz.py` tries 20,000 of each sort.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.files.chronicle import packaged
from bilateral_timeline.files.folder import read_folder
from bilateral_timeline.records.codec import from_plain, to_plain
from bilateral_timeline.records.events import Record

EXAMPLES = 20_000 if settings().max_examples >= 1000 else 150
SECONDS = 2.0

CHRONICLE = packaged()["russia-iran"]
FILES = sorted(path for path in CHRONICLE.glob("*/*.toml") if path.name.count(".") == 1)
WORKS: list[dict[str, Any]] = json.loads((CHRONICLE / "sources.json").read_text("utf-8"))
BY_ID = {work["id"]: work for work in WORKS}


class TooSlow(BaseException):
    """An input took longer than any may."""


@contextmanager
def in_time() -> Iterator[None]:
    """What takes longer is stopped, where the system can."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TooSlow

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def read(reader: Callable[[], tuple[Record, ...]]) -> tuple[Record, ...]:
    """The records of a spoilt file; none if it is refused, which it is in a few words."""
    with in_time():
        try:
            return reader()
        except bt.TimelineError as error:
            told = str(error)
    assert 0 < len(told) < 6000
    return ()


def assert_comes_back(records: tuple[Record, ...], path: Path) -> None:
    """What was taken in can be written, and is then the same."""
    with in_time():
        for record in records:
            stored = to_plain(record)
            again = from_plain(stored)
            assert again == record
            assert json.dumps(to_plain(again)) == json.dumps(stored)
        bt.write_jsonl(path, records)
        assert bt.read_jsonl(path) == records


# -- how files are spoilt ---------------------------------------------------------------------

# Texts that stand for something in one of the formats, or that are hard on those who read them.
SPITE = [
    '"x[" = 1',
    "'''",
    '"""',
    '"',
    "'",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    "=",
    ".",
    ":",
    "#",
    "\\",
    "\n",
    "\r",
    "\0",
    "\\ud83d",
    "\\u0000",
    "é",
    "\u2028",
    "nan",
    "NaN",
    "-Infinity",
    "1e400",
    "-0.0",
    "9" * 4301,
    "0x" + "f" * 4301,
    "[" * 300,
    '{"a":' * 120,
    "a." * 150 + "b = 1",
    "character",
    "..",
    "/",
    "0000",
    "9999-12-31",
    "-1",
]
WRONG = [
    "3",
    "-1",
    "1.5",
    "true",
    '""',
    '" "',
    "[]",
    "{}",
    "[[1]]",
    '["", 3]',
    "2024-05-19",
    "07:32:00",
    "nan",
    "null",
    '"2024-13"',
    '"[2024..2023]"',
    '"/.."',
    '"9999-12-31"',
    '"0001-01-01"',
    '{best = 1, unit = "x"}',
    '{"best": "1e999999", "unit": "x"}',
    '"1e400"',
    '"NaN"',
    '"' + "x" * 5000 + '"',
    "12345678901234567890123",
]
KEYS = [
    "x",
    "when",
    "known",
    "kind",
    "what",
    "sources",
    "id",
    "revision",
    "retracted",
    "version",
    '"x["',
    "'a.b'",
    '""',
    "what.level",
    "__class__",
    "self",
    "_written",
]

Spoil = Callable[[str, int, int, str, str, str], str]


def flip(text: str, at: int, by: int, *_: str) -> str:
    return text[:at] + chr((ord(text[at : at + 1] or "x") ^ (1 << by % 8)) or 1) + text[at + 1 :]


def insert(text: str, at: int, _: int, spite: str, *__: str) -> str:
    return text[:at] + spite + text[at:]


def cut(text: str, at: int, by: int, *_: str) -> str:
    return text[:at] + text[at + by % 40 :]


def end(text: str, at: int, *_: Any) -> str:
    return text[:at]


def in_lines(change: Callable[[list[str], int, int], None]) -> Spoil:
    def spoil(text: str, at: int, by: int, *_: str) -> str:
        lines = text.split("\n")
        change(lines, at % len(lines), by % len(lines))
        return "\n".join(lines)

    return spoil


def drop(lines: list[str], at: int, _: int) -> None:
    del lines[at]


def double(lines: list[str], at: int, by: int) -> None:
    lines.insert(by, lines[at])


def swap(lines: list[str], at: int, by: int) -> None:
    lines[at], lines[by] = lines[by], lines[at]


def unquote(lines: list[str], at: int, _: int) -> None:
    lines[at] = lines[at].replace('"', "")


def nth(pattern: str, text: str, number: int, new: str) -> str:
    """A text in which one of the places that a pattern finds is another text."""
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    start, stop = found[number % len(found)].span(1)
    return text[:start] + new + text[stop:]


def rename(text: str, at: int, _: int, __: str, key: str, ___: str) -> str:
    return nth(r'(?m)^\s*("?[\w-]+"?)\s*[=:]', text, at, key)


def replace(text: str, at: int, _: int, __: str, ___: str, wrong: str) -> str:
    return nth(r"[=:]\s*(\"[^\"\n]*\"|\[[^\]\n]*\]|[\w.+-]+)", text, at, wrong)


SPOILERS: list[Spoil] = [
    flip,
    insert,
    cut,
    end,
    in_lines(drop),
    in_lines(double),
    in_lines(swap),
    in_lines(unquote),
    rename,
    replace,
    replace,
]


@st.composite
def spoilt(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text, spoilt in one to four ways."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 4))):
        spoil = draw(st.sampled_from(SPOILERS))
        at, by = draw(st.integers(0, max(len(text), 1))), draw(st.integers(0, 1000))
        spite, key, wrong = (draw(st.sampled_from(each)) for each in (SPITE, KEYS, WRONG))
        text = spoil(text, at, by, spite, key, wrong)
    return text


# Values of the wrong sort, or at the edge of what may be.
ODD: list[Any] = [
    None,
    True,
    0,
    3,
    -1,
    2**70,
    1.5,
    1e300,
    1e-320,
    -0.0,
    "",
    " ",
    "x" * 5000,
    "9" * 5000,
    [],
    {},
    [[1]],
    ["", 3],
    ["RU", "RU"],
    {"": ""},
    {"best": "NaN", "unit": "x"},
    {"best": "-1e9999", "unit": "x"},
    {"best": "1e-9999", "currency": "USD"},
    {"low": 3, "best": 2, "high": 1, "unit": "x"},
    {"low": 1, "unit": ""},
    "1e400",
    "sNaN",
    "Infinity",
    "1_000",
    "\u0661",
    "2024-13",
    "[2024..2023]",
    "[..]",
    "/..",
    "../",
    "2024/..",
    "XXXX",
    "0001-01-01",
    "0000",
    "9999-12-31/..",
    "\ud83d",
    "\0",
    "a.b[c",
    "then",
    "claim-denied",
    "trade-reported",
    "eclipse",
]
Data = dict[str, Any] | list[Any]


def places(data: Any) -> list[tuple[Any, Any]]:
    """Where values stand: the lists and objects, each with each of its indexes or names."""
    found = []
    if isinstance(data, dict | list):
        for at in data if isinstance(data, dict) else range(len(data)):
            found.append((data, at))
            found += places(data[at])
    return found


@st.composite
def spoilt_data(draw: st.DrawFn, data: Any) -> Any:
    """Plain data of which one to three values are others, of another name or gone."""
    copy = json.loads(json.dumps(data))
    for _ in range(draw(st.integers(1, 3))):
        where = places(copy)
        if not where:
            break
        inside, at = draw(st.sampled_from(where))
        sort = draw(st.sampled_from(["odd", "odd", "other", "name", "gone", "twice"]))
        if sort == "odd":
            inside[at] = json.loads(json.dumps(draw(st.sampled_from(ODD))))
        elif sort == "other":
            other, there = draw(st.sampled_from(where))
            inside[at] = json.loads(json.dumps(other[there]))
        elif sort == "name" and isinstance(inside, dict):
            inside[draw(st.sampled_from(KEYS)).strip("\"'")] = inside.pop(at)
        elif sort == "twice" and isinstance(inside, list):
            inside.insert(at, json.loads(json.dumps(inside[at])))
        else:
            del inside[at]
    return copy


def in_toml(data: Any) -> str:
    """Plain data as a value of TOML, which knows no null."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {in_toml(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return f"[{', '.join(map(in_toml, data))}]"
    return "nan" if data is None else json.dumps(data)


def as_bytes(text: str, noise: int) -> bytes:
    """A text in UTF-8, of which now and then a byte is another."""
    content = bytearray(text.encode("utf-8", "surrogatepass"))
    if noise and content:
        content[noise % len(content)] ^= 0x80
    return bytes(content)


NOISE = st.sampled_from([0] * 9 + [1]).flatmap(lambda any_: st.integers(0, 5000 * any_))


# -- the three readers ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@st.composite
def spoilt_files(draw: st.DrawFn) -> tuple[Path, str]:
    path = draw(st.sampled_from(FILES))
    text = path.read_text("utf-8")
    if draw(st.booleans()):
        return path, draw(spoilt(st.just(text)))
    data = draw(spoilt_data(tomllib.loads(text)))
    return path, "\n".join(f"{json.dumps(key)} = {in_toml(item)}" for key, item in data.items())


@given(spoilt_file=spoilt_files(), noise=NOISE)
@settings(max_examples=EXAMPLES)
def test_a_spoilt_record_is_read_or_refused(
    folder: Path, spoilt_file: tuple[Path, str], noise: int
) -> None:
    path, text = spoilt_file
    chronicle = folder / "chronicle"
    year = chronicle / path.parent.name
    year.mkdir(parents=True, exist_ok=True)
    cited = set(re.findall(r'source = "([\w-]+)"', path.read_text("utf-8"))) & set(BY_ID)
    works = json.dumps([BY_ID[id] for id in sorted(cited)])
    (chronicle / "sources.json").write_text(works, "utf-8")
    (year / path.name).write_bytes(as_bytes(text, noise))
    try:
        records = read(lambda: read_folder(chronicle).records)
        assert_comes_back(records, folder / "log.jsonl")
    finally:
        (year / path.name).unlink()
        year.rmdir()


RECORD = """\
kind = "eclipse"
when = "2024"
known = "2024"
[[sources]]
source = "gazette"
locator = "p. 1"
"""
GAZETTE = {"id": "gazette", "type": "book", "title": "G", "issued": {"date-parts": [[2024, 5]]}}


@st.composite
def spoilt_works(draw: st.DrawFn) -> str:
    works = [GAZETTE, *draw(st.lists(st.sampled_from(WORKS), max_size=2))]
    if draw(st.booleans()):
        return json.dumps(draw(spoilt_data(works)))
    return draw(spoilt(st.just(json.dumps(works, ensure_ascii=False, indent=1))))


@given(text=spoilt_works(), noise=NOISE)
@settings(max_examples=EXAMPLES)
def test_spoilt_works_cited_are_read_or_refused(folder: Path, text: str, noise: int) -> None:
    chronicle = folder / "works"
    (chronicle / "2024").mkdir(parents=True, exist_ok=True)
    (chronicle / "2024" / "dark.toml").write_text(RECORD, "utf-8")
    (chronicle / "sources.json").write_bytes(as_bytes(text, noise))
    records = read(lambda: read_folder(chronicle).records)
    assert_comes_back(records, folder / "log.jsonl")
    if records:
        assert read_folder(chronicle) == read_folder(chronicle)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The shipped records, a line each, and one of each other sort."""
    records = read_folder(CHRONICLE).records
    body = bt.UnknownBody("eclipse", 3, '{"total": true, "of": [1, 2.5, null, {"a": "b"}]}')
    dark = bt.Event(id="dark", when="2024", known="2024", what=body, note="\U0001f600")
    others: list[Record] = [dark] * 40
    return [json.dumps(to_plain(record), ensure_ascii=False) for record in (*records, *others)]


@given(data=st.data(), noise=NOISE)
@settings(max_examples=EXAMPLES)
def test_spoilt_json_lines_are_read_or_refused(
    folder: Path, lines: list[str], data: st.DataObject, noise: int
) -> None:
    some = data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=3))
    if data.draw(st.booleans()):
        text = data.draw(spoilt(st.just("\n".join(some))))
    else:
        text = "\n".join(json.dumps(data.draw(spoilt_data(json.loads(line)))) for line in some)
    path = folder / "spoilt.jsonl"
    path.write_bytes(as_bytes(text, noise))
    records = read(lambda: bt.read_jsonl(path))
    assert_comes_back(records, folder / "log.jsonl")
