"""Registers of the field go in as logs of shipped kinds and come out as their own yearly answers.

`data/registers.json` holds small tables of facts on India and Pakistan, each with its register and
version. Where a reader is shipped for a register, the facts are put into a file of its form and
read by it; the converters below make events of the others: of COW alliances and wars, and of
disputes whose ends are told as lengths or that two registers tell together. What the state says on
a day is compared with what the rows say, which is worked out here from the rows alone.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pendulum
import pytest

import bilateral_timeline as bt
from bilateral_timeline import exchange
from bilateral_timeline.dates.when import Certainty
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.facets.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.facets.force import (
    ACTS,
    HOSTILITY,
    Dispute,
    DisputeStage,
    HostileAct,
    LossesClaimed,
)
from bilateral_timeline.relations.facets.leadership import (
    Holding,
    OfficeAssumed,
    OfficesVacated,
)
from bilateral_timeline.relations.relationship import Relationship
from made_rows import COW as NUMBERS
from made_rows import PAIR, table, written

KNOWN = "2026-07-01"  # when the copies from which the rows were taken were published
TABLES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "registers.json").read_text(encoding="utf-8")
)
WORKS = tuple(
    bt.Source(id=id, title=title, type="dataset", author=(author,), issued=year, known=KNOWN)
    for id, title, author, year in (
        ("atop", "ATOP 5.1", "Leeds and others", "2002"),
        ("cow-alliances", "COW Formal Alliances 4.1", "Gibler", "2009"),
        ("cow-mid", "COW Militarized Interstate Disputes 5", "Palmer and others", "2021"),
        ("gml", "Gibler-Miller-Little 2.2.1", "Gibler, Miller and Little", "2016"),
        ("cow-wars", "COW Inter-State Wars 4.0", "Sarkees and Wayman", "2010"),
    )
)
EDITION: dict[str, Any] = {"version": "1", "known": KNOWN}

Pairs = bt.Timeline[Relationship]


def cited(work: str, locator: str, when: str | None = None) -> bt.Citation:
    return bt.Citation(work, locator, known=KNOWN, when=when)


def timeline_of(events: Iterable[bt.Event]) -> Pairs:
    read = ("archigos", "atop-dyads", "cow-igo", "cow-mid", "desta")
    log = bt.EventLog((*WORKS, *(exchange.work(name, **EDITION) for name in read)))
    log.append(*events)
    return log.timeline(bt.relationship(*PAIR))


def rows_of(name: str) -> list[Any]:
    rows: list[Any] = TABLES[name]["rows"]
    return rows


def read(name: str, *files: list[dict[str, Any]]) -> list[bt.Event]:
    """The events of rows in the form of a register, as the shipped reader gives them."""
    with written(*map(table, files)) as (path, *beside):
        second = beside[0] if beside else None
        reading = exchange.read(name, path, beside=second, **EDITION)
        events = list(reading)
    assert reading.skipped.total() == 0
    return events


# -- leaders: Archigos ------------------------------------------------------------------------


class Leader(NamedTuple):
    country: str
    person: str
    since: str
    until: str | None
    """None where the register says "still in office"."""
    entry: str
    exit: str
    circumstance: str


ENTRIES = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign Imposition": "foreign-imposition",
    "Unknown": "unknown",
}
EXITS = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Natural Death": "natural-death",
    "Retired Due to Ill Health": "ill-health",
    "Suicide": "suicide",
    "Foreign": "foreign",
    "Unknown": "unknown",
}
LEADERS = [Leader(*row) for row in rows_of("leaders")]


def office_of(country: str) -> str:
    return f"{country.lower()}-leader"


def exit_of(leader: Leader) -> str:
    """How a leader left, by the narrower of the two words that the register has for it."""
    if leader.circumstance.startswith("Assassination"):
        return "assassinated"
    return EXITS[leader.exit]


def terms(leaders: Iterable[Leader]) -> list[bt.Event]:
    """The events of terms of office."""
    return read(
        "archigos",
        [
            {
                "obsid": f"{row.country}-{at:02}",
                "ccode": NUMBERS[row.country],
                "leader": row.person,
                "startdate": row.since,
                "enddate": row.until or "2015-12-31",
                "entry": row.entry,
                "exit": row.exit,
                "exitcode": row.circumstance,
            }
            for at, row in enumerate(leaders)
        ],
    )


def leader_on(leaders: list[Leader], country: str, day: str) -> str | bt.UnknownType | None:
    """Who leads on a day by the rows: of two that share it, the later start."""
    begun = [row for row in leaders if row.country == country and row.since <= day]
    if not begun:
        return bt.Unknown
    last = max(begun, key=lambda row: row.since)
    return None if last.until is not None and last.until <= day else last.person


def leading(timeline: Pairs, country: str, day: str) -> str | bt.UnknownType | None:
    facet = timeline.as_of(day).leadership
    office = bt.Unknown if facet is bt.Unknown else facet.get(office_of(country))
    return bt.Unknown if office is bt.Unknown else office.holder


def leader_mismatches(leaders: list[Leader], first: int, last: int) -> tuple[int, list[str]]:
    """How many leaders were compared, and where the state has another one than the rows."""
    timeline, checks, wrong = timeline_of(terms(leaders)), 0, list[str]()
    for country in PAIR:
        for year in range(first, last + 1):
            for day in (f"{year}-01-01", f"{year}-12-31"):
                told, ours = leader_on(leaders, country, day), leading(timeline, country, day)
                checks += 1
                wrong += [f"{country} {day}: {told}, not {ours}"] if told != ours else []
        held = timeline.as_of(f"{last}-12-31").leadership[office_of(country)].succession
        rows = [row for row in leaders if row.country == country]
        for row, term in zip(rows, held, strict=True):
            exit = "" if row.until is None else exit_of(row)
            until = None if row.until is None else bt.When(row.until)
            told_term = (row.person, bt.When(row.since), ENTRIES[row.entry], until, exit)
            ours_term = (term.person, term.since, term.entry, term.until, term.exit)
            checks += 1
            wrong += [f"{told_term}, not {ours_term}"] if told_term != ours_term else []
    return checks, wrong


def test_the_leaders_on_the_first_and_the_last_day_of_each_year_are_those_of_archigos() -> None:
    assert leader_mismatches(LEADERS, 1946, 2015) == (2 * 70 * 2 + 44, [])


def test_some_leaders_by_name() -> None:
    timeline = timeline_of(terms(LEADERS))
    assert leading(timeline, "IN", "1947-08-14") is bt.Unknown
    assert leading(timeline, "IN", "1964-05-27") == "Nanda"  # Nehru's last day too
    assert leading(timeline, "IN", "1966-01-12") == "Nanda"  # again
    assert leading(timeline, "IN", "1979-07-01") is None  # between two spells of the register
    assert leading(timeline, "PK", "1977-07-05") == "Zia"
    assert leading(timeline, "PK", "2026-07-01") == "Nawaz Sharif"  # in office when it ends
    office = timeline.as_of("1951-10-16").leadership["pk-leader"]
    assert office.holder is None
    assert office.succession[-1].exit == "assassinated"
    assert timeline.as_of("1985").leadership["in-leader"].succession[7].exit == "irregular"


def test_an_unknown_way_in_or_out_is_kept_as_such() -> None:
    row = Leader("IN", "X", "1950-01-01", "1950-01-01", "Unknown", "Unknown", "")
    held = timeline_of(terms([row])).as_of("1950-01-01").leadership["in-leader"]
    assert held.holder is None
    assert (held.succession[0].entry, held.succession[0].exit) == ("unknown", "unknown")


# -- alliances: ATOP and COW ------------------------------------------------------------------


class Duty(NamedTuple):
    register: str
    obligation: str
    first: int
    last: int


OBLIGES = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
    "entente": "entente",
}
ALLIANCES = {"atop": 2018, "cow": 2012}
"""The last year that a register of alliances covers."""
DUTIES = [Duty(*row) for row in rows_of("obligations")]


def of_atop(rows: list[Duty]) -> list[bt.Event]:
    """The events of the pair's years in ATOP."""
    years = {year for row in rows for year in range(row.first, row.last + 1)}
    asked = ("defense", "offense", "neutral", "nonagg", "consul")
    return read(
        "atop-dyads",
        [
            {"stateA": NUMBERS["IN"], "stateB": NUMBERS["PK"], "year": year}
            | {
                word: int(any(r.obligation == word and r.first <= year <= r.last for r in rows))
                for word in asked
            }
            for year in sorted(years)
        ],
    )


