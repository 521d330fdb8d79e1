"""The works cited, as CSL-JSON and as BibTeX."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.exchange import read_csl, write
from bilateral_timeline.files.csl import read_sources
from bilateral_timeline.testing import sources
from running import shipped


def log_of(record: bt.Event, work: bt.Source) -> bt.EventLog:
    log = bt.EventLog([work])
    log.append(record)
    return log


def event(*sources: bt.Citation) -> bt.Event:
    what: Any = bt.UnknownBody("eclipse", 1, "{}")
    return bt.Event(id="visit", when="2024-05-19", known="2024-05-20", what=what, sources=sources)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("works")


def test_csl_is_read_back_as_the_same_works(folder: Path) -> None:
    write("csl", shipped(), folder / "sources.json", until="2022")
    problems: list[bt.Problem] = []
    read = read_sources(folder / "sources.json", problems)
    assert problems == []
    cited = {c.source for e in shipped().events(until="2022") for c in e.sources}
    assert read == {w.id: w for w in shipped().coverage.sources if w.id in cited}


@given(st.lists(sources(), max_size=4, unique_by=lambda work: work.id))
def test_the_works_of_a_log_are_read_back_whether_they_are_dated_or_not(
    folder: Path, works: list[bt.Source]
) -> None:
    told = write("csl", bt.EventLog(works), folder / "all.json")
    assert told.works == len(works)
    assert read_csl(folder / "all.json") == tuple(works)


def test_a_file_of_works_that_is_not_there_has_near_ones(folder: Path) -> None:
    write("csl", bt.EventLog([WORK]), folder / "herald.json")
    with pytest.raises(bt.MissingError, match=r"near it: herald\.json"):
        read_csl(folder / "heralds.json")


WORK = bt.Source(
    id="odd-2024",
    title="50% of {A_1} & B~C^2 \\ #1 $5",
    type="article-journal",
    author=["Jane Doe", "War and Peace Institute"],
    container_title="The Journal",
    issued="2024-05-19",
    url="https://example.org/a_b?x=1&y=%7B{}#z",
    known="2024-06-01",
    grade="B2",
)


def test_bibtex_is_escaped_and_says_what_it_leaves_out(folder: Path) -> None:
    cited = event(bt.Citation(WORK))
    told = write("bibtex", log_of(cited, WORK).timeline(), folder / "one.bib")
    assert (folder / "one.bib").read_text("utf-8") == (
        "@article{odd-2024,\n"
        "  title = {{50\\% of \\textbraceleft{}A\\_1\\textbraceright{} \\& "
        "B\\textasciitilde{}C\\textasciicircum{}2 \\textbackslash{} \\#1 \\$5}},\n"
        "  author = {{Jane Doe} and {War and Peace Institute}},\n"
        "  journal = {The Journal},\n"
        "  year = {2024},\n"
        "  month = may,\n"
        "  date = {2024-05-19},\n"
        "  url = {https://example.org/a_b?x=1&y=%7B%7B%7D#z}\n"
        "}\n\n"
    )
    assert told.said_less == {"days of publication other than `issued`": 1, "grades": 1}
    assert told.left_out == {"events, of which works alone are told": 1}


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        ("2024-05", "year = {2024},\n  month = may\n"),
        ("2024", "year = {2024}\n"),
        ("2024-22", "year = {2024},\n  date = {2024-22}\n"),
        ("2024-33", "year = {2024}\n"),
        ("1979~", "year = {1979},\n  date = {1979~}\n"),
        ("[2024-03..2025-02]", "year = {2024--2025}\n"),
        ("2024-05-01/2024-06-30", "year = {2024},\n  date = {2024-05-01/2024-06-30}\n"),
    ],
)
def test_bibtex_has_as_much_of_a_date_as_it_can_say(folder: Path, issued: str, told: str) -> None:
    work = bt.Source(id="w", title="T", issued=issued, known="2026")
    log = log_of(event(bt.Citation("w", known="2026")), work)
    write("bibtex", log.timeline(), folder / "date.bib")
    assert (folder / "date.bib").read_text(
        "utf-8"
    ) == f"@misc{{w,\n  title = {{{{T}}}},\n  {told}}}\n\n"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_a_bibtex_field_is_one_group_of_braces(folder: Path, title: str) -> None:
    work = bt.Source(id="w", title=title, author=["}{", title or "x"], url=f"https://{title}")
    log = log_of(event(bt.Citation("w", known="2026")), work)
    write("bibtex", log.timeline(), folder / "braces.bib")
    text = (folder / "braces.bib").read_text("utf-8")
    depths, depth = [], 0
    for letter in text.rstrip("\n"):
        depth += (letter == "{") - (letter == "}")
        depths.append(depth)
    assert depths[-1] == 0
    assert min(depths[text.index("{") : -1]) == 1


def test_parsers_of_bibtex_read_the_works_of_the_shipped_chronicle(folder: Path) -> None:
    parser = pytest.importorskip("bibtexparser", reason="needs bibtexparser 2: pip install it")
    write("bibtex", shipped(), folder / "all.bib")
    decode = parser.middlewares.LatexDecodingMiddleware()
    read = parser.parse_file(str(folder / "all.bib"), append_middleware=[decode])
    assert len(read.failed_blocks) == 0
    titles = {entry.key: re.sub("[{}]", "", entry["title"]) for entry in read.entries}
    assert titles == {work.id: work.title for work in shipped().coverage.sources}


@pytest.mark.parametrize("format", ["csl", "bibtex"])
def test_where_there_are_no_events_none_are_left_out(folder: Path, format: str) -> None:
    told = write(format, bt.EventLog().timeline(), folder / "none")
    assert str(told) == f"{format}: 0 events, 0 works"
