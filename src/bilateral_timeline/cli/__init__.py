"""The command line: the library's verbs. It parses, calls and prints."""

from .verbs import main

__all__ = ["main"]
