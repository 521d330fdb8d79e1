"""The laws of every projection, and those of a reducer: each on its own, or all at once.

A law is called with a projection and a `Case`; a `LawViolation` says how it is broken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence, Set
from copy import deepcopy
from itertools import groupby, pairwise
from typing import Any, Protocol

import attrs
import cloudpickle
from pendulum import Date

from ..dates.when import Certainty, Day, to_day
from ..log import EventLog
from ..projections.definition import definition
from ..projections.paths import branches
from ..projections.projection import Projection
from ..projections.reducers import Reducer
from ..records.codec import from_plain, to_text
from ..records.events import Event, Record
from ..records.order import place
from ..records.stored import from_json
from ..records.values import Unknown
from ..timeline import Timeline
from .code import Arrivals
from .elsewhere import FoldError, folded_elsewhere
from .histories import timeline_of
from .questions import Question
from .sizes import SHIPPED, SMALL, SMALLEST, sized
from .violations import LawViolation, raised, reason, unlike


@attrs.frozen
class Case:
    """What a law is tried on: the records of a log as they arrived, and a question.

    `other` is another order of arrival (the reverse, if not given), `earlier` a day that is not
    after the one asked of, and `later` a day on which more is learnt, after all else.
    """

    records: Arrivals = attrs.field(converter=Arrivals)
    asked: Question
    other: Arrivals = attrs.field(converter=Arrivals)
    earlier: Date = attrs.field(converter=to_day)
    later: Date = attrs.field(converter=to_day)

    def __init__(
        self,
        records: Sequence[Record],
        asked: Question,
        other: Sequence[Record] | None = None,
        earlier: Day | None = None,
        later: Day | None = None,
    ) -> None:
        before = asked.as_of if earlier is None else min(to_day(earlier), asked.as_of)
        after = asked.as_of if later is None else to_day(later)
        last = max([after, *(record.known for record in records)])
        another = [*records][::-1] if other is None else other
        self.__attrs_init__(records, asked, another, before, last)  # type: ignore[attr-defined]

    def events(self, timeline: Timeline[Any] | None = None) -> list[Event]:
        """What had happened by the day asked of, as known, in canonical order."""
        asked, held = self.asked, timeline or timeline_of(_NOTHING, self.records)
        return [*held.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)]


_NOTHING: Projection[None] = Projection(initial=None, evolve=lambda state, _: state)
_Broken = Callable[[Any, Any], str]


@attrs.frozen
class Law:
    """A law: its name, what it says, and how it is looked for what breaks it."""

    name: str
    says: str
    broken: _Broken = attrs.field(repr=False)
    """How a case breaks it, in words; nothing if it holds."""

    def __call__(self, subject: Any, case: Any) -> None:
        """Try it on a case; a `LawViolation` says how it is broken."""
        cause: Exception | None = None
        try:
            found = self.broken(subject, case)
        except Exception as error:
            found, cause = f"It raised {reason(error)}", error
        if found:
            raise LawViolation(self.name, self.says, found, case.records, case.asked) from cause


def law(name: str) -> Callable[[_Broken], Law]:
    """Make a law of a function that tells how a case breaks it; its docstring is what it says."""
    return lambda broken: Law(name, broken.__doc__ or "", broken)


# -- the steps -------------------------------------------------------------------------------------


@law("total")
def total(projection: Projection[Any], case: Case) -> str:
    """A step takes every event, though what it refers to has not been introduced."""
    told_of = [record for record in case.records if isinstance(record, Event)]
    for told in (*([event] for event in told_of), case.events(), told_of[::-1]):
        state = deepcopy(projection.initial)
        for event in told:
            try:
                state = projection.evolve(state, event)
            except Exception as error:
                return f"At event {event.id!r}, evolve raised {reason(error)}"
        if what := raised(lambda state=state: projection.show(state)):  # type: ignore[misc]
            return f"To show the state raised {what}"
    return ""


@law("pure")
def pure(projection: Projection[Any], case: Case) -> str:
    """A step leaves the state that it is given as it was."""
    state = deepcopy(projection.initial)
    for event in case.events():
        before = deepcopy(state)
        if state != before:
            return f"A copy of the state is not equal to it: {type(state).__name__} needs __eq__"
        after = projection.evolve(state, event)
        if found := unlike(before, state, "before", "after"):
            return f"At event {event.id!r}, evolve changed the state it was given:\n{found}"
        state = after
    return ""


@law("deterministic")
def deterministic(projection: Projection[Any], case: Case) -> str:
    """The same events give the same state, however often they are folded."""
    events = case.events()
    one, other = (projection.show(projection.fold(events)) for _ in "ab")
    if found := unlike(one, other, "at first", "the second time"):
        return found
    state = projection.initial
    for event in events:
        one, other = projection.evolve(state, event), projection.evolve(state, event)
        if found := unlike(one, other, "at first", "the second time"):
            return f"At event {event.id!r}, evolve gave two states:\n{found}"
        state = one
    return ""


@law("the same elsewhere")
def elsewhere(projection: Projection[Any], case: Case) -> str:
    """Another process gives the same state, with other hashes of texts and on another date."""
    events = case.events()
    here = projection.show(projection.fold(events))
    try:
        states = folded_elsewhere(projection, events)
    except FoldError as error:
        return f"There it raised {error}"
    for state in states:
        if found := unlike(here, state, "here", "there"):
            return found
    return ""


@law("prefixes")
def prefixes(projection: Projection[Any], case: Case) -> str:
    """The state of a day is that of an earlier day and the events in between."""
    asked, timeline = case.asked, timeline_of(projection, case.records)
    until = Question(min(case.earlier, asked.as_of), asked.known_by, asked.mode)
    state = projection.fold(case.events(timeline)[: len(attrs.evolve(case, asked=until).events())])
    between = timeline.events(until.as_of, asked.as_of, known_by=asked.known_by, mode=asked.mode)
    for event in between:
        state = projection.evolve(state, event)
    whole = projection.fold(case.events(timeline))
    names = f"by way of {until.as_of}", "at once"
    return unlike(projection.show(state), projection.show(whole), *names)


@law("lasts")
def lasts(projection: Projection[Any], case: Case) -> str:
    """A value lasts until the next event: nothing changes because a day has passed."""
    asked, timeline = case.asked, timeline_of(projection, case.records)
    until = Question(case.earlier, asked.known_by, asked.mode)
    if timeline.events(until.as_of, asked.as_of, known_by=asked.known_by, mode=asked.mode):
        last = max(event.when.sort_key(asked.mode)[0] for event in case.events(timeline))
        until = Question(Date.fromordinal(last), asked.known_by, asked.mode)
    names = f"on {until.as_of}", f"on {asked.as_of}, with no event in between"
    return unlike(until.of(timeline), asked.of(timeline), *names)


# -- the order of arrival, and what is known when ------------------------------------------------


class Replay(Protocol):
    """Whatever takes records in, and answers at any time in between."""

    def take(self, *records: Record) -> None:
        """Take in some records, in the order in which they arrive."""

    def answer(self, asked: Question) -> Any:
        """The answer to a question, as of all that was taken in."""


class _OfALog:
    """How a log and its timelines replay a projection."""

    def __init__(self, projection: Projection[Any]) -> None:
        self._projection, self._log = projection, EventLog()

    def take(self, *records: Record) -> None:
        self._log.append(*records)

    def answer(self, asked: Question) -> Any:
        return asked.of(self._log.timeline(self._projection))


def replayed(subject: Any, records: Sequence[Record]) -> Replay:
    """A replay of some records: by a log, or as what is tested does it itself (`replay`)."""
    replay: Replay = _OfALog(subject) if isinstance(subject, Projection) else subject.replay()
    replay.take(*records)
    return replay


@law("arrival")
def arrival(subject: Any, case: Case) -> str:
    """The order in which records arrive does not matter."""
    one, two = (replayed(subject, told).answer(case.asked) for told in (case.records, case.other))
    return unlike(one, two, "as they arrived", "in another order")


@law("later known")
def later_known(subject: Any, case: Case) -> str:
    """What becomes known later does not change what was known."""
    known = case.asked.known_by
    if known is None:
        return ""
    early = [record for record in case.records if record.known <= known]
    one, two = (replayed(subject, told).answer(case.asked) for told in (case.records, early))
    return unlike(one, two, "with what is known later", "without")


def _log_of(case: Case) -> EventLog:
    log = EventLog()
    log.append(*case.records)
    return log


def _chosen(case: Case) -> Event | None:
    """An event that is believed after all that is told: of the id that arrived first."""
    believed = {event.id: event for event in timeline_of(_NOTHING, case.records).events()}
    return next((believed[record.id] for record in case.records if record.id in believed), None)


def _without(case: Case, id: str) -> list[Record]:
    return [record for record in case.records if record.id != id]


@law("retraction")
def retraction(subject: Any, case: Case) -> str:
    """What is retracted has not happened, from the day of its retraction on."""
    event, log = _chosen(case), _log_of(case)
    if event is None:
        return ""
    until, since = _until(case.asked, case.later), _since(case.asked, case.later)
    replay = replayed(subject, case.records)
    before, _ = replay.answer(until), replay.answer(since)  # which is to be forgotten
    log.retract(event.id, known=case.later, reason="wrong")
    replay.take(log.read()[-1].record)
    told = f"{event.id!r} was retracted on {case.later}."
    if found := unlike(before, replay.answer(until), "before", "afterwards"):
        return f"{told} Now something else was known before:\n{found}"
    without = replayed(subject, _without(case, event.id)).answer(since)
    if found := unlike(replay.answer(since), without, "retracted", "without it"):
        return f"{told} It still counts:\n{found}"
    return ""


@law("correction")
def correction(subject: Any, case: Case) -> str:
    """A correction replaces the event from its own day on, an erratum from the first."""
    event, log = _chosen(case), _log_of(case)
    if event is None:
        return ""
    until, since = _until(case.asked, case.later), _since(case.asked, case.later)
    replay, others = replayed(subject, case.records), _without(case, event.id)
    before, _ = replay.answer(until), replay.answer(since)

    def corrected(told: str) -> str:
        log.correct(event.id, known=case.later, **_changed(event, case))
        record = log.read()[-1].record
        replay.take(record)
        if found := unlike(before, replay.answer(until), "before", "afterwards"):
            return f"{told} Now something else was known before:\n{found}"
        anew = replayed(subject, [*others, record]).answer(since)
        found = unlike(replay.answer(since), anew, "so", "told so at first")
        return found and f"{told} It does not count as if it had been told so at first:\n{found}"

    if found := corrected(f"{event.id!r} was corrected on {case.later}."):
        return found
    log.retract(event.id, known=case.later, reason="wrong")
    replay.take(log.read()[-1].record)
    told = f"{event.id!r} was retracted and reinstated on {case.later}."
    return corrected(told) or _of_an_erratum(subject, case, event)


def _changed(event: Event, case: Case) -> dict[str, Any]:
    """What a correction changes: the date, where it can be that of the question."""
    if event.when.is_closed:
        return {"seq": event.seq + 1}
    return {"seq": event.seq + 1, "when": case.earlier.isoformat()}


def _of_an_erratum(subject: Any, case: Case, event: Event) -> str:
    log = _log_of(case)
    log.correct(event.id, **_changed(event, case))
    held = [entry.record for entry in log.read()]
    wrong = event.id, event.revision
    right = [record for record in held if (record.id, record.revision) != wrong]
    one, other = (replayed(subject, told).answer(case.asked) for told in (held, right))
    found = unlike(one, other, "with an erratum", "written so at first")
    return found and f"Of {event.id!r} there is an erratum:\n{found}"


def _until(asked: Question, known: Date) -> Question:
    """The same question, as known before a day."""
    return attrs.evolve(asked, known_by=min(asked.known_by or known, known.subtract(days=1)))


def _since(asked: Question, known: Date) -> Question:
    """The same question, as known on a day or later."""
    return attrs.evolve(asked, known_by=asked.known_by and max(known, asked.known_by))


# -- the engine ------------------------------------------------------------------------------------


@law("the engine")
def engine(projection: Projection[Any], case: Case) -> str:
    """The engine gives what the definition gives, at every size and to every thread."""
    early = Question(case.earlier, case.asked.known_by, case.asked.mode)
    asked = (case.asked, early, attrs.evolve(case.asked, known_by=None))
    half = len(case.records) // 2
    for sizes in (SMALLEST, SMALL, SHIPPED):
        with sized(sizes):
            log = EventLog()
            for until in (half, len(case.records)):
                log.append(*case.records[:until])
                timeline = log.timeline(projection)
                for question in (*asked, case.asked):
                    if found := _undefined(projection, timeline, case.records[:until], question):
                        return found
    return _in_threads(projection, timeline_of(projection, case.records), case, asked)


def _undefined(
    projection: Projection[Any],
    timeline: Timeline[Any],
    records: Sequence[Record],
    asked: Question,
) -> str:
    """How the answer of a timeline is not what the definition gives."""
    folded = definition(projection, records, asked.as_of, asked.known_by, asked.mode)
    moment = timeline._moment(asked.as_of, asked.known_by, asked.mode)
    found = unlike(asked.of(timeline), projection.show(folded, lambda: moment), "asked", "folded")
    return found and f"{found}\n  {asked}"


def _in_threads(
    projection: Projection[Any], timeline: Timeline[Any], case: Case, asked: Sequence[Question]
) -> str:
    """How answers of one timeline to several threads are not what the definition gives."""
    found: list[str] = []
    start = threading.Barrier(len(asked))

    def ask(question: Question) -> None:
        start.wait()
        told = raised(
            lambda: found.append(_undefined(projection, timeline, case.records, question))
        )
        found.append(told)

    threads = [threading.Thread(target=ask, args=(question,)) for question in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return next((f"In several threads:\n{told}" for told in found if told), "")


# -- what is kept ----------------------------------------------------------------------------------


@law("stored form")
def stored_form(projection: Projection[Any], case: Case) -> str:
    """Events that were written and read again give the same state."""
    events = case.events()
    again: Any = [from_plain(from_json(to_text(event))) for event in events]
    one, other = (projection.show(projection.fold(told)) for told in (events, again))
    return unlike(one, other, "at first", "read again")


@law("pickle")
def pickled(projection: Projection[Any], case: Case) -> str:
    """A state that went through pickle is the same."""
    state = case.asked.of(timeline_of(projection, case.records))
    return unlike(state, cloudpickle.loads(cloudpickle.dumps(state)), "before", "after")


# -- only where they are asked for -----------------------------------------------------------------


@law("monotone")
def monotone(projection: Projection[Any], case: Case) -> str:
    """What is certain is part of what is possible."""
    timeline = timeline_of(projection, case.records)
    certain, possible = (
        attrs.evolve(case.asked, mode=mode).of(timeline) for mode in ("certain", "possible")
    )
    if is_part(certain, possible):
        return ""
    return unlike(certain, possible, "for certain", "possibly")


def is_part(one: Any, other: Any, root: bool = True) -> bool:
    """Whether one state says nothing that another does not: a number may grow, a set gain.

    >>> is_part({"north": 1}, {"north": 2, "south": 1}), is_part({1}, {2})
    (True, False)
    """
    if one is Unknown or one == other:
        return True
    if isinstance(one, Certainty | str):
        return False
    if isinstance(one, Set) and isinstance(other, Set):
        return one <= other
    parts, others = branches(one, root=root), branches(other, root=root)
    if parts is not None and others is not None:
        return all(is_part(part, others.get(name, None), False) for name, part in parts.items())
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return all(one.count(each) <= other.count(each) for each in one)
    try:
        return bool(one <= other)
    except TypeError:
        return False


@law("the same day")
def same_day(projection: Projection[Any], case: Case) -> str:
    """Events that happened at the same time do not decide by their order."""
    mode, state, other = case.asked.mode, projection.initial, projection.initial
    for _, told in groupby(case.events(), key=lambda event: place(event, mode)[:2]):
        held = [*told]
        for event in held:
            state = projection.evolve(state, event)
        for event in held[::-1]:
            other = projection.evolve(other, event)
    return unlike(projection.show(state), projection.show(other), "in order", "the other way round")


# -- reducers --------------------------------------------------------------------------------------


def _summaries(reducer: Reducer[Any], case: Case) -> list[Any]:
    return [one for event in case.events() if (one := reducer.summary(event)) is not None]


@law("combine is pure")
def combine_is_pure(reducer: Reducer[Any], case: Case) -> str:
    """To combine two summaries leaves both as they were."""
    held = _summaries(reducer, case)
    for one, other in pairwise(held):
        before = deepcopy((one, other))
        reducer.combine(one, other)
        if found := unlike(before, (one, other), "before", "after"):
            return found
    return ""


@law("associative")
def associative(reducer: Reducer[Any], case: Case) -> str:
    """Of neighbouring stretches it does not matter which two are combined first."""
    held, combine = _summaries(reducer, case), reducer.combine
    for a, b, c in zip(held, held[1:], held[2:], strict=False):
        left = combine(combine(deepcopy(a), deepcopy(b)), deepcopy(c))
        right = combine(deepcopy(a), combine(deepcopy(b), deepcopy(c)))
        if found := unlike(reducer.show(left), reducer.show(right), "left first", "right first"):
            return f"Of {a!r}, {b!r} and {c!r}:\n{found}"
    return ""


@law("identity")
def identity(reducer: Reducer[Any], case: Case) -> str:
    """An event that says nothing changes nothing; what is empty is shown so."""
    if found := unlike(reducer.fold([]), None, "before any event", "expected"):
        return found
    if found := unlike(reducer.show(None), reducer.empty, "shown of nothing", "its `empty`"):
        return found
    state = None
    for event in case.events():
        before, one = state, reducer.summary(event)
        state = reducer.evolve(state, event)
        if reducer.counts(event) != (one is not None):
            return f"Event {event.id!r} counts, and has no summary, or the other way round."
        expected = before if one is None else one if before is None else state
        if found := unlike(state, expected, "after it", "expected"):
            return f"At event {event.id!r}:\n{found}"
    return ""


@law("combined")
def combined(reducer: Reducer[Any], case: Case) -> str:
    """The summaries of two halves, combined, are what the fold of all gives."""
    events = case.events()
    whole = reducer.show(reducer.fold(events))
    for cut in range(1, len(events)):
        a, b = (deepcopy(reducer.fold(part)) for part in (events[:cut], events[cut:]))
        state = b if a is None else a if b is None else reducer.combine(a, b)
        if found := unlike(reducer.show(state), whole, "combined", "folded"):
            return f"Of the first {cut} and the other {len(events) - cut}:\n{found}"
    return ""


OF_A_PROJECTION: tuple[Law, ...] = (
    total,
    pure,
    deterministic,
    elsewhere,
    prefixes,
    lasts,
    arrival,
    later_known,
    retraction,
    correction,
    stored_form,
    pickled,
    engine,
)
"""Those that every projection keeps."""
OF_A_REDUCER: tuple[Law, ...] = (combine_is_pure, associative, identity, combined)
"""Those that a reducer keeps beside these."""
