"""A second pair, fictional: Vesland and Ostmark on one island, with kinds and a state of their own.

Nothing in the core may know more of Russia and Iran than of these two.
"""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

import bilateral_timeline as bt


@bt.kind("island-ferry-opened")
class FerryOpened:
    harbour: str
    boats: int = 1


@bt.kind("island-ferry-closed")
class FerryClosed:
    harbour: str


@bt.kind("island-tariff-set", foreseeable=True)
class TariffSet:
    goods: str
    percent: int


@attrs.frozen
class Island:
    """How many boats run from each harbour, the tariffs, and how often anything happened."""

    boats: dict[str, int] = attrs.field(factory=dict)
    tariffs: dict[str, int] = attrs.field(factory=dict)
    happened: int = 0
    last: str = ""


def evolve(state: Island, event: bt.Event) -> Island:
    boats, tariffs = dict(state.boats), dict(state.tariffs)
    match event.what:
        case FerryOpened(harbour=harbour, boats=count):
            boats[harbour] = boats.get(harbour, 0) + count
        case FerryClosed(harbour=harbour):
            boats.pop(harbour, None)
        case TariffSet(goods=goods, percent=percent):
            tariffs[goods] = percent
    return Island(boats, tariffs, state.happened + 1, event.id)


ISLAND: bt.Projection[Island] = bt.Projection(initial=Island(), evolve=evolve)

_HARBOURS = st.sampled_from(("north", "south"))
BODIES: st.SearchStrategy[Any] = st.one_of(
    st.builds(FerryOpened, harbour=_HARBOURS, boats=st.integers(1, 3)),
    st.builds(FerryClosed, harbour=_HARBOURS),
    st.builds(TariffSet, goods=st.sampled_from(("wool", "salt")), percent=st.integers(0, 9)),
)
