"""Rows that hold what no table has, and may yet tell events of a log: none of these is gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from ..errors import Problem
from .datasets.dataset import Dataset, Unknown, slug
from .groups import Group
from .rows import Row

ADVICE = "mend the row; `lenient` (typed: --lenient) keeps what the log has"


class Doubts:
    """The rows of an edition that are passed over for what no table has, by their keys.

    `ids` are those of the events that the edition could retract: of other rows nothing is kept.

    >>> from bilateral_timeline.exchange.datasets import dataset
    >>> doubts = Doubts(dataset("gdelt"), ["gdelt-7", "gdelt-8"])
    >>> row = Row("f.csv", 2, ("7",), {"GLOBALEVENTID": 0})
    >>> doubts.add(row, Unknown("no code of CAMEO", "42", lambda: ["042"]))
    >>> about = doubts.about("gdelt-7")
    >>> about.where, about.found, about.expected
    ('f.csv: row 2', 'no code of CAMEO: 42', 'a row that tells gdelt-7, as the log has it')
    >>> about.advice
    'near it: 042; mend the row; `lenient` (typed: --lenient) keeps what the log has'
    >>> doubts.about("gdelt-8") is None
    True
    """

    def __init__(self, dataset: Dataset, ids: Iterable[str]) -> None:
        self._dataset, self._ids = dataset, sorted(ids)
        self._by_key: dict[str, tuple[Row | Group, Unknown]] = {}
        self._by_look: list[tuple[Row | Group, Unknown]] = []

    def add(self, row: Row | Group, reason: Unknown) -> None:
        """Take note of a row; one whose key cannot be read is an `InputError`."""
        if not self._ids:
            return
        if self._dataset.may_tell is not None:
            self._by_look.append((row, reason))
            return
        key = row.key if isinstance(row, Group) else self._dataset.key(row)
        start = f"{self._dataset.name}-{slug(key)}"
        at = bisect_left(self._ids, start)
        if at < len(self._ids) and start in _starts(self._ids[at]):
            self._by_key.setdefault(start, (row, reason))

    def about(self, id: str) -> Problem | None:
        """That a row may tell an event, if one may."""
        found = next(filter(None, map(self._by_key.get, _starts(id))), None)
        may_tell = self._dataset.may_tell
        if found is None and may_tell is not None:
            found = next((each for each in self._by_look if may_tell(each[0], id)), None)
        if found is None:
            return None
        row, reason = found
        near = ", ".join(reason.near())
        advice = f"near it: {near}; {ADVICE}" if near else ADVICE
        expected = f"a row that tells {id}, as the log has it"
        return row.located(Problem("", str(reason), expected, advice, record=id))


def _starts(id: str) -> Iterator[str]:
    """An id, and what it begins with up to each of its hyphens."""
    while id:
        yield id
        id = id.rpartition("-")[0]
