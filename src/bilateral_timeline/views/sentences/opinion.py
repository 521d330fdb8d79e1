"""Opinion, and the rest: what assessors judge, where the two work together, other names."""

from __future__ import annotations

from ...dates.when import When
from ...records.values import Unknown
from ...relations.claim import Claim
from ...relations.entry import days_past
from ...relations.facets.assessments import Assessed, AssessmentMade
from ...relations.facets.cooperation import Domain
from ...relations.facets.evidence import Name
from .. import days
from ..speech import Speech
from .clauses import Aside, Clauses, told_on

_OLD = 365
"""A view of more days before is told with its day: it may be held no longer."""


def assessed(id: str, entry: Assessed, speech: Speech) -> Clauses:
    """The views of a topic, each assessor's together; why they hold them is told in full alone.

    Of an assessor with an old one each has its day, once for those that share it.
    """
    told: dict[str, dict[str, Claim[AssessmentMade]]] = {}
    for claim in entry.views:
        told.setdefault(speech.name(claim.value.assessor), {})[_view(claim)] = claim
    clauses: list[str] = []
    for who, views in told.items():
        dates = [_made(claim) for claim in views.values()]
        is_old = any(_is_old(made, entry) for made in dates)
        days_of = [f", {days.date(made)}" if made and is_old else "" for made in dates]
        for number, (view, when) in enumerate(zip(views, days_of, strict=True)):
            made = when if number == 0 or when != days_of[0] else ""
            said = f"{'also' if number else who}{made}: {view}"
            clauses.append(Aside(said) if number > 1 else said)
    return speech.title(id), clauses


def _made(claim: Claim[AssessmentMade]) -> When | None:
    """When a view was made."""
    day = claim.known or claim.when.latest
    return None if day is None else told_on(claim, day)


def _is_old(made: When | None, entry: Assessed) -> bool:
    """Whether a view was made long ago, or may have been."""
    ago = Unknown if made is None else days_past(made, entry.horizon)
    return ago is not Unknown and (ago.high or 0) > _OLD


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
