"""Denials: who denies what is claimed on a leaf, and of which events."""

from __future__ import annotations

import attrs

from ..records.fields import one_of
from ..records.kinds import kind
from .claim import ROLES
from .mentions import EVENT, NAME


@kind("claim-denied")
class ClaimDenied:
    """Somebody denies what is claimed at a path of the state, such as `projects.office.stages`.

    The subject's own denial counts out what it denies; a party's disputes it, and it still
    counts; a third party's is only shown.
    """

    claim: str
    """The path of the leaf: facet, entry, leaf."""
    by: str = attrs.field(metadata=NAME)
    """Who denies it."""
    role: str = attrs.field(validator=one_of(*ROLES))
    """Whether it is denied of oneself, by a side of the pair, or from outside."""
    denies: tuple[str, ...] = attrs.field(default=(), metadata=EVENT)
    """The events whose claims are denied; none: all on that leaf, earlier and later."""
    holds: str = ""
    """What is held instead, as it follows "that": it has no legal basis."""
