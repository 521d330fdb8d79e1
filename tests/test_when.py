from __future__ import annotations

import copy
import json
import pickle
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from time import perf_counter
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bilateral_timeline.dates.when import Bounds, Certainty, Day, When, to_day
from bilateral_timeline.errors import DateError, TimelineError

YES, NO, UNKNOWN = Certainty.YES, Certainty.NO, Certainty.UNKNOWN
DATA = Path(__file__).parent / "data"
VECTORS: dict[str, Any] = json.loads((DATA / "edtf.json").read_text(encoding="utf-8"))
COMPARISONS: list[dict[str, Any]] = json.loads(
    (DATA / "edtf-compare.json").read_text(encoding="utf-8")
)["comparisons"]


def bounds(when: When) -> tuple[Bounds, Bounds]:
    return when.start, when.end


def day(text: str) -> pendulum.Date:
    return pendulum.Date.fromisoformat(text)


# ---------------------------------------------------------------------------------------------
# A model: the set of days that a text allows, found by trying every day.

SPAN = [date(2020, 1, 1) + timedelta(days=n) for n in range(3712)]
MONTHS_OF = {
    21: (3, 4, 5),
    22: (6, 7, 8),
    23: (9, 10, 11),
    24: (12, 13, 14),
    25: (3, 4, 5),
    26: (6, 7, 8),
    27: (9, 10, 11),
    28: (12, 13, 14),
    33: (1, 2, 3),
    34: (4, 5, 6),
    35: (7, 8, 9),
    36: (10, 11, 12),
    37: (1, 2, 3, 4),
    38: (5, 6, 7, 8),
    39: (9, 10, 11, 12),
    40: (1, 2, 3, 4, 5, 6),
    41: (7, 8, 9, 10, 11, 12),
}


@cache
def days_of_unit(unit: str) -> tuple[date, ...]:
    bare = re.sub("[?~%]", "", unit)
    year, month = bare[:4], bare[5:7]
    if month.isdigit() and int(month) > 12:
        wanted = [(int(year) + (m > 12), (m - 1) % 12 + 1) for m in MONTHS_OF[int(month)]]
        return tuple(d for d in SPAN if (d.year, d.month) in wanted)
    pattern = re.compile(bare.replace("X", r"\d"))
    return tuple(d for d in SPAN if pattern.match(d.isoformat()))


def days_of(text: str) -> tuple[date, ...]:
    if not text.startswith("["):
        return days_of_unit(text)
    if ".." in text:
        first, last = (days_of_unit(unit) for unit in text[1:-1].split(".."))
        return tuple(d for d in SPAN if first[0] <= d <= last[-1])
    return tuple(sorted({d for unit in text[1:-1].split(",") for d in days_of_unit(unit)}))


def spells_of(text: str) -> list[tuple[date, date]]:
    """Every (first day, last day) that a text allows; a point in time is one day long."""
    if "/" not in text:
        return [(d, d) for d in days_of(text)]
    starts, ends = (days_of_unit(side) for side in text.split("/"))
    return [(start, end) for start in starts for end in ends if start <= end]


def answer(truths: Iterable[bool]) -> Certainty:
    found = set(truths)
    return UNKNOWN if len(found) == 2 else YES if found == {True} else NO


# ---------------------------------------------------------------------------------------------
# Strategies for texts

SIGNS = st.sampled_from(["", "?", "~", "%"])


def years(first: int = 1, last: int = 9999) -> st.SearchStrategy[str]:
    return st.integers(first, last).map(lambda year: f"{year:04}")


