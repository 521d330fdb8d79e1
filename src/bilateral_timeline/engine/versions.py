"""Versions: the events believed on any day, as trees that share their parts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from operator import attrgetter
from threading import RLock
from typing import Self

from ..dates.when import Mode
from ..records.belief import Belief, since
from ..records.events import Event
from ..records.order import END
from .amended import (
    BY_DATE,
    BY_KNOWN,
    Amended,
    Ceased,
    Pending,
    Turn,
    ceased,
    followed,
    merged,
    news,
    present,
    turns,
)
from .kept import FEW, Kept
from .sizes import SIZES
from .tree import EMPTY, Key, Node, build, count, day_of, edit, leaves, walk
from .tree.edits import assert_whole

_KEY = attrgetter("key")


class Versions:
    """All that was ever believed of some events: a value; a change of records makes a new one.

    The events believed today are a tree in canonical order, one for each mode. What became
    known, and what ceased to be believed, is a history of turns, out of which the tree of any
    day before is made when it is asked for. A change makes new nodes for what it touches, and
    takes over every tree of the past before the first day that it amends. Threads may share it.
    """

    __slots__ = ("_ceased", "_has_heir", "_history", "_kept", "_lock", "_trees", "last")

    def __init__(self, today: Node, ceased: list[Ceased], last: int) -> None:
        self._trees: dict[Mode, Node] = {"certain": today}
        self._ceased: dict[Mode, list[Ceased]] = {"certain": ceased}
        self._history: tuple[Node, Pending] | None = None
        # A successor that changes nothing before `last` goes on with the trees of the past; so
        # may only one, and whoever reads them passes over those from its own `last` on.
        self._kept: dict[Mode, Kept] = {}
        self._has_heir = False
        self._lock = RLock()
        self.last = last
        """A day after which nothing became known, as an ordinal."""

    @classmethod
    def of(cls, beliefs: Iterable[Belief]) -> Self:
        """The versions of some beliefs. O(n log n)."""
        order, standing, old, last = BY_DATE["certain"], [], list[Belief](), 0
        for belief in beliefs:
            first, until, event = belief
            if until is None:
                standing.append((order.key(event), first, event))
            else:
                old.append(belief)
            last = max(last, until or first)
        standing.sort()
        days, known = [key[0] for key, _, _ in standing], [first for _, first, _ in standing]
        tree = build([event for _, _, event in standing], order, days, known)
        return cls(tree, sorted(ceased(order, old)), last)

    def __len__(self) -> int:
        return self._trees["certain"].size + len(self._ceased["certain"])

    def __reduce__(self) -> tuple[object, ...]:
        return Versions.of, (list(self.beliefs()),)

    def beliefs(self) -> Iterator[Belief]:
        """Everything that is ever believed."""
        for leaf in leaves(self._trees["certain"], -1, END):
            for first, event in zip(leaf.known, leaf.parts, strict=True):
                yield Belief(first, None, event)
        for key, until, event in self._ceased["certain"]:
            yield Belief(key[-1], until, event)

    def amended(self, amended: Amended) -> Versions:
        """The versions after the records of some ids have changed.

        O(log n) for each, and a copy of the list of what is believed no longer if it changes.
        """
        drops, adds = news(amended, turns)
        gone, come = news(amended, present)
        first = min((turn.day for turn in (*drops, *adds)), default=END)
        last = max((turn.day for turn in adds), default=0)
        new = Versions(EMPTY, [], max(self.last, last))
        with self._lock:
            for mode, tree in self._trees.items():
                order = BY_DATE[mode]
                new._trees[mode] = edit(tree, gone, come, order)
                new._ceased[mode] = _receased(self._ceased[mode], amended, mode)
            if self._history is not None:
                history, pending = self._history
                waiting, few = followed(pending, amended)
                new._history = (history, waiting) if few else None
            if first >= self.last and not self._has_heir:
                new._kept, self._has_heir = self._kept, True
            else:
                first = min(first, self.last)
                new._kept = {mode: kept.before(first) for mode, kept in self._kept.items()}
        return new

    def tree(self, mode: Mode, known: int | None = None) -> Node:
        """The events believed on a day (today where there is none), in canonical order."""
        if known is None or known >= self.last:
            tree = self._trees.get(mode)
            return self._today(mode) if tree is None else tree
        kept = self._kept.get(mode)
        if kept is None:
            kept = self._kept.setdefault(mode, Kept())
        tree = kept.get(known)
        if tree is not None:
            return tree
        if len(self) <= SIZES.scan:
            tree = build(self.scanned(END, known, mode), BY_DATE[mode])
            kept.put(known, tree, asked=True, most=FEW)
            return tree
        with self._lock:
            return self._version(known, mode, kept)

    def _today(self, mode: Mode) -> Node:
        with self._lock:
            if mode not in self._trees:
                order = BY_DATE[mode]
                events = sorted(walk(self._trees["certain"], -1, END), key=order.key)
                self._ceased[mode] = sorted(ceased(order, self.beliefs()))
                self._trees[mode] = build(events, order)
            return self._trees[mode]

    def _version(self, known: int, mode: Mode, kept: Kept) -> Node:
        """The tree of a past day, from the nearest that is kept; halfway trees are kept too."""
        history, order = self._turns(), BY_DATE[mode]
        target = count(history, known)
        while True:
            (low, old), (high, new) = kept.around(known)
            if low == known:  # made here, or by another thread
                return old
            if high >= self.last:
                high, new = self.last, self.tree(mode)
            forth = target - count(history, low)
            back = count(history, high) - target
            if min(forth, back) <= SIZES.step:
                stop = known
            elif forth <= back:
                stop = day_of(history, target - forth + forth // 2 - 1)
            else:
                stop = day_of(history, target + back // 2) - 1
            if forth <= back:
                drops, adds = _net(walk(history, low, stop))
                tree = edit(old, drops, adds, order)
            else:
                drops, adds = _net(walk(history, stop, high))
                tree = edit(new, adds, drops, order)
            kept.put(stop, tree, asked=stop == known)

    def _turns(self) -> Node:
        """The history: by the day, what came to be believed and what ceased to be."""
        if self._history is None:
            self._history = build(sorted(turns(self.beliefs())), BY_KNOWN), None
        history, pending = self._history
        if pending:
            drops, adds = news(merged(pending), turns)
            history = edit(history, drops, adds, BY_KNOWN)
            self._history = history, None
        return history

    def scanned(self, day: int, known: int, mode: Mode) -> list[Event]:
        """The events by a day, believed on another, in order: all beliefs are looked at."""
        found = [e for e in walk(self.tree(mode), -1, day) if since(e) <= known]
        old = [event for _, event in self.ceased(day, known, mode)]
        return sorted([*found, *old], key=BY_DATE[mode].key) if old else found

    def ceased(
        self, day: int, known: int, mode: Mode, after: Key = ()
    ) -> Iterator[tuple[Key, Event]]:
        """The events by a day that were believed on another and no longer are, last first.

        Those before a place in canonical order are left out.
        """
        self.tree(mode)
        old = self._ceased[mode]
        for at in range(bisect_right(old, day, key=_ceased_day) - 1, -1, -1):
            key, until, event = old[at]
            if key < after:
                return
            if key[-1] <= known < until:
                yield key, event

    def _check(self) -> None:
        """Assert the whole invariant: every tree is what the beliefs say."""
        beliefs = list(self.beliefs())
        assert Versions.of(beliefs).last <= self.last
        for mode, tree in self._trees.items():
            order = BY_DATE[mode]
            assert_whole(tree, order)
            assert self._ceased[mode] == sorted(ceased(order, beliefs))
        for mode, kept in self._kept.items():
            for day, past in kept.before(self.last).items():
                assert_whole(past, BY_DATE[mode])
                then = {e.id: e for s, until, e in beliefs if s <= day < (until or END)}
                assert {e.id: e for e in walk(past, -1, END)} == then
        if self._history is not None:
            assert_whole(self._turns(), BY_KNOWN)
            held = list(walk(self._turns(), -1, END))
            assert held == sorted(turns(beliefs))


def _ceased_day(one: Ceased) -> int:
    day: int = one.key[0]
    return day


def _receased(old: list[Ceased], amended: Amended, mode: Mode) -> list[Ceased]:
    """What is believed no longer, after some changes; the same list where nothing changed."""
    order = BY_DATE[mode]
    drops, adds = news(amended, lambda beliefs: ceased(order, beliefs))
    if not (drops or adds):
        return old
    new = list(old)
    for one in drops:
        del new[bisect_left(new, one.key, key=_KEY)]
    if len(adds) > len(new):
        return sorted([*new, *adds])
    for one in adds:
        insort(new, one)
    return new


def _net(stretch: Iterable[Turn]) -> tuple[list[Event], list[Event]]:
    """What a stretch of the history takes away in all, and what it adds."""
    drops: dict[str, Event] = {}
    adds: dict[str, Event] = {}
    for _, id, believed, event in stretch:
        if believed:
            adds[id] = event
        elif adds.pop(id, None) is None:
            drops[id] = event
    return list(drops.values()), list(adds.values())
