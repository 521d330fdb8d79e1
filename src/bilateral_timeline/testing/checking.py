"""Checks that look for what breaks a law, on random histories, and tell the smallest found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, given
from hypothesis import strategies as st
from hypothesis.errors import FailedHealthCheck, Flaky, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from ..arguments import require, require_projection
from ..errors import InputError, Problem
from ..projections.projection import Projection
from ..projections.reducers import Reducer
from ..records.events import Record
from ..records.values import is_several
from .bodies import IDS, Bodies
from .code import Arrivals
from .dates import FIRST
from .histories import histories, orders
from .laws import OF_A_PROJECTION, OF_A_REDUCER, Case, Law, monotone, same_day
from .questions import Question, questions_about
from .reducing import reduced
from .violations import LawViolation

_ROUND = 20  # examples, of which some are variations of others
_PHASES = frozenset({Phase.explicit, Phase.generate})


def check_projection(
    projection: Projection[Any],
    bodies: Bodies | None = None,
    *,
    laws: Iterable[Law] | None = None,
    without: Iterable[Law] = (),
    is_monotone: bool = False,
    is_orderless: bool = False,
    history: SearchStrategy[Sequence[Record]] | None = None,
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
    left_out = _laws("without", without)
    tried = of_all if laws is None else _laws("laws", laws)
    also = (*([monotone] * is_monotone), *([same_day] * is_orderless))
    chosen = [law for law in (*tried, *also) if law not in left_out]
    foreign = [law.name for law in chosen if law not in (*of_all, monotone, same_day)]
    require(not foreign, "check_projection: laws", foreign, "laws of such a projection")
    for law in chosen:
        law(projection, Case((), Question(FIRST)))
    search(projection, chosen, cases(of_bodies(bodies) if history is None else history), settings)


def _laws(name: str, given: Iterable[Law]) -> list[Law]:
    """Some laws that were given; what is none is refused."""
    where, advice = f"check_projection: {name}", "such as [laws.pure]"
    require(is_several(given), where, given, "laws in a list", advice)
    held = [*given]
    for law in held:
        require(isinstance(law, Law), where, law, "a law", advice)
    require(bool(held) or name == "without", where, held, "at least one law", advice)
    return held


def of_bodies(bodies: Bodies | None) -> SearchStrategy[Arrivals]:
    """Histories with all that makes them hard, on which laws are tried; none is empty."""
    return histories(bodies, size=(1, len(IDS)))


@st.composite
def cases(draw: st.DrawFn, history: SearchStrategy[Sequence[Record]]) -> Case:
    """What a law is tried on: a history and a question about its days."""
    records = draw(history)
    asked, until = draw(questions_about(records)), draw(questions_about(records))
    return Case(records, asked, draw(orders(records)), until.as_of, until.known_by)


def search(
    subject: Any,
    laws: Iterable[Law],
    of: SearchStrategy[Any],
    settings: hypothesis.settings | None = None,
    *,
    share: int = 1,
    reduce: Callable[[Law, Any, Any], Any] | None = reduced,
) -> None:
    """Look for a case that breaks one of some laws, and for the smallest that breaks that one.

    Of the examples that the settings say, one in `share` is tried. They are looked for in rounds:
    of one long round, most would be variations of few. A case is made smaller by `reduce`, or,
    without it, by hypothesis.
    """
    __tracebackhide__ = True
    held = hypothesis.settings() if settings is None else settings
    left, laws = max(1, held.max_examples // share), [*laws]
    shrinking = {Phase.shrink} if reduce is None else set()
    for number in count():
        looking = hypothesis.settings(
            held,
            max_examples=min(left, _ROUND),
            deadline=None,  # how long a step takes is no law
            phases=[phase for phase in held.phases if phase in _PHASES | shrinking],
            report_multiple_bugs=False,
            verbosity=Verbosity.quiet,
            suppress_health_check=[*HealthCheck],
        )
        if found := _look(subject, laws, _shifted(of, number), looking):
            law, case, violation = found
            law(subject, case if reduce is None else reduce(law, subject, case))
            says = f"{violation.found}\nTried again it was not broken: something is remembered."
            raise LawViolation(law.name, law.says, says, violation.history, violation.asked)
        left -= _ROUND
        if left <= 0:
            return


@st.composite
def _shifted(draw: st.DrawFn, of: SearchStrategy[Any], by: int) -> Any:
    """Cases of another round: the same seed leads to others, once more numbers are drawn."""
    for _ in range(by):
        draw(st.booleans())
    return draw(of)


def _look(
    subject: Any, laws: list[Law], of: SearchStrategy[Any], looking: hypothesis.settings
) -> tuple[Law, Any, LawViolation] | None:
    """The first case, or the smallest that hypothesis finds, that breaks one of some laws."""
    broken: list[tuple[Law, Any, LawViolation]] = []

    try:

        @looking
        @given(of)
        def hold(case: Any) -> None:
            for law in [broken[0][0]] if broken else laws:
                try:
                    law(subject, case)
                except LawViolation as violation:
                    broken.append((law, case, violation))
                    raise

        hold()
    except (LawViolation, Flaky):
        return broken[-1]
    except FailedHealthCheck as error:  # the others are off
        expected = "a test of its own, as it draws its own examples"
        advice = "try a single law there: laws.pure(projection, Case(records, Question(day)))"
        raise InputError(Problem("check", "a test under @given", expected, advice)) from error
    except Unsatisfiable as error:
        found = "none that can be drawn and that its class takes"
        advice = "give a strategy in its place: st.builds(Body, field=...)"
        raise InputError(Problem("bodies", found, "bodies of each kind", advice)) from error
    return None
