"""Files that are spoilt at random: only errors of the library, and never half an event."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilateral_timeline as bt
import test_exchange_acled as acled
import test_exchange_archigos as archigos
import test_exchange_atop as atop
import test_exchange_cow_igo as cow_igo
import test_exchange_cow_mid as cow_mid
import test_exchange_desta as desta
import test_exchange_gdelt as gdelt
import test_exchange_icews as icews
import test_exchange_polecat as polecat
import test_exchange_sipri as sipri
import test_exchange_ucdp as ucdp
from bilateral_timeline import exchange
from bilateral_timeline.records.codec import from_plain, to_plain
from exchange_files import KNOWN, put, text_of
from made_rows import PAIR, table

FILES = {
    "acled": text_of(acled.COLUMNS, [acled.ROW] * 3, ",", True),
    "archigos": table([archigos.row(archigos.FIRST, 1), archigos.row(archigos.LAST, 2)]),
    "atop": table([atop.member(1, side, atop.CAME, atop.WENT, defense=1) for side in PAIR]),
    "atop-dyads": table([atop.year_row(year, defense=1) for year in (2001, 2002)]),
    "cow-igo": cow_igo.file_of({side: cow_igo.years_of("AAA", y1990=0, y1991=1) for side in PAIR}),
    "cow-mid": table(cow_mid.TWO),
    "desta": table([desta.row(7, entryforceyear=1991), desta.row(7, "withdrawal", "7_1")]),
    "gdelt": gdelt.line(61, gdelt.cells(61, gdelt.ROW)) * 3,
    "icews": text_of(icews.COLUMNS, [icews.ROW] * 3, "\t", True),
    "polecat": text_of(polecat.COLUMNS, [polecat.ROW] * 3, "\t", True),
    "sipri": sipri.new_file([sipri.row(1, 1992, 3), sipri.row(1, 1993, 4)]),
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
