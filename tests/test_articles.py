"""What five articles say of Russia and Iran, as statements about the state on given days.

Each statement names its article, the part of it by its first word, and the paragraph. What must
be true was taken from the articles' words; the days of the turning points are those of pages of
their own time, as few articles give any.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import bilateral_timeline as bt
from bilateral_timeline.errors import MissingError
from bilateral_timeline.projections.paths import look_up
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.relationship import FACETS, Relationship
from bilateral_timeline.why import Change

Chronicle = bt.Timeline[Relationship]

PUBLISHED = {
    "efis-2024": ("2024-02-12", "2024-02-13"),
    "avdaliani-2024": ("2024-05-18", "2024-05-19"),
    "smagin-2024": ("2024-06-02", "2024-06-03"),
    "svetlova-2024": ("2024-06-29", "2024-06-30"),
    "afshari-mehr-2025": ("2025-01-05", "2025-01-06"),
}
"""For each article the day before it was public, and the day of which it certainly was."""
ESTONIAN, AVDALIANI, SMAGIN, SVETLOVA, AFSHARI = PUBLISHED

UNTOLD = bt.Unknown
YES, NO, OPEN = bt.Certainty.YES, bt.Certainty.NO, bt.Certainty.UNKNOWN
when = bt.When
Figure = str | int | None


@pytest.fixture(scope="module")
def timeline() -> Chronicle:
    return bt.load_chronicle("russia-iran")


def usd(low: Figure, best: Figure, high: Figure, text: str = "") -> bt.Money:
    return bt.Money(low, best, high, currency="USD", text=text)


def number(unit: str, low: Figure, best: Figure, high: Figure, text: str = "") -> bt.Quantity:
    return bt.Quantity(low, best, high, unit=unit, text=text)


def exactly(best: int, unit: str, text: str = "") -> bt.Quantity:
    return bt.Quantity(best, best, best, unit=unit, text=text)


class Statement(NamedTuple):
    article: str
    path: str
    day: str
    expected: Any
    known_by: str | None = None

    @property
    def name(self) -> str:
        known = f" known by {self.known_by}" if self.known_by else ""
        return f"{self.article}: {self.path} on {self.day}{known}"


STATEMENTS: list[Statement] = []


def says(article: str, path: str, day: str, expected: Any, known_by: str | None = None) -> None:
    STATEMENTS.append(Statement(article, path, day, expected, known_by))


def turns(article: str, path: str, day: str, before: Any, after: Any) -> None:
    """What is so on the day before a turning point, and on the day itself."""
    eve = bt.When(day).earliest
    assert eve is not None
    says(article, path, eve.subtract(days=1).isoformat(), before)
    says(article, path, day, after)


def learns(article: str, path: str, day: str, before: Any, after: Any) -> None:
    """What one can know of a day before an article is public, and once it is."""
    eve, published = PUBLISHED[article.split()[0]]
    says(article, path, day, before, known_by=eve)
    says(article, path, day, after, known_by=published)


def value_at(timeline: Chronicle, path: str, day: str, known_by: str | None = None) -> Any:
    """The value at a path; Unknown where it leads nowhere yet, but does once all is told."""
    try:
        return look_up(timeline.as_of(day, known_by=known_by), path)
    except MissingError:
        look_up(timeline.as_of("2025-12-31"), path)
        return bt.Unknown


# -- leadership -------------------------------------------------------------------------------

HOLDER = "leadership.ir-president.holder"
turns("smagin-2024 1", HOLDER, "2024-05-19", "Ebrahim Raisi", None)
# The deaths were told on the day after the crash.
says("smagin-2024 1", HOLDER, "2024-05-19", "Ebrahim Raisi", "2024-05-19")
says("smagin-2024 1", HOLDER, "2024-05-19", None, "2024-05-20")
MINISTER = "leadership.ir-foreign-minister.holder"
turns("smagin-2024 2", MINISTER, "2024-05-19", "Hossein Amir-Abdollahian", None)
says("smagin-2024 2", MINISTER, "2024-05-19", "Hossein Amir-Abdollahian", "2024-05-19")
# Within fifty days is a last day: until then nobody is late.
EARLY, ON_TIME = when("2024-07-09"), exactly(0, "days")
turns("svetlova-2024 Arrested 1", "leadership.ir-president.due", "2024-05-20", UNTOLD, EARLY)
says("svetlova-2024 Arrested 1", "leadership.ir-president.due", "2024-06-30", EARLY)
says("svetlova-2024 Arrested 1", "leadership.ir-president.overdue", "2024-06-30", ON_TIME)
says("svetlova-2024 Arrested 1", "leadership.ir-president.overdue", "2024-07-04", ON_TIME)
says("afshari-mehr-2025 1", HOLDER, "2025-01-06", "Masoud Pezeshkian")
turns("afshari-mehr-2025 1", "leadership.ir-president.acting", "2024-07-30", True, False)
turns("afshari-mehr-2025 1", HOLDER, "2024-07-30", "Mohammad Mokhber", "Masoud Pezeshkian")
says("afshari-mehr-2025 1", HOLDER, "2024-07-30", "Mohammad Mokhber", "2024-07-29")
says("afshari-mehr-2025 10", "leadership.ru-president.holder", "2010-06-09", "Dmitry Medvedev")
says("afshari-mehr-2025 10", "leadership.ru-president.holder", "2015-04-13", "Vladimir Putin")
says("efis-2024 Future 3", "leadership.ru-foreign-minister.holder", "2023-05-31", "Sergei Lavrov")

# -- contacts ---------------------------------------------------------------------------------

VISIT = when("2022-01-19")
BEFORE = when("2017")  # that of Rouhani
turns("svetlova-2024 Arrested 2", "contacts.head-of-state.last", "2022-01-19", BEFORE, VISIT)
FIRST_TRIPS = "contacts.head-of-state.superlative"
learns("smagin-2024 2", f"{FIRST_TRIPS}.sources", "2024-06-03", UNTOLD, (SMAGIN,))
says("smagin-2024 2", f"{FIRST_TRIPS}.group", "2024-06-03", "single-source")
VISIT_DATE = "contacts.head-of-state.dates.raisi-visit-moscow"
learns("smagin-2024 2", f"{VISIT_DATE}.group", "2022-12-31", "single-source", "refinement")
says("svetlova-2024 Arrested 2", f"{VISIT_DATE}.most_precise", "2024-06-30", VISIT)
LAVROV, SPRING = when("2021-04-13"), when("2023-03-29")
turns("efis-2024 Future 3", "contacts.minister.last", "2023-03-29", LAVROV, SPRING)
SECRETARIES, WHO = ("Nikolai Patrushev", "Ali-Akbar Ahmadian"), "security.participants"
turns("avdaliani-2024 Post-2022 4", f"contacts.{WHO}", "2024-01-24", UNTOLD, SECRETARIES)
learns("smagin-2024 12", "contacts.official.practice.sources", "2024-06-03", UNTOLD, (SMAGIN,))
learns("smagin-2024 12", "contacts.society.practice.sources", "2024-06-03", UNTOLD, (SMAGIN,))
JANUARY = when("2025-01-17")
says("afshari-mehr-2025 1", "contacts.head-of-state.next", "2025-01-06", JANUARY)
says("afshari-mehr-2025 1", "contacts.head-of-state.next", "2025-10-02", JANUARY, "2025-01-06")
turns("afshari-mehr-2025 1", "contacts.head-of-state.next", "2025-01-17", JANUARY, UNTOLD)

# -- agreements -------------------------------------------------------------------------------

OLD = "agreements.foundations-treaty"
TEN, TWENTY = exactly(10, "years"), exactly(20, "years")
turns("avdaliani-2024 Post-2022 8", f"{OLD}.stage", "2001-03-12", UNTOLD, "signed")
learns("avdaliani-2024 Post-2022 8", f"{OLD}.term.values", "2024-05-19", (TEN,), (TEN, TWENTY))
learns("avdaliani-2024 Post-2022 8", f"{OLD}.term.group", "2024-05-19", "confirmed", "contested")
learns(
    "avdaliani-2024 Post-2022 8",
    f"{OLD}.dates.signed.group",
    "2024-05-19",
    "confirmed",
    "refinement",
)

NEW = "agreements.comprehensive-partnership"
turns("svetlova-2024 Arrested 2", f"{NEW}.stage", "2022-01-19", UNTOLD, "negotiation-opened")
BEGUN, NEARING = "negotiation-opened", "nearing-completion"
turns("avdaliani-2024 Post-2022 8", f"{NEW}.stage", "2024-01-24", BEGUN, NEARING)
turns("svetlova-2024 Arrested 1", f"{NEW}.status", "2024-06-11", "under negotiation", "stalled")
says("svetlova-2024 Arrested 1", f"{NEW}.status", "2024-06-11", "under negotiation", "2024-06-10")
says("svetlova-2024 Arrested 1", f"{NEW}.stalled_since", "2024-06-30", when("2024-06-11"))
TWO_YEARS = (number("years", "1.5", 2, "2.5", "two years"),)
learns("svetlova-2024 Arrested 2", f"{NEW}.talks.values", "2024-06-30", UNTOLD, TWO_YEARS)
ANEW = ("the relations of the two, which it was supposed to define anew",)
learns("svetlova-2024 Arrested 2", f"{NEW}.covers.values", "2024-06-30", UNTOLD, ANEW)
learns("avdaliani-2024 Post-2022 8", f"{NEW}.extends.sources", "2024-05-19", UNTOLD, (AVDALIANI,))
says("afshari-mehr-2025 1", f"{NEW}.due", "2025-01-06", JANUARY)
says("afshari-mehr-2025 1", f"{NEW}.stage", "2025-10-02", "signature-scheduled", "2025-01-06")
turns("afshari-mehr-2025 1", f"{NEW}.stage", "2025-01-17", "signature-scheduled", "signed")
turns("afshari-mehr-2025 1", f"{NEW}.in_force", "2025-10-02", NO, YES)
says("afshari-mehr-2025 1", f"{NEW}.in_force", "2025-10-02", NO, "2025-10-01")
COVERED = (SVETLOVA, AFSHARI)
learns("afshari-mehr-2025 2", f"{NEW}.covers.sources", "2025-01-06", (SVETLOVA,), COVERED)

FREE = "agreements.eaeu-free-trade"
turns("smagin-2024 2", f"{FREE}.stage", "2023-12-25", UNTOLD, "signed")
says("smagin-2024 2", f"{FREE}.in_force", "2024-06-03", OPEN)
turns("smagin-2024 2", f"{FREE}.in_force", "2025-05-15", NO, YES)
learns("smagin-2024 2", f"{FREE}.covers.sources", "2024-06-03", UNTOLD, (SMAGIN,))
says("efis-2024 Cooperation 1", f"{FREE}.instrument.group", "2024-02-13", "confirmed")
says("avdaliani-2024 Post-2022 8", f"{FREE}.dates.signed.group", "2024-05-19", "refinement")

GAZPROM = "agreements.gazprom-nioc"
turns("efis-2024 Economic 1", f"{GAZPROM}.status", "2022-07-19", UNTOLD, "signed")
says("efis-2024 Economic 1", f"{GAZPROM}.in_force", "2024-06-30", NO)
says(
    "svetlova-2024 Great 1",
    f"{GAZPROM}.value.most_precise",
    "2024-06-30",
    usd("40e9", "40e9", "40e9"),
)
# A page of its day has roughly 40 billion.
says("svetlova-2024 Great 1", f"{GAZPROM}.value.group", "2024-06-30", "refinement")
learns("smagin-2024 2", f"{GAZPROM}.instrument.group", "2024-06-03", "confirmed", "refinement")

RAIL = "agreements.rasht-astara-agreement"
turns("efis-2024 Economic 2", f"{RAIL}.stage", "2023-05-17", UNTOLD, "signed")
says(
    "avdaliani-2024 Post-2022 14",
    f"{RAIL}.dates.signed.values",
    "2024-05-19",
    (when("2023-05-17"), when("2023-05"), when("[2023-05-01..2023-08-31]")),
    "2024-05-19",
)
learns(
    "afshari-mehr-2025 8", "agreements.drone-deal.covers.sources", "2025-01-06", UNTOLD, (AFSHARI,)
)

# -- memberships ------------------------------------------------------------------------------

turns("efis-2024 Cooperation note 2", "memberships.sco.IR.status", "2023-07-04", UNTOLD, "full")
says(
    "efis-2024 Cooperation note 2", "memberships.sco.IR.status", "2023-07-04", UNTOLD, "2023-07-03"
)
turns(
    "efis-2024 Cooperation note 2", "memberships.brics.IR.status", "2024-01-01", "invited", "full"
)
# A free trade agreement is no membership, though one article counts the Union among those joined.
says("efis-2024 Cooperation note 2", "memberships.eaeu.IR.status", "2024-02-13", UNTOLD)
ZONE = "free trade agreement"
says("efis-2024 Cooperation 1", f"{FREE}.instrument.values", "2024-02-13", (ZONE,))
says("efis-2024 Cooperation 1", f"{FREE}.instrument.best", "2024-02-13", ZONE)
COUNTED_AMONG = "assessments.backing-in-organisations.views.sources"
learns("efis-2024 Cooperation 1", COUNTED_AMONG, "2024-02-13", UNTOLD, (ESTONIAN,))
turns("smagin-2024 2", "memberships.eaeu.IR.status", "2024-12-26", UNTOLD, "observer")
says("smagin-2024 2", "memberships.eaeu.RU.status", "2024-06-03", "full")

# -- commitments ------------------------------------------------------------------------------

S_300 = "commitments.s-300"
turns("afshari-mehr-2025 10", f"{S_300}.status", "2010-09-22", "open", "withheld")
turns("afshari-mehr-2025 10", f"{S_300}.status", "2015-04-13", "withheld", "open")
# Completing the deal is not delivering all: of deliveries the sentence says nothing.
learns("afshari-mehr-2025 10", f"{S_300}.stage", "2015-12-31", "permitted", "finalised")
learns("afshari-mehr-2025 10", f"{S_300}.delivered.group", "2016-12-31", "revised", "revised")

DRONES = "commitments.shahed-drones"
SOME = number("drones", 2, None, None)
HUNDREDS = number("drones", 200, None, 999, "hundreds")
HUGE = number("drones", 200, None, None)
THOUSANDS = (number("drones", 2000, None, 9999, "thousands"),)
says("efis-2024 Military 1", f"{DRONES}.so_far", "2022-09-12", UNTOLD, known_by="2022-09-12")
says("efis-2024 Military 1", f"{DRONES}.so_far", "2022-09-13", SOME, known_by="2022-09-13")
learns("efis-2024 Military 1", f"{DRONES}.so_far", "2024-02-13", SOME, HUNDREDS)
says("smagin-2024 11", f"{DRONES}.so_far", "2024-06-03", HUGE)
learns("svetlova-2024 Brothers 1", f"{DRONES}.promised.values", "2022-12-31", UNTOLD, THOUSANDS)
says("efis-2024 Military 3", f"{DRONES}.delivered.group", "2024-02-13", "denied")
says("svetlova-2024 Great 2", f"{DRONES}.delivered.disputed", "2024-06-30", True)
FIRST_EXPORTS = "commitments.arms-for-russia.superlative"
learns("smagin-2024 3", f"{FIRST_EXPORTS}.sources", "2024-06-03", UNTOLD, (SMAGIN,))
says("smagin-2024 3", f"{FIRST_EXPORTS}.group", "2024-06-03", "single-source")

MISSILES = "commitments.ballistic-missiles"
NAMES = "Fateh-110 and Zolfaghar short-range ballistic missiles"
turns("efis-2024 Military 3", f"{MISSILES}.item.values", "2022-10-06", UNTOLD, (NAMES,))
says("efis-2024 Military 3", f"{MISSILES}.item.values", "2022-10-06", UNTOLD, "2022-10-17")
learns("efis-2024 Military 3", f"{MISSILES}.status", "2024-02-13", "open", "withheld")
learns("efis-2024 Military 3", f"{MISSILES}.so_far", "2024-02-13", UNTOLD, exactly(0, "missiles"))
says("avdaliani-2024 Post-2022 4", f"{MISSILES}.delivered.group", "2024-05-19", "contested")
says("avdaliani-2024 Post-2022 4", f"{MISSILES}.so_far", "2024-05-19", exactly(0, "missiles"))

JETS = "commitments.su-35"
MANY, SCORE = exactly(24, "aircraft"), number("aircraft", 18, 20, 22, "a score")
learns("efis-2024 Military 3", f"{JETS}.promised.values", "2024-06-03", UNTOLD, (MANY,))
learns("smagin-2024 3", f"{JETS}.promised.values", "2024-06-03", (MANY,), (MANY, SCORE))
learns("smagin-2024 3", f"{JETS}.promised.group", "2024-06-03", "single-source", "revised")
# For what support the jets are promised, the article does not say.
EARLIER = ("earlier Iranian support",)
says("efis-2024 Military 3", f"{JETS}.in_exchange_for.values", "2024-02-13", EARLIER)
says("svetlova-2024 Brothers 3", f"{JETS}.due", "2022-12-31", when("[2023-02-28..2023-03-31]"))
says("svetlova-2024 Brothers 3", f"{JETS}.so_far", "2024-06-30", exactly(0, "aircraft"))
says("svetlova-2024 Brothers 3", f"{JETS}.status", "2024-06-30", "overdue")
LATE = number("days", 457, None, 488)
says("svetlova-2024 Brothers 3", f"{JETS}.overdue", "2024-06-30", LATE)
learns("avdaliani-2024 Post-2022 6", f"{JETS}.in_dispute", "2024-05-19", False, True)

S_400 = "commitments.s-400.status"
turns("avdaliani-2024 Post-2022 7", S_400, "2019-05-31", UNTOLD, "refused")
WHO_REFUSES = "commitments.s-400.stages.sources"
REPORTED = ("bloomberg-2019-05-31-s400",)
learns("avdaliani-2024 Post-2022 7", WHO_REFUSES, "2024-05-19", REPORTED, (*REPORTED, AVDALIANI))
# A refusal that stood by May does not exclude a promise that is reported in June.
says("svetlova-2024 Brothers 3", "commitments.s-400.stages.group", "2024-06-30", "revised")
NO_HELICOPTER = exactly(0, "helicopters")
learns("svetlova-2024 Brothers 3", "commitments.mi-28.so_far", "2024-06-30", UNTOLD, NO_HELICOPTER)
learns("avdaliani-2024 Post-2022 6", "commitments.mi-28.in_dispute", "2024-05-19", False, True)
TRAINER = number("aircraft", 2, None, None, "a number")
TRAINERS = number("aircraft", 2, None, None, "training planes")
turns("avdaliani-2024 Post-2022 4", "commitments.yak-130.so_far", "2023-09-02", UNTOLD, TRAINER)
SEVERAL = number("aircraft", 2, None, None)
learns("smagin-2024 3", "commitments.yak-130.so_far", "2024-06-03", SEVERAL, TRAINERS)
RETURN = "commitments.fighters-and-air-defence"
NOTHING = exactly(0, "deliveries")
learns("svetlova-2024 Brothers 3", f"{RETURN}.so_far", "2024-06-30", UNTOLD, NOTHING)
IN_RETURN = "commitments.fighters-and-air-defence.in_exchange_for"
says("svetlova-2024 Brothers 1", f"{IN_RETURN}.values", "2024-06-30", ("shahed-drones",))

# -- projects ---------------------------------------------------------------------------------

PLANT = "projects.alabuga"
PARTLY = "partially-operational"
learns("efis-2024 Military 1", f"{PLANT}.stage", "2024-02-13", "under-construction", PARTLY)
# A plant that is set up is built; that account does not set a working one back.
learns("smagin-2024 11", f"{PLANT}.stage", "2024-06-03", PARTLY, PARTLY)
learns("avdaliani-2024 Post-2022 4", f"{PLANT}.stage", "2024-05-19", PARTLY, PARTLY)
learns("avdaliani-2024 Post-2022 4", f"{PLANT}.stages.group", "2024-05-19", "revised", "contested")
says("efis-2024 Military 1", f"{PLANT}.target.most_precise", "2024-02-13", exactly(6000, "drones"))
says("efis-2024 Military 1", f"{PLANT}.due", "2024-02-13", when("[2024-12-31..2025-12-31]"))
ABOUT = number("drones", 4275, 4500, 4725, "approximately 4500")
learns("svetlova-2024 Brothers 2", f"{PLANT}.so_far", "2024-06-30", exactly(4500, "drones"), ABOUT)
# A doubt is an assessment; what the plant then put out stands by itself.
DOUBTED = "assessments.alabuga-target.views.sources"
learns("efis-2024 Military 1", DOUBTED, "2024-02-13", UNTOLD, (ESTONIAN,))
says("svetlova-2024 Brothers 2", f"{PLANT}.schedule.values", "2024-06-30", ("ahead",))
says("svetlova-2024 Brothers 2", f"{PLANT}.schedule.group", "2024-06-30", "confirmed")

LINE = "projects.rasht-astara"
turns("efis-2024 Economic 2", f"{LINE}.stage", "2023-05-17", UNTOLD, "agreed")
learns("smagin-2024 10", f"{LINE}.stage", "2024-06-03", "agreed", "not-started")
BY_2028 = when("[2027-12-31..2028-12-31]")
learns("efis-2024 Economic 2", f"{LINE}.due", "2024-02-13", when("2028"), BY_2028)
HARD = "assessments.rasht-astara-deadline.views.sources"
learns("efis-2024 Economic 2", HARD, "2024-02-13", UNTOLD, (ESTONIAN,))
COST = usd("1.52e9", "1.6e9", "1.68e9", "around $1.6 billion")
says("efis-2024 Economic 2", f"{LINE}.cost.values", "2024-02-13", (COST,))
learns("efis-2024 Economic 2", f"{LINE}.country.values", "2024-02-13", UNTOLD, ("IR",))
learns(
    "avdaliani-2024 Post-2022 13",
    f"{LINE}.country.group",
    "2024-05-19",
    "single-source",
    "contested",
)
STARTS = (when("[2024-06-11..2024-12-31]"),)
learns("svetlova-2024 Great 5", f"{LINE}.starts.values", "2024-06-30", UNTOLD, STARTS)
says("svetlova-2024 Great 5", f"{LINE}.dues.group", "2024-06-30", "revised")

BANKS, CARDS = "projects.spfs-sepam.stage", "projects.mir-shetab"
turns("efis-2024 Economic 3", BANKS, "2023-01-29", UNTOLD, "integrated")
# Only the later of the two articles says in which year the cards were agreed on.
learns("svetlova-2024 Great 1", f"{CARDS}.stage", "2022-12-31", UNTOLD, "agreed")
OFFICIAL = ("tasnim-2023-05-20-mir",)
learns(
    "efis-2024 Economic 3", f"{CARDS}.stages.sources", "2024-02-13", OFFICIAL, (*OFFICIAL, ESTONIAN)
)
learns("efis-2024 Economic 3", f"{CARDS}.usable.values", "2024-02-13", UNTOLD, ("no",))
says("smagin-2024 6", "projects.unified-payments.stage", "2024-06-03", UNTOLD)
learns("smagin-2024 8", "projects.unified-payments.usable.values", "2024-06-03", UNTOLD, ("no",))
OFFICE = "projects.vtb-office"
learns("svetlova-2024 Great 1", f"{OFFICE}.stage", "2024-06-30", "operational", UNTOLD)
learns("svetlova-2024 Great 1", f"{OFFICE}.stages.group", "2024-06-30", "confirmed", "denied")
learns("svetlova-2024 Great 1", f"{OFFICE}.superlative.sources", "2024-06-30", UNTOLD, (SVETLOVA,))
says("svetlova-2024 Great 1", f"{OFFICE}.superlative.group", "2024-06-30", "denied")
says("svetlova-2024 Great 1", "projects.transit-hub.stage", "2022-12-31", "proposed")
LENGTH = (number("km", 7150, 7200, 7250),)
learns("avdaliani-2024 Post-2022 11", "projects.instc.length.values", "2024-05-19", UNTOLD, LENGTH)
says("afshari-mehr-2025 8", "projects.iran-drones.stages.sources", "2025-01-06", (AFSHARI,))

# -- trade ------------------------------------------------------------------------------------

TRADE_22, TRADE_23 = "trade.turnover.2022", "trade.turnover.2023"
MARK = usd("4.5e9", "5e9", "5.5e9", "the $5 billion mark")
RECORD = usd("4.85e9", "4.9e9", "4.95e9")
learns("avdaliani-2024 Post-2022 10", f"{TRADE_22}.value.values", "2022-12-31", UNTOLD, (MARK,))
learns("smagin-2024 6", f"{TRADE_22}.value.values", "2022-12-31", (MARK,), (MARK, RECORD))
says("smagin-2024 6", f"{TRADE_22}.best", "2022-12-31", RECORD)
says("smagin-2024 6", f"{TRADE_22}.value.group", "2022-12-31", "refinement", "2024-06-03")
FIFTH = (number("percent", "19.5", 20, "20.5"),)
learns("smagin-2024 6", f"{TRADE_22}.change.values", "2022-12-31", UNTOLD, FIFTH)
# The ambassador of Russia said so before.
A_RECORD, ENVOY = ("a record",), ("urdupoint-2023-02-09-turnover",)
says("smagin-2024 6", f"{TRADE_22}.superlative.values", "2022-12-31", A_RECORD)
learns("smagin-2024 6", f"{TRADE_22}.superlative.sources", "2022-12-31", ENVOY, (*ENVOY, SMAGIN))
FALL = number("percent", "-17.5", -17, "-16.5")
NEARLY = number("percent", -20, None, -18, "a fall of nearly 20")
learns("avdaliani-2024 Post-2022 10", f"{TRADE_23}.change.values", "2023-12-31", UNTOLD, (FALL,))
learns("smagin-2024 6", f"{TRADE_23}.change.group", "2023-12-31", "single-source", "contested")
says("smagin-2024 6", f"{TRADE_23}.change.values", "2023-12-31", (FALL, NEARLY), "2024-06-03")
DECLINED = number("percent", None, None, 0, "declined")
ALL_FALL = (FALL, NEARLY, DECLINED)
says("svetlova-2024 Great 2", f"{TRADE_23}.change.values", "2023-12-31", ALL_FALL)
learns("svetlova-2024 Great 2", f"{TRADE_23}.value.group", "2023-12-31", "confirmed", "refinement")
says("svetlova-2024 Great 2", f"{TRADE_23}.best", "2023-12-31", usd("3.95e9", "4e9", "4.05e9"))
FALL_WHY = "assessments.trade-decline.views.sources"
learns("avdaliani-2024 Post-2022 10", FALL_WHY, "2024-05-19", UNTOLD, (AVDALIANI,))
learns("smagin-2024 7", FALL_WHY, "2024-06-03", (AVDALIANI,), (AVDALIANI, SMAGIN))
SELLING = "trade.ru-exports.undated.obstacle.sources"
learns("avdaliani-2024 Post-2022 10", SELLING, "2024-05-19", UNTOLD, (AVDALIANI,))
GRAIN_BOUGHT = (number("percent", None, None, 0, "a reduced amount"),)
says("smagin-2024 7", "trade.ru-grain.2023.change.values", "2024-06-03", GRAIN_BOUGHT)
SHARE, FOUR_FIFTHS = "goods_share.values", (number("percent", "79.5", 80, "80.5"),)
says("smagin-2024 7", f"trade.ru-exports.2023-grain.{SHARE}", "2024-06-03", FOUR_FIFTHS)
HALF = (number("percent", 45, None, 50, "almost half"),)
says("smagin-2024 9", f"trade.ir-exports.2023-industrial-goods.{SHARE}", "2024-06-03", HALF)
EXPORTS = (usd("1.285e9", "1.29e9", "1.295e9"),)
learns("smagin-2024 9", "trade.ir-exports.2023.value.values", "2023-12-31", UNTOLD, EXPORTS)
ARMS = usd("2e6", None, "9e9")
says("smagin-2024 11", "trade.arms-for-russia.undated.value.hull", "2024-06-03", ARMS)
WHEAT = "trade.counted.unreported-wheat.counted.sources"
learns("svetlova-2024 Great 2", WHEAT, "2024-06-30", UNTOLD, (SVETLOVA,))
says("svetlova-2024 Great 2", "trade.counted.military-goods.counted.values", "2024-06-30", ("no",))

# -- investment -------------------------------------------------------------------------------

FDI, LOAN = "investment.fdi-1401", "investment.rasht-astara-loan"
DIRECT, TOTAL = usd("2.755e9", "2.76e9", "2.765e9"), usd("4.15e9", "4.2e9", "4.25e9")
# Two pages have the total of the same minister with one digit more.
OF_ALL = (TOTAL, usd("4.175e9", "4.18e9", "4.185e9"))
says("avdaliani-2024 Post-2022 10", f"{FDI}.value.values", "2023-12-31", (DIRECT,))
says("avdaliani-2024 Post-2022 10", f"{FDI}.total.values", "2023-12-31", OF_ALL)
says("avdaliani-2024 Post-2022 10", f"{FDI}.value.values", "2023-12-31", UNTOLD, "2023-03-22")
PERIOD = f"{FDI}.period.group"
learns("avdaliani-2024 Post-2022 10", PERIOD, "2023-12-31", "single-source", "contested")
says(
    "avdaliani-2024 Post-2022 10",
    f"{FDI}.superlative.sources",
    "2024-05-19",
    ("tass-2023-03-23-fdi", "newizv-2023-03-23-fdi", "mehr-2023-04-03-fdi", AVDALIANI),
)
learns("efis-2024 Economic 2", f"{LOAN}.stage", "2024-06-30", "pledged", "planned")
learns("svetlova-2024 Great 5", f"{LOAN}.stage", "2024-06-30", "planned", "issued")
PLEDGE = "investment.rasht-astara-pledge.stage"
learns("avdaliani-2024 Post-2022 14", PLEDGE, "2024-05-19", UNTOLD, "pledged")
PROGRESS, SUPPORT = "investment.gazprom-nioc.progress", "cooperation.energy.items.group"
learns("smagin-2024 10", f"{PROGRESS}.sources", "2024-06-03", UNTOLD, (SMAGIN,))
learns("afshari-mehr-2025 5", SUPPORT, "2025-01-06", "single-source", "compatible")

# -- constraints ------------------------------------------------------------------------------

UN = "constraints.un-sanctions"
turns("afshari-mehr-2025 10", f"{UN}.supported_by.values", "2010-06-09", UNTOLD, ("RU",))
turns("afshari-mehr-2025 10", f"{UN}.in_force", "2025-09-27", NO, YES)
says("afshari-mehr-2025 10", f"{UN}.in_force", "2025-09-27", NO, "2025-09-27")
LIMITS, WESTERN = "constraints.un-missiles", "constraints.western-missiles"
turns("efis-2024 Military 3", f"{LIMITS}.in_force", "2023-10-18", YES, NO)
learns("efis-2024 Military 3", f"{LIMITS}.forbids.group", "2024-02-13", "confirmed", "contested")
learns("avdaliani-2024 Post-2022 3", f"{LIMITS}.effect.sources", "2024-05-19", UNTOLD, (AVDALIANI,))
says("efis-2024 Military 3", f"{WESTERN}.in_force", "2024-02-13", YES)
SIDES = ("RU", "IR")
learns("efis-2024 Economic 4", "constraints.sanctions.targets.values", "2024-02-13", UNTOLD, SIDES)
learns("svetlova-2024 Great 3", "constraints.swift.targets.values", "2024-06-30", UNTOLD, SIDES)

# -- frictions --------------------------------------------------------------------------------

turns("afshari-mehr-2025 10", "frictions.s-300.stage", "2010-09-22", UNTOLD, "open")
turns("afshari-mehr-2025 10", "frictions.s-300.stage", "2015-04-13", "open", "eased")
POSITION = "frictions.islands.position.group"
learns("efis-2024 Future 4", POSITION, "2023-08-31", "confirmed", "contested")
CAR = "frictions.condescension.refused.sources"
learns("efis-2024 Future 3", CAR, "2023-05-31", UNTOLD, (ESTONIAN,))
# A judged goal is no friction, and an unwillingness no refusal: both are assessments.
CONTROL = "assessments.energy-control.views.sources"
learns("efis-2024 Economic 1", CONTROL, "2024-02-13", UNTOLD, (ESTONIAN,))
learns("svetlova-2024 Great 4", "frictions.tankers.stage", "2024-06-30", UNTOLD, "open")
learns("avdaliani-2024 4", "frictions.syria.since", "2024-05-19", UNTOLD, when("2015/.."))
NUCLEAR = "assessments.nuclear-expertise.views.sources"
learns("efis-2024 Military 3", NUCLEAR, "2024-02-13", UNTOLD, (ESTONIAN,))
DISTRUST, THREE = "frictions.distrust.issue.sources", (AVDALIANI, ESTONIAN, SVETLOVA)
learns("svetlova-2024 Conclusion 2", DISTRUST, "2024-06-30", (AVDALIANI, ESTONIAN), THREE)
learns(
    "afshari-mehr-2025 9", "frictions.washington.third_party.values", "2025-01-06", UNTOLD, ("US",)
)

# -- third parties ----------------------------------------------------------------------------

WAR, MENDED = "third_parties.UA.war", "third_parties.SA.rapprochement"
turns("efis-2024 1", f"{WAR}.act", "2022-02-24", UNTOLD, "is-at-war")
says("efis-2024 1", f"{WAR}.actor", "2022-02-24", "RU")
says("efis-2024 1", f"{WAR}.target", "2022-02-24", "UA")
turns("avdaliani-2024 Looking 5", f"{MENDED}.act", "2023-03-10", UNTOLD, "is-reconciled")
CHINA = "third_parties.CN.russia.deeds.sources"
learns("avdaliani-2024 Post-2022 2", CHINA, "2024-05-19", UNTOLD, (AVDALIANI,))
BELARUS = "third_parties.BY.banking.act"
learns("efis-2024 Economic 3", BELARUS, "2024-02-13", UNTOLD, "is-to-take-part")
STRUCK = "third_parties.UA.drones.deeds.sources"
learns("svetlova-2024 Brothers 1", STRUCK, "2024-06-30", (ESTONIAN,), (ESTONIAN, SVETLOVA))
PARTNER = "third_parties.IN.rasht-astara.act"
learns("svetlova-2024 Great 5", PARTNER, "2024-06-30", UNTOLD, "may-take-part")
INDIA = "assessments.india-and-the-railway.views.sources"
learns("svetlova-2024 Great 5", INDIA, "2024-06-30", UNTOLD, (SVETLOVA,))

# -- assessments ------------------------------------------------------------------------------

LABELS = "assessments.relationship.views.sources"
learns("efis-2024 Future 7", LABELS, "2025-01-06", UNTOLD, (ESTONIAN,))
learns("avdaliani-2024 Looking 2", LABELS, "2025-01-06", (ESTONIAN,), (ESTONIAN, AVDALIANI))
FOUR = (ESTONIAN, AVDALIANI, SMAGIN, SVETLOVA)
learns("afshari-mehr-2025 2", LABELS, "2025-01-06", FOUR, (*FOUR, AFSHARI))
EFFECT, WITH = "assessments.missiles-effect.views.sources", (ESTONIAN, AVDALIANI)
learns("avdaliani-2024 Looking 6", EFFECT, "2024-05-19", (ESTONIAN,), WITH)
SUPPLIERS = "assessments.top-arms-suppliers"
learns("afshari-mehr-2025 7", f"{SUPPLIERS}.views.sources", "2025-01-06", UNTOLD, (AFSHARI,))
says("afshari-mehr-2025 7", f"{SUPPLIERS}.dimension.values", "2025-01-06", ("superlative",))
INFLATION = "assessments.iran-inflation.views.sources"
PAGES = ("presstv-2024-12-22-inflation", "irna-2024-12-inflation")
learns("afshari-mehr-2025 11", INFLATION, "2025-01-06", PAGES, (*PAGES, AFSHARI))
WHY = "assessments.missing-deliveries.views.sources"
FARARU = ("dpa-2024-04-21-su35",)
learns("svetlova-2024 Brothers 4", WHY, "2024-06-30", FARARU, (*FARARU, SVETLOVA))

# -- cooperation ------------------------------------------------------------------------------

LAUNCH = when("2022-08-09")
turns("efis-2024 Military 3", "cooperation.space.since", "2022-08-09", UNTOLD, LAUNCH)
WAYS = ("both", "IR to RU", "RU to IR")
says("smagin-2024 3", "cooperation.military.direction.values", "2024-06-03", WAYS)
CYBER, ATOMS = "cooperation.cyber.direction.values", "cooperation.nuclear.items.sources"
says("avdaliani-2024 Post-2022 5", CYBER, "2024-05-19", ("RU to IR",))
learns("avdaliani-2024 Looking 1", ATOMS, "2024-05-19", UNTOLD, (AVDALIANI,))
SHARED = "cooperation.intelligence.items.sources"
learns("svetlova-2024 Conclusion 1", SHARED, "2024-06-30", UNTOLD, (SVETLOVA,))

# -- evidence ---------------------------------------------------------------------------------

SLIP, BANK = "evidence.SPFS.aliases.values", "evidence.Mir Business Bank.aliases.values"
learns("efis-2024 Economic 3", SLIP, "2024-02-13", UNTOLD, ("SPSF",))
learns("svetlova-2024 Great 3", BANK, "2024-06-30", UNTOLD, ("Mir",))
JET, GERAN = "evidence.Su-35.aliases.values", "evidence.Shahed-136.aliases.values"
learns("svetlova-2024 Brothers 3", JET, "2024-06-30", UNTOLD, ("SU-25",))
learns("afshari-mehr-2025 8", GERAN, "2025-01-06", UNTOLD, ("Geran-2",))


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.name)
def test_the_state_agrees_with_the_articles(timeline: Chronicle, statement: Statement) -> None:
    found = value_at(timeline, statement.path, statement.day, statement.known_by)
    assert found == statement.expected


def test_every_facet_and_every_article_is_among_the_statements() -> None:
    # The articles tell nothing of the level of relations, nor of force between the two.
    untold = {"diplomacy", "force"}
    assert {statement.path.split(".")[0] for statement in STATEMENTS} == set(FACETS) - untold
    assert {statement.article.split()[0] for statement in STATEMENTS} == set(PUBLISHED)


# -- what each article adds on its day --------------------------------------------------------

ADDED = {
    ESTONIAN: {
        "memberships": "sco.IR.stages sco.IR.dates.full brics.IR.stages brics.IR.dates.full",
        "investment": (
            "gazprom-nioc.form gazprom-nioc.stages gazprom-nioc.value gazprom-nioc.best "
            "rasht-astara-loan.form rasht-astara-loan.stages rasht-astara-loan.stage "
            "rasht-astara-loan.since rasht-astara-loan.total rasht-astara-loan.share"
        ),
        "agreements": (
            "gazprom-nioc.stages gazprom-nioc.instrument gazprom-nioc.value "
            "gazprom-nioc.dates.signed gazprom-nioc.covers rasht-astara-agreement.stages "
            "rasht-astara-agreement.dates.signed eaeu-free-trade.stages "
            "eaeu-free-trade.instrument eaeu-free-trade.dates.signed "
            "missile-deal.stages missile-deal.stage missile-deal.since missile-deal.parties"
        ),
    },
    AVDALIANI: {
        "memberships": "eaeu.RU.stages",
        "constraints": (
            "un-missiles.forbids un-missiles.effect un-missiles.stages un-missiles.dates.expired "
            "sanctions.effect sanctions.stages sanctions-on-iran.since sanctions-on-iran.stages "
            "sanctions-on-iran.observed sanctions-on-iran.stage"
        ),
        "trade": (
            "turnover.2022.value turnover.2022.best turnover.2023.value turnover.2023.change "
            "ir-exports.2023.change ru-exports.2023.change ru-exports.undated.obstacle"
        ),
    },
    SMAGIN: {
        "contacts": (
            "head-of-state.meetings head-of-state.dates.raisi-visit-moscow "
            "head-of-state.superlative head-of-state.outcome "
            "official.practice official.statements society.practice society.statements "
            "business.practice"
        ),
        "projects": (
            "alabuga.stages alabuga.country alabuga.purpose instc.purpose "
            "rasht-astara.stage rasht-astara.since rasht-astara.observed "
            "rasht-astara.stages rasht-astara.dates.agreed rasht-astara.purpose "
            "unified-payments.stages unified-payments.usable unified-payments.is_usable "
            "unified-payments.obstacle unified-payments.progress"
        ),
        "third_parties": "UA.war.deeds",
    },
    SVETLOVA: {
        "contacts": (
            "head-of-state.meetings head-of-state.dates.raisi-visit-moscow "
            "head-of-state.statements society.statements"
        ),
        "frictions": (
            "distrust.issue distrust.stages tankers.issue tankers.stages tankers.stage "
            "tankers.since"
        ),
        "agreements": (
            "comprehensive-partnership.stages comprehensive-partnership.covers "
            "comprehensive-partnership.delay comprehensive-partnership.talks "
            "comprehensive-partnership.outlook gazprom-nioc.stages gazprom-nioc.instrument "
            "gazprom-nioc.value gazprom-nioc.dates.signed national-currencies.stages "
            "national-currencies.covers national-currencies.dates.agreed "
            "comprehensive-partnership.dates.negotiation-opened "
            "comprehensive-partnership.dates.negotiation-suspended"
        ),
    },
    AFSHARI: {
        "commitments": (
            "s-300.stages s-300.dates.finalised_by_Vladimir_Putin shahed-drones.delivered "
            "shahed-drones.so_far shahed-drones.share"
        ),
        "projects": (
            "alabuga.stages alabuga.stage alabuga.since alabuga.country "
            "alabuga.place iran-drones.stage iran-drones.since iran-drones.observed "
            "iran-drones.stages iran-drones.progress"
        ),
        "investment": "energy.form energy.stages",
    },
}
"""What each article adds in some facets, beside what a thing is called, or of whom it is."""


def learned(timeline: Chronicle, article: str, facet: str = "") -> list[Change]:
    """What differs in the state of a late day once an article is public."""
    eve, published = PUBLISHED[article]
    found = timeline.learned(eve, published, as_of="2025-10-02")
    return [change for change in found if change.path.startswith(facet)]


def unpublished(timeline: Chronicle, article: str, changes: list[Change]) -> set[str]:
    """The events behind some changes of which nothing was published with the article."""
    published = PUBLISHED[article][1]
    events = {id: timeline.event(id) for change in changes for id in change.because}
    return {
        id
        for id, event in events.items()
        if event is None or published not in {str(citation.known) for citation in event.sources}
    }


def is_label(value: Any) -> bool:
    return isinstance(value, Claims) and value.of.label


@pytest.mark.parametrize(
    ("article", "facet"), [(article, facet) for article in ADDED for facet in ADDED[article]]
)
def test_an_article_adds_on_its_day_what_it_says_and_no_more(
    timeline: Chronicle, article: str, facet: str
) -> None:
    changes = learned(timeline, article, f"{facet}.")
    state = timeline.as_of("2025-10-02")
    added = [change.path for change in changes if not is_label(look_up(state, change.path))]
    told = {path.replace(" ", "_") for path in added}  # such as a stage by somebody
    assert told == {f"{facet}.{path}" for path in ADDED[article][facet].split()}
    assert unpublished(timeline, article, changes) == set()


OLDER = {
    SVETLOVA: {
        *("arms-first-ever", "arms-list-avdaliani", "arms-list-smagin"),  # denied, as it tells anew
        "mir-shetab-concluded",  # seen agreed in 2023: the article says that it was, in 2022
    }
}
"""What an article changes of what was told before it: the event of that is named."""


@pytest.mark.parametrize("article", PUBLISHED)
def test_all_that_is_learned_with_an_article_is_because_of_it(
    timeline: Chronicle, article: str
) -> None:
    changes = learned(timeline, article)
    facets = {change.path.split(".")[0] for change in changes}
    assert facets >= {"agreements", "commitments", "projects", "investment", "assessments"}
    assert unpublished(timeline, article, changes) == OLDER.get(article, set())


@pytest.mark.parametrize(
    ("path", "day", "article", "locator"),
    [
        ("commitments.su-35.promised", "2024-06-03", ESTONIAN, "Military Cooperation, par. 3"),
        ("commitments.su-35.promised", "2024-06-03", SMAGIN, "par. 3"),
        ("commitments.su-35.so_far", "2024-06-30", SVETLOVA, "Brothers in Arms, par. 3"),
        ("projects.rasht-astara.cost", "2024-02-13", ESTONIAN, "Economic Relations, par. 2"),
        ("projects.rasht-astara.stage", "2024-06-03", SMAGIN, "par. 10"),
        ("trade.turnover.2022.superlative", "2024-06-03", SMAGIN, "par. 6"),
        ("assessments.top-arms-suppliers.views", "2025-01-06", AFSHARI, "par. 7"),
        ("assessments.iran-inflation.views", "2025-01-06", AFSHARI, "par. 11"),
        ("agreements.comprehensive-partnership.due", "2025-01-06", AFSHARI, "par. 1"),
    ],
)
def test_a_value_is_explained_down_to_the_paragraph(
    timeline: Chronicle, path: str, day: str, article: str, locator: str
) -> None:
    why = timeline.explain(path, as_of=day)
    cited = {(c.source, c.locator) for e in (*why.set_by, *why.supported_by) for c in e.sources}
    assert (article, locator) in cited


# -- what takes more than one value -----------------------------------------------------------


def test_the_words_and_signs_after_the_crash(timeline: Chronicle) -> None:
    """Svetlova 1, and the caption of Smagin's picture: from the day after the crash on."""
    contacts = timeline.as_of("2024-06-03").contacts
    words = contacts["head-of-state"].statements
    said = [(claim.value.mode, claim.value.speaker, str(claim.when)) for claim in words]
    assert said == [
        ("condolence", "Vladimir Putin", "2024-05-20"),
        ("praise", "Vladimir Putin", "2024-05-21"),
        ("condolence", "Vladimir Putin", "2024-05-22"),  # by a page alone
    ]
    signs = [(claim.value.mode, str(claim.when)) for claim in contacts["society"].statements]
    assert signs == [
        ("gesture", "2024-05-20"),
        ("gesture", "2024-05-24"),
        ("gesture", "[2024-05-20..2024-05-31]"),
    ]


