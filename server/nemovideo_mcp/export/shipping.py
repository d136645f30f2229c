"""What travels between a studio and the workers of a cluster: tasks whose files are named by content, and bundles of
finished files."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from nemovideo_mcp.video.files import whole_file

__all__ = ["chunk_name", "files_of", "pack", "relocated", "source_name", "source_paths", "unpack"]

_T = TypeVar("_T")


def source_name(content_hash: str) -> str:
    """The name of a source in a store."""
    return f"sources/{content_hash}"


def chunk_name(key: str) -> str:
    """The name of a chunk, with the files that stand beside it, in a store."""
    return f"chunks/{key}.zip"


def source_paths(value: object) -> dict[str, Path]:
    """The files that `value` and all within it read, by their hashes."""
    found: dict[str, Path] = {}

    def note(content_hash: str, path: Path) -> Path:
        found[content_hash] = path
        return path

    relocated(value, note)
    return found


def relocated(value: _T, place: Callable[[str, Path], Path]) -> _T:
    """The same value with each file where `place` says, given its hash and where it was.

    A file is any dataclass with a `path` and a `content_hash`, at any depth of dataclasses and tuples. Keys stay: no
    path is part of one.
    """
    known: dict[int, Any] = {}

    def moved(part: Any) -> Any:
        if isinstance(part, tuple):
            parts = cast("tuple[Any, ...]", part)
            new = [moved(one) for one in parts]
            if all(one is old for one, old in zip(new, parts, strict=True)):
                return parts
            return type(parts)(*new) if hasattr(parts, "_fields") else tuple(new)
        if not is_dataclass(part) or isinstance(part, type):
            return part
        if id(part) not in known:
            known[id(part)] = _moved_fields(part, moved, place)
        return known[id(part)]

    return moved(value)


def _moved_fields(part: Any, moved: Callable[[Any], Any], place: Callable[[str, Path], Path]) -> Any:
    changes: dict[str, Any] = {}
    for one in fields(part):
        old = getattr(part, one.name)
        if one.name == "path" and isinstance(old, Path) and hasattr(part, "content_hash"):
            new = place(part.content_hash, old)
        else:
            new = moved(old)
        if new is not old:
            changes[one.name] = new
    return replace(part, **changes) if changes else part


def files_of(names: Collection[str], folder: Path) -> list[Path]:
    """The files in `folder` that are called so up to their first dot: chunks, and what stands beside them."""
    return sorted(path for path in folder.iterdir() if _name_of(path.name) in names)


def pack(files: Iterable[Path], bundle: Path) -> None:
    """Write `files` into one, which keeps a checksum of each."""
    with whole_file(bundle) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.write(file, file.name)


def unpack(bundle: Path, folder: Path, names: Collection[str]) -> bool:
    """Put the files of a bundle into `folder`; False for one that is damaged, or holds what nobody asked for.

    `names` are those, up to the first dot, that its files may have.
    """
    try:
        with zipfile.ZipFile(bundle) as archive:
            held = archive.namelist()
            if any(Path(name).name != name or _name_of(name) not in names for name in held):
                return False
            # A digest stands before what it is the digest of: see `video.kept`.
            for name in sorted(held, key=lambda name: not name.endswith(".digest")):
                with archive.open(name) as packed, whole_file(folder / name) as part, part.open("wb") as file:
                    shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return False
    return True


def _name_of(file: str) -> str:
    return file.partition(".")[0]
