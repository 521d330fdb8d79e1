"""Search: the events and entries whose names, titles or words hold some text.

A state that knows what its entries are called says so as `Searched`; of another, an entry is what
stands below one of its fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import attrs

from .dates.when import When
from .projections.paths import branches, path_of
from .records.events import Citation, Event


class Searched:
    """A state that tells what its entries are called."""

    __slots__ = ()

    def named(self) -> Iterator[tuple[str, tuple[str, ...], Any]]:
        """Every entry: its path, all that the steps of the path are called, the entry."""
        raise NotImplementedError


@attrs.frozen
class Match:
    """What was found: an event by its id, or an entry of the state by its path."""

    sort: Literal["event", "entry"]
    name: str
    text: str
    """The title of the event; of an entry, what it is called and the words in it."""

    def __str__(self) -> str:
        return f"{self.sort} {self.name}: {self.text}"


def matches(words: str, events: Iterable[Event], state: Any, with_notes: bool) -> tuple[Match, ...]:
    """The events, and the entries of a state, that hold all of some words."""
    wanted = words.casefold().split()
    found = []
    for event in events:
        text = next((t for t in _texts_of(event, with_notes) if _holds(t, wanted)), None)
        if text is not None:
            found.append(Match("event", event.id, event.title or text))
    for path, text in _entries(state):
        if _holds(f"{path} {text}", wanted):
            found.append(Match("entry", path, text))
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
            waiting += [getattr(each, field.name) for field in fields]


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
