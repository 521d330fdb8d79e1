"""An SQLite file of a log or a timeline, and what Datasette asks of it.

Its tables::

    events      a row for each record: an event, a correction, or a retraction (`retracted`)
    citations   of each record, in order
    parties     of each record, in order, with their names
    works       what is cited
    believed    a view: what is believed of each event, by all that is in the file

What is believed by a day is, of each id, the record of the greatest (known, revision) that was
known by then, unless that is a retraction; it has happened by a day once the latest day of its
start has come. `AS_OF` says so in SQL. Days are text, so that a month stands for its last day.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pendulum import Date

from ...errors import InputError, Problem, shown
from ...files.disk import as_path, asking
from ...records.codec import to_plain
from ...records.events import Event, Record, Source
from ...records.stored import as_json
from .chosen import Chosen, Tally

_PIECE = 1 << 20  # bytes

_TABLES = """
CREATE TABLE works (
  id TEXT PRIMARY KEY, title TEXT, type TEXT, author TEXT, container TEXT, publisher TEXT,
  issued TEXT, url TEXT, language TEXT, note TEXT, known TEXT, grade TEXT
);
CREATE TABLE events (
  record INTEGER PRIMARY KEY, id TEXT NOT NULL, revision INTEGER NOT NULL, kind TEXT,
  version INTEGER, "when" TEXT, earliest TEXT, latest TEXT, start_earliest TEXT,
  start_latest TEXT, lasting INTEGER, known TEXT NOT NULL, title TEXT, seq INTEGER, note TEXT,
  body TEXT, retracted TEXT, UNIQUE (id, revision)
);
CREATE TABLE parties (
  record INTEGER NOT NULL REFERENCES events (record), place INTEGER NOT NULL, party TEXT,
  name TEXT, PRIMARY KEY (record, place)
) WITHOUT ROWID;
CREATE TABLE citations (
  record INTEGER NOT NULL REFERENCES events (record), place INTEGER NOT NULL,
  work TEXT REFERENCES works (id), locator TEXT, known TEXT, stance TEXT, says TEXT, via TEXT,
  "when" TEXT, PRIMARY KEY (record, place)
) WITHOUT ROWID;
CREATE INDEX events_by_belief ON events (id, known, revision);
CREATE INDEX events_by_day ON events (start_latest);
CREATE INDEX events_by_kind ON events (kind);
CREATE INDEX citations_by_work ON citations (work);
CREATE INDEX parties_by_party ON parties (party);
"""

_RANKED = """SELECT *, row_number() OVER (
    PARTITION BY id ORDER BY known DESC, revision DESC
  ) AS place FROM events"""
_VIEW = (
    f"CREATE VIEW believed AS SELECT * FROM (\n  {_RANKED}\n) WHERE place = 1 AND retracted IS NULL"
)


def _day(name: str) -> str:
    """The last day that a parameter means: a month or a year stands for its end."""
    return f"substr(:{name} || '-99-99', 1, 10)"


_BY = f"(:known_by = '' OR known <= {_day('known_by')})"
_BELIEVED = f"""WITH believed_then AS (
  {_RANKED}
  WHERE {_BY}
)
SELECT id, "when", title, kind, known, revision, (
    SELECT count(*) FROM citations
    WHERE citations.record = believed_then.record
      AND (:known_by = '' OR citations.known <= {_day("known_by")})
  ) AS citations, record
FROM believed_then
WHERE place = 1 AND retracted IS NULL"""

AS_OF = f"""{_BELIEVED}
  AND (:as_of = '' OR start_latest <= {_day("as_of")})
ORDER BY start_latest IS NULL, start_latest, start_earliest, seq, id"""
"""What had happened by `:as_of`, as known by `:known_by`; an empty text stands for no limit."""

AS_OF_POSSIBLY = f"""{_BELIEVED}
  AND (:as_of = '' OR start_earliest IS NULL OR start_earliest <= {_day("as_of")})
ORDER BY start_earliest, start_latest IS NULL, start_latest, seq, id"""
"""The same, of what may have happened by then."""

_QUERIES: Mapping[str, Mapping[str, str]] = {
    "as_of": {
        "title": "What had happened by a day, as known by another",
        "description": "An empty day stands for no limit; a month or a year for its last day.",
        "sql": AS_OF,
    },
    "as_of_possibly": {
        "title": "What may have happened by a day, as known by another",
        "description": "With those events whose date leaves open whether they had.",
        "sql": AS_OF_POSSIBLY,
    },
    "history": {
        "title": "All records of an event, in the order in which they are believed",
        "sql": "SELECT * FROM events WHERE id = :id ORDER BY known, revision",
    },
    "cited_for": {
        "title": "What a work is cited for",
        "sql": """SELECT events.id, events.revision, events."when", title, locator, stance, says
