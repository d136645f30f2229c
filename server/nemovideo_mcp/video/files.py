"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from nemovideo_mcp.messages.system import FULL, not_written

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: Path) -> Generator[Path]:
    """A temporary path beside `path` that takes its name when the block ends well, and vanishes when it does not.

    Raises DiskFull where there was no room, OutputNotWritable where the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.stem[:40]}.{uuid.uuid4().hex[:8]}.part")
    try:
        temporary.touch()
    except OSError as error:
        raise not_written(error, path) from error
    try:
        yield temporary
        # On the disk before it has its name: after a power cut a name must not stand for an empty file.
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if error.errno in FULL or getattr(error, "filename", None) == str(temporary):
            raise not_written(error, path) from error
        raise
    finally:
        temporary.unlink(missing_ok=True)
