"""ICEWS Coded Event Data: who did what to whom, coded from news by the CAMEO scheme.

Boschee, Lautenschlager, O'Brien, Shellman, Starz and Ward, *ICEWS Coded Event Data*, Harvard
Dataverse, doi:10.7910/DVN/28075, with its *Description and Format*: the raw form of twenty
columns, parted by tabs, or the same columns as CSV. It was discontinued on 11 April 2023.

The day of an event is that of the news story, so that it was public then, and `known` is it too.
Its publisher is whom a citation names (`via`). The id of an event is only one together with its
date: 145,312 numbers of the file of 2013 were given again in 2014 (Beger, R package `icews`,
"ICEWS event data"); that of 2017 has dates as month/day/year. Actors and targets are the countries;
rows without both are passed over, and so are codes that no table has, such as 1214, and codes of
two digits, as `of_cameo` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pendulum import Date

from ...dates.when import When
from ..rows import Layout, Row, iso_day
from .dataset import Dataset, Draft
from .interactions import NOTHING, both, of_cameo, sides


def _parties(row: Row) -> tuple[str, ...]:
    return both(*sides("name", source=row["Source Country"], target=row["Target Country"]))


@lru_cache(maxsize=16384)
def _day(text: str) -> Date | None:
    """The day of YYYY-MM-DD, or of month/day/year."""
    month, slash, rest = text.partition("/")
    if not slash:
        return iso_day(text)
    day, _, year = rest.partition("/")
    return iso_day(f"{year}-{month.zfill(2)}-{day.zfill(2)}")


def _id(day: Date, number: str) -> str:
    return f"{day.isoformat().replace('-', '')}-{number}"


def _drafts(row: Row, parties: tuple[str, ...]) -> Iterator[Draft]:
    act, title = of_cameo(row["CAMEO Code"], parties[0], parties[-1])
    day, number = row.day("Event Date", _day), row.digits("Event ID")
    publisher = row.get("Publisher")
    yield Draft(
        id=_id(day, number),
        when=When(day.isoformat()),
        what=act,
        title=title,
        known=day,
        via=() if publisher in NOTHING else (publisher,),
        locator=f"event {number}",
    )


DATASET = Dataset(
    name="icews",
    title="ICEWS Coded Event Data",
    author=(
        *("Elizabeth Boschee", "Jennifer Lautenschlager", "Sean O'Brien"),
        *("Steve Shellman", "James Starz", "Michael Ward"),
    ),
    publisher="Harvard Dataverse",
    url="https://doi.org/10.7910/DVN/28075",
    layouts=(
        Layout(
            needed=(
                *("Event ID", "Event Date", "Source Country", "CAMEO Code"),
                *("Target Country", "Publisher"),
            ),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    key=lambda row: _id(row.day("Event Date", _day), row.digits("Event ID")),
    in_parts=True,
)
