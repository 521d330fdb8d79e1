"""Editions: a later edition of a data set as later knowledge about the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from types import MappingProxyType

import attrs

from ..arguments import require
from ..dates.when import Day, When
from ..errors import Problem
from ..files.filled import take_in
from ..log import EventLog
from ..records.events import Event, Record, Source
from .datasets import dataset
from .datasets.dataset import parties_asked
from .datasets.reader import Reading, Told
from .in_log import InLog
from .parties import check_countries
from .reading import work


@attrs.frozen
class Update:
    """What an edition changed in a log, counted in events.

    >>> told = Update(3, added=2, corrected=1, retracted=0, unchanged=0, rows=3, skipped={})
    >>> told.position, told.problems
    (3, ())
    """

    position: int
    """The position of the log after it."""
    added: int
    """New, or told again after they were gone."""
    corrected: int
    retracted: int
    unchanged: int
    rows: int
    """The rows of the file."""
    skipped: Mapping[str, int]
    """The rows that gave no event, by the reason."""
    kept: int = 0
    """Not told, and yet not retracted: a row that gave no event may tell them."""
    gone: tuple[str, ...] = ()
    """The ids of the events that were retracted."""
    withheld: tuple[str, ...] = ()
    """The ids of events of which nothing new was taken: a row that gave no event may tell them."""
    left: tuple[str, ...] = ()
    """The ids of events that the file tells otherwise than the log, where another than an edition
    wrote the newest record, such as a curator: they stay as they are."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with rows that cannot be read, the first hundred of them."""


def update(
    log: EventLog,
    name: str,
    path: str | PathLike[str],
    *,
    version: str,
    known: Day,
    parties: Iterable[str] | None = None,
    during: When | Day | None = None,
    encoding: str = "utf-8",
    member: str = "",
    lenient: bool = False,
    beside: str | PathLike[str] | None = None,
    told: Told | None = None,
) -> Update:
    """Take a later edition of a data set into a log: what is new, changed and gone, and no more.

    A row that tells what the log holds gives no record. One that changed gives a correction, and
    an event that the file no longer tells a retraction, both known from the day of the edition; one
    that is new is an event as `read` gives it. All is appended at once, or nothing; with it, a log
    in a store keeps the edition as a work.

    Only what an edition wrote last is corrected or retracted: a record that cites it alone, and is
    the first of its event to do so. What another wrote, such as a curator, stays, even where it
    cites the edition; where the file tells otherwise, its id is in `left`. So a file that was
    mended is an edition too: give it a version of its own.
    What is gone is looked for among the events that the file could hold: of these `parties`, and
    within `during` where the file holds only a period, such as a year. A data set whose files are
    parts of it needs `during` once the log holds any of it; without, the file is the whole; a row
    dated wholly outside of `during` is wrong. A row that told what the log holds, and now tells no
    event, such as one with the name of no country, is told like one that cannot be read. If it is
    `lenient`, rows that cannot be read are passed over, and where there are any, nothing is
    retracted.

    Editions are taken in by their days: one before an edition that the log holds is refused, and so
    is a file without a row where the log holds what it could tell. A party that is no code of a
    country is refused at once; one that neither a row of the file has nor an event of the set in
    the log, at the end. `told` is called now and then with how many rows are read, and 0.

    Holds all events of the edition, and the newest record of each event of the set in the log:
    nothing is taken before the last row is read, as it may be wrong, and what is gone is known
    only then. About 1 kB an event; of a large set, read what concerns your `parties`.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> head = "Event ID,Event Date,Source Country,CAMEO Code,Target Country,Publisher"
    >>> log, march = bt.EventLog(), dict(during="2020-03")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for version, day, code in (("1", "2020-04-01", "042"), ("2", "2020-05-01", "043")):
    ...         with open(f"{folder}/{version}.csv", "w") as file:
    ...             print(head, f"7,2020-03-02,India,{code},Nepal,A Daily", sep="\\n", file=file)
    ...         told = update(log, "icews", file.name, version=version, known=day, **march)
    >>> told.added, told.corrected, told.retracted
    (0, 1, 0)
    >>> [record.what.cameo for record in log.timeline().history("icews-20200302-7")]
    ['042', '043']
    """
    expected = "an EventLog, in memory or as `open_log` gives it"
    require(isinstance(log, EventLog), "update: log", log, expected)
    reading = Reading(
        dataset(name),
        path,
        work(name, version=version, known=known),
        parties=parties_asked(parties),
        encoding=encoding,
        member=member,
        lenient=lenient,
        beside=beside,
    )
    reading.told = told
    last = log.position
    in_log = InLog(log, reading, during)
    check_countries(party for party in reading.parties if party not in in_log.parties)
    new = [record for event in reading if (record := in_log.record_of(event)) is not None]
    in_log.check_parties()
    in_log.check_rows()
    records, gone = in_log.taken(new)
    corrected = sum(map(in_log.corrects, records))
    position = take_in(log, [*records, *gone], [reading.work], expect=last)
    return Update(
        position=position,
        added=len(records) - corrected,
        corrected=corrected,
        retracted=len(gone),
        unchanged=in_log.unchanged,
        rows=reading.rows,
        skipped=dict(reading.skipped),
        kept=in_log.kept,
        gone=tuple(record.id for record in gone),
        withheld=tuple(in_log.withheld),
        left=tuple(in_log.left),
        problems=tuple(reading.problems),
    )


def take_all(
    log: EventLog,
    records: Sequence[Record],
    works: Sequence[Source] = (),
    skipped: Mapping[str, int] = MappingProxyType({}),
) -> Update:
    """Take records that were read into a log, all or nothing, and count what is new of them.

    >>> import bilateral_timeline as bt
    >>> log, note = EventLog(), bt.Retraction(id="a", revision=1, known="2024", reason="not held")
    >>> take_all(log, [note]).retracted, take_all(log, [note]).unchanged
    (1, 1)
    """
    before = log.position
    position = take_in(log, records, works)
    new = [entry.record for entry in log.stream(after=before)]
    events = [record for record in new if isinstance(record, Event)]
    corrected = sum(event.revision > 0 for event in events)
    return Update(
        position=position,
        added=len(events) - corrected,
        corrected=corrected,
        retracted=len(new) - len(events),
        unchanged=len(records) - len(new),
        rows=len(records) + sum(skipped.values()),
        skipped=dict(skipped),
    )
