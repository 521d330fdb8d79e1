"""Stub."""

import attrs


@attrs.frozen
class Code:
    """Stub."""

    event: str
    mode: str = ""
    cameo: str = ""
