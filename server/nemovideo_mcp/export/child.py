"""What the processes that a studio starts have in common: they end with it, leave Ctrl-C to it, give way, and take no
more memory than they use."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import wait

__all__ = ["give_memory_back", "give_way", "live_with_parent"]


def give_way(steps: int) -> None:
    """Be served that many steps of niceness behind the parent, so that whoever asks it something waits for no work.

    Windows has no such steps.
    """
    if sys.platform != "win32":
        os.nice(steps)


def give_memory_back() -> None:
    """Return to the system what this process needs no more. Only glibc keeps it, and has a call for it."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim


def live_with_parent() -> None:
    """Ignore SIGINT from now on, and end when the parent has, even if that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
