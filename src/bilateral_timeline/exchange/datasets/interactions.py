"""What coded event data sets share: parties from a country, bodies from a code, titles."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from ...coding.codes import GOLDSTEIN, MODES
from ...coding.intensity import Interaction
from ...errors import near
from ..countries import codes_near, find_country, has_country, name_of
from .dataset import Skip, Unknown

NOTHING = frozenset({"", "NA", "None", "NULL", "---"})
"""What stands in a cell that says nothing."""
_NO_PARTY = "no party in the table of countries"


def both(actor: str, target: str) -> tuple[str, ...]:
    """The two, each once.

    >>> both("RU", "IR"), both("RU", "RU")
    (('RU', 'IR'), ('RU',))
    """
    return (actor,) if actor == target else (actor, target)


@lru_cache(maxsize=16384)
def sides(scheme: str, **texts: str) -> tuple[str, ...]:
    """The parties of the names or codes on some sides; a row without one of them is passed over.

    >>> sides("cow", source="365", target="630")
    ('RU', 'IR')
    """
    found, unknown = list[str](), ""
    for side, text in texts.items():
        code = None if text in NOTHING else find_country(text, scheme)
        if code is not None:
            found.append(code)
        elif text in NOTHING and not unknown:
            raise Unknown(f"no country of the {side}", known=tuple(found))
        else:
            unknown = unknown or text
    if unknown and has_country(unknown, scheme):
        raise Skip(f"{_NO_PARTY}: {unknown}")
    if unknown:
        raise no_country(unknown, scheme, known=tuple(found))
    return tuple(found)


def party(text: str, scheme: str, side: str) -> str:
    """The party of a country's name or code; a row without one is passed over, and counted.

    >>> party("365", "cow", "source")
    'RU'
    """
    return sides(scheme, **{side: text})[0]


def no_country(text: str, scheme: str, **more: Any) -> Unknown:
    """That a name or a code is in no line of the table of countries.

    >>> no_country("Inda", "name").near()
    ('India', 'China', 'Indonesia')
    """
    return Unknown(_NO_PARTY, text, partial(codes_near, text, scheme), **more)


@lru_cache(maxsize=65536)
def of_cameo(cameo: str, actor: str, target: str) -> tuple[Interaction, str]:
    """An act by its CAMEO code, and its title; a code in no table is passed over.

    So is one of two digits: the data sets have none, but a spreadsheet makes 10 of 010.

    >>> act, title = of_cameo("042", "RU", "IR")
    >>> title
    'Russia to Iran: CONSULT visit (CAMEO 042)'
    """
    if len(cameo) == 2:
        what = "a CAMEO code of two digits, which may be short of a nought"
        raise Unknown(what, cameo, partial(_codes_near, cameo))
    if cameo not in GOLDSTEIN:
        raise Unknown("no code of CAMEO 1.1b3", cameo, partial(_codes_near, cameo))
    act = Interaction(cameo=cameo, actor=actor, target=target)
    return act, _title(act)


@lru_cache(maxsize=1024)
def _codes_near(cameo: str) -> tuple[str, ...]:
    """The codes that may have been meant: the one that is not short of a nought, then others."""
    codes = [code for code in GOLDSTEIN if len(code) > 2]
    whole = [f"0{cameo}"] if f"0{cameo}" in codes else []
    return tuple(dict.fromkeys([*whole, *near(cameo, codes)]))


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
