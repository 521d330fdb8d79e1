"""Acts of coded data sets as a panel: of every pair in a log, who did how much to whom, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import attrs

from ..arguments import KnownBy, Period, require, texts_of
from ..coding.codes import QUADS, Code, check_scale
from ..coding.intensity import Interaction
from ..dates.when import Day, Mode
from ..errors import InputError, Problem, near, shown
from ..log import EventLog
from ..records.events import Record
from ..records.stored import from_json
from ..timeline import Timeline
from .given import arrow
from .panels import Periods, panel, undirected
from .reducers import Count, Sum
from .table import PREFIX, to_table

KINDS = tuple(quad.replace(" ", "_") for quad in QUADS)
"""The columns of the quarters."""
_TENTHS = 10  # scores have one digit behind the point
_ASKED = ("id", "revision", "known", "retracted", "kind", "certain", "possible", "lasting", "seq")
_BODY = tuple(f"{PREFIX}{name}" for name in ("event", "mode", "cameo", "actor", "target"))
_SAME = ("id", "revision", "known", "certain", "possible", "seq")


@attrs.frozen
class Acts:
    """The acts of a log, ready to be counted; what the rule of belief needs stands beside them.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.coding.intensity import Interaction
    >>> log = bt.EventLog()
    >>> what = Interaction(cameo="042", actor="RU", target="")
    >>> log.append(bt.Event(id="a", when="2024-05-19", known="2024-05-19", what=what))
    1
    >>> found = acts(log)
    >>> found.covered, found.left_out
    (None, {'without a target': 1})
    """

    _table: Any = attrs.field(repr=False)
    scale: str
    covered: tuple[date, date] | None
    """The days of the first and of the last act in the log that is believed, be it of others;
    None where there is none."""
    left_out: Mapping[str, int]
    """The records that are no acts of one party towards another, by the reason."""
    unscored: int = 0
    """The records of acts that have no score on the scale, and count as acts alone."""

    @property
    def table(self) -> Any:
        """A table of pyarrow: the rows of `to_table`, with `actor`, `target` and their scores.

        `retracted` are also those that are no acts. Each quarter has a column with 1 for an act
        in it, and one with its score.
        """
        scores = {name for name in self._table.column_names if name.endswith("score")}
        columns = {name: self._table[name] for name in self._table.column_names}
        return arrow().table(columns | {name: _points(columns[name]) for name in scores})

    def panel(
        self,
        *,
        every: Period = "month",
        covered: tuple[Day, Day] | None = None,
        after: Day | None = None,
        until: Day | None = None,
        known_by: KnownBy = None,
        mode: Mode = "certain",
        directed: bool = True,
    ) -> Any:
        """A row for each pair and period: the acts, the sum of their scores, and by quarter.

        The columns of the table of pyarrow: `actor` and `target`, or `party_1` and `party_2`
        where it is not `directed`; `first` and `last`, the days of the period; `acts` and
        `score`; and of each quarter the number, such as `verbal_conflict`, and the sum, such as
        `verbal_conflict_score`. Rows stand in the order of the pair, then of time. `covered` are
        the first and last day of which the log tells all, by default those of its acts: of a
        period that it does not cover whole, the numbers are null, and never 0. All else is as
        for `panel`.
        """
        asked = covered or self.covered
        if asked is None:
            found, expected = "no act of one party towards another", "events of coded acts"
            advice = "such as those of ICEWS, of the kind interaction"
            raise InputError(Problem("panel", found, expected, advice))
        keys = ("actor", "target") if directed else ("party_1", "party_2")
        table = self._table if directed else undirected(self._table, "actor", "target")
        reducers: dict[str, Any] = {"acts": Count(), "score": Sum("score")}
        for name in KINDS:
            reducers |= {name: Sum(name), f"{name}_score": Sum(f"{name}_score")}
        given: dict[str, Any] = {"covered": asked, "after": after, "until": until}
        told = panel(table, keys, every=every, known_by=known_by, mode=mode, **given, **reducers)
        periods = Periods.of(every, asked, after, until, known_by)
        starts = {
            date(end.year, end.month, end.day): date(start.year, start.month, start.day)
            for start, end in zip(periods.starts, periods.ends, strict=True)
        }
        return _finished(told, keys, starts)


def acts(
    records: EventLog | Timeline[Any] | Iterable[Record],
    *,
    scale: str = "goldstein",
    parties: Iterable[str] = (),
) -> Acts:
    """The acts of a log, of the kind `interaction`, each with its score and its quarter.

    `scale` is "goldstein" or "plover", as of `bt.intensity`; an act that has no score on it
    counts as an act alone. With `parties`, only acts of which both sides are among them. What is
    reported, alleged, expected or doubted is no act, and neither is what lasts, or names no
    target, or is of a party towards itself. What the log covers is told by all acts, whoever is
    asked for. A party that no act names is refused. Needs the extra
    `frames`. Costs little more than `to_table`, and a dictionary of the events that were changed.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.coding.intensity import Interaction
    >>> log = bt.EventLog()
    >>> visit = Interaction(cameo="042", actor="RU", target="IR")
    >>> log.append(bt.Event(id="a", when="2024-05-19", known="2024-05-19", what=visit))
    1
    >>> found = acts(log).panel(covered=("2024-04", "2024-05"))
    >>> [(str(row["last"]), row["acts"], row["score"]) for row in found.to_pylist()]
    [('2024-04-30', 0, 0.0), ('2024-05-31', 1, 1.9)]
    """
    check_scale("acts", scale)
    among = frozenset(texts_of("acts: parties", parties, "codes of parties"))
    require(len(among) != 1, "acts: parties", parties, "two codes or more, or none for all")
    reading = _Reading(scale, among)
    table = to_table(records, kind=Interaction)
    pa = arrow()
    schema = reading.schema(table.schema)
    batches = [
        pa.RecordBatch.from_pylist([*map(reading.row, batch.to_pylist())], schema=schema)
        for batch in (each.select([*_ASKED, "sources", *_BODY]) for each in table.batches())
    ]
    made = pa.Table.from_batches(batches, schema=schema)
    if among:
        _check_parties(among, reading.seen)
    covered = _bounds(made)
    if among:
        made = _between(made, among)
    return Acts(made, scale, covered, dict(reading.left_out), reading.unscored)


class _Reading:
    """Rows of a log as rows of acts; one that is no act stands, and is not counted.

    It may take the place of one that was: so it is marked as a retraction is.
    """

    def __init__(self, scale: str, among: frozenset[str]) -> None:
        self.scale, self.among = scale, among
        self.left_out: Counter[str] = Counter()
        self.unscored = 0
        self.seen: set[str] = set()

    def schema(self, of: Any) -> Any:
        """The columns, of which some are those of the log."""
        pa = arrow()
        numbers = ["score", *(name for kind in KINDS for name in (kind, f"{kind}_score"))]
        same = [of.field(name) for name in (*_SAME, "retracted")]
        texts = [pa.field(name, pa.string()) for name in ("actor", "target")]
        return pa.schema([*same, *texts, *(pa.field(name, pa.int64()) for name in numbers)])

    def row(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """A row; `retracted` where it is no act that counts."""
        row = {name: told[name] for name in _SAME}
        if told["retracted"]:
            return row | {"retracted": True}
        event, mode, cameo, actor, target = (told[name] or "" for name in _BODY)
        self.seen.update((actor, target))
        if why := self._no_act(told, actor, target):
            self.left_out[why] += 1
            return row | {"retracted": True}
        if self.among and not {actor, target} <= self.among:
            return row | {"retracted": False, "actor": actor, "target": target}
        weight = _weight(event, mode, cameo, self.scale)
        self.unscored += not weight
        return row | {"retracted": False, "actor": actor, "target": target, **weight}

    def _no_act(self, told: Mapping[str, Any], actor: str, target: str) -> str:
        if told["kind"] != "interaction" or not actor:
            return "of another kind, or in a form not known here"
        if not target:
            return "without a target"
        if actor == target:
            return "of a party towards itself"
        if told["lasting"] or not _is_asserted(told["sources"]):
            return "that nobody asserts as an act that was done"
        return ""


def _is_asserted(sources: str) -> bool:
    """Whether a citation asserts it, or it has none; see `coding.intensity.coded`."""
    if '"stance"' not in sources:
        return True
    return any(cited.get("stance", "asserts") == "asserts" for cited in from_json(sources))


def _check_parties(among: frozenset[str], seen: set[str]) -> None:
    """Refuse parties that no act names, each with the codes near it."""
    named = sorted(seen - {""})
    problems = []
    for party in sorted(among.difference(named)):
        told = near(party, named) or named[:20]
        more = f" and {len(named) - 20:,} more" if told and len(told) < len(named) > 20 else ""
        expected = f"one of {', '.join(told)}{more}" if told else "a log with acts"
        found = f"{shown(party)}, which no act names"
        problems.append(Problem("acts: parties", found, expected))
    if problems:
        raise InputError(*problems)


def _between(made: Any, among: frozenset[str]) -> Any:
    """The rows, of which those of others are no acts that count."""
    from pyarrow import compute

    pa = arrow()
    codes = pa.array(sorted(among))
    sides = (compute.is_in(made[side], value_set=codes) for side in ("actor", "target"))
    others = compute.invert(compute.and_(*sides))
    at = made.schema.get_field_index("retracted")
    return made.set_column(at, "retracted", compute.or_(made["retracted"], others))


def _bounds(made: Any) -> tuple[date, date] | None:
    """The first and the last day of the acts that are believed."""
    from pyarrow import compute

    changed = compute.unique(made.filter(compute.greater(made["revision"], 0))["id"])
    is_changed = compute.is_in(made["id"], value_set=changed)
    newest: dict[str, Any] = {}
    for batch in made.filter(is_changed).select([*_SAME, "retracted"]).to_batches():
        for row in batch.to_pylist():
            held = newest.setdefault(row["id"], row)
            newest[row["id"]] = max(held, row, key=lambda one: (one["known"], one["revision"]))
    days = {row["certain"] for row in newest.values() if not row["retracted"]}
    counts = compute.invert(compute.or_(is_changed, made["retracted"]))
    days |= {*compute.min_max(made.filter(counts)["certain"]).as_py().values()}
    days.discard(None)
    return (min(days), max(days)) if days else None


@lru_cache(maxsize=4096)
def _weight(event: str, mode: str, cameo: str, scale: str) -> Mapping[str, int]:
    """What a code adds to the columns, scores in tenths."""
    scored = Code(event, mode, cameo).on(scale)
    if scored is None:
        return {}
    tenths, name = int(scored[0] * _TENTHS), KINDS[QUADS.index(scored[1])]
    return {"score": tenths, name: 1, f"{name}_score": tenths}


def _finished(told: Any, keys: tuple[str, str], starts: Mapping[date, date]) -> Any:
    """The columns as they are to stand, in order, and the rows in theirs."""
    pa = arrow()
    ends = told["as_of"].to_pylist()
    days = [end if isinstance(end, date) else end.date() for end in ends]
    columns = {name: told[name] for name in keys}
    columns |= {"first": pa.array([starts[day] for day in days], pa.date32())}
    columns |= {"last": pa.array(days, pa.date32())}
    for name in _numbers():
        columns[name] = _points(told[name]) if name.endswith("score") else told[name]
    order = [(name, "ascending") for name in (*keys, "last")]
    return pa.table(columns).sort_by(order)


def _points(tenths: Any) -> Any:
    from pyarrow import compute

    return compute.divide(tenths.cast("float64"), float(_TENTHS))


def _numbers() -> Iterator[str]:
    yield from ("acts", "score")
    for name in KINDS:
        yield from (name, f"{name}_score")
