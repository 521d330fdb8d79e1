"""Formats of others: what is written, what is counted as not said, and what is read back."""

from __future__ import annotations

import json
import re
import tracemalloc
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.exchange import FORMATS, Written, read_csv, read_timelinejs, write
from bilateral_timeline.files.vocabulary import kinds
from bilateral_timeline.frames import table
from bilateral_timeline.records.codec import from_plain, to_text
from bilateral_timeline.records.events import Record
from bilateral_timeline.records.stored import from_json
from bilateral_timeline.testing import bodies, histories
from exchange_files import put
from running import shipped

TEXTS = st.text(st.characters(codec="utf-8"), max_size=9) | st.sampled_from(
    ("-", "=1+1", " x ", "a;b\\", "p. 1\np. 2", "\ufeff", '"', "a, b", "@", "\\n")
)


SHIPPED = [made.body for made in kinds()]


@st.composite
def odd_logs(draw: st.DrawFn) -> tuple[Record, ...]:
    """A random log of every kind, with any text wherever one may stand."""
    records: list[Record] = []
    for record in draw(histories(bodies(*SHIPPED, odd=True) | bodies(*SHIPPED))):
        cited = [
            attrs.evolve(
                citation,
                locator=draw(TEXTS),
                says=draw(TEXTS),
                via=[text for text in draw(st.lists(TEXTS, max_size=2)) if text],
            )
            for citation in record.sources
        ]
        changes: dict[str, Any] = {"sources": cited}
        if isinstance(record, bt.Event):
            changes |= {"title": draw(TEXTS), "note": draw(TEXTS)}
            changes["parties"] = [text for text in draw(st.lists(TEXTS, max_size=2)) if text]
        records.append(attrs.evolve(record, **changes))
    return tuple(records)


def log_of(*records: Record, works: tuple[bt.Source, ...] = ()) -> bt.EventLog:
    log = bt.EventLog(works)
    log.append(*records)
    return log


def event(id: str = "visit", when: str = "2024-05-19", **told: Any) -> bt.Event:
    told.setdefault("known", "2024-05-20")
    return bt.Event(id=id, when=when, what=bt.UnknownBody("eclipse", 1, "{}"), **told)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


# -- all formats -----------------------------------------------------------------------------


def test_every_format_says_the_shipped_chronicle(folder: Path) -> None:
    timeline = shipped()
    believed = len(timeline.events())
    for format in FORMATS:
        told = write(format, timeline, folder / format)
        assert told.format == format
        assert told.events + sum(told.left_out.values()) == believed
        assert (folder / format).stat().st_size > 0


@given(odd_logs())
def test_every_format_says_events_of_any_words(folder: Path, records: tuple[Record, ...]) -> None:
    timeline = log_of(*records).timeline()
    calendar = pytest.importorskip("icalendar", reason="needs icalendar: pip install icalendar")
    work = bt.Source(id="w", title="T", known="2024")
    for format in FORMATS:
        told = write(format, timeline, folder / f"odd.{format}")
        assert told.events + sum(told.left_out.values()) == len(timeline.events())
    entries = calendar.Calendar.from_ical((folder / "odd.icalendar").read_bytes()).walk("VEVENT")
    assert [entry.errors for entry in entries if entry.errors] == []
    (folder / "odd.timelinejs").replace(folder / "odd.json")
    slides = read_timelinejs(folder / "odd.json", source=work).events
    rows = read_timelinejs(folder / "odd.timelinejs-sheet", source=work).events
    assert [(e.when, e.title, e.what) for e in rows] == [(e.when, e.title, e.what) for e in slides]
    graph = json.loads((folder / "odd.jsonld").read_text("utf-8"))["@graph"]
    assert len(graph) == len(timeline.events())


def test_a_slice_is_of_what_happened_and_was_known(folder: Path) -> None:
    timeline = shipped()
    asked: dict[str, Any] = {"after": "2022", "until": "2024-05-19", "known_by": "then"}
    write("csv", timeline, folder / "slice.csv", **asked)
    assert read_csv(folder / "slice.csv") == timeline.events(**asked)


def test_a_format_that_there_is_not_has_near_ones() -> None:
    with pytest.raises(bt.MissingError, match="near it: timelinejs"):
        write("timeline-js", shipped(), "out.json")


