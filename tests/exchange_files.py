"""Files of made-up rows in the forms of data sets, as tests write and read them."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange

KNOWN = "2030-06-30"
Cells = Mapping[str, str]

PARTIES = {"RU": "RUS", "IR": "IRN", "US": "USA", "DE": "DEU", "RS": "SRB", "YE": "YEM"}
"""Parties and their codes by ISO 3166-1 alpha-3."""
days = st.dates(min_value=date(1995, 1, 1), max_value=date(2029, 12, 31))
words = st.text(st.sampled_from("abcXYZ ,;'\"é&()-"), max_size=12).map(str.strip)
"""What a free cell may hold: all that CSV has to quote."""


def text_of(columns: Sequence[str], rows: Iterable[Cells], delimiter: str, header: bool) -> str:
    """Rows as the text of a file; a column that a row leaves out is empty."""
    lines = [list(columns)] if header else []
    lines += [[row.get(column, "") for column in columns] for row in rows]
    if delimiter == "\t":
        return "".join("\t".join(line) + "\n" for line in lines)
    held = io.StringIO(newline="")
    csv.writer(held).writerows(lines)
    return held.getvalue()


def put(path: Path, text: str | bytes) -> Path:
    """A file with a text, packed as its name says."""
    data = text.encode() if isinstance(text, str) else text
    if path.suffix == ".gz":
        data = gzip.compress(data)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(path.stem, data)
        return path
    path.write_bytes(data)
    return path


def read(name: str, path: Path, **more: Any) -> tuple[list[bt.Event], Counter[str]]:
    """The events of a file, and how many rows were passed over for which reason."""
    reading = exchange.read(name, path, version="1", known=KNOWN, **more)
    return list(reading), reading.skipped


def refused(name: str, path: Path, **more: Any) -> list[str]:
    """What is wrong with a file, each problem without the name of the file."""
    with pytest.raises(bt.ChronicleError) as error:
        list(exchange.read(name, path, version="1", known=KNOWN, **more))
    return [str(problem).replace(f"{path}: ", "") for problem in error.value.problems]
