"""Later editions with a damaged row: what the log has of it is told or kept, never gone."""

from __future__ import annotations

import pickle
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


_TWO_ACTORS = polecat.ROW | {"Actor Country": "RUS; CHN"}


@pytest.mark.parametrize("parties", [None, ("IR",), "both"])
@pytest.mark.parametrize(
    ("name", "text", "cell", "spoilt"),
    [
        ("acled", lines(acled.COLUMNS, [acled.ROW]), "Forces of Iran", "Forces of Irna"),
        ("acled", lines(acled.COLUMNS, [acled.ROW]), "Forces of Pakistan", "Forces of Pakstan"),
        ("polecat", lines(polecat.COLUMNS, [_TWO_ACTORS], "\t"), "RUS", "RUX"),
    ],
)
def test_what_is_left_of_the_parties_of_a_damaged_row_is_not_taken_for_all(
    tmp_path: Path, name: str, text: str, cell: str, spoilt: str, parties: Any
) -> None:
    changed = {"2.csv": text.replace(cell, spoilt)}
    if parties == "both":
        parties = ("IR", "PK" if name == "acled" else "RU")
    one_refused(tmp_path, name, text, changed, spoilt[-4:-1], parties=parties)


def one_refused(
    folder: Path, name: str, text: str, changed: dict[str, str], found: str, **more: Any
) -> None:
    """An edition is refused for one row; leniently, the log stays as it is."""
    log = bt.EventLog()
    ((file, other),) = changed.items()
    first, second = put(folder / "1.csv", text), put(folder / file, other)
    assert text != other
    exchange.update(log, **asked(name, first, "1"))
    position = log.position
    with pytest.raises(bt.InputError) as caught:
        exchange.update(log, **asked(name, second, "2", **more))
    assert any(found in problem.found for problem in caught.value.problems)
    told = exchange.update(log, **asked(name, second, "2", **more), lenient=True)
    assert (told.retracted, log.position) == (0, position)


def _years(*pairs: tuple[str, str], years: range = range(2001, 2004)) -> str:
    return table([atop.year_row(year, a, b, defense=1) for a, b in pairs for year in years])


_ONE_WAY, _BOTH_WAYS = _years(("IN", "PK")), _years(("IN", "PK"), ("PK", "IN"))
_UNTIL_2018 = _years(("IN", "PK"), years=range(2016, 2019))


@pytest.mark.parametrize(
    ("text", "cell", "spoilt"),
    [
        (_ONE_WAY, "750,770,2001", "75,770,2001"),
        (_ONE_WAY, "750,770,2002", "750,77,2002"),
        (_ONE_WAY, "750,770,2003", "75,770,2003"),
        (_UNTIL_2018, "750,770,2018", "75,770,2018"),
        (_BOTH_WAYS, "750,770,2001", "75,770,2001"),
        (_ONE_WAY, "750,770,", "75,77,"),
    ],
)
def test_a_damaged_year_of_a_pair_ends_nothing_and_begins_nothing(
    tmp_path: Path, text: str, cell: str, spoilt: str
) -> None:
    found = "77" if spoilt == "750,77,2002" else "75"
    one_refused(tmp_path, "atop-dyads", text, {"2.csv": text.replace(cell, spoilt)}, found)


_PHASES = table(
    [atop.member(1, s, atop.CAME, atop.WENT, p, defense=1) for p in (1, 2) for s in PAIR]
)
_BLANK = sipri.old_file([sipri.old("", "", "1996", designation="", order="")])
_ALIKE = sipri.old_file([sipri.old(2, 2, "1996"), sipri.old(2, 2, "1997")])


