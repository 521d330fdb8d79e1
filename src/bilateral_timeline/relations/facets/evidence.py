"""Evidence: what is contested, denied or said by one speaker alone; names; how far it reaches.

The claims stay where they belong, in their facets; here they are only gathered by class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import attrs
from pendulum import Date

from ...errors import MissingError
from ...records.events import Event
from ...records.fields import one_of
from ...records.kinds import kind
from ...records.values import Unknown
from ..claims import Claims
from ..comparing import CLASSES
from ..entry import Entry, is_asked, union
from ..facet import Facet
from ..leaves import label, words

if TYPE_CHECKING:
    from ..relationship import Relationship

# -- events -------------------------------------------------------------------------------


@kind("alias-recorded")
class AliasRecorded:
    """What a source calls a person, a body or a thing that has one name here."""

    name: str
    """What it is called here."""
    alias: str
    """What the source calls it."""
    of: str = attrs.field(validator=one_of("person", "body", "agreement", "system", "project"))
    """What sort of thing it is."""


# -- state --------------------------------------------------------------------------------


class Name(Entry):
    """One name, and what sources call the same."""

    of = label()
    aliases = words()


class Evidence(Facet[Name]):
    """Names with their aliases; and the claims of all facets, gathered by their class."""

    _state: Relationship | None = None
    of = Name
    key = "name"
    kinds = (AliasRecorded,)
    sides = "any"

    @staticmethod
    def evolve(entry: Name, event: Event) -> Name:
        """As of every facet."""
        return entry.claim(event, of=event.what.of, aliases=event.what.alias)

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (super().__reduce__(), self._state)

    def over(self, state: Relationship) -> Self:
        """This evidence, gathering the claims of the facets of a state."""
        held = type(self)(self._parts, self._moment, self.path)
        held._state = state
        return held

    @property
    def is_told(self) -> bool:
        """Whether anything is told of any name, or of any other facet."""
        return super().is_told or bool(self._others())

    def _others(self) -> Mapping[str, Facet[Any]]:
        state = self._state
        if state is None:
            return {}
        others = {name: getattr(state, name) for name in type(state).facets if name != "evidence"}
        return {name: facet for name, facet in others.items() if facet is not Unknown}

    @property
    def claimed(self) -> dict[str, Claims[Any]]:
        """All that is claimed in any facet, by path; costs a walk over the state."""
        return {
            f"{name}.{path}": claims
            for name, facet in self._others().items()
            for path, claims in facet.groups()
        }

    def of_class(self, group: str) -> dict[str, Claims[Any]]:
        """The claims of a class, by path."""
        if not isinstance(group, str) or group not in CLASSES:
            raise MissingError("class of claims", group, CLASSES)
        return {path: claims for path, claims in self.claimed.items() if claims.group == group}

    def why(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """As of every facet; a class rests on the events of the claims in it."""
        if not (isinstance(name, str) and is_asked(type(self), name)):
            return super().why(name)
        of_class = name.replace("_", "-") in CLASSES
        told = (getattr(self, name) if of_class else self.claimed).values()
        return union(claims.events for claims in told), ()

    @property
    def contested(self) -> dict[str, Claims[Any]]:
        """Claims of which two that stand cannot both be true, by path."""
        return self.of_class("contested")

    @property
    def denied(self) -> dict[str, Claims[Any]]:
        """Claims that are all denied, by path."""
        return self.of_class("denied")

    @property
    def single_source(self) -> dict[str, Claims[Any]]:
        """What one speaker alone says, by path."""
        return self.of_class("single-source")

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the names, and the paths of the claims of each class."""
        told = {group: list(self.of_class(group)) for group in CLASSES}
        return {**super().to_dict(), "classes": told}

    @property
    def sources(self) -> tuple[str, ...]:
        """The works that the state rests on."""
        cited = (s for claims in self.claimed.values() for s in claims.sources)
        return tuple(sorted(dict.fromkeys(cited)))

    @property
    def coverage(self) -> dict[str, Date]:
        """Of each facet, the last day on which anything of it became public."""
        days = {name: facet.last_known for name, facet in self._others().items()}
        return {name: day for name, day in days.items() if day is not Unknown}


def _restored(made: tuple[Any, Any], state: Relationship | None) -> Evidence:
    """Evidence as it was pickled, over the state that it gathers from."""
    evidence: Evidence = made[0](*made[1])
    return evidence if state is None else evidence.over(state)
