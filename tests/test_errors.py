"""Errors are data: they travel, they fit on a screen, and they name what is near."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.errors import Nearby, is_slip, near, shown

TEXTS = st.text(max_size=30) | st.text(min_size=1, max_size=4).map(lambda text: text * 2000)
PROBLEMS = st.builds(bt.Problem, TEXTS, TEXTS, TEXTS, TEXTS, path=TEXTS, within=TEXTS)


def classes(base: type[bt.TimelineError]) -> set[type[bt.TimelineError]]:
    return {base}.union(*map(classes, base.__subclasses__()))


@st.composite
def errors(draw: st.DrawFn) -> bt.TimelineError:
    made: Any = draw(st.sampled_from(sorted(classes(bt.TimelineError), key=str)))
    if issubclass(made, bt.InputError):
        error = made(*draw(st.lists(PROBLEMS, max_size=40)))
    elif issubclass(made, bt.MissingError):
        error = made(draw(TEXTS), draw(TEXTS), draw(st.lists(TEXTS, max_size=8)))
    else:
        error = made(draw(TEXTS))
    if draw(st.booleans()):
        error.add_note("seen in a test")
    return error  # type: ignore[no-any-return]


def whole(error: BaseException) -> tuple[object, ...]:
    return type(error), str(error), error.args, vars(error)


@given(error=errors(), protocol=st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_an_error_comes_back_equal_from_a_pickle_and_from_a_copy(
    error: bt.TimelineError, protocol: int
) -> None:
    for again in (
        pickle.loads(pickle.dumps(error, protocol)),
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert whole(again) == whole(error)


@given(error=errors())
def test_an_error_is_at_most_a_screen(error: bt.TimelineError) -> None:
    if isinstance(error, bt.InputError | bt.MissingError):
        assert len(str(error)) < 6000
    if isinstance(error, bt.InputError):
        assert all(isinstance(problem, bt.Problem) for problem in error.problems)


def test_every_error_of_the_library_is_tried() -> None:
    names = {made.__name__ for made in classes(bt.TimelineError)}
    assert names >= {
        "ChronicleError",
        "ConflictError",
        "DateError",
        "InputError",
        "MissingError",
        "PositionError",
        "RecordError",
        "TimelineError",
        "UnknownValueError",
    }


def test_many_problems_are_kept_and_counted() -> None:
    problems = [bt.Problem(f"line {at}", "7", "one object on one line") for at in range(5000)]
    error = bt.ChronicleError(*problems)
    lines = str(error).splitlines()
    assert (len(lines), lines[0], lines[-1]) == (21, str(problems[0]), "and 4,980 more")
    assert error.problems == tuple(problems)


def test_long_problems_fill_no_more_than_a_screen() -> None:
    problem = bt.Problem("x" * 3_000_000, "y" * 3_000_000, "z" * 3_000_000, "do " * 1_000_000)
    assert str(problem).count("(3,000,000 characters)") == 4
    lines = str(bt.InputError(*[problem] * 9)).splitlines()
    assert lines[-1] == "and 7 more"
    assert sum(map(len, lines)) < 4000


def test_an_error_of_one_problem_reads_as_the_problem() -> None:
    problem = bt.Problem("day", "'soon'", "a day", "say when")
    assert str(bt.DateError(problem)) == "day: found 'soon'; expected a day; say when"


# -- what was missing -------------------------------------------------------------------------


def test_what_is_missing_is_told_as_data_too() -> None:
    error = bt.MissingError("event", "vist", ["visit", "call"])
    assert (error.kind, error.name, error.near) == ("event", "vist", ("visit",))
    assert str(error) == "no event 'vist'; near it: visit"


def test_without_anything_near_the_first_are_told() -> None:
    known = [f"a{at}" for at in range(9)]
    assert str(bt.MissingError("event", "vist", known)) == (
        "no event 'vist'; known: a0, a1, a2, a3, a4 and 4 more"
    )
    assert bt.MissingError("event", "vist", known).near == ()
    assert str(bt.MissingError("event", "vist", [])) == "no event 'vist'; there is none at all"


def test_a_name_that_is_no_text_is_shown() -> None:
    error = bt.MissingError("event", None, ["x", 3, None])
    assert str(error) == "no event None; near it: None"
    assert (error.name, error.near) == ("None", ("None",))


def test_long_names_are_cut() -> None:
    error = bt.MissingError("event", "v" * 5000, ["v" * 6000])
    assert "(5,000 characters)" in str(error)
    assert len(str(error)) < 250
    assert error.name == "v" * 5000


NAMES = [
    "commitments.s-300",
    "commitments.su-35",
    "leadership.ir-president",
    "projects.alabuga",
    "projects.rasht-astara",
    "third_parties.IL",
]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("projects.rasht", "projects.rasht-astara"),
        ("rasht", "projects.rasht-astara"),
        ("astara", "projects.rasht-astara"),
        ("su-35", "commitments.su-35"),
        ("SU_35", "commitments.su-35"),
        ("su35", "commitments.su-35"),
        ("commitments.su-53", "commitments.su-35"),
        ("commitments.su-35.delivered", "commitments.su-35"),
        ("presidnt", "leadership.ir-president"),
        ("third-parties.il", "third_parties.IL"),
    ],
)
def test_the_name_that_was_meant_is_near(name: str, first: str) -> None:
    assert near(name, NAMES)[0] == first


def test_a_slip_comes_before_a_beginning_and_that_before_what_holds_it() -> None:
    names = ["new-crossing", "crossing-opened", "crosing"]
    assert near("crossing", names) == ["crosing", "crossing-opened", "new-crossing"]


@pytest.mark.parametrize("name", ["weather", "", "x"])
def test_nothing_is_near_what_is_like_nothing(name: str) -> None:
    assert near(name, NAMES) == []


@given(name=TEXTS, names=st.lists(TEXTS, max_size=20), n=st.integers(0, 5))
def test_what_is_near_is_of_the_names_at_most_n_and_in_any_order_the_same(
    name: str, names: list[str], n: int
) -> None:
    found = near(name, names, n)
    assert len(found) <= n
    assert set(found) <= set(names)
    assert found == near(name, reversed(names), n)
    if n and name in names and name.strip(". "):
        assert found[0].casefold()[:200] == name.casefold()[:200]


# -- how values are shown ---------------------------------------------------------------------


class Broken:
    """What cannot even be shown."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def __repr__(self) -> str:
        raise self.fault


