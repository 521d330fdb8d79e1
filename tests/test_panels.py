"""`panel`: each number is what the timeline says day by day, act by act; empty is not known."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.arguments import period_ends
from bilateral_timeline.coding.codes import QUADS, Code
from bilateral_timeline.coding.intensity import Interaction
from bilateral_timeline.frames import acts
from bilateral_timeline.relations.facets.commitments import CommitmentMade
from bilateral_timeline.relations.facets.memberships import MembershipChanged
from bilateral_timeline.testing import days
from bilateral_timeline.views.panels import pair_panel
from running import Run, Timeline, shipped

Mode = Literal["certain", "possible"]
PATH = "memberships.club.AA.status"
DUE = "commitments.boats.status"
SPAN = days("2001-01-01", "2002-12-31")
LOW, HIGH = Date(2000, 12, 31), Date(2002, 12, 31)
modes: st.SearchStrategy[Mode] = st.sampled_from(["certain", "possible"])


def days_of(after: Date, until: Date) -> Iterator[Date]:
    return (Date.fromordinal(n) for n in range(after.toordinal() + 1, until.toordinal() + 1))


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# -- a pair ---------------------------------------------------------------------------------------


@st.composite
def memberships(draw: st.DrawFn) -> list[bt.Event]:
    """How a side of the pair comes to and goes from a club, known on the day or later."""
    told = []
    for number in range(draw(st.integers(1, 5))):
        day = draw(SPAN)
        when = draw(st.sampled_from([day.isoformat(), day.isoformat()[:7], f"[{day}..2002-12-30]"]))
        status = draw(st.sampled_from(["applicant", "full", "withdrawn"]))
        known = max(day, draw(SPAN)) if draw(st.booleans()) else Date(2003, 1, 1)
        what = MembershipChanged(organisation="club", party="AA", status=status)
        event = bt.Event(id=f"e{number}", when=when, known=known, what=what, parties=("AA", "BB"))
        told.append(event)
    return told


PROMISE = bt.Event(
    id="promise",
    when="2001-02-03",
    known="2001-02-03",
    parties=("AA", "BB"),
    what=CommitmentMade(
        commitment="boats", promisor="AA", promisee="BB", item="boats", due=bt.When("2001-05-20")
    ),
)


def timeline_of(events: Iterable[bt.Event]) -> Timeline:
    log = bt.EventLog()
    log.append(*events, PROMISE)
    return log.timeline(bt.relationship("AA", "BB"))


def value_on(timeline: Timeline, path: str, day: Date, known_by: Date | None, mode: Mode) -> Any:
    """The value at the end of a day, asked of the whole state."""
    try:
        return timeline.as_of(day, known_by=known_by, mode=mode).at(path)
    except bt.MissingError:
        return bt.Unknown


@given(
    events=memberships(),
    every=st.sampled_from(["quarter", "year"]),
    known_by=st.sampled_from([None, "then", Date(2002, 3, 31)]),
    mode=modes,
    value=st.sampled_from(["full", "applicant"]),
)
@settings(max_examples=10)
def test_a_panel_is_what_the_timeline_says_of_each_of_its_days(
    events: list[bt.Event], every: Any, known_by: Any, mode: Mode, value: str
) -> None:
    timeline = timeline_of(events)
    asked = [PATH, f"{PATH}={value}", f"{DUE}=overdue"]
    found = pair_panel(
        timeline, asked, every=every, after=LOW, until=HIGH, known_by=known_by, mode=mode
    )
    assert found.columns == ("party_1", "party_2", "first", "last", *asked)
    ends = [*period_ends(LOW, HIGH, every)]
    before = LOW
    for row, end in zip(found.rows, ends, strict=True):
        known = end if known_by == "then" else known_by
        assert row[:4] == ("AA", "BB", before.add(days=1), end)
        at_end = value_on(timeline, PATH, end, known, mode)
        assert row[4] == (None if at_end is bt.Unknown else at_end)
        for cell, path, wanted in ((row[5], PATH, value), (row[6], DUE, "overdue")):
            told = [value_on(timeline, path, day, known, mode) for day in days_of(before, end)]
            if wanted in told:
                assert cell == 1
            else:
                assert cell == (None if bt.Unknown in told else 0)
        before = end


def test_a_timeline_of_another_state_is_refused() -> None:
    counted: Any = bt.EventLog().timeline(bt.Count())
    with pytest.raises(bt.InputError, match=r"panel: found a timeline of .*Count.*relationship"):
        pair_panel(counted, [PATH], after="2001", until="2002")


def written(path: Path, *events: bt.Event | bt.Retraction) -> Path:
    bt.write_jsonl(path, events)
    return path


def member(id: str, when: str, status: str) -> bt.Event:
    what = MembershipChanged(organisation="club", party="AA", status=status)
    return bt.Event(id=id, when=when, known=when, what=what, parties=("AA", "BB"))


def test_a_value_that_held_in_the_middle_of_a_year_held_in_it(run: Run, tmp_path: Path) -> None:
    log = written(
        tmp_path / "log.jsonl",
        member("a", "2001-03-01", "applicant"),
        member("b", "2002-05-01", "full"),
        member("c", "2002-06-01", "withdrawn"),
    )
    asked = ["--every", "year", "--after", "1999", "--until", "2003", "--from", log]
    ran = run("panel", PATH, f"{PATH}=full", *asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        f"party_1,party_2,first,last,{PATH},{PATH}=full",
        "AA,BB,2000-01-01,2000-12-31,,",
        "AA,BB,2001-01-01,2001-12-31,applicant,",
        "AA,BB,2002-01-01,2002-12-31,withdrawn,1",
        "AA,BB,2003-01-01,2003-12-31,withdrawn,0",
    ]
    rows = run("panel", PATH, f"{PATH}=full", *asked, "--json").data
    assert rows[0] == {
        "party_1": "AA",
        "party_2": "BB",
        "first": "2000-01-01",
        "last": "2000-12-31",
        PATH: None,
        f"{PATH}=full": None,
    }


def test_the_first_period_begins_after_the_day_asked_for_and_a_last_that_is_open_is_none(
    run: Run, tmp_path: Path
) -> None:
    log = written(tmp_path / "log.jsonl", member("a", "2001-03-01", "full"))
    asked = ["--every", "quarter", "--after", "2001-02-10", "--until", "2001-08", "--from", log]
    rows = table_of(run("panel", f"{PATH}=full", *asked).out)
    assert [(row["first"], row["last"]) for row in rows] == [
        ("2001-02-11", "2001-03-31"),
        ("2001-04-01", "2001-06-30"),
    ]
    ran = run("panel", PATH, "--every", "year", "--from", log)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "panel: days: found no year that ends after 2001-02-28 and by 2001-03-01" in ran.err


def test_amounts_have_their_bounds_and_their_unit_and_truths_are_one_or_nought(run: Run) -> None:
    path = "commitments.su-35"
    asked = ["--every", "year", "--after", "2021", "--until", "2024"]
    rows = table_of(run("panel", f"{path}.promised", f"{path}.fulfilled", *asked).out)
    ends = ("low", "best", "high", "unit")
    assert [tuple(row[f"{path}.promised.{end}"] for end in ends) for row in rows] == [
        ("", "", "", ""),
        ("", "", "", ""),
        ("24", "24", "24", "aircraft"),
    ]
    assert [row[f"{path}.fulfilled"] for row in rows] == ["", "", "0"]
    money = "trade.turnover.2023.value"
    rows = table_of(
        run("panel", money, "--every", "year", "--after", "2023", "--until", "2024").out
    )
    state = bt.load_chronicle("russia-iran").as_of("2024")
    best = state.at(f"{money}").best
    assert Decimal(rows[0][f"{money}.low"]) == best.low
    assert (Decimal(rows[0][f"{money}.best"]), rows[0][f"{money}.unit"]) == (best.best, "USD")


def test_whether_a_truth_held_is_asked_by_yes_or_no(run: Run) -> None:
    path = "commitments.su-35.fulfilled"
    asked = ["--every", "year", "--after", "2023", "--until", "2024"]
    (row,) = table_of(run("panel", f"{path}=no", f"{path}=0", f"{path}=yes", *asked).out)
    asked_daily = shipped().series(path, every="day", after="2023", until="2024")
    told = {*asked_daily.values()}
    assert told == {bt.Certainty.UNKNOWN, bt.Certainty.NO}
    assert (row[f"{path}=no"], row[f"{path}=0"], row[f"{path}=yes"]) == ("1", "1", "")


def test_a_value_that_never_held_is_told_beside_with_what_is_near(run: Run) -> None:
    path = "memberships.sco.IR.status"
    ran = run("panel", f"{path}=ful", "--every", "year", "--after", "2023", "--until", "2024")
    assert (ran.code, ran.lines[-1]) == (0, "RU,IR,2024-01-01,2024-12-31,0")
    assert ran.err == f"{path} is 'ful' on none of these days; near it: full\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "panel: found no PATH; expected a PATH or more, or --acts; "),
        (["memberships.sco.IR.stats"], "no path 'memberships.sco.IR.stats'; near it: "),
        (
            ["memberships.sco"],
            "memberships.sco, which is a part of the state; expected the path of",
        ),
        (["commitments.su-35.promised=24"], "which is an amount; expected the path of words"),
        (["evidence="], "panel: found 'evidence=', without a value; expected PATH=VALUE, or PATH"),
        (["evidence", "--acts"], "panel: found --acts and a PATH; expected one of the two"),
        (["memberships.sco.IR.status", "--undirected"], "found --undirected without --acts"),
        (["memberships.sco.IR.status", "--covered", "2023", "2024"], "found --covered without"),
        (
            ["memberships.sco.IR.status", "--every", "decade"],
            "found 'decade'; expected a period; near it: none; there are day",
        ),
        (["memberships.sco.IR.status", "--after", "2024", "--until", "2023"], "the earlier day"),
        (["memberships.sco.IR.status", "--until", "soon"], "until: found 'soon'; expected a day"),
        (["memberships.sco.IR.status", "--known-by", "soon"], "known_by: found 'soon'"),
        (["--acts", "--scale", "richter"], "found 'richter'; expected a scale; near it"),
        (["--acts"], "panel: found no act of one party towards another; expected events of coded"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(run: Run, arguments: list[str], told: str) -> None:
    ran = run("panel", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert told in ran.err


# -- acts -----------------------------------------------------------------------------------------

CODES = ("042", "057", "020", "112", "162", "190")
parties = st.sampled_from(["AA", "BB", "CC"])


@st.composite
def logs(draw: st.DrawFn) -> bt.EventLog:
    """Acts of three parties, some of which are corrected, retracted, vague or only alleged."""
    log = bt.EventLog()
    for number in range(draw(st.integers(1, 12))):
        for revision in range(draw(st.integers(1, 3))):
            known = draw(days("2001-01-01", "2001-06-30"))
            if revision and draw(st.booleans()):
                gone = bt.Retraction(id=f"e{number}", revision=revision, known=known, reason="no")
                log.append(gone)
                continue
            day = draw(days("2001-01-01", "2001-06-30"))
            target = draw(st.one_of(parties, st.just("")))
            what = Interaction(
                cameo=draw(st.sampled_from(CODES)), actor=draw(parties), target=target
            )
            stance = draw(st.sampled_from(["asserts", "asserts", "alleges"]))
            work = bt.Source(id="daily", title="A Daily", known=known)
            event = bt.Event(
                id=f"e{number}",
                revision=revision,
                when=draw(st.sampled_from([str(day), str(day)[:7]])),
                known=known,
                what=what,
                parties=("AA", "BB"),
                sources=[bt.Citation(work, "p. 1", stance=stance)],
            )
            log.append(event)
    return log


COVERED = ("2001-01", "2001-06")


@given(
    log=logs(),
    known_by=st.sampled_from([None, "then", "2001-03"]),
    mode=modes,
    scale=st.sampled_from(["goldstein", "plover"]),
    directed=st.booleans(),
)
@settings(max_examples=20)
def test_a_panel_of_acts_counts_the_acts_that_the_timeline_believes(
    log: bt.EventLog, known_by: Any, mode: Mode, scale: str, directed: bool
) -> None:
    timeline = log.timeline()
    found = acts(log, scale=scale)
    if found.covered is None:
        with pytest.raises(bt.InputError, match="no act of one party"):
            found.panel()
    asked: dict[str, Any] = {"every": "month", "known_by": known_by, "mode": mode}
    rows = found.panel(covered=COVERED, directed=directed, **asked).to_pylist()
    one, other = ("actor", "target") if directed else ("party_1", "party_2")
    assert rows == sorted(rows, key=lambda row: (row[one], row[other], row["last"]))
    told = {(row[one], row[other], row["last"]): row for row in rows}
    expected: dict[tuple[Any, ...], list[Code]] = {}
    seen = set()
    before = Date(2000, 12, 31)
    for end in period_ends(before, Date(2001, 6, 30), "month"):
        known = end if known_by == "then" else known_by
        for event in timeline.events(until=end, known_by=known, mode=mode):
            act = event.what
            if act.target in ("", act.actor) or event.sources[0].stance != "asserts":
                continue
            pair = (act.actor, act.target)
            pair = pair if directed else (min(pair), max(pair))
            seen.add(pair)
            if event in timeline.events(before, end, known_by=known, mode=mode):
                expected.setdefault((*pair, end), []).append(act.code)
        before = end
    assert {(a, b) for a, b, _ in told} == seen
    assert len(told) == 6 * len(seen)
    for key, row in told.items():
        if known_by not in (None, "then") and str(key[2]) > f"{known_by}-31":
            assert {row[name] for name in row if name not in (one, other, "first", "last")} == {
                None
            }
            continue
        codes = [code.on(scale) for code in expected.get(key, [])]
        assert row["acts"] == len(codes)
        scored = [each for each in codes if each]
        assert Decimal(str(row["score"])) == sum((score for score, _ in scored), Decimal())
        for quad in QUADS:
            name, held = quad.replace(" ", "_"), [score for score, of in scored if of == quad]
            assert row[name] == len(held)
            assert Decimal(str(row[f"{name}_score"])) == sum(held, Decimal())


def act(id: str, day: str, cameo: str, actor: str, target: str) -> bt.Event:
    what = Interaction(cameo=cameo, actor=actor, target=target)
    return bt.Event(id=id, when=day, known=day, what=what, parties=("AA", "BB"))


ACTS = (
    act("a", "2001-01-05", "057", "AA", "BB"),
    act("b", "2001-01-31", "112", "AA", "BB"),
    act("c", "2001-02-10", "020", "BB", "AA"),
    act("d", "2001-03-15", "190", "AA", "CC"),
    act("e", "2001-03-16", "190", "AA", "AA"),
)


@pytest.mark.parametrize("ending", ["jsonl", "db"])
def test_the_acts_of_all_pairs_are_a_table_by_pair_and_month(
    run: Run, tmp_path: Path, ending: str
) -> None:
    log = written(tmp_path / "log.jsonl", *ACTS)
    if ending == "db":
        assert run("copy", log, tmp_path / "log.db").code == 0
    asked = ["panel", "--acts", "--from", tmp_path / f"log.{ending}"]
    ran = run(*asked, "--covered", "2001-01", "2001-03")
    assert (ran.code, ran.err) == (0, "left out: 1 record of a party towards itself\n")
    quads = [part for quad in QUADS for part in (quad, f"{quad}_score")]
    head = ["actor", "target", "first", "last", "acts", "score", *quads]
    assert ran.lines[0] == ",".join(head).replace(" ", "_")
    assert ran.lines[1:] == [
        "AA,BB,2001-01-01,2001-01-31,2,6.0,1,8.0,0,0.0,1,-2.0,0,0.0",
        "AA,BB,2001-02-01,2001-02-28,0,0.0,0,0.0,0,0.0,0,0.0,0,0.0",
        "AA,BB,2001-03-01,2001-03-31,0,0.0,0,0.0,0,0.0,0,0.0,0,0.0",
        "AA,CC,2001-01-01,2001-01-31,0,0.0,0,0.0,0,0.0,0,0.0,0,0.0",
        "AA,CC,2001-02-01,2001-02-28,0,0.0,0,0.0,0,0.0,0,0.0,0,0.0",
        "AA,CC,2001-03-01,2001-03-31,1,-10.0,0,0.0,0,0.0,0,0.0,1,-10.0",
        "BB,AA,2001-01-01,2001-01-31,0,0.0,0,0.0,0,0.0,0,0.0,0,0.0",
        "BB,AA,2001-02-01,2001-02-28,1,3.0,1,3.0,0,0.0,0,0.0,0,0.0",
        "BB,AA,2001-03-01,2001-03-31,0,0.0,0,0.0,0,0.0,0,0.0,0,0.0",
    ]
    both = run(*asked, "--covered", "2001-01", "2001-03", "--undirected", "--every", "quarter")
    assert [line.split(",")[:6] for line in both.lines[1:]] == [
        ["AA", "BB", "2001-01-01", "2001-03-31", "3", "9.0"],
        ["AA", "CC", "2001-01-01", "2001-03-31", "1", "-10.0"],
    ]
    pair = run(*asked, "--covered", "2001", "2001-03", "--every", "quarter", "--pair", "AA", "BB")
    assert [line.split(",")[:5] for line in pair.lines[1:]] == [
        ["AA", "BB", "2001-01-01", "2001-03-31", "2"],
        ["BB", "AA", "2001-01-01", "2001-03-31", "1"],
    ]


def test_what_the_log_covers_is_told_by_the_acts_of_all(run: Run, tmp_path: Path) -> None:
    log = written(tmp_path / "log.jsonl", *ACTS, act("f", "2001-04-30", "020", "CC", "DD"))
    ran = run("panel", "--acts", "--from", log, "--pair", "AA", "BB")
    assert "covered: 2001-01-05 to 2001-04-30, from the first act to the last" in ran.err
    rows = [row for row in table_of(ran.out) if row["actor"] == "AA"]
    assert [(row["last"], row["acts"]) for row in rows] == [
        ("2001-01-31", ""),
        ("2001-02-28", "0"),
        ("2001-03-31", "0"),
        ("2001-04-30", "0"),
    ]


def test_of_periods_after_the_day_by_which_all_is_known_numbers_are_empty(
    run: Run, tmp_path: Path
) -> None:
    log = written(tmp_path / "log.jsonl", *ACTS)
    asked = ["panel", "--acts", "--from", log, "--covered", "2001", "2001-03"]
    ran = run(*asked, "--known-by", "2001-02-15")
    assert "numbers of periods that end after 2001-02-15 are empty" in ran.err
    rows = [row for row in table_of(ran.out) if row["actor"] == "AA"]
    assert [(row["last"], row["acts"], row["score"]) for row in rows] == [
        ("2001-01-31", "2", "6.0"),
        ("2001-02-28", "", ""),
        ("2001-03-31", "", ""),
    ]
    assert "are empty" not in run(*asked, "--known-by", "2001-03-31").err


@pytest.mark.parametrize(
    ("option", "typed", "told"),
    [
        ("--every", "months", "found 'months'; expected a period; near it: month"),
        ("--scale", "goldstien", "found 'goldstien'; expected a scale; near it: goldstein"),
    ],
)
def test_a_word_that_is_mistyped_is_told_with_what_is_near(
    run: Run, option: str, typed: str, told: str
) -> None:
    ran = run("panel", "--acts", option, typed)
    assert ran.code == 2
    assert told in ran.err


def test_a_panel_of_acts_is_json_too(run: Run, tmp_path: Path) -> None:
    what = Interaction(cameo="042", actor="RU", target="IR")
    log = bt.EventLog()
    log.append(bt.Event(id="a", when="2001-02-03", known="2001-02-03", what=what))
    bt.write_jsonl(tmp_path / "log.jsonl", log)
    ran = run("panel", "--acts", "--every", "day", "--json", "--from", tmp_path / "log.jsonl")
    (told,) = json.loads(ran.out)
    assert (told["first"], told["last"], told["acts"]) == ("2001-02-03", "2001-02-03", 1)
    assert (told["actor"], told["target"], told["score"]) == ("RU", "IR", 1.9)


def test_acts_after_the_last_period_are_told_to_be_in_no_row(run: Run, tmp_path: Path) -> None:
    log = written(tmp_path / "log.jsonl", *ACTS)
    told = run("panel", "--acts", "--every", "month", "--from", log).err
    assert "the acts after 2001-02-28 are in no row: no month ends by 2001-03-15\n" in told
    until = run("panel", "--acts", "--every", "month", "--until", "2001-03", "--from", log).err
    assert "are in no row" not in until


def test_what_the_log_covers_is_from_its_first_act_to_its_last_unless_it_is_said(
    run: Run, tmp_path: Path
) -> None:
    log = written(tmp_path / "log.jsonl", *ACTS)
    asked = ["panel", "--acts", "--every", "month", "--from", log]
    ran = run(*asked, "--after", "2000-11", "--until", "2001-03")
    assert ran.err.splitlines()[-1] == (
        "covered: 2001-01-05 to 2001-03-15, from the first act to the last; "
        "--covered FIRST LAST says of which days the log tells all"
    )
    rows = [row for row in table_of(ran.out) if (row["actor"], row["target"]) == ("AA", "BB")]
    assert [(row["last"], row["acts"], row["score"]) for row in rows] == [
        ("2000-12-31", "", ""),
        ("2001-01-31", "", ""),
        ("2001-02-28", "0", "0.0"),
        ("2001-03-31", "", ""),
    ]


def test_an_act_without_a_score_is_counted_as_an_act_and_told(run: Run, tmp_path: Path) -> None:
    log = written(tmp_path / "log.jsonl", *ACTS)
    asked = ["--scale", "plover", "--covered", "2001-01", "2001-03", "--every", "quarter"]
    ran = run("panel", "--acts", "--from", log, *asked)
    assert ran.err.splitlines()[-1] == "1 record of acts without a score of plover"
    assert ran.lines[-1] == "BB,AA,2001-01-01,2001-03-31,1,0.0,0,0.0,0,0.0,0,0.0,0,0.0"


def test_without_what_the_acts_need_it_is_said_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = written(tmp_path / "log.jsonl", *ACTS)
    for name in [name for name in sys.modules if name.startswith("bilateral_timeline.frames")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "narwhals", None)
    ran = run("panel", "--acts", "--from", log)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "pip install 'bilateral-timeline[frames]'" in ran.err


def test_acts_of_less_than_a_period_need_the_days_that_are_covered(
    run: Run, tmp_path: Path
) -> None:
    asked = ["panel", "--acts", "--from", written(tmp_path / "log.jsonl", ACTS[0])]
    advice = "--covered FIRST LAST says of which days the log tells all"
    ran = run(*asked)
    assert (ran.code, ran.out, "found no month that ends after" in ran.err) == (2, "", True)
    assert advice in ran.err
    given = run(*asked, "--after", "2001-02", "--until", "2001-02")
    assert (given.code, advice in given.err) == (2, False)
    assert len(run(*asked, "--covered", "2001-01", "2001-01").lines) == 2


def test_what_is_covered_is_of_acts_that_are_believed(run: Run, tmp_path: Path) -> None:
    log = bt.EventLog()
    log.append(act("a", "2020-01-10", "057", "AA", "BB"), act("b", "2025-05-05", "057", "AA", "BB"))
    log.append(act("z", "2030-02-02", "057", "AA", "BB"))
    log.correct("b", when="2020-02-02")
    log.retract("z", known="2030-02-03", reason="It was not.")
    assert acts(log).covered == (Date(2020, 1, 10), Date(2020, 2, 2))
    path = written(tmp_path / "log.jsonl", *(entry.record for entry in log.read()))
    ran = run("panel", "--acts", "--from", path, "--every", "month", "--until", "2020-03")
    assert "covered: 2020-01-10 to 2020-02-02," in ran.err
    rows = acts(log).panel(every="year", until="2029").to_pylist()
    assert [row["acts"] for row in rows] == [None] * 10


@given(log=logs())
@settings(max_examples=20)
def test_what_is_covered_is_from_the_first_act_to_the_last_of_the_timeline(
    log: bt.EventLog,
) -> None:
    days = [
        event.when.latest
        for event in log.timeline().events()
        if event.what.target not in ("", event.what.actor)
        and event.sources[0].stance == "asserts"
        and event.when.latest is not None
    ]
    assert acts(log).covered == ((min(days), max(days)) if days else None)


def test_a_party_that_no_act_names_is_refused_with_what_is_near(run: Run, tmp_path: Path) -> None:
    asked = ["panel", "--acts", "--from", written(tmp_path / "log.jsonl", *ACTS)]
    ran = run(*asked, "--covered", "2001-01", "2001-03", "--pair", "AA", "XX")
    assert (ran.code, ran.out) == (2, "")
    assert "found 'XX', which no act names; expected one of AA, BB, CC" in ran.err
    both = run(*asked, "--covered", "2001-01", "2001-03", "--pair", "BB", "CC")
    assert (both.code, len(both.lines)) == (0, 1)


def test_one_day_outside_of_what_is_covered_is_told_with_what_is(run: Run) -> None:
    ran = run("panel", "memberships.sco.IR.status", "--after", "2090")
    assert (ran.code, "panel: after: found --after 2090; expected a day of" in ran.err) == (2, True)
    assert "which the log covers; or give --until too" in ran.err
