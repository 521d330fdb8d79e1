"""Amounts: numbers, sums and delays as people say them: about 4,500 drones, hundreds of drones."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from ..records.currencies import CURRENCIES
from ..records.values import Money, Quantity

_VAGUE = ("several", "a few")
_VAGUE_OF = (
    *("number", "numbers", "dozen", "score", "dozens", "hundreds", "thousands", "millions"),
    "billions",
)
"""Words without a number: "several drones", "hundreds of drones"."""
_TOLD = -3  # no source tells more decimals than that
_LENGTHS = {"days": 1, "months": 30.44, "years": 365.25}
_MONTHS, _YEARS, _SHORT = 59, 1094, 3
"""From so many days on a delay is said in months, or in years."""


def amount(told: Quantity | Money, *, bounds: bool = False) -> str:
    """A number with what it counts; with `bounds`, those that it has beside a best value.

    >>> amount(Quantity(4275, 4500, 4725, unit="drones"))
    'about 4,500 drones'
    >>> amount(Quantity(200, None, 999, unit="drones", text="hundreds"))
    'hundreds of drones'
    >>> amount(Money("3.5e9", None, "4.5e9", currency="USD"))
    'between 3.5 and 4.5 billion dollars'
    """
    is_word = told.text and not re.search(r"\d", told.text) and _unit(told) == "percent"
    if told.best is None or is_word:  # all of it, rather than 100 percent
        return _without_best(told)
    about = "" if _is_rounded(told, told.best) else "about "
    said = f"{about}{number(told.best)} {_counted(told, told.best)}"
    return f"{said} ({_range(told)})" if bounds and not told.is_exact else said


def _is_rounded(told: Quantity | Money, best: Decimal) -> bool:
    """Whether its bounds are only those of its last digit, and its source has no "about"."""
    if told.text or told.low is None or told.high is None:
        return told.is_exact
    exponent = best.normalize().as_tuple().exponent
    return told.high - told.low <= Decimal(1).scaleb(int(exponent))


def _without_best(told: Quantity | Money) -> str:
    if told.text:
        words, unit = told.text, _unit(told)
        if words in _VAGUE:
            return f"{words} {unit}"
        if words.removesuffix(" of").split()[-1] in _VAGUE_OF:
            return f"{words.removesuffix(' of')} of {unit}"
        is_part = unit == "percent" and re.search(r"\d", words) and "%" not in words
        is_number = isinstance(told, Money) or is_part
        return f"{words} {unit}" if is_number and unit not in words else words
    if told.low == 1 and told.high is None:
        return f"some {_unit(told)}"
    return f"{_range(told)} {_unit(told)}"


def _range(told: Quantity | Money) -> str:
    ends = [number(end) for end in (told.low, told.high) if end is not None]
    if told.low is None:
        return f"at most {ends[0]}"
    if told.high is None:
        return f"at least {ends[0]}"
    low, high = ends
    shared = low.partition(" ")[2]
    if shared and shared == high.partition(" ")[2]:
        low = low.partition(" ")[0]  # 3.5 and 4.5 billion
    return low if low == high else f"between {low} and {high}"


def _unit(told: Quantity | Money) -> str:
    if isinstance(told, Money):
        return CURRENCIES.get(told.currency, told.currency)
    return told.unit


def _counted(told: Quantity | Money, best: Decimal) -> str:
    """The unit, in the singular of one; of a currency that makes it otherwise, the code."""
    unit = _unit(told)
    is_plural = unit.endswith("s") and not unit.endswith(("ss", "us", "is"))
    if best == 1 and isinstance(told, Money) and (not is_plural or " of " in unit):
        return told.currency
    if best != 1 or not is_plural:
        return unit
    return f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]


def number(told: Decimal | int) -> str:
    """A number as it is said: 40 billion, 1.6 billion, 4,500; one that was divided, rounded.

    >>> number(Decimal("1.6e9")), number(4500), number(Decimal(100) / 3)
    ('1.6 billion', '4,500', '33.3')
    """
    with localcontext() as context:
        context.prec = 120
        exact = Decimal(told)
        for size, word in ((10**9, " billion"), (10**6, " million")):
            if abs(exact) >= size:
                return f"{(exact / size).normalize():,f}{word}"
        if int(exact.normalize().as_tuple().exponent) < _TOLD:
            exact = round(exact, 1 if abs(exact) >= 1 else 1 - exact.adjusted())
        return f"{exact.normalize():,f}"


def delay(days: Quantity) -> str:
    """A number of days as a delay: 12 days, 15 months, between 5 and 9 months, over 4 years.

    >>> delay(Quantity(457, None, 488, unit="days")), delay(Quantity(1600, None, 1600, unit="days"))
    ('15 months', 'over 4 years')
    """
    low, high = int(days.low or 0), int(days.high or days.low or 0)
    unit = "years" if (low or high) >= _YEARS else "months" if (low or high) >= _MONTHS else "days"
    first, last = _whole(low, unit), _whole(high, unit)
    if not low:
        return f"up to {_so_many(last, unit)}" if last else ""
    if last - first > (1 if unit == "months" else 0):
        return f"between {first} and {last} {unit}"
    over = "over " if unit == "years" and low - first * _LENGTHS[unit] > _MONTHS / 2 else ""
    return f"{over}{_so_many(first, unit)}"


def _whole(days: int, unit: str) -> int:
    """So many whole ones; months that lack some days, as February does, are some."""
    return days if unit == "days" else int((days + _SHORT) / _LENGTHS[unit])


def _so_many(number: int, unit: str) -> str:
    return f"{number} {unit}" if number != 1 else f"{number} {unit.removesuffix('s')}"
