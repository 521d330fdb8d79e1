"""Events, retractions, sources, citations and quantities: immutable values, and their kinds."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn, Self, TypeVar, cast, dataclass_transform

import attrs
from pendulum import Date

from .errors import Problem, RecordError, TimelineError
from .when import Day, When, to_day


def _refuse(where: str, found: object, expected: str, advice: str = "", path: str = "") -> NoReturn:
    raise RecordError(Problem(where, repr(found), expected, advice, path))


def _refuse_field(instance: object, field: str, found: object, expected: str) -> NoReturn:
    _refuse(f"{type(instance).__name__}.{field}", found, expected, path=field)


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


# ---------------------------------------------------------------------------------------------
# Quantities: numbers keep their bounds.


def _number(value: int | str | Decimal | None) -> Decimal | None:
    if value is None or isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool | float) or not isinstance(value, int | str):
        _refuse("number", value, "an int, a Decimal or text", "write 4.9 as '4.9'")
    else:
        try:
            number = Decimal(value)
        except InvalidOperation:
            _refuse("number", value, "a number such as 24 or '4.9'")
    if number is not None and not number.is_finite():
        _refuse("number", value, "a finite number", "leave out a bound that is not there")
    return number


@attrs.frozen
class _Bounded:
    low: Decimal | None = attrs.field(default=None, converter=_number)
    best: Decimal | None = attrs.field(default=None, converter=_number)
    high: Decimal | None = attrs.field(default=None, converter=_number)
    text: str = attrs.field(default="", kw_only=True)
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
            _refuse(name, None, "at least one of low, best and high")
        if given != sorted(given):
            _refuse(name, [str(n) for n in given], "low <= best <= high")

    @property
    def measure(self) -> str:
        """What is counted: the unit, or the currency."""
        raise NotImplementedError

    @property
    def is_exact(self) -> bool:
        """One number and no other."""
        return self.low is not None and self.low == self.high

    def overlaps(self, other: _Bounded) -> bool:
        """Whether one number can satisfy both: if not, they contradict each other."""
        if self.measure != other.measure:
            _refuse("quantities", f"{self.measure}, {other.measure}", "the same unit")
        return _reaches(self.low, other.high) and _reaches(other.low, self.high)

    def contains(self, other: _Bounded) -> bool:
        """Whether every number that the other allows is allowed here too."""
        low = self.low is None or (other.low is not None and self.low <= other.low)
        high = self.high is None or (other.high is not None and other.high <= self.high)
        return self.measure == other.measure and low and high

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


def _reaches(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high


def _spoken(number: Decimal | None) -> str:
    """A number as it is said: 40 billion, 1.6 billion, 4,500."""
    assert number is not None, "a bound or a best value is there"
    for size, word in ((10**9, " billion"), (10**6, " million")):
        if abs(number) >= size:
            return f"{(number / size).normalize():,f}{word}"
    return f"{number:,f}"


@attrs.frozen
class Quantity(_Bounded):
    """A number with its bounds and unit; a bound is None where the source gives none.

    A best value alone is exact, and two equal bounds have it for their best value.

    >>> score = Quantity(18, 20, 22, unit="aircraft", text="a score")
    >>> score.overlaps(Quantity(best=24, unit="aircraft"))
    False
    """

    unit: str = attrs.field(kw_only=True, validator=attrs.validators.min_len(1))

    @property
    def measure(self) -> str:
        """The unit."""
        return self.unit

    def share_of(self, whole: Quantity) -> Quantity:
        """This as a percentage of a whole, with the bounds that both allow.

        >>> str(Quantity(4275, 4500, 4725, unit="drones").share_of(
        ...     Quantity(best=6000, unit="drones")))
        '75 (71.25 to 78.75) percent'
        """

        def percent(part: Decimal | None, of: Decimal | None) -> Decimal | None:
            return None if part is None or not of else (100 * part / of).normalize()

        return Quantity(
            percent(self.low, whole.high),
            percent(self.best, whole.best),
            percent(self.high, whole.low),
            unit="percent",
        )


@attrs.frozen
class Money(_Bounded):
    """A sum with its bounds in one currency (ISO 4217); amounts are whole, never in millions.

    >>> print(Money(best="40e9", currency="USD"))
    40 billion USD
    """

    currency: str = attrs.field(kw_only=True, validator=attrs.validators.matches_re("[A-Z]{3}"))

    @property
    def measure(self) -> str:
        """The currency."""
        return self.currency


# ---------------------------------------------------------------------------------------------
# Sources and citations


def _id(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        expected = "a-z, 0-9 and single hyphens, such as 'su-35-promised'"
        _refuse_field(instance, attribute.name, value, expected)


def _text(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str):
        _refuse_field(instance, attribute.name, value, "text")


def _said(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not value.strip():
        _refuse_field(instance, attribute.name, value, "some words")


def _texts(instance: object, attribute: attrs.Attribute[tuple[str, ...]], value: object) -> None:
    if not isinstance(value, tuple) or not all(isinstance(v, str) and v for v in value):
        _refuse_field(instance, attribute.name, value, "a sequence of texts")


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _day_or_none(value: Day | None) -> Date | None:
    return None if value is None else to_day(value, "known")


def _to_when(value: When | Day) -> When:
    if isinstance(value, When):
        return value
    return When.parse(value if isinstance(value, str) else to_day(value).isoformat())


@attrs.frozen(kw_only=True)
class Source:
    """A work that can be cited, in the terms of CSL.

    `known` is the day by which it was public: the last day of `issued` unless given.

    >>> article = Source(id="smagin-2024", title="Inescapable", issued="2024-06")
    >>> print(article.known)
    2024-06-30
    """

    id: str = attrs.field(validator=_id)
    title: str = attrs.field(validator=_text)
    type: str = attrs.field(default="document", validator=_text)
    author: tuple[str, ...] = attrs.field(default=(), converter=_tuple, validator=_texts)
    container_title: str = attrs.field(default="", validator=_text)
    publisher: str = attrs.field(default="", validator=_text)
    issued: When | None = attrs.field(default=None, converter=attrs.converters.optional(_to_when))
    url: str = attrs.field(default="", validator=_text)
    language: str = attrs.field(default="", validator=_text)
    note: str = attrs.field(default="", validator=_text)
    known: Date | None = attrs.field(default=None, converter=_day_or_none)

    def __attrs_post_init__(self) -> None:
        if self.known is None and self.issued is not None:
            object.__setattr__(self, "known", self.issued.latest)


STANCES = ("asserts", "reports", "alleges", "expects", "doubts", "denies")
"""How a source stands to what it is cited for."""


def _source_id(value: str | Source) -> str:
    return value.id if isinstance(value, Source) else value


@attrs.frozen
class Citation:
    """One place in one source: what it says there, and since when that is public.

    `known` may be left out: it is then the day of the `Source` given, or of the record.

    >>> citation = Citation("smagin-2024", "par. 4", known="2024-06-03")
    """

    source: str = attrs.field(converter=_source_id, validator=_id)
    locator: str = attrs.field(default="", validator=_text)
    known: Date | None = attrs.field(default=None, converter=_day_or_none)
    says: str = attrs.field(default="", validator=_text)
    """What it says, in our own words."""
    stance: str = attrs.field(default="asserts")
    via: tuple[str, ...] = attrs.field(default=(), converter=_tuple, validator=_texts)
    """Whom the source itself names for it, such as an agency."""

    @stance.validator
    def _check_stance(self, _: object, value: str) -> None:
        if value not in STANCES:
            _refuse_field(self, "stance", value, f"one of {', '.join(STANCES)}")


# ---------------------------------------------------------------------------------------------
# Kinds: what an event can be about

Plain = Any
"""Plain data: None, bool, int, str, and lists and dicts of plain data."""
Upcaster = Callable[[dict[str, Plain]], dict[str, Plain]]
T = TypeVar("T")


@attrs.frozen
class Kind:
    """A kind of event: its stable name, its version today, its class and its upcasters."""

    name: str
    version: int
    body: type
    upcasters: Mapping[int, Upcaster] = attrs.field(factory=dict)
    foreseeable: bool = False

    def bring_up(self, version: int, data: dict[str, Plain]) -> dict[str, Plain]:
        """Plain data of an earlier version, brought up to today's step by step."""
        for step in range(version, self.version):
            data = self.upcasters[step](dict(data))
        return data


