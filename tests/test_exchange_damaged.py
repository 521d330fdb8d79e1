"""Later editions with a damaged row: what the log has of it is told or kept, never gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

import bilateral_timeline as bt
import test_exchange_acled as acled
import test_exchange_archigos as archigos
import test_exchange_atop as atop
import test_exchange_cow_igo as cow_igo
import test_exchange_cow_mid as cow_mid
import test_exchange_desta as desta
import test_exchange_gdelt as gdelt
import test_exchange_icews as icews
import test_exchange_polecat as polecat
import test_exchange_sipri as sipri
import test_exchange_ucdp as ucdp
from bilateral_timeline import exchange
from exchange_files import put, text_of
from made_rows import PAIR, table


class Damage(NamedTuple):
    """A file of a set, and what became of a cell of it, wherever it is where rows are many."""

    name: str
    text: str
    cell: str
    spoilt: str
    near: str = ""
    times: int = 1


def lines(columns: tuple[str, ...], rows: list[Any], delimiter: str = ",") -> str:
    return text_of(columns, rows, delimiter, True)


_ALONE = acled.ROW | {"actor2": "Protesters (Pakistan)"}
_ACLED = lines(acled.COLUMNS, [_ALONE, _ALONE | {"event_id_cnty": "IRN71"}])
_ICEWS = lines(icews.COLUMNS, [icews.ROW, icews.ROW | {"Event ID": "9"}], "\t")
_POLECAT = lines(polecat.COLUMNS, [polecat.ROW, polecat.ROW | {"Event ID": "AB_13"}], "\t")
_UCDP = lines(ucdp.COLUMNS, [ucdp.ROW, ucdp.ROW | {"id": "9"}])
_GDELT = "".join(gdelt.line(61, gdelt.cells(61, (id, *gdelt.ROW[1:]))) for id in ("7", "8"))
_ATOP = table(
    [atop.member(n, side, atop.CAME, atop.WENT, defense=1) for n in (1, 2) for side in PAIR]
)
_THREE = table([atop.member(1, side, atop.CAME, atop.WENT, defense=1) for side in (*PAIR, "CN")])
_PAIRS = table([atop.year_row(year, defense=1) for year in (2001, 2002)])
_TERMS = table([archigos.row(archigos.FIRST, 1), archigos.row(archigos.LAST, 2)])
_TREATIES = table([desta.row(7, entryforceyear=1991), desta.row(8)])
_DEALS = sipri.new_file([sipri.row(1, 1992, 3), sipri.row(2, 1993, 4)])
_OLD_DEALS = sipri.old_file([sipri.old(2, 2, "1996"), sipri.old(5, 5, "1997", designation="Z")])
_IGO = cow_igo.file_of({side: cow_igo.years_of("AAA", y1990=0, y1991=1) for side in PAIR})
DAMAGED = [
    Damage("icews", _ICEWS, "Iran", "Irna", "Iran"),
    Damage("icews", _ICEWS, "Iran", "IR", "Iran"),
    Damage("icews", _ICEWS, "\t042\t", "\t42\t", "042"),
    Damage("icews", _ICEWS, "\t042\t", "\t0427\t", "042"),
    Damage("gdelt", _GDELT, "IRN", "IRX", "IRN"),
    Damage("gdelt", _GDELT, "\t057\t", "\t57\t", "057"),
    Damage("polecat", _POLECAT, "IRN", "IR", "IRN"),
    Damage("polecat", _POLECAT, "CONSULT", "CONSUL", "CONSULT"),
    Damage("ucdp-ged", _UCDP, str(ucdp.ROW["gwnoa"]), "4444"),
    Damage("acled", _ACLED, "Forces of Iran", "Forces of Irna", "Iran"),
    Damage("archigos", _TERMS, ",750,", ",75,", "750"),
    Damage("desta", _TREATIES, ",356,", ",35,", "356"),
    Damage("atop", _ATOP, ",750,", ",75,", "750"),
    Damage("atop", _THREE, ",750,", ",75,", "750"),
    Damage("atop-dyads", _PAIRS, "750,", "75,", "750", 2),
    Damage("sipri", _DEALS, "India", "Inda", "India"),
    Damage("sipri", _OLD_DEALS, "India", "Inda", "India"),
    Damage("cow-igo", _IGO, "750,", "75,", "750", 2),
    Damage("cow-mid", table(cow_mid.TWO), ",750,", ",75,", "750"),
]


def asked(name: str, path: Path, version: str, **more: Any) -> dict[str, Any]:
    """How an edition is taken in: of a set in parts, as of all that ever was."""
    period = {"during": "../2030"} if name in ("icews", "gdelt", "polecat", "acled") else {}
    known = f"2031-0{version}-01"
    return {"name": name, "path": path, "version": version, "known": known, **period, **more}


@pytest.mark.parametrize("damage", DAMAGED, ids=lambda each: f"{each.name} {each.spoilt.strip()}")
@pytest.mark.parametrize("parties", [None, "theirs"])
def test_a_row_with_what_no_table_has_is_refused_or_what_the_log_has_of_it_kept(
    tmp_path: Path, damage: Damage, parties: str | None
) -> None:
    name, text, cell, spoilt, near, times = damage
    log = bt.EventLog()
    first, second = put(tmp_path / "1.csv", text), tmp_path / "2.csv"
    assert text.count(cell) >= times
    put(second, text.replace(cell, spoilt, times))
    exchange.update(log, **asked(name, first, "1"))
    before, position = log.timeline().events(), log.position
    assert before
    theirs = {} if parties is None else {"parties": before[0].parties}

    with pytest.raises(bt.InputError) as caught:
        exchange.update(log, **asked(name, second, "2", **theirs))
    assert log.position == position
    (row,) = {problem.where.partition(", column")[0] for problem in caught.value.problems}
    assert row.startswith(f"{second}: row ")
    for problem in caught.value.problems:
        assert spoilt.strip(",\t").removeprefix("Forces of ") in problem.found
        assert near in problem.advice

    told = exchange.update(log, **asked(name, second, "2", **theirs), lenient=True)
    assert (told.retracted, log.position, log.timeline().events()) == (0, position, before)
    assert told.kept > 0
    assert told.problems
    assert exchange.update(log, **asked(name, first, "3")).position == position


@pytest.mark.parametrize(
    ("name", "text", "cell", "spoilt"),
    [
        ("acled", lines(acled.COLUMNS, [acled.ROW]), "Forces of Iran", "Forces of Irna"),
        (
            "polecat",
            lines(polecat.COLUMNS, [polecat.ROW | {"Actor Country": "RUS; CHN"}], "\t"),
            "RUS",
            "RUX",
        ),
    ],
)
def test_what_is_left_of_the_parties_of_a_damaged_row_is_not_what_was_asked_for(
    tmp_path: Path, name: str, text: str, cell: str, spoilt: str
) -> None:
    log = bt.EventLog()
    first, second = (
        put(tmp_path / "1.csv", text),
        put(tmp_path / "2.csv", text.replace(cell, spoilt)),
    )
    exchange.update(log, **asked(name, first, "1"))
    position = log.position
    theirs = ("IR", "PK" if name == "acled" else "RU")
    with pytest.raises(bt.InputError, match=f"row 2: found no party in the table.*{spoilt[-4:-1]}"):
        exchange.update(log, **asked(name, second, "2", parties=theirs))
    told = exchange.update(log, **asked(name, second, "2", parties=theirs), lenient=True)
    assert (told.retracted, log.position) == (0, position)


def test_beside_a_damaged_row_what_is_gone_is_gone_if_lenient(tmp_path: Path) -> None:
    log, rows = bt.EventLog(), [icews.ROW | {"Event ID": str(at)} for at in range(4)]
    first = put(tmp_path / "1.csv", lines(icews.COLUMNS, rows, "\t"))
    rows[0] |= {"CAMEO Code": "57"}
    second = put(tmp_path / "2.csv", lines(icews.COLUMNS, rows[:2], "\t"))
    exchange.update(log, **asked("icews", first, "1"))
    told = exchange.update(log, **asked("icews", second, "2"), lenient=True)
    assert (told.unchanged, told.retracted, told.kept, len(told.problems)) == (1, 2, 1, 1)
    assert [event.id[-2:] for event in log.timeline().events()] == ["-0", "-1"]


def test_a_row_of_which_the_log_has_nothing_is_passed_over(tmp_path: Path) -> None:
    log, other = bt.EventLog(), icews.ROW | {"Event ID": "9", "Source Country": "Ruritania"}
    first = put(tmp_path / "1.csv", lines(icews.COLUMNS, [icews.ROW, other], "\t"))
    again = asked("icews", first, "1")
    assert exchange.update(log, **again).skipped == exchange.update(log, **again).skipped
    assert log.position == 1


def test_a_row_that_says_that_a_side_is_no_country_tells_its_event_no_more(tmp_path: Path) -> None:
    log, blank = bt.EventLog(), icews.ROW | {"Target Country": ""}
    for version, row in (("1", icews.ROW), ("2", blank)):
        path = put(tmp_path / f"{version}.csv", lines(icews.COLUMNS, [row], "\t"))
        told = exchange.update(log, **asked("icews", path, version))
    assert (told.retracted, log.timeline().events()) == (1, ())