def of_cow(rows: Iterable[Duty]) -> Iterator[bt.Event]:
    """An obligation stands from its first year: the rows name no agreement, so it stands for one.

    What goes on in the last year that the register covers has no end there.
    """
    for row in rows:
        word, through = OBLIGES[row.obligation], ALLIANCES["cow"]
        agreement = f"cow-{word}-{row.first}"
        sources = (cited("cow-alliances", "the pair's years"),)
        shared: dict[str, Any] = {"parties": PAIR, "sources": sources}
        described = AgreementDescribed(agreement=agreement, obligations=(word,))
        stages = [(row.first, "in-force")]
        stages += [(row.last + 1, "terminated")] if row.last < through else []
        yield bt.Event(id=f"{agreement}-told", when=str(row.first), what=described, **shared)
        for year, stage in stages:
            what = AgreementStage(agreement=agreement, stage=stage)
            yield bt.Event(id=f"{agreement}-{stage}", when=str(year), what=what, **shared)


def obliged(timeline: Pairs, year: int) -> set[str]:
    """What binds the pair in a year, by the agreements that are in force in it."""
    agreements = timeline.as_of(str(year)).agreements
    if agreements is bt.Unknown:
        return set()
    return {word for id in agreements.in_force for word in agreements[id].obligations.values}


