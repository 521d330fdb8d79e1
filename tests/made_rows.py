"""Files of made-up rows, read as data sets: the events, a timeline of a pair, or the problems."""

from __future__ import annotations

import csv
import io
import tempfile
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import bilateral_timeline as bt
from bilateral_timeline import exchange
from bilateral_timeline.errors import ChronicleError, Problem

PAIR = ("IN", "PK")
COW = {"IN": "750", "PK": "770", "CN": "710", "RU": "365"}
"""The numbers of some states, which are those of Gleditsch and Ward too."""
EDITION: dict[str, Any] = {"version": "9", "known": "2030-01-01"}

Row = Mapping[str, object]
Timeline = bt.Timeline[bt.Relationship]


def table(rows: Sequence[Row], columns: Sequence[str] = (), delimiter: str = ",") -> str:
    """Rows as the text of a file."""
    out = io.StringIO(newline="")
    names = list(columns or rows[0])
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return out.getvalue()


@contextmanager
def written(*texts: str) -> Iterator[list[Path]]:
    """Files with these texts, as long as they are needed."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{at}.csv" for at in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        yield paths


def events_of(name: str, text: str, beside: str = "", **asked: Any) -> list[bt.Event]:
    """The events of a file, and of one beside it."""
    with written(text, *filter(None, [beside])) as paths:
        second = paths[1] if beside else None
        return list(exchange.read(name, paths[0], beside=second, **EDITION, **asked))


def timeline_of(events: Iterable[bt.Event], name: str, pair: tuple[str, str] = PAIR) -> Timeline:
    """What events of a data set tell of a pair."""
    log = bt.EventLog([exchange.work(name, **EDITION)])
    log.append(*events)
    return log.timeline(bt.relationship(*pair))


def told(name: str, text: str, beside: str = "", pair: tuple[str, str] = PAIR) -> Timeline:
    """What a file tells of a pair; no fault is found, but that it may tell nothing of one."""
    timeline = timeline_of(events_of(name, text, beside, parties=pair), name, pair)
    assert [problem for problem in timeline.check() if problem.where != "pair"] == []
    return timeline


def problems(name: str, text: str, beside: str = "") -> tuple[Problem, ...]:
    """What is wrong with a file."""
    with pytest.raises(ChronicleError) as caught:
        events_of(name, text, beside)
    return caught.value.problems


def spoilt(name: str, rows: Sequence[Row], column: str, beside: str = "") -> None:
    """A file with one spoilt cell is refused, and the cell is named by its row and column."""
    rows = [*rows[:-1], {**rows[-1], column: "spoilt?!"}]
    (problem,) = problems(name, table(rows), beside)
    where = f"0.csv: row {len(rows) + 1}, column {column!r}"
    assert problem.where.endswith(where), problem
    assert problem.found == "'spoilt?!'"


def bounds(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """The first and the last day of a date in parts."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
