"""Every store keeps the same promises, and the promises catch a store that breaks one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

import bilateral_timeline as bt
from bilateral_timeline.records.codec import from_plain, to_text
from bilateral_timeline.records.stored import from_json
from bilateral_timeline.stores.log import StoredLog
from bilateral_timeline.stores.memory import MemoryStore
from bilateral_timeline.stores.opened import store_at
from bilateral_timeline.testing import (
    PROMISES,
    OpenStore,
    StoreMachine,
    check_promise,
)
from bilateral_timeline.testing.bodies import unknown_bodies
from island import BODIES
from mistakes.stores import Dayless, Few, Fragile
from servers import server


@bt.kind(
    "test-stores-road",
    version=2,
    upcasters={1: lambda data: {"metres": round(data["km"] * 1000)}},
)
class Road:
    metres: int


def road(km: str, id: str = "road") -> bt.Event:
    """An event of an earlier version, as a log of that time holds it."""
    record = from_plain(
        from_json(
            f'{{"id": "{id}", "kind": "test-stores-road", "version": 1, "when": "2001", '
            f'"known": "2001-12-31", "what": {{"km": {km}}}}}'
        )
    )
    assert isinstance(record, bt.Event)
    return record


def in_memory() -> OpenStore:
    places: dict[str, MemoryStore] = {}
    return lambda name: places.setdefault(name, MemoryStore())


@pytest.fixture(params=["memory", "SQLite", "PostgreSQL"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStore:
    if request.param == "memory":
        return in_memory()
    if request.param == "SQLite":
        return lambda name: store_at(tmp_path / f"{name}.db")
    postgres = server()
    return lambda name: store_at(postgres.place(name))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_a_store_keeps_each_promise(
    promise: Callable[[OpenStore], None], open_store: OpenStore
) -> None:
    check_promise(promise, open_store)


def test_a_log_on_any_store_is_the_log_in_memory(
    open_store: OpenStore, request: pytest.FixtureRequest
) -> None:
    own = st.one_of(
        BODIES, unknown_bodies(), st.sampled_from([road("1.50").what, road("0.10").what])
    )
    machine = type("Machine", (StoreMachine,), {"open_store": open_store, "bodies": own})
    is_remote = "PostgreSQL" in request.node.name
    more = max(1, settings().max_examples // 40)  # 75 in the deep profile
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=(4 if is_remote else 15) * more, stateful_step_count=15),
    )


def test_an_old_version_is_read_as_today_and_stays_as_it_was_written(
    open_store: OpenStore,
) -> None:
    old = [road("1.50"), road("2e0", "other")]
    store = open_store("roads")
    with StoredLog(store) as log:
        log.append(*old)
    with StoredLog(open_store("roads")) as log:
        told = [entry.record for entry in log.read()]
        assert [r.what for r in told if isinstance(r, bt.Event)] == [
            Road(metres=1500),
            Road(metres=2000),
        ]
        assert log.append(*old) == 2
        assert [line.text for line in log._store.lines()] == [to_text(record) for record in old]
        assert '"version": 1' in to_text(told[0])
        assert '{"km": 1.50}' in to_text(told[0])
        log.correct("road", title="A road")  # a record of today
        *stored, corrected = [line.text for line in log._store.lines()]
        assert stored == [*map(to_text, old)]
        assert '"version": 2' in corrected


def test_what_a_database_cannot_hold_is_refused_by_every_log(open_store: OpenStore) -> None:
    with StoredLog(open_store("limits")) as log:
        with pytest.raises(bt.RecordError, match="revision: found 9223372036854775808"):
            log.append(bt.Retraction(id="a", revision=2**63, known="2001", reason="x"))
        assert log.append(bt.Retraction(id="a", revision=2**63 - 1, known="2001", reason="x")) == 1
        for name, position, text in (
            ("a\0", 1, ""),
            ("a", 1, "\0"),
            ("a", 1, "\ud800"),
            ("a", 2**63, ""),
            ("a", "1", ""),
            (1, 1, ""),
        ):
            with pytest.raises(bt.InputError, match="keep: "):
                log.keep(name, position, text)  # type: ignore[arg-type]
        assert log.recall("a") is None


# ---------------------------------------------------------------------------------------------
# What a store holds and does not find


def test_verify_names_each_record_that_a_store_does_not_find_and_what_is_damaged() -> None:
    log = StoredLog(Few())
    log.append(*(road("1.50", f"road-{at}") for at in range(150)))
    assert [problem.where for problem in log.verify()] == [
        f"line {at + 1}: record 'road-{at}', at position {at + 1}" for at in range(100, 150)
    ]
    log = StoredLog(Fragile())
    log.append(road("1.50"))
    assert [(problem.where, problem.found) for problem in log.verify()] == [("memory", "a page")]
    log = StoredLog(Dayless())
    log.append(road("1.50"))
    (problem,) = log.verify()
    assert (problem.found, problem.expected) == (
        "the days open to open beside it",
        "2001-01-01 to 2001-12-31",
    )
