"""Random bodies of every kind of the relationship, for logs about no country in particular.

They are drawn by the law kit, of the classes themselves, so that a new kind, a new field or a new
facet is taken along; some contradict other events, and some deny what is claimed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import testing
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.claim import ROLES, Account
from bilateral_timeline.relations.denials import ClaimDenied
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.relationship import FACETS
from bilateral_timeline.testing import histories, moneys, quantities

PAIR = ("AA", "BB")
TEXTS = st.sampled_from(("AA", "BB", "CC", "this"))
COUNTS, SUMS = quantities(), moneys()
EVENTS = st.sampled_from(tuple("abcdefgh"))
"""The ids that the events of random logs have."""


@cache
def body_of(cls: type) -> st.SearchStrategy[Any]:
    """Random bodies of a class, of which some contradict other events."""
    drawn = testing.bodies(cls, parties=PAIR)
    return contradicting(drawn) if issubclass(cls, Account) else drawn


@st.composite
def contradicting(draw: st.DrawFn, drawn: st.SearchStrategy[Any]) -> Any:
    body = draw(drawn)
    others = st.lists(EVENTS, min_size=1, max_size=2, unique=True).map(tuple)
    told = draw(st.just(()) | st.just(()) | others)
    return attrs.evolve(body, contradicts=told, contradiction="both cannot be")


KINDS: tuple[type, ...] = tuple(
    dict.fromkeys(kind for facet in FACETS.values() for kind in facet.kinds)
)
"""All kinds that a facet takes."""


def entry_of(facet: type[Facet[Any]]) -> type[Entry]:
    """The class of the entries of a facet."""
    of: Any = facet.of
    return entry_of(of) if issubclass(of, Facet) else of


@st.composite
def leaves_told(draw: st.DrawFn, facet: type[Facet[Any]], name: str) -> str:
    """The path of a leaf of an entry that a random event of a facet is about."""
    body = draw(st.one_of(*map(body_of, facet.kinds)))
    event = bt.Event(id="a", when="2001", known="2001-12-31", what=body, parties=PAIR)
    ids = [*facet.entries(event)] or ["one"]
    id = draw(st.sampled_from(ids))
    steps = [id] if isinstance(id, str) else [*id]
    return ".".join([name, *steps, draw(st.sampled_from([*entry_of(facet).leaves]))])


PATHS: st.SearchStrategy[str] = st.one_of(
    *(leaves_told(facet, name) for name, facet in FACETS.items()),
    st.sampled_from(("nowhere", "trade.turnover", "commitments.one.overdue")),
)
DENIALS: st.SearchStrategy[Any] = st.builds(
    ClaimDenied,
    claim=PATHS,
    by=TEXTS,
    role=st.sampled_from(ROLES),
    denies=st.just(()) | st.lists(EVENTS, max_size=3, unique=True).map(tuple),
)


def bodies(*facets: str) -> st.SearchStrategy[Any]:
    """Bodies that some facets take, and denials of what they claim."""
    kinds = dict.fromkeys(kind for name in facets for kind in FACETS[name].kinds)
    paths = st.one_of(*(leaves_told(FACETS[name], name) for name in facets))
    denials = st.builds(
        ClaimDenied,
        claim=paths,
        by=TEXTS,
        role=st.sampled_from(ROLES),
        denies=st.just(()) | st.lists(EVENTS, max_size=3, unique=True).map(tuple),
    )
    return st.one_of(*map(body_of, kinds), denials)


BODIES: st.SearchStrategy[Any] = st.one_of(*map(body_of, KINDS), DENIALS)

PARTIES = st.sampled_from((PAIR, PAIR, PAIR, ("BB", "AA"), ("AA", "BB", "CC"), ("AA", "CC")))


@st.composite
def pair_logs(draw: st.DrawFn, of: st.SearchStrategy[Any] = BODIES) -> tuple[Record, ...]:
    """Random logs, most of whose events are between the two."""
    records = draw(histories(of, parties=("AA",)))
    return tuple(
        attrs.evolve(record, parties=draw(PARTIES)) if isinstance(record, bt.Event) else record
        for record in records
    )


ONE_FACET: st.SearchStrategy[tuple[Record, ...]] = st.sampled_from(tuple(FACETS)).flatmap(
    lambda name: pair_logs(bodies(name))
)
"""Logs of which all events are of one facet, so that they meet in its entries."""
LOGS = pair_logs() | ONE_FACET