_BY_NAME: dict[str, Kind] = {}
_BY_CLASS: dict[type, Kind] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def kind(
    name: str,
    *,
    version: int = 1,
    upcasters: Mapping[int, Upcaster] | None = None,
    foreseeable: bool = False,
) -> Callable[[type[T]], type[T]]:
    """Make a class an event body: an attrs frozen class with a stable name and a version.

    `upcasters[n]` turns plain data of version n into plain data of version n + 1; every
    version from 1 on needs one. `foreseeable` kinds may be public before they happen, such as
    an entry into force that a signed text dates; `check` lets only those be.

    >>> @kind("road-opened")
    ... class RoadOpened:
    ...     over: str
    >>> RoadOpened(over="the pass").over
    'the pass'
    """
    steps = dict(upcasters or {})
    if sorted(steps) != list(range(1, version)):
        _refuse(f"kind {name!r}", sorted(steps), f"an upcaster for each version below {version}")

    def register(cls: type[T]) -> type[T]:
        body: Any = cls if "__attrs_attrs__" in cls.__dict__ else attrs.frozen(kw_only=True)(cls)
        held = _BY_NAME.get(name)
        if held is not None and _qualified(held.body) != _qualified(body):
            _refuse(f"kind {name!r}", _qualified(body), f"no class but {_qualified(held.body)}")
        made = Kind(name, version, body, steps, foreseeable)
        _BY_NAME[name] = _BY_CLASS[body] = made
        return body  # type: ignore[no-any-return]

    return register


