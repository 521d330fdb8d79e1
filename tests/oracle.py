"""A definition of its own: every question answered from a plain list of records, in plain words.

It shares nothing with the library but the records themselves and the fold of a projection. A
state here is a dict of leaves, so that its differences are those of two dicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import attrs
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.records.kinds import find_kind

NEVER = date.max.toordinal() + 1


def days_of(event: bt.Event) -> tuple[int, int]:
    """The first and the last possible day of the start; before and after all where it is open."""
    start = event.when.start
    low = 0 if start.earliest is None else start.earliest.toordinal()
    return low, NEVER if start.latest is None else start.latest.toordinal()


def happened_on(event: bt.Event, mode: str) -> int:
    return days_of(event)[mode == "certain"]


def order(event: bt.Event, mode: str) -> tuple[Any, ...]:
    low, high = days_of(event)
    return (
        (high, low, event.seq, event.id) if mode == "certain" else (low, high, event.seq, event.id)
    )


@attrs.frozen
class Asked:
    """A day, by when it is known, and how it counts."""

    day: Date
    known: Date | None
    mode: Any


@attrs.frozen
class Oracle:
    """The records of a log, in any order."""

    records: tuple[Record, ...]

    def believed(self, known: Date | None) -> list[bt.Event]:
        """What is believed by a day: of each id the newest record, with what it cites by then."""
        newest: dict[str, Record] = {}
        for record in self.records:
            if known is not None and record.known > known:
                continue
            held = newest.get(record.id)
            if held is None or (held.known, held.revision) < (record.known, record.revision):
                newest[record.id] = record
        shown = []
        for record in newest.values():
            if isinstance(record, bt.Event):
                cited = [
                    c for c in record.sources if known is None or (c.known and c.known <= known)
                ]
                shown.append(attrs.evolve(record, sources=tuple(cited)))
        return shown

    def events(
        self, asked: Asked, after: int = -1, keep: Callable[[bt.Event], bool] = lambda _: True
    ) -> list[bt.Event]:
        """What had happened by a day and after another, in canonical order."""
        last = asked.day.toordinal()
        held = [
            event
            for event in self.believed(asked.known)
            if after < happened_on(event, asked.mode) <= last and keep(event)
        ]
        return sorted(held, key=lambda event: order(event, asked.mode))

    def everything(self, known: Date | None, mode: str) -> list[bt.Event]:
        """All that is believed, also what is never certain, in canonical order."""
        return sorted(self.believed(known), key=lambda event: order(event, mode))

    def undecided(self, day: Date, known: Date | None) -> list[bt.Event]:
        """What may have happened by a day, and may not."""
        held = [e for e in self.believed(known) if days_of(e)[0] <= day.toordinal() < days_of(e)[1]]
        return sorted(held, key=lambda event: order(event, "possible"))

    def state(self, projection: bt.Projection[Any], asked: Asked) -> Any:
        """The fold of what had happened."""
        return folded(projection, self.events(asked))

    def leaves(self, projection: bt.Projection[Any], asked: Asked) -> dict[str, Any]:
        """The leaves of that state."""
        return leaves_of(self.state(projection, asked))

    def setting(self, projection: bt.Projection[Any], asked: Asked, path: str) -> list[str]:
        """The events at which the leaf at a path changed, one after the other."""
        found, held = [], list[bt.Event]()
        before: Any = leaves_of(folded(projection, [])).get(path, bt.Unknown)
        for event in self.events(asked):
            held.append(event)
            now = leaves_of(folded(projection, held)).get(path, bt.Unknown)
            if not same(before, now):
                found.append(event.id)
            before = now
        return found

    def next_setting(
        self, projection: bt.Projection[Any], asked: Asked, path: str
    ) -> bt.Event | None:
        """The first later event at which the leaf at a path changes."""
        end = Asked(Date(9999, 12, 31), asked.known, asked.mode)
        held = self.events(asked)
        before = leaves_of(folded(projection, held)).get(path, bt.Unknown)
        for event in self.events(end, asked.day.toordinal()):
            held.append(event)
            now = leaves_of(folded(projection, held)).get(path, bt.Unknown)
            if not same(before, now):
                return event
        return None

    def through(self) -> Date | None:
        """The last day on which anything became public, by what is cited where anything is."""
        last = None
        for record in self.records:
            cited = [c.known for c in record.sources if c.known]
            days = [*cited, *([record.known] if not cited or record.known < max(cited) else [])]
            last = max([day for day in (last, *days) if day is not None])
        return last

    def first(self) -> Date | None:
        """The first day on which anything believed today may have begun; None where it is open."""
        low = min((days_of(event)[0] for event in self.believed(None)), default=0)
        return Date.fromordinal(low) if low else None

    def without(self, ids: Iterable[str]) -> Oracle:
        """Without some ids."""
        gone = set(ids)
        return Oracle(tuple(record for record in self.records if record.id not in gone))

    def citing(self, works: set[str]) -> Oracle:
        """What some works alone tell."""
        held: list[Record] = []
        for id in {record.id for record in self.records}:
            telling: Record | None = None  # the newest record that the works tell on a day
            newest_first = sorted(
                (r for r in self.records if r.id == id), key=lambda r: (r.known, r.revision)
            )[::-1]
            days = {c.known for r in newest_first for c in r.sources if c.known}
            for day in sorted(days | {r.known for r in newest_first}):
                for record in newest_first:
                    told = [c.known for c in record.sources if c.source in works and c.known]
                    own = [record.known] if record.revision else []
                    if told and max([min(told), *own]) <= day:
                        if record is not telling:
                            telling = record
                            held.append(as_told(record, works, day))
                        break
        return Oracle(tuple(held))


def as_told(record: Record, works: set[str], known: Date) -> Record:
    """A record as some works tell it, from a day."""
    cited = tuple(c for c in record.sources if c.source in works)
    changes: dict[str, Any] = {"sources": cited, "known": known}
    if isinstance(record, bt.Event):
        made = find_kind(record.kind)
        goes_on = record.lasting or (made is not None and made.standing)
        dated = [c.when for c in cited if c.when is not None]
        changes["when"] = next((w for w in dated if not (w.is_closed and goes_on)), record.when)
    return attrs.evolve(record, **changes)


def folded(projection: bt.Projection[Any], events: list[bt.Event]) -> Any:
    state = projection.initial
    for event in events:
        state = projection.evolve(state, event)
    return projection.show(state)


def same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def leaves_of(state: Any, above: str = "") -> dict[str, Any]:
    """The leaves of a state that is an attrs class at the root and dicts below it, by path."""
    parts: Any = None
    if isinstance(state, dict):
        parts = state
    elif not above and attrs.has(type(state)):
        parts = {f.name: getattr(state, f.name) for f in attrs.fields(type(state)) if f.eq}
    if parts is None:
        return {above: state}
    found: dict[str, Any] = {}
    for name, part in parts.items():
        found |= leaves_of(part, f"{above}.{name}" if above else str(name))
    return found
