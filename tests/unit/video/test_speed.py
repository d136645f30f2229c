"""Speeds that change, and pictures that the source lacks: by the numbers in decoded frames, and between them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nemovideo_mcp.timeline.model import SpeedRamp, Timeline, Track, Transition, VideoClip
from nemovideo_mcp.timeline.speed import RAMPS
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from support.media import Picture, Shown, decoded_frames, make_video, number_in, shots

SETTINGS = EncoderSettings(preset="superfast", crf=10)
RATE = 30


def chunks(
    path: Path, *more: VideoClip, rate: int = RATE, shot_starts_ms: tuple[int, ...] = (), **asked: Any
) -> tuple[ChunkSpec, ...]:
    clip = VideoClip(clip_id="c1", name="shot", media_id="m", start_ms=0, **asked)
    track = Track(track_id="v", kind=0, clips=(clip, *more))
    timeline = Timeline(width=160, height=90, frame_rate=Fraction(rate), tracks=(track,))
    source = SourceFile(path=path, content_hash=path.name, info=probe(path), shot_starts_ms=shot_starts_ms)
    return plan_chunks(timeline, {"m": source}, settings=SETTINGS)


def frames(path: Path, *more: VideoClip, **asked: Any) -> list[Shown]:
    specs = chunks(path, *more, **asked)
    return [frame for spec in specs for frame in decoded_frames(render_chunk(spec, path.parent))]


def numbers(path: Path, *more: VideoClip, **asked: Any) -> list[int]:
    return [number_in(frame.picture) for frame in frames(path, *more, **asked)]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds of frames with their numbers, 30 a second."""
    path = tmp_path_factory.mktemp("counted") / "film.mp4"
    return make_video(path, pattern="numbers", width=160, height=90, duration_ms=10_000, frame_rate=RATE)


def rates(seen: list[int], *, window: int = 15) -> list[float]:
    """Source frames for each frame of the film, over windows of half a second."""
    return [(seen[n + window] - seen[n]) / window for n in range(0, len(seen) - window, window)]


@pytest.mark.parametrize(
    ("ramp", "wanted"),
    [
        (SpeedRamp(kind="ease_in"), [0.69, 1.06, 1.44, 1.81]),
        (SpeedRamp(kind="ease_out"), [1.81, 1.44, 1.06, 0.69]),
        (SpeedRamp(kind="to_drop", peak_ms=1000), [0.5, 0.5, 2, 2]),
        (SpeedRamp(kind="bullet", peak_ms=1500), [2, 1.12, 0.25, 0.25, 1.12]),
    ],
)
def test_a_ramp_shows_frames_as_fast_as_its_curve_says(
    counted: Path, ramp: SpeedRamp, wanted: list[float]
) -> None:
    length = 3000 if ramp.kind == "bullet" else 2000
    seen = numbers(counted, duration_ms=length, source_start_ms=1000, ramp=ramp)
    assert seen[0] == RATE
    assert all(a <= b for a, b in pairwise(seen))
    measured = rates(seen)
    assert measured == pytest.approx(wanted[: len(measured)], abs=0.1)


def test_the_switch_of_to_drop_is_on_its_frame(counted: Path) -> None:
    seen = numbers(counted, duration_ms=2000, ramp=SpeedRamp(kind="to_drop", peak_ms=1000))
    steps = [b - a for a, b in pairwise(seen)]
    assert max(steps[:29]) <= 1
    assert min(steps[30:]) == max(steps[30:]) == 2


@pytest.mark.parametrize("kind", RAMPS)
def test_a_reversed_ramp_shows_the_same_stretch_with_the_speeds_in_their_order(
    counted: Path, kind: str
) -> None:
    asked: dict[str, Any] = {
        "duration_ms": 2000,
        "source_start_ms": 2000,
        "ramp": SpeedRamp(kind=kind, peak_ms=1000),
    }
    forwards, backwards = numbers(counted, **asked), numbers(counted, reversed=True, **asked)
    assert min(backwards) - min(forwards) in (-1, 0, 1)
    steps = [a - b for a, b in pairwise(backwards)]
    assert min(steps) >= 0
    onwards = [b - a for a, b in pairwise(forwards)]
    assert [sum(steps[n : n + 15]) for n in range(0, 45, 15)] == pytest.approx(
        [sum(onwards[n : n + 15]) for n in range(0, 45, 15)], abs=2
    )


