"""Rows that are passed over, and may yet tell events of a log: none of these is gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from ..errors import Problem
from .datasets.dataset import Dataset, Skip, Unknown, slug
from .groups import Group
from .rows import CellError, Row

Ids = Mapping[str, tuple[str, ...]]
"""The parties of events, by their ids."""


class Doubts:
    """Which rows of an edition may tell, if they were whole, what a log holds.

    `held` are the events that the edition could change. A row that tells nothing, or does not know
    all parties, and by whose key the log holds an event, is damaged: `told_by` says so at once. Of
    a data set whose rows are not told apart by their keys, one that holds what no table has is
    damaged if what it may tell changed too: it is kept, and `about` says so of a change.

    >>> from bilateral_timeline.exchange.datasets import dataset
    >>> doubts = Doubts(dataset("gdelt"), {"gdelt-7": ("RU", "IR"), "gdelt-70": ("RU", "IR")})
    >>> row = Row("f.csv", 2, ("7",), {"GLOBALEVENTID": 0})
    >>> doubts.told_by(row, Unknown("no code of CAMEO", "42"))
    'gdelt-7'
    >>> doubts.told_by(row, Unknown("no party", "XX", known=("RU", "IR"))) is None
    True
    """

    def __init__(self, dataset: Dataset, held: Ids) -> None:
        self._dataset, self._held, self._ids = dataset, held, sorted(held)
        self._kept: list[tuple[Row | Group, Skip, Callable[[str], bool]]] = []

    def told_by(self, row: Row | Group, reason: Skip) -> str | None:
        """The id of an event of the log that a row that is passed over told before, by its key."""
        if not self._ids:
            return None
        find = self._dataset.may_tell
        if find is not None and (may_tell := find(row)) is not None:
            if isinstance(reason, Unknown):
                self._kept.append((row, reason, may_tell))
            return None
        known = set(reason.known)
        return next((id for id in self._of_key(row) if not known.issuperset(self._held[id])), None)

    def _of_key(self, row: Row | Group) -> Iterator[str]:
        """The ids of the events of a key; none of a row whose key cannot be read either."""
        try:
            key = row.key if isinstance(row, Group) else self._dataset.key(row)
        except CellError:
            return
        start = f"{self._dataset.name}-{slug(key)}"
        if start in self._held:
            yield start
        for at in range(bisect_left(self._ids, f"{start}-"), len(self._ids)):
            rest = self._ids[at].removeprefix(f"{start}-")
            if rest == self._ids[at]:
                return
            if isinstance(row, Group) or rest[:1].isalpha():  # else it is another key, as 7-1 of 7
                yield self._ids[at]

    def about(self, changed: Ids) -> dict[str, tuple[Row | Group, Skip]]:
        """Of events that an edition adds, corrects or no longer tells, which a row may tell."""
        found = dict[str, tuple[Row | Group, Skip]]()
        of_party: dict[str, list[str]] = {}
        for id, parties in changed.items() if self._kept else ():
            for party in parties:
                of_party.setdefault(party, []).append(id)
        for row, reason, may_tell in self._kept:
            known = set(reason.known)
            for id in of_party.get(reason.known[0], ()) if known else changed:
                if may_tell(id) and id not in found and known < set(changed[id]):
                    found[id] = row, reason
        return found


def problem_of(row: Row | Group, reason: Skip, id: str, *, lenient: bool) -> Problem:
    """That a row tells an event no more, and why it is passed over.

    >>> row = Row("f.csv", 2, ("7",), {"GLOBALEVENTID": 0})
    >>> reason = Unknown("no code of CAMEO", "42", lambda: ["042"])
    >>> print(problem_of(row, reason, "gdelt-7", lenient=True))
    f.csv: row 2: found no code of CAMEO: 42; expected a row that tells gdelt-7; near it: 042
    """
    advice = [f"near it: {', '.join(near)}"] if (near := reason.near()) else []
    if not lenient:
        advice.append("mend the row; if it is right as it is, retract the event first")
    where = row if reason.row is None else reason.row
    expected = f"a row that tells {id}"
    return where.located(Problem("", str(reason), expected, "; ".join(advice), record=id))
