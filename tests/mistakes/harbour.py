"""What the mistakes are about: ferries, tariffs and promises between two harbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

import bilateral_timeline as bt


@bt.kind("mistakes-ferry-opened")
class FerryOpened:
    harbour: str
    boats: int = attrs.field(default=1, validator=attrs.validators.ge(1))


@bt.kind("mistakes-ferry-closed")
class FerryClosed:
    harbour: str


@bt.kind("mistakes-tariff-set")
class TariffSet:
    goods: str
    percent: int = attrs.field(validator=[attrs.validators.ge(0), attrs.validators.le(99)])


@bt.kind("mistakes-boats-promised")
class BoatsPromised:
    boats: int = attrs.field(validator=attrs.validators.ge(1))
    due: bt.When


@bt.kind("mistakes-boats-delivered")
class BoatsDelivered:
    boats: int = attrs.field(validator=attrs.validators.ge(1))


BODIES = [FerryOpened, FerryClosed, TariffSet, BoatsPromised, BoatsDelivered]


@attrs.frozen
class Mistake:
    """A mistake beside its correct twin, by how each is made.

    It breaks the `laws` named, with a bar between; that of them is told which is met first.
    """

    name: str
    laws: str
    wrong: Callable[[], Any]
    right: Callable[[], Any]
    options: Mapping[str, Any] = attrs.field(factory=dict, kw_only=True)
    """What else is said of both to the check."""

    def __str__(self) -> str:
        return self.name
