r"""The works that some events cite: CSL-JSON, and BibTeX.

BibTeX is written here and by no library, as those that were tried get letters wrong: `pybtex`
0.26 leaves `$` and single braces as they are and escapes addresses, which `url` takes verbatim;
`bibtexparser` 2.1 writes braces as `\{`, which BibTeX counts all the same, and Cyrillic as
commands of an encoding that few documents load. Both read what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from ...dates.when import When
from ...files.written import works_text
from ...records.events import Event, Source
from .chosen import Chosen, Tally, one_line
from .spans import span_of


def write_csl(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    r"""The works as CSL-JSON; of a log, all that it keeps.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b"".join(write_csl(asked, tally)), tally.works
    (b'[]\n', 0)
    """
    works = _counted(asked, tally)
    yield works_text(works).encode()


def write_bibtex(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The works as entries of BibTeX, whose fields biblatex knows too.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b"".join(write_bibtex(asked, tally)), dict(tally.left_out)
    (b'', {'events, of which works alone are told': 1})
    """
    works = _counted(asked, tally)
    tally.unsaid(
        {
            "days of publication other than `issued`": sum(map(_is_known_apart, works)),
            "grades": sum(bool(work.grade) for work in works),
            "dates in doubt": sum(not _said_by_date(work.issued) for work in works),
        }
    )
    for work in works:
        yield f"{_entry(work)}\n".encode()


def _counted(asked: Chosen, tally: Tally) -> tuple[Source, ...]:
    works, events, cited = asked.works(), 0, set[str]()
    for record in asked.records:
        events += isinstance(record, Event)
        cited.update(citation.source for citation in record.sources)
    tally.works, tally.events = len(works), 0
    if events:
        tally.left_out["events, of which works alone are told"] = events
    tally.unsaid({"works of which only an id is known": len(cited - {w.id for w in works})})
    return works


def _is_known_apart(work: Source) -> bool:
    return work.known is not None and (work.issued is None or work.issued.latest != work.known)


# -- BibTeX ----------------------------------------------------------------------------------

_TYPES: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(
        ("article-journal", "article-magazine", "article-newspaper", "article"),
        ("article", "journal", "publisher"),
    ),
    "book": ("book", "series", "publisher"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "paper-conference": ("inproceedings", "booktitle", "publisher"),
    "report": ("techreport", "series", "institution"),
    "thesis": ("phdthesis", "series", "school"),
}
"""By the type of CSL, the entry type and the fields of the container and of the publisher."""
_OTHER = ("misc", "howpublished", "publisher")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "article": ("journal",),
    "book": ("publisher",),
    "incollection": ("booktitle", "publisher"),
    "inproceedings": ("booktitle",),
    "techreport": ("institution",),
    "phdthesis": ("school",),
}
"""What an entry of a type must have beside author, title and year, or it is a `misc`."""


def _entry(work: Source) -> str:
    sort, fields = _sorted_fields(work)
    fields |= {"url": _url(work.url)}
    fields |= {"language": escaped(work.language), "note": escaped(work.note)}
    told = "".join(f",\n  {name} = {_value(name, text)}" for name, text in fields.items() if text)
    return f"@{sort}{{{work.id}{told}\n}}\n"


def _sorted_fields(work: Source) -> tuple[str, dict[str, str]]:
    """The type of an entry, and its fields: those that the type asks for are there."""
    authors = " and ".join(f"{{{escaped(name)}}}" for name in work.author)
    by = {"title": f"{{{escaped(work.title)}}}" if work.title else "", "author": authors}
    dates, container, publisher = _dates(work.issued), work.container_title, work.publisher
    for sort, within, house in filter(None, (_TYPES.get(work.type), _OTHER)):
        alone = sort == "article" and not container
        journal = publisher if alone else container
        fields = {**by, within: escaped(journal), house: "" if alone else escaped(publisher)}
        fields |= dates
        needed = ("author", "title", "year", *_NEEDED.get(sort, ()))
        if sort == "misc" or all(fields.get(name) for name in needed):
            break
    return sort, fields


def _value(name: str, text: str) -> str:
    return text if name == "month" else f"{{{text}}}"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The macros by which BibTeX knows the months."""


def _dates(issued: When | None) -> dict[str, str]:
    """The year and the month for BibTeX, and for biblatex the whole date, if it has more."""
    span = None if issued is None else span_of(issued)
    if issued is None or span is None or issued.start.earliest is None:
        return {}
    start, end = span.start, span.end
    year = f"{start.year}" if end is None or end.year == start.year else f"{start.year}--{end.year}"
    told = {"year": year}
    if start.month and (end is None or (end.year, end.month) == (start.year, start.month)):
        told["month"] = _MONTHS[start.month - 1]
    if (span.exact and span.end is None and not start.day) or not _said_by_date(issued):
        return told
    return told | {"date": str(issued)}


_BIBLATEX = re.compile(
    r"(\d{4}(-\d\d(-\d\d)?)?[?~%]?|\d{3}X|\d\dXX|\d{4}-XX|\d{4}-XX-XX|\d{4}-\d\d-XX)?"
)


def _said_by_date(issued: When | None) -> bool:
    """Whether biblatex knows a date: EDTF of the levels 0 and 1, with seasons up to 24."""
    if issued is None:
        return True
    sides = str(issued).replace("..", "").split("/")
    codes = (int(side[5:7]) for side in sides if re.fullmatch(r"\d{4}-\d\d[?~%]?", side))
    return all(map(_BIBLATEX.fullmatch, sides)) and all(code <= 24 for code in codes)


_SPECIAL = {
    **{letter: f"\\{letter}" for letter in "#$%&_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def escaped(text: str) -> str:
    r"""A text on one line, with the letters that mean something to LaTeX made plain.

    >>> print(escaped("50% of {A_1} & B"))
    50\% of \textbraceleft{}A\_1\textbraceright{} \& B
    """
    return "".join(_SPECIAL.get(letter, letter) for letter in one_line(text))


def _url(url: str) -> str:
    """An address as `url` takes it: as it is, but for what would end the field."""
    return quote(one_line(url), safe="!#$%&'()*+,/:;=?@[]~_-.")
