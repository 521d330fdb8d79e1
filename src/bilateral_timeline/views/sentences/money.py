"""Money: what is traded, lent and invested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...dates.when import When
from ...errors import DateError
from ...records.values import Quantity, Unknown
from ...relations.claim import Claim
from ...relations.claims import Claims
from ...relations.facets.investment import Investment
from ...relations.facets.trade import Period
from .. import days
from ..amounts import amount, number
from ..speech import Speech
from ..words import spaced
from .clauses import Aside, Clauses, each, head, last, stage, stands

_WAY = re.compile(r"\b(declined?|decrease|drop|fall|fell|gain|grew|growth|increase|rise|rose)\b")


def period(id: str, entry: Period, speech: Speech) -> Clauses:
    """What a flow came to in a period and how it changed; how goods are treated or counted."""
    flow, _, part = id.partition(".")
    if flow == "counted":
        return f"{speech.title(part)} in the statistics", _counted(entry, speech)
    if flow == "treatment":
        return _treatment(part, entry, speech)
    year, _, goods = part.partition("-") if re.fullmatch(r"\d{4}-[a-z].*", part) else (part, "", "")
    title = speech.title(flow) + (f": {speech.name(goods)}" if goods else "")
    said = "" if year == "undated" else _period(year)
    when = f", {said}" if said.startswith("from ") else f" {said}" if said else ""
    return f"{title}{when}", [*_figures(entry, speech)]


def _counted(entry: Period, speech: Speech) -> list[str]:
    words = {"yes": "counted", "no": "not counted"}
    by: dict[str, list[Any]] = {}
    for claim in entry.counted.standing:
        by.setdefault(words[claim.value], []).append(claim)
    return [f"{word}{speech.by(claims)}" for word, claims in by.items()]


def _period(year: str) -> str:
    try:
        return days.on(When(year))
    except DateError:
        return f"in {spaced(year)}"


def _figures(entry: Period, speech: Speech) -> Iterator[str]:
    yield from _sum(entry.value, speech)
    if entry.early and not entry.value:
        yield f"early figure: {speech.among(entry.early, last=True)}"
    if entry.change:
        yield f"against the year before: {_changes(entry.change, speech)}"
    elif entry.computed_change is not Unknown:
        yield f"{changed(entry.computed_change)} by the sums of both years"
    yield from each(entry.goods_share, speech, "share of the flow: {}")
    yield from last(entry.direction, speech, "{}")
    yield from each(entry.cause, speech, "why: {}")


def _sum(group: Claims[Any], speech: Speech) -> Iterator[str]:
    """The sum: the most precise one, where all others are wider."""
    if group and group.group in ("refinement", "confirmed", "single-source"):
        best = [claim for claim in group.counted if claim.value == group.best]
        if best:
            yield f"{amount(best[0].value)}{speech.by(best)}"
            return
    yield from each(group, speech)


def _changes(group: Claims[Any], speech: Speech) -> str:
    """Changes in percent as more or less, with who tells each."""
    told: dict[str, list[Claim[Any]]] = {}
    for claim in group.counted or group.standing:
        told.setdefault(changed(claim.value), []).append(claim)
    apart = "; " if any(", " in text for text in told) else ", "
    return apart.join(f"{text}{speech.by(claims)}" for text, claims in told.items())


def changed(percent: Quantity) -> str:
    """A change in percent in words.

    >>> changed(Quantity(-20, None, -18, unit="percent"))
    'between 18 and 20 percent less'
    """
    low, best, high = percent.low, percent.best, percent.high
    if percent.unit != "percent" or (percent.text and best is None and None in (low, high)):
        return amount(percent)
    text = percent.text
    if _WAY.search(text):  # it says by itself which way: a fall of nearly 20
        return amount(percent)
    most = high if high is not None else best
    if most is not None and most <= 0:
        turned = [None if n is None else -n for n in (high, best, low)]
        return f"{amount(Quantity(*turned, unit='percent', text=text))} less"
    if best is None and low and high and low < 0 < high:
        return f"between {number(-low)} percent less and {number(high)} percent more"
    told = amount(Quantity(low, best, high, unit="percent", text=text))
    least = low if low is not None else best
    return f"{told} more" if least is not None and least >= 0 else told


def _treatment(id: str, entry: Period, speech: Speech) -> Clauses:
    told = [*stands(entry, speech), *last(entry.rate, speech, "duty: {}")]
    return head(id, speech, entry.form, entry.by, entry.to), told


def investment(id: str, entry: Investment, speech: Speech) -> Clauses:
    """How far an investment is, what sum it comes to and of what it is a part."""
    told = [f"{said}{_in_a_memorandum(entry)}" for said in stage(entry, speech)]
    numbers = {getattr(value, "best", None) for value in entry.value.values}
    if entry.original:
        told += _converted(entry, speech)
    else:
        told += (_sum if len(numbers) == 1 else each)(entry.value, speech)
    if entry.share_told:
        told.append(Aside(f"share of the whole: {speech.among(entry.share_told)}"))
    elif entry.share is not Unknown:
        told.append(Aside(f"{amount(entry.share)} of the whole, by the sums told"))
    told += last(entry.progress, speech)
    return head(id, speech, entry.name, entry.source, entry.destination), told


def _converted(entry: Investment, speech: Speech) -> Iterator[str]:
    """The sums as they were named, and in brackets what a source makes of them."""
    named = {claim.event: claim.value for claim in entry.original.claims}
    told: dict[str, list[Claim[Any]]] = {}
    for claim in entry.value.counted or entry.value.standing:
        said = amount(claim.value)
        if claim.event in named:
            said = f"{amount(named[claim.event])}{{}}, converted to {said}"
        told.setdefault(said, []).append(claim)
    for said, claims in told.items():
        who = speech.by(claims)
        yield said.replace("{}", who) if "{}" in said else f"{said}{who}"


def _in_a_memorandum(entry: Investment) -> str:
    """That what was agreed binds nobody yet."""
    is_one = entry.stage == "agreed" and entry.form.best == "memorandum"
    return ", in a memorandum" if is_one else ""
