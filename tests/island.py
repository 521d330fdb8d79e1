"""A second pair, fictional: Vesland and Ostmark on one island, with kinds and a state of their own.

Nothing in the core may know more of Russia and Iran than of these two.
"""

from __future__ import annotations

import random
from typing import Any

import attrs
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record


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

FIRST = Date(2000, 1, 1).toordinal()
DAYS = 1500


def day(number: int) -> Date:
    """A day of random logs, from 0."""
    return Date.fromordinal(FIRST + number)


def body(chance: random.Random) -> Any:
    """What happens in a random log."""
    harbour = f"{chance.choice('nsew')}{chance.randrange(20)}"
    return chance.choice(
        (
            FerryOpened(harbour=harbour, boats=chance.randint(1, 3)),
            FerryClosed(harbour=harbour),
            TariffSet(goods=f"goods.{chance.randrange(30)}", percent=chance.randrange(9)),
        )
    )


def random_log(size: int, seed: int) -> list[Record]:
    """Late, vague, lasting, corrected and retracted events, in a random order of arrival."""
    chance, records = random.Random(seed), list[Record]()
    for number in range(size):
        at = chance.randrange(DAYS)
        known = at + (0 if chance.random() < 0.8 else chance.randrange(400))
        when = day(at).isoformat()
        if chance.random() < 0.1:
            when = f"[{day(max(at - 20, 0))}..{when}]"
        event = bt.Event(
            id=f"e{number}",
            when=when,
            known=day(known),
            what=body(chance),
            parties=chance.sample(("AA", "BB", "CC"), 2),
            seq=chance.randrange(2),
            lasting=chance.random() < 0.05,
        )
        records.append(event)
        for revision in range(1, 3):
            if chance.random() < 0.1:
                known += chance.randrange(200)
                shared: Any = {"revision": revision, "known": day(known)}
                if chance.random() < 0.3:
                    records.append(bt.Retraction(id=event.id, reason="wrong", **shared))
                else:
                    records.append(attrs.evolve(event, what=body(chance), **shared))
    chance.shuffle(records)
    return records
