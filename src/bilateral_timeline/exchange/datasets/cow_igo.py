"""COW Intergovernmental Organizations: the status of each state in each organisation, by year.

Pevehouse, McManus and Nordstrom, *Codebook for Correlates of War 3 International Governmental
Organizations Data Set*, version 3.0 (July 2019), and Pevehouse, Nordstrom, McManus and Jamison,
"Tracking organizations in the world", Journal of Peace Research 57 (2020): 534 organisations,
1816 to 2014. Two forms are read, which give the same events: 3.0b (`state_year_format`), a row for
each state and year and a column for each organisation, and 3.0a (`igo_year_format`), a row for
each organisation and year and a column for each state. In both, 0 is no membership, 1 full,
2 associate, 3 observer, -9 no information; -1 says in 3.0b that the organisation does not exist,
and in 3.0a that the state is not in the system of states. The rows of a state, or of an
organisation, stand one after another, as published; a file of 3.0a is held whole. The third form,
3.0c, of joint memberships of pairs, says nothing more, and less: it is not read.

A `membership-changed` tells each change, dated by the first year of the new status: the last year
of a membership is one in which it was still so. A status that begins with what is covered is
`observed` only. Where years before a change say nothing, it came in one of these. A year with no
information gives no event, and neither does the end of the rows of a state. An organisation of
which 3.0a has no row in a year in which another one has, before its first or after its last, did
not exist then: so nothing begins with the first year of a file, and nothing ends with its last,
whichever those are. It has its abbreviation for its id. `known` is the day of the edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

import attrs

from ...dates.when import When
from ...errors import InputError, near
from ...relations.facets.memberships import MembershipChanged
from ..countries import find_country, name_of
from ..groups import Group
from ..rows import Layout, Row, several
from .dataset import Dataset, Draft, Skip, slug
from .dated import MISSING, state_of, year_of
from .igo_states import NUMBERS, years_of

STATUS: Final[Mapping[str, str]] = {"0": "none", "1": "full", "2": "associate", "3": "observer"}
"""The status of a code; one of `-1` is none."""
_NO_IGO, _SILENT = "-1", "-9"
_OF_STATE = ("ccode", "year", "state", "country", "version")
_OF_IGO = frozenset(
    (
        *("ioname", "orgname", "year", "sdate", "deaddate", "dead", "integrated", "replaced"),
        *("longorgname", "ionum", "igocode", "version", "accuracyofpre1965membershipdates"),
        *("sourcesandnotes", "imputed", "imputation", "political", "social", "economic"),
    )
)
_OUT_OF_SYSTEM = 5  # a gap of more years: the pre-1965 data of old versions have every fifth


def _is_by_igo(row: Row) -> bool:
    return "ioname" in row.columns


def _key(row: Row) -> str:
    if not _is_by_igo(row):
        return row.digits("ccode")
    return row["ioname"] or row.refuse("ioname", "the abbreviation of the organisation")


def _states(row: Row) -> Iterator[tuple[str, str, str]]:
    """The columns of states: the name, the number, and the party of those that are one."""
    for column in row.columns:
        name = column.casefold()
        if name in _OF_IGO:
            continue
        if (number := NUMBERS.get(name)) is None:
            alike = near(name, NUMBERS)
            advice = f"near it: {', '.join(alike)}" if alike else ""
            row.refuse(column, "a column of a state, or of what version 3 has beside them", advice)
        if (state := find_country(number, "cow")) is not None:
            yield column, number, state


def _gathered(groups: Iterator[Group]) -> Iterator[Group]:
    """The groups; those of organisations with the years of which any of them has a row."""
    first = next(groups, None)
    if first is None or not _is_by_igo(first.first):
        yield from chain(() if first is None else (first,), groups)
        return
    held = [first, *groups]
    told = (_year(row) for group in held for row in group.rows)
    years = frozenset(year for year in told if year is not None)
    yield from (attrs.evolve(group, years=years) for group in held)


def _year(row: Row) -> int | None:
    """The year of a row; None where it cannot be read, which is told with its organisation."""
    try:
        return year_of(row, "year")
    except InputError:
        return None


def _parties(group: Group) -> tuple[str, ...]:
    if _is_by_igo(group.first):
        return several(state for *_, state in _states(group.first))
    state = state_of(group.first, "ccode")
    if state is None:
        raise Skip(f"a state that ended, and has no code: {group.key}")
    return (state,)


def _drafts(group: Group, parties: tuple[str, ...]) -> Iterator[Draft]:
    years = sorted(_by_year(group).items())
    if _is_by_igo(group.first):
        for column, number, state in _states(group.first):
            codes = _of_member(column, number, years, group.years)
            for year, when, code, is_seen in _changes(codes):
                yield _draft(number, state, group.key, year, when, code, is_seen)
        return
    (state,) = parties
    for column in group.first.columns:
        if column not in _OF_STATE:
            codes = ((year, _code(row, column)) for year, row in years)
            for year, when, code, is_seen in _changes(codes):
                yield _draft(group.key, state, column, year, when, code, is_seen)


def _of_member(
    column: str, number: str, years: list[tuple[int, Row]], told: frozenset[int]
) -> Iterator[tuple[int, str]]:
    """The codes of a state in an organisation, as the form by states has them.

    In years in which it is no state there are none; where it is one, and the organisation is not
    there, the code says so. Years that the file tells of no organisation say nothing.
    """
    counted, first = years_of(number) & told, years[0][0]
    lately = range(first - 1, first - 1 - _OUT_OF_SYSTEM, -1)
    yield from ((year, _NO_IGO) for year in islice(filter(counted.__contains__, lately), 1))
    before = first - 1
    for year, row in (*years, (max(told) + 1, None)):
        if year > before + 1 and (row is None or year - before > _OUT_OF_SYSTEM):
            yield from ((y, _NO_IGO) for y in range(before + 1, year) if y in counted)
        if row is not None and (code := _code(row, column)) != _NO_IGO:
            yield year, code
        before = year


def _by_year(group: Group) -> dict[int, Row]:
    years = dict[int, Row]()
    for row in group.rows:
        year = year_of(row, "year")
        if year in years:
            row.refuse("year", f"a year that row {years[year].number} does not have")
        years[year] = row
    return years


def _changes(codes: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str, bool]]:
    """The years in which a code begins, when that came, and whether it is only seen then."""
    last, last_year, status, before = "", 0, "", 0
    for year, code in codes:
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
    locator = f"state {number} in {column}, {year}"
    id = f"{number}-{column}-{year}"
    return Draft(id, When(when), body, title, parties=(state,), locator=locator)


DATASET = Dataset(
    name="cow-igo",
    title="Correlates of War Intergovernmental Organizations",
    author=("Jon Pevehouse", "Timothy Nordstrom", "Roseanne McManus", "Anne Spencer Jamison"),
    publisher="Correlates of War Project",
    url="https://correlatesofwar.org/data-sets/igos/",
    layouts=(
        Layout(needed=("ccode", "year"), optional=("state", "country", "version"), rest=True),
        Layout(needed=("ioname", "year"), rest=True),
    ),
    parties=_parties,
    drafts=_drafts,
    between="any",
    tail=".+",
    together=True,
    key=_key,
    gathered=_gathered,
)
