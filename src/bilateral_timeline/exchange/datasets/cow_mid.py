"""COW Militarized Interstate Disputes: who threatened, showed or used force against whom.

Palmer, McManus, D'Orazio, Kenwick, Karstens, Bloch, Dietrich, Kahn, Ritter and Soules, "The MID5
Dataset, 2011-2014", Conflict Management and Peace Science 39 (2022), version 5.0, 1816 to 2014;
Jones, Bremer and Singer, "Militarized Interstate Disputes, 1816-1992: Rationale, Coding Rules, and
Empirical Patterns", Conflict Management and Peace Science 15 (1996). Read is the file of
participants, `MIDB 5.0.csv`; `beside` it, for outcome, settlement and what was still going on,
the file of disputes, `MIDA 5.0.csv`.

The dispute is `mid-` with its number. Events are of two states on different sides of it while
both took part, so that allies have none: a `dispute-stage` begun and one ended, the highest act
of each (`hostile-act`, some day within), and the deaths of each (`losses-claimed`). In a dispute
of more than two, act and deaths are those of a state in all of it, whomever it fought: no target
is named, and the scope of the deaths says so. A day of -9 is not known, and the date a month. The
last day is that on which it ended. What went on at the end of 2014 has no end: by `ongo2014`, or
without the file of disputes where the last day is 31 December 2014. The end of a state's part
has an outcome only where the dispute ended with it. Who sought what (`revstate`), and `recip`,
which says whether side B acted at all, are left out. `known` is the day of the edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final, NamedTuple

from ...dates.when import When
from ...records.values import Quantity
from ...relations.facets.force import DisputeStage, HostileAct, LossesClaimed
from ..countries import find_country, name_of
from ..groups import Group
from ..rows import Layout, Row, several
from .dataset import Dataset, Draft, Skip
from .dated import bounded, earlier, is_missing, later, of_parts, throughout, within

ACTS: Final = (
    *("no-militarized-action", "threat-to-use-force", "threat-to-blockade", "threat-to-occupy"),
    *("threat-to-declare-war", "threat-to-use-cbrn", "threat-to-join-war", "show-of-force"),
    *("alert", "nuclear-alert", "mobilisation", "fortify-border", "border-violation", "blockade"),
    *("occupation", "seizure", "attack", "clash", "declaration-of-war", "cbrn-use"),
    *("begin-war", "join-war"),
)
"""The highest action by its number, from 0 to 21."""
OUTCOMES: Final[Mapping[str, str]] = {
    "1": "victory",
    "2": "victory",
    "3": "yield",
    "4": "yield",
    "5": "stalemate",
    "6": "compromise",
    "7": "released",
    "8": "unclear",
    "9": "joins-war",
    "-9": "missing",
}
_BY_A, _BY_B = ("1", "3"), ("2", "4")
SETTLEMENTS: Final[Mapping[str, str]] = {
    "1": "negotiated",
    "2": "imposed",
    "3": "none",
    "4": "unclear",
    "-9": "missing",
}
DEATHS: Final = ((0, 0), (1, 25), (26, 100), (101, 250), (251, 500), (501, 999), (1000, None))
"""The bounds of each class of deaths, from 0 to 6."""
_SIDES: Final[Mapping[str, str]] = {"1": "a", "0": "b"}
_LAST = When("2014-12-31")


class _Part(NamedTuple):
    """A state's part in a dispute."""

    row: Row
    state: str
    side: str
    start: When
    end: When


def _parties(group: Group) -> tuple[str, ...]:
    found = several(filter(None, (find_country(r.digits("ccode"), "cow") for r in group.rows)))
    if len(found) < 2:
        raise Skip("fewer than two parties in the table of countries")
    return found


def _drafts(group: Group, _: tuple[str, ...]) -> Iterator[Draft]:
    parts = [part for row in group.rows if (part := _part(row)) is not None]
    sides = {side: [part for part in parts if part.side == side] for side in ("a", "b")}
    over, of_two = _over(group), len({row["ccode"] for row in group.rows}) == 2
    told: dict[tuple[str, str], int] = {}
    for a, b in product(sides["a"], sides["b"]):
        spell = bounded(later(a.start, b.start), earlier(a.end, b.end))
        if a.state == b.state or spell is None:
            continue
        pair = (min(a.state, b.state), max(a.state, b.state))
        told[pair] = told.get(pair, 0) + 1
        id = "-".join((group.key, *pair))
        again = f"-{told[pair]}" if told[pair] > 1 else ""
        yield from _of_pair(group, (a, b), spell, id, again, over, of_two)


def _part(row: Row) -> _Part | None:
    """A state's part; None for one that is no party."""
    side = row.of("sidea", _SIDES)
    start = of_parts(row, "styear", "stmon", "stday")
    end = of_parts(row, "endyear", "endmon", "endday")
    spell = bounded(start, end)
    if spell is None:
        row.refuse("endyear", f"an end that is not before the start, {start}")
    state = find_country(row.digits("ccode"), "cow")
    return None if state is None else _Part(row, state, side, *spell)


