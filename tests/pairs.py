"""Random bodies of every kind of the relationship, for logs about no country in particular.

They are made of the classes themselves, so that a new kind, a new field or a new facet is taken
along. Ids are few, so that they collide.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.records.fields import OneOf, is_id
from bilateral_timeline.relations.claim import ROLES
from bilateral_timeline.relations.denials import ClaimDenied
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.contacts import LEVELS
from bilateral_timeline.relations.relationship import FACETS
from bilateral_timeline.testing import histories, whens

PAIR = ("AA", "BB")
IDS = st.sampled_from(("one", "two"))
TEXTS = st.sampled_from(("AA", "BB", "CC", "this"))
COUNTS = st.builds(
    lambda low, more, unit, ends: bt.Quantity(
        low if ends != "high" else None, None, low + more if ends != "low" else None, unit=unit
    ),
    st.integers(0, 9),
    st.integers(0, 5),
    st.sampled_from(("jets", "jets", "jets", "percent", "years")),
    st.sampled_from(("both", "both", "both", "low", "high")),
)
SUMS = st.builds(
    lambda low, more, currency: bt.Money(low, None, low + more, currency=currency),
    st.integers(1, 9),
    st.integers(0, 3),
    st.sampled_from(("XXX", "XXX", "YYY")),
)
LEVEL = st.sampled_from(LEVELS[:2])

OF_A_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(2000, 2002),
    bt.Quantity: COUNTS,
    bt.Money: SUMS,
    bt.When: whens(),
}
EVENTS = st.sampled_from(tuple("abcdefgh"))
"""The ids that the events of random logs have."""


def validators(field: attrs.Attribute[Any]) -> Iterator[Any]:
    """The validators of a field, one by one."""
    waiting: list[Any] = [field.validator]
    while waiting:
        validator = waiting.pop()
        if hasattr(validator, "_validators"):
            waiting += validator._validators
        elif hasattr(validator, "member_validator"):
            waiting.append(validator.member_validator)
        elif validator is not None:
            yield validator


def field_of(field: attrs.Attribute[Any], hint: Any) -> st.SearchStrategy[Any]:
    """Random values of a field of a body."""
    of = next((v.words for v in validators(field) if isinstance(v, OneOf)), None)
    if field.name == "level" and of is not None and set(LEVELS) <= {*of}:
        one = LEVEL
    elif of is not None:
        one = st.sampled_from(of)
    elif is_id in validators(field):
        one = IDS
    else:
        one = of_type(hint)
    if get_origin(hint) is tuple:
        single = get_args(hint)[0]
        one = one if of is not None or is_id in validators(field) else of_type(single)
        least = 1 if field.default is attrs.NOTHING else 0
        return st.lists(one, min_size=least, max_size=2, unique=True).map(tuple)
    if hint is str and field.default == "" and of is None:
        return st.just("") | one
    return one


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Random values of a type."""
    if hint in OF_A_TYPE:
        return OF_A_TYPE[hint]
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*(of_type(one) for one in get_args(hint)))
    if hint is type(None):
        return st.none()
    if get_origin(hint) is tuple:
        return st.lists(of_type(get_args(hint)[0]), max_size=2).map(tuple)
    return body_of(hint)


@cache
def body_of(cls: Any) -> st.SearchStrategy[Any]:
    """Random bodies of a class, or values of one that a body holds."""
    hints = get_type_hints(cls)
    fields = {f.name: field_of(f, hints[f.name]) for f in attrs.fields(cls)}
    if "contradicts" in fields:
        told = st.lists(EVENTS, min_size=1, max_size=2, unique=True).map(tuple)
        fields["contradicts"] = st.just(()) | st.just(()) | st.just(()) | told
        fields["contradiction"] = st.just("both cannot be")
        fields["scope"] = st.sampled_from(("", "", "", "north"))
    return st.fixed_dictionaries(fields).map(lambda told: cls(**told))


KINDS: tuple[type, ...] = tuple(
    dict.fromkeys(kind for facet in FACETS.values() for kind in facet.kinds)
)
"""All kinds that a facet takes."""


def entry_of(facet: type[Facet[Any]]) -> type[Entry]:
    """The class of the entries of a facet."""
    of: Any = facet.of
    return entry_of(of) if issubclass(of, Facet) else of


@st.composite
def leaves_told(draw: st.DrawFn, facet: type[Facet[Any]], name: str) -> str:
    """The path of a leaf of an entry that a random event of a facet is about."""
    body = draw(st.one_of(*map(body_of, facet.kinds)))
    event = bt.Event(id="a", when="2001", known="2001-12-31", what=body, parties=PAIR)
    ids = [*facet.entries(event)] or ["one"]
    id = draw(st.sampled_from(ids))
    steps = [id] if isinstance(id, str) else [*id]
    return ".".join([name, *steps, draw(st.sampled_from([*entry_of(facet).leaves]))])


PATHS: st.SearchStrategy[str] = st.one_of(
    *(leaves_told(facet, name) for name, facet in FACETS.items()),
    st.sampled_from(("nowhere", "trade.turnover", "commitments.one.overdue")),
)
DENIALS: st.SearchStrategy[Any] = st.builds(
    ClaimDenied,
    claim=PATHS,
    by=TEXTS,
    role=st.sampled_from(ROLES),
    denies=st.just(()) | st.lists(EVENTS, max_size=3, unique=True).map(tuple),
)


def bodies(*facets: str) -> st.SearchStrategy[Any]:
    """Bodies that some facets take, and denials of what they claim."""
    kinds = dict.fromkeys(kind for name in facets for kind in FACETS[name].kinds)
    paths = st.one_of(*(leaves_told(FACETS[name], name) for name in facets))
    denials = st.builds(
        ClaimDenied,
        claim=paths,
        by=TEXTS,
        role=st.sampled_from(ROLES),
        denies=st.just(()) | st.lists(EVENTS, max_size=3, unique=True).map(tuple),
    )
    return st.one_of(*map(body_of, kinds), denials)


BODIES: st.SearchStrategy[Any] = st.one_of(*map(body_of, KINDS), DENIALS)

PARTIES = st.sampled_from((PAIR, PAIR, PAIR, ("BB", "AA"), ("AA", "BB", "CC"), ("AA", "CC")))


@st.composite
def pair_logs(draw: st.DrawFn, of: st.SearchStrategy[Any] = BODIES) -> tuple[Record, ...]:
    """Random logs, most of whose events are between the two."""
    records = draw(histories(of, parties=("AA",)))
    return tuple(
        attrs.evolve(record, parties=draw(PARTIES)) if isinstance(record, bt.Event) else record
        for record in records
    )


ONE_FACET: st.SearchStrategy[tuple[Record, ...]] = st.sampled_from(tuple(FACETS)).flatmap(
    lambda name: pair_logs(bodies(name))
)
"""Logs of which all events are of one facet, so that they meet in its entries."""
LOGS = pair_logs() | ONE_FACET
