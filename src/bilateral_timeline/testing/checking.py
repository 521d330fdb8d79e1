"""Checks that look for what breaks a law, on random histories, and tell the smallest found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, given
from hypothesis import strategies as st
from hypothesis.errors import Flaky, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from ..arguments import require_projection
from ..errors import InputError, Problem
from ..projections.projection import Projection
from ..projections.reducers import Reducer
from .bodies import Bodies
from .code import Arrivals
from .histories import histories
from .laws import OF_A_PROJECTION, OF_A_REDUCER, Case, Law, monotone, same_day
from .questions import questions_about
from .violations import LawViolation

_PHASES = frozenset({Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink})


def check_projection(
    projection: Projection[Any],
    bodies: Bodies | None = None,
    *,
    laws: Iterable[Law] | None = None,
    without: Iterable[Law] = (),
    is_monotone: bool = False,
    is_orderless: bool = False,
    history: SearchStrategy[Arrivals] | None = None,
    settings: hypothesis.settings | None = None,
) -> None:
    """Check a projection, or a reducer, of your own against the laws.

    They are tried on random histories of `bodies`: classes that are kinds, names of kinds or
    strategies, one or several. With `history`, on those of a strategy of your own. `laws` are
    those to try, in place of all, and `without` those to leave out. Where `is_monotone`, what
    is certain has to be part of what is possible; where `is_orderless`, events of one day must
    not decide by their order. As many examples are tried as the `settings` of hypothesis say, those
    of the profile if none are given. The first law that does not hold is a `LawViolation`, which
    is an AssertionError.

    >>> import bilateral_timeline as bt
    >>> count = bt.Projection(initial=0, evolve=lambda n, event: n + 1)
    >>> @bt.kind("bell-rung")
    ... class BellRung:
    ...     times: int
    >>> check_projection(count, BellRung, is_monotone=True, is_orderless=True)
    """
    require_projection("check_projection", projection)
    of_all = OF_A_REDUCER if isinstance(projection, Reducer) else OF_A_PROJECTION
    also = (*([monotone] * is_monotone), *([same_day] * is_orderless))
    chosen = [law for law in ((*of_all, *also) if laws is None else laws) if law not in [*without]]
    of = cases(histories(bodies) if history is None else history)
    search(projection, chosen, of, settings)


@st.composite
def cases(draw: st.DrawFn, history: SearchStrategy[Arrivals]) -> Case:
    """What a law is tried on: a history and a question about its days."""
    records = draw(history)
    asked, until = draw(questions_about(records)), draw(questions_about(records))
    other = draw(st.permutations(records))
    return Case(records, asked, other, until.as_of, until.known_by)


def search(
    subject: Any,
    laws: Iterable[Law],
    of: SearchStrategy[Any],
    settings: hypothesis.settings | None = None,
    share: int = 1,
) -> None:
    """Look for a case that breaks one of some laws, and for the smallest that breaks that one.

    Of the examples that the settings say, one in `share` is tried.
    """
    broken: list[Law] = []
    seen: list[LawViolation] = []
    held = hypothesis.settings() if settings is None else settings

    @hypothesis.settings(
        held,
        max_examples=max(1, held.max_examples // share),
        deadline=None,  # how long a step takes is no law
        phases=[phase for phase in held.phases if phase in _PHASES],
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        suppress_health_check=[*HealthCheck],
    )
    @given(of)
    def hold(case: Any) -> None:
        __tracebackhide__ = True
        for law in broken or laws:
            try:
                law(subject, case)
            except LawViolation as violation:
                broken[:], seen[:] = [law], [violation]
                raise

    __tracebackhide__ = True
    try:
        hold()
    except Flaky as error:
        (once,) = seen
        found = f"{once.found}\nTried again it was not broken: something is remembered."
        raise LawViolation(once.law, once.says, found, once.history, once.asked) from error
    except Unsatisfiable as error:
        expected, advice = "bodies that can be drawn", "give a strategy: st.builds(Body, field=...)"
        raise InputError(Problem("bodies", str(error), expected, advice)) from error
