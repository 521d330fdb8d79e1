"""ICEWS Coded Event Data: who did what to whom, coded from news by the CAMEO scheme.

Boschee, Lautenschlager, O'Brien, Shellman, Starz and Ward, *ICEWS Coded Event Data*, Harvard
Dataverse, doi:10.7910/DVN/28075, with its *Description and Format*: the raw form of twenty
columns, parted by tabs, or the same columns as CSV. It was discontinued on 11 April 2023.

The day of an event is that of the news story, so that it was public then, and `known` is it too.
Its publisher is whom a citation names (`via`). The id of an event is only one together with its
date: 145,312 numbers of the file of 2013 were given again in 2014 (Beger, R package `icews`,
"ICEWS event data"). Actors and targets are the countries; rows without both are passed over, and
so are codes that no table has, such as 1214.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...dates.when import When
from ..rows import Layout, Row
from .dataset import Dataset, Draft
from .interactions import NOTHING, both, of_cameo, party


def _parties(row: Row) -> tuple[str, ...]:
    return both(
        party(row["Source Country"], "name", "source"),
        party(row["Target Country"], "name", "target"),
    )


def _drafts(row: Row, parties: tuple[str, ...]) -> Iterator[Draft]:
    act, title = of_cameo(row["CAMEO Code"], parties[0], parties[-1])
    day = row.day("Event Date")
    text, number = day.isoformat(), row.digits("Event ID")
    publisher = row.get("Publisher")
    yield Draft(
        id=f"{text.replace('-', '')}-{number}",
        when=When(text),
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
        *("Boschee, Elizabeth", "Lautenschlager, Jennifer", "O'Brien, Sean"),
        *("Shellman, Steve", "Starz, James", "Ward, Michael"),
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
    in_parts=True,
)