FROM citations JOIN events USING (record) WHERE work = :work
ORDER BY start_latest, events.id, events.revision""",
    },
}


def datasette_metadata(path: str | PathLike[str]) -> str:
    """The text of a `metadata.json` for a file that `write("datasette", ...)` wrote.

    It tells Datasette what the tables hold, and has the questions "as of a day, as known by
    another" as canned queries: `datasette log.db -m metadata.json`.

    >>> [*json.loads(datasette_metadata("log.db"))["databases"]["log"]["queries"]]
    ['as_of', 'as_of_possibly', 'history', 'cited_for']
    """
    name = as_path(path, "the path of a file that was written").stem
    tables = {
        "events": {
            "description": "A row for each record; a higher revision corrects, `retracted` ends.",
            "columns": {
                "when": "the date, in EDTF",
                "earliest": "the first day that the date allows",
                "latest": "the last day that it allows",
                "start_earliest": "the first day on which it may have begun",
                "start_latest": "the day by which it has certainly begun",
                "known": "the day on which it became public",
                "body": "what the kind says, as JSON",
                "retracted": "the reason, of a record that ends belief in the event",
            },
            "label_column": "title",
            "sort": "start_latest",
        },
        "works": {"description": "What is cited.", "label_column": "title"},
        "citations": {"description": "Where each record is told: the work and the place in it."},
        "parties": {"description": "Who takes part."},
    }
    told = {"tables": tables, "queries": {name: dict(query) for name, query in _QUERIES.items()}}
    return json.dumps({"databases": {name: told}}, ensure_ascii=False, indent=1) + "\n"


def write_datasette(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The file, which is made on the disk, and given a piece at a time.

    Held in memory are the works, and the ids of those that are cited.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> next(write_datasette(asked, tally))[:15]
    b'SQLite format 3'
    """
    with TemporaryDirectory() as folder:
        made = Path(folder, "made.db")
        with asking(made):
            try:
                with closing(sqlite3.connect(made)) as file:
                    _make(file, asked, tally)
            except sqlite3.OperationalError as error:  # the disk is full, or gives no file
                raise OSError(errno.ENOSPC, str(error)) from error
        with made.open("rb") as pieces:
            while piece := pieces.read(_PIECE):
                yield piece


def _make(made: sqlite3.Connection, asked: Chosen, tally: Tally) -> None:
    """Fill the tables."""
    made.execute("PRAGMA journal_mode = OFF")
    made.execute("PRAGMA synchronous = OFF")
    made.executescript(_TABLES)
    made.execute(_VIEW)
    works = {work.id: _work(work) for work in asked.works()}
    _insert(made, "works", [*works.values()])
    cited = set[str]()
    for number, record in asked.numbered():
        _take(made, number, record, asked)
        tally.events += isinstance(record, Event)
        tally.unsaid({"notes": asked.notes(record, said=True)})
        cited.update(citation.source for citation in record.sources)
    only = sorted(cited - works.keys())
    _insert(made, "works", [(id, *[None] * 11) for id in only])
    made.commit()
    tally.works = len(works)
    tally.unsaid({"works of which only an id is known": len(only)})


def _insert(made: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        holders = ", ".join("?" * len(rows[0]))
        made.executemany(f"INSERT INTO {table} VALUES ({holders})", rows)


def _work(work: Source) -> tuple[Any, ...]:
    issued = str(work.issued) if work.issued else None
    told = (work.id, work.title, work.type, "; ".join(work.author), work.container_title)
    return (
        *told,
        *(work.publisher, issued, work.url, work.language, work.note, _text(work.known)),
        work.grade,
    )


def _take(made: sqlite3.Connection, number: int, record: Record, asked: Chosen) -> None:
    try:
        _insert(made, "events", [(number, *_record(record))])
    except OverflowError:
        where, expected = f"record {shown(record.id)}", "whole numbers of at most 18 digits"
        found = "a revision, seq or version beyond that"
        raise InputError(Problem(where, found, expected, "SQLite holds no larger ones")) from None
    if isinstance(record, Event):
        named = enumerate(record.parties)
        rows: list[tuple[Any, ...]] = [
            (number, place, party, asked.speech.name(party)) for place, party in named
        ]
        _insert(made, "parties", rows)
    cited = [
        (
            *(number, place, c.source, c.locator, _text(c.known), c.stance, c.says),
            *("; ".join(c.via), str(c.when) if c.when else None),
        )
        for place, c in enumerate(record.sources)
    ]
    _insert(made, "citations", cited)


def _record(record: Record) -> tuple[Any, ...]:
    if not isinstance(record, Event):
        dated = (None,) * 8
        rest = (None, None, None, None, record.reason)
        return (record.id, record.revision, *dated, record.known.isoformat(), *rest)
    plain, when = to_plain(record), record.when
    days = (when.earliest, when.latest, when.start.earliest, when.start.latest)
    return (
        *(record.id, record.revision, plain["kind"], plain["version"], str(when)),
        *map(_text, days),
        *(int(record.lasting), record.known.isoformat(), record.title, record.seq, record.note),
        *(as_json(plain["what"]), None),
    )


def _text(day: Date | None) -> str | None:
    return None if day is None else day.isoformat()
