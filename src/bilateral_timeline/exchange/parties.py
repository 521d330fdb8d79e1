"""Parties that were asked for, and that no row of a data set has."""

from __future__ import annotations

from ..errors import Problem, near, shown
from .countries import find_country

_LIKE_A_PARTY = ("alpha-2", "alpha-3", "name", "cow-letters")
"""The schemes by which somebody may have named a party instead."""


def is_country(party: str) -> bool:
    """Whether it is the code of a country, of which a file may have no row.

    >>> is_country("IN"), is_country("India")
    (True, False)
    """
    return find_country(party, "alpha-2") == party


def no_party(party: str, seen: set[str], file: str) -> Problem:
    """That no row of a file has a party, with the codes near it.

    >>> print(no_party("India", {"IN", "NP"}, "f.csv"))
    parties: found 'India', which no row of f.csv has; expected IN
    """
    codes = (find_country(party, scheme) for scheme in _LIKE_A_PARTY)
    alike = [code for code in dict.fromkeys([*codes, *near(party, seen)]) if code in seen]
    expected = "a file with rows of it" if not seen else ", ".join(alike)
    if not expected:
        told = sorted(seen)
        more = f" and {len(told) - 20:,} more" if len(told) > 20 else ""
        expected = f"parties of its rows: {', '.join(told[:20])}{more}"
    found = f"{shown(party)}, which no row of {file} has"
    return Problem("parties", found, expected, file=file)
