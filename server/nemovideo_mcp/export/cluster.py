"""Chunks on many machines: an executor that hands parts of films to the workers of a Dask cluster.

The studio decides whose part is next, so that users share the cluster fairly; no more parts are handed over than its
workers have threads, and a few. What is needed of the whole film (the sound, joining, measuring) stays with the studio,
where the sources, the composed music and all chunks lie: sound takes a tenth of the film's length on one core, and what
it leaves behind (384 kB a second) would have to be sent back.

Source: Dask's distributed scheduler (Rocklin, "Dask: Parallel Computation with Blocked algorithms and Task Scheduling",
2015), which gives a task to another worker when one has died, `allowed-failures` times.
"""

from __future__ import annotations

import asyncio
import pickle
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from nemovideo_mcp.errors import ClusterUnavailable, PartEndsWorkers, RenderCancelled
from nemovideo_mcp.export.cluster_worker import Answer, Costs, Order, call_off, carry_out, version
from nemovideo_mcp.export.crew import CONNECT_S, Client, Crew
from nemovideo_mcp.export.lost_regions import path_names
from nemovideo_mcp.export.shipping import chunk_name, relocated, source_name, source_paths, unpack
from nemovideo_mcp.export.storage import Store
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.export.worker_tasks import described
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.cluster import CLUSTER
from nemovideo_mcp.video.kept import is_intact
from nemovideo_mcp.video.plan import ChunkSpec

__all__ = ["Cluster"]

_P = ParamSpec("_P")
_T = TypeVar("_T")

_LOOK_S = 0.2
# How often the same part may be lost (with a scheduler, a store) before that is told.
_ATTEMPTS = 5
_MOST_AT_ONCE = 256
# One in so many more parts are handed over than there are threads, so that none waits while a chunk comes back.
_SPARE = 4
# A client that is closed while it is asked ends its own coroutines, which comes out as what is no `Exception`.
_LOST = (OSError, CancelledError, asyncio.CancelledError)


