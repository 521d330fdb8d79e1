"""Rows that are passed over, and may yet tell events of a log: none of these is gone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import attrs

from ..errors import Problem
from .datasets.dataset import Dataset, Skip, Unknown, slug
from .groups import Group
from .rows import CellError, Row

Ids = Mapping[str, tuple[str, ...]]
"""The parties of events, by their ids."""


@attrs.frozen
class Doubt:
    """A row that is passed over, or does not know all parties, and what it may have told.

    >>> row = Row("f.csv", 2, ("7",), {"GLOBALEVENTID": 0})
    >>> doubt = Doubt(row, Unknown("no code of CAMEO", "42", lambda: ["042"]), "gdelt-7", None)
    >>> print(doubt.problem("gdelt-7", lenient=True))
    f.csv: row 2: found no code of CAMEO: 42; expected a row that tells gdelt-7; near it: 042
    """

    row: Row | Group
    reason: Skip
    start: str
    """With what the ids of the events begin."""
    may_tell: Callable[[str], bool] | None
    """Which of them it may tell; None where the key says so."""
    rest: tuple[str, ...] = ()
    """The parties of which it tells events."""

    @property
    def place(self) -> Row | Group:
        """The very row, of a group."""
        return self.row if self.reason.row is None else self.reason.row

    def problem(self, id: str, *, lenient: bool) -> Problem:
        """That a row tells an event no more, or may tell it, and why it is passed over."""
        advice = [f"near it: {', '.join(near)}"] if (near := self.reason.near()) else []
        expected = f"a row that tells {id}"
        if self.may_tell is not None:
            expected = f"a row that cannot be that of {id}, which changed"
        if not lenient and self.may_tell is None:
            advice.append("mend the row; if it is right as it is, retract the event first")
        elif not lenient:
            advice.append("mend the row, or take it away")
        told = Problem("", str(self.reason), expected, "; ".join(advice), record=id)
        return self.place.located(told)


class Doubts:
    """Which rows of an edition may tell, if they were whole, what changed in a log by it.

    `held` are the events that the edition could change. A row is doubted if by its key the log
    holds what the edition no longer tells, or what it tells of fewer parties. Of a data set whose
    rows are not told apart by their keys, one that is `Unknown` is doubted if an event that it may
    tell is new, changed or gone. So a row that was passed over before stands in no way.

    >>> from bilateral_timeline.exchange.datasets import dataset
    >>> doubts = Doubts(dataset("gdelt"), {"gdelt-7": ("RU", "IR"), "gdelt-70": ("RU", "IR")})
    >>> row = Row("f.csv", 2, ("7",), {"GLOBALEVENTID": 0})
    >>> doubts.note(row, Unknown("no code of CAMEO", "42"))
    >>> [*doubts.about({}, {"gdelt-7": ("RU", "IR")})], doubts.about({}, {})
    (['gdelt-7'], {})
    """

    def __init__(self, dataset: Dataset, held: Ids) -> None:
        self._dataset, self._held, self._ids = dataset, held, sorted(held)
        self._of_key: list[Doubt] = []
        self._of_look: list[Doubt] = []
        self._is_of_key = partial(re.fullmatch, f"(-{dataset.tail})?")

    def note(self, row: Row | Group, reason: Skip, rest: tuple[str, ...] = ()) -> None:
        """Take note of a row that may tell what the log holds, and tells it of the rest alone."""
        if not self._ids:
            return
        try:
            found = self._dataset.may_tell and self._dataset.may_tell(row)
            key = row.key if isinstance(row, Group) else self._dataset.key(row)
        except CellError:  # a row that cannot be read either tells nothing
            return
        if found:
            if isinstance(reason, Unknown):
                self._of_look.append(Doubt(row, reason, *found))
            return
        start = f"{self._dataset.name}-{slug(key)}"
        if next(self._with_key(start, self._held, self._ids), None) is not None:
            self._of_key.append(Doubt(row, reason, start, None, rest))

    def _with_key(self, start: str, of: Ids, ids: list[str]) -> Iterator[str]:
        """The ids of the events of a key."""
        if start in of:
            yield start
        for id in _beginning(f"{start}-", ids):
            if self._is_of_key(id.removeprefix(start)):
                yield id

    def about(self, told: Ids, gone: Ids) -> dict[str, Doubt]:
        """Of events that an edition tells newly or otherwise, and tells no more: who may tell them.

        Costs a look-up a row, but where a row may tell of any two states.
        """
        found = dict[str, Doubt]()
        changed = {**told, **gone}
        ids = sorted(changed) if self._of_key or self._of_look else []
        for doubt in self._of_key:
            of_key = [*self._with_key(doubt.start, changed, ids)]
            rest = set(doubt.rest)
            is_otherwise = any(id not in self._held for id in of_key)
            for id in of_key:
                is_less = not rest.issuperset(self._held.get(id, ()))
                if (id in gone or rest) and (is_less or is_otherwise):
                    found.setdefault(id, doubt)
        of_party: dict[str, list[str]] = {}
        for id in ids if self._of_look else ():
            for party in changed[id]:
                of_party.setdefault(party, []).append(id)
        for doubt in self._of_look:
            known = set(doubt.reason.known)
            among = of_party.get(min(known), []) if known else ids
            for id in _beginning(doubt.start, among):
                if known < set(changed[id]) and doubt.may_tell and doubt.may_tell(id):
                    found.setdefault(id, doubt)
        return found


def _beginning(start: str, ids: list[str]) -> Iterator[str]:
    """The ids of a sorted list that begin with a text."""
    for at in range(bisect_left(ids, start), len(ids)):
        if not ids[at].startswith(start):
            return
        yield ids[at]
