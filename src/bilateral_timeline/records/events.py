"""Records: events and retractions, with the sources they cite. Immutable values."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, cast

import attrs
from pendulum import Date

from ..dates.when import Day, When, to_day
from ..errors import DateError
from .fields import (
    are_texts,
    as_tuple,
    is_id,
    is_not_negative,
    is_positive,
    is_said,
    is_text,
    is_whole,
    refuse,
    refuse_field,
)
from .kinds import UnknownBody, check_types, kind_of


def _day_or_none(value: Day | None) -> Date | None:
    return None if value is None else to_day(value, "known")


def _known_day(value: Day) -> Date:
    return to_day(value, "known")


def _to_when(value: When | Day) -> When:
    if isinstance(value, When):
        return value
    if not isinstance(value, str | date):
        refuse("when", value, "EDTF text such as '2022-22' (summer 2022), or a day")
    try:
        return When.parse(value if isinstance(value, str) else to_day(value).isoformat())
    except DateError as error:
        problems = [attrs.evolve(p, where=f"when: {p.where}") for p in error.problems]
        raise DateError(*problems) from None


@attrs.frozen(kw_only=True)
class Source:
    """A work that can be cited, in the terms of CSL.

    `known` is the day by which it was public: the last day of `issued` unless given.

    >>> article = Source(id="smagin-2024", title="Inescapable", issued="2024-06")
    >>> print(article.known)
    2024-06-30
    """

    id: str = attrs.field(validator=is_id)
    title: str = attrs.field(validator=is_text)
    type: str = attrs.field(default="document", validator=is_text)
    author: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=are_texts)
    container_title: str = attrs.field(default="", validator=is_text)
    publisher: str = attrs.field(default="", validator=is_text)
    issued: When | None = attrs.field(default=None, converter=attrs.converters.optional(_to_when))
    url: str = attrs.field(default="", validator=is_text)
    language: str = attrs.field(default="", validator=is_text)
    note: str = attrs.field(default="", validator=is_text)
    known: Date | None = attrs.field(default=None, converter=_day_or_none)

    def __attrs_post_init__(self) -> None:
        if self.known is None and self.issued is not None:
            object.__setattr__(self, "known", self.issued.latest)


STANCES = ("asserts", "reports", "alleges", "expects", "doubts", "denies")
"""How a source stands to what it is cited for."""


def _source_or_id(value: str | Source) -> str:
    return cast("str", value)  # a Source stays one until its day is taken from it


@attrs.frozen
class Citation:
    """One place in one source: what it says there, and since when that is public.

    `known` may be left out: it is then the day of the `Source` given, or of the record.

    >>> citation = Citation("smagin-2024", "par. 4", known="2024-06-03")
    """

    source: str = attrs.field(converter=_source_or_id)
    locator: str = attrs.field(default="", validator=is_text)
    known: Date | None = attrs.field(default=None, converter=_day_or_none)
    says: str = attrs.field(default="", validator=is_text)
    """What it says, in our own words."""
    stance: str = attrs.field(default="asserts")
    via: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=are_texts)
    """Whom the source itself names for it, such as an agency."""

    @source.validator
    def _check_source(self, attribute: attrs.Attribute[str], value: object) -> None:
        if not isinstance(value, Source):
            is_id(self, attribute, cast("str", value))

    @stance.validator
    def _check_stance(self, _: object, value: str) -> None:
        if value not in STANCES:
            refuse_field(self, "stance", value, f"one of {', '.join(STANCES)}")

    def __attrs_post_init__(self) -> None:
        source = cast("str | Source", self.source)
        if isinstance(source, Source):
            object.__setattr__(self, "source", source.id)
            if self.known is None:
                object.__setattr__(self, "known", source.known)


# ---------------------------------------------------------------------------------------------
# Records


def _cited(instance: object, _: object, value: object) -> None:
    citations = value if isinstance(value, tuple) else (None,)
    for citation in citations:
        if not isinstance(citation, Citation):
            refuse_field(instance, "sources", value, "a sequence of Citation")


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened (or was said): dated, cited, never changed.

    `known` is the day on which it became public: the earliest of its citations' unless given.
    `seq` orders events within a day where the order is known. A correction is an Event with
    the same id, a higher revision and the whole new content.
    """

    id: str = attrs.field(validator=is_id)
    when: When = attrs.field(converter=_to_when)
    what: Any = attrs.field()
    title: str = attrs.field(default="", validator=is_text)
    parties: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=are_texts)
    sources: tuple[Citation, ...] = attrs.field(default=(), converter=as_tuple, validator=_cited)
    known: Date = attrs.field(default=None, converter=_day_or_none)
    seq: int = attrs.field(default=0, validator=is_whole)
    revision: int = attrs.field(default=0, validator=is_not_negative)
    note: str = attrs.field(default="", validator=is_text)
    # The body as it was written, where that is not how it would be written today.
    _written: UnknownBody | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @what.validator
    def _check_what(self, _: object, value: object) -> None:
        if not isinstance(value, UnknownBody) and kind_of(value) is None:
            advice = "decorate its class with @bt.kind('some-name')"
            refuse_field(self, "what", value, "an event body", advice)
        try:
            hash(value)
        except TypeError as error:
            refuse_field(self, "what", value, "a hashable body", f"{error}; use tuples")
        if not isinstance(value, UnknownBody):
            check_types(value)

    def __attrs_post_init__(self) -> None:
        if cast("Date | None", self.known) is None:
            days = [c.known for c in self.sources if c.known is not None]
            if not days:
                advice = "give `known`, or a citation with its `known`"
                where = f"event {self.id!r}: known"
                refuse(where, None, "the day it became public", advice, "known")
            object.__setattr__(self, "known", min(days))
        object.__setattr__(self, "sources", _dated(self.sources, self.known))

    @property
    def kind(self) -> str:
        """The name of the kind of this event."""
        made = kind_of(self.what)
        return made.name if made else str(self.what.kind)

    @property
    def rank(self) -> tuple[Date, int]:
        """Which record of an id is believed: the one with the greatest (known, revision)."""
        return self.known, self.revision

    def known_by(self, day: Date | None) -> Self:
        """This event with only the citations that were public by a day."""
        if day is None or all(c.known <= day for c in self.sources if c.known):
            return self
        shown = tuple(c for c in self.sources if c.known and c.known <= day)
        event = attrs.evolve(self, sources=shown)
        object.__setattr__(event, "_written", self._written)
        return event


@attrs.frozen(kw_only=True)
class Retraction:
    """From `known` on, the event of that id is not believed to have happened.

    A later revision with content reinstates it.
    """

    id: str = attrs.field(validator=is_id)
    revision: int = attrs.field(validator=is_positive)
    known: Date = attrs.field(converter=_known_day)
    reason: str = attrs.field(validator=[is_text, is_said])
    sources: tuple[Citation, ...] = attrs.field(default=(), converter=as_tuple, validator=_cited)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "sources", _dated(self.sources, self.known))

    @property
    def rank(self) -> tuple[Date, int]:
        """As of an event."""
        return self.known, self.revision


Record = Event | Retraction


def _dated(citations: tuple[Citation, ...], known: Date) -> tuple[Citation, ...]:
    """Citations that say no day of their own were public with their record."""
    if not citations or all(c.known is not None for c in citations):
        return citations
    return tuple(c if c.known else attrs.evolve(c, known=known) for c in citations)
