"""The log as a table: a row for each record, as an Arrow stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from ..arguments import require
from ..dates.edtf import FUTURE
from ..errors import MissingError, Problem, RecordError, shown
from ..log import Entry, EventLog
from ..records.codec import to_plain
from ..records.events import Event, Record, Retraction
from ..records.kinds import Kind, find_kind, kinds, made_of
from ..records.stored import as_json
from ..records.values import is_several
from ..timeline import Timeline
from .given import arrow

PREFIX = "what_"
"""Before the name of a field of a body that has a column of its own."""
BATCH = 20_000  # rows that are held at a time
_SORTS = {"text": "string", "whole": "int64", "truth": "bool_"}


def _schema(kind: Kind | None) -> Any:
    pa = arrow()
    day, text, whole, texts = pa.date32(), pa.string(), pa.int64(), pa.list_(pa.string())
    columns = {
        "id": text,
        "revision": whole,
        "known": day,
        "retracted": pa.bool_(),
        "reason": text,
        "kind": text,
        "version": whole,
        "when": text,
        "certain": day,
        "possible": day,
        "lasting": pa.bool_(),
        "seq": whole,
        "parties": texts,
        "title": text,
        "note": text,
        "works": texts,
        "sources": text,
        "what": text,
    }
    for name, sort in flat(kind).items():
        columns[PREFIX + name] = getattr(pa, _SORTS.get(sort, "string"))()
    return pa.schema(list(columns.items()))


def flat(kind: Kind | None) -> dict[str, str]:
    """The fields of the body of a kind, and what the plain data of each is: "" for any."""
    if kind is None:
        return {}
    forms = {field.name: field.row.forms - {"none"} for field in kind.fields.fields}
    return {
        name: next((sort for sort in _SORTS if held == {sort}), "") for name, held in forms.items()
    }


class LogTable:
    """The records of a log as a table of Arrow, made anew each time that it is read.

    `polars.DataFrame(table)`, `pandas.DataFrame.from_arrow(table)`, `pyarrow.table(table)` and
    DuckDB (`duckdb.sql("from table")`) take it, and so do the functions of this package. It is
    streamed, so that no more than some thousand rows are held by it at a time.

    >>> import bilateral_timeline as bt
    >>> import polars as pl
    >>> log = bt.EventLog()
    >>> log.append(bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held"))
    1
    >>> table = to_table(log)
    >>> pl.DataFrame(table).select("id", "retracted", "reason").rows()
    [('visit', True, 'not held')]
    >>> table.schema.field("known").type
    DataType(date32[day])
    """

    def __init__(self, records: EventLog | Iterable[Record], kind: Kind | None) -> None:
        self._records, self._kind = records, kind
        self.schema = _schema(kind)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.reader().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"LogTable({', '.join(self.schema.names)})"

    def reader(self) -> Any:
        """A `pyarrow.RecordBatchReader` over the rows."""
        return arrow().RecordBatchReader.from_batches(self.schema, self.batches())

    def batches(self) -> Iterator[Any]:
        """The rows as record batches of Arrow, some thousand in each."""
        pa = arrow()
        rows = _rows(self._records, self._kind)
        while held := list(islice(rows, BATCH)):
            yield pa.RecordBatch.from_pylist(held, schema=self.schema)


def to_table(
    records: EventLog | Timeline[Any] | Iterable[Record], *, kind: type | str | None = None
) -> LogTable:
    """The records of a log or a timeline as a table, from which `read` gives them back exactly.

    The columns: `id`, `revision`, `known` (a date), `retracted` and, of a retraction, its
    `reason`; of an event `kind`, `version`, `when` as EDTF, the days from which it has happened
    `certain`ly (null: never) and `possible`ly, `lasting`, `seq`, `parties` (a list), `title`,
    `note`, `works` (the ids of those it cites), and as JSON `sources` (its citations) and `what`
    (its body). A timeline gives all records that it holds, superseded ones too: `believed` tells
    which stand.

    With `kind`, only records of ids that are ever of it, and its fields have columns of their
    own, such as `what_actor`: text, whole numbers and truth values as such, all else as JSON;
    null is what is not told. `what` is null then, but where a body cannot be told in columns.

    Needs pyarrow. Costs about 15 microseconds a record.

    >>> import bilateral_timeline as bt
    >>> import polars as pl
    >>> table = to_table(bt.load_chronicle("russia-iran"), kind="office-assumed")
    >>> held = pl.DataFrame(table).filter(pl.col("id") == "mokhber-acting")
    >>> held["what_person"].to_list(), held["when"].to_list()
    (['Mohammad Mokhber'], ['2024-05-20'])
    """
    made = None
    if kind is not None:
        made = find_kind(kind) if isinstance(kind, str) else made_of(kind)
        if made is None:
            raise MissingError("kind", kind if isinstance(kind, str) else shown(kind), kinds())
    if isinstance(records, Timeline):
        return LogTable(tuple(records._records), made)
    if not isinstance(records, EventLog):
        require(is_several(records), "to_table", records, "a log, a timeline, or records")
        records = tuple(_each(records))
    return LogTable(records, made)


# -- rows -----------------------------------------------------------------------------------------


def _rows(records: Any, kind: Kind | None) -> Iterator[dict[str, Any]]:
    wanted = None
    if kind is not None:
        wanted = {r.id for r in _each(records) if isinstance(r, Event) and r.kind == kind.name}
    for record in _each(records):
        if wanted is None or record.id in wanted:
            yield _row(record, kind)


def _each(records: Any) -> Iterator[Record]:
    for number, each in enumerate(records.stream() if isinstance(records, EventLog) else records):
        record = each.record if isinstance(each, Entry) else each
        if not isinstance(record, Event | Retraction):
            found, expected = shown(record), "an Event or a Retraction"
            raise RecordError(Problem(f"record {number + 1}", found, expected))
        yield record


def _row(record: Record, kind: Kind | None) -> dict[str, Any]:
    plain = to_plain(record)
    row = {
        "id": record.id,
        "revision": record.revision,
        "known": record.known,
        "retracted": isinstance(record, Retraction),
        "works": works_of(record),
        "sources": as_json(plain.get("sources", [])),
    }
    if isinstance(record, Retraction):
        return row | {"reason": record.reason}
    what = plain["what"]
    certain, possible = days_of(record)
    row |= {
        "kind": plain["kind"],
        "version": plain["version"],
        "when": plain["when"],
        "certain": certain,
        "possible": possible,
        "lasting": record.lasting,
        "seq": record.seq,
        "parties": list(record.parties),
        "title": record.title,
        "note": record.note,
    }
    body = _flattened(what, kind) if (kind and kind.name == plain["kind"]) else None
    if body is None or kind is None or plain["version"] != kind.version:
        return row | {"what": as_json(what)}
    return row | body


def works_of(record: Record) -> list[str]:
    """The ids of the works that a record cites, each once."""
    return list(dict.fromkeys(citation.source for citation in record.sources))


def days_of(event: Event[Any]) -> tuple[date | None, date | None]:
    """The days from which an event has certainly and may have happened; None for never."""
    certain, possible = event.when.sort_key("certain")
    return _day(certain), _day(possible)


def _day(ordinal: int) -> date | None:
    return None if ordinal == FUTURE else date.fromordinal(max(ordinal, 1))


def _flattened(what: dict[str, Any], kind: Kind) -> dict[str, Any] | None:
    """The columns of a body; None where they would not tell it as it is."""
    sorts = flat(kind)
    row = {}
    for name, value in what.items():
        sort = sorts.get(name)
        if value is None or sort is None:
            return None
        if sort == "whole" and not -(2**63) <= value < 2**63:
            return None
        row[PREFIX + name] = value if sort else as_json(value)
    return row
