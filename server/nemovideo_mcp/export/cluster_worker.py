"""What runs in the workers of a Dask cluster. Start them with this module as their preload:

    dask worker tcp://SCHEDULER:8786 --nworkers 4 --nthreads 1 --preload nemovideo_mcp.export.cluster_worker

`NEMO_CLUSTER_STORE` names the store where a worker sees it in another place than the studio does (a shared folder
under another mount point), `NEMO_CLUSTER_CACHE` the folder for sources and chunks, which all workers of a machine
share, and `NEMO_CLUSTER_CACHE_MB` how large that may grow.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import platformdirs
from filelock import FileLock

from nemovideo_mcp import __version__
from nemovideo_mcp.errors import NemoError, RenderCancelled
from nemovideo_mcp.export.cache import job_folder, keep, prune
from nemovideo_mcp.export.lost_regions import path_names
from nemovideo_mcp.export.processes import be_worker
from nemovideo_mcp.export.shipping import chunk_name, files_of, pack, relocated, source_name, source_paths
from nemovideo_mcp.export.storage import Store, open_store
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.export.worker_tasks import as_nemo_error
from nemovideo_mcp.video.plan import RENDERER_VERSION, ChunkSpec

if TYPE_CHECKING:
    from distributed import Worker

__all__ = ["Answer", "Costs", "Order", "call_off", "carry_out", "dask_setup", "version"]

_CACHE_BYTES = 20 * 1000**3
_SAID_EVERY_S = 0.5
_MOST_CALLED_OFF = 1000
# Names of exports that are no longer wanted; the oldest are forgotten.
_called_off: dict[str, None] = {}


@dataclass(frozen=True, kw_only=True)
class Order:
    """One part of a film: `task(spec, folder, watch)`. `job` names the export, `topic` where progress is told."""

    task: Callable[[ChunkSpec, Path, Watch], Path]
    spec: ChunkSpec
    store: str
    job: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class Costs:
    """Seconds that a part took in a worker: to fetch its sources, to render, to put it into the store.

    `cpu_s` is what rendering took of all cores of the worker's process.
    """

    fetch_s: float = 0.0
    render_s: float = 0.0
    put_s: float = 0.0
    cpu_s: float = 0.0


Answer = (
    tuple[Literal["done"], Costs]
    | tuple[Literal["refused"], str]
    | tuple[Literal["missing"], str]
    | tuple[Literal["failed"], NemoError]
)
"""How a part ended: it lies in the store; the worker runs another version; a source lies not; an error."""


def dask_setup(worker: Worker) -> None:
    """The preload: the limits of a local worker."""
    be_worker(worker.state.nthreads)


def version() -> str:
    """What a studio and its workers must have in common."""
    return f"{__version__} ({RENDERER_VERSION})"


def call_off(job: str) -> None:
    """End what runs in this process for the export `job`."""
    _called_off[job] = None
    while len(_called_off) > _MOST_CALLED_OFF:
        del _called_off[next(iter(_called_off))]


def carry_out(wanted: str, order: bytes) -> Answer:
    """Render a part and put it into the store, unless it lies there. Raises what unpickling does.

    `order` is a pickled `Order`, which a worker of another version than `wanted` does not open.
    """
    if wanted != version():
        return "refused", version()
    opened: Order = pickle.loads(order)  # noqa: S301 - who may send tasks may send anything
    try:
        return _carry_out(opened)
    except _Missing as error:
        return "missing", str(error)
    except NemoError as error:
        return "failed", error
    except Exception as error:  # noqa: BLE001 - the edge of a job
        return "failed", as_nemo_error(error, _cache_folder())


class _Missing(Exception):
    """A source that is not in the store."""


def _carry_out(order: Order) -> Answer:
    store = open_store(os.environ.get("NEMO_CLUSTER_STORE") or order.store)
    spec, watch = order.spec, _Line(job=order.job, topic=order.topic, name=order.spec.key)
    if watch.is_cancelled():
        raise RenderCancelled
    bundle = chunk_name(spec.key)
    if store.has(bundle):
        return "done", Costs()
    folder = _cache_folder()
    sources = source_paths(spec)
    with job_folder(folder) as job:
        keep(job, [spec.key, *path_names(spec), *sources])
        prune(folder, _cache_bytes())
        began_s = time.monotonic()
        here = {
            content_hash: _fetched(content_hash, path.suffix, job=job, store=store, watch=watch)
            for content_hash, path in sources.items()
        }
        fetched_s = time.monotonic()
        moved = relocated(spec, lambda content_hash, _: here[content_hash])
        began_cpu_s = time.process_time()
        order.task(moved, folder, watch)
        rendered_s, cpu_s = time.monotonic(), time.process_time() - began_cpu_s
        pack(files_of({spec.key, *path_names(spec)}, folder), job / "bundle")
        store.put(bundle, job / "bundle", look=watch.look)
        put_s = time.monotonic()
    return "done", Costs(
        fetch_s=fetched_s - began_s,
        render_s=rendered_s - fetched_s,
        put_s=put_s - rendered_s,
        cpu_s=cpu_s,
    )


def _fetched(content_hash: str, suffix: str, *, job: Path, store: Store, watch: _Line) -> Path:
    """A source in the cache of this machine; where several workers want it, one of them fetches it."""
    folder = _cache_folder()
    path = folder / f"{content_hash}{suffix}"
    with FileLock(folder / f"{content_hash}.lock"):
        if path.exists():
            return path
        arrived = job / path.name
        if not store.fetch(source_name(content_hash), arrived, look=watch.look):
            raise _Missing(content_hash)
        with arrived.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != content_hash:
                # Not what it is named by: whoever has the file puts it there again.
                store.delete(source_name(content_hash))
                raise _Missing(content_hash)
        arrived.replace(path)
    return path


@dataclass
class _Line(Watch):
    """A worker's line to its studio: progress goes over the scheduler, the wish to stop comes by `call_off`."""

    folder: Path = Path()
    name: str = ""
    job: str = ""
    topic: str = ""

    def tick(self, stage: str, fraction: float) -> None:
        self.look()
        now_s = self.clock()
        if now_s - self._last_s >= _SAID_EVERY_S:
            self._last_s = now_s
            _worker().log_event(self.topic, [self.job, self.name, stage, fraction])

    def is_cancelled(self) -> bool:
        return self.job in _called_off

    def look(self) -> None:
        """Raise RenderCancelled if the export was called off."""
        if self.is_cancelled():
            raise RenderCancelled


def _worker() -> Worker:
    from distributed import get_worker

    return get_worker()


@cache
def _cache_folder() -> Path:
    named = os.environ.get("NEMO_CLUSTER_CACHE")
    folder = Path(named) if named else platformdirs.user_cache_path("nemovideo", appauthor=False) / "cluster"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _cache_bytes() -> int:
    named = os.environ.get("NEMO_CLUSTER_CACHE_MB", "")
    return int(named) * 1_000_000 if named.isdecimal() else _CACHE_BYTES
