"""The events of one file of an edition of a data set, read row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from operator import attrgetter
from os import PathLike
from typing import Any, Final

import attrs

from ...errors import ChronicleError, InputError, Problem, shown
from ...files.disk import as_path
from ...records.events import STANCES, Citation, Event, Source, read_event
from ...records.fields import refuse
from ..groups import Group, by_key, grouped
from ..rows import Row, rows
from .dataset import OTHERS, Dataset, Draft, Skip, slug

Told = Callable[[int, int], None]
"""What is called now and then with how many rows are read, and 0: of how many is not known."""
_ENOUGH = 100  # problems after which reading stops, or which are remembered
_OFTEN = 1_000  # rows after which it is told how many were read

UNREAD = "it cannot be read"
"""Why a row is passed over in which something is wrong, where that is asked for."""


class Reading(Iterator[Event]):
    """The events of a file, one after another; nothing is held but the row at hand.

    `rows` counts the rows read so far, `skipped` those that gave no event, by the reason. After
    the first problem no more events are given, and at the end comes a `ChronicleError` with all
    of them; at a hundred it stops, and says so. If it is `lenient`, rows with problems are passed
    over and counted, and `problems` has the first hundred. `close` lets the file go early.
    """

    def __init__(
        self,
        dataset: Dataset,
        path: str | PathLike[str],
        work: Source,
        *,
        parties: tuple[str, ...] = (),
        encoding: str = "utf-8-sig",
        member: str = "",
        lenient: bool = False,
        beside: str | PathLike[str] | None = None,
    ) -> None:
        if beside is not None and not dataset.beside:
            expected = f"no second file: {dataset.name} is read from one"
            raise InputError(Problem("beside", shown(beside), expected))
        self.dataset, self.work, self.parties = dataset, work, parties
        self._asked = frozenset(parties)
        self._like = _values(Citation(work))
        self.rows, self.lenient = 0, lenient
        self.skipped: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.told: Told | None = None
        self._path, self._encoding, self._member = as_path(path), encoding, member
        self._beside = None if beside is None else as_path(beside)
        self._events = self._read()

    def __next__(self) -> Event:
        return next(self._events)

    def close(self) -> None:
        """Read no more, and close the file."""
        self._events.close()

    def __repr__(self) -> str:
        told = f"{self.rows:,} rows read, {self.skipped.total():,} of them passed over"
        return f"<Reading of {self.work.title}: {told}>"

    def _read(self) -> Generator[Event, None, None]:
        asked, counts, skipped, make = self.parties, self.counts, self.skipped, self._event
        of_row, drafts = self.dataset.parties, self.dataset.drafts
        for row in self._taken():
            size = 1 if isinstance(row, Row) else len(row)
            self.rows += size
            if self.told is not None and self.rows % _OFTEN < size:
                self.told(self.rows, 0)
            try:
                parties = of_row(row)
                if asked and not counts(parties):
                    skipped[OTHERS] += size
                    continue
                events = [make(draft, parties) for draft in drafts(row, parties)]
                if asked:
                    events = [event for event in events if counts(event.parties)]
            except Skip as reason:
                skipped[str(reason)] += size
                continue
            except InputError as error:
                self._tell(*(row.located(problem) for problem in error.problems), rows=size)
                continue
            if not events:
                skipped[OTHERS] += size
            elif self.lenient or not self.problems:
                yield from events
        if not self.lenient:
            self._refuse()

    def _taken(self) -> Iterator[Row | Group]:
        """The rows, or the groups of them."""
        held, encoding, told = self.dataset, self._encoding, self._tell_row
        found = rows(self._path, held.layouts, encoding=encoding, member=self._member, told=told)
        if held.together is None:
            return found
        beside = dict[str, Row]()
        if self._beside is not None:
            second = rows(self._beside, held.beside, encoding=encoding, told=self._tell)
            beside = by_key(second, held.together, self._tell)
        return grouped(found, held.together, told, beside, scattered=held.scattered)

    def counts(self, parties: Iterable[str]) -> bool:
        """Whether what these parties are in is asked for: of both, or of any as the set has it."""
        if self.dataset.between == "any":
            return not self._asked.isdisjoint(parties)
        return self._asked.issubset(parties)

    def _event(self, draft: Draft, parties: tuple[str, ...]) -> Event:
        """The event of a draft."""
        out = self.work.known
        assert out is not None, "an edition has its day"
        known = draft.known or out
        if known > out:
            expected = f"a day by {out}, on which the edition came out"
            advice = "give the day of this very file as `known`"
            refuse("known", str(known), expected, advice)
        cited = _cited(self._like, draft)
        fields = {
            "id": f"{self.dataset.name}-{slug(draft.id)}",
            "when": draft.when,
            "title": draft.title,
            "known": known,
            "parties": parties if draft.parties is None else draft.parties,
            "sources": (cited,),
            "lasting": draft.lasting,
            "seq": draft.seq,
        }
        return read_event(fields, draft.what)

    def _tell_row(self, problem: Problem) -> None:
        """Take note of a row that is none."""
        self.rows += 1
        self._tell(problem)

    def _tell(self, *problems: Problem, rows: int = 1) -> None:
        """Take note of what is wrong with a row, or several; too much is the end."""
        if self.lenient:
            self.skipped[UNREAD] += rows
            self.problems += problems[: _ENOUGH - len(self.problems)]
            return
        self.problems += problems
        if len(self.problems) >= _ENOUGH:
            found, expected = "rows that were not looked at", f"fewer than {_ENOUGH} problems"
            self.problems.append(Problem(f"{problems[0].file}: the rest", found, expected))
            self._refuse()

    def _refuse(self) -> None:
        if self.problems:
            raise ChronicleError(*self.problems)


_NAMES: Final = tuple(field.name for field in attrs.fields(Citation))
_PUT: Final = tuple(getattr(Citation, name).__set__ for name in _NAMES)
_values: Final = attrgetter(*_NAMES)
_LOCATOR, _STANCE, _VIA = map(_NAMES.index, ("locator", "stance", "via"))


def _cited(like: tuple[Any, ...], draft: Draft) -> Citation:
    """A citation that says what a draft does, and else is like one of the same work.

    What is in it was read from a file, and a stance is checked: it need not be looked at again.
    """
    if draft.stance not in STANCES or not all(draft.via):
        refuse("citation", (draft.stance, draft.via), "a stance, and names that are not empty")
    values = list(like)
    values[_LOCATOR] = draft.locator or f"row {draft.id}"
    values[_STANCE], values[_VIA] = draft.stance, draft.via
    cited = object.__new__(Citation)
    for put, value in zip(_PUT, values, strict=True):
        put(cited, value)
    return cited
