"""GDELT, in its three forms without a header: each row gives the act that it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.coding.codes import GOLDSTEIN
from bilateral_timeline.coding.intensity import Interaction
from exchange_files import KNOWN, PARTIES, days, put, read, refused

CODES = {code: party for party, code in PARTIES.items()} | {"ROM": "RO", "GZS": "PS"}
# Where the columns stand by the code books, in 57 or 58 columns, and in 61.
ID, DAY, ACTOR, TARGET, CODE, ADDRESS = 0, 1, 7, 17, 26, -1
ADDED = {57: 56, 58: 56, 61: 59}


def line(width: int, cells: dict[int, str]) -> str:
    held = ["?"] * width
    for at, text in cells.items():
        held[at] = text
    return "\t".join(held) + "\n"


def cells(width: int, row: tuple[str, ...]) -> dict[int, str]:
    number, day, added, actor, target, code, address = row
    added += "121500" if width == 61 else ""
    held = {ID: number, DAY: day, ADDED[width]: added, ACTOR: actor, TARGET: target, CODE: code}
    return held if width == 57 else held | {width - 1: address}


compact = days.map(lambda day: day.isoformat().replace("-", ""))
countries = st.sampled_from([*CODES, "EUR", ""])
made = st.tuples(
    st.integers(1, 10**10).map(str),
    compact,
    compact,
    countries,
    countries,
    st.sampled_from([*GOLDSTEIN, "1214", ""]),
    st.sampled_from(["https://www.Example.org/a?b=1", "http://news.example.net", "BBC Monitoring"]),
)
HOSTS = {
    "https://www.Example.org/a?b=1": ("example.org",),
    "http://news.example.net": ("news.example.net",),
    "BBC Monitoring": (),
}


def expected(row: tuple[str, ...], width: int) -> tuple[object, ...] | str:
    number, day, added, actor, target, code, address = row
    for text, word in ((actor, "actor"), (target, "target")):
        if text not in CODES:
            return (
                f"no party in the table of countries: {text}"
                if text
                else f"no country of the {word}"
            )
    if len(code) == 2:
        return f"a CAMEO code of two digits, which may be short of a nought: {code}"
    if code not in GOLDSTEIN:
        return f"no code of CAMEO 1.1b3: {code}"
    address = "" if width == 57 else address
    return (
        f"gdelt-{number}",
        f"{day[:4]}-{day[4:6]}-{day[6:]}",
        date.fromisoformat(f"{added[:4]}-{added[4:6]}-{added[6:]}"),
        Interaction(cameo=code, actor=CODES[actor], target=CODES[target]),
        HOSTS[address] if address else (),
        f"event {number}, {address}" if address else f"event {number}",
    )


@given(held=st.lists(made, min_size=1, max_size=8), width=st.sampled_from([57, 58, 61]))
def test_each_row_gives_the_act_that_it_says_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, held: list[tuple[str, ...]], width: int
) -> None:
    text = "".join(line(width, cells(width, row)) for row in held)
    path = put(tmp_path_factory.mktemp("gdelt") / "20140302.export.CSV.zip", text)
    events, skipped = read("gdelt", path)
    answers = [expected(row, width) for row in held]
    assert [
        (e.id, str(e.when), e.known, e.what, e.sources[0].via, e.sources[0].locator) for e in events
    ] == [one for one in answers if isinstance(one, tuple)]
    assert sorted(skipped.elements()) == sorted(one for one in answers if isinstance(one, str))


ROW = ("7", "20140301", "20140302", "RUS", "IRN", "057", "https://example.org/x")


def test_a_row_as_an_event(tmp_path: Path) -> None:
    (event,), _ = read("gdelt", put(tmp_path / "e.csv", line(58, cells(58, ROW))))
    assert event == bt.Event(
        id="gdelt-7",
        when="2014-03-01",
        known="2014-03-02",
        title="Russia to Iran: SUPPORT (CAMEO 057)",
        parties=("RU", "IR"),
        what=Interaction(cameo="057", actor="RU", target="IR"),
        sources=[
            bt.Citation(
                "gdelt-1", "event 7, https://example.org/x", known=KNOWN, via=("example.org",)
            )
        ],
    )


def test_spoilt_cells_are_told_by_row_and_column(tmp_path: Path) -> None:
    spoilt = [
        cells(61, ROW) | {ID: "x"},
        cells(61, ROW) | {DAY: "20140230"},
        cells(61, ROW) | {ADDED[61]: "2014030"},
    ]
    text = "".join(line(61, one) for one in spoilt) + line(58, cells(58, ROW))
    assert refused("gdelt", put(tmp_path / "e.csv", text)) == [
        "row 1, column 'GLOBALEVENTID': found 'x'; expected a number of digits alone",
        "row 2, column 'SQLDATE': found '20140230'; expected a day such as 2014-03-02",
        "row 3, column 'DATEADDED': found '2014030'; expected a day such as 2014-03-02",
        "row 4: found 58 cells; expected 61, as in the first row",
    ]
    assert refused("gdelt", put(tmp_path / "f.csv", "1\t2\t3\n")) == [
        f"{tmp_path / 'f.csv'}: found 3 columns; expected 57 or 58 or 61 columns; "
        "is it the right file? It has no header".replace(f"{tmp_path / 'f.csv'}: ", "")
    ]
