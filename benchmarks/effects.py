"""What each effect costs: the time of a film with it, as a ratio to the same film without it, side by side in one run.

`python benchmarks/effects.py [--seconds 8] [--rounds 3] [--only NAME]` draws a 1080p30 source (`--source FILE`: one of
your own), cuts it into shots of two seconds, renders them plain and with each effect in turn, and prints the median
ratios of the seconds and of the CPU seconds. An effect is a row of `ROWS`: what it makes of a timeline, and the media
beside the film that it needs.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from render import draw, edit

from nemovideo_mcp.timeline.beat_effects import BEAT_EFFECTS, BeatEffect
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.look import Look, LookRange
from nemovideo_mcp.timeline.media import Subject
from nemovideo_mcp.timeline.model import (
    AudioClip,
    Fit,
    OverlayClip,
    SpeedRamp,
    Timeline,
    Track,
    TrackKind,
    Transition,
)
from nemovideo_mcp.timeline.transitions import TRANSITION_KINDS
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe

SETTINGS = EncoderSettings()
SHOT_S, TRANSITION_MS = 2, 500
_LUT_SIZE = 33


@dataclass(frozen=True)
class Row:
    """An effect. `media` makes the files that it names, by media id, in a folder; it is held against `without`."""

    apply: Callable[[Timeline], Timeline]
    media: Mapping[str, Callable[[Path], Path]] = field(default_factory=dict[str, Callable[[Path], Path]])
    without: Callable[[Timeline], Timeline] = lambda timeline: timeline


def each_shot(**fields: Any) -> Callable[[Timeline], Timeline]:
    """Every clip with `fields`."""
    return lambda timeline: timeline.with_shots([replace(clip, **fields) for clip in timeline.video_clips])


def looked(look: Look) -> Callable[[Timeline], Timeline]:
    """Every clip with `look`."""
    return each_shot(look=look)


def on_downbeats(kind: str) -> Callable[[Timeline], Timeline]:
    """An effect on the downbeats of music at 120 beats a minute, at its usual strength."""

    def apply(timeline: Timeline) -> Timeline:
        grid = BeatGrid.regular(bpm=Fraction(120), beats=600)
        music = AudioClip(clip_id="a1", name="music", start_ms=0, duration_ms=timeline.duration_ms, grid=grid)
        timeline = timeline.with_track(Track(track_id="a", kind=1, clips=(music,)))
        return replace(timeline, beat_effects=(BeatEffect(kind=kind),))

    return apply


def for_a_quarter(look: Look) -> Callable[[Timeline], Timeline]:
    """A look in the middle of the film."""

    def apply(timeline: Timeline) -> Timeline:
        start, end = timeline.duration_ms * 3 // 8, timeline.duration_ms * 5 // 8
        return replace(timeline, look_ranges=(LookRange(start_ms=start, end_ms=end, look=look),))

    return apply


def hidden(*, follow: bool) -> Callable[[Timeline], Timeline]:
    """A region of a fifth of the frame's width over the whole film."""

    def apply(timeline: Timeline) -> Timeline:
        region = OverlayClip(
            clip_id="o1", name="pixelate", start_ms=0, duration_ms=timeline.duration_ms, effect="pixelate",
            place="center", width=0.2, height=0.3, follow=follow,
        )  # fmt: skip
        return timeline.with_track(Track(track_id="o", kind=TrackKind.VIDEO, clips=(region,)))

    return apply


