"""What a log holds: its records in the order in which they came, and each id's by rank."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Protocol

from pendulum import Date
from sortedcontainers import SortedDict, SortedList

from ..errors import MissingError
from .belief import Records, rank_of
from .events import Event, Record

_LAST_REVISION = 1 << 62


class Holding(Protocol):
    """What a writer asks of what is held already."""

    @property
    def position(self) -> int:
        """The position of the last record."""

    def record(self, id: str, revision: int) -> Record | None:
        """The record of an id and revision, if it is held."""

    def newest(self, id: str) -> Record:
        """The record of the greatest (known, revision) of an id."""

    def newest_event(self, id: str) -> Event:
        """The newest record of an id that is no retraction."""

    def next_revision(self, id: str) -> int:
        """The revision that comes after all of an id."""


class Held:
    """Records that are only ever added to.

    What stands before the position is whole and never changes, and needs no lock to be read. One
    thread at a time adds; what is looked up by id while another adds is looked up by `touched`.
    """

    position: int

    def __init__(self) -> None:
        self.position = 0
        self.records: list[Record] = []
        self._growing = Lock()
        self._places: dict[str, list[int]] = {}
        # Of an id with several records: its places by revision, and all by (known, revision).
        self._revisions: dict[str, SortedDict[int, int]] = {}
        self._ranked: dict[str, SortedList[tuple[tuple[Date, int], int]]] = {}

    def take(self, records: Sequence[Record]) -> int:
        """Take in records, and let them be seen all at once: the new position."""
        with self._growing:
            self.records += records
            for place, record in enumerate(records, self.position):
                places = self._places.get(record.id)
                if places is None:
                    self._places[record.id] = [place]
                    continue
                if len(places) == 1:
                    before = self.records[places[0]]
                    self._revisions[record.id] = SortedDict({before.revision: places[0]})
                    self._ranked[record.id] = SortedList([(before.rank, places[0])])
                self._revisions[record.id][record.revision] = place
                self._ranked[record.id].add((record.rank, place))
                places.append(place)
            self.position += len(records)
        return self.position

    def forget_unfinished(self) -> None:
        """Let go what a take had begun when it was broken off, as by Ctrl-C."""
        with self._growing:
            for record in self.records[self.position :]:
                places = self._places.get(record.id, [])
                while places and places[-1] >= self.position:
                    places.pop()
                if not places:
                    self._places.pop(record.id, None)
                held = [self.records[place] for place in places]
                if len(held) > 1:
                    by_revision = {
                        one.revision: place for one, place in zip(held, places, strict=True)
                    }
                    ranked = [(one.rank, place) for one, place in zip(held, places, strict=True)]
                    self._revisions[record.id] = SortedDict(by_revision)
                    self._ranked[record.id] = SortedList(ranked)
                else:
                    self._revisions.pop(record.id, None)
                    self._ranked.pop(record.id, None)
            del self.records[self.position :]

    # -- by id ------------------------------------------------------------------------------

    def record(self, id: str, revision: int) -> Record | None:
        """The record of an id and revision, if it is held."""
        places = self._places.get(id)
        if places is None:
            return None
        if len(places) == 1:
            only = self.records[places[0]]
            return only if only.revision == revision else None
        place = self._revisions[id].get(revision)
        return None if place is None else self.records[place]

    def newest(self, id: str) -> Record:
        """The record of the greatest (known, revision) of an id."""
        for record in self._from_the_newest(id):
            return record
        raise MissingError("event", id, list(self._places))

    def newest_event(self, id: str) -> Event:
        """The newest record of an id that is no retraction."""
        for record in self._from_the_newest(id):
            if isinstance(record, Event):
                return record
        raise MissingError("event to correct with the id", id, [])

    def next_revision(self, id: str) -> int:
        """The revision that comes after all of an id."""
        revisions, only = self._revisions.get(id), self._places[id][0]
        newest: int = self.records[only].revision if revisions is None else revisions.peekitem()[0]
        return newest + 1

    def _from_the_newest(self, id: str) -> Iterator[Record]:
        ranked = self._ranked.get(id)
        held = self._places.get(id, ())
        places = held if ranked is None else (place for _, place in reversed(ranked))
        return (self.records[place] for place in places)

    # -- up to a position -------------------------------------------------------------------

    def until(self, position: int) -> Records:
        """What is held up to a position."""
        return Records(self.records, self._places, position)

    def touched(self, id: str, before: int, at: int) -> tuple[list[Record], list[Record]]:
        """The records of an id at two positions: from the one on that was believed last before.

        What came out on the day of the first new one and was superseded then tells nothing.
        """
        with self._growing:
            places = self._places[id]
            if len(places) == 1:
                return [], [self.records[places[0]]]
            ranked, held = self._ranked[id], self.records
            first_new = bisect_left(places, before)
            since = min(held[place].known for place in places[first_new : bisect_left(places, at)])
            low = ranked.bisect_right(((since, _LAST_REVISION), at))
            while low and ranked[low - 1][1] >= before:
                low -= 1  # newer than both positions, or not yet there at the first
            tail = ranked[max(low - 1, 0) :]
            return (
                [held[place] for _, place in tail if place < before],
                [held[place] for _, place in tail if place < at],
            )

    def _check(self) -> None:
        """Assert that every part of it tells the same."""
        assert len(self.records) == self.position
        places = sorted(place for places in self._places.values() for place in places)
        assert places == list(range(len(self.records)))
        for id, held in self._places.items():
            assert list(held) == sorted(held)
            assert all(self.records[place].id == id for place in held)
            if len(held) > 1:
                records = [self.records[place] for place in held]
                assert self._revisions[id] == {
                    r.revision: p for r, p in zip(records, held, strict=True)
                }
                ranked = [self.records[place] for _, place in self._ranked[id]]
                assert ranked == sorted(records, key=rank_of)
        keys = {(record.id, record.revision) for record in self.records}
        assert len(keys) == len(self.records), "a record twice"
