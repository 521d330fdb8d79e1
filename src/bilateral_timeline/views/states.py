"""States: some facets of a state in full, or one entry of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..records.values import Unknown
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.facets.evidence import Evidence
from ..relations.relationship import Relationship
from ..timeline import Timeline
from . import days, entries
from .events import left_out
from .page import Line
from .speech import Speech
from .words import CLASSES, counting, known, spaced


def state(
    timeline: Timeline[Relationship],
    relationship: Relationship,
    facets: Iterable[str],
    covers: Mapping[str, str] = {},
) -> list[Line]:
    """Some facets of a state in full, each line with the works behind it, and what it covers."""
    lines = asked(timeline, relationship)
    for name in facets:
        facet = relationship.branches()[name]
        lines += [Line(), Line(title_of(name), sort="heading")]
        if name in covers:
            lines.append(Line(covers[name], "Covered", depth=1, sort="aside"))
        if facet is Unknown:
            lines.append(Line("Nothing is recorded by that day.", depth=1))
            continue
        speech = Speech(relationship.names)
        lines += entries.facet_in_full(facet, name, speech)
        if isinstance(facet, Evidence):
            lines += _classes(facet, speech)
    return [*lines, *_key(lines)]


def part(found: Entry | Facet[Any], path: str, relationship: Relationship) -> list[Line]:
    """An entry, or a facet within a facet, in full."""
    speech, name = Speech(relationship.names), path.partition(".")[0]
    if isinstance(found, Entry):
        lines = list(entries.in_full(found, path.partition(".")[2], name, speech))
    else:
        lines = list(entries.facet_in_full(found, name, speech, path.partition(".")[2]))
    return [*lines, *_key(lines)]


def title_of(facet: str) -> str:
    """What stands above what is told of a facet."""
    return spaced(facet).upper()


def asked(timeline: Timeline[Relationship], relationship: Relationship) -> list[Line]:
    """What was asked, and how far the answer reaches."""
    speech = Speech(relationship.names)
    day, through = relationship.day, timeline.coverage.through
    pair = speech.listed(relationship.pair)
    asked = f"{known(relationship.known_by)}{counting(relationship.mode)}"
    lines = [
        Line(f"{pair[:1].upper()}{pair[1:]} on {days.day(day)}", sort="title"),
        Line(f"{asked[:1].upper()}{asked[1:]}."),
    ]
    first = timeline.coverage.from_
    if first is None:
        lines.append(Line("Nothing is recorded at all."))
    elif day < first:
        lines.append(Line(f"The chronicle begins on {days.day(first)}."))
    asked_of = {"until": day, "known_by": relationship.known_by, "mode": relationship.mode}
    if note := left_out(timeline, **asked_of):  # type: ignore[arg-type]
        lines.append(Line(f"{note[:1].upper()}{note[1:]}."))
    if relationship.horizon != day:
        lines.append(Line(f"Delays are counted to {days.day(relationship.horizon)}."))
    if through is not None and day > through:
        lines.append(Line(f"The chronicle reaches to {days.day(through)}: what was last known."))
    return lines


def _key(lines: Iterable[Line]) -> Iterator[Line]:
    """What the classes of claims that stand on a page mean."""
    heads = [line.head for line in lines]
    told = [
        (word, means) for word, means in CLASSES.items() if any(f"({word})" in h for h in heads)
    ]
    if told:
        yield Line()
        said = "; ".join(f"{word}, {means}" for word, means in told)
        yield Line(f"Of claims side by side: {said}.", sort="aside")


def _classes(evidence: Evidence, speech: Speech) -> Iterator[Line]:
    for group in ("contested", "denied", "single_source"):
        found = evidence.of_class(group.replace("_", "-"))
        yield Line(f"{len(found)}", spaced(group), depth=1)
        for path, held in found.items():
            yield Line("; ".join(speech.claims(held)), path, depth=2)
