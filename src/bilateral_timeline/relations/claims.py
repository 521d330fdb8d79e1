"""Claims: what sources say on one proposition, side by side; who says it, and how.

A group knows what sort of proposition it is of, and from that how two claims relate: the same, one
refines or revises the other, they contradict, or they are other words or of other things. The
class of the group follows from these relations and from who speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import Any, Generic, Self, TypeVar

import attrs

from ..dates.when import When
from ..records.codec import plain
from ..records.display import WIDTH, Drawn, screen
from ..records.events import Event
from ..records.values import Money, Quantity, Unknown, UnknownType
from .claim import FIRM, Claim, Denial, Proposition, Sort, bracketed
from .comparing import (
    Class,
    Relation,
    class_of,
    goes_back,
    measure,
    relation,
    starts_before,
    voices,
    width,
    without_words,
)
from .denials import ClaimDenied

T = TypeVar("T", covariant=True)


class _Chain(Generic[T]):
    """Things in order, to which one more is added at no cost: it knows those before it."""

    __slots__ = ("_before", "_flat", "_last", "counted")

    counted: tuple[Any, tuple[T, ...], tuple[T, ...]] | None
    """Denials, and what of these claims stands and counts with them, once that was asked."""

    def __init__(self, before: _Chain[T] | None = None, last: Any = None) -> None:
        self._before, self._last, self.counted = before, last, None
        self._flat: tuple[T, ...] | None = () if before is None else None

    def all(self) -> tuple[T, ...]:
        """All of them, from the first."""
        if self._flat is None:
            after, at = [], self
            while at._flat is None:
                after.append(at._last)
                at = at._before  # type: ignore[assignment]
            self._flat = (*at._flat, *reversed(after))
        return self._flat

    def __bool__(self) -> bool:
        return self._before is not None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Chain):
            return False
        these, those = self.all(), other.all()
        same = sum(
            1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(these, those, strict=False))
        )
        differing = {*these[same:]} ^ {*those[same:]}
        return all(claim in these[:same] for claim in differing)

    def __hash__(self) -> int:
        return hash(frozenset(self.all()))

    def __reduce__(self) -> tuple[object, ...]:
        return _chained, (self.all(),)


def _chained(items: tuple[Any, ...]) -> _Chain[Any]:
    chain = _NONE
    for item in items:
        chain = _Chain(chain, item)
    return chain


_NONE: _Chain[Any] = _Chain()


@attrs.frozen
class Claims(Drawn, Generic[T]):
    """Claims on one proposition, in the order of their events; the empty group is falsy.

    Adding a claim costs the same however many there are, and never removes another. Two groups
    are equal if they hold the same claims and denials.
    """

    of: Proposition = attrs.field(default=Proposition(), eq=False)
    _claims: _Chain[Claim[Any]] = _NONE
    _denials: _Chain[Denial] = _NONE

    @property
    def sort(self) -> Sort:
        """What sort of proposition they are on."""
        return self.of.sort

    @property
    def claims(self) -> tuple[Claim[T], ...]:
        """All claims, counted or not."""
        return self._claims.all()

    @property
    def denials(self) -> tuple[Denial, ...]:
        """Who denies any of them."""
        return self._denials.all()

    def add(
        self,
        event: Event,
        value: Any,
        place: int = 0,
        scope: str = "",
        contradicts: tuple[str, ...] = (),
    ) -> Self:
        """This group with what an event's sources claim."""
        said = (value, event.id, event.when, event.sources, event.stance)
        claim = Claim(*said, scope, contradicts, place, event.seq)
        return type(self)(self.of, _Chain(self._claims, claim), self._denials)

    def deny(self, event: Event[ClaimDenied]) -> Self:
        """This group with a denial, which an event tells."""
        what, told = event.what, (event.id, event.when, event.sources)
        denial = Denial(what.by, what.role, *told, what.denies, what.holds)
        return type(self)(self.of, self._claims, _Chain(self._denials, denial))

    def each(self, value: Callable[[Any], Any], sort: Sort) -> Claims[Any]:
        """What these claims say of another proposition; None where one says nothing of it.

        Denials that name events come along if they name one of those that say something.
        """
        told = ((claim, value(claim.value)) for claim in self.claims)
        held = tuple(attrs.evolve(c, value=v) for c, v in told if v is not None)
        met = (d for d in self.denials if any(d.covers(claim) for claim in held))
        return Claims(Proposition(sort=sort), _chained(held), _chained(tuple(met)))

    # -- which of them count --------------------------------------------------------------

    @property
    def standing(self) -> tuple[Claim[T], ...]:
        """All claims but those that their own subject denies, or that are only doubted."""
        return self._sorted_out[0]

    @property
    def counted(self) -> tuple[Claim[T], ...]:
        """The claims that anything is derived from: those that are asserted or reported.

        What is only expected or alleged is shown beside, and settles nothing.
        """
        return self._sorted_out[1]

    @property
    def _sorted_out(self) -> tuple[tuple[Claim[T], ...], tuple[Claim[T], ...]]:
        """The claims that stand, and those that count, worked out once."""
        chain, denials = self._claims, self._denials
        held = chain.counted
        if held is None or held[0] is not denials:
            own = [denial for denial in denials.all() if denial.role == "subject"]
            standing = tuple(
                claim
                for claim in chain.all()
                if claim.stance not in ("doubts", "denies")
                and not (own and any(denial.covers(claim) for denial in own))
            )
            held = denials, standing, tuple(c for c in standing if c.stance in FIRM)
            chain.counted = held
        return held[1], held[2]

    @property
    def disputed(self) -> bool:
        """Whether a side of the pair denies what others claim; it still counts."""
        parties = [denial for denial in self.denials if denial.role == "party"]
        return any(denial.covers(claim) for denial in parties for claim in self.claims)

    # -- who and when ---------------------------------------------------------------------

    @property
    def values(self) -> tuple[T, ...]:
        """The distinct values, in the order of the claims."""
        return tuple(dict.fromkeys(claim.value for claim in self.claims))

    @property
    def sources(self) -> tuple[str, ...]:
        """The distinct works that claim anything."""
        return tuple(dict.fromkeys(s for claim in self.claims for s in claim.sources))

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of the events that claim or deny anything."""
        return tuple(dict.fromkeys((*self.tellers, *(d.event for d in self.denials))))

    @property
    def tellers(self) -> tuple[str, ...]:
        """The ids of the events that claim anything, without those that deny."""
        return tuple(dict.fromkeys(claim.event for claim in self.claims))

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who claims anything."""
        return tuple(dict.fromkeys(s for claim in self.claims for s in claim.speakers))

    def dates_of(self, claim: Claim[Any]) -> Claims[When]:
        """The dates of a claim as each of its sources has it, as claims of their own."""
        told = (
            Claim(when, claim.event, claim.when, (citation,), citation.stance)
            for when, citation in claim.dates
        )
        return Claims(Proposition(sort="fact"), _chained(tuple(told)), _NONE)

    # -- the values that are chosen -------------------------------------------------------

    @property
    def latest(self) -> T | UnknownType:
        """The value that was told last, of those that count; Unknown where none does."""
        told = self._telling
        return told[-1].value if told else Unknown

    @property
    def best(self) -> T | UnknownType:
        """The value chosen by the rule of the sort: for a fact the most precise, else the last."""
        return self.most_precise if self.sort == "fact" else self.latest

    @property
    def most_precise(self) -> T | UnknownType:
        """The value with the narrowest bounds; of equals, the one with most speakers.

        Of words, the one furthest down in its vocabulary. Unknown where nothing is claimed, or
        the claims are not comparable.
        """
        values: tuple[Any, ...] = self._chosen
        if not values or len({measure(value) for value in values}) > 1:
            return Unknown
        widths = {value: width(self.of, value) for value in values}
        narrowest = min(widths.values())
        best: T = self._best_said([value for value in values if widths[value] == narrowest])
        return best

    @property
    def most_speakers(self) -> T | UnknownType:
        """The value that most speakers give; of equals, the first in the alphabet."""
        values = self._chosen
        best: T | UnknownType = self._best_said(values) if values else Unknown
        return best

    @property
    def best_graded(self) -> T | UnknownType:
        """The value of the work with the best Admiralty grade; Unknown where none is graded."""
        graded = [
            (citation.grade, claim.value)
            for claim in self._firmest
            for citation in claim.supporting
            if citation.grade
        ]
        return min(graded, key=lambda pair: (pair[0], str(pair[1])))[1] if graded else Unknown

    @property
    def hull(self) -> T | UnknownType:
        """The narrowest bounds that hold every number claimed; Unknown for anything else."""
        numbers: list[Any] = [v for v in self.values if isinstance(v, Quantity | Money)]
        if not numbers or len({measure(value) for value in self.values}) > 1:
            return Unknown
        lows = [n.low for n in numbers if n.low is not None]
        highs = [n.high for n in numbers if n.high is not None]
        low = min(lows) if len(lows) == len(numbers) else None
        high = max(highs) if len(highs) == len(numbers) else None
        if low is None and high is None:
            return Unknown
        hull: T = attrs.evolve(numbers[0], low=low, best=None, high=high, text="")
        return hull

    @property
    def _firmest(self) -> tuple[Claim[T], ...]:
        """The claims that a best value is chosen from: what is asserted goes first."""
        told = self._telling
        return tuple(claim for claim in told if claim.stance == FIRM[0]) or told

    @property
    def _telling(self) -> tuple[Claim[T], ...]:
        """The claims that count; of words, which settle nothing, else those that stand."""
        return self.counted or (self.standing if self.sort in ("words", "occurrence") else ())

    @property
    def _chosen(self) -> tuple[T, ...]:
        return tuple(dict.fromkeys(claim.value for claim in self._firmest))

    def _best_said(self, values: Sequence[Any]) -> Any:
        """The value that most speakers give, in whatever words; of equals, by the alphabet."""
        if len(values) == 1:
            return values[0]
        said: dict[Any, list[Claim[T]]] = {}
        for claim in self.standing:
            said.setdefault(without_words(claim.value), []).append(claim)
        by = {value: voices(said.get(without_words(value), ())) for value in values}
        return min(values, key=lambda value: (-by[value], str(value)))

    # -- how they relate ------------------------------------------------------------------

    def relation(self, a: Claim[Any], b: Claim[Any]) -> Relation:
        """How two claims relate; of which is the later one, their dates tell."""
        return relation(self.of, a, b)

    @property
    def group(self) -> Class | UnknownType:
        """The class of the group, as `class_of` has it; Unknown for the empty one."""
        return class_of(self.of, self.claims, self.standing, self.denials)

    @property
    def set_back(self) -> tuple[Claim[T], ...]:
        """The claims that have it less far than one that certainly stood before."""
        told = self.counted
        return tuple(
            later
            for later in told
            if any(
                starts_before(earlier.when, later.when)
                and goes_back(self.of, earlier.value, later.value)
                for earlier in told
            )
        )

    def __iter__(self) -> Iterator[Claim[T]]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __bool__(self) -> bool:
        return bool(self._claims)

    def __repr__(self) -> str:
        if len(text := str(self)) < WIDTH:
            return f"<Claims: {text}>"
        title = f"Claims: {len(self)}" + ("" if self.group is Unknown else f", {self.group}")
        rows = [("", str(claim)) for claim in self]
        rows += [("", str(denial)) for denial in self.denials]
        return screen(title, rows, ".best", ".claims[0].citations", ".denials")

    def __str__(self) -> str:
        told: dict[str, dict[str, None]] = {}
        for claim in self.claims:
            dated = self.sort in ("standing", "total", "plan")
            words = f"{claim.value} {claim.when}" if dated else str(claim.value)
            stance = "" if claim.stance == "asserts" else f" ({claim.stance})"
            told.setdefault(f"{words}{stance}", {}).update(dict.fromkeys(claim.sources))
        texts = [f"{words}{bracketed(tuple(by))}" for words, by in told.items()]
        return "; ".join([*texts, *map(str, self.denials)])

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the class, the claims with who says them, and who denies them."""
        claims = [
            {
                "value": plain(claim.value),
                "event": claim.event,
                "when": str(claim.when),
                "stance": claim.stance,
                "speakers": list(claim.speakers),
                "sources": list(claim.sources),
                **({"scope": claim.scope} if claim.scope else {}),
                **({"contradicts": list(claim.contradicts)} if claim.contradicts else {}),
            }
            for claim in self.claims
        ]
        denials = [
            {
                "by": denial.by,
                "role": denial.role,
                "event": denial.event,
                "sources": list(denial.sources),
                "denies": list(denial.denies),
            }
            for denial in self.denials
        ]
        told = {"class": plain(self.group), "claims": claims}
        return told | ({"denials": denials} if denials else {})
