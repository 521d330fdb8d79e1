"""Codes of countries: the table is as ISO, COW and Gleditsch-Ward have them, in both ways."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange
from bilateral_timeline.exchange.countries import SCHEMES, _found, countries, find_country, name_of

FACTS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "countries.json").read_text("utf-8")
)
CODES = [held.code for held in countries() if held.code]
END_OF_COW = "2016-12-31"
# The copy has the last state of Vietnam under the number of the one before 1893.
OTHERWISE = {("VN", "gw"): "816"}
# Kept by ISO for states that ended, and Kosovo, which ISO leaves to its users.
BEYOND_ISO = {"CS", "DD", "XK", "YD"}


def test_every_code_of_iso_is_in_the_table_and_no_other() -> None:
    for alpha_2, alpha_3, number in FACTS["iso"]:
        asked = {"alpha-2": alpha_2, "alpha-3": alpha_3, "numeric": f"{number:03}"}
        for scheme, code in asked.items():
            assert (exchange.country(code, scheme), exchange.code(alpha_2, scheme)) == (
                alpha_2,
                code,
            )
        assert exchange.country(number, "numeric") == alpha_2
        assert exchange.country(alpha_3, "cameo") == alpha_2
    assert {*CODES} - BEYOND_ISO == {alpha_2 for alpha_2, *_ in FACTS["iso"]}
    assert len(CODES) == len({*CODES})


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_every_spell_of_both_systems_is_in_the_table_and_no_other(system: str) -> None:
    ours = [
        (int(spell.number), spell.letters, spell.since, spell.until)
        for held in countries()
        for spell in held.spells[system]
    ]
    theirs = [
        (number, letters, since, "" if system == "cow" and until == END_OF_COW else until)
        for number, letters, _, since, until in FACTS[system]
    ]
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize(("system", "at"), [("cow", 1), ("gw", 2)])
def test_numbers_are_of_the_parties_that_the_concordance_has(system: str, at: int) -> None:
    told = 0
    for row in FACTS["concordance"]:
        party, number = row[0], row[at]
        if party and number is not None:
            assert exchange.country(number, system) == party
            assert exchange.code(party, system) == OTHERWISE.get((party, system), str(number))
            told += 1
    assert told > 170


@given(
    party=st.sampled_from(CODES),
    system=st.sampled_from(["cow", "gw"]),
    day=st.dates(date(1816, 1, 1), date(2016, 12, 31)),
)
def test_the_code_of_a_day_is_that_of_the_spell_it_lies_in(
    party: str, system: str, day: date
) -> None:
    numbers = {number for number, *_ in FACTS[system] if find_country(str(number), system) == party}
    then = [
        (str(number), letters)
        for number, letters, _, since, until in FACTS[system]
        if number in numbers and since <= day.isoformat() <= (until or "9999")
    ]
    assert len(then) <= 1
    for number, letters in then:
        assert exchange.code(party, system, on=day) == number
        assert exchange.code(party, f"{system}-letters", on=day) == letters
        assert exchange.country(number, system) == party
    if not then:
        with pytest.raises(bt.MissingError, match=f"on {day} of the party '{party}'"):
            exchange.code(party, system, on=day)


@pytest.mark.parametrize(
    ("number", "scheme", "party"),
    [
        *[("365", "cow", "RU"), ("RUS", "cow-letters", "RU"), ("SUN", "alpha-3", "RU")],
        *[("345", "cow", "RS"), ("340", "gw", "RS"), ("345", "gw", "RS"), ("YUG", "alpha-3", "RS")],
        *[("255", "cow", "DE"), ("260", "cow", "DE"), ("265", "cow", "DD"), ("260", "gw", "DE")],
        *[("678", "cow", "YE"), ("679", "cow", "YE"), ("680", "cow", "YD"), ("678", "gw", "YE")],
        *[("816", "cow", "VN"), ("815", "gw", "VN"), ("315", "cow", "CS"), ("347", "gw", "XK")],
        *[("970", "cow", "NR"), ("970", "gw", "KI"), ("GZS", "cameo", "PS"), ("2.0", "cow", "US")],
        *[("ir", "alpha-2", "IR"), ("irn", "alpha-3", "IR"), ("4", "numeric", "AF")],
    ],
)
def test_states_that_go_on_are_one_party_under_all_their_numbers(
    number: str, scheme: str, party: str
) -> None:
    assert exchange.country(number, scheme) == party


@pytest.mark.parametrize(
    ("day", "cow", "gw"),
    [
        ("1930-01-01", "255", "255"),
        ("1960-01-01", "260", "260"),
        ("1990-10-02", "260", "260"),
        ("1990-10-03", "255", "260"),
        ("2020-01-01", "255", "260"),
    ],
)
def test_germany_has_the_number_of_its_time(day: str, cow: str, gw: str) -> None:
    assert (exchange.code("DE", "cow", on=day), exchange.code("DE", "gw", on=day)) == (cow, gw)


@pytest.mark.parametrize(
    ("withdrawn", "alpha_3"),
    [("SU", "SUN"), ("YU", "YUG"), ("ZR", "ZAR"), ("BU", "BUR"), ("TP", "TMP"), ("RH", "RHO")],
)
def test_a_withdrawn_code_is_no_party_and_told_with_that_of_who_goes_on(
    withdrawn: str, alpha_3: str
) -> None:
    party = exchange.country(alpha_3, "alpha-3")
    with pytest.raises(bt.InputError, match=f"parties: found '{withdrawn}'; expected {party}$"):
        exchange.read("icews", "f.tab", version="1", known="2024", parties=[withdrawn, "DE"])


def test_all_names_of_a_state_are_one_whatever_their_spelling() -> None:
    for held in countries():
        for name in held.names:
            assert find_country(name, "name") == (held.code or None)
            assert find_country(name.upper(), "name") == (held.code or None)
    names = {
        "Moldova, Republic of": "MD",
        "the former Yugoslav Republic of Macedonia": "MK",
        "Democratic Republic of Congo": "CD",
        "Congo": "CG",
        "Cote d'Ivoire": "CI",
        "Côte d\u2019Ivoire": "CI",
        "St. Kitts & Nevis": "KN",
        "IRAN (Islamic Republic of)": "IR",
        "Occupied Palestinian Territory": "PS",
        "Bosnia-Herzegovina": "BA",
        "Türkiye": "TR",
        "Turkiye": "TR",
        "Holy See": "VA",
        "Kingdom of eSwatini (Swaziland)": "SZ",
        "United States": "US",
        "Russia (Soviet Union)": "RU",
        "Korea, North": "KP",
    }
    assert {name: find_country(name, "name") for name in names} == names
    assert (exchange.code("RU", "name"), name_of("IR"), name_of("??")) == ("Russia", "Iran", "??")


def test_states_that_nobody_continues_are_no_parties() -> None:
    ended = {300: "Austria-Hungary", 245: "Bavaria", 817: "Republic of Vietnam", 730: "Korea"}
    for number, name in ended.items():
        assert find_country(str(number), "cow") is find_country(name, "name") is None
        with pytest.raises(
            bt.MissingError, match=f"no party by the Correlates of War number '{number}'"
        ):
            exchange.country(number, "cow")


def test_what_is_not_there_is_told_with_what_is_near() -> None:
    with pytest.raises(bt.MissingError, match=r"no party by the name 'Irann'; near it: Iran"):
        exchange.country("Irann")
    with pytest.raises(bt.MissingError, match=r"alpha-3 code 'IRX'; near it: .*IRN"):
        exchange.country("IRX", "alpha-3")
    with pytest.raises(bt.MissingError, match=r"no scheme of codes 'cow2'; near it: cow"):
        exchange.country("365", "cow2")
    with pytest.raises(bt.MissingError, match="no party 'XX'"):
        exchange.code("XX", "cow")
    with pytest.raises(bt.MissingError, match="no Correlates of War number of the party 'HK'"):
        exchange.code("HK", "cow")
    with pytest.raises(bt.MissingError, match="numeric code of the party 'XK'"):
        exchange.code("XK", "numeric")
    with pytest.raises(bt.InputError, match="a code or a name as text"):
        exchange.country(None)  # type: ignore[arg-type]


def test_every_scheme_can_be_asked_both_ways() -> None:
    for scheme in SCHEMES:
        code = exchange.code("IR", scheme)
        assert exchange.country(code, scheme) == "IR"
    day = date(1979, 4, 1) + timedelta(days=1)
    assert exchange.code("IR", "gw", on=day) == "630"


def test_names_that_files_hold_do_not_fill_the_memory() -> None:
    for number in range(70_000):
        assert find_country(f"no country {number}", "cow-letters") is None
    assert _found.cache_info().currsize <= 65_536


def test_a_day_without_a_code_is_told_with_the_days_of_those_that_there_are() -> None:
    told = "known: 1816-01-01 to 1945-05-08: {0}, 1955-05-05 to 1990-10-02: {1}, 1990-10-03 on: {0}"
    for scheme, of, codes in (
        ("cow", "number", ("255", "260")),
        ("cow-letters", "letters", ("GMY", "GFR")),
    ):
        with pytest.raises(bt.MissingError) as caught:
            exchange.code("DE", scheme, on="1950")
        assert str(caught.value) == (
            f"no Correlates of War {of} on 1950-12-31 of the party 'DE'; {told.format(*codes)}"
        )
