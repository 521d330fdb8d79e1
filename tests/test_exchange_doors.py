"""Every public name of the exchange, called with everything wrong; what it says it has."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange
from bilateral_timeline.exchange.datasets import dataset
from exchange_files import put

junk: st.SearchStrategy[Any] = st.sampled_from(
    [None, 5, -1.5, True, "", "x", "\0", "2020-13", b"x", [], {}, (1,), object(), [[]], "icews"]
)
GIVEN: dict[str, dict[str, Any]] = {
    "work": {"name": "icews", "version": "1", "known": "2020-01-01"},
    "read": {"name": "icews", "path": "nowhere.csv", "version": "1", "known": "2020-01-01"},
    "update": {
        "log": bt.EventLog(),
        "name": "icews",
        "path": "nowhere.csv",
        "version": "1",
        "known": "2020-01-01",
        "during": "2014",
    },
    "country": {"code": "RU", "scheme": "name"},
    "code": {"party": "RU", "scheme": "cow", "on": None},
}
MORE: dict[str, tuple[str, ...]] = {
    "read": ("parties", "encoding", "member", "lenient"),
    "update": ("parties", "encoding", "member", "lenient"),
}


@given(name=st.sampled_from([*GIVEN]), data=st.data())
def test_what_is_wrong_is_told_as_an_error_of_the_library(name: str, data: st.DataObject) -> None:
    asked = dict(GIVEN[name])
    fields = [*asked, *MORE.get(name, ())]
    for field in data.draw(st.lists(st.sampled_from(fields), min_size=1, unique=True)):
        asked[field] = data.draw(junk)
    with suppress(bt.TimelineError):
        found = getattr(exchange, name)(**asked)
        if name == "read":
            list(found)


def test_the_public_names_are_those_that_are_there_and_no_other() -> None:
    assert {*exchange.__all__} <= {*dir(exchange)}
    for name in {*exchange.__all__} - {"FORMATS"}:
        assert getattr(exchange, name).__doc__
    assert {*exchange.FORMATS} >= {"csv", "icalendar"}
    with pytest.raises(AttributeError, match="has no attribute 'raed'"):
        exchange.raed  # noqa: B018


def test_nothing_of_it_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys; import bilateral_timeline as bt; from bilateral_timeline import exchange;"
        "print([n for n in sys.modules if 'exchange.' in n])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_every_data_set_says_what_it_is() -> None:
    for name in exchange.available():
        held = dataset(name)
        assert held.name == name
        assert all((held.title, held.author, held.publisher, held.url.startswith("https://")))
        work = exchange.work(name, version="1.0", known="2020-01-01")
        assert (work.id, work.type) == (f"{name}-1-0", "dataset")


@pytest.mark.parametrize("lenient", ["no", "", 0, 1, None])
def test_what_is_no_truth_value_is_not_taken_for_one(tmp_path: Path, lenient: Any) -> None:
    asked = {"version": "1", "known": "2030-01-01", "lenient": lenient}
    with pytest.raises(bt.InputError, match=r"lenient: found .* expected True or False"):
        exchange.read("icews", tmp_path / "f.csv", **asked)
    with pytest.raises(bt.InputError, match=r"lenient: found .* expected True or False"):
        exchange.update(bt.EventLog(), "icews", tmp_path / "f.csv", **asked)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_member_is_one_of_a_zip_alone(tmp_path: Path, ending: str) -> None:
    path = put(tmp_path / f"f.csv{ending}", "Event ID,Event Date\n")
    for member, told in (("x.csv", "expected none, as the file is no .zip"), (3, "the name of a")):
        asked: dict[str, Any] = {"version": "1", "known": "2030-01-01", "member": member}
        with pytest.raises(bt.InputError, match=f"member: .*{told}"):
            list(exchange.read("icews", path, **asked))
