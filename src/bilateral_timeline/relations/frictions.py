"""Frictions: open issues between the two sides, since when, eased or not; and refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import attrs

from ..dates.when import When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .claims import STANDINGS, Claims
from .commitments import CommitmentRevised
from .facet import Entry, Facet, Ids, Line, days_past

# -- events -------------------------------------------------------------------------------


@kind("friction-raised")
class FrictionRaised:
    """An issue stands between the two sides, as one account has it."""

    friction: str = attrs.field(validator=is_id)
    issue: str
    domain: str = ""
    stance: str = ""
    """A word for what it comes to, where sources differ on that."""
    by: str = ""
    """Whose act or complaint it is."""
    third_party: str = ""
    act: bool = False
    """Whether one side did something to the other on that day, such as summon its envoy."""
    private: bool = False
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


@kind("friction-eased", standing=True)
class FrictionEased:
    """An issue is eased: it stands no longer, or less."""

    friction: str = attrs.field(validator=is_id)
    how: str


@kind("refusal-made")
class RefusalMade:
    """One side refuses something to the other."""

    friction: str = attrs.field(validator=is_id)
    by: str
    what: str
    reason: str = ""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Friction(Entry):
    """An open issue: what it is as each source tells it, since when, and whether it is eased."""

    domain: str = ""
    issue: Claims = Claims(holds="together")
    stance: Claims = Claims()
    refused: Claims = Claims(holds="together")
    by: tuple[str, ...] = ()
    third_party: str = ""
    eased: str | UnknownType = Unknown
    """How it was eased; Unknown while it stands."""
    eased_when: When | UnknownType = Unknown

    questions: ClassVar[Mapping[str, Ids]] = {
        "status": ("issue", "refused", "eased"),
        "since": ("issue", "refused"),
        "last": ("issue", "refused"),
        "age": ("issue", "refused", "eased"),
    }

    @property
    def since(self) -> When | UnknownType:
        """When it was first told of."""
        return self._all.first

    @property
    def last(self) -> When | UnknownType:
        """When it was last told of."""
        return self._all.last

    @property
    def _all(self) -> Claims:
        return Claims((*self.issue, *self.refused))

    @property
    def status(self) -> str:
        """Whether it is open or eased."""
        return "open" if self.eased is Unknown else "eased"

    @property
    def age(self) -> Quantity | UnknownType:
        """For how many days it has been open at the horizon; Unknown once it is eased."""
        return days_past(self.since, self.horizon) if self.eased is Unknown else Unknown

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        third = f", with {self.third_party}" if self.third_party else ""
        yield Line(f"{self.status}, since {self.since}{third}", self._all.events)
        for name in ("issue", "stance", "refused"):
            if claims := getattr(self, name):
                yield Line(f"{name}: {claims}")
        if self.eased is not Unknown:
            yield Line(f"eased {self.eased_when}: {self.eased}", self.why("eased")[0])

    def brief(self) -> Iterator[Line]:
        """As of every entry: on one page, what stands, as it was told last."""
        if self.eased is not Unknown:
            return
        if not self._all:
            return
        told = max(self._all, key=lambda claim: claim.when.sort_key("certain"))
        standing = "" if told.standing == "stated" else f" ({told.standing})"
        more = len(self._all) - 1
        others = f", and {more} more" if more else ""
        since = "" if self.since is Unknown else f"; told of {_year(self.since)}"
        yield Line(f"{told.value}{standing}{others}{since}{self.contested}", self._all.events)


def _year(when: When) -> str:
    """The year in which something began: a page has little room."""
    day = when.start.earliest or when.start.latest
    return str(when) if day is None else str(day.year)


class Frictions(Facet[Friction]):
    """Frictions by id; a promise that is refused or withheld stands under its own id."""

    __slots__ = ()
    of = Friction


initial = Frictions()


def evolve(state: Frictions, event: Event) -> Frictions:
    """The next state: what an event changes in this facet."""
    match event.what:
        case FrictionRaised() as what:
            held = state.at(what.friction).claim(event, issue=what.issue, stance=what.stance)
            held = _named(held, event, domain=what.domain, third_party=what.third_party)
            return state.put(what.friction, _told(held, event, what.by))
        case RefusalMade() as what:
            reason = f", because {what.reason}" if what.reason else ""
            refused = f"{what.by} refuses {what.what}{reason}"
            held = state.at(what.friction).claim(event, refused=refused)
            return state.put(what.friction, _told(held, event, what.by))
        case FrictionEased(friction=id, how=how):
            return state.put(id, _eased(state.at(id), event, how))
        case CommitmentRevised(action="refused" | "withheld" as action) as what:
            for id in what.commitments:
                refused = f"{what.by or 'the promisor'}: delivery {action}"
                held = state.at(id).claim(event, refused=refused)
                state = state.put(id, _told(held, event, what.by))
        case (
            CommitmentRevised(action="permitted" | "fulfilled" as action, standing="stated") as what
        ):
            for id in what.commitments:
                if id in state:
                    state = state.put(id, _eased(state[id], event, f"delivery {action}"))
    return state


def _told(held: Friction, event: Event, by: str) -> Friction:
    stated = getattr(event.what, "standing", "stated") == "stated"
    if held.eased is not Unknown and stated:  # it stands again
        held = held.set(event, eased=Unknown, eased_when=Unknown)
    return held.add(event, by=(*held.by, by)) if by and by not in held.by else held


def _eased(held: Friction, event: Event, how: str) -> Friction:
    return held.set(event, eased=how, eased_when=event.when)


def _named(held: Friction, event: Event, **names: str) -> Friction:
    return held.set(event, **{name: value for name, value in names.items() if value})


# -- questions ----------------------------------------------------------------------------


def open_issues(state: Frictions | UnknownType) -> tuple[str, ...] | UnknownType:
    """The issues that stand; Unknown where none is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(id for id, held in state.items() if held.eased is Unknown)
