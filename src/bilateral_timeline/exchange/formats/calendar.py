"""iCalendar (RFC 5545): the events of which the day is known, as whole days.

A calendar has no word for a day that is not known, so an event with one is left out, and counted:
a month drawn as thirty days would say that it went on for all of them. An interval of two known
days, which is what went on from the one to the other, is one entry over all of its days, however
many, whose end is the day after, as the format has it. What lasts stands on the day on which it
began. `DTSTAMP`, which is the last change where a calendar
has no method, is the day on which the event became public; `SEQUENCE` is its revision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from ...dates.when import LAST_DAY, When
from ...errors import ExtraError
from ...records.events import Event
from ...views import days
from ...views.words import spaced
from .chosen import Chosen, Tally, headline

if TYPE_CHECKING:
    from icalendar import Event as Entry


def write_calendar(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The events of known days as a calendar.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b"DTSTART;VALUE=DATE:20240408" in b"".join(write_calendar(asked, tally))
    True
    """
    try:
        from icalendar import Calendar
    except ImportError:
        needs = "a calendar needs icalendar"
        raise ExtraError(f"{needs}: pip install 'bilateral-timeline[exchange]'") from None
    calendar = Calendar()
    calendar.add("prodid", "-//bilateral_timeline//exchange//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", asked.name())
    for event in asked.events:
        held = _days(event.when)
        if held is None:
            tally.left_out["of which no exact day is known"] += 1
            continue
        calendar.add_component(_entry(event, *held, asked))
        tally.events += 1
        tally.unsaid(
            {"lasting events without an end": event.lasts, "notes": asked.notes(event), "bodies": 1}
        )
    tally.works = len(asked.works())
    yield calendar.to_ical()


def _days(when: When) -> tuple[date, date] | None:
    """The first day and the day after the last one, where both are exact; else None."""
    first, last = when.start, when.end
    if when.approximate or when.uncertain or first.earliest is None:
        return None
    if first.earliest != first.latest:
        return None
    start = end = date.fromordinal(first.earliest.toordinal())
    if when.is_closed:
        if last.earliest is None or last.earliest != last.latest:
            return None
        end = date.fromordinal(last.earliest.toordinal())
    elif when.lasting and not when.is_open:
        return None  # an end that is not known
    return None if end == LAST_DAY else (start, end + timedelta(days=1))


def _entry(event: Event, start: date, end: date, asked: Chosen) -> Entry:
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", str(uuid5(NAMESPACE_URL, f"{asked.base}{event.id}")))
    known = event.known
    entry.add("dtstamp", datetime(known.year, known.month, known.day, tzinfo=UTC))
    entry.add("dtstart", start)
    entry.add("dtend", end)
    entry.add("sequence", event.revision)
    entry.add("summary", _printed(headline(event)))
    entry.add("description", _printed("\n".join(_description(event, asked))))
    entry.add("categories", [spaced(event.kind)])
    entry.add("transp", "TRANSPARENT")
    entry.add("x-when", str(event.when))
    works = asked.by_id
    urls = (works[c.source].url for c in event.sources if c.source in works)
    if url := next(filter(None, urls), ""):
        entry.add("url", url)
    return entry


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _printed(text: str) -> str:
    """A text without control characters, of which the format takes none."""
    return _CONTROLS.sub("", text)


def _description(event: Event, asked: Chosen) -> Iterator[str]:
    """Who, since when if it lasts, when it became public, and by which citations."""
    if event.parties:
        yield asked.parties(event)
    if event.lasts:
        yield f"Goes on {days.since(event.when)}"
    yield f"Public since {days.day(event.known)}"
    yield from (said for _, said in asked.cited(event))
