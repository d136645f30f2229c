"""The user's small files: read tolerantly, written atomically, with mode 0600."""

from __future__ import annotations

import glob
import json
import os
import tempfile
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import anyio
from filelock import FileLock, Timeout

from nemovideo_mcp.errors import DataFolderUnusable, NemoError
from nemovideo_mcp.messages.system import folder_unusable

__all__ = ["alone", "in_data_folder", "keep_aside", "locked", "read_json", "write_private"]

_LOCK_SECONDS = 10
_LOOK_SECONDS = 0.1


@contextmanager
def in_data_folder(folder: Path) -> Generator[None]:
    """Turn the system's refusals of files in `folder` into `DataFolderUnusable` and `DiskFull`."""
    try:
        yield
    except Timeout as error:
        held = {"en": "another program keeps its lock", "zh": "其他程序占用了锁"}
        raise DataFolderUnusable(path=error.lock_file, reason=held) from None
    except OSError as error:
        if isinstance(error, NemoError):
            raise
        raise folder_unusable(error, folder) from error


def write_private(path: Path, text: str) -> None:
    """Write `text` at once, mode 0600: a reader sees the old file or the new one."""
    with in_data_folder(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def read_json(path: Path) -> dict[str, Any]:
    """The object in the file; an empty one if there is none that can be read."""
    try:
        found: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(cast("Mapping[str, Any]", found)) if isinstance(found, Mapping) else {}


def keep_aside(path: Path) -> None:
    """Rename a file that cannot be understood, so that nothing is written over it; an empty one is no loss."""
    with in_data_folder(path.parent):
        if path.is_file() and path.stat().st_size and not read_json(path):
            number = 1
            while (target := path.with_name(f"{path.name}.damaged-{number}")).exists():
                number += 1
            path.replace(target)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Keep other processes from reading and writing `path` in between."""
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=_LOCK_SECONDS, thread_local=False)
    with in_data_folder(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    try:
        # Nobody else writes it now: what lies there of an earlier writing was left by a process that is dead.
        for left in path.parent.glob(f".{glob.escape(path.name)}-*"):
            with suppress(OSError):
                left.unlink()
        yield
    finally:
        lock.release()


@asynccontextmanager
async def alone(path: Path) -> AsyncGenerator[None]:
    """Be the only one of all processes that does what `path` names, however long the others take."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(path.with_name(f"{path.name}.lock"), thread_local=False)
    while True:
        try:
            lock.acquire(blocking=False)
            break
        except Timeout:
            await anyio.sleep(_LOOK_SECONDS)
    try:
        yield
    finally:
        lock.release()
