"""ACLED: each row of force by a state gives an act within its window, and its dead at least."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.relations.facets.force import HostileAct, LossesClaimed
from exchange_files import Cells, days, put, read, refused, text_of

HEADER = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,"
    "actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,"
    "iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,"
    "source,source_scale,notes,fatalities,tags,timestamp"
)
COLUMNS = tuple(HEADER.split(","))
ACTORS = {
    "Military Forces of Iran (1989-) Islamic Revolutionary Guard Corps": "IR",
    "Police Forces of Pakistan (2022-2024)": "PK",
    "Government of Russia (2000-)": "RU",
    "Military Forces of the United States": "US",
    "Civilians (Iran)": None,
    "A Liberation Army": None,
    "Military Forces of Nowhere (2000-)": None,
    "": None,
}
NAMES = {"IR": "Iran", "PK": "Pakistan", "RU": "Russia", "US": "United States"}
ACTS = {
    ("Battles", "Armed clash"): "clash",
    ("Explosions/Remote violence", "Air/drone strike"): "strike",
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"): "shelling",
    ("Explosions/Remote violence", "Chemical weapon"): "cbrn-use",
    ("Explosions/Remote violence", "Grenade"): "attack",
    ("Violence against civilians", "Attack"): "attack",
    ("Strategic developments", "Agreement"): None,
    ("Protests", "Peaceful protest"): None,
    ("Riots", "Mob violence"): None,
}
ROW = {
    "event_id_cnty": "IRN70",
    "event_date": "2024-01-18",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Iran (1989-)",
    "actor2": "Police Forces of Pakistan (2022-2024)",
    "country": "Pakistan",
    "location": "Panjgur",
    "source": "A Daily; The Other",
    "fatalities": "2",
    "timestamp": "1706054400",  # 2024-01-24
}


def seconds(day: date) -> str:
    return str(calendar.timegm(day.timetuple()) + 86_399)


@st.composite
def made(draw: Any) -> dict[str, str]:
    day: date = draw(days)
    event_type, sub_event = draw(st.sampled_from([*ACTS]))
    upload = day + timedelta(days=draw(st.integers(0, 60)))
    written = draw(st.sampled_from(["%Y-%m-%d", "%d %B %Y"]))
    return ROW | {
        "event_id_cnty": draw(st.sampled_from(["IRN", "PAK"])) + str(draw(st.integers(1, 10**5))),
        "event_date": day.strftime(written),
        "time_precision": draw(st.sampled_from("123")),
        "event_type": event_type,
        "sub_event_type": sub_event,
        "actor1": draw(st.sampled_from([*ACTORS])),
        "actor2": draw(st.sampled_from([*ACTORS])),
        "fatalities": str(draw(st.integers(0, 30))),
        "timestamp": draw(st.sampled_from(["", seconds(upload)])),
    }


def day_of(row: Cells) -> date:
    text = row["event_date"]
    return (
        date.fromisoformat(text)
        if text[4] == "-"
        else datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date()
    )


def window(row: Cells) -> tuple[date, date]:
    """The days on which it may have been, none after it was there."""
    day, upload = day_of(row), row["timestamp"]
    first = last = day
    if row["time_precision"] == "2":
        first, last = day - timedelta(6), day + timedelta(6)
    if row["time_precision"] == "3":
        first = day.replace(day=1)
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    there = datetime.fromtimestamp(int(upload), UTC).date() if upload else last
    return first, min(last, there)


def expected(row: Cells) -> dict[str, HostileAct | LossesClaimed]:
    act = ACTS[row["event_type"], row["sub_event_type"]]
    actors = list(dict.fromkeys(name for name in (row["actor1"], row["actor2"]) if name))
    states = sorted({state for name in actors if (state := ACTORS[name])})
    if act is None or not states:
        return {}
    dispute = "-".join(["acled", *states]).lower()
    name = " and ".join(sorted(NAMES[state] for state in states))
    others = ", ".join(name for name in actors if ACTORS[name] is None)
    id, number = f"acled-{row['event_id_cnty'].lower()}", row["fatalities"]
    found: dict[str, HostileAct | LossesClaimed] = {
        id: HostileAct(dispute=dispute, act=act, by=others, place="Panjgur, Pakistan", name=name)
    }
    if number != "0":
        found[f"{id}-killed"] = LossesClaimed(
            dispute=dispute,
            of="all",
            loss="killed",
            number=bt.Quantity(low=number, best=number, unit="people"),
            scope=f"event {row['event_id_cnty']}",
        )
    return found


@given(held=st.lists(made(), max_size=6, unique_by=lambda row: row["event_id_cnty"]))
def test_each_row_of_force_by_a_state_gives_its_act_and_its_dead(
    tmp_path_factory: pytest.TempPathFactory, held: list[Cells]
) -> None:
    path = put(tmp_path_factory.mktemp("acled") / "a.csv", text_of(COLUMNS, held, ",", True))
    events, skipped = read("acled", path)
    assert {e.id: e.what for e in events} == {
        id: body for row in held for id, body in expected(row).items()
    }
    assert skipped.total() == sum(not expected(row) for row in held)


@given(row=made())
def test_no_day_is_claimed_that_the_row_does_not_know(
    tmp_path_factory: pytest.TempPathFactory, row: dict[str, str]
) -> None:
    row |= {"event_type": "Battles", "sub_event_type": "Armed clash", "actor1": ROW["actor1"]}
    path = put(tmp_path_factory.mktemp("acled") / "a.csv", text_of(COLUMNS, [row], ",", True))
    for event in read("acled", path)[0]:
        assert (event.when.earliest, event.when.latest) == window(row)
        if row["timestamp"]:
            assert event.when.latest is not None
            assert event.known >= event.when.latest


def test_a_row_as_events(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", text_of(COLUMNS, [ROW], ",", True))
    events, _ = read("acled", path, parties=("IR", "PK"))
    told = (
        "Panjgur, Pakistan: Military Forces of Iran (1989-) and "
        "Police Forces of Pakistan (2022-2024)"
    )
    assert events[0] == bt.Event(
        id="acled-irn70",
        when="2024-01-18",
        known="2024-01-24",
        title=f"Shelling/artillery/missile attack, {told}",
        parties=("IR", "PK"),
        what=HostileAct(
            dispute="acled-ir-pk",
            act="shelling",
            place="Panjgur, Pakistan",
            name="Iran and Pakistan",
        ),
        sources=[
            bt.Citation("acled-1", "event IRN70", known="2030-06-30", via=("A Daily", "The Other"))
        ],
    )
    assert events[1].id == "acled-irn70-killed"
    assert str(events[1].what.number) == "2 (at least 2) people"
    assert events[1].sources[0].via == ()


def test_a_title_has_no_gap_where_a_cell_is_empty(tmp_path: Path) -> None:
    actors = "Military Forces of Iran (1989-) and Police Forces of Pakistan (2022-2024)"
    for cells, title in (
        ({"location": "", "country": ""}, f"{ROW['sub_event_type']}: {actors}"),
        ({"sub_event_type": ""}, f"Panjgur, Pakistan: {actors}"),
        ({"sub_event_type": "", "location": "", "country": ""}, f"attack: {actors}"),
    ):
        path = put(tmp_path / "a.csv", text_of(COLUMNS, [ROW | cells], ",", True))
        events, _ = read("acled", path)
        assert events[0].title == title


def test_each_reason_is_counted(tmp_path: Path) -> None:
    held = [
        ROW | {"event_type": "Strategic developments"},
        ROW | {"event_type": "Protests"},
        ROW | {"actor1": "A Liberation Army", "actor2": ""},
        ROW,
    ]
    path = put(tmp_path / "a.csv", text_of(COLUMNS, held, ",", True))
    events, skipped = read("acled", path, parties=("IR", "RU"))
    assert (events, dict(skipped)) == (
        [],
        {
            "no use of force: Strategic developments": 1,
            "no use of force: Protests": 1,
            "no forces of a state take part": 1,
            "between other parties": 1,
        },
    )


def test_spoilt_cells_are_told_by_row_and_column(tmp_path: Path) -> None:
    held = [
        ROW | {"event_date": "31 February 2024"},
        ROW | {"time_precision": "4"},
        ROW | {"event_type": "Battle"},
        ROW | {"fatalities": "some"},
        ROW | {"timestamp": "2024-01-24"},
        ROW | {"event_id_cnty": "70"},
    ]
    assert refused("acled", put(tmp_path / "a.csv", text_of(COLUMNS, held, ",", True))) == [
        "row 2, column 'event_date': found '31 February 2024'; expected a day such as 2014-03-02",
        "row 3, column 'time_precision': found '4'; expected one of 1, 2, 3",
        "row 4, column 'event_type': found 'Battle'; expected one of Battles, "
        "Explosions/Remote violence, Violence against civilians; near it: Battles",
        "row 5, column 'fatalities': found 'some'; expected a whole number from 0",
        "row 6, column 'timestamp': found '2024-01-24'; expected a whole number from 0",
        "row 7, column 'event_id_cnty': found '70'; expected an id such as IRN1234",
    ]
