"""Kinds beside those of the facets: what a log may hold that is in no state of a pair.

They are known wherever a relationship is, so that a log which was made of a data set or of the
timeline of others is read as what it is.
"""

from __future__ import annotations

from typing import Final

from ..coding.intensity import Interaction
from ..records.kinds import kind


@kind("entry-noted")
class EntryNoted:
    """An entry of a timeline made elsewhere, as it stands there: what it is of is not told."""

    text: str = ""
    """What it tells below its headline."""
    group: str = ""
    """Under which heading it stands."""
    sort: str = ""
    """What it is there, if no plain entry: an era."""
    dated: str = ""
    """Its date in the words that stand there."""
    time: str = ""
    """The time of day of its start, which the date of an event has no room for."""
    end_time: str = ""
    """That of its end."""
    media: str = ""
    """The address of what is shown beside it."""
    credit: str = ""
    """Whose that is."""
    caption: str = ""
    """What is written under it."""
    thumbnail: str = ""
    """The address of a small picture of it."""
    alt: str = ""
    """What is said of it to those who do not see it."""
    background: str = ""
    """The colour, or the address of a picture, behind it."""


BESIDE: Final[tuple[type, ...]] = (EntryNoted, Interaction)
"""These kinds."""
