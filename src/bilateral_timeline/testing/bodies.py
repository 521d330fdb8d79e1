"""Strategies for bodies, made of the classes that are kinds: nothing has to be said of them."""

from __future__ import annotations

import enum
import operator
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pendulum import Date

from ..arguments import require
from ..dates.when import Certainty, When
from ..errors import InputError, Problem, shown
from ..files.vocabulary import checks_of
from ..records.classes import Field, Fields
from ..records.fields import (
    OneOf,
    is_code,
    is_currency,
    is_id,
    is_not_negative,
    is_positive,
    is_said,
)
from ..records.hints import fields_of, meant
from ..records.kinds import Kind, find_kind, kinds, made_of, watch
from ..records.stored import UnknownBody
from ..records.values import Money, Quantity
from ..relations.mentions import EVENT, MENTIONS, NAME, PARTY, PERSON
from .dates import days, whens

IDS = tuple("abcdefgh")
"""The ids of random events."""
PARTIES = ("AA", "BB", "CC")
"""The codes of their parties."""
Bodies = SearchStrategy[Any] | type | str | Sequence[SearchStrategy[Any] | type | str]
"""What bodies may be told as: a class, the name of a kind, a strategy, or several of these."""

_WORDS = ("one", "two")
_UNITS = ("jets", "jets", "jets", "percent", "years")
_PERSONS = ("A. One", "B. Two")
_YEARS = (2000, 2003)
_SELDOM = st.sampled_from((False, False, False, True))
_ODD = st.text(st.characters(codec="utf-8"), max_size=12)


@attrs.frozen
class _Values:
    """What values are drawn from."""

    odd: bool
    parties: tuple[str, ...]

    def mentioned(self, sort: str) -> tuple[str, ...]:
        """What stands for a sort of thing that a field may mention; nothing for any other."""
        if self.odd:
            return ()
        of = {PARTY[MENTIONS]: self.parties[:2], NAME[MENTIONS]: self.parties}
        return (of | {EVENT[MENTIONS]: IDS[:4], PERSON[MENTIONS]: _PERSONS}).get(sort, ())


_FEW = _Values(odd=False, parties=PARTIES)


def bodies(
    *of: SearchStrategy[Any] | type | str, odd: bool = False, parties: Sequence[str] = PARTIES
) -> SearchStrategy[Any]:
    """Bodies of some kinds, told by class or name; of every kind that is known here, if of none.

    Few values, so that events meet in them: of a field with a default, most often that. With
    `odd`, anything that may be stored: any text, long numbers. What a class refuses is not drawn.
    A strategy among them is taken as it is. Fields that hold the code of a party, as those of a
    relationship do, have one of `parties`, which are two and perhaps others.

    >>> import bilateral_timeline as bt
    >>> from hypothesis import find
    >>> @bt.kind("dam-built")
    ... class DamBuilt:
    ...     river: str
    ...     metres: int = 20
    >>> find(bodies(DamBuilt), lambda dam: dam.metres > 20)
    DamBuilt(river='one', metres=21)
    """
    held = of or _all_bodies()
    values = _Values(odd, tuple(parties))
    return st.one_of(*(_bodies_of(one, values) for one in held))


def _all_bodies() -> list[type]:
    """The classes of all kinds, those of the relationship too."""
    from ..relations import relationship  # noqa: F401 - it makes its kinds, and takes its time

    return [made.body for made in map(find_kind, kinds()) if made]


def strategies_of(of: Bodies | None) -> list[SearchStrategy[Any]]:
    """The strategies of bodies that were told in any way, one for each sort."""
    several: Any = _all_bodies() if of is None else of if isinstance(of, list | tuple) else [of]
    expected = "the class of a body, the name of a kind or a strategy, or several of these"
    require(len(several) > 0, "bodies", several, expected)
    return [bodies(one) for one in several]


def _bodies_of(one: SearchStrategy[Any] | type | str, of: _Values) -> SearchStrategy[Any]:
    if isinstance(one, SearchStrategy):
        return one
    if one is UnknownBody:
        return unknown_bodies()
    made = find_kind(one) if isinstance(one, str) else made_of(one) if _is_class(one) else None
    if made is None:
        below = [held for held in map(find_kind, kinds()) if held and _below(held.body, one)]
        if below:
            return st.one_of(*(of_fields(held.fields, of) for held in below))
        expected = "the class of an event body, the name of a kind, or a strategy"
        advice = "decorate it with @bt.kind('some-name')"
        raise InputError(Problem("bodies", shown(one), expected, advice))
    return of_fields(made.fields, of)


def _is_class(one: object) -> bool:
    return isinstance(one, type)


