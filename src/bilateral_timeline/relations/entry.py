"""Entries: one thing that a facet tells about, made of the claims of its own events.

Its leaves hold the claims, and all else is worked out from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

import attrs
from pendulum import Date

from ..dates.when import When
from ..errors import InputError, MissingError, Problem
from ..projections.projection import Moment
from ..records.codec import plain
from ..records.display import WIDTH, Drawn, brief, screen
from ..records.events import Event
from ..records.values import Quantity, Unknown, UnknownType
from .claim import Account, Claim, Denial
from .claims import Claims
from .denials import ClaimDenied
from .leaves import Derived, Ids, Leaf, derived, question
from .lifecycle import Stage

if TYPE_CHECKING:
    from .facet import Facet

T = TypeVar("T")
Wrong = tuple[str, str, str, str]
"""What cannot be so: the event, the field of its body, what is found, what is expected."""


class Entry(Drawn):
    """One thing that a facet tells about: an office, an agreement, a commitment.

    Its leaves hold claims; what follows from them is worked out when it is read. What changes by
    waiting is a question, counted to the horizon. Two are equal if all that is told of them is.
    """

    __slots__ = ("_beside", "_count", "_held", "_memo", "_moment", "id", "path")

    leaves: ClassVar[Mapping[str, Leaf[Any]]] = {}
    derives: ClassVar[Mapping[str, Derived[Any]]] = {}
    """What is worked out, by name."""
    looks_beside: ClassVar[bool] = False
    """Whether something of it is worked out from its id, or from other entries of its facet."""

    def __init__(
        self,
        held: Mapping[str, Claims[Any]] | None = None,
        moment: Moment | None = None,
        id: str = "",
        beside: Facet[Any] | None = None,
        count: int = 0,
        memo: dict[Any, Any] | None = None,
        path: str = "",
    ) -> None:
        self._held: Mapping[str, Claims[Any]] = held or {}
        self._moment, self._beside, self._count = moment, beside, count
        # What was worked out from the claims, whatever the day: the same wherever it is placed.
        self._memo: dict[Any, Any] = {} if memo is None else memo
        self.id = id
        """Its name in its facet; empty for an entry on its own."""
        self.path = path
        """Where it stands in its state, such as commitments.su-35; empty for one on its own."""

    def __init_subclass__(cls) -> None:
        named: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            named |= vars(base)
        cls.leaves = {name: value for name, value in named.items() if isinstance(value, Leaf)}
        cls.derives = {name: value for name, value in named.items() if isinstance(value, Derived)}

    def __reduce__(self) -> tuple[object, ...]:
        beside = self._beside if self.looks_beside else None
        return type(self), (self._held, self._moment, self.id, beside, self._count, None, self.path)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.branches() == self.branches()

    def __hash__(self) -> int:
        return hash(frozenset(self.claims()))

    def __repr__(self) -> str:
        day = "" if self._moment is None else f" on {self._moment.day}"
        told = {**self._waiting(), **self.branches()}
        rows = [(name, _with_class(value)) for name, value in told.items()]
        asked = _questions(type(self))  # type: ignore[arg-type]
        more = (name for name in asked if name not in told)
        asks = [*(f".{name}" for name in more), ".why(NAME)"]
        return screen(f"{type(self).__name__} {self.path or self.id}{day}", rows, *asks, lines=2)

    def _in_brief(self) -> str:
        """The first of what is told of it, on a line."""
        told = {**self._waiting(), **self.branches()}.items()
        return ", ".join(f"{name} {brief(value, 60)}" for name, value in told)

    def _waiting(self) -> Mapping[str, Any]:
        """What is told of it and changes by waiting, where it has a day."""
        if self._moment is None or not self.is_told:
            return {}
        told = ((name, made.__get__(self)) for name, made in self.derives.items() if made.waits)
        return {name: value for name, value in told if value is not Unknown}

    def asked(self) -> Moment | None:
        """The question that it answers; None for an entry on its own."""
        return self._moment

    # -- the fold -------------------------------------------------------------------------

    def claim(self, event: Event, **values: Any) -> Self:
        """This entry with what an event's sources claim of some leaves.

        Nothing is no claim; of several values in a tuple, each is one.
        """
        what, held = event.what, dict(self._held)
        account = isinstance(what, Account)
        for name, said in values.items():
            of = (what.scope, what.against(name)) if account else ()
            for value in said if isinstance(said, tuple) else (said,):
                if value is not None and value != "":
                    claims = held.get(name, self.leaves[name].none)
                    held[name] = claims.add(event, value, self._count, *of)
        return type(self)(held, count=self._count + 1)

    def tell(self, event: Event, **more: Any) -> Self:
        """The same, with what the body says under the name of a leaf, unless `more` says else."""
        what = event.what
        shared = _shared(type(self), type(what))  # type: ignore[arg-type]
        named = {name: getattr(what, name) for name in shared}
        return self.claim(event, **(named | more))

    def deny(self, event: Event[ClaimDenied]) -> Self:
        """This entry with the claims on a leaf denied by an event; there is no such leaf: as it is.

        What follows from the claims follows from those that still stand.
        """
        leaf = event.what.claim.rpartition(".")[2]
        if leaf not in self.leaves:
            return self
        held = self._held.get(leaf, self.leaves[leaf].none)
        denied = {**self._held, leaf: held.deny(event)}
        return type(self)(denied, count=self._count)

    # -- what is told ---------------------------------------------------------------------

    @property
    def is_told(self) -> bool:
        """Whether any event claims anything of it."""
        return any(self._held.values())

    def claims(self) -> Iterator[tuple[str, Claims[Any]]]:
        """The leaves on which sources claim something, by name."""
        for name in self.leaves:
            if self._held.get(name):
                yield name, getattr(self, name)

    def groups(self) -> Iterator[tuple[str, Claims[Any]]]:
        """The claims on its leaves, and those on parts of them, such as the date of one stage."""
        yield from self.claims()
        for name, made in self.derives.items():
            if self.is_told and not made.waits:
                yield from _within(name, made.__get__(self))

    def branches(self) -> Mapping[str, Any]:
        """The leaves of which something is told, and what follows from them, by name."""
        key = "branches", self.id
        if key in self._memo and not self.looks_beside:
            known: Mapping[str, Any] = self._memo[key]
            return known
        told: dict[str, Any] = {}
        if self.is_told:
            for name, made in self.derives.items():
                if not made.waits and (value := made.__get__(self)) is not Unknown:
                    told[name] = value
        self._memo[key] = told | dict(self.claims())
        return told | dict(self.claims())

    def why(self, name: str) -> tuple[Ids, Ids]:
        """The ids of the events that set a leaf, or what follows from leaves; and support it.

        What else can be asked of the entry may rest on all its events.
        """
        made = self.derives.get(name) if isinstance(name, str) else None
        if made is None:
            if isinstance(name, str) and name in self.leaves:
                return getattr(self, name).events, ()
            if isinstance(name, str) and is_asked(type(self), name):
                return union(self.why(leaf)[0] for leaf in self.leaves), ()
            raise MissingError("leaf", name, [*self.leaves, *self.derives])
        if made.pick is None:
            return union(self.why(leaf)[0] for leaf in made.leaves), ()
        set_by = list(made.pick(self))
        values = {claim.value for claim in set_by}
        start = min((claim.place for claim in set_by), default=0)
        counted = (
            claim
            for leaf in made.leaves
            for claim in getattr(self, leaf).counted
            if claim.place >= start or getattr(self, leaf).sort != "standing"
        )
        also = (claim.event for claim in counted if claim.value in values)
        first = union([[claim.event for claim in set_by]])
        return first, tuple(id for id in union([also]) if id not in first)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The leaves of which a side of the pair denies what others claim."""
        return tuple(name for name, claims in self.groups() if claims.disputed)

    @property
    def denied(self) -> tuple[str, ...]:
        """The leaves of which all that is claimed is denied."""
        return tuple(name for name, claims in self.groups() if claims.group == "denied")

    @property
    def contested(self) -> tuple[str, ...]:
        """The leaves on which claims that count contradict each other."""
        return tuple(name for name, claims in self.groups() if claims.group == "contested")

    @property
    def last_told(self) -> Date | UnknownType:
        """The last day of which anything is told: by its date, or when it was public."""
        last = self.last_claim
        return Unknown if last is None else min(_days(last))

    @property
    def last_claim(self) -> Claim[Any] | None:
        """What was told last, of all that has a day."""
        told = (claim for claims in self._held.values() for claim in claims if _days(claim))
        return max(told, key=lambda claim: (min(_days(claim)), str(claim.when)), default=None)

    @property
    def last_known(self) -> Date | UnknownType:
        """The last day on which anything of it became public."""
        told: list[Claim[Any] | Denial] = []
        for claims in self._held.values():
            told += (*claims.claims, *claims.denials)
        cited = (citation for one in told for citation in one.citations)
        return max((c.known for c in cited if c.known), default=Unknown)

    def problems(self) -> Iterator[Wrong]:
        """What is told of it and cannot be so."""
        yield from ()

    # -- the day --------------------------------------------------------------------------

    def placed(self, moment: Moment | None, id: str = "", beside: Facet[Any] | None = None) -> Self:
        """This entry in its facet, counting to the horizon of a moment."""
        path = "" if beside is None else f"{beside.path}.{id}"
        return type(self)(self._held, moment, id, beside, self._count, self._memo, path)

    def branch(self, name: str) -> Any:
        """One of the branches, or a leaf that nothing has set; else a LookupError."""
        if name in self.leaves:
            return self._held.get(name) or Unknown
        made = self.derives.get(name)
        if made is None or made.waits or (found := made.__get__(self)) is Unknown:
            raise LookupError(name)
        return found

    @property
    def horizon(self) -> Date:
        """The day to which everything that changes by waiting is counted."""
        if self._moment is None:
            found, expected = "an entry on its own", "one that is part of a state with a day"
            raise InputError(Problem("horizon", found, expected, "ask a timeline"))
        return self._moment.horizon

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the leaves, what follows, and `because`: the events behind each.

        What follows from nothing that is told is null, and named in `unknown`.
        """
        told = {name: getattr(self, name) for name in self.derives}
        unknown = [name for name, value in told.items() if value is Unknown]
        told = {name: plain(value) for name, value in (told | dict(self.claims())).items()}
        days = {"last_told": plain(self.last_told), "last_known": plain(self.last_known)}
        return (
            told
            | days
            | {"unknown": unknown}
            | {"because": {name: list(self.why(name)[0]) for name in self.branches()}}
        )


def _within(path: str, value: Any) -> Iterator[tuple[str, Claims[Any]]]:
    """The claims that a value holds by name."""
    if isinstance(value, Claims):
        yield path, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _within(f"{path}.{name}", part)


def is_asked(entry: type, name: str) -> bool:
    """Whether a name is a property of a class, and no inside of it."""
    return not name.startswith("_") and isinstance(getattr(entry, name, None), property)


def _with_class(value: Any) -> str:
    """A value on a line or two; of claims, whether they are contested or denied goes first."""
    group = value.group if isinstance(value, Claims) else ""
    return f"{group}: " * (group in ("contested", "denied")) + brief(value, 4 * WIDTH)


@cache
def _questions(entry: type[Entry]) -> Ids:
    """What can be asked of a sort of entry, beside its leaves and what every entry has."""
    asked = (name for name in dir(entry) if is_asked(entry, name) and not hasattr(Staged, name))
    return tuple(name for name in asked if name not in entry.derives)


@cache
def _shared(entry: type[Entry], body: type) -> Ids:
    """The fields of a body that are called like a leaf of an entry."""
    return tuple(field.name for field in attrs.fields(body) if field.name in entry.leaves)


def _days(claim: Claim[Any]) -> list[Date]:
    last = claim.when.latest  # none of what goes on, which is told of the day it was public
    return [day for day in (last, claim.known) if day is not None]


def _now(entry: Staged) -> tuple[Claim[Stage], ...]:
    return entry.behind_current


def _due(entry: Staged) -> tuple[Claim[Stage], ...]:
    claim = entry.scheduled
    return () if claim is None else (claim,)


class Staged(Entry):
    """An entry with a life-cycle: its stage, since when and what is due follow from `stages`."""

    __slots__ = ()

    stages: ClassVar[Any]
    ends_when_due: ClassVar[bool] = False
    """Whether what is due is its end: that it has passed is no delay."""

    @property
    def current(self) -> Claim[Stage] | None:
        """The claim on the stage that stands; None where no stage is told."""
        group: Claims[Stage] = self.stages
        life = group.of.life
        now: Claim[Stage] | None = life.now(self.of_the_whole(group)) if life else None
        return now

    @property
    def behind_current(self) -> tuple[Claim[Stage], ...]:
        """The claims without which the stage that stands would not."""
        claim = self.current
        return () if claim is None else (claim,)

    def of_the_whole(self, group: Claims[Stage]) -> Iterable[Claim[Stage]]:
        """The claims from which the stage follows."""
        return group.counted

    @property
    def scheduled(self) -> Claim[Stage] | None:
        """The last claim on the stage that stands that says for when something is fixed."""
        now = self.current
        if now is None:
            return None
        told = list(self.of_the_whole(self.stages))
        after = told[told.index(now) :]
        dated = [c for c in after if c.value.word == now.value.word and c.value.due is not None]
        return dated[-1] if dated else None

    @derived("stages", pick=_now)
    def stage(self) -> str | UnknownType:
        """The stage that stands, by what counts; Unknown where none is told."""
        now = self.current
        return Unknown if now is None else now.value.word

    @derived("stages", pick=_now)
    def since(self) -> When | UnknownType:
        """Since when it stands so; where it was only `observed`, it may be older."""
        now = self.current
        return Unknown if now is None else now.when

    @derived("stages", pick=_now)
    def observed(self) -> bool | UnknownType:
        """Whether `since` is only the day on which it was seen to be so."""
        now = self.current
        return Unknown if now is None or not now.value.observed else True

    @derived("stages", pick=_due)
    def due(self) -> When | UnknownType:
        """For when the next stage is fixed; Unknown once that is reached, or if none is."""
        claim = self.scheduled
        return Unknown if claim is None or claim.value.due is None else claim.value.due

    @question("stages", due="due")
    def overdue(self) -> Quantity | UnknownType:
        """By how many days what is due is late at the horizon; an end is never late."""
        return Unknown if self.ends_when_due else days_past(self.due, self.horizon)

    @question("stages", due="due")
    def lapsed(self) -> Quantity | UnknownType:
        """For how many days an end that was fixed has passed, and nothing is told of it since."""
        return days_past(self.due, self.horizon) if self.ends_when_due else Unknown

    def problems(self) -> Iterator[Wrong]:
        """Stages that are told after an end, which alone may be followed by others."""
        group: Claims[Stage] = self.stages
        life, now = group.of.life, None
        if life is None:
            return
        for claim in self.of_the_whole(group):
            word = claim.value.word
            if life.may_follow(now, word):
                now = word
            elif now is not None and now in life.ends and word != now:
                after = ", ".join(life.only.get(now, ())) or "nothing"
                found = f"{word!r} on {claim.when}, after {now!r}"
                yield claim.event, "stage", found, f"after {now!r} {after}"

    @derived("stages")
    def dates(self) -> Mapping[str, Claims[When]] | UnknownType:
        """By stage, its date as each source has it, where a source has one of its own.

        Of a stage that was reached again, by the event that tells it.
        """
        group: Claims[Stage] = self.stages
        times = Counter(str(claim.value) for claim in group.counted)

        def name(claim: Claim[Stage]) -> str:
            word = str(claim.value)
            return word if times[word] == 1 else claim.event

        return dates_by(group, name)


def dates_by(
    group: Claims[T], name: Callable[[Claim[T]], str]
) -> Mapping[str, Claims[When]] | UnknownType:
    """By name, the dates of what counts as each source has it, where one has a date of its own."""
    told = {
        name(claim): group.dates_of(claim)
        for claim in group.counted
        if any(citation.when for citation in claim.supporting)
    }
    return told or Unknown


def share(part: Quantity | UnknownType, whole: Quantity | UnknownType) -> Quantity | UnknownType:
    """A part in percent of a whole; Unknown where one is, or where they count other things."""
    if part is Unknown or whole is Unknown or part.unit != whole.unit:
        return Unknown
    return part.share_of(whole)


def days_past(due: When | UnknownType, horizon: Date) -> Quantity | UnknownType:
    """By how many days a due date has passed at the horizon, from the most lenient reading.

    The low bound counts from the latest day on which it can have been due, the high bound from
    the earliest. Unknown where nothing is due.
    """
    if due is Unknown or due.latest is None:
        return Unknown
    low = max(0, horizon.toordinal() - due.latest.toordinal())
    first = due.earliest or due.latest
    high = max(0, horizon.toordinal() - first.toordinal())
    return Quantity(low, None, high, unit="days")


def union(groups: Iterable[Iterable[str]]) -> Ids:
    """Ids in the order in which they come, each once."""
    return tuple(dict.fromkeys(id for ids in groups for id in ids))