class Cluster(Executor):
    """The parts' executor. It connects when first needed, and keeps to workers of the studio's own version.

    Args:
        address: of the scheduler. TLS and its keys are configured as Dask has them.
        store: where sources and chunks lie.
        patience_s: how long a part waits for a scheduler that is gone, or for a first worker.
        on_costs: hears what each part took, from any thread.
        own_version: what the workers must have too.
        clock: gives seconds.
    """

    def __init__(
        self,
        address: str,
        store: Store,
        *,
        patience_s: float = 60.0,
        on_costs: Callable[[Costs], None] = lambda _: None,
        own_version: str = version(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address
        self._store = store
        self._patience_s = patience_s
        self._on_costs = on_costs
        self._clock = clock
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="nemovideo-cluster")
        self._version = own_version
        self._crew = Crew(address, own_version)
        self._sending: dict[str, threading.Lock] = {}
        self._sent: set[str] = set()
        self._called_off: set[str] = set()
        self._lock = threading.Lock()

    @property
    def room(self) -> int:
        """How many parts may be handed over at this moment; 1 at least, which then waits for a worker."""
        threads = self._crew.threads
        return min(_MOST_AT_ONCE, threads + max(1, threads // _SPARE) if threads else 1)

    def begin(self, on_change: Callable[[], None]) -> None:
        """Connect, if that has not been done; `on_change` hears, from another thread, when `room` has changed."""
        self._crew.begin(on_change)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand in `fn(spec, folder, watch)`, one of `tasks.PART_TASKS`; the future's result is the task's own.

        The future fails with ClusterUnavailable, WorkersDiffer, StoreUnusable, PartEndsWorkers, and what the task
        raises.
        """
        self._crew.begin(lambda: None)
        make: Callable[..., Any] = self._make
        return self._threads.submit(make, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._crew.close(wait=wait)

    def _make(self, task: Callable[..., Any], spec: ChunkSpec, folder: Path, watch: Watch) -> Any:
        path = folder / f"{spec.key}.mp4"
        reason = words_of(CLUSTER, "lost_often", n=_ATTEMPTS)
        for _ in range(_ATTEMPTS):
            if is_intact(path) or self._take_in(spec, folder, watch):
                # The task finds what it would make, and says of it what it always says.
                return task(spec, folder, watch)
            self._send_sources(spec, watch)
            order = Order(
                task=task,
                # Where the studio keeps its files is nobody's business.
                spec=relocated(spec, lambda content_hash, path: Path(content_hash + path.suffix)),
                store=self._store.place,
                job=watch.folder.name,
                topic=self._crew.topic,
            )
            match self._ask(order, spec, watch):
                case "done", costs:
                    self._on_costs(costs)
                case "refused", said:
                    reason = words_of(CLUSTER, "worker_broke", detail=said)
                    self._crew.call_the_roll_anew()
                case "missing", content_hash:
                    self._sent.discard(content_hash)
                case "failed", error:
                    raise error
                case _:  # lost on the way: perhaps it was done all the same
                    pass
        if is_intact(path) or self._take_in(spec, folder, watch):
            return task(spec, folder, watch)
        raise ClusterUnavailable(place=self._address, reason=reason.pair())

    def _take_in(self, spec: ChunkSpec, folder: Path, watch: Watch) -> bool:
        """Bring a chunk that is in the store, with what stands beside it, into `folder`."""
        bundle = watch.folder / f"{spec.key}.bundle"
        stems = {spec.key, *path_names(spec)}
        if not self._store.fetch(chunk_name(spec.key), bundle, look=lambda: _look(watch)):
            return False
        whole = unpack(bundle, folder, stems) and is_intact(folder / f"{spec.key}.mp4")
        bundle.unlink(missing_ok=True)
        if not whole:
            self._store.delete(chunk_name(spec.key))
        return whole

    def _send_sources(self, spec: ChunkSpec, watch: Watch) -> None:
        """Put what the part needs into the store, once."""
        for content_hash, path in source_paths(spec).items():
            with self._lock:
                sending = self._sending.setdefault(content_hash, threading.Lock())
            while not sending.acquire(timeout=_LOOK_S):
                _look(watch)
            try:
                if content_hash in self._sent:
                    continue
                watch.tick("send", 0.0)
                name = source_name(content_hash)
                if not self._store.has(name):
                    self._store.put(name, path, look=lambda: _look(watch))
                self._sent.add(content_hash)
            finally:
                sending.release()
                with self._lock:
                    self._sending.pop(content_hash, None)

    def _ask(self, order: Order, spec: ChunkSpec, watch: Watch) -> Answer | None:
        """The answer of a worker; None where the part was lost on the way, with the scheduler or its workers."""
        client, fitting = self._wait_for_workers(watch)
        came = threading.Event()
        name = f"nemovideo-{spec.key[:12]}-{uuid.uuid4().hex[:8]}"
        try:
            future = client.submit(
                carry_out,
                self._version,
                pickle.dumps(order),
                key=name,
                pure=False,
                workers=fitting,
                retries=0,
            )
        except (Exception, asyncio.CancelledError):  # noqa: BLE001 - what a client says that has lost its scheduler
            self._crew.doubt(client)
            return None

        def told(_: object) -> None:
            came.set()

        future.add_done_callback(told)
        try:
            with self._crew.listening(order.job, spec.key) as said:
                alone_s = 0.0
                while not came.wait(_LOOK_S):
                    _look(watch)
                    if said:
                        watch.tick(*said.pop())
                    if self._crew.is_gone(client, fitting):
                        return None
                    alone_s = 0.0 if self._crew.threads else alone_s + _LOOK_S
                    if alone_s > self._patience_s:
                        raise self._crew.trouble()
            return self._answer(future, client, spec)
        except RenderCancelled:
            self._call_off(client, order.job)
            raise
        finally:
            with suppress(Exception):
                future.release() if future.done() else future.cancel()

    def _answer(self, future: Any, client: Client, spec: ChunkSpec) -> Answer | None:
        from distributed.scheduler import KilledWorker

        if future.status not in ("finished", "error"):  # cancelled, or lost with the scheduler
            self._crew.doubt(client)
            return None
        try:
            return future.result(timeout=CONNECT_S)
        except KilledWorker as error:
            name = next((piece.name for piece in spec.pieces if piece.name), "?")
            raise PartEndsWorkers(name=name, workers=error.allowed_failures + 1) from None
        except _LOST:  # the worker, or the scheduler, went with the answer
            return None
        except Exception as error:  # noqa: BLE001 - a worker that cannot even read the task
            return "refused", described(error)

    def _wait_for_workers(self, watch: Watch) -> tuple[Client, list[str] | None]:
        """A client, and the workers that may be asked where not all may be. Raises what `Cluster.submit` tells."""
        until = self._clock() + self._patience_s
        while (found := self._crew.fitting()) is None:
            watch.tick("wait", 0.0)
            if self._clock() > until:
                raise self._crew.trouble()
            self._crew.wait(_LOOK_S)
        return found

    def _call_off(self, client: Client, job: str) -> None:
        with self._lock:
            if job in self._called_off:
                return
            self._called_off.add(job)
        told = threading.Thread(target=self._crew.tell_all, args=(client, call_off, job), daemon=True)
        told.start()


def _look(watch: Watch) -> None:
    if watch.is_cancelled():
        raise RenderCancelled
