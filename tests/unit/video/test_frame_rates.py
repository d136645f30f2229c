"""Footage in the film at its own rate: each of its frames once, in order, measured on decoded pictures."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.edit.canvas import RATIOS
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.plan import EncoderSettings
from support.edits import CUT, MUSIC, edited
from support.media import make_video, number_in
from support.rendering import rendered, source_file

SETTINGS = EncoderSettings(preset="ultrafast", crf=20)
SIZE = {"width": 128, "height": 72}
JOIN = {"op": "auto_edit", "cut_to_beat": False}
RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60))


def shown(path: Path, *batch: dict[str, Any]) -> tuple[Timeline, list[int]]:
    """A first film of one file, small, and the numbers that its frames show."""
    source = source_file(path)
    flat = (0.5,) * max(1, source.info.duration_ms // 100)
    analysis = Analysis(hop_ms=100, motion=flat, sharpness=flat, exposure=flat)
    item = MediaItem(media_id="m", name=path.name, info=source.info, analysis=analysis)
    made = edited((item,), list(batch)).timeline
    assert (made.width, made.height) in RATIOS.values()
    small = replace(made, **SIZE)
    return made, [number_in(p) for p in rendered(small, {"m": source}, path.parent, settings=SETTINGS)]


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: f"{float(rate):.4g}")
@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_a_film_that_is_kept_shows_each_of_its_frames_once_in_order(
    tmp_path: Path, rate: Fraction, ending: str
) -> None:
    path = make_video(tmp_path / f"a.{ending}", frame_rate=rate, duration_ms=2000, pattern="numbers", **SIZE)
    made, numbers = shown(path, JOIN)
    assert made.frame_rate == rate
    assert numbers == list(range(round(2 * rate)))


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: f"{float(rate):.4g}")
def test_within_the_shots_of_a_montage_no_frame_is_repeated_or_left_out(
    tmp_path: Path, rate: Fraction
) -> None:
    path = make_video(tmp_path / "a.mp4", frame_rate=rate, duration_ms=8000, pattern="numbers", **SIZE)
    made, numbers = shown(path, MUSIC, CUT | {"every_beats": 1, "action_on_beat": False})
    assert made.frame_rate == rate
    assert len(made.cuts_ms) >= 1
    cuts = {round(ms * rate / 1000) for ms in made.cuts_ms}
    plain = [c for c in made.video_clips if c.speed == 1]
    assert plain
    for clip in plain:
        first, end = (round(ms * rate / 1000) for ms in (clip.start_ms, clip.end_ms))
        assert all(b - a == 1 for a, b in pairwise(numbers[first:end])), (clip, numbers[first:end], cuts)


@pytest.mark.parametrize(("rate", "times"), [(Fraction(25, 2), 2), (Fraction(15), 2), (Fraction(10), 3)])
def test_each_frame_of_a_slow_film_stands_equally_long(tmp_path: Path, rate: Fraction, times: int) -> None:
    path = make_video(tmp_path / "a.mp4", frame_rate=rate, duration_ms=2000, pattern="numbers", **SIZE)
    made, numbers = shown(path, JOIN)
    assert made.frame_rate == rate * times
    assert numbers == [n for n in range(round(2 * rate)) for _ in range(times)]


def test_a_film_of_a_changing_rate_loses_no_frame(tmp_path: Path) -> None:
    # A phone's 30, of which every fifth is dropped in the dark.
    times = [round(n * 1000 / 30) for n in range(60) if n < 30 or n % 5]
    path = make_video(tmp_path / "a.mp4", times_ms=times, pattern="numbers", **SIZE)
    made, numbers = shown(path, JOIN)
    assert made.frame_rate >= source_file(path).info.frame_rate
    assert set(numbers) >= set(range(len(times) - 1))
    assert numbers == sorted(numbers)
