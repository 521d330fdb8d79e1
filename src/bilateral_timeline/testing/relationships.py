"""Plausible histories of a pair, through all facets of a relationship."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pendulum import Date

from ..dates.when import Day
from ..records.events import Citation, Event
from ..relations.claim import Account
from ..relations.relationship import FACETS, relationship
from .bodies import IDS, bodies
from .code import Arrivals
from .dates import FIRST, LAST, days, whens
from .histories import WORKS, orders, timeline_of


def relationships(
    one: str = "AA",
    other: str = "BB",
    *,
    facets: Collection[str] = tuple(FACETS),
    size: int = len(IDS),
    first: Day = FIRST,
    last: Day = LAST,
    shuffled: bool = True,
) -> SearchStrategy[Arrivals]:
    """Histories of two parties that a curator might have written, of up to `size` events.

    Each is a log of which `check` finds nothing to look at: what is over does not end again, what
    is told became public after it happened, whatever is referred to is there. Events are of some
    `facets`, between the two, and cite a work each. They arrive in any order, unless not
    `shuffled`. For logs that are not plausible, there are `histories`.

    >>> from hypothesis import find
    >>> find(relationships(facets=["trade"]), lambda records: len(records) > 0)[0].parties
    ('AA', 'BB')
    """
    projection, day = relationship(one, other), days(first, last)
    exact = day.map(Date.isoformat)
    date = exact | whens(first, last, lasting=False).map(str)
    kinds = {name: bodies(*FACETS[name].kinds, parties=(one, other)) for name in facets}
    of_facet = st.sampled_from([*facets]).flatmap(kinds.__getitem__).map(_settled)

    @st.composite
    def drawn(draw: st.DrawFn) -> Arrivals:
        told: list[Event] = []
        for id in IDS[: draw(st.integers(0, size))]:
            when, public = draw(date), draw(day)
            body, work = draw(of_facet), draw(st.sampled_from(WORKS))
            bounded = Event(id=id, when=when, known=public, what=body, parties=(one, other))
            known = max(public, bounded.when.start.latest or public)
            cited = [Citation(work, known=known)]
            event = Event(id=id, when=when, what=body, parties=(one, other), sources=cited)
            if not timeline_of(projection, [*told, event]).check():
                told.append(event)
        return Arrivals(draw(orders(told)) if shuffled else told)

    return drawn()


def _settled(body: Any) -> Any:
    """A body that says nothing of a contradiction where it contradicts no event."""
    if not isinstance(body, Account) or body.contradicts:
        return body
    settled: Any = attrs.evolve(cast("Any", body), contradicts_in="", contradiction="")
    return settled
