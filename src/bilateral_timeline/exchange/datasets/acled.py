"""ACLED: battles, explosions and violence against civilians, event by event.

*Armed Conflict Location & Event Data Project (ACLED) Codebook* (2019 to 2025), Raleigh, Linke,
Hegre and Karlsen, "Introducing ACLED", Journal of Peace Research 47 (2010): CSV of the export tool
or of the API, of 2023 and later. Its terms let nobody pass the rows on.

A row of force gives a `hostile-act`, and where people are reported killed a claim
(`losses-claimed`) of that event alone: at least so many, as the set takes the lowest of several
reports, and says 0 where nothing is known. Its sources are named for the act (`via`). Protests,
riots and strategic developments are passed over. Its events belong to no named conflict: the
dispute is `acled-` with the states in it, and is called by them.

`when` is the date for `time_precision` 1; for 2, one day of a week that holds it; for 3, one day
of its month; never after the row was there. `known` is the day (UTC) of `timestamp`, of the last
upload of the row: what it says now was public then, an earlier word of it perhaps before. The
parties are the states whose government, military or police forces are `actor1` or `actor2`;
their order does not tell who began, and so no side is the actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from pendulum import Date

from ...dates.when import When
from ...relations.facets.force import HostileAct
from ..countries import find_country, has_country, name_of
from ..rows import Layout, Row, iso_day, several
from .casualties import killed, people, within
from .dataset import Dataset, Draft, Partly, Skip
from .interactions import no_country

_ACTS = {
    "Air/drone strike": "strike",
    "Shelling/artillery/missile attack": "shelling",
    "Chemical weapon": "cbrn-use",
}
_OF_TYPE = {
    "Battles": "clash",
    "Explosions/Remote violence": "attack",
    "Violence against civilians": "attack",
}
_PEACEFUL = ("Protests", "Riots", "Strategic developments")
_WEEK = 6  # days between two days of one week, at most
_NO_TIME = 10**11  # in the year 5138
_PRECISION = {"1": 1, "2": 2, "3": 3}
_FORCES = re.compile(
    r"(?:government|(?:military|police)\s+forces)\s+of\s+(?:the\s+)?([^(]+?)\s*(?:\(|$)",
    re.IGNORECASE,
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


@lru_cache(maxsize=16384)
def _state(actor: str) -> str:
    """The state whose forces an actor is; empty for others, and where the table lacks it."""
    forces = _FORCES.match(actor)
    return (forces and find_country(forces[1], "name")) or ""


def _parties(row: Row) -> tuple[str, ...] | Partly:
    kind = row["event_type"]
    if kind in _PEACEFUL:
        raise Skip(f"no use of force: {kind}")
    found = several((_state(row["actor1"]), _state(row["actor2"])))
    for actor in (row["actor1"], row["actor2"]):
        if (forces := _FORCES.match(actor)) and not has_country(forces[1], "name"):
            reason = no_country(forces[1], "name", known=found)
            if found:
                return Partly(found, reason)
            raise reason
    if not found:
        raise Skip("no forces of a state take part")
    return found


def _key(row: Row) -> str:
    number = row["event_id_cnty"]
    is_one = re.fullmatch("[A-Z]{3}[0-9]+", number)
    return number if is_one else row.refuse("event_id_cnty", "an id such as IRN1234")


@lru_cache(maxsize=16384)
def _day(text: str) -> Date | None:
    """The day of YYYY-MM-DD, or of a day, the name of a month and a year."""
    number, _, rest = text.partition(" ")
    month, _, year = rest.partition(" ")
    if month not in _MONTHS:
        return iso_day(text)
    return iso_day(f"{year}-{_MONTHS.index(month) + 1:02}-{number.zfill(2)}")


def _when(row: Row, known: Date | None) -> When:
    day, precision = row.day("event_date", _day), row.of("time_precision", _PRECISION)
    first = last = day
    if precision == 2:
        at = day.toordinal()
        first = Date.fromordinal(max(at - _WEEK, Date.min.toordinal()))
        last = Date.fromordinal(min(at + _WEEK, Date.max.toordinal()))
    elif precision == 3:
        first, last = day.start_of("month"), day.end_of("month")
    return within(first, max(day, min(last, known)) if known else last)


def _drafts(row: Row, parties: tuple[str, ...]) -> Iterator[Draft]:
    number, known = _key(row), _uploaded(row)
    when, act = _when(row, known), row.of("event_type", _OF_TYPE)
    sub_event = row["sub_event_type"]
    dispute = "-".join(("acled", *sorted(party.lower() for party in parties)))
    name = " and ".join(sorted(map(name_of, parties)))
    actors = several((row["actor1"], row["actor2"]))
    others = ", ".join(actor for actor in actors if not _state(actor))
    place = ", ".join(several((row["location"], row["country"])))
    told = f"{', '.join(filter(None, (sub_event, place))) or act}: {' and '.join(actors)}"
    via = several(row.get("source").split(";"))
    what = HostileAct(
        dispute=dispute, act=_ACTS.get(sub_event, act), by=others, place=place, name=name
    )
    yield Draft(number, when, what, told, known, via, locator=f"event {number}")
    if dead := row.whole("fatalities"):
        lost = killed(dispute, "all", people(dead, dead, None), number)
        title = f"Killed, all: {told}"
        yield Draft(f"{number}-killed", when, lost, title, known, locator=f"event {number}")


def _uploaded(row: Row) -> Date | None:
    """The day on which the row was last uploaded; None where the file does not say."""
    if not row.get("timestamp"):
        return None
    seconds = row.whole("timestamp")
    if seconds >= _NO_TIME:
        row.refuse("timestamp", "seconds since 1970")
    day = datetime.fromtimestamp(seconds, UTC)
    return Date(day.year, day.month, day.day)


DATASET = Dataset(
    name="acled",
    title="Armed Conflict Location & Event Data (ACLED)",
    author=("Armed Conflict Location & Event Data Project",),
    publisher="ACLED",
    url="https://acleddata.com/",
    layouts=(
        Layout(
            needed=(
                *("event_id_cnty", "event_date", "time_precision", "event_type"),
                *("sub_event_type", "actor1", "actor2", "country", "location", "fatalities"),
            ),
            optional=("source", "timestamp"),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    key=_key,
    tail="killed",
    in_parts=True,
)
