"""The chronicle is written in words of its own: no run of seven stands in an article.

The articles are not shipped. `BILATERAL_TIMELINE_ARTICLES` names a folder with their texts.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bilateral_timeline.files.chronicle import packaged

VARIABLE = "BILATERAL_TIMELINE_ARTICLES"
RUN = 7

Words = tuple[str, ...]


def runs(text: str) -> set[Words]:
    """Every run of seven words of a text, in lower case and without punctuation."""
    words = re.findall(r"[^\W_]+", re.sub("['\u2019]", "", text.lower()))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def texts_of(path: Path) -> Iterator[str]:
    """Every text that a record has of its own: title, note, body, what the sources say.

    Of what the chronicle says of itself, all of it.
    """
    record = tomllib.loads(path.read_text(encoding="utf-8"))
    if "sources" not in record:
        yield from texts_in(record)
        return
    says = [source.get("says", "") for source in record["sources"]]
    wanted = [record.get(key, "") for key in ("title", "note", "retracted", "what")]
    yield from texts_in([*wanted, *says])


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)


@pytest.fixture(scope="module")
def articles() -> dict[str, set[Words]]:
    """The runs of words of each article, by the name of its file."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        pytest.skip(f"set {VARIABLE} to a folder with the texts of the articles, *.txt")
    found = sorted(Path(folder).glob("*.txt"))
    assert found, f"{VARIABLE}={folder} holds no *.txt"
    return {path.name: runs(path.read_text(encoding="utf-8")) for path in found}


def test_no_run_of_seven_words_of_an_event_stands_in_an_article(
    articles: dict[str, set[Words]],
) -> None:
    copied = [
        (path.stem, name, " ".join(run))
        for path in sorted(packaged()["russia-iran"].rglob("*.toml"))
        for text in texts_of(path)
        for name, article in articles.items()
        for run in sorted(runs(text) & article)
    ]
    assert copied == []


@pytest.mark.parametrize(
    "text",
    [
        "The ferry's first crossing was in May 2024.",
        "As told: THE FERRY\u2019S\nFIRST CROSSING (was -- in May).",
        "the ferry's first-crossing, was in may-time",
    ],
)
def test_a_run_is_found_whatever_its_case_and_punctuation(text: str) -> None:
    assert ("the", "ferrys", "first", "crossing", "was", "in", "may") in runs(text)


def test_fewer_than_seven_words_are_no_run() -> None:
    assert runs("The ferry's first crossing in May") == set()
