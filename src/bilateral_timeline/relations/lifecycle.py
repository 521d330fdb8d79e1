"""Lifecycle: the stages of a thing as data, and which of them stands after some were told.

Nothing is stored beside the claims on a stage: the stage now, since when, by whom and what is due
are worked out from them, so that a claim that is denied takes nothing else with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..dates.when import When


@attrs.frozen
class Stage:
    """A stage that is reached: by whom, for when something is fixed by it, and why.

    Two are the same stage if word and actor are: the rest is what one account adds.
    """

    word: str
    by: str = ""
    due: When | None = attrs.field(default=None, eq=False)
    reason: str = attrs.field(default="", eq=False)
    observed: bool = attrs.field(default=False, eq=False)
    """Only seen to be so on that day: it may have been so for long."""

    def __str__(self) -> str:
        return f"{self.word}{f' by {self.by}' if self.by else ''}"


@attrs.frozen(kw_only=True)
class Lifecycle:
    """The stages of a thing and what may follow what.

    `order` gives each stage how far it is: a later one is further. `back` are those that may
    follow any stage, such as a suspension; `again` those that may follow themselves, such as a
    renewal. `only` names what alone may follow a stage, such as nothing after an end; `needs`
    what a stage has to follow, such as a suspension before what resumes. `ends` are those with
    which it is over. With `turns`, any stage may follow any other. `acts` are done in a day, such
    as a signature, and go on only as their result.

    >>> life = Lifecycle(order={"planned": 0, "built": 1}, back=("suspended",))
    >>> life.may_follow("built", "planned"), life.may_follow("built", "suspended")
    (False, True)
    """

    order: Mapping[str, int] = attrs.field(factory=dict)
    back: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    needs: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    ends: tuple[str, ...] = ()
    turns: bool = False
    acts: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The stages, in order; those that set back come last."""
        return (*self.order, *(word for word in self.back if word not in self.order))

    def may_follow(self, now: str | None, word: str) -> bool:
        """Whether a stage moves a thing on from the one that stands; anything follows none."""
        if now is None:
            return True
        if now in self.only and word not in self.only[now]:
            return False
        if word in self.needs and now not in self.needs[word]:
            return False
        if word == now:
            return word in self.again
        if self.turns or word in self.back:
            return True
        return self.order.get(word, 0) > self.order.get(now, -1)

    def moves(self, claims: Iterable[Any]) -> list[Any]:
        """The claims at which a thing moved on, in the order in which they were told."""
        moved: list[Any] = []
        for claim in claims:
            if self.may_follow(moved[-1].value.word if moved else None, claim.value.word):
                moved.append(claim)
        return moved

    def now(self, claims: Iterable[Any]) -> Any:
        """The claim on the stage that stands; None where none was told."""
        moved = self.moves(claims)
        return moved[-1] if moved else None

    def goes_back(self, earlier: str, later: str) -> bool:
        """Whether a later account has a thing less far, though nothing set it back."""
        if self.turns or later in self.back or earlier in self.back or later in self.needs:
            return False
        return self.order.get(earlier, 0) > self.order.get(later, 0)
