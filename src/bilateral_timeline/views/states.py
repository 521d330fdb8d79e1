"""States: some facets in full, or a whole state on a page or two, with the works behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..records.values import Unknown
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.facets.evidence import Evidence
from ..relations.relationship import Relationship
from ..timeline import Timeline
from . import entries
from .events import left_out
from .wording import WIDTH, claims, counting, known, spaced, value, wrapped
from .words import Words, words_of

ROOM = 16
"""So many entries of a facet a page tells of: those that were told last."""
_BESIDE = "  |  "
_NAMED = 6  # so many of those that a page leaves out are named


def state(
    timeline: Timeline[Relationship], relationship: Relationship, facets: Iterable[str]
) -> str:
    """Some facets of a state in full, each line with the works behind it."""
    lines = _asked(timeline, relationship)
    for name in facets:
        facet = relationship.branches()[name]
        lines += ["", _title(name)]
        if facet is Unknown:
            lines.append("  unknown: nothing is recorded by that day")
            continue
        for depth, text in _in_full(facet, name, relationship):
            lines += wrapped(text, f"{'  ' * depth}  ")
    return "\n".join(lines)


def briefing(timeline: Timeline[Relationship], relationship: Relationship) -> str:
    """A whole state on a page or two: what stands, in a line each, and how many works tell it."""
    lines = [*_asked(timeline, relationship), ""]
    unknown = []
    for name, facet in relationship.branches().items():
        if facet is Unknown:
            unknown.append(name)
            continue
        told = list(_gathered(facet) if isinstance(facet, Evidence) else _page(facet, name))
        lines += [_title(name), *_packed(told)]
    if unknown:
        names = ", ".join(map(spaced, unknown))
        lines += [*wrapped(f"Unknown, as nothing is recorded: {names}")]
    lines += [
        "",
        "[n]: so many works stand behind it. A facet in full, with its sources: --facet NAME.",
        "A value down to the paragraph: bilateral-timeline explain PATH DAY.",
    ]
    return "\n".join(lines)


def part(found: Entry | Facet[Any], path: str, relationship: Relationship) -> list[str]:
    """An entry, or a facet within a facet, in full, as lines."""
    words, behind = words_of(path.partition(".")[0]), entries.works_behind(found)
    if isinstance(found, Entry):
        told = entries.in_full(found, words, behind)
    else:
        told = _entries_in_full(found, words, behind, relationship)
    return [line for depth, text in told for line in wrapped(text, f"{'  ' * depth}  ")]


# -- what was asked ---------------------------------------------------------------------------


def _asked(timeline: Timeline[Relationship], relationship: Relationship) -> list[str]:
    """What was asked, and how far the answer reaches."""
    through = timeline.coverage.through
    asked = f"{known(relationship.known_by)}{counting(relationship.mode)}"
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
    return spaced(facet).upper()


# -- in full ----------------------------------------------------------------------------------


def _in_full(facet: Any, name: str, state: Relationship) -> Iterator[tuple[int, str]]:
    yield from _entries_in_full(facet, words_of(name), entries.works_behind(facet), state)
    if isinstance(facet, Evidence):
        for group in ("contested", "denied", "single_source"):
            found = facet.of_class(group.replace("_", "-"))
            yield 0, f"{spaced(group)}: {len(found)}"
            for path, held in found.items():
                yield 1, f"{path}: {'; '.join(claims(held))}"


def _entries_in_full(
    facet: Facet[Any], words: Words, behind: entries.Works, state: Relationship
) -> Iterator[tuple[int, str]]:
    for id, held in facet.items():
        if isinstance(held, Facet):
            yield 0, _headed(id, state.names.of(id) if id in state.names else "")
            told = _entries_in_full(held, words, behind, state)
        else:
            yield 0, _headed(id, entries.title(id, held, words, state.names))
            told = entries.in_full(held, words, behind)
        yield from ((depth + 1, text) for depth, text in told)


def _headed(id: str, title: str) -> str:
    return f"{id}: {title}" if title and title != id else id


# -- on a page --------------------------------------------------------------------------------


def _page(facet: Facet[Any], name: str) -> Iterator[str]:
    """The entries of a facet, a line each: not those that are over for long, nor more than fit."""
    words, behind = words_of(name), entries.works_behind(facet)
    held = dict(_entries(facet))
    told = {id: e for id, e in held.items() if words.shown(e) and not _is_past(e, words)}
    if words.together:
        yield from _together(told, words, behind)
    else:
        last = sorted(told, key=lambda path: _last(told[path]), reverse=True)[:ROOM]
        told = {id: entry for id, entry in told.items() if id in last}
        for id, entry in told.items():
            text, events = entries.now(entry, words)
            yield f"{id}: {text}{_counted(events, behind)}"
    if more := [id for id in held if id not in told]:
        named = f": {', '.join(more)}" if len(more) <= _NAMED else ""
        yield f"and {len(more)} more that are past, or of which less is told{named}"


def _entries(facet: Facet[Any], path: str = "") -> Iterator[tuple[str, Entry]]:
    """The entries of a facet by path, those of the facets in it too."""
    for id, held in facet.items():
        if isinstance(held, Facet):
            yield from _entries(held, f"{path}{id}.")
        else:
            yield f"{path}{id}", held


def _is_past(entry: Entry, words: Words) -> bool:
    return words.over(entry) and entries.is_old(entry)


def _last(entry: Entry) -> int:
    last = entry.last_told
    return 0 if last is Unknown else last.toordinal()


def _together(told: dict[str, Entry], words: Words, behind: entries.Works) -> Iterator[str]:
    """Entries by a value that they share, with their ids alone."""
    groups: dict[str, dict[str, Entry]] = {}
    for id, entry in told.items():
        shared = getattr(entry, words.together)
        if shared is Unknown:
            text = "told, but nothing that counts"
        else:
            text = value(shared) if isinstance(shared, str) else " / ".join(shared.values)
        groups.setdefault(text, {})[id] = entry
    for text, those in sorted(groups.items()):
        events = [event for entry in those.values() for event in entries.works_behind(entry)]
        yield f"{spaced(text)}: {', '.join(those)}{_counted(events, behind)}"


def _counted(events: Iterable[str], behind: entries.Works) -> str:
    ids = list(events)
    works = {work for id in ids for work in behind.get(id, ())}
    return f" [{len(works)}]" if ids else ""


def _gathered(evidence: Evidence) -> Iterator[str]:
    """On a page of the evidence: what is denied, and how much of each facet is contested."""
    if evidence.sources:
        yield f"{len(evidence.sources)} works are cited for what stands above"
    if denied := evidence.denied:
        yield f"denied: {', '.join(denied)}"
    if contested := Counter(path.partition(".")[0] for path in evidence.contested):
        told = ", ".join(f"{spaced(name)} {number}" for name, number in contested.items())
        yield f"contested values: {told}"
    if alone := evidence.single_source:
        yield f"values that one speaker alone tells: {len(alone)}"
    if len(evidence):
        yield f"names with other spellings: {len(evidence)}"


def _packed(texts: list[str]) -> Iterator[str]:
    """Texts on lines of their own, but those that fit on one line side by side."""
    held = ""
    for text in texts:
        both = f"{held}{_BESIDE}{text}" if held else text
        if len(both) > WIDTH - 2 and held:
            yield from wrapped(held, "  ")
            both = text
        held = both
    yield from wrapped(held, "  ")
