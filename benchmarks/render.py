"""How fast films are rendered, beside the limit: a bare decode and encode of the same frames in the same run.

`python benchmarks/render.py [--seconds 36] [--cuts 40]` draws a 1080p30 source, cuts it up with a title over a part,
renders it with two workers and prints seconds of output per second, the ratios and the peak memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import av

from nemovideo_mcp.timeline.model import TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, frame_count, plan_chunks
from nemovideo_mcp.video.probe import probe

WIDTH, HEIGHT, RATE, WORKERS = 1920, 1080, 30, 2
SETTINGS = EncoderSettings()


def draw(path: Path, seconds: int) -> Path:
    """A film with detail, motion and a little grain."""
    graph = av.filter.Graph()
    nodes: list[Any] = [
        graph.add("testsrc2", f"s=960x540:r={RATE}"),
        graph.add("hue", "H=0.3*t"),
        graph.add("scale", f"{WIDTH}:{HEIGHT}"),
        graph.add("noise", "alls=3:allf=t"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ]
    graph.link_nodes(*nodes).configure()
    with PictureEncoder(path, width=WIDTH, height=HEIGHT, frame_rate=RATE, settings=SETTINGS) as encoder:
        for number in range(seconds * RATE):
            encoder.encode(graph.vpull(), number)
    return path


def bare(source: Path, output: Path, frames: int) -> None:
    """Decode and encode `frames` frames, nothing else."""
    with (
        av.open(str(source)) as container,
        PictureEncoder(output, width=WIDTH, height=HEIGHT, frame_rate=RATE, settings=SETTINGS) as encoder,
    ):
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        for number, frame in zip(range(frames), container.decode(stream), strict=False):
            encoder.encode(frame, number)


def edit(seconds: int, cuts: int, source_ms: int) -> Timeline:
    """`cuts` shots from all over the source, none where the one before ended, and a title."""
    edges = [round(n * seconds * 1000 / cuts) for n in range(cuts + 1)]
    clips = tuple(
        VideoClip(
            clip_id=str(n),
            name=str(n),
            media_id="film",
            start_ms=start,
            duration_ms=end - start,
            source_start_ms=(n * 7919 + 413) % max(1, source_ms - (end - start)),
        )
        for n, (start, end) in enumerate(pairwise(edges))
    )
    title = TextClip(clip_id="t", text="Forty cuts 四十个镜头", start_ms=500, duration_ms=3000)
    return Timeline(
        tracks=(Track(track_id="v", kind=0, clips=clips), Track(track_id="t", kind=7, clips=(title,)))
    )


def measured(jobs: list[tuple[Any, ...]]) -> tuple[float, float, list[Any]]:
    """Seconds, CPU seconds and results of `jobs` on two fresh workers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(abs, range(WORKERS)))
        start = time.perf_counter()
        results = [future.result() for future in [pool.submit(*job) for job in jobs]]
        seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu_s, results


def peak_mb() -> float:
    """The most memory that any worker held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=36)
    parser.add_argument("--cuts", type=int, default=40)
    parser.add_argument(
        "--source", type=Path, help="a 1920×1080 film at 30 fps to cut up, instead of a drawn one"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = asked.source or draw(folder / "film.mp4", min(asked.seconds, 40))
        info = probe(source)
        timeline = edit(asked.seconds, asked.cuts, info.duration_ms)
        sources = {"film": SourceFile(path=source, content_hash="film", info=info)}
        chunks = plan_chunks(timeline, sources, settings=SETTINGS)
        # What a bare decode and encode starts from: the same frames, with the detail that the source has.
        fine = plan_chunks(timeline, sources, settings=EncoderSettings(crf=12))
        _, _, fine_paths = measured([(render_chunk, chunk, folder / "fine") for chunk in fine])
        frames = frame_count(timeline)
        ours_s, ours_cpu_s, paths = measured([(render_chunk, chunk, folder / "chunks") for chunk in chunks])
        began = time.perf_counter()
        join(paths, audio=None, output=folder / "out.mp4")
        join_s = time.perf_counter() - began
        limit_s, limit_cpu_s, _ = measured(
            [
                (bare, path, folder / f"{n}.mp4", chunk.frames)
                for n, (path, chunk) in enumerate(zip(fine_paths, chunks, strict=True))
            ]
        )
    total_s = ours_s + join_s
    sys.stdout.write(
        f"{frames} frames in {len(chunks)} chunks, {asked.cuts} shots\n"
        f"rendered {ours_s:.1f} s + joined {join_s:.2f} s: {asked.seconds / total_s:.2f} s of film per second\n"
        f"bare decode and encode {limit_s:.1f} s: {total_s / limit_s:.2f} times the limit"
        f" ({ours_cpu_s / limit_cpu_s:.2f} in CPU seconds)\n"
        f"peak memory of a worker {peak_mb():.0f} MB\n"
    )


if __name__ == "__main__":
    main()
