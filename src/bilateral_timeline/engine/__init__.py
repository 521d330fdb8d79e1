"""The engine: how every question is answered fast. Its one face is `Index`."""

from .index import Index

__all__ = ["Index"]
