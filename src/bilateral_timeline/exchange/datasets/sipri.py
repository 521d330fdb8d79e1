"""SIPRI arms transfers: what was ordered from whom, and what came in which year.

Stockholm International Peace Research Institute, *SIPRI Arms Transfers Database*, "Sources and
methods", with the register as it is downloaded as CSV from armstransfers.sipri.org, in UTF-8:
eleven lines of words, and a row for each deal and year of delivery. An earlier form had a row for
each deal, with a question mark in the column after a number or a year that is uncertain, and was
in Latin-1 (`encoding="latin-1"`); in print such numbers and years stand in brackets. All of
these are read. The database is revised each spring: `known` is the day of the edition.

The commitment is `sipri-` with the number of the deal, or made of what the row says where it has
none; all rows of a deal have to say the same of it. A `commitment-made` is dated by the year of the
order, in doubt (`2016?`) where that is an estimate; a deal without that year has none. A
`delivery-reported` tells what came in a year alone (`increment`), or in several where a row has
only their sum: it is then an interval, and counts from its first year on. What has come in unknown
numbers is at least one. Without a year of delivery nothing is said to have come, not even nought.
Trend-indicator values are in millions. Comments are left out; so are deals with others than states.

Deals that say the same of who, what and when, and deliveries of one deal in one year, are numbered
in the order of what their rows say, wherever these stand: `-2` is the second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Final

from ...dates.when import When
from ...errors import shown
from ...records.values import Quantity
from ...relations.facets.commitments import CommitmentMade, DeliveryReported
from ..countries import find_country, name_of
from ..groups import Group
from ..rows import Layout, Row
from .dataset import Dataset, Draft, Skip, slug
from .dated import MISSING
from .interactions import both, sides

CATEGORY: Final[Mapping[str, str]] = {
    "": "",
    "Aircraft": "aircraft",
    "Air-defence systems": "air-defence",
    "Air defence systems": "air-defence",
    "Armoured vehicles": "armoured-vehicles",
    "Artillery": "artillery",
    "Engines": "engines",
    "Missiles": "missiles",
    "Naval weapons": "naval-weapons",
    "Satellites": "satellites",
    "Sensors": "sensors",
    "Ships": "ships",
    "Other": "other",
}
CONDITION: Final[Mapping[str, str]] = {
    "": "",
    "New": "new",
    "Second hand": "second-hand",
    "Second hand but modernized": "modernised",
    "Second hand but modernised": "modernised",
}
_SAID: Final = {"": False, "No": False, "Yes": True, "?": True, "0": False, "1": True}
_NAMES: Final = {
    "East Germany (GDR)": "East Germany",
    "Germany (FRG)": "Germany",
    "Macedonia (FYROM)": "Macedonia",
    "Taiwan (ROC)": "Taiwan",
    "Saint Vincent": "Saint Vincent and the Grenadines",
}
_YEARS = re.compile(r"\d{4}")


_OF_DEAL: Final = ("Supplier", "Recipient", "Designation", "Order date", "Number ordered")
"""What all rows of a deal with a number say alike, and what a deal without one is known by."""


def _deal(row: Row) -> str:
    """What makes a row one of a deal: its number, or what it is of."""
    if "Deal" in row.columns:
        return slug(row["Deal"]) or row.refuse("Deal", "the number of the deal")
    return slug("-".join(row[column] for column in _OF_DEAL))


def _parties(group: Group) -> tuple[str, ...]:
    alike = _OF_DEAL if "Deal" in group.first.columns else ()
    for column, row in product(alike, group.rows):
        if (said := group.first.get(column)) != row.get(column):
            row.refuse(column, f"{shown(said)}, as row {group.first.number} of the deal has it")
    return both(*_sides(group.first))


def _sides(row: Row) -> tuple[str, str]:
    names = {side.lower(): _NAMES.get(row[side], row[side]) for side in ("Supplier", "Recipient")}
    supplier, recipient = sides("name", **names)
    if supplier == recipient:
        raise Skip("one party on both sides")
    return supplier, recipient


def _drafts(group: Group, parties: tuple[str, ...]) -> Iterator[Draft]:
    rows = tuple(sorted(group.rows, key=_content))
    if "Deal" in group.first.columns:
        yield from _of_deal(group.key, rows, parties)
        return
    for at, row in enumerate(rows, 1):  # deals of the same kind in the same year
        key = f"{group.key}-{at}" if at > 1 else group.key
        yield from _of_deal(key, (row,), parties)


def _content(row: Row) -> tuple[str, ...]:
    """What a row says, the years of delivery first: an order that no place in a file changes."""
    return row["Delivery year"], *(row[column] for column in row.columns)


def _of_deal(key: str, rows: tuple[Row, ...], parties: tuple[str, ...]) -> Iterator[Draft]:
    """The order, and what came."""
    first, commitment = rows[0], f"sipri-{key}"
    supplier, recipient = _sides(first)
    item, said = first["Description"], first["Designation"]
    of = f"{said or item or 'arms'} from {name_of(supplier)} to {name_of(recipient)}"
    locator, years = f"deal {key}", [_years(row, "Delivery year") for row in rows]
    order = _years(first, "Order date")
    if order is None and not any(years):
        raise Skip("no year of order and none of delivery")
    if order is not None:
        number = _number(first, "Number ordered")
        conditions = {row.get("Status") for row in rows}
        made = CommitmentMade(
            commitment=commitment,
            promisor=supplier,
            promisee=recipient,
            item=item,
            said=said,
            category=_word(first, "Armament category", CATEGORY),
            quantity=number,
            estimated=number is not None and _is_estimate(first, "Number ordered"),
            condition=_word(first, "Status", CONDITION) if len(conditions) == 1 else "",
            licence=_flag(first, "Local production"),
            tiv=_tiv(first, "SIPRI TIV for total order"),
        )
        yield Draft(f"{key}-ordered", order, made, f"Order: {of}", locator=locator, parties=parties)
    seen: dict[str, int] = {}
    for row, when in zip(rows, years, strict=True):
        if when is None or (number := _number(row, "Numbers delivered", at_least=1)) is None:
            continue
        came = DeliveryReported(
            commitment=commitment,
            quantity=number,
            increment=True,
            supplier=supplier,
            recipient=recipient,
            item=item,
            category=_word(row, "Armament category", CATEGORY),
            estimated=_is_estimate(row, "Numbers delivered"),
            condition=_word(row, "Status", CONDITION),
            tiv=_tiv(row, "TIV delivery values"),
        )
        id = f"{key}-delivered-{'-'.join(_YEARS.findall(str(when)))}"
        seen[id] = seen.get(id, 0) + 1
        id += f"-{seen[id]}" if seen[id] > 1 else ""
        yield Draft(id, when, came, f"Delivery: {of}", locator=locator, parties=parties, seq=1)


def _years(row: Row, column: str) -> When | None:
    """The year in a cell, or the interval of several; in doubt where it is an estimate."""
    text = row[column]
    if text in MISSING:
        return None
    bare = text.replace("(", "").replace(")", "").replace("?", "")
    if re.fullmatch(r"\d{4}( ?[;,-] ?\d{4})*", bare.strip()) is None:
        row.refuse(column, "a year such as 2016, or years such as 2016; 2017 or 2016-2018")
    years = sorted(_YEARS.findall(bare))
    doubt = "?" if _is_estimate(row, column) else ""
    if years[0] == years[-1]:
        return When(f"{years[0]}{doubt}")
    return When(f"{years[0]}{doubt}/{years[-1]}{doubt}")


def _is_estimate(row: Row, column: str) -> bool:
    """Whether a number or a year is an estimate: by its flag, or by brackets or a mark in it."""
    return any(sign in row[column] for sign in "(?") or _flag(row, f"{column} is estimate")


def _flag(row: Row, column: str) -> bool:
    if column not in row.columns:
        return False
    text = row[column].rstrip(";")  # the last cell of a line may have one more sign
    return _SAID[text] if text in _SAID else row.refuse(column, "Yes or No")


def _word(row: Row, column: str, words: Mapping[str, str]) -> str:
    return str(row.of(column, words)) if column in row.columns else ""


def _number(row: Row, column: str, at_least: int | None = None) -> Quantity | None:
    """How many; where that is not said, nothing, or so many at least. Nought came is nothing."""
    text = row.get(column)
    if text in MISSING:
        return None if at_least is None else Quantity(at_least, unit="pieces")
    bare = text.strip("()? ").removesuffix(".0").replace(",", "")
    if not (bare.isascii() and bare.isdigit() and len(bare) < 16):
        row.refuse(column, "a whole number, or nothing where it is not known")
    number = int(bare)
    return Quantity(best=number, unit="pieces") if number or at_least is None else None


def _tiv(row: Row, column: str) -> Quantity | None:
    text = row.get(column)
    if text in MISSING:
        return None
    if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) is None:
        row.refuse(column, "a trend-indicator value such as 12.5")
    return Quantity(best=text, unit="million TIV")


def _may_tell(group: Group) -> tuple[str, Callable[[str], bool]] | None:
    """The ids of deals without a number that say the same, but for a side that is in no table."""
    if "Deal" in group.first.columns:
        return None
    row, known = group.first, []
    for side in _OF_DEAL[:2]:
        is_known = find_country(_NAMES.get(row[side], row[side]), "name") is not None
        known.append(re.escape(slug(row[side])) if is_known else "[a-z]+(?:-[a-z]+)*")
    said = slug("-".join(row[column] for column in _OF_DEAL[2:]))
    form = "-".join(["sipri", *known, *filter(None, [re.escape(said)])])
    told = re.compile(rf"{form}(-\d+)?-(ordered|delivered-)")
    start = f"sipri-{slug(row['Supplier'])}-" if known[0][0] != "[" else "sipri-"
    return start, lambda id_: said in id_ and told.match(id_) is not None


DATASET = Dataset(
    name="sipri",
    title="SIPRI Arms Transfers Database, register",
    author=("Stockholm International Peace Research Institute",),
    publisher="Stockholm International Peace Research Institute",
    url="https://armstransfers.sipri.org/",
    layouts=(
        Layout(
            needed=(
                *("Deal|SIPRI AT Database ID", "Supplier", "Recipient", "Designation"),
                *("Description", "Order date", "Numbers delivered", "Delivery year"),
            ),
            optional=(
                *("Armament category", "Order date is estimate", "Numbers delivered is estimate"),
                *("Delivery year is estimate", "Status", "TIV delivery values"),
                *("Local production|Local production;", "Number ordered"),
            ),
            delimiter=",",
            lead=30,
        ),
        Layout(
            needed=(
                *("Supplier", "Recipient", "Designation|Weapon designation"),
                *("Description|Weapon description", "Order date|Year of order"),
                *("Number ordered|No. ordered", "Numbers delivered|Number delivered"),
                "Delivery year|Year(s) of delivery",
            ),
            optional=(
                *(
                    "Order date is estimate|Year of order?",
                    "Number ordered is estimate|Number ordered?",
                ),
                *("Numbers delivered is estimate|Number delivered?", "Status"),
                "SIPRI TIV for total order",
                "TIV delivery values|SIPRI TIV of delivered weapons",
            ),
            delimiter=",",
            lead=30,
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    together=True,
    key=_deal,
    may_tell=_may_tell,
    tail="(ordered|delivered-.+)",
    scattered=True,
)