def test_a_ramp_goes_on_over_its_chunks(counted: Path) -> None:
    asked: dict[str, Any] = {"duration_ms": 6000, "ramp": SpeedRamp(kind="ease_in")}
    assert len(chunks(counted, **asked)) > 1
    clip = VideoClip(clip_id="c", name="", media_id="m", start_ms=0, **asked)
    wanted = [float(clip.source_at(Fraction(n * 1000, RATE)) * RATE / 1000) for n in range(180)]
    assert numbers(counted, **asked) == pytest.approx(wanted, abs=1.01)


def test_a_transition_behind_a_ramp_goes_on_at_its_last_speed(counted: Path) -> None:
    ramp = SpeedRamp(kind="to_drop", peak_ms=500)
    after = VideoClip(
        clip_id="c2",
        name="shot",
        media_id="m",
        start_ms=1000,
        duration_ms=1000,
        source_start_ms=6000,
        transition_in=Transition(kind="slide", duration_ms=400),
    )
    specs = chunks(counted, after, duration_ms=1000, ramp=ramp)
    mixes = [piece.mix for spec in specs for piece in spec.pieces if piece.mix]
    assert len(mixes) == 1
    moments = [mixes[0].before.moment_ms(n) for n in range(mixes[0].before.frames)]
    assert {b - a for a, b in pairwise(moments)} == {Fraction(2000, RATE)}


def test_a_chunk_without_speed_fields_keeps_its_key(counted: Path) -> None:
    plain = chunks(counted, duration_ms=1000, speed=0.5)
    again = chunks(counted, duration_ms=1000, speed=0.5, keep_pitch=False)
    assert [spec.key for spec in plain] == [spec.key for spec in again]
    assert all("course" not in str(piece.content(0)) for spec in plain for piece in spec.pieces)
    # What has frames enough is the same picture whether it is to be smooth or not.
    assert [s.key for s in chunks(counted, duration_ms=1000, speed=2.0)] == [
        s.key for s in chunks(counted, duration_ms=1000, speed=2.0, smooth="blend")
    ]
    ramped = chunks(counted, duration_ms=1000, speed=0.5, ramp=SpeedRamp(kind="ease_in"))
    smooth = chunks(counted, duration_ms=1000, speed=0.5, smooth="blend")
    assert len({spec.key for spec in (plain[0], ramped[0], smooth[0])}) == 3


