"""Records: events and retractions, with the sources they cite. Immutable values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, TypeVar, cast

import attrs
from pendulum import Date

from ..dates.when import Day, When, to_day
from ..errors import DateError, InputError, shown
from .display import WIDTH, Drawn, brief, screen
from .fields import (
    ID,
    UNSTORED,
    are_texts,
    as_tuple,
    is_grade,
    is_id,
    is_not_negative,
    is_positive,
    is_said,
    is_text,
    is_truth,
    is_whole,
    one_of_these,
    refuse,
    refuse_field,
)
from .kinds import alike, check_body, kind_of
from .stored import UnknownBody


def _day_or_none(value: Day | None) -> Date | None:
    return None if value is None else to_day(value, "known")


def _known_day(value: Day) -> Date:
    return to_day(value, "known")


def as_when(value: When | Day, name: str = "when") -> When:
    """A converter: a date, from EDTF text or a day; errors call it by a name."""
    if isinstance(value, When):
        return value
    if not isinstance(value, str | date):
        refuse(name, value, "EDTF text such as '2022-22' (summer 2022), or a day")
    try:
        return When(value if isinstance(value, str) else to_day(value).isoformat())
    except DateError as error:
        problems = [attrs.evolve(p, where=f"{name}: {p.where}") for p in error.problems]
        raise DateError(*problems) from None


def _named(convert: Callable[[Any], Any], value: Any, holder: object) -> Any:
    """A converted value; a refusal names the record that was to hold it."""
    try:
        return convert(value)
    except InputError as error:
        sort, id = type(holder).__name__.lower(), getattr(holder, "id", "?")
        named = (attrs.evolve(p, where=f"{sort} {shown(id)}: {p.where}") for p in error.problems)
        raise type(error)(*named) from None


def _when_of(value: Any, holder: object) -> When:
    return cast("When", _named(as_when, value, holder))


def _known_of(value: Any, holder: object) -> Date | None:
    return cast("Date | None", _named(_day_or_none, value, holder))


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
    issued: When | None = attrs.field(default=None, converter=attrs.converters.optional(as_when))
    url: str = attrs.field(default="", validator=is_text)
    language: str = attrs.field(default="", validator=is_text)
    note: str = attrs.field(default="", validator=is_text)
    known: Date | None = attrs.field(default=None, converter=_day_or_none)
    grade: str = attrs.field(default="", validator=is_grade)
    """Its Admiralty grade: reliability A to F, and credibility 1 to 6, such as `B2`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str,
            title: str,
            type: str = "document",
            author: list[str] | tuple[str, ...] = (),
            container_title: str = "",
            publisher: str = "",
            issued: When | Day | None = None,
            url: str = "",
            language: str = "",
            note: str = "",
            known: Day | None = None,
            grade: str = "",
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        if self.known is None and self.issued is not None:
            object.__setattr__(self, "known", self.issued.latest)


if TYPE_CHECKING:
    from typing_extensions import TypeVar as DefaultTypeVar

    B = DefaultTypeVar("B", covariant=True, default=Any)
else:
    B = TypeVar("B", covariant=True)

STANCES = ("asserts", "reports", "expects", "alleges", "doubts", "denies")
"""How a source stands to what it is cited for, the strongest first."""


def _source_or_id(value: str | Source) -> str:
    return cast("str", value)  # a Source stays one until its day is taken from it


@attrs.frozen
class Citation:
    """One place in one source: what it says there, who says it, and since when that is public.

    The speaker is whom the source itself names for it (`via`), else the author of the source,
    else its publisher: two works that tell one agency's word are one speaker. The `stance` is
    how it is said. `known` may be left out: it is then the day of the `Source` given, or of
    the record. `when` is the date of the event as this source has it, where it gives one.

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
    when: When | None = attrs.field(default=None, converter=attrs.converters.optional(as_when))
    """The date of the event as this source has it."""
    # What its work says of itself, once that is known: whose word it is, and its grade.
    _by: tuple[str, ...] = attrs.field(
        default=(), alias="_by", eq=False, repr=False, metadata=UNSTORED
    )
    _grade: str = attrs.field(default="", alias="_grade", eq=False, repr=False, metadata=UNSTORED)

    if TYPE_CHECKING:

        def __init__(
            self,
            source: str | Source,
            locator: str = "",
            known: Day | None = None,
            says: str = "",
            stance: str = "asserts",
            via: list[str] | tuple[str, ...] = (),
            when: When | Day | None = None,
        ) -> None: ...

    @source.validator
    def _check_source(self, attribute: attrs.Attribute[str], value: object) -> None:
        if not isinstance(value, Source):
            is_id(self, attribute, cast("str", value))

    @stance.validator
    def _check_stance(self, _: object, value: str) -> None:
        if not isinstance(value, str) or value not in STANCES:
            refuse_field(self, "stance", value, one_of_these(value, STANCES))

    def __attrs_post_init__(self) -> None:
        source = cast("str | Source", self.source)
        if isinstance(source, Source):
            object.__setattr__(self, "source", source.id)
            if self.known is None:
                object.__setattr__(self, "known", source.known)
            self._told_by(source)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who says it: whom the work names, else its author, else its publisher.

        Until it is in a log that knows the work, the id of the work stands for these.
        """
        return self.via or self._by or (self.source,)

    @property
    def grade(self) -> str:
        """The Admiralty grade of its work; empty where that is not known."""
        return self._grade

    def of_work(self, work: Source) -> Citation:
        """This citation, knowing what its work says of itself; itself if it knows already."""
        if (self._by, self._grade) == (_speakers_of(work), work.grade):
            return self
        told = attrs.evolve(self)
        told._told_by(work)
        return told

    def _told_by(self, work: Source) -> None:
        object.__setattr__(self, "_by", _speakers_of(work))
        object.__setattr__(self, "_grade", work.grade)


