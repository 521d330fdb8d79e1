"""POLECAT: each actor and each recipient of a row make an act, public when its story was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.coding.codes import MODES
from bilateral_timeline.coding.intensity import Interaction
from exchange_files import KNOWN, PARTIES, Cells, days, put, read, refused, text_of

COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Recipient Name", "Recipient Country"),
    *("Placename", "Headline", "Source", "Publication Date", "Language", "Version"),
)
CODES = {code: party for party, code in PARTIES.items()}
ROW = {
    "Event ID": "AB_12",
    "Event Date": "2022-05-01",
    "Event Type": "CONSULT",
    "Event Mode": "visit",
    "Actor Country": "RUS",
    "Recipient Country": "IRN",
    "Source": "A Daily",
    "Publication Date": "2022-05-03",
}

countries = st.lists(st.sampled_from([*CODES, "EUR", "None"]), max_size=3).map("; ".join)
codes = st.one_of(
    *(st.tuples(st.just(event), st.sampled_from(["", *modes])) for event, modes in MODES.items()),
    st.sampled_from([("None", ""), ("CONSULT", "riot"), ("PROTEST", "None")]),
)
made = st.builds(
    lambda row, code: row | {"Event Type": code[0], "Event Mode": code[1]},
    st.fixed_dictionaries(
        {
            "Event ID": st.integers(1, 10**6).map(lambda number: f"EV_{number}"),
            "Event Date": days.map(date.isoformat) | st.just("None"),
            "Actor Country": countries,
            "Recipient Country": countries,
            "Publication Date": days.map(date.isoformat) | st.just("None"),
            "Source": st.sampled_from(["A Daily", "None"]),
        }
    ),
    codes,
)


def side(text: str) -> list[str]:
    named = dict.fromkeys(text.split("; "))
    return [CODES[code] for code in named if code in CODES]


def expected(row: Cells) -> list[tuple[object, ...]]:
    """The events of a row; none where it gives a reason."""
    event, mode = row["Event Type"], row["Event Mode"].replace("None", "")
    actors, targets = side(row["Actor Country"]), side(row["Recipient Country"])
    if row["Event Date"] == "None" or event not in MODES or mode not in ("", *MODES[event]):
        return []
    number = row["Event ID"].lower().replace("_", "-")
    story = row["Publication Date"]
    return [
        (
            f"polecat-{number}"
            + (f"-{actor}-{target}".lower() if len(actors) * len(targets) > 1 else ""),
            row["Event Date"],
            KNOWN if story == "None" else story,
            Interaction(event=event, mode=mode, actor=actor, target=target),
            (actor,) if actor == target else (actor, target),
            () if row["Source"] == "None" else ("A Daily",),
        )
        for actor in actors
        for target in targets
    ]


@given(held=st.lists(made, max_size=6))
def test_each_pair_of_each_row_gives_the_act_that_it_says(
    tmp_path_factory: pytest.TempPathFactory, held: list[Cells]
) -> None:
    path = tmp_path_factory.mktemp("polecat") / "week.txt"
    events, skipped = read("polecat", put(path, text_of(COLUMNS, held, "\t", True)))
    answers = [expected(row) for row in held]
    assert [
        (e.id, str(e.when), str(e.known), e.what, e.parties, e.sources[0].via) for e in events
    ] == [one for answer in answers for one in answer]
    assert skipped.total() == sum(not answer for answer in answers)


@given(held=st.lists(made, max_size=6))
def test_with_parties_only_the_pairs_of_both_are_told(
    tmp_path_factory: pytest.TempPathFactory, held: list[Cells]
) -> None:
    path = put(tmp_path_factory.mktemp("polecat") / "w.txt", text_of(COLUMNS, held, "\t", True))
    events, _ = read("polecat", path)
    between, skipped = read("polecat", path, parties=("RU", "IR"))
    assert between == [event for event in events if {*event.parties} == {"RU", "IR"}]
    assert skipped.total() == len(held) - len({e.sources[0].locator for e in between})


def test_a_row_as_an_event_and_each_reason(tmp_path: Path) -> None:
    held = [
        ROW,
        ROW | {"Event Type": "consult", "Event Mode": "None", "Recipient Country": "IRN; EUR"},
        ROW | {"Actor Country": "None"},
        ROW | {"Recipient Country": "EUR; None"},
        ROW | {"Event Type": "GREET"},
        ROW | {"Event Mode": "riot"},
        ROW | {"Event Date": "None"},
    ]
    events, skipped = read("polecat", put(tmp_path / "w.txt", text_of(COLUMNS, held, "\t", True)))
    assert events[0] == bt.Event(
        id="polecat-ab-12",
        when="2022-05-01",
        known="2022-05-03",
        title="Russia to Iran: CONSULT visit",
        parties=("RU", "IR"),
        what=Interaction(event="CONSULT", mode="visit", actor="RU", target="IR"),
        sources=[bt.Citation("polecat-1", "event AB_12", known=KNOWN, via=("A Daily",))],
    )
    assert events[1].what == Interaction(event="CONSULT", actor="RU", target="IR")
    assert dict(skipped) == {
        "no country of the actor": 1,
        "no party in the table of countries: EUR": 1,
        "no type of PLOVER: GREET": 1,
        "no mode of CONSULT in PLOVER: riot": 1,
        "no date": 1,
    }


def test_spoilt_cells_are_told_by_row_and_column(tmp_path: Path) -> None:
    held = [
        ROW | {"Event Date": "May 2022"},
        ROW | {"Publication Date": "2022-5-1"},
        ROW | {"Event ID": ""},
    ]
    assert refused("polecat", put(tmp_path / "w.txt", text_of(COLUMNS, held, "\t", True))) == [
        "row 2, column 'Event Date': found 'May 2022'; expected a day such as 2014-03-02",
        "row 3, column 'Publication Date': found '2022-5-1'; expected a day such as 2014-03-02",
        "row 4, column 'Event ID': found ''; expected the id of the event",
    ]
