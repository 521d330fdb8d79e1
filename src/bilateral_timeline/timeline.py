"""Timeline: the questions. What was the state on a day, as known by a day, and why."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Generic, Literal, TypeVar

import attrs
from pendulum import Date

from .checks import problems
from .dates.when import LAST_DAY, Day, Mode, to_day
from .engine.index import Index
from .engine.past import BY_DATE, END
from .engine.tree import Node, differing, walk
from .errors import DateError, InputError, MissingError, Problem
from .projections.paths import look_up
from .projections.projection import Moment, Projection, S
from .records.belief import (
    Records,
    believed_events,
    by_id,
    facts_of,
    in_order,
    last_known,
    new_records,
)
from .records.events import Event, Record, Retraction, Source
from .records.kinds import find_kind, is_kind
from .records.values import Unknown
from .why import Change, Explanation, changes_between, reasons

T = TypeVar("T")
KnownBy = Day | Literal["then"] | None
Period = Literal["day", "week", "month", "quarter", "year"]


@attrs.frozen
class Coverage:
    """From which day a log tells, through which day, and out of which works.

    Before the first day its answer is Unknown; after the last, what was last known.
    """

    from_: Date | None
    through: Date | None
    sources: tuple[Source, ...] = ()


@attrs.frozen(eq=False, repr=False)
class Timeline(Generic[S]):
    """An unchanging view of a log up to a position; every question is asked of it.

    Days are whole and inclusive. `known_by=None` means everything in the log, "then" the
    as-of day itself. Mode "certain" counts an event once it must have happened, "possible"
    once it may have. Of n events, a reducer's state costs O(log n); that of another projection,
    the events after the last ones that were folded before. What was worked out is remembered and
    not guarded: ask it from one thread at a time.
    """

    projection: Projection[S]
    _records: Records
    _index: Index
    _through: Date | None
    _sources: tuple[Source, ...] = ()
    _pair: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"Timeline({self.coverage.from_}..{self.coverage.through})"

    @property
    def coverage(self) -> Coverage:
        """From its earliest event to the last day on which anything became known."""
        return Coverage(self._index.first_day(), self._through, self._sources)

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
        _require_projection(projection)
        day = to_day(as_of)
        known = _known(known_by, day)
        state = self._state(projection, day, known, _mode(mode))
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
        never leads anywhere is a `MissingError`.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> jets = timeline.series("commitments.su-35.status", after="2023-01", until="2023-04")
        >>> [value for day, value in jets]
        ['open', 'possibly overdue', 'overdue']
        """
        if not callable(value):
            _require_text("series", value, "a path or a function")
        first, last = self._bounds(after, until)
        days = list(_period_ends(first, last, every))
        if callable(value):
            return tuple((d, value(self.as_of(d, known_by=known_by, mode=mode))) for d in days)
        found = []
        for day in days:
            try:
                found.append((day, look_up(self.as_of(day, known_by=known_by, mode=mode), value)))
            except MissingError:
                found.append((day, Unknown))
        if all(seen is Unknown for _, seen in found):
            self._require_path(value)
        return tuple(found)

    # -- the events -----------------------------------------------------------------------

    def events(
        self,
        after: Day | None = None,
        until: Day | None = None,
        known_by: KnownBy = None,
        parties: tuple[str, ...] | None = None,
        kind: str | type | None = None,
        mode: Mode = "certain",
    ) -> tuple[Event, ...]:
        """The believed events that happened in (after, until], in canonical order.

        `parties` keeps those in which all of them take part; `kind` those of a kind, by its
        name or class. A kind or a party that no event has is a `MissingError`.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> [event.id for event in timeline.events("2023-07-03", "2023-07-04")]
        ['sco-iran']
        """
        last = to_day(until, "until") if until is not None else None
        if after is not None and last is not None:
            _ordered(to_day(after, "after"), last)
        low = -1 if after is None else to_day(after, "after").toordinal()
        if known_by == "then" and last is None:
            raise DateError(Problem("known_by", "'then'", "a day, as no `until` is given"))
        tree = self._tree(_known(known_by, last), _mode(mode))
        if not isinstance(kind, str | None) and not (isinstance(kind, type) and is_kind(kind)):
            raise InputError(Problem("kind", repr(kind), "the class of an event body, or a name"))
        if isinstance(parties, str):
            raise InputError(Problem("parties", repr(parties), "a sequence of parties"))
        found = tuple(
            event
            for event in walk(tree, low, END if last is None else last.toordinal())
            if (parties is None or set(parties) <= set(event.parties))
            and (kind is None or event.kind == kind or type(event.what) is kind)
        )
        if not found:
            self._require_held(kind, parties)
        return found

    def undecided(self, day: Day, known_by: KnownBy = None) -> tuple[Event, ...]:
        """The events that may have happened by a day, and may not.

        >>> from bilateral_timeline import load_chronicle
        >>> undecided = load_chronicle("russia-iran").undecided("2022-12-15")
        >>> "su-35-due-by-march-2023" in [event.id for event in undecided]
        True
        """
        last = to_day(day).toordinal()
        known = _known(known_by, to_day(day))
        return self._line.undecided(last, None if known is None else known.toordinal())

    def event(self, id: str, known_by: Day | None = None) -> Event | None:
        """What is believed of one event; None if by that day it is not, or no longer."""
        records = self.history(id)
        known = None if known_by is None else to_day(known_by, "known_by")
        event = next(iter(believed_events(records, known)), None)
        return event if event is None or self._holds(event) else None

    def history(self, id: str) -> tuple[Record, ...]:
        """All records of one event, in the order in which they came to be believed."""
        records = self._records.of(id)
        if not records:
            raise MissingError("event", id, self._records.ids())
        return tuple(sorted(records, key=lambda record: record.rank))

    # -- differences and reasons ----------------------------------------------------------

    def changes(
        self, v1: Day, v2: Day, known_by: KnownBy = None, mode: Mode = "certain"
    ) -> tuple[Change, ...]:
        """What differs between the states of two days, in (v1, v2], and because of what.

        What changes by waiting, such as a delay, is no change: ask `series` for it.
        With `known_by="then"` each state is as then known.
        """
        first, last = _ordered(v1, v2)
        then, now = _known(known_by, first), _known(known_by, last)
        return self._changes(first, then, self, last, now, _mode(mode))

    def learned(
        self, k1: Day, k2: Day, *, as_of: Day, mode: Mode = "certain"
    ) -> tuple[Change, ...]:
        """What differs in the state of one day between two knowledge days, in (k1, k2].

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> found = timeline.learned("2024-05-19", "2024-05-20", as_of="2024-05-19")
        >>> {id for change in found for id in change.because}
        {'helicopter-crash'}
        """
        first, last = _ordered(k1, k2)
        day = to_day(as_of, "as_of")
        return self._changes(day, first, self, day, last, _mode(mode))

    def compare(
        self, other: Timeline[S], *, as_of: Day, known_by: KnownBy = None, mode: Mode = "certain"
    ) -> tuple[Change, ...]:
        """What differs in another timeline, such as one of `without`, on the same day.

        `because` names the events that only one of the two has.
        """
        day = to_day(as_of, "as_of")
        known = _known(known_by, day)
        return self._changes(day, known, other, day, known, _mode(mode))

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
        `MissingError`; one that leads nowhere yet is Unknown. What a state does not tell itself
        costs one pass over the events of the part.

        >>> from bilateral_timeline import load_chronicle
        >>> timeline = load_chronicle("russia-iran")
        >>> why = timeline.explain("projects.alabuga.share", as_of="2024-06-30")
        >>> print(why.value, len(why.set_by))
        75 (71.25 to 78.75) percent 6
        """
        _require_text("explain", path, "a path such as 'leadership.ir-president.holder'")
        day = to_day(as_of, "as_of")
        known = _known(known_by, day)
        line, part, start, rest = self._line.below(self.projection, path)
        last, by = day.toordinal(), known.toordinal() if known else None
        events = list(walk(line.tree(_mode(mode), by), -1, last))
        state = part.show(line.state(part, last, by, mode))
        steps = cache(lambda: part.steps(start, events, rest == path)[1])
        set_by, supported_by = reasons(state, steps, rest, root=rest == path)
        shown = self.as_of(day, known_by=known, mode=mode)
        if not set_by:  # worked out from other parts, which only the whole state knows
            set_by, supported_by = reasons(shown, dict, path)
        leads = True
        try:
            value = look_up(shown, path)
        except MissingError:
            value, leads = Unknown, False
        if not leads or (value is Unknown and not set_by):
            self._require_path(path)
        return Explanation(
            path,
            value,
            tuple(e for e in events if e.id in set_by),
            tuple(e for e in events if e.id in supported_by and e.id not in set_by),
        )

    def check(self) -> tuple[Problem, ...]:
        """What a curator should look at, as data; an empty tuple is a clean log.

        Reported are kinds that are not known here; events that are public before they can
        have happened, unless their kind is foreseeable; dates that reach beyond the day on
        which the event was public, or have no start; and pairs that set the same leaf in an
        order which their dates leave open.
        """
        return tuple(problems(self.projection, list(walk(self._tree(None, "certain"), -1, END))))

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
            _require_text("without", id, "the id of an event")
        return self._instead({id: () for id in ids if self.history(id)})

    def with_events(self, *events: Record) -> Timeline[S]:
        """This timeline as if some more records had been appended."""
        for event in events:
            if not isinstance(event, Event | Retraction):
                raise InputError(Problem("with_events", repr(event), "an Event or a Retraction"))
        new = by_id(new_records(self._records.of, events))
        return self._instead({id: (*self._records.of(id), *more) for id, more in new.items()})

    def between(self, a: str, b: str) -> Timeline[S]:
        """The events whose parties all belong to a pair, with at least one party.

        The log is split by parties once for all pairs. Its coverage is that of the whole log.
        """
        pair = frozenset((a, b))
        return attrs.evolve(self, pair=pair if self._pair is None else pair & self._pair)

    # -- inside ---------------------------------------------------------------------------

    def _instead(self, changed: Mapping[str, tuple[Record, ...]]) -> Timeline[S]:
        """This timeline with other records for some ids; it shares what is not changed."""
        records = self._records.instead(changed)
        were = [record for id in changed for record in self._records.of(id)]
        through = last_known([record for held in changed.values() for record in held])
        if self._through and last_known(were) == self._through != through:
            through = last_known(records)
        elif self._through:
            through = max(through or self._through, self._through)
        facts = {
            id: (facts_of(self._records.of(id)), facts_of(held)) for id, held in changed.items()
        }
        index = self._index.changed(facts)
        return attrs.evolve(self, records=records, index=index, through=through)

    @property
    def _line(self) -> Index:
        return self._index if self._pair is None else self._index.pair(self._pair)

    def _tree(self, known: Date | None, mode: Mode) -> Node:
        return self._line.tree(mode, None if known is None else known.toordinal())

    def _state(self, projection: Projection[Any], day: Date, known: Date | None, mode: Mode) -> Any:
        by = None if known is None else known.toordinal()
        return self._line.state(projection, day.toordinal(), by, mode)

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
        one, two = self._tree(known, mode), other._tree(other_known, mode)
        differ = [event for events in differing(one, two) for event in events]
        last, other_last = day.toordinal(), other_day.toordinal()
        first = min([last, other_last, *(BY_DATE[mode].day(event) - 1 for event in differ)])
        by = None if known is None else known.toordinal()
        start = self._line.state(self.projection, first, by, mode)
        old, new = list(walk(one, first, last)), list(walk(two, first, other_last))
        return changes_between(self.projection, start, old, new)

    def _holds(self, event: Event) -> bool:
        parties = event.parties
        return self._pair is None or (bool(parties) and self._pair.issuperset(parties))

    def _moment(self, day: Date, known_by: Date | None, mode: Mode) -> Moment:
        limits = [limit for limit in (day, known_by, self._through) if limit]
        return Moment(day, known_by, min(limits), mode)

    def _require_path(self, path: str) -> None:
        """Refuse a path that no record of the log, believed or not, ever leads to."""
        events = in_order([r for r in self._records if isinstance(r, Event)], "certain")
        _, steps = self.projection.steps(self.projection.initial, events)
        if not any(known == path or known.startswith(f"{path}.") for known in steps):
            moment = partial(self._moment, LAST_DAY, None, "certain")
            look_up(self.projection.show(self.projection.fold(events), moment), path)

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

    def _bounds(self, after: Day | None, until: Day | None) -> tuple[Date, Date]:
        first = self.coverage.from_
        low = first and first.subtract(days=1)
        low = low if after is None else to_day(after, "after")
        high = self._through if until is None else to_day(until, "until")
        if low is None or high is None:
            raise InputError(Problem("series", "no bounds", "`after` and `until`"))
        return _ordered(low, high)


def _known(known_by: KnownBy, day: Date | None) -> Date | None:
    if known_by is None:
        return None
    return day if known_by == "then" else to_day(known_by, "known_by")


def _require_text(where: str, found: object, expected: str) -> None:
    if not isinstance(found, str):
        raise InputError(Problem(where, repr(found), expected))


def _require_projection(projection: object) -> None:
    if not isinstance(projection, Projection):
        found, advice = repr(projection), "such as bt.Count()"
        raise InputError(Problem("project", found, "a projection", advice))


def _mode(mode: Mode) -> Mode:
    if mode not in ("certain", "possible"):
        raise InputError(Problem("mode", repr(mode), "'certain' or 'possible'"))
    return mode


def _ordered(first: Day, second: Day) -> tuple[Date, Date]:
    low, high = to_day(first), to_day(second)
    if low > high:
        raise DateError(Problem("days", f"{low}, {high}", "the earlier day first", "swap the two"))
    return low, high


def _period_ends(after: Date, until: Date, every: Period) -> Iterator[Date]:
    """The last days of the periods that end in (after, until]."""
    if every in ("day", "week"):
        step = 1 if every == "day" else 7
        first = after.toordinal() + 1
        if every == "week":
            first += -first % 7  # ordinals divisible by seven are Sundays
        for ordinal in range(first, until.toordinal() + 1, step):
            yield Date.fromordinal(ordinal)
        return
    months = {"month": 1, "quarter": 3, "year": 12}
    if every not in months:
        raise InputError(Problem("every", repr(every), "day, week, month, quarter or year"))
    for year in range(after.year, until.year + 1):
        for month in range(months[every], 13, months[every]):
            day = Date(year, month, monthrange(year, month)[1])
            if after < day <= until:
                yield day
