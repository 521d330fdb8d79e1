"""Random bodies of every kind of the relationship, for logs about no country in particular."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.relations import agreements, commitments, projects
from bilateral_timeline.relations.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.commitments import (
    CommitmentMade,
    CommitmentRevised,
    DeliveryDenied,
    DeliveryReported,
)
from bilateral_timeline.relations.contacts import LEVELS, MeetingHeld
from bilateral_timeline.relations.leadership import Holding, OfficeAssumed, OfficesVacated
from bilateral_timeline.relations.memberships import STATUSES, MembershipChanged
from bilateral_timeline.relations.projects import (
    ProjectDescribed,
    ProjectOutput,
    ProjectStage,
    ProjectTarget,
)
from bilateral_timeline.testing import days, whens

IDS = st.sampled_from(("one", "two"))
PARTIES = st.sampled_from(("AA", "BB"))
PEOPLE = st.sampled_from(("Ada", "Bo", "Cy"))
DUE = st.none() | days("2001-01-01", "2002-12-31").map(lambda d: bt.When.parse(d.isoformat()))
COUNTS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(
    lambda pair: bt.Quantity(min(pair), None, max(pair), unit="aircraft")
)
SUMS = st.integers(1, 9).map(lambda n: bt.Money(best=n, currency="XXX"))
WORDS = st.sampled_from(("", "this", "that"))


def words(*choice: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choice)


BODIES: st.SearchStrategy[Any] = st.one_of(
    st.builds(OfficeAssumed, office=IDS, person=PEOPLE, acting=st.booleans()),
    st.builds(
        OfficesVacated,
        holdings=st.builds(Holding, office=IDS, person=PEOPLE).map(lambda h: (h,)),
        exit=words("death", "resigned"),
    ),
    st.builds(
        MeetingHeld,
        level=words(*LEVELS),
        mode=words("visit", "call"),
        participants=st.tuples(PEOPLE, PEOPLE),
    ),
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
    ),
    st.builds(MembershipChanged, organisation=IDS, party=PARTIES, status=words(*STATUSES), due=DUE),
    st.builds(
        CommitmentMade,
        commitment=IDS,
        promisor=PARTIES,
        quantity=st.none() | COUNTS,
        due=DUE,
        standing=words(*commitments.STANDINGS),
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
    ),
    st.builds(
        DeliveryDenied, commitment=IDS, by=PARTIES, role=words("party", "subject", "third-party")
    ),
    st.builds(ProjectStage, project=IDS, stage=words(*projects.STAGES)),
    st.builds(ProjectTarget, project=IDS, quantity=st.none() | COUNTS, due=DUE),
    st.builds(ProjectOutput, project=IDS, quantity=st.none() | COUNTS, schedule=words("", "ahead")),
    st.builds(ProjectDescribed, project=IDS, place=WORDS, cost=st.none() | SUMS),
)
