r"""CSV: a row for each event, which says all that the event says.

The columns, of which `id`, `kind`, `when` and `known` are needed to read it::

    id, revision       as in a log; a revision above 0 is a correction
    kind, version      what sort of event it is, in which form of its body
    when               the date, in EDTF
    earliest, latest   the first and the last day that it allows, worked out from `when`
    lasting            `yes` where it goes on until another event ends it
    known              the day on which it became public
    title, seq, note   as in a log
    parties            their codes, parted by `; `
    works              the ids of the works that are cited, one a line
    locators, stances, says, via, cited when, cited known
                       the same of each citation, one a line, in the order of `works`, a dash
                       where it has none; those of `via` are parted by `; `
    body               what the kind says, as JSON
    retracted          of a retraction, the reason

In texts, `\n` stands for the end of a line and `\\` for a backslash; a text that a spreadsheet
would take for a formula begins with a backslash.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from ...records.codec import to_plain
from ...records.events import Citation, Event, Record
from ...records.stored import as_json
from .cells import NONE, escaped, listed
from .chosen import Chosen, Tally

COLUMNS = (
    *("id", "revision", "kind", "version", "when", "earliest", "latest", "lasting", "known"),
    *("title", "parties", "seq", "works", "locators", "stances", "says", "via"),
    *("cited when", "cited known", "note", "body", "retracted"),
)
"""The columns, in their order."""


def write_csv(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The rows of some records: events, and, of a log, retractions too.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b"".join(write_csv(asked, tally)).splitlines()[1][:16]
    b'dark,,eclipse,1,'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in asked.records:
        row = _row(record)
        writer.writerow([row.get(column, "") for column in COLUMNS])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
        tally.events += isinstance(record, Event)
        tally.unsaid({"notes": asked.notes(record, said=True)})
    tally.unsaid({"works, of which only the id is told": len(asked.works()), **asked.unnamed})
    yield text.getvalue().encode()


def _row(record: Record) -> dict[str, str]:
    plain = to_plain(record)
    row = {name: plain[name] for name in ("id", "revision", "known", "seq") if name in plain}
    cells = {name: str(value) for name, value in row.items()} | _cited(record.sources)
    if not isinstance(record, Event):
        return cells | {"retracted": escaped(record.reason)}
    when = record.when
    return cells | {
        "kind": escaped(plain["kind"]),
        "version": str(plain["version"]),
        "when": plain["when"],
        "earliest": "" if when.earliest is None else when.earliest.isoformat(),
        "latest": "" if when.latest is None else when.latest.isoformat(),
        "lasting": "yes" if record.lasting else "",
        "title": escaped(record.title),
        "parties": listed(record.parties, commas=False),
        "note": escaped(record.note),
        "body": escaped(as_json(plain["what"])) if plain["what"] else "",
    }


def _cited(citations: Sequence[Citation]) -> dict[str, str]:
    told = {
        "works": [c.source for c in citations],
        "locators": [escaped(c.locator) for c in citations],
        "stances": [c.stance for c in citations],
        "says": [escaped(c.says) for c in citations],
        "via": [listed(c.via) for c in citations],
        "cited when": [c.when.written if c.when else "" for c in citations],
        "cited known": [c.known.isoformat() if c.known else "" for c in citations],
    }
    return {
        name: "\n".join(text or NONE for text in held) for name, held in told.items() if any(held)
    }
