"""Life-cycles: the stages of every facet as data, and the stage that stands; laws first."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.relations.claim import Claim, Proposition
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.entry import Staged
from bilateral_timeline.relations.facets import (
    agreements,
    commitments,
    constraints,
    force,
    frictions,
    memberships,
    projects,
)
from bilateral_timeline.relations.lifecycle import Lifecycle, Stage
from bilateral_timeline.relations.relationship import FACETS
from pairs import entry_of

LIVES: Mapping[str, Lifecycle] = {
    name: life
    for name, facet in FACETS.items()
    if issubclass(entry_of(facet), Staged)
    for life in [entry_of(facet).leaves["stages"].none.of.life]
    if life is not None
}
"""The life-cycle of every facet that has one."""

DRAWN = st.sampled_from([*LIVES.values()]).flatmap(
    lambda life: st.tuples(st.just(life), st.lists(st.sampled_from(words(life)), max_size=8))
)


def words(life: Lifecycle) -> tuple[str, ...]:
    """All stages that a life-cycle names anywhere."""
    named = (*life.words, *life.again, *life.only, *life.needs)
    return tuple(dict.fromkeys(named))


def told(life: Lifecycle, *stages: str) -> Claims[Stage]:
    """A claim on each stage, a month after the other."""
    claims: Claims[Stage] = Claims(Proposition(sort="standing", life=life))
    for at, word in enumerate(stages, 1):
        when = f"{2000 + at // 12}-{at % 12 + 1:02}-01"
        body = frictions.FrictionRaised(friction="x", issue="y")
        event = bt.Event(id=f"e{at}", when=when, known="2010", what=body)
        claims = claims.add(event, Stage(word))
    return claims


def follows(life: Lifecycle, now: str | None, word: str) -> bool:
    """Whether a stage moves on from another, as the documentation of the tables says it."""
    if now is None:
        return True
    if word not in life.only.get(now, (word,)) or now not in life.needs.get(word, (now,)):
        return False
    if word == now:
        return word in life.again
    return life.turns or word in life.back or life.order.get(word, 0) > life.order.get(now, -1)


# -- laws --------------------------------------------------------------------------------------


@given(DRAWN)
def test_the_stage_is_that_of_a_walk_step_by_step(drawn: tuple[Lifecycle, list[str]]) -> None:
    life, stages = drawn
    at: int | None = None
    for step, word in enumerate(stages):
        now = None if at is None else stages[at]
        if follows(life, now, word):
            at = step
    now_ = life.now(told(life, *stages))
    assert now_ is None if at is None else now_.event == f"e{at + 1}"


@given(DRAWN)
def test_the_moves_are_some_of_what_was_told_in_order_and_the_last_stands(
    drawn: tuple[Lifecycle, list[str]],
) -> None:
    life, stages = drawn
    claims = told(life, *stages)
    moves: list[Claim[Stage]] = life.moves(claims)
    places = [claims.claims.index(move) for move in moves]
    assert places == sorted(places)
    assert moves[:1] == list(claims.claims[:1])
    assert life.now(claims) == (moves[-1] if moves else None)
    for before, after in itertools.pairwise(moves):
        assert life.may_follow(before.value.word, after.value.word)
    assert life.moves(moves) == moves


@given(DRAWN, st.data())
def test_what_moves_nothing_may_be_left_out(
    drawn: tuple[Lifecycle, list[str]], data: st.DataObject
) -> None:
    life, stages = drawn
    claims = told(life, *stages)
    idle = [claim for claim in claims if claim not in life.moves(claims)]
    gone = data.draw(st.sets(st.sampled_from(idle))) if idle else set()
    kept = [claim for claim in claims if claim not in gone]
    assert life.now(kept) == life.now(claims)


@given(DRAWN)
def test_a_stage_goes_back_only_by_the_words_named_for_it(
    drawn: tuple[Lifecycle, list[str]],
) -> None:
    life, stages = drawn
    if life.turns:
        return
    moves = life.moves(told(life, *stages))
    for before, after in itertools.pairwise(moves):
        further = life.order.get(after.value.word, 0) > life.order.get(before.value.word, -1)
        named = after.value.word in (*life.back, *life.again)
        assert further or named


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_every_word_of_a_life_cycle_is_one_of_its_stages(life: Lifecycle) -> None:
    named = {*life.back, *life.again, *life.only, *life.needs}
    named |= {word for after in (*life.only.values(), *life.needs.values()) for word in after}
    assert named <= {*life.order}
    for word in life.order:
        assert life.may_follow(None, word)


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_nothing_follows_in_one_table_what_another_forbids(life: Lifecycle) -> None:
    for now, after in life.only.items():
        for word in after:
            assert word not in life.needs or now in life.needs[word], (now, word)


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_any_stage_follows_any_other_as_the_tables_say(life: Lifecycle) -> None:
    for before, after in itertools.product(words(life), repeat=2):
        assert life.may_follow(before, after) is follows(life, before, after), (before, after)


# -- examples ----------------------------------------------------------------------------------


def now(life: Lifecycle, *stages: str) -> str:
    found: Any = life.now(told(life, *stages))
    word: str = found.value.word
    return word


@pytest.mark.parametrize(
    ("stages", "stands"),
    [
        (["signed", "proposed"], "signed"),
        (["proposed", "negotiation-resumed"], "proposed"),
        (["negotiation-suspended", "negotiation-resumed"], "negotiation-resumed"),
        (["signed", "acceded", "in-force"], "in-force"),
        (["provisionally-applied", "signed"], "provisionally-applied"),
        (["in-force", "amended", "amended"], "amended"),
        (["in-force", "resumed"], "in-force"),
        (["in-force", "suspended", "resumed"], "resumed"),
        (["terminated", "in-force"], "terminated"),
        (["expired", "renewed"], "renewed"),
    ],
)
def test_an_agreement(stages: list[str], stands: str) -> None:
    assert now(agreements.LIFE, *stages) == stands


@pytest.mark.parametrize("over", ["cancelled", "fulfilled"])
@pytest.mark.parametrize("later", ["refused", "withheld", "permitted", "disputed", "promised"])
def test_nothing_undoes_a_promise_that_is_over(over: str, later: str) -> None:
    assert now(commitments.LIFE, "promised", over, later, "permitted") == over


@pytest.mark.parametrize("end", ["refused", "withheld"])
def test_only_a_permission_lifts_a_ban_or_a_refusal(end: str) -> None:
    for talk in ("disputed", "finalised", "reaffirmed", "postponed", "promised"):
        assert now(commitments.LIFE, "promised", end, talk) == end
    assert now(commitments.LIFE, "promised", end, "permitted") == "permitted"


def test_a_project_that_is_suspended_goes_on_with_what_is_seen_next() -> None:
    assert now(projects.LIFE, "operational", "suspended", "planned") == "planned"
    assert now(projects.LIFE, "operational", "planned") == "operational"
    assert now(projects.LIFE, "operational", "cancelled", "suspended") == "cancelled"


def test_what_is_seen_in_force_again_is_no_news() -> None:
    assert now(constraints.LIFE, "imposed", "in-force") == "imposed"
    assert now(constraints.LIFE, "lifted", "in-force") == "in-force"


def test_a_ceasefire_can_only_be_broken_while_there_is_one() -> None:
    assert now(force.LIFE, "begun", "ceasefire-broken") == "begun"
    assert now(force.LIFE, "begun", "ceasefire", "ceasefire-broken") == "ceasefire-broken"


def test_a_membership_takes_any_turn() -> None:
    for one in memberships.STATUSES:
        for other in memberships.STATUSES:
            assert now(memberships.LIFE, one, other) == other


BUILDING = Lifecycle(
    order={"planned": 0, "begun": 1, "agreed": 1, "built": 2},
    back=("built", "suspended"),
    needs={"resumed": ("suspended",)},
)
"""A life-cycle of one's own: stages as far as each other, and some with no place in the order."""


