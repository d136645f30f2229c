"""What the processes that a studio starts have in common: they end with it, leave Ctrl-C to it, and give way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait

__all__ = ["give_way", "live_with_parent"]


def give_way(steps: int) -> None:
    """Be served that many steps of niceness behind the parent, so that whoever asks it something waits for no work.

    Windows has no such steps.
    """
    if sys.platform != "win32":
        os.nice(steps)


def live_with_parent() -> None:
    """Ignore SIGINT from now on, and end when the parent has, even if that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