def test_what_is_only_alleged_stands_beside_what_is_asserted(timeline: Chronicle) -> None:
    """Avdaliani, Post-2022 4 and 5, calls missiles alleged, and the help with cyber likely."""
    state = timeline.as_of("2024-05-19", known_by="2024-05-19")
    missiles = state.commitments["ballistic-missiles"]
    alleged = [claim for claim in missiles.delivered if claim.stance == "alleges"]
    assert AVDALIANI in {source for claim in alleged for source in claim.sources}
    assert {claim.value.low for claim in alleged} == {2, 4, 380}
    (stated,) = [claim for claim in missiles.delivered if claim.stance == "asserts"]
    assert (stated.value, stated.sources) == (exactly(0, "missiles"), (ESTONIAN,))
    (help,) = state.cooperation["cyber"].items
    assert [citation.stance for citation in help.citations] == ["alleges", "alleges", "alleges"]
    assert state.cooperation["cyber"].items.counted == ()


def test_the_s_400_is_only_possibly_among_the_air_defence_reported(timeline: Chronicle) -> None:
    """Svetlova, Brothers 3: advanced air defence is reported, potentially with the S-400."""
    commitments = timeline.as_of("2024-06-30").commitments
    (promised,) = [c for c in commitments["s-400"].stages if c.value.word == "promised"]
    assert (promised.stance, promised.sources) == ("alleges", (SVETLOVA,))
    items = commitments["fighters-and-air-defence"].item
    told = {claim.value: claim.stance for claim in items if SVETLOVA in claim.sources}
    assert told["advanced air defence weapons"] == "reports"


