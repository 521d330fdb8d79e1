"""What is wrong with the rows of a file, told all at once, up to a hundred."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.errors import Problem
from bilateral_timeline.problems import MOST, Problems

ROWS = [Problem(f"row {number}", "x", "y") for number in range(300)]
several = st.lists(st.integers(0, 60), max_size=5)


@given(several)
def test_all_that_is_told_is_refused_at_once_and_a_hundred_are_enough(numbers: list[int]) -> None:
    wrong, told = Problems(), list[Problem]()
    for number in numbers:
        more = ROWS[len(told) : len(told) + number]
        wrong.tell(*more)
        told += more
        assert wrong.is_full == (len(told) >= MOST)
    assert (wrong.told, bool(wrong)) == (told, bool(told))
    if not told:
        wrong.refuse()
        return
    with pytest.raises(bt.ChronicleError) as error:
        wrong.refuse()
    assert error.value.problems == tuple(told)


@given(several)
def test_leniently_the_first_hundred_are_kept_and_nothing_is_refused(numbers: list[int]) -> None:
    wrong, told = Problems(lenient=True), 0
    for number in numbers:
        wrong.tell(*ROWS[told : told + number])
        told += number
    wrong.refuse()
    assert (wrong.is_full, wrong.told) == (False, ROWS[: min(told, MOST)])


def test_an_error_is_told_problem_by_problem_with_its_place() -> None:
    wrong = Problems(bt.RecordError)
    error = bt.InputError(*ROWS[:2])
    wrong.tell_error(error)
    wrong.tell_error(error, lambda problem: Problem(f"f.csv: {problem.where}", "x", "y"))
    wrong.stop("row 9 on", file="f.csv")
    with pytest.raises(bt.RecordError) as refused:
        wrong.refuse()
    places = [problem.where for problem in refused.value.problems]
    assert places == ["row 0", "row 1", "f.csv: row 0", "f.csv: row 1", "row 9 on"]
    assert str(refused.value.problems[-1]) == (
        "row 9 on: found rows that were not looked at; expected fewer than 100 problems before it"
    )
