"""Strategies for events and for whole logs of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from itertools import chain, permutations
from typing import Any, TypedDict, Unpack

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pendulum import Date

from ..arguments import require
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
_ORDERS = 31  # random orders of arrival, by number
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


class Knobs(TypedDict, total=False):
    """What `events` takes of the arguments of `histories`."""

    ids: Sequence[str]
    parties: Sequence[str]
    first: Day
    last: Day
    late: bool
    ties: bool
    imprecise: bool
    lasting: bool
    cited: bool


def events(bodies: Bodies | None = None, **knobs: Unpack[Knobs]) -> SearchStrategy[Event]:
    """Single events, with bodies of some kinds (of any, if not given).

    Further arguments are those of `histories` that a single event can show.

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
    >>> find(histories(CanalDug), lambda records: len(records) > 0)
    (bt.Event(id='a', when='2000-01-01', known='2000-01-01', what=CanalDug(metres=0)),)
    """
    is_pair = size is None or (isinstance(size, tuple) and len(size) == 2)
    require(is_pair, "histories: size", size, "the least and the most events, such as (1, 8)")
    least, most = size or (0, len(ids))
    require(len({*ids}) == len(ids) > 0, "histories: ids", ids, "ids that differ, at least one")
    require(0 <= least <= most <= len(ids), "histories: size", size, f"at most {len(ids)}, as ids")
    date = whens(first, last, imprecise=imprecise, lasting=lasting)
    nothing: SearchStrategy[list[Citation]] = st.just([])
    several = st.lists(citations(first, last), min_size=1, max_size=3)
    ways = {"no": 1, "corrected": int(revised), "retracted": int(retractions)}
    how = _Knobs(
        some=_some(strategies_of(bodies)),
        day=days(first, last),
        date=date,
        without_end=date.filter(lambda when: not when.is_closed),
        content=st.fixed_dictionaries(
            {
                "seq": st.integers(0, 1) if ties else st.just(0),
                "parties": _subsets(parties),
                "sources": st.one_of(nothing, several) if cited else nothing,
            }
        ),
        goes_on=st.just(lasting),
        again=_weighted(ways),
        back=_weighted({"no": 1, "corrected": int(reinstatements)}),
        erratum=st.booleans() if errata else st.just(False),
        late=late,
    )
    return _histories(how, ids, least, most, ties, shuffled)


@attrs.frozen(repr=False)
class _Knobs:
    """What the records of a history are drawn from."""

    some: SearchStrategy[SearchStrategy[Any]]
    """The bodies of a history."""
    day: SearchStrategy[Date]
    date: SearchStrategy[When]
    without_end: SearchStrategy[When]
    content: SearchStrategy[dict[str, Any]]
    goes_on: SearchStrategy[bool]
    again: SearchStrategy[str]
    """What comes after an event of the same id, and after a retraction."""
    back: SearchStrategy[str]
    erratum: SearchStrategy[bool]
    late: bool

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text("...")


@st.composite
def _histories(
    draw: st.DrawFn,
    how: _Knobs,
    ids: Sequence[str],
    least: int,
    most: int,
    ties: bool,
    shuffled: bool,
) -> Arrivals:
    body = draw(how.some)
    pool = draw(st.lists(how.day, min_size=1, max_size=3)) if ties else []
    chains = draw(st.lists(_chains(how, body, pool), min_size=least, max_size=most))
    records = [
        made(id=id, revision=revision)
        for id, told in zip(ids, chains if ties else _apart(chains), strict=False)
        for revision, made in enumerate(told)
    ]
    if not shuffled:
        return Arrivals(sorted(records, key=lambda record: (record.known, record.revision)))
    return Arrivals(draw(orders(records)))


def orders(records: Sequence[Record]) -> SearchStrategy[list[Record]]:
    """Some records in another order, or, most simply, in the same."""
    return st.integers(0, _ORDERS).map(partial(_in_order, records))


def _in_order(records: Sequence[Record], number: int) -> list[Record]:
    return random.Random(number).sample(records, len(records)) if number else [*records]


_Made = partial[Record]
"""A record, but for its id and its revision."""


@st.composite
def _chains(
    draw: st.DrawFn, how: _Knobs, body: SearchStrategy[Any], pool: list[Date]
) -> list[_Made]:
    """An event, and all that became of it: revisions, retractions, reinstatements."""

    def any_day() -> Date:
        at = draw(_CHANCES)
        return pool[at] if at < len(pool) else draw(how.day)

    def any_date(standing: bool) -> When:
        at = draw(_CHANCES)
        if at < len(pool):
            return When(pool[at].isoformat())
        return draw(how.without_end if standing else how.date)

    def event(hard: int, known: Date | None) -> Any:
        what = draw(body)
        made = kind_of(what)
        standing = made is not None and made.standing
        is_plain = pool and not hard & _DATED
        when = When(pool[0].isoformat()) if is_plain else any_date(standing)
        if known is None:
            known = any_day() if how.late and hard & _LATE else _last_day(when)
        goes_on = bool(hard & _LASTING) and not when.is_closed and draw(how.goes_on)
        content = draw(how.content) if hard & _TOLD else {}
        return partial(Event, when=when, known=known, what=what, lasting=goes_on, **content)

    hard = draw(_HARD)  # one number for all, so that a plain event is soon left out
    told: list[Any] = [event(hard, None)]
    while hard & _REVISED and len(told) < _REVISIONS:
        last = told[-1]
        then = draw(how.again if last.func is Event else how.back)
        if then == "no":
            break
        known = last.keywords["known"] if draw(how.erratum) else any_day()
        told.append(
            partial(Retraction, known=known, reason="wrong")
            if then == "retracted"
            else event(draw(_HARD), known)
        )
    return told


_DATED, _LATE, _LASTING, _TOLD, _REVISED = 1, 2, 4, 8, 16
"""What may be hard about an event."""
_HARD = st.integers(0, 31)
_CHANCES = st.integers(0, 5)


def _apart(chains: list[list[_Made]]) -> list[list[_Made]]:
    """Those of which no event is at the same time as one before it."""
    taken: set[object] = set()
    left = []
    for told in chains:
        starts = [_start(made.keywords["when"]) for made in told if made.func is Event]
        if len({*starts}) == len(starts) and taken.isdisjoint(starts):
            left.append(told)
            taken.update(starts)
    return left


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
