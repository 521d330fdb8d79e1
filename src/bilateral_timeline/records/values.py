"""Values: quantities and money that keep their bounds, and Unknown, which is not zero."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NoReturn

import attrs

from ..errors import TimelineError
from .fields import is_currency, is_said, is_text, refuse


class UnknownValueError(TimelineError, AttributeError):
    """Something was asked of `Unknown`, which has no parts."""


class UnknownType(enum.Enum):
    """The type of `Unknown`: no answer, which is neither zero nor no nor nothing."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "Unknown"

    __str__ = __repr__

    def __bool__(self) -> NoReturn:
        raise TypeError("Unknown is neither true nor false: ask `value is bt.Unknown`")

    def __getattr__(self, name: str) -> Any:
        raise UnknownValueError(
            f"Unknown has no {name!r}: nothing is recorded here by that day; "
            "ask `value is bt.Unknown` first"
        )

    def _no_parts(self, *_: object) -> Any:
        raise TypeError(
            "Unknown has no items: nothing is recorded here by that day; "
            "ask `value is bt.Unknown` first"
        )

    __getitem__ = __iter__ = __len__ = __contains__ = _no_parts


Unknown: Final = UnknownType.UNKNOWN
"""No answer: before the coverage, or about what no event has told. Never 0, False or []."""


def is_several(value: object) -> bool:
    """Whether a value is an iterable of things: no text, and not Unknown, which has none."""
    single = str | bytes | bytearray | UnknownType
    return isinstance(value, Iterable) and not isinstance(value, single)


_CONTEXT = Context(prec=28, rounding=ROUND_HALF_EVEN)
"""What numbers are divided and said in, whatever the caller's own context is."""


def as_number(value: int | str | Decimal | None) -> Decimal | None:
    """A converter: a finite number of up to a hundred digits, from an int or text; None stays."""
    if value is None or isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool | float) or not isinstance(value, int | str):
        refuse("number", value, "an int, a Decimal or text", "write 4.9 as '4.9'")
    else:
        try:
            number = Decimal(int(value) if isinstance(value, int) else str.__str__(value))
        except InvalidOperation:
            refuse("number", value, "a number such as 24 or '4.9'")
    if number is None:
        return None
    if not number.is_finite():
        refuse("number", value, "a finite number", "leave out a bound that is not there")
    if not is_sayable(number):
        refuse("number", value, "a number of up to a hundred digits")
    return number


def is_sayable(number: Decimal) -> bool:
    """Whether a number is finite and has up to a hundred digits before or after the point."""
    return number.is_finite() and abs(number.adjusted()) <= 99


Amount = int | str | Decimal
"""What is accepted as a number: an int, a Decimal, or text such as '4.9'."""


@attrs.frozen
class _Bounded:
    low: Decimal | None = attrs.field(default=None, converter=as_number)
    best: Decimal | None = attrs.field(default=None, converter=as_number)
    high: Decimal | None = attrs.field(default=None, converter=as_number)
    text: str = attrs.field(default="", kw_only=True, validator=is_text)
    """The words of the source, such as "a score"."""

    def __attrs_post_init__(self) -> None:
        if self.best is not None and self.low is None and self.high is None:
            object.__setattr__(self, "low", self.best)
            object.__setattr__(self, "high", self.best)
        elif self.best is None and self.low is not None and self.low == self.high:
            object.__setattr__(self, "best", self.low)
        given = [n for n in (self.low, self.best, self.high) if n is not None]
        name = type(self).__name__
        if not given:
            refuse(name, None, "at least one of low, best and high")
        if given != sorted(given):
            refuse(name, [str(n) for n in given], "low <= best <= high")

    @property
    def measure(self) -> str:
        """What is counted: the unit, or the currency."""
        raise NotImplementedError

    @property
    def is_exact(self) -> bool:
        """One number and no other."""
        return self.low is not None and self.low == self.high

    def _like(self, other: _Bounded) -> None:
        _is_bounded(other)
        if self.measure != other.measure:
            refuse("quantities", f"{self.measure}, {other.measure}", "the same unit")

    def overlaps(self, other: _Bounded) -> bool:
        """Whether one number can satisfy both: if not, they contradict each other."""
        self._like(other)
        return _reaches(self.low, other.high) and _reaches(other.low, self.high)

    def contains(self, other: _Bounded) -> bool:
        """Whether every number that the other allows is allowed here too."""
        _is_bounded(other)
        low = self.low is None or (other.low is not None and self.low <= other.low)
        high = self.high is None or (other.high is not None and other.high <= self.high)
        return self.measure == other.measure and low and high

    @property
    def rounded(self) -> str:
        """The best value alone, "about" if it is not exact; without one, the words or bounds."""
        if self.best is None:
            said = f"{self.text} ({self.measure})" if self.text else ""
            return said or str(self)
        about = "" if self.is_exact else "about "
        return f"{about}{_spoken(self.best)} {self.measure}"

    def __str__(self) -> str:
        if self.low is None:
            number = f"at most {_spoken(self.high)}"
        elif self.high is None:
            number = f"at least {_spoken(self.low)}"
        else:
            number = " to ".join(dict.fromkeys((_spoken(self.low), _spoken(self.high))))
        if self.best is not None and not self.is_exact:
            number = f"{_spoken(self.best)} ({number})"
        said = f" ({self.text!r})" if self.text else ""
        return f"{number} {self.measure}{said}"


