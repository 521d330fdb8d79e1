"""Kinds: what an event can be about. A kind has a stable name, versions and one class."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from typing import Any, TypeVar, dataclass_transform

import attrs

from ..errors import Problem, RecordError, shown
from .classes import Fields
from .fields import ID, refuse
from .hints import caller, fields_of, names_at, unfrozen
from .stored import Plain, UnknownBody

Upcaster = Callable[[dict[str, Plain]], dict[str, Plain]]
Kinds = type | str | tuple[type | str, ...]
"""The class of a body, the name of a kind, or several of these."""
T = TypeVar("T")


@attrs.frozen
class Kind:
    """A kind of event: its stable name, its version today, its class and its upcasters."""

    name: str
    version: int
    body: type
    upcasters: Mapping[int, Upcaster]
    foreseeable: bool | Callable[[Any], bool]
    formerly: tuple[str, ...]
    """The names under which its records were stored before."""
    standing: bool
    """Whether it changes a standing, which lasts until another event ends it."""
    fields: Fields = attrs.field(kw_only=True, eq=False, repr=False)
    """How its body is checked, read and written."""

    def may_be_known_before(self, body: object) -> bool:
        """Whether an event of this body may be public before it happens."""
        return self.foreseeable(body) if callable(self.foreseeable) else self.foreseeable

    def bring_up(self, version: int, data: dict[str, Plain]) -> dict[str, Plain]:
        """Plain data of an earlier version, brought up to today's step by step."""
        for step in range(version, self.version):
            data = self.upcasters[step](dict(data))
        return data


_BY_NAME: dict[str, Kind] = {}
_BY_CLASS: dict[type, Kind] = {}
_WATCHING: list[Callable[[Kind], None]] = []
_LATER: list[Callable[[], object]] = []
_LOADING = RLock()  # who asks meanwhile waits; what is loaded may ask itself


def watch(told: Callable[[Kind], None]) -> None:
    """Tell of every kind: of those that are known, and of each when it is made."""
    _WATCHING.append(told)
    for made in [*_BY_CLASS.values()]:
        told(made)


def adopt(made: Kind) -> None:
    """Know a kind that was made elsewhere, such as in another process."""
    _BY_CLASS[made.body] = made
    for each in [each for each, held in _BY_NAME.items() if held.name == made.name]:
        del _BY_NAME[each]  # a former name may have gone
    _BY_NAME.update(dict.fromkeys((made.name, *made.formerly), made))
    for told in _WATCHING:
        told(made)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def kind(
    name: str,
    *,
    version: int = 1,
    upcasters: Mapping[int, Upcaster] | None = None,
    foreseeable: bool | Callable[[Any], bool] = False,
    formerly: Sequence[str] = (),
    standing: bool = False,
) -> Callable[[type[T]], type[T]]:
    """Make a class an event body: an attrs frozen class with a stable name and a version.

    Its fields are of the types that can be stored; any other is refused here: str, int, bool,
    Decimal, pendulum.Date, When, Quantity, Money, Certainty, Literal[...], an enum of texts or
    whole numbers, an attrs.frozen class of these, T | None, tuple[T, ...].

    `upcasters[n]` turns plain data of version n into plain data of version n + 1; every
    version from 1 on needs one. Records stored under a name that it had `formerly` are read as
    this kind. `foreseeable` kinds may be public before they happen, such as an entry into
    force that a signed text dates; `check` lets only those be. It may be a question asked of
    the body. A kind that changes a `standing`, such as an office, is refused a date with an
    end: the end is an event of its own. A class that is defined again takes the place of the
    first.

    >>> @kind("road-opened")
    ... class RoadOpened:
    ...     over: str
    >>> RoadOpened(over="the pass").over
    'the pass'
    """
    _check_name("kind", name, 'write @bt.kind("some-name")')
    where = f"kind {shown(name, 40)}"
    if type(version) is not int or version < 1:
        refuse(f"{where}: version", version, "a whole number from 1")
    if not isinstance(upcasters, Mapping | None) or not all(
        map(callable, (upcasters or {}).values())
    ):
        refuse(f"{where}: upcasters", upcasters, "a function for each version")
    steps = dict(upcasters or {})
    if len(steps) != version - 1 or any(type(n) is not int or not 0 < n < version for n in steps):
        refuse(where, list(steps), f"an upcaster for each version below {shown(version)}")
    if not isinstance(foreseeable, bool) and not callable(foreseeable):
        refuse(f"{where}: foreseeable", foreseeable, "True, False or a function of the body")
    if type(standing) is not bool:
        refuse(f"{where}: standing", standing, "True or False")
    if not isinstance(formerly, list | tuple):
        refuse(f"{where}: formerly", formerly, "a sequence of names", 'write ("old-name",)')
    for old in formerly:
        _check_name(f"{where}: formerly", old)

    def register(cls: type[T]) -> type[T]:
        made = isinstance(cls, type) and "__attrs_attrs__" in cls.__dict__
        if advice := _unfit(cls):
            refuse(where, getattr(cls, "__name__", cls), "a plain class", advice)
        for each in (name, *formerly):
            held = _BY_NAME.get(each)
            if held is not None and _qualified(held.body) != _qualified(cls):
                advice = "give one of the two another name"
                refuse(where, _qualified(cls), f"no class but {_qualified(held.body)}", advice)
        names = names_at(caller(1))
        body: Any = cls if made else attrs.frozen(kw_only=True)(cls)
        fields = fields_of(body, where, names)
        new = Kind(
            name, version, body, steps, foreseeable, tuple(formerly), standing, fields=fields
        )
        adopt(new)
        return body  # type: ignore[no-any-return]

    return register