def duty_mismatches(rows: list[Duty], first: int) -> tuple[int, list[str]]:
    checks, wrong = 0, list[str]()
    for register, through in ALLIANCES.items():
        held = [row for row in rows if row.register == register]
        timeline = timeline_of(of_atop(held) if register == "atop" else of_cow(held))
        for year in range(first, through + 1):
            told = {OBLIGES[row.obligation] for row in held if row.first <= year <= row.last}
            ours = obliged(timeline, year)
            checks += 1
            wrong += [f"{register} {year}: {told}, not {ours}"] if told != ours else []
    return checks, wrong


def test_the_obligations_of_each_year_are_those_of_each_register() -> None:
    assert duty_mismatches(DUTIES, 1960) == (59 + 53, [])


def test_an_obligation_that_ends_before_the_register_does_is_over_in_the_year_after() -> None:
    timeline = timeline_of(of_cow([Duty("cow", "entente", 1950, 1959)]))
    assert [obliged(timeline, year) for year in (1949, 1950, 1959, 1960)] == [
        set(),
        {"entente"},
        {"entente"},
        set(),
    ]


def joined_duty() -> Iterator[bt.Event]:
    """One agreement of which two registers give two dates, each in its own citation."""
    shared: dict[str, Any] = {
        "parties": PAIR,
        "sources": (cited("atop", "1966", "1966"), cited("cow-alliances", "1972", "1972")),
    }
    described = AgreementDescribed(agreement="non-aggression", obligations=("non-aggression",))
    in_force = AgreementStage(agreement="non-aggression", stage="in-force")
    yield bt.Event(id="told", when="1966", what=described, **shared)
    yield bt.Event(id="in-force", when="1966", what=in_force, **shared)


def test_two_registers_that_disagree_on_a_start_are_two_claims_of_its_date() -> None:
    timeline = timeline_of(joined_duty())
    dates = timeline.as_of("2000").agreements["non-aggression"].dates["in-force"]
    assert [(str(claim.value), claim.sources) for claim in dates] == [
        ("1966", ("atop",)),
        ("1972", ("cow-alliances",)),
    ]
    assert dates.group == "contested"
    for work, first in (("atop", 1966), ("cow-alliances", 1972)):
        alone = timeline.citing(work)
        assert [obliged(alone, year) for year in (first - 1, first)] == [set(), {"non-aggression"}]


# -- disputes: COW MID and Gibler-Miller-Little ------------------------------------------------


