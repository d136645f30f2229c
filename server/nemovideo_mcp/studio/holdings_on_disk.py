"""What lies in the studio's folders, kind by kind: which of it can be made again, and which is the user's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nemovideo_mcp.export.cache import unused
from nemovideo_mcp.studio.files import Files

__all__ = ["Kept", "Kind", "kept_in", "size_of"]

Kind = Literal[
    "chunks",
    "sound",
    "work",
    "pictures",
    "films_saved",
    "in_use",
    "media",
    "films",
    "database",
    "copies",
    "arriving",
]
"""`chunks` to `films_saved` can go; the others stay."""

_OF_SUFFIX: dict[str, Kind] = {
    ".mp4": "chunks",
    ".seen": "chunks",
    **dict.fromkeys((".f32", ".m4a", ".wav", ".silent", ".heard"), "sound"),
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Bytes and files of one kind. One that `can_go` is made again when it is needed, or was saved elsewhere."""

    kind: Kind
    bytes: int
    count: int
    can_go: bool


def kept_in(files: Files, *, films: Iterable[tuple[int, bool]]) -> tuple[Kept, ...]:
    """All kinds that there are something of. `films` are the bytes of each film, and whether it was delivered."""
    found: dict[Kind, list[int]] = {}

    def note(kind: Kind, size_bytes: int) -> None:
        found.setdefault(kind, []).append(size_bytes)

    going = unused(files.work)
    for path, size_bytes in going.items():
        note(_OF_SUFFIX.get(path.suffix, "work"), size_bytes)
    for path in _below(files.work, flat=True):
        if path not in going:
            note("in_use", size_of(path))
    for path in _below(files.work / "jobs"):
        note("in_use", size_of(path))
    for path in _below(files.pictures):
        note("pictures", size_of(path))
    for size_bytes, delivered in films:
        note("films_saved" if delivered else "films", size_bytes)
    for path in _below(files.data / "media"):
        note("media", size_of(path))
    for path in _below(files.incoming):
        note("arriving", size_of(path))
    for end in ("", "-wal", "-shm"):
        if size_bytes := size_of(files.database.with_name(files.database.name + end)):
            note("database", size_bytes)
    for path in (*_below(files.data / "backups"), *files.data.glob(f"{files.database.name}.replaced-*")):
        note("copies", size_of(path))
    return tuple(
        Kept(kind=kind, bytes=sum(sizes), count=len(sizes), can_go=kind in _CAN_GO)
        for kind, sizes in found.items()
        if sum(sizes)
    )


_CAN_GO: frozenset[Kind] = frozenset(("chunks", "sound", "work", "pictures", "films_saved"))


def size_of(path: Path) -> int:
    """The bytes of the file; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _below(folder: Path, *, flat: bool = False) -> Iterable[Path]:
    if not folder.is_dir():
        return ()
    return [path for path in (folder.iterdir() if flat else folder.rglob("*")) if path.is_file()]
