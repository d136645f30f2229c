"""The edge of a worker process: turns every exception into a `NemoError`, and gives memory back.

Errors of other classes do not all survive the way between processes.
"""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from nemovideo_mcp.errors import DiskFull, NemoError, RenderFailed, WorkerDied
from nemovideo_mcp.export.child import give_memory_back
from nemovideo_mcp.messages.system import FULL, not_written

__all__ = ["as_nemo_error", "described", "worker_task"]

_P = ParamSpec("_P")
_R = TypeVar("_R")

_NOT_WRITTEN = FULL | {errno.EACCES, errno.EPERM, errno.EROFS}


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
    if number in _NOT_WRITTEN:
        # FFmpeg's errors have these numbers too, and are none of the system's.
        return not_written(OSError(number, os.strerror(number)), path)
    if isinstance(error, MemoryError):
        return RenderFailed(detail={"en": "there is not enough memory", "zh": "内存不足"})
    return RenderFailed(detail=described(error))


def worker_task(
    convert: Callable[[Exception, Path], NemoError] = as_nemo_error,
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Decorate a worker's task: it fails with a `NemoError` only, and gives its memory back to the system at its end.

    `convert` turns any other exception into one; it is given the error and the first path among the task's positional
    arguments. `BrokenExecutor` passes: it is about the pool, not the task.
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
            finally:
                give_memory_back()

        return guarded

    return guard
