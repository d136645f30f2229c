"""How many processes fit into the memory of this machine: a large picture takes the same of it whatever the cores are.

Sources: Linux, cgroups v1 and v2 (`memory.limit_in_bytes`, `memory.max`); POSIX `sysconf`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["WorkerCounts", "memory_bytes", "worker_counts"]

_GIB = 1024**3
_LOOKER_BYTES = _GIB
"""Measured on the largest photos that are taken: 0.75 GB."""
_RENDERER_BYTES = 3 * _GIB // 4
_MOST_LOOKERS, _MOST_RENDERERS = 3, 8
# Below this, one large picture at a time is all that there is room for.
_ROOMY_BYTES = 3 * _GIB

_CGROUPS = Path("/proc/self/cgroup")
_MOUNT = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class WorkerCounts:
    """How many processes look at files, and how many render."""

    lookers: int
    renderers: int


def worker_counts(memory: int | None, *, cores: int | None) -> WorkerCounts:
    """The processes for a machine of so many bytes of memory and so many cores; None for what is not known.

    There is one of each at least.
    """
    wanted = max(2, min(cores or 2, _MOST_RENDERERS))
    most = _MOST_LOOKERS if (cores or 2) > 1 else _MOST_LOOKERS - 1
    if memory is None:
        return WorkerCounts(most, wanted)
    # One more than two only where no renderer has to make room for it.
    ample = memory >= most * _LOOKER_BYTES + wanted * _RENDERER_BYTES
    lookers = most if ample else 2 if memory >= _ROOMY_BYTES else 1
    fitting = (memory - lookers * _LOOKER_BYTES) // _RENDERER_BYTES
    return WorkerCounts(lookers, max(1, min(wanted, fitting)))


def memory_bytes(*, cgroups: Path = _CGROUPS, mount: Path = _MOUNT) -> int | None:
    """The memory of this machine, or what its container may use of it, in bytes; None where nobody says."""
    limits = [*_container_limits(cgroups, mount), *_physical()]
    return min(limits, default=None)


def _physical() -> list[int]:
    try:
        return [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    except (AttributeError, OSError, ValueError):
        return []


def _container_limits(cgroups: Path, mount: Path) -> list[int]:
    """The limits of our groups and of the roots: a container often sees its own group as the root."""
    files = [mount / "memory.max", mount / "memory" / "memory.limit_in_bytes"]
    for line in _text(cgroups).splitlines():
        _, names, group = [*line.split(":", 2), "", ""][:3]
        if not names:
            files.append(mount / group.lstrip("/") / "memory.max")
        elif "memory" in names.split(","):
            files.append(mount / "memory" / group.lstrip("/") / "memory.limit_in_bytes")
    said = (_text(file).strip() for file in files)
    return [int(text) for text in said if text.isdecimal() and int(text) > 0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
