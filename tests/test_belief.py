"""Belief, asked of records themselves: of a log, and of what some works alone tell."""

from __future__ import annotations

from typing import Any

import pytest
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.belief import Records, alone, last_public


@bt.kind("test-belief-light-lit")
class LightLit:
    """Something that happens on a day."""

    place: str = "Vell"


@bt.kind("test-belief-light-burns", standing=True)
class LightBurns:
    """Something that goes on."""

    place: str = "Vell"


def lit(id: str = "a", *sources: bt.Citation, **fields: Any) -> bt.Event:
    told: dict[str, Any] = {"when": "2024-01-01", "known": "2024-01-10", "what": LightLit()}
    return bt.Event(id=id, sources=sources, **(told | fields))


def cited(source: str, known: str, **fields: Any) -> bt.Citation:
    return bt.Citation(source, known=known, **fields)


# -- the records of a log -----------------------------------------------------------------------


def test_the_records_of_an_id_are_those_up_to_the_position() -> None:
    log = bt.EventLog()
    log.append(lit("a"), lit("b"))
    before = log.timeline()
    log.append(lit("a", revision=1, known="2024-02-01"))
    assert [record.revision for record in before.history("a")] == [0]
    assert [record.revision for record in log.timeline().history("a")] == [0, 1]


def test_a_retraction_of_what_was_never_told_is_believed_by_nobody() -> None:
    gone = bt.Retraction(id="a", revision=1, known="2024-02-01", reason="not so")
    log = bt.EventLog()
    log.append(gone, lit("b"))
    assert [event.id for event in log.timeline().events()] == ["b"]
    assert [belief.event.id for belief in Records.holding([gone, lit("b")]).beliefs()] == ["b"]


def test_an_event_is_believed_otherwise_once_another_work_tells_it() -> None:
    one, other = cited("one", "2024-01-10"), cited("other", "2024-03-01")
    log = bt.EventLog()
    log.append(lit("a", one, other))
    timeline = log.timeline()
    told = [timeline.event("a", known_by=day) for day in ("2024-02-01", "2024-03-01")]
    assert [event and event.sources for event in told] == [(one,), (one, other)]


# -- how far a log reaches ----------------------------------------------------------------------

MONTHLY = bt.Source(id="monthly", title="A Monthly", issued="2024-03")
DATED = bt.Source(id="dated", title="A Daily", issued="2024-03-05")
UNDATED = bt.Source(id="undated", title="A Book")


@pytest.mark.parametrize(
    ("records", "last"),
    [
        ([], None),
        ([lit(), lit("b", known="2024-01-20"), lit("c", known="2024-01-15")], Date(2024, 1, 20)),
        ([lit("a", cited("monthly", "2024-03-31"))], Date(2024, 3, 1)),
        ([lit("a", cited("dated", "2024-03-05"))], Date(2024, 3, 5)),
        ([lit("a", cited("undated", "2024-02-02"))], Date(2024, 2, 2)),
        ([lit("a", cited("monthly", "2024-04-02"))], Date(2024, 4, 2)),
        ([lit("a", cited("dated", "2024-03-05"), known="2024-05-01")], Date(2024, 3, 5)),
        (
            [
                lit(
                    "a",
                    cited("monthly", "2024-03-31"),
                    cited("undated", "2024-02-01"),
                    known="2024-03-10",
                )
            ],
            Date(2024, 3, 10),
        ),
        ([lit("a", cited("dated", "2024-03-05")), lit("b")], Date(2024, 3, 5)),
    ],
    ids=[
        "nothing",
        "records without works",
        "a month counts from its first day",
        "a day is a day",
        "a work without a day",
        "a citation on another day than its work",
        "known after all that it cites",
        "known before the last that it cites",
        "what was told before",
    ],
)
def test_a_log_reaches_to_the_last_day_that_is_sure_to_have_been_public(
    records: list[bt.Event], last: Date | None
) -> None:
    assert last_public(records, [MONTHLY, DATED, UNDATED]) == last


# -- what some works alone tell -----------------------------------------------------------------


def told(*records: bt.Event | bt.Retraction) -> list[tuple[int, str]]:
    """What the work "one" alone tells: each revision, and from when it is known."""
    found = alone(records, {"one"})
    return [(record.revision, str(record.known)) for record in found]


def test_what_is_superseded_by_the_day_from_which_it_is_told_is_never_told() -> None:
    first, better = (lit("a", cited("one", "2024-03-01"), revision=revision) for revision in (0, 1))
    assert told(first, better) == [(1, "2024-03-01")]


def test_a_correction_and_a_retraction_are_known_from_their_citation_if_that_is_later() -> None:
    one, other = cited("one", "2024-05-01"), cited("other", "2024-02-01")
    better = lit("a", one, other, revision=1, known="2024-02-01")
    gone = bt.Retraction(
        id="b", revision=1, known="2024-02-01", reason="not so", sources=(one, other)
    )
    assert told(better) == [(1, "2024-05-01")]
    assert told(gone) == [(1, "2024-05-01")]
    early = lit("c", cited("one", "2024-01-01"), other, revision=1, known="2024-02-01")
    assert told(early) == [(1, "2024-02-01")]


def test_what_goes_on_is_not_dated_by_a_work_that_tells_its_end_too() -> None:
    spell = cited("one", "2024-03-01", when="2023/2024")
    open_ = cited("one", "2024-03-01", when="2023/..")
    strange = bt.UnknownBody("test-belief-of-others", 1, "{}")

    def dated(citation: bt.Citation, **fields: Any) -> bt.When:
        (record,) = alone([lit("a", citation, **fields)], {"one"})
        assert isinstance(record, bt.Event)
        return record.when

    own = bt.When("2024-01-01")
    assert dated(spell) == dated(spell, what=strange) == spell.when
    assert dated(spell, what=LightBurns()) == dated(spell, lasting=True) == own
    for what in (LightLit(), strange, LightBurns()):
        assert dated(open_, what=what) == open_.when
