"""Coverage: from and through which day a log tells, and out of which works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import attrs
from pendulum import Date

from .projections.composed import Compose, History, Keyed
from .projections.projection import Projection
from .projections.reducers import Reducer
from .records.belief import last_public
from .records.events import Event, Source

_COUNTING = (Reducer, Keyed, History)  # which say themselves which events count


@attrs.frozen
class Coverage:
    """From which day a log tells, through which day, and out of which works.

    Before the first day its answer is Unknown; after the last, what was last known.
    """

    from_: Date | None
    through: Date | None
    sources: tuple[Source, ...] = ()
    _by_part: Callable[[], Mapping[str, Date]] = attrs.field(default=dict, eq=False, repr=False)

    @property
    def parts(self) -> Mapping[str, Date]:
        """Of each part of a composed state, such as a facet, the last day it was told of.

        Costs one pass over the events.
        """
        return self._by_part()

    def __repr__(self) -> str:
        return f"<Coverage: {self.from_} to {self.through}, out of {len(self.sources)} works>"

    def __reduce__(self) -> tuple[object, ...]:
        return Coverage, (self.from_, self.through, self.sources, partial(dict, self.parts))


def last_told(
    projection: Projection[Any], events: Iterable[Event], works: Iterable[Source]
) -> dict[str, Date]:
    """Of each part of a composed state the last day on which anything of it became public.

    To a plain fold an event says nothing if its step gives back the very state it was given.
    """
    parts = projection.parts if isinstance(projection, Compose) else {}
    held, told = list(events), dict[str, Date]()
    for name, part in parts.items():
        state, telling = part.initial, list[Event]()
        for event in held:
            before, state = state, part.evolve(state, event)
            if part.counts(event) and (state is not before or isinstance(part, _COUNTING)):
                telling.append(event)
        if (last := last_public(telling, works)) is not None:
            told[name] = last
    return told
