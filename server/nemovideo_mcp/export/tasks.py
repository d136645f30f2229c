"""What workers do for an export: plain functions of values that can be pickled, whatever executor runs them.

Whatever goes wrong in a worker comes out as an error of the tree: others may not survive the way between processes.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.export.child import give_way, live_with_parent
from nemovideo_mcp.export.fingerprint import fingerprint_soundtrack
from nemovideo_mcp.export.sound_plan import SoundSpec
from nemovideo_mcp.export.soundtrack import make_soundtrack
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.export.worker_tasks import worker_task
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.plan import ChunkSpec
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.views.fingerprint import AudioFingerprint
from nemovideo_mcp.views.receipt import Expected, Receipt
from nemovideo_mcp.views.receipt_plan import write_plan

__all__ = [
    "PART_TASKS",
    "be_worker",
    "fingerprint_sound",
    "join_film",
    "measure_film",
    "render_part",
    "render_sound",
    "worker_pool",
]


_NICENESS = 10
_MOST_BYTES = 3 * 1024**3
"""What a worker may take: a film of 4K is rendered with a third of it."""


def worker_pool(workers: int = 2) -> ProcessPoolExecutor:
    """Processes for `export`: of low priority, without Ctrl-C, and ending with their parent, even if it is killed."""
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin_worker,
    )


@worker_task()
def render_part(spec: ChunkSpec, folder: Path, watch: Watch) -> Path:
    """One chunk of the pictures."""
    return render_chunk(
        spec,
        folder,
        on_frame=lambda frame: watch.tick("render", frame / spec.frames),
        cancelled=watch.is_cancelled,
    )


PART_TASKS = frozenset({render_part})
"""Those that are for a part of the film; the others are for the whole of it, and take the longer the longer it is."""


@worker_task()
def render_sound(spec: SoundSpec, folder: Path, watch: Watch) -> Path | None:
    """All of the sound; None if it is silent."""
    return make_soundtrack(spec, folder, tick=watch.tick)


@worker_task()
def fingerprint_sound(spec: SoundSpec, folder: Path, audio: Path) -> AudioFingerprint | None:
    """What the sound is known by later."""
    return fingerprint_soundtrack(spec, folder, audio)


@worker_task()
def join_film(
    chunks: Sequence[Path], output: Path, *, audio: Path | None, title: str, expected: Expected
) -> None:
    """The film, in one file, with what it should be."""
    join(chunks, audio=audio, output=output, title=title, plan=write_plan(expected))


@worker_task()
def measure_film(path: Path, *, expected: Expected, watch: Watch) -> Receipt:
    """What the finished film really is."""
    return measure(
        path,
        beat_track=beat_track,
        expected=expected,
        on_progress=lambda fraction: watch.tick("measure", fraction),
    )


def _begin_worker() -> None:
    be_worker()
    live_with_parent()


def be_worker(tasks_at_once: int = 1) -> None:
    """Make this process one that renders: of low priority, and with a bound on its memory."""
    give_way(_NICENESS)
    _bound_memory(_MOST_BYTES * tasks_at_once)


def _bound_memory(most_bytes: int) -> None:
    """Let a decoder that is led astray fail by itself, before it has taken the machine's memory.

    The sizes of pictures are looked at before; this is for what slips through. Only Linux counts memory in this way.
    """
    if sys.platform == "linux":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_DATA, (min([*known, most_bytes]), hard))
