"""GDELT Event Database, 1.0 and 2.0: who did what to whom, coded from news by the CAMEO scheme.

Leetaru and Schrodt, *The GDELT Event Database: Data Format Codebook*, V 1.03 (25 August 2013) and
V 2.0 (19 February 2015): no header, cells parted by tabs though files are called CSV; 57 columns
in the historical files, 58 in the daily ones with the address of the article, 61 in 2.0.

`known` is DATEADDED, the day on which an event came into the database, which the code book has as
that of the news. The host of the article's address is whom a citation names (`via`). Actors are
the countries of Actor1CountryCode and Actor2CountryCode; regions, such as EUR, are no parties.
GDELT's own copy of Goldstein's scale differs in four codes: events have the code alone. Codes of
two digits are passed over, as `of_cameo` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ...dates.when import When
from ..rows import Layout, Row, compact_day
from .dataset import Dataset, Draft
from .interactions import both, of_cameo, sides


def _actor(number: int) -> tuple[str, ...]:
    fields = (
        *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code"),
        *("Religion2Code", "Type1Code", "Type2Code", "Type3Code"),
    )
    return tuple(f"Actor{number}{field}" for field in fields)


def _place(of: str, is_second: bool) -> tuple[str, ...]:
    county = ("ADM2Code",) if is_second else ()
    fields = ("Type", "Fullname", "CountryCode", "ADM1Code", *county, "Lat", "Long", "FeatureID")
    return tuple(f"{of}Geo_{field}" for field in fields)


def _columns(is_second: bool) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(*_actor(1), *_actor(2)),
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass"),
        *("GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone"),
        *(*_place("Actor1", is_second), *_place("Actor2", is_second)),
        *(*_place("Action", is_second), "DATEADDED"),
    )


def _parties(row: Row) -> tuple[str, ...]:
    actor, target = row["Actor1CountryCode"], row["Actor2CountryCode"]
    return both(*sides("cameo", actor=actor, target=target))


def _drafts(row: Row, parties: tuple[str, ...]) -> Iterator[Draft]:
    act, title = of_cameo(row["EventCode"], parties[0], parties[-1])
    number, address = row.digits("GLOBALEVENTID"), row.get("SOURCEURL")
    yield Draft(
        id=number,
        when=When(row.day("SQLDATE", compact_day).isoformat()),
        what=act,
        title=title,
        known=row.day("DATEADDED", compact_day),
        via=_host(address),
        locator=f"event {number}, {address}" if address else f"event {number}",
    )


@lru_cache(maxsize=4096)
def _host(address: str) -> tuple[str, ...]:
    """Whose page it is; none where there is no address."""
    _, mark, rest = address.partition("://")
    host = rest.partition("/")[0].casefold().removeprefix("www.") if mark else ""
    return (host,) if host else ()


DATASET = Dataset(
    name="gdelt",
    title="GDELT Event Database",
    author=("The GDELT Project",),
    publisher="The GDELT Project",
    url="https://www.gdeltproject.org/",
    layouts=(
        Layout(needed=_columns(False), header=False, delimiter="\t"),
        Layout(needed=(*_columns(False), "SOURCEURL"), header=False, delimiter="\t"),
        Layout(needed=(*_columns(True), "SOURCEURL"), header=False, delimiter="\t"),
    ),
    parties=_parties,
    drafts=_drafts,
    key=lambda row: row.digits("GLOBALEVENTID"),
    in_parts=True,
    by_known=True,
)
