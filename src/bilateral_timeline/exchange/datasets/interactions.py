"""What coded event data sets share: parties from a country, bodies from a code, titles."""

from __future__ import annotations

from functools import lru_cache, partial

from ...coding.codes import GOLDSTEIN, MODES
from ...coding.intensity import Interaction
from ...errors import near
from ..countries import codes_near, find_country, name_of
from .dataset import Skip, Unknown

NOTHING = frozenset({"", "NA", "None", "NULL", "---"})
"""What stands in a cell that says nothing."""


def both(actor: str, target: str) -> tuple[str, ...]:
    """The two, each once.

    >>> both("RU", "IR"), both("RU", "RU")
    (('RU', 'IR'), ('RU',))
    """
    return (actor,) if actor == target else (actor, target)


@lru_cache(maxsize=16384)
def party(text: str, scheme: str, side: str) -> str:
    """The party of a country's name or code; a row without one is passed over, and counted.

    >>> party("365", "cow", "source")
    'RU'
    """
    if text in NOTHING:
        raise Skip(f"no country of the {side}")
    found = find_country(text, scheme)
    if found is None:
        raise no_country(text, scheme)
    return found


def no_country(text: str, scheme: str, rest: tuple[str, ...] = ()) -> Unknown:
    """That a name or a code is of no country, and what the `rest` of the parties are.

    >>> reason = no_country("Inda", "name")
    >>> print(reason, reason.near())
    no party in the table of countries: Inda ['India', 'China', 'Indonesia']
    """
    what = "no party in the table of countries"
    return Unknown(what, text, partial(codes_near, text, scheme), rest)


@lru_cache(maxsize=65536)
def of_cameo(cameo: str, actor: str, target: str) -> tuple[Interaction, str]:
    """An act by its CAMEO code, and its title; a code in no table is passed over.

    >>> act, title = of_cameo("042", "RU", "IR")
    >>> title
    'Russia to Iran: CONSULT visit (CAMEO 042)'
    """
    if cameo not in GOLDSTEIN:
        raise Unknown("no code of CAMEO 1.1b3", cameo, partial(near, cameo, GOLDSTEIN))
    act = Interaction(cameo=cameo, actor=actor, target=target)
    return act, _title(act)


@lru_cache(maxsize=65536)
def of_plover(event: str, mode: str, actor: str, target: str) -> tuple[Interaction, str]:
    """An act by its PLOVER type and mode, and its title; what is in no table is passed over.

    >>> act, title = of_plover("CONSULT", "visit", "RU", "IR")
    >>> title
    'Russia to Iran: CONSULT visit'
    """
    if event not in MODES:
        raise Unknown("no type of PLOVER", event, partial(near, event, MODES))
    if mode and mode not in MODES[event]:
        raise Unknown(f"no mode of {event} in PLOVER", mode, partial(near, mode, MODES[event]))
    act = Interaction(event=event, mode=mode, actor=actor, target=target)
    return act, _title(act)


def _title(act: Interaction) -> str:
    return f"{name_of(act.actor)} to {name_of(act.target)}: {act.code}"
