"""Projects: factories, railways, corridors: announced, begun, at work; target and output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs

from ..events import Event
from ..fields import is_id, one_of
from ..kinds import kind
from ..values import Money, Quantity, Unknown, UnknownType
from ..when import When
from .agreements import AgreementStage
from .claims import Claims, bracketed, supporting
from .facet import Entry, Facet, Ids, Line, days_past, moves, share

# -- events -------------------------------------------------------------------------------

STAGES = {
    "planned": 0,
    "agreed": 1,
    "not-started": 2,
    "under-construction": 3,
    "partially-operational": 4,
    "operational": 5,
    "target-met": 6,
    "suspended": -1,
    "cancelled": 7,
}
# A suspension sets a project back from any stage; whatever is seen next resumes it.
_BACK = ("suspended", "cancelled")
SCHEDULES = ("ahead", "on schedule", "behind", "doubtful")


@kind("project-stage")
class ProjectStage:
    """A project is seen, or said, to be at a stage. One account of it never sets it back."""

    project: str = attrs.field(validator=is_id)
    stage: str = attrs.field(validator=one_of(*STAGES))
    name: str = ""


@kind("project-target")
class ProjectTarget:
    """What is to be reached, and by when, as one account has it."""

    project: str = attrs.field(validator=is_id)
    quantity: Quantity | None = None
    due: When | None = None


@kind("project-output")
class ProjectOutput:
    """All output so far, and how it stands to the schedule."""

    project: str = attrs.field(validator=is_id)
    quantity: Quantity | None = None
    schedule: str = attrs.field(default="", validator=one_of("", *SCHEDULES))
    basis: str = ""
    """How it was counted."""


@kind("project-described")
class ProjectDescribed:
    """What some sources say of a project: one event for each account of it."""

    project: str = attrs.field(validator=is_id)
    place: str = ""
    length: Quantity | None = None
    cost: Money | None = None
    loan: Money | None = None
    financing: str = attrs.field(
        default="", validator=one_of("", "planned", "agreed", "issued", "disbursed")
    )


# -- state --------------------------------------------------------------------------------


@attrs.frozen
class Sighting:
    """A stage as one account has it."""

    stage: str
    when: When
    event: str
    sources: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.stage} {self.when}{bracketed(self.sources)}"


@attrs.frozen(kw_only=True)
class Project(Entry):
    """A project: how far it is, what it is to reach, and what is claimed of it."""

    name: str = ""
    stage: str | UnknownType = Unknown
    since: When | UnknownType = Unknown
    """When the stage was first told: for something observed, it may be older."""
    stages: tuple[Sighting, ...] = ()
    target: Claims = Claims()
    due: Claims = Claims()
    deadline: When | UnknownType = Unknown
    """The due date said last."""
    output: Claims = Claims(running=True)
    so_far: Quantity | UnknownType = Unknown
    """The last total of the output."""
    schedule: Claims = Claims()
    place: Claims = Claims()
    length: Claims = Claims()
    cost: Claims = Claims()
    loan: Claims = Claims()
    financing: Claims = Claims()

    questions: ClassVar[Mapping[str, Ids]] = {
        "share": ("target", "so_far"),
        "overdue": ("deadline", "stage"),
        "contradicted": ("stages",),
    }

    @property
    def share(self) -> Quantity | UnknownType:
        """How much of the most precise target has been put out, in percent."""
        return share(self.so_far, self.target.most_precise)

    @property
    def overdue(self) -> Quantity | UnknownType:
        """By how many days the last target date has passed at the horizon."""
        if self.stage in ("target-met", "cancelled"):
            return Unknown
        return days_past(self.deadline, self.horizon)

    @property
    def contradicted(self) -> tuple[Sighting, ...]:
        """The accounts that have it less far than an earlier one had it already."""
        found, furthest = [], -1
        for sighting in self.stages:
            rank = STAGES[sighting.stage]
            if rank < furthest and sighting.stage not in _BACK:
                found.append(sighting)
            furthest = max(rank, furthest)
        return tuple(found)

    @property
    def headline(self) -> str:
        """As of every entry."""
        return self.name

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.stage is not Unknown:
            yield Line(f"{self.stage}, told {self.since}", self.why("stage")[0])
        for sighting in self.contradicted:
            yield Line(f"in another account {sighting}")
        if self.target:
            yield Line(f"target: {self.target}")
        if self.due:
            late = self.overdue
            past = f", {late} past" if late is not Unknown and late.high else ""
            yield Line(f"due: {self.due}{past}")
        if self.output:
            share = "" if self.share is Unknown else f", {self.share} of the target"
            yield Line(f"output: {self.output}{share}")
        for name in ("schedule", "place", "length", "cost", "loan", "financing"):
            if claims := getattr(self, name):
                yield Line(f"{name}: {claims}")


class Projects(Facet[Project]):
    """Projects by id."""

    __slots__ = ()


initial = Projects()


def evolve(state: Projects, event: Event) -> Projects:
    """The next state: what an event changes in this facet."""
    match event.what:
        case AgreementStage(stage="signed", project=id) if id:
            return state.put(id, _seen(state.get(id, Project()), event, "agreed"))
        case ProjectStage() as what:
            project = state.get(what.project, Project())
            if what.name:
                project = project.set(event, name=what.name)
            return state.put(what.project, _seen(project, event, what.stage))
        case ProjectTarget() as what:
            state = _claimed(state, event, target=what.quantity, due=what.due)
            return _last(state, event, deadline=what.due)
        case ProjectOutput() as what:
            state = _claimed(state, event, output=what.quantity, schedule=what.schedule)
            return _last(state, event, so_far=what.quantity)
        case ProjectDescribed() as what:
            names = ("place", "length", "cost", "loan", "financing")
            return _claimed(state, event, **{name: getattr(what, name) for name in names})
    return state


def _seen(project: Project, event: Event, stage: str) -> Project:
    sighting = Sighting(stage, event.when, event.id, supporting(event))
    project = project.add(event, stages=(*project.stages, sighting))
    if not moves(project.stage, stage, STAGES, _BACK):
        return project
    return project.set(event, stage=stage, since=event.when)


def _claimed(state: Projects, event: Event, **values: Any) -> Projects:
    id = event.what.project
    project = state.get(id, Project())
    claims = {
        name: getattr(project, name).add(event, value) for name, value in values.items() if value
    }
    return state.put(id, project.add(event, **claims)) if claims else state


def _last(state: Projects, event: Event, **values: Any) -> Projects:
    """The state with leaves that hold what was said last."""
    id = event.what.project
    said = {name: value for name, value in values.items() if value is not None}
    return state.put(id, state[id].set(event, **said)) if said else state


# -- questions ----------------------------------------------------------------------------


def behind(state: Projects | UnknownType) -> tuple[str, ...] | UnknownType:
    """The projects whose last target date has certainly passed at the horizon.

    Unknown where no project is recorded.
    """
    if state is Unknown:
        return Unknown
    late = {id: project.overdue for id, project in state.items()}
    return tuple(id for id, days in late.items() if days is not Unknown and days.low)
