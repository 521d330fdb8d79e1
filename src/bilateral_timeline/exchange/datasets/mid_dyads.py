"""The dyadic form of COW MID: a row for each dispute, pair and year, as `cow_mid` describes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ...dates.when import When
from ...errors import InputError, Problem
from ...relations.facets.force import DisputeStage
from ..groups import Group
from ..rows import Layout, Row, several
from .dataset import Draft, Skip
from .dated import bounded, earlier, later, of_parts, state_of
from .mid_pairs import (
    ACTS,
    BY_FIRST,
    BY_SECOND,
    LAST,
    OUTCOMES,
    SETTLEMENTS,
    Between,
    Part,
    act_of,
    class_of_deaths,
    drafts_of,
    in_class,
)

LAYOUT: Final = Layout(
    needed=(
        *("disno", "statea", "stateb", "strtday", "strtmnth", "strtyr", "endday", "endmnth"),
        *("endyear", "year", "outcome", "settlmnt", "sideaa", "fatleva", "fatlevb"),
        *("mid5hiacta", "mid5hiactb"),
    ),
    optional=("ongo2014",),
)
_SIDES: Final = {"1": True, "0": False}
_OUTCOMES: Final = {**OUTCOMES, "0": ""}
_SETTLEMENTS: Final = {**SETTLEMENTS, "0": ""}
_TURNED: Final = {"1": "2", "2": "1", "3": "4", "4": "3"}


class _Year(NamedTuple):
    """What a row says of a pair, that on side A first."""

    row: Row
    year: int
    start: When
    end: When
    acts: tuple[str | None, str | None]
    deaths: tuple[int | None, int | None]
    is_turned: bool


def is_of_dyads(row: Row) -> bool:
    """Whether a row is of this form.

    >>> cells = {"disno": "7", "statea": "750", "stateb": "770"}
    >>> row = Row("f.csv", 2, [*cells.values()], {name: at for at, name in enumerate(cells)})
    >>> is_of_dyads(row)
    True
    """
    return "disno" in row.columns


def parties_of(group: Group) -> tuple[str, ...]:
    """The states of all pairs of a dispute.

    >>> cells = {"disno": "7", "statea": "750", "stateb": "770"}
    >>> row = Row("f.csv", 2, [*cells.values()], {name: at for at, name in enumerate(cells)})
    >>> parties_of(Group("7", (row,)))
    ('IN', 'PK')
    """
    states = (state_of(row, c) for row in group.rows for c in ("statea", "stateb"))
    found = several(filter(None, states))
    if len(found) < 2:
        raise Skip("fewer than two parties in the table of countries")
    return found


def drafts(group: Group, _: tuple[str, ...]) -> Iterator[Draft]:
    """The events of the pairs of a dispute."""
    if group.beside is not None:
        expected = "no second file: the rows of pairs say how it ended"
        raise InputError(Problem("beside", group.beside.file, expected, file=group.beside.file))
    for pair, years in _by_pair(group).items():
        for time, spell in enumerate(_spells(years), 1):
            yield from drafts_of(_between(group.key, pair, spell, time))


def _by_pair(group: Group) -> dict[tuple[str, str], list[_Year]]:
    """The rows of each pair, each year once."""
    found: dict[tuple[str, str], list[_Year]] = {}
    for row in group.rows:
        a, b = (state_of(row, column) for column in ("statea", "stateb"))
        told = _year(row)
        if a is not None and b is not None and a != b:
            found.setdefault((b, a) if told.is_turned else (a, b), []).append(told)
    for pair, years in found.items():
        if straight := [told for told in years if not told.is_turned]:
            found[pair] = straight
    return found


def _year(row: Row) -> _Year:
    start = of_parts(row, "strtyr", "strtmnth", "strtday")
    end = of_parts(row, "endyear", "endmnth", "endday")
    if (spell := bounded(start, end)) is None:
        row.refuse("endyear", f"an end that is not before the start, {start}")
    acts = (act_of(row, "mid5hiacta"), act_of(row, "mid5hiactb"))
    deaths = (class_of_deaths(row, "fatleva"), class_of_deaths(row, "fatlevb"))
    turned = not row.of("sideaa", _SIDES)
    row.of("outcome", _OUTCOMES)
    row.of("settlmnt", _SETTLEMENTS)
    if turned:
        acts, deaths = acts[::-1], deaths[::-1]
    return _Year(row, row.whole("year", low=1), *spell, acts, deaths, turned)


def _spells(years: list[_Year]) -> Iterator[list[_Year]]:
    """Rows of a pair whose dates meet or overlap, in their order."""
    held: list[_Year] = []
    last = 0
    for told in sorted(years, key=lambda one: (one.start.sort_key("certain"), one.year)):
        first = told.start.start.earliest
        assert first is not None, "a date in parts has bounds"
        if held and first.toordinal() > last + 1:
            yield held
            held = []
        over = told.end.start.latest
        assert over is not None, "a date in parts has bounds"
        last = max(last if held else 0, over.toordinal())
        held.append(told)
    if held:
        yield held


def _between(number: str, pair: tuple[str, str], spell: list[_Year], time: int) -> Between:
    start, end = spell[0].start, spell[0].end
    for told in spell[1:]:
        start, end = earlier(start, told.start), later(end, told.end)
    final = max(spell, key=lambda one: (one.end.sort_key("certain"), one.year))
    parts = []
    for side, state in enumerate(pair):
        acts = [act for told in spell if (act := told.acts[side]) is not None]
        dead = [deaths for told in spell if (deaths := told.deaths[side]) is not None]
        act = max(acts, key=ACTS.index, default=None)
        parts.append(Part(state, act, in_class(max(dead, default=None))))
    ended = None if _goes_on(final.row, end) else _ended(number, final, pair)
    return Between(number, (parts[0], parts[1]), start, end, time, "", ended)


def _goes_on(row: Row, end: When) -> bool:
    return row.get("ongo2014").removesuffix(".0") == "1" if row.get("ongo2014") else end == LAST


def _ended(number: str, final: _Year, pair: tuple[str, str]) -> DisputeStage:
    row = final.row
    code = row["outcome"].removesuffix(".0")
    code = _TURNED.get(code, code) if final.is_turned else code
    return DisputeStage(
        dispute=f"mid-{number}",
        stage="ended",
        by=pair[0] if code in BY_FIRST else pair[1] if code in BY_SECOND else "",
        outcome=_OUTCOMES[code],
        settlement=row.of("settlmnt", _SETTLEMENTS),
    )