def test_the_change_of_trade_by_the_levels_of_each_article(timeline: Chronicle) -> None:
    """Smagin 6 goes from 4.9 to 4; Avdaliani, Post-2022 10, from 5 to 4, yet says 17 percent."""
    year = timeline.as_of("2023-12-31").trade["turnover"]["2023"]
    assert year.change_of(SMAGIN) == number("percent", "-20.2", "-18.4", "-16.5")
    assert year.change_of(AVDALIANI) == number("percent", "-28.2", -20, "-10.0")
    assert year.change_of(SVETLOVA) is bt.Unknown


def test_trade_with_turkey_is_told_of_another_pair(timeline: Chronicle) -> None:
    """Svetlova, Great 2, compares: over 62 billion dollars in 2022."""
    assert timeline.as_of("2024-06-30").trade.get("turkey-turnover") is bt.Unknown
    state = timeline.project(bt.relationship("RU", "TR"), as_of="2024-06-30")
    year = state.trade["turkey-turnover"]["2022"]
    assert year.value.values == (usd("62e9", None, None, "over $62 billion"),)


def test_shares_are_worked_out_with_their_bounds(timeline: Chronicle) -> None:
    """Svetlova, Brothers 2: 4,500 of 6,000. Avdaliani, Post-2022 10: 2.76 of 4.2 billion."""
    state = timeline.as_of("2024-06-30")
    assert str(state.projects["alabuga"].share) == "75 (71.25 to 78.75) percent"
    assert str(state.investment["fdi-1401"].share) == "65.71 (64.82 to 66.63) percent"


