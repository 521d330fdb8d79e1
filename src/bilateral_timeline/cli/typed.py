"""What is typed as one of some names."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection

from ..errors import near, shown


def one_of(names: Collection[str], what: str) -> Callable[[str], str]:
    """What takes one of some names, and says of another what is near it."""

    def name(typed: str) -> str:
        if typed not in names:
            alike = ", ".join(near(typed, names)) or f"none; there are {', '.join(names)}"
            told = f"found {shown(typed)}; expected {what}; near it: {alike}"
            raise argparse.ArgumentTypeError(told)
        return typed

    return name