def bare_units(first: int = 1, last: int = 9998) -> st.SearchStrategy[str]:
    year = years(first, last)
    month = st.integers(1, 12).map("{:02}".format)
    longer_month = st.sampled_from(["01", "03", "04", "05", "06", "07", "08", "09", "10", "12"])
    decade = st.integers(max(first // 10, 1), last // 10).map("{:03}X".format)
    century = st.integers(max(first // 100, 1), last // 100).map("{:02}XX".format)
    return st.one_of(
        st.dates(date(first, 1, 1), date(last, 12, 31)).map(date.isoformat),
        st.builds("{}-{}".format, year, month),
        year,
        century if last - first > 100 else decade,
        decade,
        st.builds("{}-{}".format, year, st.sampled_from(["XX", "0X", "1X", "XX-XX"])),
        st.builds("{}-{}-{}".format, year, month, st.sampled_from(["XX", "0X", "1X", "2X"])),
        st.builds("{}-{}-3X".format, year, longer_month),
        st.builds("{}-{}".format, year, st.sampled_from(sorted(MONTHS_OF))),
    )


@st.composite
def qualified(draw: st.DrawFn, bare: st.SearchStrategy[str]) -> str:
    return "-".join(draw(SIGNS) + part + draw(SIGNS) for part in draw(bare).split("-"))


def units(first: int = 1, last: int = 9998) -> st.SearchStrategy[str]:
    return qualified(bare_units(first, last))


@st.composite
def intervals(draw: st.DrawFn, unit: st.SearchStrategy[str]) -> str:
    start, end = draw(st.one_of(unit, st.sampled_from(["", ".."]))), draw(unit)
    if draw(st.booleans()):
        start, end = end, start
    if start in ("", "..") or end in ("", ".."):
        return f"{start}/{end}"
    if When(start).sort_key("possible") > When(end).sort_key("possible"):
        start, end = end, start
    return f"{start}/{end}"


@st.composite
def choices(draw: st.DrawFn, unit: st.SearchStrategy[str]) -> str:
    if draw(st.booleans()):
        return f"[{','.join(draw(st.lists(unit, min_size=1, max_size=4)))}]"
    return draw(st.sampled_from([f"[..{draw(unit)}]", f"[{draw(unit)}..]"]))


TEXTS = st.one_of(units(), intervals(units()), choices(units()))
WHENS = TEXTS.map(When)

# Dates of a few weeks around the end of a leap February, small enough to try every pair of days.
FEW_UNITS = st.one_of(
    st.dates(date(2024, 2, 18), date(2024, 3, 12)).map(date.isoformat),
    st.sampled_from(["2024-02", "2024-03", "2024-02-1X", "2024-02-2X", "2024-03-0X", "2024-03-XX"]),
)
FEW_RANGES = st.lists(st.dates(date(2024, 2, 18), date(2024, 3, 12)), min_size=2, max_size=2).map(
    lambda ends: f"[{min(ends)}..{max(ends)}]"
)
FEW_POINTS = st.one_of(FEW_UNITS, FEW_RANGES)
FEW_LISTS = st.lists(FEW_UNITS, min_size=2, max_size=3).map(lambda some: f"[{','.join(some)}]")
FEW_INTERVALS = (
    st.tuples(FEW_UNITS, FEW_UNITS)
    .filter(lambda sides: days_of_unit(sides[0])[0] <= days_of_unit(sides[1])[-1])
    .map("/".join)
)


# ---------------------------------------------------------------------------------------------
# Properties of one date


@given(TEXTS)
@example("2001-25")
@example("2019~-08?-08~")
@example("../2004-06%")
def test_the_canonical_text_reads_back_as_the_same_date(text: str) -> None:
    when = When(text)
    again = When(str(when))
    assert again == when
    assert str(again) == str(when)
    same = attrs.filters.exclude("written")
    assert attrs.asdict(again, filter=same) == attrs.asdict(when, filter=same)


@given(units())
def test_the_canonical_text_keeps_each_sign_on_its_component(text: str) -> None:
    assert signs_by_component(str(When(text))) == signs_by_component(text)


def signs_by_component(unit: str) -> list[set[str]]:
    """On the left a sign holds for its component, on the right for all up to it as well."""
    parts = re.findall(r"([?~%]?)([0-9X]+)([?~%]?)", unit)
    found = []
    for at, (left, _, _) in enumerate(parts):
        signs = {left} | {right for _, _, right in parts[at:]}
        found.append(signs - {"", "%"} | ({"?", "~"} if "%" in signs else set()))
    return found


@given(WHENS)
def test_the_bounds_are_in_order(when: When) -> None:
    start, end = bounds(when)
    for low, high in (
        (when.earliest, when.latest),
        (start.earliest, start.latest),
        (end.earliest, end.latest),
    ):
        assert low is None or high is None or low <= high
    assert (start.earliest, end.latest) == (when.earliest, when.latest)


@given(WHENS)
@example(When("2004/2004-06"))
@example(When("2004-06/2004"))
def test_an_interval_starts_before_it_ends(when: When) -> None:
    start, end = bounds(when)
    assert start.earliest is None or end.earliest is None or start.earliest <= end.earliest
    assert start.latest is None or end.latest is None or start.latest <= end.latest


def test_an_imprecise_start_does_not_lie_beyond_the_end() -> None:
    assert When("2004/2004-06").start == Bounds(day("2004-01-01"), day("2004-06-30"))


def test_an_imprecise_end_does_not_lie_before_the_start() -> None:
    assert When("2004-06/2004").end == Bounds(day("2004-06-01"), day("2004-12-31"))


@given(TEXTS)
def test_a_qualifier_moves_no_bound(text: str) -> None:
    bare = When(re.sub("[?~%]", "", text))
    assert bounds(When(text)) == bounds(bare)
    assert When(text).lasting == bare.lasting


@given(TEXTS)
def test_a_qualifier_anywhere_marks_the_date(text: str) -> None:
    when = When(text)
    assert when.approximate == bool({"~", "%"} & set(text))
    assert when.uncertain == bool({"?", "%"} & set(text))


@given(units(2020, 2029))
def test_a_date_allows_the_days_that_match_its_digits(text: str) -> None:
    days = days_of(text)
    when = When(text)
    assert (when.earliest, when.latest) == (days[0], days[-1])


@given(choices(units(2020, 2029)).filter(lambda text: ".." not in text))
def test_a_choice_allows_the_days_of_its_members(text: str) -> None:
    days = days_of(text)
    when = When(text)
    assert (when.earliest, when.latest) == (days[0], days[-1])


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_a_coarser_date_contains_the_finer(d: date) -> None:
    iso = d.isoformat()
    spring, summer, autumn, winter = 21, 22, 23, 24
    season = {0: winter, 1: spring, 2: summer, 3: autumn}[d.month % 12 // 3]
    season_year = d.year - 1 if d.month < 3 else d.year
    chains = [
        [iso, iso[:9] + "X", iso[:8] + "XX", iso[:5] + "XX-XX", iso[:4]],
        [iso, iso[:7], iso[:6] + "X", iso[:5] + "XX", iso[:4]],
        [iso, iso[:7], f"{season_year:04}-{season}"],
        [iso, iso[:7], f"{iso[:4]}-{33 + (d.month - 1) // 3}", iso[:4]],
        [iso, iso[:7], f"{iso[:4]}-{37 + (d.month - 1) // 4}", iso[:4]],
        [iso, iso[:7], f"{iso[:4]}-{40 + (d.month - 1) // 6}", iso[:4]],
        *([[iso[:4], iso[:3] + "X"]] if d.year >= 10 else []),
        *([[iso[:3] + "X", iso[:2] + "XX"]] if d.year >= 100 else []),
    ]
    for chain in chains:
        for fine, coarse in pairwise(map(When, chain)):
            assert fine.within(coarse) is YES, f"{fine} in {coarse}"


@given(WHENS)
def test_certain_and_possible_keys_are_one_another_turned_round(when: When) -> None:
    certain, possible = when.sort_key("certain"), when.sort_key("possible")
    assert certain == possible[::-1]
    assert certain[0] >= possible[0]


@given(WHENS)
def test_a_date_counts_from_the_bounds_of_its_start(when: When) -> None:
    early, late = when.sort_key("possible")
    if when.start.earliest is not None:
        assert early == when.start.earliest.toordinal()
    if when.start.latest is not None:
        assert late == when.start.latest.toordinal()


@given(WHENS)
@example(When("2004/2004-06"))
def test_a_date_has_certainly_happened_by_its_latest_day(when: When) -> None:
    if when.latest is not None:
        assert when.sort_key("certain")[0] <= when.latest.toordinal()


@given(st.lists(WHENS, max_size=8), st.dates(), st.sampled_from(["certain", "possible"]))
def test_what_has_happened_by_a_day_is_a_prefix_of_the_order(
    whens: list[When], until: date, mode: Any
) -> None:
    ordered = sorted(whens, key=lambda when: when.sort_key(mode))
    happened = [when.sort_key(mode)[0] <= until.toordinal() for when in ordered]
    assert happened == sorted(happened, reverse=True)


@given(TEXTS, TEXTS)
@example("2001-25", "2001-21")
@example("?2004-06%", "2004-06%")
@example("2004", "2004?")
@example("2024-05-01", "[2024-05-01]")
def test_dates_are_equal_if_their_canonical_texts_are(one: str, other: str) -> None:
    a, b = When(one), When(other)
    assert (a == b) == (str(a) == str(b))
    if a == b:
        assert hash(a) == hash(b)
    assert len({a, b, When(one)}) == (1 if a == b else 2)


@given(WHENS)
def test_the_repr_builds_the_same_date(when: When) -> None:
    assert eval(repr(when), {"When": When}) == when


def test_a_date_cannot_be_changed() -> None:
    when = When("2024-05-19")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        when.lasting = True  # type: ignore[misc]


def test_dates_have_no_order_of_their_own() -> None:
    with pytest.raises(TypeError):
        sorted([When("2024"), When("2023")])


# ---------------------------------------------------------------------------------------------
# Properties of comparison


@given(FEW_POINTS | FEW_LISTS, FEW_POINTS | FEW_LISTS)
def test_before_agrees_with_every_pair_of_days(a: str, b: str) -> None:
    pairs = product(days_of(a), days_of(b))
    assert When(a).before(When(b)) is answer(x < y for x, y in pairs)


@given(FEW_POINTS, FEW_POINTS | FEW_LISTS)
def test_within_agrees_with_every_day(a: str, b: str) -> None:
    allowed = days_of(b)
    expected = answer(allowed[0] <= day <= allowed[-1] for day in days_of(a))
    assert When(a).within(When(b)) is expected


@given(FEW_POINTS | FEW_INTERVALS, FEW_POINTS | FEW_INTERVALS)
@example("2024-02-28", "2024-02-2X/2024-02-26")
@example("2024-03-XX/2024-03-05", "2024-03-01")
def test_before_agrees_with_every_pair_of_spells(a: str, b: str) -> None:
    ends = {end for _, end in spells_of(a)}
    starts = {start for start, _ in spells_of(b)}
    expected = answer(end < start for end, start in product(ends, starts))
    assert When(a).before(When(b)) is expected


@given(FEW_INTERVALS, FEW_POINTS | FEW_INTERVALS)
@example("2024-02-20/2024-03-05", "2024-03-01")
def test_within_agrees_with_every_spell(a: str, b: str) -> None:
    first = min(start for start, _ in spells_of(b))
    last = max(end for _, end in spells_of(b))
    expected = answer(first <= start and end <= last for start, end in spells_of(a))
    assert When(a).within(When(b)) is expected


@given(WHENS, WHENS)
def test_before_is_the_mirror_of_after(a: When, b: When) -> None:
    assert a.before(b) is b.after(a)


@given(WHENS, WHENS)
@example(When("2004/2004-06"), When("2004-07-01"))
def test_of_two_dates_only_one_can_be_before_the_other(a: When, b: When) -> None:
    if a.before(b) is YES:
        assert b.before(a) is NO
        assert a.within(b) is NO
    assert a.before(a) is not YES


@given(st.lists(WHENS, min_size=3, max_size=3))
def test_before_carries_over(three: list[When]) -> None:
    a, b, c = sorted(three, key=lambda when: when.sort_key("possible"))
    if a.before(b) is b.before(c) is YES:
        assert a.before(c) is YES


@given(WHENS)
def test_every_date_lies_within_itself(when: When) -> None:
    assert when.within(when) is YES


@given(WHENS, st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_is_compared_alike_in_every_form(when: When, d: date) -> None:
    as_when = When(d.isoformat())
    forms: list[Day] = [d, pendulum.Date(d.year, d.month, d.day), d.isoformat()]
    for form in forms:
        assert when.before(form) is when.before(as_when)
        assert when.after(form) is when.after(as_when)
        assert when.within(form) is when.within(as_when)


@given(WHENS, WHENS)
def test_text_is_compared_as_the_date_it_says(a: When, b: When) -> None:
    assert a.before(str(b)) is a.before(b)
    assert a.after(str(b)) is a.after(b)
    assert a.within(str(b)) is a.within(b)


def test_a_month_lies_within_a_season_of_text() -> None:
    assert When("2022-07").within("2022-22") is YES
    assert When("2022-05").before("2022") is UNKNOWN


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2015/..", "2014-12-31", NO),
        ("2015/..", "2016", UNKNOWN),
        ("2014-12-31", "2015/..", YES),
        ("2015-06-01", "2015/..", UNKNOWN),
        ("2016-01-01", "2015/..", NO),
        ("2028-12-31", "../2028", NO),
        ("../2028", "2029", YES),
        ("../2028", "2028-12-31", UNKNOWN),
        ("../2028", "2028-01-01", NO),
        ("[..2028]", "2028-12-31", UNKNOWN),
        ("[..2028]", "2029", YES),
        ("2029", "[..2028]", NO),
        ("2000", "[..2028]", UNKNOWN),
        ("[2016..]", "2015", NO),
        ("9999-12-31", "[2016..]", UNKNOWN),
    ],
)
def test_an_open_side_leaves_a_comparison_open(a: str, b: str, expected: Certainty) -> None:
    assert When(a).before(When(b)) is expected


# ---------------------------------------------------------------------------------------------
# Certainty


@pytest.mark.parametrize("certainty", Certainty)
def test_a_certainty_has_no_truth_value(certainty: Certainty) -> None:
    with pytest.raises(TypeError, match=r"ask `answer is Certainty\.YES`"):
        bool(certainty)


@pytest.mark.parametrize("certainty", Certainty)
def test_not_not_is_the_same_certainty(certainty: Certainty) -> None:
    assert ~~certainty is certainty


def test_an_answer_is_written_in_small_letters() -> None:
    assert [answer.value for answer in Certainty] == ["yes", "no", "unknown"]


def test_not_turns_yes_and_no_and_leaves_unknown() -> None:
    assert [~c for c in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]


# ---------------------------------------------------------------------------------------------
# The vectors of other EDTF projects


def stated(bound: str | None) -> date | None:
    return None if bound in (None, "-inf", "inf", "unknown") else date.fromisoformat(str(bound))


@pytest.mark.parametrize("vector", VECTORS["accepted"], ids=lambda v: v["edtf"])
def test_a_date_of_the_subset_is_read_as_others_read_it(vector: dict[str, Any]) -> None:
    when = When(vector["edtf"])
    if vector["earliest"] is not None:
        assert when.earliest == stated(vector["earliest"])
        assert (vector["earliest"] == "-inf" and when.lasting) == when.start.open
    if vector["latest"] is not None:
        assert when.latest == stated(vector["latest"])
        assert (vector["latest"] == "inf" and when.lasting) == when.end.open
    assert when.approximate == vector["approximate"]
    assert when.uncertain == vector["uncertain"]


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS["accepted"] if "four_points" in v], ids=lambda v: v["edtf"]
)
def test_both_sides_are_bounded_as_others_bound_them(vector: dict[str, Any]) -> None:
    start, end = bounds(When(vector["edtf"]))
    points = (start.earliest, start.latest, end.earliest, end.latest)
    for point, said in zip(points, vector["four_points"], strict=True):
        if said is not None:
            assert point == date.fromisoformat(said)


@pytest.mark.parametrize("text", VECTORS["outside"])
def test_edtf_outside_the_subset_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="expected"):
        When(text)


@pytest.mark.parametrize("text", VECTORS["invalid"])
def test_what_is_not_edtf_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="expected"):
        When(text)


