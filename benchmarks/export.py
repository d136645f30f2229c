"""How long an export takes beside a bare decode and encode of the same frames, and how much memory it needs.

    python benchmarks/export.py [--minutes 1 10] [--folder FOLDER]

Each length is exported in a process of its own, in 1080p at 30 frames a second, from the sample clips, with composed
music, on a pool of two workers; then the frames of that very export are decoded and encoded again with the same
encoder settings, in one process that uses all cores: the least that anybody could need. Memory is the most that all
processes of the export held at one moment, sampled ten times a second.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import av

from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.export.export import export
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.sample import draw_sample_clips


class _Memory(threading.Thread):
    """Watches this process and its children: their peak memory together (RssAnon: no mapped files)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.peak_mb = max(self.peak_mb, sum(_held_mb(pid) for pid in (os.getpid(), *_children())))

    def stop(self) -> float:
        self._over.set()
        self.join()
        return self.peak_mb


def _held_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def _children() -> list[int]:
    own = os.getpid()
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == own:
            found.append(int(stat.parent.name))
    return found


def export_once(folder: Path, minutes: float) -> dict[str, float]:
    """One export; runs in a process of its own, so that its peak is its own."""
    clips = sorted((folder / "clips").glob("*.mp4"))
    # Ten minutes need more footage than four short scenes: the same files stand for as many clips as it takes.
    copies = max(1, round(minutes * 60 / 25) + 1)
    infos = {clip: probe(clip) for clip in clips}
    analyses: dict[str, Analysis] = {}
    sources: dict[str, SourceFile] = {}
    items: list[MediaItem] = []
    looked = {clip: analyse(clip, infos[clip]) for clip in clips}
    for n in range(copies):
        for clip in clips:
            media_id = f"{clip.stem}-{n}"
            sources[media_id] = SourceFile(path=clip, content_hash=clip.stem, info=infos[clip])
            analyses[media_id] = looked[clip]
            items.append(
                MediaItem(media_id=media_id, name=clip.name, info=infos[clip], analysis=looked[clip])
            )
    wanted = [
        {"op": "set_music", "mood": "upbeat"},
        {"op": "auto_edit", "cut_to_beat": True, "length": round(minutes * 60)},
    ]
    project = EditContext(media=tuple(items), planner=AutoEditor())
    timeline = apply(Timeline(), parse_operations(wanted), project).timeline
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(dir=folder) as work, ProcessPoolExecutor(2, mp_context=context) as pool:
        memory = _Memory()
        memory.start()
        started = time.perf_counter()
        receipt = export(
            timeline,
            sources,
            analyses=analyses,
            output=folder / f"out-{minutes:g}.mp4",
            work_folder=Path(work),
            executor=pool,
            on_progress=lambda _stage, _fraction: None,
            cancelled=lambda: False,
        )
        took_s = time.perf_counter() - started
        peak_mb = memory.stop()
    print(receipt.line(), file=sys.stderr)
    return {"took_s": took_s, "peak_mb": peak_mb, "duration_s": timeline.duration_ms / 1000}


def bare(folder: Path, minutes: float) -> float:
    """Seconds to decode and encode the frames of the export, and nothing else."""
    settings = EncoderSettings()
    started = time.perf_counter()
    with (
        av.open(str(folder / f"out-{minutes:g}.mp4")) as source,
        av.open(str(folder / "bare.mp4"), "w") as sink,
    ):
        stream = source.streams.video[0]
        stream.thread_type = "FRAME"
        out = sink.add_stream("libx264", rate=30)
        out.width, out.height, out.pix_fmt = stream.width, stream.height, "yuv420p"
        out.options = {"preset": settings.preset, "crf": str(settings.crf), "profile": "high"}
        out.codec_context.thread_type = "FRAME"
        for frame in source.decode(stream):
            frame.pict_type = av.video.frame.PictureType.NONE
            sink.mux(out.encode(frame))
        sink.mux(out.encode(None))
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, nargs="+", default=[1.0, 10.0])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one is not None:
        print(json.dumps(export_once(asked.folder, asked.one)))
        return
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="nemovideo-benchmark-"))
    if not list((folder / "clips").glob("*.mp4")):
        draw_sample_clips(folder / "clips")
    for minutes in asked.minutes:
        command = [sys.executable, __file__, "--folder", str(folder), "--one", str(minutes)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        limit_s = bare(folder, minutes)
        print(
            f"{minutes:g} min of 1080p30: {found['duration_s'] / found['took_s']:.2f} s of film a second, "
            f"{found['took_s'] / limit_s:.2f} × a bare decode and encode, peak {found['peak_mb']:.0f} MB"
        )


if __name__ == "__main__":
    main()
