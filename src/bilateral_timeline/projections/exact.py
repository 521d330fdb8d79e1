"""Exact sums: the same in any order, and of floats the one that `math.fsum` gives."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import attrs

from ..errors import InputError, Problem

Number = int | float | Decimal | Fraction


@attrs.frozen
class Scaled:
    """An exact number: `digits * base ** exponent`, with base 2 for floats and 10 for decimals."""

    digits: int
    exponent: int
    base: int

    def __add__(self, other: object) -> Scaled:
        if isinstance(other, int):
            other = Scaled(other, 0, self.base)
        if not isinstance(other, Scaled) or other.base != self.base:
            found = f"{_said(self)} and {_said(other)}"
            raise InputError(Problem("sum", found, "numbers of one sort", "convert them first"))
        low, high = (self, other) if self.exponent <= other.exponent else (other, self)
        raised = high.digits * self.base ** (high.exponent - low.exponent)
        return Scaled(low.digits + raised, low.exponent, self.base)

    __radd__ = __add__


def exact(value: Number) -> int | Fraction | Scaled:
    """A number in a form whose sums are exact; what is no finite number is an `InputError`.

    >>> exact(0.5), exact(7)
    (Scaled(digits=4503599627370496, exponent=-53, base=2), 7)
    """
    if isinstance(value, int | Fraction):
        return int(value) if isinstance(value, int) else value
    if isinstance(value, float) and math.isfinite(value):
        mantissa, exponent = math.frexp(value)
        return Scaled(int(mantissa * 2**53), exponent - 53, 2)
    if isinstance(value, Decimal) and value.is_finite():
        sign, digits, power = value.as_tuple()
        return Scaled(int(Decimal((sign, digits, 0))), int(power), 10)
    expected = "a finite int, float, Decimal or Fraction"
    raise InputError(Problem("number", repr(value), expected, "give None for nothing to count"))


def rounded(total: int | Fraction | Scaled) -> Number:
    """An exact sum in the type of its parts: a float is rounded once, the rest not at all.

    >>> rounded(exact(0.1) + exact(0.2) + exact(-0.3))
    2.7755575615628914e-17
    """
    if not isinstance(total, Scaled):
        return total
    digits, exponent = total.digits, total.exponent
    if total.base == 10:
        sign, written, _ = Decimal(digits).as_tuple()
        return Decimal((sign, written, exponent))
    return float(digits << exponent) if exponent >= 0 else digits / (1 << -exponent)


def _said(value: object) -> str:
    if isinstance(value, Scaled):
        return {2: "a float", 10: "a Decimal"}[value.base]
    return f"{type(value).__name__} {value}"
