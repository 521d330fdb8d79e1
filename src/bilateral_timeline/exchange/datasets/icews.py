"""ICEWS Coded Event Data: who did what to whom, coded from news by the CAMEO scheme.

Boschee, Lautenschlager, O'Brien, Shellman, Starz and Ward, *ICEWS Coded Event Data*, Harvard
Dataverse, doi:10.7910/DVN/28075, with its *Description and Format*: the raw form of twenty
columns, parted by tabs, or the same columns as CSV. It was discontinued on 11 April 2023.

The day of an event is that of the news story, so that it was public then, and `known` is it too.
Its publisher is whom a citation names (`via`). The id of an event is only one together with its
date: 145,312 numbers of the file of 2013 were given again in 2014 (Beger, R package `icews`,
"ICEWS event data"); that of 2017 has dates as month/day/year. Actors and targets are the countries;
rows without both are passed over, and so are codes that no table has, such as 1214, and codes of
two digits: the set has none, but a spreadsheet makes 10 of 010.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from pendulum import Date

from ...coding.codes import GOLDSTEIN
from ...dates.when import When
from ...errors import near
from ..rows import Layout, Row, iso_day
from .dataset import Dataset, Draft, Unknown
from .interactions import NOTHING, both, of_cameo, party


def _parties(row: Row) -> tuple[str, ...]:
    return both(
        party(row["Source Country"], "name", "source"),
        party(row["Target Country"], "name", "target"),
    )


@lru_cache(maxsize=16384)
def _day(text: str) -> Date | None:
    """The day of YYYY-MM-DD, or of month/day/year."""
    month, slash, rest = text.partition("/")
    if not slash:
        return iso_day(text)
    day, _, year = rest.partition("/")
    return iso_day(f"{year}-{month.zfill(2)}-{day.zfill(2)}")


def _key(row: Row) -> str:
    day, number = row.day("Event Date", _day), row.digits("Event ID")
    return f"{day.isoformat().replace('-', '')}-{number}"


def _drafts(row: Row, parties: tuple[str, ...]) -> Iterator[Draft]:
    code = row["CAMEO Code"]
    if len(code) == 2:
        what = "a CAMEO code of two digits, which may be short of a nought"
        raise Unknown(what, code, partial(near, code, GOLDSTEIN))
    act, title = of_cameo(code, parties[0], parties[-1])
    day, number, publisher = (
        row.day("Event Date", _day),
        row.digits("Event ID"),
        row.get("Publisher"),
    )
    yield Draft(
        id=_key(row),
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
    key=_key,
    in_parts=True,
)
