"""Spells: what began and ended, such as a term of office, as the two events that tell it."""

from __future__ import annotations

from typing import Any

from ..dates.when import Day, When
from ..errors import Problem, RecordError, shown
from .events import Event, as_when
from .fields import refuse


def spell(
    id: str,
    *,
    when: When | Day,
    begins: Any,
    ends: Any,
    title: str = "",
    end_title: str = "",
    **shared: Any,
) -> tuple[Event, Event]:
    """The two events of a spell, a start and an end, made of one interval with both ends.

    The first has the id and the start of the interval, the second that id with `-ended` and
    the end; each has its own body. All else (`known`, `sources`, `parties`, `note`...) is of
    both. What goes on is one event, dated `1856/..`.

    >>> import bilateral_timeline as bt
    >>> @bt.kind("alliance-joined", standing=True)
    ... class AllianceJoined:
    ...     party: str
    >>> @bt.kind("alliance-left", standing=True)
    ... class AllianceLeft:
    ...     party: str
    >>> began, ended = spell("pact", when="1856/1916", known="1916",
    ...                      begins=AllianceJoined(party="AA"), ends=AllianceLeft(party="AA"))
    >>> print(began.id, began.when, ended.id, ended.when)
    pact 1856 pact-ended 1916
    """
    whole = as_when(when)
    start, slash, end = whole.written.partition("/")
    if not slash or start in ("", "..") or end in ("", ".."):
        expected = "an interval with a start and an end, such as '1856/1916'"
        advice = "what goes on is one event, dated '1856/..'"
        refuse(f"spell {shown(id, 40)}: when", whole.written, expected, advice, "when")
    if not isinstance(end_title, str):
        refuse(f"spell {shown(id, 40)}: end_title", end_title, "text", path="end_title")
    if taken := shared.keys() - _SHARED:
        found = f"the field {', '.join(map(shown, sorted(taken)))}"
        expected = f"only {', '.join(sorted(_SHARED))}"
        raise RecordError(Problem(f"spell {shown(id, 40)}", found, expected))
    return (
        Event(id=id, when=start, what=begins, title=title, **shared),
        Event(id=f"{id}-ended", when=end, what=ends, title=end_title or title, **shared),
    )


_SHARED = {"known", "sources", "parties", "seq", "revision", "note"}