def test_what_is_no_timeline_is_refused() -> None:
    nothing: Any = [event()]
    with pytest.raises(bt.InputError, match=r"write: found .* expected a Timeline"):
        write("csv", nothing, "out.csv")


def test_a_log_is_written_only_where_all_of_it_can_be(folder: Path) -> None:
    log = log_of(event())
    with pytest.raises(
        bt.InputError, match="those that do are cloudevents, csl, csv, datasette, parquet"
    ):
        write("icalendar", log, folder / "out.ics")
    with pytest.raises(bt.InputError, match="write: until: found '2024'"):
        write("csv", log, folder / "out.csv", until="2024")


HOLD_NOTES = ("csv", "cloudevents", "datasette", "parquet")


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in ("bibtex", "csl")])
def test_notes_that_are_left_out_are_counted(format: str, folder: Path) -> None:
    log = log_of(
        event(id="one", known="2022-01-01", note="ours"),
        event(id="two", known="2022-01-01"),
        event(id="three", note="ours", known="2024-01-01"),
        event(id="one", revision=1, known="2023-06-01", note="ours too"),
    )

    def counted(told: Any, known_by: str | None) -> tuple[int, int]:
        done = write(format, told, folder / "written", known_by=known_by)
        return done.events, done.said_less.get("notes", 0)

    holds = format in HOLD_NOTES
    assert counted(log.timeline(), None) == (3, 0 if holds else 2)
    assert counted(log.timeline(), "2023") == (2, 1)
    if holds:
        assert counted(log, None) == (4, 0)
        assert counted(log, "2023") == (3, 2)
        assert counted(log, "2022") == (2, 1)


