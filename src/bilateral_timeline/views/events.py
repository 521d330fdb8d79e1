"""Events: each in a line with who tells it, or with its citations as footnotes; retractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ..coding.intensity import Interaction
from ..dates.when import LAST_DAY, Day, Mode
from ..errors import cut
from ..records.events import Citation, Event, Retraction, Source
from ..records.kinds import find_kind
from ..records.stored import UnknownBody
from ..relations.beside import BESIDE
from ..relations.claim import LATER
from ..relations.relationship import Relationship
from ..search import Match
from ..timeline import Timeline
from . import days
from .entries import head_of, lead
from .page import Line
from .speech import Speech
from .words import NAMED, STANCES, number_of


def events(found: Iterable[Event], speech: Speech) -> list[Line]:
    """Events, a line each: when, what, who tells it, and its id for other questions."""
    return [event(told, speech) for told in found] or [Line("No events.")]


def event(told: Event, speech: Speech, depth: int = 0) -> Line:
    """An event in a line."""
    who = speech.listed(dict.fromkeys(s for c in told.sources for s in c.speakers)) or LATER
    return Line(f"{title(told)} ({who}) [{told.id}]", _head(told), depth)


def title(told: Event) -> str:
    """What an event is called: its title, or its kind and id."""
    return told.title or f"{told.kind}, {told.id}"


def footnotes(told: Sequence[Event], works: Mapping[str, Source], speech: Speech) -> Iterator[Line]:
    """Events, and each of their citations down to the paragraph: who, which work, where, what."""
    for event in told:
        yield Line(f"{title(event)} [{event.id}]", _head(event), depth=1)
        for citation in event.sources:
            yield Line(_citation(citation, works, speech), depth=2)
        if event.note:
            yield Line(event.note, "Note", depth=2, sort="aside")


def _head(told: Event) -> str:
    said = days.date(told.when)
    return said[:1].upper() + said[1:]


def _citation(citation: Citation, works: Mapping[str, Source], speech: Speech) -> str:
    issued = "" if citation.known is None else days.day(citation.known)
    work = _work(citation.source, works, speech, issued)
    via = f"; by {speech.listed(citation.via)}" if citation.via else ""
    stance = f"; {STANCES[citation.stance]}" if STANCES[citation.stance] else ""
    when = f"; dates it {days.date(citation.when)}" if citation.when is not None else ""
    says = f": {citation.says}" if citation.says else ""
    return f"{work}, {citation.locator}{via}{stance}{when}{says} [{citation.source}]"


def _work(id: str, works: Mapping[str, Source], speech: Speech, known: str = "") -> str:
    """A work by its author, title, publisher and day; of one that is only named, its id."""
    work = works.get(id)
    if work is None:
        return ", ".join(filter(None, (id, known)))
    by, house = speech.listed(work.author), work.publisher or work.container_title
    title = f"“{work.title}”" if work.title else id
    issued = known if work.issued is None else days.date(work.issued)
    return ", ".join(filter(None, (by, title, house if house != by else "", issued)))


def retractions(found: Iterable[Retraction]) -> list[Line]:
    """What was retracted, when and why."""
    return [
        Line(
            f"{record.id} retracted: {record.reason} "
            f"({', '.join(citation.source for citation in record.sources) or 'no source'})",
            days.day(record.known),
            depth=1,
        )
        for record in found
    ]


# -- kinds that are in no state ---------------------------------------------------------------


def left_out(
    timeline: Timeline[Any], *, until: Day | None, known_by: Day | None, mode: Mode = "certain"
) -> str:
    """What a state leaves out for its kind, and where it is told of acts; "" if nothing."""
    found = timeline.events(until=until, known_by=known_by, mode=mode)
    is_of_acts = any(isinstance(event.what, Interaction) for event in found)
    where = "; `events` lists them, `panel --acts` counts acts" if is_of_acts else ""
    return f"{told_of_no_state(found)}{where}"


def in_no_state(found: Iterable[Event]) -> list[Event]:
    """Those of some events that are in no state."""
    return [event for event in found if isinstance(event.what, (UnknownBody, *BESIDE))]


def learned_beside(before: Sequence[Event], after: Sequence[Event]) -> str:
    """How many events of no state were told newly, otherwise, or no more; "" if none."""
    old, new = ({event.id: event for event in some} for some in (before, after))
    came = len(new.keys() - old.keys())
    told = [f"{came:,} new"] if came else []
    differ = [id for id in new if id in old and new[id] != old[id]]
    cited = [id for id in differ if _bare(new[id]) == _bare(old[id])]
    for what, ids in (
        ("corrected", [id for id in differ if id not in cited]),
        ("told by other sources", cited),
        ("no more", [id for id in old if id not in new]),
    ):
        if ids:
            more = ", ..." if len(ids) > NAMED else ""
            told.append(f"{len(ids):,} {what} ({', '.join(ids[:NAMED])}{more})")
    return f"Of events that are in no state: {'; '.join(told)}" if told else ""


def _bare(event: Event) -> Event:
    """An event without its sources, of which some may become public later."""
    return attrs.evolve(event, sources=())


def told_of_no_state(found: Sequence[Event]) -> str:
    """How many of some events are in no state, and of which kinds; "" if none.

    Their kinds are not known here, or stand beside those of the facets.

    >>> import bilateral_timeline as bt
    >>> eclipse = bt.UnknownBody("eclipse", 1, "{}")
    >>> event = bt.Event(id="dark", when="2024", known="2024", what=eclipse)
    >>> print(told_of_no_state([event, event]))
    all 2 events are of kinds not known here, and left out of the state: eclipse (2)
    """
    strange = [event for event in found if isinstance(event.what, UnknownBody)]
    beside = [event for event in found if isinstance(event.what, BESIDE)]
    notes = _left(strange, found, "kinds not known here"), _left(beside, found, "kinds of no facet")
    return "; ".join(filter(None, notes))


def _left(some: Sequence[Event], of: Sequence[Event], what: str) -> str:
    """How many of some events are left out of the state, and of which kinds."""
    kinds = Counter(map(_kind, some))
    number = kinds.total()
    if not number:
        return ""
    listed = sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    told = ", ".join(f"{kind} ({count:,})" for kind, count in listed[:8])
    more = f" and {len(listed) - 8} more kinds" if len(listed) > 8 else ""
    if number == len(of) > 1:
        those = f"all {number:,} events are of {what}, and"
    elif number == 1:
        those = f"1 event of a {what.replace('kinds', 'kind')} is"
    else:
        those = f"{number:,} events of {what} are"
    return f"{those} left out of the state: {told}{more}"


def _kind(event: Event) -> str:
    """The kind of an event; of one that is known here in earlier versions only, its version."""
    is_later = isinstance(event.what, UnknownBody) and find_kind(event.kind) is not None
    version = f" version {event.what.version}" if is_later else ""
    return cut(event.kind, 60) + version


def matches(
    found: Iterable[Match], timeline: Timeline[Any], speech: Speech, known_by: Day | None = None
) -> list[Line]:
    """What holds some words: entries by what they are called and their path, events, works."""
    held = [*found]
    entries = [each.name for each in held if each.sort == "entry"]
    told = [timeline.event(each.name, known_by=known_by) for each in held if each.sort == "event"]
    lines = [Line("ENTRIES", sort="heading")] if entries else []
    state = timeline.as_of(LAST_DAY, known_by=known_by) if entries else None
    for path in entries:
        at = lead(path, *([state] if isinstance(state, Relationship) else []))
        lines.append(Line(f"[{path}]", head_of(at, speech), depth=1))
    lines += [Line("EVENTS", sort="heading")] if told else []
    lines += [event(each, speech, 1) for each in told if each is not None]
    cited = [each.name for each in held if each.sort == "work"]
    lines += [Line("WORKS", sort="heading")] if cited else []
    works = {work.id: work for work in timeline.coverage.sources}
    counted = timeline.events(known_by=known_by) if cited else ()
    numbers = Counter(id for each in counted for id in {c.source for c in each.sources})
    for id in cited:
        of = number_of(numbers[id], "event")
        lines.append(Line(f"{_work(id, works, speech)}, cited for {of} [{id}]", depth=1))
    return lines or [Line("Nothing holds it.")]
