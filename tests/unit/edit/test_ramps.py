"""Speeds that change inside a clip: its length, its footage, its peak on the beat, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.model import Timeline, VideoClip
from nemovideo_mcp.timeline.speed import RAMPS, SpeedRamp, curve_of
from support.edits import applied_to
from support.films import SteadyPlanner, film, media_of


def shot(timeline: Timeline, clip_id: str) -> VideoClip:
    return next(c for c in timeline.video_clips if c.clip_id == clip_id)


def ramped(clips: Any, ramp: str, **more: Any) -> dict[str, Any]:
    return {"op": "set_speed", "clips": clips, "ramp": ramp, **more}


@pytest.mark.parametrize("kind", [*RAMPS, None])
@pytest.mark.parametrize("speed", [0.1, 0.3, 1.0, 2.0])
@pytest.mark.parametrize("span", [None, (-700, 5_000), (200, 900)])
def test_the_map_of_time_is_rational_rising_and_can_be_turned_round(
    kind: str | None, speed: float, span: tuple[int, int] | None
) -> None:
    ramp = SpeedRamp(kind=kind, peak_ms=1_300, span_ms=span) if kind else None
    curve = curve_of(speed, ramp, 3_000)
    times = [Fraction(n * 1_001, 30) for n in range(-30, 120)]
    passed = [curve.passed_ms(time) for time in times]
    assert curve.passed_ms(0) == 0
    assert all(isinstance(p, Fraction) for p in passed)
    assert all(a < b for a, b in pairwise(passed))
    for time, done in zip(times, passed, strict=True):
        assert float(curve.time_ms(done)) == pytest.approx(float(time), abs=0.01)
        step = curve.passed_ms(time + Fraction(1, 10)) - done
        assert (
            float(step * 10) == pytest.approx(float(curve.speed_at(time)), rel=0.02, abs=0.02)
            or kind == "to_drop"
        )


@pytest.mark.parametrize("kind", ["ease_in", "ease_out", "bullet", "to_drop"])
@pytest.mark.parametrize("project", ["cut", "song"])
def test_a_ramp_keeps_the_clip_where_it_is_and_uses_other_footage(project: str, kind: str) -> None:
    before = film(project)
    applied = applied_to(project, ramped(3, kind))
    old, now = shot(before, "c3"), shot(applied.timeline, "c3")
    assert (now.start_ms, now.duration_ms, now.anchor) == (old.start_ms, old.duration_ms, old.anchor)
    assert now.ramp is not None
    assert now.ramp.kind == kind
    assert now.source_end_ms <= 12_000
    assert [c for c in applied.timeline.video_clips if c.clip_id != "c3"] == [
        c for c in before.video_clips if c.clip_id != "c3"
    ]
    assert "of its source" in applied.done[0].words.en


def test_the_middle_of_a_bullet_lands_on_the_nearest_beat_and_the_reply_says_so() -> None:
    start = film("cut")
    clips = [replace(c, start_ms=c.start_ms + 200, anchor=None) for c in start.video_clips]
    moved = replace(start, tracks=(replace(start.tracks[0], clips=tuple(clips)), *start.tracks[1:]))
    applied = applied_to("cut", ramped(1, "bullet"), timeline=moved)
    clip = shot(applied.timeline, "c1")
    assert clip.ramp is not None
    # The middle, 2.2 s, has a beat at 2 s and at 2.5 s.
    assert clip.start_ms + clip.ramp.peak_ms == 2_000
    assert clip.curve.speed_at(clip.ramp.peak_ms) == clip.curve.slowest == Fraction(1, 4)
    assert "slowest at 2 s (bar 2, beat 1)" in applied.done[0].words.en
    assert "最慢处在 2 秒（第 2 小节第 1 拍）" in applied.done[0].words.zh


def test_a_bullet_without_music_is_slowest_in_the_middle() -> None:
    clip = shot(applied_to("plain", ramped(1, "bullet")).timeline, "c1")
    assert clip.ramp is not None
    assert clip.ramp.peak_ms == 2_000


def test_a_ramp_into_the_drop_switches_at_the_drop_where_it_is_inside() -> None:
    # The drop of the song is at 30 s; it comes in at 24 s of the film's music.
    start = film("song")
    music = start.tracks[1].clips[0]
    later = replace(
        start,
        tracks=(start.tracks[0], replace(start.tracks[1], clips=(replace(music, source_start_ms=24_500),))),
    )  # type: ignore[type-var]
    applied = applied_to("song", ramped(2, "to_drop"), timeline=later)
    clip = shot(applied.timeline, "c2")
    assert clip.ramp is not None
    assert clip.start_ms + clip.ramp.peak_ms == 5_500
    assert clip.curve.speed_at(clip.ramp.peak_ms - 1) == Fraction(1, 2)
    assert clip.curve.speed_at(clip.ramp.peak_ms) == 2
    assert "fast from the drop at 5.5 s" in applied.done[0].words.en


def test_without_the_drop_inside_the_strongest_downbeat_is_taken() -> None:
    # The chorus of the composed piece begins at 4 s, with the second clip; inside are bars 4 and 5.
    applied = applied_to("cut", ramped(2, "to_drop"))
    clip = shot(applied.timeline, "c2")
    assert clip.ramp is not None
    # Bar 5 begins a phrase of four bars.
    assert clip.start_ms + clip.ramp.peak_ms == 8_000
    assert "fast from 8 s (bar 5, beat 1)" in applied.done[0].words.en


def test_a_ramp_into_the_drop_without_a_beat_is_refused() -> None:
    with pytest.raises(EditRefused) as refused:
        applied_to("plain", ramped(2, "to_drop"))
    assert "a beat of the music" in refused.value.what("en")


def test_where_the_footage_does_not_suffice_the_refusal_names_the_factor_that_works() -> None:
    # Four seconds of it from slow to fast need five, and at three times that fifteen; there are ten.
    with pytest.raises(EditRefused) as refused:
        applied_to("plain", ramped(1, "ease_in", factor=3))
    assert "10 s of footage" in refused.value.what("en")
    nearest = refused.value.nearest
    assert nearest is not None
    assert nearest == {"op": "set_speed", "clips": ["c1"], "ramp": "ease_in", "factor": 2.0}
    clip = shot(applied_to("plain", dict(nearest)).timeline, "c1")
    assert (clip.source_start_ms, clip.source_end_ms) == (0, 10_000)


def test_a_ramp_whose_length_follows_shows_the_same_footage() -> None:
    for kind in ("ease_in", "ease_out", "bullet"):
        before = shot(film("plain"), "c2")
        after = shot(applied_to("plain", ramped(2, kind, keep_length=False)).timeline, "c2")
        assert after.duration_ms != before.duration_ms
        assert (after.source_start_ms, after.source_end_ms) == pytest.approx(
            (before.source_start_ms, before.source_end_ms), abs=70
        )


def test_none_takes_the_ramp_away_and_leaves_the_length() -> None:
    start = film("cut")
    applied = applied_to("cut", ramped(1, "ease_in"))
    assert applied.done[0].changed
    again = apply(
        applied.timeline,
        parse_operations(ramped(1, "none")),
        EditContext(media=media_of("cut"), planner=SteadyPlanner()),
    )
    assert replace(shot(again.timeline, "c1"), pinned=False) == shot(start, "c1")
    assert not applied_to("cut", ramped(1, "none")).done[0].changed


def test_a_faster_clip_keeps_its_ramp_over_its_new_length() -> None:
    applied = applied_to("plain", ramped(1, "bullet"), {"op": "set_speed", "clips": 1, "factor": 2})
    clip = shot(applied.timeline, "c1")
    assert clip.duration_ms == 2_000
    assert clip.ramp == SpeedRamp(kind="bullet", peak_ms=1_000)
    assert clip.footage_ms() == pytest.approx(4_500, abs=1)


def test_both_parts_of_a_ramped_clip_go_on_as_the_whole_did() -> None:
    for backwards in (False, True):
        whole = applied_to(
            "plain", ramped(1, "ease_in"), {"op": "reverse_clip", "clips": 1, "reversed": backwards}
        )
        context = EditContext(media=media_of("plain"), planner=SteadyPlanner())
        parts = apply(whole.timeline, parse_operations({"op": "split_clip", "at": 1}), context).timeline
        before, first, second = shot(whole.timeline, "c1"), *parts.video_clips[:2]
        assert (first.end_ms, second.start_ms) == (1_000, 1_000)
        for time_ms in range(0, 4_000, 100):
            part = first if time_ms < 1_000 else second
            shown = part.source_at(time_ms - part.start_ms)
            assert float(shown) == pytest.approx(float(before.source_at(time_ms)), abs=1)


def test_smooth_and_pitch_are_set_without_touching_anything_else() -> None:
    start = film("cut")
    for asked, wanted in (
        ({"smooth": "blend"}, {"smooth": "blend"}),
        ({"smooth": "interpolate", "keep_pitch": False}, {"smooth": "interpolate", "keep_pitch": False}),
        ({"smooth": "off"}, {"smooth": None}),
    ):
        applied = applied_to("cut", {"op": "set_speed", "clips": 2, **asked})
        assert shot(applied.timeline, "c2") == replace(shot(start, "c2"), pinned=True, **wanted)  # type: ignore[arg-type]
        assert applied.timeline.tracks[1:] == start.tracks[1:]


def test_slow_motion_and_smooth_are_one_operation() -> None:
    applied = applied_to("cut", {"op": "set_speed", "clips": 1, "factor": 0.5, "smooth": "interpolate"})
    clip = shot(applied.timeline, "c1")
    assert (clip.speed, clip.smooth, clip.duration_ms) == (0.5, "interpolate", 8_000)
    assert applied.done[0].words.en.endswith("now 8 s, frames made in between where it is slow")


def test_a_reset_clip_has_no_ramp_and_its_own_pitch() -> None:
    applied = applied_to(
        "cut",
        {**ramped(1, "ease_in"), "smooth": "blend", "keep_pitch": False},
        {"op": "reset_clip", "clips": 1},
    )
    clip = shot(applied.timeline, "c1")
    assert (clip.ramp, clip.smooth, clip.keep_pitch, clip.speed) == (None, None, True, 1.0)
    assert clip.duration_ms == 4_000


def test_a_freeze_inside_a_ramp_holds_the_picture_that_was_shown_there() -> None:
    applied = applied_to("plain", ramped(1, "ease_in"), {"op": "freeze_frame", "at": 2, "length": 1})
    frozen = next(c for c in applied.timeline.video_clips if c.freeze)
    before = shot(applied_to("plain", ramped(1, "ease_in")).timeline, "c1")
    assert frozen.source_start_ms == round(before.source_at(2_000))
    assert frozen.ramp is None
