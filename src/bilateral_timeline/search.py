"""Search: the events, entries and works whose names, titles or words hold some text.

A state that knows what its entries are called says so as `Searched`; of another, an entry is what
stands below one of its fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from .dates.when import When
from .projections.paths import branches, path_of
from .records.events import Citation, Event, Source

SEARCHED = "searched"
"""The key of the metadata of a field that says whether its words are looked at."""


class Searched:
    """A state that tells what its entries are called."""

    __slots__ = ()

    def named(self) -> Iterator[tuple[str, tuple[str, ...], Any]]:
        """Every entry: its path, all that the steps of the path are called, the entry."""
        raise NotImplementedError


@attrs.frozen
class Match:
    """What was found: an event or a work by its id, or an entry of the state by its path."""

    sort: Literal["event", "entry", "work"]
    name: str
    text: str
    """The title of the event or the work; of an entry, what it is called and the words in it."""

    def __str__(self) -> str:
        return f"{self.sort} {self.name}: {self.text}"


def matches(
    words: str,
    events: Sequence[Event],
    state: Any,
    works: Iterable[Source],
    with_notes: bool,
) -> tuple[Match, ...]:
    """The events, the entries of a state, and the works cited that hold all of some words."""
    wanted = words.casefold().split()
    found = []
    cited = {citation.source for event in events for citation in event.sources}
    for event in events:
        text = next((t for t in _texts_of(event, with_notes) if _holds(t, wanted)), None)
        if text is not None:
            found.append(Match("event", event.id, event.title or text))
    for path, text in _entries(state):
        if _holds(f"{path} {text}", wanted):
            found.append(Match("entry", path, text))
    for work in works:
        told = (work.id, work.title, *work.author, work.publisher, work.container_title)
        if work.id in cited and _holds(" ".join(told), wanted):
            found.append(Match("work", work.id, work.title))
    return tuple(found)


def _holds(text: str, wanted: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)


def _texts_of(event: Event, with_notes: bool) -> Iterator[str]:
    yield from (event.title, event.id, event.kind, *_words(event.what))
    yield from (citation.says for citation in event.sources)
    if with_notes:
        yield event.note


def _words(value: Any) -> Iterator[str]:
    """The texts in a body or a value, and the keys in it, however deep; no dates, no citations."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if each:
                yield each
        elif isinstance(each, Mapping):
            pairs = [(path_of(key), part) for key, part in each.items()]
            waiting += [part for name, held in reversed(pairs) for part in (held, name)]
        elif isinstance(each, Iterable) and not isinstance(each, bytes):
            waiting += reversed([*each])
        elif attrs.has(type(each)) and not isinstance(each, Citation | When):
            fields = reversed(attrs.fields(type(each)))
            some = (field for field in fields if field.metadata.get(SEARCHED, True))
            waiting += [getattr(each, field.name) for field in some]


def _entries(state: Any) -> Iterator[tuple[str, str]]:
    """The entries of a state, each with its texts: not the leaves one by one."""
    found = state.named() if isinstance(state, Searched) else _below(state)
    for path, names, entry in found:
        leaves = branches(entry) or {}
        held = [*leaves.values()] if leaves else [entry]
        texts = (text for leaf in held for text in _words(leaf))
        yield path, "; ".join(dict.fromkeys((*names, *texts)))


def _below(state: Any) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """What stands below the fields of a state, which has no names but those in its paths."""
    for facet, part in (branches(state, root=True) or {}).items():
        for name, entry in (branches(part) or {}).items():
            yield f"{facet}.{path_of(name)}", (), entry
