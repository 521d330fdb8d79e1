"""Kinds with a mistake each, and the same without it."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.records.fields import is_currency

from .harbour import Mistake

Data = dict[str, Any]
HARBOURS, NUMBERS = st.sampled_from(("north", "south")), st.integers(0, 9)


def drops_a_field(data: Data) -> Data:
    return {"harbour": data["port"]}


def renames_a_field(data: Data) -> Data:
    return {"harbour": data["port"], "boats": data["boats"]}


def needs_a_field(data: Data) -> Data:
    return {"harbour": data["port"], "boats": 10 // data["boats"]}


def rounds(data: Data) -> Data:
    return {"harbour": data["port"], "boats": data["boats"] // 2}


def kind(name: str, upcaster: Any) -> type:
    """A kind of the second version, with a step from the first."""

    @bt.kind(f"mistakes-{name}", version=2, upcasters={1: upcaster})
    class Ferry:
        harbour: str
        boats: int = 1

    Ferry.__qualname__ = f"Ferry_{name}"
    return Ferry


OLD = {"old": {1: {"port": HARBOURS, "boats": NUMBERS}}}
RENAMED = kind("renamed", renames_a_field)
DROPPED, NEEDED = kind("drops", drops_a_field), kind("needs", needs_a_field)
ROUNDED = kind("rounds", rounds)


@bt.kind("mistakes-taxed")
class Taxed:
    """Its percents are made anew each time that it is read."""

    percent: int = attrs.field(converter=lambda percent: percent * 100)


@bt.kind("mistakes-taxed-once")
class TaxedOnce:
    percent: int


@bt.kind("mistakes-named")
class Named:
    """Equal bodies have other hashes."""

    name: str

    def __hash__(self) -> int:
        return id(self)


@bt.kind("mistakes-named-once")
class NamedOnce:
    name: str


@bt.kind("mistakes-paid")
class Paid:
    """Its currency is written in another way than it is checked."""

    currency: str = attrs.field(validator=is_currency)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "currency", self.currency.lower())


@bt.kind("mistakes-paid-once")
class PaidOnce:
    currency: str = attrs.field(validator=is_currency)


def renamed() -> type:
    return RENAMED


MISTAKES = (
    Mistake(
        "an upcaster drops a field",
        "nothing lost",
        lambda: DROPPED,
        renamed,
        options=OLD,
    ),
    Mistake(
        "an upcaster does not take all",
        "old versions",
        lambda: NEEDED,
        renamed,
        options=OLD,
    ),
    Mistake(
        "an upcaster rounds",
        "nothing lost",
        lambda: ROUNDED,
        renamed,
        options=OLD,
    ),
    Mistake("converts what is read again", "frozen", lambda: Taxed, lambda: TaxedOnce),
    Mistake("a hash of the object", "frozen", lambda: Named, lambda: NamedOnce),
    Mistake("writes what it would not take", "frozen", lambda: Paid, lambda: PaidOnce),
)
