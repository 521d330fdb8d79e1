"""The command line as tests run it, and a small chronicle of Vesland and Ostmark to run it on."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import bilateral_timeline as bt

Timeline = bt.Timeline[bt.Relationship]


class Ran(NamedTuple):
    """What a run left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]
"""Run the command line with some arguments: the fixture `run`."""


@cache
def shipped() -> Timeline:
    return bt.load_chronicle("russia-iran")


ABOUT = 'title = "Vesland and Ostmark"\npair = ["VE", "OS"]\n'
GAZETTE = {
    "id": "gazette",
    "type": "article-newspaper",
    "title": "Minister in Ostmark",
    "issued": {"date-parts": [[2024, 5, 20]]},
}


def works(*items: dict[str, Any]) -> str:
    """The works cited as their file has them; without any, the gazette."""
    return json.dumps(items or [GAZETTE], indent=1, ensure_ascii=False) + "\n"


def record(
    kind: str,
    when: str = "2024-05-19",
    locator: str = "p. 4",
    *,
    title: str = "",
    parties: tuple[str, ...] = ("VE", "OS"),
    **what: Any,
) -> str:
    """The file of a record that the gazette tells of."""
    head = {"kind": kind, "when": when, "title": title, "parties": parties}
    tables = {
        "": {name: value for name, value in head.items() if value},
        "\n[what]": what,
        "\n[[sources]]": {"source": "gazette", "locator": locator},
    }
    lines = []
    for name, held in tables.items():
        lines += [name] if name else []
        lines += [f"{field} = {_written(value)}" for field, value in held.items()]
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    """A value as TOML has it on a line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_written(each)}' for name, each in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False)


VISIT = record(
    "meeting-held",
    title="The minister of Vesland visits Ærø in Ostmark",
    level="minister",
    mode="visit",
    participants=["Una Ek", "Ivo Lind"],
    place="Ærø",
)
