"""Claims: what each source says of one proposition, side by side, and the class of the group.

A claim is not a fact. Two numbers contradict each other only if no number satisfies both.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Literal, Self

import attrs

from ..codec import plain
from ..events import Event
from ..values import Money, Quantity, Unknown, UnknownType
from ..when import Certainty, When

Class = Literal[
    "confirmed",
    "refinement",
    "compatible",
    "contested",
    "denied",
    "single-source",
    "not comparable",
]


@attrs.frozen
class Claim:
    """One source's word on a proposition, and who denies it."""

    value: Any
    event: str
    sources: tuple[str, ...]
    when: When
    denied_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.value}{bracketed(self.sources)}"


LATER = "no source by then"
"""What stands for sources where none is public, or none supports what is claimed."""


def bracketed(sources: tuple[str, ...]) -> str:
    """Sources in brackets, to follow what they say."""
    return f" [{', '.join(sources) or LATER}]"


def supporting(event: Event) -> tuple[str, ...]:
    """The sources of an event that neither deny nor doubt it."""
    return tuple(c.source for c in event.sources if c.stance not in ("denies", "doubts"))


@attrs.frozen
class Claims:
    """Claims on one proposition, in the order of their events; the empty group is falsy.

    Adding a claim never removes another. Two groups are equal if they hold the same claims.
    """

    claims: tuple[Claim, ...] = attrs.field(default=(), eq=frozenset)
    running: bool = attrs.field(default=False, kw_only=True)
    """Totals told at different times: a later one may be greater, and none the less agree."""

    def add(self, event: Event, value: Any) -> Self:
        """This group with what an event's sources claim."""
        denied_by = tuple(c.source for c in event.sources if c.stance == "denies")
        claim = Claim(value, event.id, supporting(event), event.when, denied_by)
        return attrs.evolve(self, claims=(*self.claims, claim))

    @property
    def values(self) -> tuple[Any, ...]:
        """The distinct values, in the order of the claims."""
        return tuple(dict.fromkeys(claim.value for claim in self.claims))

    @property
    def sources(self) -> tuple[str, ...]:
        """The distinct sources that do not deny."""
        return tuple(dict.fromkeys(s for claim in self.claims for s in claim.sources))

    @property
    def group(self) -> Class | UnknownType:
        """The class of the group; Unknown for the empty one.

        denied: a source denies a claim; not comparable: they are of different things, such as
        two currencies; contested: two values cannot both be true; single-source: nobody else
        says so; confirmed: all say the same; refinement: one is a closer reading of all
        others; compatible: all may be true together.
        """
        if not self.claims:
            return Unknown
        if any(claim.denied_by for claim in self.claims):
            return "denied"
        if not self._comparable:
            return "not comparable"
        if any(not self._agree(a, b) for a, b in combinations(self.claims, 2)):
            return "contested"
        if len(self.sources) < 2:
            return "single-source"
        if len({_bare(value) for value in self.values}) == 1:
            return "confirmed"
        refined = any(all(_contains(v, closest) for v in self.values) for closest in self.values)
        return "refinement" if refined else "compatible"

    @property
    def most_precise(self) -> Any:
        """The value with the narrowest bounds; of equals, the one with most sources.

        Unknown where there is no claim, or where they are not comparable.
        """
        if not self.claims or not self._comparable:
            return Unknown
        return min(
            self.values, key=lambda value: (_width(value), -self._support(value), str(value))
        )

    @property
    def most_sources(self) -> Any:
        """The value that most sources give; of equals, the first in the alphabet."""
        if not self.claims:
            return Unknown
        return min(self.values, key=lambda value: (-self._support(value), str(value)))

    @property
    def _comparable(self) -> bool:
        return len({(type(v), getattr(v, "measure", None)) for v in self.values}) < 2

    def _agree(self, a: Claim, b: Claim) -> bool:
        same_day = a.when == b.when and a.when.is_exact
        if not self.running or same_day:
            return _agree(a.value, b.value)
        for earlier, later in ((a, b), (b, a)):
            if earlier.when.before(later.when) is Certainty.YES:
                low, high = earlier.value.low, later.value.high
                return low is None or high is None or bool(low <= high)
        return True  # either may be the earlier one

    def _support(self, value: Any) -> int:
        given = {s for c in self.claims if _bare(c.value) == _bare(value) for s in c.sources}
        return len(given)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __str__(self) -> str:
        told: dict[str, dict[str, None]] = {}
        for claim in self.claims:
            words = f"{claim.value} by {claim.when}" if self.running else str(claim.value)
            told.setdefault(words, {}).update(dict.fromkeys(claim.sources))
            denied = (f"denied by {source}" for source in claim.denied_by)
            told[words].update(dict.fromkeys(denied))
        text = "; ".join(f"{words}{bracketed(tuple(by))}" for words, by in told.items())
        said = self.group in ("contested", "compatible", "denied", "not comparable")
        return f"{text}: {self.group}" if said else text

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the class, and the claims with their sources."""
        return {"class": plain(self.group), "claims": plain(list(self.claims))}


def _bare(value: Any) -> Any:
    """A value without the words it was said in."""
    return attrs.evolve(value, text="") if isinstance(value, Quantity | Money) else value


def _agree(a: Any, b: Any) -> bool:
    """Whether two values can both be true."""
    if isinstance(a, Quantity | Money) and type(a) is type(b):
        return a.overlaps(b)
    if isinstance(a, When) and isinstance(b, When):
        return a.before(b) is not Certainty.YES and b.before(a) is not Certainty.YES
    return bool(a == b)


def _contains(a: Any, b: Any) -> bool:
    if isinstance(a, Quantity | Money) and type(a) is type(b):
        return a.contains(b)
    if isinstance(a, When) and isinstance(b, When):
        return b.within(a) is Certainty.YES
    return bool(a == b)


def _width(value: Any) -> float:
    if isinstance(value, Quantity | Money):
        both = value.low is not None and value.high is not None
        return float(value.high - value.low) if both else float("inf")  # type: ignore[operator]
    if isinstance(value, When):
        first, last = value.earliest, value.latest
        return float(last.toordinal() - first.toordinal()) if first and last else float("inf")
    return 0.0
