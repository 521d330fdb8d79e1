"""UCDP Georeferenced Event Dataset (GED): single events of organised violence, and their dead.

Högbladh, *UCDP GED Codebook*, version 24.1 (2024) and its successors, Department of Peace and
Conflict Research, Uppsala University; Sundberg and Melander, "Introducing the UCDP Georeferenced
Event Dataset", Journal of Peace Research 50 (2013). CSV of 49 columns; CC BY 4.0.

A row gives a `hostile-act` in the dispute `ucdp-` with the number of the conflict, called by its
name, and as claims (`losses-claimed`) the dead of the whole event, low, best and high, those of
side A and side B, and the civilians. Each is of that event alone, its `scope`. The dead of a side
are what the set assigns to it, and at most those of unknown belonging besides: a best value only
where there are none of these. Whom the row has it from (`source_original`) is named for the act
(`via`); the numbers are the set's own.

`when` is one unknown day between `date_start` and `date_end`; where these are one day, but
`date_prec` is not 1, about that day. `known` is the day of the edition, as no row says its own.
The parties are states, by `gwnoa` and `gwnob`; others are no parties, and a row without any state
is passed over. In state-based violence nobody is said to have begun: neither side is the actor.
In one-sided violence it is the state, against nobody that is a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ...dates.when import When
from ...records.values import Quantity
from ...relations.facets.force import HostileAct
from ..countries import name_of
from ..rows import Layout, Row, several
from .casualties import killed, people, within
from .dataset import Dataset, Draft, Partly, Skip, Unknown
from .interactions import party

_VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
_PRECISE = {"1": True, "2": False, "3": False, "4": False, "5": False}
_NOBODY = ("", "-99", "-1", "NA", "XXX")


def _states(row: Row, column: str) -> tuple[str, ...]:
    """The states of a side, by their Gleditsch-Ward numbers."""
    numbers = [n for n in several(row[column].split(",")) if n.upper() not in _NOBODY]
    return several(party(number, "gw", "side") for number in numbers)


def _parties(row: Row) -> tuple[str, ...] | Partly:
    sides = {"side_a": _states(row, "gwnoa"), "side_b": _states(row, "gwnob")}
    found = several(chain(*sides.values()))
    if not found:
        raise Skip("no state takes part")
    for side, states in sides.items():
        if not states and row[side].startswith("Government of "):
            return Partly(found, Unknown(f"no number of the {row[side]}", known=found))
    return found


def _when(row: Row) -> When:
    first, last = row.day("date_start"), row.day("date_end")
    if last < first:
        row.refuse("date_end", f"a day from {first} on")
    is_precise = row.of("date_prec", _PRECISE)
    if first == last and not is_precise:
        return When(f"{first.isoformat()}~")
    return within(first, last)


def _drafts(row: Row, _: tuple[str, ...]) -> Iterator[Draft]:
    number, when = row.digits("id"), _when(row)
    violence = row.of("type_of_violence", _VIOLENCE)
    dispute = f"ucdp-{row.digits('conflict_new_id')}"
    sides = [(row["side_a"], _states(row, "gwnoa")), (row["side_b"], _states(row, "gwnob"))]
    place = row["country"]
    told = ", ".join(filter(None, (row["dyad_name"] or f"conflict {dispute}", place)))
    via = several(row.get("source_original").split(";"))

    def claim(of: str, what: Quantity, words: str, loss: str = "killed") -> Draft:
        body = killed(dispute, of, what, number, loss)
        title = f"Killed, {name_of(of)}: {told}"
        return Draft(f"{number}-{words}", when, body, title, locator=f"event {number}")

    name = row.get("conflict_name")
    act, title = (
        _act(violence, dispute, sides, place, name),
        f"{violence.capitalize()} violence: {told}",
    )
    yield Draft(number, when, act, title, via=via, locator=f"event {number}")
    low, best, high = (row.whole(column) for column in ("low", "best", "high"))
    if not low <= best <= high:
        row.refuse("best", f"a number from low, {low}, to high, {high}")
    yield claim("all", people(low, best, high), "killed")
    unknown = row.whole("deaths_unknown")
    if violence != "one-sided":
        for (name, states), letter in zip(sides, "ab", strict=True):
            of = states[0] if len(states) == 1 else name
            if not of:
                row.refuse(f"side_{letter}", "the name of the side, whose dead are told")
            yield claim(of, _of_side(row.whole(f"deaths_{letter}"), unknown), f"killed-{letter}")
    civilians = row.whole("deaths_civilians")
    if civilians or unknown:
        number_of = _of_side(civilians, unknown)
        yield claim("civilians", number_of, "killed-civilians", "civilians-killed")


def _of_side(dead: int, unknown: int) -> Quantity:
    """The dead of a side: those assigned to it, and perhaps some of unknown belonging."""
    return people(dead, None, dead + unknown) if unknown else people(None, dead, None)


def _act(
    violence: str,
    dispute: str,
    sides: list[tuple[str, tuple[str, ...]]],
    place: str,
    name: str,
) -> HostileAct:
    name_a, states_a = sides[0]
    others = [name for name, states in sides if not states]
    if violence == "one-sided":
        actor = states_a[0] if len(states_a) == 1 else ""
        by = "" if actor else name_a
        return HostileAct(dispute=dispute, act="attack", actor=actor, by=by, place=place, name=name)
    by = ", ".join(others)
    return HostileAct(dispute=dispute, act="clash", by=by, place=place, name=name)


DATASET = Dataset(
    name="ucdp-ged",
    title="UCDP Georeferenced Event Dataset (GED) Global",
    author=("Uppsala Conflict Data Program",),
    publisher="Department of Peace and Conflict Research, Uppsala University",
    url="https://ucdp.uu.se/downloads/",
    layouts=(
        Layout(
            needed=(
                *("id", "type_of_violence", "conflict_new_id|conflict_id", "dyad_name"),
                *("side_a", "side_b", "country", "date_prec", "date_start", "date_end"),
                *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
                *("best", "high", "low", "gwnoa", "gwnob"),
            ),
            optional=("source_original", "conflict_name"),
        ),
    ),
    parties=_parties,
    drafts=_drafts,
    key=lambda row: row.digits("id"),
    tail="killed(-.+)?",
)
