"""Reading TimelineJS: the slides of a sheet or of JSON as events."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from os import PathLike

import attrs

from ...arguments import require, texts_of
from ...dates.when import Day, When
from ...errors import DateError, InputError, Problem, shown
from ...files.disk import as_path
from ...problems import Problems
from ...records.events import Citation, Event, Source
from ...relations.beside import EntryNoted
from ..countries import countries_called
from ..packed import is_utf_8
from .slide_files import Slide, is_json, of_json, of_sheet, plain
from .spans import Partial
from .spans_in import date_of


@attrs.frozen
class Slides:
    """The events of a timeline that was read, and what in it was none, by the reason.

    >>> Slides((), {"titles, which have no date": 1}).events
    ()
    """

    events: tuple[Event, ...]
    left_out: Mapping[str, int]


def read_timelinejs(
    path: str | PathLike[str],
    *,
    source: Source,
    parties: Iterable[str] = (),
    encoding: str = "utf-8",
) -> Slides:
    """The slides of TimelineJS as events: of a sheet saved as CSV, or of JSON.

    `source` is the timeline as a work that is cited, whose `known` is the day on which its entries
    count as public. Each becomes an `entry-noted`; a year or a month stays one, and a display date
    counts where it is clearly that of the same days, such as "c. 1979". The `parties` are those of
    all events, by codes: the name of a country is refused. Texts lose their markup and the
    addresses of their links; what JSON has beside the columns of the sheet is not taken over. A
    `ChronicleError` names every cell that is wrong, by row and column, or by its place in JSON, at
    most a hundred; years before the first are wrong. A file is JSON if it is called so, or begins
    with a brace; JSON is UTF-8, and the `encoding` that of a sheet.

    >>> import tempfile
    >>> from pathlib import Path
    >>> work = Source(id="a-timeline", title="A timeline", known="2024-05-19")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "sheet.csv")
    ...     _ = file.write_text("Year,Month,Display Date,Headline\\n1979,,c. 1979,Upheaval\\n")
    ...     slides = read_timelinejs(file, source=work)
    >>> [(event.id, str(event.when), event.title) for event in slides.events]
    [('upheaval', '1979~', 'Upheaval')]
    """
    found = as_path(path, "the path of a sheet of TimelineJS, or of its JSON")
    is_dated = isinstance(source, Source) and source.known is not None
    advice = "Source(id=..., title=..., known=...)"
    require(is_dated, "read_timelinejs: source", source, "a Source with its `known`", advice)
    problems = Problems()
    read = _Read(source, _codes(parties), problems)
    as_json, tell = is_json(found), problems.tell
    if as_json and found.exists() and not is_utf_8(encoding):
        advice = "save the file in it if it is in another, and leave `encoding` away"
        raise InputError(Problem("encoding", shown(encoding), "UTF-8, as JSON is", advice))
    for slide in of_json(found, tell) if as_json else of_sheet(found, tell, encoding):
        read.take(slide)
        if problems.is_full:
            problems.stop(f"{found}: after {slide.name}", file=str(found))
            break
    problems.refuse()
    return Slides(tuple(read.events), dict(read.left_out))


def _codes(parties: Iterable[str]) -> tuple[str, ...]:
    """The codes of parties; several in one are refused, and the name of a country."""
    held = texts_of("parties", parties, "a sequence of parties")
    if wrong := [problem for code in held if (problem := _no_code(code)) is not None]:
        raise InputError(*wrong)
    return held


def _no_code(code: str) -> Problem | None:
    if not {",", ";"}.isdisjoint(code):
        return Problem("parties", shown(code), "codes one by one, such as RU and IR")
    called = countries_called(code)
    if not called or code in called:
        return None
    return Problem("parties", shown(code), f"the code of that country, {' or '.join(called)}")


def timeline_work(title: str, known: Day) -> Source:
    """A timeline made elsewhere as a work, whose id is made of its title.

    >>> timeline_work("Été à Téhéran", "2024-05-19").id
    'ete-a-teheran'
    """
    id = _slug(title)
    if not id:
        expected = "a title with letters or digits, of which an id is made"
        raise InputError(Problem("title", shown(title), expected))
    return Source(id=id, title=title, type="webpage", known=known)


@attrs.define
class _Read:
    """The events that were read so far."""

    source: Source
    parties: tuple[str, ...]
    problems: Problems
    events: list[Event] = attrs.field(factory=list)
    left_out: Counter[str] = attrs.field(factory=Counter)
    ids: set[str] = attrs.field(factory=set)

    def take(self, slide: Slide) -> None:
        """Take in a slide, or say what is wrong with it."""
        cells = slide.cells
        if not any(cells.values()):
            self.left_out["rows with nothing in them"] += 1
            return
        sort = cells["Type"].casefold()
        if sort == "title":
            self.left_out["titles, which have no date"] += 1
            return
        found = [
            slide.problem(column, shown(cell), "text without a NUL character", "")
            for column, cell in cells.items()
            if "\0" in cell
        ]
        when = _date(slide, sort, found)
        if not cells["Headline"] and not cells["Text"]:
            found.append(slide.problem("Headline", "nothing", "a headline, or a text", ""))
        if when is None or found:
            self.problems.tell(*found)
            return
        headline = plain(cells["Headline"])
        try:
            event = Event(
                id=self._id(slide.id or _first_words(headline), when, cells),
                when=when,
                lasting=_lasts(cells["Display Date"], when),
                title=" ".join(headline.split()),
                parties=self.parties,
                sources=[Citation(self.source, f"entry of {when}")],
                what=_body(cells),
            )
        except InputError as error:
            self.problems.tell_error(
                error,
                lambda p: slide.problem(p.path or "Headline", p.found, p.expected, p.advice),
            )
            return
        self.events.append(event)

    def _id(self, told: str, when: When, cells: Mapping[str, str]) -> str:
        if not (slug := _slug(told)):  # a headline in letters that an id has not
            words = f"{cells['Headline']}\n{cells['Text']}".encode()
            slug = f"entry-{_slug(str(when))}-{sha256(words).hexdigest()[:8]}"
        id, number = slug, 2
        while id in self.ids:
            id, number = f"{slug}-{number}", number + 1
        self.ids.add(id)
        return id


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", letters))


def _first_words(headline: str) -> str:
    return " ".join(headline.split()[:10])


def _body(cells: Mapping[str, str]) -> EntryNoted:
    return EntryNoted(
        text=plain(cells["Text"]),
        group=plain(cells["Group"]),
        sort=cells["Type"],
        dated=cells["Display Date"],
        time=cells["Time"],
        end_time=cells["End Time"],
        media=cells["Media"],
        credit=plain(cells["Media Credit"]),
        caption=plain(cells["Media Caption"]),
        thumbnail=cells["Media Thumbnail"],
        alt=cells["Alt Text"],
        background=cells["Background"],
    )


# -- dates -----------------------------------------------------------------------------------


def _date(slide: Slide, sort: str, found: list[Problem]) -> When | None:
    """The date of a slide; what is wrong with it is added to what was found."""
    start, end = _partial(slide, "", found), _partial(slide, "End ", found)
    if start is None and not found:
        found.append(slide.problem("Year", "nothing", "a year from 1 to 9999", ""))
    if sort == "era" and end is None and not found:
        found.append(slide.problem("End Year", "nothing", "a year, as an era has an end", ""))
    if start is None or found:
        return None
    end = None if end == start else end
    said = slide.cells["Display Date"]
    if end is not None:  # what goes on since a day between the two: `_lasts` says the rest
        said = _SINCE.sub("", said)
    try:
        return date_of(start, end, said)
    except DateError:
        expected = f"a date that is not before {start}"
        found.append(slide.problem("End Year", str(end), expected, ""))
        return None


def _lasts(said: str, when: When) -> bool:
    """Whether words say that it goes on since a day that the date leaves open."""
    return _SINCE.match(said) is not None and not when.lasting


_SINCE = re.compile(r"since\s+", re.IGNORECASE)


def _partial(slide: Slide, before: str, found: list[Problem]) -> Partial | None:
    """The date of three cells: years, and perhaps a month and a day."""
    parts: list[int] = []
    names = [f"{before}{name}" for name in ("Year", "Month", "Day")]
    missing = ""
    for name, (low, high) in zip(names, ((1, 9999), (1, 12), (1, 31)), strict=True):
        cell = re.sub(r"[\s,]", "", slide.cells[name])
        if not cell:
            missing = missing or name
            continue
        if missing:
            expected = f"nothing, as there is no {missing}"
            found.append(slide.problem(name, shown(cell), expected, ""))
            return None
        if not re.fullmatch(r"\d{1,4}", cell, re.ASCII) or not low <= int(cell) <= high:
            expected = f"a whole number from {low} to {high}"
            found.append(slide.problem(name, shown(slide.cells[name]), expected, ""))
            return None
        parts.append(int(cell))
    if not parts:
        return None
    told = Partial(*parts)
    try:
        When(str(told))
    except DateError:
        found.append(
            slide.problem(names[2], str(parts[2]), f"a day of {told.year:04}-{told.month:02}", "")
        )
        return None
    return told
