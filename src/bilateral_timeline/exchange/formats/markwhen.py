"""Markwhen: a text of one line for each event, with what else is told below it.

Its dates are those of EDTF level 0 alone ("Dates and Ranges" in its documentation): days, months,
years, and ranges of two of them. A season, a mark of doubt or an open end would be read as *now*.
An interval is a range. One unknown day between two bounds is no range, as it did not go on from the
one to the other: it stands at the last day, month or year that it may be, behind "by then", and
`when` below it says the bounds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ...records.events import Event
from ...views import days
from .chosen import Chosen, Tally, headline, lines, one_line
from .spans import drawn
from .spans_in import bounds_in_words


def write_markwhen(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The events as a text.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b"2024-04-08: eclipse, dark" in b"".join(write_markwhen(asked, tally))
    True
    """
    yield from lines([f"title: {_quoted(asked.name())}", ""])
    for event in asked.events:
        span = drawn(event.when)
        when = event.when
        if span is None or when.earliest is None or not (when.latest or when.lasting):
            tally.left_out["whose date has no first or no last day"] += 1
            continue
        dates = f"{span.start}" if span.end is None else f"{span.start}/{span.end}"
        yield from lines(_lines(event, f"{dates}: by then" if span.by else dates, asked))
        tally.events += 1
        tally.unsaid(
            {
                "days within bounds, drawn at the last of them, beside the exact `when`": span.by,
                "dates drawn less exactly, beside the exact `when`": not (span.exact or span.by),
                "intervals without their end": when.lasting and when.latest is None,
                "lasting events without an end": event.lasting,
                "notes": asked.notes(event),
                "bodies": 1,
            }
        )
    tally.works = len(asked.works())


def _lines(event: Event, dates: str, asked: Chosen) -> Iterator[str]:
    yield f"{dates}: {_untagged(headline(event))}"
    told = {"id": event.id, "kind": event.kind, "when": str(event.when), "known": f"{event.known}"}
    yield from (f"  {name}: {_quoted(text)}" for name, text in told.items())
    if event.lasts:
        yield "  lasting: true"
    if event.parties:
        named = ", ".join(_quoted(asked.speech.name(party)) for party in event.parties)
        yield f"  parties: [{named}]"
    yield ""
    yield f"  Date: {_date(event)}"
    yield from (f"  Source: {_untagged(one_line(said))}" for _, said in asked.cited(event))
    yield ""


def _date(event: Event) -> str:
    """The date in words; of a day within bounds, both of them."""
    span = drawn(event.when)
    if span is not None and span.by:
        return bounds_in_words(event.when, span, goes_on=event.lasts)
    return days.since(event.when) if event.lasts else days.date(event.when)


def _quoted(text: str) -> str:
    """A text as YAML has it in quotes, on one line."""
    return json.dumps(text, ensure_ascii=False)


_TAG = re.compile(r"(?<!\S)#(?=\w)")


def _untagged(text: str) -> str:
    """A text of which no word is a tag, nor the whole an item to be ticked off."""
    text = _TAG.sub("\N{FULLWIDTH NUMBER SIGN}", text)
    return f"\N{WORD JOINER}{text}" if re.match(r"\[[xX ]?\]", text) else text
