"""CloudEvents 1.0.2 in its JSON format, one a line.

The attributes::

    id               the id of the record and its revision, such as `visit/0`
    source           the base that is given, and the pair
    type             the kind of the event; `bilateral-timeline.retraction` of a retraction
    subject          the parties, parted by commas
    time             midnight UTC of the day, where the date is one exact day
    when             the date, in EDTF; the days of the log are whole, and it says all of them
    recordedtime     midnight UTC of the day on which it became public (extension "Recorded Time")
    sequence         of a log, the position (extension "Sequence")
    revision         its revision
    data             the record in its stored form: title, citations, body under `what`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pendulum import Date

from ...records.codec import to_text
from ...records.events import Event, Record
from ...records.stored import as_json
from .chosen import Chosen, Tally, lines

RETRACTION = "bilateral-timeline.retraction"
"""The type of a retraction: no kind has a point in its name."""
_MOST = (1 << 31) - 1  # the greatest whole number of an attribute
# Control characters and noncharacters, which no attribute may hold.
_BARRED = re.compile("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def write_cloudevents(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The records as CloudEvents.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b'"id": "dark/0"' in b"".join(write_cloudevents(asked, tally))
    True
    """
    yield from lines(_events(asked, tally))
    tally.unsaid({"works, of which only the id is told": len(asked.works()), **asked.unnamed})


def _events(asked: Chosen, tally: Tally) -> Iterator[str]:
    source = asked.base + "/".join(asked.pair) if asked.base or asked.pair else "/"
    for position, record in asked.numbered():
        attributes = _attributes(record, source, position if asked.is_log else None)
        if any(isinstance(told, str) and _barred(told) for told in attributes.values()):
            tally.left_out["with control characters in the kind or the parties"] += 1
            continue
        tally.events += isinstance(record, Event)
        tally.unsaid({"notes": asked.notes(record, said=True)})
        if isinstance(record, Event) and not record.when.is_exact:
            tally.unsaid({"dates that are in `when` alone, and in no `time`": 1})
        yield f'{as_json(attributes)[:-1]}, "data": {to_text(record)}}}'


def _barred(text: str) -> bool:
    return _BARRED.search(text) is not None or any(ord(c) & 0xFFFE == 0xFFFE for c in text)


def _attributes(record: Record, source: str, position: int | None) -> dict[str, str | int]:
    told: dict[str, str | int] = {
        "specversion": "1.0",
        "id": f"{record.id}/{record.revision}",
        "source": source,
        "type": record.kind if isinstance(record, Event) else RETRACTION,
        "datacontenttype": "application/json",
    }
    if isinstance(record, Event):
        if record.parties:
            told["subject"] = ",".join(record.parties)
        if record.when.is_exact and record.when.earliest is not None:
            told["time"] = _midnight(record.when.earliest)
        told["when"] = str(record.when)
    told["recordedtime"] = _midnight(record.known)
    if position is not None:
        told["sequence"] = f"{position:010}"
    if 0 < record.revision <= _MOST:
        told["revision"] = record.revision
    return told


def _midnight(day: Date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
