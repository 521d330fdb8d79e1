"""Archigos: the effective leader of each independent state, when each came and went, and how.

Goemans, Gleditsch and Chiozza, "Introducing Archigos: A Dataset of Political Leaders", Journal
of Peace Research 46 (2009), version 4.1 of 1 March 2016, which covers 1875 to 31 December 2015:
the text file, parted by tabs, or CSV of the Stata file. States have the numbers of Gleditsch and
Ward, though their column is called `ccode`. The text is in Latin-1: `encoding="latin-1"`.

A term is an `office-assumed` and an `offices-vacated` of the office `xx-leader`, which is that
of the effective leader, whatever it is called. The last day is that on which it ended: a leader
may be overthrown on it, and the next begin. Who is still in office at the end of the edition has
not left. Of two terms of a state that share a day, that which began first ends before the other
begins. Ids are those of the terms (`obsid`); `known` is the day of the edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ...dates.when import When
from ...relations.facets.leadership import Holding, OfficeAssumed, OfficesVacated
from ..countries import name_of
from ..rows import Layout, Row
from .dataset import Dataset, Draft
from .dated import MISSING, day_of
from .interactions import party

ENTRY: Final[Mapping[str, str]] = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign Imposition": "foreign-imposition",
    "Unknown": "unknown",
}
STAYS: Final = "Still in Office"
EXIT: Final[Mapping[str, str]] = {
    STAYS: "",
    "Regular": "regular",
    "Irregular": "irregular",
    "Natural Death": "natural-death",
    "Retired Due to Ill Health": "ill-health",
    "Suicide": "suicide",
    "Foreign": "foreign",
    "Unknown": "unknown",
}
_NO_MORE = frozenset({*MISSING, "REGULAR", "UNKNOWN", STAYS.upper()})
"""What the column for more on an exit holds where there is no more."""


def _parties(row: Row) -> tuple[str, ...]:
    return (party(row.digits("ccode"), "gw", "leader"),)


def _key(row: Row) -> str:
    return row["obsid"] or row.refuse("obsid", "the id of the term")


def _drafts(row: Row, parties: tuple[str, ...]) -> Iterator[Draft]:
    (state,) = parties
    id, person = _key(row), row["leader"]
    if not person:
        row.refuse("leader", "the name of the leader")
    start, end = row.day("startdate", day_of), row.day("enddate", day_of)
    if end < start:
        row.refuse("enddate", f"a day from {start} on")
    exit, more = row.of("exit", EXIT), row.get("exitcode")
    office, country = f"{state.lower()}-leader", name_of(state)
    tail = id.rpartition("-")[2]
    number = int(tail) if tail.isdecimal() and len(tail) < 9 and int(tail) < 100 else 0
    seq = 2 * (100 * start.toordinal() + number)
    began = OfficeAssumed(office=office, person=person, entry=row.of("entry", ENTRY))
    came = f"{person} becomes the leader of {country}"
    yield Draft(id, When(start.isoformat()), began, came, locator=f"term {id}", seq=seq)
    if exit:
        ended = OfficesVacated(
            holdings=(Holding(office=office, person=person),),
            exit="assassinated" if more.startswith("Assassination") else exit,
            circumstance="" if more.upper() in _NO_MORE else more,
        )
        left = f"{person} is no longer the leader of {country}"
        when = When(end.isoformat())
        yield Draft(f"{id}-ended", when, ended, left, locator=f"term {id}", seq=seq + 1)


DATASET = Dataset(
    name="archigos",
    title="Archigos: A Dataset of Political Leaders",
    author=("Hein Goemans", "Kristian Skrede Gleditsch", "Giacomo Chiozza"),
    publisher="University of Rochester",
    url="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
    layouts=(
        Layout(
            needed=(*("obsid", "ccode|gwcode", "leader", "startdate", "enddate", "entry", "exit"),),
            optional=("exitcode",),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    key=_key,
    tail="ended",
    between="any",
)
