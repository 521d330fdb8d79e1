"""ATOP by pair and year: what bound two states in each year.

As of `atop`, but read is the file of pairs and years, directed (`atop5_1ddyr.csv`) or not
(`atop5_1dy.csv`), version 5.1: a row for each year from 1815 to 2018 in which a pair was allied.
The rows of a pair stand one after another.

The rows name no alliance, so each obligation is an agreement of its own, from its first year:
an `agreement-stage` in force in that year, an `agreement-described` with it, and one terminated,
in the year after the last, for in that it was still so. What binds in 2018 has no end. Of a
directed file both directions are told alike, as one agreement. `known` is the day of the edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from ...dates.when import When
from ...relations.facets.agreements import AgreementDescribed, AgreementStage
from ..countries import find_country, name_of
from ..groups import Group
from ..rows import Layout, Row
from .atop import OBLIGATIONS
from .dataset import Dataset, Draft, Unknown
from .dated import is_missing, year_of
from .interactions import sides

THROUGH: Final = 2018
"""The last year that versions 5.0 and 5.1 cover."""
_ID: Final = re.compile(r"atop-dyads-[a-z]{2}-[a-z]{2}-(?P<word>.+)-(?P<year>\d{4})-")
_BINDS: Final = {"1": True, "0": False, "1.0": True, "0.0": False}


def _parties(group: Group) -> tuple[str, ...]:
    a, b = group.key.split("-")
    first, second = sorted(sides("cow", **{"first state": a, "second state": b}))
    if first == second:
        raise Unknown("one party on both sides", known=(first,))
    return first, second


def _drafts(group: Group, parties: tuple[str, ...]) -> Iterator[Draft]:
    years: dict[str, set[int]] = {column: set() for column in OBLIGATIONS}
    for row in group.rows:
        year = year_of(row, "year")
        if year > THROUGH:
            row.refuse("year", f"a year up to {THROUGH}, the last that ATOP 5.1 covers")
        for column in OBLIGATIONS:
            if not is_missing(row, column) and row.of(column, _BINDS):
                years[column].add(year)
    for column, word in OBLIGATIONS.items():
        for first, last in _spells(sorted(years[column])):
            yield from _of_spell(word, first, last, parties)


def _spells(years: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last year of each run of years."""
    first = last = 0
    for year in years:
        if first and year > last + 1:
            yield first, last
            first = 0
        first, last = first or year, year
    if first:
        yield first, last


def _of_spell(word: str, first: int, last: int, parties: tuple[str, ...]) -> Iterator[Draft]:
    id = "-".join((*parties, word, f"{first:04}"))
    agreement = f"atop-{id.lower()}"
    between = " and ".join(map(name_of, parties))
    name = f"ATOP, {word} since {first}"
    locator = f"{between}, {first} to {last}"

    def stage(stage: str, year: int, seq: int) -> Draft:
        what = AgreementStage(agreement=agreement, stage=stage, name=name)
        title = f"{name} ({between}): {stage.replace('-', ' ')}"
        return Draft(f"{id}-{stage}", When(f"{year:04}"), what, title, locator=locator, seq=seq)

    yield stage("in-force", first, 0)
    what = AgreementDescribed(agreement=agreement, obligations=(word,))
    title = f"{name} ({between}): obligation"
    yield Draft(f"{id}-told", When(f"{first:04}"), what, title, locator=locator, seq=1)
    if last < THROUGH:
        yield stage("terminated", last + 1, 2)


def _pair(row: Row) -> str:
    return f"{row.digits('stateA')}-{row.digits('stateB')}"


def _may_tell(group: Group) -> tuple[str, Callable[[str], bool]]:
    """The ids of obligations that bound a pair in the years of its rows.

    Of a pair of which one state is known, those that began before, or in the year after, as its
    other rows may be told without these; else those that began with them.
    """
    known = any(find_country(number, "cow") for number in group.key.split("-"))
    years = dict[str, list[int]]()
    for row in group.rows:
        for column, word in OBLIGATIONS.items():
            if row[column] in _BINDS and _BINDS[row[column]]:
                years.setdefault(word, []).append(year_of(row, "year"))

    def may_tell(id: str) -> bool:
        word, first = _of_id(id)
        told = years.get(word)
        return told is not None and (first <= max(told) + 1 if known else first == min(told))

    return "atop-dyads-", may_tell


@lru_cache(maxsize=65536)
def _of_id(id: str) -> tuple[str, int]:
    """The obligation of an id, and the year in which it began."""
    found = _ID.match(id)
    return (found["word"], int(found["year"])) if found else ("", 0)


DATASET = Dataset(
    name="atop-dyads",
    title="Alliance Treaty Obligations and Provisions (ATOP), pairs and years",
    author=(
        *("Brett Ashley Leeds", "Jeffrey Ritter", "Sara McLaughlin Mitchell"),
        "Andrew Long",
    ),
    publisher="Rice University",
    url="https://www.atopdata.org/",
    layouts=(
        Layout(
            needed=(
                *("stateA|mem1|ccode1", "stateB|mem2|ccode2", "year"),
                *(f"{column}|atop_{column}" for column in OBLIGATIONS),
            )
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    together=True,
    key=_pair,
    may_tell=_may_tell,
)
