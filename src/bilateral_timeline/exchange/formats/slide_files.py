"""The slides in a file of TimelineJS, a sheet or JSON, cell by cell; texts out of their HTML."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs

from ...errors import ChronicleError, InputError, Problem, shown
from ...files.csl import read_text
from ...files.disk import asking, in_file, not_there
from ...records.stored import whole
from ..rows import Layout, Tell, rows
from .timelinejs import COLUMNS


@attrs.frozen
class Slide:
    """The cells of a slide by the column of the sheet, and how a problem with one is told.

    >>> slide = Slide("row 2", {"Year": "1979"}, lambda *told: Problem(*told))
    >>> slide.cells["Year"], slide.id
    ('1979', '')
    """

    name: str
    """What a citation calls it: row 3, or slide 2."""
    cells: Mapping[str, str]
    problem: Callable[[str, str, str, str], Problem]
    id: str = ""


def of_sheet(path: Path, told: Tell, encoding: str = "utf-8") -> Iterator[Slide]:
    r"""The rows of a sheet that was saved as CSV.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "sheet.csv")
    ...     _ = file.write_text("Year,Headline\n1979,Upheaval\n")
    ...     [(slide.name, slide.cells["Headline"]) for slide in of_sheet(file, print)]
    [('row 2', 'Upheaval')]
    """
    layout = Layout(
        needed=("Year", "Headline"),
        optional=(*_OTHERS, "Tag"),
        of_json="JSON of TimelineJS is one object in braces, in UTF-8, and not packed",
    )
    for row in rows(path, [layout], encoding=encoding, told=told):
        cells = {column: row.get(column) for column in COLUMNS}
        cells["Group"] = cells["Group"] or row.get("Tag")
        yield Slide(f"row {row.number}", cells, row.problem)


_OTHERS = tuple(column for column in COLUMNS if column not in ("Year", "Headline"))

_PLACES = {
    "Year": "start_date.year",
    "Month": "start_date.month",
    "Day": "start_date.day",
    "End Year": "end_date.year",
    "End Month": "end_date.month",
    "End Day": "end_date.day",
    "Display Date": "display_date",
    "Headline": "text.headline",
    "Text": "text.text",
    "Media": "media.url",
    "Media Credit": "media.credit",
    "Media Caption": "media.caption",
    "Media Thumbnail": "media.thumbnail",
    "Alt Text": "media.alt",
    "Group": "group",
}
"""Where in a slide of JSON stands what a column of the sheet has."""


def is_json(path: Path) -> bool:
    """Whether a file is JSON and no sheet: by its name, or as it begins with a brace.

    >>> is_json(Path("slides.json"))
    True
    """
    if path.suffix.lower() == ".json":
        return True
    if not path.is_file():
        return False
    with asking(path), path.open("rb") as file:
        mark = file.read(len(BOM_UTF8))
        head = mark.removeprefix(BOM_UTF8).lstrip()
        while not head and (more := file.read(1_000)):
            head = more.lstrip()
    return head.startswith(b"{")


def of_json(path: Path, told: Tell) -> Iterator[Slide]:
    """The slides of JSON: its title, its events and its eras.

    >>> import tempfile
    >>> told = {"events": [{"start_date": {"year": 1979}, "text": {"headline": "Upheaval"}}]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "slides.json")
    ...     _ = file.write_text(json.dumps(told))
    ...     [(slide.name, slide.cells["Year"]) for slide in of_json(file, print)]
    [('slide 1', '1979')]
    """
    if not path.exists():
        raise not_there(path, ".json")
    try:
        data = json.loads(read_text(path, path), parse_int=whole)
    except json.JSONDecodeError as error:
        found = f"{error.msg.lower()}, column {error.colno}"
        raise ChronicleError(in_file(path, found, "JSON", line=error.lineno)) from None
    except InputError as error:
        found, expected = error.problems[0].found, error.problems[0].expected
        raise ChronicleError(in_file(path, found, expected)) from None
    except RecursionError:
        raise ChronicleError(in_file(path, "brackets very deep in one another", "JSON")) from None
    if not isinstance(data, dict) or not isinstance(data.get("events"), list):
        expected = "an object with a list of `events`"
        raise ChronicleError(in_file(path, shown(data), expected, "is it the JSON of TimelineJS?"))
    title, eras = data.get("title"), data.get("eras") or []
    if title:
        yield _slide(path, "title", "title", title, "title")
    for number, slide in enumerate(data["events"], 1):
        yield from _if_one(path, f"events[{number - 1}]", f"slide {number}", slide, "", told)
    for number, era in enumerate(eras if isinstance(eras, list) else [eras], 1):
        yield from _if_one(path, f"eras[{number - 1}]", f"era {number}", era, "era", told)


def _if_one(
    path: Path, place: str, name: str, slide: Any, sort: str, told: Tell
) -> Iterator[Slide]:
    """A slide, if it is an object; else that it is none."""
    if isinstance(slide, dict):
        yield _slide(path, place, name, slide, sort)
    else:
        where, expected = f"{path}: {place}", "a slide: an object with start_date and text"
        told(Problem(where, shown(slide), expected, path=place, file=str(path)))


def _slide(path: Path, place: str, name: str, slide: Any, sort: str) -> Slide:
    def problem(column: str, found: str, expected: str, advice: str = "") -> Problem:
        at = f"{place}.{_PLACES.get(column, column)}"
        return Problem(f"{path}: {at}", found, expected, advice, path=at, file=str(path))

    cells = {column: _at(slide, place) for column, place in _PLACES.items()}
    cells["Display Date"] = cells["Display Date"] or _at(slide, "start_date.display_date")
    cells["Time"], cells["End Time"] = (_time(slide, at) for at in ("start_date", "end_date"))
    cells["Background"] = _at(slide, "background.url") or _at(slide, "background.color")
    cells["Type"] = sort
    return Slide(name, cells, problem, _at(slide, "unique_id"))


def _at(slide: Any, place: str) -> str:
    """What stands at a place, as text; nothing where there is none."""
    for name in place.split("."):
        slide = slide.get(name) if isinstance(slide, dict) else None
    return "" if slide is None or isinstance(slide, dict | list) else str(slide).strip()


def _time(slide: Any, place: str) -> str:
    parts = [_at(slide, f"{place}.{name}") for name in ("hour", "minute", "second")]
    return ":".join(part.zfill(2) for part in parts if part)


class _Text(HTMLParser):
    """The text of HTML, on as many lines as it has paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line where the text does."""
        if tag in ("br", "p", "li", "div", "ul", "ol"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.parts.append(data)


def plain(html: str) -> str:
    """The text of HTML; what is none stays as it is.

    >>> plain("<p>One &amp; <b>two</b></p>")
    'One & two'
    """
    if "<" not in html and "&" not in html:
        return html
    reader = _Text()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(filter(None, lines))