class Row(NamedTuple):
    """A dispute: when it began (a month), when it ended (a month, or bounds; None: going on)."""

    number: int
    begins: str
    ends: str | None
    act_in: int
    act_pk: int
    deaths_in: int
    deaths_pk: int
    outcome: int
    settlement: int
    side_a: str


# The codebook's numbers: highest action, outcome, settlement, class of deaths.
ACTIONS = (
    *("no-militarized-action", "threat-to-use-force", "threat-to-blockade", "threat-to-occupy"),
    *("threat-to-declare-war", "threat-to-use-cbrn", "threat-to-join-war", "show-of-force"),
    *("alert", "nuclear-alert", "mobilisation", "fortify-border", "border-violation", "blockade"),
    *("occupation", "seizure", "attack", "clash", "declaration-of-war", "cbrn-use"),
    *("begin-war", "join-war"),
)
OUTCOMES = {
    1: "victory",
    2: "victory",
    3: "yield",
    4: "yield",
    5: "stalemate",
    6: "compromise",
    7: "released",
    8: "unclear",
    9: "joins-war",
    -9: "missing",
}
SETTLEMENTS = {1: "negotiated", 2: "imposed", 3: "none", 4: "unclear", -9: "missing"}
DEATHS = ((0, 0), (1, 25), (26, 100), (101, 250), (251, 500), (501, 999), (1000, None))


def month(text: str) -> tuple[pendulum.Date, pendulum.Date]:
    year, number = map(int, text.split("-"))
    return pendulum.Date(year, number, 1), pendulum.Date(
        year, number, calendar.monthrange(year, number)[1]
    )


def ending(begins: str, days: tuple[int, int] | list[int] | None) -> str | None:
    """The bounds of an end, from the month of the start and the shortest and longest length."""
    if days is None:
        return None
    first, last = month(begins)
    low, high = first.add(days=days[0] - 1), last.add(days=days[1] - 1)
    return f"[{low}..{high}]"


COW = [
    Row(n, begins, ending(begins, days), *rest)
    for n, begins, days, *rest in rows_of("cow_disputes")
]
GML = [Row(*row) for row in rows_of("gml_disputes")]
MIDS = {"cow-mid": COW, "gml": GML}


def other(side: str) -> str:
    return PAIR[side == PAIR[0]]


def deaths(of: int) -> bt.Quantity:
    low, high = DEATHS[of]
    return bt.Quantity(low, None, high, unit="persons")


def winner(row: Row) -> str:
    """Of whom the outcome is told: the victor, or who yields."""
    if row.outcome not in (1, 2, 3, 4):
        return ""
    return row.side_a if row.outcome in (1, 3) else other(row.side_a)


def of_one(work: str, row: Row) -> Iterator[bt.Event]:
    """What one register says of a dispute but for its dates: acts, losses, outcome."""
    id, dispute = f"{work}-{row.number}", f"mid-{row.number}"
    shared: dict[str, Any] = {
        "when": row.begins,
        "parties": PAIR,
        "sources": (cited(work, f"dispute {row.number}", row.begins),),
    }
    for side, act, lost in (
        ("IN", row.act_in, row.deaths_in),
        ("PK", row.act_pk, row.deaths_pk),
    ):
        name = side.lower()
        acted = HostileAct(dispute=dispute, act=ACTIONS[act], actor=side, target=other(side))
        yield bt.Event(id=f"{id}-{name}-act", what=acted, **shared)
        if lost >= 0:
            told = LossesClaimed(
                dispute=dispute, of=side, loss="soldiers-killed", number=deaths(lost)
            )
            yield bt.Event(id=f"{id}-{name}-deaths", what=told, **shared)


def stage_of(row: Row, stage: str) -> DisputeStage:
    dispute = f"mid-{row.number}"
    if stage == "begun":
        return DisputeStage(dispute=dispute, stage=stage)
    return DisputeStage(
        dispute=dispute,
        stage=stage,
        by=winner(row),
        outcome=OUTCOMES[row.outcome],
        settlement=SETTLEMENTS[row.settlement],
    )


