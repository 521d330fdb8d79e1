"""The table of a log as a Parquet file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import RawIOBase
from os import PathLike
from typing import Any

from ..files.disk import as_path, write_whole
from ..files.places import refuse_log
from ..log import EventLog
from ..records.events import Record
from ..timeline import Timeline
from .table import LogTable, to_table


def write_parquet(
    path: str | PathLike[str],
    records: EventLog | Timeline[Any] | Iterable[Record],
    *,
    kind: type | str | None = None,
) -> None:
    """Write the table of a log to a Parquet file, which comes to be whole or not at all.

    The columns are those of `to_table`. Rows are written as they are made, some thousand at a
    time, so that a log in a store of any size may be written, and so may what an iterator gives
    (without a kind, which takes two looks). Compressed with Zstandard.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline import frames
    >>> import polars as pl
    >>> timeline = bt.load_chronicle("russia-iran")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_parquet(f"{folder}/log.parquet", timeline)
    ...     held = pl.read_parquet(f"{folder}/log.parquet")
    >>> frames.read(held) == frames.read(frames.to_table(timeline))
    True
    """
    target = as_path(path, "the path of a file to write")
    refuse_log(target)
    if kind is None and isinstance(records, Iterator):
        write_whole(target, pieces_of(LogTable(records, None)))
    else:
        write_whole(target, pieces_of(to_table(records, kind=kind)))


def pieces_of(table: LogTable) -> Iterator[bytes]:
    """The bytes of a Parquet file, batch by batch."""
    from pyarrow import PythonFile
    from pyarrow.parquet import ParquetWriter

    sink = _Sink()
    file = PythonFile(sink, mode="w")
    with ParquetWriter(file, table.schema, compression="zstd") as writer:
        for batch in table.batches():
            writer.write_batch(batch)
            yield sink.drained()
    yield sink.drained()


class _Sink(RawIOBase):
    """What is written to it is held until it is drained."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Hold some bytes."""
        self._held.append(bytes(data))
        return len(self._held[-1])

    def drained(self) -> bytes:
        """All that is held, which is let go."""
        held, self._held = b"".join(self._held), []
        return held
