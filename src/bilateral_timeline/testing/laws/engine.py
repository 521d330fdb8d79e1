"""The law of the engine: it is fast, and gives what the definition gives."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from ...log import EventLog
from ...projections.definition import definition
from ...projections.projection import Projection
from ...records.events import Record
from ...timeline import Timeline
from ..questions import Question
from ..sizes import SHIPPED, SMALL, SMALLEST, sized
from ..violations import reason, unlike
from .case import Case, law


@law("the engine")
def engine(projection: Projection[Any], case: Case) -> str:
    """The engine gives what the definition gives, at every size and to every thread."""
    records, asked = case.records, [*_questions(case)]
    half = records[: len(records) // 2]
    expected = {len(told): _defined(projection, told, asked) for told in (half, records)}
    for sizes in (SMALLEST, SMALL, SHIPPED):
        with sized(sizes):
            log = EventLog()
            for told in (half, records):
                log.append(*told)
                timeline = log.timeline(projection)
                for question in (*asked, case.asked):
                    if found := _unlike(timeline, question, expected[len(told)]):
                        return found
    return _in_threads(log.timeline(projection), asked, expected[len(records)])


def _questions(case: Case) -> Iterator[Question]:
    yield case.asked
    yield attrs.evolve(case.asked, as_of=case.earlier)
    yield attrs.evolve(case.asked, known_by=None)


_States = Mapping[Question, Any]


def _defined(
    projection: Projection[Any], records: Sequence[Record], asked: Sequence[Question]
) -> _States:
    """The folded states that the definition gives."""
    return {
        question: definition(projection, records, question.as_of, question.known_by, question.mode)
        for question in asked
    }


def _unlike(timeline: Timeline[Any], asked: Question, expected: _States) -> str:
    """How the answer of a timeline is not what the definition gives."""
    moment = timeline._moment(asked.as_of, asked.known_by, asked.mode)
    shown = timeline.projection.show(expected[asked], lambda: moment)
    found = unlike(asked.of(timeline), shown, "asked", "folded")
    return found and f"{found}\n  {asked}"


def undefined(timeline: Timeline[Any], records: Sequence[Record], asked: Question) -> str:
    """How the answer of a timeline of some records is not what the definition gives."""
    return _unlike(timeline, asked, _defined(timeline.projection, records, [asked]))


def _in_threads(timeline: Timeline[Any], asked: Sequence[Question], expected: _States) -> str:
    """How answers of one timeline to several threads are not what the definition gives."""
    found: list[str] = []
    start = threading.Barrier(len(asked))

    def ask(question: Question) -> None:
        start.wait()
        try:
            found.append(_unlike(timeline, question, expected))
        except Exception as error:
            found.append(f"It raised {reason(error)}")

    threads = [threading.Thread(target=ask, args=(question,)) for question in asked]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that they take turns all the time
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    return next((f"In several threads:\n{told}" for told in found if told), "")
