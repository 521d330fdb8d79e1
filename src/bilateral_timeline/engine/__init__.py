"""The engine: how every question is answered fast. Its one face is `Index`; tests vary `SIZES`."""

from .index import Index, Route
from .sizes import SIZES, Sizes

__all__ = ["SIZES", "Index", "Route", "Sizes"]
