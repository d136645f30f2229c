"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from nemovideo_mcp.errors import DiskFull, OutputNotWritable

__all__ = ["whole_file"]

_REASONS = {
    errno.EACCES: {"en": "this user may not write there", "zh": "没有写入权限"},
    errno.EPERM: {"en": "this user may not write there", "zh": "没有写入权限"},
    errno.EROFS: {"en": "the folder is read-only", "zh": "文件夹是只读的"},
    errno.ENOENT: {"en": "the folder is not there", "zh": "文件夹不存在"},
    errno.ENOTDIR: {"en": "its folder is a file", "zh": "其上级路径不是文件夹"},
    errno.EISDIR: {"en": "it is a folder", "zh": "它是一个文件夹"},
    errno.ENAMETOOLONG: {"en": "the name is too long", "zh": "文件名过长"},
}


@contextmanager
def whole_file(path: Path) -> Generator[Path]:
    """A temporary path beside `path` that takes its name when the block ends well, and vanishes when it does not.

    Raises DiskFull where there was no room, OutputNotWritable where the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.stem[:40]}.{uuid.uuid4().hex[:8]}.part")
    try:
        temporary.touch()
    except OSError as error:
        raise _said(error, path) from error
    try:
        yield temporary
        # On the disk before it has its name: after a power cut a name must not stand for an empty file.
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT) or getattr(error, "filename", None) == str(temporary):
            raise _said(error, path) from error
        raise
    finally:
        temporary.unlink(missing_ok=True)


def _said(error: OSError, path: Path) -> DiskFull | OutputNotWritable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path=str(path))
    reason = _REASONS.get(
        error.errno or 0, {"en": error.strerror or "it failed", "zh": error.strerror or "写入失败"}
    )
    return OutputNotWritable(path=str(path), reason=reason)
