"""Writing a timeline or a log in a format of others, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from os import PathLike
from types import MappingProxyType
from typing import Any

import attrs

from ...arguments import KnownBy, require, require_text
from ...dates.when import Day
from ...errors import InputError, MissingError, Problem, shown
from ...files.disk import as_path, write_whole
from ...files.places import refuse_log
from ...log import EventLog
from ...timeline import Timeline
from .chosen import Chosen, Tally, Written, chosen

BASE = "bilateral-timeline:"
"""What ids are put behind, to make them IRIs, where no other is given."""
_is_iri = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`\s\ud800-\udfff]*"
).fullmatch


@attrs.frozen
class _Format:
    """What a format is, where it is written, and whether it holds a whole log."""

    told: str
    place: str
    logs: bool = False

    def write(self) -> Callable[[Chosen, Tally], Iterable[bytes]]:
        """The function that writes it, loaded when it is first asked for."""
        module, _, name = self.place.partition(":")
        write: Callable[[Chosen, Tally], Iterable[bytes]] = getattr(
            import_module(f".{module}", __package__), name
        )
        return write


_FORMATS: Mapping[str, _Format] = {
    "bibtex": _Format("the works cited, for BibTeX and biblatex", "works:write_bibtex"),
    "cloudevents": _Format(
        "CloudEvents 1.0, a line of JSON for each record", "cloudevents:write_cloudevents", True
    ),
    "csl": _Format(
        "the works cited as CSL-JSON, for Zotero and pandoc (of a log, all that it keeps)",
        "works:write_csl",
        True,
    ),
    "csv": _Format(
        "a row for each event with all it says, which can be read back", "table:write_csv", True
    ),
    "datasette": _Format(
        "an SQLite file of tables, for Datasette", "datasette:write_datasette", True
    ),
    "icalendar": _Format("whole days in a calendar, as .ics", "calendar:write_calendar"),
    "jsonld": _Format("JSON-LD: events of schema.org, with dates in EDTF", "jsonld:write_jsonld"),
    "markwhen": _Format("a text that Markwhen draws", "markwhen:write_markwhen"),
    "parquet": _Format(
        "a table of all that the records say, in a Parquet file", "parquet:write_table", True
    ),
    "timelinejs": _Format("slides for TimelineJS 3, as JSON", "timelinejs:write_json"),
    "timelinejs-sheet": _Format("the same as the CSV of its sheet", "timelinejs:write_sheet"),
}
FORMATS: Mapping[str, str] = MappingProxyType({name: f.told for name, f in _FORMATS.items()})
"""The formats that `write` knows, with what each is."""
OF_LOGS = tuple(name for name, each in _FORMATS.items() if each.logs)
"""Those that hold all records of a log too."""


def write(
    format: str,
    told: Timeline[Any] | EventLog,
    path: str | PathLike[str],
    *,
    after: Day | None = None,
    until: Day | None = None,
    known_by: KnownBy = None,
    base: str = BASE,
) -> Written:
    """Write what a timeline believes in a format of others; `FORMATS` names them.

    The events are those that happened in (after, until], as known by a day. `csv`,
    `cloudevents`, `datasette` and `parquet` write all records of an `EventLog` too, corrections
    and retractions among them, as they are read: of a log in a store no more than some thousand
    are held at a time. The others write what is believed, for which corrections are folded, and
    so a timeline holds them all; `csl` writes all works that a log keeps. Ids become IRIs behind
    `base`, itself an absolute one. What comes back counts the events, and what the format could
    not say of them. The file is replaced whole, or stays as it was; one that holds a log is never
    replaced, and what the disk refuses is a `ChronicleError`. A curator's notes stand only where
    everything recorded is asked for, in `csv`, `cloudevents`, `datasette` and `parquet`, which
    needs pyarrow.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> log = bt.EventLog()
    >>> eclipse = bt.UnknownBody("eclipse", 1, "{}")
    >>> log.append(bt.Event(id="dark", when="2024-22", known="2024-09-01", what=eclipse))
    1
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     told = write("timelinejs", log.timeline(), f"{folder}/slides.json")
    >>> told.events, told.said_less["knowledge days"]
    (1, 1)
    """
    require_text("write", format, "the name of a format")
    if format not in _FORMATS:
        raise MissingError("format", format, _FORMATS)
    held = _FORMATS[format]
    expected = "the beginning of an absolute IRI, such as 'https://example.org/'"
    advice = 'it begins with a scheme, and has no space and none of < > " { } | \\ ^ `'
    is_iri = isinstance(base, str) and _is_iri(base) is not None
    require(is_iri, "write: base", base, expected, advice)
    if isinstance(told, EventLog) and not held.logs:
        expected = f"a Timeline, as {format} holds no log; those that do are {', '.join(OF_LOGS)}"
        advice = "give `log.timeline()`"
        raise InputError(Problem("write", shown(told), expected, advice))
    target = as_path(path, "the path of a file to write")
    refuse_log(target)
    asked = chosen(told, after=after, until=until, known_by=known_by, base=base)
    tally = Tally()
    write_whole(target, held.write()(asked, tally))
    return tally.closed(format)
