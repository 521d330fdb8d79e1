"""Reading an edition of a data set: the work, and the events of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike

from ..dates.when import Day
from ..records.events import Source
from .datasets import dataset
from .datasets.dataset import check_version, parties_asked
from .datasets.reader import Reading
from .named import MODULES
from .parties import check_countries


def available() -> tuple[str, ...]:
    """The names of the data sets that can be read.

    >>> "icews" in available()
    True
    """
    return tuple(sorted(MODULES))


def work(name: str, *, version: str, known: Day) -> Source:
    """An edition of a data set as a work that can be cited.

    `version` is what its publisher calls it, `known` the day on which it came out.

    >>> edition = work("icews", version="2023-04", known="2023-04-10")
    >>> print(edition.id, edition.known)
    icews-2023-04 2023-04-10
    """
    return dataset(name).work(check_version(version), known)


def read(
    name: str,
    path: str | PathLike[str],
    *,
    version: str,
    known: Day,
    parties: Iterable[str] | None = None,
    encoding: str = "utf-8",
    member: str = "",
    lenient: bool = False,
    beside: str | PathLike[str] | None = None,
) -> Reading:
    """The events of a file of an edition, one after another, as its rows are read.

    `version` and `known` are as in `work`; with `parties`, only rows that all of them are in,
    or any of them where a data set has one state a row. A file may be packed, as `.gz` or
    `.zip`, of which `member` names the file; what some sets say in a second file is read from
    `beside`. What comes back is an iterator that counts the rows that gave no event in its
    `skipped`, by the reason. A cell that cannot be read is a `ChronicleError` with row and
    column; all of them are told at the end, and no event after the first. If it is `lenient`,
    such rows are counted in `skipped` too, and told in `problems`. A party that is no code of a
    country is refused at once; of a country that no row has, there are no events.

    A row that stands twice in the file gives its event twice, with one id: an `EventLog` takes it
    in once, and `update` too. Where the second says something else, the log refuses both, and
    `update`, which holds them, tells the second as a row that cannot be read, with the first.

    Costs about 15 microseconds an event, and 4 for a row between other parties.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read("icews", f"{folder}/events.tab", version="1", known="2023-04-10")
    <Reading of ICEWS Coded Event Data, version 1: 0 rows read, 0 of them passed over>
    """
    asked = parties_asked(parties)
    check_countries(asked)
    return Reading(
        dataset(name),
        path,
        work(name, version=version, known=known),
        parties=asked,
        encoding=encoding,
        member=member,
        lenient=lenient,
        beside=beside,
    )
