"""The edge of a worker process: turns every exception into a `NemoError`.

Errors of other classes do not all survive the way between processes.
"""

from __future__ import annotations

import errno
import functools
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from nemovideo_mcp.errors import DiskFull, NemoError, OutputNotWritable, RenderFailed, WorkerDied

__all__ = ["as_nemo_error", "described", "raises_nemo_errors"]

_P = ParamSpec("_P")
_R = TypeVar("_R")

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_READ_ONLY: Mapping[int, Mapping[str, str]] = {
    errno.EACCES: {"en": "it may not be written", "zh": "没有写入权限"},
    errno.EPERM: {"en": "it may not be written", "zh": "没有写入权限"},
    errno.EROFS: {"en": "the disk is read-only", "zh": "磁盘为只读"},
}


def described(error: BaseException) -> str:
    """The class of `error` and its words, in one line."""
    return f"{type(error).__name__}: {error}"


def as_nemo_error(error: BaseException, path: Path) -> NemoError:
    """`error` as one of the tree; `path` is what was being written."""
    if isinstance(error, NemoError):
        return error
    if isinstance(error, BrokenExecutor):
        return WorkerDied()
    number = int(getattr(error, "errno", None) or 0)
    if number in _FULL:
        return DiskFull(path=str(path))
    if number in _READ_ONLY:
        return OutputNotWritable(path=str(path), reason=_READ_ONLY[number])
    if isinstance(error, MemoryError):
        return RenderFailed(detail={"en": "there is not enough memory", "zh": "内存不足"})
    return RenderFailed(detail=described(error))


def raises_nemo_errors(
    convert: Callable[[Exception, Path], NemoError] = as_nemo_error,
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """A decorator of a worker's task: what the task raises that is no `NemoError` is made into one by `convert`.

    `convert` is given the error and the first path among the task's positional arguments. `BrokenExecutor` passes:
    it is about the pool, not the task.
    """

    def guard(task: Callable[_P, _R]) -> Callable[_P, _R]:
        @functools.wraps(task)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            path = next((value for value in args if isinstance(value, Path)), Path())
            try:
                return task(*args, **kwargs)
            except DiskFull:
                raise DiskFull(
                    path=str(path)
                ) from None  # the names of temporary files mean nothing to anybody
            except (NemoError, BrokenExecutor):
                raise
            except Exception as error:  # noqa: BLE001 - the edge of a job
                raise convert(error, path) from None

        return guarded

    return guard
