"""The log: appending, correcting, retracting, reading, in every order."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import bilateral_timeline as bt
from bilateral_timeline.projections.definition import definition
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import Question, days, histories, questions
from island import BODIES, ISLAND, FerryOpened, Island

NORTH, SOUTH = FerryOpened(harbour="north"), FerryOpened(harbour="south")


def event(id: str = "a", known: str = "2001-02-01", **more: object) -> bt.Event:
    fields: dict[str, object] = {"when": "2001-01-31", "what": NORTH, **more}
    return bt.Event(id=id, known=known, **fields)  # type: ignore[arg-type]


class LogMachine(RuleBasedStateMachine):
    """Appends, corrections, retractions and questions, mixed at random.

    The model is a plain list: what the log should hold, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.log = bt.EventLog()
        self.model: list[Record] = []
        self.seen: list[tuple[int, bt.Timeline[Island], Island]] = []

    @rule(records=histories(BODIES, ids=("a", "b", "c")))
    def append(self, records: tuple[Record, ...]) -> None:
        held = {(r.id, r.revision): r for r in self.model}
        clash = any(held.get((r.id, r.revision), r) != r for r in records)
        if clash:
            with pytest.raises(bt.ConflictError):
                self.log.append(*records)
        else:
            self.log.append(*records)
            self.model += [r for r in records if (r.id, r.revision) not in held]

    @rule(known=st.none() | days(), body=BODIES, id=st.sampled_from("abc"))
    def correct(self, known: object, body: object, id: str) -> None:
        if not any(r.id == id and isinstance(r, bt.Event) for r in self.model):
            with pytest.raises(bt.MissingError):
                self.log.correct(id, known=known, what=body)  # type: ignore[arg-type]
            return
        believed = max((r for r in self.model if r.id == id), key=lambda r: r.rank)
        if known is not None and known < believed.known:  # type: ignore[operator]
            with pytest.raises(bt.RecordError, match="when it became public"):
                self.log.correct(id, known=known, what=body)  # type: ignore[arg-type]
            return
        self.log.correct(id, known=known, what=body)  # type: ignore[arg-type]
        record = self.log.read()[-1].record
        assert isinstance(record, bt.Event)
        assert record.what == body
        assert record.known == (known or believed.known)
        self.model.append(record)

    @rule(known=days(), id=st.sampled_from("abc"))
    def retract(self, known: object, id: str) -> None:
        if not any(r.id == id for r in self.model):
            with pytest.raises(bt.MissingError):
                self.log.retract(id, known=known, reason="wrong")  # type: ignore[arg-type]
            return
        believed = max((r for r in self.model if r.id == id), key=lambda r: r.rank)
        if known < believed.known:  # type: ignore[operator]
            with pytest.raises(bt.RecordError, match="when it became public"):
                self.log.retract(id, known=known, reason="wrong")  # type: ignore[arg-type]
            return
        self.log.retract(id, known=known, reason="wrong")  # type: ignore[arg-type]
        self.model.append(self.log.read()[-1].record)

    @rule(asked=questions())
    def ask(self, asked: Question) -> None:
        answer = asked.of(self.log.timeline(ISLAND))
        assert answer == definition(ISLAND, self.model, asked.as_of, asked.known_by, asked.mode)

    @rule()
    def keep_a_timeline(self) -> None:
        timeline = self.log.timeline(ISLAND)
        self.seen.append((self.log.position, timeline, timeline.as_of("2003-12-31")))

    @invariant()
    def the_log_holds_the_model(self) -> None:
        self.log._check()
        assert [entry.record for entry in self.log.read()] == self.model

    @invariant()
    def kept_timelines_have_not_changed(self) -> None:
        for position, timeline, answer in self.seen[-2:]:
            assert timeline.as_of("2003-12-31") == answer
            assert self.log.timeline(ISLAND, at=position).as_of("2003-12-31") == answer


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(max_examples=30, stateful_step_count=20)


