"""Skill folders as a whole: told apart by what they hold, copied, set aside, and removed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from nemovideo_mcp.errors import OutputNotWritable

__all__ = ["copy_folder", "digest_of", "remove_folder", "set_aside"]

# What systems leave behind in folders that somebody has looked at.
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini", "__pycache__", ".git")


def digest_of(folder: Path) -> dict[str, str] | None:
    """The SHA-256 of each file in `folder`, by its path in it; None if there is no such folder."""
    if not folder.is_dir():
        return None
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(_files(folder))
    }


def copy_folder(source: Path, target: Path) -> None:
    """Copy `source` to `target`; where that is not there, it appears whole or not at all.

    Raises `OutputNotWritable`.
    """
    ignore = shutil.ignore_patterns(*_LITTER)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            shutil.copytree(source, target, ignore=ignore, dirs_exist_ok=True)
            return
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as temporary:
            made = Path(temporary) / target.name
            shutil.copytree(source, made, ignore=ignore)
            made.rename(target)
    except OSError as error:
        raise OutputNotWritable(path=str(target), reason=error.strerror or str(error)) from None


def set_aside(folder: Path, backup: Path) -> None:
    """Move `folder` to `backup`. Raises `OutputNotWritable`."""
    try:
        backup.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(folder, backup)
    except OSError as error:
        raise OutputNotWritable(path=str(folder), reason=error.strerror or str(error)) from None


def remove_folder(folder: Path, digest: Mapping[str, str]) -> None:
    """Remove the files of `digest` and then the folders that are empty: what else lies there stays.

    Raises `OutputNotWritable`.
    """
    try:
        for name in digest:
            (folder / name).unlink(missing_ok=True)
        for litter in [path for path in folder.rglob("*") if path.name in _LITTER and path.is_file()]:
            litter.unlink()
        inner = sorted(
            (path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()), reverse=True
        )
        for path in (*inner, folder):
            if not any(path.iterdir()):
                path.rmdir()
    except OSError as error:
        raise OutputNotWritable(path=str(folder), reason=error.strerror or str(error)) from None


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not set(path.relative_to(folder).parts) & set(_LITTER):
            yield path
