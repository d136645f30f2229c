"""The work folder: files that later exports reuse, the locks on them, and eviction when it grows."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from filelock import FileLock, Timeout

__all__ = ["job_folder", "keep", "prune", "unused"]

_JOBS, _GATE = "jobs", "gate"
_USES = "uses"
_TEMPORARY = "*.part"


@contextmanager
def job_folder(work_folder: Path) -> Generator[Path, None, None]:
    """A folder for one running export; it vanishes with the export.

    A lock says that the export lives: what a killed one left behind, half-written files too, is cleared away first.
    Raises OSError.
    """
    jobs = work_folder / _JOBS
    jobs.mkdir(parents=True, exist_ok=True)
    folder = jobs / uuid.uuid4().hex
    lock = FileLock(_lock_of(folder))
    with FileLock(jobs / _GATE):  # nobody sweeps while a job has its folder, but not yet its lock
        if not _living(jobs):
            for path in work_folder.glob(_TEMPORARY):
                path.unlink(missing_ok=True)
        lock.acquire()
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        _lock_of(folder).unlink(missing_ok=True)


def keep(folder: Path, names: Iterable[str]) -> None:
    """Say that the job in `folder` uses the files of these names (without suffix), and that they are fresh."""
    used = set(names)
    (folder / _USES).write_text("\n".join(sorted(used)), encoding="utf-8")
    for path in folder.parent.parent.iterdir():
        if path.stem in used:
            # What another export has just deleted is not made again: an empty file would be taken for it.
            with suppress(FileNotFoundError):
                os.utime(path)


def prune(work_folder: Path, max_bytes: int) -> int:
    """Delete the least recently used files until `max_bytes` are left; returns the bytes deleted.

    Nothing that a running export uses is deleted, nor any of its half-written files.
    """
    going = unused(work_folder)
    total = sum(stat.st_size for stat in _files(work_folder).values()) if going else 0
    gone = 0
    for path, size_bytes in going.items():
        if gone >= total - max_bytes:
            break
        path.unlink(missing_ok=True)
        gone += size_bytes
    return gone


def unused(work_folder: Path) -> dict[Path, int]:
    """The files that may be deleted, the least recently used first, and their bytes: what no running export uses."""
    jobs = work_folder / _JOBS
    if not work_folder.exists():
        return {}
    living: list[Path] = []
    if jobs.exists():
        with FileLock(jobs / _GATE):
            living = _living(jobs)
    used = {name for folder in living for name in _uses(folder)}
    files = {p: s for p, s in _files(work_folder).items() if not (living and p.match(_TEMPORARY))}
    free = [path for path in sorted(files, key=lambda p: files[p].st_mtime) if path.stem not in used]
    return {path: files[path].st_size for path in free}


def _files(folder: Path) -> dict[Path, os.stat_result]:
    """The files in the folder; one that vanishes meanwhile is none."""
    found: dict[Path, os.stat_result] = {}
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            stat = path.stat()
            if S_ISREG(stat.st_mode):
                found[path] = stat
    return found


def _living(jobs: Path) -> list[Path]:
    """The folders of running exports; those of dead ones are removed."""
    living: list[Path] = []
    # A kill may have left the lock of a job alone, before or after its folder was there.
    for folder in sorted({path.with_suffix("") for path in jobs.iterdir() if path.name != _GATE}):
        try:
            with FileLock(_lock_of(folder), blocking=False):
                shutil.rmtree(folder, ignore_errors=True)
        except Timeout:
            living.append(folder)
        else:
            _lock_of(folder).unlink(missing_ok=True)
    return living


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(".lock")


def _uses(folder: Path) -> Iterator[str]:
    path = folder / _USES
    if path.exists():
        yield from path.read_text(encoding="utf-8").split()
