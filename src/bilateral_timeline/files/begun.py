"""A new chronicle: the files of a folder of one's own, with what editors need to complete it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from ..errors import ChronicleError, Problem, shown
from ..records.fields import CODE
from ..relations.relationship import FACETS
from .about import ABOUT, NAMES
from .disk import asking, write_new
from .folder import SCHEMA
from .glossary import first_sentence
from .plain import UNFILLED
from .schema import record_schema

_EDITORS = f"""\
# Editors that read this file (Taplo, Even Better TOML) check and complete the records.
[[rule]]
include = ["*/*.toml"]

[rule.schema]
path = "{SCHEMA}"
"""


def begin_chronicle(folder: Path, pair: tuple[str, str]) -> None:
    """Make the folder of a new chronicle of two parties; one that holds anything is refused.

    What only a curator knows stands as `???` in it, which no chronicle takes.
    """
    one, other = pair
    if one == other or not all(re.fullmatch(CODE, code) for code in pair):
        expected = "the codes of two parties, of letters, digits and hyphens, such as AA BB"
        raise ChronicleError(Problem("--chronicle", shown(" ".join(pair)), expected))
    with asking(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if os.listdir(folder):
            advice = "name another"
            raise ChronicleError(Problem(str(folder), "a folder with files", "a new one", advice))
    files = {
        ABOUT: _about(one, other),
        NAMES: _names(one, other),
        "sources.json": "[]\n",
        ".taplo.toml": _EDITORS,
        SCHEMA: json.dumps(record_schema(), indent=1, sort_keys=True) + "\n",
    }
    for name, text in files.items():
        write_new(folder / name, text)


def _about(one: str, other: str) -> str:
    covers = "".join(
        f'# {first_sentence(facet)}\n#{name} = "{UNFILLED}"\n' for name, facet in FACETS.items()
    )
    return (
        f'title = "{UNFILLED}"\npair = ["{one}", "{other}"]\n\n'
        "# From when, and how completely, the chronicle tells of each facet, in words.\n"
        f"[covers]\n{covers}"
    )


def _names(one: str, other: str) -> str:
    return f"""\
# Who and what the records name. The id, on the left, is the word that they use; a name with
# other spellings is {{ name = "Una Ek", also = ["U. Ek"] }}.

[parties]
{one} = "{UNFILLED}"
{other} = "{UNFILLED}"

[persons]

[bodies]

[things]
"""