def disputes(work: str, rows: Iterable[Row]) -> Iterator[bt.Event]:
    """The disputes of one register."""
    for row in rows:
        yield from of_one(work, row)
        for at, (stage, when) in enumerate((("begun", row.begins), ("ended", row.ends))):
            if when is not None:
                yield bt.Event(
                    id=f"{work}-{row.number}-{stage}",
                    when=when,
                    what=stage_of(row, stage),
                    parties=PAIR,
                    seq=at,
                    sources=(cited(work, f"dispute {row.number}", when),),
                )


def of_gml(rows: Iterable[Row]) -> list[bt.Event]:
    """The disputes of Gibler, Miller and Little, which have the form of those of COW."""
    parts, wholes = list[dict[str, Any]](), list[dict[str, Any]]()
    for row in rows:
        ends = row.ends or "2010-12"
        over = dict(zip(("endyear", "endmon"), map(int, ends.split("-")), strict=True))
        begun = dict(zip(("styear", "stmon"), map(int, row.begins.split("-")), strict=True))
        days = {"dispnum": row.number, **begun, "stday": -9, **over, "endday": -9}
        for side, act, dead in (
            ("IN", row.act_in, row.deaths_in),
            ("PK", row.act_pk, row.deaths_pk),
        ):
            did = {"fatality": dead, "hiact": act, "sidea": int(side == row.side_a)}
            parts.append({**days, "ccode": NUMBERS[side], **did})
        how = {"outcome": row.outcome, "settle": row.settlement}
        wholes.append({**days, **how, "ongo2014": int(row.ends is None)})
    return read("cow-mid", parts, wholes)


def own_log(work: str, rows: list[Row]) -> Pairs:
    """What one register tells of its disputes."""
    return timeline_of(of_gml(rows) if work == "gml" else disputes(work, rows))


def joined(registers: dict[str, list[Row]]) -> Iterator[bt.Event]:
    """The disputes of several registers in one log: the start and the end are one event each."""
    held: dict[int, dict[str, Row]] = {}
    for work, rows in registers.items():
        for row in rows:
            held.setdefault(row.number, {})[work] = row
            yield from of_one(work, row)
    for number, told in held.items():
        for at, stage in enumerate(("begun", "ended")):
            dated = {
                work: when
                for work, row in told.items()
                if (when := row.begins if stage == "begun" else row.ends) is not None
            }
            if not dated:
                continue
            work = next(iter(dated))
            yield bt.Event(
                id=f"mid-{number}-{stage}",
                when=dated[work],
                what=stage_of(told[work], stage),
                parties=PAIR,
                seq=at,
                sources=tuple(cited(w, f"dispute {number}", when) for w, when in dated.items()),
            )


Going = dict[str, Certainty]


def going_on(timeline: Pairs, year: int) -> Going:
    """The disputes of a year: begun by its end, and not over before it began."""

    def told(mode: bt.Mode, day: str) -> dict[str, bool]:
        force = timeline.as_of(day, mode=mode).force
        if force is bt.Unknown:
            return {}
        return {id: entry.stage == "ended" for id, entry in force.items()}

    begun, over = told("certain", f"{year}"), told("certain", f"{year - 1}")
    perhaps, maybe_over = told("possible", f"{year}"), told("possible", f"{year - 1}")
    found: Going = {}
    for id in perhaps:
        if over.get(id):
            continue
        sure = id in begun and not maybe_over.get(id)
        found[id] = Certainty.YES if sure else Certainty.UNKNOWN
    return found


def rows_going_on(rows: Iterable[Row], year: int) -> Going:
    found: Going = {}
    first, last = pendulum.Date(year, 1, 1), pendulum.Date(year, 12, 31)
    for row in rows:
        begins = month(row.begins)[0]
        ends = bt.When(row.ends) if row.ends else None
        if begins > last or (ends and ends.latest and ends.latest < first):
            continue
        sure = ends is None or (ends.earliest is not None and ends.earliest >= first)
        found[f"mid-{row.number}"] = Certainty.YES if sure else Certainty.UNKNOWN
    return found


