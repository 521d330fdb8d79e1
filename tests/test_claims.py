"""Claims: side by side, in classes, whatever the order in which they come; laws first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.records.events import STANCES
from bilateral_timeline.relations.claim import (
    FIRM,
    ROLES,
    Account,
    Claim,
    Denial,
    Proposition,
    Sort,
)
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.comparing import CLASSES, relations_among
from bilateral_timeline.relations.denials import ClaimDenied
from bilateral_timeline.relations.facets.assessments import AssessmentMade
from bilateral_timeline.relations.lifecycle import Lifecycle, Stage
from bilateral_timeline.relations.mentions import mentions
from bilateral_timeline.testing import days, whens
from island import FerryOpened
from pairs import COUNTS, SUMS

BELOW = {"treaty": "agreement", "memorandum": "agreement", "agreement": "", "minutes": ""}
LIFE = Lifecycle(order={"planned": 0, "begun": 1, "done": 2}, back=("halted",))
SORTS: dict[Sort, Proposition] = {
    "fact": Proposition(sort="fact", below=BELOW),
    "standing": Proposition(sort="standing", life=LIFE),
    "total": Proposition(sort="total"),
    "plan": Proposition(sort="plan"),
    "words": Proposition(sort="words"),
    "occurrence": Proposition(sort="occurrence"),
}
WORDS = st.sampled_from((*BELOW, "another"))
STAGES = st.builds(Stage, st.sampled_from(LIFE.words), st.sampled_from(("", "AA", "BB")))
VALUES: dict[Sort, st.SearchStrategy[Any]] = {
    "fact": st.one_of(WORDS, COUNTS, SUMS, whens()),
    "standing": STAGES,
    "total": COUNTS,
    "plan": st.one_of(COUNTS, SUMS, whens()),
    "words": WORDS,
    "occurrence": COUNTS,
}
WORKS = {
    id: bt.Source(id=id, title=id, author=[by])
    for id, by in (("ada-1", "Ada"), ("ada-2", "Ada"), ("bo-1", "Bo"))
}
CITATIONS = st.builds(
    lambda work, via, known, stance: bt.Citation(WORKS[work], known=known, via=via, stance=stance),
    st.sampled_from([*WORKS]),
    st.sampled_from(((), (), ("an agency",))),
    days(),
    st.sampled_from(STANCES),
)


def event_of(
    id: str,
    when: Any,
    cited: list[bt.Citation],
    seq: int = 0,
    body: Any = None,
) -> bt.Event:
    body = body or FerryOpened(harbour="north")
    return bt.Event(id=id, when=when, known="2005-01-01", what=body, sources=cited, seq=seq)


def denial_of(
    *denies: str,
    by: str = "AA",
    role: str = "subject",
    id: str = "denial",
    when: str = "2003",
    cited: Sequence[bt.Citation] = (),
) -> bt.Event:
    body = ClaimDenied(claim="ferries.north.open", by=by, role=role, denies=denies)
    return event_of(id, when, [*cited], body=body)


@st.composite
def groups(draw: st.DrawFn, *sorts: Sort, denied: bool = True) -> Claims[Any]:
    """Random groups: speakers, stances, scopes, dates, values of every sort, denials."""
    sort = draw(st.sampled_from(sorts or tuple(SORTS)))
    claims: Claims[Any] = Claims(SORTS[sort])
    ids = [*"abcde"]
    for id in draw(st.lists(st.sampled_from(ids), unique=True)):
        cited = draw(st.lists(CITATIONS, max_size=2))
        against = draw(st.just(()) | st.just(()) | st.tuples(st.sampled_from(ids)))
        claims = claims.add(
            event_of(id, draw(whens()), cited, draw(st.integers(0, 1))),
            draw(VALUES[sort]),
            scope=draw(st.sampled_from(("", "", "north"))),
            contradicts=against,
        )
    for at in range(draw(st.integers(0, 2)) if denied else 0):
        denies = tuple(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)))
        cited = draw(st.lists(CITATIONS, max_size=1))
        role = draw(st.sampled_from(ROLES))
        event = denial_of(*denies, role=role, id=f"denial-{at}", when="2002", cited=cited)
        claims = claims.deny(event)
    return claims


# -- laws --------------------------------------------------------------------------------------


@given(groups())
def test_how_two_claims_relate_is_the_same_from_both_sides(claims: Claims[Any]) -> None:
    for a in claims:
        assert claims.relation(a, attrs.evolve(a, event="z")) == "same"
        for b in claims:
            assert claims.relation(a, b) == claims.relation(b, a)


@given(groups("fact", "plan", "total", "standing"))
def test_a_refinement_never_contradicts(claims: Claims[Any]) -> None:
    for a, b in combinations(claims, 2):
        apart = a.event in b.contradicts or b.event in a.contradicts or a.scope != b.scope
        if not apart and (within(a.value, b.value) or within(b.value, a.value)):
            assert claims.relation(a, b) in ("same", "refines")


def within(narrow: Any, wide: Any) -> bool:
    """Whether all that one value allows, another allows too."""
    if isinstance(narrow, bt.Quantity | bt.Money) and type(narrow) is type(wide):
        return bool(wide.contains(narrow))
    if isinstance(narrow, bt.When) and isinstance(wide, bt.When):
        return narrow.within(wide) is bt.Certainty.YES
    if isinstance(narrow, str) and isinstance(wide, str):
        return narrow == wide or wide == BELOW.get(narrow)
    return False


@given(groups("fact", "plan", "total", "standing"), st.data())
def test_what_one_speaker_says_anew_never_contradicts_his_earlier_word(
    claims: Claims[Any], data: st.DataObject
) -> None:
    for earlier in claims:
        told = [c for c in earlier.supporting if c.known is not None]
        if not told:
            continue
        later = bt.Citation(WORKS[told[0].source], known="2004-12-31", via=told[0].via)
        event = event_of("later", data.draw(whens()), [later])
        value = data.draw(VALUES[claims.sort])
        grown = claims.add(event, value, scope=earlier.scope)
        (anew,) = [claim for claim in grown if claim.event == "later"]
        if "later" not in earlier.contradicts:
            assert grown.relation(earlier, anew) != "contradicts"


@given(groups(denied=False), st.data())
def test_another_work_of_one_speaker_never_confirms(
    claims: Claims[Any], data: st.DataObject
) -> None:
    single = [claim for claim in claims if len(claim.speakers) == 1]
    if not single or claims.group == "confirmed":
        return
    speaker = data.draw(st.sampled_from(single)).speakers[0]
    work = bt.Source(id="another-work", title="x", author=[speaker])
    cited = [bt.Citation(work, known="2004-01-01", stance=data.draw(st.sampled_from(STANCES)))]
    if len({s for claim in claims for s in claim.speakers}) > 1:
        return  # they are two already, and only what they say keeps them apart
    grown = claims.add(event_of("later", "2004", cited), data.draw(VALUES[claims.sort]))
    assert grown.group != "confirmed"


@given(groups())
def test_a_group_is_contested_only_if_two_claims_that_stand_cannot_both_be_true(
    claims: Claims[Any],
) -> None:
    told = classed(claims)
    contradictory = any(claims.relation(a, b) == "contradicts" for a, b in combinations(told, 2))
    if claims.group == "contested":
        assert contradictory
    elif claims.group in ("confirmed", "refinement", "revised", "compatible"):
        assert not contradictory


def classed(claims: Claims[Any]) -> list[Claim[Any]]:
    """The claims from which a class follows: those that stand, but for forecasts of a fact."""
    held = claims.standing or claims.claims
    return [c for c in held if c.stance != "expects" or claims.sort == "plan"] or [*held]


@given(groups("words"))
def test_free_words_are_classed_as_if_each_were_held_against_each(claims: Claims[Any]) -> None:
    told = claims.claims
    relations = {claims.relation(a, b) for a, b in combinations(told, 2)} - {"same"}
    found = relations_among(claims.of, told) - {"same"}
    assert found == ({"contradicts"} if "contradicts" in relations else relations)


@given(groups())
def test_a_class_is_one_of_the_list_and_follows_from_who_says_what(claims: Claims[Any]) -> None:
    group = claims.group
    if not claims or claims.sort == "occurrence":
        assert group is bt.Unknown
        return
    assert group in CLASSES
    told = classed(claims)
    relations = {claims.relation(a, b) for a, b in combinations(told, 2)}
    if group == "confirmed":
        vouch = (*FIRM, "expects") if claims.sort == "plan" else FIRM
        citations = [c for claim in told for c in claim.supporting if c.stance in vouch]
        assert len({speaker for citation in citations for speaker in citation.speakers}) > 1
        assert relations <= {"same", "not comparable"}
    if group == "single-source":
        assert len({s for claim in told for s in claim.speakers}) < 2 or relations <= {"same"}
    if group == "not comparable":
        assert "not comparable" in relations
    if group == "denied":
        assert claims.denials


@given(groups())
def test_who_doubts_or_denies_never_supports(claims: Claims[Any]) -> None:
    for claim in claims:
        assert all(c.stance not in ("doubts", "denies") for c in claim.supporting)
        others = [c for c in claim.citations if c.stance in ("doubts", "denies")]
        only_there = {c.source for c in others} - {c.source for c in claim.supporting}
        assert only_there.isdisjoint(claim.sources)
    assert all(claim.stance in FIRM for claim in claims.counted)
    assert set(claims.counted) <= set(claims.standing) <= set(claims)


@given(groups())
def test_what_counts_is_asserted_or_reported_and_not_denied_by_its_subject(
    claims: Claims[Any],
) -> None:
    own = [denial for denial in claims.denials if denial.role == "subject"]
    expected = [
        claim
        for claim in claims
        if claim.stance in FIRM
        and not any(not denial.denies or claim.event in denial.denies for denial in own)
    ]
    assert list(claims.counted) == expected


@given(groups("fact", "plan", "total", "standing"))
def test_a_value_is_chosen_from_what_counts_alone(claims: Claims[Any]) -> None:
    values = [claim.value for claim in claims.counted]
    for chosen in (claims.best, claims.latest, claims.most_precise, claims.most_speakers):
        assert chosen in values if chosen is not bt.Unknown else True
    if not values:
        found = {claims.best, claims.latest, claims.most_precise, claims.most_speakers}
        assert found == {bt.Unknown}
    if claims.sort != "fact" and values:
        assert claims.latest == values[-1]


@given(groups(), st.data())
def test_adding_a_claim_never_removes_another_and_the_order_does_not_matter(
    claims: Claims[Any], data: st.DataObject
) -> None:
    grown = claims.add(event_of("later", data.draw(whens()), []), data.draw(VALUES[claims.sort]))
    assert grown.claims[:-1] == claims.claims
    assert grown.denials == claims.denials
    shuffled: Claims[Any] = Claims(claims.of)
    for claim in data.draw(st.permutations(claims.claims)):
        event = event_of(claim.event, claim.when, list(claim.citations), claim.seq)
        shuffled = shuffled.add(
            event, claim.value, scope=claim.scope, contradicts=claim.contradicts
        )
    if not claims.denials:
        assert (shuffled, hash(shuffled)) == (claims, hash(claims))
        assert shuffled.group == claims.group


@given(groups(denied=False), st.sampled_from(ROLES))
def test_a_denial_of_nothing_told_touches_nothing(claims: Claims[Any], role: str) -> None:
    denied = claims.deny(denial_of("z", role=role, when="2002"))
    assert (denied.standing, denied.counted) == (claims.standing, claims.counted)
    assert denied.group == claims.group
    assert denied.disputed is False
    assert denied.denials[0].event == "denial"


@given(groups())
def test_a_group_can_be_said_and_is_plain_data(claims: Claims[Any]) -> None:
    told = claims.to_dict()
    assert [one["event"] for one in told["claims"]] == [claim.event for claim in claims]
    assert len(told.get("denials", ())) == len(claims.denials)
    for claim in claims:
        assert str(claim.value) in str(claims)
    assert claims.events[: len(claims.tellers)] == claims.tellers


def jets(low: object, high: object, best: object = None) -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="jets")  # type: ignore[arg-type]


INTERVALS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5)


@given(INTERVALS)
def test_more_claims_never_narrow_the_hull(pairs: list[tuple[int, int]]) -> None:
    numbers = [jets(min(p), max(p)) for p in pairs]
    hulls = [together(*numbers[: at + 1]).hull for at in range(len(numbers))]
    assert all(later.contains(earlier) for earlier, later in pairwise(hulls))
    assert all(hulls[-1].contains(number) for number in numbers)


@given(INTERVALS)
def test_numbers_are_contested_only_if_two_intervals_are_disjoint(
    pairs: list[tuple[int, int]],
) -> None:
    intervals = [(min(p), max(p)) for p in pairs]
    disjoint = any(a[1] < b[0] for a in intervals for b in intervals)
    claims = together(*[jets(low, high) for low, high in intervals])
    assert (claims.group == "contested") == disjoint


# -- examples ----------------------------------------------------------------------------------


def empty(sort: Sort = "fact") -> Claims[Any]:
    """A group of no claims."""
    return Claims(SORTS[sort])


def said(id: str, *sources: str, when: str = "2001-01-01", **more: Any) -> bt.Event:
    cited = [bt.Citation(source, known="2002-01-01", **more) for source in sources]
    return event_of(id, when, cited)


def together(*values: Any, sort: Sort = "fact", **more: Any) -> Claims[Any]:
    """A claim on each value, each of a source of its own, a month after the other."""
    claims: Claims[Any] = Claims(attrs.evolve(SORTS[sort], **more))
    for at, value in enumerate(values, 1):
        claims = claims.add(said(f"e{at}", f"s{at}", when=f"2001-{at:02}-01"), value)
    return claims


USD = bt.Money(best="4.9e9", currency="USD")


@pytest.mark.parametrize(
    ("values", "group"),
    [
        ([], bt.Unknown),
        ([jets(24, 24)], "single-source"),
        ([jets(24, 24), jets(24, 24)], "confirmed"),
        ([jets(24, 24), bt.Quantity(best=24, unit="jets", text="two dozen")], "confirmed"),
        ([jets(18, 22), jets(24, 24)], "contested"),
        ([jets(18, 25), jets(24, 24)], "refinement"),
        ([jets(4, 6), jets(5, 7)], "compatible"),
        ([jets(4, None), jets(5, 7)], "refinement"),
        (["treaty", "treaty"], "confirmed"),
        (["treaty", "memorandum"], "contested"),
        (["memorandum", "agreement"], "refinement"),
        (["treaty", "minutes"], "contested"),
        (["treaty", "a paper"], "compatible"),
        ([bt.When("2022"), bt.When("2022-22")], "refinement"),
        ([bt.When("2022-21"), bt.When("2022-22")], "contested"),
        ([bt.When("[2022-01..2022-06]"), bt.When("2022-22")], "compatible"),
        ([USD, bt.Money(best="49e8", currency="USD")], "confirmed"),
    ],
)  # fmt: skip
def test_a_group_has_a_class(values: list[Any], group: object) -> None:
    assert together(*values).group == group


def test_two_works_of_one_author_are_one_speaker() -> None:
    works = [bt.Source(id=id, title=id, author=["Ada"], known="2002") for id in ("one", "two")]
    cited = [bt.Citation(work) for work in works]
    claims = empty().add(event_of("a", "2001", cited), "open")
    assert (claims.group, claims.speakers, claims.sources) == (
        "single-source",
        ("Ada",),
        ("one", "two"),
    )


def test_two_pages_that_tell_one_agencys_word_are_one_speaker() -> None:
    def told(*via: str) -> bt.Event:
        cited = [bt.Citation(f"page-{at}", known="2002", via=[by]) for at, by in enumerate(via)]
        return event_of("a", "2001", cited)

    assert empty().add(told("IRNA", "IRNA"), "open").group == "single-source"
    assert empty().add(told("IRNA", "TASS"), "open").group == "confirmed"


@pytest.mark.parametrize(
    ("sort", "stances", "group"),
    [
        ("fact", ("asserts", "reports"), "confirmed"),
        ("fact", ("asserts", "alleges"), "compatible"),
        ("fact", ("alleges", "alleges"), "compatible"),
        ("plan", ("asserts", "expects"), "confirmed"),
        ("plan", ("expects", "alleges"), "compatible"),
    ],
)
def test_who_only_alleges_confirms_nothing(
    sort: Sort, stances: tuple[str, str], group: str
) -> None:
    claims = empty(sort)
    for at, stance in enumerate(stances):
        cited = [bt.Citation(f"page-{at}", known="2002", via=[f"agency-{at}"], stance=stance)]
        claims = claims.add(event_of(f"e{at}", "2001", cited), bt.Quantity(best=4, unit="jets"))
    assert claims.group == group


def test_two_claims_of_one_source_are_a_single_source() -> None:
    claims = empty().add(said("a", "one"), jets(4, 6)).add(said("b", "one"), jets(5, 7))
    assert claims.group == "single-source"


def test_one_source_can_contradict_itself_if_it_says_both_at_once() -> None:
    claims = empty().add(said("a", "one"), jets(4, 4)).add(said("b", "one"), jets(5, 5))
    assert claims.group == "contested"


def test_a_speaker_who_corrects_himself_later_revises_his_word() -> None:
    later = event_of("b", "2001-01-01", [bt.Citation("one", known="2003-01-01")])
    claims = empty().add(said("a", "one"), jets(4, 4)).add(later, jets(5, 5))
    assert claims.group == "single-source"
    assert claims.relation(*claims) == "revises"


def test_a_source_that_denies_or_doubts_does_not_support() -> None:
    cited = [bt.Citation("yes", known="2002"), bt.Citation("no", known="2002", stance="denies")]
    assert empty().add(event_of("a", "2001", cited), "open").sources == ("yes",)
    cited = [bt.Citation("one", known="2002"), bt.Citation("two", known="2002", stance="doubts")]
    assert empty().add(event_of("a", "2001", cited), "open").group == "single-source"


@pytest.mark.parametrize(
    ("stance", "counts", "best"),
    [
        ("asserts", True, jets(4, 4)),
        ("reports", True, jets(4, 4)),
        ("expects", False, bt.Unknown),
        ("alleges", False, bt.Unknown),
        ("doubts", False, bt.Unknown),
        ("denies", False, bt.Unknown),
    ],
)
def test_how_it_is_said_decides_whether_it_counts(stance: str, counts: bool, best: Any) -> None:
    claims = empty().add(said("a", "one", stance=stance), jets(4, 4))
    assert (bool(claims.counted), claims.best) == (counts, best)


def test_a_claim_is_said_as_its_strongest_citation_says_it() -> None:
    cited = [bt.Citation("a", known="2002", stance="alleges"), bt.Citation("b", known="2003")]
    event = event_of("a", "2001", cited)
    (claim,) = empty().add(event, "open")
    assert claim.stance == "asserts"
    (early,) = empty().add(event_of("a", "2001", cited[:1]), "open")
    assert (early.stance, str(early)) == ("alleges", "open (alleges) [a]")


def test_what_is_only_expected_contradicts_nothing_that_is_so() -> None:
    claims = empty().add(said("a", "one"), jets(4, 4))
    forecast = claims.add(said("b", "two", stance="expects"), jets(9, 9))
    assert (forecast.group, forecast.best) == ("single-source", jets(4, 4))
    alleged = claims.add(said("b", "two", stance="alleges"), jets(9, 9))
    assert (alleged.group, alleged.best) == ("contested", jets(4, 4))


def test_a_schedule_that_slips_is_revised_and_not_contested() -> None:
    years = [bt.When("2027"), bt.When("2028"), bt.When("[2029..2030]")]
    slipped = together(*years, sort="plan")
    assert (slipped.group, slipped.best) == ("revised", years[-1])
    assert together(*years, sort="fact").group == "contested"


def test_a_later_total_may_be_greater_and_not_smaller() -> None:
    assert together(jets(50, 50), jets(100, 100), sort="fact").group == "contested"
    assert together(jets(50, 50), jets(100, 100), sort="total").group == "revised"
    fell = together(jets(100, 100), jets(50, 50), sort="total")
    assert (fell.group, [claim.event for claim in fell.set_back]) == ("contested", ["e2"])


def test_totals_whose_order_is_open_do_not_contradict() -> None:
    claims = empty("total").add(said("a", "one", when="2024"), jets(100, 100))
    assert claims.add(said("b", "two", when="2024-06"), jets(200, 200)).group == "compatible"


def test_two_totals_of_one_day_contradict_unless_a_curator_knows_their_order() -> None:
    first = event_of("a", "2001-01-01", [bt.Citation("one", known="2002")], seq=0)
    after = event_of("b", "2001-01-01", [bt.Citation("two", known="2002")], seq=1)
    told = empty("total").add(first, jets(1, 1))
    assert told.add(attrs.evolve(after, seq=0), jets(2, 2)).group == "contested"
    assert told.add(after, jets(2, 2)).group == "revised"


def test_a_stage_told_later_may_be_further_and_not_less_far() -> None:
    begun, done, halted = Stage("begun"), Stage("done"), Stage("halted")
    assert together(begun, done, sort="standing").group == "revised"
    assert together(done, begun, sort="standing").group == "contested"
    assert together(done, halted, sort="standing").group == "revised"
    ours, theirs = Stage("done", "us"), Stage("begun", "them")
    assert together(ours, theirs, sort="standing").group == "revised"


def test_values_that_take_turns_contradict_only_on_one_day() -> None:
    assert together("yes", "no", sort="standing").group == "revised"
    one = empty("standing").add(said("a", "one"), "yes")
    assert one.add(said("b", "two"), "no").group == "contested"
    year = empty("standing").add(said("a", "one", when="2001"), "yes")
    assert year.add(said("b", "two", when="2001"), "no").group == "compatible"


def test_free_words_contradict_only_where_a_curator_says_so() -> None:
    told = together("rain", "wind", sort="words")
    assert (told.group, told.relation(*told)) == ("compatible", "other words")
    assert together("rain", "rain", sort="words").group == "confirmed"
    against = told.add(said("e3", "s3"), "drought", contradicts=("e1",))
    assert against.group == "contested"


def test_a_contradiction_has_a_reason() -> None:
    with pytest.raises(bt.RecordError) as caught:
        AssessmentMade(
            topic="canal", dimension="cause", view="rain", assessor="Ada", contradicts=("a",)
        )
    assert str(caught.value) == (
        "assessmentmade: contradiction: found ''; expected why they cannot both be true"
    )
    body = AssessmentMade(
        topic="canal", dimension="cause", view="rain", assessor="Ada",
        contradicts=("a", "b"), contradiction="one cause alone",
    )  # fmt: skip
    assert body.contradicts == ("a", "b")
    assert [name for _, sort, name in mentions(body) if sort == "event"] == ["a", "b"]


@pytest.mark.parametrize(
    ("leaf", "cause", "cost"), [("", ("a",), ("a",)), ("cause", ("a",), ()), ("cost", (), ("a",))]
)
def test_a_contradiction_is_on_one_leaf_or_on_all(
    leaf: str, cause: tuple[str, ...], cost: tuple[str, ...]
) -> None:
    account = Account(contradicts=("a",), contradiction="rain", contradicts_in=leaf)
    assert (account.against("cause"), account.against("cost")) == (cause, cost)


def test_an_account_says_no_more_than_it_is_given() -> None:
    account = Account()
    with pytest.raises(TypeError):
        Account("north")  # type: ignore[call-arg]
    assert (account.scope, account.contradicts, account.contradicts_in) == ("", (), "")
    assert (account.introduces, account.is_opinion, account.against("cause")) == (True, False, ())


def test_claims_of_two_scopes_are_not_compared() -> None:
    claims = empty().add(said("a", "one"), jets(4, 4), scope="north")
    assert claims.add(said("b", "two"), jets(9, 9), scope="south").group == "not comparable"


@pytest.mark.parametrize(
    "values",
    [
        [bt.Money(best=24, currency="USD"), bt.Money(best=900, currency="RUB")],
        [jets(24, 24), bt.Quantity(best=3, unit="batteries")],
        [jets(24, 24), "many"],
    ],
)
def test_what_is_of_different_things_is_not_compared(values: list[Any]) -> None:
    sorts: tuple[Sort, ...] = ("fact", "total", "plan")
    for sort in sorts:
        claims = together(*values, sort=sort)
        assert claims.group == "not comparable"
        assert (claims.most_precise, claims.hull) == (bt.Unknown, bt.Unknown)


def test_the_best_value_is_chosen_by_a_named_rule() -> None:
    claims = together(jets(18, 22), jets(24, 24), jets(18, 22))
    assert claims.most_precise == jets(24, 24)
    assert claims.most_speakers == jets(18, 22)
    assert empty().most_precise is bt.Unknown
    assert together("agreement", "memorandum").best == "memorandum"


def graded(id: str, grade: str) -> bt.Event:
    work = bt.Source(id=id, title=id, grade=grade, known="2002")
    return event_of(id, "2001", [bt.Citation(work)])


def test_the_work_with_the_best_grade_may_be_asked() -> None:
    claims = empty().add(graded("a", "C3"), jets(4, 4)).add(graded("b", "A2"), jets(5, 5))
    assert claims.best_graded == jets(5, 5)
    assert together(jets(4, 4)).best_graded is bt.Unknown


def test_of_works_with_equal_grades_the_value_is_the_first_in_the_alphabet() -> None:
    claims = empty().add(graded("a", "B2"), jets(5, 5)).add(graded("b", "B2"), jets(4, 4))
    assert claims.best_graded == jets(4, 4)


def test_what_is_asserted_is_the_value_though_a_report_is_more_precise() -> None:
    claims = empty().add(said("a", "one"), jets(10, 30))
    reported = claims.add(said("b", "two", stance="reports"), jets(20, 20))
    assert (reported.best, reported.most_speakers) == (jets(10, 30), jets(10, 30))
    only = empty().add(said("b", "two", stance="reports"), jets(20, 20))
    assert only.best == jets(20, 20)


def test_a_group_is_told_as_plain_data() -> None:
    cited = [bt.Citation("one", known="2002-01-01", via=("Ada",), stance="reports")]
    claims = empty().add(event_of("a", "2001-02", cited), jets(4, 4))
    plain = {
        "value": {"unit": "jets", "low": 4, "best": 4, "high": 4},
        "event": "a",
        "when": "2001-02",
        "stance": "reports",
        "speakers": ["Ada"],
        "sources": ["one"],
    }
    assert claims.to_dict() == {"class": "single-source", "claims": [plain]}
    told = claims.add(said("b", "two"), "many", scope="north", contradicts=("a",))
    told = told.deny(denial_of("a", role="party", cited=cited))
    assert told.to_dict()["claims"][1] == {
        "value": "many",
        "event": "b",
        "when": "2001-01-01",
        "stance": "asserts",
        "speakers": ["two"],
        "sources": ["two"],
        "scope": "north",
        "contradicts": ["a"],
    }
    assert told.to_dict()["denials"] == [
        {"by": "AA", "role": "party", "event": "denial", "sources": ["one"], "denies": ["a"]}
    ]


def test_two_groups_are_equal_if_they_hold_the_same_claims_and_denials() -> None:
    fact, total = (empty(sort).add(said("a", "one"), jets(4, 4)) for sort in ("fact", "total"))
    assert (fact, hash(fact)) == (total, hash(total))
    assert fact != fact.deny(denial_of("a"))


def test_a_source_may_date_an_event_otherwise() -> None:
    cited = [
        bt.Citation("one", known="2002", when="2001-07"),
        bt.Citation("two", known="2002", when="2001-07-05"),
        bt.Citation("three", known="2002"),
    ]
    claims = empty().add(event_of("a", "2001-07-05", cited), "signed")
    dates = claims.dates_of(claims.claims[0])
    assert [str(when) for when in dates.values] == ["2001-07", "2001-07-05"]
    assert (dates.group, str(dates.best)) == ("refinement", "2001-07-05")


def test_what_is_only_seen_has_no_date_but_its_sources_own() -> None:
    cited = [bt.Citation("one", known="2002", when="2001-07"), bt.Citation("two", known="2002")]
    for observed, dates in [(True, ["2001-07"]), (False, ["2001-07", "2001-08-05"])]:
        stage = Stage("begun", observed=observed)
        (claim,) = empty("standing").add(event_of("a", "2001-08-05", cited), stage)
        assert [str(when) for when, _ in claim.dates] == dates


def test_the_hull_holds_every_number() -> None:
    assert together(jets(18, 22, 20), jets(24, 24)).hull == jets(18, 24)
    assert together(jets(4, None), jets(5, 7)).hull == jets(4, None)
    assert together("many", jets(5, 7)).hull is bt.Unknown
    assert empty().hull is bt.Unknown


@pytest.mark.parametrize(
    ("role", "group", "counted", "disputed"),
    [
        ("subject", "denied", 0, False),
        ("party", "denied", 1, True),
        ("third-party", "single-source", 1, False),
    ],
)
def test_who_denies_decides_whether_a_claim_counts(
    role: str, group: str, counted: int, disputed: bool
) -> None:
    cited = [bt.Citation("no", known="2004-01-01")]
    claims = together("open").deny(denial_of(by="the owner", role=role, cited=cited))
    assert (claims.group, len(claims.counted), claims.disputed) == (group, counted, disputed)
    assert [str(d) for d in claims.denials] == [f"denied by the owner ({role}) [no]"]


def test_a_denial_is_of_the_claims_it_names_or_of_all_earlier_and_later() -> None:
    named = together("open", "open").deny(denial_of("e1", when="2001-01-15"))
    assert [claim.event for claim in named.counted] == ["e2"]
    assert named.group == "single-source"
    every = empty().deny(denial_of(when="2001-01-15")).add(said("a", "one"), "open")
    assert (every.counted, every.group) == ((), "denied")


def test_a_denial_of_nothing_is_shown_and_no_claim() -> None:
    claims = empty().deny(denial_of(role="party"))
    assert (claims.group, bool(claims), claims.disputed) == (bt.Unknown, False, False)


def test_claims_read_in_the_order_of_their_events() -> None:
    assert str(together("a", "b")) == "a [s1]; b [s2]"
    assert str(together("a", "b", "a")) == "a [s1, s3]; b [s2]"
    assert str(together(jets(4, 4), sort="total")) == "4 jets 2001-01-01 [s1]"
    nobody = empty().add(event_of("a", "2001", []), "open")
    assert str(nobody) == "open [no source by then]"


def test_ten_thousand_claims_are_added_without_a_copy_of_those_before() -> None:
    claims: Claims[Any] = Claims(SORTS["occurrence"])
    event = said("a", "one")
    for _ in range(10_000):
        before = claims._claims
        claims = claims.add(event, jets(1, 1))
        assert claims._claims._before is before
        assert before._flat is None or before._before is None
    assert len(claims.claims) == 10_000


def test_a_claim_carries_the_day_on_which_it_was_first_public() -> None:
    cited = [
        bt.Citation("no", known="2001-02-01", stance="denies"),
        bt.Citation("late", known="2003-01-01"),
        bt.Citation("early", known="2002-01-01"),
    ]
    (claim,) = empty().add(event_of("a", "2001", cited), "open")
    assert isinstance(claim, Claim)
    assert str(claim.known) == "2002-01-01"
    unread = attrs.evolve(cited[1], known=None)
    (claim,) = empty().add(event_of("a", "2001", [*cited, unread]), "open")
    assert str(claim.known) == "2002-01-01"


def test_a_claim_that_no_citation_carries_was_never_public() -> None:
    (claim,) = empty().add(event_of("a", "2001", []), "open")
    assert (claim.known, claim.sources, claim.speakers, claim.dates) == (None, (), (), ())
    assert (str(claim), repr(claim)) == (
        "open [no source by then]",
        "<Claim: open [no source by then]>",
    )


def test_a_claim_fills_two_lines_of_a_screen_at_most() -> None:
    (claim,) = empty().add(said("a", "one"), "w" * 300)
    assert repr(claim) == f"<Claim: {'w' * 188} …>"


def test_claims_are_equal_whatever_their_place_and_order_in_the_day() -> None:
    (plain,) = empty().add(said("a", "one"), "open")
    assert (plain.stance, plain.scope, plain.contradicts) == ("asserts", "", ())
    assert (plain.place, plain.seq) == (0, 0)
    (placed,) = empty().add(attrs.evolve(said("a", "one"), seq=1), "open", place=7)
    assert (placed.place, placed.seq, placed, hash(placed)) == (7, 1, plain, hash(plain))
    made = Claim("open", "a", plain.when, plain.citations)
    assert (made, made.place, made.seq) == (plain, 0, 0)
    denial = Denial("AA", "party", "a", plain.when, plain.citations)
    assert (denial.denies, denial.holds) == ((), "")
    assert repr(placed) == repr(plain)


def test_a_proposition_is_a_fact_if_nothing_else_is_said() -> None:
    of = Proposition()
    assert (Claims().sort, of.sort, of.closed, of.life, of.label) == ("fact",) * 2 + (
        False,
        None,
        False,
    )
    assert (dict(of.below), ClaimDenied(claim="a.b", by="AA", role="party").holds) == ({}, "")


def test_what_its_subject_denies_lends_no_weight_to_a_value() -> None:
    claims: Claims[Any] = Claims(SORTS["fact"])
    for id, number in {"a": 10, "b": 10, "c": 9, "d": 9, "e": 9}.items():
        cited = [bt.Citation(f"of-{id}", known="2001-01-01")]
        claims = claims.add(event_of(id, "2001-01-01", cited), bt.Quantity(best=number, unit="x"))
    assert str(claims.most_speakers) == "9 x"
    denied = claims.deny(denial_of("d", "e", id="z", when="2002-01-01"))
    assert (str(denied.best), str(denied.most_speakers)) == ("10 x", "10 x")


def test_groups_of_the_same_claims_are_equal_in_any_order_and_others_are_not() -> None:
    one, two = said("a", "one"), said("b", "two")
    both, turned = empty().add(one, 1).add(two, 2), empty().add(two, 2).add(one, 1)
    again = empty().add(one, 1).add(one, 1)
    assert both == turned == empty().add(one, 1).add(two, 2)
    assert both != empty().add(one, 1)
    assert empty().add(one, 1) != both
    assert both != empty().add(one, 1).add(two, 3)
    assert again == again.add(one, 1)
    assert both._claims != both.claims
    assert both._claims != "claims"
    assert both._claims.all() is both._claims.all()


def test_what_claims_say_of_another_proposition_takes_along_who_denies_that() -> None:
    claims = together(1, 2, 3, sort="standing").deny(denial_of("e1")).deny(denial_of("e2"))
    claims = claims.deny(denial_of("e9", "e3"))
    odd = claims.each(lambda n: f"no. {n}" if n % 2 else None, "total")
    assert (odd.sort, odd.values, odd.events) == (
        "total",
        ("no. 1", "no. 3"),
        ("e1", "e3", "denial"),
    )
    assert [denial.denies for denial in odd.denials] == [("e1",), ("e9", "e3")]
    assert claims.each(lambda _: None, "words") == empty()


def test_of_two_denials_one_is_enough() -> None:
    claims = together(1, 2, 3).deny(denial_of("e1")).deny(denial_of("e2"))
    assert [claim.value for claim in claims.standing] == [3]


def test_what_is_doubted_or_denied_by_its_own_source_does_not_stand() -> None:
    for stance in ("doubts", "denies"):
        claims = empty("words").add(said("a", "one", stance=stance), "open")
        assert (claims.standing, claims.counted, claims.latest) == ((), (), bt.Unknown)


@pytest.mark.parametrize("sort", SORTS)
def test_words_and_occurrences_are_told_where_none_settles_anything(sort: Sort) -> None:
    claims = empty(sort).add(said("a", "one", stance="alleges"), "open")
    latest = "open" if sort in ("words", "occurrence") else bt.Unknown
    assert (claims.counted, claims.latest) == ((), latest)


def test_the_dates_of_a_claim_are_facts() -> None:
    claims = empty("total").add(said("a", "one", when="2001"), jets(4, 4))
    assert claims.dates_of(claims.claims[0]).sort == "fact"


def test_the_hull_is_open_where_one_number_is_and_unknown_where_all_sides_are() -> None:
    assert together(jets(None, 4), jets(5, 7)).hull == jets(None, 7)
    assert together(jets(4, None), jets(None, 7)).hull is bt.Unknown
    assert together(jets(4, None), jets(2, 3), jets(None, 7)).hull is bt.Unknown
    words = bt.Quantity(best=4, unit="jets", text="four or so")
    assert together(words, jets(5, 7)).hull == jets(4, 7)
    assert together("many", "few").hull is bt.Unknown
    assert together(bt.When("2001"), jets(5, 7)).hull is bt.Unknown


def test_a_few_claims_are_shown_on_a_line_and_more_on_a_screen() -> None:
    assert repr(together("a", "b")) == "<Claims: a [s1]; b [s2]>"
    one = empty("standing").add(said("a", "one", stance="reports"), "x" * 60)
    assert repr(one) == f"<Claims: {'x' * 60} 2001-01-01 (reports) [one]>"
    assert repr(empty().add(said("a", "one"), "x" * 93)) == f"<Claims: {'x' * 93} [one]>"
    wide = empty().add(said("a", "one"), "x" * 94)
    assert repr(wide).splitlines()[0] == "Claims: 1, single-source"
    plan = empty("plan").add(said("a", "one"), "open")
    assert repr(plan) == "<Claims: open 2001-01-01 [one]>"
    told = together("a" * 60, "b" * 60).deny(denial_of("e1", role="party"))
    assert repr(told).splitlines() == [
        "Claims: 2, compatible",
        f"  {'a' * 60} [s1]",
        f"  {'b' * 60} [s2]",
        f"  {told.denials[0]}",
        "  ask next: .best, .claims[0].citations, .denials",
    ]
    happens = together("a" * 60, "b" * 60, sort="occurrence")
    assert repr(happens).splitlines()[0] == "Claims: 2"