@pytest.mark.parametrize(
    ("name", "text", "cell", "spoilt", "found"),
    [
        ("atop", _PHASES, ",770,", ",77,", "77"),
        ("atop", _ATOP, ",750,", ",300,", "fewer than two parties"),
        ("cow-mid", table(cow_mid.TWO), ",750,", ",300,", "fewer than two parties"),
        ("desta", _TREATIES, ",356,586,", ",586,586,", "one party on both sides"),
        ("sipri", _BLANK, "India", "Inda", "Inda"),
        ("sipri", _ALIKE, "India", "Inda", "Inda"),
        ("gdelt", _GDELT.replace("\t057\t", "\t020\t"), "\t020\t", "\t20\t", "20"),
    ],
)
def test_of_a_damaged_row_nothing_is_taken(
    tmp_path: Path, name: str, text: str, cell: str, spoilt: str, found: str
) -> None:
    other = spoilt.join(text.rsplit(cell, 1))
    one_refused(tmp_path, name, text, {"2.csv": other}, found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("acled", lines(acled.COLUMNS, [acled.ROW]).replace("Pakistan (2022", "Pakstan (2022")),
        ("ucdp-ged", lines(ucdp.COLUMNS, [ucdp.ROW | {"gwnob": ""}])),
        ("polecat", lines(polecat.COLUMNS, [_TWO_ACTORS], "\t").replace("CHN", "CHX")),
        ("atop", _PHASES.replace(",770,", ",77,", 1)),
    ],
)
def test_an_event_of_the_parties_that_are_known_is_as_any_other(
    tmp_path: Path, name: str, text: str
) -> None:
    path = put(tmp_path / "1.csv", text)
    events = [*exchange.read(name, path, version="1", known="2031-01-01")]
    assert events
    assert pickle.loads(pickle.dumps(events)) == events
    assert {type(event.parties) for event in events} == {tuple}


def test_a_damaged_row_of_a_group_is_told_by_its_own_number(tmp_path: Path) -> None:
    log = bt.EventLog()
    exchange.update(log, **asked("atop", put(tmp_path / "1.csv", _PHASES), "1"))
    second = put(tmp_path / "2.csv", ",77,".join(_PHASES.rsplit(",770,", 1)))
    with pytest.raises(bt.InputError, match=r"2\.csv: row 5: found no party in the table"):
        exchange.update(log, **asked("atop", second, "2"))


_WITH_ENDED = table(
    [
        *(atop.year_row(1900, a, b, defense=1) for a, b in (("IN", "PK"), ("RU", "CN"))),
        {**atop.year_row(1900, defense=1), "stateA": "300", "stateB": "365"},
        {**atop.year_row(1901, defense=1), "stateA": "5000", "stateB": "6000"},
    ]
)
_TREATY = table(
    [
        desta.row(7),
        desta.row(7, iso2=desta.ISO["CN"]),
        desta.row(7, iso2=530),
        desta.row(7, "accession", number="7_1"),
    ]
)
_SOMALI = lines(acled.COLUMNS, [_ALONE | {"actor2": "Military Forces of Somaliland (1991-)"}])
_NOBODY = icews.ROW | {"Event ID": "", "Source Country": "Ruritania"}
_STRANGE = lines(icews.COLUMNS, [icews.ROW, icews.ROW | {"Event ID": "9"}, _NOBODY], "\t")


@pytest.mark.parametrize(
    ("name", "text", "cut", "by", "gone"),
    [
        ("atop-dyads", _WITH_ENDED, "365,710,1900,1,0,0,0,0\n", "", 3),
        ("desta", _TREATY, "x,y,356,586,7,7,Treaty 7,base_treaty,1990,,1,Asia\n", "", 1),
        ("desta", _TREATY, "x,y,356,586,7_1,7,Treaty 7,accession,1990,,1,Asia\n", "", 1),
        ("acled", _SOMALI, ",2,,1706054400", ",0,,1706054400", 1),
        ("icews", _STRANGE, "9\t2014", "10\t2014", 1),
    ],
)
def test_a_row_that_was_passed_over_before_stands_in_the_way_of_nothing(
    tmp_path: Path, name: str, text: str, cut: str, by: str, gone: int
) -> None:
    log = bt.EventLog()
    first = put(tmp_path / "1.csv", text)
    assert cut in text
    second = put(tmp_path / "2.csv", text.replace(cut, by, 1))
    exchange.update(log, **asked(name, first, "1"))
    assert exchange.update(log, **asked(name, first, "2")).position == log.position
    assert exchange.update(log, **asked(name, second, "3")).retracted == gone


