"""Files that are spoilt at random: only errors of the library, and never half an event."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilateral_timeline as bt
import test_exchange_acled as acled
import test_exchange_gdelt as gdelt
import test_exchange_icews as icews
import test_exchange_polecat as polecat
import test_exchange_ucdp as ucdp
from bilateral_timeline import exchange
from bilateral_timeline.records.codec import from_plain, to_plain
from exchange_files import KNOWN, put, text_of

FILES = {
    "acled": text_of(acled.COLUMNS, [acled.ROW] * 3, ",", True),
    "gdelt": gdelt.line(61, gdelt.cells(61, gdelt.ROW)) * 3,
    "icews": text_of(icews.COLUMNS, [icews.ROW] * 3, "\t", True),
    "polecat": text_of(polecat.COLUMNS, [polecat.ROW] * 3, "\t", True),
    "ucdp-ged": text_of(ucdp.COLUMNS, [ucdp.ROW] * 3, ",", True),
}
scraps = st.sampled_from(
    [b"", b'"', b",", b"\t", b"\n", b"\r", b"\0", b"\xff", b"-", b"9", b"9999", b"0000", b"Iran"]
) | st.binary(max_size=4)


@pytest.mark.parametrize("name", exchange.available())
@settings(max_examples=40)
@given(data=st.data(), ending=st.sampled_from(["", ".gz", ".zip"]))
def test_a_spoilt_file_gives_whole_events_or_an_error_of_the_library(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject, ending: str
) -> None:
    if name not in FILES:
        pytest.skip("its own tests have its files")
    text = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text[at : at + data.draw(st.integers(0, 6))] = data.draw(scraps)
    path = put(tmp_path_factory.mktemp("spoilt") / f"f.csv{ending}", bytes(text))
    if data.draw(st.booleans()):
        path.write_bytes(path.read_bytes()[: data.draw(st.integers(0, len(text)))])
    for lenient in (True, False):
        reading = exchange.read(name, path, version="1", known=KNOWN, lenient=lenient)
        with suppress(bt.ChronicleError):
            for event in reading:
                assert from_plain(to_plain(event)) == event
        assert {Path(problem.file) for problem in reading.problems} <= {path}
