"""Pages: lines laid out at a width, and the same words on a terminal and in a pipe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bilateral_timeline.records.events import Record
from bilateral_timeline.views import briefing
from bilateral_timeline.views.page import Line, draw, plain
from pairs import LOGS
from telling import (
    of,
)

LINE = Line("signed on 19 July 2022, and not told of again since then", "Gazprom", depth=1)


def on_a_terminal(lines: Iterable[Line], width: int) -> str:
    held = StringIO()
    console = Console(
        file=held, width=width, force_terminal=True, color_system="standard", _environ={}
    )
    draw(lines, console)
    return held.getvalue()


def test_what_a_line_is_of_is_bold_on_a_terminal_and_the_words_are_those_of_a_pipe() -> None:
    drawn = on_a_terminal([LINE], 40)
    assert "\x1b[1mGazprom\x1b[0m: signed" in drawn
    assert re.sub(r"\x1b\[[\d;]*m", "", drawn).rstrip("\n") == plain([LINE], 40)


@given(LOGS)
def test_a_terminal_shows_the_words_of_a_pipe(records: tuple[Record, ...]) -> None:
    timeline = of(*records)
    lines = briefing.page(timeline, timeline.as_of("2030"))
    drawn = on_a_terminal(lines, 100)
    assert re.sub(r"\x1b\[[\d;]*m", "", drawn).rstrip("\n") == plain(lines, 100)


def test_a_line_is_set_in_and_goes_on_deeper() -> None:
    assert plain([LINE], 40).splitlines() == [
        "  Gazprom: signed on 19 July 2022, and",
        "    not told of again since then",
    ]
    assert plain([Line("A TITLE OF TWO LINES OR MORE", sort="title")], 24).splitlines() == [
        "A TITLE OF TWO LINES OR",
        "MORE",
    ]


def test_a_word_that_is_longer_than_the_page_stands_alone() -> None:
    long = "x" * 90
    assert plain([Line(f"see {long} there")], 80).splitlines() == ["see", f"  {long}", "  there"]


def test_a_word_with_a_hyphen_is_not_broken() -> None:
    assert plain([Line("an aaaaaaaaaa-bbbbbbbbbbbbbb")], 24).splitlines() == [
        "an",
        "  aaaaaaaaaa-bbbbbbbbbbbbbb",
    ]


@given(st.text(), st.text(), st.integers(0, 3))
def test_any_text_is_laid_out_whatever_is_in_it(text: str, head: str, depth: int) -> None:
    line = Line(text, head, depth)
    drawn = plain([line], 80).split()
    if text.isprintable() and head.isprintable():
        assert drawn == str(line).split()


def test_a_text_of_several_lines_is_one() -> None:
    assert plain([Line("one\n  two\tthree", "A\nhead")], 80) == "A head: one two three"


def test_a_mark_of_a_console_is_no_mark_here() -> None:
    assert plain([Line("[bold]as it is[/bold] :smile: https://example.org")], 80) == (
        "[bold]as it is[/bold] :smile: https://example.org"
    )