def dispute_mismatches(work: str, rows: list[Row], years: range) -> tuple[int, list[str]]:
    """Which disputes go on in each year, and the level of each side in each."""
    timeline, checks, wrong = own_log(work, rows), 0, list[str]()
    for year in years:
        told, ours = rows_going_on(rows, year), going_on(timeline, year)
        checks += max(1, len(told | ours))
        wrong += [f"{work} {year}: {told}, not {ours}"] if told != ours else []
    force = timeline.as_of(str(years[-1])).force
    for row in rows:
        entry = force[f"mid-{row.number}"]
        sides = {"IN": ACTS[ACTIONS[row.act_in]], "PK": ACTS[ACTIONS[row.act_pk]]}
        highest = max(sides.values(), key=HOSTILITY.__getitem__)
        over = row.ends is not None
        told_row = (sides, highest, "ended" if over else "begun", end_words(row) if over else ())
        ours_row = (entry.hostility_of, entry.hostility, entry.stage, told_end(entry))
        checks += 2 + 1 + 1 + 1
        wrong += (
            [f"{work} {row.number}: {told_row}, not {ours_row}"] if told_row != ours_row else []
        )
    return checks, wrong


def end_words(row: Row) -> tuple[str, str, str]:
    return OUTCOMES[row.outcome], SETTLEMENTS[row.settlement], winner(row)


def told_end(entry: Dispute) -> tuple[str, ...]:
    now = entry.current
    if now is None or entry.stage != "ended":
        return ()
    return (*entry.outcome.values, *entry.settlement.values, now.value.by)


def claim_mismatches(registers: dict[str, list[Row]], last: int) -> tuple[int, list[str]]:
    """Of disputes in both registers: which start months and classes of deaths are contested."""
    timeline, checks, wrong = timeline_of(joined(registers)), 0, list[str]()
    (one, first), (_, second) = registers.items()
    theirs = {row.number: row for row in second}
    for row in first:
        if (also := theirs.get(row.number)) is None:
            continue
        entry = timeline.as_of(str(last)).force[f"mid-{row.number}"]
        told = {"begun": row.begins == also.begins}
        ours: dict[str, Claims[Any]] = {"begun": entry.dates["begun"]}
        for side, a, b in (
            ("IN", row.deaths_in, also.deaths_in),
            ("PK", row.deaths_pk, also.deaths_pk),
        ):
            if min(a, b) >= 0:
                told[side] = a == b
                ours[side] = entry.counts_of(side, "soldiers-killed")
        for what, same in told.items():
            checks += 1
            group = "confirmed" if same else "contested"
            if ours[what].group != group:
                wrong.append(f"{one} {row.number} {what}: {group}, not {ours[what]!r}")
    for work, rows in registers.items():
        alone, own = timeline.citing(work), own_log(work, rows)
        for year in range(1947, last + 1):
            checks += 1
            if going_on(alone, year) != going_on(own, year):
                wrong.append(f"{year}: {work} alone differs from a log of its own")
    return checks, wrong


@pytest.mark.parametrize(("work", "through"), [("cow-mid", 2014), ("gml", 2010)])
def test_the_disputes_of_each_year_and_the_level_of_each_side_are_those_of_the_register(
    work: str, through: int
) -> None:
    checks, wrong = dispute_mismatches(work, MIDS[work], range(1946, through + 1))
    assert wrong == []
    assert checks > 100


def test_where_two_registers_differ_on_a_dispute_its_claims_are_contested() -> None:
    checks, wrong = claim_mismatches(MIDS, 2010)
    assert wrong == []
    assert checks > 100


def test_some_disputes_by_number() -> None:
    cow, gml = (own_log(work, rows) for work, rows in MIDS.items())
    kargil = {work.as_of("1999-08").force["mid-4007"].hostility_of["IN"] for work in (cow, gml)}
    assert kargil == {"use", "war"}  # COW has a clash for India's highest act, GML a war
    assert going_on(cow, 1985) == {"mid-2643": Certainty.YES}
    assert going_on(gml, 1985) == {"mid-2642": Certainty.YES}
    quiet = cow.as_of("1982").force["mid-2640"]
    assert quiet.hostility_of == {"IN": "display", "PK": "none"}
    assert (quiet.outcome.best, quiet.settlement.best) == ("stalemate", "none")
    assert cow.as_of("2026").force.open == ("mid-4585",)
    yielded = gml.as_of("2004").force["mid-4277"].current
    assert yielded is not None
    assert (str(yielded.value), str(yielded.when)) == ("ended by PK", "2003-11")


