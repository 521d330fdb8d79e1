"""Projects: factories, railways, payment links, offices: planned, begun, at work; their output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs

from ..dates.when import Certainty, When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Money, Quantity, Unknown, UnknownType
from .agreements import AgreementStage
from .claims import STANDINGS, Claim, Claims, Stage
from .facet import Entry, Facet, Ids, Line, days_past, moves, share

# -- events -------------------------------------------------------------------------------

STAGES = {
    "proposed": 0,
    "planned": 1,
    "agreed": 2,
    "not-started": 3,
    "under-construction": 4,
    "integrated": 5,
    "partially-operational": 6,
    "operational": 7,
    "target-met": 8,
    "suspended": -1,
    "cancelled": 9,
}
# A suspension sets a project back from any stage; whatever is seen next resumes it.
_BACK = ("suspended", "cancelled")
SCHEDULES = ("ahead", "on schedule", "behind", "doubtful")


@kind("project-stage", standing=True)
class ProjectStage:
    """A project is seen, or said, to be at a stage. One account of it never sets it back."""

    project: str = attrs.field(validator=is_id)
    stage: str = attrs.field(validator=one_of(*STAGES))
    name: str = ""
    by: str = ""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


@kind("project-target")
class ProjectTarget:
    """What is to be reached, and by when, as one account has it."""

    project: str = attrs.field(validator=is_id)
    quantity: Quantity | None = None
    due: When | None = None
    stage: str = attrs.field(default="", validator=one_of("", *STAGES))
    """The stage that is due then, if it is not the end."""
    duration: Quantity | None = None
    """How long the works are to take."""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


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
    purpose: str = ""
    usable: str = attrs.field(default="", validator=one_of("", "yes", "no"))
    """Whether it can really be used, apart from what stands on paper."""
    obstacle: str = ""
    progress: str = ""
    superlative: str = ""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


@kind("shipment-made")
class ShipmentMade:
    """Goods go along a route."""

    project: str = attrs.field(validator=is_id)
    quantity: Quantity
    origin: str
    destination: str
    via: tuple[str, ...] = ()
    trial: bool = False


# -- state --------------------------------------------------------------------------------


@attrs.frozen
class Shipment:
    """Goods that went along a route."""

    quantity: Quantity
    route: tuple[str, ...]
    when: When
    event: str
    trial: bool = False

    def __str__(self) -> str:
        trial = ", a trial" if self.trial else ""
        return f"{self.quantity} {self.when}, {' - '.join(self.route)}{trial}"


@attrs.frozen(kw_only=True)
class Project(Entry):
    """A project: how far it is, what it is to reach, and what is claimed of it."""

    name: str = ""
    stage: str | UnknownType = Unknown
    """The furthest stage told, but for one that its own subject denies."""
    since: When | UnknownType = Unknown
    """When the stage was first told: for something observed, it may be older."""
    stages: Claims = Claims(holds="from then on")
    target: Claims = Claims()
    due: Claims = Claims()
    deadline: When | UnknownType = Unknown
    """The due date said last."""
    starts: Claims = Claims(holds="together")
    """When it is to begin, or to reach a stage before the end, as it was told."""
    duration: Claims = Claims()
    output: Claims = Claims(holds="from then on")
    so_far: Quantity | UnknownType = Unknown
    """The last total of the output."""
    schedule: Claims = Claims()
    basis: Claims = Claims(holds="together")
    place: Claims = Claims()
    length: Claims = Claims()
    cost: Claims = Claims()
    purpose: Claims = Claims(holds="together")
    usable: Claims = Claims(holds="in turn")
    obstacle: Claims = Claims(holds="together")
    progress: Claims = Claims(holds="together")
    superlative: Claims = Claims(holds="together")
    shipments: tuple[Shipment, ...] = ()

    questions: ClassVar[Mapping[str, Ids]] = {
        "share": ("target", "so_far"),
        "overdue": ("deadline", "stage"),
        "contradicted": ("stages",),
    }
    settles: ClassVar[Mapping[str, str]] = {"stages": "stage", "output": "so_far"}

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
    def contradicted(self) -> tuple[Claim, ...]:
        """The accounts that have it less far than an earlier one had it already."""
        return self.stages.set_back

    def seen(self, event: Event, stage: str, by: str = "") -> Project:
        """This project, seen at a stage by an event."""
        told = Stage(stage, by, STAGES[stage], stage in _BACK)
        held = self.claim(event, stages=told)
        if not held.stages.counts(event):
            return held
        if moves(self.stage, stage, STAGES, _BACK):
            return held.set(event, stage=stage, since=event.when)
        return held.set(event, stage=stage) if stage == self.stage else held

    def follows(self, leaf: str) -> tuple[Ids, dict[str, Any]]:
        """As of every entry."""
        standing, now = getattr(self, leaf).standing, None
        if leaf == "output":
            now = standing[-1] if standing else None
            return ((now.event,), {"so_far": now.value}) if now else ((), {"so_far": Unknown})
        for claim in standing:
            if moves(now.value.word if now else Unknown, claim.value.word, STAGES, _BACK):
                now = claim
        if now is None:
            return (), {"stage": Unknown, "since": Unknown}
        return (now.event,), {"stage": now.value.word, "since": now.when}

    @property
    def headline(self) -> str:
        """As of every entry."""
        return self.name

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.stage is not Unknown:
            yield Line(f"{self.stage}, told {self.since}", self.why("stage")[0])
        for claim in self.contradicted:
            yield Line(f"in another account {claim}")
        for claim in self.stages:
            if claim not in self.stages.counted or claim.standing != "stated":
                yield Line(f"not counted: {claim}")
        for denial in self.stages.denials:
            yield Line(str(denial))
        if self.target:
            yield Line(f"target: {self.target}")
        if self.due:
            late = self.overdue
            past = f", {late} past" if late is not Unknown and late.high else ""
            yield Line(f"due: {self.due}{past}")
        if self.output:
            share = "" if self.share is Unknown else f", {self.share} of the target"
            yield Line(f"output: {self.output}{share}")
        for name in _TOLD:
            if claims := getattr(self, name):
                yield Line(f"{_WORDS.get(name, name)}: {claims}")
        for shipment in self.shipments:
            yield Line(f"shipment: {shipment}", (shipment.event,))

    def brief(self) -> Iterator[Line]:
        """As of every entry: on one page, not what is only described."""
        if self.stage is Unknown and not self.stages:
            return
        stage = "no stage counts" if self.stage is Unknown else f"{self.stage}, told {self.since}"
        told = [stage]
        if self.usable:
            told.append(f"usable: {self.usable.latest}")
        if self.so_far is not Unknown:
            share = "" if self.share is Unknown else f", {self.share.rounded} of the target"
            told.append(f"output {self.so_far.rounded}{share}")
        if self.deadline is not Unknown:
            contested = ", contested" if self.due.group == "contested" else ""
            told.append(f"due {self.deadline}{contested}")
        for name in ("stages", "target", "schedule", "place", "cost"):
            if (group := getattr(self, name).group) in ("contested", "denied"):
                told.append(f"{_WORDS.get(name, name)} {group}")
        sets = [*self.why("stage")[0], *self.why("so_far")[0], *self.why("deadline")[0]]
        for name in ("due", "stages", "target", "schedule", "place", "cost"):
            if (claims := getattr(self, name)).group == "contested":
                sets += claims.tellers
        yield Line("; ".join(told), tuple(dict.fromkeys(sets)) or self.stages.events)


_TOLD = (
    "starts",
    "duration",
    "schedule",
    "basis",
    "place",
    "length",
    "cost",
    "purpose",
    "usable",
    "obstacle",
    "progress",
    "superlative",
)
_WORDS = {"stages": "stage", "starts": "to begin", "superlative": "said of it", "basis": "counted"}


class Projects(Facet[Project]):
    """Projects by id."""

    __slots__ = ()
    of = Project


initial = Projects()


def evolve(state: Projects, event: Event) -> Projects:
    """The next state: what an event changes in this facet."""
    match event.what:
        case AgreementStage(stage="signed", project=id) if id:
            return state.put(id, state.at(id).seen(event, "agreed"))
        case ProjectStage() as what:
            project = state.at(what.project)
            if what.name:
                project = project.set(event, name=what.name)
            return state.put(what.project, project.seen(event, what.stage, what.by))
        case ProjectTarget() as what:
            due = {"due" if what.stage in _ENDS else "starts": what.due}
            told: dict[str, Any] = {"target": what.quantity, "duration": what.duration, **due}
            state = state.put(what.project, state.at(what.project).claim(event, **told))
            counts = what.standing == "stated"
            return _last(state, event, deadline=due.get("due") if counts else None)
        case ProjectOutput() as what:
            told = {"output": what.quantity, "schedule": what.schedule, "basis": what.basis}
            state = state.put(what.project, state.at(what.project).claim(event, **told))
            counts = state.at(what.project).output.counts(event)
            return _last(state, event, so_far=what.quantity if counts else None)
        case ProjectDescribed() as what:
            told = {name: getattr(what, name) for name in _DESCRIBED}
            return state.put(what.project, state.at(what.project).claim(event, **told))
        case ShipmentMade() as what:
            route = (what.origin, *what.via, what.destination)
            shipment = Shipment(what.quantity, route, event.when, event.id, what.trial)
            project = state.at(what.project)
            shipments = (*project.shipments, shipment)
            return state.put(what.project, project.add(event, shipments=shipments))
    return state


_ENDS = ("", "operational", "target-met")
_DESCRIBED = (
    "place",
    "length",
    "cost",
    "purpose",
    "usable",
    "obstacle",
    "progress",
    "superlative",
)


def _last(state: Projects, event: Event, **values: Any) -> Projects:
    """The state with leaves that hold what was said last."""
    id = event.what.project
    said = {name: value for name, value in values.items() if value is not None}
    return state.put(id, state.at(id).set(event, **said)) if said else state


# -- questions ----------------------------------------------------------------------------


def behind(state: Projects | UnknownType) -> tuple[str, ...] | UnknownType:
    """The projects whose last target date has certainly passed at the horizon.

    Unknown where no project is recorded.
    """
    if state is Unknown:
        return Unknown
    late = {id: project.overdue for id, project in state.items()}
    return tuple(id for id, days in late.items() if days is not Unknown and days.low)


def usable(state: Projects | UnknownType) -> dict[str, Certainty] | UnknownType:
    """For each project of which it is told, whether it can really be used, as told last.

    UNKNOWN where sources tell it differently of the same time; Unknown where no project is
    recorded.
    """
    if state is Unknown:
        return Unknown
    told = {id: project.usable for id, project in state.items() if project.usable}
    return {
        id: Certainty.UNKNOWN if claims.group == "contested" else Certainty(claims.claims[-1].value)
        for id, claims in told.items()
    }
