"""Problems: what is wrong with the rows of a file, told all at once, up to a hundred."""

from __future__ import annotations

from collections.abc import Callable

from .errors import ChronicleError, InputError, Problem

MOST = 100
"""So many problems are told: whoever has more looks for what they share."""


class Problems:
    """What is wrong with what is read one by one, as it is found.

    Whoever reads tells what is wrong, reads no further once it `is_full`, and at the end refuses
    all of it by an `error` of the class that is given. If it is `lenient`, it is never full and
    refuses nothing; the first hundred are kept.

    >>> wrong = Problems()
    >>> wrong.tell(Problem("row 2", "'x'", "a number"), Problem("row 5", "'y'", "a number"))
    >>> wrong.is_full, len(wrong.told)
    (False, 2)
    >>> wrong.refuse()
    Traceback (most recent call last):
      ...
    bilateral_timeline.errors.ChronicleError: row 2: found 'x'; expected a number
    row 5: found 'y'; expected a number
    """

    __slots__ = ("_error", "_lenient", "told")

    def __init__(self, error: type[InputError] = ChronicleError, *, lenient: bool = False) -> None:
        self.told: list[Problem] = []
        self._error, self._lenient = error, lenient

    def __bool__(self) -> bool:
        return bool(self.told)

    @property
    def is_full(self) -> bool:
        """Whether nobody wants more of them."""
        return not self._lenient and len(self.told) >= MOST

    def tell(self, *problems: Problem) -> None:
        """Take note of what is wrong."""
        self.told += problems[: MOST - len(self.told)] if self._lenient else problems

    def tell_error(
        self, error: InputError, located: Callable[[Problem], Problem] | None = None
    ) -> None:
        """Take note of all that an error tells, each with its place where that is to be said."""
        self.tell(*(map(located, error.problems) if located else error.problems))

    def stop(self, where: str, what: str = "rows", *, file: str = "") -> None:
        """Say from where on nothing was looked at."""
        found, expected = f"{what} that were not looked at", f"fewer than {MOST} problems before it"
        self.told.append(Problem(where, found, expected, file=file))

    def refuse(self) -> None:
        """Raise the error with all that was told, if there is anything."""
        if self.told and not self._lenient:
            raise self._error(*self.told)
