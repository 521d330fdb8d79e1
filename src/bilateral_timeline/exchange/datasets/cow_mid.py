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

The dyadic form is read too, which gives the same events of a dispute of two states: Maoz, Johnson,
Kaplan, Ogunkoya and Shreve, "The Dyadic Militarized Interstate Disputes (MIDs) Dataset Version 3.0:
Logic, Characteristics, and Comparisons to Alternative Datasets", Journal of Conflict Resolution 63
(2019), `dyadic_mid` 4.02 and 4.03, which have the acts by the numbers of MID 5 (`mid5hiacta`,
`mid5hiactb`). A pair has a row for each year, and in a directed file one for either direction: that
in which state A is on side A counts, and where there is none the other one, turned round. Dates of
a pair that meet or overlap are of one spell; its acts and deaths are the highest of its rows, its
outcome is that of the last. They are of the pair alone, and a target is always named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final, NamedTuple

from ...dates.when import When
from ...records.values import Quantity
from ...relations.facets.force import DisputeStage
from ..groups import Group
from ..rows import Layout, Row, several
from . import mid_dyads
from .dataset import Dataset, Draft, Skip
from .dated import bounded, earlier, is_missing, later, of_parts, state_of
from .mid_dyads import is_of_dyads
from .mid_pairs import (
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

_SIDES: Final[Mapping[str, str]] = {"1": "a", "0": "b"}
_ALL = "against all opponents"


class _Part(NamedTuple):
    """A state's part in a dispute, with what it did in it."""

    did: Part
    side: str
    start: When
    end: When

    @property
    def state(self) -> str:
        """The party."""
        return self.did.state


def _parties(group: Group) -> tuple[str, ...]:
    if is_of_dyads(group.first):
        return mid_dyads.parties_of(group)
    found = several(filter(None, (state_of(row, "ccode") for row in group.rows)))
    if len(found) < 2:
        raise Skip("fewer than two parties in the table of countries")
    return found


def _drafts(group: Group, parties: tuple[str, ...]) -> Iterator[Draft]:
    if is_of_dyads(group.first):
        yield from mid_dyads.drafts(group, parties)
        return
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
        ended = _ended(group, (a.state, b.state), spell[1], over)
        scope = "" if of_two else _ALL
        yield from drafts_of(Between(group.key, (a.did, b.did), *spell, told[pair], scope, ended))


def _part(row: Row) -> _Part | None:
    """A state's part; None for one that is no party."""
    side = row.of("sidea", _SIDES)
    start = of_parts(row, "styear", "stmon", "stday")
    end = of_parts(row, "endyear", "endmon", "endday")
    spell = bounded(start, end)
    if spell is None:
        row.refuse("endyear", f"an end that is not before the start, {start}")
    state, act, deaths = state_of(row, "ccode"), act_of(row, "hiact"), _dead(row)
    return None if state is None else _Part(Part(state, act, deaths), side, *spell)


def _over(group: Group) -> When | None:
    """When the dispute as a whole ended; None where it had not."""
    row = group.beside
    if row is not None:
        goes_on = row.get("ongo2014") == "1"
        return None if goes_on else of_parts(row, "endyear", "endmon", "endday")
    ends = [of_parts(row, "endyear", "endmon", "endday") for row in group.rows]
    last = max(ends, key=lambda end: end.sort_key("certain"))
    return None if last == LAST else last


def _last_day(group: Group) -> When:
    rows = group.rows if group.beside is None else (group.beside,)
    ends = [of_parts(row, "endyear", "endmon", "endday") for row in rows]
    return max(ends, key=lambda end: end.sort_key("certain"))


def _dead(row: Row) -> Quantity | None:
    """The dead of a state: their number where it is known, else the bounds of their class."""
    held = in_class(class_of_deaths(row, "fatality"))
    if is_missing(row, "fatalpre"):
        return held
    return Quantity(best=row.whole("fatalpre"), unit="persons")


def _ended(
    group: Group, pair: tuple[str, str], end: When, over: When | None
) -> DisputeStage | None:
    """How it ended for two states, with an outcome if all was over; None if it goes on."""
    if over is None and end.start.latest == _last_day(group).start.latest:
        return None
    row, dispute = group.beside, f"mid-{group.key}"
    if row is None or over is None or end.start.latest != over.start.latest:
        return DisputeStage(dispute=dispute, stage="ended")
    outcome = row["outcome"]
    return DisputeStage(
        dispute=dispute,
        stage="ended",
        by=pair[0] if outcome in BY_FIRST else pair[1] if outcome in BY_SECOND else "",
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
        mid_dyads.LAYOUT,
    ),
    beside=(
        Layout(
            needed=("dispnum", "endday", "endmon", "endyear", "outcome", "settle"),
            optional=("ongo2014",),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    together=True,
    key=lambda row: row.digits("disno" if is_of_dyads(row) else "dispnum"),
    tail=".+",
    scattered=True,
)