def _check_name(where: str, name: object, advice: str = "") -> None:
    if not isinstance(name, str) or not re.fullmatch(ID, name):
        refuse(where, name, "a name of a-z, 0-9 and single hyphens", advice)


def _unfit(cls: Any) -> str:
    """What to write in place of a class that cannot be made a body; nothing if it can."""
    if not isinstance(cls, type):
        return 'write @bt.kind("some-name") above a class'
    if any(base in _BY_CLASS for base in cls.__mro__[1:]):
        return "a kind has no subclasses: put what two share into an @attrs.frozen base of both"
    if "__attrs_attrs__" in cls.__dict__:
        return unfrozen(cls)
    if hasattr(cls, "__dataclass_fields__"):
        return "leave out @dataclass: @bt.kind makes the fields"
    if issubclass(cls, tuple):
        return "leave out NamedTuple: @bt.kind makes the fields"
    if issubclass(cls, enum.Enum):
        return "an enum may be the type of a field: `stage: Stage`"
    if "__slots__" in cls.__dict__:
        return "leave out __slots__: @bt.kind makes them"
    return ""


def _qualified(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def find_kind(name: str) -> Kind | None:
    """The kind of that name, today's or a former one, if this installation knows it."""
    found = _BY_NAME.get(name)
    if found is None:
        with _LOADING:
            while _LATER:
                _LATER.pop()()
            found = _BY_NAME.get(name)
    return found


def load_later(load: Callable[[], object]) -> None:
    """Have more kinds made by a function, once a name is asked for that none has yet."""
    _LATER.append(load)


def kinds() -> list[str]:
    """The names of all kinds that this installation knows, as they are today."""
    return sorted({made.name for made in _BY_NAME.values()})


def is_kind(cls: type) -> bool:
    """Whether a class is an event body."""
    return cls in _BY_CLASS


def made_of(cls: type) -> Kind | None:
    """The kind of which a class is the body; None if it is none."""
    return _BY_CLASS.get(cls)


def kind_of(body: object) -> Kind | None:
    """The kind of an event body; None if its class is no kind."""
    return _BY_CLASS.get(type(body))


def is_of(event: Any, kinds: Kinds) -> bool:
    """Whether an event is of a kind, told by its class or its name, or of one of several.

    The name decides, so that a class that was defined again matches the events of the first.
    A base class stands for all kinds made of it; a former name for the kind of today. Costs
    a look-up or two.

    >>> import bilateral_timeline as bt
    >>> @kind("bridge-opened")
    ... class BridgeOpened:
    ...     over: str
    >>> opened = bt.Event(id="a", when="2024", known="2024", what=BridgeOpened(over="the Araks"))
    >>> is_of(opened, BridgeOpened), is_of(opened, ("bridge-opened", "road-opened"))
    (True, True)
    """
    if isinstance(kinds, tuple):
        return any(is_of(event, one) for one in kinds)
    made = _BY_CLASS.get(type(event.what))
    if isinstance(kinds, type):
        if isinstance(event.what, kinds):
            return True
        asked = _BY_CLASS.get(kinds)
        return asked is not None and made is not None and asked.name == made.name
    name = made.name if made else event.what.kind
    return bool(name == (held.name if (held := _BY_NAME.get(kinds)) else kinds))


def check_body(body: object, id: str) -> None:
    """Refuse what is no body of an event, or one with a field that could not be written.

    That of a kind that is known here is an object of its class: as an `UnknownBody` it would
    be read back as another record.
    """
    made = _BY_CLASS.get(type(body))
    if made is None:
        _check_unknown(body, f"event {shown(id, 40)}: what")
    elif not made.fields.check(body):
        path, found, expected, advice = made.fields.row.wrong(body)
        where = f"event {shown(id, 40)}: {made.body.__name__}.{path}"
        raise RecordError(Problem(where, found, expected, advice, f"what.{path}"))


def _check_unknown(body: object, where: str) -> None:
    if not isinstance(body, UnknownBody):
        advice = "decorate its class with @bt.kind('some-name')"
        refuse(where, body, "an event body", advice, "what")
    held = _BY_NAME.get(body.kind)
    if held is not None and body.version <= held.version:
        advice = "bring plain data up with records.codec.from_plain"
        found = f"an UnknownBody of the kind {body.kind!r}, which is known here"
        raise RecordError(Problem(where, found, f"a {held.body.__name__}", advice, "what"))


def alike(one: Any, other: Any) -> bool:
    """Whether two bodies say the same, though the class of one was defined again.

    Objects of the same class are alike if they are equal.
    """
    if type(one) is type(other) and one == other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if _qualified(type(one)) != _qualified(type(other)):
        return False
    if isinstance(one, enum.Enum):
        return bool(one.value == other.value)
    if not attrs.has(type(one)) or isinstance(one, UnknownBody):
        return False
    names = [field.name for field in attrs.fields(type(one))]
    return names == [field.name for field in attrs.fields(type(other))] and all(
        alike(getattr(one, name), getattr(other, name)) for name in names
    )
