"""The law kit catches mistakes that people make, and lets their correct twins pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis.core
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bilateral_timeline.stores.memory import MemoryStore
from bilateral_timeline.testing import (
    LawViolation,
    StoreMachine,
    check_kind,
    check_projection,
    check_read_model,
    check_store,
)
from mistakes import kinds, models, projections, reducers, stores
from mistakes.harbour import BODIES, Mistake

EXAMPLES = settings(max_examples=100, database=None)  # as many as hypothesis tries by itself
LOOKING = settings(EXAMPLES, phases=[Phase.generate])
MISTAKES = [*projections.MISTAKES, *reducers.MISTAKES, *models.MISTAKES, *kinds.MISTAKES]
SEEDS = 20 if settings().max_examples > 1000 else 1


def checked(mistake: Mistake, made: Callable[[], Any], how: settings) -> None:
    """Check a mistake, or its twin, in the way that is meant for its sort."""
    if mistake in kinds.MISTAKES:
        check_kind(made(), settings=how, **mistake.options)
    elif mistake in models.MISTAKES:
        check_read_model(made, bodies=BODIES, settings=how, **mistake.options)
    else:
        check_projection(made(), BODIES, settings=how, **mistake.options)


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_caught_by_a_law_that_it_breaks(
    mistake: Mistake, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if SEEDS > 1:
        monkeypatch.setattr(hypothesis.core, "global_force_seed", seed)
    with pytest.raises(LawViolation) as caught:
        checked(mistake, mistake.wrong, LOOKING)
    assert caught.value.law in mistake.laws.split("|")


def twins() -> list[Mistake]:
    """One mistake for each twin: some have the same."""
    return [*{(m.right, str(m.options)): m for m in MISTAKES}.values()]


@pytest.mark.parametrize("mistake", twins(), ids=str)
def test_its_twin_passes(mistake: Mistake) -> None:
    some = max(20, settings().max_examples // 2)
    checked(mistake, mistake.right, settings(max_examples=some, database=None))


@pytest.mark.parametrize("mistake", stores.MISTAKES, ids=str)
def test_a_store_that_breaks_a_promise_is_caught(mistake: Mistake) -> None:
    with pytest.raises(AssertionError, match="broken: "):
        check_store(mistake.wrong())


def test_a_store_without_a_mistake_passes() -> None:
    check_store(stores.CORRECT())


@pytest.mark.parametrize("breaking", [stores.Forgetful, stores.Tidy, stores.OneADay])
def test_the_machine_catches_it_too(breaking: type[MemoryStore]) -> None:
    class Machine(StoreMachine):
        open_store = stores.opened(breaking)()

    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Machine, settings=settings(LOOKING, max_examples=500))


def told_of(mistake: Mistake) -> LawViolation:
    """The smallest history that is found of a mistake."""
    with pytest.raises(LawViolation) as caught:
        checked(mistake, mistake.wrong, EXAMPLES)
    return caught.value


def named(name: str) -> Mistake:
    return next(mistake for mistake in MISTAKES if mistake.name == name)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("changes what is below it", 2),
        ("needs an opening", 1),
        ("lists a set", 2),
        ("adds floats", 4),
        ("a day too late", 1),
        ("the highest revision wins", 3),
    ],
)
def test_it_is_told_with_a_small_history(name: str, size: int) -> None:
    violation = told_of(named(name))
    assert violation.history is not None
    assert len(violation.history) <= size


def test_a_violation_says_the_law_why_and_the_history_as_code() -> None:
    told = told_of(named("needs an opening"))
    assert (
        str(told)
        == """\
total: A step takes every event, though what it refers to has not been introduced.
At event 'a', evolve raised KeyError: 'one'

the smallest history found, as it arrived:
(bt.Event(id='a', when='2000-01-01', known='2000-01-01', what=FerryClosed(harbour='one')),)"""
    )


def test_a_law_that_asks_says_what_was_asked() -> None:
    told = told_of(named("keeps its states"))
    assert str(told).splitlines()[-4:] == [
        'asked: as_of("2000-01-01", known_by=None, mode="certain")',
        "",
        "the smallest history found, as it arrived:",
        "(bt.Event(id='a', when='2000-01-01', known='2000-01-01', "
        "what=FerryOpened(harbour='one')),)",
    ]
