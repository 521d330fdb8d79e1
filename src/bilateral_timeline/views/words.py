"""Words: for each facet, which values lead and how they are put; a facet without any reads well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ..dates.when import Certainty
from ..relations.entry import Entry, Staged
from .wording import spaced


def _always(_: Any) -> bool:
    return True


def _never(_: Any) -> bool:
    return False


@attrs.frozen(kw_only=True)
class Words:
    """How the entries of a facet are told."""

    titles: tuple[str, ...] = ("{name}",)
    """What stands beside an id, of leaves that are told."""
    leads: Mapping[str, str] | None = None
    """The values that lead, in order, and their words; without: what follows from the leaves.

    `{}` is the value, of a leaf the last; `{all}` are all its values, `{aside}` those that do not
    count. Words that begin with a comma or a space go on with what stands before.
    """
    over: Callable[[Any], bool] = _never
    """Whether an entry is over: a page leaves out what was told long ago of one that is."""
    shown: Callable[[Any], bool] = _always
    """Whether a page tells more of an entry than that it is there."""
    together: str = ""
    """The value by which a page tells entries together, not one by one."""
    ages: bool = True
    """Whether it matters that an entry was told of last long ago; not where it is of one year."""
    hides: tuple[str, ...] = ()
    """The leaves and values that repeat what others tell."""


_STAGED = {
    "stage": "{}",
    "since": ", since {}",
    "due": "due {}",
    "overdue": "overdue by {}",
}
_ASIDE = ("observed", "dates", "between")  # said with other values

NONE = {"holder": "vacant", "head": "no head"}
"""In a word, that there is none of something."""

NAMES = {
    "dues": "due date",
    "starts": "start due",
    "so_far": "so far",
    "delay": "reason for the delay",
    "talks": "length of the talks",
    "superlative": "said of it",
    "change": "change told",
    "computed_change": "change computed",
    "early": "early figure",
    "goods_share": "share of the flow",
    "share_told": "share told",
    "original": "in the currency first named",
    "original_total": "total in that currency",
    "designation": "called",
    "of": "sort",
    "by": "whose",
    "to_ratify": "no ratification recorded",
}
"""What leaves and values are called, where their name is not the word."""

WORDS: Mapping[str, Words] = {
    "leadership": Words(
        titles=("{title}",),
        leads={
            "holder": "{}",
            "acting": ", acting",
            "since": ", since {}",
            "vacant_days": ", for {}",
            "seats": "seats: {}",
            "coming": "to follow: {}",
            "due": "next holder due {}",
            "overdue": ", overdue by {}",
        },
        hides=("title", "next_steps"),
    ),
    "diplomacy": Words(
        titles=("{name}", "{sender} in {receiver}"),
        leads={
            "stage": "{}",
            "since": ", since {}",
            "level": "level: {}",
            "head": "head: {}",
            "staff": "staff: {}",
            "expelled": "expelled so far: {}",
            "due": "due {}",
            "overdue": ", overdue by {}",
        },
    ),
    "contacts": Words(
        leads={
            "last": "last {}",
            "mode": ", {}",
            "place": " in {}",
            "participants": " ({})",
            "last_in_person": "last in person {}",
            "planned": "planned: {}",
            "overdue": ", overdue by {}",
            "statements": "last word: {}",
            "recorded": "{} recorded",
        },
        hides=("last_call",),
    ),
    "agreements": Words(
        leads={
            "status": "{}",
            "stage": " ({})",
            "since": ", since {}",
            "by_party": "{}",
            "to_ratify": "no ratification recorded of {}",
            "term_ends": "term ends {}",
            "due": "next stage due {}",
            "overdue": ", overdue by {}",
        },
        over=lambda entry: entry.status == "ended",
        hides=("ends_at_signature", "ratified_by", "in_force"),
    ),
    "memberships": Words(
        leads={
            "status": "{}",
            "since": ", since {}",
            "due": "to take effect {}",
            "overdue": ", overdue by {}",
        },
        hides=("stage",),
    ),
    "commitments": Words(
        titles=("{item}", "{promisor} to {promisee}"),
        leads={
            "overdue": "overdue by {}",
            "status": "{}",
            "in_dispute": ", in dispute",
            "due": "due {}",
            "promised": "promised {all}",
            "so_far": "delivered {}",
            "share": ", {}",
            "delivered": "{aside}",
        },
        over=lambda entry: entry.status in ("fulfilled", "cancelled"),
        hides=("fulfilled", "overdue_since", "stage", "since"),
    ),
    "projects": Words(
        leads={
            "stage": "{}",
            "since": ", told {}",
            "usable": "usable: {}",
            "so_far": "output {}",
            "share": ", {} of the target",
            "due": "due {}",
            "overdue": ", overdue by {}",
            "start_overdue": "start overdue by {}",
        },
        over=lambda entry: entry.stage in ("cancelled", "closed"),
        shown=lambda entry: bool(entry.stages or entry.output or entry.dues or entry.target),
    ),
    "trade": Words(
        titles=("{form}", "{by} to {to}"),
        leads={
            "stage": "{}",
            "since": ", since {}",
            "rate": "duty {}",
            "best": "{}",
            "early": "early figure {}",
            "change": "change told {all}",
            "computed_change": "computed {}",
            "goods_share": "share {}",
            "direction": ", {}",
            "counted": "counted: {all}",
        },
        ages=False,
    ),
    "investment": Words(
        titles=("{name}", "{source} to {destination}"),
        leads={
            "stage": "{}",
            "since": ", told {}",
            "best": "{}",
            "share": ", {} of the total",
            "progress": "progress: {all}",
        },
    ),
    "constraints": Words(
        titles=("{name}", "{imposer} on {targets}"),
        leads={
            "stage": "{}",
            "since": ", since {}",
            "rate": "duty {}",
            "due": "to end {}",
            "lapsed": ", past by {}, and no extension recorded",
        },
        over=lambda entry: entry.in_force is Certainty.NO,
        hides=("name", "imposer", "targets"),
    ),
    "force": Words(
        leads={
            "stage": "{}",
            "since": ", since {}",
            "due": "to hold until {}",
            "lapsed": ", past by {}",
            "hostility": "hostility reached: {}",
            "last_act": "last act {}",
            "acts": ", {}",
            "losses_of": "losses: {}",
        },
        over=lambda entry: entry.is_quiet,
    ),
    "frictions": Words(
        leads={"issue": "{}", "refused": "{}", "since": ", since {}", "eased": "eased: {}"},
        over=lambda entry: entry.stage in ("eased", "settled"),
    ),
    "third_parties": Words(
        leads={"deeds": "{}", "since": "told of since {}"}, together="act", hides=("act", "actor")
    ),
    "assessments": Words(
        leads={"views": "{all}"},
        shown=lambda entry: bool({"label", "gain"} & set(entry.dimension.values)),
    ),
    "cooperation": Words(leads={"items": "{}", "since": "told of since {}"}, together="direction"),
    "evidence": Words(titles=("{of}",), leads={"aliases": "also called {all}"}),
}


def words_of(facet: str) -> Words:
    """How a facet is told."""
    return WORDS.get(facet, Words())


def leads_of(entry: Entry, words: Words) -> Mapping[str, str]:
    """The values that lead and their words; without any given, all that follows from the leaves."""
    if words.leads is not None:
        return words.leads
    staged = _STAGED if isinstance(entry, Staged) else {}
    more = [name for name in entry.derives if name not in staged and name not in _ASIDE]
    return staged | {name: f"{called(name)} {{}}" for name in more}


def aside(name: str, words: Words) -> bool:
    """Whether a leaf or a value is told with others already."""
    return name in _ASIDE or name in words.hides


def called(name: str) -> str:
    """What a leaf or a value is called, or a part of one, such as the date of a stage."""
    name, _, part = name.partition(".")
    told = "date" if name == "dates" else NAMES.get(name) or spaced(name.removesuffix("_of"))
    return f"{told} of {part.replace('.', ', ')}" if part else told
