"""What a data set is: its works, the layouts of its files, and what a row of one tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

import attrs
from pendulum import Date

from ...dates.when import Day, When, to_day
from ...errors import InputError, Problem, shown
from ...records.events import Source
from ...records.fields import ID
from ...records.values import is_several
from ..groups import Group
from ..rows import Layout, Row

OTHERS = "between other parties"
"""Why a row is passed over that is not between the parties asked for."""


class Draft(NamedTuple):
    """An event as a row tells it; the rest is the same for all rows of an edition.

    `id` is the row's own, perhaps with more words where a row tells several events. `known` is
    the day on which it first became public, where the row says so; else it is that of the
    edition. `via` is whom the row names for it, `stance` how that is said.

    >>> draft = Draft("7", When("2020-03-02"), None, "A visit")
    >>> draft.stance, draft.known, draft.via
    ('asserts', None, ())
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
    """A row tells no event, for a reason that is counted.

    >>> try:
    ...     raise Skip("one party on both sides")
    ... except Skip as reason:
    ...     print(reason)
    one party on both sides
    """

    known: tuple[str, ...] = ()
    """The parties of the row that are known."""
    row: Row | None = None
    """The row of a group."""

    def near(self) -> Iterable[str]:
        """What may have been meant."""
        return ()


class Unknown(Skip):
    """A row holds what is hardly so: what no table has, such as the name of no country, or nothing.

    In a later edition it may be one that was damaged.

    >>> try:
    ...     raise Unknown("no party in the table of countries", "Inda", lambda: ["India"])
    ... except Unknown as reason:
    ...     print(reason, reason.near())
    no party in the table of countries: Inda ['India']
    """

    def __init__(
        self,
        what: str,
        text: str | None = None,
        near: Callable[[], Iterable[str]] = tuple,
        *,
        known: tuple[str, ...] = (),
        row: Row | None = None,
    ) -> None:
        super().__init__(what if text is None else f"{what}: {text}")
        self._near, self.known, self.row = near, known, row

    def near(self) -> Iterable[str]:
        """What may have been meant."""
        return self._near()


class Partly(NamedTuple):
    """The parties of a row that tell events, beside which it names one that is in no table.

    >>> found = Partly(("RU",), Unknown("no party in the table of countries", "Inda"))
    >>> found.parties, str(found.reason)
    (('RU',), 'no party in the table of countries: Inda')
    """

    parties: tuple[str, ...]
    reason: Unknown


@attrs.frozen(kw_only=True)
class Dataset:
    """A data set: what it is called, how its files are laid out, and what a row tells.

    `parties` gives the codes of the parties of a row, each once, or `Partly`; `drafts` the events
    that it tells of them. Either may raise `Skip` with a reason, which is counted, and refuse a
    cell by `row.refuse`. With the `key` of a row the ids of its events begin, and go on as `tail`
    says, unless there is `may_tell`. If rows are told `together`, both are given a `Group`: the
    rows of one key, which stand one after another, and the row of that key in the file `beside`, if
    any.

    >>> from bilateral_timeline.exchange.datasets import dataset
    >>> held = dataset("archigos")
    >>> held.between, held.work("4.1", "2016-03-01").id
    ('any', 'archigos-4-1')
    """

    name: str
    """By which it is asked for, and with which the ids of its events begin."""
    title: str
    author: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    layouts: tuple[Layout, ...]
    parties: Callable[[Any], tuple[str, ...] | Partly]
    drafts: Callable[[Any, tuple[str, ...]], Iterable[Draft]]
    key: Callable[[Row], str]
    tail: str = ""
    """What may follow the key in an id, as a pattern."""
    together: bool = False
    scattered: bool = False
    """Whether rows that belong together stand anywhere; the file is then held whole."""
    gathered: Callable[[Iterator[Group]], Iterator[Group]] | None = None
    """What the groups pass through, where one cannot be told without the others."""
    beside: tuple[Layout, ...] = ()
    """How a second file is laid out, with a row of each key; empty where there is none."""
    between: Literal["both", "any"] = "both"
    """Whether a row counts if both parties asked for are in it, or any of them."""
    in_parts: bool = False
    """Whether its files hold a part of it, such as a day or a year."""
    part: Callable[[Row], str] | None = None
    """Of which of its files a row is, where one file tells not all."""
    part_of: Callable[[str], str] | None = None
    """The same of an event, by its id."""
    may_tell: Callable[[Any], tuple[str, Callable[[str], bool]] | None] | None = None
    """With what the ids begin of events that a row which is `Unknown` may tell, and which of these
    it may, where its key does not say so; None where it does."""
    by_known: bool = False
    """Whether a part is of what was told in its period, whenever that was."""

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


def parties_asked(parties: Any) -> tuple[str, ...]:
    """The codes of parties asked for: several different ones, or none for all.

    >>> parties_asked(["RU", "IR", "RU"]), parties_asked(None)
    (('RU', 'IR'), ())
    """
    if parties is None:
        return ()
    held = tuple(parties) if is_several(parties) else ()
    if not held or not all(isinstance(one, str) and one for one in held):
        expected = "codes of parties, such as ('RU', 'IR'), or None for all"
        raise InputError(Problem("parties", shown(parties), expected))
    return tuple(dict.fromkeys(held))


def check_version(version: Any) -> str:
    """The version of an edition, as its publisher calls it.

    >>> check_version("24.1")
    '24.1'
    """
    if not isinstance(version, str) or not slug(version):
        expected = "the version of the edition as text, such as '24.1'"
        raise InputError(Problem("version", shown(version), expected))
    return version


def _day(known: Any) -> Date:
    if known is None:
        advice = "such as known='2023-04-10'"
        raise InputError(Problem("known", "None", "the day on which the edition came out", advice))
    return to_day(known, "known")
