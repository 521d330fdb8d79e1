"""POLECAT: who did what to whom, coded from news in seven languages by the PLOVER scheme.

Scarborough, Bagozzi, Beger, Berrie, Halterman, Schrodt and Spivey, *POLECAT Weekly Data*, Harvard
Dataverse, doi:10.7910/DVN/AJGVIT, coded by NGEC; Halterman, Bagozzi, Beger, Schrodt and
Scarborough, *PLOVER and POLECAT: A New Political Event Ontology and Dataset* (2023). Cells are
parted by tabs; `None` is nothing.

`when` is the date that the coder found in the text; `known` is the day on which the story was
published, or that of the edition in files without it. The publication is whom a citation names
(`via`). A cell may name several countries, parted by semicolons: each actor and each recipient
make an event of their own. What has no country on one side is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...dates.when import When
from ..countries import find_country, has_country
from ..rows import Layout, Row, several
from .dataset import Dataset, Draft, Partly, Skip, Unknown
from .interactions import NOTHING, both, no_country, of_plover, party

_SIDES = (("Actor Country", "actor"), ("Recipient Country", "recipient"))


def _side(row: Row, column: str, side: str) -> tuple[str, ...]:
    """The parties of a side; those that the table lacks are passed over if any is left."""
    named = _named(row, column)
    if not named:
        raise Unknown(f"no country of the {side}")
    found = several(find_country(name, "alpha-3") or "" for name in named)
    return found or (party(named[0], "alpha-3", side),)


def _named(row: Row, column: str) -> list[str]:
    return [name for name in several(row[column].split(";")) if name not in NOTHING]


def _parties(row: Row) -> tuple[str, ...] | Partly:
    found = several(party for column, side in _SIDES for party in _side(row, column, side))
    for name in (name for column, _ in _SIDES for name in _named(row, column)):
        if not has_country(name, "alpha-3"):
            return Partly(found, no_country(name, "alpha-3", known=found))
    return found


def _key(row: Row) -> str:
    number = row["Event ID"]
    return row.refuse("Event ID", "the id of the event") if number in NOTHING else number


def _drafts(row: Row, _: tuple[str, ...]) -> Iterator[Draft]:
    actors, targets = (_side(row, column, side) for column, side in _SIDES)
    day = row["Event Date"]
    if day in NOTHING:
        raise Skip("no date")
    when = When(row.day("Event Date").isoformat())
    mode = row["Event Mode"]
    mode = "" if mode in NOTHING else mode.casefold().replace(" ", "-").replace("_", "-")
    story, number = row.get("Publication Date"), _key(row)
    publication = row.get("Source")
    is_one = len(actors) == len(targets) == 1
    for actor in actors:
        for target in targets:
            act, title = of_plover(row["Event Type"].upper(), mode, actor, target)
            yield Draft(
                id=number if is_one else f"{number}-{actor}-{target}",
                when=when,
                what=act,
                title=title,
                known=None if story in NOTHING else row.day("Publication Date"),
                via=() if publication in NOTHING else (publication,),
                parties=both(actor, target),
                locator=f"event {number}",
            )


DATASET = Dataset(
    name="polecat",
    title="POLECAT Weekly Data",
    author=(
        *("Grace I. Scarborough", "Benjamin E. Bagozzi", "Andreas Beger", "John Berrie"),
        *("Andrew Halterman", "Philip A. Schrodt", "Jevon Spivey"),
    ),
    publisher="Harvard Dataverse",
    url="https://doi.org/10.7910/DVN/AJGVIT",
    layouts=(
        Layout(
            needed=(
                *("Event ID", "Event Date", "Event Type", "Event Mode"),
                *("Actor Country", "Recipient Country"),
            ),
            optional=("Publication Date", "Source|Publication"),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    key=_key,
    tail="[a-z]{2}-[a-z]{2}",
    in_parts=True,
    by_known=True,
)
