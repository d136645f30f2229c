"""Motion that is slid onto beats: by how much, within which footage, and in films that are cut to the beat."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from statistics import median

import pytest

from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.action import action_of, action_on_beat, motion_peaks
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import Timeline, VideoClip
from support.edits import CUT, MUSIC, applied_to, edited
from support.films import film, media_of

# Beats at 0, 500 … 9,500 ms; downbeats at 0, 2,000 …
GRID = BeatGrid.regular(bpm=Fraction(120), beats=20)


def footage(
    *peaks_ms: int, length_ms: int = 10_000, name: str = "f", cuts_ms: tuple[int, ...] = (0,)
) -> MediaItem:
    """A film that is calm but for moments; the later ones are a little stronger."""
    motion = [0.1] * (length_ms // 100)
    for n, peak in enumerate(peaks_ms):
        motion[peak // 100] = 0.8 + 0.02 * n
    return MediaItem(
        media_id=f"m_{name}",
        name=f"{name}.mp4",
        info=MediaInfo(kind="video", duration_ms=length_ms, width=160, height=90, frame_rate=10.0),
        analysis=Analysis(
            hop_ms=100,
            motion=tuple(motion),
            sharpness=(0.5,) * len(motion),
            exposure=(0.5,) * len(motion),
            shot_starts_ms=cuts_ms,
        ),
    )


def shot(start_ms: int, length_ms: int, in_ms: int, **values: object) -> VideoClip:
    clip = VideoClip(
        clip_id="c1",
        name="f",
        media_id="m_f",
        start_ms=start_ms,
        duration_ms=length_ms,
        source_start_ms=in_ms,
    )
    return replace(clip, **values)  # pyright: ignore[reportArgumentType]


def test_a_peak_of_motion_is_found_in_the_middle_of_its_hop() -> None:
    assert [round(peak.time_ms) for peak in motion_peaks(footage(3_000, 7_000).analysis)] == [3_050, 7_050]
    assert motion_peaks(Analysis(hop_ms=100, motion=(0.3,) * 50)) == ()


def test_the_strongest_motion_falls_on_the_nearest_strong_beat() -> None:
    item = footage(4_000)
    clip = shot(2_000, 3_000, 2_500)  # seen at 3,550; the downbeat inside is at 4,000
    now, then = action_of(clip, item), action_on_beat(clip, item, GRID)
    assert now is not None
    assert now.action_ms == pytest.approx(3_550)
    assert then is not None
    assert then.action_ms == pytest.approx(4_000, abs=1)
    assert then.source_start_ms == 2_050
    # It is there now: once more changes nothing.
    again = action_on_beat(replace(clip, source_start_ms=then.source_start_ms), item, GRID)
    assert again == then


def test_a_beat_near_by_goes_before_a_downbeat_far_away() -> None:
    then = action_on_beat(shot(1_500, 3_000, 2_100), footage(3_100), GRID)
    assert then is not None
    assert then.action_ms == pytest.approx(2_500, abs=1)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_speed_and_direction_are_reckoned_with(reverse: bool, speed: float) -> None:
    item = footage(5_000)
    clip = shot(2_000, 2_000, 4_500, speed=speed, reversed=reverse)
    then = action_on_beat(clip, item, GRID)
    assert then is not None
    moved = action_of(replace(clip, source_start_ms=then.source_start_ms), item)
    assert moved is not None
    assert min(abs(float(t) - moved.action_ms) for t in GRID.times_ms) <= 1


def test_a_shot_stays_within_its_footage_and_between_its_cuts() -> None:
    # The nearest beats need footage from before the film's start, or from before a cut of its own.
    assert action_on_beat(shot(0, 1_000, 0), footage(200, length_ms=1_000), GRID) is None
    free = action_on_beat(shot(0, 2_000, 4_100), footage(4_900), GRID)
    bound = action_on_beat(shot(0, 2_000, 4_100), footage(4_900, cuts_ms=(0, 4_000)), GRID)
    assert free is not None
    assert free.action_ms == pytest.approx(1_000, abs=1)
    assert bound is None or bound.source_start_ms >= 4_000


def test_footage_that_a_neighbour_shows_is_not_shown_again() -> None:
    item, clip = footage(4_000), shot(2_000, 3_000, 2_500)
    before = shot(0, 2_000, 500, clip_id="c0")
    then = action_on_beat(clip, item, GRID, others=[before])
    assert then is None or then.source_start_ms >= 2_500


def test_a_still_shot_has_no_action() -> None:
    item = footage(4_000)
    assert action_of(shot(0, 3_000, 2_500, freeze=True), item) is None
    assert action_of(shot(0, 3_000, 5_000), item) is None
    assert action_on_beat(shot(0, 3_000, 5_000), item, GRID) is None


def _measured(timeline: Timeline, media: list[MediaItem]) -> list[float]:
    """How far the strongest motion of each shot is from the nearest beat."""
    items = {item.media_id: item for item in media}
    music = timeline.music
    assert music is not None
    assert music.grid is not None
    places = [action_of(clip, items[clip.media_id]) for clip in timeline.video_clips]
    return [
        min(abs(float(t) - place.action_ms) for t in music.grid.times_ms)
        for place in places
        if place is not None
    ]


MEDIA = [
    footage(1_530, 4_270, 8_410, 12_690, 16_350, length_ms=20_000, name="a"),
    footage(2_110, 6_180, 11_240, 15_960, length_ms=20_000, name="b"),
]


def test_motion_is_nearer_to_beats_in_a_film_that_is_cut_to_them() -> None:
    cut = {**CUT, "length": 12}
    off = edited(MEDIA, [MUSIC, {**cut, "action_on_beat": False}]).timeline
    on = edited(MEDIA, [MUSIC, cut]).timeline
    assert off.cuts_ms == on.cuts_ms
    before, after = _measured(off, MEDIA), _measured(on, MEDIA)
    assert len(before) >= 4
    assert median(before) > 60
    assert median(after) <= 2
    # No footage is shown twice for it.
    for media_id in {clip.media_id for clip in on.video_clips}:
        shown = sorted((c.source_start_ms, c.source_end_ms) for c in on.video_clips if c.media_id == media_id)
        assert all(end <= start for (_, end), (start, _) in pairwise(shown))


def test_what_was_said_of_action_holds_for_later_edits() -> None:
    off = edited(MEDIA, [MUSIC, {**CUT, "length": 12, "action_on_beat": False}])
    later = edited(MEDIA, [{"op": "auto_edit", "length": 12}], start=off.timeline).timeline
    assert later.extra["director"]["action_on_beat"] is False
    assert [c.source_start_ms for c in later.video_clips] == [
        c.source_start_ms for c in off.timeline.video_clips
    ]


def test_clips_are_slid_by_an_operation_without_moving_a_cut() -> None:
    off = edited(MEDIA, [MUSIC, {**CUT, "length": 12, "pace": "slow", "action_on_beat": False}]).timeline
    on = edited(MEDIA, {"op": "slip_clip", "clip": "all", "action_on_beat": True}, start=off)
    assert median(_measured(on.timeline, MEDIA)) <= 2
    assert on.timeline.cuts_ms == off.cuts_ms
    same = {"source_start_ms": 0}
    assert [replace(c, **same) for c in on.timeline.video_clips] == [
        replace(c, **same) for c in off.video_clips
    ]
    again = edited(MEDIA, {"op": "slip_clip", "clip": "all", "action_on_beat": True}, start=on.timeline)
    assert not again.changed


def test_without_a_beat_or_motion_it_is_refused_in_words() -> None:
    asked = {"op": "slip_clip", "clip": 1, "action_on_beat": True}
    with pytest.raises(EditRefused, match="music with a beat"):
        applied_to("plain", asked)
    still = [
        replace(i, analysis=i.analysis and replace(i.analysis, motion=(0.3,) * 90)) for i in media_of("cut")
    ]
    with pytest.raises(EditRefused, match="no strong motion"):
        applied_to("cut", asked, media=still)
    with pytest.raises(EditRefused, match="give one of"):
        applied_to("cut", {**asked, "by_s": 1})
    assert film("cut").video_clips
