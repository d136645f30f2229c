"""Motion on the beat, measured in decoded frames: bursts at known times of a film, before and after they are slid."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from nemovideo_mcp.timeline.action import action_on_beat
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline, Track, VideoClip
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.plan import EncoderSettings
from support.media import Picture, make_video
from support.rendering import rendered, source_file

RATE, BURSTS_MS = 20, (900, 2700)
SETTINGS = EncoderSettings(preset="superfast", crf=8)
GROUND = np.repeat(
    np.kron(np.random.default_rng(3).integers(40, 90, (9, 16)), np.ones((10, 10)))[:, :, None], 3, 2
)


def bursts(_number: int, time_ms: Fraction, width: int, height: int) -> Picture:
    """A bright square that stands, and swings across for a fifth of a second about each of the bursts."""
    turns = sum(min(1.0, max(0.0, (float(time_ms) - burst + 100) / 200)) for burst in BURSTS_MS)
    left = round((width - 40) * abs((turns + 1) % 2 - 1))
    picture = GROUND.astype(np.uint8)
    picture[25:65, left : left + 40] = (250, 240, 200)
    return picture[:height]


def burst_in(pictures: list[Picture]) -> float:
    """When most changes from one picture to the next, in ms: the middle of the changes that are near the largest."""
    changes = np.array([np.abs(b.astype(float) - a).mean() for a, b in pairwise(pictures)])
    times = (np.arange(len(changes)) + 1) * 1000 / RATE
    strong = changes > changes.max() / 2
    return float((times[strong] * changes[strong]).sum() / changes[strong].sum())


def test_the_bursts_of_a_film_fall_on_beats_in_what_is_decoded(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "m.mp4", duration_ms=3600, width=160, height=90, frame_rate=RATE, pattern=bursts
    )
    source = source_file(path)
    item = MediaItem(media_id="m", name="m", info=source.info, analysis=analyse(path, source.info))
    grid = BeatGrid.regular(bpm=Fraction(120), beats=6)
    usual = VideoClip(clip_id="c1", name="m", media_id="m", start_ms=0, duration_ms=1200)
    clips = [
        replace(usual, source_start_ms=200),
        replace(usual, clip_id="c2", start_ms=1200, source_start_ms=2150),
    ]
    slid = [action_on_beat(clip, item, grid) for clip in clips]
    moved = [replace(c, source_start_ms=s.source_start_ms) for c, s in zip(clips, slid, strict=True) if s]
    assert len(moved) == 2

    def off_beat_ms(shots: list[VideoClip]) -> list[float]:
        timeline = Timeline(
            width=160,
            height=90,
            frame_rate=Fraction(RATE),
            tracks=(Track(track_id="v", kind=0, clips=tuple(shots)),),
        )
        seen = rendered(timeline, {"m": source}, tmp_path / "chunks", settings=SETTINGS)
        found = (24 * 50 * n + burst_in(seen[24 * n : 24 * n + 24]) for n in (0, 1))
        return [min(abs(float(beat) - at) for beat in grid.times_ms) for at in found]

    before = off_beat_ms(clips)
    assert min(before) > 150
    after = off_beat_ms(moved)
    assert max(after) <= 60