THREE_VALUED = {True: YES, False: NO, None: UNKNOWN}


def holds(a: When, op: str, b: Any) -> Certainty | bool:
    match op:
        case "certainly_before":
            return a.before(When(b)) is YES
        case "certainly_after":
            return a.after(When(b)) is YES
        case "within":
            return a.within(When(b)) is YES
        case "possibly_between":
            first, last = b
            too_early = first != ".." and a.before(When(first)) is YES
            too_late = last != ".." and a.after(When(last)) is YES
            return not too_early and not too_late
        case "lt3":
            return a.before(When(b))
        case "gt3":
            return a.after(When(b))
        case "ge3":
            return ~a.before(When(b))
    raise ValueError(op)


@pytest.mark.parametrize("vector", COMPARISONS, ids=lambda v: f"{v['a']} {v['op']} {v['b']}")
def test_dates_compare_as_others_compare_them(vector: dict[str, Any]) -> None:
    expected = vector["expected"]
    if vector["op"].endswith("3"):
        expected = THREE_VALUED[expected]
    assert holds(When(vector["a"]), vector["op"], vector["b"]) is expected


# ---------------------------------------------------------------------------------------------
# Examples: bounds


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-05-19", "2024-05-19", "2024-05-19"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("001X", "0010-01-01", "0019-12-31"),
        ("2022-XX", "2022-01-01", "2022-12-31"),
        ("2022-0X", "2022-01-01", "2022-09-30"),
        ("2022-1X", "2022-10-01", "2022-12-31"),
        ("2022-02-XX", "2022-02-01", "2022-02-28"),
        ("2022-02-0X", "2022-02-01", "2022-02-09"),
        ("2022-02-2X", "2022-02-20", "2022-02-28"),
        ("2022-04-3X", "2022-04-30", "2022-04-30"),
        ("2022-XX-XX", "2022-01-01", "2022-12-31"),
        ("2022-21", "2022-03-01", "2022-05-31"),
        ("2022-22", "2022-06-01", "2022-08-31"),
        ("2022-23", "2022-09-01", "2022-11-30"),
        ("2022-24", "2022-12-01", "2023-02-28"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("9998-24", "9998-12-01", "9999-02-28"),
        ("2022-25", "2022-03-01", "2022-05-31"),
        ("2022-28", "2022-12-01", "2023-02-28"),
        ("2022-33", "2022-01-01", "2022-03-31"),
        ("2022-36", "2022-10-01", "2022-12-31"),
        ("2022-37", "2022-01-01", "2022-04-30"),
        ("2022-38", "2022-05-01", "2022-08-31"),
        ("2022-39", "2022-09-01", "2022-12-31"),
        ("2022-40", "2022-01-01", "2022-06-30"),
        ("2022-41", "2022-07-01", "2022-12-31"),
        ("2022-22/2022-24", "2022-06-01", "2023-02-28"),
        ("[2024-04-21..2024-04-30]", "2024-04-21", "2024-04-30"),
        ("[2022-21,2022-22]", "2022-03-01", "2022-08-31"),
        ("[2024,2022-05]", "2022-05-01", "2024-12-31"),
        ("[2024-05-01]", "2024-05-01", "2024-05-01"),
    ],
)
def test_a_date_is_bounded_by(text: str, earliest: str, latest: str) -> None:
    when = When(text)
    assert (str(when.earliest), str(when.latest)) == (earliest, latest)


