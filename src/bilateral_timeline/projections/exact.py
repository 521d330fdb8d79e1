"""Exact sums: the same in any order, and of floats the one that `math.fsum` gives."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from ..errors import InputError, Problem, shown
from ..records.values import Money, Quantity

Number = int | float | Decimal | Fraction
Measure = Quantity | Money

DIGITS = 1000  # the places before or after the point of a decimal that a sum takes in


@attrs.frozen
class Scaled:
    """An exact number: `digits * base ** exponent`, with base 2 for floats and 10 for decimals."""

    digits: int
    exponent: int
    base: int

    def __add__(self, other: object) -> Scaled:
        if type(other) is int:
            other = Scaled(other, 0, self.base)
        if not isinstance(other, Scaled) or other.base != self.base:
            raise _of_two_sorts(self, other)
        low, high = (self, other) if self.exponent <= other.exponent else (other, self)
        raised = high.digits * self.base ** (high.exponent - low.exponent)
        return Scaled(low.digits + raised, low.exponent, self.base)

    def __radd__(self, other: object) -> Scaled:
        if type(other) is int:
            return Scaled(other, 0, self.base) + self
        raise _of_two_sorts(other, self)


@attrs.frozen
class Measured:
    """The exact sum of quantities in one unit, or of sums in one currency; a bound may be open."""

    of: type[Measure]
    measure: str
    bounds: tuple[int | Scaled | None, int | Scaled | None, int | Scaled | None]
    event: str
    """The id of the first event in it, for a refusal to name."""

    def __add__(self, other: object) -> Measured:
        same = isinstance(other, Measured) and (other.of, other.measure) == (self.of, self.measure)
        if not isinstance(other, Measured) or not same:
            raise _of_two_sorts(self, other)
        low, best, high = (
            None if one is None or two is None else one + two
            for one, two in zip(self.bounds, other.bounds, strict=True)
        )
        return attrs.evolve(self, bounds=(low, best, high))

    def __radd__(self, other: object) -> Measured:
        raise _of_two_sorts(other, self)


Exact = int | Fraction | Scaled | Measured


def exact(value: Any, event: str = "") -> Exact:
    """A value in a form whose sums are exact; what cannot be added is an `InputError`.

    >>> exact(0.5), exact(7)
    (Scaled(digits=4503599627370496, exponent=-53, base=2), 7)
    """
    if isinstance(value, int | Fraction):
        return int(value) if isinstance(value, int) else value
    if isinstance(value, float) and math.isfinite(value):
        mantissa, exponent = math.frexp(value)
        return Scaled(int(mantissa * 2**53), exponent - 53, 2)
    if isinstance(value, Decimal) and value.is_finite() and _is_short(value):
        return _decimal(value)
    if isinstance(value, Measure):
        low, best, high = (
            None if bound is None else _decimal(bound)
            for bound in (value.low, value.best, value.high)
        )
        return Measured(type(value), value.measure, (low, best, high), event)
    expected = "a finite int, float, Decimal or Fraction, a Quantity or Money"
    raise InputError(Problem("number", shown(value), expected, "give None for nothing to count"))


def rounded(total: Exact | None) -> Any:
    """An exact sum in the type of its parts: a float is rounded once, the rest not at all.

    A bound that is open, which is None, stays so.

    >>> rounded(exact(0.1) + exact(0.2) + exact(-0.3))
    2.7755575615628914e-17
    """
    if isinstance(total, Measured):
        low, best, high = map(rounded, total.bounds)
        if total.of is Money:
            return Money(low, best, high, currency=total.measure)
        return Quantity(low, best, high, unit=total.measure)
    if not isinstance(total, Scaled):
        return total
    digits, exponent = total.digits, total.exponent
    if total.base == 10:
        sign, written, _ = Decimal(digits).as_tuple()
        return Decimal((sign, written, exponent))
    return float(digits << exponent) if exponent >= 0 else digits / (1 << -exponent)


def _is_short(value: Decimal) -> bool:
    places = value.as_tuple().exponent
    return isinstance(places, int) and places >= -DIGITS and value.adjusted() <= DIGITS


def _decimal(value: Decimal) -> Scaled:
    sign, digits, power = value.as_tuple()
    return Scaled(int(Decimal((sign, digits, 0))), int(power), 10)


def _of_two_sorts(one: object, other: object) -> InputError:
    advice = "convert them first, or count them by `bt.Keyed`"
    found = f"{_said(one)} and {_said(other)}"
    return InputError(Problem("sum", found, "values of one sort", advice))


def _said(value: object) -> str:
    if isinstance(value, Measured):
        return f"{value.measure} (event {value.event!r})"
    if isinstance(value, Scaled):
        return {2: "a float", 10: "a Decimal"}[value.base]
    return f"{type(value).__name__} {shown(value)}"
