"""Contacts: visits, meetings, calls and words said to each other, by level; the last, the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from ...coding.codes import Code
from ...dates.when import Certainty, When
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Quantity, Unknown, UnknownType
from ..claim import Account, Claim
from ..claims import Claims
from ..entry import Entry, dates_by, days_past
from ..facet import Facet
from ..leaves import derived, occurrences, of_last, question, words
from ..mentions import EVENT, NAME

# -- events -------------------------------------------------------------------------------

LEVELS = (
    "head-of-state",
    "head-of-government",
    "minister",
    "security",
    "parliament",
    "official",
    "military",
    "business",
    "society",
)
MODES = ("visit", "third-place", "multilateral", "call", "video", "letter")
_AFAR = ("call", "video", "letter")
# The modes of CONSULT in PLOVER 0.8 with a score of their own.
_CONSULT = {"visit": "visit", "multilateral": "multilateral", "call": "phone", "video": "phone"}
_SAID = {
    **dict.fromkeys(("condolence", "praise", "gesture"), Code("SUPPORT")),
    "offer": Code("AGREE"),
    "apology": Code("CONCEDE"),
    "complaint": Code("ACCUSE", "disapprove"),
    "demand": Code("REQUEST"),
    **dict.fromkeys(("threat", "warning"), Code("THREATEN")),
}


@kind("meeting-held")
class MeetingHeld:
    """A visit, a meeting elsewhere or a call."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    """At which level, that of the highest who take part."""
    mode: str = attrs.field(validator=one_of(*MODES))
    """In which way they meet."""
    participants: tuple[str, ...] = attrs.field(metadata=NAME)
    """Who takes part, of both sides."""
    host: str = attrs.field(default="", metadata=NAME)
    """The side that receives the other, or who else receives both."""
    place: str = ""
    """Where they meet."""
    about: str = ""
    """What it is about, in your own words."""

    @property
    def is_afar(self) -> bool:
        """Whether they spoke from afar rather than met in one place."""
        return self.mode in _AFAR

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        return Code("CONSULT", _CONSULT.get(self.mode, ""))


@kind("meeting-planned")
class MeetingPlanned:
    """A meeting is announced for a day: it has not been held because the day has passed."""

    is_opinion: ClassVar[bool] = True
    level: str = attrs.field(validator=one_of(*LEVELS))
    """At which level, that of the highest who are to take part."""
    mode: str = attrs.field(validator=one_of(*MODES))
    """In which way they are to meet."""
    participants: tuple[str, ...] = attrs.field(metadata=NAME)
    """Who is to take part, of both sides."""
    due: When
    """For when it is announced."""
    host: str = attrs.field(default="", metadata=NAME)
    """The side that is to receive the other, or who else receives both."""
    place: str = ""
    """Where they are to meet."""
    about: str = ""
    """What it is to be about, in your own words."""

    code = Code("AGREE")  # to a meeting to come


@kind("meeting-described")
class MeetingDescribed(Account):
    """What some sources say of a meeting: one event for each account of it."""

    meeting: str = attrs.field(validator=is_id, metadata=EVENT)
    """The id of the event of the meeting."""
    level: str = attrs.field(validator=one_of(*LEVELS))
    """At which level the meeting was."""
    superlative: str = ""
    """What the source calls it the first, the largest or the like of."""
    outcome: str = ""
    """What came of it, in your own words."""


@kind("statement-made")
class StatementMade:
    """A word or a sign from one side to the other, or of one side about the other."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    """At which level the speaker stands."""
    mode: str = attrs.field(
        validator=one_of(
            *("condolence", "praise", "gesture", "proposal", "claim", "clarification"),
            *("complaint", "demand", "threat", "warning", "offer", "apology"),
        )
    )
    """What sort of word or sign it is."""
    speaker: str = attrs.field(metadata=NAME)
    """Who says it, or gives the sign."""
    about: str
    """What is said, in your own words."""
    to: str = attrs.field(default="", metadata=NAME)
    """To whom it is said, if to anybody."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER; what people say on their own is no act of a side."""
        return None if self.level == "society" else _SAID.get(self.mode)