_AT_HOME = lines(icews.COLUMNS, [icews.ROW | {"Source Country": "Iran"}], "\t")
_WITH_ITSELF = lines(polecat.COLUMNS, [_TWO_ACTORS | {"Recipient Country": "CHN"}], "\t")


@pytest.mark.parametrize(
    ("name", "text", "cell", "spoilt", "found"),
    [
        ("icews", _AT_HOME, "Iran\t\t042", "Irna\t\t042", "Irna"),
        ("icews", _AT_HOME, "\tIran\t\t\tA", "\tIrna\t\t\tA", "Irna"),
        ("icews", _AT_HOME, "\tIran\t\t\tA", "\t\t\t\tA", "no country of the target"),
        ("polecat", _WITH_ITSELF, "RUS; CHN", "RUS; CHX", "CHX"),
    ],
)
def test_a_row_whose_other_side_is_the_same_state_is_damaged_too(
    tmp_path: Path, name: str, text: str, cell: str, spoilt: str, found: str
) -> None:
    one_refused(tmp_path, name, text, {"2.csv": text.replace(cell, spoilt)}, found)


_UNKNOWN = icews.ROW | {"Source Country": "Ruritania"}
_TWICE = lines(icews.COLUMNS, [_UNKNOWN, icews.ROW, icews.ROW | {"Event ID": "9"}, _NOBODY], "\t")
_ALIKE_KEYS = lines(
    polecat.COLUMNS,
    [
        polecat.ROW | {"Event ID": "E1", "Actor Country": "XXX"},
        polecat.ROW | {"Event ID": "E1_a"},
        polecat.ROW | {"Event ID": "E1_b"},
    ],
    "\t",
)
_NO_NUMBER = table([desta.row(7), desta.row(8), desta.row(7, iso2=777) | {"number": ""}])


@pytest.mark.parametrize(
    ("name", "text"),
    [("icews", _TWICE), ("polecat", _ALIKE_KEYS), ("desta", _NO_NUMBER)],
)
def test_a_row_beside_the_one_that_tells_an_event_is_not_that(
    tmp_path: Path, name: str, text: str
) -> None:
    log = bt.EventLog()
    path = put(tmp_path / "1.csv", text)
    position = exchange.update(log, **asked(name, path, "1")).position
    assert exchange.update(log, **asked(name, path, "2")).position == position
    shorter = put(tmp_path / "2.csv", "".join(text.splitlines(keepends=True)[:-2]))
    told = exchange.update(log, **asked(name, shorter, "3"))
    assert told.position == position + told.retracted


def test_what_a_row_may_tell_is_withheld_if_lenient(tmp_path: Path) -> None:
    log = bt.EventLog()
    exchange.update(log, **asked("atop-dyads", put(tmp_path / "1.csv", _ONE_WAY), "1"))
    second = put(tmp_path / "2.csv", _ONE_WAY.replace("750,770,2001", "75,770,2001"))
    told = exchange.update(log, **asked("atop-dyads", second, "2"), lenient=True)
    assert (told.added, told.corrected, told.kept) == (0, 0, 3)
    assert [*told.withheld] == [
        f"atop-dyads-in-pk-defence-2002-{stage}" for stage in ("in-force", "told", "terminated")
    ]