@pytest.mark.parametrize(
    ("now", "word", "follows"),
    [
        ("begun", "agreed", False),
        ("agreed", "begun", False),
        ("planned", "unheard-of", False),  # what has no place is no further than the first
        ("unheard-of", "planned", True),
        ("suspended", "planned", True),
        ("built", "suspended", True),
        ("built", "resumed", False),
        ("suspended", "resumed", True),
    ],
)
def test_what_has_no_place_of_its_own_in_the_order(now: str, word: str, follows: bool) -> None:
    assert BUILDING.may_follow(now, word) is follows


@pytest.mark.parametrize(
    ("earlier", "later", "back"),
    [
        ("begun", "planned", True),
        ("begun", "agreed", False),
        ("planned", "begun", False),
        ("begun", "unheard-of", True),  # it counts as the first stage
        ("unheard-of", "planned", False),
        ("planned", "unheard-of", False),
        ("built", "planned", False),
        ("begun", "built", False),
        ("begun", "resumed", False),
    ],
)
def test_a_later_account_goes_back_if_nothing_set_the_thing_back(
    earlier: str, later: str, back: bool
) -> None:
    assert BUILDING.goes_back(earlier, later) is back


def test_the_stages_are_in_order_and_those_that_set_back_come_last() -> None:
    assert BUILDING.words == ("planned", "begun", "agreed", "built", "suspended")
    assert Lifecycle(turns=True).words == ()


def test_a_stage_that_tells_no_more_than_its_word() -> None:
    stage = Stage("built")
    assert (stage.by, stage.due, stage.reason, stage.observed) == ("", None, "", False)
    assert str(stage) == "built"


def test_two_stages_are_one_if_word_and_actor_are() -> None:
    one = Stage("signed", "AA", bt.When("2001"), "a reason", observed=True)
    assert (one, hash(one)) == (Stage("signed", "AA"), hash(Stage("signed", "AA")))
    assert str(one) == "signed by AA"


@pytest.mark.parametrize("name", LIVES)
def test_what_is_done_in_a_day_is_a_stage_and_an_end_is_one(name: str) -> None:
    life = LIVES[name]
    assert {*life.acts} <= {*life.words}
    assert len({*life.acts}) == len(life.acts)
    assert {*life.ends} <= {*life.acts}
