"""What the operating system's refusals of files mean, in both languages, and the errors that say so."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path

from nemovideo_mcp.errors import DataFolderUnusable, DiskFull, OutputNotWritable

__all__ = ["FULL", "folder_unusable", "not_written", "system_reason"]

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""The numbers of errors that say that a disk or a user's share of it is full."""

_REASONS: Mapping[int, Mapping[str, str]] = {
    errno.EACCES: {"en": "you have no permission", "zh": "没有权限"},
    errno.EPERM: {"en": "you have no permission", "zh": "没有权限"},
    errno.EROFS: {"en": "this disk is read-only", "zh": "该磁盘为只读"},
    errno.ENAMETOOLONG: {"en": "the name is too long", "zh": "名称过长"},
    errno.ENOTDIR: {"en": "a part of the path is a file", "zh": "路径中有一部分是文件"},
    errno.EEXIST: {"en": "a part of the path is a file", "zh": "路径中有一部分是文件"},
    errno.EISDIR: {"en": "it is a folder", "zh": "这是一个文件夹"},
    errno.ENOENT: {"en": "it or its folder is not there", "zh": "它或其所在文件夹不存在"},
    errno.ELOOP: {"en": "its links lead in a circle", "zh": "其链接形成循环"},
    errno.ENOSPC: {"en": "the disk is full", "zh": "磁盘已满"},
    errno.EDQUOT: {"en": "your share of the disk is full", "zh": "磁盘配额已满"},
    errno.EFBIG: {
        "en": "it would be larger than a file may be here",
        "zh": "超出此处允许的文件大小",
    },
    errno.EIO: {"en": "the disk reports an error", "zh": "磁盘报告错误"},
    errno.EMFILE: {"en": "too many files are open", "zh": "打开的文件过多"},
    errno.ENXIO: {"en": "it is no ordinary file", "zh": "它不是普通文件"},
    errno.EINVAL: {"en": "no file can have this name", "zh": "不是有效的文件名"},
}


def system_reason(error: OSError | ValueError) -> Mapping[str, str]:
    """Why a file or folder could not be used, as a part of a sentence in both languages.

    A `ValueError` is what Python raises for a name that no file can have (one with a null, or that cannot be encoded).
    """
    if not isinstance(error, OSError):
        return _REASONS[errno.EINVAL]
    known = _REASONS.get(error.errno or 0)
    said = error.strerror or str(error) or type(error).__name__
    return known or {"en": said, "zh": said}


def not_written(error: OSError | ValueError, path: Path) -> DiskFull | OutputNotWritable:
    """What it means that `path`, or a file below it, could not be written."""
    if isinstance(error, OSError) and error.errno in FULL:
        return DiskFull(path=str(path))
    return OutputNotWritable(path=str(path), reason=system_reason(error))


def folder_unusable(error: OSError, folder: Path) -> DiskFull | DataFolderUnusable:
    """What it means that the program cannot keep its own files in `folder`."""
    if error.errno in FULL:
        return DiskFull(path=str(folder))
    return DataFolderUnusable(path=str(error.filename or folder), reason=system_reason(error))
