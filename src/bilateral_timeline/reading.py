"""Reading: the value at a path of a state, worked out of the part alone that the path names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import Any

import attrs
from pendulum import Date

from .dates.when import LAST_DAY, Mode
from .engine import Index, Route
from .errors import MissingError
from .projections.paths import look_up, paths_of
from .projections.projection import Moment, Projection
from .projections.states import MISSING
from .records.events import Event
from .records.values import Unknown
from .why import require_path

LISTED = 10_000  # paths among which one is looked for that is near to a wrong one

Ask = Callable[[Date, Date | None, Mode], Moment]


@attrs.frozen
class Reader:
    """What reads the values at the paths of a state, of any day as known by another."""

    line: Index
    projection: Projection[Any]
    ask: Ask
    """The moment of a question."""

    def values(self, path: str, mode: Mode) -> Callable[[Date, Date | None], Any]:
        """What gives the value at a path; Unknown where there is none yet."""
        routes = list(self.line.routes(self.projection, path))
        if not all(route.projection.apart for route in routes):
            return partial(self._of_the_whole, path, mode)

        def value(day: Date, known: Date | None) -> Any:
            told = (self._told(route, day, known, mode) for route in routes)
            return next((one for one in told if one is not MISSING), Unknown)

        return value

    def route(self, path: str, day: Date, known: Date | None, mode: Mode) -> Route:
        """The way by which a path leads to something on a day; the likeliest where none does."""
        routes = list(self.line.routes(self.projection, path))
        told = (one for one in routes if self._told(one, day, known, mode) is not MISSING)
        return next(told, routes[0])

    def require(self, path: str, ever: Callable[[], list[Event]]) -> None:
        """Refuse a path that leads to nothing after any of the events there ever were."""
        for mode in ("certain", "possible"):
            if any(self._leads(route, mode) for route in self.line.routes(self.projection, path)):
                return
        moment = partial(self.ask, LAST_DAY, None, "certain")
        try:
            require_path(self.projection, ever(), path, moment)
        except MissingError:
            last = self._shown(self.line, self.projection, LAST_DAY, None, "certain")
            raise MissingError("path", path, islice(paths_of(last), LISTED)) from None

    def _leads(self, route: Route, mode: Mode) -> bool:
        """Whether a route leads to anything on the last day of all."""
        found = self._told(route, LAST_DAY, None, mode)
        if found is Unknown and route.path:  # perhaps the part is Unknown as a whole
            return self._shown(route.line, route.projection, LAST_DAY, None, mode) is not Unknown
        return found is not MISSING

    def _told(self, route: Route, day: Date, known: Date | None, mode: Mode) -> Any:
        """The value to which a route leads on a day; MISSING where it leads nowhere by then."""
        line, part, _, rest, key = route
        by = None if known is None else known.toordinal()
        if key is not None and not key.tells(day.toordinal(), by, mode):
            return MISSING
        try:
            return look_up(self._shown(line, part, day, known, mode), rest)
        except MissingError:
            return MISSING

    def _of_the_whole(self, path: str, mode: Mode, day: Date, known: Date | None) -> Any:
        try:
            return look_up(self._shown(self.line, self.projection, day, known, mode), path)
        except MissingError:
            return Unknown

    def _shown(
        self, line: Index, part: Projection[Any], day: Date, known: Date | None, mode: Mode
    ) -> Any:
        by = None if known is None else known.toordinal()
        state = line.state(part, day.toordinal(), by, mode)
        return part.show(state, partial(self.ask, day, known, mode))
