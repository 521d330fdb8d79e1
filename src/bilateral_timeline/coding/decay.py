"""Decay: sums of scores that lose half their weight with every half-life, exact in any order.

A weight is taken from a day that never moves, and a sum is divided by the growth from there to
the day asked about. So sums of neighbouring stretches add up to the sum of both, and a later day
only divides by more.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ..records.order import END
from ..records.values import Quantity
from .codes import QUADS

PLACES = 6  # of the numbers that are shown
_BITS = 170  # of a weight within one half-life: fifty digits
_CONTEXT = Context(prec=60)

Vector = tuple[int, int, int, int, int]
"""The sum of the scores, in tenths, and the number of acts in each quarter."""
Bounds = tuple[Fraction, Fraction]


class Sums(NamedTuple):
    """What some acts add up to, in weights of `2 ** exponent`, and of which parts it was made.

    `low` and `high` are what the dates of the acts allow, `plain` is without weights; `first` and
    `last` are the days between which the acts lie. The parts are looked into only where the day
    asked about comes before the last.
    """

    exponent: int
    low: Vector
    high: Vector
    plain: Vector
    first: int
    last: int
    parts: Any = None


_ZERO: Vector = (0, 0, 0, 0, 0)
NOTHING: Final = Sums(0, _ZERO, _ZERO, _ZERO, END, 0)
"""No act at all."""


def grown(day: int, half_life: int) -> tuple[int, int]:
    """How much weights have grown by a day (an ordinal): `number * 2 ** exponent`.

    Exactly twice as much after one more half-life; rounded to fifty digits within one.
    """
    halvings, rest = divmod(day, half_life)
    return _within(rest, half_life), halvings


@lru_cache(maxsize=1 << 16)
def _within(rest: int, half_life: int) -> int:
    """The growth in some days of one half-life, in units of 2 ** -170."""
    power = _CONTEXT.power(Decimal(2), _CONTEXT.divide(Decimal(rest), Decimal(half_life)))
    return int(_CONTEXT.multiply(power, Decimal(1 << _BITS)))


def act(tenths: int, quad: str, early: int, late: int, half_life: int) -> Sums:
    """One act, between two days; 0 and END stand for no bound."""
    at = QUADS.index(quad)
    plain: Vector = (tenths, int(at == 0), int(at == 1), int(at == 2), int(at == 3))
    return _weighed(plain, early, late, half_life)


def _weighed(plain: Vector, early: int, late: int, half_life: int) -> Sums:
    """Acts that all lie between the same two days."""
    number, exponent = grown(early if late == END else late, half_life)
    if early == late:
        one = _times(plain, number)
        return Sums(exponent, one, one, plain, early, late)
    least, before = grown(early, half_life) if early else (0, exponent)
    low, high = _times(plain, least), _times(plain, number << (exponent - before))
    if plain[0] < 0:
        low, high = (high[0], *low[1:]), (low[0], *high[1:])
    return Sums(before, low, high, plain, early, late)


def combined(one: Sums, other: Sums) -> Sums:
    """What the acts of two stretches add up to."""
    if not one.last:
        return other
    if not other.last:
        return one
    exponent = min(one.exponent, other.exponent)
    shifts = one.exponent - exponent, other.exponent - exponent
    low = high = _plus(one.low, other.low, *shifts)
    if one.high is not one.low or other.high is not other.low:
        high = _plus(one.high, other.high, *shifts)
    plain = _plus(one.plain, other.plain)
    first, last = min(one.first, other.first), max(one.last, other.last)
    return Sums(exponent, low, high, plain, first, last, (one, other))


def _times(vector: Vector, weight: int) -> Vector:
    a, b, c, d, e = vector
    return a * weight, b * weight, c * weight, d * weight, e * weight


def _plus(one: Vector, other: Vector, first: int = 0, second: int = 0) -> Vector:
    """The sum of two vectors, each of which is shifted by some bits."""
    a, b, c, d, e = one
    f, g, h, i, j = other
    if first:
        a, b, c, d, e = a << first, b << first, c << first, d << first, e << first
    if second:
        f, g, h, i, j = f << second, g << second, h << second, i << second, j << second
    return a + f, b + g, c + h, d + i, e + j


def counted(whole: Sums, horizon: int, half_life: int) -> Sums:
    """The same acts, with none of them later than the horizon: there they weigh most.

    Only those are looked at one by one that may lie on either side of it.
    """
    found, waiting = NOTHING, [whole]
    while waiting:
        held = waiting.pop()
        if held.last > horizon:
            if held.first >= horizon:
                held = _weighed(held.plain, horizon, horizon, half_life)
            elif held.parts:
                waiting += held.parts
                continue
            else:
                held = _weighed(held.plain, held.first, horizon, half_life)
        found = combined(found, held)
    return found._replace(parts=None)


def exact(held: Sums, day: int, half_life: int) -> dict[str, Bounds]:
    """What acts weigh on a day that is not before the last of them."""
    number, exponent = grown(day, half_life)
    shift = held.exponent - exponent
    up, down = 1 << max(shift, 0), number << max(-shift, 0)
    found = {
        "sum": (Fraction(held.low[0] * up, 10 * down), Fraction(held.high[0] * up, 10 * down)),
        "count": (Fraction(sum(held.low[1:]) * up, down), Fraction(sum(held.high[1:]) * up, down)),
    }
    for at, quad in enumerate(QUADS, 1):
        found[quad] = Fraction(held.low[at] * up, down), Fraction(held.high[at] * up, down)
    return found


def quantity(bounds: Bounds, unit: str) -> Quantity:
    """Bounds to six places: one number is rounded, two take in all that lies between them."""
    low, high = (bound * 10**PLACES for bound in bounds)
    if low == high:
        return Quantity(best=decimal(round(low), PLACES), unit=unit)
    return Quantity(decimal(low // 1, PLACES), None, decimal(-(-high // 1), PLACES), unit=unit)


def decimal(number: int, places: int) -> Decimal:
    """A whole number of units of so many places, without noughts at its end."""
    while places and not number % 10:
        number, places = number // 10, places - 1
    return Decimal(f"{number}E-{places}")
