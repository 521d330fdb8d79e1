"""What data sets of armed conflict share: dates within bounds, and losses as claims."""

from __future__ import annotations

from pendulum import Date

from ...dates.when import When
from ...records.values import Quantity
from ...relations.facets.force import LossesClaimed


def within(first: Date, last: Date) -> When:
    """One unknown day from the first to the last; the day itself where they are one."""
    return When(first.isoformat() if first == last else f"[{first}..{last}]")


def killed(
    dispute: str, of: str, number: Quantity, event: str, loss: str = "killed"
) -> LossesClaimed:
    """How many were killed in one event, which is the scope: others are not compared with it."""
    return LossesClaimed(dispute=dispute, of=of, loss=loss, number=number, scope=f"event {event}")


def people(low: int | None, best: int | None, high: int | None) -> Quantity:
    """A number of people, with the bounds that the row gives."""
    return Quantity(low, best, high, unit="people")
