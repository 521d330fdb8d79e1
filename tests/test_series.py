"""Series: pairs of a day and a value as a tuple has them, and the same as a table."""

from __future__ import annotations

import copy
import pickle
import re
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt

TIMELINE = bt.load_chronicle("russia-iran")
OVERDUE = TIMELINE.series("commitments.su-35.overdue", after="2022-10", until="2023-04")
WITHOUT = "needs {0}, which is no part of the tests: pip install {0}"


def day(number: int) -> Date:
    return Date(2000, 1, 1).add(days=number)


def made_of(*values: Any) -> bt.Series:
    return bt.Series(((day(number), value) for number, value in enumerate(values)), "numbers")


def needs(name: str) -> Any:
    """A library that reads Arrow; without it, or without nanoarrow, the test is skipped."""
    pytest.importorskip("nanoarrow", reason="needs nanoarrow: pip install -e '.[test]'")
    return pytest.importorskip(name, reason=WITHOUT.format(name))


def table(series: bt.Series) -> dict[str, list[Any]]:
    """The columns of a series, as nanoarrow reads them."""
    nanoarrow = needs("nanoarrow")
    rows = nanoarrow.ArrayStream(series).read_all()
    names = [rows.schema.field(at).name for at in range(rows.schema.n_fields)]
    return {name: rows.child(at).to_pylist() for at, name in enumerate(names)}


# -- a sequence -------------------------------------------------------------------------------

POINTS = st.lists(st.sampled_from((1, 2, bt.Unknown, "two")), max_size=8)


@given(POINTS, st.slices(8))
def test_it_is_read_as_the_tuple_of_its_pairs(values: list[Any], part: slice) -> None:
    series = made_of(*values)
    pairs = tuple((day(number), value) for number, value in enumerate(values))
    assert series == pairs
    assert pairs == series
    assert hash(series) == hash(pairs)
    assert (*series,) == pairs
    assert (*reversed(series),) == pairs[::-1]
    assert len(series) == len(pairs)
    assert bool(series) == bool(pairs)
    assert series[part] == pairs[part]
    assert series[part].name == "numbers"
    assert all(pair in series and series[at] == pair for at, pair in enumerate(pairs))
    assert (day(999), 1) not in series
    assert series != [*pairs]
    assert series != (*pairs, 1)
    assert (*zip(series.days(), series.values(), strict=True),) == pairs
    with pytest.raises(IndexError):
        series[len(pairs)]


@given(POINTS)
def test_its_runs_are_its_values_with_those_that_stay_the_same_as_one(values: list[Any]) -> None:
    runs = [*made_of(*values).runs()]
    assert [value for *_, number, value in runs for _ in range(number)] == values
    assert all(one[3] is not other[3] for one, other in pairwise(runs))
    assert all((last - first).days + 1 == number for first, last, number, _ in runs)


def test_copies_are_equal_and_know_their_name_but_not_who_was_asked() -> None:
    for copied in (copy.deepcopy(OVERDUE), pickle.loads(pickle.dumps(OVERDUE))):
        assert (copied, copied.name) == (OVERDUE, OVERDUE.name)
        assert (copied.question, OVERDUE.question) == (None, TIMELINE)


def test_a_series_of_a_function_has_its_name() -> None:
    def boats(state: Any) -> int:
        return 3 if state is not bt.Unknown else 0

    series = TIMELINE.series(boats, every="year", after="2021", until="2023")
    assert repr(series) == (
        "Series of boats, 2 days\n"
        "  2022-12-31 2023-12-31  3 (2)\n"
        "  ask next: [-1], .values(), polars.DataFrame(series)"
    )


# -- a table ----------------------------------------------------------------------------------

NUMBERS = st.integers(-9, 9) | st.decimals(0, 9, places=1) | st.none()


@st.composite
def amounts(draw: st.DrawFn) -> list[Any]:
    """Quantities, or sums of money, some of them not told."""
    made: Any = draw(st.sampled_from((bt.Quantity, bt.Money)))
    measure = "unit" if made is bt.Quantity else "currency"
    held = []
    for names in draw(st.lists(st.sets(st.sampled_from(("low", "best", "high"))), max_size=5)):
        ends = sorted(draw(st.lists(st.integers(0, 99), min_size=3, max_size=3)))
        given = {n: e for n, e in zip(("low", "best", "high"), ends, strict=True) if n in names}
        words = draw(st.sampled_from(("USD", "EUR")))
        held.append(made(**given, **{measure: words}) if given else bt.Unknown)
    return held


