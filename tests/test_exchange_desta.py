"""DESTA as a data set: the stage of each trade agreement in each year is that of the rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.dates.when import Certainty
from made_rows import PAIR, Timeline, events_of, problems, spoilt, table, told

Row = dict[str, Any]
ISO = {"IN": 356, "PK": 586, "CN": 156}


def row(base: int, sort: str = "base_treaty", number: str = "", **more: Any) -> Row:
    """A treaty between a pair, as the register has it."""
    return {
        "country1": "x",
        "country2": "y",
        "iso1": ISO["IN"],
        "iso2": ISO["PK"],
        "number": number or str(base),
        "base_treaty": base,
        "name": f"Treaty {base}",
        "entry_type": sort,
        "year": 1990,
        "entryforceyear": "",
        "typememb": 1,
        "regioncon": "Asia",
        **more,
    }


@st.composite
def treaties(draw: st.DrawFn, base: int) -> list[Row]:
    """A treaty of the pair, that one may have acceded to, and perhaps left."""
    sort = draw(st.sampled_from(["base_treaty", "accession"]))
    number = f"{base}+1" if sort == "accession" else ""
    signed = draw(st.integers(1990, 1999))
    forced = draw(st.none() | st.integers(signed, 2004))
    rows = [row(base, sort, number, year=signed, entryforceyear=forced or "")]
    if draw(st.booleans()):
        year = draw(st.integers((forced or signed) + 1, 2010))
        rows.append(row(base, "withdrawal", f"{base}_1", year=year, entryforceyear=year))
    return rows


def stage_in(rows: list[Row], year: int) -> Any:
    """The stage of a treaty by its rows."""
    first, forced = rows[0]["year"], rows[0]["entryforceyear"]
    if len(rows) == 2 and rows[1]["entryforceyear"] <= year:
        return "withdrawn"
    if forced and forced <= year:
        return "in-force"
    word = "signed" if rows[0]["entry_type"] == "base_treaty" else "acceded"
    return word if first <= year else bt.Unknown


def stage(timeline: Timeline, id: str, year: int) -> Any:
    agreements = timeline.as_of(str(year)).agreements
    entry = bt.Unknown if agreements is bt.Unknown else agreements.get(id)
    return bt.Unknown if entry is bt.Unknown else entry.stage


@given(st.tuples(treaties(7), treaties(12)))
def test_the_stage_of_each_year_is_that_of_the_rows(held: tuple[list[Row], ...]) -> None:
    timeline = told("desta", table([row for rows in held for row in rows]))
    for rows in held:
        for year in range(1989, 2012):
            id = f"desta-{rows[0]['base_treaty']}"
            assert stage(timeline, id, year) == stage_in(rows, year)


def test_without_a_year_of_entry_into_force_it_is_not_known_to_be_in_force() -> None:
    entry = told("desta", table([row(7)])).as_of("2029").agreements["desta-7"]
    assert entry.status == "signed, entry into force not recorded"
    assert entry.in_force is Certainty.UNKNOWN


def test_what_a_row_tells_and_cites() -> None:
    signed, forced = events_of("desta", table([row(7, entryforceyear="1993.0")]))
    assert (signed.id, str(signed.when), signed.parties) == ("desta-7-in-pk-signed", "1990", PAIR)
    assert (forced.id, str(forced.when)) == ("desta-7-in-pk-in-force", "1993")
    assert (signed.what.name, signed.sources[0].locator) == ("Treaty 7", "number 7")


def test_a_later_text_is_an_agreement_of_its_own_that_extends_the_first() -> None:
    rows = [row(23), row(23, "consolidated", "694a", year=1997, entryforceyear=2003)]
    agreements = told("desta", table(rows)).as_of("2010").agreements
    assert {id: entry.stage for id, entry in agreements.items()} == {
        "desta-23": "signed",
        "desta-694a": "in-force",
    }
    assert agreements["desta-694a"].extends.values == ("desta-23",)


def test_a_negotiation_and_a_member_that_is_no_party_give_no_event() -> None:
    rows = [row(7, "negotiation"), row(8, iso1=900), row(9, iso2=ISO["CN"])]
    assert events_of("desta", table(rows), parties=PAIR) == []


@pytest.mark.parametrize(
    "column", ["iso1", "iso2", "base_treaty", "entry_type", "year", "entryforceyear"]
)
def test_a_spoilt_cell_is_named(column: str) -> None:
    spoilt("desta", [row(7), row(8)], column)


def test_a_row_without_a_number_is_refused() -> None:
    (problem,) = problems("desta", table([{**row(7), "number": " "}]))
    assert problem.where.endswith("row 2, column 'number'")


def test_the_agreements_of_a_pair_are_those_of_the_published_rows() -> None:
    facts = json.loads((Path(__file__).parent / "data" / "registers.json").read_text("utf-8"))
    pacts = facts["trade_agreements"]["rows"]
    rows = [row(number, name=name, year=y, entryforceyear=f) for number, name, y, f in pacts]
    timeline = told("desta", table(rows))
    for year in range(1965, 2021):
        for number, _, signed, forced in pacts:
            expected = "in-force" if forced <= year else "signed" if signed <= year else bt.Unknown
            assert stage(timeline, f"desta-{number}", year) == expected


def test_a_treaty_without_a_name_is_called_by_its_number() -> None:
    events = events_of("desta", table([row(7, name="", entryforceyear="1993")]))
    assert [event.title for event in events] == [
        "DESTA 7: signed (India and Pakistan)",
        "DESTA 7: in force (India and Pakistan)",
    ]
