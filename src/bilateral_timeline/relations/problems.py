"""Problems: what a curator should look at in the events of a relationship."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..errors import Nearby, Problem, near
from ..records.events import Event
from ..records.values import Quantity, Unknown
from .claim import Claim
from .claims import Claims
from .denials import ClaimDenied
from .entry import Entry
from .facet import Facet
from .leaves import Ids
from .mentions import mentions
from .names import Names

Held = Mapping[str, Facet[Any]]
"""The facets of which anything is told, by name."""


def problems(
    state: Any, facets: Mapping[str, type[Facet[Any]]], names: Names, events: list[Event]
) -> Iterator[Problem]:
    """What is referred to and nobody introduced, what cannot be so, and opinions among facts.

    `state` is that of all the events. One walk over it and over the events.
    """
    told = {name: getattr(state, name) for name in facets}
    held = {name: facet for name, facet in told.items() if facet is not Unknown}
    nearby = Nearby()
    yield from _mentioned(held, names, events, nearby)
    yield from _denials_of_nothing(held, events, state.pair, nearby)
    yield from _introduced_by_nobody(facets, events, nearby)
    yield from _of_nobody(state.pair, events, nearby)
    yield from _of_one_side(state.pair, facets, events)
    yield from _opinions(events)
    ids = {event.id for event in events}
    contradictions = {
        (e.id, id) for e in events for id in getattr(e.what, "contradicts", ()) if id in ids
    }
    for name, facet in held.items():
        for path, entry in _entries(facet):
            yield from _of_an_entry(f"{name}.{path}", entry)
            contradictions -= _met(entry)
    for event, id in sorted(contradictions):
        expected = "an event that claims something on a leaf on which this one does"
        yield _problem(event, "contradicts", repr(id), expected)


def _entries(facet: Facet[Any], above: str = "") -> Iterator[tuple[str, Entry]]:
    for id, entry in facet.items():
        if isinstance(entry, Facet):
            yield from _entries(entry, f"{above}{id}.")
        else:
            yield f"{above}{id}", entry


def _problem(
    event: str, field: str, found: str, expected: str, advice: str = "", missing: str = ""
) -> Problem:
    path = f"what.{field}" if field else "what"
    where = f"event {event!r}: {path}"
    return Problem(where, found, expected, advice, path=path, record=event, missing=missing)


# -- references -------------------------------------------------------------------------------


def _mentioned(held: Held, names: Names, events: list[Event], nearby: Nearby) -> Iterator[Problem]:
    """What events refer to and is not there: events, entries, and names of `names.toml`."""
    ids = {event.id for event in events}
    also = {other for named in names for other in named.also}
    called = {named.name for named in names}
    parties, persons = names.ids("party", "body"), names.ids("person")
    for event in events:
        for code in event.parties if names else ():
            if code not in names:
                alike = nearby.told(code, "party", parties)
                expected = f"a party or body of names.toml{alike}"
                where = f"event {event.id!r}: parties"
                yield Problem(
                    where, repr(code), expected, path="parties", record=event.id, missing=code
                )
        for field, sort, name in mentions(event.what):
            found, expected = repr(name), ""
            of: Collection[str] = ()
            if sort == "event" and name not in ids:
                expected, of = "the id of an event", ids
            elif sort.startswith("entry of "):
                facet = held.get(sort.removeprefix("entry of "))
                if facet is None or name not in facet:
                    expected, of = f"an {sort} that an event introduces", tuple(facet or ())
            elif names and sort == "person" and name not in names:
                found += ", a spelling of another" if name in also else ", whom nobody introduced"
                expected, of = "a person of names.toml", persons
            elif names and sort == "party" and name not in names:
                expected, of = "a party or body of names.toml", parties
            elif names and sort == "name" and name not in names and name not in called:
                found += ", a spelling of another" if name in also else ""
                expected, of = "a name of names.toml", names.ids()
            if expected:
                expected += nearby.told(name, sort, of)
                yield _problem(event.id, field, found, expected, missing=name)


def _denials_of_nothing(
    held: Held, events: list[Event], pair: Ids, nearby: Nearby
) -> Iterator[Problem]:
    """Denials of what is nowhere claimed, or not by the events named; and those not of the pair."""
    denials = [event for event in events if isinstance(event.what, ClaimDenied)]
    claimed = {
        f"{name}.{path}": claims
        for name, facet in (held if denials else {}).items()
        for path, claims in facet.claims()
    }
    ids = {event.id for event in events}
    for event in denials:
        path, denies = event.what.claim, event.what.denies
        if path not in claimed:
            expected = f"the path of something claimed{nearby.told(path, 'path', claimed)}"
            yield _problem(event.id, "claim", repr(path), expected, missing=path)
            continue
        facet = path.partition(".")[0]
        if not held[facet].concerns(event, pair):
            found = f"{', '.join(event.parties)}, so that nothing in {facet} is denied"
            expected = f"{' and '.join(pair)}, as of all events of {facet}"
            where = f"event {event.id!r}: parties"
            yield Problem(where, found, expected, path="parties", record=event.id)
        tellers = claimed[path].tellers
        for id in denies:
            if id in ids and id not in tellers:
                expected = f"an event that claims {path}; there are {', '.join(tellers)}"
                yield _problem(event.id, "denies", repr(id), expected)


def _is_own(facet: type[Facet[Any]], body: object) -> bool:
    """Whether a body was defined beside a facet, and not for another."""
    return type(body).__module__ == facet.__module__


def _introduced_by_nobody(
    facets: Mapping[str, type[Facet[Any]]], events: list[Event], nearby: Nearby
) -> Iterator[Problem]:
    """Entries of which only more is told, beside one with a near name that is introduced."""
    told: dict[str, dict[str, list[Event]]] = {name: {} for name in facets}
    for event in events:
        for name, facet in facets.items():
            if isinstance(event.what, facet.kinds) and _is_own(facet, event.what):
                for id in facet.entries(event):
                    if isinstance(id, str):
                        told[name].setdefault(id, []).append(event)
    for name, entries in told.items():
        known = {
            id
            for id, held in entries.items()
            if any(getattr(event.what, "introduces", True) for event in held)
        }
        for id, held in entries.items():
            if id not in known and near(id, known):
                alike = nearby.told(id, name, known)
                expected = f"an entry of {name} that another event introduces{alike}"
                for event in held:
                    yield _problem(event.id, "", repr(id), expected, missing=id)


def _of_nobody(pair: tuple[str, ...], events: list[Event], nearby: Nearby) -> Iterator[Problem]:
    """Parties of the pair of which no event tells."""
    held = {party for event in events for party in event.parties}
    for party in pair:
        if events and party not in held:
            expected = f"a party of some event{nearby.told(party, 'pair', held)}"
            yield Problem("pair", repr(party), expected, path="pair", missing=party)


def _of_one_side(
    pair: tuple[str, ...], facets: Mapping[str, type[Facet[Any]]], events: list[Event]
) -> Iterator[Problem]:
    """Events of one of the pair alone, though no facet takes their kind but between both."""
    for event in events:
        sides = [party for party in pair if party in event.parties]
        taking = [facet for facet in facets.values() if isinstance(event.what, facet.kinds)]
        if len(sides) == 1 and taking and not any(f.concerns(event, pair) for f in taking):
            others = [party for party in event.parties if party not in pair]
            if not others:
                where, found = f"event {event.id!r}: parties", f"{sides[0]} alone"
                expected = f"both {' and '.join(pair)}, as a {event.kind} is between them"
                yield Problem(where, found, expected, path="parties", record=event.id)


def _met(entry: Entry) -> set[tuple[str, str]]:
    """The contradictions of which both sides claim something on one leaf, by their events."""
    met = set[tuple[str, str]]()
    for _, claims in entry.claims():
        tellers = set(claims.tellers)
        met |= {(c.event, id) for c in claims for id in c.contradicts if id in tellers}
    return met


# -- what cannot be so ------------------------------------------------------------------------


def _of_an_entry(path: str, entry: Entry) -> Iterator[Problem]:
    for leaf, claims in entry.claims():
        if claims.sort == "total":
            yield from _falling(f"{path}.{leaf}", claims)
    yield from _mixed_units(path, entry)
    for event, field, found, expected in entry.problems():
        yield _problem(event, field, found, f"{expected}, of {path}")


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
        yield _problem(claim.event, "quantity", found, expected, advice)


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
            yield _problem(claim.event, "quantity", repr(unit), expected)


def _opinions(events: list[Event]) -> Iterator[Problem]:
    """Kinds that tell what was done, of what their sources only expect or doubt."""
    for event in events:
        stances = {citation.stance for citation in event.sources}
        if stances and stances <= {"expects", "doubts"}:
            if getattr(event.what, "is_opinion", False):
                continue
            how = " and ".join(sorted(stances))
            found = f"a {event.kind} that its source only {how}"
            where = f"event {event.id!r}: sources"
            advice = "an opinion or a forecast is an assessment-made"
            expected = "a source that asserts or reports it"
            yield Problem(where, found, expected, advice, path="sources", record=event.id)
