"""Relationship: the state of a pair, facet by facet. A new facet is one file and one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import attrs
from pendulum import Date

from ..dates.when import Mode
from ..errors import InputError, MissingError, Problem
from ..projections.composed import Compose
from ..projections.paths import look_up
from ..projections.projection import Moment, Projection, given
from ..records.events import Event
from ..records.values import Unknown, UnknownType
from . import (
    agreements,
    assessments,
    commitments,
    constraints,
    contacts,
    cooperation,
    evidence,
    frictions,
    investment,
    leadership,
    memberships,
    projects,
    third_parties,
    trade,
)
from .agreements import Agreements
from .assessments import Assessments
from .claims import Claims
from .commitments import Commitments
from .constraints import Constraints
from .contacts import Contacts
from .cooperation import Cooperation
from .evidence import Evidence
from .facet import seen
from .frictions import Frictions
from .investment import Investments
from .leadership import Leadership
from .memberships import Memberships
from .projects import Projects
from .third_parties import ThirdParties
from .trade import Trade


class FacetProjection(Projection[Any]):
    """The projection of one facet, whose module has its beginning and its step."""

    def __init__(self, module: Any) -> None:
        self.name = module.__name__.rpartition(".")[2]
        self.initial = module.initial
        given(self, evolve=evidence.denying(self.name, module.evolve))
        self.apart = self.name != "evidence"  # which gathers the claims of all the others

    def view(self, state: Any, moment: Moment) -> Any:
        """As of every projection."""
        return seen(state, moment)

    def __reduce__(self) -> tuple[object, ...]:
        return FACETS.__getitem__, (self.name,)


class MomentProjection(Projection[Moment | None]):
    """The moment asked about, which is no part of what was so."""

    initial = None

    def evolve(self, state: Any, event: Event) -> Any:
        """As of every projection."""
        return state

    def view(self, state: Any, moment: Moment) -> Any:
        """As of every projection."""
        return moment


class RelationshipProjection(Compose["Relationship"]):
    """The projection that folds events into a Relationship, each facet on its own."""

    def __reduce__(self) -> str:
        return "RELATIONSHIP"


def _facet(module: Any) -> Any:
    projection = FacetProjection(module)
    return attrs.field(default=module.initial, metadata={"projection": projection})


@attrs.frozen(kw_only=True)
class Relationship:
    """The state of a relationship on a day: frozen, one field for each facet.

    A facet of which nothing is recorded by that day is Unknown. Two are equal if their facets
    are: the day is no part of what was so.
    """

    leadership: Leadership | UnknownType = _facet(leadership)
    contacts: Contacts | UnknownType = _facet(contacts)
    agreements: Agreements | UnknownType = _facet(agreements)
    memberships: Memberships | UnknownType = _facet(memberships)
    commitments: Commitments | UnknownType = _facet(commitments)
    projects: Projects | UnknownType = _facet(projects)
    trade: Trade | UnknownType = _facet(trade)
    investment: Investments | UnknownType = _facet(investment)
    constraints: Constraints | UnknownType = _facet(constraints)
    frictions: Frictions | UnknownType = _facet(frictions)
    third_parties: ThirdParties | UnknownType = _facet(third_parties)
    assessments: Assessments | UnknownType = _facet(assessments)
    cooperation: Cooperation | UnknownType = _facet(cooperation)
    evidence: Evidence | UnknownType = _facet(evidence)

    moment: Moment | None = attrs.field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.evidence, evidence.Evidence):
            others = {name: facet for name, facet in self.branches().items() if name != "evidence"}
            object.__setattr__(self, "evidence", self.evidence.over(others))

    @property
    def day(self) -> Date:
        """The day of which this is the state."""
        return self._asked.day

    @property
    def known_by(self) -> Date | None:
        """The day by which it was known; None for everything in the log."""
        return self._asked.known_by

    @property
    def horizon(self) -> Date:
        """The day to which it counts: the day, the knowledge day or the end of coverage."""
        return self._asked.horizon

    @property
    def mode(self) -> Mode:
        """Whether it counts what is certain, or all that is possible."""
        return self._asked.mode

    @property
    def _asked(self) -> Moment:
        if self.moment is None:
            found, expected = "a state that was folded by hand", "one that has a day"
            raise InputError(Problem("relationship", found, expected, "ask a timeline"))
        return self.moment

    def at(self, path: str) -> Any:
        """The value at a path; Unknown where nothing is told of it by that day.

        A name that nothing in the log has is a `MissingError`, with what is near it.

        >>> import bilateral_timeline as bt
        >>> state = bt.load_chronicle("russia-iran").as_of("2023-07-04")
        >>> state.at("memberships.sco.IR.status")
        'full'
        """
        try:
            return look_up(self, path)
        except MissingError:
            if self.moment is None or self.moment.require is None:
                raise
            self.moment.require(path)
            return Unknown

    def problems(self) -> Iterator[Problem]:
        """What a curator should look at: denials of what is nowhere claimed."""
        if self.evidence is Unknown:
            return
        claimed = self.evidence.claimed
        for id, denied in self.evidence.at("denials").items():
            held = claimed.get(denied.path, Claims())
            if not held:
                near = ", ".join(get_close_matches(denied.path, claimed, n=3)) or "none"
                expected, found = f"the path of something claimed; near it: {near}", denied.path
            elif not any(denial.event == id and held.meets(denial) for denial in held.denials):
                words = ", ".join(map(str, held.values))
                expected, found = f"a value claimed before it; there are {words}", denied.value
            else:
                continue
            yield Problem(f"event {id!r}: what.claim", repr(found), expected)

    def branches(self) -> Mapping[str, Any]:
        """The facets by name."""
        return {name: getattr(self, name) for name in FACETS}

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the days, and every facet with the events behind each leaf."""
        known_by = self.known_by.isoformat() if self.known_by else None
        days = {"day": self.day.isoformat(), "known_by": known_by}
        facets = {
            name: "unknown" if facet is Unknown else facet.to_dict()
            for name, facet in self.branches().items()
        }
        return {**days, "horizon": self.horizon.isoformat(), "mode": self.mode, **facets}


FACETS: Mapping[str, Projection[Any]] = {
    field.name: field.metadata["projection"]
    for field in attrs.fields(Relationship)
    if "projection" in field.metadata
}

RELATIONSHIP = RelationshipProjection(Relationship, moment=MomentProjection(), **FACETS)
"""The projection that folds events into a Relationship, each facet on its own."""
