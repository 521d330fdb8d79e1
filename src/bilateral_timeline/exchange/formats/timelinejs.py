"""TimelineJS: slides as JSON, and as the sheet of which it makes them.

The format is that of TimelineJS 3 (Knight Lab, Northwestern University): the pages "JSON format"
and "Spreadsheet" of its documentation, and what its `ConfigFactory.js` reads of a sheet. Texts
are HTML there, and so they are escaped; dates are years, months and days, of which the later
parts may be missing, beside a `display_date` in words.

An end is drawn as a bar, and so only an interval has one. What happened on some day within bounds
stands at the last day, month or year that it may be, and the words say the bounds.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from ...records.events import Event
from ...records.kinds import is_of
from ...relations.relationship import FACETS
from ...views import days
from ...views.words import spaced
from .chosen import Chosen, Tally, headline, one_line
from .spans import Partial, Span, drawn
from .spans_in import bounds_in_words

COLUMNS = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time"),
    *("Display Date", "Headline", "Text", "Media", "Media Credit", "Media Caption"),
    *("Media Thumbnail", "Alt Text", "Type", "Group", "Background"),
)
"""The columns of its sheet, in their order."""


def write_json(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The slides as the JSON that TimelineJS reads.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> json.loads(b"".join(write_json(asked, tally)))["events"][0]["start_date"]
    {'year': 2024, 'month': 4, 'day': 8}
    """
    events = [_slide(event, span, asked) for event, span in _dated(asked, tally)]
    title = {"text": {"headline": _html(asked.name())}}
    told = {"title": title, "events": events} if asked.pair else {"events": events}
    yield f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def write_sheet(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The slides as the CSV of its sheet, to be imported into one.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> b"".join(write_sheet(asked, tally)).splitlines()[1][:8]
    b'2024,4,8'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    if asked.pair:
        told = {"Headline": _unlike_formula(_html(asked.name())), "Type": "title"}
        writer.writerow([told.get(column, "") for column in COLUMNS])
    for event, span in _dated(asked, tally):
        writer.writerow(_row(_slide(event, span, asked)))
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    tally.unsaid({"ids": tally.events})
    yield text.getvalue().encode()


def _dated(asked: Chosen, tally: Tally) -> Iterator[tuple[Event, Span]]:
    """The events that have a day, and the account of what their slides do not say."""
    for event in asked.events:
        span = drawn(event.when)
        if span is None:
            tally.left_out["with no day at all"] += 1
            continue
        tally.events += 1
        tally.unsaid(
            {
                "days within bounds, which words alone tell": span.by,
                "dates that words alone say exactly": not (span.exact or span.by),
                "lasting events without an end": event.lasts,
                "notes": asked.notes(event),
            }
        )
        yield event, span
    tally.works = len(asked.works())
    tally.unsaid({"knowledge days": tally.events, "bodies": tally.events})


def _slide(event: Event, span: Span, asked: Chosen) -> dict[str, Any]:
    slide: dict[str, Any] = {"start_date": _parts(span.start)}
    if span.end is not None:
        slide["end_date"] = _parts(span.end)
    if words := _words(event, span):
        slide["display_date"] = words
    slide["text"] = {"headline": _html(headline(event))}
    if text := _text(event, asked):
        slide["text"]["text"] = text
    return slide | {"group": _group(event), "unique_id": event.id}


def _words(event: Event, span: Span) -> str:
    """The date in words, where it is not all in the numbers: such that both bounds are told."""
    when, goes_on = event.when, event.lasts and not event.when.lasting
    if not goes_on and span.exact and not when.lasting:
        return ""
    if span.by:
        return bounds_in_words(when, span, goes_on=goes_on)
    return days.since(when) if goes_on else days.date(when)


def _html(text: str) -> str:
    """A text as HTML has it, on one line."""
    return escape(_printed(one_line(text)), quote=False)


def _printed(text: str) -> str:
    """A text in which a NUL is what a browser makes of it."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _group(event: Event) -> str:
    """The facet that an event is of, or its kind, where it is of none."""
    facets = (name for name, facet in FACETS.items() if is_of(event, facet.kinds))
    return _printed(one_line(spaced(next(facets, event.kind))))


def _parts(told: Partial) -> dict[str, int]:
    parts = {"year": told.year, "month": told.month, "day": told.day}
    return {name: part for name, part in parts.items() if part is not None}


def _text(event: Event, asked: Chosen) -> str:
    """Who takes part, and the citations, each with a link to its work."""
    works, listed = asked.by_id, []
    for citation, said in asked.cited(event):
        work = works.get(citation.source)
        html = _html(said)
        if work is not None and work.url.startswith(("https://", "http://")):
            html = f'<a href="{escape(_printed(work.url))}">{html}</a>'
        listed.append(f"<li>{html}</li>")
    parties = f"<p>{_html(asked.parties(event))}</p>" if event.parties else ""
    return parties + (f"<ul>{''.join(listed)}</ul>" if listed else "")


def _row(slide: dict[str, Any]) -> list[str]:
    start, end = slide["start_date"], slide.get("end_date", {})
    cells = {
        "Display Date": slide.get("display_date", ""),
        "Headline": _unlike_formula(slide["text"]["headline"]),
        "Text": slide["text"].get("text", ""),
        "Group": _unlike_formula(slide["group"]),
    }
    for name in ("Year", "Month", "Day"):
        cells[name] = start.get(name.lower(), "")
        cells[f"End {name}"] = end.get(name.lower(), "")
    return [str(cells.get(column, "")) for column in COLUMNS]


def _unlike_formula(html: str) -> str:
    """HTML that no spreadsheet takes for a formula."""
    return f"&#{ord(html[0])};{html[1:]}" if html[:1] in ("=", "+", "-", "@") else html
