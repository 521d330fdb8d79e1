"""The events of one file of an edition of a data set, read row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import lru_cache
from os import PathLike

from pendulum import Date

from ...arguments import require, require_text
from ...dates.when import Certainty, When
from ...errors import InputError, Problem, shown
from ...files.disk import as_path
from ...problems import Problems
from ...records.events import Citation, Event, Source, read_event
from ...records.fields import refuse
from ..doubts import Doubt, Doubts
from ..groups import Group, by_key, grouped
from ..rows import Row, rows
from .citing import citation_of, content_of, values_of
from .dataset import OTHERS, Dataset, Draft, Partly, Skip, slug

Told = Callable[[int, int], None]
"""What is called now and then with how many rows are read, and 0: of how many is not known."""
_OFTEN = 1_000  # rows after which it is told how many were read
_FIRST = 1800  # no set tells of a year before it

UNREAD = "it cannot be read"
"""Why a row is passed over in which something is wrong, where that is asked for."""
TWICE = "told by a row before it"
"""Why a row is passed over that stands twice, where what is given is kept."""
_FEW = 3  # rows that are dated outside of the period and told one by one


class _Outside(Exception):
    """A row is dated outside of the period of the file, as some before it are."""


class Reading(Iterator[Event]):
    """The events of a file, one after another; nothing is held but the row at hand.

    `rows` counts the rows read so far, `skipped` those that gave no event, by the reason. After
    the first problem no more events are given, and at the end comes a `ChronicleError` with all
    of them; at a hundred it stops, and says so. If it is `lenient`, rows with problems are passed
    over and counted, and `problems` has the first hundred. Where parties are asked for, `seen` are
    those of the rows so far, and `elsewhere` those that may be in none; at the end another that is
    in none is refused, unless it is the code of a country. `close` lets the file go early.

    >>> from bilateral_timeline import exchange
    >>> reading = exchange.read("icews", "events.tab", version="1", known="2023-04-10")
    >>> reading.rows, dict(reading.skipped), reading.problems, reading.work.id
    (0, {}, [], 'icews-1')
    """

    def __init__(
        self,
        dataset: Dataset,
        path: str | PathLike[str],
        work: Source,
        *,
        parties: tuple[str, ...] = (),
        encoding: str = "utf-8",
        member: str = "",
        lenient: bool = False,
        beside: str | PathLike[str] | None = None,
    ) -> None:
        require(type(lenient) is bool, "lenient", lenient, "True or False")
        require_text("member", member, "the name of a file in a .zip")
        if beside is not None and not dataset.beside:
            expected = f"no second file: {dataset.name} is read from one"
            raise InputError(Problem("beside", shown(beside), expected))
        self.dataset, self.work, self.parties = dataset, work, parties
        self._asked = frozenset(parties)
        self._like = values_of(Citation(work))
        self.rows, self.lenient = 0, lenient
        self.skipped: Counter[str] = Counter()
        self._problems = Problems(lenient=lenient)
        self.during: When | None = None
        self.given: dict[str, tuple[Event, int]] | None = None
        self.doubts: Doubts | None = None
        self.parts: set[str] = set()
        self.seen: set[str] = set()
        self._outside, self._more = 0, 0
        self.told: Told | None = None
        self._path, self._encoding, self._member = as_path(path), encoding, member
        self._beside = None if beside is None else as_path(beside)
        self._events = self._read()

    def __next__(self) -> Event:
        return next(self._events)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with rows, so far."""
        return self._problems.told

    @property
    def file(self) -> str:
        """The file that is read."""
        return str(self._path)

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
            if self.doubts is not None and self.dataset.part is not None and isinstance(row, Row):
                self.parts.add(self.dataset.part(row))
            if self.told is not None and self.rows % _OFTEN < size:
                self.told(self.rows, 0)
            try:
                parties = of_row(row)
                if isinstance(parties, Partly):
                    parties, reason = parties
                    self._doubt(row, reason, parties)
                if asked:
                    self.seen.update(parties)
                    if not counts(parties):
                        skipped[OTHERS] += size
                        continue
                events = [make(draft, parties) for draft in drafts(row, parties)]
                if asked:
                    events = [event for event in events if counts(event.parties)]
                self._check_dates(events)
                events = self._new(row, events)
            except Skip as reason:
                if (why := str(reason)) != TWICE:
                    self._doubt(row, reason)
                skipped[why] += size
                continue
            except _Outside:
                self._more += size
                self._pass_over(size)
                continue
            except InputError as error:
                self._tell(*(row.located(problem) for problem in error.problems), rows=size)
                continue
            if not events:
                skipped[OTHERS] += size
            elif self.lenient or not self.problems:
                yield from events
        if self._more:
            found = f"{self._more:,} more {'row' if self._more == 1 else 'rows'} of other dates"
            expected = f"dates in {self.during}, as the file is said to be of that period"
            self._problems.tell(Problem(self.file, found, expected, file=self.file))
        self._problems.refuse()

    def _doubt(self, row: Row | Group, reason: Skip, rest: tuple[str, ...] = ()) -> None:
        """Take note of a row that may tell what a log holds, where the file is laid beside one."""
        if self.doubts is not None:
            self.doubts.note(row, reason, rest)

    def tell_doubted(self, doubted: Mapping[str, Doubt]) -> None:
        """Refuse rows that may tell events that changed, once all were read, if it is not lenient.

        Each is told with the first of them.
        """
        first = dict[Row | Group, tuple[str, Doubt]]()
        for id, doubt in doubted.items():
            first.setdefault(doubt.place, (id, doubt))
        for id, doubt in first.values():
            self._problems.tell(doubt.problem(id, lenient=self.lenient))
            if self._problems.is_full:
                self._problems.stop(f"{self.file}: the rest", file=self.file)
                break
        self._problems.refuse()

    def _check_dates(self, events: list[Event]) -> None:
        """Refuse a row dated outside of the period that the file is said to be of.

        After some, of which each is told, they are counted: it is the period that is wrong.
        """
        if self.during is None:
            return
        for event in events:
            days = (event.when, event.known) if self.dataset.by_known else (event.when,)
            if all(self.during.overlaps(day) is Certainty.NO for day in days):
                self._outside += 1
                if self._outside > _FEW:
                    raise _Outside
                expected = f"a date in {self.during}, as the file is said to be of that period"
                advice = "give the period of this file as `during` (typed: --during)"
                raise InputError(Problem("", f"an event of {event.when}", expected, advice))

    def _new(self, row: Row | Group, events: list[Event]) -> list[Event]:
        """Where what is given is kept: those not given before, and never one told otherwise."""
        if self.given is None or not events:
            return events
        number = row.number if isinstance(row, Row) else row.first.number
        new: dict[str, tuple[Event, int]] = {}
        for event in events:
            before, first = self.given.get(event.id) or new.setdefault(event.id, (event, number))
            if before is not event and content_of(before) != content_of(event):
                found = f"{shown(event.id)} again, of which it says something else"
                expected = f"an id of its own, as row {first} has this one"
                advice = "take away one of the two rows"
                raise InputError(Problem("", found, expected, advice, record=event.id))
        self.given |= new
        fresh = [event for event in events if self.given[event.id][0] is event]
        if not fresh:
            raise Skip(TWICE)
        return fresh

    def _taken(self) -> Iterator[Row | Group]:
        """The rows, or the groups of them."""
        held, encoding, told = self.dataset, self._encoding, self._tell_row
        found = rows(self._path, held.layouts, encoding=encoding, member=self._member, told=told)
        if not held.together:
            return found
        beside = dict[str, Row]()
        if self._beside is not None:
            second = rows(self._beside, held.beside, encoding=encoding, told=self._tell)
            beside = by_key(second, held.key, self._tell)
        groups = grouped(found, held.key, told, beside, scattered=held.scattered)
        return groups if held.gathered is None else held.gathered(groups)

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
        _check_when(draft.when, None if self.dataset.by_known else out)
        cited = citation_of(self._like, draft)
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

    def _pass_over(self, rows: int) -> None:
        """Count rows that cannot be read, where that is asked for."""
        if self.lenient:
            self.skipped[UNREAD] += rows

    def _tell_row(self, *problems: Problem, rows: int = 1) -> None:
        """Take note of a row that is none, or of several."""
        self.rows += rows
        self._tell(*problems, rows=rows)

    def _tell(self, *problems: Problem, rows: int = 1) -> None:
        """Take note of what is wrong with a row, or several; too much is the end."""
        self._pass_over(rows)
        self._problems.tell(*problems)
        if self._problems.is_full:
            self._problems.stop(f"{problems[0].file}: the rest", file=problems[0].file)
            self._problems.refuse()


@lru_cache(maxsize=16384)
def _check_when(when: When, out: Date | None) -> None:
    """Refuse a date after the edition came out, or long before what any set of the field tells."""
    first, last = when.earliest, when.latest
    if out is not None and first is not None and first > out:
        refuse("when", str(when), f"a date by {out}, on which the edition came out")
    if out is not None and last is not None and last.year > out.year:
        refuse("when", str(when), f"an end by {out}, on which the edition came out")
    if last is not None and last.year < _FIRST:
        refuse("when", str(when), f"a date from {_FIRST} on, as data sets tell of no earlier one")
