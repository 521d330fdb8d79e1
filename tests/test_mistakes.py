"""The law kit catches mistakes that people make, and lets their correct twins pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

from bilateral_timeline.testing import (
    LawViolation,
    check_kind,
    check_projection,
    check_read_model,
)
from mistakes import kinds, models, projections, reducers
from mistakes.harbour import BODIES, Mistake

Check = Callable[..., None]
EXAMPLES = settings(max_examples=100, database=None)  # the default of hypothesis


def check_model(made: Any, *, projection: Any, **more: Any) -> None:
    """Check a read model; each time, one is made anew."""
    check_read_model(made, projection, BODIES, **more)


def checked(mistake: Mistake, made: Callable[[], Any], how: settings) -> None:
    """Check a mistake, or its twin, in the way that is meant for its sort."""
    if mistake in kinds.MISTAKES:
        check_kind(made(), settings=how, **mistake.options)
    elif mistake in models.MISTAKES:
        check_read_model(made, bodies=BODIES, settings=how, **mistake.options)
    else:
        check_projection(made(), BODIES, settings=how, **mistake.options)


MISTAKES = [
    *projections.MISTAKES,
    *reducers.MISTAKES,
    *models.MISTAKES,
    *kinds.MISTAKES,
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_caught_by_the_law_that_it_breaks(mistake: Mistake) -> None:
    with pytest.raises(LawViolation) as caught:
        checked(mistake, mistake.wrong, EXAMPLES)
    assert caught.value.law == mistake.law


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_its_twin_passes(mistake: Mistake) -> None:
    checked(mistake, mistake.right, settings(database=None))
