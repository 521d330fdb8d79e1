"""Constraints: sanctions and other provisions on either side, since when, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs

from ..dates.when import Certainty, When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .claims import STANDINGS, Claims, Stage
from .facet import Entry, Facet, Ids, Line, days_past

# -- events -------------------------------------------------------------------------------

# Whether it is in force after each action.
ACTIONS = {
    "imposed": True,
    "in-force": True,
    "tightened": True,
    "eased": True,
    "kept": True,
    "snapped-back": True,
    "suspended": False,
    "lifted": False,
    "expired": False,
}


def _fixed_in_advance(body: RestrictionChanged) -> bool:
    return body.action == "expired"


@kind("restriction-changed", foreseeable=_fixed_in_advance)
class RestrictionChanged:
    """A restriction is imposed, seen in force, changed or ended. `due` is when it is to end."""

    restriction: str = attrs.field(validator=is_id)
    action: str = attrs.field(validator=one_of(*ACTIONS))
    imposer: str = ""
    targets: tuple[str, ...] = ()
    name: str = ""
    supported_by: tuple[str, ...] = ()
    """Who votes for it or backs it."""
    due: When | None = None
    observed: bool = False
    """Only seen to be so on that day."""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


@kind("restriction-described")
class RestrictionDescribed:
    """What some sources say of a restriction: one event for each account of it."""

    restriction: str = attrs.field(validator=is_id)
    scope: str = ""
    """What it forbids, or what has ended."""
    effect: str = ""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Restriction(Entry):
    """A restriction: by whom, on whom, in force or not, and what is said of it."""

    name: str = ""
    imposer: str = ""
    targets: tuple[str, ...] = ()
    supported_by: tuple[str, ...] = ()
    action: str | UnknownType = Unknown
    """The last thing stated to have been done to it."""
    since: When | UnknownType = Unknown
    observed: bool = False
    """Whether `since` is only the day on which it was seen."""
    expires: When | UnknownType = Unknown
    history: Claims = Claims(holds="in turn")
    """What was done to it, as it was told."""
    scope: Claims = Claims()
    effect: Claims = Claims(holds="together")

    questions: ClassVar[Mapping[str, Ids]] = {
        "in_force": ("action",),
        "overdue": ("expires", "action"),
    }
    settles: ClassVar[Mapping[str, str]] = {"history": "action"}

    @property
    def in_force(self) -> Certainty:
        """Whether it is in force, by what was stated last."""
        if self.action is Unknown:
            return Certainty.UNKNOWN
        return Certainty.YES if ACTIONS[self.action] else Certainty.NO

    @property
    def overdue(self) -> Quantity | UnknownType:
        """By how many days the end that was fixed has passed, while it is still in force."""
        ended = self.in_force is Certainty.NO
        return Unknown if ended else days_past(self.expires, self.horizon)

    @property
    def headline(self) -> str:
        """As of every entry."""
        sides = f"{self.imposer} on {', '.join(self.targets)}" if self.imposer else ""
        return ", ".join(filter(None, (self.name, sides)))

    def follows(self, leaf: str) -> tuple[Ids, dict[str, Any]]:
        """As of every entry."""
        for now in self.history.standing[-1:]:
            told = {"action": now.value.word, "since": now.when}
            return (now.event,), {**told, "observed": False, "expires": Unknown}
        return (), {"action": Unknown, "since": Unknown, "observed": False, "expires": Unknown}

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.action is not Unknown:
            force = "in force" if self.in_force is Certainty.YES else "not in force"
            since = "seen" if self.observed else "since"
            due = "" if self.expires is Unknown else f", to end {self.expires}"
            told = self.action.replace("-", " ")
            how = f", {told}" if told != force else ""
            yield Line(f"{force}{how}, {since} {self.since}{due}", self.why("action")[0])
        if self.supported_by:
            yield Line(f"backed by {', '.join(self.supported_by)}", self.why("supported_by")[0])
        for name in ("scope", "effect"):
            if claims := getattr(self, name):
                yield Line(f"{name}: {claims}")
        for claim in self.history:
            if claim.event not in self.why("action")[0]:
                yield Line(f"{claim.value} {claim.when}", (claim.event,))
        for denial in self.history.denials:
            yield Line(str(denial))

    def brief(self) -> Iterator[Line]:
        """As of every entry: on one page, what is in force, or of which the scope is contested."""
        if self.in_force is Certainty.NO and self.scope.group != "contested":
            return
        first = next(self.lines(), None)
        if first is not None:
            scope = "; scope contested" if self.scope.group == "contested" else ""
            sides = f"{self.imposer} on {', '.join(self.targets)}: " if self.imposer else ""
            yield attrs.evolve(first, text=f"{sides}{first.text}{scope}")


class Constraints(Facet[Restriction]):
    """Restrictions by id."""

    __slots__ = ()
    of = Restriction


initial = Constraints()


def evolve(state: Constraints, event: Event) -> Constraints:
    """The next state: what an event changes in this facet."""
    match event.what:
        case RestrictionChanged() as what:
            return state.put(what.restriction, _changed(state.at(what.restriction), event, what))
        case RestrictionDescribed() as what:
            held = state.at(what.restriction)
            held = held.claim(event, scope=what.scope, effect=what.effect)
            return state.put(what.restriction, held)
    return state


def _changed(held: Restriction, event: Event, what: RestrictionChanged) -> Restriction:
    stated = what.standing == "stated"
    said = {
        name: given
        for name in ("name", "imposer", "targets")
        if (given := getattr(what, name)) and (stated or not getattr(held, name))
    }
    held = held.set(event, **said).claim(event, history=Stage(what.action))
    if not held.history.counts(event):
        return held
    if what.observed and held.in_force is Certainty.YES and ACTIONS[what.action]:
        return held.set(event, action=held.action)  # seen again
    return held.set(
        event,
        supported_by=what.supported_by,
        action=what.action,
        since=event.when,
        observed=what.observed,
        expires=what.due or (held.expires if ACTIONS[what.action] else Unknown),
    )


# -- questions ----------------------------------------------------------------------------


def in_force(state: Constraints | UnknownType) -> tuple[str, ...] | UnknownType:
    """The restrictions that are in force; Unknown where no restriction is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(id for id, held in state.items() if held.in_force is Certainty.YES)
