"""Random bodies of every kind of the relationship, for logs about no country in particular."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.relations import (
    agreements,
    commitments,
    constraints,
    contacts,
    investment,
    projects,
)
from bilateral_timeline.relations.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.assessments import AssessmentMade
from bilateral_timeline.relations.claims import ROLES, STANDINGS
from bilateral_timeline.relations.commitments import (
    CommitmentMade,
    CommitmentRevised,
    DeliveryReported,
)
from bilateral_timeline.relations.constraints import RestrictionChanged, RestrictionDescribed
from bilateral_timeline.relations.contacts import (
    ContactPractice,
    MeetingDescribed,
    MeetingHeld,
    MeetingPlanned,
    StatementMade,
)
from bilateral_timeline.relations.cooperation import CooperationReported
from bilateral_timeline.relations.evidence import AliasRecorded, ClaimDenied
from bilateral_timeline.relations.frictions import FrictionEased, FrictionRaised, RefusalMade
from bilateral_timeline.relations.investment import InvestmentReported
from bilateral_timeline.relations.leadership import (
    Holding,
    OfficeAssumed,
    OfficesVacated,
    SuccessionStep,
)
from bilateral_timeline.relations.memberships import STATUSES, MembershipChanged
from bilateral_timeline.relations.projects import (
    ProjectDescribed,
    ProjectOutput,
    ProjectStage,
    ProjectTarget,
    ShipmentMade,
)
from bilateral_timeline.relations.third_parties import PositionTaken
from bilateral_timeline.relations.trade import (
    StatisticsScope,
    TradeComposed,
    TradeDescribed,
    TradeReported,
)
from bilateral_timeline.testing import days, whens

IDS = st.sampled_from(("one", "two"))
PARTIES = st.sampled_from(("AA", "BB"))
PEOPLE = st.sampled_from(("Ada", "Bo", "Cy"))
SOME_DAY = days("2001-01-01", "2002-12-31").map(lambda d: bt.When(d.isoformat()))
DUE = st.none() | SOME_DAY
COUNTS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(
    lambda pair: bt.Quantity(min(pair), None, max(pair), unit="aircraft")
)
SUMS = st.integers(1, 9).map(lambda n: bt.Money(best=n, currency="XXX"))
WORDS = st.sampled_from(("", "this", "that"))


def words(*choice: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choice)


PERCENT = st.tuples(st.integers(-30, 30), st.integers(0, 9)).map(
    lambda pair: bt.Quantity(pair[0], None, sum(pair), unit="percent")
)
STANDING = words(*STANDINGS)
CLAIMED = (
    *("commitments.one.delivered", "commitments.one.supply", "commitments.two.promised"),
    *("projects.one.stages", "projects.one.output", "projects.two.usable"),
    *("agreements.two.history", "agreements.one.instrument", "memberships.one.AA.statuses"),
    *("trade.turnover.2001.value", "trade.scope.one.counted", "investment.one.stages"),
    *("constraints.one.history", "constraints.one.scope", "frictions.one.issue"),
    *("frictions.one.refused", "third_parties.CC.one.position", "assessments.one.views"),
    *("contacts.one.date", "contacts.minister.practice", "cooperation.one.items"),
    *("evidence.names.Ada.aliases", "leadership.one.holder", "commitments.one.overdue", "nowhere"),
)
LEVEL = words(*contacts.LEVELS[:3])

BODIES: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        OfficeAssumed, office=IDS, person=PEOPLE, acting=st.booleans(), observed=st.booleans()
    ),
    st.builds(
        OfficesVacated,
        holdings=st.builds(Holding, office=IDS, person=PEOPLE).map(lambda h: (h,)),
        exit=words("death", "resigned"),
    ),
    st.builds(
        SuccessionStep, office=IDS, step=words("election-called", "elected"), person=PEOPLE, due=DUE
    ),
    st.builds(
        MeetingHeld,
        level=LEVEL,
        mode=words("visit", "call"),
        participants=st.tuples(PEOPLE, PEOPLE),
    ),
    st.builds(
        MeetingPlanned,
        level=LEVEL,
        mode=words("visit", "call"),
        participants=st.tuples(PEOPLE, PEOPLE),
        due=SOME_DAY,
    ),
    st.builds(MeetingDescribed, meeting=IDS, date=st.none() | whens(), superlative=WORDS),
    st.builds(
        StatementMade, level=LEVEL, mode=words("praise", "claim"), speaker=PEOPLE, about=WORDS
    ),
    st.builds(ContactPractice, level=LEVEL, practice=words("visits", "letters")),
    st.builds(
        AgreementStage,
        agreement=IDS,
        stage=words(*agreements.STAGES),
        by=WORDS,
        due=DUE,
        project=words("", "one"),
    ),
    st.builds(
        AgreementDescribed,
        agreement=IDS,
        instrument=words("", "treaty", "memorandum of understanding"),
        value=st.none() | SUMS,
        signed=st.none() | whens(),
        delay=WORDS,
        outlook=WORDS,
    ),
    st.builds(
        MembershipChanged,
        organisation=IDS,
        party=PARTIES,
        status=words(*STATUSES),
        due=DUE,
        observed=st.booleans(),
        standing=words("stated", "reported"),
        instead_of=words("", "one"),
    ),
    st.builds(
        CommitmentMade,
        commitment=IDS,
        promisor=PARTIES,
        quantity=st.none() | COUNTS,
        due=DUE,
        standing=STANDING,
    ),
    st.builds(
        CommitmentRevised,
        commitments=st.lists(IDS, min_size=1, unique=True).map(tuple),
        action=words(*commitments.ACTIONS),
        due=DUE,
        standing=words("stated", "reported"),
    ),
    st.builds(
        DeliveryReported,
        commitment=IDS,
        quantity=COUNTS,
        standing=words("stated", "reported", "alleged"),
        handed_over=st.booleans(),
    ),
    st.builds(
        ProjectStage,
        project=IDS,
        stage=words(*projects.STAGES),
        by=WORDS,
        standing=words("stated", "reported"),
    ),
    st.builds(
        ProjectTarget,
        project=IDS,
        quantity=st.none() | COUNTS,
        due=DUE,
        stage=words("", "under-construction"),
    ),
    st.builds(ProjectOutput, project=IDS, quantity=st.none() | COUNTS, schedule=words("", "ahead")),
    st.builds(
        ProjectDescribed,
        project=IDS,
        place=WORDS,
        cost=st.none() | SUMS,
        usable=words("", "yes", "no"),
    ),
    st.builds(
        ShipmentMade, project=IDS, quantity=COUNTS, origin=words("port"), destination=words("town")
    ),
    st.builds(
        TradeReported,
        flow=words("turnover", "aa-exports"),
        year=st.none() | st.integers(2000, 2002),
        value=st.none() | SUMS,
        change=st.none() | PERCENT,
        preliminary=st.booleans(),
    ),
    st.builds(TradeComposed, flow=words("turnover"), year=st.just(2001), goods=IDS, share=PERCENT),
    st.builds(TradeDescribed, flow=words("turnover"), year=st.just(2001), cause=WORDS),
    st.builds(StatisticsScope, goods=IDS, counted=words("yes", "no")),
    st.builds(
        InvestmentReported,
        investment=IDS,
        stage=words("", *investment.STAGES),
        value=st.none() | SUMS,
        total=st.none() | SUMS,
        standing=STANDING,
    ),
    st.builds(
        RestrictionChanged,
        restriction=IDS,
        action=words(*constraints.ACTIONS),
        imposer=PARTIES,
        targets=st.tuples(PARTIES),
        due=DUE,
        observed=st.booleans(),
        standing=words("stated", "reported"),
    ),
    st.builds(RestrictionDescribed, restriction=IDS, scope=WORDS, effect=WORDS),
    st.builds(
        FrictionRaised, friction=IDS, issue=words("this", "that"), by=PARTIES, act=st.booleans()
    ),
    st.builds(FrictionEased, friction=IDS, how=words("talks")),
    st.builds(RefusalMade, friction=IDS, by=PARTIES, what=words("this", "that")),
    st.builds(
        PositionTaken,
        third_party=words("CC", "DD"),
        topic=IDS,
        position=words("supports", "opposes"),
        what=WORDS,
        standing=STANDING,
    ),
    st.builds(
        AssessmentMade,
        topic=IDS,
        dimension=words("label", "forecast"),
        view=words("near", "far"),
        assessor=PEOPLE,
        stance=words("", "near", "far"),
        figure=st.none() | PERCENT,
    ),
    st.builds(
        CooperationReported,
        domain=IDS,
        item=words("this", "that"),
        provider=words("", "AA"),
        recipient=words("", "BB"),
        act=st.booleans(),
        standing=STANDING,
    ),
    st.builds(
        ClaimDenied,
        claim=words(*CLAIMED),
        by=PEOPLE,
        role=words(*ROLES),
        value=words("", "operational"),
    ),
    st.builds(AliasRecorded, name=PEOPLE, alias=WORDS, of=words("person")),
)
