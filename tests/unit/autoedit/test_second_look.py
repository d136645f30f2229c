"""Shots of an automatic edit that turn out faulty in the film are chosen again; what somebody chose is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.autoedit.second_look import SeenFault, choose_again
from nemovideo_mcp.timeline.media import Analysis, FootageFault
from nemovideo_mcp.timeline.model import Timeline, VideoClip
from support.edits import CUT, MUSIC, edited
from support.measured_media import film

# Nobody has looked at the second film.
MEDIA = [film(1, 12_000), film(2, 20_000, analysed=False)]


def _edit() -> Timeline:
    return edited(MEDIA, [MUSIC, CUT | {"length": 8}]).timeline


def _seen(clip: VideoClip) -> SeenFault:
    return SeenFault(kind="black", start_ms=clip.start_ms + 10.0, end_ms=clip.end_ms - 10.0)


@pytest.mark.parametrize("number", [0, -1])
def test_a_black_shot_gets_other_footage_and_nothing_else_changes(number: int) -> None:
    before = _edit()
    clip = before.video_clips[number]
    again = choose_again(before, MEDIA, [_seen(clip)])
    assert again is not None
    assert again.kinds == ("black",)
    now = again.timeline.video_clips[number]
    assert now == replace(clip, source_start_ms=now.source_start_ms)
    assert now.source_end_ms <= clip.source_start_ms or now.source_start_ms >= clip.source_end_ms - 40
    others = [c for c in again.timeline.video_clips if c.clip_id != clip.clip_id]
    assert others == [c for c in before.video_clips if c.clip_id != clip.clip_id]
    for other in others:
        if other.media_id == now.media_id:
            assert other.source_end_ms <= now.source_start_ms or other.source_start_ms >= now.source_end_ms
    assert replace(again.timeline, tracks=before.tracks) == before


def test_a_shot_that_was_chosen_by_name_is_left_alone() -> None:
    before = edited(
        MEDIA, [MUSIC, CUT | {"length": 8}], [{"op": "set_clip_sound", "clips": 1, "volume": 0.5}]
    ).timeline
    assert before.video_clips[0].pinned
    assert choose_again(before, MEDIA, [_seen(before.video_clips[0])]) is None


def test_where_there_is_nothing_else_the_shot_stays() -> None:
    media = [film(1, 1500), film(2, 20_000)]
    before = edited(media, [MUSIC, CUT | {"length": 12}]).timeline
    clip = next(c for c in before.video_clips if c.media_id == "f1")
    assert choose_again(before, media, [_seen(clip)]) is None


def test_faults_that_were_measured_are_not_chosen_instead() -> None:
    before = _edit()
    clip = next(c for c in before.video_clips if c.media_id == "f2")
    length_ms = clip.source_end_ms - clip.source_start_ms
    spare = max(c.source_end_ms for c in before.video_clips if c.media_id == "f2") + 200
    assert spare + length_ms + 200 < 20_000
    burnt = [(0, spare), (spare + length_ms + 200, 20_000)]
    measured = Analysis(
        hop_ms=100, faults=tuple(FootageFault(kind="burnt", start_ms=a, end_ms=b) for a, b in burnt)
    )
    again = choose_again(before, [MEDIA[0], replace(MEDIA[1], analysis=measured)], [_seen(clip)])
    assert again is not None
    now = next(c for c in again.timeline.video_clips if c.clip_id == clip.clip_id)
    assert now.source_start_ms >= spare


def test_a_film_that_was_put_together_by_hand_is_left_alone() -> None:
    before = edited(MEDIA, [{"op": "add_clips", "media": ["film1.mp4", "film2.mp4"]}]).timeline
    assert choose_again(before, MEDIA, [_seen(before.video_clips[0])]) is None
