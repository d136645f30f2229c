"""The tracker hears the beats that the composer wrote: two ways to the same grid, neither of which knows the other."""

from __future__ import annotations

import numpy as np
import pytest

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.audio.compose.composer import compose, grid_of, plan_music
from nemovideo_mcp.views.beat_check import check_beats


@pytest.mark.parametrize("mood", ["upbeat", "lofi", "rock"])
def test_composed_beats_are_found_within_five_milliseconds(mood: str) -> None:
    music = plan_music(mood=mood, duration_ms=12_000, seed=11)
    estimate = beat_track((block.mean(axis=0) for block in compose(music)), sample_rate=48_000)
    truth = np.array([float(time) / 1000 for time in grid_of(music).times_ms])
    found = np.array(estimate.beats)
    nearest = np.abs(found[:, None] - truth[None]).argmin(axis=1)
    assert estimate.tempo_bpm == pytest.approx(music.bpm_milli / 1000, rel=0.005)
    assert np.median(np.abs(found - truth[nearest])) <= 0.005
    assert len(found) >= len(truth) - 4  # the last bar rings out without a beat
    bars = {index % 4 for index in nearest[np.isin(found, estimate.downbeats)]}
    assert bars == {0}


@pytest.mark.parametrize(("mood", "seed"), [("funk", 1), ("hiphop", 2), ("electronic", 5)])
def test_a_receipt_has_no_doubt_of_the_beats_of_an_offbeat_groove(mood: str, seed: int) -> None:
    music = plan_music(mood=mood, duration_ms=24_000, seed=seed)
    heard = beat_track((block.mean(axis=0) for block in compose(music)), sample_rate=48_000)
    check = check_beats(
        [float(time) for time in grid_of(music).times_ms],
        [beat * 1000 for beat in heard.beats],
        confidence=heard.confidence,
        alternatives_bpm=heard.alternatives_bpm,
    )
    assert heard.confidence > 0.4
    assert check.doubt is None
