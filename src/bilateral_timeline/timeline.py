"""Timeline: the questions. What was the state on a day, as known by a day, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any, Generic, TypeVar, overload

import attrs
from pendulum import Date

from .arguments import (
    KnownBy,
    Period,
    in_turn,
    known_day,
    mode_of,
    period_ends,
    require,
    require_projection,
    require_text,
    texts_of,
)
from .checks import problems
from .coverage import Coverage, last_told
from .dates.when import LAST_DAY, Certainty, Day, Mode, When, to_day
from .engine import Index
from .errors import InputError, MissingError, Problem
from .projections.composed import Keyed
from .projections.paths import look_up
from .projections.projection import Moment, Projection, S
from .projections.reducers import Count
from .reading import Reader
from .records.belief import (
    Records,
    alone,
    beliefs_of,
    believed_events,
    by_id,
    last_public,
    new_records,
)
from .records.display import Answers
from .records.events import Event, Record, Retraction, Source, in_works
from .records.kinds import find_kind, is_kind, is_of
from .records.order import END, happened_on, in_order
from .records.values import Unknown, is_several
from .search import Match, matches
from .series import Series
from .why import Change, Explanation, changes_between, next_setting, reasons

T = TypeVar("T")
B = TypeVar("B")


_BY_PARTY: Keyed[str, int] = Keyed(lambda event: list(event.parties), Count())
_BY_NUMBER: Keyed[int, int] = Keyed(lambda event: len(set(event.parties)), Count())


@attrs.frozen(eq=False, repr=False)
class Timeline(Generic[S]):
    """An unchanging view of a log up to a position; every question is asked of it.

    Days are whole and inclusive. `known_by=None` means everything in the log, "then" the
    as-of day itself. Mode "certain" counts an event once it must have happened, "possible"
    once it may have. Of n events, a reducer's state costs O(log n); that of another projection,
    the events after the last ones that were folded before. What was worked out is remembered.
    Any number of threads may ask it, and it can be pickled where its projection can.
    """

    projection: Projection[S]
    _records: Records
    _index: Index
    _through: Date | None
    _sources: tuple[Source, ...] = ()
    _pairs: tuple[tuple[str, str, bool], ...] = ()
    # The index of the events between the pairs: that of all events where there are none.
    _line: Index = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        line = self._index
        for one, other, only in self._pairs:
            line = line.line(_BY_PARTY, one).line(_BY_PARTY, other)
            line = line.line(_BY_NUMBER, 2) if only else line
        object.__setattr__(self, "_line", line)

    def __repr__(self) -> str:
        return f"Timeline({self.coverage.from_}..{self.coverage.through})"

    @property
    def coverage(self) -> Coverage:
        """From its earliest event to the last day on which anything became known."""
        first = self._index.first_day()
        return Coverage(first, self._through, self._sources, self._last_told)

    # -- the state ------------------------------------------------------------------------

    def as_of(self, day: Day, *, known_by: KnownBy = None, mode: Mode = "certain") -> S:
        """The state at the end of a day, as far as it was public by another.

        >>> from bilateral_timeline import load_chronicle
        >>> state = load_chronicle("russia-iran").as_of("2024-05-19", known_by="then")
        >>> state.leadership["ir-president"].holder
        'Ebrahim Raisi'
        """
        return self.project(self.projection, as_of=day, known_by=known_by, mode=mode)

    def project(
        self,
        projection: Projection[T],
        *,
        as_of: Day,
        known_by: KnownBy = None,
        mode: Mode = "certain",
    ) -> T:
        """The same as `as_of`, for any other projection."""
        require_projection("project", projection)
        day = to_day(as_of, "as_of")
        known = known_day(known_by, day)
        state = self._line.state(projection, day.toordinal(), _by(known), mode_of(mode))
        return projection.show(state, partial(self._moment, day, known, mode))

    def series(
        self,
        value: str | Callable[[S], Any],
        *,
        every: Period = "month",
        after: Day | None = None,
        until: Day | None = None,
        known_by: KnownBy = None,
        mode: Mode = "certain",
    ) -> Series:
        """A value at the end of each period in (after, until]: by path, or by a function.

        Without bounds it runs over the coverage. With `known_by="then"`, each day is as then
        known. Where the path does not lead anywhere yet, the value is Unknown. A path that
        never leads anywhere is a `MissingError`. By path it is one sweep over the events of the
        part that the path names; by function, the whole state is shown for each day. The answer
        is a sequence of pairs, and a table for pandas, polars and whatever else reads Arrow.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> jets = timeline.series("commitments.su-35.status", after="2023-01", until="2023-04")
        >>> [value for day, value in jets]
        ['open', 'possibly overdue', 'overdue']
        """
        if not callable(value):
            require_text("series", value, "a path or a function")
        first, last = self._bounds(after, until)
        days, mode = list(period_ends(first, last, every)), mode_of(mode)
        if callable(value):
            points = ((d, value(self.as_of(d, known_by=known_by, mode=mode))) for d in days)
            return Series(points, getattr(value, "__name__", "a function"), self)
        self._require_path(value)
        read = self._reader.values(value, mode)
        return Series(((day, read(day, known_day(known_by, day))) for day in days), value, self)

    # -- the events -----------------------------------------------------------------------

    @overload
    def events(
        self,
        after: Day | None = None,
        until: Day | None = None,
        *,
        during: When | Day | None = None,
        known_by: KnownBy = None,
        parties: Iterable[str] | None = None,
        kind: type[B],
        mode: Mode = "certain",
    ) -> tuple[Event[B], ...]: ...
    @overload
    def events(
        self,
        after: Day | None = None,
        until: Day | None = None,
        *,
        during: When | Day | None = None,
        known_by: KnownBy = None,
        parties: Iterable[str] | None = None,
        kind: str | None = None,
        mode: Mode = "certain",
    ) -> tuple[Event, ...]: ...
    def events(
        self,
        after: Day | None = None,
        until: Day | None = None,
        *,
        during: When | Day | None = None,
        known_by: KnownBy = None,
        parties: Iterable[str] | None = None,
        kind: Any = None,
        mode: Mode = "certain",
    ) -> tuple[Event, ...]:
        """The believed events that happened in (after, until], in canonical order.

        `during` keeps those that go on at some time between the first and the last day of a When
        or its text: they may have begun before it. One that lasts goes on for ever here, as its
        end is another event: what stood on a day, ask the state. `parties` keeps those in which
        all of them take part; `kind` those of a kind, by its name or class. The name of a kind
        that is not known and no event has, or a party that none has, is a `MissingError`.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> [event.id for event in timeline.events("2023-07-03", "2023-07-04")]
        ['organisations-support', 'sco-iran']
        """
        last = None if until is None else to_day(until, "until")
        if after is not None and last is not None:
            in_turn(after, last)
        low = -1 if after is None else to_day(after, "after").toordinal()
        known = known_day(known_by, last)
        mode = mode_of(mode)
        is_right = isinstance(kind, str | None) or (isinstance(kind, type) and is_kind(kind))
        require(is_right, "kind", kind, "the class of an event body, or a name")
        held = None if parties is None else texts_of("parties", parties, "a sequence of parties")
        period = None if during is None else _period(during)
        high = END if last is None else last.toordinal()
        found = tuple(
            event
            for event in self._line.events(mode, _by(known), low, high)
            if (held is None or set(held) <= set(event.parties))
            and (kind is None or is_of(event, kind))
            and (period is None or _goes_on(event, period, mode))
        )
        if not found:
            self._require_held(kind, held)
        return Answers.to(self, _public(found, known))

    def undecided(self, day: Day, *, known_by: KnownBy = None) -> tuple[Event, ...]:
        """The events that may have happened by a day, and may not.

        >>> from bilateral_timeline import load_chronicle
        >>> undecided = load_chronicle("russia-iran").undecided("2022-12-15")
        >>> "su-35-due-by-march-2023" in [event.id for event in undecided]
        True
        """
        last = to_day(day)
        known = known_day(known_by, last)
        found = self._line.undecided(last.toordinal(), _by(known))
        return Answers.to(self, _public(found, known))

    def event(self, id: str, *, known_by: Day | None = None) -> Event | None:
        """What is believed of one event; None if by that day it is not, or no longer."""
        records = self.history(id)
        known = None if known_by is None else to_day(known_by, "known_by")
        found = tuple(event for event in believed_events(records, known) if self._holds(event))
        return next(iter(_public(found, known)), None)

    def history(self, id: str) -> tuple[Record, ...]:
        """All records of one event, in the order in which they came to be believed."""
        require_text("event", id, "the id of an event")
        records = self._records.of(id)
        if not records:
            raise MissingError("event", id, self._records.ids())
        return Answers.to(self, sorted(records, key=lambda record: record.rank))

    def find(self, words: str, *, known_by: Day | None = None) -> tuple[Match, ...]:
        """The events, entries of the state and works whose names, titles or words hold some text.

        Upper and lower case are the same; of several words, all must be there. Entries are those
        of the last day, by all that the steps of their paths are called; works, those that an
        event cites, by id, title, author and publisher. One pass over the events and the state.

        >>> from bilateral_timeline import load_chronicle
        >>> found = load_chronicle("russia-iran").find("helicopter crash")
        >>> print(found[0].sort, found[0].name)
        event helicopter-crash
        """
        require_text("find", words, "some words")
        require(bool(words.strip()), "find", words, "some words")
        known = None if known_by is None else to_day(known_by, "known_by")
        events = self._line.events("certain", _by(known))
        state = self.as_of(LAST_DAY, known_by=known)
        found = matches(words, [*events], state, self._sources, known is None)
        return Answers.to(self, found)

    # -- differences and reasons ----------------------------------------------------------

    def changes(
        self, after: Day, until: Day, *, known_by: KnownBy = None, mode: Mode = "certain"
    ) -> tuple[Change, ...]:
        """What differs between the states of two days, in (after, until], and because of what.

        What changes by waiting, such as a delay, is no change: ask `series` for it.
        With `known_by="then"` each state is as then known.
        """
        first, last = in_turn(after, until)
        then, now = known_day(known_by, first), known_day(known_by, last)
        return self._changes(first, then, self, last, now, mode_of(mode))

    def learned(
        self, after: Day, until: Day, *, as_of: Day, mode: Mode = "certain"
    ) -> tuple[Change, ...]:
        """What differs in the state of one day between two knowledge days, in (after, until].

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> found = timeline.learned("2024-05-19", "2024-05-20", as_of="2024-05-19")
        >>> {change.because for change in found if change.path.startswith("leadership.")}
        {('helicopter-crash',)}
        """
        first, last = in_turn(after, until)
        day = to_day(as_of, "as_of")
        return self._changes(day, first, self, day, last, mode_of(mode))

    def compare(
        self, other: Timeline[S], *, as_of: Day, known_by: KnownBy = None, mode: Mode = "certain"
    ) -> tuple[Change, ...]:
        """What differs in another timeline, such as one of `without`, on the same day.

        `because` names the events that only one of the two has.
        """
        require(isinstance(other, Timeline), "compare", other, "another Timeline")
        day = to_day(as_of, "as_of")
        known = known_day(known_by, day)
        return self._changes(day, known, other, day, known, mode_of(mode))

    def explain(
        self,
        path: str,
        *,
        as_of: Day,
        known_by: KnownBy = None,
        mode: Mode = "certain",
    ) -> Explanation:
        """Why the value at a path is what it is, down to the events and their citations.

        A path may name a leaf, a question such as `commitments.su-35.overdue`, or a whole
        part, for which the events of all its leaves are given. A path that leads nowhere is a
        `MissingError`; one that leads nowhere yet is Unknown, and `next` says from when it is
        not. What a state does not tell itself costs one pass over the events of the part.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> why = timeline.explain("projects.alabuga.share", as_of="2024-06-30")
        >>> print(why.value, len(why.set_by))
        75 (71.25 to 78.75) percent 10
        >>> why = timeline.explain("memberships.sco.IR.status", as_of="2023-07-03")
        >>> print(why.value, why.next.when)
        Unknown 2023-07-04
        """
        require_text("explain", path, "a path such as 'leadership.ir-president.holder'")
        day, mode = to_day(as_of, "as_of"), mode_of(mode)
        known = known_day(known_by, day)
        last, by = _asked(day, known)
        shown = self.as_of(day, known_by=known, mode=mode)
        line, part, start, rest, _ = self._reader.route(path, day, known, mode)
        is_root = rest == path
        told = events = list(line.events(mode, by, until=last))
        trace = cache(lambda: part.trace(start, events, is_root)[1])
        set_by, supported_by = reasons(
            part.show(line.state(part, last, by, mode)), trace, rest, root=is_root
        )
        if not set_by or not part.apart:  # worked out from others, which the whole state knows
            set_by, supported_by = reasons(shown, dict, path)
            told = list(self._line.events(mode, by, until=last))
        leads = True
        try:
            value = look_up(shown, path)
        except MissingError:
            value, leads = Unknown, False
        if not leads or (value is Unknown and not set_by):
            self._require_path(path)
        folded = start if start is Unknown and not events else line.state(part, last, by, mode)
        later = line.events(mode, by, after=last, until=END - 1)  # nothing that is never certain
        following = next_setting(part, folded, later, rest, is_root)
        return Explanation(
            path,
            value,
            _public((e for e in told if e.id in set_by), known),
            _public((e for e in told if e.id in supported_by - set_by), known),
            None if following is None else _public((following,), known)[0],
            self._moment(day, known, mode),
        )

    def check(self) -> tuple[Problem, ...]:
        """What a curator should look at, as data; an empty tuple is a clean log.

        Reported are kinds that are not known here; events that are public before they can
        have happened, unless their kind is foreseeable, or only after all that they cite; dates
        that reach beyond the day on which the event was public, or have no start; and events
        that set the same leaf in an order which their dates leave open. O(n log n) steps of
        the projection, and those of events that set the same leaf.
        """
        return tuple(problems(self.projection, list(self._line.events("certain"))))

    # -- other timelines ------------------------------------------------------------------

    def without(self, *ids: str) -> Timeline[S]:
        """This timeline as if some events had never been recorded.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> other = timeline.without("helicopter-crash")
        >>> found = timeline.compare(other, as_of="2024-12-31")
        >>> sorted(change.path for change in found)[1::2]
        ['leadership.ir-foreign-minister.succession', 'leadership.ir-president.succession']
        """
        for id in ids:
            advice = "without(*ids) takes each on its own" if is_several(id) else ""
            require(isinstance(id, str), "without", id, "the id of an event", advice)
        return self._instead({id: () for id in ids if self.history(id)})

    def with_events(self, *events: Record) -> Timeline[S]:
        """This timeline as if some more records had been appended."""
        for event in events:
            is_record = isinstance(event, Event | Retraction)
            advice = "with_events(*events) takes each on its own" if is_several(event) else ""
            require(is_record, "with_events", event, "an Event or a Retraction", advice)

        by_revision = cache(lambda held: {r.revision: r for r in self._records.of(held)})

        def held(id: str, revision: int) -> Record | None:
            return by_revision(id).get(revision)

        works = {source.id: source for source in self._sources}
        new = by_id(new_records(held, [in_works(event, works) for event in events]))
        return self._instead({id: (*self._records.of(id), *more) for id, more in new.items()})

    def between(self, a: str, b: str, only: bool = False) -> Timeline[S]:
        """The events in which two parties both take part; with `only`, and nobody else.

        The log is split by parties once for all pairs. Its coverage is that of the whole log. A
        party that no event has is a `MissingError`.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> len(timeline.between("RU", "IR").events(until="2001"))
        11
        """
        require(type(only) is bool, "between: only", only, "True or False")
        for party in (a, b):
            require_text("between", party, "the code of a party")
            if not len(self._line.line(_BY_PARTY, party)):
                self._require_held(None, (party,))
        require(a != b, "between", (a, b), "two parties")
        one, other = sorted((a, b))
        return attrs.evolve(self, pairs=(*self._pairs, (one, other, only)))

    def citing(self, *works: str) -> Timeline[S]:
        """What some works alone tell: their events, their citations, their dates, known from them.

        An event is known from the first of their citations that is left, and dated as the first
        of these that has a date of its own. A work that nothing cites is a `MissingError`.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran").citing("smagin-2024")
        >>> {citation.source for event in timeline.events() for citation in event.sources}
        {'smagin-2024'}
        """
        require(bool(works), "citing", works, "the ids of one work or more")
        wanted = set(texts_of("citing", works, "the ids of works"))
        cited = {citation.source for record in self._records for citation in record.sources}
        for work in sorted(wanted - cited):
            raise MissingError("work cited", work, cited)
        records = Records.holding(alone(self._records, wanted))
        sources = tuple(source for source in self._sources if source.id in wanted)
        index, through = Index.of(records.beliefs()), last_public(records, sources)
        return Timeline(self.projection, records, index, through, sources, self._pairs)

    # -- inside ---------------------------------------------------------------------------

    def _instead(self, changed: Mapping[str, tuple[Record, ...]]) -> Timeline[S]:
        """This timeline with other records for some ids; it shares what is not changed."""
        records = self._records.instead(changed)
        were = [record for id in changed for record in self._records.of(id)]
        are = [record for held in changed.values() for record in held]
        through = last_public(are, self._sources)
        if self._through and last_public(were, self._sources) == self._through != through:
            through = last_public(records, self._sources)
        elif self._through:
            through = max(through or self._through, self._through)
        amended = {
            id: (beliefs_of(self._records.of(id)), beliefs_of(held)) for id, held in changed.items()
        }
        index = self._index.amended(amended)
        return attrs.evolve(self, records=records, index=index, through=through)

    def _changes(
        self,
        day: Date,
        known: Date | None,
        other: Timeline[S],
        other_day: Date,
        other_known: Date | None,
        mode: Mode,
    ) -> tuple[Change, ...]:
        """What differs on another day, known by another, or in another timeline.

        Costs the events from the first one on that only one of the two states counts.
        """
        (last, by), (other_last, other_by) = _asked(day, known), _asked(other_day, other_known)
        mine, yours = self._line.differing(by, other._line, other_by, mode)
        first = min(
            [last, other_last, *(happened_on(event, mode) - 1 for event in (*mine, *yours))]
        )
        start = self._line.state(self.projection, first, by, mode)
        old = list(self._line.events(mode, by, first, last))
        new = list(other._line.events(mode, other_by, first, other_last))
        question = self._moment(day, known, mode), other._moment(other_day, other_known, mode)
        return Answers.to(question, changes_between(self.projection, start, old, new))

    def _holds(self, event: Event) -> bool:
        """Whether an event is between the pairs."""
        parties = set(event.parties)
        return all(
            {one, other} <= parties and not (only and len(parties) > 2)
            for one, other, only in self._pairs
        )

    def _moment(self, day: Date, known_by: Date | None, mode: Mode) -> Moment:
        limits = [limit for limit in (day, known_by, self._through) if limit]
        return Moment(day, known_by, min(limits), mode, self._require_path, self)

    def _require_path(self, path: str) -> None:
        """Refuse a path that no record of the log, believed or not, ever leads to."""
        self._reader.require(path, lambda: in_order(self._events_ever(), "certain"))

    def _events_ever(self) -> list[Event]:
        return [record for record in self._records if isinstance(record, Event)]

    @property
    def _reader(self) -> Reader:
        return Reader(self._line, self.projection, self._moment)

    def _require_held(self, kind: str | type | None, parties: tuple[str, ...] | None) -> None:
        """Refuse a kind or a party that no record of the log, believed or not, ever has."""
        events = self._events_ever()
        if isinstance(kind, str) and find_kind(kind) is None:
            kinds = {event.kind for event in events}
            if kind not in kinds:
                raise MissingError("kind", kind, kinds)
        held = {party for event in events for party in event.parties}
        for party in parties or ():
            if party not in held:
                raise MissingError("party", party, held)

    def _last_told(self) -> dict[str, Date]:
        return last_told(self.projection, self._line.events("certain"), self._sources)

    def _bounds(self, after: Day | None, until: Day | None) -> tuple[Date, Date]:
        first = self.coverage.from_
        low = None if first is None else Date.fromordinal(max(first.toordinal() - 1, 1))
        low = low if after is None else to_day(after, "after")
        high = self._through if until is None else to_day(until, "until")
        if low is None or high is None:
            raise InputError(Problem("series", "no bounds", "`after` and `until`"))
        return in_turn(low, high)


def _asked(day: Date, known: Date | None) -> tuple[int, int | None]:
    return day.toordinal(), _by(known)


def _by(known: Date | None) -> int | None:
    return None if known is None else known.toordinal()


def _public(events: Iterable[Event], known: Date | None) -> tuple[Event, ...]:
    """Events as they were public: a curator's notes are shown where everything is asked for."""
    return tuple(events) if known is None else tuple(event.without_note() for event in events)


def _period(during: When | Day) -> When:
    """The days from the first to the last that a date allows."""
    if not isinstance(during, When):
        during = When(during if isinstance(during, str) else to_day(during, "during").isoformat())
    first, last = during.earliest or Date(1, 1, 1), during.latest or LAST_DAY
    return When(f"{first}/{last}" if first < last else f"{first}")


def _goes_on(event: Event, period: When, mode: Mode) -> bool:
    """Whether an event goes on at some time in a period, certainly or possibly."""
    if event.lasts and period.latest is not None:
        return happened_on(event, mode) <= period.latest.toordinal()
    answer = event.when.overlaps(period)
    return answer is Certainty.YES if mode == "certain" else answer is not Certainty.NO