class Lines:
    """What takes several lines to be shown."""

    def __repr__(self) -> str:
        return "one\ntwo\r\n"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.binary() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


@given(value=VALUES, limit=st.integers(10, 200))
def test_a_value_is_shown_on_one_line_within_the_limit(value: object, limit: int) -> None:
    text = shown(value, limit)
    assert len(text) <= max(limit, 40)
    assert len(text.splitlines()) == 1
    if len(repr(value)) <= limit:
        assert text == repr(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2024-13", "'2024-13'"),
        ("\ud83d", r"'\ud83d'"),
        ("x" * 5000, f"'{'x' * 28} … {'x' * 28}' (5,000 characters)"),
        ([0] * 3000, f"[{'0, ' * 9}0 … {'0, ' * 9}0] (9,000 characters)"),
        (list(range(1_000_000)), "a list of very many items"),
        (10**5000, "a value of type int that cannot be shown"),
        (Broken(ValueError()), "a value of type Broken that cannot be shown"),
        (Broken(RecursionError()), "a value of type Broken that cannot be shown"),
        (Lines(), "one two"),
    ],
    ids=[
        "a text",
        "half a character",
        "a long text",
        "a long list",
        "a very long list",
        "a very long number",
        "one that breaks",
        "one that is too deep",
        "two lines",
    ],
)
def test_a_value_is_shown(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_value_that_holds_itself_very_often_is_shown_at_once() -> None:
    value: list[Any] = []
    for _ in range(60):
        value = [value, value]
    assert shown(value) == "a list of very many items"


def test_a_class_that_hides_even_its_name_is_shown() -> None:
    class Hidden(type):
        @property
        def __name__(cls) -> str:  # type: ignore[override]
            raise ValueError

    class Value(metaclass=Hidden):
        def __repr__(self) -> str:
            raise ValueError

    assert shown(Value()) == "a value that cannot be shown"


def test_what_is_near_is_looked_for_once_and_not_without_end() -> None:
    nearby = Nearby(compared=4)
    assert nearby.told("su-53", "jets", ["su-35", "mi-28"]) == "; near it: su-35"
    assert nearby.told("x", "jets", ["su-35", "mi-28"]) == "; nothing is near it"
    assert nearby.to("mi-28n", "jets", ["su-35", "mi-28"]) is None
    assert nearby.told("mi-28n", "jets", ["su-35", "mi-28"]) == ""
    assert nearby.to("su-53", "jets", []) == ["su-35"]


WORDS = st.text(alphabet="abc", min_size=4, max_size=7)


@given(WORDS, st.data())
def test_a_word_is_a_slip_of_another_by_one_letter_more_less_other_or_swapped(
    word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abc"))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    others = (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], swapped)
    for other in (*others, word[:at] + letter + word[at + 1 :]):
        assert is_slip(word, other) == is_slip(other, word) == (other != word)
    assert not is_slip(word, word)
    assert not is_slip(word, f"{word}de")