def _speakers_of(work: Source) -> tuple[str, ...]:
    """Whose word a work is: its author's, else its publisher's."""
    return work.author or tuple(filter(None, (work.publisher or work.container_title,)))


# ---------------------------------------------------------------------------------------------
# Records


def _cited(instance: object, _: object, value: object) -> None:
    citations = value if isinstance(value, tuple) else (None,)
    for citation in citations:
        if not isinstance(citation, Citation):
            refuse_field(instance, "sources", value, "a sequence of Citation")


@attrs.frozen(kw_only=True)
class Event(Drawn, Generic[B]):
    """Something that happened (or was said): dated, cited, never changed.

    `known` is the day on which it became public: the earliest of its citations' unless given.
    `seq` orders events within a day where the order is known. A correction is an Event with
    the same id, a higher revision and the whole new content.

    An event lasts, from its start until another event ends it, if its date is an open interval
    (`2015/..`) or it is `lasting`, which goes with any date but an interval with an end. Two
    events are equal if all that they say is, though the class of a body was defined again.

    >>> import bilateral_timeline as bt
    >>> @bt.kind("embargo-laid")
    ... class EmbargoLaid:
    ...     on: str
    >>> laid = Event(id="a", when="[2022-02-24..2024-06-03]", known="2024-06-03", lasting=True,
    ...              what=EmbargoLaid(on="wheat"))
    >>> laid.lasts
    True
    """

    _asks: ClassVar = (".what", ".sources")

    id: str = attrs.field(validator=is_id)
    when: When = attrs.field(converter=attrs.Converter(_when_of, takes_self=True))  # type: ignore[misc]
    what: B = attrs.field()
    title: str = attrs.field(default="", validator=is_text)
    parties: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, validator=are_texts)
    sources: tuple[Citation, ...] = attrs.field(default=(), converter=as_tuple, validator=_cited)
    known: Date = attrs.field(default=None, converter=attrs.Converter(_known_of, takes_self=True))  # type: ignore[misc]
    seq: int = attrs.field(default=0, validator=is_whole)
    revision: int = attrs.field(default=0, validator=is_not_negative)
    note: str = attrs.field(default="", validator=is_text)
    lasting: bool = attrs.field(default=False, validator=is_truth)
    # The body as it was written, where that may not be how it would be written today.
    _written: UnknownBody | None = attrs.field(default=None, init=False, eq=False)
    # How it will be said by citations that are not public yet, where none is.
    _to_be_said: str = attrs.field(default="asserts", init=False, eq=False)

    if TYPE_CHECKING:  # what is converted is taken in more forms than it is kept in

        def __init__(
            self,
            *,
            id: str,
            when: When | Day,
            what: B,
            title: str = "",
            parties: list[str] | tuple[str, ...] = (),
            sources: list[Citation] | tuple[Citation, ...] = (),
            known: Day | None = None,
            seq: int = 0,
            revision: int = 0,
            note: str = "",
            lasting: bool = False,
        ) -> None: ...

    @what.validator
    def _check_what(self, _: object, value: object) -> None:
        check_body(value, self.id)

    def __attrs_post_init__(self) -> None:
        if cast("Date | None", self.known) is None:
            days = [c.known for c in self.sources if c.known is not None]
            if not days:
                advice = "give `known`, or a citation with its `known`"
                where = f"event {self.id!r}: known"
                refuse(where, None, "the day it became public", advice, "known")
            object.__setattr__(self, "known", min(days))
        object.__setattr__(self, "sources", _dated(self.sources, self.known))
        if self.when.is_closed:
            self._check_end()

    def _check_end(self) -> None:
        """An interval with an end is an observation over a period, and no standing."""
        made = kind_of(self.what)
        if self.lasting:
            advice = "leave out lasting, or give two events: bt.spell makes the two"
            refuse_field(self, "when", str(self.when), "no end, as it is lasting", advice)
        if made is not None and made.standing:
            expected = f"no end, as {made.name} changes a standing"
            advice = "give two events, a start and an end: bt.spell makes the two"
            refuse_field(self, "when", str(self.when), expected, advice)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Event):
            return NotImplemented
        return bool(_envelope(self) == _envelope(other)) and alike(self.what, other.what)

    def __hash__(self) -> int:
        return hash((self.id, self.revision, self.when, self.known))

    def __repr__(self) -> str:
        cited = (f"{c.source} {c.locator}".rstrip() for c in self.sources)
        rows = {
            "kind": self.kind,
            "what": brief(self.what, 4 * WIDTH),
            "parties": ", ".join(self.parties),
            "public": str(self.known),
            "sources": "; ".join(cited),
            "revision": str(self.revision or ""),
            "lasts": "until another event ends it" if self.lasts else "",
            "note": self.note,
        }
        told = [(name, text) for name, text in rows.items() if text]
        title = f": {self.title}" if self.title else ""
        history = f"timeline.history({self.id!r})"
        return screen(f"Event {self.id!r}, {self.when}{title}", told, *self._asks, history, lines=3)

    @property
    def lasts(self) -> bool:
        """Whether it goes on from its start until another event ends it."""
        return self.lasting or self.when.is_open

    @property
    def kind(self) -> str:
        """The name of the kind of this event."""
        made = kind_of(self.what)
        return made.name if made else cast("UnknownBody", self.what).kind

    @property
    def stance(self) -> str:
        """How it is said: as the strongest of its citations does; asserted where there is none.

        Where it was public before all that it cites, it was said as these will say it.
        """
        stances = {citation.stance for citation in self.sources}
        return next((stance for stance in STANCES if stance in stances), self._to_be_said)

    @property
    def rank(self) -> tuple[Date, int]:
        """Which record of an id is believed: the one with the greatest (known, revision)."""
        return self.known, self.revision

    def without_note(self) -> Self:
        """This event without the note, which is a curator's and nobody's public word."""
        return self if not self.note else _changed(self, "note", "")

    def known_by(self, day: Date | None) -> Self:
        """This event with only the citations that were public by a day."""
        if day is None:
            return self
        day = to_day(day, "known_by")
        if all(c.known <= day for c in self.sources if c.known):
            return self
        cited = tuple(c for c in self.sources if c.known and c.known <= day)
        public = _changed(self, "sources", cited)
        if not public.sources:
            object.__setattr__(public, "_to_be_said", self.stance)
        return public


