"""What a data set is, and the events of one of its editions, read row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from os import PathLike
from typing import Any, Final, Literal, NamedTuple

import attrs
from pendulum import Date

from ...dates.when import Day, When, to_day
from ...errors import ChronicleError, InputError, Problem, shown
from ...records.events import STANCES, Citation, Event, Source, read_event
from ...records.fields import ID, refuse
from ...records.values import is_several
from ..groups import Group, by_key, grouped
from ..rows import Layout, Row, rows

_ENOUGH = 100  # problems after which reading stops

OTHERS = "between other parties"
"""Why a row is passed over that is not between the parties asked for."""


class Draft(NamedTuple):
    """An event as a row tells it; the rest is the same for all rows of an edition.

    `id` is the row's own, perhaps with more words where a row tells several events. `known` is
    the day on which it first became public, where the row says so; else it is that of the
    edition. `via` is whom the row names for it, `stance` how that is said.
    """

    id: str
    when: When
    what: Any
    title: str
    known: Date | None = None
    via: tuple[str, ...] = ()
    stance: str = "asserts"
    lasting: bool = False
    parties: tuple[str, ...] | None = None
    """Where they are not those of the row."""
    locator: str = ""
    """Where it stands, if not at the row of its id."""
    seq: int = 0
    """Its place among the events of a day, where the order is known."""


class Skip(Exception):
    """A row tells no event, for a reason that is counted."""


@attrs.frozen(kw_only=True)
class Dataset:
    """A data set: what it is called, how its files are laid out, and what a row tells.

    `parties` gives the codes of the parties of a row, each once; `drafts` the events that it
    tells of them. Either may raise `Skip` with a reason, which is counted, and refuse a cell
    by `row.refuse`. With `together`, the key of a row, both are given a `Group`: the rows of one
    key, which stand one after another, and the row of that key in the file `beside`, if any.
    """

    name: str
    """By which it is asked for, and with which the ids of its events begin."""
    title: str
    author: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    layouts: tuple[Layout, ...]
    parties: Callable[[Any], tuple[str, ...]]
    drafts: Callable[[Any, tuple[str, ...]], Iterable[Draft]]
    together: Callable[[Row], str] | None = None
    scattered: bool = False
    """Whether rows that belong together stand anywhere; the file is then held whole."""
    beside: tuple[Layout, ...] = ()
    """How a second file is laid out, with a row of each key; empty where there is none."""
    between: Literal["both", "any"] = "both"
    """Whether a row counts if both parties asked for are in it, or any of them."""
    in_parts: bool = False
    """Whether its files hold a part of it, such as a day or a year."""

    def work(self, version: str, known: Day) -> Source:
        """An edition as a work that can be cited."""
        day = _day(known)
        return Source(
            id=f"{self.name}-{slug(version)}",
            title=f"{self.title}, version {version}",
            type="dataset",
            author=self.author,
            publisher=self.publisher,
            issued=day,
            url=self.url,
            known=day,
        )


def slug(text: str) -> str:
    """A text as part of an id: a-z, 0-9 and single hyphens.

    >>> slug("IRN 1234/b")
    'irn-1234-b'
    """
    if _is_plain(text):
        return text
    return "-".join(re.findall("[a-z0-9]+", text.casefold()))


_is_plain = re.compile(ID).fullmatch


class Reading(Iterator[Event]):
    """The events of a file, one after another; nothing is held but the row at hand.

    `rows` counts the rows read so far, `skipped` those that gave no event, by the reason. After
    the first problem no more events are given, and at the end comes a `ChronicleError` with all
    of them; at a hundred it stops, and says so.
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
        beside: str | PathLike[str] | None = None,
    ) -> None:
        if beside is not None and not dataset.beside:
            expected = f"no second file: {dataset.name} is read from one"
            raise InputError(Problem("beside", shown(beside), expected))
        self.dataset, self.work, self.parties = dataset, work, parties
        self._beside = beside
        self._asked = frozenset(parties)
        self._like = _values(Citation(work))
        self.rows = 0
        self.skipped: Counter[str] = Counter()
        self._path, self._encoding, self._member = path, encoding, member
        self._problems: list[Problem] = []
        self._events = self._read()

    def __next__(self) -> Event:
        return next(self._events)

    def __repr__(self) -> str:
        told = f"{self.rows:,} rows read, {self.skipped.total():,} of them passed over"
        return f"<Reading of {self.work.title}: {told}>"

    def _read(self) -> Iterator[Event]:
        problems, asked, counts = self._problems, self.parties, self.counts
        dataset, skipped, make = self.dataset, self.skipped, self._event
        of_row, drafts = dataset.parties, dataset.drafts
        told = self._tell
        for row in self._taken():
            size = 1 if isinstance(row, Row) else len(row)
            self.rows += size
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
                for problem in error.problems:
                    told(row.located(problem))
                continue
            if not events:
                skipped[OTHERS] += size
            elif not problems:
                yield from events
        self._refuse()

    def _taken(self) -> Iterator[Row | Group]:
        """The rows, or the groups of them."""
        key, encoding, told = self.dataset.together, self._encoding, self._tell
        layouts, member = self.dataset.layouts, self._member
        found = rows(self._path, layouts, encoding=encoding, member=member, told=told)
        if key is None:
            return found
        beside = dict[str, Row]()
        if self._beside is not None:
            second = rows(self._beside, self.dataset.beside, encoding=encoding, told=told)
            beside = by_key(second, key, told)
        return grouped(found, key, told, beside, scattered=self.dataset.scattered)

    def counts(self, parties: Iterable[str]) -> bool:
        """Whether what these parties are in is asked for: of both, or of any as the set has it."""
        if self.dataset.between == "any":
            return not self._asked.isdisjoint(parties)
        return self._asked.issubset(parties)

    def _event(self, draft: Draft, parties: tuple[str, ...]) -> Event:
        """The event of a draft."""
        work = self.work
        known = draft.known or work.known
        assert known is not None, "an edition has its day"
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

    def _tell(self, problem: Problem) -> None:
        """Take note of a problem; too many are the end."""
        self._problems.append(problem)
        if len(self._problems) >= _ENOUGH:
            found, expected = "rows that were not looked at", f"fewer than {_ENOUGH} problems"
            self._problems.append(Problem(f"{problem.file}: the rest", found, expected))
            self._refuse()

    def _refuse(self) -> None:
        if self._problems:
            raise ChronicleError(*self._problems)


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


def parties_asked(parties: Any) -> tuple[str, ...]:
    """The codes of parties asked for: several different ones, or none for all."""
    if parties is None:
        return ()
    held = tuple(parties) if is_several(parties) else ()
    if not held or not all(isinstance(one, str) and one for one in held):
        expected = "codes of parties, such as ('RU', 'IR'), or None for all"
        raise InputError(Problem("parties", shown(parties), expected))
    return tuple(dict.fromkeys(held))


def check_version(version: Any) -> str:
    """The version of an edition, as its publisher calls it."""
    if not isinstance(version, str) or not slug(version):
        expected = "the version of the edition as text, such as '24.1'"
        raise InputError(Problem("version", shown(version), expected))
    return version


def _day(known: Any) -> Date:
    if known is None:
        advice = "such as known='2023-04-10'"
        raise InputError(Problem("known", "None", "the day on which the edition came out", advice))
    return to_day(known, "known")
