"""A timeline out of the part of a table that concerns a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

import attrs

from ..arguments import require, require_projection
from ..errors import InputError, MissingError, Problem, shown
from ..log import EventLog
from ..projections.projection import Projection, S
from ..records.events import Event, Record, Retraction, Source
from ..records.values import is_several
from ..relations.relationship import Relationship, relationship
from ..timeline import Timeline
from .aggregate import joinable
from .columns import Columns
from .given import Given
from .needed import OfCaller, in_engine, nw
from .read import Row, records, rows_of
from .rule import of_pair


@overload
def timeline(
    table: Any,
    pair: tuple[str, str],
    *,
    both: bool = ...,
    where: Any = ...,
    sources: Iterable[Source] = ...,
    columns: Columns | None = ...,
    read: Callable[[Row], Iterable[Record]] | None = ...,
) -> Timeline[Relationship]: ...
@overload
def timeline(
    table: Any,
    pair: tuple[str, str] | None = ...,
    *,
    both: bool = ...,
    where: Any = ...,
    projection: Projection[S],
    sources: Iterable[Source] = ...,
    columns: Columns | None = ...,
    read: Callable[[Row], Iterable[Record]] | None = ...,
) -> Timeline[S]: ...
@in_engine
def timeline(
    table: Any,
    pair: tuple[str, str] | None = None,
    *,
    both: bool = False,
    where: Any = None,
    projection: Projection[Any] | None = None,
    sources: Iterable[Source] = (),
    columns: Columns | None = None,
    read: Callable[[Row], Iterable[Record]] | None = None,
) -> Timeline[Any]:
    """A timeline of the records of a pair, out of a table of any size.

    The engine looks for them, and what it finds comes into memory: all records of the events of
    which any revision says that one of the two takes part, or names nobody, and their retractions.
    An office or a membership is of one side alone; `both` takes only events in which both take
    part, which of acts between the two spares much. `where` is a further condition, an expression
    of narwhals such as `nw.col("kind") == "interaction"`. The projection is that of the
    relationship of the pair, unless another is given; `sources` are the works that are cited. A
    party that no row of the table names is an error, which says what is near.

    Of a table with other columns, `read` makes the records of a row. Where no row has a revision,
    and `read` gives none, the records of an id are numbered in the order of their `known`; two of
    one day that differ need a revision each.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline import frames
    >>> table = frames.to_table(bt.load_chronicle("russia-iran"))
    >>> timeline = frames.timeline(table, ("RU", "IR"))
    >>> timeline.as_of("2024-05-20").at("memberships.sco.IR.status")
    'full'
    """
    if pair is not None:
        is_pair = isinstance(pair, tuple | list) and len(pair) == 2
        require(is_pair, "timeline: pair", pair, "the codes of two parties")
    if projection is None:
        if pair is None:
            raise InputError(Problem("timeline: projection", "None", "one, or a pair"))
        projection = relationship(*pair)
    require_projection("timeline: projection", projection)
    given = Given.of(table, columns)
    if read is None and not {"id", "known"} <= given.types.keys():
        expected = "a function that makes the records of a row, as the columns are others"
        raise InputError(Problem("timeline: read", "None", expected))
    if where is not None or pair is not None:
        given = given.read("id", "retracted")
    rows = given.frame
    if where is not None:
        advice = "such as nw.col('kind') == 'interaction', after import narwhals as nw"
        expected = "an expression of narwhals"
        require(isinstance(where, nw.Expr), "timeline: where", where, expected, advice)
        rows = rows.filter(where)
    if pair is not None:
        if (retracted := given.columns.retracted) is not None:  # it names nobody, of any party
            rows = rows.filter(~given.is_retracted(retracted))
        narrowed = attrs.evolve(given, frame=rows)
        rows = of_pair(narrowed, (pair[0], pair[1]), "both" if both else "either")
    if where is not None or pair is not None:
        rows = _all_of(given, rows)
    log, found = EventLog(sources), given.native(rows)
    given.need(given.columns.revision)
    named, is_numbered = set[str](), list[bool]()
    if read is None:
        held = list(records(found))
        named.update(party for one in held if isinstance(one, Event) for party in one.parties)
    else:
        noted = _noted(rows_of(found), given, named, is_numbered)
        held = [one for row in noted for one in _read(read, row)]
        held = held if is_numbered else _numbered(held)
    if pair is not None and not named.issuperset(pair):
        _check_pair(given, pair)
    log.append(*held)
    return log.timeline(projection)


def _all_of(given: Given, found: Any) -> Any:
    """All rows of the ids of some: a retraction names no party, a correction perhaps others."""
    id = given.columns.id
    if id is None:
        return found
    if isinstance(found, nw.DataFrame):  # pyarrow joins no lists
        ids = found[id].drop_nulls().unique().to_list()
        is_one = [nw.col(id).is_in(ids)] if ids else []
        is_one += [nw.col(id).is_null()] if found[id].is_null().any() else []
        return (
            given.frame.filter(nw.any_horizontal(*is_one, ignore_nulls=True)) if is_one else found
        )
    every, by, _ = joinable(given, [id], "columns: id")
    some, _, _ = joinable(attrs.evolve(given, frame=found), [id], "columns: id")
    ids = some.frame.select(*by).unique(by)
    return every.frame.join(ids, on=by, how="semi").drop(*by)


def _read(read: Callable[[Row], Iterable[Record]], row: Row) -> tuple[Record, ...]:
    """The records that a function of the caller makes of a row."""
    try:
        made = read(row)
        told = tuple(made) if is_several(made) or isinstance(made, Iterator) else None
    except Exception as error:
        raise OfCaller(error) from error
    if told is None or not all(isinstance(one, Event | Retraction) for one in told):
        raise InputError(Problem("timeline: read", shown(made), "the records of a row, in a list"))
    return told


def _noted(
    rows: Iterable[Row], given: Given, named: set[str], is_numbered: list[bool]
) -> Iterator[Row]:
    """Rows, while it is noted whom their columns of parties name, and if any has a revision."""
    parties, revision = given.columns.parties, given.columns.revision
    for row in rows:
        if isinstance(parties, str):
            named.update(row.get(parties) or ())
        else:
            named.update(party for name in parties if (party := row.get(name)) is not None)
        if not is_numbered and revision is not None and not _is_none(row[revision]):
            is_numbered.append(True)
        yield row


def _is_none(value: Any) -> bool:
    """Whether a cell has nothing in it, or NaN."""
    return value is None or value != value


def _numbered(held: Sequence[Record]) -> list[Record]:
    """Records of which those of an id are numbered in the order of `known`, where none is yet."""
    days: dict[str, set[Any]] = {}
    told = {record.id for record in held if record.revision}
    for record in held:
        days.setdefault(record.id, set()).add(record.known)
    rank = {id: {day: at for at, day in enumerate(sorted(known))} for id, known in days.items()}
    return [
        record
        if record.id in told or not (at := rank[record.id][record.known])
        else attrs.evolve(record, revision=at)
        for record in held
    ]


def _check_pair(given: Given, pair: tuple[str, str]) -> None:
    """Refuse a party that no row of a table names, if any names one."""
    frame, parties = given.frame, given.columns.parties
    codes = set[Any]()
    for name in [parties] if isinstance(parties, str) else parties:
        column = frame.select(name)
        if isinstance(column, nw.LazyFrame):
            column = column.explode(name) if isinstance(parties, str) else column
            column = column.unique(name).collect()
        for each in column[name].to_list():
            codes.update(each if is_several(each) else [each])
    codes.discard(None)
    for party in pair if codes else ():
        if party not in codes:
            raise MissingError("party", party, codes)
