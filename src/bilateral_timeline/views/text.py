"""Plain text: a state, events, changes and explanations, as a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

from pendulum import Date

from ..dates.when import Certainty, Day, Mode
from ..errors import cut
from ..records.events import Citation, Event, Retraction
from ..records.kinds import find_kind
from ..records.stored import UnknownBody
from ..records.values import Unknown
from ..relations.claims import LATER, Claims
from ..relations.facet import Entry, Facet, Line
from ..relations.relationship import Relationship
from ..search import Match
from ..timeline import Timeline
from ..why import Change, Explanation

WIDTH = 100


def state(
    timeline: Timeline[Relationship], relationship: Relationship, facets: Iterable[str]
) -> str:
    """Some facets of a state in full, each line with the sources behind it."""
    lines = _asked(timeline, relationship)
    for name in facets:
        facet = relationship.branches()[name]
        lines += ["", _title(name)]
        if facet is Unknown:
            lines.append("  unknown: nothing is recorded by that day")
            continue
        for line in facet.lines():
            told = _sourced(timeline, relationship, False, line)
            lines += _wrapped(told, f"{'  ' * line.depth}  ")
    return "\n".join(lines)


def briefing(timeline: Timeline[Relationship], relationship: Relationship) -> str:
    """A whole state on a page or two: what stands, in a line each, and how many works tell it."""
    lines = [*_asked(timeline, relationship), ""]
    unknown = []
    for name, facet in relationship.branches().items():
        if facet is Unknown:
            unknown.append(name)
            continue
        told = [_sourced(timeline, relationship, True, line) for line in facet.brief()]
        lines += [_title(name), *_packed(told or ["what is recorded has ended; no more is told"])]
    if unknown:
        lines += [*_wrapped(f"Unknown, as nothing is recorded: {', '.join(unknown)}", "")]
    lines += [
        "",
        "[n]: so many works stand behind it. A facet in full, with its sources: --facet NAME.",
        "A value down to the paragraph: bilateral-timeline explain PATH DAY.",
    ]
    return "\n".join(lines)


def _asked(timeline: Timeline[Relationship], relationship: Relationship) -> list[str]:
    """What was asked, and how far the answer reaches."""
    through = timeline.coverage.through
    asked = f"{_known(relationship.known_by)}{_counting(relationship.mode)}"
    lines = [f"State as of {relationship.day}, {asked}"]
    first = timeline.coverage.from_
    if first is not None and relationship.day < first:
        lines.append(f"The chronicle begins on {first}.")
    if first is None:
        lines.append("Nothing is recorded in it at all.")
    note = left_out(
        timeline, until=relationship.day, known_by=relationship.known_by, mode=relationship.mode
    )
    lines += note.splitlines()
    if relationship.horizon != relationship.day:
        lines.append(f"Delays are counted to {relationship.horizon}.")
    if through is not None and relationship.day > through:
        lines.append(f"The chronicle reaches to {through}: this is what was last known.")
    return lines


def _title(facet: str) -> str:
    return facet.replace("_", " ").upper()


def _packed(texts: list[str]) -> Iterator[str]:
    """Texts on lines of their own, but those that fit on one line side by side."""
    held = ""
    for text in texts:
        both = f"{held}{_BESIDE}{text}" if held else text
        if len(both) > WIDTH - 2 and held:
            yield from _wrapped(held, "  ")
            both = text
        held = both
    yield from _wrapped(held, "  ")


_BESIDE = "  |  "


def _sourced(
    timeline: Timeline[Relationship], state: Relationship, counted: bool, line: Line
) -> str:
    """A line with the sources of its events, or with their number."""
    if not line.events:
        return line.text
    found = [timeline.event(id, known_by=state.known_by) for id in line.events]
    cited = _cited(event for event in found if event)
    return f"{line.text} [{len(cited) if counted else ', '.join(cited) or LATER}]"


def left_out(
    timeline: Timeline[Any], *, until: Day | None, known_by: Day | None, mode: Mode = "certain"
) -> str:
    """What a state leaves out as this installation does not know its kind; "" if nothing."""
    return not_known_here(timeline.events(until=until, known_by=known_by, mode=mode))


def not_known_here(found: Sequence[Event]) -> str:
    """How many of some events are of kinds not known here, and of which; "" if none.

    >>> import bilateral_timeline as bt
    >>> eclipse = bt.UnknownBody("eclipse", 1, "{}")
    >>> event = bt.Event(id="dark", when="2024", known="2024", what=eclipse)
    >>> print(not_known_here([event, event]))
    all 2 events are of kinds not known here, and left out of the state: eclipse (2)
    """
    kinds = Counter(_kind(event) for event in found if isinstance(event.what, UnknownBody))
    number = kinds.total()
    if not number:
        return ""
    listed = sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    told = ", ".join(f"{kind} ({count})" for kind, count in listed[:8])
    more = f" and {len(listed) - 8} more kinds" if len(listed) > 8 else ""
    if number == len(found) > 1:
        those = f"all {number} events are of kinds not known here, and"
    elif number == 1:
        those = "1 event of a kind not known here is"
    else:
        those = f"{number} events of kinds not known here are"
    return "\n".join(_wrapped(f"{those} left out of the state: {told}{more}", "", ""))


def _kind(event: Event) -> str:
    """The kind of an event; of one that is known here in earlier versions only, its version."""
    version = f" version {event.what.version}" if find_kind(event.kind) else ""
    return cut(event.kind, 60) + version


def retractions(found: Iterable[Retraction]) -> str:
    """What was retracted, when and why."""
    lines = []
    for record in found:
        sources = ", ".join(citation.source for citation in record.sources) or "no source"
        lines += _wrapped(f"{record.known}  {record.id} retracted: {record.reason} [{sources}]", "")
    return "\n".join(lines)


def events(found: Iterable[Event]) -> str:
    """Events, a line each, with their sources below."""
    return "\n".join(_event(event) for event in found) or "no events"


def changes(happened: tuple[Event, ...], found: tuple[Change, ...], when: str) -> str:
    """Some events and what they changed, facet by facet; `when` says which events these are."""
    lines = [f"{len(happened)} event{_s(happened)} {when}"]
    open_ = [event for event in happened if not event.when.is_exact and not event.when.lasting]
    if open_ and len(open_) < len(happened):
        told = f"{len(open_)} of them have no exact day and count from their last possible one"
        lines += _wrapped(f"{told}; --possible counts them from the first", "")
    lines += ["", *map(_event, happened)] if happened else []
    lines += ["", f"{len(found)} value{_s(found)} changed"]
    for entry, group in groupby(found, key=lambda change: change.path.rpartition(".")[0]):
        lines.append(f"  {entry or 'state'}")
        for change in group:
            for text in _difference(change):
                lines += _wrapped(f"{change.path.rpartition('.')[2]} {text}", "    ")
            lines += _wrapped(f"because of {', '.join(change.because)}", "      ")
    return "\n".join(lines)


def explanation(found: Explanation, day: Date, known_by: Date | None, mode: Mode) -> str:
    """A value, and the events and citations behind it."""
    lines = [f"{found.path} as of {day}, {_known(known_by)}{_counting(mode)}"]
    told = [line.text for line in found.value.lines()] if isinstance(found.value, Entry) else []
    for text in told or [_value(found.value)]:
        lines += _wrapped(text, "  ")
    for title, group in (("set by", found.set_by), ("supported by", found.supported_by)):
        if group:
            lines += ["", title]
            for event in group:
                lines += _told(event)
    if not found.set_by:
        lines += ["", "no event has set it"]
    if found.next is not None:
        title = "next set by" if found.set_by else "not yet: first set by"
        lines += ["", title, *_wrapped(_named(found.next), "  ")]
    return "\n".join(lines)


def matches(found: tuple[Match, ...]) -> str:
    """What holds some words: events by their ids, entries by their paths."""
    lines = []
    for sort, title in (("event", "events"), ("entry", "entries of the state on the last day")):
        held = [match for match in found if match.sort == sort]
        lines += [title] if held else []
        for match in held:
            lines += _wrapped(f"{match.name}: {_clipped(match.text)}", "  ")
    return "\n".join(lines) or "nothing holds it"


def _clipped(text: str) -> str:
    return cut(text, 240)


def _cited(events: Iterable[Event]) -> list[str]:
    """The sources of some events; one that denies or doubts says so."""
    stances = {c.source: c.stance for event in events for c in reversed(event.sources)}
    told = [
        f"{s} {stance}" if stance in ("denies", "doubts") else s for s, stance in stances.items()
    ]
    return told[::-1]


def _event(event: Event) -> str:
    lines = _wrapped(_named(event), "", "    ")
    known = "" if event.when.latest == event.known else f"known {event.known}; "
    sources = ", ".join(_cited([event])) or LATER
    return "\n".join([*lines, *_wrapped(f"{known}{sources}", "    ")])


def _named(event: Event) -> str:
    return f"{event.when}  {event.id}: {event.title or event.kind}"


def _told(event: Event) -> Iterator[str]:
    yield from _wrapped(_named(event), "  ")
    for citation in event.sources:
        yield from _wrapped(_citation(citation), "    ")
    if event.note:
        yield from _wrapped(f"note: {event.note}", "    ")


def _citation(citation: Citation) -> str:
    stance = "" if citation.stance == "asserts" else f" {citation.stance}"
    via = f" via {', '.join(citation.via)}" if citation.via else ""
    says = f": {citation.says}" if citation.says else ""
    return f"{citation.source}, {citation.locator} ({citation.known}){stance}{via}{says}"


def _difference(change: Change) -> Iterator[str]:
    """A change in words; of several values side by side, those that went and that came."""
    before, after = change.before, change.after
    if isinstance(before, tuple | Claims) or isinstance(after, tuple | Claims):
        old, new = [_listed(value) for value in (before, after)]
        yield from (f"- {_value(value)}" for value in old if value not in new)
        yield from (f"+ {_value(value)}" for value in new if value not in old)
    else:
        yield f"{_value(before)} -> {_value(after)}"


def _listed(value: Any) -> tuple[Any, ...]:
    """The values that stand side by side; of claims, the denials too."""
    if value is Unknown:
        return ()
    return (*value, *value.denials) if isinstance(value, Claims) else tuple(value)


def _value(value: Any) -> str:
    if isinstance(value, Relationship | Facet | Entry):
        return ", ".join(value.branches())
    if isinstance(value, Certainty):
        return value.value
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_value(part)}" for name, part in value.items()) or "none"
    if isinstance(value, Claims):
        return str(value) or "nothing is recorded"
    if isinstance(value, tuple):
        return "; ".join(map(_value, value)) or "none"
    if value is Unknown:
        return "unknown: nothing is recorded"
    return "none" if value is None or value == "" else str(value)


def _known(known_by: Date | None) -> str:
    return f"known by {known_by}" if known_by else "known by everything recorded"


def _counting(mode: Mode) -> str:
    return ", counting what is possible" if mode == "possible" else ""


def _s(things: tuple[Any, ...]) -> str:
    return "" if len(things) == 1 else "s"


def _wrapped(text: str, indent: str, hanging: str | None = None) -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
