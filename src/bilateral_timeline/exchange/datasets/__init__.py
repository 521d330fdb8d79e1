"""The data sets that can be read, by name; each is a module of its own, loaded when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from ...errors import MissingError
from .dataset import Dataset

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
"""The module of each data set, whose `DATASET` it is."""


def dataset(name: str) -> Dataset:
    """The data set of a name; another is a `MissingError` that says what is near."""
    if not isinstance(name, str) or name not in MODULES:
        raise MissingError("data set", name, MODULES)
    found: Dataset = getattr(import_module(f"{__name__}.{MODULES[name]}"), "DATASET")  # noqa: B009
    return found
