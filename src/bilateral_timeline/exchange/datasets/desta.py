"""DESTA: preferential trade agreements, by pair of members: signed, in force, left.

Dür, Baccini and Elsig, "The Design of International Trade Agreements: Introducing a New Dataset",
Review of International Organizations 9 (2014), list of treaties, dyadic form, versions 2.0 to 2.3
(such as `desta_list_of_treaties_02_03_dyads.csv`), and the withdrawals in the same form
(`desta_dyadic_withdrawal_02_03.csv`). The list with a row for each treaty is not read: which of
its members are bound to which is told by the pairs alone.

An `agreement-stage` tells each year of a row: signed, or of an accession acceded; in force, where
that year is given, for without it the agreement is not known to have come into force; withdrawn,
in the year in which a withdrawal took effect. Accessions and withdrawals are steps of the base
treaty, `desta-` with its number. A later text of it (consolidated, a protocol, an amendment) is
an agreement of its own, said to extend it. `known` is the day of the edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ...dates.when import When
from ...relations.facets.agreements import AgreementDescribed, AgreementStage
from ..countries import name_of
from ..rows import Layout, Row
from .dataset import Dataset, Draft, Skip, Unknown, slug
from .dated import is_missing, year_of
from .interactions import both, sides

FIRST: Final[Mapping[str, str]] = {
    "base_treaty": "signed",
    "accession": "acceded",
    "consolidated": "signed",
    "protocol or amendment": "signed",
    "protocol": "signed",
    "amendment": "signed",
    "withdrawal": "withdrawn",
    "negotiation": "",
}
"""The stage of the first year of a row, by its type; none where nothing was agreed."""
_OF_PAIR = re.compile("[a-z]{2}-[a-z]{2}-")
_OF_BASE = ("base_treaty", "accession", "withdrawal")


def _parties(row: Row) -> tuple[str, ...]:
    first, second = sides("numeric", **{f"side {at}": row.digits(f"iso{at}") for at in (1, 2)})
    if first == second:
        raise Unknown("one party on both sides", known=(first,))
    return both(*sorted((first, second)))


def _key(row: Row) -> str:
    number = row["number"]
    return number if slug(number) else row.refuse("number", "the number of the treaty")


def _drafts(row: Row, parties: tuple[str, ...]) -> Iterator[Draft]:
    sort, number, name = row["entry_type"], _key(row), row["name"]
    stage = row.of("entry_type", FIRST)
    if not stage:
        raise Skip("negotiated, and nothing agreed")
    base = f"desta-{row.digits('base_treaty')}"
    agreement = base if sort in _OF_BASE else f"desta-{slug(number)}"
    id, locator = "-".join((number, *parties)), f"number {number}"
    between, called = " and ".join(map(name_of, parties)), name or f"DESTA {number}"
    forced = None if is_missing(row, "entryforceyear") else year_of(row, "entryforceyear")

    def told(stage: str, year: int, seq: int) -> Draft:
        what = AgreementStage(agreement=agreement, stage=stage, name="" if seq == 2 else name)
        title = f"{called}: {stage.replace('-', ' ')} ({between})"
        when = When(f"{year:04}")
        return Draft(f"{id}-{stage}", when, what, title, locator=locator, seq=seq)

    if stage == "withdrawn":
        yield told(stage, forced or year_of(row, "year"), 2)
        return
    yield told(stage, signed := year_of(row, "year"), 0)
    if agreement != base:
        what = AgreementDescribed(agreement=agreement, extends=base)
        title = f"{called}: extends {base} ({between})"
        yield Draft(f"{id}-extends", When(f"{signed:04}"), what, title, locator=locator, seq=1)
    if forced is not None:
        yield told("in-force", forced, 1)


def _may_tell(row: Row) -> tuple[str, Callable[[str], bool]]:
    """The ids of a treaty, whose pairs have a row each."""
    start = f"desta-{slug(_key(row))}-"
    return start, lambda told: _OF_PAIR.match(told, len(start)) is not None


DATASET = Dataset(
    name="desta",
    title="Design of Trade Agreements (DESTA), list of treaties",
    author=("Andreas Dür", "Leonardo Baccini", "Manfred Elsig"),
    publisher="World Trade Institute",
    url="https://www.designoftradeagreements.org/downloads/",
    layouts=(
        Layout(
            needed=("iso1", "iso2", "number", "base_treaty", "name", "entry_type", "year"),
            optional=("entryforceyear",),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    key=_key,
    part=lambda row: "withdrawals" if row["entry_type"] == "withdrawal" else "list",
    part_of=lambda told: "withdrawals" if told.endswith("-withdrawn") else "list",
    may_tell=_may_tell,
)