def _qualified(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def find_kind(name: str) -> Kind | None:
    """The kind of that name, if this installation knows it."""
    return _BY_NAME.get(name)


def kinds() -> list[str]:
    """The names of all kinds that this installation knows."""
    return sorted(_BY_NAME)


def kind_of(body: object) -> Kind | None:
    """The kind of an event body; None if its class is no kind."""
    return _BY_CLASS.get(type(body))


@attrs.frozen
class UnknownBody:
    """The body of a kind that is not known here, kept as it was written and handed back.

    >>> UnknownBody("eclipse", 1, '{"total": true}').data
    {'total': True}
    """

    kind: str
    version: int
    text: str
    """The plain data as JSON text, in the order in which it was written."""

    @property
    def data(self) -> Plain:
        """The plain data."""
        return json.loads(self.text)


# ---------------------------------------------------------------------------------------------
# Records


def _whole(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int:
        _refuse_field(instance, attribute.name, value, "a whole number")


def _cited(instance: object, _: object, value: object) -> None:
    if not isinstance(value, tuple) or not all(isinstance(c, Citation) for c in value):
        _refuse_field(instance, "sources", value, "a sequence of Citation")


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened (or was said): dated, cited, never changed.

    `known` is the day on which it became public: the earliest of its citations' unless given.
    `seq` orders events within a day where the order is known. A correction is an Event with
    the same id, a higher revision and the whole new content.
    """

    id: str = attrs.field(validator=_id)
    when: When = attrs.field(converter=_to_when)
    what: Any = attrs.field()
    title: str = attrs.field(default="", validator=_text)
    parties: tuple[str, ...] = attrs.field(default=(), converter=_tuple, validator=_texts)
    sources: tuple[Citation, ...] = attrs.field(default=(), converter=_tuple, validator=_cited)
    known: Date = attrs.field(default=None, converter=_day_or_none)
    seq: int = attrs.field(default=0, validator=_whole)
    revision: int = attrs.field(default=0, validator=_whole)
    note: str = attrs.field(default="", validator=_text)
    # The body as it was written, where that is not how it would be written today.
    _written: UnknownBody | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @what.validator
    def _check_what(self, _: object, value: object) -> None:
        if not isinstance(value, UnknownBody) and kind_of(value) is None:
            advice = "decorate its class with @bt.kind('some-name')"
            _refuse(f"event {self.id!r}: what", value, "an event body", advice)
        try:
            hash(value)
        except TypeError as error:
            _refuse(f"event {self.id!r}: what", value, "a hashable body", f"{error}; use tuples")

    def __attrs_post_init__(self) -> None:
        if self.revision < 0:
            _refuse(f"event {self.id!r}: revision", self.revision, "0 or more", path="revision")
        if cast("Date | None", self.known) is None:
            days = [c.known for c in self.sources if c.known is not None]
            if not days:
                advice = "give `known`, or a citation with its `known`"
                where = f"event {self.id!r}: known"
                _refuse(where, None, "the day it became public", advice, "known")
            object.__setattr__(self, "known", min(days))
        object.__setattr__(self, "sources", _dated(self.sources, self.known))

    @property
    def kind(self) -> str:
        """The name of the kind of this event."""
        made = kind_of(self.what)
        return made.name if made else str(self.what.kind)

    @property
    def rank(self) -> tuple[Date, int]:
        """Which record of an id is believed: the one with the greatest (known, revision)."""
        return self.known, self.revision

    def known_by(self, day: Date | None) -> Self:
        """This event with only the citations that were public by a day."""
        if day is None or all(c.known <= day for c in self.sources if c.known):
            return self
        shown = tuple(c for c in self.sources if c.known and c.known <= day)
        return attrs.evolve(self, sources=shown)


@attrs.frozen(kw_only=True)
class Retraction:
    """From `known` on, the event of that id is not believed to have happened.

    A later revision with content reinstates it.
    """

    id: str = attrs.field(validator=_id)
    revision: int = attrs.field(validator=_whole)
    known: Date = attrs.field(converter=to_day)
    reason: str = attrs.field(validator=[_text, _said])
    sources: tuple[Citation, ...] = attrs.field(default=(), converter=_tuple, validator=_cited)

    def __attrs_post_init__(self) -> None:
        if self.revision < 1:
            advice = "revision 0 is the event itself"
            where = f"retraction {self.id!r}: revision"
            _refuse(where, self.revision, "1 or more", advice, "revision")
        object.__setattr__(self, "sources", _dated(self.sources, self.known))

    @property
    def rank(self) -> tuple[Date, int]:
        """As of an event."""
        return self.known, self.revision


Record = Event | Retraction


def _dated(citations: tuple[Citation, ...], known: Date) -> tuple[Citation, ...]:
    """Citations that say no day of their own were public with their record."""
    if all(c.known is not None for c in citations):
        return citations
    return tuple(c if c.known else attrs.evolve(c, known=known) for c in citations)
