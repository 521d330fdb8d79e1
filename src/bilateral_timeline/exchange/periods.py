"""Periods: whether a date lies in one, or may."""

from __future__ import annotations

from ..dates.when import When


def lies_in(when: When, period: When | None) -> bool:
    """Whether a date lies wholly in a period; each does where there is none.

    >>> lies_in(When("2014-03-02"), When("2014")), lies_in(When("2014"), When("2014-03"))
    (True, False)
    """
    if period is None:
        return True
    first, last, low, high = period.earliest, period.latest, when.earliest, when.latest
    after = first is None or (low is not None and low >= first)
    return after and (last is None or (high is not None and high <= last))


def touches(when: When, period: When | None) -> bool:
    """Whether a date may lie in a period, at least in part; each may where there is none.

    >>> touches(When("2014"), When("2014-03")), touches(When("2013"), When("2014-03"))
    (True, False)
    """
    if period is None:
        return True
    first, last, low, high = period.earliest, period.latest, when.earliest, when.latest
    begins = last is None or low is None or low <= last
    return begins and (first is None or high is None or high >= first)
