"""The laws of a chronicle: for a curator's own tests."""

from __future__ import annotations

from os import PathLike
from typing import Any

import hypothesis
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..errors import Problem
from ..files import checked
from ..files.chronicle import load_chronicle
from ..projections.projection import Projection
from ..timeline import Timeline
from .checking import search
from .code import Arrivals
from .histories import orders, timeline_of
from .laws import Case, Law, arrival, later_known, law, stored_form
from .laws.engine import undefined
from .questions import questions_about
from .violations import unlike

_PROBLEMS = 20  # problems that are told
_ROWS = 20  # changes that are explained
_SHARE = 10  # a state of a whole chronicle takes long: so many times fewer examples


def check_chronicle(
    chronicle: str | PathLike[str],
    *,
    pair: tuple[str, str] | None = None,
    settings: hypothesis.settings | None = None,
) -> None:
    """Check a chronicle: a folder, a file of JSON Lines, a log, or the name of a packaged one.

    `check` must find nothing in it, wrong or to look at. Its states are tried on the laws of the
    relationship, as of random days near its own and known by others: whatever the order in which
    its records are read, in the engine as by the definition, also after they were written and
    read again; and each value is explained by the events that set it. An AssertionError tells
    every problem with its file and line, or the law that is broken. The shipped chronicle takes
    a few seconds.

    >>> check_chronicle("russia-iran")  # doctest: +SKIP
    """
    __tracebackhide__ = True
    found = checked.check_chronicle(chronicle, pair=pair).problems
    if found:
        raise AssertionError(_told(found))
    timeline: Timeline[Any] = load_chronicle(chronicle, pair=pair)
    of = _cases(Arrivals(timeline._records))
    search(timeline.projection, OF_A_CHRONICLE, of, settings, share=_SHARE, reduce=None)


def _told(problems: tuple[Problem, ...]) -> str:
    more = [f"and {len(problems) - _PROBLEMS} more"] if len(problems) > _PROBLEMS else []
    rows = [str(problem) for problem in problems[:_PROBLEMS]]
    return "\n".join((f"{len(problems)} problems:", *rows, *more))


def _cases(records: Arrivals) -> SearchStrategy[Case]:
    @st.composite
    def drawn(draw: st.DrawFn) -> Case:  # not of the records: they would be shown with each error
        asked, until = draw(questions_about(records)), draw(questions_about(records))
        return Case(records, asked, draw(orders(records)), until.as_of)

    return drawn()


@law("as defined")
def as_defined(projection: Projection[Any], case: Case) -> str:
    """The state of a day is what the definition gives: latest, filter, sort, fold."""
    return undefined(timeline_of(projection, case.records), case.records, case.asked)


@law("explained", asks=True)
def explained(projection: Projection[Any], case: Case) -> str:
    """Each value that has changed is explained by events, and each of these cites a work."""
    asked, timeline = case.asked, timeline_of(projection, case.records)
    cited = {(record.id, record.revision): record.sources for record in case.records}
    how: Any = {"known_by": asked.known_by, "mode": asked.mode}
    for change in timeline.changes(case.earlier, asked.as_of, **how)[:_ROWS]:
        why = timeline.explain(change.path, as_of=asked.as_of, **how)
        if found := unlike(why.value, change.after, "explained", "in the state"):
            return f"At {change.path}:\n{found}"
        if not change.because:
            return f"Of {change.path} no event says why it changed"
        if without := [event.id for event in why.set_by if not cited[event.id, event.revision]]:
            return f"{change.path} is set by {without[0]}, which cites nothing"
    return ""


OF_A_CHRONICLE: tuple[Law, ...] = (as_defined, arrival, later_known, stored_form, explained)
"""Those that the states of every chronicle keep."""
