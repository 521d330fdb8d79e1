"""Projects: factories, railways, payment links, offices: planned, begun, at work; their output."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from ...coding.codes import Code
from ...dates.when import Certainty, When
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Money, Quantity, Unknown, UnknownType
from ..claim import Account, Claim
from ..entry import Staged, days_past, share
from ..facet import Facet
from ..leaves import (
    derived,
    fact,
    label,
    occurrences,
    of_last,
    plan,
    question,
    stages,
    standing,
    total,
    words,
)
from ..lifecycle import Lifecycle, Stage
from .agreements import AgreementStage

# -- events -------------------------------------------------------------------------------

# A suspension sets a project back from any stage; whatever is seen next resumes it.
LIFE = Lifecycle(
    order={
        "suspended": -1,
        "proposed": 0,
        "planned": 1,
        "agreed": 2,
        "financed": 3,
        "not-started": 3,
        "under-construction": 4,
        "built": 5,
        "integrated": 5,
        "partially-operational": 6,
        "operational": 7,
        "target-met": 8,
        "closed": 9,
        "cancelled": 9,
    },
    back=("suspended", "closed", "cancelled"),
    only={"cancelled": ()},
    ends=("cancelled",),
    acts=("proposed", "planned", "agreed", "built", "closed", "cancelled"),
)
_BEGUN = LIFE.order["under-construction"]
_SETTLED = ("target-met", "cancelled", "closed")
_ENDS = ("", "built", "operational", "target-met")
SCHEDULES = ("ahead", "on-schedule", "behind")
_YES_OR_NO = {"yes": "", "no": ""}


@kind("project-stage", standing=True)
class ProjectStage(Account):
    """A project is seen, or said, to be at a stage. One account of it never sets it back."""

    project: str = attrs.field(validator=is_id)
    """The id of the project."""
    stage: str = attrs.field(validator=one_of(*LIFE.order))
    """The stage that it reaches."""
    name: str = ""
    """How people call the project."""
    by: str = ""
    """Who brings that about: who agrees on it, builds, suspends or closes it."""
    reason: str = ""
    """Why, as it is told."""
    observed: bool = False
    """Only seen to be so on that day: it may have been so for long."""


@kind("project-target")
class ProjectTarget(Account):
    """What is to be reached, and by when, as one account has it."""

    introduces: ClassVar[bool] = False
    is_opinion: ClassVar[bool] = True
    project: str = attrs.field(validator=is_id)
    """The id of the project."""
    quantity: Quantity | None = None
    """How much or how many are to be made or carried."""
    due: When | None = None
    """By when that is to be reached."""
    stage: str = attrs.field(default="", validator=one_of("", *LIFE.order))
    """The stage that is due then, if it is not the end."""
    duration: Quantity | None = None
    """How long the works are to take."""


@kind("project-output")
class ProjectOutput(Account):
    """All output so far, and how it stands to the schedule."""

    introduces: ClassVar[bool] = False
    project: str = attrs.field(validator=is_id)
    """The id of the project."""
    quantity: Quantity | None = None
    """How much or how many have been made or carried so far."""
    schedule: str = attrs.field(default="", validator=one_of("", *SCHEDULES))
    """How that stands to the schedule."""
    basis: str = ""
    """How it was counted."""


@kind("project-described")
class ProjectDescribed(Account):
    """What some sources say of a project: one event for each account of it."""

    project: str = attrs.field(validator=is_id)
    """The id of the project."""
    name: str = ""
    """How the source calls the project."""
    place: str = ""
    """Where it is, in your own words."""
    country: str = ""
    """The code of the party in whose land it is."""
    length: Quantity | None = None
    """How long the road, the railway or the like is."""
    cost: Money | None = None
    """What it costs."""
    purpose: str = ""
    """What it is for, in your own words."""
    usable: str = attrs.field(default="", validator=one_of("", *_YES_OR_NO))
    """Whether it can really be used, apart from what stands on paper."""
    obstacle: str = ""
    """What stands in its way, in your own words."""
    progress: str = ""
    """How far it has come, in your own words."""
    superlative: str = ""
    """What the source calls it the first, the largest or the like of."""


@kind("shipment-made")
class ShipmentMade:
    """Goods go along a route."""

    project: str = attrs.field(validator=is_id)
    """The id of the project to which the route belongs."""
    quantity: Quantity
    """How much or how many go."""
    origin: str
    """Where the goods come from."""
    destination: str
    """Where they go."""
    via: tuple[str, ...] = ()
    """The places through which they go, in turn."""
    trial: bool = False
    """Whether it is a trial of the route."""

    code = Code("COOPERATE")


# -- state --------------------------------------------------------------------------------


class Project(Staged):
    """A project: how far it is, what it is to reach, and what is claimed of it."""

    name = label()
    stages = stages(LIFE)
    target = plan(Quantity)
    dues = plan(When)
    """When it is to be done, as it was told."""
    starts = plan(When)
    """When it is to begin, or to reach a stage before the end, as it was told."""
    duration = plan(Quantity)
    output = total(Quantity)
    schedule = standing(str)
    basis = words()
    place = words()
    country = fact(str, closed=True)
    length = fact(Quantity)
    cost = plan(Money)
    purpose = words()
    usable = standing(str)
    obstacle = words()
    progress = words()
    superlative = words()
    shipments = occurrences(ShipmentMade)

    due = of_last(dues, lambda told: told.value, "When it is to be done, as it was told last.")
    so_far = of_last(output, lambda told: told.value, "The last total of the output.")

    @derived("target", "output")
    def share(self) -> Quantity | UnknownType:
        """How much of the last target has been put out, in percent."""
        return share(self.so_far, self.target.best)

    @question("dues", "stages", due="due")
    def overdue(self) -> Quantity | UnknownType:
        """By how many days its due date has passed at the horizon."""
        return Unknown if self.stage in _SETTLED else days_past(self.due, self.horizon)

    @question("starts", "stages", due="starts.latest")
    def start_overdue(self) -> Quantity | UnknownType:
        """By how many days its start is late at the horizon; Unknown once it is under way."""
        return Unknown if self.is_begun else days_past(self.starts.latest, self.horizon)

    @property
    def is_begun(self) -> bool:
        """Whether it is under way, or further."""
        return self.stage is not Unknown and LIFE.order[self.stage] >= _BEGUN

    @property
    def contradicted(self) -> tuple[Claim[Stage], ...]:
        """The accounts that have it less far than an earlier one had it already."""
        return self.stages.set_back

    @derived("usable")
    def is_usable(self) -> Certainty | UnknownType:
        """Whether it can really be used, as told last; UNKNOWN where sources differ."""
        if not self.usable.counted:
            return Unknown
        if self.usable.group == "contested":
            return Certainty.UNKNOWN
        return Certainty(self.usable.latest)


class Projects(Facet[Project]):
    """Projects by id."""

    of = Project
    kinds = (
        *(ProjectStage, ProjectTarget, ProjectOutput, ProjectDescribed, ShipmentMade),
        AgreementStage,
    )

    @classmethod
    def entries(cls, event: Event) -> Iterable[str]:
        """As of every facet: the signature of an agreement may set up a project."""
        match event.what:
            case AgreementStage(stage="signed", project=id):
                return [id] if id else []
            case AgreementStage():
                return []
        return [event.what.project]

    @staticmethod
    def evolve(entry: Project, event: Event) -> Project:
        """As of every facet."""
        match event.what:
            case AgreementStage():
                return entry.claim(event, stages=Stage("agreed"))
            case ProjectStage() as what:
                stage = Stage(what.stage, what.by, None, what.reason, what.observed)
                return entry.tell(event, stages=stage)
            case ProjectTarget() as what:
                due = {"dues" if what.stage in _ENDS else "starts": what.due}
                return entry.tell(event, target=what.quantity, **due)
            case ProjectOutput() as what:
                return entry.tell(event, output=what.quantity)
            case ShipmentMade() as sent:
                return entry.claim(event, shipments=sent)
        return entry.tell(event)

    @property
    def overdue(self) -> tuple[str, ...]:
        """The projects whose due date has certainly passed at the horizon."""
        return self.where(lambda project: _late(project.overdue))

    @property
    def start_overdue(self) -> tuple[str, ...]:
        """The projects whose start is certainly late at the horizon."""
        return self.where(lambda project: _late(project.start_overdue))


def _late(days: Quantity | UnknownType) -> bool:
    return days is not Unknown and bool(days.low)
