"""The names of the data sets that can be read, without a word of how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MODULES: Final[Mapping[str, str]] = {
    "acled": "acled",
    "archigos": "archigos",
    "atop": "atop",
    "atop-dyads": "atop_dyads",
    "cow-igo": "cow_igo",
    "cow-mid": "cow_mid",
    "desta": "desta",
    "gdelt": "gdelt",
    "icews": "icews",
    "polecat": "polecat",
    "sipri": "sipri",
    "ucdp-ged": "ucdp",
}
"""The module of each data set, in `datasets`, whose `DATASET` it is."""
