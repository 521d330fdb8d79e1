"""Claims: what sources say on one proposition, side by side; who says it, and how.

A group knows what sort of proposition it is of, and from that how two claims relate: the same, one
refines or revises the other, they contradict, or they are other words or of other things. The
class of the group follows from these relations and from who speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Literal,
    Self,
    TypeVar,
    dataclass_transform,
)

import attrs
from pendulum import Date

from ..dates.when import Certainty, When
from ..records.codec import plain
from ..records.events import Citation, Event
from ..records.fields import refuse_field
from ..records.values import Money, Quantity, Unknown, UnknownType
from .lifecycle import Lifecycle, Stage
from .mentions import EVENT

T = TypeVar("T", covariant=True)
A = TypeVar("A")

if TYPE_CHECKING:
    Class = Literal[
        "confirmed",
        "refinement",
        "revised",
        "compatible",
        "contested",
        "denied",
        "single-source",
        "not comparable",
    ]
    Relation = Literal[
        "same", "refines", "revises", "compatible", "contradicts", "other words", "not comparable"
    ]
else:  # completion at a prompt reads annotations, and stumbles over Literal
    Class = Relation = str

CLASSES = (
    *("confirmed", "refinement", "revised", "compatible", "contested", "denied"),
    *("single-source", "not comparable"),
)
"""The classes of a group of claims."""

Sort = Literal["fact", "standing", "total", "plan", "words", "occurrence"]
"""What sort of proposition a leaf is.

fact: one value for good; standing: values that take turns; total: a running total; plan: what is
to be, of which the later word replaces the earlier; words: free text; occurrence: things that
happen one by one, each a proposition of its own.
"""

ROLES = ("subject", "party", "third-party")
"""In which role somebody denies: of itself, as a side of the pair, or from outside."""

FIRM = ("asserts", "reports")
"""The stances of what counts: what is only expected or alleged settles nothing."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def _frozen(cls: type[A]) -> type[A]:
    """A base of bodies: type checkers hand its fields on to a kind only if it is made like one."""
    return attrs.frozen(kw_only=True)(cls)


@_frozen
class Account:
    """What any body may say that is one account of several: its scope, and whom it contradicts."""

    introduces: ClassVar[bool] = True
    """Whether it may be the first to tell of a thing, rather than tell more of it."""
    is_opinion: ClassVar[bool] = False
    """Whether it is of what is to come, or what somebody thinks: it may only be expected."""

    scope: str = ""
    """Of which period, goods or place it is, where that is not all; others are not compared."""
    contradicts: tuple[str, ...] = attrs.field(default=(), metadata=EVENT)
    """The events whose words cannot be true if these are: free words never show it."""
    contradicts_in: str = ""
    """The leaf on which they do; empty for all of which both say something."""
    contradiction: str = ""
    """Why they cannot both be true."""

    def __attrs_post_init__(self) -> None:
        if self.contradicts and not self.contradiction:
            refuse_field(self, "contradiction", "", "why they cannot both be true")

    def against(self, leaf: str) -> tuple[str, ...]:
        """The events that it contradicts on a leaf."""
        return self.contradicts if self.contradicts_in in ("", leaf) else ()


@attrs.frozen
class Claim(Generic[T]):
    """One event's word on a proposition, and the citations that stand for it."""

    value: T
    event: str
    when: When
    citations: tuple[Citation, ...]
    stance: str = "asserts"
    """How it is said: as the strongest of its citations does."""
    scope: str = ""
    """Of which period, goods or place it is; claims of two scopes are not comparable."""
    contradicts: tuple[str, ...] = ()
    """The events whose words it contradicts, where a curator says so."""
    place: int = attrs.field(default=0, eq=False, repr=False)
    """Where it stands in the order of all claims of its entry."""
    seq: int = attrs.field(default=0, eq=False, repr=False)
    """Its order within its day, where a curator knows it."""

    @property
    def supporting(self) -> tuple[Citation, ...]:
        """The citations that neither deny nor doubt it."""
        return tuple(c for c in self.citations if c.stance not in ("denies", "doubts"))

    @property
    def sources(self) -> tuple[str, ...]:
        """The works that say so."""
        return tuple(dict.fromkeys(citation.source for citation in self.supporting))

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who says so; two works that tell one speaker's word are one."""
        return tuple(dict.fromkeys(s for citation in self.supporting for s in citation.speakers))

    @property
    def known(self) -> Date | None:
        """The day on which it was first public; None where no citation is public."""
        return min((c.known for c in self.supporting if c.known), default=None)

    @property
    def dates(self) -> tuple[tuple[When, Citation], ...]:
        """The dates as the sources have them: their own, or the date of the event."""
        return tuple((c.when or self.when, c) for c in self.supporting)

    def __str__(self) -> str:
        stance = "" if self.stance == "asserts" else f" ({self.stance})"
        return f"{self.value}{stance}{bracketed(self.sources)}"


