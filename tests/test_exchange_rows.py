"""Rows of files: packed, in any encoding, told by number and column where they are wrong."""

from __future__ import annotations

import csv
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.errors import Problem
from bilateral_timeline.exchange.rows import CellError, Layout, Row, compact_day, iso_day, rows
from bilateral_timeline.problems import Problems
from exchange_files import days, put, text_of, words

LAYOUT = Layout(needed=("Key", "Day|Date of it"), optional=("Note",))


def read(
    path: Path, layouts: Sequence[Layout] = (LAYOUT,), encoding: str = "utf-8-sig", member: str = ""
) -> tuple[list[Row], list[str]]:
    problems = list[Problem]()

    def told(*wrong: Problem) -> None:
        problems.extend(wrong)

    found = list(rows(path, layouts, encoding=encoding, member=member, told=told))
    return found, [str(problem).replace(f"{path}: ", "") for problem in problems]


@given(
    cells=st.lists(st.tuples(words, words, words), max_size=6),
    ending=st.sampled_from(["", ".gz", ".zip"]),
    delimiter=st.sampled_from(",\t"),
    mark=st.booleans(),
)
def test_cells_come_back_by_name_and_row(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[str, str, str]],
    ending: str,
    delimiter: str,
    mark: bool,
) -> None:
    columns = ("note", "KEY", "date_of.it")
    held = [dict(zip(columns, row, strict=True)) for row in cells]
    text = text_of(columns, held, delimiter, True)
    path = tmp_path_factory.mktemp("rows") / f"some.csv{ending}"
    found, problems = read(put(path, "\ufeff" * mark + text))
    assert problems == []
    assert [(r.number, r["Key"], r["Day"], r.get("Note")) for r in found] == [
        (number, row["KEY"], row["date_of.it"], row["note"]) for number, row in enumerate(held, 2)
    ]


@given(day=days)
def test_a_day_is_read_with_and_without_hyphens_and_a_time(day: object) -> None:
    text = str(day)
    assert str(iso_day(text)) == str(iso_day(f"{text} 00:00:00.000")) == text
    assert str(compact_day(text.replace("-", ""))) == text
    assert str(compact_day(text.replace("-", "") + "121500")) == text