def _is_bounded(value: object) -> None:
    if not isinstance(value, _Bounded):
        refuse("quantities", value, "a Quantity or a Money", "such as Quantity(5, unit='ships')")


def _reaches(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high


def _spoken(number: Decimal | None) -> str:
    """A number as it is said: 40 billion, 1.6 billion, 4,500."""
    assert number is not None
    with localcontext(_CONTEXT):
        for size, word in ((10**9, " billion"), (10**6, " million")):
            if abs(number) >= size:
                return f"{(number / size).normalize():,f}{word}"
        rounded = round(number, 2) if abs(number) >= 1 else number
        return f"{rounded.normalize() if rounded != number else number:,f}"


@attrs.frozen
class Quantity(_Bounded):
    """A number with its bounds and unit; a bound is None where the source gives none.

    A best value alone is exact, and two equal bounds have it for their best value.

    >>> score = Quantity(18, 20, 22, unit="aircraft", text="a score")
    >>> score.overlaps(Quantity(best=24, unit="aircraft"))
    False
    """

    unit: str = attrs.field(kw_only=True, validator=[is_text, is_said])

    if TYPE_CHECKING:  # numbers are taken in more forms than they are kept in

        def __init__(
            self,
            low: Amount | None = None,
            best: Amount | None = None,
            high: Amount | None = None,
            *,
            unit: str,
            text: str = "",
        ) -> None: ...

    @property
    def measure(self) -> str:
        """The unit."""
        return self.unit

    def share_of(self, whole: Quantity) -> Quantity | UnknownType:
        """This as a percentage of a whole in the same unit, with the bounds that both allow.

        A bound that is not there may be anything, so it bounds no share; a whole that may be
        of either sign leaves none, and one that may be zero leaves that of its other end.
        Unknown where no bound is left. What does not come out even is rounded to 28 digits.

        >>> str(Quantity(4275, 4500, 4725, unit="drones").share_of(
        ...     Quantity(best=6000, unit="drones")))
        '75 (71.25 to 78.75) percent'
        """
        if not isinstance(whole, Quantity):
            refuse("whole", whole, "a Quantity in the same unit")
        self._like(whole)
        part, of = (self.low, self.high), (whole.low, whole.high)
        if of[1] is not None and of[1] <= 0:  # of a negative whole: both are turned round
            part, of = _negative(part), _negative(of)
        if of[0] is None or of[0] < 0 or of[1] == 0:
            return Unknown
        low = _percent(part[0], of[part[0] is not None and part[0] >= 0])
        high = _percent(part[1], of[part[1] is not None and part[1] < 0])
        if low is None and high is None:
            return Unknown
        return Quantity(low, _percent(self.best, whole.best), high, unit="percent")


_Pair = tuple[Decimal | None, Decimal | None]


def _negative(pair: _Pair) -> _Pair:
    low, high = pair
    return None if high is None else high.copy_negate(), None if low is None else low.copy_negate()


def _percent(part: Decimal | None, of: Decimal | None) -> Decimal | None:
    """A share in percent; none where there is no bound, of zero, or beyond a hundred digits."""
    if part is None or not of:
        return None
    share = 100 * Fraction(part) / Fraction(of)
    percent = _CONTEXT.divide(Decimal(share.numerator), Decimal(share.denominator))
    return percent.normalize(_CONTEXT) if is_sayable(percent) else None


@attrs.frozen
class Money(_Bounded):
    """A sum with its bounds in one currency (ISO 4217); amounts are whole, never in millions.

    >>> print(Money(best="40e9", currency="USD"))
    40 billion USD
    """

    currency: str = attrs.field(kw_only=True, validator=[is_text, is_currency])

    if TYPE_CHECKING:  # numbers are taken in more forms than they are kept in

        def __init__(
            self,
            low: Amount | None = None,
            best: Amount | None = None,
            high: Amount | None = None,
            *,
            currency: str,
            text: str = "",
        ) -> None: ...

    @property
    def measure(self) -> str:
        """The currency."""
        return self.currency