def test_the_promise_of_jets_has_the_words_of_its_source(timeline: Chronicle) -> None:
    """Svetlova, Brothers 3, writes SU-25; the others, Su-35."""
    jets = timeline.as_of("2024-06-30").commitments["su-35"]
    told = {(claim.sources, claim.stance, claim.value) for claim in jets.designation}
    assert ((SVETLOVA,), "reports", "SU-25") in told
    assert jets.designation.claims[0].speakers == ("IRNA",)
    assert [(claim.value.word, claim.value.by) for claim in jets.revisions[-2:]] == [
        ("finalised", "the deputy defence minister of Iran"),
        ("disputed", "politicians in Iran"),
    ]


def test_a_trial_of_containers_went_through_iran(timeline: Chronicle) -> None:
    """Avdaliani, Post-2022 15: 36 containers in 2023, by two ports to the Red Sea."""
    assert value_at(timeline, "projects.instc.shipments", "2023-08-26") is bt.Unknown
    (trial,) = timeline.as_of("2023-08-27").projects["instc"].shipments.values
    assert (trial.quantity, trial.trial) == (exactly(36, "containers"), True)
    assert (trial.origin, trial.destination) == ("Russia", "Jeddah")
    assert trial.via == ("Incheh-Boroun", "Bandar Abbas")


