"""Entries: one thing that a facet tells about, in full, with the works behind each line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..dates.when import When
from ..errors import MissingError
from ..records.values import Unknown
from ..relations.claim import Claim
from ..relations.claims import Claims
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.facets.agreements import Agreement
from ..relations.facets.evidence import Evidence
from ..relations.relationship import Relationship
from . import days
from .page import Line
from .sentences import manner_of
from .speech import Speech, works
from .words import bracketed, spaced

Works = Mapping[str, tuple[str, ...]]
"""The works that tell each event."""

NAMES = {
    "promisor": "who promises",
    "promisee": "to whom",
    "dimension": "sort of judgement",
    "dates": "date",
    "dues": "due date",
    "starts": "start due",
    "so_far": "so far",
    "delay": "reason for the delay",
    "talks": "length of the talks",
    "superlative": "rank",
    "responsible": "side that is responsible",
    "change": "change told",
    "computed_change": "change computed",
    "early": "early figure",
    "goods_share": "share of the flow",
    "share_told": "share told",
    "original": "in the currency first named",
    "original_total": "total in that currency",
    "designation": "called",
    "of": "sort",
    "by": "whose",
    "by_party": "step",
    "to_ratify": "no ratification recorded",
    "stages": "stage",
    "delivered": "deliveries",
    "counted": "statistics",
    "held": "prisoners held",
    "forbids": "extent",
    "best": "best figure",
}
"""What leaves and values are called, where their name is not the word."""

_ASIDE = (
    *("dates", "between", "next_steps", "ratified_by", "participants", "planned", "to_ratify"),
    "filed",
)
"""What is said with other values already, or is no word of a source."""


def facets_of(relationship: Relationship) -> Iterator[tuple[str, Facet[Any]]]:
    """The facets of which something is told; not what is asked of the other facets."""
    for name, facet in relationship.branches().items():
        if facet is not Unknown and not isinstance(facet, Evidence):
            yield name, facet


def works_behind(part: Entry | Facet[Any]) -> dict[str, tuple[str, ...]]:
    """The works that tell each event behind an entry, or all entries of a facet."""
    found: dict[str, dict[str, None]] = {}
    for _, group in part.claims():
        for claim in group:
            found.setdefault(claim.event, {}).update(dict.fromkeys(works(claim)))
        for denial in group.denials:
            found.setdefault(denial.event, {}).update(dict.fromkeys(denial.sources))
    return {event: tuple(works) for event, works in found.items()}


@attrs.frozen
class Lead:
    """Where a path of a state leads: the facet, the entry, and what is left of it, a leaf."""

    facet: str
    path: str
    """The path of the entry in its facet."""
    leaf: str
    entry: Entry | None = None
    """None where no state has it."""


def lead(path: str, *states: Relationship) -> Lead:
    """Where a path leads in the first of some states that has it; of ids that fit, the longest."""
    facet, _, rest = path.partition(".")
    for state in states:
        part, at = state.branches().get(facet), rest
        held: list[str] = []
        while isinstance(part, Facet):
            ends = [place for place, letter in enumerate(f"{at}.") if letter == "."]
            id = next((at[:end] for end in reversed(ends) if at[:end] in part), None)
            if id is None:
                break
            held.append(id)
            part, at = part[id], at[len(id) + 1 :]
        if isinstance(part, Entry):
            return Lead(facet, ".".join(held), at, part)
    entry, _, leaf = rest.rpartition(".")
    return Lead(facet, entry, leaf)


def leaf_called(label: str) -> str:
    """The name of the leaf that a page calls so; of what none is called, the same.

    >>> leaf_called("who promises"), leaf_called("item")
    ('promisor', 'item')
    """
    return next((name for name, told in NAMES.items() if told == label), label)


def head_of(at: Lead, speech: Speech) -> str:
    """What the entry to which a path leads is called, as a page has it."""
    head = ""
    if at.entry is not None:
        head = manner_of(at.facet).sentence(at.path, at.entry, speech)[0]
    return head or speech.title(at.path.rpartition(".")[2])


# -- in words --------------------------------------------------------------------------------


def called(name: str, speech: Speech) -> str:
    """What a leaf or a value is called, or a part of one, such as the date of a stage."""
    name, _, part = name.partition(".")
    told = NAMES.get(name) or spaced(name.removesuffix("_of"))
    words = ", ".join(_piece(piece, speech) for piece in re.split(r"\.|, ", part))
    if name == "dates" and part:
        return f"{told} of “{words}”"
    return f"{told} {'by' if told.endswith('held') else 'of'} {words}" if part else told


def _piece(piece: str, speech: Speech) -> str:
    """One step of a path: whose, of which sort; of a stage, by whom."""
    word, _, by = piece.partition(" by ")
    return f"{speech.name(word)} by {speech.name(by)}" if by else speech.name(piece)


# -- in full ----------------------------------------------------------------------------------


def facet_in_full(facet: Facet[Any], name: str, speech: Speech, within: str = "") -> Iterator[Line]:
    """All entries of a facet, each with what it is called by people and by questions."""
    behind = works_behind(facet)
    above = f"{within}." if within else ""
    for path, entry in facet.walk():
        yield Line()
        yield from in_full(entry, f"{above}{path}", name, speech, behind)


def in_full(
    entry: Entry, path: str, facet: str, speech: Speech, behind: Works | None = None
) -> Iterator[Line]:
    """All that is told of an entry: what is said of it on a page, then leaf by leaf."""
    behind = works_behind(entry) if behind is None else behind
    head, clauses = manner_of(facet).sentence(path, entry, speech)
    yield Line(f"[{facet}.{path}]", head or speech.title(path), depth=1)
    if clauses:
        yield Line(f"{'; '.join(clauses)}.", depth=2)
    for name in entry.derives:
        told = getattr(entry, name)
        if name not in _ASIDE and isinstance(told, Mapping | tuple) and told:
            steps = entry.steps if isinstance(entry, Agreement) and name == "by_party" else {}
            yield from _follows(name, told, why(entry, name), behind, speech, steps)
    dates = getattr(entry, "dates", Unknown)
    for name, group in ({} if dates is Unknown else dates).items():
        yield from leaf(_dated(name, group, speech), group, speech)
    for name, group in entry.claims():
        if name not in _ASIDE:
            yield from leaf(called(name, speech), group, speech)


def _dated(name: str, group: Claims[When], speech: Speech) -> str:
    """Of what a group of dates is: of a stage, or of something by the day that its event has."""
    (first, *_) = group.claims
    if first.event == name:
        return f"date of that of {days.date(first.when)}"
    return called(f"dates.{name}", speech)


def _follows(
    name: str,
    told: Mapping[Any, Any] | tuple[Any, ...],
    events: Iterable[str],
    behind: Works,
    speech: Speech,
    steps: Mapping[str, Claim[Any]],
) -> Iterator[Line]:
    """A value of several parts that follows from the leaves, a line for each part."""
    if isinstance(told, tuple):
        yield Line(cited(events, behind).lstrip(), called(name, speech), depth=2)
        yield from (Line(speech.value(part), depth=3) for part in told)
        return
    for key, part in told.items():
        of = f"{name}.{key}"
        if isinstance(part, Claims):
            yield from leaf(called(of, speech), part, speech)
        elif isinstance(part, Mapping):
            yield from _follows(of, part, events, behind, speech, {})
        else:
            step = steps.get(key)
            who = cited(events, behind) if step is None else bracketed(works(step))
            said = f"{speech.value(part)}{who}"
            yield Line(said, called(of, speech), depth=2)


def leaf(name: str, group: Claims[Any], speech: Speech) -> Iterator[Line]:
    """The claims on a leaf, with their class; a line each, if there are several."""
    kind = "" if group.group is Unknown else f" ({group.group})"
    told = speech.claims(group)
    if len(told) == 1:
        yield Line(told[0], f"{name}{kind}", depth=2)
        return
    yield Line("", f"{name}{kind}", depth=2)
    yield from (Line(text, depth=3) for text in told)


def why(entry: Entry, name: str) -> tuple[str, ...]:
    """The events that set a leaf or a value; of what has none, no event."""
    try:
        return entry.why(name)[0]
    except MissingError:
        return ()


def cited(events: Iterable[str], behind: Works) -> str:
    """The works of some events in brackets; nothing of no event."""
    ids = list(events)
    found = dict.fromkeys(work for id in ids for work in behind.get(id, ()))
    return bracketed(found) if ids else ""
