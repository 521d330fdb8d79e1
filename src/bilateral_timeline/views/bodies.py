"""Bodies: in which order what an event says is said, kind by kind, and what third parties do."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BODIES: Mapping[str, tuple[str, ...]] = {
    "office-assumed": ("{person}", " ({acting})", ", seat {seat}"),
    "offices-vacated": ("{holdings}", " left", " ({exit})", ", {circumstance}"),
    "succession-step": ("{step}", " {person}", ", {votes}", ", due {due}"),
    "diplomats-expelled": (
        *("{by}", " sends away", " {number}", " {persons}", ", to leave by {due}"),
        ", because {reason}",
    ),
    "meeting-held": ("{mode}", " in {place}", " ({participants})"),
    "meeting-planned": ("{mode}", " in {place}", ", due {due}", " ({participants})"),
    "statement-made": ("{mode}", " by {speaker}", " to {to}", ": {about}"),
    "shipment-made": (
        *("{quantity}", " from {origin}", " to {destination}", " via {via}", ", a {trial}"),
    ),
    "hostile-act": ("{act}", " by {actor}", ", done by {by}", " on {target}", " at {place}"),
    "losses-claimed": ("{of}", ", {loss}", ": {number}"),
    "prisoners-held": ("{holder}", ": {persons}", " {number}", " {category}", " {action}"),
    "assessment-made": (
        *("{assessor}", ": {view}", " ({likelihood})", ", if {condition}"),
        *(", because {reason}", "; {figure}"),
    ),
    "Holding": ("{person}",),
    "Votes": ("{person}", " {number}"),
}
"""By kind, the parts of what is said: each is left out where one of its fields is not told."""

# What a third party does (PLOVER), or the part it plays: to somebody, and to nobody told.
DEEDS: Mapping[str, tuple[str, str]] = {
    "agree": ("agrees with", "agrees"),
    "consult": ("consults", "holds talks"),
    "support": ("supports", "gives support"),
    "concede": ("gives way to", "gives way"),
    "cooperate": ("works with", "works with both"),
    "aid": ("helps", "helps"),
    "retreat": ("draws back from", "draws back"),
    "request": ("asks", "asks"),
    "accuse": ("accuses", "accuses both"),
    "reject": ("turns down", "refuses"),
    "threaten": ("threatens", "threatens"),
    "sanction": ("puts sanctions on", "puts on sanctions"),
    "protest": ("protests against", "protests"),
    "mobilize": ("moves forces against", "moves forces"),
    "coerce": ("puts pressure on", "puts on pressure"),
    "assault": ("attacks", "attacks"),
    "mediates": ("mediates with", "mediates"),
    "takes-part": ("takes part with", "takes part"),
    "may-take-part": ("may take part with", "may take part"),
    "is-to-take-part": ("is to take part with", "is to take part"),
    "competes": ("competes with", "competes with both"),
    "stands-aside": ("holds back from", "holds back"),
    "is-affected": ("affects", "is affected"),
    "is-at-war": ("is at war with", "is at war"),
    "is-reconciled": ("is reconciled with", "is reconciled"),
}


def deed(act: str, actor: str) -> tuple[str, str]:
    """The verb of an act, to somebody and to nobody told, for one actor or for several.

    >>> deed("sanction", "France and Germany"), deed("is-affected", "Iran")
    (('put sanctions on', 'put on sanctions'), ('affects', 'is affected'))
    """
    spaced = act.replace("-", " ")
    to, alone = DEEDS.get(act, (spaced, spaced))
    last = actor.rpartition(" ")[2]
    is_plural = last.endswith("s") and (last.islower() or " " in actor) and last not in _ONE
    one = " and " not in actor and not is_plural
    return (to, alone) if one else (_of_several(to), _of_several(alone))


_ONE = ("States", "Emirates", "Netherlands", "Philippines", "Nations")
"""What the names of single countries and bodies of several words end in."""


def _of_several(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    plain = {"is": "are", "may": "may"}.get(first) or first.removesuffix("s")
    return f"{plain} {rest}".rstrip()


def phrase(kind: str, said: Mapping[str, str]) -> str | None:
    """What an event of a kind says, out of its fields in words; None for a kind without a form."""
    parts = _BODIES.get(kind)
    if parts is None:
        return None
    return "".join(part.format_map(said) for part in parts if _is_told(part, said))


def _is_told(part: str, said: Mapping[str, str]) -> bool:
    return all(said[name] for name in re.findall(r"{(\w+)}", part))
