"""narwhals, or a word on how to install it."""

from __future__ import annotations

from ..errors import ExtraError

try:
    import narwhals as nw
except ImportError:
    needs = "tables in an engine of yours need narwhals"
    raise ExtraError(f"{needs}: pip install 'bilateral-timeline[frames]'") from None

__all__ = ["nw"]
