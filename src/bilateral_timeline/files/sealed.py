"""A sealed folder: what was edited or removed since, and sealing what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from ..errors import ChronicleError, Problem, shown
from ..log import said
from ..records.chain import Said, link
from ..records.codec import work_to_text
from .disk import in_file, write_whole
from .folder import Folder, Gathered, gather
from .jsonl import Item
from .seals import SEALED, Seal, Sealable, content_hash, seals_of


@attrs.frozen
class Sealed:
    """What sealing did: how many lines are new, how many there are, and the hash of the last."""

    new: int
    lines: int
    head: str


def seal_folder(folder: Path) -> Sealed:
    """Seal what is new in a folder: each work and each record that the list does not have yet.

    What is sealed already is never sealed again: if any of it was edited or removed, that is a
    `ChronicleError` which names each, as is anything else that is wrong with the folder.
    """
    found = gather(folder)
    wrong = [*found.problems, *seal_problems(found)]
    if wrong:
        raise ChronicleError(*wrong)
    sealed = {seal.key for seal in found.seals}
    said = [one for key, one in _said(found).items() if key not in sealed]
    head = found.seals[-1].hash if found.seals else ""
    seals = [*found.seals, *seals_of(head, said)]
    if said:
        write_seals(folder, seals)
    return Sealed(len(said), len(seals), seals[-1].hash)


def write_seals(folder: Path, seals: list[Seal]) -> None:
    """Write the list, whole."""
    write_whole(folder / SEALED, (f"{seal.text}\n".encode() for seal in seals))


def seal_problems(found: Gathered) -> Iterator[Problem]:
    """Each line of the list that does not hold: edited, removed, or another than it was."""
    told = _said(found)
    unread = {("record", *key) for key in found.unread}
    files = {("record", *key): path for key, (_, path) in found.records.items()}
    seen: set[Sealable] = set()
    before = ""
    for number, seal in enumerate(found.seals, 1):
        one = Said("omission", seal.omission.text) if seal.omission else told.get(seal.key)
        called = _called(seal)
        if seal.key in seen:
            yield in_file(SEALED, f"{called} again", "each once", _LIST, number)
        elif one is None and seal.key not in unread:
            yield in_file(SEALED, f"{called} is sealed, and is gone", "all of it", _GONE, number)
        elif one is not None and content_hash(one.text) != seal.content:
            file = files.get(seal.key, Path("sources.json"))
            advice = _WORK if seal.sort == "work" else _EDITED.format(id=seal.id)
            found_ = f"{called}, other than it was sealed (line {number} of {SEALED})"
            problem = in_file(file, found_, f"the content {seal.content[:12]}…", advice)
            yield attrs.evolve(problem, record=seal.id if seal.sort == "record" else "")
        elif one is not None and link(before, seal.sort, one.text) != seal.hash:
            expected = f"the line that has the hash {seal.hash[:12]}…"
            yield in_file(
                SEALED, f"{called}, moved, or after another line", expected, _LIST, number
            )
        if not seal.omission:
            seen.add(seal.key)
        before = seal.hash


_LIST = f"take back the last good {SEALED}: only `bilateral-timeline seal` adds to it"
_GONE = "put it back; what is not believed any longer gets a retraction, as <id>.r1.toml"
_EDITED = "put it back as it was, and write what is new to the next {id}.rN.toml"
_WORK = "put it back as it was, and give a work that differs an id of its own"


def require_unchanged(folder: Path, held: Folder) -> None:
    """Refuse a folder that is not sealed, or in which anything that is sealed was changed."""
    if not held.seals:
        raise not_sealed(folder)
    if wrong := [*seal_problems(gather(folder))]:
        raise ChronicleError(*wrong)


def not_sealed(folder: Path) -> ChronicleError:
    """That a folder has no hashes."""
    advice = f"`bilateral-timeline seal {folder}` begins it"
    found, expected = "a folder that is not sealed", f"one with {SEALED}"
    return ChronicleError(Problem(str(folder), found, expected, advice))


def in_order(held: Folder) -> tuple[Item, ...]:
    """What a folder holds: first what is sealed, in that order, then the rest, works first."""
    items: dict[Sealable, Item] = {("work", work.id, 0): work for work in held.sources}
    items |= {("record", record.id, record.revision): record for record in held.records}
    sealed = [
        seal.omission or items.pop(seal.key)
        for seal in held.seals
        if seal.omission or seal.key in items
    ]
    return (*sealed, *items.values())


def _said(found: Gathered) -> Mapping[Sealable, Said]:
    """What each work and each record says, works first."""
    told: dict[Sealable, Said] = {
        ("work", work.id, 0): Said("work", work_to_text(work), work.id) for work in found.sources
    }
    return told | {("record", *key): said(record) for key, (record, _) in found.records.items()}


def _called(seal: Seal) -> str:
    revision = f", revision {seal.revision}" if seal.revision else ""
    return f"{seal.sort} {shown(seal.id, 60)}{revision}" if seal.id else seal.sort
