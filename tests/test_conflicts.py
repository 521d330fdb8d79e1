"""The 47 points on which the five articles differ from each other, themselves or other sources.

Each stands in the state with its claims side by side, and has the class that a reader of the
articles gave it; where the class is another one, the row says why: a narrower word, a plan that
slips, or words that may both be true are no contradiction. CF: contradiction; CP: compatible;
RF: refinement; DN: denied; NC: different propositions; TM: both true at different times; ID: two
names of one thing; IN: at odds with itself; EX: against sources outside the articles; unique: one
source alone; range: bounds without a best value.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import bilateral_timeline as bt
from bilateral_timeline.projections.paths import look_up
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.facets.third_parties import ThirdPartyAct
from bilateral_timeline.relations.relationship import Relationship

S, V, E, A, M = "smagin-2024", "svetlova-2024", "efis-2024", "avdaliani-2024", "afshari-mehr-2025"


@attrs.frozen
class Row:
    """A conflict: its number and class there, where it stands, and what each article says."""

    number: int
    listed: str
    path: str
    group: str
    claims: dict[str, set[str]]
    """For each value, as it reads, the articles among its sources."""
    reason: str = ""
    day: str = "2025-12-31"


AT_LEAST_TWO = "at least 2 missiles ('ballistic missiles')"
ROWS = [
    Row(1, "CP", "trade.turnover.2022.value", "refinement",
        {"4.9 billion (4.85 billion to 4.95 billion) USD": {S},
         "5 billion (4.5 billion to 5.5 billion) USD ('the $5 billion mark')": {A}},
        "4.9 lies within what the mark of 5 allows, and says it more narrowly"),
    Row(2, "CP", "trade.turnover.2023.change", "contested",
        {"-20 to -18 percent ('a fall of nearly 20')": {S}, "-17 (-17.5 to -16.5) percent": {A},
         "at most 0 percent ('declined')": {V}},
        "no number is both nearly 20 and 17; each agrees with the change computed from levels"),
    Row(4, "CP", "trade.turnover.2023.value", "refinement",
        {"4 billion (3.95 billion to 4.05 billion) USD": {S, A},
         "4 billion (3.5 billion to 4.5 billion) USD ('around $4 billion')": {V}},
        "4 is within around 4, and says it more narrowly"),
    Row(5, "CF", "trade.counted.unreported-wheat.counted", "single-source", {"no": {V}},
        "what is not counted is wheat that may come in unreported; the other article gives a share "
        "of exports to the grain that is counted"),
    Row(7, "ID/CF", "commitments.su-35.designation", "compatible",
        {"SU-25": {V}, "Su-35": {S, E}},
        "another name for the aircraft of one promise, and recorded as such"),
    Row(8, "CF", "commitments.su-35.promised", "revised",
        {"20 (18 to 22) aircraft ('a score')": {S}, "24 aircraft": {E}},
        "what is ordered may change: the later word, an expectation, follows the earlier"),
    Row(10, "CF", "commitments.s-400.stages", "revised", {"promised": {V}, "refused": {A}},
        "a refusal that stood by May 2024, and a promise that is alleged in June: both may be so"),
    Row(12, "CP", "commitments.yak-130.delivered", "refinement",
        {"at least 2 aircraft ('training planes')": {S},
         "at least 1 aircraft ('Yak-130 trainers')": {A}},
        "two or more are one or more"),
    Row(13, "CF", "agreements.gazprom-nioc.instrument", "refinement",
        {"agreement": {S}, "memorandum of understanding": {V, E}},
        "a memorandum of understanding is an agreement; one word is the wider of the other"),
    Row(14, "RF", "agreements.gazprom-nioc.dates.signed", "refinement",
        {"2022": {V}, "2022-22": {E}, "[2021-08-05..2024-05-19]": {S}}),
    Row(16, "CF", "projects.rasht-astara.country", "contested", {"IR": {V, E}, "AZ": {A}}),
    Row(18, "RF", "agreements.rasht-astara-agreement.dates.signed", "refinement",
        {"2023-05": {E}, "[2023-05-01..2023-08-31]": {A}, "[2021-08-05..2024-05-19]": {S}}),
    Row(19, "CF", "projects.rasht-astara.dues", "revised",
        {"[2027-12-31..2028-12-31]": {E}},
        "a schedule that slips: the later word replaces the earlier; the other article has a start "
        "and a duration, and no year"),
    Row(20, "TM + CF", "projects.alabuga.stages", "contested",
        {"planned": {A}, "partially-operational": {E}, "built": {S, V}, "operational": {M}}),
    Row(21, "TM/CF", "projects.alabuga.schedule", "confirmed", {"ahead": {V}},
        "a doubt before and data after: the doubt is an assessment, and stands among these"),
    Row(23, "ambiguity", "projects.alabuga.dues", "revised", {"[2024-12-31..2025-12-31]": {E}},
        "a page narrows the due date of the article to the summer of 2025; an earlier one has the "
        "plant at work early in 2024"),
    Row(25, "DN (party)", "commitments.shahed-drones.delivered", "denied",
        {"200 to 999 drones ('hundreds')": {E}, "at least 2 drones ('huge numbers')": {S},
         "at least 2 drones ('drones')": {A, M}, "at least 1 drones": {E}}),
    Row(26, "CF", "commitments.ballistic-missiles.delivered", "contested",
        {"0 missiles": {E}, AT_LEAST_TWO: {A}}),
    Row(27, "CF", "constraints.un-missiles.forbids", "contested",
        {"resolution 2231 itself ended": {E},
         "arms exports, of missiles too: called the UN arms embargo": {A}}),
    Row(28, "CF/IN", "agreements.eaeu-free-trade.instrument", "confirmed",
        {"free trade agreement": {S, E, A}},
        "the text that counts the Union among those joined names no instrument, and its own note "
        "has this one: that word stands among the assessments"),
    Row(29, "RF", "agreements.eaeu-free-trade.dates.signed", "refinement",
        {"2023-12": {E}, "[2023-10-01..2023-12-31]": {A}, "[2021-08-05..2024-05-19]": {S}}),
    Row(30, "DN (subject)", "projects.vtb-office.stages", "denied", {"operational": {V}},
        day="2024-06-30"),
    Row(32, "CF", "agreements.comprehensive-partnership.delay", "compatible",
        {"issues on the Iranian side": {V},
         "the early election, and parliamentary procedures, in Iran": {V}},
        "the second says what the issues of the first are"),
    Row(34, "CF", "agreements.comprehensive-partnership.extends", "single-source",
        {"foundations-treaty": {A}},
        "the other article says that it was to define the relations anew, and not what it extends"),
    Row(34, "CF", "agreements.comprehensive-partnership.covers", "compatible",
        {"the relations of the two, which it was supposed to define anew": {V},
         "among others transport, energy, defence and regional security": {M}},
        "what it was to cover, in general; in particular, before it is signed, is only expected; "
        "what it covers as it stands is told by a page"),
    Row(35, "EX", "agreements.foundations-treaty.term", "contested",
        {"20 years": {A}, "10 years": set()}),
    Row(36, "EX", "commitments.s-300.stages", "revised",
        {"finalised": {M}, "permitted": set(), "withheld": set()},
        "that a deal is completed does not say that all of it has come: half came in 2016"),
    Row(37, "RF", "contacts.head-of-state.dates.raisi-visit-moscow", "refinement",
        {"2022": {S}, "2022-01": {V}, "2022-01-19": set()}),
    Row(38, "unique", "commitments.arms-for-russia.superlative", "single-source",
        {"the first Iranian arms exports to Russia": {S}}),
    Row(38, "unique", "projects.vtb-office.superlative", "denied",
        {"the first Russian bank with a representative office in Iran": {V}},
        "the article says in the same sentence that the bank denied it"),
    Row(38, "unique", "trade.turnover.2022.superlative", "confirmed", {"a record": {S}},
        "the ambassador of Russia said so before the article"),
    Row(38, "unique", "investment.fdi-1401.superlative", "confirmed",
        {"the biggest source of direct investment": {A}},
        "the minister who named the figures said so before the article"),
    Row(39, "CF", "assessments.relationship.verdict", "contested",
        {"inescapable partnership": {S}, "alliance with hidden discord": {V}, "not strategic": {E},
         "resembles a strategic partnership": {A}, "comprehensive strategic partnership": {M}}),
    Row(40, "CF", "assessments.who-gains.verdict", "compatible",
        {"Iran more, it seems": {A}, "an opportunity for Iran": {E}, "both": {M}},
        "if both gain, Iran may gain more, and what it has is first an opportunity"),
    Row(44, "unique, strong", "frictions.islands.position", "contested",
        {"recognition": {E}, "support for talks or the court": set()},
        "no other article tells it, but pages of its time contradict it"),
    Row(46, "unique, claimed", "third_parties.UA.shahed-warehouses.deeds", "",
        {"assault (UA to RU): warehouses of Shahed drones burned, by its own account": {M}},
        "what is done stands by itself, and has no class: that it is alleged, its citation says"),
    Row(47, "range", "trade.arms-for-russia.undated.value", "single-source",
        {"2 million to 9 billion USD ('a few million to a few billion')": {S}}),
]  # fmt: skip

IN_TESTS_OF_THEIR_OWN = {3, 6, 9, 11, 15, 17, 22, 24, 31, 33, 41, 42, 43, 45}
"""Those that are no group of claims on one proposition."""


@pytest.fixture(scope="module")
def timeline() -> bt.Timeline[Relationship]:
    return bt.load_chronicle("russia-iran")


@pytest.fixture(scope="module")
def state(timeline: bt.Timeline[Relationship]) -> Any:
    return timeline.as_of("2025-12-31")


def test_all_of_the_47_conflicts_are_here() -> None:
    assert {row.number for row in ROWS} | IN_TESTS_OF_THEIR_OWN == set(range(1, 48))


CLASSES = {
    "CF": "contested",
    "CP": "compatible",
    "RF": "refinement",
    "DN": "denied",
    "EX": "contested",
    "ID": "contested",
    "TM": "contested",
    "un": "single-source",
    "ra": "single-source",
}


def test_a_class_other_than_the_one_listed_has_its_reason() -> None:
    for row in ROWS:
        assert (CLASSES.get(row.listed[:2]) == row.group) != bool(row.reason), row.number


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.number}-{row.path}" for row in ROWS])
def test_a_conflict_stands_in_the_state(timeline: bt.Timeline[Relationship], row: Row) -> None:
    articles = {S, V, E, A, M}
    claims = look_up(timeline.as_of(row.day), row.path)
    assert isinstance(claims, Claims)
    assert ("" if claims.group is bt.Unknown else claims.group) == row.group
    for value, sources in row.claims.items():
        told = [c for c in claims if value in readings(c.value)]
        assert told
        assert {s for c in told for s in c.sources} & articles == sources
    told_at_all = set(claims.sources) & articles
    assert told_at_all == {source for sources in row.claims.values() for source in sources}


def readings(value: object) -> tuple[str, ...]:
    """How a value may read: in full, or by its one word."""
    return str(value), getattr(value, "word", ""), said(value)


def said(value: object) -> str:
    if not isinstance(value, ThirdPartyAct):
        return ""
    return f"{value.act} ({value.actor} to {value.target}): {value.what}"


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.number}-{row.path}" for row in ROWS])
def test_the_evidence_names_what_is_contested_denied_or_told_by_one_alone(
    timeline: bt.Timeline[Relationship], row: Row
) -> None:
    evidence = timeline.as_of(row.day).evidence
    for group, found in (
        ("contested", evidence.contested),
        ("denied", evidence.denied),
        ("single-source", evidence.single_source),
    ):
        assert (row.path in found) == (row.group == group)


def test_2_and_3_the_change_told_stands_beside_the_change_computed(state: Any) -> None:
    year = state.trade["turnover"]["2023"]
    assert str(year.computed_change) == "-18.4 (-20.2 to -16.5) percent"
    assert all(year.computed_change.overlaps(value) for value in year.change.values)
    # Avdaliani's own levels, 5 and 4 billion, make a fall of a fifth; he gives 17 percent.
    assert year.change_of(A).best == -20
    assert [str(c.value) for c in year.change if A in c.sources] == ["-17 (-17.5 to -16.5) percent"]


def test_6_each_cause_of_the_fall_of_trade_has_its_author(state: Any) -> None:
    causes = {c.sources: c.value.view for c in state.assessments["trade-decline"].views}
    assert causes == {
        (S,): "it reflects that Iran bought less Russian grain",
        (A,): "not so much Iranian exports as a steep fall of Russian supplies, which attests to "
        "the trouble of Russian business in selling to Iran",
    }
    assert state.trade["turnover"]["2023"].cause.values == ()


def test_9_the_jets_are_promised_announced_disputed_and_not_there(state: Any) -> None:
    jets = state.commitments["su-35"]
    assert (jets.status, jets.in_dispute, str(jets.so_far)) == ("overdue", True, "0 aircraft")
    due = {str(claim.value) for claim in jets.dues if V in claim.sources}
    assert due == {"[2023-02-28..2023-03-31]"}
    told = [(claim.value.word, claim.value.by) for claim in jets.revisions]
    assert [by for word, by in told if word == "finalised"] == [
        "the Iranian mission to the United Nations",
        "the deputy defence minister of Iran",
    ]
    assert jets.promised.group == "revised"


def test_11_the_helicopters_are_final_then_inconclusive_and_not_there(state: Any) -> None:
    helicopters = state.commitments["mi-28"]
    assert [claim.value.word for claim in helicopters.revisions] == ["finalised", "disputed"]
    assert (str(helicopters.so_far), helicopters.in_dispute) == ("0 helicopters", True)


def test_15_gazprom_has_not_moved_and_russia_supports_the_industry(state: Any) -> None:
    # One is of a deal of Gazprom, in June 2024; the other of support, and of no investment.
    progress = state.investment["gazprom-nioc"].progress
    assert (progress.values, progress.sources) == (
        ("no significant progress on the ground yet",),
        (S,),
    )
    support = [c.value for c in state.cooperation["energy"].items if M in c.sources]
    assert support == ["support for exploration, drilling and infrastructure in Iran"]
    assert state.investment["energy"].stages.sources == (M,)


def test_17_loan_cost_and_pledge_are_three_propositions(state: Any) -> None:
    loan = state.investment["rasht-astara-loan"]
    assert {str(c.value): c.sources for c in loan.value if V in c.sources} == {
        "1.4 billion (1.35 billion to 1.45 billion) USD": (V,)
    }
    assert [(c.value.word, c.sources) for c in loan.stages if {V, E} & set(c.sources)] == [
        ("planned", (E,)),
        ("issued", (V,)),
    ]
    assert loan.stages.group == "compatible"
    cost = state.projects["rasht-astara"].cost
    assert [str(v) for v in cost.values] == [
        "1.6 billion (1.52 billion to 1.68 billion) USD ('around $1.6 billion')"
    ]
    assert loan.share.contains(bt.Quantity(best="87.5", unit="percent"))
    assert state.investment["rasht-astara-pledge"].stages.sources == (A,)


def test_18_last_may_leaves_two_years_open(state: Any) -> None:
    (issued,) = (c for c in state.investment["rasht-astara-loan"].stages if V in c.sources)
    assert str(issued.when) == "[2023-05,2024-05]"


def test_22_and_24_promised_supplied_and_seen_are_not_one_number(state: Any) -> None:
    drones, plant = state.commitments["shahed-drones"], state.projects["alabuga"]
    assert [str(v) for v in drones.promised.values] == ["2,000 to 9,999 drones ('thousands')"]
    assert "200 to 999 drones ('hundreds')" in map(str, drones.delivered.values)
    assert 6000 in [value.best for value in plant.target.values]
    launches = "indicated by data on Russian launches, collected by the Ukrainian military"
    assert launches in plant.basis.values


def test_28_to_count_the_union_among_those_joined_makes_no_member(state: Any) -> None:
    views = state.assessments["backing-in-organisations"].views
    (counted,) = [c.value.view for c in views if "Eurasian Economic Union" in c.value.view]
    assert counted.endswith("its own note has a free trade agreement")
    assert state.memberships["eaeu"]["IR"].stages.sources != (E,)


def test_31_the_payment_links_are_three(state: Any) -> None:
    links = {id: state.projects[id] for id in ("spfs-sepam", "mir-shetab", "unified-payments")}
    assert [str(c.value) for c in links["spfs-sepam"].stages] == ["integrated"]
    assert E in links["spfs-sepam"].stages.sources
    *agreed, last = links["mir-shetab"].stages
    told = [(str(c.when), c.sources) for c in agreed if {V, E} & set(c.sources)]
    assert told == [("2022", (V,)), ("[2022-02-24..2024-02-13]", (E,))]
    assert {c.value.word for c in agreed} == {"agreed"}
    assert last.value.word == "partially-operational"
    assert (links["unified-payments"].stage, links["unified-payments"].usable.values) == (
        bt.Unknown,
        ("no",),
    )


def test_33_the_agreement_is_near_then_halted_then_scheduled(state: Any) -> None:
    stages = state.agreements["comprehensive-partnership"].stages
    told = [(c.value.word, s) for c in stages for s in (A, V, M) if s in c.sources]
    assert told == [
        ("negotiation-opened", V),
        ("nearing-completion", A),
        ("negotiation-suspended", V),
        ("signature-scheduled", M),
    ]


def test_41_investment_and_barely_present_goods_stand_together(state: Any) -> None:
    goods = state.assessments["russian-goods-in-iran"].views
    assert set(goods.sources) == {S, V, A}
    assert A in state.investment["fdi-1401"].value.sources


def test_42_the_label_of_inflation_stands_apart_from_its_figure(state: Any) -> None:
    inflation = state.assessments["iran-inflation"]
    (said,) = (claim.value for claim in inflation.views if M in claim.sources)
    assert (said.view, str(said.figure)) == (
        "consistent near hyperinflation, which cripples the economic strength of Iran",
        "35 (34.5 to 35.5) percent",
    )


def test_43_drones_made_in_russia_and_in_iran_are_two_projects(state: Any) -> None:
    for project in ("alabuga", "iran-drones"):
        told = [c.value.word for c in state.projects[project].stages if M in c.sources]
        assert told == ["operational"]


@pytest.mark.parametrize(
    ("name", "alias", "sources"),
    [
        ("Hossein Amir-Abdollahian", "Hossein Amirabdollahian", {S, V}),
        ("SPFS", "SPSF", {E}),
        ("Mir", "MIR", {E}),
        ("Shahed-136", "Geran-2", {M}),
        ("International North-South Transport Corridor",
         "International North-South Trade Corridor", {A}),
    ],
)  # fmt: skip
def test_45_one_name_stands_for_all_its_spellings(
    state: Any, name: str, alias: str, sources: set[str]
) -> None:
    aliases = state.evidence[name].aliases
    assert {s for c in aliases if c.value == alias for s in c.sources} == sources
