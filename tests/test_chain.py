"""The chain of hashes: what each line is, and what is said where it does not hold."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import Any

import attrs
import pytest

import bilateral_timeline as bt
from bilateral_timeline.records.chain import (
    NOTHING,
    Line,
    Omission,
    Said,
    broken,
    chained,
    link,
    only_hash,
    read_omission,
)

SAID = (
    Said("work", '{"id": "gazette"}', "gazette"),
    Said("record", '{"id": "a", "note": "x"}', "a"),
    Said("record", '{"id": "a", "revision": 1}', "a", 1),
    Said("omission", "{}"),
)
LINES = [*chained(NOTHING, SAID)]
ADVICE = "compare it with a copy that holds"


def problems(lines: list[Line], key: str = "") -> list[str]:
    return [str(problem) for problem in broken(lines, key)]


def test_each_line_has_a_number_a_position_and_the_hash_of_all_before_it() -> None:
    assert [(line.number, line.position) for line in LINES] == [(1, 0), (2, 1), (3, 2), (4, 2)]
    for before, line in pairwise([NOTHING, *LINES]):
        told = f"{before.hash}\n{line.sort}\n{line.text}"
        assert line.hash == sha256(told.encode()).hexdigest()
    for said, line in zip(SAID, LINES, strict=True):
        assert (line.sort, line.text, line.id, line.revision) == (
            (said.sort, said.text, said.id, said.revision)
        )
        assert (line.earliest, line.latest) == (None, None)
    assert [*chained(LINES[1], SAID[2:])] == LINES[2:]


def test_a_chain_that_holds_has_no_problem() -> None:
    assert [*broken([])] == [*broken(LINES)] == [*broken(LINES, LINES[-1].hash)] == []


def changed(at: int, **fields: Any) -> list[Line]:
    return [attrs.evolve(line, **fields) if n == at else line for n, line in enumerate(LINES)]


GONE = f"line 3: record 'a', revision 1, at position 2: found {{}}; expected line {{}}; {ADVICE}"
FIRST = "line 2: record 'a', at position 1: found"
OTHER = "another content or place than its hash says"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([LINES[0], *LINES[2:]], [GONE.format("1 line missing before it", 2)]),
        (LINES[2:], [GONE.format("2 lines missing before it", 1)]),
        (
            [*LINES[:2], LINES[1]],
            [f"{FIRST} a number that does not follow; expected line 3; {ADVICE}"],
        ),
        (
            changed(1, text='{"id": "a", "note": "y"}'),
            [f"{FIRST} {OTHER}; expected the hash {LINES[1].hash[:12]}…; {ADVICE}"],
        ),
        (
            changed(1, id="b"),
            [
                "line 2: record 'b', at position 1: found the text of another id or revision; "
                f"expected its own; {ADVICE}"
            ],
        ),
        (
            changed(2, revision=0),
            [
                "line 3: record 'a', at position 2: found the text of another id or revision; "
                f"expected its own; {ADVICE}"
            ],
        ),
        (
            changed(1, revision=1),
            [
                "line 2: record 'a', revision 1, at position 1: found the text of another id or "
                f"revision; expected its own; {ADVICE}"
            ],
        ),
        (
            changed(3, text='{"a": 1}'),
            [f"line 4: omission: found {OTHER}; expected the hash {LINES[3].hash[:12]}…; {ADVICE}"],
        ),
        (
            changed(3, id="a"),
            [
                "line 4: omission 'a': found the text of another id or revision; "
                f"expected its own; {ADVICE}"
            ],
        ),
        (
            changed(0, position=1),
            [
                "line 1: work 'gazette': found position 1; "
                f"expected positions without gaps; {ADVICE}",
                f"{FIRST} position 1; expected positions without gaps; {ADVICE}",
            ],
        ),
    ],
)
def test_each_way_in_which_a_chain_is_broken_is_told(lines: list[Line], told: list[str]) -> None:
    assert problems(lines) == told


def test_a_problem_of_a_chain_names_the_record() -> None:
    assert [problem.record for problem in broken(changed(2, hash="0" * 64))] == ["a", ""]


def test_any_text_has_a_hash() -> None:
    expected = sha256("\nrecord\n\ud800".encode("utf-8", "surrogatepass")).hexdigest()
    assert link("", "record", "\ud800") == expected


def test_a_log_that_ends_otherwise_than_was_noted_down_is_told() -> None:
    key = "f" * 64
    ends = f"a log that ends with {LINES[-1].hash[:12]}…"
    assert [said.partition("; expected")[0] for said in problems(LINES, key)] == [
        f"the last line: found {ends}"
    ]
    assert [said.partition("; expected")[0] for said in problems([], key)] == [
        "the last line: found an empty log"
    ]
    assert problems([], "ab") == [
        f"the last line: found an empty log; expected the hash 'ab'; {ADVICE}"
    ]


def test_the_first_letters_of_a_hash_are_those_of_one_line() -> None:
    only_hash("ab", ["abc"], "abc")
    with pytest.raises(bt.MissingError, match="no line with the hash 'x'; known: abc"):
        only_hash("x", [], "abc")
    with pytest.raises(bt.MissingError) as caught:
        only_hash("x", [], "")
    assert str(caught.value) == str(bt.MissingError("line with the hash", "x", ()))
    with pytest.raises(bt.MissingError, match="no single line whose hash begins with 'ab'"):
        only_hash("ab", ["abc", "abd"], "abd")


def test_an_omission_is_read_as_it_is_written() -> None:
    omission = Omission(2, 1, by="the editor", reason="privacy")
    assert omission.text == '{"records": 2, "works": 1, "by": "the editor", "reason": "privacy"}'
    assert read_omission(omission.text) == omission