def test_of_many_damaged_rows_a_hundred_are_told(tmp_path: Path) -> None:
    log, rows = bt.EventLog(), [icews.ROW | {"Event ID": str(at)} for at in range(150)]
    text = lines(icews.COLUMNS, rows, "\t")
    exchange.update(log, **asked("icews", put(tmp_path / "1.csv", text), "1"))
    second = put(tmp_path / "2.csv", text.replace("Russian", "Rusian"))
    with pytest.raises(bt.InputError) as caught:
        exchange.update(log, **asked("icews", second, "2"))
    assert len(caught.value.problems) == 101
    deals = [sipri.old(2, 2, "1996", designation=f"Y-{at}") for at in range(150)]
    text = sipri.old_file(deals)
    exchange.update(log, **asked("sipri", put(tmp_path / "3.csv", text), "1"))
    second = put(tmp_path / "4.csv", text.replace("India", "Inda"))
    with pytest.raises(bt.InputError) as caught:
        exchange.update(log, **asked("sipri", second, "2"))
    assert len(caught.value.problems) == 101
    told = exchange.update(log, **asked("sipri", second, "2"), lenient=True)
    assert (told.kept, len(told.problems)) == (300, 100)


def test_beside_a_damaged_row_nothing_is_gone(tmp_path: Path) -> None:
    log, rows = bt.EventLog(), [icews.ROW | {"Event ID": str(at)} for at in range(4)]
    first = put(tmp_path / "1.csv", lines(icews.COLUMNS, rows, "\t"))
    rows[0] |= {"CAMEO Code": "57"}
    second = put(tmp_path / "2.csv", lines(icews.COLUMNS, rows[:2], "\t"))
    exchange.update(log, **asked("icews", first, "1"))
    told = exchange.update(log, **asked("icews", second, "2"), lenient=True)
    assert (told.unchanged, told.retracted, told.kept, len(told.problems)) == (1, 0, 3, 1)
    assert [*told.skipped.values()] == [1]
    assert len(log.timeline().events()) == 4


def test_a_row_of_which_the_log_has_nothing_is_passed_over(tmp_path: Path) -> None:
    log, other = bt.EventLog(), icews.ROW | {"Event ID": "9", "Source Country": "Ruritania"}
    first = put(tmp_path / "1.csv", lines(icews.COLUMNS, [icews.ROW, other], "\t"))
    again = asked("icews", first, "1")
    assert exchange.update(log, **again).skipped == exchange.update(log, **again).skipped
    assert log.position == 1


@pytest.mark.parametrize(
    ("name", "text", "cell", "by", "told"),
    [
        ("icews", _ICEWS, "Iran", "", "no country of the target"),
        ("gdelt", _GDELT, "IRN", "EUR", "no party in the table of countries: EUR"),
        ("gdelt", _GDELT, "IRN", "", "no country of the target"),
        ("ucdp-ged", _UCDP, str(ucdp.ROW["gwnoa"]), "", "no number of the Government of Iran"),
        ("acled", _ACLED, "Military Forces", "Mliitary Forces", "no forces of a state take part"),
        ("acled", _ACLED, "Explosions/Remote violence", "Protests", "no use of force: Protests"),
        ("polecat", _POLECAT, "2022-05-01", "None", "no date"),
    ],
)
def test_a_row_that_told_an_event_and_tells_none_is_refused_until_that_is_retracted(
    tmp_path: Path, name: str, text: str, cell: str, by: str, told: str
) -> None:
    log = bt.EventLog()
    first, second = put(tmp_path / "1.csv", text), tmp_path / "2.csv"
    assert cell in text
    put(second, text.replace(cell, by, 1))
    exchange.update(log, **asked(name, first, "1"))
    with pytest.raises(bt.InputError) as caught:
        exchange.update(log, **asked(name, second, "2"))
    (problem,) = caught.value.problems
    assert (problem.found, problem.record) == (told, log.timeline().events()[0].id)
    start = f"{problem.record}-"
    for event in log.timeline().events():
        if f"{event.id}-".startswith(start):
            log.retract(event.id, known="2031-01-15", reason="The row says otherwise.")
    position = log.position
    assert exchange.update(log, **asked(name, second, "2")).position == position
