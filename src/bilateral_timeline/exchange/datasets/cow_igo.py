"""COW Intergovernmental Organizations: the status of each state in each organisation, by year.

Pevehouse, McManus and Nordstrom, *Codebook for Correlates of War 3 International Governmental
Organizations Data Set*, version 3.0 (July 2019), and Pevehouse, Nordstrom, McManus and Jamison,
"Tracking organizations in the world", Journal of Peace Research 57 (2020): 534 organisations,
1816 to 2014. Read is version 3.0b, a row for each state and year and a column for each
organisation: 0 no membership, 1 full, 2 associate, 3 observer, -1 the organisation does not
exist, -9 no information. The rows of a state stand one after another, as published.

A `membership-changed` tells each change, dated by the first year of the new status: the last year
of a membership is one in which it was still so. A status that begins with what is covered is
`observed` only. Where years before a change say nothing, it came in one of these. A year with no
information gives no event, and neither does the end of the rows of a state. The organisation has
the abbreviation of its column for its id. `known` is the day of the edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ...dates.when import When
from ...relations.facets.memberships import MembershipChanged
from ..countries import name_of
from ..groups import Group
from ..rows import Layout, Row
from .dataset import Dataset, Draft, slug
from .dated import MISSING, year_of
from .interactions import party

STATUS: Final[Mapping[str, str]] = {"0": "none", "1": "full", "2": "associate", "3": "observer"}
"""The status of a code; one of `-1` is none."""
_NO_IGO, _SILENT = "-1", "-9"
_OF_STATE = ("ccode", "year", "state", "country", "version")
_OUT_OF_SYSTEM = 5  # a gap of more years: the pre-1965 data of old versions have every fifth


def _parties(group: Group) -> tuple[str, ...]:
    return (party(group.key, "cow", "state"),)


def _drafts(group: Group, parties: tuple[str, ...]) -> Iterator[Draft]:
    (state,) = parties
    years = dict[int, Row]()
    for row in group.rows:
        year = year_of(row, "year")
        if year in years:
            row.refuse("year", f"a year that row {years[year].number} does not have")
        years[year] = row
    told = sorted(years.items())
    for column in group.first.columns:
        if column not in _OF_STATE:
            for year, when, code, is_seen in _changes(column, told):
                yield _draft(group.key, state, column, year, when, code, is_seen)


def _changes(column: str, years: list[tuple[int, Row]]) -> Iterator[tuple[int, str, str, bool]]:
    """The years in which a code begins, when that came, and whether it is only seen then."""
    last, last_year, status, before = "", 0, "", 0
    for year, row in years:
        code = _code(row, column)
        if before and year - before > _OUT_OF_SYSTEM:
            last = ""
        before = year
        if code == _SILENT:
            continue
        word = STATUS.get(code, "none")
        if word != status and (code != _NO_IGO or status):
            is_next = not last or year == last_year + 1
            when = f"{year:04}" if is_next else f"[{last_year + 1:04}..{year:04}]"
            yield year, when, code, not last
            status = word
        last, last_year = code, year


def _code(row: Row, column: str) -> str:
    code = row[column].removesuffix(".0")
    if code in STATUS or code == _NO_IGO:
        return code
    if code.upper() not in MISSING:
        row.refuse(column, "0, 1, 2 or 3, or -1 or -9")
    return _SILENT


def _draft(
    number: str, state: str, column: str, year: int, when: str, code: str, is_seen: bool
) -> Draft:
    status = STATUS.get(code, "none")
    body = MembershipChanged(
        organisation=slug(column),
        party=state,
        status=status,
        observed=is_seen,
        reason="The organisation does not exist." if code == _NO_IGO else "",
    )
    title = f"{name_of(state)} in {column}: {status}"
    locator = f"state {number}, {year}, column {column}"
    return Draft(f"{number}-{column}-{year}", When(when), body, title, locator=locator)


DATASET = Dataset(
    name="cow-igo",
    title="Correlates of War Intergovernmental Organizations",
    author=("Jon Pevehouse", "Timothy Nordstrom", "Roseanne McManus", "Anne Spencer Jamison"),
    publisher="Correlates of War Project",
    url="https://correlatesofwar.org/data-sets/igos/",
    layouts=(
        Layout(needed=("ccode", "year"), optional=("state", "country", "version"), rest=True),
    ),
    parties=_parties,
    drafts=_drafts,
    between="any",
    together=lambda row: row.digits("ccode"),
)
