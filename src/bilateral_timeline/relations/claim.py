"""A claim and a denial: one event's word on a proposition; who says it, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, Literal, TypeVar, dataclass_transform

import attrs
from pendulum import Date

from ..dates.when import When
from ..records.display import WIDTH, Drawn, brief
from ..records.events import Citation
from ..records.fields import refuse_field
from ..search import SEARCHED
from .lifecycle import Lifecycle
from .mentions import EVENT

T = TypeVar("T", covariant=True)
A = TypeVar("A")

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


_ASIDE = {SEARCHED: False}
"""What is no word of a source, and so not looked for."""


@attrs.frozen
class Claim(Drawn, Generic[T]):
    """One event's word on a proposition, and the citations that stand for it."""

    value: T
    event: str = attrs.field(metadata=_ASIDE)
    when: When
    citations: tuple[Citation, ...]
    stance: str = attrs.field(default="asserts", metadata=_ASIDE)
    """How it is said: as the strongest of its citations does."""
    scope: str = ""
    """Of which period, goods or place it is; claims of two scopes are not comparable."""
    contradicts: tuple[str, ...] = attrs.field(default=(), metadata=_ASIDE)
    """The events whose words it contradicts, where a curator says so."""
    place: int = attrs.field(default=0, eq=False)
    """Where it stands in the order of all claims of its entry."""
    seq: int = attrs.field(default=0, eq=False)
    """Its order within its day, where a curator knows it."""

    @property
    def supporting(self) -> tuple[Citation, ...]:
        """The citations that neither deny nor doubt it."""
        return tuple([c for c in self.citations if c.stance not in ("denies", "doubts")])

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
        """The dates as the sources have them: their own, or the date of the event.

        Of what was only seen, their own alone: the day on which it was seen is no rival to them.
        """
        is_seen = getattr(self.value, "observed", False) is True
        told = ((c.when if is_seen else c.when or self.when, c) for c in self.supporting)
        return tuple((when, citation) for when, citation in told if when is not None)

    def __repr__(self) -> str:
        return f"<Claim: {brief(self, 2 * WIDTH - 10)}>"

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
    holds: str = ""
    """What is held instead."""

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


def bracketed(sources: Iterable[str]) -> str:
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
