"""The last touch of a film: where it dissolves, where its picture fades, and why each shot is there."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.messages.story import REASONS, reason_words
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.transitions import crossings_of
from nemovideo_mcp.views.timeline_table import timeline_table
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import CUT, edited
from support.measured_media import film, photo, song

FOUR = (film(1, 20_000), film(2, 20_000), film(3, 20_000), film(4, 20_000))
PHOTOS = tuple(photo(n) for n in range(1, 6))


def made(mood: str, media: tuple[Any, ...] = FOUR, **wish: Any) -> Applied:
    return edited(media, [{"op": "set_music", "mood": mood}, CUT | {"length": 24} | wish])


def test_photos_dissolve_into_each_other() -> None:
    timeline = made("upbeat", PHOTOS).timeline
    assert len(crossings_of(timeline)) == len(PHOTOS) - 1
    assert {crossing.kind for crossing in crossings_of(timeline)} == {"dissolve"}


@pytest.mark.parametrize("mood", ["ambient", "cinematic", "romantic"])
def test_a_slow_mood_has_some_dissolves_between_calm_shots_and_fades_out(mood: str) -> None:
    timeline = made(mood).timeline
    assert 0 < len(crossings_of(timeline)) < len(timeline.cuts_ms) / 2
    assert all(
        min(crossing.before.duration_ms, crossing.after.duration_ms) >= 1600
        for crossing in crossings_of(timeline)
    )
    assert timeline.fade_out is not None
    assert timeline.fade_out.duration_ms <= timeline.video_clips[-1].duration_ms / 2


@pytest.mark.parametrize("mood", ["upbeat", "rock", "funk"])
def test_a_lively_mood_is_cut_hard_to_its_last_chord(mood: str) -> None:
    timeline = made(mood).timeline
    assert crossings_of(timeline) == ()
    assert timeline.fade_out is None


@pytest.mark.parametrize("wish", [{"pace": "fast"}, {"every_beats": 2}])
def test_fast_cuts_are_no_dissolves(wish: dict[str, Any]) -> None:
    assert crossings_of(made("cinematic", **wish).timeline) == ()


def test_dissolves_and_a_fade_that_were_taken_out_stay_out() -> None:
    batch = [
        {"op": "set_transition", "clips": "all", "kind": "none"},
        {"op": "fade_film", "at": "out", "length_s": 0},
    ]
    hard = edited(FOUR, batch, start=made("cinematic").timeline).timeline
    again = edited(FOUR, {"op": "set_film_length", "length": 18}, start=hard).timeline
    assert crossings_of(again) == ()
    assert again.fade_out is None


def test_a_song_of_ones_own_leaves_the_picture_as_it_is() -> None:
    media = (*FOUR, song(duration_ms=90_000))
    timeline = edited(media, [{"op": "set_music"}, CUT | {"length": 24}]).timeline
    assert timeline.fade_out is None
    assert crossings_of(timeline) == ()


def test_every_shot_tells_why_it_is_there_in_both_languages() -> None:
    timeline = made("upbeat").timeline
    clips = timeline.video_clips
    assert all(0 < len(clip.why) <= 3 and set(clip.why) <= set(REASONS) for clip in clips)
    assert clips[0].why[0] == "opens"
    assert clips[-1].why[0] == "closes"
    on_drop = [clip for clip in clips if "drop" in clip.why]
    music = timeline.music.music if timeline.music else None
    assert music is not None
    assert len(on_drop) == 1
    before = list(
        itertools.takewhile(lambda s: s.energy < max(s.energy for s in music.sections), music.sections)
    )
    bars = sum(section.bars for section in before)
    assert on_drop[0].anchor is not None
    assert on_drop[0].anchor.bar == bars + 1
    view = timeline_view(timeline, FOUR, project="p", version=1)
    assert view["clips"][0]["why"][0] == "opens"
    assert any("lands on the drop" in line for line in timeline_table(view))
    assert any("落在高潮点" in line for line in timeline_table(view, language="zh"))
    assert (
        reason_words(["opens", "unknown", "sharp"], language="en")
        == "opens the film, among its clip's sharpest"
    )


def test_the_reasons_are_kept_until_a_shot_shows_other_footage() -> None:
    timeline = made("upbeat").timeline
    again = timeline_of(draft_of(timeline))
    assert [clip.why for clip in again.video_clips] == [clip.why for clip in timeline.video_clips]
    edits = [{"op": "set_clip_sound", "clips": 1, "volume": 0.9}, {"op": "slip_clip", "clip": 2, "by_s": 1}]
    changed = edited(FOUR, edits, start=timeline).timeline
    views = timeline_view(changed, FOUR, project="p", version=2)["clips"]
    assert views[0]["why"] == list(timeline.video_clips[0].why)
    assert "why" not in views[1]
