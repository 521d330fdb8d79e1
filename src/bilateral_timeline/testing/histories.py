"""Strategies for events and for whole logs of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, permutations
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pendulum import Date

from ..dates.when import Day, When
from ..log import EventLog
from ..projections.projection import Projection, S
from ..records.events import STANCES, Citation, Event, Record, Retraction, Source
from ..records.kinds import kind_of
from ..timeline import Timeline
from .bodies import IDS, PARTIES, Bodies, strategies_of
from .code import Arrivals
from .dates import FIRST, LAST, days, whens

WORKS = ("one", "two", "three")
"""The ids of the works that random records cite."""
_REVISIONS = 4  # records of an id at most


def sources(first: Day = FIRST, last: Day = LAST) -> SearchStrategy[Source]:
    """Works that can be cited."""
    return st.builds(
        Source,
        id=st.sampled_from(WORKS),
        title=st.sampled_from(("First", "Second")),
        author=st.sampled_from(((), ("An Author",), ("An Author", "Another"))),
        issued=st.none() | whens(first, last, lasting=False),
        grade=st.sampled_from(("", "A1", "C3")),
    )


def citations(first: Day = FIRST, last: Day = LAST) -> SearchStrategy[Citation]:
    """Citations of a few works, in every stance, some with a date of their own."""
    return st.builds(
        Citation,
        st.sampled_from(WORKS),
        known=days(first, last),
        stance=st.sampled_from(("asserts", "asserts", "asserts", *STANCES)),
        via=st.sampled_from(((), (), ("an agency",))),
        when=st.none() | st.none() | whens(first, last),
    )


def events(bodies: Bodies | None = None, **knobs: Any) -> SearchStrategy[Event]:
    """Single events, with bodies of some kinds (of any, if not given).

    Further arguments are those of `histories`.

    >>> import bilateral_timeline as bt
    >>> from hypothesis import find
    >>> @bt.kind("canal-dug")
    ... class CanalDug:
    ...     metres: int
    >>> found = find(events(CanalDug), lambda event: event.what.metres > 2)
    >>> print(found.when, found.known, found.what)
    2000-01-01 2000-01-01 CanalDug(metres=3)
    """
    alone = histories(bodies, size=(1, 1), retractions=False, revised=False, **knobs)
    return alone.map(lambda records: next(r for r in records if isinstance(r, Event)))


def histories(
    bodies: Bodies | None = None,
    *,
    ids: Sequence[str] = IDS,
    parties: Sequence[str] = PARTIES,
    first: Day = FIRST,
    last: Day = LAST,
    size: tuple[int, int] | None = None,
    late: bool = True,
    shuffled: bool = True,
    revised: bool = True,
    errata: bool = True,
    retractions: bool = True,
    reinstatements: bool = True,
    ties: bool = True,
    imprecise: bool = True,
    lasting: bool = True,
    cited: bool = True,
) -> SearchStrategy[Arrivals]:
    """Whole logs, with all that makes them hard; each of it can be turned off.

    `bodies` are classes that are kinds, names of kinds or strategies: one of these, or several
    in a list; any kind, if not given. There are as many events as `ids`, or of a `size` (least
    and most); parties are any of `parties`, days between `first` and `last`.

    late: public long after the date, or before it; if not, on its last day
    shuffled: in any order of arrival; if not, in the order in which they became public
    revised: corrected, as the world learns; with errata, which take the day of what they amend
    retractions: retracted; with reinstatements, believed again later
    ties: on the same date, with `seq` or without
    imprecise, lasting: dates of any shape; events that go on
    cited: works cited, published one after the other, in any stance

    They shrink towards one event on the first day, and are shown as code.

    >>> import bilateral_timeline as bt
    >>> from hypothesis import find
    >>> @bt.kind("canal-dug")
    ... class CanalDug:
    ...     metres: int
    >>> find(histories(CanalDug), lambda records: len(records) == 2)  # doctest: +ELLIPSIS
    (
        bt.Event(id='a', when='2000-01-01', known='2000-01-01', what=CanalDug(metres=0)),
        bt.Event(id='b', ...),
    )
    """
    day = days(first, last)
    date = whens(first, last, imprecise=imprecise, lasting=lasting)
    without_end = date.filter(lambda when: not when.is_closed)
    least, most = size or (0, len(ids))
    chosen = st.lists(st.sampled_from(ids), unique=True, min_size=least, max_size=most)
    nothing: SearchStrategy[list[Citation]] = st.just([])
    several = st.lists(citations(first, last), min_size=1, max_size=3)
    content: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {
            "seq": st.integers(0, 1) if ties else st.just(0),
            "parties": _subsets(parties),
            "sources": st.one_of(nothing, nothing, several) if cited else nothing,
        }
    )
    goes_on = st.sampled_from((False, False, lasting))
    pools = st.lists(day, min_size=1, max_size=3)
    chances = st.integers(0, 5)
    some = _some(strategies_of(bodies))
    ways = {"no": 2, "corrected": int(revised), "retracted": int(retractions)}
    back = {"no": 2, "corrected": int(reinstatements)}
    after = {Event: _weighted(ways), Retraction: _weighted(back)}

    @st.composite
    def drawn(draw: st.DrawFn) -> Arrivals:
        taken: set[tuple[Date | None, Date | None]] = set()
        body, pool = draw(some), draw(pools) if ties else []

        def any_day() -> Date:
            at = draw(chances)
            return pool[at] if at < len(pool) else draw(day)

        def any_date(standing: bool) -> When:
            at = draw(chances)
            if at < len(pool):
                return When(pool[at].isoformat())
            fitting = without_end if standing else date
            return draw(fitting if ties else fitting.filter(lambda when: _start(when) not in taken))

        def event(id: str, revision: int, known: Date | None) -> Event:
            what = draw(body)
            made = kind_of(what)
            when = any_date(made is not None and made.standing)
            taken.add(_start(when))
            return Event(
                id=id,
                revision=revision,
                when=when,
                known=known or (any_day() if late else _last_day(when)),
                what=what,
                lasting=not when.is_closed and draw(goes_on),
                **draw(content),
            )

        records: list[Record] = []
        for id in draw(chosen):
            told: list[Record] = [event(id, 0, None)]
            while len(told) < _REVISIONS and (next_ := draw(after[type(told[-1])])) != "no":
                known = told[-1].known if errata and draw(st.booleans()) else any_day()
                if next_ == "retracted":
                    told.append(Retraction(id=id, revision=len(told), known=known, reason="wrong"))
                else:
                    told.append(event(id, len(told), known))
            records += told
        if not shuffled:
            return Arrivals(sorted(records, key=lambda record: (record.known, record.revision)))
        return Arrivals(draw(st.permutations(records)))

    return drawn()


def _subsets(parties: Sequence[str]) -> SearchStrategy[list[str]]:
    """Some of a few parties, in any order: none, or one to three of them."""
    some = (permutations(parties, size) for size in range(min(3, len(parties)) + 1))
    return st.sampled_from([*chain.from_iterable(some)]).map(list)


def _some(bodies: list[SearchStrategy[Any]]) -> SearchStrategy[SearchStrategy[Any]]:
    """The bodies of a history: of all sorts, or, half the time, of one or two that meet."""
    of_all = st.one_of(*bodies)
    if len(bodies) < 3:
        return st.just(of_all)
    few = st.lists(st.sampled_from(bodies), min_size=1, max_size=2)
    return st.just(of_all) | few.map(lambda some: st.one_of(*some))


def _weighted(ways: dict[str, int]) -> SearchStrategy[str]:
    return st.sampled_from([way for way, weight in ways.items() for _ in range(weight)])


def _start(when: When) -> tuple[Date | None, Date | None]:
    return when.start.earliest, when.start.latest


def _last_day(when: When) -> Date:
    """The day by which a date has certainly begun; its first possible one where that is open."""
    return when.start.latest or when.start.earliest or Date.fromisoformat(LAST)


def timeline_of(projection: Projection[S], records: Sequence[Record]) -> Timeline[S]:
    """The timeline of a log that took in some records, in that order."""
    log = EventLog()
    log.append(*records)
    return log.timeline(projection)


st.register_type_strategy(Event, lambda _: events())
st.register_type_strategy(Source, sources())
st.register_type_strategy(Citation, citations())
