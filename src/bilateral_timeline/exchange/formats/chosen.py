"""What is written of a timeline or a log, and the account of what a format could not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs
from pendulum import Date

from ...arguments import KnownBy, known_day
from ...dates.when import Day
from ...errors import InputError, Problem, shown
from ...log import EventLog
from ...records.events import Citation, Event, Record, Source
from ...relations.names import Names
from ...relations.relationship import RelationshipProjection
from ...stores.log import StoredLog
from ...timeline import Timeline
from ...views.events import footnotes
from ...views.speech import Speech
from ...views.words import joined


@attrs.frozen
class Written:
    """What was written: how many events and works, what was left out, what is said less.

    `left_out` counts the events that the format cannot say at all, by the reason; `said_less`
    what it cannot say of the others, such as dates that are less exact than told.

    >>> print(Written("csl", 2, 1, {}, {"bodies": 2}))
    csl: 2 events, 1 work; not said, or less: bodies (2)
    """

    format: str
    events: int
    works: int
    left_out: Mapping[str, int]
    said_less: Mapping[str, int]

    def __str__(self) -> str:
        told = [f"{self.format}: {_number(self.events, 'event')}, {_number(self.works, 'work')}"]
        for name, counts in (("left out", self.left_out), ("not said, or less", self.said_less)):
            if counts:
                told.append(f"{name}: {', '.join(f'{what} ({n:,})' for what, n in counts.items())}")
        return "; ".join(told)


def _number(of: int, one: str) -> str:
    return f"{of:,} {one}{'' if of == 1 else 's'}"


@attrs.define
class Tally:
    """The account that a format keeps while it writes.

    >>> tally = Tally(events=1)
    >>> tally.unsaid({"notes": 2, "bodies": 0})
    >>> print(tally.closed("csl"))
    csl: 1 event, 0 works; not said, or less: notes (2)
    """

    events: int = 0
    works: int = 0
    left_out: Counter[str] = attrs.field(factory=Counter)
    said_less: Counter[str] = attrs.field(factory=Counter)

    def unsaid(self, counts: Mapping[str, int]) -> None:
        """Count what a format does not say, so far as there is any of it."""
        self.said_less.update({what: int(n) for what, n in counts.items() if n})

    def closed(self, format: str) -> Written:
        """The account, once all is written."""
        counts = ({**self.left_out}, {**self.said_less})
        return Written(format, self.events, self.works, *counts)


Numbered = Callable[[], Iterator[tuple[int, Record]]]
"""Records with their numbers, from the first again each time that it is called."""


@attrs.frozen
class Chosen:
    """The records that are to be written, in order, and what is known of them.

    >>> import bilateral_timeline as bt
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked = chosen(log)
    >>> [number for number, _ in asked.numbered()], asked.is_log, asked.works()
    ([1], True, ())
    """

    numbered: Numbered
    """Events in canonical order; of a log, all its records by their positions, as they are read."""
    known_works: tuple[Source, ...]
    speech: Speech
    base: str
    """What ids are put behind, to make them IRIs."""
    pair: tuple[str, ...] = ()
    is_log: bool = False
    withheld: set[tuple[str, int]] = attrs.field(factory=set, eq=False)
    """The ids and revisions of records whose notes are not public, so far as they were read."""
    by_id: Mapping[str, Source] = attrs.field(init=False, eq=False)
    """The works that are known, by id."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "by_id", {work.id: work for work in self.known_works})

    @property
    def records(self) -> Iterator[Record]:
        """The records, one after another."""
        return (record for _, record in self.numbered())

    @property
    def events(self) -> Iterator[Event]:
        """The events among the records."""
        return (record for record in self.records if isinstance(record, Event))

    @property
    def unnamed(self) -> Mapping[str, int]:
        """How many names there are that stand in no record, for formats that hold these alone."""
        return {"names of parties, persons, bodies and things": len(tuple(self.speech.names))}

    def notes(self, record: Record, *, said: bool = False) -> int:
        """How many notes of a record are not told; none where a note that it has is `said`."""
        has_note = isinstance(record, Event) and bool(record.note) and not said
        return int(has_note or (record.id, record.revision) in self.withheld)

    def works(self) -> tuple[Source, ...]:
        """The works that the records cite, so far as they are known; of a log, all of them."""
        if self.is_log:
            return self.known_works
        cited = {citation.source for record in self.records for citation in record.sources}
        return tuple(work for work in self.known_works if work.id in cited)

    def cited(self, event: Event) -> list[tuple[Citation, str]]:
        """The citations of an event, each with how people are shown it."""
        lines = [
            line.text
            for line in footnotes([event], self.by_id, self.speech)
            if line.depth == 2 and line.sort != "aside"
        ]
        return [*zip(event.sources, lines, strict=True)]

    def parties(self, event: Event) -> str:
        """The parties of an event by name, as people say them."""
        return joined(map(self.speech.name, event.parties))

    def name(self) -> str:
        """What the whole is called: its pair, by name."""
        return joined(map(self.speech.name, self.pair)) or "Timeline"


