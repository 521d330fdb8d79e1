"""Problems: what a curator should look at in the events of a relationship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..coding.intensity import Interaction
from ..dates.when import When
from ..errors import Problem, near
from ..records.currencies import CURRENCIES
from ..records.events import Event
from ..records.values import Money, Quantity, Unknown
from .claim import Claim
from .claims import Claims
from .entry import Entry
from .facet import Facet
from .names import Names
from .references import problem_of, references


def problems(
    state: Any, facets: Mapping[str, type[Facet[Any]]], names: Names, events: list[Event]
) -> Iterator[Problem]:
    """What is referred to and nobody introduced, what cannot be so, and opinions among facts.

    `state` is that of all the events. One walk over it and over the events.
    """
    told = {name: getattr(state, name) for name in facets}
    held = {name: facet for name, facet in told.items() if facet is not Unknown}
    yield from references(held, facets, names, events, state.pair)
    yield from _of_one_side(state.pair, facets, events)
    yield from _opinions(events)
    yield from _currencies(events)
    yield from _due_before(events)
    yield from _acts_of_others(events)
    by_id = {event.id: event for event in events}
    contradictions = {
        (e.id, id) for e in events for id in getattr(e.what, "contradicts", ()) if id in by_id
    }
    for name, facet in held.items():
        for path, entry in facet.walk():
            yield from _of_an_entry(f"{name}.{path}", entry)
            contradictions -= _met(entry)
    for event, id in sorted(contradictions):
        if leaf := getattr(by_id[event].what, "contradicts_in", ""):
            expected = f"a leaf on which both this event and {id!r} claim something"
            yield problem_of(event, "contradicts_in", repr(leaf), expected)
            continue
        expected = "an event that claims something on a leaf on which this one does"
        yield problem_of(event, "contradicts", repr(id), expected)


# -- what cannot be so ------------------------------------------------------------------------


def _of_one_side(
    pair: tuple[str, ...], facets: Mapping[str, type[Facet[Any]]], events: list[Event]
) -> Iterator[Problem]:
    """Events of one of the pair alone, though no facet takes their kind but between both.

    And those of neither, which no state of the pair can tell of.
    """
    for event in events:
        sides = [party for party in pair if party in event.parties]
        taking = [facet for facet in facets.values() if isinstance(event.what, facet.kinds)]
        if len(sides) > 1 or not taking or any(f.concerns(event, pair) for f in taking):
            continue
        if set(event.parties) <= set(pair) or not sides:
            where = f"event {event.id!r}: parties"
            found = f"{sides[0]} alone" if sides else ", ".join(event.parties) or "none"
            expected = f"both {' and '.join(pair)}, as every {event.kind} is between them"
            if not sides:
                expected = f"{' or '.join(pair)}, or both: no state of the two tells of it"
            yield Problem(where, found, expected, path="parties", record=event.id)


def _met(entry: Entry) -> set[tuple[str, str]]:
    """The contradictions of which both sides claim something on one leaf, by their events."""
    met = set[tuple[str, str]]()
    for _, claims in entry.claims():
        tellers = set(claims.tellers)
        met |= {(c.event, id) for c in claims for id in c.contradicts if id in tellers}
    return met


def _of_an_entry(path: str, entry: Entry) -> Iterator[Problem]:
    for leaf, claims in entry.claims():
        if claims.sort == "total":
            yield from _falling(f"{path}.{leaf}", claims)
    yield from _mixed_units(path, entry)
    for event, field, found, expected in entry.problems():
        yield problem_of(event, field, found, f"{expected}, of {path}")


def _falling(path: str, claims: Claims[Any]) -> Iterator[Problem]:
    """Running totals of one speaker that fall: one of the two is no total, or wrong."""
    for claim in claims.set_back:
        voices = set(claim.speakers)
        if not any(
            voices & set(before.speakers) and (before.value.low or 0) > (claim.value.high or 0)
            for before in claims.counted
            if before.place < claim.place
        ):
            continue
        found = f"{claim.value}, less than was told before"
        expected = f"no less, as {path} is a running total"
        advice = "say `increment = true` where it came in that period alone"
        yield problem_of(claim.event, "quantity", found, expected, advice)


def _mixed_units(path: str, entry: Entry) -> Iterator[Problem]:
    """A unit beside another that is spelt nearly alike."""
    units: dict[str, Claim[Any]] = {}
    for _, claims in entry.claims():
        for claim in claims:
            if isinstance(claim.value, Quantity):
                units.setdefault(claim.value.unit, claim)
    for unit, claim in units.items():
        others = [other for other in units if other != unit and near(unit, [other])]
        if others and claim is not next(iter(units.values())):
            expected = f"one unit for {path}; beside it stands {others[0]!r}"
            yield problem_of(claim.event, "quantity", repr(unit), expected)


def _currencies(events: list[Event]) -> Iterator[Problem]:
    """Sums in a currency that there never was."""
    for event in events:
        for field in attrs.fields(type(event.what)):
            held = getattr(event.what, field.name)
            for each in held if isinstance(held, tuple) else (held,):
                if isinstance(each, Money) and each.currency not in CURRENCIES:
                    alike = ", ".join(near(each.currency, CURRENCIES)) or "none"
                    expected = f"a code of ISO 4217, such as USD; near it: {alike}"
                    yield problem_of(
                        event.id, f"{field.name}.currency", repr(each.currency), expected
                    )


def _due_before(events: list[Event]) -> Iterator[Problem]:
    """What was due before it was said to be: a plan is of a day to come."""
    for event in events:
        due, start = getattr(event.what, "due", None), event.when.start.earliest
        if isinstance(due, When) and due.latest and start and due.latest < start:
            found = f"{str(due)!r}, before the event of {event.when}"
            yield problem_of(event.id, "due", found, "the day of the event, or a later one")


def _acts_of_others(events: list[Event]) -> Iterator[Problem]:
    """Acts of coded data whose actor or target is none of the parties of their event."""
    for event in events:
        if not (isinstance(event.what, Interaction) and event.parties):
            continue
        for field in ("actor", "target"):
            side = getattr(event.what, field)
            if side and side not in event.parties:
                expected = f"one of the parties of the event, {' or '.join(event.parties)}"
                yield problem_of(event.id, field, repr(side), expected)


def _opinions(events: list[Event]) -> Iterator[Problem]:
    """Kinds that tell what was done, of what their sources only expect or doubt."""
    for event in events:
        stances = {citation.stance for citation in event.sources}
        if stances and stances <= {"expects", "doubts"}:
            if getattr(event.what, "is_opinion", False):
                continue
            how = " and ".join(sorted(stances))
            found = f"{event.kind}, which its source only {how}"
            where = f"event {event.id!r}: sources"
            advice = "an opinion or a forecast is an assessment-made"
            expected = "a source that asserts or reports it"
            yield Problem(where, found, expected, advice, path="sources", record=event.id)