_NAMES: Final = tuple(field.name for field in attrs.fields(Event))
_envelope: Final = attrgetter(
    *(name for name in _NAMES if name not in ("what", "_written", "_to_be_said"))
)


def read_event(fields: Mapping[str, Any], what: Any) -> Event:
    """An event of fields and a body that were just read, so that their types are right.

    The rest is checked as in the constructor.
    """
    get = fields.get
    known, sources, parties = get("known"), get("sources", ()), get("parties", ())
    id, when, revision = fields["id"], fields["when"], get("revision", 0)
    if known is None or revision < 0 or when.is_closed or not all(parties) or not _is_id(id):
        return Event(**fields, what=what)
    event = object.__new__(Event)
    title, seq, note, lasting = (
        get("title", ""),
        get("seq", 0),
        get("note", ""),
        get("lasting", False),
    )
    cited = _dated(sources, known) if sources else sources
    said = (id, when, what, title, parties, cited, known, seq, revision, note, lasting)
    values = (*said, None, "asserts")
    for put, value in zip(_PUT, values, strict=True):
        put(event, value)
    return event


_is_id = re.compile(ID).fullmatch
_PUT: Final = tuple(getattr(Event, name).__set__ for name in _NAMES)


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

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str,
            revision: int,
            known: Day,
            reason: str,
            sources: list[Citation] | tuple[Citation, ...] = (),
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "sources", _dated(self.sources, self.known))

    @property
    def rank(self) -> tuple[Date, int]:
        """As of an event."""
        return self.known, self.revision


Record = Event | Retraction
R = TypeVar("R", bound=Record)


def _changed(record: R, field: str, value: Any) -> R:
    """A record with another value of a field, which has not to be checked."""
    copy = object.__new__(type(record))
    for each in attrs.fields(type(record)):
        object.__setattr__(copy, each.name, getattr(record, each.name))
    object.__setattr__(copy, field, value)
    return copy


def in_works(record: R, works: Mapping[str, Source]) -> R:
    """A record whose citations know what their works say of themselves."""
    told = tuple(c.of_work(works[c.source]) if c.source in works else c for c in record.sources)
    same = all(one is other for one, other in zip(told, record.sources, strict=True))
    return record if same else _changed(record, "sources", told)


def _dated(citations: tuple[Citation, ...], known: Date) -> tuple[Citation, ...]:
    """Citations that say no day of their own were public with their record."""
    if not citations or all(c.known is not None for c in citations):
        return citations
    return tuple(c if c.known else attrs.evolve(c, known=known) for c in citations)
