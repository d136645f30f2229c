"""Films that have cuts of their own are cut between them, on beats."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.autoedit.takes import takes_of
from nemovideo_mcp.autoedit.worth import crossed
from nemovideo_mcp.timeline.media import FootageFault, WordsLine
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


def test_a_title_keeps_its_moment_in_the_take_that_it_stands_in() -> None:
    item = film(1, 12_000, shot_starts_ms=(0, 4000, 8000))
    assert item.analysis is not None
    title = WordsLine(area=(0.2, 0.4, 0.8, 0.5), start_ms=6500, end_ms=8000)
    photo_like = WordsLine(area=(0.2, 0.4, 0.8, 0.5))
    item = replace(item, analysis=replace(item.analysis, words=((), (title, photo_like), ())))
    words = [take.item.analysis.words if take.item.analysis else () for take in takes_of(item, 500.0)]
    offset_ms = takes_of(item, 500.0)[1].offset_ms
    assert [[len(lines) for lines in take] for take in words] == [[0], [2], [0]]
    moved, for_ever = words[1][0]
    assert (moved.start_ms, moved.end_ms) == (6500 - offset_ms, 8000 - offset_ms)
    assert for_ever.end_ms is None


def test_faults_stand_where_they_are_in_a_source_of_which_only_a_range_is_wanted() -> None:
    item = film(1, 30_000)
    assert item.analysis is not None
    fault = FootageFault(kind="black", start_ms=14_000, end_ms=18_000)
    item = replace(item, analysis=replace(item.analysis, faults=(fault,)))
    ranges = [{"media": "m1", "in_s": 10, "out_s": 25}]
    clips = edited([item], [MUSIC, CUT | {"length": 6, "ranges": ranges}]).timeline.video_clips
    assert all(clip.source_start_ms >= 10_000 and clip.source_end_ms <= 25_034 for clip in clips)
    assert all(clip.source_end_ms <= 14_003 or clip.source_start_ms >= 17_997 for clip in clips)


def test_a_title_over_the_picture_is_left_out_of_the_takes_unless_most_of_the_film_has_titles() -> None:
    item = film(1, 20_000, shot_starts_ms=(0, 10_000))
    assert item.analysis is not None
    title = WordsLine(area=(0.2, 0.4, 0.8, 0.6), start_ms=14_000, end_ms=17_000)
    with_title = replace(item, analysis=replace(item.analysis, words=((), (title,))))
    spans = [
        (take.offset_ms, take.offset_ms + take.item.info.duration_ms) for take in takes_of(with_title, 500.0)
    ]
    assert len(spans) == 3
    assert all(end <= 13_300 or start >= 17_700 for start, end in spans)
    everywhere = (replace(title, start_ms=0, end_ms=9_900),), (title,)
    words = replace(item, analysis=replace(item.analysis, words=everywhere))
    assert len(takes_of(words, 500.0)) == 2


def test_a_film_that_is_cut_to_the_beat_and_keeps_its_sound_cuts_no_word_where_it_has_a_choice() -> None:
    item = film(1, 40_000)
    assert item.analysis is not None
    flat = (0.5,) * 400
    said = tuple((start, start + 1500) for start in range(500, 40_000, 2600))
    analysis = replace(item.analysis, motion=flat, sharpness=flat, exposure=flat, speech_ms=said)
    item = replace(item, analysis=analysis)

    def cut_words(*operations: dict[str, Any]) -> int:
        clips = edited([item], [MUSIC, *operations, CUT | {"length": 12, "action_on_beat": False}]).timeline
        return sum(
            begins + 120 < bound < ends - 120
            for clip in clips.video_clips
            for bound in (clip.source_start_ms, clip.source_end_ms)
            for begins, ends in said
        )

    silent = replace(item, info=replace(item.info, has_audio=False))
    heard = cut_words()
    item = silent
    assert heard < cut_words()
