"""UCDP GED: each row gives an act within its bounds, and the dead as claims of it alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange
from bilateral_timeline.relations.facets.force import HostileAct, LossesClaimed
from exchange_files import KNOWN, Cells, days, put, read, refused, text_of

HEADER = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,"
    "country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,"
    "deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
COLUMNS = tuple(HEADER.split(","))
STATES = {"630": "IR", "645": "IQ", "365": "RU", "": None, "-99": None}
ROW = {
    "id": "5",
    "type_of_violence": "1",
    "conflict_new_id": "409",
    "conflict_name": "Iran - Iraq",
    "dyad_name": "Government of Iran - Government of Iraq",
    "side_a": "Government of Iran",
    "side_b": "Government of Iraq",
    "source_original": "military sources;a doctor",
    "country": "Iraq",
    "date_prec": "1",
    "date_start": "1999-06-10 00:00:00.000",
    "date_end": "1999-06-10 00:00:00.000",
    "deaths_a": "0",
    "deaths_b": "4",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "4",
    "high": "9",
    "low": "3",
    "gwnoa": "630",
    "gwnob": "645",
}


@st.composite
def made(draw: Any) -> dict[str, str]:
    first: date = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 40)))
    low, more, most = draw(st.tuples(*[st.integers(0, 50)] * 3))
    return ROW | {
        "id": str(draw(st.integers(1, 10**6))),
        "type_of_violence": draw(st.sampled_from("123")),
        "conflict_new_id": str(draw(st.integers(1, 10**4))),
        "date_prec": draw(st.sampled_from("12345")),
        "date_start": f"{first} 00:00:00.000",
        "date_end": str(last),
        **{
            f"deaths_{of}": str(draw(st.integers(0, 9)))
            for of in ("a", "b", "civilians", "unknown")
        },
        "low": str(low),
        "best": str(low + more),
        "high": str(low + more + most),
        "gwnoa": draw(st.sampled_from([*STATES])),
        "gwnob": draw(st.sampled_from([*STATES])),
        "country": draw(st.sampled_from(["Iraq", ""])),
    }


def dead(row: Cells, of: str) -> bt.Quantity:
    told, unknown = int(row[f"deaths_{of}"]), int(row["deaths_unknown"])
    if unknown:
        return bt.Quantity(low=told, high=told + unknown, unit="people")
    return bt.Quantity(best=told, unit="people")


def expected(row: Cells) -> dict[str, HostileAct | LossesClaimed]:
    """The bodies of a row by id; none where no state takes part."""
    state_a, state_b = STATES[row["gwnoa"]], STATES[row["gwnob"]]
    if state_a is None and state_b is None:
        return {}
    id, dispute = f"ucdp-ged-{row['id']}", f"ucdp-{row['conflict_new_id']}"
    scope, is_one_sided = f"event {row['id']}", row["type_of_violence"] == "3"
    others = [row[f"side_{s}"] for s, state in (("a", state_a), ("b", state_b)) if state is None]
    if is_one_sided:
        by, actor = ("", state_a) if state_a else (row["side_a"], "")
    else:
        by, actor = ", ".join(others), ""
    act = HostileAct(
        dispute=dispute,
        act="attack" if is_one_sided else "clash",
        actor=actor or "",
        by=by,
        place=row["country"],
        name="Iran - Iraq",
    )
    numbers = {
        "killed": (
            "all",
            "killed",
            bt.Quantity(row["low"], row["best"], row["high"], unit="people"),
        )
    }
    if not is_one_sided:
        numbers["killed-a"] = (state_a or row["side_a"], "killed", dead(row, "a"))
        numbers["killed-b"] = (state_b or row["side_b"], "killed", dead(row, "b"))
    if row["deaths_civilians"] != "0" or row["deaths_unknown"] != "0":
        numbers["killed-civilians"] = ("civilians", "civilians-killed", dead(row, "civilians"))
    return {id: act} | {
        f"{id}-{words}": LossesClaimed(
            dispute=dispute, of=of, loss=loss, number=number, scope=scope
        )
        for words, (of, loss, number) in numbers.items()
    }


@given(held=st.lists(made(), max_size=5, unique_by=lambda row: row["id"]))
def test_each_row_gives_its_act_and_its_dead(
    tmp_path_factory: pytest.TempPathFactory, held: list[Cells]
) -> None:
    path = put(tmp_path_factory.mktemp("ged") / "g.csv", text_of(COLUMNS, held, ",", True))
    events, skipped = read("ucdp-ged", path)
    assert {e.id: e.what for e in events} == {
        id: body for row in held for id, body in expected(row).items()
    }
    assert dict(skipped) == (
        {"no state takes part": missed} if (missed := sum(not expected(r) for r in held)) else {}
    )
    assert {str(e.known) for e in events} <= {KNOWN}


@given(row=made())
def test_no_day_is_claimed_that_the_row_does_not_know(
    tmp_path_factory: pytest.TempPathFactory, row: dict[str, str]
) -> None:
    row["gwnoa"] = "630"
    path = put(tmp_path_factory.mktemp("ged") / "g.csv", text_of(COLUMNS, [row], ",", True))
    events, _ = read("ucdp-ged", path)
    first, last = row["date_start"][:10], row["date_end"]
    for when in {event.when for event in events}:
        assert (str(when.earliest), str(when.latest)) == (first, last)
        assert when.is_exact == (first == last and row["date_prec"] == "1")
        assert when.approximate == (first == last and row["date_prec"] != "1")
        assert not when.lasting


def test_a_row_as_events(tmp_path: Path) -> None:
    path = put(tmp_path / "g.csv.gz", text_of(COLUMNS, [ROW], ",", True))
    events, _ = read("ucdp-ged", path, parties=("IR", "IQ"))
    told = "Government of Iran - Government of Iraq, Iraq"
    assert events[0] == bt.Event(
        id="ucdp-ged-5",
        when="1999-06-10",
        known=KNOWN,
        title=f"State-based violence: {told}",
        parties=("IR", "IQ"),
        what=HostileAct(dispute="ucdp-409", act="clash", place="Iraq", name="Iran - Iraq"),
        sources=[
            bt.Citation("ucdp-ged-1", "event 5", known=KNOWN, via=("military sources", "a doctor"))
        ],
    )
    assert [(e.id, e.title, str(e.what.number)) for e in events[1:]] == [
        ("ucdp-ged-5-killed", f"Killed, all: {told}", "4 (3 to 9) people"),
        ("ucdp-ged-5-killed-a", f"Killed, Iran: {told}", "0 people"),
        ("ucdp-ged-5-killed-b", f"Killed, Iraq: {told}", "4 people"),
    ]
    assert {e.sources[0].via for e in events[1:]} == {()}
    assert read("ucdp-ged", path, parties=("IR", "RU")) == ([], {"between other parties": 1})


def test_the_dead_are_claims_of_the_dispute_in_the_state_of_a_pair(tmp_path: Path) -> None:
    held = [ROW, ROW | {"id": "6", "deaths_b": "1", "best": "1", "low": "1", "high": "1"}]
    path = put(tmp_path / "g.csv", text_of(COLUMNS, held, ",", True))
    log = bt.EventLog([exchange.work("ucdp-ged", version="1", known=KNOWN)])
    log.append(*exchange.read("ucdp-ged", path, version="1", known=KNOWN))
    dispute = log.timeline(bt.relationship("IR", "IQ")).as_of("1999-12-31").force["ucdp-409"]
    assert (dispute.hostility, str(dispute.name.best)) == ("use", "Iran - Iraq")
    assert {sort: str(claims.best) for sort, claims in dispute.losses_of["IQ"].items()} == {
        "killed, event 5": "4 people",
        "killed, event 6": "1 people",
    }


def test_spoilt_cells_are_told_by_row_and_column(tmp_path: Path) -> None:
    held = [
        ROW | {"date_end": "1999-06-09"},
        ROW | {"date_prec": "6"},
        ROW | {"best": "10"},
        ROW | {"deaths_a": "-1"},
        ROW | {"type_of_violence": "4"},
        ROW | {"id": ""},
    ]
    assert refused("ucdp-ged", put(tmp_path / "g.csv", text_of(COLUMNS, held, ",", True))) == [
        "row 2, column 'date_end': found '1999-06-09'; expected a day from 1999-06-10 on",
        "row 3, column 'date_prec': found '6'; expected one of 1, 2, 3, 4, 5",
        "row 4, column 'best': found '10'; expected a number from low, 3, to high, 9",
        "row 5, column 'deaths_a': found '-1'; expected a whole number from 0",
        "row 6, column 'type_of_violence': found '4'; expected one of 1, 2, 3",
        "row 7, column 'id': found ''; expected a number of digits alone",
    ]


def test_a_side_may_be_several_states_and_a_number_in_no_list_is_counted(tmp_path: Path) -> None:
    held = [
        ROW | {"gwnob": "2, 200", "side_b": "Coalition"},
        ROW | {"gwnob": "999"},
    ]
    path = put(tmp_path / "g.csv", text_of(COLUMNS, held, ",", True))
    events, skipped = read("ucdp-ged", path)
    assert events[0].parties == ("IR", "US", "GB")
    assert [e.what.of for e in events[1:]] == ["all", "IR", "Coalition"]
    assert dict(skipped) == {"no party in the table of countries: 999": 1}


def test_the_dead_of_a_side_that_is_neither_named_nor_a_state_are_refused(tmp_path: Path) -> None:
    row = ROW | {"side_b": "", "gwnob": ""}
    path = put(tmp_path / "g.csv", text_of(COLUMNS, [row], ",", True))
    assert refused("ucdp-ged", path) == [
        "row 2, column 'side_b': found ''; expected the name of the side, whose dead are told"
    ]


def test_a_conflict_whose_dyad_has_no_name_is_called_by_its_number(tmp_path: Path) -> None:
    path = put(tmp_path / "g.csv", text_of(COLUMNS, [ROW | {"dyad_name": ""}], ",", True))
    events, _ = read("ucdp-ged", path)
    called = f"conflict ucdp-{ROW['conflict_new_id']}, {ROW['country']}"
    assert events[0].title == f"State-based violence: {called}"
    assert events[1].title == f"Killed, all: {called}"
