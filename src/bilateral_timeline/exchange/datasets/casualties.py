"""What data sets of armed conflict share: dates within bounds, and losses as claims."""

from __future__ import annotations

from pendulum import Date

from ...dates.when import When
from ...records.values import Quantity
from ...relations.facets.force import LossesClaimed


def within(first: Date, last: Date) -> When:
    """One unknown day from the first to the last; the day itself where they are one.

    >>> from pendulum import Date
    >>> print(within(Date(2020, 1, 1), Date(2020, 1, 9)))
    [2020-01-01..2020-01-09]
    """
    return When(first.isoformat() if first == last else f"[{first}..{last}]")


def killed(
    dispute: str, of: str, number: Quantity, event: str, loss: str = "killed"
) -> LossesClaimed:
    """How many were killed in one event, which is the scope: others are not compared with it.

    >>> print(killed("ucdp-420", "all", people(1, 2, 3), "77").loss)
    killed
    """
    return LossesClaimed(dispute=dispute, of=of, loss=loss, number=number, scope=f"event {event}")


def people(low: int | None, best: int | None, high: int | None) -> Quantity:
    """A number of people, with the bounds that the row gives.

    >>> people(1, None, 3).low, people(1, None, 3).high
    (Decimal('1'), Decimal('3'))
    """
    return Quantity(low, best, high, unit="people")
