"""Parquet: the table of `bilateral_timeline.frames`, with all that the records say.

Its columns are those of `frames.to_table`, and `frames.read` gives the records back.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...frames.parquet import pieces_of
from ...frames.table import LogTable
from ...records.events import Event, Record
from .chosen import Chosen, Tally


def write_table(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The records as a table; some thousand rows are held at a time.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b"".join(write_table(asked, tally))[:4], tally.events
    (b'PAR1', 1)
    """
    cited = set[str]()

    def counted() -> Iterator[Record]:
        for record in asked.records:
            tally.events += isinstance(record, Event)
            tally.unsaid({"notes": asked.notes(record, said=True)})
            cited.update(citation.source for citation in record.sources)
            yield record

    yield from pieces_of(LogTable(counted(), None))
    tally.unsaid({"works, of which only the id is told": len(cited), **asked.unnamed})
