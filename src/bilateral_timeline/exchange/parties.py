"""Parties that were asked for, and that are no countries, or in no row of a data set."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import InputError, Problem, near, shown
from .countries import countries_called, find_country


def check_countries(parties: Iterable[str]) -> None:
    """Refuse what is no code of a country, with the code that is meant; data sets have no other.

    >>> try:
    ...     check_countries(["IN", "Nepal"])
    ... except InputError as error:
    ...     print(error)
    parties: found 'Nepal'; expected NP
    """
    others = [party for party in parties if find_country(party, "alpha-2") != party]
    if others:
        expected = "the code of a country, such as RU (ISO 3166-1 alpha-2)"
        told = {party: ", ".join(countries_called(party)) or expected for party in others}
        raise InputError(*(Problem("parties", shown(p), e) for p, e in told.items()))


def no_party(party: str, seen: set[str], file: str) -> Problem:
    """That no row of a file has a party, with the codes near it.

    >>> print(no_party("India", {"IN", "NP"}, "f.csv"))
    parties: found 'India', which no row of f.csv has; expected IN
    """
    meant = dict.fromkeys([*countries_called(party), *near(party, seen)])
    alike = [code for code in meant if code in seen]
    expected = "a file with rows of it" if not seen else ", ".join(alike)
    if not expected:
        told = sorted(seen)
        more = f" and {len(told) - 20:,} more" if len(told) > 20 else ""
        expected = f"parties of its rows: {', '.join(told[:20])}{more}"
    found = f"{shown(party)}, which no row of {file} has"
    return Problem("parties", found, expected, file=file)
