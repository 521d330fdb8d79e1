"""ATOP: alliances, when they bound each pair of members, and to what.

Leeds, Ritter, Mitchell and Long, "Alliance Treaty Obligations and Provisions, 1815-1944",
International Interactions 28 (2002), version 5.1, with Leeds, *Alliance Treaty Obligations and
Provisions (ATOP) Codebook* (2022): 1815 to 2018. Read is the file of members, `atop5_1m.csv`: a row
for each member in each phase of an alliance, when it came in and went, and what it is obliged to.

The agreement is `atop-` with the number of the alliance, and with that of the phase where it has
several, as each has obligations of its own. Events are of two members while both were in: an
`agreement-stage` in force, an `agreement-described` with all that either is obliged to, and one
terminated, or superseded where a later phase of the alliance binds both. The day of exit is that
on which it ended. A month or a day that is 0 or missing is not known; a year of exit that is 0
says that it was in effect when the register ends, and there is no end. `known` is the day of the
edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from ...dates.when import When
from ...relations.facets.agreements import AgreementDescribed, AgreementStage
from ..countries import find_country, has_country, name_of
from ..groups import Group
from ..rows import Layout, Row, several
from .dataset import Dataset, Draft, Partly, Unknown
from .dated import bounded, earlier, is_missing, later, of_parts
from .interactions import no_country

OBLIGATIONS: Final[Mapping[str, str]] = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}
"""The obligation of each column."""
_YES: Final = {"1": True, "0": False}
_ZERO = ("0",)


class _Member(NamedTuple):
    """A member's time in a phase."""

    state: str
    phase: int
    start: When
    end: When | None
    obligations: tuple[str, ...]


def _parties(group: Group) -> tuple[str, ...] | Partly:
    found = several(find_country(row.digits("member"), "cow") or "" for row in group.rows)
    for row in group.rows:
        if not has_country(row["member"], "cow"):
            reason = no_country(row["member"], "cow", row=row)
            if len(found) > 1:
                return Partly(found, reason)
            raise reason
    if len(found) < 2:
        raise Unknown("fewer than two parties in the table of countries")
    return found


def _drafts(group: Group, _: tuple[str, ...]) -> Iterator[Draft]:
    members = [held for row in group.rows if (held := _member(row)) is not None]
    members.sort(key=lambda one: (one.phase, one.state, one.start.sort_key("certain")))
    last = dict[str, int]()
    for one in members:
        last[one.state] = max(one.phase, last.get(one.state, 0))
    told: dict[tuple[int, str, str], int] = {}
    for one, other in combinations(members, 2):
        spell = _spell(one, other)
        if one.phase != other.phase or one.state == other.state or spell is None:
            continue
        pair = (one.phase, one.state, other.state)
        told[pair] = told.get(pair, 0) + 1
        goes_on = min(last[one.state], last[other.state]) > one.phase
        yield from _of_pair(group.key, (one, other), spell, told[pair], goes_on)


def _member(row: Row) -> _Member | None:
    start = of_parts(row, "yrent", "moent", "dayent", _ZERO)
    end = None
    if not is_missing(row, "yrexit") and row["yrexit"].removesuffix(".0") != "0":
        end = of_parts(row, "yrexit", "moexit", "dayexit", _ZERO)
        if (spell := bounded(start, end)) is None:
            row.refuse("yrexit", f"an exit that is not before the entry, {start}")
        start, end = spell
    words = (word for column, word in OBLIGATIONS.items() if _is_obliged(row, column))
    obligations = tuple(words)
    phase = 0 if is_missing(row, "phase") else row.whole("phase")
    state = find_country(row.digits("member"), "cow")
    return None if state is None else _Member(state, phase, start, end, obligations)


def _is_obliged(row: Row, column: str) -> bool:
    return not is_missing(row, column) and bool(row.of(column, _YES | {"1.0": True, "0.0": False}))


def _spell(one: _Member, other: _Member) -> tuple[When, When | None] | None:
    """When both were in; None where they never were."""
    start, ends = later(one.start, other.start), [m.end for m in (one, other) if m.end is not None]
    if not ends:
        return start, None
    return bounded(start, earlier(ends[0], ends[-1]))


def _of_pair(
    number: str,
    pair: tuple[_Member, _Member],
    spell: tuple[When, When | None],
    time: int,
    goes_on: bool,
) -> Iterator[Draft]:
    """What is told of two members in a phase; `goes_on`: in a later phase too."""
    phase = pair[0].phase
    named = f"{number}-{phase}" if phase else number
    states = tuple(member.state for member in pair)
    id = "-".join((named, *states))
    again = f"-{time}" if time > 1 else ""
    of = f"ATOP {named}, {' and '.join(map(name_of, states))}"
    locator = f"alliance {number}" + (f", phase {phase}" if phase else "")

    def draft(words: str, when: When, what: object, seq: int) -> Draft:
        told = f"{of}: {words.replace('-', ' ')}"
        id_ = f"{id}-{words}{again}"
        return Draft(id_, when, what, told, parties=states, locator=locator, seq=seq)

    def stage(word: str, when: When, seq: int) -> Draft:
        what = AgreementStage(agreement=f"atop-{named}", stage=word, name=f"ATOP {number}")
        return draft(word, when, what, seq)

    start, end = spell
    yield stage("in-force", start, 0)
    words = tuple(w for w in OBLIGATIONS.values() if any(w in m.obligations for m in pair))
    if words:
        what = AgreementDescribed(agreement=f"atop-{named}", obligations=words)
        yield draft("obligations", start, what, 1)
    if end is not None:
        yield stage("superseded" if goes_on else "terminated", end, 2)


def _may_tell(group: Group) -> tuple[str, Callable[[str], bool]]:
    """The ids of an alliance, of which any phase may be told by a member of another."""
    return f"atop-{group.key}-", bool


DATASET = Dataset(
    name="atop",
    title="Alliance Treaty Obligations and Provisions (ATOP), members",
    author=(
        *("Brett Ashley Leeds", "Jeffrey Ritter", "Sara McLaughlin Mitchell"),
        "Andrew Long",
    ),
    publisher="Rice University",
    url="https://www.atopdata.org/",
    layouts=(
        Layout(
            needed=(
                *("atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit"),
                *OBLIGATIONS,
            ),
            optional=("phase",),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    together=True,
    key=lambda row: row.digits("atopid"),
    may_tell=_may_tell,
)