@given(amounts())
def test_amounts_have_a_column_for_each_end_and_one_for_what_they_are_in(held: list[Any]) -> None:
    told = [value for value in held if value is not bt.Unknown]
    assume(told)
    columns = table(made_of(*held))
    measure = "unit" if isinstance(told[0], bt.Quantity) else "currency"
    assert [*columns] == ["day", "low", "best", "high", measure, "told"]
    assert columns["day"] == [date.fromisoformat(str(day(at))) for at in range(len(held))]
    assert columns["told"] == [value is not bt.Unknown for value in held]
    for name in ("low", "best", "high", measure):
        field = "measure" if name == measure else name
        assert columns[name] == [getattr(value, field, None) for value in held]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, bt.Unknown, 3], [1, None, 3]),
        ([1, Decimal("2.5"), Fraction(1, 2)], [1.0, 2.5, 0.5]),
        ([True, False, bt.Unknown, None], [True, False, None, None]),
        ([day(0), bt.Unknown], [date.fromisoformat(str(day(0))), None]),
        (["open", bt.Unknown], ["open", None]),
        ([True, 1], ["True", "1"]),
        ([bt.Quantity(best=1, unit="jets"), "none"], ["1 jets", "none"]),
        ([bt.When("2024-05")], ["2024-05"]),
        ([1 << 63], [str(1 << 63)]),
        ([-(1 << 63)], [-(1 << 63)]),
        ([10**400, 0.5], [str(10**400), "0.5"]),
        ([Decimal("1e400")], ["1E+400"]),
        ([float("inf"), Decimal("-Infinity")], [float("inf"), float("-inf")]),
        (["a\ud800"], ["a?"]),
        ([bt.Unknown], [None]),
        ([], []),
    ],
)
def test_anything_else_has_a_column_of_its_sort(values: list[Any], expected: list[Any]) -> None:
    columns = table(made_of(*values))
    assert [*columns] == ["day", "value", "told"]
    assert columns["value"] == expected
    assert columns["told"] == [value is not bt.Unknown for value in values]


def test_a_series_is_a_table_as_often_as_it_is_read() -> None:
    assert table(OVERDUE) == table(OVERDUE)
    assert OVERDUE.to_arrow() is not OVERDUE.to_arrow()


# What follows reads the same four columns of numbers with each library that is there.
LOW = [None, 0.0, 0.0, 0.0, 0.0, 30.0]
HIGH = [None, 0.0, 0.0, 0.0, 31.0, 61.0]


def test_pandas_takes_it_as_numbers() -> None:
    pandas = needs("pandas")
    frame = pandas.DataFrame.from_arrow(OVERDUE)
    assert [*frame.columns] == ["day", "low", "best", "high", "unit", "told"]
    assert frame["low"].dtype == frame["high"].dtype == "float64"
    assert (frame["high"].isna().sum(), frame["high"].max()) == (1, 61)


def test_polars_takes_it_as_numbers() -> None:
    polars = needs("polars")
    frame = polars.DataFrame(OVERDUE)
    assert (frame["low"].to_list(), frame["high"].to_list()) == (LOW, HIGH)
    assert (frame["day"].dtype, frame["low"].dtype) == (polars.Date, polars.Float64)


def test_pyarrow_takes_it_as_numbers() -> None:
    pyarrow = needs("pyarrow")
    read = pyarrow.table(OVERDUE)
    assert (read["low"].to_pylist(), read["high"].to_pylist()) == (LOW, HIGH)


def test_duckdb_asks_it_as_a_table() -> None:
    duckdb = needs("duckdb")
    overdue = OVERDUE
    needs("pyarrow")
    (row,) = duckdb.sql("select count(high), max(high), max(day) from overdue").fetchall()
    assert row == (5, 61.0, date(2023, 4, 30))
    assert overdue is OVERDUE


PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "notebooks.md"
BLOCKS = re.findall(r"^```py\nimport (\w+)(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)


def test_the_page_of_notebooks_shows_pandas_and_polars() -> None:
    assert [name for name, _ in BLOCKS] == ["pandas", "polars"]


@pytest.mark.parametrize(("name", "rest"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_what_the_page_of_notebooks_shows_of_other_libraries_runs(name: str, rest: str) -> None:
    needs(name)
    if ".plot(" in rest:
        needs("matplotlib").use("agg")
    held: dict[str, Any] = {"overdue": OVERDUE}
    exec(compile(f"import {name}{rest}", str(PAGE), "exec"), held)
    if name == "polars":
        assert held["delays"].columns == ["day", "low", "high"]


def test_without_nanoarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoarrow", None)
    for asked in (OVERDUE.to_arrow, OVERDUE.__arrow_c_stream__):
        with pytest.raises(bt.ExtraError, match=r"pip install 'bilateral-timeline\[tables\]'"):
            asked()
    assert issubclass(bt.ExtraError, ImportError)
