"""What transitions cost: the time of a film with one at each cut, as a ratio to the same film with hard cuts.

`python benchmarks/transitions.py [--shots 4] [--rounds 3] [--only KIND]` draws a 1080p30 source, cuts it into shots of
two seconds with half a second of transition between them, and prints the median ratios, side by side in one run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from render import draw

from nemovideo_mcp.timeline.model import Timeline, Track, Transition, VideoClip
from nemovideo_mcp.timeline.transitions import TRANSITION_KINDS
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe

SETTINGS = EncoderSettings()
SHOT_MS, TRANSITION_MS = 2000, 500


def film(shots: int, kind: str | None) -> Timeline:
    """Shots from all over the source, each with footage to spare at both ends."""
    transition = Transition(kind=kind, duration_ms=TRANSITION_MS) if kind else None
    clips = tuple(
        VideoClip(
            clip_id=f"c{n}",
            name=f"shot {n}",
            media_id="film",
            start_ms=SHOT_MS * n,
            duration_ms=SHOT_MS,
            source_start_ms=500 + (n * 7919) % (shots * SHOT_MS),
            transition_in=transition if n else None,
        )
        for n in range(shots)
    )
    return Timeline(tracks=(Track(track_id="v", kind=0, clips=clips),))


def rendered(timeline: Timeline, sources: Mapping[str, SourceFile], folder: Path) -> tuple[float, float]:
    """Seconds and CPU seconds of rendering all chunks anew, in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    for chunk in plan_chunks(timeline, sources, settings=SETTINGS):
        render_chunk(chunk, folder)
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=TRANSITION_KINDS)
    asked = parser.parse_args()
    kinds = [kind for kind in TRANSITION_KINDS if not asked.only or kind in asked.only]
    times: dict[str | None, list[tuple[float, float]]] = {kind: [] for kind in (None, *kinds)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = draw(folder / "film.mp4", asked.shots * SHOT_MS // 1000 + 4)
        sources = {"film": SourceFile(path=path, content_hash=path.name, info=probe(path))}
        for number in range(asked.rounds):
            for kind, found in times.items():
                with tempfile.TemporaryDirectory(dir=folder) as chunks:
                    found.append(rendered(film(asked.shots, kind), sources, Path(chunks)))
            sys.stderr.write(f"round {number + 1} of {asked.rounds}\n")
    plain = times[None]
    seconds = asked.shots * SHOT_MS // 1000
    sys.stdout.write(
        f"{seconds} s of 1080p30, hard cuts: {median(cpu for _, cpu in plain):.2f} CPU seconds\n"
    )
    for kind in kinds:
        # Round by round, so that both sides of a ratio had the machine at the same time.
        wall, cpu = (
            median(with_it[n] / without[n] for with_it, without in zip(times[kind], plain, strict=True))
            for n in (0, 1)
        )
        sys.stdout.write(f"{kind:14} {wall:5.2f} × the time, {cpu:5.2f} × the CPU seconds\n")


if __name__ == "__main__":
    main()
