"""The number of processes follows the memory, and each of them has a limit of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.export.processes import worker_pool
from nemovideo_mcp.studio.look_tasks import probe_file
from nemovideo_mcp.studio.memory import WorkerCounts, memory_bytes, worker_counts

GIB = 1024**3


@pytest.mark.parametrize(
    ("memory", "cores", "lookers", "renderers"),
    [
        (None, 4, 3, 4),
        (None, None, 3, 2),
        (64 * GIB, 32, 3, 8),
        (64 * GIB, 1, 2, 2),
        (8 * GIB, 8, 2, 8),
        (8 * GIB, 2, 3, 2),
        (4 * GIB, 8, 2, 2),
        (3 * GIB, 8, 2, 1),
        (2 * GIB, 8, 1, 1),
        (GIB // 2, 8, 1, 1),
    ],
)
def test_as_many_processes_as_memory_and_cores_bear(
    memory: int | None, cores: int | None, lookers: int, renderers: int
) -> None:
    assert worker_counts(memory, cores=cores) == WorkerCounts(lookers, renderers)


@pytest.mark.parametrize(
    ("groups", "files"),
    [
        ("0::/app/one\n", {"app/one/memory.max": "1073741824\n", "memory.max": "max\n"}),
        ("0::/\n", {"memory.max": "1073741824\n"}),
        ("4:memory:/job\n0::/\n", {"memory/job/memory.limit_in_bytes": "1073741824\n"}),
        ("", {"memory/memory.limit_in_bytes": "1073741824\n"}),
    ],
)
def test_a_container_has_what_it_was_given(tmp_path: Path, groups: str, files: dict[str, str]) -> None:
    (tmp_path / "cgroup").write_text(groups, encoding="utf-8")
    for name, text in files.items():
        (path := tmp_path / "mount" / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert memory_bytes(cgroups=tmp_path / "cgroup", mount=tmp_path / "mount") == GIB


def test_without_a_container_it_is_the_machine(tmp_path: Path) -> None:
    found = memory_bytes(cgroups=tmp_path / "none", mount=tmp_path)
    assert found is None or found > GIB // 4


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
def test_a_worker_cannot_take_the_machines_memory_and_lives_on(tmp_path: Path) -> None:
    (path := tmp_path / "notes.mp4").write_bytes(b"words, and no film at all")
    with worker_pool(1) as pool:
        with pytest.raises(MemoryError):
            pool.submit(eval, "len(bytearray(4 << 30))").result(timeout=120)
        with pytest.raises(MediaUnreadable, match="text"):
            pool.submit(probe_file, path).result(timeout=120)