@attrs.frozen
class Denial:
    """Who denies what was claimed, in which role, and of which events the word is denied."""

    by: str
    role: str
    event: str
    when: When
    citations: tuple[Citation, ...]
    denies: tuple[str, ...] = ()
    """The events whose claims are denied; none: all of them, earlier and later."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The works that tell it."""
        return tuple(dict.fromkeys(citation.source for citation in self.citations))

    def __str__(self) -> str:
        return f"denied by {self.by} ({self.role}){bracketed(self.sources)}"

    def covers(self, claim: Claim[Any]) -> bool:
        """Whether it stands against a claim."""
        return not self.denies or claim.event in self.denies


LATER = "no source by then"
"""What stands for sources where none is public, or none supports what is claimed."""


def bracketed(sources: tuple[str, ...]) -> str:
    """Sources in brackets, to follow what they say."""
    return f" [{', '.join(sources) or LATER}]"


@attrs.frozen(kw_only=True)
class Proposition:
    """What a leaf is about: its sort, and the words that it may take.

    `below` gives a word of a vocabulary the wider one that it is a case of: a memorandum is an
    agreement. `life` gives stages their order.
    """

    sort: Sort = "fact"
    below: Mapping[str, str] = attrs.field(factory=dict)
    closed: bool = False
    """Whether its words are codes, of which any two exclude each other."""
    life: Lifecycle | None = None
    label: bool = False
    """Whether it only says what a thing is called, on which nothing is contested."""


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
        return isinstance(other, _Chain) and set(self.all()) == set(other.all())

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
class Claims(Generic[T]):
    """Claims on one proposition, in the order of their events; the empty group is falsy.

    Adding a claim costs the same however many there are, and never removes another. Two groups
    are equal if they hold the same claims and denials.
    """

    of: Proposition = attrs.field(default=Proposition(), eq=False, repr=False)
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

    def deny(self, event: Event, by: str, role: str, denies: tuple[str, ...] = ()) -> Self:
        """This group with a denial, which an event tells."""
        denial = Denial(by, role, event.id, event.when, event.sources, denies)
        return type(self)(self.of, self._claims, _Chain(self._denials, denial))

    def only(self, keep: Callable[[Claim[Any]], bool]) -> Self:
        """Some of these claims, with all denials."""
        kept = _chained(tuple(claim for claim in self.claims if keep(claim)))
        return type(self)(self.of, kept, self._denials)

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
                and not any(denial.covers(claim) for denial in own)
            )
            held = denials, standing, tuple(c for c in standing if c.stance in FIRM)
            chain.counted = held
        return held[1], held[2]

    def counts(self, claim: Claim[Any]) -> bool:
        """Whether anything is derived from a claim."""
        return claim in self.counted

    @property
    def disputed(self) -> bool:
        """Whether a side of the pair denies what others claim; it still counts."""
        parties = [denial for denial in self.denials if denial.role == "party"]
        return any(denial.covers(claim) for denial in parties for claim in self.claims)

    def meets(self, denial: Denial) -> bool:
        """Whether a denial stands against any of the claims."""
        return any(denial.covers(claim) for claim in self.claims)

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

    @property
    def first(self) -> When | UnknownType:
        """The date of the claim that certainly held first; Unknown for the empty group."""
        dates = (claim.when for claim in self.claims)
        return min(dates, key=lambda when: when.sort_key("certain"), default=Unknown)

    @property
    def last(self) -> When | UnknownType:
        """The date of the claim that held last; Unknown for the empty group."""
        dates = (claim.when for claim in self.claims)
        return max(dates, key=lambda when: when.sort_key("certain"), default=Unknown)

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
        if not values or len({_measure(value) for value in values}) > 1:
            return Unknown
        best: T = min(values, key=lambda v: (self._width(v), -self._support(v), str(v)))
        return best

    @property
    def most_speakers(self) -> T | UnknownType:
        """The value that most speakers give; of equals, the first in the alphabet."""
        values: tuple[Any, ...] = self._chosen
        if not values:
            return Unknown
        best: T = min(values, key=lambda v: (-self._support(v), str(v)))
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
        if not numbers or len({_measure(value) for value in self.values}) > 1:
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

    def _support(self, value: Any) -> int:
        return _voices(claim for claim in self.claims if _bare(claim.value) == _bare(value))

    def _width(self, value: Any) -> float:
        if isinstance(value, str):
            return -sum(1 for _ in self._above(value))
        return _width(value)

    # -- how they relate ------------------------------------------------------------------

    def relation(self, a: Claim[Any], b: Claim[Any]) -> Relation:
        """How two claims relate; of which is the later one, their dates tell."""
        if _bare(a.value) == _bare(b.value) and a.scope == b.scope:
            return "same"
        if a.event in b.contradicts or b.event in a.contradicts:
            return "contradicts"
        if a.scope != b.scope or _measure(a.value) != _measure(b.value):
            return "not comparable"
        if self.sort in ("words", "occurrence"):
            return "other words"
        if self._refines(a.value, b.value) or self._refines(b.value, a.value):
            return "refines"
        if self.sort == "fact":
            return self._of_a_fact(a, b)
        return self._in_time(a, b)

    def _of_a_fact(self, a: Claim[Any], b: Claim[Any]) -> Relation:
        if isinstance(a.value, str) and not self._closed(a.value, b.value):
            return "other words"
        if _overlap(a.value, b.value):
            return "compatible"
        later = a.known is not None and b.known is not None and a.known != b.known
        later = later or _goes_before(a, b) or _goes_before(b, a)
        return "revises" if later and self._one_speaker(a, b) else "contradicts"

    def _in_time(self, a: Claim[Any], b: Claim[Any]) -> Relation:
        """Of what changes with time: the later replaces the earlier."""
        if _goes_before(b, a):
            a, b = b, a
        ordered = _goes_before(a, b)
        if self._one_speaker(a, b) and (ordered or a.known != b.known):
            return "revises"
        if not ordered:
            apart = not _overlap(a.value, b.value) and a.when == b.when and a.when.is_exact
            return "contradicts" if apart and self._excludes(a.value, b.value) else "compatible"
        return "contradicts" if self._goes_back(a.value, b.value) else "revises"

    def _excludes(self, a: Any, b: Any) -> bool:
        """Whether two values cannot both be so on one day: an actor does not exclude another."""
        if isinstance(a, Stage) and isinstance(b, Stage):
            return self.of.life is not None and self.of.life.turns and a.by == b.by
        return True

    def _goes_back(self, earlier: Any, later: Any) -> bool:
        """Whether a later account cannot be true if the earlier is."""
        if isinstance(earlier, Stage):
            others = earlier.by != later.by and earlier.by and later.by  # each goes its own way
            life = self.of.life
            return life is not None and not others and life.goes_back(earlier.word, later.word)
        if self.sort != "total":
            return False
        return None not in (earlier.low, later.high) and earlier.low > later.high

    @property
    def set_back(self) -> tuple[Claim[T], ...]:
        """The claims that have it less far than one that certainly stood before."""
        told = self.counted
        return tuple(
            later
            for later in told
            if any(
                _starts_before(earlier.when, later.when)
                and self._goes_back(earlier.value, later.value)
                for earlier in told
            )
        )

    def _one_speaker(self, a: Claim[Any], b: Claim[Any]) -> bool:
        return not set(a.speakers).isdisjoint(b.speakers)

    def _refines(self, narrow: Any, wide: Any) -> bool:
        if isinstance(narrow, str):
            return wide in self._above(narrow)
        return _within(narrow, wide)

    def _above(self, word: str) -> Iterator[str]:
        """The wider words that a word is a case of."""
        above = self.of.below.get(word, "")
        while above:
            yield above
            above = self.of.below.get(above, "")

    def _closed(self, *words: str) -> bool:
        """Whether words are of the vocabulary of the leaf, if it has one."""
        return self.of.closed or all(word in self.of.below for word in words)

    @property
    def group(self) -> Class | UnknownType:
        """The class of the group; Unknown for the empty one, for labels and occurrences.

        denied: its own subject denies all of it, or a party denies all that stands; not
        comparable: they are of different things; contested: two that stand cannot both be true;
        single-source: one speaker alone says so; confirmed: two independent ones or more say the
        same; revised: a later word replaces an earlier one; refinement: one is narrower than the
        others; compatible: all may be true.
        """
        if not self.claims or self.sort == "occurrence" or self.of.label:
            return Unknown
        own = [denial for denial in self.denials if denial.role == "subject"]
        if all(any(denial.covers(claim) for denial in own) for claim in self.claims):
            return "denied"
        told = self._distinct
        relations = self._relations(told) - {"same"}
        if "contradicts" in relations:
            return "contested"
        parties = [denial for denial in self.denials if denial.role == "party"]
        if all(any(denial.covers(claim) for denial in parties) for claim in told):
            return "denied"
        if relations == {"not comparable"}:
            return "not comparable"
        if _voices(told) < 2:
            return "single-source"
        relations -= {"not comparable"}
        if not relations:
            return "confirmed"
        if "revises" in relations:
            return "revised"
        return "refinement" if relations == {"refines"} else "compatible"

    def _relations(self, told: tuple[Claim[T], ...]) -> set[Relation]:
        """How any two of some claims relate; where two contradict each other, only that.

        Words that no curator sets against others cost one look each, numbers each with each.
        """
        if self.sort == "words" and not any(claim.contradicts for claim in told):
            things: dict[Any, set[Any]] = {}
            for claim in told:
                thing = claim.scope, _measure(claim.value)
                things.setdefault(thing, set()).add(_bare(claim.value))
            apart: set[Relation] = {"not comparable"} if len(things) > 1 else set()
            several = any(len(values) > 1 for values in things.values())
            return apart | ({"other words"} if several else set())
        found: set[Relation] = set()
        for a, b in combinations(told, 2):
            relation = self.relation(a, b)
            if relation == "contradicts":
                return {relation}
            found.add(relation)
        return found

    @property
    def _distinct(self) -> tuple[Claim[T], ...]:
        """The claims that stand, but for those that differ in nothing that relations go by.

        What is only expected contradicts nothing that is claimed to be so, but for a plan.
        """
        seen: dict[Any, Claim[T]] = {}
        held = self.standing or self.claims
        told = [c for c in held if c.stance != "expects" or self.sort == "plan"]
        for claim in told or held:
            key = (_bare(claim.value), claim.when, claim.known, claim.scope, claim.speakers)
            seen.setdefault((*key, claim.event if claim.contradicts else ""), claim)
        return tuple(seen.values())

    def __iter__(self) -> Iterator[Claim[T]]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __bool__(self) -> bool:
        return bool(self._claims)

    def __repr__(self) -> str:
        return f"<Claims: {self}>"

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


