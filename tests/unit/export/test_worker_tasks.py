"""What holds for every task that is done in a worker process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.export.processes import worker_pool
from nemovideo_mcp.export.worker_tasks import worker_task

_kept: list[bytes] = []


@pytest.fixture
def worker() -> Iterator[ProcessPoolExecutor]:
    with worker_pool(1) as pool:
        yield pool


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


@worker_task()
def much_memory() -> float:
    """Take and free 300 MB in small pieces, of which the last one stays: what lies below it cannot shrink by itself."""
    pieces = [b"x" * (100_000 + n) for n in range(3000)]
    most = resident_mb()
    _kept.append(pieces[-1])
    return most


@worker_task()
def broken() -> None:
    raise ZeroDivisionError("by zero")


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what was freed")
def test_what_a_task_has_freed_goes_back_to_the_system(worker: ProcessPoolExecutor) -> None:
    before = worker.submit(resident_mb).result()
    assert worker.submit(much_memory).result() > before + 250
    assert worker.submit(resident_mb).result() < before + 40


def test_an_error_of_any_kind_comes_back_as_one_of_ours(worker: ProcessPoolExecutor) -> None:
    with pytest.raises(RenderFailed, match="ZeroDivisionError: by zero"):
        worker.submit(broken).result()
