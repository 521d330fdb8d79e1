"""Intensity: how much two parties do for and against each other, on a scale with a name.

A sum of the scores of their acts, each of which loses half its weight with every half-life. What
is only observed, reported, alleged or expected is no act: a figure has no weight. Beside the sum
stand the number of acts, decayed alike, and its quarters: a sum alone is large for a busy pair
whatever it does, and a mean alone cannot tell one act from a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

import attrs
from pendulum import Date

from ..errors import InputError, Problem, shown
from ..projections.projection import Asked, Setting, Trace
from ..projections.reducers import Reducer
from ..records.events import Event
from ..records.fields import is_said, is_text, is_whole_text
from ..records.kinds import kind
from ..records.order import END
from ..records.values import Quantity, Unknown, UnknownType
from .codes import QUADS, SCALES, Code, check_code, check_scale
from .decay import NOTHING, Bounds, Sums, act, combined, counted, decimal, exact, quantity

# -- events -------------------------------------------------------------------------------


@kind("interaction")
class Interaction:
    """An act of one party towards another, as a coded data set such as ICEWS or POLECAT has it.

    `event` and `mode` are PLOVER's, `cameo` is a code of CAMEO 1.1b3; one of the two is enough
    (see `Code`). `target` may be empty where all parties of the event act together.

    >>> visit = Interaction(cameo="042", actor="RU", target="IR")
    >>> print(visit.code)
    CONSULT visit (CAMEO 042)
    """

    event: str = ""
    mode: str = ""
    cameo: str = ""
    actor: str = attrs.field(validator=[is_text, is_said])
    target: str = attrs.field(default="", validator=is_text)

    def __attrs_post_init__(self) -> None:
        check_code(self, self.event, self.mode, self.cameo)

    @property
    def code(self) -> Code:
        """What it is in the terms of PLOVER and CAMEO."""
        return _code(self.event, self.mode, self.cameo)


_code = lru_cache(maxsize=4096)(Code)


def coded(event: Event) -> Code | None:
    """The code of an event that is an act; None if it is none.

    Its body says a `Code` by its property or method `code`, and is not `observed`; the event does
    not last; and the strongest of its citations, those that doubt or deny aside, asserts it. An
    event without citations is as its record says.
    """
    what = event.what
    code = getattr(what, "code", None)
    if callable(code):
        code = code()
    if not isinstance(code, Code) or getattr(what, "observed", False) is True or event.lasts:
        return None
    if event.sources and all(citation.stance != "asserts" for citation in event.sources):
        return None
    return code


def is_between(body: object, pair: tuple[str, str]) -> bool:
    """Whether the actor and the target that a body names, if it does, are the two of a pair.

    Of several actors without a target, both must be among them.
    """
    actors, targets = _names(body, "actor"), _names(body, "target")
    if actors and targets:
        return any(a != t for a in actors if a in pair for t in targets if t in pair)
    told = actors or targets
    return set(pair) <= set(told) if len(told) > 1 else not told or told[0] in pair


def _names(body: object, field: str) -> tuple[str, ...]:
    held = getattr(body, field, None)
    if isinstance(held, str):
        return (held,) if held else ()
    return tuple(held) if isinstance(held, tuple | list | set | frozenset) else ()


# -- state --------------------------------------------------------------------------------


@attrs.frozen(repr=False, kw_only=True)
class Intensity:
    """What two parties do for and against each other, counted to the horizon.

    Everything is Unknown where no event of the pair is told of by the day. `sum`, `count`,
    `shares` and `mean` change by waiting, and are Unknown too where no day is asked about, as in
    a fold of one's own; `acts`, `points`, `last` and `at_last` do not, and are what `changes`
    tells of. Two are equal if their acts weigh the same, whatever the day.
    """

    pair: tuple[str, str]
    scale: str
    """The scale with its version."""
    half_life: int
    """The days in which an act loses half its weight."""
    horizon: Date | None = attrs.field(default=None, eq=False)
    """The day to which weights are counted."""
    _held: Sums | None = None
    _now: Sums | None = attrs.field(default=None, eq=False)

    # -- counted to the horizon -----------------------------------------------------------

    @property
    def exact(self) -> Mapping[str, Bounds] | UnknownType:
        """The least and the greatest that the dates allow, not rounded.

        Of the `sum`, of the `count`, and of the acts of each quarter.
        """
        if self._now is None or self.horizon is None:
            return Unknown
        return exact(self._now, self.horizon.toordinal(), self.half_life)

    @property
    def sum(self) -> Quantity | UnknownType:
        """The decayed sum of the scores."""
        return self._of("sum", "points")

    @property
    def count(self) -> Quantity | UnknownType:
        """The decayed number of acts."""
        return self._of("count", "acts")

    @property
    def shares(self) -> Mapping[str, Quantity] | UnknownType:
        """The decayed number of acts in each quarter; together they are the count."""
        held = self.exact
        if isinstance(held, UnknownType):
            return Unknown
        return {quad: quantity(held[quad], "acts") for quad in QUADS}

    @property
    def mean(self) -> Quantity | UnknownType:
        """The sum by the count: what an act weighs, not how many there were.

        Unknown while no act is sure to weigh anything.
        """
        held = self.exact
        if isinstance(held, UnknownType) or not held["count"][0]:
            return Unknown
        all_of = [total / number for total in held["sum"] for number in held["count"]]
        return quantity((min(all_of), max(all_of)), "points an act")

    def _of(self, name: str, unit: str) -> Quantity | UnknownType:
        held = self.exact
        return Unknown if isinstance(held, UnknownType) else quantity(held[name], unit)

    # -- what does not change by waiting ----------------------------------------------------

    @property
    def acts(self) -> Mapping[str, int] | UnknownType:
        """The number of acts in each quarter, however long ago."""
        return (
            Unknown if self._held is None else dict(zip(QUADS, self._held.plain[1:], strict=True))
        )

    @property
    def points(self) -> Decimal | UnknownType:
        """The sum of their scores, however long ago."""
        return Unknown if self._held is None else decimal(self._held.plain[0], 1)

    @property
    def last(self) -> Date | UnknownType:
        """The last day on which one of the acts may have happened; Unknown where none is sure."""
        day = 0 if self._held is None else self._held.last
        return Date.fromordinal(day) if 0 < day < END else Unknown

    @property
    def at_last(self) -> Quantity | UnknownType:
        """The decayed sum as it was on that day."""
        if self._held is None or isinstance(day := self.last, UnknownType):
            return Unknown
        return quantity(exact(self._held, day.toordinal(), self.half_life)["sum"], "points")

    def branches(self) -> Mapping[str, Any]:
        """The leaves that events have set, by name."""
        if self._held is None:
            return {}
        leaves = {name: getattr(self, name) for name in ("acts", "points", "last", "at_last")}
        return {name: leaf for name, leaf in leaves.items() if leaf is not Unknown}

    def __str__(self) -> str:
        told = f"{' and '.join(self.pair)}, on {self.scale}, half-life {self.half_life} days"
        if self._held is None:
            return f"{told}: Unknown"
        if self._now is None:
            return f"{told}: {sum(self._held.plain[1:])} acts, {self.points} points in all"
        shares = ", ".join(f"{quad} {q}" for quad, q in self.shares.items())
        return f"{told}: {self.sum}; acts as they weigh now: {self.count} ({shares})"

    def __repr__(self) -> str:
        return f"<Intensity of {self}>"


# -- the projection -------------------------------------------------------------------------


class IntensityProjection(Reducer[Intensity]):
    """The projection of `intensity`: made by it, so that there is one for the same arguments."""

    combine = staticmethod(combined)

    def __init__(self, pair: Any, scale: Any, half_life: Any) -> None:
        self.pair, self.half_life = _pair(pair), _days(half_life)
        self.scale = check_scale("intensity", scale)

    def __reduce__(self) -> tuple[Any, ...]:
        return intensity, (self.pair, self.scale, self.half_life)

    def act(self, event: Event) -> tuple[Decimal, str] | None:
        """The score and the quarter of an act between the two; None if an event is none."""
        one, other = self.pair
        if one not in event.parties or other not in event.parties:
            return None
        code = coded(event)
        if code is None or not is_between(event.what, self.pair):
            return None
        return code.on(self.scale)

    def lift(self, event: Event) -> Sums | None:
        """What an event adds up to; None where it is not one of the pair."""
        one, other = self.pair
        if one not in event.parties or other not in event.parties:
            return None
        scored = self.act(event)
        if scored is None:
            return NOTHING
        late, early = event.when.sort_key("certain")
        return act(int(scored[0] * 10), scored[1], early, late, self.half_life)

    def show(self, state: Any, moment: Asked | None = None) -> Intensity:
        """The intensity at the horizon of the moment asked about."""
        horizon = None if moment is None else moment().horizon
        held: Sums | None = state
        now: Sums | None = None
        if state is not None:
            held = state._replace(parts=None)
            now = None if horizon is None else counted(state, horizon.toordinal(), self.half_life)
        return Intensity(
            pair=self.pair,
            scale=SCALES[self.scale],
            half_life=self.half_life,
            horizon=horizon,
            held=held,
            now=now,
        )

    def trace(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Trace]:
        """As of every projection; what is counted to the horizon is set by the acts."""
        held = list(events)
        shown, trace = super().trace(start, held, root)
        for event in held:
            if (scored := self.act(event)) is not None:
                for name in ("sum", "count", "mean", "shares", f"shares.{scored[1]}"):
                    trace.setdefault(name, []).append(Setting(event, True))
        return shown, trace


_HELD: WeakValueDictionary[tuple[Any, ...], IntensityProjection] = WeakValueDictionary()
_MAKING = Lock()


def intensity(
    pair: tuple[str, str] | list[str], scale: str = "plover", half_life: int = 365
) -> IntensityProjection:
    """The projection of what two parties do for and against each other, decayed with age.

    `pair` is two codes as events have them in `parties`, in either order; `scale` is "plover"
    (PLOVER 0.8) or "goldstein" (the ICEWS copy, CAMEO 1.1b3), both from -10 to 10; `half_life` is
    a whole number of days. A wrong one is an `InputError`. The same arguments give the same
    object, so that what a timeline has worked out is found again.

    An event counts if both are of its parties, if its body says a `Code` by its property or
    method `code`, and if it is an act: see `coded`. Where the body names an `actor` and a
    `target`, these are the two. An act counts once, from the start of its date: the events of
    coded data have one day, and a state has an event from its start. A start that is not exact
    gives a least and a greatest weight; none is more than that of the horizon.

    A state costs O(log n), whatever the day and the day known.

    >>> import bilateral_timeline as bt
    >>> log = bt.EventLog()
    >>> visit = Interaction(event="CONSULT", mode="visit", actor="RU", target="IR")
    >>> position = log.append(bt.Event(id="a", when="2023-01-01", known="2024-01-01",
    ...                                parties=("RU", "IR"), what=visit))
    >>> print(log.timeline(intensity(("RU", "IR"))).as_of("2024-01-01").sum)
    2 points
    """
    key = tuple(sorted(_pair(pair))), check_scale("intensity", scale), _days(half_life)
    return _kept(*key)


@lru_cache(maxsize=1024)  # these stay though nobody holds them
def _kept(pair: tuple[str, str], scale: str, half_life: int) -> IntensityProjection:
    with _MAKING:
        key = pair, scale, half_life
        return _HELD.setdefault(key, IntensityProjection(*key))


def _pair(pair: object) -> tuple[str, str]:
    held = tuple(pair) if isinstance(pair, tuple | list) else ()
    if len(held) != 2 or not all(is_whole_text(one) and one for one in held) or held[0] == held[1]:
        advice = "as events have them in `parties`"
        expected = "two different codes, such as ('RU', 'IR')"
        raise InputError(Problem("intensity: pair", shown(pair), expected, advice))
    return held


def _days(half_life: object) -> int:
    if type(half_life) is not int or not 0 < half_life <= _LONGEST:
        expected = f"a whole number of days from 1 to {_LONGEST:,}"
        raise InputError(Problem("intensity: half_life", shown(half_life), expected))
    return half_life


_LONGEST = 1_000_000
