"""Assessments: what each assessor makes of the relationship, and when: never one value."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..dates.when import When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .claims import Claims, bracketed, supporting
from .facet import Entry, Facet, Line

# -- events -------------------------------------------------------------------------------

DIMENSIONS = (
    "label",
    "gain",
    "forecast",
    "cause",
    "effect",
    "policy",
    "economy",
    "history",
    "recommendation",
    "superlative",
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
class AssessmentMade:
    """One assessor's view of a topic. It is dated to what it is about, or to when it was said."""

    topic: str = attrs.field(validator=is_id)
    dimension: str = attrs.field(validator=one_of(*DIMENSIONS))
    view: str
    """A few words of our own that sum it up; other views of the topic stand beside it."""
    assessor: str
    stance: str = ""
    """A word for it where assessors contradict each other; without one, views are compatible."""
    likelihood: str = attrs.field(default="", validator=one_of(*LIKELIHOODS))
    condition: str = ""
    reason: str = ""
    figure: Quantity | None = None


# -- state --------------------------------------------------------------------------------


@attrs.frozen
class View:
    """One assessor's view, as it was put."""

    assessor: str
    view: str
    when: When
    event: str
    sources: tuple[str, ...]
    likelihood: str = ""
    condition: str = ""
    reason: str = ""

    def __str__(self) -> str:
        likely = f" ({self.likelihood})" if self.likelihood else ""
        condition = f", if {self.condition}" if self.condition else ""
        reason = f", because {self.reason}" if self.reason else ""
        said = f"{self.assessor}, {self.when}: {self.view}{likely}{condition}{reason}"
        return f"{said}{bracketed(self.sources)}"


@attrs.frozen(kw_only=True)
class Topic(Entry):
    """What has been said on one topic, by whom."""

    dimension: str = ""
    views: Claims = Claims(holds="together")
    stance: Claims = Claims()
    """The words in which assessors contradict each other."""
    told: tuple[View, ...] = ()
    """Each view with its likelihood, its condition and its reason."""
    figure: Claims = Claims()

    @property
    def headline(self) -> str:
        """As of every entry."""
        return self.dimension

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        for view in self.told:
            yield Line(str(view))
        for denial in self.views.denials:
            yield Line(str(denial))
        if self.stance:
            yield Line(f"in a word: {self.stance}")
        if self.figure:
            yield Line(f"figure: {self.figure}")

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        told = "; ".join(f"{view.assessor}: {view.view}" for view in self.told)
        figures = f" ({' or '.join(map(str, self.figure.values))})" if self.figure else ""
        yield Line(f"{told}{figures}", self.views.events)


class Assessments(Facet[Topic]):
    """Assessments by topic."""

    __slots__ = ()
    of = Topic

    def brief(self) -> Iterator[Line]:
        """The labels, what is judged of gain, and the names of the other topics."""
        full = [(id, topic) for id, topic in self.items() if topic.dimension in _TOLD_IN_FULL]
        for id, topic in full:
            for line in topic.brief():
                yield attrs.evolve(line, text=f"{id}: {line.text}")
        if contested := [id for id, topic in self.items() if topic.stance.group == "contested"]:
            yield Line(f"contested: {', '.join(contested)}")
        if more := len(self) - len(full):
            yield Line(f"{more} topics more, such as forecasts, causes and effects")


_TOLD_IN_FULL = ("label", "gain")


initial = Assessments()


def evolve(state: Assessments, event: Event) -> Assessments:
    """The next state: what an event changes in this facet."""
    match event.what:
        case AssessmentMade() as what:
            view = View(
                what.assessor,
                what.view,
                event.when,
                event.id,
                supporting(event),
                what.likelihood,
                what.condition,
                what.reason,
            )
            topic = state.at(what.topic).set(event, dimension=what.dimension)
            topic = topic.claim(event, views=what.view, stance=what.stance, figure=what.figure)
            return state.put(what.topic, topic.add(event, told=(*topic.told, view)))
    return state


# -- questions ----------------------------------------------------------------------------


def views_of(
    state: Assessments | UnknownType, assessor: str
) -> dict[str, tuple[View, ...]] | UnknownType:
    """What one assessor says, by topic; Unknown where no assessment is recorded."""
    if state is Unknown:
        return Unknown
    found = {id: tuple(v for v in t.told if v.assessor == assessor) for id, t in state.items()}
    return {id: views for id, views in found.items() if views}
