"""Editions: a later one gives only what is new, changed or gone, known from its day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
import test_exchange_archigos as archigos
import test_exchange_desta as desta
import test_exchange_gdelt as gdelt
import test_exchange_polecat as polecat
import test_exchange_ucdp as ucdp
from bilateral_timeline import exchange
from bilateral_timeline.coding.intensity import Interaction
from bilateral_timeline.views import changes
from exchange_files import Cells, put, text_of
from made_rows import table as text_table

COLUMNS = ("Event ID", "Event Date", "Source Country", "CAMEO Code", "Target Country", "Publisher")
PAIR = ("RU", "IR")
FIRST = date(2020, 1, 1)


def row(id: int, code: str, target: str = "Iran", day: str = "2014-03-02") -> Cells:
    cells = (str(id), day, "Russia", code, target, "A Daily")
    return dict(zip(COLUMNS, cells, strict=True))


TERM = archigos.row(archigos.LAST, 2)
OTHER = row(9, "042", "Syria")


def edition(folder: Path, number: int, rows: list[Cells]) -> dict[str, Any]:
    """What `read` and `update` are asked with for an edition, out a month after the last."""
    path = put(folder / f"{number}.csv", text_of(COLUMNS, rows, ",", True))
    return {"path": path, "version": str(number), "known": FIRST + timedelta(days=30 * number)}


def update(log: bt.EventLog, asked: dict[str, Any], **more: Any) -> exchange.Update:
    return exchange.update(log, "icews", **asked, **{"during": "2014"} | more)


def believed(log: bt.EventLog, known_by: date | None = None) -> dict[str, tuple[str, ...]]:
    events = log.timeline().events(known_by=known_by)
    return {event.id: (event.what.cameo, *event.parties) for event in events}


ids = st.integers(1, 5)
contents = st.tuples(st.sampled_from(["042", "057", "190"]), st.sampled_from(["Iran", "Syria"]))
tables = st.lists(st.dictionaries(ids, contents, max_size=5), min_size=1, max_size=5)


@given(tables=tables)
def test_after_each_edition_what_it_tells_is_believed_and_before_it_what_was_told(
    tmp_path_factory: pytest.TempPathFactory, tables: list[dict[int, tuple[str, str]]]
) -> None:
    folder, log = tmp_path_factory.mktemp("editions"), bt.EventLog()
    codes = {"Iran": "IR", "Syria": "SY"}
    before: dict[int, tuple[str, str]] = {}
    ever: set[int] = set()
    for number, table in enumerate(tables):
        asked = edition(folder, number, [row(id, *content) for id, content in table.items()])
        at = log.position
        if before and not table:  # a file without a row is not one that tells no more
            assert refusal(log, asked).startswith(f"{asked['path']}: found no row; expected rows")
            continue
        told = update(log, asked)
        new = {id for id in table if id not in before}
        changed = {id for id in table if id in before and before[id] != table[id]}
        gone = {*before} - {*table}
        assert (told.added, told.corrected, told.retracted, told.unchanged) == (
            len(new),
            len(changed),
            len(gone),
            len(table) - len(new) - len(changed),
        )
        assert told.position == log.position == at + len(new) + len(changed) + len(gone)
        days = {entry.record.id: entry.record.known for entry in log.read(after=at)}
        for id in changed | gone | (new & ever):
            assert days[f"icews-20140302-{id}"] == asked["known"]
        assert believed(log) == {
            f"icews-20140302-{id}": (code, "RU", codes[target])
            for id, (code, target) in table.items()
        }
        if number:
            then = believed(log, known_by=asked["known"] - timedelta(days=1))
            assert {id: then.get(f"icews-20140302-{id}") for id in before} == {
                id: (code, "RU", codes[target]) for id, (code, target) in before.items()
            }
        assert update(log, asked).position == log.position
        before, ever = table, ever | {*table}


def test_a_correction_and_a_retraction_cite_their_edition(tmp_path: Path) -> None:
    log = bt.EventLog()
    update(log, edition(tmp_path, 1, [row(1, "042"), row(2, "057"), row(3, "190")]))
    told = update(log, edition(tmp_path, 2, [row(1, "043"), row(3, "190")]))
    assert (told.added, told.corrected, told.retracted, told.unchanged) == (0, 1, 1, 1)
    read = exchange.read("icews", **edition(tmp_path, 1, [row(1, "042"), row(2, "057")]))
    assert [entry.record for entry in log.read()][:2] == list(read)
    first, second = log.timeline().history("icews-20140302-1")
    assert (first.revision, str(first.known), second.revision, str(second.known)) == (
        0,
        "2014-03-02",
        1,
        "2020-03-01",
    )
    assert second.sources == (
        bt.Citation("icews-2", "event 1", known="2020-03-01", via=("A Daily",)),
    )
    assert log.timeline().history("icews-20140302-2")[-1] == bt.Retraction(
        id="icews-20140302-2",
        revision=1,
        known="2020-03-01",
        reason="ICEWS Coded Event Data, version 2 tells it no more.",
        sources=[bt.Citation("icews-2", known="2020-03-01")],
    )


def test_what_the_file_could_not_hold_stays(tmp_path: Path) -> None:
    log = bt.EventLog()
    old, syria = row(2, "057", day="2013-03-02"), row(3, "190", "Syria")
    update(log, edition(tmp_path, 1, [row(1, "042"), old, syria]), during="../2014")
    other = bt.Event(
        id="icewsx-4",
        when="2014",
        known="2015-01-01",
        what=Interaction(cameo="042", actor="RU", target="IR"),
    )
    log.append(other)
    told = update(log, edition(tmp_path, 2, [OTHER]), parties=PAIR)
    assert (told.retracted, {*believed_ids(log)}) == (
        1,
        {"icews-20130302-2", "icews-20140302-3", "icewsx-4"},
    )


def believed_ids(log: bt.EventLog) -> list[str]:
    return [event.id for event in log.timeline().events()]


def refusal(log: bt.EventLog, asked: dict[str, Any], **more: Any) -> str:
    at = log.position
    with pytest.raises(bt.InputError) as error:
        update(log, asked, **more)
    assert log.position == at
    return str(error.value)


def test_what_cannot_be_taken_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    log = bt.EventLog()
    update(log, edition(tmp_path, 2, [row(1, "042")]))
    assert refusal(log, edition(tmp_path, 3, [row(2, "042")]), during=None) == (
        "update: during: found None; expected the period of the file, as those of icews are parts; "
        "such as during='2014', or '../2023' for all up to then (typed: --during 2014)"
    )
    assert refusal(log, edition(tmp_path, 1, [row(2, "042")])) == (
        "update: known: found an edition of 2020-01-31, after that of 2020-03-01 (icews-2); "
        "expected editions in the order of their days"
    )
    twice = edition(tmp_path, 3, [row(2, "042"), row(2, "057")])
    assert refusal(log, twice) == (
        f"{twice['path']}: row 3: found 'icews-20140302-2' again, of which it says something else; "
        "expected an id of its own, as row 2 has this one; take away one of the two rows"
    )
    spoilt = edition(tmp_path, 4, [row(2, "042"), row(3, "042", day="no day")])
    assert "row 3, column 'Event Date'" in refusal(log, spoilt)


def test_a_row_that_stands_twice_is_told_once(tmp_path: Path) -> None:
    log = bt.EventLog()
    told = update(log, edition(tmp_path, 1, [row(1, "042"), row(1, "042")]))
    assert (told.added, told.rows, log.position) == (1, 2, 1)
    assert told.skipped == {"told by a row before it": 1}


@given(
    st.lists(st.tuples(ids, st.sampled_from(["042", "057", "190"])), max_size=8),
)
def test_leniently_the_first_row_of_an_id_counts_and_each_that_says_otherwise_is_told(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str]]
) -> None:
    log, first = bt.EventLog(), dict[int, tuple[str, int]]()
    expected, twice = list[str](), 0
    for number, (id, code) in enumerate(rows, 2):
        told = first.setdefault(id, (code, number))
        twice += told[0] == code and told[1] != number
        if told[0] != code:
            expected.append(f"row {number}: found 'icews-20140302-{id}' again, as in {told[1]}")
    asked = edition(tmp_path_factory.mktemp("twice"), 1, [row(id, code) for id, code in rows])
    done = update(log, asked, lenient=True)
    assert believed(log) == {
        f"icews-20140302-{id}": (code, *PAIR) for id, (code, _) in first.items()
    }
    counts = {"it cannot be read": len(expected), "told by a row before it": twice}
    assert done.skipped == {why: number for why, number in counts.items() if number}
    assert done.rows == done.added + sum(done.skipped.values())
    assert [
        f"{problem.where.rpartition(': ')[2]}: found {problem.found.partition(',')[0]}, as in "
        f"{problem.expected.rpartition('row ')[2].partition(' ')[0]}"
        for problem in done.problems
    ] == expected
    assert {problem.file for problem in done.problems} <= {str(asked["path"])}


def unknown_party(log: bt.EventLog, asked: dict[str, Any], *parties: str) -> str:
    return refusal(log, asked, parties=parties)


def test_a_party_that_no_row_has_is_refused_with_what_is_near(tmp_path: Path) -> None:
    log = bt.EventLog()
    asked = edition(tmp_path, 1, [row(1, "042"), row(2, "042", target="Iraq")])
    assert unknown_party(log, asked, "RU", "NP") == (
        f"parties: found 'NP', which no row of {asked['path']} has; "
        "expected parties of its rows: IQ, IR, RU"
    )
    assert unknown_party(log, asked, "RUS", "ir", "XX") == (
        "parties: found 'RUS'; expected RU\n"
        "parties: found 'ir'; expected IR\n"
        "parties: found 'XX'; expected the code of a country, such as RU (ISO 3166-1 alpha-2)"
    )
    empty = edition(tmp_path, 2, [])
    assert unknown_party(log, empty, "RU", "IR").startswith(
        f"parties: found 'RU', which no row of {empty['path']} has; expected a file with rows"
    )


def test_a_party_of_which_the_log_holds_events_may_be_in_no_row(tmp_path: Path) -> None:
    log = bt.EventLog()
    update(log, edition(tmp_path, 1, [row(1, "042")]))
    assert update(log, edition(tmp_path, 2, [OTHER]), parties=PAIR).retracted == 1
    assert "'IQ'" in unknown_party(log, edition(tmp_path, 3, [OTHER]), "RU", "IQ")


def test_an_edition_goes_into_a_log_on_disk(tmp_path: Path) -> None:
    first = edition(tmp_path, 1, [row(1, "042"), row(2, "057")])
    with bt.open_log(tmp_path / "log.db") as log:
        update(log, first)
    with bt.open_log(tmp_path / "log.db") as log:
        told = update(log, edition(tmp_path, 2, [row(1, "042")]))
        assert (told.unchanged, told.retracted, believed_ids(log)) == (1, 1, ["icews-20140302-1"])


def curated(id: str, *sources: bt.Citation, revision: int = 0, cameo: str = "100") -> bt.Event:
    what = Interaction(cameo=cameo, actor="RU", target="IR")
    return bt.Event(
        id=id, revision=revision, when="2014-03-02", known="2020-02-10", what=what, sources=sources
    )


PAPER = bt.Citation("a-daily-report", known="2030-01-01")


@given(table=st.dictionaries(ids, contents, max_size=5), mine=st.sets(ids), gone=st.sets(ids))
def test_no_edition_changes_what_somebody_else_wrote_last(
    tmp_path_factory: pytest.TempPathFactory,
    table: dict[int, tuple[str, str]],
    mine: set[int],
    gone: set[int],
) -> None:
    folder, log = tmp_path_factory.mktemp("curated"), bt.EventLog()
    update(log, edition(folder, 1, [row(id, "036") for id in (1, 2, 3)]))
    new = curated("icews-report-of-mine", PAPER)
    log.append(new)
    for id in mine:
        both = (bt.Citation("icews-1"), PAPER) if id < 3 else (PAPER,)
        log.append(curated(f"icews-20140302-{id}", *both, revision=int(id <= 3)))
    for id in gone - mine:
        log.append(
            bt.Retraction(
                id=f"icews-20140302-{id}",
                revision=1,
                known="2020-02-10",
                reason="It was another.",
                sources=[PAPER],
            )
        )
    before = {id: log.timeline().history(f"icews-20140302-{id}") for id in mine | gone}
    rows = [OTHER, *(row(id, *content) for id, content in table.items())]
    told = update(log, edition(folder, 2, rows))
    assert {id: log.timeline().history(f"icews-20140302-{id}") for id in mine | gone} == before
    assert log.timeline().history(new.id) == (new,)
    assert {*told.left} == {f"icews-20140302-{id}" for id in (mine | gone) & {*table}}
    assert told.retracted == len({1, 2, 3} - mine - gone - {*table})


def test_a_work_that_only_sounds_like_an_edition_is_none(tmp_path: Path) -> None:
    memoir = bt.Source(id="icews-memoir", title="How It Was Coded", known="2030-01-01")
    log = bt.EventLog([memoir])
    log.append(curated("icews-report-of-mine", bt.Citation("icews-memoir", "p. 3")))
    told = update(log, edition(tmp_path, 1, [row(1, "042")]), during=None)
    assert (told.added, told.retracted, told.left) == (1, 0, ())


@pytest.mark.parametrize("known", [None, "2020-02-10", "2020-03-01"])
@pytest.mark.parametrize("before", [1, 2])
@pytest.mark.parametrize("is_told", [True, False])
def test_a_correction_that_cites_the_edition_stays(
    tmp_path: Path, known: str | None, before: int, is_told: bool
) -> None:
    log, id = bt.EventLog(), "icews-20140302-1"
    for number, code in enumerate(("042", "043")[:before], 1):
        update(log, edition(tmp_path, number, [row(1, code)]))
    if known is None or before == 1:
        cited = [bt.Citation(f"icews-{before}", "event 1")] if known else []
        log.correct(id, known, cited, title="My better title", note="curated")
    else:
        log.correct(id, title="My better title", note="curated")
    again = [row(1, "042" if before == 2 else "043")] * is_told
    told = update(log, edition(tmp_path, 3, [OTHER, *again]))
    assert (told.corrected, told.retracted, told.left) == (0, 0, (id,) if is_told else ())
    newest = {event.id: event for event in log.timeline().events()}[id]
    assert newest.title == "My better title"


def test_an_event_reinstated_after_an_edition_left_it_out_stays(tmp_path: Path) -> None:
    log = bt.EventLog()
    update(log, edition(tmp_path, 1, [row(1, "042")]))
    update(log, edition(tmp_path, 2, [OTHER]))
    log.correct("icews-20140302-1")
    assert update(log, edition(tmp_path, 3, [OTHER])).retracted == 0
    assert believed_ids(log) == ["icews-20140302-1", "icews-20140302-9"]


def test_an_edition_that_a_log_knows_of_another_day_is_refused(tmp_path: Path) -> None:
    asked = edition(tmp_path, 1, [row(1, "042")])
    work = exchange.work("icews", version="1", known=asked["known"])
    later = asked | {"known": asked["known"] + timedelta(days=1)}
    with bt.open_log(tmp_path / "kept.db") as stored:
        for log in (bt.EventLog([work]), bt.EventLog(), stored):
            update(log, asked)
            with pytest.raises(bt.ConflictError, match="work 'icews-1': found other") as caught:
                update(log, later)
            told = caught.value.problems[0].advice
            assert "known 2020-01-31" in told
            assert log.position == 1


def test_a_row_outside_of_the_period_of_the_file_is_wrong(tmp_path: Path) -> None:
    log = bt.EventLog()
    asked = edition(tmp_path, 1, [row(1, "042"), row(2, "042", day="2013-12-31")])
    assert refusal(log, asked) == (
        f"{asked['path']}: row 3: found an event of 2013-12-31; "
        "expected a date in 2014, as the file is said to be of that period; "
        "give the period of this file as `during` (typed: --during)"
    )
    done = update(log, asked, lenient=True)
    assert (done.added, done.skipped) == (1, {"it cannot be read": 1})


def test_a_period_that_is_no_date_is_told_by_its_name(tmp_path: Path) -> None:
    asked = edition(tmp_path, 1, [row(1, "042")])
    for during in ("19.05.2024", 2024):
        assert refusal(bt.EventLog(), asked, during=during).startswith("update: during: ")


@pytest.mark.parametrize(
    ("number", "more"),
    [(3, ""), (4, "1 more row of other dates"), (1005, "1,002 more rows of other dates")],
)
def test_of_many_rows_outside_of_the_period_some_are_told_and_all_counted(
    tmp_path: Path, number: int, more: str
) -> None:
    outside = [row(at, "042", day="2013-12-31") for at in range(2, number + 2)]
    asked = edition(tmp_path, 1, [row(1, "042"), *outside])
    told = refusal(bt.EventLog(), asked).splitlines()
    expected = [f"{asked['path']}: row {at}: found an event of 2013-12-31" for at in (3, 4, 5)]
    expected += [f"{asked['path']}: found {more}"] if more else []
    assert [line.partition("; ")[0] for line in told] == expected
    done = update(bt.EventLog(), asked, lenient=True)
    assert (done.rows, done.added) == (number + 1, 1)
    assert done.skipped == {"it cannot be read": number}
    assert {problem.file for problem in done.problems} == {str(asked["path"])}
    assert len(done.problems) == len(expected)


def test_the_list_of_treaties_and_the_withdrawals_leave_each_other_alone(tmp_path: Path) -> None:
    log = bt.EventLog()
    edition: dict[str, Any] = {"version": "2.3", "known": "2022-07-01"}
    treaties = [desta.row(7, entryforceyear=1991), desta.row(8)]
    left = desta.row(7, "withdrawal", "7_1", year=2011, entryforceyear=2011)
    files = {
        "list": text_table(treaties),
        "left": text_table([left]),
        "short": text_table(treaties[:1]),
    }
    path = {name: put(tmp_path / f"{name}.csv", text) for name, text in files.items()}
    assert exchange.update(log, "desta", path["list"], **edition).added == 3
    assert exchange.update(log, "desta", path["left"], **edition).retracted == 0
    for name, gone in (("list", 0), ("left", 0), ("short", 1)):
        told = exchange.update(log, "desta", path[name], version=f"3 {name}", known="2023-07-01")
        assert (told.added, told.corrected, told.retracted) == (0, 0, gone)
    assert [event.what.stage for event in log.timeline().events()] == [
        "signed",
        "in-force",
        "withdrawn",
    ]


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("desta", desta.row(7, year=2023), "when: found '2023'; expected a date by 2022-07-01"),
        ("desta", desta.row(7, year=19), "when: found '0019'; expected a date from 1800 on"),
        (
            "archigos",
            TERM | {"startdate": "2022-07-02", "enddate": "2022-07-03"},
            "found '2022-07-0",
        ),
    ],
)
def test_what_cannot_have_been_known_to_an_edition_is_refused(
    tmp_path: Path, name: str, row: Any, told: str
) -> None:
    path = put(tmp_path / "rows.csv", text_table([row]))
    with pytest.raises(bt.ChronicleError) as caught:
        list(exchange.read(name, path, version="1", known="2022-07-01"))
    assert f"{path}: row 2: " in str(caught.value)
    assert told in str(caught.value)


def test_what_an_edition_tells_otherwise_of_the_dead_is_what_was_learned(tmp_path: Path) -> None:
    log = bt.EventLog()
    counts = {"1": ("7", "8", "9", "4"), "2": ("70", "80", "90", "40")}
    for version, (low, best, high, dead) in counts.items():
        held = {"low": low, "best": best, "high": high, "deaths_a": dead, "deaths_b": dead}
        told = ucdp.ROW | held | {"deaths_unknown": "0", "deaths_civilians": "0"}
        path = put(tmp_path / f"{version}.csv", text_of(ucdp.COLUMNS, [told], ",", True))
        exchange.update(log, "ucdp-ged", path, version=version, known=f"202{version}-03-15")
    timeline = log.timeline(bt.relationship("IQ", "IR"))
    learned = changes.slice_of(timeline.learned("2021", "2022", as_of="2022"))
    assert learned is not None
    page = " ".join(map(str, changes.page(learned)))
    assert "losses of IR, killed, event 5: 40 people" in page
    assert "losses before: all, killed: about 8 people" in page


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gdelt", [("7", "20140302", "20140305"), ("8", "20140302", "20140302")]),
        ("polecat", [("7", "2014-03-02", "2014-03-05"), ("8", "2014-03-02", "2014-03-02")]),
    ],
)
def test_a_file_of_a_day_is_of_what_was_told_on_it(
    tmp_path: Path, name: str, told: list[tuple[str, str, str]]
) -> None:
    log, number = bt.EventLog(), 0

    def take(day: str, *rows: tuple[str, str, str]) -> exchange.Update:
        nonlocal number
        number += 1
        if name == "gdelt":
            cells = (gdelt.cells(61, (*row, *gdelt.ROW[3:])) for row in rows)
            text = "".join(gdelt.line(61, one) for one in cells)
        else:
            keys = ("Event ID", "Event Date", "Publication Date")
            made = [polecat.ROW | dict(zip(keys, row, strict=True)) for row in rows]
            text = text_of(polecat.COLUMNS, made, "\t", True)
        path = put(tmp_path / f"{number}.csv", text)
        known = f"2020-{number:02}-01"
        return exchange.update(
            log, name, path, version=str(number), known=known, during=f"2014-03-{day}"
        )

    late, soon = told
    other = ("9", *late[1:])
    assert take("05", late, other).added == 2
    assert (take("02", soon).added, log.position) == (1, 3)
    assert take("05", late).gone == (f"{name}-9",)
    assert [event.id for event in log.timeline().events()] == [f"{name}-7", f"{name}-8"]


def test_of_the_parties_asked_for_a_treaty_that_is_gone_is_gone(tmp_path: Path) -> None:
    log = bt.EventLog()
    rows = [desta.row(7), desta.row(7, iso2=desta.ISO["CN"])]
    for version, held in (("1", rows), ("2", rows[1:])):
        path = put(tmp_path / f"{version}.csv", text_table(held))
        known = f"202{version}-01-01"
        told = exchange.update(
            log, "desta", path, version=version, known=known, parties=("IN", "PK")
        )
    assert told.gone == ("desta-7-in-pk-signed",)
