"""Temporary folders: they vanish with the block that made them, or, after a kill, with the next start."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

__all__ = ["ALIVE", "clear_left", "left_in", "temporary_folder"]

ALIVE = "nemovideo-alive"
"""The file in a temporary folder that its process holds locked for as long as it lives."""

# Between the making of a folder and its lock a moment passes.
_YOUNG_S = 60.0
# Where there is no lock that could tell, only its age says that a thing is left over.
_FORGOTTEN_S = 24 * 3600.0
_FOLDER = re.compile(r"\.?nemovideo-[a-z0-9_]{8}")
# As versions before 0.4 called the file of a film that came.
_EARLIER_PART = re.compile(r"\.[^/\\]{0,40}-[0-9a-f]{8}\.part")


@contextmanager
def temporary_folder(parent: Path | None = None) -> Generator[Path]:
    """A folder for the time being: a hidden one in `parent`, or one where the system keeps such things.

    Raises OSError where it cannot be made.
    """
    prefix = "nemovideo-" if parent is None else ".nemovideo-"
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    lock = FileLock(folder / ALIVE, thread_local=False)
    try:
        # A file system without locks is no reason to fail: what is left there goes by its age.
        with suppress(NotImplementedError, OSError):
            lock.acquire(blocking=False)
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def clear_left(parents: Iterable[Path | None], *, now: float | None = None) -> int:
    """Remove from `parents` what processes that are dead have left there; None is the system's temporary folder.

    Only what has the name, the owner and the lock file of `temporary_folder` is removed, a minute old or more, and
    never while its process lives. What cannot be read or removed stays. `now` is in seconds of the epoch. Returns the
    bytes that went.
    """
    freed = 0
    for path, size_bytes in left_in(parents, now=now).items():
        with suppress(OSError):
            if not path.is_dir():
                path.unlink()
            elif (path / ALIVE).is_file():
                shutil.rmtree(path, ignore_errors=True)
            else:  # It was empty: what has been put into it meanwhile is not ours.
                path.rmdir()
        if not os.path.lexists(path):
            freed += size_bytes
    return freed


def left_in(parents: Iterable[Path | None], *, now: float | None = None) -> dict[Path, int]:
    """What `clear_left` removes, and its bytes."""
    moment = time.time() if now is None else now
    found: dict[Path, int] = {}
    for parent in dict.fromkeys(Path(tempfile.gettempdir()) if p is None else p for p in parents):
        for entry in _entries(parent):
            with suppress(OSError):
                path = Path(entry.path)
                if _is_left(path, entry.stat(follow_symlinks=False), moment):
                    found[path] = _bytes_of(path)
    return found


def _bytes_of(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if not file.is_dir())


def _entries(parent: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if _FOLDER.fullmatch(entry.name) or _EARLIER_PART.fullmatch(entry.name):
                yield entry


def _is_left(path: Path, found: os.stat_result, now: float) -> bool:
    if sys.platform != "win32" and found.st_uid != os.getuid():
        return False
    if stat.S_ISREG(found.st_mode):
        return bool(_EARLIER_PART.fullmatch(path.name)) and now - found.st_mtime > _FORGOTTEN_S
    return (
        stat.S_ISDIR(found.st_mode)
        and _FOLDER.fullmatch(path.name) is not None
        and _is_left_folder(path, found, now)
    )


def _is_left_folder(folder: Path, found: os.stat_result, now: float) -> bool:
    alive = folder / ALIVE
    if not alive.is_file():
        # Ours before it had its lock, or somebody else's: only an empty one may go.
        return now - found.st_mtime > _FORGOTTEN_S and next(folder.iterdir(), None) is None
    newest = max(path.stat().st_mtime for path in folder.iterdir())
    if now - newest <= _YOUNG_S:
        return False
    before = alive.stat()
    lock = FileLock(alive)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    except NotImplementedError:
        return now - newest > _FORGOTTEN_S
    # To take the lock is to write the file, which looks young then.
    os.utime(alive, ns=(before.st_atime_ns, before.st_mtime_ns))
    lock.release()
    return True
