"""What the operating system's refusals of files mean, in both languages, and the errors that say so."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from nemovideo_mcp.config import HomeMissing
from nemovideo_mcp.errors import (
    DataFolderUnusable,
    DiskFull,
    InvalidRequest,
    NemoError,
    OutputNotWritable,
    SystemRefused,
)

__all__ = ["FULL", "folder_unusable", "in_words", "not_written", "system_reason"]

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
    errno.ENOMEM: {"en": "there is not enough memory", "zh": "内存不足"},
    errno.EBUSY: {"en": "something else is using it", "zh": "它正被占用"},
    errno.ETXTBSY: {"en": "something else is using it", "zh": "它正被占用"},
    errno.ENODEV: {"en": "its device is not there", "zh": "设备不存在"},
    errno.ENOTSUP: {"en": "this disk cannot do that", "zh": "该磁盘不支持此操作"},
    errno.ESTALE: {"en": "the network disk has lost it", "zh": "网络磁盘已失去该文件"},
    errno.EPIPE: {"en": "whoever read the output is gone", "zh": "输出的读取方已关闭"},
    errno.EBADF: {"en": "it has been closed", "zh": "它已被关闭"},
    errno.ECONNREFUSED: {"en": "nobody listens there", "zh": "对方未在监听"},
    errno.ECONNRESET: {"en": "the line was broken off", "zh": "连接已断开"},
    errno.ETIMEDOUT: {"en": "it took too long to answer", "zh": "响应超时"},
    errno.EADDRINUSE: {"en": "the port is taken", "zh": "端口已被占用"},
}

_NO_HOME = {"en": "this user has no home folder", "zh": "该用户没有主目录"}
_FOLDER_GONE: Mapping[str, Mapping[str, str]] = {
    "what": {"en": "to work here", "zh": "在此处运行"},
    "reason": {"en": "the folder that this program runs in was deleted", "zh": "程序所在的文件夹已被删除"},
    "hint": {
        "en": "Go to a folder that is there (`cd ~`), and do the same again.",
        "zh": "请进入一个存在的文件夹（`cd ~`），然后重试。",
    },
}
# Classes of errors that say what was wrong with what was given, and what to do instead.
_REQUESTS: tuple[tuple[type[Exception], Mapping[str, str], Mapping[str, str]], ...] = (
    (
        UnicodeError,
        {"en": "a name or a text is not in this system's encoding.", "zh": "名称或文字不符合系统编码。"},
        {
            "en": "Rename the file, or set PYTHONUTF8=1 and do the same again.",
            "zh": "请重命名文件，或设置 PYTHONUTF8=1 后重试。",
        },
    ),
    (
        OverflowError,
        {"en": "a number is too large.", "zh": "数字过大。"},
        {"en": "Use a smaller one.", "zh": "请使用较小的数字。"},
    ),
    (
        RecursionError,
        {"en": "it is nested too deeply.", "zh": "嵌套过深。"},
        {"en": "Use something simpler.", "zh": "请简化后重试。"},
    ),
)


def system_reason(error: OSError | ValueError) -> Mapping[str, str]:
    """Why a file or folder could not be used, as a part of a sentence in both languages.

    A `ValueError` is what Python raises for a name that no file can have (one with a null, or that cannot be encoded).
    """
    if not isinstance(error, OSError):
        return _REASONS[errno.EINVAL]
    known = _REASONS.get(error.errno or 0)
    said = error.strerror or str(error) or type(error).__name__
    return known or {"en": said, "zh": said}


def in_words(error: BaseException, *, with_path: bool = True) -> NemoError | None:
    """What an error of the system, or of Python about it, means to a person; None for a fault of the program.

    `with_path` names the file: a server for many tells nobody of its own.
    """
    if isinstance(error, NemoError):
        return error
    if isinstance(error, HomeMissing):
        return DataFolderUnusable(path="~", reason=_NO_HOME)
    if isinstance(error, MemoryError):
        return SystemRefused(reason=_REASONS[errno.ENOMEM])
    if isinstance(error, OSError):
        return _refused(error, with_path=with_path)
    if isinstance(error, ValueError) and "null" in str(error) and not isinstance(error, UnicodeError):
        return SystemRefused(reason=_REASONS[errno.EINVAL])
    found = next(((said, hint) for kind, said, hint in _REQUESTS if isinstance(error, kind)), None)
    return InvalidRequest(detail=found[0], hint=found[1]) if found else None


def _refused(error: OSError, *, with_path: bool) -> NemoError:
    name = error.filename if with_path else None
    path = os.fsdecode(name) if isinstance(name, str | bytes) else str(name) if name is not None else ""
    if error.errno in FULL:
        return DiskFull(path=path or {"en": "the output", "zh": "输出"})
    if error.errno == errno.ENOENT and error.filename is None and not _folder_is_there():
        return SystemRefused(**_FOLDER_GONE)
    named = {"what": path} if path else {}
    return SystemRefused(**named, reason=system_reason(error))


def _folder_is_there() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


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
