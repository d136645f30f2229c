"""A film on a Dask cluster of 1, 2 and 4 workers on this machine, through a local S3, with workers killed at random.

    python benchmarks/cluster.py [--workers 1 2 4] [--seconds 16] [--height 720] [--kills 2] [--seed 1] [--folder F]

Needs the extra `cluster` and `moto[s3]`, `flask`, `flask-cors` for the local S3 (or `--store FOLDER`). For each number
of workers the film is made twice from nothing: undisturbed, and with so many killed (SIGKILL) at moments drawn
from the seed, each of which is started anew as a supervisor would. Checked: the film is there, and every decoded frame
is that of an export on this machine; what lay in the store was rendered by nobody again. Then what the scheduler and
the store cost for each chunk, and a model, by CPU seconds of the measured parts, of more machines than there are here.
The exit code is 1 where a film was not whole or not the same.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import zip_longest
from math import ceil
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from nemovideo_mcp.audio.compose.composer import grid_of, plan_music  # noqa: E402
from nemovideo_mcp.export.cluster import Cluster  # noqa: E402
from nemovideo_mcp.export.cluster_worker import Costs, version  # noqa: E402
from nemovideo_mcp.export.export import export  # noqa: E402
from nemovideo_mcp.export.storage import Store, open_store  # noqa: E402
from nemovideo_mcp.export.tasks import PART_TASKS  # noqa: E402
from nemovideo_mcp.timeline.model import AudioClip, Timeline, Track, TrackKind, VideoClip  # noqa: E402
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks  # noqa: E402
from nemovideo_mcp.video.probe import probe  # noqa: E402
from nemovideo_mcp.video.sample import draw_sample_clips  # noqa: E402
from support.clusters import DaskCluster, dask_cluster  # noqa: E402
from support.media import decoded_frames  # noqa: E402

SHOT_MS = 2000
MOST_APART = 1.0
MODEL_MACHINES = (1, 2, 4, 16, 64)
MODEL_MINUTES = 10


@dataclass
class Desk(Executor):
    """Parts go to the cluster, where there is one, and the rest to one thread; CPU is counted by task."""

    cluster: Cluster | None = None
    spent_s: dict[str, float] = field(default_factory=dict[str, float])
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.cluster is not None and fn in PART_TASKS:
            return self.cluster.submit(fn, *args, **kwargs)
        return self.thread.submit(self._counted, fn, *args, **kwargs)

    def _counted(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        began_s = time.process_time()
        try:
            return fn(*args, **kwargs)
        finally:
            name = fn.__name__
            self.spent_s[name] = self.spent_s.get(name, 0.0) + time.process_time() - began_s


@dataclass(frozen=True)
class Film:
    timeline: Timeline
    sources: dict[str, SourceFile]

    def export(self, desk: Desk, output: Path, look: Callable[[float], None] = lambda _: None) -> float:
        """Seconds of the clock."""
        began_s = time.perf_counter()
        with tempfile.TemporaryDirectory(dir=output.parent) as work:
            receipt = export(
                self.timeline,
                self.sources,
                analyses={},
                output=output,
                work_folder=Path(work),
                executor=desk,
                on_progress=lambda _, fraction: look(fraction),
                cancelled=lambda: False,
            )
        if receipt.problems:
            print(receipt.line(), file=sys.stderr)
        return time.perf_counter() - began_s


def film_of(folder: Path, *, seconds: int, height: int) -> Film:
    """Shots of two seconds of the sample clips, with composed music."""
    if not (folder / "clips").exists():
        draw_sample_clips(folder / "clips")
    paths = sorted((folder / "clips").glob("*.mp4"))
    sources = {
        path.stem: SourceFile(
            path=path, content_hash=hashlib.sha256(path.read_bytes()).hexdigest(), info=probe(path)
        )
        for path in paths
    }
    names = sorted(sources)
    shots = tuple(
        VideoClip(
            clip_id=f"c{n}",
            name=f"shot {n}",
            media_id=names[n % len(names)],
            start_ms=SHOT_MS * n,
            duration_ms=SHOT_MS,
            source_start_ms=100 * (n // len(names)),
        )
        for n in range(seconds * 1000 // SHOT_MS)
    )
    music = plan_music(mood="upbeat", duration_ms=SHOT_MS * len(shots), seed=1)
    song = AudioClip(
        clip_id="m", name="m", start_ms=0, duration_ms=SHOT_MS * len(shots), music=music, grid=grid_of(music)
    )
    timeline = Timeline(
        width=height * 16 // 9,
        height=height,
        tracks=(
            Track(track_id="v", kind=TrackKind.VIDEO, clips=shots),
            Track(track_id="a", kind=TrackKind.AUDIO, clips=(song,)),
        ),
    )
    return Film(timeline, sources)


@dataclass(frozen=True)
class Likeness:
    """How a film compares to another: frames in both, those that are equal to the last bit, the furthest one off."""

    frames: int
    wanted: int
    equal: int
    furthest: float

    @property
    def same(self) -> bool:
        """Every frame is there and is the same picture.

        x264 with its macroblock tree does not always decide alike on the same pictures, on one machine either, so
        that a frame may be off by a fraction of a level.
        """
        return self.frames == self.wanted and self.furthest < MOST_APART

    def __str__(self) -> str:
        what = "the same film" if self.same else "ANOTHER FILM"
        bits = f"{self.equal} of {self.frames} frames to the last bit"
        return f"{what} ({bits}, the furthest {self.furthest:.2f} of 255 levels off)"


def compared(path: Path, wanted: Path) -> Likeness:
    equal, furthest, counts = 0, 0.0, [0, 0]
    for ours, theirs in zip_longest(decoded_frames(path), decoded_frames(wanted)):
        counts = [counts[0] + (ours is not None), counts[1] + (theirs is not None)]
        if ours is not None and theirs is not None:
            apart = float(np.abs(ours.picture.astype(int) - theirs.picture).mean())
            equal += apart == 0
            furthest = max(furthest, apart)
    return Likeness(frames=counts[0], wanted=counts[1], equal=equal, furthest=furthest)


class LocalS3:
    """moto's server, as a process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "5599"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        url = "http://127.0.0.1:5599"
        os.environ.update(
            AWS_ENDPOINT_URL=url, AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_REGION="us-east-1"
        )
        until = time.monotonic() + 60
        while True:
            try:
                httpx.put(
                    f"{url}/films",
                    headers={"Authorization": "AWS4-HMAC-SHA256 Credential=a/d/us-east-1/s3/x"},
                )
                return
            except httpx.TransportError:
                if self._process.poll() is not None or time.monotonic() > until:
                    self.close()
                    raise SystemExit(
                        "moto's server does not start: pip install 'moto[s3]' flask flask-cors"
                    ) from None
                time.sleep(0.1)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@dataclass