def test_bounds_are_pendulum_dates() -> None:
    when = When("2024")
    assert {type(d) for d in (when.earliest, when.start.latest)} == {pendulum.Date}


def test_an_open_end_is_not_an_unknown_end() -> None:
    still, ended = When("2015/.."), When("2015/")
    assert still.end == Bounds(day("2015-01-01"), None, open=True)
    assert ended.end == Bounds(day("2015-01-01"), None, open=False)
    assert still.start == ended.start == Bounds(day("2015-01-01"), day("2015-12-31"))
    assert still != ended


def test_an_open_start_is_not_an_unknown_start() -> None:
    always, began = When("../2028"), When("/2028")
    assert always.start == Bounds(None, day("2028-12-31"), open=True)
    assert began.start == Bounds(None, day("2028-12-31"), open=False)


def test_until_2028_lasts_and_by_2028_is_one_unknown_day() -> None:
    until, by = When("../2028"), When("[..2028]")
    assert (until.lasting, by.lasting) == (True, False)
    assert until.end == Bounds(day("2028-01-01"), day("2028-12-31"))
    assert by.end == by.start == Bounds(None, day("2028-12-31"))
    assert by.within("2028-12-31") is UNKNOWN
    assert until != by


def test_a_point_starts_and_ends_on_one_day() -> None:
    when = When("[2024-05..2024-06]")
    assert when.start == when.end == Bounds(day("2024-05-01"), day("2024-06-30"))


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2024-05-19", True),
        ("[2024-05-19]", True),
        ("[2024-05-19..2024-05-19]", True),
        ("2022-04-3X", True),
        ("2024-05-19?", False),
        ("2024-05-19~", False),
        ("2024-~05-19", False),
        ("2024-05", False),
        ("2024-05-19/2024-05-19", False),
        ("[2024-05-18,2024-05-19]", False),
        ("[..2024-05-19]", False),
    ],
)
def test_only_one_day_said_without_doubt_is_exact(text: str, exact: bool) -> None:
    assert When(text).is_exact is exact


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("~1945", "1945~"),
        ("?2004-06%", "2004-06%"),
        ("?2004-06", "?2004-06"),
        ("2004?-06-11", "?2004-06-11"),
        ("2019~-08~-08~", "2019-08-08~"),
        ("2019~-08-08?", "%2019-?08-?08"),
        ("2022-26~", "2022-22~"),
        ("2022-28/2023-25", "2022-24/2023-21"),
        ("[2022-25,~2023]", "[2022-21,2023~]"),
    ],
)
def test_one_text_stands_for_all_that_mean_the_same(text: str, canonical: str) -> None:
    assert str(When(text)) == canonical


