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

__all__ = ["ALIVE", "clear_left", "temporary_folder"]

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


def clear_left(parents: Iterable[Path | None], *, now: float | None = None) -> None:
    """Remove from `parents` what processes that are dead have left there; None is the system's temporary folder.

    Only what has the name, the owner and the lock file of `temporary_folder` is removed, a minute old or more, and
    never while its process lives. What cannot be read or removed stays. `now` is in seconds of the epoch.
    """
    moment = time.time() if now is None else now
    for parent in dict.fromkeys(Path(tempfile.gettempdir()) if p is None else p for p in parents):
        for entry in _entries(parent):
            with suppress(OSError):
                _clear(Path(entry.path), entry.stat(follow_symlinks=False), moment)


def _entries(parent: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if _FOLDER.fullmatch(entry.name) or _EARLIER_PART.fullmatch(entry.name):
                yield entry


def _clear(path: Path, found: os.stat_result, now: float) -> None:
    if sys.platform != "win32" and found.st_uid != os.getuid():
        return
    if stat.S_ISREG(found.st_mode):
        if _EARLIER_PART.fullmatch(path.name) and now - found.st_mtime > _FORGOTTEN_S:
            path.unlink()
    elif stat.S_ISDIR(found.st_mode) and _FOLDER.fullmatch(path.name):
        _clear_folder(path, found, now)


def _clear_folder(folder: Path, found: os.stat_result, now: float) -> None:
    alive = folder / ALIVE
    if not alive.is_file():
        # Ours before it had its lock, or somebody else's: only an empty one may go.
        if now - found.st_mtime > _FORGOTTEN_S:
            folder.rmdir()
        return
    newest = max(path.stat().st_mtime for path in folder.iterdir())
    if now - newest <= _YOUNG_S:
        return
    lock = FileLock(alive)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return
    except NotImplementedError:
        if now - newest <= _FORGOTTEN_S:
            return
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