class Killer:
    """Kills workers as the film comes along, and starts another for each."""

    there: DaskCluster
    moments: list[float]
    chance: random.Random
    killed: int = 0

    def look(self, fraction: float) -> None:
        if self.moments and fraction > self.moments[0]:
            del self.moments[0]
            self.there.kill_worker(self.chance.randrange(len(self.there.workers)))
            self.there.add_worker()
            self.killed += 1


def run(
    film: Film, folder: Path, place: str, workers: int, kills: int, chance: random.Random
) -> dict[str, Any]:
    """One film on a fresh cluster with an empty store and empty caches."""
    costs: list[Costs] = []
    with dask_cluster(folder / f"cluster-{workers}-{kills}", workers=workers) as there:
        cluster = Cluster(there.address, open_store(place), on_costs=costs.append, patience_s=120)
        cluster.begin(lambda: None)
        until = time.monotonic() + 120
        while cluster.room < workers + max(1, workers // 4):
            assert time.monotonic() < until
            time.sleep(0.05)
        # Pictures are the first three quarters of the way.
        killer = Killer(there, sorted(chance.uniform(0.02, 0.7) for _ in range(kills)), chance)
        output = folder / f"film-{workers}-{kills}.mp4"
        took_s = film.export(Desk(cluster), output, killer.look)
        cluster.shutdown()
    rendered = [one for one in costs if one.cpu_s]
    return {"took_s": took_s, "killed": killer.killed, "rendered": rendered, "film": output}


def scheduler_costs(folder: Path, tasks: int = 300) -> dict[str, float]:
    """What an empty task costs: its way there and back, and the CPU of the scheduler's process."""
    import distributed

    with dask_cluster(folder / "cluster-empty", workers=1) as there:
        assert there.scheduler is not None
        process = psutil.Process(there.scheduler.pid)
        with distributed.Client(there.address, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
            client.submit(version, pure=False).result()
            before, began_s = process.cpu_times(), time.perf_counter()
            for _ in range(tasks):
                client.submit(version, pure=False).result()
            took_s, after = time.perf_counter() - began_s, process.cpu_times()
    cpu_s = after.user + after.system - before.user - before.system
    return {"way_ms": took_s / tasks * 1000, "scheduler_cpu_ms": cpu_s / tasks * 1000}


def store_costs(store: Store, folder: Path, size: int, times: int = 20) -> dict[str, float]:
    """Milliseconds to put and to fetch a file of `size` bytes, by the clock and by this process's CPU."""
    path, back = folder / "sent", folder / "back"
    found: dict[str, list[float]] = {"put": [], "fetch": [], "put_cpu": [], "fetch_cpu": []}
    for n in range(times):
        path.write_bytes(os.urandom(size))
        for way in ("put", "fetch"):
            began_s, began_cpu_s = time.perf_counter(), time.process_time()
            store.put(f"try/{n}", path) if way == "put" else store.fetch(f"try/{n}", back)
            found[way].append((time.perf_counter() - began_s) * 1000)
            found[f"{way}_cpu"].append((time.process_time() - began_cpu_s) * 1000)
    return {name: statistics.median(values) for name, values in found.items()}


def model(
    *, parts: int, part_s: float, sound_s: float, after_s: float, way_s: float, intake_s: float
) -> dict[int, float]:
    """Seconds for a film on N machines of one thread each.

    Pictures come in rounds of N, beside the sound; the studio takes chunks in one after the other; joining and
    measuring come after all of them.
    """
    return {
        n: max(ceil(parts / n) * (part_s + way_s), sound_s, parts * intake_s) + after_s
        for n in MODEL_MACHINES
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--seconds", type=int, default=16)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--store", help="a folder in place of a local S3")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="nemovideo-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(asked.seed)
    film = film_of(folder, seconds=asked.seconds, height=asked.height)
    chunks = plan_chunks(film.timeline, film.sources, settings=EncoderSettings())
    here = Desk()
    took_s = film.export(here, folder / "here.mp4")
    print(f"here, one thread: {took_s:.1f} s, {len(chunks)} chunks", flush=True)
    film.export(Desk(), folder / "again.mp4")
    print(f"  made here again: {compared(folder / 'again.mp4', folder / 'here.mp4')}", flush=True)
    print(
        "  CPU s: " + ", ".join(f"{name} {spent_s:.2f}" for name, spent_s in here.spent_s.items()), flush=True
    )
    s3 = None if asked.store else LocalS3()
    failed = False
    try:
        place = asked.store or "s3://films"
        rendered: list[Costs] = []
        for workers in asked.workers:
            for kills in (0, asked.kills):
                found = run(film, folder, f"{place}/{workers}-{kills}", workers, kills, chance)
                likeness = compared(found["film"], folder / "here.mp4")
                failed |= not likeness.same
                rendered += found["rendered"]
                print(
                    f"{workers} workers, {found['killed']} killed: {found['took_s']:.1f} s, "
                    f"{likeness}, "
                    f"{len(found['rendered'])} chunks rendered to their end",
                    flush=True,
                )
        size = round((folder / "here.mp4").stat().st_size / len(chunks))
        way = scheduler_costs(folder)
        stored = store_costs(open_store(f"{place}/costs"), folder, size)
        print(
            f"scheduler, a task: {way['way_ms']:.1f} ms there and back, {way['scheduler_cpu_ms']:.2f} ms of its CPU"
        )
        print(
            f"store, a chunk of {size / 1000:.0f} kB: put {stored['put']:.1f} ms ({stored['put_cpu']:.1f} of CPU), "
            f"fetch {stored['fetch']:.1f} ms ({stored['fetch_cpu']:.1f})"
        )
        first = [one.fetch_s for one in rendered if one.fetch_s > 0.002]
        part_s = statistics.median(one.cpu_s for one in rendered)
        print(
            f"a chunk in a worker: {part_s:.2f} s of CPU to render, "
            f"{statistics.median(one.put_s for one in rendered):.3f} s to put, "
            f"{statistics.median(first or [0.0]):.3f} s to fetch a source that is not there yet"
        )
        scale = MODEL_MINUTES * 60 / asked.seconds
        after_s = scale * sum(here.spent_s.get(name, 0.0) for name in ("join_film", "measure_film"))
        told = model(
            parts=round(len(chunks) * scale),
            part_s=part_s,
            sound_s=scale * here.spent_s.get("render_sound", 0.0),
            after_s=after_s,
            way_s=(way["way_ms"] + stored["put"]) / 1000,
            intake_s=stored["fetch"] / 1000,
        )
        print(f"model, {MODEL_MINUTES} min of {asked.height}p ({after_s:.0f} s of it after the pictures):")
        for machines, seconds in told.items():
            print(f"  {machines} machines: {seconds:.0f} s, {told[1] / seconds:.1f} times one")
    finally:
        if s3 is not None:
            s3.close()
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
