"""References: what events refer to, and nobody introduced."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..errors import Nearby, Problem, is_slip, near
from ..records.events import Event
from .denials import ClaimDenied
from .facet import Facet
from .leaves import Ids
from .mentions import mentions
from .names import Names

Held = Mapping[str, Facet[Any]]
"""The facets of which anything is told, by name."""


def references(
    held: Held,
    facets: Mapping[str, type[Facet[Any]]],
    names: Names,
    events: list[Event],
    pair: Ids,
) -> Iterator[Problem]:
    """What is referred to and not there, with what is near it.

    The `missing` of each is what some record could tell of, were it there: `events.ID`,
    `parties.CODE`, the facet and the id of an entry, or the path of a leaf. What names.toml alone
    tells of has none.
    """
    nearby = Nearby()
    yield from _mentioned(held, names, events, nearby)
    yield from _denials_of_nothing(held, events, pair, nearby)
    yield from _introduced_by_nobody(facets, events, nearby)
    yield from _of_nobody(pair, events, nearby)


def problem_of(
    event: str, field: str, found: str, expected: str, advice: str = "", missing: str = ""
) -> Problem:
    """A problem of a field of the body of an event, or of all of the body."""
    path = f"what.{field}" if field else "what"
    where = f"event {event!r}: {path}"
    return Problem(where, found, expected, advice, path=path, record=event, missing=missing)


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
                yield Problem(where, repr(code), expected, path="parties", record=event.id)
        for field, sort, name in mentions(event.what):
            found, expected, missing = repr(name), "", ""
            of: Collection[str] = ()
            if sort == "event" and name not in ids:
                expected, of, missing = "the id of an event", ids, f"events.{name}"
            elif sort.startswith("entry of "):
                of_facet = sort.removeprefix("entry of ")
                facet = held.get(of_facet)
                if facet is None or name not in facet:
                    expected, of = f"an {sort} that an event introduces", tuple(facet or ())
                    missing = f"{of_facet}.{name}"
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
                yield problem_of(event.id, field, found, expected, missing=missing)


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
            yield problem_of(event.id, "claim", repr(path), expected, missing=path)
            continue
        if event.what.role == "third-party" and event.what.by in pair:
            expected = "'party', or 'subject' of what is said of it alone: it is one of the pair"
            yield problem_of(event.id, "role", "'third-party'", expected)
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
                yield problem_of(event.id, "denies", repr(id), expected)


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
                    yield problem_of(event.id, "", repr(id), expected, missing=f"{name}.{id}")
        yield from _slips(entries)


def _slips(entries: Mapping[str, list[Event]]) -> Iterator[Problem]:
    """Entries of which one event alone tells, a letter from another of which more is told."""
    places = {id: place for place, id in enumerate(entries)}
    nearby: dict[str, list[str]] = {}
    for id in entries:
        for less in _with_a_letter_less(id):
            nearby.setdefault(less, []).append(id)
    for id, (first, *more) in entries.items():
        met = () if more else (o for less in _with_a_letter_less(id) for o in nearby[less])
        others = (other for other in dict.fromkeys(met) if is_slip(id, other))
        alike = [o for o in others if len(entries[o]) > 1 or places[o] < places[id]]
        if alike:
            found = f"{id!r}, of which nothing else is told"
            expected = f"another id, or more of it; a letter from it: {', '.join(alike)}"
            yield problem_of(first.id, "", found, expected)


def _with_a_letter_less(id: str) -> Iterator[str]:
    """An id, and what is left of it without one of its letters: what is near to it has one too."""
    yield id
    yield from (f"{id[:at]}{id[at + 1 :]}" for at in range(len(id)))


def _of_nobody(pair: tuple[str, ...], events: list[Event], nearby: Nearby) -> Iterator[Problem]:
    """Parties of the pair of which no event tells."""
    held = {party for event in events for party in event.parties}
    for party in pair:
        if events and party not in held:
            expected = f"a party of some event{nearby.told(party, 'pair', held)}"
            missing = f"parties.{party}"
            yield Problem("pair", repr(party), expected, path="pair", missing=missing)