# ---------------------------------------------------------------------------------------------
# Examples: refusals


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 1, "a date"),
        ("2024-05-19T10:00:00", 11, "no time of day"),
        ("201x", 4, "'X', a capital"),
        ("2022-xx", 6, "'X', a capital"),
        ("{2021,2022}", 1, "a list of several dates is several events"),
        (" 2022", 1, "no white space"),
        ("2022-05-01\n", 11, "no white space"),
        ("[2021, 2022]", 7, "no white space"),
        ("2021 / 2022", 5, "no white space"),
        ("-0100", 1, "years before it are not supported"),
        ("2000/-0100", 6, "years before it are not supported"),
        ("12024", 1, "four digits for a year"),
        ("Y17E7", 1, "in four digits"),
        ("0000", 1, "a calendar has no year 0000"),
        ("0000-05-01", 1, "a calendar has no year 0000"),
        ("000X", 1, "a calendar has no year 0000"),
        ("2022-13", 6, "a month 01 to 12"),
        ("2022-00", 6, "a month from 01 to 12"),
        ("2022-02-30", 9, "a day of 2022-02, which has 28"),
        ("1900-02-29", 9, "a day of 1900-02, which has 28"),
        ("2022-04-31", 9, "a day of 2022-04, which has 30"),
        ("2022-04-00", 9, "a day of 2022-04, which has 30"),
        ("2022-02-3X", 9, "a day of 2022-02, which has 28"),
        ("2022/2021", 6, "not before the start '2022'"),
        ("2012-24/2012-21", 9, "not before the start '2012-24'"),
        ("2021/2022/2023", 10, "one '/' only"),
        ("2021/2022/2023/2024", 10, "one '/' only"),
        ("2021/2022-13", 11, "a month 01 to 12"),
        ("/", 1, "a date on at least one side"),
        ("../..", 1, "a date on at least one side"),
        ("../", 1, "a date on at least one side"),
        ("[2022..2021]", 8, "not before '2022'"),
        ("[2022..2023-05]", 8, "a year, as precise as the start"),
        ("[2022-05..2023]", 11, "a month, as precise as the start"),
        ("[2022-05-01..2022-06]", 14, "a day, as precise as the start"),
        ("[2022-XX-XX..2023-01]", 14, "a day, as precise as the start"),
        ("[2022-0X..2023-01-01]", 11, "a month, as precise as the start"),
        ("[200X..2011]", 8, "a decade, as precise as the start"),
        ("[20XX..2111]", 8, "a century, as precise as the start"),
        ("[2022-22..2023]", 11, "a division, as precise as the start"),
        ("[2022-01-0X..2023]", 14, "a day, as precise as the start"),
        ("[2001..2002..2003]", 12, "YYYY, YYYY-MM or YYYY-MM-DD"),
        ("[2001..2002-13]", 13, "a month 01 to 12"),
        ("[..]", 2, "a date beside '..'"),
        ("[]", 2, "a date"),
        ("[2021,]", 7, "a date"),
        ("[2021,2022", 11, "a closing ']'"),
        ("[2021]2022]2023", 7, "a closing ']'"),
        ("[2020,2021-02-30]", 15, "a day of 2021-02, which has 28"),
        ("[1667,1668..1670]", 6, "YYYY, YYYY-MM or YYYY-MM-DD"),
        ("X022", 1, "at the right end only"),
        ("2X22", 2, "at the right end only"),
        ("2022-X1", 6, "at the right end only"),
        ("2022-05-X1", 9, "at the right end only"),
        ("201X-05", 6, "nothing more after the unspecified year '201X'"),
        ("2022-XX-05", 9, "no day after the unspecified month 'XX'"),
        ("2022-22-05", 9, "no day after the division '22'"),
        ("2022-29", 6, "a season 21 to 24"),
        ("2022-30", 6, "a season 21 to 24"),
        ("2022-31", 6, "a season 21 to 24"),
        ("2022-32", 6, "a season 21 to 24"),
        ("2022-42", 6, "a half 40 to 41"),
        ("9999-24", 6, "a season that ends by the year 9999"),
        ("2022-5", 5, "YYYY, YYYY-MM or YYYY-MM-DD"),
        ("20220501", 1, "four digits for a year"),
        ("2022??", 6, "YYYY, YYYY-MM or YYYY-MM-DD"),
        ("..", 1, "YYYY, YYYY-MM or YYYY-MM-DD"),
        ("٢٠٢٢", 1, "YYYY, YYYY-MM or YYYY-MM-DD"),
    ],
)
def test_a_refusal_names_the_position_and_the_reason(text: str, position: int, reason: str) -> None:
    with pytest.raises(DateError) as caught:
        When(text)
    (problem,) = caught.value.problems
    assert problem.where == f"date {text!r}, character {position}"
    assert problem.found == (repr(text[position - 1 :]) if text[position - 1 :] else "the end")
    assert reason in problem.expected


