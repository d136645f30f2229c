"""A Dask cluster for tests: a scheduler and workers that are processes of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["DaskCluster", "dask_cluster", "end_process"]

_START_S = 60


@dataclass
class DaskCluster:
    """A scheduler whose workers can be added and killed. `folder` holds logs and the cache that workers share."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict[str, str])
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list["subprocess.Popen[bytes]"])

    def start(self) -> None:
        """Begin the scheduler, on the port that it had before if it was ended."""
        port = self.address.rsplit(":", 1)[-1] or "0"
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        options = ["--host", "127.0.0.1", "--port", port, "--no-dashboard", "--scheduler-file", str(file)]
        self.scheduler = self._process("dask_scheduler", options)
        until = time.monotonic() + _START_S
        while not (file.exists() and file.stat().st_size):
            assert self.scheduler.poll() is None, (self.folder / "log").read_text("utf-8")
            assert time.monotonic() < until
            time.sleep(0.02)
        self.address = json.loads(file.read_text("utf-8"))["address"]

    def add_worker(self, *, preload: str = "nemovideo_mcp.export.cluster_worker", **environ: str) -> None:
        """Begin a worker of one thread; it is there a moment later."""
        options = [self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--preload", preload]
        options += ["--death-timeout", "60", "--local-directory", str(self.folder)]
        self.workers.append(self._process("dask_worker", options, environ))

    def kill_worker(self, number: int = 0) -> None:
        worker = self.workers.pop(number)
        worker.kill()
        worker.wait()

    def kill_scheduler(self) -> None:
        assert self.scheduler is not None
        self.scheduler.kill()
        self.scheduler.wait()

    def close(self) -> None:
        for process in (*self.workers, *([self.scheduler] if self.scheduler else [])):
            process.kill()
            process.wait()

    def _process(
        self, program: str, options: Sequence[str], environ: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        env = {
            **os.environ,
            "NEMO_CLUSTER_CACHE": str(self.folder / "cache"),
            "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
            **self.environ,
            **(environ or {}),
        }
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=env,
            )


def end_process(*_: object) -> None:
    """A task that its worker does not survive."""
    os._exit(1)


@contextmanager
def dask_cluster(folder: Path, *, workers: int = 1, **environ: str) -> Generator[DaskCluster]:
    """A cluster with so many workers, which ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = DaskCluster(folder, environ)
    try:
        cluster.start()
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.close()