def test_positions_start_at_one_and_read_goes_on_after_one() -> None:
    log = bt.EventLog()
    assert (log.position, log.read()) == (0, ())
    assert log.append(event("a"), event("b")) == 2
    assert [(entry.position, entry.record.id) for entry in log.read(after=1)] == [(2, "b")]


def test_expect_refuses_a_log_that_has_moved_on() -> None:
    log = bt.EventLog()
    log.append(event("a"), expect=0)
    with pytest.raises(bt.PositionError, match="at position 1, not at 0"):
        log.append(event("b"), expect=0)
    assert log.position == 1


@pytest.mark.parametrize("at", [-1, 2])
def test_a_timeline_of_no_such_position_is_refused(at: int) -> None:
    log = bt.EventLog()
    log.append(event())
    with pytest.raises(bt.PositionError, match=f"positions 0 to 1, not {at}"):
        log.timeline(at=at)


def test_read_after_a_negative_position_is_refused() -> None:
    with pytest.raises(bt.PositionError, match="positions start at 1"):
        bt.EventLog().read(after=-1)


def test_only_records_are_appended() -> None:
    with pytest.raises(bt.RecordError, match="expected an Event or a Retraction"):
        bt.EventLog().append("a")  # type: ignore[arg-type]


def test_a_learnt_correction_has_its_own_day_and_sources() -> None:
    log = bt.EventLog()
    old, new = bt.Citation("old", known="2001-02-01"), bt.Citation("new", known="2001-06-01")
    log.append(event(sources=[old]))
    log.correct("a", known="2001-06-01", sources=(new,), what=SOUTH)
    (record,) = [entry.record for entry in log.read(after=1)]
    assert (record.known.isoformat(), record.sources, record.revision) == ("2001-06-01", (new,), 1)


def test_an_erratum_keeps_the_day_and_sources_of_the_record_it_amends() -> None:
    log = bt.EventLog()
    old = bt.Citation("old", known="2001-02-01")
    log.append(event(sources=[old]))
    log.correct("a", title="Ferry")
    (record,) = [entry.record for entry in log.read(after=1)]
    assert (record.known.isoformat(), record.sources, record.revision) == ("2001-02-01", (old,), 1)


def test_a_correction_changes_only_content() -> None:
    log = bt.EventLog()
    log.append(event())
    with pytest.raises(bt.RecordError, match="found revision; expected when, what, title"):
        log.correct("a", revision=3)
    assert log.position == 1


def test_a_correction_of_nothing_is_refused() -> None:
    log = bt.EventLog()
    log.append(event())
    with pytest.raises(bt.RecordError, match="found nothing; expected what is to be changed"):
        log.correct("a")


def test_a_correction_with_one_citation_alone_is_refused_as_no_sequence() -> None:
    log = bt.EventLog()
    log.append(event())
    with pytest.raises(bt.RecordError, match="expected a sequence of Citation"):
        log.correct("a", sources=bt.Citation("new"), title="Ferry")  # type: ignore[arg-type]


def test_a_timeline_needs_a_projection() -> None:
    with pytest.raises(bt.InputError, match="expected a projection"):
        bt.EventLog().timeline(lambda state, _: state)  # type: ignore[call-overload]


def test_a_correction_may_arrive_before_what_it_corrects() -> None:
    first, second = event(), event(known="2001-06-01", revision=1, what=SOUTH)
    log = bt.EventLog()
    log.append(second)
    log.append(first)
    timeline = log.timeline(ISLAND)
    assert timeline.as_of("2001-12-31").boats == {"south": 1}
    assert timeline.as_of("2001-12-31", known_by="2001-05-31").boats == {"north": 1}


def test_without_a_projection_the_state_is_the_events() -> None:
    log = bt.EventLog()
    log.append(event("b"), event("a", when="2001-02"))
    assert [e.id for e in log.timeline().as_of("2001-03-01")] == ["b", "a"]
