"""The edge of what runs in a worker process: whatever goes wrong there comes back as an error of ours."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import ParamSpec, TypeVar

from nemovideo_mcp.errors import NemoError

__all__ = ["in_the_tree"]

_P = ParamSpec("_P")
_R = TypeVar("_R")


def in_the_tree(make: Callable[[str], NemoError]) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """A task whose errors that are not ours are made into one by `make`, from a line of words.

    Errors that others than ours raise do not all survive the way between processes.
    """

    def guard(task: Callable[_P, _R]) -> Callable[_P, _R]:
        @functools.wraps(task)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            try:
                return task(*args, **kwargs)
            except (NemoError, BrokenExecutor):
                raise
            except Exception as error:  # noqa: BLE001 - the edge of a job
                raise make(f"{type(error).__name__}: {error}") from None

        return guarded

    return guard
