"""The work folder: what running exports use stays, what dead ones left goes, the oldest goes first."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.export.cache import job_folder, keep, prune
from nemovideo_mcp.export.watch import Report, Watch


def filled(folder: Path, **ages_s: int) -> None:
    folder.mkdir(exist_ok=True)
    for name, age_s in ages_s.items():
        path = folder / f"{name}.mp4"
        path.write_bytes(b"x" * 100)
        os.utime(path, (1_000_000 - age_s, 1_000_000 - age_s))


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.mp4")}


def test_the_oldest_goes_first(tmp_path: Path) -> None:
    filled(tmp_path, old=30, older=60, young=10)
    assert prune(tmp_path, 250) == 100
    assert names(tmp_path) == {"old", "young"}
    assert prune(tmp_path, 250) == 0
    assert prune(tmp_path / "nowhere", 0) == 0


def test_what_a_running_export_uses_stays(tmp_path: Path) -> None:
    filled(tmp_path, a=90, b=60, c=30)
    with job_folder(tmp_path) as folder:
        keep(folder, ["a", "not yet there"])
        (tmp_path / ".a.1.part").touch()
        assert prune(tmp_path, 0) == 200
        assert names(tmp_path) == {"a"}
        assert (tmp_path / ".a.1.part").exists()
    assert prune(tmp_path, 0) == 100
    assert not folder.exists()


def test_what_was_used_lately_is_young(tmp_path: Path) -> None:
    filled(tmp_path, a=90, b=60)
    with job_folder(tmp_path) as folder:
        keep(folder, ["a"])
    prune(tmp_path, 100)
    assert names(tmp_path) == {"a"}


def test_what_a_killed_export_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib\n"
        "from nemovideo_mcp.export.cache import job_folder, keep\n"
        "with job_folder(pathlib.Path(sys.argv[1])) as folder:\n"
        "    keep(folder, ['a'])\n"
        "    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    (tmp_path / ".a.1.part").touch()
    (left,) = [path for path in (tmp_path / "jobs").iterdir() if path.is_dir()]
    with job_folder(tmp_path) as folder:
        assert not left.exists()
        assert not (tmp_path / ".a.1.part").exists()
        with job_folder(tmp_path) as second:
            (tmp_path / ".b.1.part").touch()
            assert folder.exists()
            assert second.exists()
        with job_folder(tmp_path):
            assert (tmp_path / ".b.1.part").exists()


def test_the_lock_of_a_dead_export_goes_even_where_its_folder_is_gone(tmp_path: Path) -> None:
    with job_folder(tmp_path):
        (tmp_path / "jobs" / "0a.lock").touch()
        prune(tmp_path, 100)
        assert not (tmp_path / "jobs" / "0a.lock").exists()
        assert len([path for path in (tmp_path / "jobs").iterdir() if path.is_dir()]) == 1
    assert [path.name for path in (tmp_path / "jobs").iterdir()] == ["gate"]


def test_while_a_report_is_being_written_the_one_before_counts(tmp_path: Path) -> None:
    reader = Watch(tmp_path, "a")
    Watch(tmp_path, "a").tick("mix", 0.25)
    assert reader.read() == Report("mix", 0.25)
    [report] = tmp_path.iterdir()
    report.write_text("", encoding="ascii")
    assert reader.read() == Report("mix", 0.25)


def test_progress_goes_up_and_the_wish_to_stop_comes_down(tmp_path: Path) -> None:
    watch, time_s = Watch(tmp_path, "a", clock=lambda: 0.0), [0.0]
    assert watch.read() == Report()
    watch.tick("mix", 0.25)
    watch.tick("mix", 0.5)  # too soon after the first
    assert Watch(tmp_path, "a").read() == Report("mix", 0.25)
    worker = Watch(tmp_path, "b", clock=lambda: time_s[0])
    worker.tick("mix", 0.5)
    pickle.loads(pickle.dumps(Watch(tmp_path, "c"))).cancel()
    time_s[0] = 1.0
    assert worker.is_cancelled()
    with pytest.raises(RenderCancelled):
        worker.tick("mix", 0.75)


def test_a_worker_whose_export_is_gone_stops(tmp_path: Path) -> None:
    assert Watch(tmp_path / "gone", "a").is_cancelled()
    with pytest.raises(RenderCancelled):
        Watch(tmp_path / "gone", "a").tick("mix", 0.5)