def test_a_superlative_is_the_word_of_one_source(timeline: Chronicle) -> None:
    found = timeline.as_of("2025-01-06").evidence.single_source
    superlatives = {
        "commitments.arms-for-russia.superlative": SMAGIN,
    }
    assert {path: found[path].sources for path in superlatives} == {
        path: (article,) for path, article in superlatives.items()
    }
    # Of the heads of state a page tells another; the record of trade is an ambassador's word too.
    state = timeline.as_of("2025-01-06")
    record = state.at("trade.turnover.2022.superlative")
    assert (record.group, record.sources) == ("confirmed", (*ENVOY, SMAGIN))
    told = state.at("contacts.head-of-state.superlative")
    assert {str(claim.value): claim.sources[0] for claim in told} == {
        "one of his first trips abroad": SMAGIN,
        "their first meeting": "presstv-2024-10-11-ashgabat",
    }


def test_where_articles_contradict_each_other_the_evidence_says_so(timeline: Chronicle) -> None:
    evidence = timeline.as_of("2025-01-06").evidence
    between = {
        "commitments.ballistic-missiles.delivered": {ESTONIAN, AVDALIANI},
        "projects.rasht-astara.country": {ESTONIAN, SVETLOVA, AVDALIANI},
        "projects.alabuga.stages": set(PUBLISHED),
        "trade.turnover.2023.change": {AVDALIANI, SMAGIN, SVETLOVA},
        "constraints.un-missiles.forbids": {ESTONIAN, AVDALIANI},
        "assessments.relationship.verdict": set(PUBLISHED),
    }
    found = {path: set(evidence.contested[path].sources) & set(PUBLISHED) for path in between}
    assert found == between
    assert set(evidence.denied) >= {
        "commitments.shahed-drones.delivered",  # efis-2024 Military 3, svetlova-2024 Great 2
        "commitments.arms-for-russia.delivered",
        "projects.vtb-office.stages",  # svetlova-2024 Great 1
        "projects.vtb-office.superlative",
    }


def test_what_only_differs_between_articles_is_no_contradiction(timeline: Chronicle) -> None:
    """One word is the wider one of the other, a plan slips, or both may be true."""
    state = timeline.as_of("2025-01-06")
    told = {
        "agreements.gazprom-nioc.instrument": "refinement",  # a memorandum is an agreement
        "commitments.su-35.promised": "revised",  # 24 told in February, some twenty in June
        "projects.rasht-astara.dues": "revised",  # 2027, then 2028
        "agreements.comprehensive-partnership.delay": "compatible",  # one names the other's matter
        "cooperation.energy.items": "compatible",  # former rivals, and support of the industry
        "commitments.s-400.stages": "revised",  # a refusal by May, a promise alleged in June
        "assessments.who-gains.verdict": "compatible",  # if both gain, Iran gains
    }
    assert {path: look_up(state, path).group for path in told} == told
