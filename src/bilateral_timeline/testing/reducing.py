"""The smallest case that still breaks a law: what can be left out or told more simply is.

Hypothesis does this too, value by value; records that hang together it takes apart slowly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import attrs
import hypothesis
from hypothesis import find
from hypothesis.strategies import SearchStrategy
from pendulum import Date

from ..records.classes import Fields
from ..records.events import Citation, Event, Record
from ..records.hints import fields_of
from ..records.kinds import kind_of
from .bodies import IDS, PLAIN, values_of
from .dates import FIRST
from .laws import Case, Law

_TRIES = 3_000  # cases that are tried
Key = tuple[str, int]


def reduced(law: Law, subject: Any, case: Case) -> Case:
    """The smallest case that is found to break a law, of which one is known that does."""
    tries = 0
    smaller = True
    while smaller:
        smaller = False
        for simpler in _simpler(case):
            tries += 1
            if tries > _TRIES:
                return case
            if law.is_broken(subject, simpler):
                case, smaller = simpler, True
                break
    return case


def _simpler(case: Case) -> Iterator[Case]:
    """Cases that are simpler than one, the most so first."""
    records = case.records
    ids = [*dict.fromkeys(record.id for record in records)]
    for some in (*_halves(ids), *([id] for id in ids)):
        if len(some) < len(ids) or len(ids) == 1:
            yield _with(case, [record for record in records if record.id not in some])
    for at, record in enumerate(records):
        if sum(other.id == record.id for other in records) > 1:
            yield _with(case, [*records[:at], *records[at + 1 :]])
    yield from _asked_more_simply(case)
    for order in (sorted(records, key=_key), [*records]):
        for other in (order, order[::-1]):
            if (order, other) != ([*records], [*case.other]) and _is_simpler(order, other, case):
                yield attrs.evolve(case, records=order, other=other)
    for at, record in enumerate(records):
        for simpler in _told_more_simply(record, records):
            yield _with(case, [*records[:at], simpler, *records[at + 1 :]])
    yield from _named_more_simply(case, ids)
    yield from _said_more_simply(case)


def _with(case: Case, records: Sequence[Record]) -> Case:
    """A case with other records; the other order of arrival is kept."""
    held = {_key(record): record for record in records}
    other = [held[key] for key in map(_key, case.other) if key in held]
    return attrs.evolve(case, records=records, other=other)


def _key(record: Record) -> Key:
    return record.id, record.revision


def _halves(ids: list[str]) -> list[list[str]]:
    middle = len(ids) // 2
    return [ids[:middle], ids[middle:]] if middle > 1 else []


def _is_simpler(order: list[Record], other: list[Record], case: Case) -> bool:
    """Whether an order of arrival, and another, are in order where those of a case are not."""

    def untidy(records: Sequence[Record]) -> int:
        return sum(_key(a) > _key(b) for a, b in pairwise(records))

    return (untidy(order), untidy(other)) < (untidy(case.records), untidy(case.other))


def _asked_more_simply(case: Case) -> Iterator[Case]:
    asked = case.asked
    if asked.known_by is not None:
        yield attrs.evolve(case, asked=attrs.evolve(asked, known_by=None))
    if asked.mode != "certain":
        yield attrs.evolve(case, asked=attrs.evolve(asked, mode="certain"))
    if case.earlier != asked.as_of:
        yield attrs.evolve(case, earlier=asked.as_of)
    last = max(case.days)
    public = max([record.known for record in case.records], default=case.later)
    if asked.as_of != last:
        yield attrs.evolve(case, asked=attrs.evolve(asked, as_of=last), earlier=last)
    if case.later != public:
        yield attrs.evolve(case, later=public)


def _named_more_simply(case: Case, ids: list[str]) -> Iterator[Case]:
    """With ids from the first on, revisions without gaps, or events of ids of their own."""
    records = case.records
    free = [id for id in IDS if id not in ids]
    for id in ids:
        if free and free[0] < id:
            yield _renamed(case, {_key(r): (free[0], r.revision) for r in records if r.id == id})
    held = {_key(record) for record in records}
    for record in records:
        least = 0 if isinstance(record, Event) else 1
        for revision in range(least, record.revision):
            if (record.id, revision) not in held:
                yield _renamed(case, {_key(record): (record.id, revision)})
        if free and isinstance(record, Event) and record.revision:
            yield _renamed(case, {_key(record): (free[0], 0)})


def _renamed(case: Case, names: Mapping[Key, Key]) -> Case:
    """A case with other ids and revisions for some."""

    def named(record: Record) -> Record:
        id, revision = names.get(_key(record), _key(record))
        return attrs.evolve(record, id=id, revision=revision)

    records, other = [*map(named, case.records)], [*map(named, case.other)]
    return attrs.evolve(case, records=records, other=other)


def _said_more_simply(case: Case) -> Iterator[Case]:
    """With a simpler value of a field in all bodies that have the same."""
    for what in [record.what for record in case.records if isinstance(record, Event)]:
        for body in _bodies(what):
            changed = {
                field.alias: (getattr(what, field.name), getattr(body, field.name))
                for field in attrs.fields(type(body))
            }
            for alias, (before, after) in changed.items():
                if before != after:
                    yield _with(case, [_said(one, alias, before, after) for one in case.records])


def _said(record: Record, alias: str, before: Any, after: Any) -> Record:
    if isinstance(record, Event):
        fields = attrs.fields(type(record.what))
        name = next((field.name for field in fields if field.alias == alias), "")
        if name and getattr(record.what, name) == before:
            for body in _changed(record.what, alias, after):
                return attrs.evolve(record, what=body)
    return record


# -- single records -------------------------------------------------------------------------------


def _told_more_simply(record: Record, records: Sequence[Record]) -> Iterator[Record]:
    first = Date.fromisoformat(FIRST)
    if record.sources:
        yield attrs.evolve(record, sources=())
        for some in (*_fewer(record.sources), *_cited_more_simply(record.sources)):
            yield attrs.evolve(record, sources=some)
    if isinstance(record, Event):
        plain: dict[str, Any] = {"parties": (), "lasting": False, "seq": 0, "title": "", "note": ""}
        for name, simplest in plain.items():
            if getattr(record, name) != simplest:
                yield attrs.evolve(record, **{name: simplest})
        yield from (attrs.evolve(record, parties=some) for some in _fewer(record.parties))
        yield from (attrs.evolve(record, what=what) for what in _bodies(record.what))
        start = record.when.start
        for day in (first, *filter(None, (start.earliest, start.latest))):
            if not record.when.is_exact or (start.earliest and day < start.earliest):
                yield attrs.evolve(record, when=day.isoformat())
    for known in dict.fromkeys((first, *sorted(other.known for other in records))):
        if known < record.known:
            yield attrs.evolve(record, known=known)


def _cited_more_simply(cited: tuple[Citation, ...]) -> Iterator[tuple[Citation, ...]]:
    """Citations of which one says no more than which work tells the event."""
    for at, citation in enumerate(cited):
        simple: dict[str, Any] = {"stance": "asserts", "via": (), "when": None}
        for name, simplest in simple.items():
            if getattr(citation, name) != simplest:
                plain = attrs.evolve(citation, **{name: simplest})
                yield (*cited[:at], plain, *cited[at + 1 :])


def _bodies(body: Any) -> Iterator[Any]:
    """A body with one field told more simply."""
    made = kind_of(body)
    return _objects(body, made.fields) if made else iter(())


def _objects(held: Any, fields: Fields) -> Iterator[Any]:
    """An object with one field told more simply: left out, or with another value of its own."""
    for field in fields.fields:
        value = getattr(held, field.name)
        simple = _simplest(values_of(field)) if field.needed else field.default(None)
        if value == simple:
            continue
        if not field.needed or _size(simple) < _size(value):
            yield from _changed(held, field.alias, simple)
        for simpler in _values(value):
            yield from _changed(held, field.alias, simpler)


def _values(held: Any) -> Iterator[Any]:
    """A smaller number, a tuple without one of its members, or with one told more simply."""
    if type(held) is int:
        yield from _less(held)
    elif isinstance(held, tuple):
        yield from _fewer(held)
        for at, one in enumerate(held):
            yield from ((*held[:at], simpler, *held[at + 1 :]) for simpler in _values(one))
    elif attrs.has(type(held)) and type(held) not in PLAIN:
        yield from _objects(held, fields_of(type(held), type(held).__name__))


def _fewer(held: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Some things without one of them."""
    yield from (held[:at] + held[at + 1 :] for at in range(len(held)))


def _size(value: Any) -> tuple[int, str]:
    """How long a value is as code: of two as long, the one that comes first is simpler."""
    told = repr(value)
    return len(told), told


def _less(number: int) -> Iterator[int]:
    """Smaller numbers: the smallest, half of it, and the one before."""
    yield from dict.fromkeys(
        [*range(min(number, 4)), number // 2, number - 1] if number > 0 else []
    )


def _changed(body: Any, alias: str, value: Any) -> Iterator[Any]:
    try:
        yield attrs.evolve(body, **{alias: value})
    except (ValueError, TypeError):  # the class does not take it
        return


@lru_cache(maxsize=256)
def _simplest(values: SearchStrategy[Any]) -> Any:
    quickly = hypothesis.settings(database=None, max_examples=1)
    return find(values, lambda _: True, settings=quickly)
