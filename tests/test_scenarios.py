"""Bitemporal scenarios told by others, with the answers that they state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bilateral_timeline as bt

SCENARIOS = json.loads((Path(__file__).parent / "data" / "bitemporal.json").read_text("utf-8"))[
    "scenarios"
]


@bt.kind("test-scenario-put")
class Put:
    entity: str
    value: str
    """As JSON; null where it ends."""


def evolve(state: dict[str, Any], event: bt.Event) -> dict[str, Any]:
    value = json.loads(event.what.value)
    rest = {k: v for k, v in state.items() if k != event.what.entity}
    return rest if value is None else {**rest, event.what.entity: value}


LAST_VALUES: bt.Projection[dict[str, Any]] = bt.Projection(initial={}, evolve=evolve)


def day(known: str | int) -> str:
    """A transaction number stands for a day."""
    return known if isinstance(known, str) else f"2020-01-{known:02}"


def log_of(scenario: dict[str, Any]) -> bt.EventLog:
    log = bt.EventLog()
    for told in scenario["events"]:
        if told["op"] == "snapshot":
            log.timeline(LAST_VALUES).as_of(told["at"])
            continue
        body = Put(entity=told["entity"], value=json.dumps(told["value"]))
        if told["op"] == "correct":
            log.correct(told["target"], known=told["known"], when=told["valid"], what=body)
        else:
            log.append(
                bt.Event(id=told["id"], when=told["valid"], known=day(told["known"]), what=body)
            )
    return log


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s["name"] for s in SCENARIOS])
def test_a_scenario_gives_its_stated_answers(scenario: dict[str, Any]) -> None:
    timeline = log_of(scenario).timeline(LAST_VALUES)
    for query in scenario["queries"]:
        state = timeline.as_of(query["valid_at"], known_by=day(query["known_at"]))
        assert state.get(query["entity"]) == query["expected"]
    for query in scenario["snapshot_queries"]:
        state = timeline.as_of(query["valid_at"], known_by=day(query["known_at"]))
        assert state == query["expected"]


def test_every_scenario_asks_something() -> None:
    assert [len(s["queries"]) + len(s["snapshot_queries"]) for s in SCENARIOS] == [
        6, 5, 6, 3, 2, 3,
    ]  # fmt: skip
