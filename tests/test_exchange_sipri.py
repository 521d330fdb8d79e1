"""The SIPRI register as a data set: what had come by each year is the sum of the rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange
from made_rows import events_of, problems, table, told, written

Row = dict[str, Any]
PAIR = ("RU", "IN")
LEAD = "".join(f'Line {at} of words, "and signs\n' for at in range(11))
FLAGS = {"": "", "Order date": "No"}


def row(deal: int, year: int | str = "", number: int | str = "", **more: Any) -> Row:
    """What came of a deal in a year, in the form of the present download."""
    told_of = {
        "SIPRI AT Database ID": deal,
        "Supplier": "Russia",
        "Recipient": "India",
        "Designation": f"X-{deal}",
        "Description": "tank",
        "Armament category": "Armoured vehicles",
        "Order date": 1990,
        "Order date is estimate": "No",
        "Numbers delivered": number,
        "Numbers delivered is estimate": "No",
        "Delivery year": year,
        "Delivery year is estimate": "No",
        "Status": "New",
        "SIPRI estimate": "",
        "TIV deal unit": "1.5",
        "TIV delivery values": "4.25",
        "Local production": "No",
    }
    return told_of | {name.replace("_", " "): cell for name, cell in more.items()}


def old(number: int | str, ordered: int | str, years: str, **more: Any) -> list[Any]:
    """A deal in the form with one row each, with its columns without a name."""
    cells = {"designation": "Y-1", "order": "1995", "doubt": "", "state": "New", **more}
    return [
        *("India", "Russia", cells["order"], cells["doubt"], ordered, cells.get("about", "")),
        *(cells["designation"], "SAM system", number, "", years, cells["state"]),
        *('Words, "of" the register', 2, 48, 20),
    ]


OLD = (
    "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,"
    "Number delivered,,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)


def new_file(rows: list[Row]) -> str:
    return LEAD + table(rows)


def old_file(rows: list[list[Any]]) -> str:
    cells = [dict(zip(map(str, range(16)), one, strict=True)) for one in rows]
    return LEAD + OLD + "\n" + table(cells).partition("\n")[2]


deliveries = st.dictionaries(st.integers(1991, 1999), st.integers(1, 40), max_size=5)


@given(st.lists(deliveries, min_size=1, max_size=3), st.randoms())
def test_what_had_come_by_each_year_is_the_sum_of_the_rows_wherever_they_stand(
    deals: list[dict[int, int]], random: Any
) -> None:
    rows = [
        one
        for deal, came in enumerate(deals, 1)
        for one in [row(deal, year, number) for year, number in came.items()] or [row(deal)]
    ]
    random.shuffle(rows)
    timeline = told("sipri", new_file(rows), pair=PAIR)
    for year in range(1990, 2001):
        commitments = timeline.as_of(str(year)).commitments
        for deal, came in enumerate(deals, 1):
            by_then = [number for at, number in came.items() if at <= year]
            expected = bt.Quantity(best=sum(by_then), unit="pieces") if by_then else bt.Unknown
            assert commitments[f"sipri-{deal}"].so_far == expected


def test_what_an_order_and_a_delivery_say_and_cite() -> None:
    ordered, came = events_of("sipri", new_file([row(3, 1992, 7, Local_production="Yes")]))
    made = ordered.what
    assert (ordered.id, str(ordered.when), ordered.parties) == ("sipri-3-ordered", "1990", PAIR)
    assert (made.promisor, made.promisee, made.item, made.said) == ("RU", "IN", "tank", "X-3")
    assert (made.category, made.condition, made.licence) == ("armoured-vehicles", "new", True)
    assert (made.quantity, made.tiv) == (None, None)
    assert (came.id, str(came.when)) == ("sipri-3-delivered-1992", "1992")
    assert came.what.increment is True
    assert came.what.tiv == bt.Quantity(best="4.25", unit="million TIV")
    assert came.sources[0].locator == "deal 3"


def test_an_estimate_is_marked_and_a_year_that_is_one_is_in_doubt() -> None:
    flags = ("Order date", "Numbers delivered", "Delivery year")
    about = {f"{name} is estimate": "Yes" for name in flags}
    ordered, came = events_of("sipri", new_file([{**row(3, 1992, 7), **about}]))
    assert (str(ordered.when), str(came.when), came.what.estimated) == ("1990?", "1992?", True)
    printed = {"Order date": "(1990)", "Delivery year": "(1992)", "Numbers delivered": "(7)"}
    assert [event.when for event in events_of("sipri", new_file([{**row(3), **printed}]))] == [
        ordered.when,
        came.when,
    ]


@pytest.mark.parametrize(
    ("column", "cell", "held"),
    [
        ("Recipient", "China", "'India'"),
        ("Supplier", "Rusia", "'Russia'"),
        ("Order date", 2081, "'1990'"),
        ("Designation", "X", "'X-3'"),
    ],
)
def test_rows_of_a_deal_that_say_otherwise_of_it_are_told(
    column: str, cell: Any, held: str
) -> None:
    rows = [row(3, 1992, 7), row(3, 1993, 7) | {column: cell}]
    (problem,) = problems("sipri", new_file(rows))
    assert problem.where.endswith(f"row 14, column {column!r}")
    assert (problem.found, problem.expected) == (
        repr(str(cell)),
        f"{held}, as row 13 of the deal has it",
    )


def test_a_missing_number_is_never_nought() -> None:
    timeline = told("sipri", new_file([row(1), row(2, 1992), row(3, 1992, "..")]), pair=PAIR)
    commitments = timeline.as_of("2000").commitments
    assert commitments["sipri-1"].so_far is bt.Unknown
    for id in ("sipri-2", "sipri-3"):
        assert (commitments[id].so_far.low, commitments[id].so_far.high) == (1, None)
    assert [event.id for event in events_of("sipri", new_file([row(4, 1992, 0)]))] == [
        "sipri-4-ordered"
    ]


def test_an_order_without_a_year_is_told_by_what_came_alone() -> None:
    silent = {"Order date": ""}
    (came,) = events_of("sipri", new_file([{**row(1, 1992, 3), **silent}, {**row(2), **silent}]))
    assert came.id == "sipri-1-delivered-1992"


def test_two_rows_of_a_year_are_two_deliveries() -> None:
    rows = [row(1, 1992, 3), row(1, 1992, 4, Status="Second hand")]
    timeline = told("sipri", new_file(rows), pair=PAIR)
    entry = timeline.as_of("2000").commitments["sipri-1"]
    assert entry.so_far == bt.Quantity(best=7, unit="pieces")
    made = timeline.event("sipri-1-ordered")
    assert made is not None
    assert made.what.condition == ""


def test_the_form_with_a_row_for_each_deal_has_what_was_ordered_and_the_years_together() -> None:
    rows = [
        old(18, 24, "1997; 1999", doubt="?", about="?"),
        old(4, 4, "1998", state="Second hand but modernized"),
        old("", 6, "", order="(2001)"),
    ]
    timeline = told("sipri", old_file(rows), pair=PAIR)
    first, second, third = timeline.as_of("2005").commitments.values()
    assert first.id == "sipri-russia-india-y-1-1995-24"
    assert (str(first.share), first.status) == ("75 percent", "partly fulfilled")
    assert [str(q.value) for q in first.estimates.counted] == ["24 pieces"]
    assert [str(event.when) for event in timeline.events() if first.id in event.id] == [
        "1995?",
        "1997/1999",
    ]
    assert (second.status, second.condition.values) == ("fulfilled", ("modernised",))
    assert (third.so_far, third.status) == (bt.Unknown, "open")


def test_deals_that_say_the_same_are_told_apart() -> None:
    events = events_of("sipri", old_file([old(4, 4, "1998"), old(4, 4, "1999")]))
    ids = [event.what.commitment for event in events]
    assert ids == ["sipri-russia-india-y-1-1995-4"] * 2 + ["sipri-russia-india-y-1-1995-4-2"] * 2


def test_the_soviet_union_is_russia_and_what_is_no_state_is_no_party() -> None:
    rows = [row(1, Supplier="Soviet Union"), row(2, Recipient="NATO**"), row(3, Supplier="India")]
    assert [event.parties for event in events_of("sipri", new_file(rows))] == [PAIR]


@pytest.mark.parametrize(
    "column",
    [
        *("Order date", "Order date is estimate", "Numbers delivered", "Delivery year"),
        *("Numbers delivered is estimate", "Delivery year is estimate", "Armament category"),
        *("Status", "Local production", "TIV delivery values"),
    ],
)
def test_a_spoilt_cell_is_named(column: str) -> None:
    rows = [row(1, 1992, 3), {**row(2, 1993, 4), column: "spoilt?!"}]
    (problem,) = problems("sipri", new_file(rows))
    asked = {"Delivery year is estimate": "Delivery year is estimate"}.get(column, column)
    assert problem.where.endswith(f"row 14, column {asked!r}")


def test_a_file_without_the_columns_says_which_are_missing() -> None:
    (problem,) = problems("sipri", "A,B\n1,2\n")
    assert "'Supplier', 'Recipient'" in problem.expected


def test_the_last_cell_of_a_line_may_have_one_sign_more() -> None:
    text = new_file([row(3, Local_production="Yes;")]).replace(
        "Local production", "Local production;"
    )
    (ordered,) = events_of("sipri", text)
    assert ordered.what.licence is True


@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["1998", "1999"])), max_size=5),
    st.randoms(),
)
def test_no_order_of_rows_changes_what_a_file_tells(
    came: list[tuple[int, str]], random: Any
) -> None:
    forms: list[tuple[Any, list[Any]]] = [
        (old_file, [old(number, 4, year) for number, year in came]),
        (new_file, [row(1, year, number) for number, year in came]),
    ]
    for form, rows in forms:
        swapped = [*rows]
        random.shuffle(swapped)
        if rows:
            assert events_of("sipri", form(swapped)) == events_of("sipri", form(rows))


def test_an_edition_with_its_rows_in_another_order_changes_nothing() -> None:
    rows, log = [old(4, 4, "1999"), old(4, 4, "1998")], bt.EventLog()
    for version, held in (("1", rows), ("2", rows[::-1])):
        with written(old_file(held)) as (path,):
            known = f"203{version}-01-01"
            told = exchange.update(log, "sipri", path, version=version, known=known)
    assert (told.added, told.corrected, told.retracted, told.unchanged) == (0, 0, 0, 4)


def test_an_order_without_a_designation_is_called_by_what_it_is_of() -> None:
    called = [
        events_of("sipri", new_file([row(3, Designation="", Description=item)]))[0].title
        for item in ("tank", "")
    ]
    assert called == ["Order: tank from Russia to India", "Order: arms from Russia to India"]
