"""narwhals, or a word on how to install it; and what an engine refuses, in the library's errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from ..errors import ExtraError, InputError, Problem, TimelineError, cut

try:
    import narwhals as nw
except ImportError:
    needs = "tables in an engine of yours need narwhals"
    raise ExtraError(f"{needs}: pip install 'bilateral-timeline[frames]'") from None

P = ParamSpec("P")
R = TypeVar("R")

OWN = "_bt_"
"""How the names of columns begin that are added while an answer is worked out."""


class OfCaller(Exception):
    """An error in a function that the caller gave: it is none of the engine's."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def in_engine(asked: Callable[P, R]) -> Callable[P, R]:
    """A question whose engine may refuse it, as it may what is not of the type that is needed."""
    form = signature(asked)

    @wraps(asked)
    def asking(*given: P.args, **named: P.kwargs) -> R:
        form.bind(*given, **named)  # what is called with wrong arguments is no engine's matter
        try:
            return asked(*given, **named)
        except TimelineError:
            raise
        except OfCaller as told:
            raise told.error from told.error.__cause__
        except (ImportError, MemoryError):
            raise
        except Exception as error:
            found = f"{type(error).__name__}: {cut(' '.join(str(error).split()), 300)}"
            expected = "columns that its engine can work with so"
            raise InputError(Problem(asked.__name__, found, expected)) from error

    return asking


__all__ = ["OWN", "OfCaller", "in_engine", "nw"]
