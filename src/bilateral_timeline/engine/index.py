"""The engine's one face: the state as of any day, known by any other, from shared trees.

It works as git does. The log of what became known, and of what ceased to be believed, is the
history of commits. The tree of a commit holds the events that were then believed, in canonical
order; two trees share what they have in common, and summaries of what is below a node are
remembered. A question picks the tree by the day known and reads the prefix by the day asked of.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import attrs
from pendulum import Date

from ..dates.when import Mode
from ..projections.composed import Compose, History, Keyed
from ..projections.paths import texts, ways
from ..projections.projection import Projection
from ..projections.reducers import Max, Min, Reducer
from ..projections.states import MISSING, Parts, Run
from ..records.belief import Belief
from ..records.events import Event
from ..records.order import END, first_possible, last_possible
from ..records.values import Unknown
from .amended import BY_DATE, Amended, Pending, by_key, followed, merged
from .sizes import SIZES
from .tree import Node, backwards, counted, differing, folded, newest, total, walk
from .versions import Versions

_SPLITTING = Lock()  # held while a split is put in place or copied, and for nothing longer


@attrs.define
class Split:
    """The indexes of keys, and the amendments that are not worked in yet."""

    lines: Mapping[Any, Index]
    pending: Pending = None
    _texts: Mapping[str, Any] | None = attrs.field(default=None, init=False)

    def texts(self) -> Mapping[str, Any]:
        """The keys that are no text, by how they stand in a path."""
        if self._texts is None:
            self._texts = texts(self.lines)
        return self._texts


class Route(NamedTuple):
    """Where a path leads: the line of a part, its projection and start, the path from it.

    `key` is the line of the last key on the way: without an event of it, nothing is there.
    """

    line: Index
    projection: Projection[Any]
    start: Any
    path: str
    key: Index | None = None


class Index:
    """All that is ever believed of some events: a value; a change of records makes a new one.

    Any number of threads may ask it. All that is remembered is put in place whole.
    """

    __slots__ = ("_splits", "_versions")

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._splits: WeakKeyDictionary[Keyed[Any, Any], Split] | None = None

    @classmethod
    def of(cls, beliefs: Iterable[Belief]) -> Index:
        """The index of some beliefs. O(n log n)."""
        return cls(Versions.of(beliefs))

    def __len__(self) -> int:
        return len(self._versions)

    def __reduce__(self) -> tuple[object, ...]:
        return Index, (self._versions,)

    def beliefs(self) -> Iterator[Belief]:
        """Everything that is ever believed."""
        return self._versions.beliefs()

    def amended(self, amended: Amended) -> Index:
        """The index after the records of some ids have changed; shares what is not touched."""
        new = Index(self._versions.amended(amended))
        with _SPLITTING:
            held = list(self._splits.items()) if self._splits is not None else []
        for keyed, split in held:
            waiting, few = followed(split.pending, amended)
            if few:
                new._keep(keyed, Split(split.lines, waiting))
        return new

    # -- answers --------------------------------------------------------------------------

    def state(self, projection: Projection[Any], day: int, known: int | None, mode: Mode) -> Any:
        """The folded state of a day, as known by another; of parts, what is read of it."""
        versions = self._versions
        past = known if known is not None and known < versions.last else None
        if isinstance(projection, Reducer):
            if past is not None and projection.by_latest:
                found = self._latest(day, past, projection, mode)
                if found is not _FAR:
                    return found
            elif past is not None and len(versions) <= SIZES.scan:
                return projection.fold(versions.scanned(day, past, mode))
            return total(versions.tree(mode, past), day, projection)
        if isinstance(projection, Keyed):
            return _Keyed(self, projection, day, known, mode)
        if isinstance(projection, Compose):
            parts = projection.parts
            return Parts(parts, lambda name: self.state(parts[name], day, known, mode))
        tree = versions.tree(mode, known)
        if isinstance(projection, History):
            return Run(_Recorded(tree, day, projection))
        return folded(tree, day, projection, projection.initial)

    def events(
        self, mode: Mode, known: int | None = None, after: int = -1, until: int = END
    ) -> Iterator[Event]:
        """The events in (after, until] that are believed on a day, in canonical order."""
        return walk(self._versions.tree(mode, known), after, until)

    def differing(
        self, known: int | None, other: Index, other_known: int | None, mode: Mode
    ) -> tuple[list[Event], list[Event]]:
        """The events that are believed only here, and those that are believed only there."""
        mine, yours = self._versions.tree(mode, known), other._versions.tree(mode, other_known)
        return differing(mine, yours)

    def tells(self, day: int, known: int | None, mode: Mode) -> bool:
        """Whether there is any event by a day, as known by another."""
        by, versions = END if known is None else known, self._versions
        if newest(versions.tree(mode), day, by) is not None:
            return True
        return next(versions.ceased(day, by, mode), None) is not None

    def undecided(self, day: int, known: int | None) -> tuple[Event, ...]:
        """The events that may have happened by a day, and may not, in their possible order."""

        def is_over(node: Node) -> bool:
            return bool(total(node, END, _LAST_START) <= day)

        found = walk(self._versions.tree("possible", known), -1, day, is_over)
        return tuple(event for event in found if last_possible(event) > day)

    def first_day(self) -> Date | None:
        """The day on which the earliest event may have begun; None where that is open."""
        first = total(self._versions.tree("certain"), END, _FIRST_START)
        return Date.fromordinal(first) if first else None

    def _latest(self, day: int, known: int, reducer: Reducer[Any], mode: Mode) -> Any:
        """The summary of the last event that counts; `_FAR` if it is too far back to look."""
        versions, key = self._versions, BY_DATE[mode].key
        today = versions.tree(mode)
        event = newest(today, day, known)
        after = () if event is None else key(event)
        event = next((gone for _, gone in versions.ceased(day, known, mode, after)), event)
        if event is None or (one := reducer.summary(event)) is not None:
            return None if event is None else one
        standing = ((key(event), event) for event in backwards(today, day, known))
        ceased = versions.ceased(day, known, mode)
        believed = merge(standing, ceased, reverse=True)
        for looked, (_, event) in enumerate(believed):
            if (one := reducer.summary(event)) is not None:
                return one
            if looked > SIZES.walk:
                return _FAR
        return None

    # -- lines of their own ---------------------------------------------------------------

    def split(self, keyed: Keyed[Any, Any]) -> Mapping[Hashable, Index]:
        """An index for each key: one pass when first asked.

        After changes a copy of the dict of keys, and O(log n) for each.
        """
        return self._split(keyed).lines

    def line(self, keyed: Keyed[Any, Any], key: Hashable) -> Index:
        """The index of one key; an empty one where there is none."""
        return self.split(keyed).get(key) or Index.of(())

    def _split(self, keyed: Keyed[Any, Any]) -> Split:
        split = None if self._splits is None else self._splits.get(keyed)
        if split is None:
            asked = keyed.together or (keyed,)
            held = self._splits or ()  # another thread may have filled it since
            waiting = [one for one in asked if one is keyed or one not in held]
            found = dict(zip(waiting, self._grouped(waiting), strict=True))
            for other in waiting:
                if other is not keyed:
                    self._keep(other, Split(found[other]))
            split = Split(found[keyed])
        elif split.pending:
            lines = dict(split.lines)
            for key, amended in by_key(merged(split.pending), keyed).items():
                lines[key] = (lines.get(key) or Index.of(())).amended(amended)
            split = Split(lines)
        else:
            return split
        self._keep(keyed, split)
        return split

    def _keep(self, keyed: Keyed[Any, Any], split: Split) -> None:
        with _SPLITTING:
            if self._splits is None:
                self._splits = WeakKeyDictionary()
            self._splits[keyed] = split

    def _grouped(self, asked: Sequence[Keyed[Any, Any]]) -> list[dict[Any, Index]]:
        """The index of each key, for several keyed projections in one pass."""
        grouped: list[dict[Any, list[Belief]]] = [{} for _ in asked]
        pairs = [(keyed.keys_of, groups) for keyed, groups in zip(asked, grouped, strict=True)]
        for belief in self.beliefs():
            for keys_of, groups in pairs:
                for key in keys_of(belief.event):
                    groups.setdefault(key, []).append(belief)
        return [{key: Index.of(held) for key, held in groups.items()} for groups in grouped]

    def routes(self, projection: Projection[Any], path: str) -> Iterator[Route]:
        """Where a path may lead, the likeliest first: a key may have dots of its own.

        Below a key nothing is there before the first event, so the start is Unknown.
        """
        return self._routes(projection, path, projection.initial, None)

    def _routes(
        self, projection: Projection[Any], path: str, start: Any, key: Index | None
    ) -> Iterator[Route]:
        name, _, rest = path.partition(".")
        if isinstance(projection, Keyed) and path:
            split, each = self._split(projection), projection.each
            found = list(ways(path, split.lines, split.texts))
            for held, below in found:
                line = split.lines[held]
                yield from line._routes(each, below, Unknown, line)
            if not found:  # perhaps the part as a whole answers it
                yield Route(self, projection, start, path, key)
                nothing = Index.of(())
                yield Route(nothing, each, Unknown, rest, nothing)
        elif isinstance(projection, Compose) and name in projection.parts:
            part = projection.parts[name]
            begun = Unknown if start is Unknown else part.initial
            yield from self._routes(part, rest, begun, key)
        else:
            yield Route(self, projection, start, path, key)

    def _check(self) -> None:
        """Assert the whole invariant: every line of a key is what the beliefs say."""
        self._versions._check()
        beliefs = list(self.beliefs())
        for keyed in list(self._splits or ()):
            lines = self.split(keyed)
            for line in lines.values():
                line._check()
            held = {key: list(line.beliefs()) for key, line in lines.items() if len(line)}
            told = {(key, f[0], f[1], f[2].id) for key, group in held.items() for f in group}
            keys = ((key, fact) for fact in beliefs for key in keyed.keys_of(fact.event))
            assert told == {(key, f[0], f[1], f[2].id) for key, f in keys}


_FIRST_START: Min[int] = Min(first_possible)
_LAST_START: Max[int] = Max(last_possible)
_FAR = object()


class _Keyed(Mapping[Any, Any]):
    """The folded states of a day by key, each from the line of its key."""

    def __init__(
        self, line: Index, keyed: Keyed[Any, Any], day: int, known: int | None, mode: Mode
    ) -> None:
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
        lines = self._line.split(self._keyed)
        return (key for key, line in lines.items() if line.tells(*self._asked))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Recorded(Sequence[Any]):
    """The values of a history by a day, each found by its place."""

    def __init__(self, tree: Node, day: int, history: History[Any]) -> None:
        self._tree, self._day, self._history = tree, day, history

    def __len__(self) -> int:
        return total(self._tree, self._day, self._history) or 0

    def __getitem__(self, place: Any) -> Any:
        return self._history.value(counted(self._tree, place, self._history))

    def __iter__(self) -> Iterator[Any]:
        values = map(self._history.value, walk(self._tree, -1, self._day))
        return (value for value in values if value is not None)