def _below(body: type, base: object) -> bool:
    return isinstance(base, type) and base is not object and issubclass(body, base)


def unknown_bodies() -> SearchStrategy[UnknownBody]:
    """Bodies of a kind of others, whose numbers are to keep their digits."""
    number = st.sampled_from(
        ("0", "-0", "1.10", "1e3", "0.1234567890123456789", "12345678901234567890")
    )
    return st.builds(
        lambda version, number: UnknownBody("of-others", version, f'{{"z": {number}, "a": "é"}}'),
        st.integers(1, 2),
        number,
    )


# -- classes --------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def of_fields(fields: Fields, of: _Values = _FEW) -> SearchStrategy[Any]:
    """Objects of a class with its fields; those that it refuses are left out."""
    held = [(field.alias, field.needed, values_of(field, of)) for field in fields.fields]
    needed = {name: values for name, is_needed, values in held if is_needed}
    optional = {name: values for name, is_needed, values in held if not is_needed}
    return _made(fields.cls, st.fixed_dictionaries(needed), optional)


@st.composite
def _made(
    draw: st.DrawFn,
    cls: type,
    needed: SearchStrategy[dict[str, Any]],
    optional: dict[str, SearchStrategy[Any]],
) -> Any:
    values = draw(needed)
    more = {name: draw(one) for name, one in optional.items() if draw(_SELDOM)}
    for told in ({**values, **more}, values):
        with suppress(ValueError, TypeError):
            return cls(**told)
    return reject()


@lru_cache(maxsize=4096)
def values_of(field: Field, of: _Values = _FEW) -> SearchStrategy[Any]:
    """Values of a field that its own validators let through."""
    checks = [check for check in checks_of(field.attribute.validator) if check is not None]
    if field.name == "year" and field.hint is int and not of.odd:
        return st.integers(*_YEARS)
    mention = field.attribute.metadata.get(MENTIONS, "")
    if is_id in checks and mention in (PARTY[MENTIONS], NAME[MENTIONS]):
        mention = ""  # of a body that has no code
    held = _of_hint(field.hint, checks, mention, of)
    own = [check for check in checks if not _is_met(check)]
    if not own:
        return held
    if field.hint is str:
        held |= _ODD | st.text("ABCxyz019", max_size=9)
    return held.filter(lambda value: all(_passes(check, field, value) for check in own))


def _passes(check: Callable[..., None], field: Field, value: Any) -> bool:
    """Whether a check may let a value through, as a whole or member by member."""

    def passes(one: Any) -> bool:
        try:
            check(None, field.attribute, one)
        except AttributeError:  # it asks its object, which is not there yet
            return True
        except (ValueError, TypeError, ArithmeticError, LookupError):
            return False
        return True

    return value is None or passes(value) or (isinstance(value, tuple) and all(map(passes, value)))


_IDS = st.sampled_from(_WORDS) | st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
_BY_CHECK: dict[Any, tuple[SearchStrategy[Any], SearchStrategy[Any]]] = {
    is_id: (st.sampled_from(_WORDS), _IDS),
    is_code: (st.sampled_from(PARTIES[:2]), st.from_regex(r"[A-Za-z0-9-]{1,8}", fullmatch=True)),
    is_currency: (st.sampled_from(("XXX", "YYY")), st.from_regex(r"[A-Z]{3}", fullmatch=True)),
    is_positive: (st.integers(1, 3), st.integers(1, 10**20)),
    is_not_negative: (st.integers(0, 3), st.integers(0, 10**20)),
    is_said: (st.sampled_from(_WORDS), _ODD.filter(lambda text: bool(text.strip()))),
}
"""For what a check lets through: few values, and odd ones."""


def _is_met(check: Any) -> bool:
    """Whether what is drawn passes a check by itself."""
    return isinstance(check, OneOf) or check in _BY_CHECK if _is_hashable(check) else False


def _is_hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _words_of(check: Any) -> Sequence[Any] | None:
    """The words that a check takes, where it takes only some."""
    if isinstance(check, OneOf):
        return check.words
    options = getattr(check, "options", None)
    return [*options] if options and hasattr(options, "__iter__") else None


# -- types ----------------------------------------------------------------------------------------


