"""What every facet is made of: entries whose leaves know the events behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar, Generic, Self, TypeVar, cast, overload

import attrs
from pendulum import Date

from ..dates.when import When
from ..errors import InputError, MissingError, Problem
from ..projections.projection import Moment
from ..projections.states import require_key
from ..records.codec import plain
from ..records.events import Event
from ..records.values import Quantity, Unknown, UnknownType
from .claims import Claims

Ids = tuple[str, ...]
E = TypeVar("E", bound="Entry | Facet[Any]")
D = TypeVar("D")


@attrs.frozen
class Line:
    """One line of a state in plain words, and the events it rests on.

    Without events, its text names its sources itself.
    """

    text: str
    events: Ids = ()
    depth: int = 0

    def below(self) -> Line:
        """This line, one step further in."""
        return attrs.evolve(self, depth=self.depth + 1)


@attrs.frozen(kw_only=True)
class Entry:
    """One thing that a facet tells about: an office, an agreement, a commitment.

    Its leaves are its fields. Each carries the ids of the events that set it and of those that
    support it. What changes by waiting is a property, counted to the horizon; `questions`
    names those properties and the leaves that they are worked out from.
    """

    questions: ClassVar[Mapping[str, Ids]] = {}

    _why: Mapping[str, tuple[Ids, Ids]] = attrs.field(factory=dict, eq=False, repr=False)
    _horizon: Date | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def horizon(self) -> Date:
        """The day to which everything that changes by waiting is counted."""
        if self._horizon is None:
            found, expected = "an entry on its own", "one that is part of a state with a day"
            raise InputError(Problem("horizon", found, expected, "ask a timeline"))
        return self._horizon

    @property
    def is_told(self) -> bool:
        """Whether any event has set anything of it."""
        return bool(self._why)

    def branches(self) -> Mapping[str, Any]:
        """The leaves that an event has set, by name."""
        return {name: getattr(self, name) for name in self._leaves() if name in self._why}

    def _leaves(self) -> list[str]:
        return [field.name for field in attrs.fields(type(self)) if field.eq]

    def why(self, name: str) -> tuple[Ids, Ids]:
        """The ids of the events that set a leaf (or the leaves of a question), and support it."""
        if isinstance(name, str) and name in self.questions:
            pairs = [self.why(leaf) for leaf in self.questions[name]]
            return _union(set_by for set_by, _ in pairs), _union(also for _, also in pairs)
        is_name = isinstance(name, str) and (name in self._leaves() or hasattr(type(self), name))
        if not is_name:
            raise MissingError("leaf", name, [*self._leaves(), *self.questions])
        return self._why.get(name, ((), ()))

    def set(self, event: Event, **values: Any) -> Self:
        """This entry with leaves set by an event; a value that stood already is supported."""
        why = dict(self._why)
        for name, value in values.items():
            set_by, supported_by = why.get(name, ((), ()))
            if set_by and getattr(self, name) == value:
                why[name] = set_by, _union([supported_by, (event.id,)])
            else:
                why[name] = (event.id,), ()
        return attrs.evolve(self, why=why, **values)

    def claim(self, event: Event, **values: Any) -> Self:
        """This entry with what an event's sources claim of some leaves; nothing is no claim."""
        claims = {
            name: getattr(self, name).add(event, value)
            for name, value in values.items()
            if value is not None and value != ""
        }
        return self.add(event, **claims)

    def with_claims(self, **claims: Claims) -> Self:
        """This entry with claims that another entry holds, and the events behind them."""
        why = dict(self._why) | {name: (held.events, ()) for name, held in claims.items() if held}
        held: dict[str, Any] = {name: group for name, group in claims.items() if group}
        return attrs.evolve(self, why=why, **held)

    settles: ClassVar[Mapping[str, str]] = {}
    """By a leaf of claims, the leaf that follows from those that stand: a stage, a total."""

    def follows(self, leaf: str) -> tuple[Ids, dict[str, Any]]:
        """What follows from the claims on a leaf that stand, and the events behind it."""
        raise NotImplementedError

    def deny(self, event: Event, leaf: str) -> Self:
        """This entry with the claims on a leaf denied by an event.

        What rests on a claim that its own subject denies falls back to what still stands. A
        leaf that holds no claims cannot be denied: nothing changes.
        """
        claims = getattr(self, leaf, None) if leaf in self._leaves() else None
        if not isinstance(claims, Claims):
            return self
        denied = claims.deny(event)
        held = self.add(event, **{leaf: denied})
        fallen = {c.event for c in claims.standing} - {c.event for c in denied.standing}
        if leaf not in self.settles or fallen.isdisjoint(self.why(self.settles[leaf])[0]):
            return held
        behind, values = held.follows(leaf)
        why = {**held._why, **dict.fromkeys(values, ((*behind, event.id), ()))}
        return attrs.evolve(held, why=why, **values)

    @property
    def contested(self) -> str:
        """The names of the leaves that are contested or denied, to stand at the end of a line."""
        told = ""
        for group in ("contested", "denied"):
            names = [name for name, held in self.claims() if held.group == group]
            told += f"; {group}: {', '.join(names)}" if names else ""
        return told

    def claims(self) -> Iterator[tuple[str, Claims]]:
        """The leaves on which sources claim something, by name."""
        for name, value in self.branches().items():
            if isinstance(value, Claims) and value:
                yield name, value

    def add(self, event: Event, **values: Any) -> Self:
        """This entry with leaves that an event adds to: all who added to them set them."""
        why = dict(self._why)
        for name in values:
            set_by, supported_by = why.get(name, ((), ()))
            why[name] = _union([set_by, (event.id,)]), supported_by
        return attrs.evolve(self, why=why, **values)

    def seen_at(self, horizon: Date) -> Self:
        """This entry, counting to a horizon."""
        return attrs.evolve(self, horizon=horizon)

    @property
    def headline(self) -> str:
        """What stands beside the id: a title, a name."""
        return ""

    def lines(self) -> Iterator[Line]:
        """The entry in plain words."""
        for name, value in self.branches().items():
            if value is not Unknown:
                yield Line(f"{name}: {value}", self.why(name)[0])

    def brief(self) -> Iterator[Line]:
        """The same in a line, for a state on one page: the first, unless an entry says more."""
        yield from islice(self.lines(), 1)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the leaves, the questions, and `because`: the events behind each leaf."""
        leaves = dict.fromkeys(self._leaves(), Unknown) | dict(self.branches())
        questions = {name: getattr(self, name) for name in self.questions}
        told = {name: plain(value) for name, value in (leaves | questions).items()}
        return told | {"because": {name: list(self.why(name)[0]) for name in self.branches()}}


@attrs.frozen
class Facet(Mapping[str, E], Generic[E]):
    """Entries by id; asking for one that is not there with `get` gives Unknown."""

    of: ClassVar[Any]
    """What its entries are: `at` begins one."""

    _entries: Mapping[str, E] = attrs.field(factory=dict)
    _horizon: Date | None = attrs.field(default=None, eq=False, repr=False)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __getitem__(self, id: str) -> E:
        if id not in self:
            raise MissingError("entry", id, self._entries)
        return self._seen(self._entries[id])

    def _seen(self, entry: E) -> E:
        """An entry, counting to the horizon once it is read."""
        return entry if self._horizon is None else cast("E", entry.seen_at(self._horizon))

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and id in self._entries

    # A Mapping gives None where there is nothing; here that would read like a finding.
    @overload  # type: ignore[override]
    def get(self, id: str) -> E | UnknownType: ...
    @overload
    def get(self, id: str, default: D) -> E | D: ...
    def get(self, id: str, default: Any = Unknown) -> Any:
        """The entry of an id; Unknown where nothing is recorded of it."""
        require_key(id)
        return self._seen(self._entries[id]) if id in self else default

    @property
    def is_told(self) -> bool:
        """Whether any event has set anything in it."""
        return bool(self._entries)

    def at(self, id: str) -> E:
        """The entry of an id, or an empty one: what an event begins from."""
        require_key(id)
        if id in self:
            return self._seen(self._entries[id])
        begun: E = self.of()
        return begun

    def branches(self) -> Mapping[str, Any]:
        """The entries by id."""
        return dict(self.items())

    def deny(self, event: Event, path: str) -> Self:
        """This facet with the claims at a path denied by an event."""
        id, _, rest = path.partition(".")
        entry = self.at(id)
        denied: Any = entry.deny(event, rest)
        return self if denied is entry else self.put(id, denied)

    def claims(self) -> Iterator[tuple[str, Claims]]:
        """The leaves on which sources claim something, by path."""
        for id, entry in self.items():
            for path, claims in entry.claims():
                yield f"{id}.{path}", claims

    def lines(self) -> Iterator[Line]:
        """The facet in plain words: a heading for each entry, and its lines below."""
        for id, entry in self.items():
            headline = entry.headline if isinstance(entry, Entry) else ""
            yield Line(f"{id}: {headline}" if headline else id)
            for line in entry.lines():
                yield line.below()

    def brief(self) -> Iterator[Line]:
        """The facet on one page: a line for each entry."""
        for id, entry in self.items():
            for line in entry.brief():
                yield attrs.evolve(line, text=f"{id}: {line.text}")

    def put(self, id: str, entry: E) -> Self:
        """This facet with one entry replaced or added; one of which nothing is set is not there."""
        if id not in self._entries and not entry.is_told:
            return self
        entries = {**self._entries, id: entry}
        if id not in self._entries:
            entries = dict(sorted(entries.items()))
        return attrs.evolve(self, entries=entries)

    def seen_at(self, horizon: Date) -> Self:
        """This facet, counting to a horizon."""
        return attrs.evolve(self, horizon=horizon)

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {id: entry.to_dict() for id, entry in self.items()}


def seen(facet: Facet[Any], moment: Moment) -> Facet[Any] | UnknownType:
    """A facet as it counts on a day; Unknown where nothing of it is recorded."""
    return facet.seen_at(moment.horizon) if facet else Unknown


def moves(
    current: str | UnknownType, stage: str, ranks: Mapping[str, int], back: tuple[str, ...]
) -> bool:
    """Whether an event moves a life-cycle on: forward, or back by a stage named for it."""
    return current is Unknown or stage in back or ranks[stage] > ranks[current]


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


def _union(groups: Any) -> Ids:
    return tuple(dict.fromkeys(id for group in groups for id in group))
