"""Amounts as people say them: numbers, sums, changes in percent and delays."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.currencies import CURRENCIES
from bilateral_timeline.views.amounts import amount, delay, number
from bilateral_timeline.views.sentences.money import changed
from telling import (
    dollars,
    drones,
)


@pytest.mark.parametrize(
    ("told", "short", "long"),
    [
        (drones(best=1), "1 drone", "1 drone"),
        (drones(best=0), "0 drones", "0 drones"),
        (drones(best=4500), "4,500 drones", "4,500 drones"),
        (
            drones(4275, 4500, 4725),
            "about 4,500 drones",
            "about 4,500 drones (between 4,275 and 4,725)",
        ),
        (drones(4450, 4500, 4550), "4,500 drones", "4,500 drones (between 4,450 and 4,550)"),
        (
            drones(4450, 4500, 4550, text="some 4500"),
            "about 4,500 drones",
            "about 4,500 drones (between 4,450 and 4,550)",
        ),
        (drones(200), "at least 200 drones", "at least 200 drones"),
        (drones(None, None, 400), "at most 400 drones", "at most 400 drones"),
        (drones(4000, 4500), "about 4,500 drones", "about 4,500 drones (at least 4,000)"),
        (drones(1, None, 2), "between 1 and 2 drones", "between 1 and 2 drones"),
        (drones(1), "some drones", "some drones"),
        (drones(200, None, 999, text="hundreds"), "hundreds of drones", "hundreds of drones"),
        (drones(20, None, 99, text="dozens"), "dozens of drones", "dozens of drones"),
        (drones(3, text="several"), "several drones", "several drones"),
        (drones(3, text="a large number"), "a large number of drones", "a large number of drones"),
        (
            drones(20000, None, 99999, text="tens of thousands"),
            "tens of thousands of drones",
            "tens of thousands of drones",
        ),
        (bt.Quantity(best=1, unit="glass"), "1 glass", "1 glass"),
        (bt.Quantity(best=1, unit="percent"), "1 percent", "1 percent"),
        (bt.Quantity(best="4.25", unit="km"), "4.25 km", "4.25 km"),
        (
            bt.Quantity("15.75", "15.8", "15.85", unit="percent"),
            "15.8 percent",
            "15.8 percent (between 15.75 and 15.85)",
        ),
        (dollars(best="40e9"), "40 billion dollars", "40 billion dollars"),
        (
            dollars("3.5e9", None, "4.5e9"),
            "between 3.5 and 4.5 billion dollars",
            "between 3.5 and 4.5 billion dollars",
        ),
        (
            dollars("9.9e8", None, "1.2e9"),
            "between 990 million and 1.2 billion dollars",
            "between 990 million and 1.2 billion dollars",
        ),
        (
            dollars("1.35e9", "1.4e9", "1.45e9"),
            "1.4 billion dollars",
            "1.4 billion dollars (between 1.35 and 1.45 billion)",
        ),
        (dollars("1.407e9", "1.407e9"), "about 1.407 billion dollars", None),
        (dollars("1e9", text="billions"), "billions of dollars", "billions of dollars"),
        (dollars(best=1), "1 dollar", "1 dollar"),
        (bt.Money(best=1200, currency="XXX"), "1,200 XXX", "1,200 XXX"),
        (bt.Money(best="2e6", currency="INR"), "2 million Indian rupees", None),
        (bt.Money(best="2e6", currency="TRY"), "2 million Turkish liras", None),
        (bt.Money(best="2e9", currency="JPY"), "2 billion yen", None),
        (bt.Money(best=1, currency="UAH"), "1 hryvnia", None),
        (bt.Money(best=500, currency="RUR"), "500 Russian roubles of 1991-1998", None),
    ],
)
def test_an_amount_is_said_as_people_say_it(told: Any, short: str, long: str | None) -> None:
    assert amount(told) == short
    assert long is None or amount(told, bounds=True) == long


def test_each_currency_has_a_name_of_its_own() -> None:
    assert len({*CURRENCIES.values()}) == len(CURRENCIES)
    words = re.compile(r"[\w' -]+")
    assert [code for code, name in CURRENCIES.items() if not words.fullmatch(name)] == []


@given(st.integers(0, 10**12))
def test_a_number_comes_back(told: int) -> None:
    digits, _, size = number(told).partition(" ")
    factor = {"": 1, "million": 10**6, "billion": 10**9}[size]
    assert bt.Quantity(best=digits.replace(",", ""), unit="x").best * factor == told  # type: ignore[operator]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ((-20, None, -18), "between 18 and 20 percent less"),
        ((None, -17, None), "17 percent less"),
        ((None, 16, None), "16 percent more"),
        ((15, None, None), "at least 15 percent more"),
        ((None, None, -15), "at least 15 percent less"),
        ((-3, None, 4), "between 3 percent less and 4 percent more"),
    ],
)
def test_a_change_in_percent_is_more_or_less(told: tuple[Any, ...], text: str) -> None:
    assert changed(bt.Quantity(*told, unit="percent")) == text


def test_a_change_in_words_stays_one_and_one_that_is_rounded_says_so() -> None:
    declined = bt.Quantity(high=0, unit="percent", text="declined")
    grew = bt.Quantity(low=0, unit="percent", text="steep growth")
    assert (changed(declined), changed(grew)) == ("declined", "steep growth")
    nearly = bt.Quantity(-20, -20, -18, unit="percent", text="nearly 20")
    assert changed(nearly) == "about 20 percent less"


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            bt.Quantity(-20, None, -18, unit="percent", text="a fall of nearly 20"),
            "a fall of nearly 20 percent",
        ),
        (
            bt.Quantity("13.5", None, 15, unit="percent", text="nearly 15"),
            "nearly 15 percent more",
        ),
    ],
)
def test_words_do_not_hide_which_way_a_change_went(told: bt.Quantity, text: str) -> None:
    assert changed(told) == text


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (1, 1, "1 day"),
        (12, 12, "12 days"),
        (5, 9, "between 5 and 9 days"),
        (0, 1, "up to 1 day"),
        (0, 40, "up to 40 days"),
        (0, 70, "up to 2 months"),
        (58, 58, "58 days"),
        (59, 59, "2 months"),
        (150, 280, "between 5 and 9 months"),
        (457, 488, "15 months"),
        (731, 731, "24 months"),
        (800, 1200, "between 26 and 39 months"),
        (1093, 1093, "36 months"),
        (1095, 1095, "3 years"),
        (1200, 1200, "over 3 years"),
        (1200, 1500, "between 3 and 4 years"),
        (0, 1500, "up to 4 years"),
        (0, 0, ""),
    ],
)
def test_a_delay_is_said_in_days_months_or_years(least: int, most: int, text: str) -> None:
    assert delay(bt.Quantity(least, None, most, unit="days")) == text


def lasting(start: date, months: int) -> bt.Quantity:
    """So many months from a day on, in days."""
    first = Date(start.year, start.month, start.day)
    number = first.add(months=months).toordinal() - first.toordinal()
    return bt.Quantity(number, None, number, unit="days")


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(2, 35))
def test_a_delay_of_whole_months_is_said_as_so_many_whatever_their_lengths(
    start: date, months: int
) -> None:
    assert delay(lasting(start, months)) == f"{months} months"


@given(DAYS, st.integers(3, 60))
def test_a_delay_of_whole_years_is_said_as_such_and_one_well_past_them_as_over(
    start: date, years: int
) -> None:
    assert delay(lasting(start, 12 * years)) == f"{years} years"
    for months in (2, 6, 11):
        assert delay(lasting(start, 12 * years + months)) == f"over {years} years"


@given(st.integers(1, 20000), st.integers(0, 20000))
def test_a_longer_delay_is_never_said_as_a_shorter_one(least: int, more: int) -> None:
    def size(number: int) -> tuple[int, int]:
        told = delay(bt.Quantity(number, None, number, unit="days")).removeprefix("over ")
        count, unit = told.split()
        return ("day", "month", "year").index(unit.removesuffix("s")), int(count)

    assert size(least) <= size(least + more)


@pytest.mark.parametrize(
    ("currency", "text"),
    [("USD", "1 dollar"), ("SEK", "1 SEK"), ("BGN", "1 BGN"), ("XAU", "1 XAU"), ("EUR", "1 euro")],
)
def test_one_of_a_currency_is_told_in_the_singular_or_by_its_code(currency: str, text: str) -> None:
    assert amount(bt.Money(best=1, currency=currency)) == text


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (bt.Quantity(-60, None, -40, unit="percent", text="a half"), "a half less"),
        (
            bt.Quantity(-20, None, -18, unit="percent", text="fall of nearly 20"),
            "fall of nearly 20 percent",
        ),
        (bt.Quantity(18, None, 20, unit="percent", text="nearly 20%"), "nearly 20% more"),
        (bt.Quantity(best=100, unit="percent", text="all"), "all more"),
    ],
)
def test_a_change_in_words_says_which_way_once(told: bt.Quantity, text: str) -> None:
    assert changed(told) == text
