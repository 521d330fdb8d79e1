"""The README and the pages of docs/: where they are, and the files that they show whole.

A block of code below a line that is only the name of a file, such as "`bells.py`:", is that file.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    *sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts),
]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
_FILE = re.compile(r"^`([^`\n]+)`:\n\n```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def files_of(page: Path) -> dict[str, str]:
    """The files that a page shows whole, by path."""
    return {path: text for path, _, text in _FILE.findall(page.read_text("utf-8"))}


def without_files(text: str) -> str:
    """The text of a page with each such file blanked out, line for line."""
    return _FILE.sub(lambda found: "\n" * found[0].count("\n"), text)