def _voices(claims: Iterable[Claim[Any]]) -> int:
    """How many independent speakers there are: those whom one citation names are one."""
    apart: list[set[str]] = []
    for claim in claims:
        for citation in claim.supporting:
            names = set(citation.speakers)
            near = [voice for voice in apart if voice & names]
            apart = [voice for voice in apart if not voice & names]
            apart.append(names.union(*near))
    return len(apart)


def _bare(value: Any) -> Any:
    """A value without the words it was said in."""
    return attrs.evolve(value, text="") if isinstance(value, Quantity | Money) else value


def _measure(value: Any) -> Any:
    """What a value is of: its type, and its unit or currency."""
    return type(value), getattr(value, "measure", None)


def _overlap(a: Any, b: Any) -> bool:
    """Whether two values can both be true."""
    if isinstance(a, Quantity | Money):
        return bool(a.overlaps(b))
    if isinstance(a, When):
        return a.before(b) is not Certainty.YES and b.before(a) is not Certainty.YES
    return bool(a == b)


def _starts_before(a: When, b: When) -> bool:
    last, first = a.start.latest, b.start.earliest
    return last is not None and first is not None and last < first


def _goes_before(a: Claim[Any], b: Claim[Any]) -> bool:
    """Whether a claim certainly is of an earlier time: within a day, by the order given."""
    of_one_day = a.when == b.when and a.when.is_exact
    return _starts_before(a.when, b.when) or (of_one_day and a.seq < b.seq)


def _within(a: Any, b: Any) -> bool:
    if isinstance(a, Quantity | Money):
        return bool(b.contains(a))
    return isinstance(a, When) and a.within(b) is Certainty.YES


def _width(value: Any) -> float:
    if isinstance(value, Quantity | Money):
        both = value.low is not None and value.high is not None
        return float(value.high - value.low) if both else float("inf")  # type: ignore[operator]
    if isinstance(value, When):
        first, last = value.earliest, value.latest
        return float(last.toordinal() - first.toordinal()) if first and last else float("inf")
    return 0.0