def test_a_length_in_days_from_a_month_leaves_the_end_open_within_bounds() -> None:
    timeline = timeline_of(disputes("cow-mid", [row for row in COW if row.number == 1238]))
    ended = timeline.event("cow-mid-1238-ended")
    assert ended is not None
    assert str(ended.when) == "[1948-12-07..1949-01-05]"
    assert going_on(timeline, 1948) == {"mid-1238": Certainty.YES}
    assert going_on(timeline, 1949) == {"mid-1238": Certainty.UNKNOWN}
    assert [event.id for event in timeline.undecided("1948-12-31")] == ["cow-mid-1238-ended"]


# -- organisations: COW IGO gives counts and no names ------------------------------------------


class Count(NamedTuple):
    year: int
    shared: int
    in_full: int
    pk_full: int


COUNTS = [Count(*row) for row in rows_of("organisations")]


def memberships(rows: Iterable[Count]) -> list[bt.Event]:
    """Nameless bodies, joined and left by year, so that the counts come out.

    The rows say how many, never which: a body here is no body of the world. The last that was
    joined is the first to be left, which is a choice of this test.
    """
    told = {
        row.year: (row.shared, row.in_full - row.shared, row.pk_full - row.shared) for row in rows
    }
    sorts = tuple(zip(("both", *PAIR), (PAIR, PAIR[:1], PAIR[1:]), strict=True))
    most = [max(numbers) for numbers in zip(*told.values(), strict=True)]
    return read(
        "cow-igo",
        [
            {"ccode": NUMBERS[party], "year": year, "state": party}
            | {
                f"body-{name}-{at:03}": int(party in members and at < number)
                for (name, members), number, largest in zip(sorts, numbers, most, strict=True)
                for at in range(largest)
            }
            for party in PAIR
            for year, numbers in told.items()
        ],
    )


def count_mismatches(rows: list[Count]) -> tuple[int, list[str]]:
    timeline, checks, wrong = timeline_of(memberships(rows)), 0, list[str]()
    for row in rows:
        bodies = timeline.as_of(str(row.year)).memberships
        shared = sum(yes is Certainty.YES for yes in bodies.shared(PAIR).values())
        full = [
            sum(1 for body in bodies.values() if party in body and body[party].status == "full")
            for party in PAIR
        ]
        ours = Count(row.year, shared, *full)
        checks += 3
        wrong += [f"{row}, not {ours}"] if row != ours else []
    return checks, wrong


def test_the_counts_of_shared_and_of_all_full_memberships_come_out() -> None:
    assert count_mismatches(COUNTS) == (27, [])


# -- trade agreements: DESTA ------------------------------------------------------------------


class Pact(NamedTuple):
    number: int
    name: str
    signed: int
    in_force: int


PACTS = [Pact(*row) for row in rows_of("trade_agreements")]


def pacts(rows: Iterable[Pact]) -> list[bt.Event]:
    """The events of the treaties of the pair."""
    return read(
        "desta",
        [
            {
                "iso1": 356,
                "iso2": 586,
                "number": row.number,
                "base_treaty": row.number,
                "name": row.name,
                "entry_type": "base_treaty",
                "year": row.signed,
                "entryforceyear": row.in_force,
            }
            for row in rows
        ],
    )


def pact_mismatches(rows: list[Pact], years: range) -> tuple[int, list[str]]:
    timeline, checks, wrong = timeline_of(pacts(rows)), 0, list[str]()
    for year in years:
        agreements = timeline.as_of(str(year)).agreements
        for row in rows:
            ours: Any = bt.Unknown
            if agreements is not bt.Unknown:
                entry = agreements.get(f"desta-{row.number}")
                ours = entry if entry is bt.Unknown else entry.stage
            begun = "signed" if year < row.in_force else "in-force"
            told = begun if year >= row.signed else bt.Unknown
            checks += 1
            wrong += [f"{row.name} {year}: {told}, not {ours}"] if told != ours else []
    return checks, wrong


