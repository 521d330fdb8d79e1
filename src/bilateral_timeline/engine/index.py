"""The engine: the state as of any day, known by any other, from trees that share their parts.

It works as git does. The log of what became known, and of what ceased to be believed, is the
history of commits. The tree of a commit holds the events that were then believed, in canonical
order; two trees share what they have in common, and each node remembers summaries of what is
below it. A question picks the tree by the day known and reads the prefix by the day asked of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from typing import Any, Self
from weakref import WeakKeyDictionary

from pendulum import Date

from ..dates.when import Mode
from ..projections.composed import Compose, History, Keyed
from ..projections.paths import step
from ..projections.projection import Projection
from ..projections.reducers import Count, Max, Min, Reducer
from ..projections.states import MISSING, Parts, Run
from ..records.belief import Fact, since
from ..records.events import Event
from ..records.values import Unknown
from .edits import build, check, edit
from .past import (
    BY_DATE,
    BY_KNOWN,
    DAY,
    END,
    Changes,
    Closed,
    Kept,
    Pending,
    by_key,
    closed_as,
    entries,
    followed,
    merged,
    net,
    news,
    present,
    reclosed,
    within,
)
from .tree import EMPTY, Key, Node, count, day_of, find, fold, latest, leaves, newest, replay, walk

SCAN = 128  # as many facts are read one by one rather than by a tree of their own
STEP = 32  # entries of the log from a tree that is kept, from which the halfway tree is kept too
WALK = 64  # events that are looked at for the latest before a tree is made


Split = tuple[dict[Any, "Index"], Pending]
"""The indexes of keys, and the changes that are not worked in yet."""


class Index:
    """All that is ever believed of some events: a value; a change of records makes a new one.

    Trees are made when they are first asked for. A change makes new nodes for what it touches
    and takes over the rest, and every tree of the past before the first day that it changes.
    What is remembered is not guarded: ask from one thread at a time.
    """

    __slots__ = (
        "_closed",
        "_has_heir",
        "_kept",
        "_log",
        "_pairs",
        "_splits",
        "_trees",
        "last",
    )

    def __init__(self, present: Node, closed: list[Closed], last: int) -> None:
        self._trees: dict[Mode, Node] = {"certain": present}
        self._closed: dict[Mode, list[Closed]] = {"certain": closed}
        self._log: tuple[Node, Pending] | None = None
        # A successor that changes nothing before `last` goes on with the trees of the past; so
        # may only one, and whoever reads them passes over those from its own `last` on.
        self._kept: dict[Mode, Kept] = {}
        self._has_heir = False
        self._splits: WeakKeyDictionary[Keyed, Split] = WeakKeyDictionary()
        self._pairs: dict[frozenset[str], tuple[Index, Pending]] = {}
        self.last = last
        """A day after which nothing became known, as an ordinal."""

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Self:
        """The index of some facts. O(n log n)."""
        order, present, closed, last = BY_DATE["certain"], list[Any](), list[Closed](), 0
        key = order.key
        for first, until, event in facts:
            if until is None:
                present.append((key(event), first, event))
            else:
                closed.append(closed_as(order, (first, until, event)))
            last = max(last, until or first)
        present.sort(key=DAY)
        days, known = [key[0] for key, _, _ in present], [first for _, first, _ in present]
        tree = build([event for _, _, event in present], order, days, known)
        return cls(tree, sorted(closed, key=DAY), last)

    def __len__(self) -> int:
        return self._trees["certain"].size + len(self._closed["certain"])

    def facts(self) -> Iterator[Fact]:
        """Everything that is ever believed."""
        for leaf in leaves(self._trees["certain"], -1, END):
            for first, event in zip(leaf.known, leaf.parts, strict=True):
                yield first, None, event
        for key, until, event in self._closed["certain"]:
            yield key[-1], until, event

    def changed(self, changes: Changes) -> Index:
        """The index after the records of some ids have changed.

        O(log n) for each, and a copy of the list of what is believed no longer if it changes.
        """
        drops, adds = news(changes, entries)
        gone, come = news(changes, present)
        first = min((entry[0] for entry in (*drops, *adds)), default=END)
        last = max((entry[0] for entry in adds), default=0)
        new = Index(EMPTY, [], max(self.last, last))
        for mode, tree in self._trees.items():
            order = BY_DATE[mode]
            new._trees[mode] = edit(tree, gone, come, order)
            new._closed[mode] = reclosed(self._closed[mode], changes, order)
        if self._log is not None:
            log, pending = self._log
            waiting, few = followed(pending, changes)
            new._log = (log, waiting) if few else None
        if first >= self.last and not self._has_heir:
            new._kept, self._has_heir = self._kept, True
        else:
            first = min(first, self.last)
            new._kept = {mode: kept.before(first) for mode, kept in self._kept.items()}
        for keyed, (parts, pending) in self._splits.items():
            waiting, few = followed(pending, changes)
            if few:
                new._splits[keyed] = parts, waiting
        for pair, (line, pending) in self._pairs.items():
            waiting, few = followed(pending, changes)
            if few:
                new._pairs[pair] = line, waiting
        return new

    # -- what is believed -----------------------------------------------------------------

    def tree(self, mode: Mode, known: int | None = None) -> Node:
        """The events believed on a day (today where there is none), in canonical order."""
        if known is None or known >= self.last:
            if mode not in self._trees:
                order = BY_DATE[mode]
                events = sorted(walk(self._trees["certain"], -1, END), key=order.key)
                closed = (closed_as(order, fact) for fact in self.facts() if fact[1] is not None)
                self._closed[mode] = sorted(closed, key=DAY)
                self._trees[mode] = build(events, order)
            return self._trees[mode]
        kept = self._kept.get(mode)
        if kept is None:
            kept = self._kept[mode] = Kept()
        tree = kept.get(known)
        if tree is not None:
            return tree
        if len(self) <= SCAN:
            return build(self._scanned(END, known, mode), BY_DATE[mode])
        return self._version(known, mode, kept)

    def _version(self, known: int, mode: Mode, kept: Kept) -> Node:
        """The tree of a past day, from the nearest that is kept; halfway trees are kept too."""
        log, order = self._history(), BY_DATE[mode]
        target = count(log, known)
        while True:
            (low, old), (high, new) = kept.around(known)
            if high >= self.last:
                high, new = self.last, self.tree(mode)
            forth = target - count(log, low)
            back = count(log, high) - target
            if min(forth, back) <= STEP:
                stop = known
            elif forth <= back:
                stop = day_of(log, target - forth + forth // 2 - 1)
            else:
                stop = day_of(log, target + back // 2) - 1
            if forth <= back:
                drops, adds = net(walk(log, low, stop))
                tree = edit(old, drops, adds, order)
            else:
                drops, adds = net(walk(log, stop, high))
                tree = edit(new, adds, drops, order)
            kept.put(stop, tree, asked=stop == known)
            if stop == known:
                return tree

    def _history(self) -> Node:
        """The log: by the day, what came to be believed and what ceased to be."""
        if self._log is None:
            self._log = build(sorted(entries(self.facts())), BY_KNOWN), None
        log, pending = self._log
        if pending:
            drops, adds = news(merged(pending), entries)
            log = edit(log, drops, adds, BY_KNOWN)
            self._log = log, None
        return log

    def _scanned(self, day: int, known: int, mode: Mode) -> list[Event]:
        """The events by a day, believed on another, in order: all facts are looked at."""
        found = [e for e in walk(self.tree(mode), -1, day) if since(e) <= known]
        old = [event for _, event in self._ceased(day, known, mode)]
        return sorted([*found, *old], key=BY_DATE[mode].key) if old else found

    def _ceased(
        self, day: int, known: int, mode: Mode, after: Key = ()
    ) -> Iterator[tuple[Key, Event]]:
        """The events by a day that were believed on another and no longer are, last first.

        Those before a place in canonical order are left out.
        """
        closed = self._closed[mode]
        for at in range(bisect_right(closed, day, key=_closed_day) - 1, -1, -1):
            key, until, event = closed[at]
            if key < after:
                return
            if key[-1] <= known < until:
                yield key, event

    def _latest(self, day: int, known: int, reducer: Reducer[Any], mode: Mode) -> Any:
        """The summary of the last event that counts; `_FAR` if it is too far back to look."""
        today, key = self.tree(mode), BY_DATE[mode].key
        event = latest(today, day, known)
        if self._closed[mode]:
            after = () if event is None else key(event)
            event = next((gone for _, gone in self._ceased(day, known, mode, after)), event)
        if event is None or (one := reducer.lift(event)) is not None:
            return None if event is None else one
        standing = ((key(event), event) for event in newest(today, day, known))
        ceased = self._ceased(day, known, mode)
        believed = merge(standing, ceased, key=DAY, reverse=True)
        for looked, (_, event) in enumerate(believed):
            if (one := reducer.lift(event)) is not None:
                return one
            if looked > WALK:
                return _FAR
        return None

    # -- answers --------------------------------------------------------------------------

    def state(self, projection: Projection[Any], day: int, known: int | None, mode: Mode) -> Any:
        """The folded state of a day, as known by another; of parts, what is read of it."""
        past = known is not None and known < self.last
        if isinstance(projection, Reducer):
            if known is None or not past:
                return fold(self.tree(mode), day, projection)
            if projection.by_latest:
                found = self._latest(day, known, projection, mode)
                if found is not _FAR:
                    return found
            elif len(self) <= SCAN:
                return projection.fold(self._scanned(day, known, mode))
            return fold(self.tree(mode, known), day, projection)
        if isinstance(projection, Keyed):
            return _Keyed(self, projection, day, known, mode)
        if isinstance(projection, Compose):
            parts = projection.parts
            return Parts(parts, lambda name: self.state(parts[name], day, known, mode))
        tree = self.tree(mode, known)
        if isinstance(projection, History):
            return Run(_Recorded(tree, day, projection))
        return replay(tree, day, projection, projection.initial)

    def tells(self, day: int, known: int | None, mode: Mode) -> bool:
        """Whether there is any event by a day, as known by another."""
        by = END if known is None else known
        if next(newest(self.tree(mode), day, by), None) is not None:
            return True
        return next(self._ceased(day, by, mode), None) is not None

    def undecided(self, day: int, known: int | None) -> tuple[Event, ...]:
        """The events that may have happened by a day, and may not, in their possible order."""

        def is_over(node: Node) -> bool:
            return bool(node.sums(_LAST_START, len(node.parts))[-1] <= day)

        found = walk(self.tree("possible", known), -1, day, is_over)
        return tuple(event for event in found if event.when._start_high > day)

    def first_day(self) -> Date | None:
        """The day on which the earliest event may have begun; None where that is open."""
        first = fold(self.tree("certain"), END, _FIRST_START)
        return Date.fromordinal(first) if first else None

    # -- lines of their own ---------------------------------------------------------------

    def split(self, keyed: Keyed) -> Mapping[Hashable, Index]:
        """An index for each key: one pass when first asked.

        After changes a copy of the dict of keys, and O(log n) for each.
        """
        parts, pending = self._splits.get(keyed, (None, None))
        if parts is None:
            parts = self._split(keyed)
        elif pending:
            parts = dict(parts)
            for key, changes in by_key(merged(pending), keyed).items():
                parts[key] = (parts.get(key) or Index.of(())).changed(changes)
        else:
            return parts
        self._splits[keyed] = parts, None
        return parts

    def _split(self, keyed: Keyed) -> dict[Any, Index]:
        order = BY_DATE["certain"]
        held = keyed.grouped(walk(self._trees["certain"], -1, END))
        closed: dict[Any, list[Closed]] = {}
        for one in self._closed["certain"]:
            key = keyed.key_of(one[2])
            if key is not None:
                closed.setdefault(key, []).append(one)
        parts = {}
        for key in dict.fromkeys([*held, *closed]):
            events, old = held.get(key, []), closed.get(key, [])
            days = [*map(since, events), *(until for _, until, _ in old)]
            parts[key] = Index(build(events, order), old, max(days))
        return parts

    def below(
        self, projection: Projection[Any], path: str
    ) -> tuple[Index, Projection[Any], Any, str]:
        """Where a path leads: the index, projection and start of a part, and the path from it.

        Below a key nothing is there before the first event, so the start is Unknown.
        """
        line, start = self, projection.initial
        while path and isinstance(projection, Keyed | Compose):
            name, _, rest = path.partition(".")
            if isinstance(projection, Keyed):
                lines = line.split(projection)
                key, path = step(path, lines) or (None, rest)
                line = lines.get(key) or Index.of(())
                projection, start = projection.each, Unknown
            elif name in projection.parts:
                projection, path = projection.parts[name], rest
                start = Unknown if start is Unknown else projection.initial
            else:
                break
        return line, projection, start, path

    def pair(self, parties: frozenset[str]) -> Index:
        """The index of the events whose parties all belong to a pair, with at least one party.

        The split by parties is made once for all pairs.
        """
        line, pending = self._pairs.get(parties, (None, None))
        if line is None:
            lines = self.split(_PARTIES)
            groups = [parties, *(frozenset((party,)) for party in parties)]
            found = [lines[group] for group in dict.fromkeys(groups) if group in lines]
            facts = (fact for line in found for fact in line.facts())
            line = found[0] if len(found) == 1 else Index.of(facts)
        elif pending:
            line = line.changed(within(merged(pending), parties))
        else:
            return line
        self._pairs[parties] = line, None
        return line

    def _check(self) -> None:
        """Assert the whole invariant: every tree is what the facts say."""
        facts = list(self.facts())
        assert Index.of(facts).last <= self.last
        for mode, tree in self._trees.items():
            order = BY_DATE[mode]
            check(tree, order)
            assert self._closed[mode] == sorted(closed_as(order, f) for f in facts if f[1])
            kept = self._kept[mode].before(self.last) if mode in self._kept else Kept()
            for day, past in kept.items():
                check(past, order)
                then = {e.id: e for s, until, e in facts if s <= day < (until or END)}
                assert {e.id: e for e in walk(past, -1, END)} == then
        if self._log is not None:
            check(self._history(), BY_KNOWN)
            log = list(walk(self._history(), -1, END))
            assert log == sorted(entries(facts))
        for keyed in list(self._splits):
            lines = self.split(keyed)
            for line in lines.values():
                line._check()
            held = {key: list(line.facts()) for key, line in lines.items() if len(line)}
            told = {(key, f[0], f[1], f[2].id) for key, group in held.items() for f in group}
            keys = ((keyed.key_of(fact[2]), fact) for fact in facts)
            assert told == {(key, f[0], f[1], f[2].id) for key, f in keys if key is not None}
        for parties in list(self._pairs):
            line = self.pair(parties)
            line._check()
            known = {(first, until, event.id) for first, until, event in line.facts()}
            assert known == {
                (first, until, event.id)
                for first, until, event in facts
                if event.parties and parties.issuperset(event.parties)
            }


_FIRST_START = Min(lambda event: event.when._start_low)
_LAST_START = Max(lambda event: event.when._start_high)
_PARTIES = Keyed(lambda event: frozenset(event.parties) or None, Count())
_FAR = object()


def _closed_day(one: Closed) -> int:
    day: int = one[0][0]
    return day


class _Keyed(Mapping[Any, Any]):
    """The folded states of a day by key, each from the line of its key."""

    def __init__(self, line: Index, keyed: Keyed, day: int, known: int | None, mode: Mode) -> None:
        self._line, self._keyed, self._asked = line, keyed, (day, known, mode)

    def get(self, key: Any, default: Any = None) -> Any:
        """The state of a key, if an event of it has happened."""
        line = self._line.split(self._keyed).get(key)
        if line is None:
            return default
        each = self._keyed.each
        if isinstance(each, Reducer):
            found = line.state(each, *self._asked)
            return default if found is None else found
        return line.state(each, *self._asked) if line.tells(*self._asked) else default

    def __getitem__(self, key: Any) -> Any:
        found = self.get(key, MISSING)
        if found is MISSING:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        line = self._line.split(self._keyed).get(key)
        return line is not None and line.tells(*self._asked)

    def __iter__(self) -> Iterator[Any]:
        parts = self._line.split(self._keyed)
        return (key for key, line in parts.items() if line.tells(*self._asked))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Recorded(Sequence[Any]):
    """The values of a history by a day, each found by its place."""

    def __init__(self, tree: Node, day: int, history: History) -> None:
        self._tree, self._day, self._history = tree, day, history

    def __len__(self) -> int:
        return fold(self._tree, self._day, self._history.count) or 0

    def __getitem__(self, place: Any) -> Any:
        return self._history.lift(find(self._tree, place, self._history.count))

    def __iter__(self) -> Iterator[Any]:
        values = map(self._history.lift, walk(self._tree, -1, self._day))
        return (value for value in values if value is not None)
