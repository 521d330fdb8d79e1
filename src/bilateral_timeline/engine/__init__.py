"""The engine: how every question is answered fast. Its one face is `Index`."""

from .index import Index, Route

__all__ = ["Index", "Route"]