def test_the_trade_agreements_are_signed_and_enter_into_force_in_the_years_of_desta() -> None:
    assert pact_mismatches(PACTS, range(1965, 2021)) == (56 * 4, [])
    agreements = timeline_of(pacts(PACTS)).as_of("1994").agreements
    assert agreements.in_force == ("desta-461", "desta-647")
    assert agreements["desta-666"].status == "signed, entry into force not recorded"
    assert agreements["desta-666"].in_force is Certainty.UNKNOWN


# -- wars: COW --------------------------------------------------------------------------------


class War(NamedTuple):
    number: int
    first: int
    last: int
    deaths_in: int
    deaths_pk: int


WARS = [War(*row) for row in rows_of("wars")]


def wars(rows: Iterable[War]) -> Iterator[bt.Event]:
    for row in rows:
        dispute = f"war-{row.number}"
        shared: dict[str, Any] = {
            "parties": PAIR,
            "sources": (cited("cow-wars", f"war {row.number}"),),
        }
        begun = DisputeStage(dispute=dispute, stage="begun", hostility="war")
        ended = DisputeStage(dispute=dispute, stage="ended")
        yield bt.Event(id=dispute, when=str(row.first), what=begun, **shared)
        yield bt.Event(id=f"{dispute}-ended", when=str(row.last), what=ended, seq=1, **shared)
        for side, number in (("IN", row.deaths_in), ("PK", row.deaths_pk)):
            killed = LossesClaimed(
                dispute=dispute,
                of=side,
                loss="soldiers-killed",
                number=bt.Quantity(best=number, unit="persons"),
            )
            yield bt.Event(
                id=f"{dispute}-{side.lower()}",
                when=str(row.last) if row.first == row.last else f"{row.first}/{row.last}",
                what=killed,
                **shared,
            )


def war_mismatches(rows: list[War], years: range) -> tuple[int, list[str]]:
    timeline, checks, wrong = timeline_of(wars(rows)), 0, list[str]()
    for year in years:
        told = {f"war-{row.number}" for row in rows if row.first <= year <= row.last}
        ours = set(going_on(timeline, year))
        checks += 1
        wrong += [f"{year}: {told}, not {ours}"] if told != ours else []
    force = timeline.as_of(str(years[-1])).force
    for row in rows:
        entry = force[f"war-{row.number}"]
        for side, number in (("IN", row.deaths_in), ("PK", row.deaths_pk)):
            checks += 1
            ours_number = entry.counts_of(side, "soldiers-killed").best
            if ours_number is bt.Unknown or ours_number.best != number:
                wrong.append(f"war {row.number} {side}: {number}, not {ours_number}")
        checks += 1
        wrong += [f"war {row.number}: {entry.hostility}"] if entry.hostility != "war" else []
    return checks, wrong


def test_the_wars_of_each_year_and_the_battle_deaths_of_each_side_are_those_of_cow() -> None:
    assert war_mismatches(WARS, range(1946, 2008)) == (62 + 12, [])


# -- the vocabularies -------------------------------------------------------------------------


def test_every_word_of_the_registers_has_a_word_of_the_kinds() -> None:
    for entry in ENTRIES.values():
        OfficeAssumed(office="x", person="X", entry=entry)
    for exit in (*EXITS.values(), "assassinated"):
        OfficesVacated(holdings=(Holding(office="x", person="X"),), exit=exit)
    for act in ACTIONS:
        HostileAct(dispute="x", act=act)
    for outcome in OUTCOMES.values():
        DisputeStage(dispute="x", stage="ended", outcome=outcome)
    for settlement in SETTLEMENTS.values():
        DisputeStage(dispute="x", stage="ended", settlement=settlement)
    AgreementDescribed(agreement="x", obligations=tuple(OBLIGES.values()))


@pytest.mark.parametrize("action", range(22))
def test_the_level_of_hostility_of_an_action_is_that_of_the_codebook(action: int) -> None:
    bounds = ((0, 1), (6, 2), (12, 3), (19, 4), (21, 5))
    level = next(level for last, level in bounds if action <= last)
    assert HOSTILITY[ACTS[ACTIONS[action]]] == level


def test_the_whole_table_is_small() -> None:
    assert sum(len(each["rows"]) for each in TABLES.values()) <= 100
    assert all(each["from"] for each in TABLES.values())
