"""Tells a studio of this user by the command line of its process, and asks it to end by a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

__all__ = ["end_studio", "is_studio_command"]

_SECONDS = 5.0
_PROGRAMS = frozenset(("nemovideo", "nemovideo-mcp", "nemovideo_mcp"))


def is_studio_command(argv: Sequence[str]) -> bool:
    """True for the command line of a studio: the program, and `studio` right behind it."""
    return any(Path(program).name in _PROGRAMS and verb == "studio" for program, verb in pairwise(argv))


def end_studio(pid: int) -> bool:
    """Ask the studio that is process `pid` to end, which parks its exports; False where it is none that we know."""
    if sys.platform == "win32" or pid <= 1 or not is_studio_command(_command(pid)):
        return False
    try:
        os.kill(pid, signal.SIGTERM)
    except OSError:
        return False
    return True


def _command(pid: int) -> list[str]:
    """The command line of a process; empty where it cannot be known."""
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).split("\0")
    except OSError:
        pass
    try:
        told = subprocess.run(  # noqa: S603 - of a number
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return os.fsdecode(told.stdout).split()