@kind("contact-practice")
class ContactPractice(Account):
    """What is said to be usual between the two sides at a level."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    """At which level it is usual."""
    practice: str
    """What is usual, in your own words."""


# -- state --------------------------------------------------------------------------------


class Level(Entry):
    """The contacts of one level: the meetings that are recorded, the last of them and the next."""

    meetings = occurrences(MeetingHeld)
    plans = occurrences(MeetingPlanned)
    statements = occurrences(StatementMade)
    practice = words()
    superlative = words()
    outcome = words()

    @derived("meetings")
    def recorded(self) -> int | UnknownType:
        """How many meetings are recorded."""
        return len(self.meetings.counted) or Unknown

    last = of_last(meetings, lambda met: met.when, "When the last recorded meeting was.")
    mode = of_last(meetings, lambda met: met.value.mode, "The mode of the last recorded meeting.")
    participants = of_last(meetings, lambda met: met.value.participants, "Who took part in it.")
    place = of_last(meetings, lambda met: met.value.place or Unknown, "Where it was.")

    @derived("meetings")
    def last_in_person(self) -> When | UnknownType:
        """When they last met in one place."""
        held = [c.when for c in self.meetings.counted if not c.value.is_afar]
        return held[-1] if held else Unknown

    @derived("meetings")
    def last_call(self) -> When | UnknownType:
        """When they last spoke from afar."""
        held = [c.when for c in self.meetings.counted if c.value.is_afar]
        return held[-1] if held else Unknown

    @derived("meetings")
    def dates(self) -> Mapping[str, Claims[When]] | UnknownType:
        """By the event of a meeting, its date as each source has it, where one has its own."""
        return dates_by(self.meetings, lambda claim: claim.event)

    @derived("plans", "meetings")
    def planned(self) -> tuple[MeetingPlanned, ...] | UnknownType:
        """The meetings that are announced and not recorded as held."""
        open_ = (c for c in self.plans.counted if not self._is_held(c))
        return tuple(claim.value for claim in open_) or Unknown

    def _is_held(self, plan: Claim[MeetingPlanned]) -> bool:
        """Whether a meeting was held that is the one announced: on its day, or not before it."""
        due = plan.value.due
        for held in self.meetings.counted:
            if held.value.mode != plan.value.mode or held.when.before(plan.when) is Certainty.YES:
                continue
            same = set(plan.value.participants) <= set(held.value.participants)
            if due == held.when or (same and held.when.before(due) is not Certainty.YES):
                return True
        return False

    @derived("plans", "meetings")
    def next(self) -> When | UnknownType:
        """For when the next meeting is announced; Unknown where none is."""
        dues = [] if self.planned is Unknown else [planned.due for planned in self.planned]
        return min(dues, key=lambda due: due.sort_key("certain"), default=Unknown)

    @question("plans", "meetings", due="next")
    def overdue(self) -> Quantity | UnknownType:
        """By how many days an announced meeting is late at the horizon."""
        return days_past(self.next, self.horizon)

    @question("meetings")
    def since_last(self) -> Quantity | UnknownType:
        """How many days ago the last recorded meeting was, at the horizon."""
        return days_past(self.last, self.horizon)


class Contacts(Facet[Level]):
    """Contacts by level."""

    of = Level
    key = "level"
    kinds = (MeetingHeld, MeetingPlanned, MeetingDescribed, StatementMade, ContactPractice)

    @staticmethod
    def evolve(entry: Level, event: Event) -> Level:
        """As of every facet."""
        match event.what:
            case MeetingHeld() as met:
                return entry.claim(event, meetings=met)
            case MeetingPlanned() as planned:
                return entry.claim(event, plans=planned)
            case StatementMade() as said:
                return entry.claim(event, statements=said)
        return entry.tell(event)
