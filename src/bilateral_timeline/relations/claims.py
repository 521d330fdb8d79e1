"""Claims: what each source says of one proposition, side by side, and the class of the group.

A claim is not a fact. Every value on which sources may differ is held in this one form, in
every facet. Two numbers contradict each other only if no number satisfies both.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, Self

import attrs

from ..dates.when import Certainty, When
from ..records.codec import plain
from ..records.events import Event
from ..records.values import Money, Quantity, Unknown, UnknownType

if TYPE_CHECKING:
    Class = Literal[
        "confirmed",
        "refinement",
        "compatible",
        "contested",
        "denied",
        "single-source",
        "not comparable",
    ]
else:  # completion at a prompt reads annotations, and stumbles over Literal
    Class = str

CLASSES = (
    *("confirmed", "refinement", "compatible", "contested", "denied", "single-source"),
    "not comparable",
)
"""The classes of a group of claims."""

STANDINGS = ("stated", "reported", "expected", "alleged")
"""How a source stands behind what it tells: as so, as reported, as likely, or as alleged."""

ROLES = ("subject", "party", "third-party")
"""In which role somebody denies: of itself, as a side of the pair, or from outside."""

Holds = Literal["always", "in turn", "from then on", "together"]
"""How claims of one group hold: one value for good; values that take turns; values that only
go up, such as totals and stages; or values that may all be true, such as causes."""


@attrs.frozen
class Stage:
    """A stage of a life-cycle, and who brings it about. Later claims have it further."""

    word: str
    by: str = ""
    rank: int = attrs.field(default=0, eq=False, repr=False)
    back: bool = attrs.field(default=False, eq=False, repr=False)
    """Whether it sets back from any stage, such as a suspension."""

    def __str__(self) -> str:
        return f"{self.word}{f' by {self.by}' if self.by else ''}"


@attrs.frozen
class Claim:
    """One source's word on a proposition, and how the source stands behind it."""

    value: Any
    event: str
    sources: tuple[str, ...]
    when: When
    standing: str = "stated"

    def __str__(self) -> str:
        return f"{self.value} {self.when}{self.told}"

    @property
    def told(self) -> str:
        """Its standing, if it is not simply stated, and its sources in brackets."""
        standing = "" if self.standing == "stated" else f" ({self.standing})"
        return f"{standing}{bracketed(self.sources)}"


