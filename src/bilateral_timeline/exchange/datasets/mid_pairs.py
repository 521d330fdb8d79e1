"""What both forms of COW MID share: their codes, and the events of two states of a dispute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ...dates.when import When
from ...records.values import Quantity
from ...relations.facets.force import DisputeStage, HostileAct, LossesClaimed
from ..countries import name_of
from ..rows import Row
from .dataset import Draft
from .dated import is_missing, throughout, within

ACTS: Final = (
    *("no-militarized-action", "threat-to-use-force", "threat-to-blockade", "threat-to-occupy"),
    *("threat-to-declare-war", "threat-to-use-cbrn", "threat-to-join-war", "show-of-force"),
    *("alert", "nuclear-alert", "mobilisation", "fortify-border", "border-violation", "blockade"),
    *("occupation", "seizure", "attack", "clash", "declaration-of-war", "cbrn-use"),
    *("begin-war", "join-war"),
)
"""The highest action by its number, from 0 to 21."""
OUTCOMES: Final[Mapping[str, str]] = {
    "1": "victory",
    "2": "victory",
    "3": "yield",
    "4": "yield",
    "5": "stalemate",
    "6": "compromise",
    "7": "released",
    "8": "unclear",
    "9": "joins-war",
    "-9": "missing",
}
BY_FIRST, BY_SECOND = ("1", "3"), ("2", "4")
"""The outcomes that the first or the second side brings about."""
SETTLEMENTS: Final[Mapping[str, str]] = {
    "1": "negotiated",
    "2": "imposed",
    "3": "none",
    "4": "unclear",
    "-9": "missing",
}
DEATHS: Final = ((0, 0), (1, 25), (26, 100), (101, 250), (251, 500), (501, 999), (1000, None))
"""The bounds of each class of deaths, from 0 to 6."""
LAST: Final = When("2014-12-31")
"""The last day that the set covers."""


class Part(NamedTuple):
    """What a state did in a dispute, and its dead, so far as that is told.

    >>> Part("IN", "clash", in_class(1)).deaths == in_class(1)
    True
    """

    state: str
    act: str | None
    deaths: Quantity | None


class Between(NamedTuple):
    """A dispute of two states on different sides of it.

    >>> parts = Part("IN", "clash", in_class(1)), Part("PK", "show-of-force", None)
    >>> told = Between("7", parts, When("2001-03-04"), When("2001-05-06"))
    >>> told.time, told.scope, told.ended
    (1, '', None)
    """

    number: str
    parts: tuple[Part, Part]
    """That on side A first."""
    start: When
    end: When
    time: int = 1
    """How many times the two have been in it by then."""
    scope: str = ""
    """What acts and deaths are of, where they are not of the two alone."""
    ended: DisputeStage | None = None
    """Nothing where it goes on."""


def drafts_of(told: Between) -> Iterator[Draft]:
    """What is told of two states: when it began and ended, their acts and their dead.

    >>> parts = Part("IN", "clash", in_class(1)), Part("PK", "show-of-force", None)
    >>> told = Between("7", parts, When("2001-03-04"), When("2001-05-06"))
    >>> [draft.id for draft in drafts_of(told)]
    ['7-IN-PK-begun', '7-IN-PK-act-in', '7-IN-PK-deaths-in', '7-IN-PK-act-pk']
    """
    dispute = f"mid-{told.number}"
    pair = (told.parts[0].state, told.parts[1].state)
    parties = (min(pair), max(pair))
    between = " and ".join(map(name_of, pair))
    again = f"-{told.time}" if told.time > 1 else ""

    def draft(words: str, when: When, what: object, title: str, seq: int = 0) -> Draft:
        id, locator = "-".join((told.number, *parties, words)), f"dispute {told.number}"
        said = f"{title}: {between}"
        return Draft(f"{id}{again}", when, what, said, parties=parties, locator=locator, seq=seq)

    yield draft("begun", told.start, DisputeStage(dispute=dispute, stage="begun"), "Dispute begins")
    for (state, act, deaths), other in (told.parts, told.parts[::-1]):
        name = state.lower()
        if act is not None:
            target = "" if told.scope else other.state
            what = HostileAct(dispute=dispute, act=act, actor=state, target=target)
            title = f"Highest act of {name_of(state)}"
            yield draft(f"act-{name}", within(told.start, told.end), what, title)
        if deaths is not None:
            lost = LossesClaimed(
                dispute=dispute, of=state, loss="soldiers-killed", number=deaths, scope=told.scope
            )
            title = f"Military deaths of {name_of(state)}"
            yield draft(f"deaths-{name}", throughout(told.start, told.end), lost, title)
    if told.ended is not None:
        yield draft("ended", told.end, told.ended, "Dispute ends", 1)


def act_of(row: Row, column: str) -> str | None:
    """The act of a number in a cell; None where it says nothing.

    >>> row = Row("f.csv", 2, ("17", "-9", "1"), {"hiact": 0, "none": 1, "fatality": 2})
    >>> act_of(row, "hiact"), act_of(row, "none")
    ('clash', None)
    """
    if is_missing(row, column):
        return None
    number = row.whole(column)
    if number >= len(ACTS):
        row.refuse(column, f"a number from 0 to {len(ACTS) - 1}, or -9")
    return ACTS[number]


def class_of_deaths(row: Row, column: str) -> int | None:
    """The class of deaths in a cell; None where it says nothing.

    >>> row = Row("f.csv", 2, ("17", "-9", "1"), {"hiact": 0, "none": 1, "fatality": 2})
    >>> class_of_deaths(row, "fatality"), class_of_deaths(row, "none")
    (1, None)
    """
    if is_missing(row, column):
        return None
    number = row.whole(column)
    if number >= len(DEATHS):
        row.refuse(column, f"a class from 0 to {len(DEATHS) - 1}, or -9")
    return number


def in_class(number: int | None) -> Quantity | None:
    """The deaths of a class.

    >>> in_class(1).low, in_class(1).high, in_class(None)
    (Decimal('1'), Decimal('25'), None)
    """
    if number is None:
        return None
    low, high = DEATHS[number]
    return Quantity(low, None, high, unit="persons")