def _of_hint(hint: Any, checks: list[Any], mention: str, of: _Values) -> SearchStrategy[Any]:
    hint = meant(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        one = _of_hint(arguments[0], checks, mention, of)
        least = max((getattr(check, "min_length", 0) for check in checks), default=0)
        most = min([getattr(check, "max_length", least + 2) for check in checks] + [least + 2])
        any_of = st.lists(one, min_size=least, max_size=most)
        return (any_of | _differing(one, least, most) if most > 1 else any_of).map(tuple)
    if origin in (Union, UnionType):
        some = [_of_hint(one, checks, mention, of) for one in arguments if one is not NoneType]
        return st.one_of(*[st.none()] * (NoneType in arguments), *some)
    words = next(filter(None, map(_words_of, checks)), None)
    if words is not None:
        return st.sampled_from(words)
    if named := of.mentioned(mention):
        return st.sampled_from(named)
    for check in checks:
        if _is_hashable(check) and check in _BY_CHECK:
            return _BY_CHECK[check][of.odd]
        pattern = getattr(check, "pattern", None)
        if isinstance(pattern, re.Pattern):
            return st.from_regex(pattern, fullmatch=True)
    if origin is Literal:
        return st.sampled_from(arguments)
    return _of_type(hint, checks, of)


def _differing(one: SearchStrategy[Any], least: int, most: int) -> SearchStrategy[list[Any]]:
    """Lists of values that mostly differ: only these stand in an order."""

    def distinct(values: list[Any]) -> list[Any]:
        held = [value for at, value in enumerate(values) if value not in values[:at]]
        return (held if len(held) >= least else values)[:most]

    return st.lists(one, min_size=max(least, 3), max_size=least + 4).map(distinct)


def _of_type(hint: Any, checks: list[Any], of: _Values) -> SearchStrategy[Any]:
    if hint is int or hint is Decimal:
        low, high = _bounds(checks, -(10**9) if of.odd else 0, 10**9 if of.odd else 1000)
        if hint is Decimal:
            return _decimals(low - 1, high + 1)
        return st.integers(low, min(low + 3, high)) | st.integers(low, high)
    least = max([getattr(check, "min_length", 0) for check in checks], default=0)
    if hint is str and least:
        return st.text("ABCxyz019", min_size=least, max_size=least + 3)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from([*hint])
    if hint is str:
        return st.sampled_from(_WORDS) | _ODD if of.odd else st.sampled_from(_WORDS)
    if hint in PLAIN:
        return PLAIN[hint]
    return of_fields(fields_of(hint, hint.__name__), of)


_ABOVE = {operator.ge: 0, operator.gt: 1}
_BELOW = {operator.le: 0, operator.lt: -1}


def _bounds(checks: list[Any], low: int, high: int) -> tuple[int, int]:
    """The least and the greatest whole number that attrs' validators of numbers let through."""
    span = high - low
    for check in checks:
        bound, compare = getattr(check, "bound", None), getattr(check, "compare_func", None)
        if isinstance(bound, int | Decimal) and compare in _ABOVE:
            low = int(bound) + _ABOVE[compare]
            high = max(high, low + span)
        elif isinstance(bound, int | Decimal) and compare in _BELOW:
            high = int(bound) + _BELOW[compare]
            low = min(low, high)
    return low, high


def _decimals(low: int, high: int) -> SearchStrategy[Decimal]:
    whole = st.integers(low, high).map(Decimal)
    exact = [
        st.decimals(low, high, allow_nan=False, allow_infinity=False, places=places)
        for places in (1, 3)
    ]
    return st.one_of(whole, *exact)


def quantities(*units: str) -> SearchStrategy[Quantity]:
    """Quantities of a few small numbers, exact or between bounds of which one may be open."""
    return _bounded(lambda *numbers, measure: Quantity(*numbers, unit=measure), units or _UNITS)


def moneys(*currencies: str) -> SearchStrategy[Money]:
    """Sums of money, as quantities are."""
    return _bounded(
        lambda *numbers, measure: Money(*numbers, currency=measure), currencies or ("XXX", "YYY")
    )


@st.composite
def _bounded(draw: st.DrawFn, make: Callable[..., Any], measures: Sequence[str]) -> Any:
    low = draw(st.integers(0, 9))
    high = low + draw(st.integers(0, 3))
    exact = (None, low, None)
    ways = (exact, exact, (low, None, high), (low, None, None), (None, None, high))
    numbers = draw(st.sampled_from(ways))
    return make(*numbers, measure=draw(st.sampled_from(measures)))


PLAIN: dict[Any, SearchStrategy[Any]] = {
    bool: st.booleans(),
    When: whens(),
    Date: days(),
    Quantity: quantities(),
    Money: moneys(),
    Certainty: st.sampled_from([*Certainty]),
}
"""The types of the library's own values, which are drawn, and made smaller, as a whole."""


def _register(made: Kind) -> None:
    st.register_type_strategy(made.body, lambda _: of_fields(made.fields))


watch(_register)
for _of, _strategy in (
    (When, whens()),
    (Quantity, quantities()),
    (Money, moneys()),
    (UnknownBody, unknown_bodies()),
):
    st.register_type_strategy(_of, _strategy)
