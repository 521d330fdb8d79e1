"""The log: appending, correcting, retracting, reading, in every order."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import bilateral_timeline as bt
from bilateral_timeline.log import Entry, days_of, said
from bilateral_timeline.projections.definition import definition
from bilateral_timeline.records.belief import beliefs_of
from bilateral_timeline.records.bulk import batches
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


def test_what_is_no_record_is_refused_in_few_words() -> None:
    with pytest.raises(bt.RecordError) as caught:
        bt.EventLog().append(3)  # type: ignore[arg-type]
    assert str(caught.value) == "append: found 3; expected an Event or a Retraction"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("when", bt.When("2001-01-30")),
        ("what", SOUTH),
        ("title", "Ferry"),
        ("parties", ("AA", "BB")),
        ("seq", 3),
        ("note", "so it is"),
        ("lasting", True),
    ],
)
def test_each_field_of_the_content_can_be_corrected(field: str, value: object) -> None:
    log, changes = bt.EventLog(), dict[str, Any]({field: value})
    log.append(event())
    log.correct("a", **changes)
    record = log.read()[-1].record
    assert (getattr(record, field), record.revision) == (value, 1)


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


def test_who_follows_gets_each_entry_once_and_what_is_appended_meanwhile() -> None:
    log, stop = bt.EventLog(), threading.Event()
    log.append(event("a"), event("b"))
    following = log.follow(after=1, stop=stop)
    assert next(following) == Entry(2, event("b"))
    log.append(event("c"))
    assert next(following) == Entry(3, event("c"))
    stop.set()
    assert list(following) == []
    assert [entry.position for entry in log.follow(stop=stop)] == [1, 2, 3]


def test_the_head_names_a_log_with_all_that_it_holds() -> None:
    log, other = bt.EventLog(), bt.EventLog()
    assert (log.head, log.verify(), log.omissions) == ("", (), ())
    heads = []
    for id in "abc":
        log.append(event(id))
        heads.append(log.head)
    assert len({*heads}) == 3
    assert [log.position_of(head) for head in heads] == [1, 2, 3]
    assert log.position_of(heads[1][:12]) == 2
    other.append(event("a"), event("b"))
    assert (other.head, other.verify(heads[1])) == (heads[1], ())
    assert log.verify() == log.verify(heads[2]) == ()
    (problem,) = other.verify(heads[2])
    assert problem.where == "the last line"


def test_the_head_of_a_log_with_works_names_them_too() -> None:
    plain, cited = bt.EventLog(), bt.EventLog((bt.Source(id="gazette", title="The Gazette"),))
    for log in (plain, cited):
        log.append(event())
    assert plain.head != cited.head
    assert cited.verify(cited.head) == ()


def test_a_log_is_the_same_after_a_pickle() -> None:
    log = bt.EventLog((bt.Source(id="gazette", title="The Gazette"),))
    log.append(event("a"), event("b"))
    again = pickle.loads(pickle.dumps(log))
    assert (again.read(), again.head) == (log.read(), log.head)


def test_a_citation_takes_its_day_from_the_work_that_the_log_knows() -> None:
    work = bt.Source(id="gazette", title="The Gazette", known="2001-02-03", grade="B2")
    log = bt.EventLog((work,))
    log.append(event(sources=[bt.Citation("gazette")], known="2001-02-03"))
    (citation,) = log.read()[0].record.sources
    assert (str(citation.known), citation.grade) == ("2001-02-03", "B2")


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ("gazette", "EventLog: sources: found 'gazette'; expected a sequence of Source; {advice}"),
        (["gazette"], "EventLog: sources: found 'gazette'; expected a Source; {advice}"),
    ],
)
def test_only_works_are_given_to_a_new_log(sources: object, message: str) -> None:
    with pytest.raises(bt.InputError) as caught:
        bt.EventLog(sources)  # type: ignore[arg-type]
    advice = "records come in with `append(*records)`"
    assert str(caught.value) == message.format(advice=advice)


def test_records_are_appended_one_by_one_and_not_as_a_list() -> None:
    with pytest.raises(bt.RecordError, match=r"append\(\*records\) takes each on its own"):
        bt.EventLog().append([event()])  # type: ignore[arg-type]
    with pytest.raises(bt.InputError, match="append: expect: found True; expected the position"):
        bt.EventLog().append(event(), expect=True)


@pytest.mark.parametrize("order", [range(13), range(12, -1, -1), [12, 1, 0, 12, 0, 5, 1, 11]])
def test_timelines_of_earlier_positions_are_right_in_whatever_order_they_are_asked_for(
    order: range | list[int],
) -> None:
    log = bt.EventLog()
    log.append(*(event(f"e{n}", known=f"2001-02-{n:02}") for n in range(1, 13)))
    for at in [*order, *order]:
        timeline = log.timeline(at=at)
        assert [e.id for e in timeline.events(known_by="2003")] == sorted(
            f"e{n + 1}" for n in range(at)
        )
        assert str(timeline.coverage.through) == (f"2001-02-{at:02}" if at else "None")


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2001", ("2001-01-01", "2001-12-31")),
        ("../2001-02", (None, "2001-02-28")),
        ("2001-02/..", ("2001-02-01", None)),
    ],
)
def test_a_line_says_the_days_of_a_record(when: str, days: tuple[str | None, str | None]) -> None:
    assert days_of(when) == days
    record = event(when=when)
    told = said(record)
    assert (told.id, told.revision, (told.earliest, told.latest)) == ("a", 0, days)


def test_a_belief_ends_on_the_day_of_the_next_and_each_citation_begins_one() -> None:
    cited = [bt.Citation(f"work-{day}", known=f"2001-02-{day:02}") for day in (1, 5, 9)]
    first = event(sources=cited)
    second = event(known="2001-02-09", revision=1)
    told = [
        (date.fromordinal(belief.since).day, belief.until and date.fromordinal(belief.until).day)
        for belief in beliefs_of([second, first])
    ]
    assert told == [(1, 5), (5, 9), (9, None)]
    assert [len(belief.event.sources) for belief in beliefs_of([first])] == [1, 2, 3]


@pytest.mark.parametrize("number", [0, 1, 499, 500, 501, 1000, 1234])
def test_batches_hold_all_items_in_order_several_hundred_at_once(number: int) -> None:
    found = [*batches(range(number))]
    assert [item for batch in found for item in batch] == [*range(number)]
    whole, rest = divmod(number, 500)
    assert [len(batch) for batch in found] == [500] * whole + [rest] * bool(rest)


@pytest.mark.parametrize("number", [0, 1, 500, 501])
def test_what_comes_before_an_error_comes_in_a_batch_before_it_is_raised(number: int) -> None:
    def items() -> Iterator[int]:
        yield from range(number)
        raise KeyError("broken")

    found: list[list[int]] = []
    with pytest.raises(KeyError, match="broken"):
        found.extend(batches(items()))
    assert [item for batch in found for item in batch] == [*range(number)]
    assert all(found)