FORM = "YYYY, YYYY-MM or YYYY-MM-DD, with ?, ~ or % if in doubt"


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("summer", 1, "digits, as in '2022-22' (summer 2022) or '1979~' (about 1979)"),
        ("2022 ", 5, "no white space"),
        ("2022-05-01T12", 11, "a day, with no time of day"),
        ("{2022}", 1, "'[one, of, these]': a list of several dates is several events"),
        ("202x", 4, "'X', a capital, for an unspecified digit"),
        ("Y2022", 1, "a year from 0001 to 9999 in four digits"),
        ("-0044", 1, "a year from 0001 to 9999 (years before it are not supported)"),
        ("0000", 1, "a year from 0001 to 9999 (a calendar has no year 0000)"),
        ("0000-01", 1, "a year from 0001 to 9999 (a calendar has no year 0000)"),
        ("20220", 1, "four digits for a year, two for a month or a day"),
        ("20X2", 3, "unspecified digits at the right end only"),
        ("2022-5", 5, FORM),
        ("2022-00", 6, "a month from 01 to 12"),
        (
            "2022-13",
            6,
            "a month 01 to 12, a season 21 to 24, a quarter 33 to 36, "
            "a third 37 to 39 or a half 40 to 41",
        ),
        ("2022-05-01" * 50, 9, "four digits for a year, two for a month or a day"),
        ("2022-05-01" + "-" * 300, 11, FORM),
        ("?2022?-?05?-?01?" + "~" * 300, 17, FORM),
    ],
)
def test_a_refusal_says_in_whole_what_is_expected(text: str, position: int, expected: str) -> None:
    with pytest.raises(DateError) as caught:
        When(text)
    (problem,) = caught.value.problems
    assert int(problem.where.rpartition(" ")[2]) == position
    assert (problem.expected, problem.advice) == (
        expected,
        "the supported dates are listed in docs/reference/dates.md",
    )
    assert problem.where == problem.within


@pytest.mark.parametrize("text", ["[2001?,2002~]", "[2001~..2002?]", "[2001%..]", "[..2001%]"])
def test_a_choice_is_in_doubt_if_one_of_its_members_is(text: str) -> None:
    assert (When(text).uncertain, When(text).approximate) == (True, True)
    for sign in "?~%":
        text = text.replace(sign, "")
    assert (When(text).uncertain, When(text).approximate) == (False, False)


@given(st.text(alphabet="0129X-?~%/.,[]{} xT", max_size=14))
def test_any_text_is_read_or_refused_with_a_position_inside_it(text: str) -> None:
    try:
        assert When(str(When(text))) == When(text)
    except DateError as refusal:
        (problem,) = refusal.problems
        position = int(problem.where.rpartition(" ")[2])
        assert 1 <= position <= len(text) + 1


