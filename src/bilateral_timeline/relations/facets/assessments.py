"""Assessments: what each assessor makes of the relationship, and when: never one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from ...arguments import require_text
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Quantity
from ..claim import Account, Claim
from ..entry import Entry
from ..facet import Facet
from ..leaves import label, occurrences, words
from ..mentions import NAME

# -- events -------------------------------------------------------------------------------

DIMENSIONS = (
    *("label", "gain", "forecast", "cause", "effect", "policy", "goal", "doubt"),
    *("responsibility", "economy", "history", "recommendation", "superlative"),
)
LIKELIHOODS = (
    "",
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even",
    "likely",
    "very likely",
    "almost certain",
)
"""The words of ICD 203; empty where the assessor gives none."""


@kind("assessment-made")
class AssessmentMade(Account):
    """One assessor's view of a topic. It is dated to what it is about, or to when it was said."""

    is_opinion: ClassVar[bool] = True
    topic: str = attrs.field(validator=is_id)
    """The id of the topic."""
    dimension: str = attrs.field(validator=one_of(*DIMENSIONS))
    """What sort of view it is."""
    view: str
    """A few words of our own that sum it up; other views of the topic stand beside it."""
    assessor: str = attrs.field(metadata=NAME)
    """Whose view it is."""
    verdict: str = ""
    """A word for it, where assessors can be told apart by one."""
    likelihood: str = attrs.field(default="", validator=one_of(*LIKELIHOODS))
    """How likely the assessor holds it to be."""
    condition: str = ""
    """What it depends on, in your own words."""
    reason: str = ""
    """Why the assessor holds it."""
    figure: Quantity | None = None
    """The number that the view gives."""


# -- state --------------------------------------------------------------------------------


class Assessed(Entry):
    """What has been said on one topic, by whom."""

    dimension = label()
    views = occurrences(AssessmentMade)
    """Each view, with its assessor, its likelihood, its condition and its reason."""
    verdict = words()
    """The words by which assessors can be told apart; they contradict where a curator says so."""

    def by(self, assessor: str) -> tuple[Claim[AssessmentMade], ...]:
        """The views of one assessor."""
        require_text("by", assessor, "the name of an assessor")
        return tuple(claim for claim in self.views if claim.value.assessor == assessor)


class Assessments(Facet[Assessed]):
    """Assessments by topic."""

    of = Assessed
    key = "topic"
    kinds = (AssessmentMade,)
    sides = "either"

    @staticmethod
    def evolve(entry: Assessed, event: Event) -> Assessed:
        """As of every facet."""
        return entry.tell(event, views=event.what)

    def by(self, assessor: str) -> Mapping[str, tuple[Claim[AssessmentMade], ...]]:
        """What one assessor says, by topic."""
        require_text("by", assessor, "the name of an assessor")
        found = {id: topic.by(assessor) for id, topic in self.items()}
        return {id: views for id, views in found.items() if views}