def _over(group: Group) -> When | None:
    """When the dispute as a whole ended; None where it had not."""
    row = group.beside
    if row is not None:
        goes_on = row.get("ongo2014") == "1"
        return None if goes_on else of_parts(row, "endyear", "endmon", "endday")
    ends = [of_parts(row, "endyear", "endmon", "endday") for row in group.rows]
    last = max(ends, key=lambda end: end.sort_key("certain"))
    return None if last == _LAST else last


def _last_day(group: Group) -> When:
    rows = group.rows if group.beside is None else (group.beside,)
    ends = [of_parts(row, "endyear", "endmon", "endday") for row in rows]
    return max(ends, key=lambda end: end.sort_key("certain"))


def _of_pair(
    group: Group,
    parts: tuple[_Part, _Part],
    spell: tuple[When, When],
    id: str,
    again: str,
    over: When | None,
    of_two: bool,
) -> Iterator[Draft]:
    """What is told of two states on different sides."""
    dispute, (start, end) = f"mid-{group.key}", spell
    pair = (parts[0].state, parts[1].state)
    between = " and ".join(map(name_of, pair))

    def draft(words: str, when: When, what: object, title: str, seq: int = 0) -> Draft:
        told, locator = f"{title}: {between}", f"dispute {group.key}"
        id_ = f"{id}-{words}{again}"
        parties = (min(pair), max(pair))
        return Draft(id_, when, what, told, parties=parties, locator=locator, seq=seq)

    yield draft("begun", start, DisputeStage(dispute=dispute, stage="begun"), "Dispute begins")
    for part, other in (parts, parts[::-1]):
        row, name = part.row, part.state.lower()
        if (act := _act(row)) is not None:
            target = other.state if of_two else ""
            what = HostileAct(dispute=dispute, act=act, actor=part.state, target=target)
            title = f"Highest act of {name_of(part.state)}"
            yield draft(f"act-{name}", within(start, end), what, title)
        if (deaths := _deaths(row)) is not None:
            scope = "" if of_two else "against all opponents"
            lost = LossesClaimed(
                dispute=dispute, of=part.state, loss="soldiers-killed", number=deaths, scope=scope
            )
            title = f"Military deaths of {name_of(part.state)}"
            yield draft(f"deaths-{name}", throughout(start, end), lost, title)
    if over is None and end.start.latest == _last_day(group).start.latest:
        return
    is_whole = over is not None and end.start.latest == over.start.latest
    ended = _ended(dispute, group.beside if is_whole else None, pair)
    yield draft("ended", end, ended, "Dispute ends", 1)


def _act(row: Row) -> str | None:
    if is_missing(row, "hiact"):
        return None
    number = row.whole("hiact")
    if number >= len(ACTS):
        row.refuse("hiact", f"a number from 0 to {len(ACTS) - 1}, or -9")
    return ACTS[number]


def _deaths(row: Row) -> Quantity | None:
    """The deaths of a state: their number where it is known, else the bounds of their class."""
    if not is_missing(row, "fatalpre"):
        return Quantity(best=row.whole("fatalpre"), unit="persons")
    if is_missing(row, "fatality"):
        return None
    number = row.whole("fatality")
    if number >= len(DEATHS):
        row.refuse("fatality", f"a class from 0 to {len(DEATHS) - 1}, or -9")
    low, high = DEATHS[number]
    return Quantity(low, None, high, unit="persons")


def _ended(dispute: str, row: Row | None, pair: tuple[str, str]) -> DisputeStage:
    if row is None:
        return DisputeStage(dispute=dispute, stage="ended")
    outcome = row["outcome"]
    return DisputeStage(
        dispute=dispute,
        stage="ended",
        by=pair[0] if outcome in _BY_A else pair[1] if outcome in _BY_B else "",
        outcome=row.of("outcome", OUTCOMES),
        settlement=row.of("settle", SETTLEMENTS),
    )


DATASET = Dataset(
    name="cow-mid",
    title="Correlates of War Militarized Interstate Disputes",
    author=("Glenn Palmer", "Roseanne McManus", "Vito D'Orazio", "Michael Kenwick"),
    publisher="Correlates of War Project",
    url="https://correlatesofwar.org/data-sets/mids/",
    layouts=(
        Layout(
            needed=(
                *("dispnum", "ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear"),
                *("sidea", "fatality", "hiact"),
            ),
            optional=("fatalpre",),
        ),
    ),
    beside=(
        Layout(
            needed=("dispnum", "endday", "endmon", "endyear", "outcome", "settle"),
            optional=("ongo2014",),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    together=lambda row: row.digits("dispnum"),
)