@pytest.mark.parametrize(
    "text",
    ["", "2014", "2014-3-2", "2014-02-30", "2014-03-02x", "20140302", "2014-W10-1", "0000-01-01"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert iso_day(text) is None
    assert compact_day("2014-03-02") is compact_day("201403") is compact_day("٢٠١٤٠٣٠٢") is None


def one(**cells: str) -> Row:
    return Row("f.csv", 7, list(cells.values()), {name: i for i, name in enumerate(cells)})


def test_a_cell_that_cannot_be_read_is_told_by_row_and_column() -> None:
    row = one(best="four", low="-2", kind="fight", day="2014-13-01", id="4a", fine=" 12.0 ")
    told = list[str]()
    for ask in (
        lambda: row.whole("best"),
        lambda: row.whole("low"),
        lambda: row.of("kind", {"fights": 1, "peace": 2}),
        lambda: row.day("day"),
        lambda: row.digits("id"),
    ):
        with pytest.raises(CellError) as error:
            ask()
        told.append(str(error.value))
    assert told == [
        "f.csv: row 7, column 'best': found 'four'; expected a whole number from 0",
        "f.csv: row 7, column 'low': found '-2'; expected a whole number from 0",
        "f.csv: row 7, column 'kind': found 'fight'; expected one of fights, peace; "
        "near it: fights",
        "f.csv: row 7, column 'day': found '2014-13-01'; expected a day such as 2014-03-02",
        "f.csv: row 7, column 'id': found '4a'; expected a number of digits alone",
    ]
    assert (row.whole("fine"), row.digits("fine"), row.whole("low", -3)) == (12, "12", -2)
    assert row.get("missing") == ""


def test_rows_with_other_cells_and_broken_quotes_are_told_and_passed_over(tmp_path: Path) -> None:
    text = 'Key,Day\na,1\nb\nc,3,4\n\n"d"x,5\ne,6\n'
    found, problems = read(put(tmp_path / "f.csv", text))
    assert [(row.number, row["Key"]) for row in found] == [(2, "a"), (7, "e")]
    assert problems == [
        "row 3: found 1 cells; expected 2, as in the first row",
        "row 4: found 3 cells; expected 2, as in the first row",
        "row 6: found ',' expected after '\"'; expected cells in whole quotes",
    ]


def test_bytes_that_are_no_text_are_told_by_their_line(tmp_path: Path) -> None:
    found, problems = read(put(tmp_path / "f.csv", b"Key,Day\na,1\nb\xe9,2\nc,3\n"))
    assert [row["Key"] for row in found] == ["a", "c"]
    assert problems == [
        "line 3: found byte 0xe9 at place 2; expected UTF-8; "
        "save it as UTF-8, or say its `encoding`, such as 'latin-1'"
    ]
    found, problems = read(put(tmp_path / "f.csv", b'Key,Day\n"a\nb\xe9",2\n"c\xe9\nd",3\ne,4\n'))
    assert [(row.number, row["Key"]) for row in found] == [(4, "e")]
    assert [told[:28] for told in problems] == [
        "line 3: found byte 0xe9 at p",
        "line 4: found byte 0xe9 at p",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_nul_is_no_text(tmp_path: Path, encoding: str) -> None:
    text = 'Key,Day\na,1\nb\0,2\n"c\nd\0",3\ne,4\n'
    found, problems = read(put(tmp_path / "f.csv", text.encode(encoding)), encoding=encoding)
    assert [(row.number, row["Key"]) for row in found] == [(2, "a"), (5, "e")]
    advice = "if it is not cut off, its `encoding` may be another, such as 'utf-16'"
    assert problems[0] == f"line 3: found a NUL character at place 2; expected text; {advice}"
    assert problems[1:] == [problems[0].replace("line 3", "line 5")]
    wide = put(tmp_path / "wide.csv", "Key,Day\na,1\n".encode("utf-16-le"))
    assert file_refused(wide).startswith("line 1: found a NUL character at place 2")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252", "utf-8"])
def test_an_encoding_that_is_told_is_used(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path / "f.csv", "Key,Day\nWürzburg,1\n".encode(encoding))
    found, problems = read(path, encoding=encoding)
    assert ([row["Key"] for row in found], problems) == (["Würzburg"], [])


def file_refused(path: Path, **more: object) -> str:
    with pytest.raises(bt.ChronicleError) as error:
        read(path, **more)  # type: ignore[arg-type]
    return str(error.value).replace(f"{path}: ", "")


def test_a_file_in_another_encoding_is_refused_at_once(tmp_path: Path) -> None:
    wide = put(tmp_path / "wide.csv", "Key,Day\na,1\n".encode("utf-16"))
    assert file_refused(wide).startswith("line 1: found byte 0xff at place 1")
    cut = put(tmp_path / "cut.csv", "Key,Day\na,1\n".encode("utf-16")[:-1])
    assert "found bytes that are no utf-16: truncated data" in file_refused(cut, encoding="utf-16")


@pytest.mark.parametrize("encoding", ["utf-9", "hex", None, ""])
def test_what_is_no_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path / "f.csv", "Key,Day\n")
    with pytest.raises(bt.InputError, match=r"encoding: found .*; expected an encoding"):
        read(path, encoding=encoding)


def test_a_file_of_other_columns_is_refused_with_those_that_are_missing(tmp_path: Path) -> None:
    assert file_refused(put(tmp_path / "f.csv", "Key,Dated\na,1\n")) == (
        "found the columns Key, Dated; expected the columns 'Day' too"
    )
    bare = Layout(needed=("a", "b", "c"), header=False, delimiter="\t")
    assert file_refused(put(tmp_path / "g.csv", "1\t2\n"), layouts=[bare]) == (
        "found 2 columns; expected 3 columns; is it the right file? It has no header"
    )
    assert file_refused(put(tmp_path / "h.csv", "")) == (
        "found no line; expected a file of rows; is it the right file?"
    )


def test_without_a_header_rows_are_counted_from_the_first_and_quotes_are_letters(
    tmp_path: Path,
) -> None:
    bare = Layout(needed=("a", "b"), header=False, delimiter="\t")
    found, problems = read(put(tmp_path / "f.csv", '"x\t1\ny"\t2\n'), [bare])
    assert [(row.number, row["a"], row["b"]) for row in found] == [(1, '"x', "1"), (2, 'y"', "2")]
    assert problems == []


def test_packed_files_that_are_cut_off_or_hold_several_are_refused(tmp_path: Path) -> None:
    whole = put(tmp_path / "f.csv.gz", "Key,Day\n" + "a,1\n" * 1000).read_bytes()
    (tmp_path / "f.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert "found a file that cannot be unpacked" in file_refused(tmp_path / "f.csv.gz")
    assert "found a file that cannot be unpacked" in file_refused(
        put(tmp_path / "g.zip", "x").rename(tmp_path / "h.gz")
    )
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as packed:
        packed.writestr("one.csv", "Key,Day\na,1\n")
        packed.writestr("two.csv", "Key,Day\nb,1\n")
    assert file_refused(tmp_path / "two.zip") == (
        "found 2 files in it; expected one file, or one of one.csv, two.csv; name one as `member`"
    )
    found, _ = read(tmp_path / "two.zip", member="two.csv")
    assert [row["Key"] for row in found] == ["b"]
    with pytest.raises(bt.MissingError, match=r"no file in two\.zip .*'tow\.csv'; near it: two"):
        read(tmp_path / "two.zip", member="tow.csv")
    with pytest.raises(bt.MissingError, match=r"near it: .*two\.zip"):
        read(tmp_path / "tow.zip")
    with pytest.raises(bt.ChronicleError, match="a folder"):
        read(tmp_path)


def test_no_row_is_held_when_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    with path.open("w") as file:
        file.write("Key,Day\n")
        file.writelines(f"{number},{'x' * 80}\n" for number in range(200_000))
    found: Iterator[Row] = rows(path, [LAYOUT], told=Problems().tell)
    next(found)
    tracemalloc.start()
    try:
        assert sum(1 for _ in found) == 199_999
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()


def test_a_quote_that_is_not_closed_is_told_in_clear_words(tmp_path: Path) -> None:
    before = csv.field_size_limit(100)
    try:
        found, problems = read(put(tmp_path / "f.csv", 'Key,Day\na,1\n"' + "b" * 200 + "\n"))
    finally:
        csv.field_size_limit(before)
    assert [row["Key"] for row in found] == ["a"]
    assert problems[0] == (
        "row 3: found a cell of more than 134,217,728 letters; expected a shorter one; "
        "is a quote not closed before it?"
    )


def test_all_that_is_wrong_with_a_row_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b'Key,Day\n1,"two\nbad \xff\nlines \xfe"\n2,x\n3,\xfd\n')
    told = list[tuple[str, ...]]()

    def tell(*problems: Problem) -> None:
        told.append(tuple(str(each).partition(": found")[0] for each in problems))

    assert [row["Key"] for row in rows(path, [LAYOUT], told=tell)] == ["2"]
    assert told == [(f"{path}: line 3", f"{path}: line 4"), (f"{path}: line 6",)]


def test_of_a_row_with_very_many_lines_that_are_no_text_the_first_are_told(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b'Key,Day\n1,"' + b"\xff\n" * 500 + b'"\n2,x\n')
    told = list[int]()
    found = rows(path, [LAYOUT], told=lambda *problems: told.append(len(problems)))
    assert [row["Key"] for row in found] == ["2"]
    assert told == [5]


def test_a_file_with_the_mark_of_utf_16_is_told_to_be_in_it(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes("Key,Day\n1,x\n".encode("utf-16"))
    with pytest.raises(bt.ChronicleError, match="or say its `encoding`, such as 'utf-16'"):
        read(path)
    assert [row["Key"] for row in read(path, encoding="utf-16")[0]] == ["1"]
