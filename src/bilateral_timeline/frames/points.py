"""What reducers give of each group at each point of a grid at which any row of it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..dates.when import Mode
from .given import Frame, Given
from .grid import AS_OF, ENTER, LEAVE, ORDINAL, POINT, START, Seen, made
from .needed import OWN, nw
from .reducers import Count, Decayed, Latest, Max, Min, Reducer, Sum, has_value, weight
from .rule import has_no_windows

PRESENT = f"{OWN}present"  # how many rows of a group are seen
STAYS = f"{OWN}stays"  # whether a row is seen until the last point
_FIRST, _COPY = f"{OWN}first", f"{OWN}copy"  # whether a row is copied, and to which point
_END = f"{OWN}end"  # 0 where a row comes, 1 where it goes
_ITSELF = -1  # in the place of a point, of what is no copy
FEW = 30
"""On so many points, rows are sooner looked at on each of them than added up."""
_MOST = 900
"""Of so many half-lives a weight, and what undoes it, are still numbers."""


def at_points(seen: Seen, keys: list[str], reducers: Mapping[str, Reducer]) -> Frame:
    """The totals of each group at each point at which any row of it is seen.

    Without keys, those at each point, with its day.

    Costs a row for each row of the table at each point at which it is seen. On more points than
    FEW, those that never go are added up from point to point, and so cost one for each group and
    point; but not by pandas, pyarrow and Ibis, and not where there are 900 half-lives from the
    first point to the last.
    """
    latest = {n: r for n, r in reducers.items() if isinstance(r, Latest)}
    decayed = {n: r for n, r in reducers.items() if isinstance(r, Decayed)}
    added = {n: r for n, r in reducers.items() if isinstance(r, Count | Sum | Min | Max | Decayed)}
    rows, by = seen.given.frame, [*keys, *seen.stretch]
    order: tuple[str, ...] = ()
    if latest:
        rows, order = in_order(seen.given, seen.mode)
        has = {has_value(name): ~nw.col(r.column).is_null() for name, r in latest.items()}
        rows = rows.with_columns(**has)
    if latest and rows.implementation.is_pyspark():
        rows = rows.with_columns(
            **{weight(n): in_place(r.column, (has_value(n), *order)) for n, r in latest.items()}
        )
        packed, latest = latest, {}
        added |= {name: Max(weight(name)) for name in packed}
    else:
        packed = {}
    can_add_up = _can_add_up(seen, decayed)
    last: nw.Expr = nw.lit(seen.grid.days[-1].toordinal()).cast(nw.Int64)
    if decayed:
        if not can_add_up:  # each is weighted at the point at which it is first seen
            rows, last, by = seen.with_starts(rows), nw.col(START), [*by, START]
        day = seen.given.ordinal(seen.given.columns.day(seen.mode))
        rows = rows.with_columns(
            **{weight(n): r.weighted(r.column, day, last) for n, r in decayed.items()}
        )
    values = [reducer.first(name) for name, reducer in added.items()]
    last_ones = {n: [reducer.last(n, reducer.column, order)] for n, reducer in latest.items()}
    if not seen.stretch:
        rows = seen.spread(grouped(rows, by, values, *last_ones.values()))
    else:
        for name, reducer in latest.items():
            last_ones[name] += [
                reducer.last(name, each, order).alias(_of(name, each))
                for each in (has_value(name), *order)
            ]
        rows = grouped(rows, by, values, *last_ones.values())
        ranked = {n: (tuple(_of(n, each) for each in (has_value(n), *order)), 1) for n in latest}
        if can_add_up:
            rows = _added_up(seen, rows, keys, added, ranked)
            ranked = {name: ((_rank(name),), 1) for name in latest}
        rows = seen.spread(rows)
        ages = {n: r.weighted(n, last, nw.col(ORDINAL)) for n, r in decayed.items()}
        rows = rows.with_columns(**ages) if ages else rows
        values = [reducer.then(name) for name, reducer in added.items()]
        in_turn = [[nw.col(name).last(order_by=places)] for name, (places, _) in ranked.items()]
        rows = grouped(rows, [*keys, POINT], values, *in_turn)
    values = [nw.col(name).struct.field("value").alias(name) for name in packed]
    rows = rows.with_columns(*values) if values else rows
    if keys:
        return rows
    is_one = not (seen.stretch or last_ones)
    return seen.dated(rows) if is_one else at_every_point(seen, rows, keys, reducers)


def _can_add_up(seen: Seen, decayed: Mapping[str, Decayed]) -> bool:
    """Whether there are many points, and engine and half-lives let what stays be added up."""
    frame, days = seen.given.frame, seen.grid.days
    span = days[-1].toordinal() - days[0].toordinal()
    is_long = any(span > _MOST * reducer.half_life for reducer in decayed.values())
    of = frame.implementation
    return len(days) > FEW and not (
        is_long or has_no_windows(frame) or of.is_ibis() or of.is_pandas_like()
    )


def _added_up(
    seen: Seen,
    rows: Frame,
    keys: list[str],
    added: Mapping[str, Reducer],
    ranked: Mapping[str, tuple[tuple[str, ...], int]],
) -> Frame:
    """Rows of which one that stays tells of all before it too, until the next of its group comes.

    So at each point no more than one of them is seen of each group. `ranked` are the columns by
    which the values of a reducer stand in order, and 1 if the last is to be had, -1 if the first.
    """
    never, by = len(seen.grid.days), [*keys, STAYS]
    made: dict[str, nw.Expr] = {STAYS: nw.col(LEAVE) >= never}
    ranked = dict(ranked)
    for name, reducer in added.items():
        if isinstance(reducer, Min | Max):
            is_null = nw.col(name).is_null()
            made[has_value(name)] = is_null if isinstance(reducer, Min) else ~is_null
            ranked[name] = ((has_value(name), name), -1 if isinstance(reducer, Min) else 1)
    summed = added.keys() - ranked.keys()
    rows = rows.with_columns(**made, **{name: nw.col(name).fill_null(0) for name in summed})
    if ranked:
        rows = _ranked(rows, keys, ranked)
    until = {name: nw.col(name).cum_sum().over(*by, order_by=ENTER) for name in summed}
    for name in ranked:
        held = nw.col(_value(name)).fill_null(strategy="forward")
        until[name], until[_rank(name)] = held.over(*by, order_by=ENTER), nw.col(_best(name))
    until[LEAVE] = nw.col(ENTER).shift(-1).over(*by, order_by=ENTER).fill_null(never)
    stays = nw.col(STAYS)
    return rows.with_columns(
        **{n: nw.when(stays).then(value).otherwise(nw.col(n)) for n, value in until.items()}
    )


def _ranked(
    rows: Frame, keys: list[str], ranked: Mapping[str, tuple[tuple[str, ...], int]]
) -> Frame:
    """Rows with the place of each in the order of each reducer, the best yet, and its value."""
    ranks = {
        _rank(name): nw.col(ENTER).cum_count().over(*keys, order_by=places).cast(nw.Int64) * sign
        for name, (places, sign) in ranked.items()
    }
    bests = {
        _best(name): nw.col(_rank(name)).cum_max().over(*keys, STAYS, order_by=ENTER)
        for name in ranked
    }
    values = {
        _value(name): nw.when(nw.col(_rank(name)) == nw.col(_best(name))).then(nw.col(name))
        for name in ranked
    }
    return rows.with_columns(**ranks).with_columns(**bests).with_columns(**values)


def _rank(name: str) -> str:
    """The column of the place of a row of a group in the order of a reducer."""
    return f"{OWN}rank_{name}"


def _value(name: str) -> str:
    """The column of the value of a row that is the best yet."""
    return f"{OWN}value_{name}"


def _best(name: str) -> str:
    """The column of the best place of those that stay and have come."""
    return f"{OWN}best_{name}"


def running(seen: Seen, keys: list[str], reducers: Mapping[str, Count | Sum]) -> Frame:
    """Whole totals of each group at each point: what came, less what went.

    So no row is looked at for each point at which it is seen, but when it comes and when it goes.
    Without keys, the day of each point stands beside it. There are two points or more.
    """
    values = {name: reducer.first(name) for name, reducer in reducers.items()}
    if keys:
        values[PRESENT] = nw.len().alias(PRESENT)
    rows, names = seen.given.frame, list(values)
    found = rows.group_by(*keys, ENTER, LEAVE).agg(*values.values())
    ends = seen.points.filter(nw.col(POINT) < 2).select(nw.col(POINT).alias(_END))  # 0 and 1
    comes, whole = nw.col(_END) == 0, {name: nw.col(name).cast(nw.Int64) for name in names}
    moves = found.join(ends, how="cross").select(
        *keys,
        nw.when(comes).then(nw.col(ENTER)).otherwise(nw.col(LEAVE)).alias(POINT),
        *(nw.when(comes).then(v).otherwise(-v).alias(name) for name, v in whole.items()),
    )
    moves = moves.group_by(*keys, POINT).agg(nw.col(*names).sum())
    moves = at_every_point(seen, moves, keys, names)
    until = [nw.col(name).fill_null(0).cum_sum().over(*keys, order_by=POINT) for name in names]
    found = moves.with_columns(*until)
    return found.filter(nw.col(PRESENT) > 0) if keys else found


def at_every_point(seen: Seen, found: Frame, keys: list[str], names: Iterable[str]) -> Frame:
    """What is found of groups at some points, and at the other points of each group nulls.

    Without keys, the day of each point stands beside it. What is found at no point of the grid,
    such as at -1, only tells that there is such a group.

    Of a lazy table the groups are not looked for first, as many engines would work out twice what
    is found. Each row is joined to itself; the first of its group also to an empty copy of itself
    at every point, and what is told of a group at a point is what stands in either:

        found           first  joined           of each group and point
        A   at 1   7      1    itself at 1: 7   A at 0: null
        A   at 2   8      0    copies at 0, 1, 2  A at 1: 7
                               itself at 2: 8   A at 2: 8
    """
    number = len(seen.grid.days)
    if not keys:
        return seen.points.select(POINT, AS_OF).join(found, on=POINT, how="left")
    if isinstance(found, nw.DataFrame):
        groups = found.select(*keys).unique(keys)
        every = groups.join(seen.points.select(POINT), how="cross")
        return every.join(found, on=[*keys, POINT], how="left")
    is_first = nw.col(POINT) == nw.col(POINT).min().over(*keys)
    copies = {_FIRST: [0] + [1] * (number + 1), _COPY: [_ITSELF, _ITSELF, *range(number)]}
    found = found.with_columns(is_first.cast(nw.Int64).alias(_FIRST))
    copied = found.join(made(seen.whole, copies), on=_FIRST)
    is_itself, point = nw.col(_COPY) == _ITSELF, nw.col(POINT)
    copied = copied.with_columns(
        nw.when(is_itself).then(point).otherwise(nw.col(_COPY)).alias(POINT),
        *(nw.when(is_itself).then(nw.col(name)).alias(name) for name in names),
    )
    inside = copied.filter((point >= 0) & (point < number))
    return grouped(inside, [*keys, POINT], [nw.col(name).max() for name in names])


def in_place(column: str, order: tuple[str, ...]) -> nw.Expr:
    """A column with its place before it: of Spark, which finds the greatest, and no last."""
    return nw.struct(*order, nw.col(column).alias("value"))


def _of(name: str, place: str) -> str:
    """The column that says where the last row of a reducer stands in the order."""
    return f"{place}_of_{name}"


def grouped(rows: Frame, by: list[str], values: list[nw.Expr], *ordered: list[nw.Expr]) -> Frame:
    """Values of each group; of all rows in one where there are no keys.

    `ordered` are values that each go by an order of their own, of which pandas and pyarrow take
    one at a time. Where there are no keys but such values, no row comes of no rows.
    """
    if not (by or ordered):
        return rows.select(*values)
    if not by:
        rows, by = rows.with_columns(nw.lit(0).alias(f"{OWN}all")), [f"{OWN}all"]
    if not (values or ordered):
        return rows.select(*by).unique(by)
    if not (rows.implementation.is_pandas_like() or has_no_windows(rows)):
        ordered = ([each for some in ordered for each in some],)
    first, *others = ordered or ([],)
    found = rows.group_by(*by).agg(*values, *first)
    for some in others:
        found = found.join(rows.group_by(*by).agg(*some), on=by)
    return found


def in_order(given: Given, mode: Mode) -> tuple[Frame, tuple[str, ...]]:
    """Rows with columns by which they stand in the canonical order of a mode, and their names."""
    columns = given.columns
    day = columns.day(mode)
    ordered = {f"{OWN}day": nw.col(day)}
    if columns.certain != columns.possible:
        other = columns.possible if mode == "certain" else columns.certain
        ordered[f"{OWN}other"] = given.ordinal(other)
    if columns.seq is not None:
        ordered[f"{OWN}seq"] = nw.col(columns.seq)
    if columns.id is not None:
        ordered[f"{OWN}id"] = nw.col(columns.id)
    return given.frame.with_columns(**ordered), tuple(ordered)
