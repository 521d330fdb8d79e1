"""The data sets that can be read, by name; each is a module of its own, loaded when asked for."""

from __future__ import annotations

from importlib import import_module

from ...errors import MissingError
from ..named import MODULES
from .dataset import Dataset


def dataset(name: str) -> Dataset:
    """The data set of a name; another is a `MissingError` that says what is near.

    >>> dataset("desta").publisher
    'World Trade Institute'
    """
    if not isinstance(name, str) or name not in MODULES:
        raise MissingError("data set", name, MODULES)
    found: Dataset = getattr(import_module(f"{__name__}.{MODULES[name]}"), "DATASET")  # noqa: B009
    return found