def wandering(duration_ms: int) -> Subject:
    """A subject that never stands, so that no crop that follows it does."""
    middles = [0.5 + 0.3 * math.sin(n / 6) for n in range(duration_ms // 250)]
    return Subject(kind="motion", areas=tuple((x - 0.05, 0.4, x + 0.05, 0.6) for x in middles))


def followed(timeline: Timeline) -> Timeline:
    """The film in 9:16, its crops on the way."""
    return each_shot(follow=True)(upended(timeline))


def upended(timeline: Timeline) -> Timeline:
    """The film in 9:16, its crops in the middle."""
    clips = each_shot(fit=Fit.COVER)(timeline)
    return replace(clips, width=timeline.height, height=timeline.width)


def draw_lut(folder: Path) -> Path:
    """A table of colours like those that editors sell."""
    axis = np.linspace(0, 1, _LUT_SIZE)
    rows = [(r**1.1, 0.05 + 0.9 * g, 0.1 + 0.8 * b**0.9) for b in axis for g in axis for r in axis]
    path = folder / "teal.cube"
    lines = "\n".join(f"{red:.5f} {green:.5f} {blue:.5f}" for red, green, blue in rows)
    path.write_text(f"LUT_3D_SIZE {_LUT_SIZE}\n{lines}\n", encoding="ascii")
    return path


def beside(**fields: Any) -> Row:
    """Every clip with `fields`, held against half the speed: what is measured is what comes on top of that."""
    return Row(each_shot(speed=0.5, **fields), without=each_shot(speed=0.5))


ROWS: Mapping[str, Row] = {
    "black and white": Row(looked(Look(preset="black_and_white"))),
    "saturation": Row(looked(Look(saturation=0.3))),
    "brightness, contrast, warmth": Row(looked(Look(brightness=0.1, contrast=0.2, warmth=0.2))),
    "vintage": Row(looked(Look(preset="vintage"))),
    "cinematic with bars": Row(looked(Look(preset="cinematic", bars=True))),
    "a crop that follows, in 9:16": Row(followed, without=upended),
    "LUT at 50%": Row(looked(Look(lut="lut", strength=0.5)), {"lut": draw_lut}),
    "vignette": Row(looked(Look(vignette=0.5))),
    "blur": Row(looked(Look(blur=0.4))),
    "black and white for a quarter of the film": Row(for_a_quarter(Look(preset="black_and_white"))),
    "pixelated region": Row(hidden(follow=False)),
    "pixelated region that follows": Row(hidden(follow=True)),
    "sharpen": Row(looked(Look(sharpen=0.4))),
    "speed ramp": Row(each_shot(ramp=SpeedRamp(kind="bullet", peak_ms=500 * SHOT_S))),
    "half speed, frames blended": beside(smooth="blend"),
    "half speed, frames interpolated": beside(smooth="interpolate"),
    **{f"{kind} on downbeats": Row(on_downbeats(kind)) for kind in BEAT_EFFECTS},
    **{
        f"{kind} at each cut": Row(each_shot(transition_in=Transition(kind=kind, duration_ms=TRANSITION_MS)))
        for kind in TRANSITION_KINDS
    },
}


def source_of(path: Path) -> SourceFile:
    return SourceFile(path=path, content_hash=path.name, info=probe(path))


def rendered(timeline: Timeline, sources: Mapping[str, SourceFile], folder: Path) -> tuple[float, float]:
    """Seconds and CPU seconds of rendering all chunks anew, in this process."""
    chunks = plan_chunks(timeline, sources, settings=SETTINGS)
    wall, cpu = time.perf_counter(), time.process_time()
    for chunk in chunks:
        render_chunk(chunk, folder)
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--only",
        action="append",
        choices=ROWS,
        metavar="NAME",
        help="measure this row; may be given several times",
    )
    parser.add_argument("--source", type=Path, help="a film to take instead of a drawn one")
    asked = parser.parse_args()
    rows = {name: row for name, row in ROWS.items() if not asked.only or name in asked.only}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = source_of(asked.source or draw(folder / "film.mp4", asked.seconds + 4))
        film = replace(film, shot_starts_ms=(0,), subjects=(wandering(film.info.duration_ms),))
        sources = {"film": film}
        for row in rows.values():
            sources |= {media_id: source_of(make(folder)) for media_id, make in row.media.items()}
        cut = edit(asked.seconds, max(1, asked.seconds // SHOT_S), film.info.duration_ms)
        plain = Timeline(tracks=tuple(track for track in cut.tracks if track.kind == TrackKind.VIDEO))
        films = {"": plain, **{name: row.apply(plain) for name, row in rows.items()}}
        bare = {name: row.without(plain) for name, row in rows.items()}
        films |= {f"without {name}": made for name, made in bare.items() if made != plain}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in films}
        for round_number in range(asked.rounds):
            for name, timeline in films.items():
                with tempfile.TemporaryDirectory(dir=folder) as chunks:
                    times[name].append(rendered(timeline, sources, Path(chunks)))
            sys.stderr.write(f"round {round_number + 1} of {asked.rounds}\n")
    held = {name: times.get(f"without {name}", times[""]) for name in rows}
    bare_s = median(cpu for _, cpu in times[""])
    sys.stdout.write(f"{asked.seconds} s of 1080p30, plain: {bare_s:.2f} CPU seconds\n")
    for name in rows:
        # Round by round, so that both sides of a ratio had the machine at the same time.
        wall, cpu = (
            median(with_it[n] / without[n] for with_it, without in zip(times[name], held[name], strict=True))
            for n in (0, 1)
        )
        sys.stdout.write(f"{name:32} {wall:5.2f} × the time, {cpu:5.2f} × the CPU seconds\n")


if __name__ == "__main__":
    main()
