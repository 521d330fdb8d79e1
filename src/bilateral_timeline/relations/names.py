"""Names: what parties, persons, bodies and things are called, and what else they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import attrs

Sort = Literal["party", "person", "body", "thing"]


@attrs.frozen
class Named:
    """One name: the id or spelling that records use, how people are shown it, other spellings."""

    id: str
    sort: Sort
    name: str
    also: tuple[str, ...] = ()


@attrs.frozen
class Names:
    """The names of a chronicle, by the id or spelling that its records use; there may be none."""

    _named: tuple[Named, ...] = ()
    _by_id: Mapping[str, Named] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {named.id: named for named in self._named})

    def __iter__(self) -> Iterator[Named]:
        return iter(self._named)

    def __bool__(self) -> bool:
        return bool(self._named)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def of(self, id: str) -> str:
        """How people are shown what has an id; the id itself where no name is given."""
        return self._by_id[id].name if id in self._by_id else id

    def spellings(self, id: str) -> tuple[str, ...]:
        """All that what has an id is called: the id, the name and the other spellings."""
        named = self._by_id.get(id)
        return (id,) if named is None else tuple(dict.fromkeys((named.name, *named.also, id)))

    def ids(self, *sorts: Sort) -> tuple[str, ...]:
        """The ids of some sorts; without any, all."""
        return tuple(named.id for named in self._named if not sorts or named.sort in sorts)