def chosen(
    told: Any,
    *,
    after: Day | None = None,
    until: Day | None = None,
    known_by: KnownBy = None,
    base: str = "",
) -> Chosen:
    """What is asked for of a timeline or of a log.

    >>> import bilateral_timeline as bt
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> [event.id for event in chosen(log.timeline(), until="2024").events]
    ['dark']
    """
    if isinstance(told, EventLog):
        return _of_log(told, after, until, known_by, base)
    if not isinstance(told, Timeline):
        expected = "a Timeline, or an EventLog"
        raise InputError(Problem("write", shown(told), expected, "give `log.timeline()`"))
    events = told.events(after, until, known_by=known_by)
    names, pair = _names_of(told)
    works, numbered = told.coverage.sources, partial(enumerate, events, 1)
    withheld = set[tuple[str, int]]()
    if known_by is not None:
        withheld = {(event.id, event.revision) for event in events if _has_note(told, event)}
    return Chosen(numbered, works, Speech(names), base, pair, withheld=withheld)


def _has_note(timeline: Timeline[Any], event: Event) -> bool:
    """Whether an event that is shown as it was public has a note of a curator."""
    records = timeline.history(event.id)
    return any(isinstance(r, Event) and r.revision == event.revision and r.note for r in records)


def _names_of(timeline: Timeline[Any]) -> tuple[Names, tuple[str, ...]]:
    projection = timeline.projection
    if isinstance(projection, RelationshipProjection):
        return projection.names, projection.pair
    return Names(), ()


def _of_log(
    log: EventLog, after: Day | None, until: Day | None, known_by: KnownBy, base: str
) -> Chosen:
    for name, day in (("after", after), ("until", until)):
        if day is not None:
            advice = "write `log.timeline()` for a slice of what is believed"
            expected = "none, as a log is written with all its records"
            raise InputError(Problem(f"write: {name}", shown(day), expected, advice))
    known = known_day(known_by, None)
    works = log.sources if isinstance(log, StoredLog) else log._sources
    if known is not None:
        works = tuple(work for work in works if work.known is None or work.known <= known)
    withheld = set[tuple[str, int]]()
    numbered = partial(_public_entries, log, known, withheld)
    return Chosen(numbered, works, Speech(), base, (), True, withheld)


def _public_entries(
    log: EventLog, known: Date | None, withheld: set[tuple[str, int]]
) -> Iterator[tuple[int, Record]]:
    """The records of a log that were public by a day, as they were then."""
    for position, record in ((entry.position, entry.record) for entry in log.stream()):
        if known is None or record.known <= known:
            if known is not None and isinstance(record, Event) and record.note:
                withheld.add((record.id, record.revision))
            yield position, _as_public(record, known)


def _as_public(record: Record, known: Date | None) -> Record:
    """A record as it was public by a day."""
    if known is None:
        return record
    if isinstance(record, Event):
        return record.known_by(known).without_note()
    cited = tuple(c for c in record.sources if c.known is not None and c.known <= known)
    return attrs.evolve(record, sources=cited)


def one_line(text: str) -> str:
    r"""A text on one line, for formats whose lines have a meaning.

    >>> one_line("two\nlines")
    'two lines'
    """
    return " ".join(text.split())


def headline(event: Event) -> str:
    """What an event is called, on one line: its title, or its kind and id.

    >>> import bilateral_timeline as bt
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> headline(log.timeline().events()[0])
    'eclipse, dark'
    """
    return one_line(event.title) or one_line(f"{event.kind}, {event.id}")


def lines(texts: Iterable[str]) -> Iterator[bytes]:
    r"""Texts as lines of a file.

    >>> [*lines(["a", "b"])]
    [b'a\n', b'b\n']
    """
    for text in texts:
        yield f"{text}\n".encode()
