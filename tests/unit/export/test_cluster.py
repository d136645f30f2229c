"""Films on a cluster: what comes out is what this machine would make, whatever becomes of workers and scheduler."""

from __future__ import annotations

import hashlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nemovideo_mcp import __version__
from nemovideo_mcp.errors import (
    ClusterUnavailable,
    PartEndsWorkers,
    RenderCancelled,
    StoreUnusable,
    WorkersDiffer,
)
from nemovideo_mcp.export import cluster_worker
from nemovideo_mcp.export.cluster import Cluster
from nemovideo_mcp.export.cluster_worker import Costs, version
from nemovideo_mcp.export.export import export
from nemovideo_mcp.export.shipping import source_name
from nemovideo_mcp.export.storage import FolderStore
from nemovideo_mcp.export.tasks import PART_TASKS
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from support import clusters
from support.clusters import dask_cluster, end_process
from support.media import decoded_frames, make_video

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")

CLIPS, CLIP_MS = 6, 2000
NOWHERE = "tcp://127.0.0.1:9"


@dataclass
class Desk(Executor):
    """A studio's side: parts go to `cluster`, where there is one, and the rest to threads."""

    folder: Path
    source: SourceFile
    cluster: Cluster | None = None
    costs: list[Costs] = field(default_factory=list[Costs])
    said: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.folder / "store")

    def join(self, address: str, **options: Any) -> Cluster:
        self.cluster = Cluster(address, self.store, on_costs=self.costs.append, **options)
        return self.cluster

    def leave(self) -> None:
        """Before the scheduler goes, or the client looks for it."""
        if self.cluster is not None:
            self.cluster.shutdown()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        there = self.cluster if self.cluster is not None and fn in PART_TASKS else self.threads
        return there.submit(fn, *args, **kwargs)

    def export(
        self,
        name: str,
        *,
        clips: int = CLIPS,
        size: tuple[int, int] = (160, 90),
        look: Callable[[float], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Path:
        """The film; its work folder is its own, so that nothing comes from an earlier one."""

        def on_progress(stage: str, fraction: float) -> None:
            self.said.append((stage, fraction))
            look(fraction)

        output = self.folder / f"{name}.mp4"
        receipt = export(
            film(clips, size),
            {"a": self.source},
            analyses={},
            output=output,
            work_folder=self.folder / f"work of {name}",
            executor=self,
            on_progress=on_progress,
            cancelled=cancelled,
            settings=EncoderSettings(preset="ultrafast"),
        )
        assert receipt.problems == ()
        return output


def film(clips: int, size: tuple[int, int]) -> Timeline:
    shots = tuple(
        VideoClip(
            clip_id=f"c{n}",
            name=f"shot {n}",
            media_id="a",
            start_ms=CLIP_MS * n,
            duration_ms=CLIP_MS,
            source_start_ms=10 * n,
        )
        for n in range(clips)
    )
    return Timeline(
        width=size[0], height=size[1], tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=shots),)
    )


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> SourceFile:
    path = make_video(
        tmp_path_factory.mktemp("source") / "a.mp4",
        width=160,
        height=90,
        frame_rate=10,
        duration_ms=4000,
        pattern="moving",
    )
    return SourceFile(path=path, content_hash=hashlib.sha256(path.read_bytes()).hexdigest(), info=probe(path))


@pytest.fixture
def desk(tmp_path: Path, source: SourceFile) -> Iterator[Desk]:
    (tmp_path / "store").mkdir()
    made = Desk(tmp_path, source)
    yield made
    made.leave()
    made.threads.shutdown()


