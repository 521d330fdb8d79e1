"""Opinion, and the rest: what assessors judge, where the two work together, other names."""

from __future__ import annotations

from ...relations.claim import Claim
from ...relations.facets.assessments import Assessed, AssessmentMade
from ...relations.facets.cooperation import Domain
from ...relations.facets.evidence import Name
from .. import days
from ..speech import Speech
from .clauses import Aside, Clauses


def assessed(id: str, entry: Assessed, speech: Speech) -> Clauses:
    """The views of a topic, each assessor's together; why they hold them is told in full alone."""
    told: dict[str, dict[str, None]] = {}
    for claim in entry.views:
        told.setdefault(speech.name(claim.value.assessor), {})[_view(claim)] = None
    clauses: list[str] = []
    for who, (first, *others) in told.items():
        clauses.append(f"{who}: {first}")
        for number, view in enumerate(others):
            clauses.append(Aside(f"also: {view}") if number else f"also: {view}")
    return speech.title(id), clauses


def _view(claim: Claim[AssessmentMade]) -> str:
    said = claim.value
    likely = f" ({said.likelihood})" if said.likelihood else ""
    return f"{said.view}{likely}{f', if {said.condition}' if said.condition else ''}"


def domain(id: str, entry: Domain, speech: Speech) -> Clauses:
    """What goes on in a domain, from whom to whom, and since when it is told of."""
    told = []
    for claim in entry.items.counted or entry.items.standing:
        told.append(f"{claim.value}, {days.date(claim.when)}{speech.by([claim])}")
    return speech.title(id), told


def name(id: str, entry: Name, _: Speech) -> Clauses:
    """What else something is called."""
    return id, [f"also called {', '.join(map(str, entry.aliases.values))}"]