@pytest.mark.parametrize("value", [2022, 2022.5, None, b"2022", date(2022, 5, 1), ["2022"]])
def test_only_text_is_parsed(value: Any) -> None:
    with pytest.raises(DateError) as caught:
        When(value)
    assert str(caught.value) == f"date: found {value!r}; expected EDTF text; quote it"


class Quoted(str):
    """A text as a library for YAML or TOML hands it over."""


def test_a_text_of_a_class_of_its_own_is_read_as_the_text_that_it_is() -> None:
    when = When(Quoted("2001-25"))
    assert (when, type(when.written), when.written) == (When("2001-21"), str, "2001-25")


def test_a_refused_date_is_an_error_of_the_library_and_of_the_value() -> None:
    with pytest.raises(TimelineError):
        When("2022-13")
    with pytest.raises(ValueError, match="2022-13"):
        When("2022-13")


# ---------------------------------------------------------------------------------------------
# Days


@given(st.dates())
def test_a_day_is_the_same_in_every_form(d: date) -> None:
    same = pendulum.Date(d.year, d.month, d.day)
    assert to_day(d) == to_day(same) == to_day(d.isoformat()) == same
    assert type(to_day(d)) is type(to_day(d.isoformat())) is pendulum.Date


@given(st.dates())
def test_a_month_and_a_year_mean_their_last_day(d: date) -> None:
    iso = d.isoformat()
    assert to_day(iso[:7]) == When(iso[:7]).latest
    assert to_day(iso[:4]) == When(iso[:4]).latest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-19", "2024-05-19"),
        ("2024-02", "2024-02-29"),
        ("1900-02", "1900-02-28"),
        ("2024", "2024-12-31"),
        ("9999", "9999-12-31"),
    ],
)
def test_a_text_means_the_day(text: str, expected: str) -> None:
    assert to_day(text) == day(expected)


@pytest.mark.parametrize("value", [datetime(2024, 5, 19, 23, 30), pendulum.datetime(2024, 5, 19)])
def test_a_datetime_is_refused_because_days_are_whole(value: datetime) -> None:
    with pytest.raises(DateError, match=r"known: found the datetime .*days are whole.*\.date\(\)"):
        to_day(value, "known")
    with pytest.raises(DateError, match="days are whole"):
        When("2024").before(value)


@pytest.mark.parametrize("value", ["2024-05-19T23:30:00", "2024-05-19 23:30"])
def test_a_text_with_a_time_of_day_is_refused_because_days_are_whole(value: str) -> None:
    with pytest.raises(DateError, match=rf"known: found '{value}'; expected a day; days are whole"):
        to_day(value, "known")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2024-5-19",
        "2024-05-19 ",
        "20240519",
        "2024-W20",
        "2024-05-19?",
        "2024-22",
        "2024-13",
        "2024-00",
        "2024-02-30",
        "0000",
        "0000-01-01",
        "12024",
        "٢٠٢٤",
    ],
)
def test_what_is_no_day_is_refused_and_named(value: str) -> None:
    with pytest.raises(DateError) as caught:
        to_day(value, "as_of")
    (problem,) = caught.value.problems
    assert (problem.where, problem.found) == ("as_of", repr(value))
    assert problem.expected.startswith(
        ("a day that exists", "a day such as '2024-05-19'", "a day, a month or a year")
    )


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ("2024-20", "a day that exists"),
        ("2024-21", "a day, a month or a year; a season is no day"),
        ("2024-41", "a day, a month or a year; a season is no day"),
        ("2024-42", "a day that exists"),
        ("2024-21-01", "a day that exists"),
        ("2024-02-30", "a day that exists"),
        ("0000", "a day that exists"),
        ("2024-5", "a day such as '2024-05-19', '2024-05' or '2024'"),
        ("2024-05-19T2", "a day; days are whole: leave out the time of day"),
    ],
)
def test_a_refusal_of_a_day_says_what_is_wrong_with_it(value: str, refusal: str) -> None:
    with pytest.raises(DateError) as caught:
        to_day(value)
    said = str(caught.value)
    if refusal == "a day that exists":  # why it does not is said in the words of Python
        said = said[: said.index(refusal) + len(refusal)]
    assert said == f"day: found '{value}'; expected {refusal}"


@pytest.mark.parametrize("mode", ["", "maybe", "Certain", None, 1])
def test_dates_are_sorted_in_one_of_two_modes(mode: Any) -> None:
    with pytest.raises(DateError) as caught:
        When("2024").sort_key(mode)
    assert str(caught.value) == f"mode: found {mode!r}; expected 'certain' or 'possible'"


@pytest.mark.parametrize("value", [None, 2024, 2024.5, b"2024", (2024, 5, 19)])
def test_what_is_neither_text_nor_date_is_no_day(value: Any) -> None:
    with pytest.raises(DateError, match="expected a day such as"):
        to_day(value)


def test_the_data_name_their_origin() -> None:
    assert set(origins()) >= {"edtf.js", "python-edtf", "go-edtf", "undate", "messydates"}


def origins() -> Iterator[str]:
    for name in ("edtf.json", "edtf-compare.json"):
        yield from json.loads((DATA / name).read_text(encoding="utf-8"))["origin"]["projects"]


# ---------------------------------------------------------------------------------------------
# Sharing a day

SMALL = range(1, 5)  # days of a January
Period = tuple[int, int]


