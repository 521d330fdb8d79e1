"""What of a log is of a data set: ids that begin with its name, and records that it wrote."""

from __future__ import annotations

from collections.abc import Mapping

from ..records.events import Record, Source
from .datasets.dataset import Dataset
from .named import MODULES


def of_dataset(id: str) -> str:
    """The data set of the id of an event, or of a work; empty where it is of none.

    >>> of_dataset("icews-20140101-20718170")
    'icews'
    """
    names = (name for name in MODULES if id.startswith(f"{name}-"))
    return max(names, key=len, default="")


def is_edition(id: str, dataset: Dataset, works: Mapping[str, Source]) -> bool:
    """Whether the id of a work is that of an edition, so far as the works that are known tell.

    >>> from bilateral_timeline.exchange.datasets import dataset
    >>> icews = dataset("icews")
    >>> is_edition("icews-2", icews, {}), is_edition("gdelt-2", icews, {})
    (True, False)
    """
    work = works.get(id)
    is_other = work is not None and not work.title.startswith(dataset.title)
    return of_dataset(id) == dataset.name and not is_other


def is_by_edition(record: Record, dataset: Dataset, works: Mapping[str, Source]) -> bool:
    """Whether an edition wrote a record: it cites that edition, and nothing else.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.datasets import dataset
    >>> cited = [bt.Citation("icews-1", known="2024")]
    >>> what = bt.UnknownBody("eclipse", 1, "{}")
    >>> event = bt.Event(id="icews-7", when="2024", what=what, sources=cited)
    >>> is_by_edition(event, dataset("icews"), {})
    True
    """
    if of_dataset(record.id) != dataset.name or len(record.sources) != 1:
        return False
    return is_edition(record.sources[0].source, dataset, works)
