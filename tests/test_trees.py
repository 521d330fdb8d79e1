"""Trees against sorted sequences: their shape after edits, and what is remembered of them.

Their nodes are made small, of several widths. Work is counted, never timed.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator
from functools import reduce
from itertools import combinations
from typing import Any
from weakref import ref

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.engine import SIZES, Sizes
from bilateral_timeline.engine.memory import STARTS, memory_of
from bilateral_timeline.engine.tree import EMPTY, Node, edits, folds, nodes
from bilateral_timeline.testing.sizes import SHIPPED, SMALL, SMALLEST, sized

WIDE_LEAVES = attrs.evolve(SMALL, leaf=5, fan=3)
WIDE_BRANCHES = attrs.evolve(SMALL, leaf=3, fan=5)
SHAPES = (SMALL, SMALLEST, WIDE_LEAVES, WIDE_BRANCHES)
NAMES = [f"{shape.leaf} and {shape.fan}" for shape in SHAPES]

# By a day and a number within it, which is less than the day; each known since one of seven days.
NUMBERS = nodes.Order(lambda n: (n // 10 + 10, n % 10), lambda n: n // 10 + 10, lambda n: n % 7)
LAST = 10_000


def counts(number: Any, /) -> str | None:
    """A number as text; most say nothing."""
    return f"{number} " if number % 3 == 0 and number > 30 else None


TALLY: Any = bt.Reducer(lift=lambda n: 1 if counts(n) else None, combine=lambda a, b: a + b)
SPELL: Any = bt.Reducer(lift=counts, combine=lambda a, b: str(a) + str(b))
APPEND: Any = bt.Projection(initial=(), evolve=lambda seen, n: (*seen, n))


def in_order(items: set[int]) -> list[int]:
    return sorted(items)


def items_of(node: Node) -> list[int]:
    return list(nodes.walk(node, -1, LAST))


def nodes_of(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts if node.height else ():
        yield from nodes_of(part)


def widths(node: Node) -> list[list[int]]:
    """How many parts the nodes of each height have, the leaves first."""
    found: list[list[int]] = [[] for _ in range(node.height + 1)]
    for one in nodes_of(node):
        found[one.height].append(len(one.parts))
    return found


def assert_remembered(node: Node, projection: Any) -> None:
    """What is remembered of a tree for a projection is what its items say."""
    memory, items = memory_of(projection), items_of(node)
    for at, told in enumerate(memory.totals.get(node) or ()):
        held = node.parts[: at + 1]
        below = [n for part in held for n in (items_of(part) if node.height else [part])]
        assert told == reduce(projection.evolve, below, projection.initial), "a false sum"
    for start, end in memory.folded.get(node, ()):
        assert reduce(projection.evolve, items, start) == end, "a false state"
    for part in node.parts if node.height else ():
        assert_remembered(part, projection)


def assert_answers(node: Node, held: set[int], day: int) -> None:
    """All that is read of a tree by a day is what a sorted sequence says."""
    by_day = [n for n in in_order(held) if NUMBERS.day(n) <= day]
    told = [text for n in by_day if (text := counts(n))]
    assert folds.total(node, day, SPELL) == ("".join(told) or None)
    assert folds.folded(node, day, APPEND, APPEND.initial) == tuple(by_day)
    for known in (0, 3):
        last = [n for n in reversed(by_day) if n % 7 <= known]
        assert list(nodes.backwards(node, day, known)) == last
        assert nodes.newest(node, day, known) == (last[0] if last else None)
    assert nodes.count(node, day) == len(by_day)
    assert list(nodes.walk(node, -1, day)) == by_day
    assert list(nodes.walk(node, day, LAST)) == in_order(held)[len(by_day) :]


def assert_places(node: Node, held: set[int]) -> None:
    """What stands at each place of a tree is what stands there in a sorted sequence."""
    items = in_order(held)
    assert [nodes.day_of(node, place) for place in range(len(items))] == list(
        map(NUMBERS.day, items)
    )
    counted = [n for n in items if counts(n)]
    assert [folds.counted(node, place, TALLY) for place in range(len(counted))] == counted


@given(
    st.sampled_from(SHAPES),
    st.sets(st.integers(0, 400), max_size=60),
    st.lists(st.tuples(st.sets(st.integers(0, 400), max_size=60), st.randoms()), max_size=5),
    st.integers(9, 55),
)
def test_a_tree_after_edits_is_the_sorted_sequence(
    shape: Sizes, first: set[int], changes: list[tuple[set[int], Any]], day: int
) -> None:
    with sized(shape):
        held, node = set(first), edits.build(in_order(first), NUMBERS)
        for adds, choice in changes:
            drops = set(choice.sample(sorted(held), len(held) // 3))
            edited = edits.edit(node, drops, adds - held, NUMBERS)
            edits.assert_whole(edited, NUMBERS)
            mine, yours = nodes.differing(node, edited)
            new = (held - drops) | (adds - held)
            assert (set(mine), set(yours)) == (held - new, new - held)
            assert items_of(node) == in_order(held), "the tree before has changed"
            held, node = new, edited
            assert_answers(node, held, day)
            assert_places(node, held)
            edits.assert_whole(node, NUMBERS)


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
@pytest.mark.parametrize("seed", range(3))
def test_a_tree_that_is_edited_for_long_is_the_sorted_sequence(shape: Sizes, seed: int) -> None:
    chance, held, node = random.Random(seed), set[int](), EMPTY
    versions: list[tuple[Node, set[int]]] = []
    with sized(shape):
        for step in range(60):
            free = sorted(set(range(400)) - held)
            drops = set(chance.sample(sorted(held), chance.randrange(min(len(held), 6) + 1)))
            adds = set(chance.sample(free, chance.randrange(12 if step < 30 else 3)))
            if chance.random() < 0.3:
                adds = {max(held, default=0) + n for n in range(1, chance.randrange(2, 8))}
            if step % 20 == 19:
                drops, adds = set(chance.sample(sorted(held), len(held) * 3 // 4)), set()
            node, held = edits.edit(node, drops, adds, NUMBERS), (held - drops) | adds
            edits.assert_whole(node, NUMBERS)
            assert not node.height or len(node.parts) > 1, "a root of one part"
            assert items_of(node) == in_order(held)
            if chance.random() < 0.5:  # not each is asked before the next is made
                for day in (LAST, chance.randrange(9, 60)):
                    assert_answers(node, held, day)
            versions.append((node, held))
        for node, held in versions:  # each is asked again, or for the first time
            assert_answers(node, held, chance.randrange(9, 60))
            assert_answers(node, held, LAST)
        for node, held in versions[::7]:
            assert_places(node, held)
            for projection in (SPELL, APPEND):
                assert_remembered(node, projection)


# -- their shape ------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
@pytest.mark.parametrize("at_once", [1, 2, 7, 100])
def test_what_grows_at_its_end_has_full_nodes(shape: Sizes, at_once: int) -> None:
    with sized(shape):
        node = EMPTY
        for start in range(0, 100, at_once):
            node = edits.edit(node, (), range(start, min(start + at_once, 100)), NUMBERS)
        held, most = 100, SIZES.leaf
        for found in widths(node):
            assert found[:-1] == [most] * (len(found) - 1)
            assert sum(found) == held
            held, most = len(found), SIZES.fan


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
def test_a_tree_that_is_made_at_once_has_full_nodes(shape: Sizes) -> None:
    with sized(shape):
        for size in range(70):
            held, most = size, SIZES.leaf
            for found in widths(edits.build(range(size), NUMBERS)) if size else ():
                assert found == [most] * (held // most) + [held % most] * (held % most > 0)
                held, most = len(found), SIZES.fan


def test_a_node_that_grows_too_wide_within_is_cut_in_halves() -> None:
    with sized(WIDE_LEAVES):
        node = edits.build(range(0, 40, 4), NUMBERS)
        assert widths(node) == [[5, 5], [2]]
        assert widths(edits.edit(node, (), [1], NUMBERS)) == [[3, 3, 5], [3]]
        assert widths(edits.edit(node, (), [1, 2, 3, 5, 6, 7], NUMBERS)) == [
            [3, 4, 4, 5],
            [2, 2],
            [2],
        ]
        edited = edits.edit(node, [36], [21, 41, 42, 43], NUMBERS)  # the end, and not alone
        assert widths(edited) == [[5, 4, 4], [3]]
        taller = edits.build(range(0, 4 * 45, 4), NUMBERS)
        assert widths(taller) == [[5] * 9, [3] * 3, [3]]
        found = widths(edits.edit(taller, (), [1], NUMBERS))
        assert found == [[3, 3, *[5] * 8], [2, 2, 3, 3], [2, 2], [2]]


def test_a_node_that_has_grown_small_is_joined_to_a_neighbour() -> None:
    with sized(SMALL):
        node = edits.build(range(8), NUMBERS)
        assert widths(node) == [[4, 4], [2]]
        assert widths(edits.edit(node, [1, 2], (), NUMBERS)) == [[2, 4], [2]]  # it is not small
        assert widths(edits.edit(node, [1, 2, 3], (), NUMBERS)) == [[1, 4], [2]]  # too many
        assert widths(edits.edit(node, [1, 5, 6, 7], (), NUMBERS)) == [[4]]  # both fit
        assert widths(edits.edit(node, [0, 1, 2, 4], (), NUMBERS)) == [[4]]
        assert widths(edits.edit(node, range(4), (), NUMBERS)) == [[4]]
        assert widths(edits.edit(node, range(1, 8), (), NUMBERS)) == [[1]]
        assert edits.edit(node, range(8), (), NUMBERS) is EMPTY
        edits.assert_whole(EMPTY, NUMBERS)
        node = edits.build(range(12), NUMBERS)  # of what is small, only the last is too small
        assert widths(edits.edit(node, [1, 2, 5, 6, 9, 10, 11], (), NUMBERS)) == [[2, 3], [2]]
    with sized(attrs.evolve(WIDE_BRANCHES, leaf=3, fan=5)):
        node = edits.build(range(45), NUMBERS)
        assert widths(node) == [[3] * 15, [5] * 3, [3]]
        edited = edits.edit(node, [*range(3, 15), *range(24, 30)], (), NUMBERS)
        assert widths(edited) == [[3] * 9, [4, 5], [2]]  # a branch of one leaf and one of three
        edited = edits.edit(node, [*range(3, 15), 16, 17, 19, 20], (), NUMBERS)
        assert widths(edited) == [[3, 2, *[3] * 8], [5, 5], [2]]


@pytest.mark.parametrize("shape", [*SHAPES[2:], SMALL], ids=[*NAMES[2:], NAMES[0]])
def test_a_tree_that_loses_nearly_all_is_a_small_tree(shape: Sizes) -> None:
    with sized(shape):
        for seed in range(4):
            items = list(range(300))
            node = edits.build(items, NUMBERS)
            random.Random(seed).shuffle(items)
            while len(items) > 10:
                node = edits.edit(node, [items.pop()], (), NUMBERS)
            assert sum(map(len, widths(node))) <= 15


def test_an_edit_of_nothing_is_the_same_tree() -> None:
    node = edits.build(range(100), NUMBERS)
    assert edits.edit(node, (), (), NUMBERS) is node


@pytest.mark.parametrize("missing", [3, 5, 39, 1000])
@pytest.mark.parametrize("size", [4, 40])
def test_what_is_not_in_a_tree_cannot_be_taken_out_of_it(size: int, missing: int) -> None:
    node = edits.build(range(0, 2 * size, 2), NUMBERS)
    with pytest.raises(AssertionError, match="no item"):
        edits.edit(node, [missing], (), NUMBERS)


def test_an_edit_shares_what_it_does_not_touch() -> None:
    node = edits.build(range(0, 4000, 2), NUMBERS)
    edited = edits.edit(node, (), [1001], NUMBERS)
    mine, yours = set(map(id, nodes_of(node))), set(map(id, nodes_of(edited)))
    assert len(yours - mine) <= 2 * (edited.height + 1)


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
def test_of_a_stretch_only_its_own_leaves_are_opened(shape: Sizes) -> None:
    with sized(shape):
        node = edits.build(range(0, 600, 10), NUMBERS)  # each of a day of its own
        for after, until in combinations(range(9, 70, 7), 2):
            found = list(nodes.leaves(node, after, until))
            inside = [leaf for leaf in found if any(after < day <= until for day in leaf.days)]
            assert len(found) <= len(inside) + 1
            assert [
                n for leaf in inside for n in leaf.parts if after < NUMBERS.day(n) <= until
            ] == [n for n in range(0, 600, 10) if after < NUMBERS.day(n) <= until]


# -- what is remembered of them ---------------------------------------------------------------


def counting() -> tuple[Any, Callable[[], tuple[int, int]]]:
    """A reducer, and how often it was asked to lift and to combine since that was asked last."""
    calls = [0, 0]

    def lift(_: Any) -> int:
        calls[0] += 1
        return 1

    def combine(one: int, other: int) -> int:
        calls[1] += 1
        return one + other

    def since() -> tuple[int, int]:
        lifted, combined = calls
        calls[:] = [0, 0]
        return lifted, combined

    return bt.Reducer(lift=lift, combine=combine), since


def test_what_comes_at_the_end_is_summed_alone() -> None:
    reducer, work = counting()
    node = edits.build(range(600), NUMBERS)
    assert folds.total(node, LAST, reducer) == 600
    lifted, combined = work()
    assert (lifted, combined) == (600, 600 - 1)
    for number in range(600, 1200):
        node = edits.edit(node, (), [number], NUMBERS)
        assert folds.total(node, LAST, reducer) == number + 1
        lifted, combined = work()
        assert lifted == 1
        assert combined <= 2 * (node.height + 1)


def test_a_sum_goes_on_from_the_last_tree_that_was_summed() -> None:
    reducer, work = counting()
    first = edits.build(range(16 * 20 + 5), NUMBERS)
    folds.total(first, LAST, reducer)
    work()
    versions = [first]
    for number in range(16 * 20 + 5, 16 * 20 + 9):
        versions.append(edits.edit(versions[-1], (), [number], NUMBERS))
    folds.total(versions[-1], LAST, reducer)
    lifted, combined = work()
    assert lifted == 4
    assert combined <= 4 + 2
    folds.total(versions[2], LAST, reducer)  # one on the way, which was not asked before
    lifted, combined = work()
    assert lifted == 2
    assert combined <= 2 + 2
    earlier = edits.edit(versions[-1], [16 * 20 + 2], (), NUMBERS)
    later = edits.edit(earlier, (), [900], NUMBERS)  # neither takes over what was taken out
    assert folds.total(later, LAST, reducer) == 16 * 20 + 9
    assert work()[0] == 7


def test_a_tree_that_nobody_holds_goes_though_later_ones_were_made_of_it() -> None:
    reducer, _ = counting()
    gc.collect()
    for asked in (True, False):
        node = edits.build(range(500), NUMBERS)
        folds.total(node, LAST, reducer)
        made = [ref(one) for one in nodes_of(node)]
        for number in range(500, 530):
            node = edits.edit(node, (), [number], NUMBERS)
            made += [ref(one) for one in nodes_of(node)]
            if asked:
                folds.total(node, LAST, reducer)
        gc.collect()
        alive = {id(one) for held in made if (one := held()) is not None}
        held = set(map(id, nodes_of(node)))
        assert held <= alive
        # Held is still the last that was summed, where it was touched since; 30 were made.
        assert len(alive - held) <= 3 * (node.height + 1)


def test_a_fold_from_place_to_place_is_the_fold_from_the_first() -> None:
    for shape in SHAPES:
        with sized(shape):
            items = range(0, 130, 10)  # each of a day of its own
            node = edits.build(items, NUMBERS)
            for days in combinations(range(9, 24), 2):
                for first, second in (days, days[::-1]):
                    spell: Any = bt.Projection(initial=(), evolve=lambda seen, n: (*seen, n))
                    for day in (first, second, first):
                        expected = tuple(n for n in items if NUMBERS.day(n) <= day)
                        assert folds.folded(node, day, spell, ()) == expected


def steps() -> tuple[Any, Callable[[], int]]:
    """A fold, and how many steps it took since that was asked last."""
    calls = [0]

    def evolve(state: int, _: Any) -> int:
        calls[0] += 1
        return state + 1

    def since() -> int:
        calls[0], taken = 0, calls[0]
        return taken

    return bt.Projection(initial=0, evolve=evolve), since


def test_of_a_small_tree_the_state_after_each_leaf_is_remembered() -> None:
    for day in (LAST, 19):  # all of it, or a part
        fold, taken = steps()
        with sized(attrs.evolve(SHIPPED, leaf=4)):
            node = edits.build(range(100), NUMBERS)
            assert (node.height, len(node.parts)) == (1, 25)
            assert folds.folded(node, day, fold, 0) == taken() == 100
            late = edits.edit(node, [97], [105], NUMBERS)
            assert folds.folded(late, day, fold, 0) == (100 if day == LAST else 99)
            assert taken() <= 4
            early = edits.edit(node, [2], [], NUMBERS)
            assert folds.folded(early, day, fold, 0) == 99
            assert taken() == 99  # all that follows has another state before it
            assert folds.folded(node, day, fold, 0) == 100
            assert taken() == 0
            assert {one.height for one in memory_of(fold).folded} == {0, 1}


def test_of_a_part_of_a_small_tree_the_state_after_each_leaf_in_it_is_remembered() -> None:
    fold, taken = steps()
    with sized(attrs.evolve(SHIPPED, leaf=4)):
        node = edits.build(range(100), NUMBERS)
        assert folds.folded(node, 11, fold, 0) == taken() == 20  # five leaves
        edited = edits.edit(node, [21], (), NUMBERS)
        assert folds.folded(edited, 12, fold, 0) == 29
        assert taken() == 9


def test_of_a_large_tree_the_state_after_each_branch_is_remembered() -> None:
    with sized(attrs.evolve(SHIPPED, leaf=4, fan=8)):
        fold, taken = steps()
        node = edits.build(range(250), NUMBERS)
        assert node.height == 2
        assert folds.folded(node, LAST, fold, 0) == taken() == 250
        assert {one.height for one in memory_of(fold).folded} == {1, 2}
        late = edits.edit(node, (), [300], NUMBERS)
        assert folds.folded(late, LAST, fold, 0) == 251
        assert taken() <= 4 * 8 + 1
        for day in (34, 29, 33, 30):
            folds.folded(node, day, fold, 0)
        assert {one.height for one in memory_of(fold).folded} == {1, 2}


def test_of_a_node_a_few_states_before_it_are_remembered() -> None:
    fold, taken = steps()
    node = edits.build(range(10), NUMBERS)
    starts = list(range(1000, 1000 + 3 * STARTS))
    for start in starts:
        assert folds.folded(node, LAST, fold, start) == start + 10
    assert [start for start, _ in memory_of(fold).folded[node]] == starts[: -STARTS - 1 : -1]
    taken()
    for start in starts[-STARTS:]:
        assert folds.folded(node, LAST, fold, start) == start + 10
    assert taken() == 0


def test_the_first_steps_are_watched_and_no_more_are() -> None:
    looked = [0, 0]

    class Watched(dict[str, Any]):
        def __iter__(self) -> Iterator[str]:
            looked[0] += 1
            return super().__iter__()

    class Deep(list[int]):
        def __iter__(self) -> Iterator[int]:
            looked[1] += 1
            return super().__iter__()

    def evolve(state: Any, _: Any) -> Any:
        return Watched(n=[Deep()]) if type(state) is Watched else state - 1 or Watched(n=0)

    fold: Any = bt.Projection(initial=3, evolve=evolve)
    node = edits.build(range(500), NUMBERS)
    folds.folded(node, LAST, fold, 3)
    assert looked == [2 * 64, 0]  # before and after each; what is three deep is not looked at
