"""How large the parts of the engine are; made small, short logs take every way through it."""

from __future__ import annotations

import attrs


@attrs.define
class Sizes:
    """The sizes that ship. They are for speed alone: no answer depends on one."""

    leaf: int = 16
    """Parts of a leaf at most."""
    fan: int = 32
    """Parts of a branch at most: wide branches make a low tree."""
    least: int = 4
    """A node with fewer parts is joined to a neighbour, where both fit into one."""
    within: int = 512
    """States within branches that are kept for a projection."""
    marks: int = 32
    """States that are kept within one of them."""
    scan: int = 128
    """As many beliefs are read one by one rather than by a tree of a past day."""
    step: int = 32
    """Turns from a tree that is kept, from which the halfway tree is kept too."""
    kept: int = 400
    """Trees of the past that are kept; of more, the one not used for longest goes."""
    walk: int = 64
    """Events that are looked at for the latest before a tree is made."""
    waiting: int = 10_000
    """Amendments that wait to be worked in; what waits for more is made anew."""


SIZES = Sizes()