def sliding(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
    """A bright bar on grey with soft noise, 60 pixels a second to the right."""
    rng = np.random.default_rng(5)
    ground = rng.integers(40, 90, (height, width)).astype(np.uint8)
    left = round(float(time_ms) * 0.06) + 10
    ground[height // 4 : 3 * height // 4, left : left + 24] = rng.integers(180, 240, (45, 24))
    return np.repeat(ground[:, :, None], 3, axis=2)


def middle_of_bar(picture: Picture) -> float:
    row = picture[30:60, :, 1].astype(float).mean(axis=0)
    bright = np.clip(row - 110, 0, None)
    return float((bright * np.arange(len(row))).sum() / bright.sum())


@pytest.fixture(scope="module")
def slid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slid") / "film.mp4"
    return make_video(
        path, pattern=sliding, width=160, height=90, duration_ms=2000, frame_rate=10, options={"crf": "8"}
    )


@pytest.mark.parametrize(("how", "least"), [(None, 0), ("blend", 14), ("interpolate", 14)])
def test_smooth_slow_motion_shows_pictures_between_the_frames(
    slid: Path, how: str | None, least: int
) -> None:
    seen = frames(slid, rate=20, duration_ms=1600, source_start_ms=300, speed=0.5, smooth=how)
    places = [middle_of_bar(frame.picture) for frame in seen]
    steps = [b - a for a, b in pairwise(places)]
    # 60 pixels a second at half the speed are 1.5 in each frame of the film: no picture stands.
    assert sum(0.5 < step < 2.7 for step in steps) >= least
    if how is None:
        assert sum(abs(step) < 0.3 for step in steps) >= 20
    assert places[-1] - places[0] == pytest.approx(31 * 1.5, abs=5)


def test_blended_frames_lie_between_their_neighbours(slid: Path) -> None:
    asked: dict[str, Any] = {"rate": 20, "duration_ms": 1000, "source_start_ms": 300, "speed": 0.5}
    held, blended = frames(slid, **asked), frames(slid, smooth="blend", **asked)
    # Every fourth frame of the film stands on one of the source.
    for n in range(0, 16, 4):
        first, last = (held[k].picture.astype(int) for k in (n, n + 4))
        for k in range(1, 4):
            wanted = first + (last - first) * k / 4
            assert np.abs(blended[n + k].picture - wanted).mean() < 2.5
        assert np.abs(blended[n + 2].picture - first).mean() > 3


def test_interpolated_frames_are_sharper_than_blended_ones(slid: Path) -> None:
    asked: dict[str, Any] = {"rate": 20, "duration_ms": 1000, "source_start_ms": 300, "speed": 0.5}

    def doubled(picture: Picture) -> float:
        """How much of the bar's row is neither as bright as it nor as dark as the ground."""
        row = picture[30:60, :, 1].astype(float).mean(axis=0)
        return float(((row > 95) & (row < 180)).sum())

    blended = [doubled(f.picture) for f in frames(slid, smooth="blend", **asked)[2:18:4]]
    moved = [doubled(f.picture) for f in frames(slid, smooth="interpolate", **asked)[2:18:4]]
    assert sum(moved) < 0.7 * sum(blended)


@pytest.mark.parametrize("how", ["blend", "interpolate"])
def test_no_picture_is_made_of_both_sides_of_a_cut_of_the_source(tmp_path: Path, how: str) -> None:
    pattern = shots([500], [(200, 30, 30), (30, 30, 200)])
    path = make_video(
        tmp_path / "two.mp4", pattern=pattern, width=160, height=90, duration_ms=1000, frame_rate=10
    )
    asked: dict[str, Any] = {"rate": 20, "duration_ms": 1600, "speed": 0.5, "smooth": how}

    def reds(**more: Any) -> set[float]:
        return {round(float(f.picture[:, :, 0].mean()), -1) for f in frames(path, **asked, **more)}

    assert len(reds(shot_starts_ms=(0, 500))) == 2
    assert how == "interpolate" or len(reds()) > 2


@pytest.mark.parametrize("how", ["blend", "interpolate"])
@pytest.mark.parametrize("more", [{"reversed": True}, {"ramp": SpeedRamp(kind="ease_in")}, {"speed": 0.1}])
def test_smooth_clips_have_all_of_their_frames(slid: Path, how: str, more: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"rate": 20, "duration_ms": 1500, "speed": 0.5, "smooth": how, **more}
    seen = frames(slid, **asked)
    assert len(seen) == 30
    places = [middle_of_bar(frame.picture) for frame in seen]
    onwards = -1 if more.get("reversed") else 1
    assert all(onwards * (b - a) > -0.7 for a, b in pairwise(places))
    held = [middle_of_bar(f.picture) for f in frames(slid, **{**asked, "smooth": None})]
    # A frame of the source lies 6 pixels behind the one before it.
    assert np.abs(np.array(places) - np.array(held)).max() < 6.5


def test_a_smooth_clip_may_reach_over_the_end_of_its_source(slid: Path) -> None:
    for how in ("blend", "interpolate"):
        asked: dict[str, Any] = {"rate": 20, "source_start_ms": 1700, "speed": 0.5, "smooth": how}
        assert len(frames(slid, duration_ms=3000, **asked)) == 60
        assert len(frames(slid, duration_ms=1000, shot_starts_ms=(0, 1950), **asked)) == 20


def test_a_still_frozen_clip_is_not_smoothed(slid: Path) -> None:
    asked: dict[str, Any] = {"rate": 20, "duration_ms": 500, "source_start_ms": 300, "freeze": True}
    assert [s.key for s in chunks(slid, **asked)] == [s.key for s in chunks(slid, smooth="blend", **asked)]
    clip = VideoClip(clip_id="c", name="", media_id="m", start_ms=0, duration_ms=100)
    assert replace(clip, freeze=True, ramp=SpeedRamp(kind="bullet")).source_at(50) == 0
