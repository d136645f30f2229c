"""Films that have cuts of their own are cut between them, on beats."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.autoedit.moments import crossed
from nemovideo_mcp.autoedit.takes import takes_of
from support.edits import CUT, MUSIC, edited, notes
from support.measured_media import film


@pytest.mark.parametrize("wish", [CUT, CUT | {"pace": "slow"}, CUT | {"length": 8}])
def test_no_shot_runs_over_a_cut_inside_a_film_whose_takes_last_a_beat(wish: dict[str, Any]) -> None:
    media = [
        film(1, 12_000, shot_starts_ms=(0, 1200, 3100, 4700, 6000, 9700)),
        film(2, 20_000),
        film(3, 15_000, shot_starts_ms=tuple(range(0, 15_000, 900))),
    ]
    timeline = edited(media, [MUSIC, wish]).timeline
    by_id = {item.media_id: item for item in media}
    assert {clip.media_id for clip in timeline.video_clips} == set(by_id)
    for clip in timeline.video_clips:
        end_ms = clip.source_start_ms + clip.duration_ms * clip.speed
        assert crossed(clip.source_start_ms, end_ms, by_id[clip.media_id].analysis) == 0
        assert end_ms <= by_id[clip.media_id].info.duration_ms + 1
        assert clip.anchor is not None


def test_a_film_of_takes_is_not_slowed_to_fill_the_music() -> None:
    media = [film(1, 12_000, shot_starts_ms=(0, 1200, 3100, 4700, 6000, 9700)), film(2, 9_000)]
    clips = edited(media, [MUSIC, CUT]).timeline.video_clips
    assert min(clip.speed for clip in clips) >= 0.7


def test_a_film_whose_takes_are_too_short_stays_whole() -> None:
    flicker = film(1, 6_000, shot_starts_ms=tuple(range(0, 6_000, 200)))
    (take,) = takes_of(flicker, 500.0)
    assert take.item == flicker
    assert "own" in notes(edited([flicker], [MUSIC, CUT]))