def some_dates() -> Iterator[tuple[str, list[Period]]]:
    """Texts, each with every pair of a start and an end that it allows within a few days."""
    named = {n: f"2024-01-0{n}" for n in SMALL}
    pairs = [(a, b) for a in SMALL for b in SMALL if a <= b]
    for a in SMALL:
        yield named[a], [(a, a)]
        yield f"{named[a]}/..", [(a, b) for b in SMALL if a <= b] + [(a, 99)]
        yield f"{named[a]}/", [(a, b) for b in SMALL if a <= b] + [(a, 99)]
        yield f"../{named[a]}", [(b, a) for b in SMALL if b <= a] + [(-99, a)]
        yield f"[..{named[a]}]", [(b, b) for b in SMALL if b <= a] + [(-99, -99)]
        yield f"[{named[a]}..]", [(b, b) for b in SMALL if a <= b] + [(99, 99)]
    for a, b in pairs:
        yield f"[{named[a]}..{named[b]}]", [(n, n) for n in range(a, b + 1)]
        yield f"{named[a]}/{named[b]}", [(a, b)]


@pytest.mark.parametrize(("text", "periods"), list(some_dates()))
def test_two_dates_share_a_day_if_all_that_they_may_be_do(text: str, periods: list[Period]) -> None:
    for other, others in some_dates():
        shared = {a <= d and c <= b for a, b in periods for c, d in others}
        answer = UNKNOWN if len(shared) > 1 else YES if True in shared else NO
        if text in BOUNDLESS and other in BOUNDLESS and answer is not UNKNOWN:
            continue  # a few days do not show what may be before and after them
        assert When(text).overlaps(other) is answer, (text, other)
        assert When(other).overlaps(text) is answer, (other, text)


BOUNDLESS = {text for text, _ in some_dates() if ".." in text or text.endswith("/")}


@given(TEXTS, TEXTS)
def test_dates_of_which_one_is_before_the_other_share_no_day(one: str, other: str) -> None:
    shared, apart = When(one).overlaps(other), (When(one).before(other), When(other).before(one))
    assert shared is When(other).overlaps(one)
    assert (shared is NO) == (YES in apart)
    if shared is YES:
        assert apart == (NO, NO)


def test_an_interval_shares_its_days_and_a_point_in_it_one_that_may_not_be_known() -> None:
    assert When("2015/2018").overlaps("2017/..") is YES
    assert When("2015/2018").overlaps("2016") is YES
    assert When("2022").overlaps("2022-07") is UNKNOWN
    assert When("2022").overlaps("2022") is UNKNOWN
    assert When("2022-07-10").overlaps(date(2022, 7, 10)) is YES
    assert When("2022").overlaps("2023") is NO


# ---------------------------------------------------------------------------------------------
# Values, and what is no date


@given(TEXTS, st.sampled_from(range(pickle.HIGHEST_PROTOCOL + 1)))
def test_a_date_is_the_same_after_a_pickle_and_a_copy(text: str, protocol: int) -> None:
    when = When(text)
    for again in (
        pickle.loads(pickle.dumps(when, protocol)),
        copy.copy(when),
        copy.deepcopy([when])[0],
    ):
        assert again == when
        assert hash(again) == hash(when)
        assert (again.written, bounds(again)) == (when.written, bounds(when))


def test_a_date_has_a_short_name_and_no_place_for_more() -> None:
    assert repr(When("2022-26")) == "When('2022-22')"
    assert not hasattr(When("2022"), "__dict__")
    assert When("2022") is When("2022")


@pytest.mark.parametrize("wrong", [5, None, object(), b"2024", 1.5, [], datetime(2024, 5, 19)])
def test_a_date_is_compared_with_a_date_only(wrong: Any) -> None:
    when = When("2024")
    for ask in (when.before, when.after, when.within, when.overlaps):
        with pytest.raises(DateError, match=r"found .*; expected"):
            ask(wrong)
    with pytest.raises(DateError, match="expected EDTF text; quote it"):
        When(wrong)


# ---------------------------------------------------------------------------------------------
# Any text at all

KNOWN_TEXTS: list[str] = [vector["edtf"] for vector in VECTORS["accepted"]]
KNOWN_TEXTS += VECTORS["outside"] + VECTORS["invalid"]
CHARACTERS = "0123456789X?~%-/.,[]{}TZ .+ES^\u0660\u2013x\n\x00"


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A text of the vectors with some characters changed, left out, doubled, or in two parts."""
    text: str = draw(st.sampled_from(KNOWN_TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        sign = draw(st.sampled_from(CHARACTERS))
        other = draw(st.sampled_from(KNOWN_TEXTS))
        text = draw(
            st.sampled_from(
                (
                    text[:at] + sign + text[at:],
                    text[:at] + sign + text[at + 1 :],
                    text[:at] + text[at + 1 :],
                    text[:at] + other + text[at:],
                    text[:at] + text,
                    f"[{text},{other}]",
                    f"{text}/{other}",
                )
            )
        )
    return text * draw(st.sampled_from((1, 1, 1, 1, 50)))


DEEP = settings().max_examples > 1000  # as `--hypothesis-profile deep` sets it
FUZZ = settings(max_examples=20_000 if DEEP else 100)


@FUZZ
@given(mutated() | st.text(CHARACTERS, max_size=30) | st.text(max_size=30))
@example("2024" * 10_000)
@example("[" + "2024," * 10_000 + "2024]")
@example("[" * 5_000)
@example("9" * 5_000 + "/" + "9" * 5_000)
@example("X" * 100_000)
def test_any_text_is_a_date_or_refused_in_short_and_soon(text: str) -> None:
    start = perf_counter()
    try:
        when = When(text)
    except DateError as error:
        (problem,) = error.problems
        assert len(str(problem)) < 500
        assert problem.where.startswith("date ")
    else:
        assert When(str(when)) == when
        assert str(When(str(when))) == str(when)
        assert when.written == text
    assert perf_counter() - start < 1
