"""Pauses cut out of clips: between words, with a breath around them, and nothing else of the film is touched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine
from nemovideo_mcp.timeline.media import Analysis, MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import (
    CaptionClip,
    CaptionWord,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    Transition,
    VideoClip,
)
from nemovideo_mcp.timeline.speech import merged, speech_in_clip
from support.edits import applied_to, edited, notes
from support.films import media_of, talking

SPEECH = ((1000, 3000), (5000, 6000), (6300, 8000))


def item(
    media_id: str, speech: tuple[tuple[int, int], ...] | None = SPEECH, captions: CaptionFile | None = None
) -> MediaItem:
    return MediaItem(
        media_id=media_id,
        name=f"{media_id}.mp4",
        info=MediaInfo(
            kind="video", duration_ms=10_000, width=320, height=180, frame_rate=30.0, has_audio=True
        ),
        analysis=Analysis(hop_ms=100, loudness_lufs=-20.0, speech_ms=speech),
        captions=captions,
    )


MEDIA = (item("talk"), item("street", ()))


def clip(clip_id: str, media_id: str, start_ms: int, **more: Any) -> VideoClip:
    return VideoClip(
        **{
            "clip_id": clip_id,
            "name": media_id,
            "media_id": media_id,
            "start_ms": start_ms,
            "duration_ms": 10_000,
            **more,
        }
    )


def film(*clips: VideoClip, rest: tuple[Track, ...] = (), frame_rate: int = 25) -> Timeline:
    track = Track(track_id="video", kind=TrackKind.VIDEO, clips=clips)
    return Timeline(tracks=(track, *rest), frame_rate=Fraction(frame_rate))


def done(
    timeline: Timeline, media: tuple[MediaItem, ...] = MEDIA, *before: dict[str, Any], **wish: Any
) -> Applied:
    return edited(media, *before, {"op": "remove_pauses", **wish}, start=timeline)


def shown(applied: Applied) -> list[tuple[str, int, int]]:
    return [(c.clip_id, c.source_start_ms, c.source_end_ms) for c in applied.timeline.video_clips]


def test_silences_before_between_and_behind_the_words_go_and_a_breath_stays() -> None:
    applied = done(film(clip("c1", "talk", 0)))
    assert shown(applied) == [("c1", 840, 3160), ("c2", 4840, 8160)]
    assert applied.timeline.duration_ms == 2320 + 3320
    assert "3 pauses cut out (4.36 s)" in applied.done[0].words.en
    assert applied.done[0].ids == ("c1", "c2")


def test_no_cut_falls_into_a_word_at_any_frame_rate_or_speed() -> None:
    for frame_rate in (10, 24, 30, 60):
        for speed in (0.5, 1.0, 1.7):
            for reversed_ in (False, True):
                before = clip(
                    "c1", "talk", 0, speed=speed, duration_ms=round(10_000 / speed), reversed=reversed_
                )
                applied = done(film(before, frame_rate=frame_rate))
                kept = merged((c.source_start_ms, c.source_end_ms) for c in applied.timeline.video_clips)
                assert len(kept) > 1
                for start, end in SPEECH:
                    assert any(a <= start and end <= b for a, b in kept), (frame_rate, speed, kept)
                assert all(a.end_ms == b.start_ms for a, b in pairwise(applied.timeline.video_clips))
                # What speaks still speaks for as long.
                spoken = sum(
                    e - s for c in applied.timeline.video_clips for s, e in speech_in_clip(c, SPEECH)
                )
                assert spoken == pytest.approx(4700 / speed, abs=8)


def test_only_silences_longer_than_was_said_go() -> None:
    applied = done(film(clip("c1", "talk", 0)), longer_than_s=1.9)
    assert shown(applied) == [("c1", 0, 3160), ("c2", 4840, 8160)]
    none = done(film(clip("c1", "talk", 0)), longer_than_s=5)
    assert not none.changed
    assert "no silence is longer than 5 s" in none.done[0].words.en


def test_words_that_were_recognised_are_kept_where_no_voice_was_found() -> None:
    whispered = CaptionFile(
        lines=(
            CaptionLine(
                text="psst",
                start_ms=3800,
                end_ms=4200,
                words=(CaptionWord(text="psst", start_ms=0, end_ms=400),),
            ),
        )
    )
    applied = done(film(clip("c1", "talk", 0)), (item("talk", captions=whispered),))
    assert any(a <= 3800 and b >= 4200 for _, a, b in shown(applied))


def test_what_is_left_is_nowhere_shorter_than_a_clip_may_be() -> None:
    clicks = item("talk", ((3000, 3010), (6000, 6010)))
    applied = done(film(clip("c1", "talk", 0), frame_rate=5), (clicks,))
    assert [c.duration_ms for c in applied.timeline.video_clips] == [600, 600]


def test_clips_in_which_nobody_speaks_stay_and_that_is_said() -> None:
    timeline = film(clip("c1", "street", 0), clip("c2", "talk", 10_000))
    applied = done(timeline)
    assert [c for c in applied.timeline.video_clips if c.clip_id == "c1"] == [timeline.video_clips[0]]
    assert "nobody speaks in" in notes(applied)
    assert "street" in notes(applied)
    with pytest.raises(EditRefused, match="nobody speaks in"):
        done(timeline, clips=["c1"])


def test_the_clips_ends_keep_their_fades_and_transition_and_other_clips_all_they_have() -> None:
    timeline = film(
        clip("c1", "street", 0, volume=0.4),
        clip(
            "c2",
            "talk",
            10_000,
            fade_in_ms=200,
            fade_out_ms=300,
            transition_in=Transition(kind="dissolve", duration_ms=400),
            zoom=1.3,
        ),
        clip("c3", "street", 20_000, source_start_ms=0, zoom=1.1),
    )
    applied = done(timeline)
    first, *parts, last = applied.timeline.video_clips
    assert first == timeline.video_clips[0]
    assert replace(last, start_ms=20_000) == timeline.video_clips[2]
    assert [(p.fade_in_ms, p.fade_out_ms) for p in parts] == [(200, 0), (0, 300)]
    assert [p.transition_in is not None for p in parts] == [True, False]
    assert {p.zoom for p in parts} == {1.3}


def test_captions_stay_with_their_words_and_texts_with_their_clips() -> None:
    caption = CaptionClip(
        clip_id="s1",
        text="two words",
        start_ms=2500,
        duration_ms=3000,
        words=(
            CaptionWord(text="two", start_ms=0, end_ms=400),
            CaptionWord(text="words", start_ms=2600, end_ms=3000),
        ),
    )
    rest = (
        Track(track_id="captions", kind=TrackKind.TEXT, clips=(caption,)),
        Track(
            track_id="text",
            kind=TrackKind.TEXT,
            clips=(TextClip(clip_id="t1", text="Hello", start_ms=10_500, duration_ms=2000),),
        ),
    )
    applied = done(film(clip("c1", "talk", 0), clip("c2", "street", 10_000), rest=rest))
    (moved,) = applied.timeline.captions
    # 840 ms are gone before it, 1680 inside it.
    assert (moved.start_ms, moved.end_ms) == (1660, 2980)
    assert [(w.start_ms, w.end_ms) for w in moved.words] == [(0, 400), (920, 1320)]
    (text,) = applied.timeline.text_clips
    second = next(c for c in applied.timeline.video_clips if c.clip_id == "c2")
    assert text.start_ms - second.start_ms == 500


def test_ids_are_counted_on_and_undone_cuts_take_none() -> None:
    applied = done(film(clip("c1", "talk", 0), clip("c7", "talk", 10_000)))
    assert [c.clip_id for c in applied.timeline.video_clips] == ["c1", "c8", "c7", "c9"]


def test_in_a_film_that_is_cut_to_the_beat_it_is_said_that_these_cuts_are_not() -> None:
    media = tuple(map(talking, media_of("cut")))
    applied = applied_to("cut", {"op": "remove_pauses"}, media=media)
    assert "between words, not on beats" in notes(applied)
    assert any(cut.off_beat_ms for cut in applied.cuts)
    assert "between words" not in notes(done(one_clip()))


def one_clip() -> Timeline:
    return film(clip("c1", "talk", 0))