@pytest.fixture
def near(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a scheduler with one worker, both in this process."""
    monkeypatch.setenv("NEMO_CLUSTER_CACHE", str(tmp_path / "cache"))
    cluster_worker._cache_folder.cache_clear()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        dask.config.set({"distributed.worker.profile.enabled": False}),  # see docs/cluster.md
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address="127.0.0.1:0",
            protocol="tcp",
        ) as cluster,
    ):
        yield cluster.scheduler_address
        desk.leave()
    cluster_worker._cache_folder.cache_clear()


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def pictures(path: Path) -> list[np.ndarray]:
    return [frame.picture for frame in decoded_frames(path)]


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """How far two pictures are from each other, in levels of 255."""
    return float(np.abs(one.astype(int) - other).mean())


def same(one: Path, other: Path) -> bool:
    """Whether all frames are those of the other film. x264 does not always decide alike on the same pictures."""
    ours, theirs = pictures(one), pictures(other)
    assert min(apart(frame, later) for frame, later in zip(ours, ours[15:], strict=False)) > 4
    return all(apart(a, b) < 1 for a, b in zip(ours, theirs, strict=True))


def test_a_film_is_whole_and_the_same_though_a_worker_is_killed_in_the_middle(desk: Desk) -> None:
    here = desk.export("here")
    with dask_cluster(desk.folder / "cluster", workers=2) as there:
        cluster = desk.join(there.address)
        cluster.begin(lambda: None)
        wait_until(lambda: cluster.room == 3)
        # One that has stopped holds the chunks that it was given until it is killed.
        there.workers[0].send_signal(signal.SIGSTOP)
        killed: list[float] = []

        def look(fraction: float) -> None:
            if fraction > 0.3 and not killed:
                killed.append(fraction)
                there.kill_worker(0)

        film = desk.export("there", look=look)
        desk.leave()
    assert killed
    assert same(film, here)
    assert len([cost for cost in desk.costs if cost.render_s]) == CLIPS
    assert [stage for stage, _ in desk.said if stage == "send"]


def test_what_lies_in_the_store_is_rendered_by_nobody_and_damage_is_mended(desk: Desk, near: str) -> None:
    desk.join(near)
    first = desk.export("first", clips=2)
    assert len(desk.costs) == 2
    again = desk.export("again", clips=2)
    assert len(desk.costs) == 2
    chunk = next((desk.store.folder / "chunks").iterdir())
    chunk.write_bytes(chunk.read_bytes()[:-300])
    # A cache that has lost its files, and a source in the store that is no longer what it was.
    for path in (desk.folder / "cache").glob("*.*"):
        path.unlink()
    kept = desk.store.folder / source_name(desk.source.content_hash)
    kept.write_bytes(b"another")
    mended = desk.export("mended", clips=2)
    assert kept.read_bytes() == desk.source.path.read_bytes()
    assert len(desk.costs) == 3
    assert same(again, first)
    assert same(mended, first)


def test_the_cache_of_a_machine_is_bounded_and_what_is_in_use_stays(
    desk: Desk, near: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_CLUSTER_CACHE_MB", "0")
    desk.join(near)
    desk.export("film", clips=3)
    left = [path.stem for path in (desk.folder / "cache").glob("*.mp4")]
    assert desk.source.content_hash in left
    assert len(left) == 2
    assert len(list(desk.store.folder.glob("chunks/*"))) == 3


def test_workers_of_another_version_get_nothing_and_both_versions_are_told(desk: Desk, near: str) -> None:
    desk.join(near, own_version="9.9.9 (9)", patience_s=1.0)
    with pytest.raises(WorkersDiffer) as caught:
        desk.export("film", clips=1)
    assert "9.9.9 (9)" in caught.value.what()
    assert version() in caught.value.what()
    assert version() in caught.value.what("zh")
    assert __version__ in caught.value.next_step()
    assert "wait" in [stage for stage, _ in desk.said]


def test_a_worker_looks_at_the_version_before_it_opens_a_task() -> None:
    assert cluster_worker.carry_out("9.9.9 (9)", b"no pickle") == ("refused", version())


def test_what_is_cancelled_ends_in_the_workers_soon(desk: Desk, near: str) -> None:
    desk.join(near)
    begun = threading.Event()

    def look(fraction: float) -> None:
        if fraction > 0:
            begun.set()

    with pytest.raises(RenderCancelled):
        desk.export("long", clips=60, size=(1920, 1080), look=look, cancelled=begun.is_set)
    at_s = time.monotonic()
    stored = sum(1 for _ in desk.store.folder.glob("chunks/*.zip"))
    with distributed.Client(near, set_as_default=False) as client:
        wait_until(lambda: not any(client.processing().values()))
    # The film would take minutes.
    assert time.monotonic() - at_s < 30
    assert sum(1 for _ in desk.store.folder.glob("chunks/*.zip")) == stored < 3


def test_a_scheduler_that_is_nowhere_is_an_error_in_words(desk: Desk) -> None:
    desk.join(NOWHERE, patience_s=0.5)
    with pytest.raises(ClusterUnavailable) as caught:
        desk.export("film", clips=1)
    assert caught.value.what() == f"The cluster {NOWHERE} cannot render: nobody answers there."
    assert "没有响应" in caught.value.what("zh")
    assert caught.value.retryable


def test_an_error_of_the_worker_s_store_comes_back_as_it_is(
    desk: Desk, near: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.join(near)
    monkeypatch.setenv("NEMO_CLUSTER_STORE", str(desk.folder / "not mounted"))
    with pytest.raises(StoreUnusable, match="not mounted"):
        desk.export("film", clips=1)


def test_a_part_at_which_workers_end_fails_in_words(desk: Desk) -> None:
    environ = {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        "PYTHONPATH": str(Path(clusters.__file__).parents[1]),
    }
    (spec, *_) = plan_chunks(film(1, (160, 90)), {"a": desk.source}, settings=EncoderSettings())
    with dask_cluster(desk.folder / "cluster", workers=1, **environ) as there:
        part = desk.join(there.address).submit(end_process, spec, desk.folder, Watch(desk.folder, "part"))
        with pytest.raises(PartEndsWorkers) as caught:
            part.result(timeout=60)
        desk.leave()
    assert "begins with shot 0" in caught.value.what()
    assert "1 workers" in caught.value.what()
