"""Projections with a mistake each, such as people make, and the same without it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import attrs

import bilateral_timeline as bt
from bilateral_timeline.projections.projection import Moment

from .harbour import BoatsDelivered, BoatsPromised, FerryClosed, FerryOpened, Mistake, TariffSet

Boats = dict[str, int]


def boats_of(state: Mapping[str, int], event: bt.Event) -> Boats:
    """How many boats run from each harbour."""
    match event.what:
        case FerryOpened(harbour=harbour, boats=boats):
            return {**state, harbour: state.get(harbour, 0) + boats}
        case FerryClosed(harbour=harbour):
            return {name: boats for name, boats in state.items() if name != harbour}
    return dict(state)


# -- what is changed in place ---------------------------------------------------------------------


def changes_its_state(state: Boats, event: bt.Event) -> Boats:
    if isinstance(event.what, FerryOpened):
        state[event.what.harbour] = state.get(event.what.harbour, 0) + event.what.boats
    return state


def opened(state: Boats, event: bt.Event) -> Boats:
    if not isinstance(event.what, FerryOpened):
        return state
    return {**state, event.what.harbour: state.get(event.what.harbour, 0) + event.what.boats}


def changes_what_is_below(state: dict[str, list[str]], event: bt.Event) -> dict[str, list[str]]:
    copy = dict(state)
    for party in event.parties:
        copy.setdefault(party, []).append(event.id)
    return copy


def by_party(state: dict[str, list[str]], event: bt.Event) -> dict[str, list[str]]:
    return {**state, **{party: [*state.get(party, []), event.id] for party in event.parties}}


def has_a_mutable_default(_: int, event: bt.Event, seen: list[str] = []) -> int:  # noqa: B006
    seen.append(event.id)
    return len(seen)


def counts(state: int, _: bt.Event) -> int:
    return state + 1


class ShowsByTaking(bt.Projection[Any]):
    """Its view takes the last id out of the state that it shows."""

    initial: Any = ()

    def evolve(self, state: Any, event: bt.Event) -> Any:
        return [*state, event.id]

    def show(self, state: Any, moment: Any = None) -> Any:
        return state.pop() if state else ""


class ShowsTheLast(ShowsByTaking):
    """The same, without that."""

    def show(self, state: Any, moment: Any = None) -> Any:
        return state[-1] if state else ""


# -- what comes from elsewhere --------------------------------------------------------------------

TOLD: set[str] = set()


def remembers_in_a_global(state: int, event: bt.Event) -> int:
    is_new = event.id not in TOLD
    TOLD.add(event.id)
    return state + is_new


def remembering() -> bt.Projection[Any]:
    TOLD.clear()
    return bt.Projection(initial=0, evolve=remembers_in_a_global)


def counts_ids(state: frozenset[str], event: bt.Event) -> frozenset[str]:
    return state | {event.id}


def asks_a_clock(state: Boats, event: bt.Event) -> Boats:
    if isinstance(event.what, BoatsPromised):
        due = event.what.due.latest
        return {**state, event.id: due.toordinal() - date.today().toordinal() if due else 0}
    return state


def asks_if_it_is_past(state: Boats, event: bt.Event) -> Boats:
    if isinstance(event.what, BoatsPromised):
        due = event.what.due.latest
        return {**state, event.id: int(due is not None and due <= datetime.now(UTC).date())}
    return state


def asks_if_it_was_past(state: Boats, event: bt.Event) -> Boats:
    if isinstance(event.what, BoatsPromised):
        due = event.what.due.latest
        return {**state, event.id: int(due is not None and due <= event.known)}
    return state


def asks_the_event(state: Boats, event: bt.Event) -> Boats:
    if isinstance(event.what, BoatsPromised):
        due, since = event.what.due.latest, event.known
        return {**state, event.id: (due - since).days if due else 0}
    return state


def draws_lots(state: str, event: bt.Event) -> str:
    return random.choice((state, event.id))


def takes_the_less(state: str, event: bt.Event) -> str:
    return min(state or event.id, event.id)


def lists_a_set(state: tuple[str, ...], event: bt.Event) -> tuple[str, ...]:
    return tuple({*state, *event.parties})


def lists_in_order(state: tuple[str, ...], event: bt.Event) -> tuple[str, ...]:
    return tuple(sorted({*state, *event.parties}))


def shards_by_hash(state: Mapping[int, int], event: bt.Event) -> Mapping[int, int]:
    shard = hash(event.id) % 7
    return {**state, shard: state.get(shard, 0) + 1}


def shards_by_letter(state: Mapping[int, int], event: bt.Event) -> Mapping[int, int]:
    shard = ord(event.id[0]) % 7
    return {**state, shard: state.get(shard, 0) + 1}


class RemembersItsLast(bt.Projection[Any]):
    """It goes on from where it was, whatever it is asked to fold."""

    initial: Any = 0

    def __init__(self) -> None:
        super().__init__()
        self.last = 0

    def evolve(self, state: Any, event: bt.Event) -> Any:
        return state + 1

    def fold(self, events: Iterable[bt.Event]) -> Any:
        self.last += len([*events])
        return self.last


class KeepsASnapshot(bt.Projection[Any]):
    """It keeps the state up to the last event it has seen, though others may come before it."""

    initial: Any = ()

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Any] = {}

    def evolve(self, state: Any, event: bt.Event) -> Any:
        return (*state, event.id)

    def fold(self, events: Iterable[bt.Event]) -> Any:
        told = [*events]
        if not told:
            return ()
        if told[-1].id not in self.kept:
            self.kept[told[-1].id] = super().fold(told)
        return self.kept[told[-1].id]


def lists_ids(state: tuple[str, ...], event: bt.Event) -> tuple[str, ...]:
    return (*state, event.id)


class SortsByArrival(bt.Projection[Any]):
    """It folds events in the order in which they became public."""

    initial: Any = ()

    def evolve(self, state: Any, event: bt.Event) -> Any:
        return (*state, event.id)

    def fold(self, events: Iterable[bt.Event]) -> Any:
        return super().fold(sorted(events, key=lambda event: (event.known, event.id)))


# -- what is not taken ----------------------------------------------------------------------------


def needs_an_opening(state: Boats, event: bt.Event) -> Boats:
    left = dict(state)
    if isinstance(event.what, FerryOpened):
        left[event.what.harbour] = event.what.boats
    elif isinstance(event.what, FerryClosed):
        del left[event.what.harbour]
    return left


def takes_any_event(state: int, event: bt.Event) -> int:
    return state + int(event.what.boats)


def takes_its_own(state: int, event: bt.Event) -> int:
    return state + (event.what.boats if isinstance(event.what, FerryOpened) else 0)


def divides(state: int, event: bt.Event) -> int:
    return 100 // event.what.percent if isinstance(event.what, TariffSet) else state


def divides_with_care(state: int, event: bt.Event) -> int:
    share = isinstance(event.what, TariffSet) and event.what.percent
    return 100 // share if share else state


# -- what is not kept -----------------------------------------------------------------------------


class Ledger:
    """A state that is equal to nothing but itself."""

    def __init__(self, ids: tuple[str, ...] = ()) -> None:
        self.ids = ids


def writes_a_ledger(state: Ledger, event: bt.Event) -> Ledger:
    return Ledger((*state.ids, event.id))


@attrs.frozen
class Page:
    """One that is equal to whatever holds the same."""

    ids: tuple[str, ...] = ()


def writes_a_page(state: Page, event: bt.Event) -> Page:
    return Page((*state.ids, event.id))


def keeps_a_function(state: Mapping[str, Any], event: bt.Event) -> Mapping[str, Any]:
    return {**state, "last": lambda: event.id}


def keeps_a_value(state: Mapping[str, Any], event: bt.Event) -> Mapping[str, Any]:
    return {**state, "last": event.id}


def compares_identity(state: int, event: bt.Event) -> int:
    """It counts one harbour by `is`, which two texts of the same letters need not be."""
    return state + (getattr(event.what, "harbour", None) is HARBOUR)


def compares_values(state: int, event: bt.Event) -> int:
    return state + (getattr(event.what, "harbour", None) == HARBOUR)


HARBOUR = "one"


# -- what waits -----------------------------------------------------------------------------------


class CountsWhatIsDue(bt.Projection[Any]):
    """What is promised counts as delivered once its day has passed."""

    initial: Any = ()

    def evolve(self, state: Any, event: bt.Event) -> Any:
        return (*state, event.what) if isinstance(event.what, BoatsPromised) else state

    def view(self, state: Any, moment: Moment) -> Any:
        done = [one.boats for one in state if one.due.latest and one.due.latest <= moment.day]
        return sum(done)


class CountsWhatIsDelivered(bt.Projection[Any]):
    """What is promised is promised, until it is delivered."""

    initial: Any = 0

    def evolve(self, state: Any, event: bt.Event) -> Any:
        return state + (event.what.boats if isinstance(event.what, BoatsDelivered) else 0)

    def view(self, state: Any, moment: Moment) -> Any:
        return state


# -- what is declared -----------------------------------------------------------------------------


def ferries_open(state: frozenset[str], event: bt.Event) -> frozenset[str]:
    """It is declared to grow, and a ferry may be closed."""
    match event.what:
        case FerryOpened(harbour=harbour):
            return state | {harbour}
        case FerryClosed(harbour=harbour):
            return state - {harbour}
    return state


def ferries_ever_open(state: frozenset[str], event: bt.Event) -> frozenset[str]:
    return state | {event.what.harbour} if isinstance(event.what, FerryOpened) else state


def last_tariff(state: int | None, event: bt.Event) -> int | None:
    """It is declared to know no order within a day, and the last word decides."""
    return event.what.percent if isinstance(event.what, TariffSet) else state


def highest_tariff(state: int | None, event: bt.Event) -> int | None:
    told = event.what.percent if isinstance(event.what, TariffSet) else None
    return max((one for one in (state, told) if one is not None), default=None)


def of(initial: Any, evolve: Any) -> Callable[[], bt.Projection[Any]]:
    """How a projection of a step is made, with a value to begin with of its own."""
    return lambda: bt.Projection(initial=deepcopy(initial), evolve=evolve)


MISTAKES = (
    Mistake("changes its state", "pure", of({}, changes_its_state), of({}, opened)),
    Mistake("changes what is below it", "pure", of({}, changes_what_is_below), of({}, by_party)),
    Mistake("a mutable default", "pure", of(0, has_a_mutable_default), of(0, counts)),
    Mistake("shows by taking", "pure", ShowsByTaking, ShowsTheLast),
    Mistake(
        "remembers in a global",
        "pure",
        remembering,
        of(frozenset(), counts_ids),
    ),
    Mistake("asks a clock", "the same elsewhere", of({}, asks_a_clock), of({}, asks_the_event)),
    Mistake(
        "asks a clock in UTC whether a day is past",
        "the same elsewhere",
        of({}, asks_if_it_is_past),
        of({}, asks_if_it_was_past),
    ),
    Mistake(
        "draws lots",
        "pure|deterministic|the same elsewhere|prefixes",
        of("", draws_lots),
        of("", takes_the_less),
    ),
    Mistake("lists a set", "the same elsewhere", of((), lists_a_set), of((), lists_in_order)),
    Mistake(
        "shards by a hash", "the same elsewhere", of({}, shards_by_hash), of({}, shards_by_letter)
    ),
    Mistake("goes on from its last state", "deterministic", RemembersItsLast, of(0, counts)),
    Mistake("keeps a snapshot", "prefixes|the engine", KeepsASnapshot, of((), lists_ids)),
    Mistake("sorts by arrival", "prefixes|the engine", SortsByArrival, of((), lists_ids)),
    Mistake("needs an opening", "total", of({}, needs_an_opening), of({}, boats_of)),
    Mistake("takes any event for its own", "total", of(0, takes_any_event), of(0, takes_its_own)),
    Mistake("divides by nought", "total", of(0, divides), of(0, divides_with_care)),
    Mistake(
        "a state that equals nothing",
        "pure",
        of(Ledger(), writes_a_ledger),
        of(Page(), writes_a_page),
    ),
    Mistake("keeps a function", "pure", of({}, keeps_a_function), of({}, keeps_a_value)),
    Mistake(
        "compares by identity", "stored form", of(0, compares_identity), of(0, compares_values)
    ),
    Mistake("planned counts as done", "lasts", CountsWhatIsDue, CountsWhatIsDelivered),
    Mistake(
        "is no more certain than possible",
        "monotone",
        of(frozenset(), ferries_open),
        of(frozenset(), ferries_ever_open),
        options={"is_monotone": True},
    ),
    Mistake(
        "the last of a day decides",
        "the same day",
        of(None, last_tariff),
        of(None, highest_tariff),
        options={"is_orderless": True},
    ),
)