def test_a_log_known_by_a_day_has_no_note_and_no_later_citation(folder: Path) -> None:
    cited = [bt.Citation("one", known="2024-05-20"), bt.Citation("two", known="2025-01-01")]
    first = event(note="ours", sources=cited)
    later = bt.Retraction(id="visit", revision=1, known="2025", reason="no")
    write("csv", log_of(first, later), folder / "then.csv", known_by="2024-06")
    assert read_csv(folder / "then.csv") == (event(sources=cited[:1]),)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two logs in stores, of which one is three times as large."""
    folder = tmp_path_factory.mktemp("stored")
    for name, number in (("small", 500), ("large", 1_500)):
        cited = [bt.Citation("a-daily", known="2024-05-20")]
        told = (
            event(f"visit-{at}", title="A visit. " * 100, sources=cited) for at in range(number)
        )
        with bt.open_log(folder / f"{name}.db") as log:
            log.append(*told)
    return folder / "small.db", folder / "large.db"


@pytest.mark.parametrize("format", ["cloudevents", "csv", "datasette", "parquet"])
def test_what_is_held_of_a_log_in_a_store_does_not_grow_with_it(
    folder: Path, stored: tuple[Path, Path], format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "BATCH", 100)  # the rows that a table holds at a time
    held = []
    for path in (stored[0], *stored):  # the first time, what is learnt for good is left out
        with bt.open_log(path) as log:
            tracemalloc.start()
            try:
                told = write(format, log, folder / f"held.{format}")
                held.append(tracemalloc.get_traced_memory()[1])
            finally:
                tracemalloc.stop()
    assert told.events == 1_500
    assert held[2] < held[1] * 1.5


def test_of_a_log_all_works_are_written_and_by_a_day_those_that_were_public(folder: Path) -> None:
    old, new = (bt.Source(id=f"of-{year}", title="W", known=f"{year}") for year in (2023, 2025))
    log = log_of(event(), works=(old, new))
    for known_by, works in ((None, 2), ("2024", 1)):
        told = write("csl", log, folder / "all.json", known_by=known_by)
        assert (told.works, told.left_out) == (works, {"events, of which works alone are told": 1})


def test_what_is_written_replaces_a_file_whole_or_leaves_it(folder: Path) -> None:
    path = folder / "kept.db"
    path.write_bytes(b"as it was")
    with pytest.raises(bt.InputError, match="whole numbers of at most 18 digits"):
        write("datasette", log_of(event("a"), event("b", seq=10**30)).timeline(), path)
    assert path.read_bytes() == b"as it was"
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


def test_the_account_is_said_in_a_line() -> None:
    told = Written("csv", 2, 1, {"without a day": 1}, {"notes": 1200})
    assert str(told) == (
        "csv: 2 events, 1 work; left out: without a day (1); not said, or less: notes (1,200)"
    )


# -- CSV -------------------------------------------------------------------------------------


@given(odd_logs())
def test_csv_gives_back_every_record_of_a_log(folder: Path, records: tuple[Record, ...]) -> None:
    write("csv", log_of(*records), folder / "log.csv")
    again = read_csv(folder / "log.csv")
    assert again == records
    assert [*map(to_text, again)] == [*map(to_text, records)]


@given(odd_logs())
def test_csv_gives_back_the_events_of_a_timeline(folder: Path, records: tuple[Record, ...]) -> None:
    timeline = log_of(*records).timeline()
    write("csv", timeline, folder / "events.csv")
    assert read_csv(folder / "events.csv") == timeline.events()


@given(TEXTS)
def test_no_cell_of_text_is_taken_for_a_formula(folder: Path, text: str) -> None:
    write("csv", log_of(event(title=text)), folder / "formula.csv")
    _, line = (folder / "formula.csv").read_text("utf-8").rstrip("\n").split("\n")
    assert re.search(r'(^|,)"?[=+@-]', line) is None


def test_csv_keeps_the_form_in_which_a_record_was_written(folder: Path) -> None:
    plain = {"id": "a", "kind": "no-such-kind", "version": 3, "when": "2001-25", "known": "2024"}
    record = from_plain(plain | {"what": from_json('{"x": 1.50, "z": null, "a": 1e5}')})
    write("csv", log_of(record), folder / "form.csv")
    (again,) = read_csv(folder / "form.csv")
    assert to_text(again) == to_text(record)
    assert '"when": "2001-25"' in to_text(again)


def test_a_sheet_by_hand_needs_four_columns(folder: Path) -> None:
    path = folder / "hand.csv"
    path.write_text("Known,id,kind,when\n2024-05-20,visit,eclipse,2024-05-19\n", "utf-8")
    assert read_csv(path) == (event(),)


def test_all_that_is_wrong_with_a_sheet_is_told_by_row_and_column(folder: Path) -> None:
    path = folder / "wrong.csv"
    path.write_text(
        "id,kind,when,known,titel,latest,lasting,works,stances,body\n"
        "a,eclipse,2024-13,soon,,,,,,\n"
        'b,eclipse,2024-05,2024,,2024-05-30,maybe,"w\nv","asserts\nthinks",{\n'
        "c,eclipse,2024-05,2024,,2024-05-30,,w,asserts,{}\n"
        "c,eclipse,2024-05,2024,,,,,,{}\n"
        "c,eclipse,2024-05,2024,,,,,,{}\n",
        "utf-8",
    )
    with pytest.raises(bt.ChronicleError) as error:
        read_csv(path)
    places = [str(problem.where).removeprefix(f"{path}: ") for problem in error.value.problems]
    assert places == [
        "row 1, column 'titel'",
        "row 2, column 'when', date '2024-13', character 6",
        "row 2, column 'known'",
        "row 3, column 'lasting'",
        "row 3, column 'body'",
        "row 3, column 'stances', line 2",
        "row 4, column 'latest'",
        "row 6, column 'id'",
    ]
    assert error.value.problems[-2].expected == "2024-05-31, as `when` says"


def test_after_a_hundred_problems_it_says_that_it_stops(folder: Path) -> None:
    path = folder / "many.csv"
    path.write_text("id,kind,when,known\n" + "A,eclipse,2024,2024\n" * 300, "utf-8")
    with pytest.raises(bt.ChronicleError) as error:
        read_csv(path)
    assert len(error.value.problems) == 101
    assert error.value.problems[-1].where == f"{path}: row 102 on"


@pytest.mark.parametrize("letters", [131_072, 131_073, 200_000])
def test_a_text_of_any_length_comes_back(folder: Path, letters: int) -> None:
    held = event(note="n" * letters, title="=" * letters)
    write("csv", log_of(held), folder / "long.csv")
    assert read_csv(folder / "long.csv") == (held,)


@given(st.integers(1 - 10**100, 10**100 - 1) | st.sampled_from([10**16, -(10**99)]))
def test_a_number_of_any_size_comes_back(folder: Path, seq: int) -> None:
    held = event(seq=seq)
    write("csv", log_of(held), folder / "number.csv")
    assert read_csv(folder / "number.csv") == (held,)


def test_a_number_too_long_is_refused_by_row_and_column(folder: Path) -> None:
    path = folder / "digits.csv"
    path.write_text(f"id,kind,when,known,seq\na,eclipse,2024,2024,{'9' * 5_000}\n", "utf-8")
    with pytest.raises(bt.ChronicleError) as error:
        read_csv(path)
    (problem,) = error.value.problems
    assert problem.where == f"{path}: row 2, column 'seq'"
    assert problem.expected == "a whole number of at most 100 digits"


def test_a_first_line_of_many_letters_is_no_header(folder: Path) -> None:
    path = folder / "letters.csv"
    path.write_text("x" * 200_000 + "\n", "utf-8")
    with pytest.raises(bt.ChronicleError) as error:
        read_csv(path)
    (problem,) = error.value.problems
    assert problem.expected == "the columns 'id', 'kind', 'when', 'known' too"
    assert len(str(problem)) < 2_000


@pytest.mark.parametrize("ending", ["", ".gz", ".zip"])
@pytest.mark.parametrize("name", ["cited_known", "Cited-Known", "cited known"])
def test_columns_are_known_by_any_spelling_and_slips_are_told(
    folder: Path, name: str, ending: str
) -> None:
    head, line = f"id,kind,when,known,works,{name}", "visit,eclipse,2024-05-19,2024-05-20,w"
    path = put(folder / f"spelt.csv{ending}", f"{head}\n{line},2024-06-01\n")
    assert read_csv(path) == (event(sources=[bt.Citation("w", known="2024-06-01")]),)
    slips = f"{head},titel,KNOWN,\n{line},2024-06-01,A title,2024,\n"
    with pytest.raises(bt.ChronicleError) as error:
        read_csv(put(folder / f"slips.csv{ending}", slips))
    assert [problem.path for problem in error.value.problems] == ["titel", "KNOWN", ""]


# -- CloudEvents -----------------------------------------------------------------------------

REQUIRED = {"id", "source", "specversion", "type"}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


@given(odd_logs())
def test_cloudevents_keep_the_rules_and_hold_every_record(
    folder: Path, records: tuple[Record, ...]
) -> None:
    told = write("cloudevents", log_of(*records), folder / "log.jsonl")
    lines = (folder / "log.jsonl").read_bytes().decode().split("\n")[:-1]
    held = {record.id: record for record in records}
    seen = []
    for line in lines:
        each = json.loads(line)
        assert each.keys() >= REQUIRED
        assert each["specversion"] == "1.0"
        for name in each.keys() - {"data"}:
            assert re.fullmatch("[a-z0-9]{1,20}", name)
            assert isinstance(each[name], str | int)
            assert each[name] != ""
            assert not re.search("[\x00-\x1f\x7f-\x9f]", str(each[name]))
        assert STAMP.fullmatch(each["recordedtime"])
        assert STAMP.fullmatch(each.get("time", each["recordedtime"]))
        record = from_plain(from_json(line)["data"])
        seen.append(record)
        assert each["id"] == f"{record.id}/{record.revision}"
        if isinstance(record, bt.Event):
            assert bt.When(each["when"]) == record.when
            assert ("time" in each) is record.when.is_exact
    assert len({json.loads(line)["id"] for line in lines}) == len(lines)
    assert set(seen) <= set(records)
    assert len(seen) + sum(told.left_out.values()) == len(records)
    assert held.keys() >= {record.id for record in seen}


def test_a_retraction_is_a_cloud_event_of_its_own_type(folder: Path) -> None:
    gone = bt.Retraction(id="visit", revision=1, known="2024-06-01", reason="no visit")
    write("cloudevents", log_of(event(), gone), folder / "two.jsonl", base="https://example.org/")
    one, two = map(json.loads, (folder / "two.jsonl").read_text("utf-8").splitlines())
    assert (one["type"], two["type"]) == ("eclipse", "bilateral-timeline.retraction")
    assert one["time"] == "2024-05-19T00:00:00Z"
    assert one["source"] == "https://example.org/"
    assert (two["recordedtime"], two["revision"]) == ("2024-06-01T00:00:00Z", 1)
    assert (one["sequence"], two["sequence"]) == ("0000000001", "0000000002")
