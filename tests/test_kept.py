"""Which trees of past days are kept: those of late use, and those on the way to one go first."""

from __future__ import annotations

from typing import Any

from bilateral_timeline.engine import SIZES
from bilateral_timeline.engine.kept import Kept
from bilateral_timeline.engine.tree import EMPTY
from bilateral_timeline.records.order import END


def holding(*days: int, most: int | None = None) -> Kept:
    """The trees of some days, put there in turn; a name stands for each tree."""
    kept = Kept()
    for day in days:
        put(kept, day, most=most)
    return kept


def put(kept: Kept, day: int, asked: bool = True, most: int | None = None) -> None:
    tree: Any = f"tree of {day}"
    kept.put(day, tree, asked, most)


def days(kept: Kept) -> list[int]:
    return [day for day, tree in kept.items() if tree == f"tree of {day}"]  # type: ignore[comparison-overlap]


def test_the_tree_that_was_not_used_for_longest_goes() -> None:
    kept = holding(1, 2, most=2)
    assert kept.get(1) == "tree of 1"  # type: ignore[comparison-overlap]
    assert kept.get(9) is None
    put(kept, 3, most=2)
    assert days(kept) == [1, 3]
    put(kept, 1, most=2)
    put(kept, 4, most=2)
    assert days(kept) == [1, 4]


def test_a_tree_on_the_way_to_another_goes_first() -> None:
    kept = holding(1, most=2)
    put(kept, 2, asked=False, most=2)
    put(kept, 3, most=2)
    assert days(kept) == [1, 3]
    put(kept, 4, asked=False, most=2)  # what was just made stays
    assert days(kept) == [3, 4]


def test_so_many_trees_are_kept_if_nothing_else_is_said(monkeypatch: Any) -> None:
    monkeypatch.setattr(SIZES, "kept", 3)
    assert days(holding(1, 2, 3, 4)) == [2, 3, 4]
    assert days(holding(1, 2, 3)) == [1, 2, 3]


def test_the_nearest_trees_around_a_day() -> None:
    kept = holding(3, 5)
    three, five = ((day, kept.get(day)) for day in (3, 5))
    assert kept.around(4) == kept.around(3) == (three, five)
    assert kept.around(2) == ((0, EMPTY), three)
    assert kept.around(5) == kept.around(6) == (five, (END, EMPTY))
    assert Kept().around(1) == ((0, EMPTY), (END, EMPTY))


def test_the_trees_before_a_day_go_their_own_way() -> None:
    kept = holding(3, 5)
    early = kept.before(5)
    put(kept, 4)
    put(early, 1, most=1)
    assert (days(kept), days(early)) == ([3, 4, 5], [1])
