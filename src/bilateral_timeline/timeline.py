"""Timeline: the questions. What was the state on a day, as known by a day, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from itertools import islice
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
from .dates.when import LAST_DAY, Certainty, Day, Mode, When, to_day
from .engine import Index, Route
from .errors import InputError, MissingError, Problem
from .projections.composed import Compose, History, Keyed
from .projections.paths import look_up, paths_of
from .projections.projection import Asked, Moment, Projection, S
from .projections.reducers import Count, Reducer
from .projections.states import MISSING
from .records.belief import (
    Records,
    alone,
    beliefs_of,
    believed_events,
    by_id,
    last_public,
    new_records,
)
from .records.events import Event, Record, Retraction, Source
from .records.kinds import find_kind, is_kind, is_of
from .records.order import END, happened_on, in_order
from .records.values import Unknown, is_several
from .search import Match, matches
from .why import Change, Explanation, changes_between, next_setting, reasons, require_path

T = TypeVar("T")
B = TypeVar("B")

_COUNTING = (Reducer, Keyed, History)  # which say themselves which events count
_LISTED = 10_000  # paths among which one is looked for that is near to a wrong one

_BY_PARTY: Keyed[str, int] = Keyed(lambda event: list(event.parties), Count())
_BY_NUMBER: Keyed[int, int] = Keyed(lambda event: len(set(event.parties)), Count())


@attrs.frozen
class Coverage:
    """From which day a log tells, through which day, and out of which works.

    Before the first day its answer is Unknown; after the last, what was last known.
    """

    from_: Date | None
    through: Date | None
    sources: tuple[Source, ...] = ()
    _by_part: Callable[[], Mapping[str, Date]] = attrs.field(default=dict, eq=False, repr=False)

    @property
    def parts(self) -> Mapping[str, Date]:
        """Of each part of a composed state, such as a facet, the last day it was told of.

        Costs one pass over the events.
        """
        return self._by_part()

    def __reduce__(self) -> tuple[object, ...]:
        return Coverage, (self.from_, self.through, self.sources, partial(dict, self.parts))


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
        known = None if known_by is None else known_day(known_by, day)
        by = None if known is None else known.toordinal()
        state = self._line.state(projection, day.toordinal(), by, mode_of(mode))
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
    ) -> tuple[tuple[Date, Any], ...]:
        """A value at the end of each period in (after, until]: by path, or by a function.

        Without bounds it runs over the coverage. With `known_by="then"`, each day is as then
        known. Where the path does not lead anywhere yet, the value is Unknown. A path that
        never leads anywhere is a `MissingError`. By path it is one sweep over the events of the
        part that the path names; by function, the whole state is shown for each day.

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
            return tuple((d, value(self.as_of(d, known_by=known_by, mode=mode))) for d in days)
        self._require_path(value)
        read = self._reader(value, mode)
        return tuple((day, read(day, known_day(known_by, day))) for day in days)

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

        `during` keeps those that go on at some time in a period, a When or its text: they may
        have begun before it. `parties` keeps those in which all of them take part; `kind` those
        of a kind, by its name or class. A kind or a party that no event has is a `MissingError`.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> [event.id for event in timeline.events("2023-07-03", "2023-07-04")]
        ['sco-iran']
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
        return found

    def undecided(self, day: Day, *, known_by: KnownBy = None) -> tuple[Event, ...]:
        """The events that may have happened by a day, and may not.

        >>> from bilateral_timeline import load_chronicle
        >>> undecided = load_chronicle("russia-iran").undecided("2022-12-15")
        >>> "su-35-due-by-march-2023" in [event.id for event in undecided]
        True
        """
        last = to_day(day)
        return self._line.undecided(last.toordinal(), _by(known_day(known_by, last)))

    def event(self, id: str, *, known_by: Day | None = None) -> Event | None:
        """What is believed of one event; None if by that day it is not, or no longer."""
        records = self.history(id)
        known = None if known_by is None else to_day(known_by, "known_by")
        event = next(iter(believed_events(records, known)), None)
        return event if event is None or self._holds(event) else None

    def history(self, id: str) -> tuple[Record, ...]:
        """All records of one event, in the order in which they came to be believed."""
        require_text("event", id, "the id of an event")
        records = self._records.of(id)
        if not records:
            raise MissingError("event", id, self._records.ids())
        return tuple(sorted(records, key=lambda record: record.rank))

    def find(self, words: str, *, known_by: Day | None = None) -> tuple[Match, ...]:
        """The events and the entries of the state whose names, titles or words hold some text.

        Upper and lower case are the same; of several words, all must be there. Entries are those
        of the last day. One pass over the events and the state.

        >>> from bilateral_timeline import load_chronicle
        >>> found = load_chronicle("russia-iran").find("helicopter crash")
        >>> print(found[0].sort, found[0].name)
        event helicopter-crash
        """
        require_text("find", words, "some words")
        require(bool(words.strip()), "find", words, "some words")
        known = None if known_by is None else to_day(known_by, "known_by")
        events = self._line.events("certain", _by(known))
        return matches(words, events, self.as_of(LAST_DAY, known_by=known), known is None)

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
        >>> {id for change in found for id in change.because}
        {'helicopter-crash'}
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
        75 (71.25 to 78.75) percent 6
        >>> why = timeline.explain("memberships.sco.IR.status", as_of="2023-07-03")
        >>> print(why.value, why.next.when)
        Unknown 2023-07-04
        """
        require_text("explain", path, "a path such as 'leadership.ir-president.holder'")
        day, mode = to_day(as_of, "as_of"), mode_of(mode)
        known = known_day(known_by, day)
        last, by = _asked(day, known)
        shown = self.as_of(day, known_by=known, mode=mode)
        routes = list(self._line.routes(self.projection, path))
        moment = partial(self._moment, day, known, mode)
        told = (one for one in routes if self._told(one, last, by, mode, moment) is not MISSING)
        line, part, start, rest, _ = route = next(told, routes[0])
        is_root = rest == path
        events = list(line.events(mode, by, until=last))
        trace = cache(lambda: part.trace(start, events, is_root)[1])
        set_by, supported_by = reasons(
            part.show(line.state(part, last, by, mode)), trace, rest, root=is_root
        )
        if not set_by:  # worked out from other parts, which only the whole state knows
            set_by, supported_by = reasons(shown, dict, path)
        leads = True
        try:
            value = look_up(shown, path)
        except MissingError:
            value, leads = Unknown, False
        if not leads or (value is Unknown and not set_by):
            self._require_path(path)
        folded = start if start is Unknown and not events else line.state(part, last, by, mode)
        return Explanation(
            path,
            value,
            tuple(e for e in events if e.id in set_by),
            tuple(e for e in events if e.id in supported_by and e.id not in set_by),
            next_setting(part, folded, line.events(mode, by, after=last), rest, is_root),
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
        >>> [change.path for change in timeline.compare(other, as_of="2024-12-31")]
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

        def held(id: str, revision: int) -> Record | None:
            return next((r for r in self._records.of(id) if r.revision == revision), None)

        new = by_id(new_records(held, events))
        return self._instead({id: (*self._records.of(id), *more) for id, more in new.items()})

    def between(self, a: str, b: str, only: bool = False) -> Timeline[S]:
        """The events in which two parties both take part; with `only`, and nobody else.

        The log is split by parties once for all pairs. Its coverage is that of the whole log. A
        party that no event has is a `MissingError`.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> len(timeline.between("RU", "IR").events(until="2001"))
        17
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

    def _reader(self, path: str, mode: Mode) -> Callable[[Date, Date | None], Any]:
        """What reads the value at a path, of a day as known by another; Unknown where none is."""
        routes = list(self._line.routes(self.projection, path))
        if not all(route.projection.apart for route in routes):
            return partial(self._read_whole, path, mode)

        def read(day: Date, known: Date | None) -> Any:
            moment = partial(self._moment, day, known, mode)
            told = (self._told(route, *_asked(day, known), mode, moment) for route in routes)
            return next((value for value in told if value is not MISSING), Unknown)

        return read

    def _told(self, route: Route, last: int, by: int | None, mode: Mode, moment: Asked) -> Any:
        """The value to which a route leads on a day; MISSING where it leads nowhere by then."""
        line, part, _, rest, key = route
        if key is not None and not key.tells(last, by, mode):
            return MISSING
        shown = part.show(line.state(part, last, by, mode), moment)
        try:
            return look_up(shown, rest)
        except MissingError:
            return MISSING

    def _read_whole(self, path: str, mode: Mode, day: Date, known: Date | None) -> Any:
        try:
            return look_up(self.as_of(day, known_by=known, mode=mode), path)
        except MissingError:
            return Unknown

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
        return changes_between(self.projection, start, old, new)

    def _holds(self, event: Event) -> bool:
        """Whether an event is between the pairs."""
        parties = set(event.parties)
        return all(
            {one, other} <= parties and not (only and len(parties) > 2)
            for one, other, only in self._pairs
        )

    def _moment(self, day: Date, known_by: Date | None, mode: Mode) -> Moment:
        limits = [limit for limit in (day, known_by, self._through) if limit]
        return Moment(day, known_by, min(limits), mode, self._require_path)

    def _require_path(self, path: str) -> None:
        """Refuse a path that no record of the log, believed or not, ever leads to."""
        for mode in ("certain", "possible"):
            if self._leads(path, mode_of(mode)):
                return
        events = in_order([r for r in self._records if isinstance(r, Event)], "certain")
        moment = partial(self._moment, LAST_DAY, None, "certain")
        try:
            require_path(self.projection, events, path, moment)
        except MissingError:
            paths = islice(paths_of(self.as_of(LAST_DAY)), _LISTED)
            raise MissingError("path", path, paths) from None

    def _leads(self, path: str, mode: Mode) -> bool:
        """Whether a path leads to anything on the last day of all."""
        moment = partial(self._moment, LAST_DAY, None, mode)
        last = LAST_DAY.toordinal()
        for route in self._line.routes(self.projection, path):
            found = self._told(route, last, None, mode, moment)
            if found is not MISSING and not (found is Unknown and self._is_empty(route, mode)):
                return True
        return False

    def _is_empty(self, route: Route, mode: Mode) -> bool:
        """Whether the part to which a route leads is Unknown as a whole on the last day."""
        line, part = route.line, route.projection
        moment = partial(self._moment, LAST_DAY, None, mode)
        state = line.state(part, LAST_DAY.toordinal(), None, mode)
        return bool(route.path) and part.show(state, moment) is Unknown

    def _require_held(self, kind: str | type | None, parties: tuple[str, ...] | None) -> None:
        """Refuse a kind or a party that no record of the log, believed or not, ever has."""
        events = [record for record in self._records if isinstance(record, Event)]
        if isinstance(kind, str) and find_kind(kind) is None:
            kinds = {event.kind for event in events}
            if kind not in kinds:
                raise MissingError("kind", kind, kinds)
        held = {party for event in events for party in event.parties}
        for party in parties or ():
            if party not in held:
                raise MissingError("party", party, held)

    def _last_told(self) -> dict[str, Date]:
        """Of each part of a composed state the last day on which anything of it became public.

        To a plain fold an event says nothing if its step gives back the very state it was given.
        """
        parts = self.projection.parts if isinstance(self.projection, Compose) else {}
        events, told = list(self._line.events("certain")), dict[str, Date]()
        for name, part in parts.items():
            state, telling = part.initial, list[Event]()
            for event in events:
                before, state = state, part.evolve(state, event)
                if part.counts(event) and (state is not before or isinstance(part, _COUNTING)):
                    telling.append(event)
            if (last := last_public(telling, self._sources)) is not None:
                told[name] = last
        return told

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


def _period(during: When | Day) -> When:
    if isinstance(during, When):
        return during
    return When(during if isinstance(during, str) else to_day(during, "during").isoformat())


def _goes_on(event: Event, period: When, mode: Mode) -> bool:
    """Whether an event goes on at some time in a period, certainly or possibly."""
    if event.lasts:
        last = period.latest
        return happened_on(event, mode) <= (END if last is None else last.toordinal())
    answer = event.when.overlaps(period)
    return answer is Certainty.YES if mode == "certain" else answer is not Certainty.NO
