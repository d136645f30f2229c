"""Captions stay with the footage that they begin over: moved, shortened, slowed down and removed with it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.edit.following import Moves
from nemovideo_mcp.timeline.model import (
    CaptionClip,
    CaptionWord,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    VideoClip,
)
from support.edits import edited, notes
from support.films import film, media_of

MEDIA = media_of("plain")


def captioned(*spans_ms: tuple[int, int]) -> Timeline:
    """The plain film, whose shots are c1 to c3 of four, five and six seconds, with captions at `spans_ms`."""
    captions = tuple(
        CaptionClip(clip_id=f"s{n}", text=f"line {n}", start_ms=start, duration_ms=end - start)
        for n, (start, end) in enumerate(spans_ms, 1)
    )
    return film("plain").with_track(Track(track_id="captions", kind=7, name="Captions", clips=captions))


def done(start: Timeline, *operations: dict[str, Any]) -> Applied:
    return edited(MEDIA, *operations, start=start)


def spans(timeline: Timeline) -> dict[str, tuple[int, int]]:
    return {c.clip_id: (c.start_ms, c.end_ms) for c in timeline.captions}


def shot(timeline: Timeline, clip_id: str) -> VideoClip:
    return next(c for c in timeline.video_clips if c.clip_id == clip_id)


def test_the_film_is_as_these_tests_take_it() -> None:
    assert [(c.clip_id, c.start_ms, c.end_ms) for c in film("plain").video_clips] == [
        ("c1", 0, 4000),
        ("c2", 4000, 9000),
        ("c3", 9000, 15_000),
    ]


def test_captions_move_with_their_clips_and_keep_their_length() -> None:
    start = captioned((1000, 2500), (5000, 6000), (14_000, 14_800))
    made = done(start, {"op": "move_clips", "clips": 1, "to": "end"})
    assert spans(made.timeline) == {"s1": (12_000, 13_500), "s2": (1000, 2000), "s3": (10_000, 10_800)}


def test_captions_of_a_removed_clip_go_and_it_is_said() -> None:
    start = captioned((1000, 2500), (5000, 6000), (7000, 8000), (10_000, 11_000))
    made = done(start, {"op": "remove_clips", "clips": 2})
    assert spans(made.timeline) == {"s1": (1000, 2500), "s4": (5000, 6000)}
    assert "2 captions went with the footage that they stood over" in notes(made)
    again = done(made.timeline, {"op": "remove_clips", "clips": "c1"})
    assert spans(again.timeline) == {"s4": (1000, 2000)}
    assert "1 caption went with the footage that it stood over" in notes(again)


def test_captions_keep_their_times_where_the_film_is_made_anew_and_it_is_said() -> None:
    start = captioned((1000, 2500), (5000, 6000))
    made = done(start, {"op": "auto_edit", "order": "reversed"})
    assert [c.media_id for c in made.timeline.video_clips] != [c.media_id for c in start.video_clips]
    assert spans(made.timeline) == spans(start)
    assert "2 captions kept their times: the pictures under them are others now" in notes(made)
    assert "caption" not in " ".join(notes(done(film("plain"), {"op": "auto_edit", "order": "reversed"})))


def test_where_a_clip_is_shortened_captions_over_what_is_cut_off_go_and_those_over_its_edge_are_cut() -> None:
    start = captioned((1000, 1500), (1800, 2600), (3000, 3500), (5000, 6000))
    made = done(start, {"op": "set_clip_length", "clips": 1, "length": 2, "snap": "none"})
    assert spans(made.timeline) == {"s1": (1000, 1500), "s2": (1800, 2000), "s4": (3000, 4000)}


def test_where_the_start_of_a_clip_is_cut_off_the_captions_stay_over_their_footage() -> None:
    start = captioned((500, 900), (1500, 2600), (3000, 3500), (5000, 6000))
    made = done(start, {"op": "trim_clip", "clip": 1, "start_by": 2, "snap": "none"})
    assert shot(made.timeline, "c1").end_ms == 2000
    assert spans(made.timeline) == {"s2": (0, 600), "s3": (1000, 1500), "s4": (3000, 4000)}


def test_a_caption_and_its_words_are_as_slow_as_their_footage() -> None:
    start = captioned((1000, 3000))
    words = (
        CaptionWord(text="line", start_ms=0, end_ms=800),
        CaptionWord(text="1", start_ms=1000, end_ms=2000),
    )
    caption = replace(start.captions[0], words=words)
    start = start.with_track(Track(track_id="captions", kind=7, clips=(caption,)))
    made = done(start, {"op": "set_speed", "clips": 1, "factor": 0.5, "keep_length": False, "snap": "none"})
    assert spans(made.timeline) == {"s1": (2000, 6000)}
    assert [(w.start_ms, w.end_ms) for w in made.timeline.captions[0].words] == [(0, 1600), (2000, 4000)]


def test_captions_over_a_clip_that_is_split_do_not_move_until_its_parts_do() -> None:
    start = captioned((500, 1500), (1800, 2600), (3000, 3500))
    split = done(start, {"op": "split_clip", "at": 2, "snap": "none"})
    assert spans(split.timeline) == spans(start)
    second = split.timeline.video_clips[1].clip_id
    made = done(split.timeline, {"op": "remove_clips", "clips": "c1"})
    assert spans(made.timeline) == {"s3": (1000, 1500)}
    made = done(split.timeline, {"op": "remove_clips", "clips": second})
    assert spans(made.timeline) == {"s1": (500, 1500), "s2": (1800, 2600)}


def test_a_caption_that_begins_a_frame_before_a_cut_is_of_the_clip_behind_it() -> None:
    start = captioned((3960, 5000))
    made = done(start, {"op": "move_clips", "clips": 2, "to": "end"})
    assert spans(made.timeline) == {"s1": (10_000 - 40, 11_000)}
    made = done(start, {"op": "remove_clips", "clips": 1})
    assert spans(made.timeline) == {"s1": (0, 1000)}


def test_captions_behind_the_films_end_keep_their_time() -> None:
    made = done(captioned((20_000, 21_000)), {"op": "remove_clips", "clips": 1})
    assert spans(made.timeline) == {"s1": (20_000, 21_000)}


def test_moving_a_clip_away_and_back_leaves_captions_as_they_were() -> None:
    start = captioned((500, 1500), (4500, 5000), (8000, 9500), (13_000, 14_500))
    made = done(
        start,
        {"op": "move_clips", "clips": "c1", "to": "end"},
        {"op": "move_clips", "clips": "c1", "to": "start"},
    )
    assert made.timeline.captions == start.captions
    assert [c.start_ms for c in made.timeline.video_clips] == [c.start_ms for c in start.video_clips]


@pytest.mark.parametrize("removed", [1, 3, 500])
def test_thousands_of_captions_and_texts_over_a_thousand_clips_take_no_time(removed: int) -> None:
    shots = tuple(
        VideoClip(
            clip_id=f"c{n}", name="x", media_id="m", start_ms=1000 * n, duration_ms=1000, source_start_ms=0
        )
        for n in range(1000)
    )
    captions = tuple(
        CaptionClip(clip_id=f"s{n}", text="x", start_ms=500 * n + 10, duration_ms=400) for n in range(2000)
    )
    texts = tuple(
        TextClip(clip_id=f"t{n}", text="x", start_ms=500 * n + 10, duration_ms=400) for n in range(2000)
    )
    overlays = tuple(
        OverlayClip(clip_id=f"o{n}", name="x", start_ms=1000 * n, duration_ms=5000, media_id="m")
        for n in range(100)
    )
    kept = [replace(c, start_ms=c.start_ms - 1000 * removed) for c in shots[removed:]]
    before = Timeline(tracks=(Track(track_id="v", kind=0, clips=shots),))
    after = Timeline(tracks=(Track(track_id="v", kind=0, clips=tuple(kept)),))
    began = time.process_time()
    moves = Moves(before, after)
    moved = [moves.caption(c) for c in captions]
    assert [moves.text(t).start_ms for t in texts[2 * removed :]] == [
        t.start_ms - 1000 * removed for t in texts[2 * removed :]
    ]
    assert sum(moves.overlay(o, None) is None for o in overlays) == max(0, min(100, removed - 4))
    assert time.process_time() - began < 0.5
    assert [c is None for c in moved] == [n < 2 * removed for n in range(2000)]
    assert all(
        now is None or now.start_ms == was.start_ms - 1000 * removed
        for was, now in zip(captions, moved, strict=True)
    )