@attrs.frozen
class Denial:
    """Who denies what was claimed, and in which role.

    One of a lasting date stands against all claims; another only against those before it.
    """

    by: str
    role: str
    event: str
    sources: tuple[str, ...]
    when: When
    value: str = ""
    """The one value that is denied; empty for all of them."""

    def __str__(self) -> str:
        value = f"{self.value} " if self.value else ""
        return f"{value}denied by {self.by} ({self.role}){bracketed(self.sources)}"

    def covers(self, claim: Claim) -> bool:
        """Whether it stands against a claim."""
        if self.value and self.value not in (str(claim.value), getattr(claim.value, "word", "")):
            return False
        return self.when.lasting or self.when.before(claim.when) is not Certainty.YES


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
    denials: tuple[Denial, ...] = attrs.field(default=(), eq=frozenset)
    holds: Holds = attrs.field(default="always", kw_only=True)

    def add(self, event: Event, value: Any) -> Self:
        """This group with what an event's sources claim."""
        standing = getattr(event.what, "standing", "stated")
        claim = Claim(value, event.id, supporting(event), event.when, standing)
        return attrs.evolve(self, claims=(*self.claims, claim))

    def deny(self, event: Event) -> Self:
        """This group with a denial, which an event tells."""
        what = event.what
        denial = Denial(what.by, what.role, event.id, supporting(event), event.when, what.value)
        return attrs.evolve(self, denials=(*self.denials, denial))

    @property
    def values(self) -> tuple[Any, ...]:
        """The distinct values, in the order of the claims."""
        return tuple(dict.fromkeys(claim.value for claim in self.claims))

    @property
    def sources(self) -> tuple[str, ...]:
        """The distinct sources that claim anything."""
        return tuple(dict.fromkeys(s for claim in self.claims for s in claim.sources))

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of the events that claim or deny anything."""
        return tuple(dict.fromkeys((*self.tellers, *(d.event for d in self.denials))))

    @property
    def first(self) -> When | UnknownType:
        """The date of the claim that certainly held first; Unknown for the empty group."""
        dates = sorted((c.when for c in self.claims), key=lambda when: when.sort_key("certain"))
        return dates[0] if dates else Unknown

    @property
    def last(self) -> When | UnknownType:
        """The date of the claim that held last; Unknown for the empty group."""
        dates = sorted((c.when for c in self.claims), key=lambda when: when.sort_key("certain"))
        return dates[-1] if dates else Unknown

    @property
    def counted(self) -> tuple[Claim, ...]:
        """The claims that count: all but those that their own subject denies."""
        own = [denial for denial in self.denials if denial.role == "subject"]
        return tuple(c for c in self.claims if not any(denial.covers(c) for denial in own))

    @property
    def standing(self) -> tuple[Claim, ...]:
        """The claims that count and are stated: what a facet goes by."""
        return tuple(claim for claim in self.counted if claim.standing == "stated")

    def counts(self, event: Event) -> bool:
        """Whether what an event claims is stated, and not denied by its own subject."""
        return any(claim.event == event.id for claim in self.standing)

    @property
    def tellers(self) -> tuple[str, ...]:
        """The ids of the events that claim anything, without those that deny."""
        return tuple(dict.fromkeys(claim.event for claim in self.claims))

    @property
    def latest(self) -> Any:
        """The value that was told last; Unknown for the empty group."""
        return self.claims[-1].value if self.claims else Unknown

    @property
    def set_back(self) -> tuple[Claim, ...]:
        """The stages that are less far than one which certainly stood before."""
        told = [
            claim
            for claim in self.standing
            if isinstance(claim.value, Stage) and not claim.value.back
        ]
        return tuple(claim for claim in told if any(_goes_back(earlier, claim) for earlier in told))

    @property
    def disputed(self) -> bool:
        """Whether a side of the pair denies what others claim; it still counts."""
        return any(denial.role == "party" for denial in self.denials if self.meets(denial))

    @property
    def group(self) -> Class | UnknownType:
        """The class of the group; Unknown for the empty one.

        denied: its subject or a party denies all of it; not comparable: they are of different
        things, such as two currencies; contested: two values cannot both be true, or some of
        them are denied; single-source: nobody else says so; confirmed: all say the same;
        refinement: one day lies within all the others; compatible: all may be true together.
        """
        if not self.claims:
            return Unknown
        denials = [denial for denial in self.denials if denial.role != "third-party"]
        denied = [any(denial.covers(claim) for denial in denials) for claim in self.claims]
        if all(denied):
            return "denied"
        if not self._comparable:
            return "not comparable"
        if any(denied) or any(not self._agree(a, b) for a, b in combinations(self.claims, 2)):
            return "contested"
        if len(self.sources) < 2:
            return "single-source"
        if len({_bare(value) for value in self.values}) == 1:
            return "confirmed"
        days = [value for value in self.values if isinstance(value, When)]
        refined = any(all(_within(closest, day) for day in days) for closest in days)
        return "refinement" if refined else "compatible"

    @property
    def most_precise(self) -> Any:
        """The value with the narrowest bounds; of equals, the one with most sources.

        Unknown where there is no claim, or where they are not comparable.
        """
        values = self._counted_values
        if not values or not self._comparable:
            return Unknown
        return min(values, key=lambda value: (_width(value), -self._support(value), str(value)))

    @property
    def most_sources(self) -> Any:
        """The value that most sources give; of equals, the first in the alphabet."""
        values = self._counted_values
        if not values:
            return Unknown
        return min(values, key=lambda value: (-self._support(value), str(value)))

    @property
    def hull(self) -> Any:
        """The narrowest bounds that hold every number claimed; Unknown for anything else."""
        numbers = [v for v in self.values if isinstance(v, Quantity | Money)]
        if not numbers or len(numbers) < len(self.values) or not self._comparable:
            return Unknown
        lows = [n.low for n in numbers if n.low is not None]
        highs = [n.high for n in numbers if n.high is not None]
        low = min(lows) if len(lows) == len(numbers) else None
        high = max(highs) if len(highs) == len(numbers) else None
        if low is None and high is None:
            return Unknown
        return attrs.evolve(numbers[0], low=low, best=None, high=high, text="")

    @property
    def _counted_values(self) -> tuple[Any, ...]:
        """What a best value is chosen from: guesses only where nobody knows better."""
        known = [c for c in self.counted if c.standing in ("stated", "reported")]
        return tuple(dict.fromkeys(claim.value for claim in known or self.counted))

    @property
    def _comparable(self) -> bool:
        return len({(type(v), getattr(v, "measure", None)) for v in self.values}) < 2

    def meets(self, denial: Denial) -> bool:
        """Whether a denial stands against any of the claims."""
        return any(denial.covers(claim) for claim in self.claims)

    def _agree(self, a: Claim, b: Claim) -> bool:
        match self.holds:
            case "together":
                return True
            case "always":
                return _agree(a.value, b.value)
            case "in turn":
                apart = _starts_before(a.when, b.when) or _starts_before(b.when, a.when)
                return apart or _agree(a.value, b.value)
        if a.when == b.when and a.when.is_exact and not isinstance(a.value, Stage):
            return _agree(a.value, b.value)
        for earlier, later in ((a, b), (b, a)):
            if _starts_before(earlier.when, later.when):
                return _may_follow(earlier.value, later.value)
        return True  # either may be the earlier one

    def _support(self, value: Any) -> int:
        given = {s for c in self.claims if _bare(c.value) == _bare(value) for s in c.sources}
        return len(given)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __str__(self) -> str:
        dated = self.holds in ("from then on", "in turn")
        told: dict[str, dict[str, None]] = {}
        for claim in self.claims:
            joint = "" if isinstance(claim.value, Stage | str) else "by "
            words = f"{claim.value} {joint}{claim.when}" if dated else str(claim.value)
            standing = "" if claim.standing == "stated" else f" ({claim.standing})"
            told.setdefault(f"{words}{standing}", {}).update(dict.fromkeys(claim.sources))
        texts = [f"{words}{bracketed(tuple(by))}" for words, by in told.items()]
        text = "; ".join([*texts, *map(str, self.denials)])
        said = self.group in ("contested", "compatible", "denied", "not comparable")
        return f"{text}: {self.group}" if said else text

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the class, the claims with their sources, and who denies them."""
        told = {"class": plain(self.group), "claims": plain(list(self.claims))}
        return told | ({"denials": plain(list(self.denials))} if self.denials else {})


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


def _may_follow(earlier: Any, later: Any) -> bool:
    """Whether what only goes up can have been the one and then the other."""
    if isinstance(earlier, Stage):
        others = earlier.by != later.by and earlier.by and later.by  # each goes its own way
        return bool(others) or earlier.back or later.back or earlier.rank <= later.rank
    return None in (earlier.low, later.high) or bool(earlier.low <= later.high)


def _goes_back(earlier: Claim, later: Claim) -> bool:
    before = _starts_before(earlier.when, later.when)
    return before and earlier.value.rank > later.value.rank


def _starts_before(a: When, b: When) -> bool:
    last, first = a.start.latest, b.start.earliest
    return last is not None and first is not None and last < first


def _within(a: When, b: When) -> bool:
    return a.within(b) is Certainty.YES


def _width(value: Any) -> float:
    if isinstance(value, Quantity | Money):
        both = value.low is not None and value.high is not None
        return float(value.high - value.low) if both else float("inf")  # type: ignore[operator]
    if isinstance(value, When):
        first, last = value.earliest, value.latest
        return float(last.toordinal() - first.toordinal()) if first and last else float("inf")
    return 0.0
