"""Shots on the grid: what must hold of every cut, whatever the clips and the music are."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nemovideo_mcp.autoedit.moments import choose_moments
from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.autoedit.worth import Window, crossed
from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from support.edits import CUT, MUSIC, edited, notes
from support.measured_media import film, photo, song

_HALF_FRAME_MS = Fraction(1000, 60) + Fraction(
    1, 2
)  # half a frame, and the half millisecond of a whole number

_FILMS = st.lists(
    st.one_of(
        st.builds(film, st.integers(1, 10_000), st.integers(200, 30_000)),
        st.builds(photo, st.integers(1, 10_000)),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda m: m.media_id,
)
_EDITS = st.lists(
    st.sampled_from(
        (
            {"op": "auto_edit", "cut_to_beat": False},
            {"op": "auto_edit", "cut_to_beat": True},
            {"op": "auto_edit", "order": "interleaved"},
            {"op": "auto_edit", "order": "reversed", "pace": "fast"},
            {"op": "auto_edit", "every_beats": 1},
            {"op": "auto_edit", "sources": ["m1", "m1"]},
            {"op": "auto_edit", "length": 20, "at_most": True},
            {"op": "set_film_length", "length": 12},
            {"op": "set_film_length", "length": 7.3},
            {"op": "set_music", "mood": "lofi"},
            {"op": "set_music", "mood": "rock", "bpm": 141},
            {"op": "set_music", "another": True},
            {"op": "set_music"},
            {"op": "set_music", "drop_at": 5},
            {"op": "set_music", "tempo_by": 1.15},
            {"op": "remove_music"},
            {"op": "set_clip_sound", "clips": 1, "volume": 0.5},
            {"op": "set_clip_length", "clips": -1, "length": 1.5},
            {"op": "remove_clips", "clips": 2},
            {"op": "duplicate_clips", "clips": 1, "times": 2},
            {"op": "add_text", "text": "End", "start": "end-1", "length": 1},
        )
    ),
    min_size=1,
    max_size=6,
)


def _check(timeline: Timeline, media: list[MediaItem]) -> None:
    items = {m.media_id: m for m in media}
    clips = timeline.video_clips
    at = 0
    for clip in clips:
        assert clip.start_ms == at
        assert clip.duration_ms > 0
        at = clip.end_ms
        assert ms_at(frame_at(clip.start_ms, frame_rate=30), frame_rate=30) == clip.start_ms
        assert ms_at(frame_at(clip.end_ms, frame_rate=30), frame_rate=30) == clip.end_ms
        assert clip.source_start_ms >= 0
        assert 0.5 <= clip.speed <= 1.0
        info = items[clip.media_id].info
        if info.kind == "video" and clip.speed > 0.5:
            assert clip.source_start_ms + clip.duration_ms * clip.speed <= info.duration_ms + 34
    ids = [c.clip_id for t in timeline.tracks for c in t.clips]
    assert len(set(ids)) == len(ids)
    beats = beats_of(timeline)
    for clip in clips:
        # A piece of less than two beats has no tempo; its one beat is the film's start.
        if clip.anchor is not None and not (len(clips) == 1 and clip.start_ms == 0):
            assert beats.known
            beat = beats.time_ms(beats.grid.index_of(clip.anchor))
            # A cut behind a clip that is pinned, or that stands off the beat, counts as on it within a frame.
            moved = any(c.pinned or c.anchor is None for c in clips)
            assert abs(clip.start_ms - beat) <= (34 if moved else _HALF_FRAME_MS)
    for sound in timeline.audio_clips:
        assert sound.end_ms <= timeline.duration_ms + 17
    for title in timeline.text_clips:
        assert 0 <= title.start_ms < title.end_ms <= timeline.duration_ms


@settings(max_examples=60)
@given(media=_FILMS, edits=_EDITS, with_song=st.booleans(), seed=st.integers(0, 9))
@example(  # the music began late for its drop, and the film is now over before that
    media=[film(1, 200), film(2, 4817)],
    edits=[{"op": "set_music", "drop_at": 5}, {"op": "auto_edit", "sources": ["m1", "m1"]}],
    with_song=False,
    seed=0,
)
@example(  # a clip that was edited by name stands before one that is shorter than any stretch around such clips
    media=[photo(1), film(2, 3000), film(3, 200)],
    edits=[
        {"op": "auto_edit", "cut_to_beat": False},
        {"op": "set_clip_length", "clips": 2, "length": 1},
        {"op": "set_film_length", "length": 4},
    ],
    with_song=False,
    seed=0,
)
@example(  # cuts that are moved onto other music's beats, and again, by a little each time
    media=[film(2, 1925), *(photo(n) for n in (1, 2, 3, 4, 5, 429)), film(1, 959)],
    edits=[
        {"op": "set_music", "mood": "lofi"},
        {"op": "duplicate_clips", "clips": 1, "times": 2},
        {"op": "auto_edit", "cut_to_beat": True},
        {"op": "set_music", "mood": "lofi"},
    ],
    with_song=False,
    seed=1,
)
@example(  # a shot on half a beat comes to lie before others that stand on beats within a frame
    media=[*(photo(n) for n in range(1, 6)), *(film(n, 200) for n in range(1, 4))],
    edits=[
        {"op": "set_music", "mood": "lofi"},
        {"op": "auto_edit", "cut_to_beat": True},
        {"op": "set_film_length", "length": 7.3},
        {"op": "remove_clips", "clips": 2},
    ],
    with_song=False,
    seed=0,
)
def test_no_edit_breaks_the_timeline(
    media: list[MediaItem], edits: list[dict[str, Any]], with_song: bool, seed: int
) -> None:
    media = [*media, *([song()] if with_song else [])]
    timeline, ids = Timeline(), {}
    for edit in ({"op": "auto_edit"}, *edits):
        context = EditContext(media=tuple(media), planner=AutoEditor(), seed=seed, last_ids=ids)
        pinned = {c.clip_id for c in timeline.video_clips if c.pinned}
        try:
            applied = apply(timeline, parse_operations(edit), context)
        except EditRefused:
            continue
        assert applied == apply(timeline, parse_operations(edit), context)
        timeline, ids = applied.timeline, applied.last_ids
        if edit["op"] in ("auto_edit", "set_film_length", "set_music"):
            assert pinned == {c.clip_id for c in timeline.video_clips if c.pinned}
        _check(timeline, media)


def test_music_that_would_begin_behind_the_end_of_a_shortened_film_begins_with_it() -> None:
    media = [film(1, 20_000), film(2, 900)]
    whole = {"op": "auto_edit", "cut_to_beat": False}
    long = edited(media, [MUSIC | {"bpm": 120}, whole, {"op": "set_music", "drop_at": 5}]).timeline
    assert long.music is not None
    assert long.music.start_ms == 1000
    short = edited(media, [{"op": "remove_clips", "clips": 1}], start=long).timeline
    assert short.duration_ms == 900
    assert [(sound.start_ms, sound.end_ms) for sound in short.audio_clips] == [(0, 900)]


@pytest.mark.parametrize("bpm", [90, 97, 120, 133])
def test_no_cut_drifts_from_its_beat_over_ten_minutes(bpm: int) -> None:
    media = [film(1, 640_000), song(duration_ms=640_000, bpm=bpm)]
    timeline = edited(media, [{"op": "set_music"}, CUT | {"length": 600}]).timeline
    music = timeline.music
    assert music is not None
    period = Fraction(60_000, bpm)
    for clip in timeline.video_clips[1:]:
        beats = clip.start_ms / period
        # the song's start is rounded to a whole millisecond, and so are its beats on the wire
        assert abs(beats - round(beats)) * period <= _HALF_FRAME_MS + 1
    assert len(timeline.cuts_ms) > 150


def test_shots_of_one_take_run_forward_two_seconds_apart_where_there_is_footage_for_that() -> None:
    clips = edited([film(1, 60_000)], [MUSIC, CUT | {"length": 20}]).timeline.video_clips
    assert len(clips) > 8
    for clip, after in itertools.pairwise(clips):
        assert after.source_start_ms - clip.source_end_ms >= 1999
        assert clip.zoom == after.zoom == 1.0


@pytest.mark.parametrize("every", [None, 1, 2])
def test_shots_of_one_take_are_framed_anew_where_there_is_no_footage_between(every: int | None) -> None:
    wish = CUT | {"length": 12} | ({"every_beats": every} if every else {})
    clips = edited([film(1, 12_500)], [MUSIC, wish]).timeline.video_clips
    assert len(clips) > 5
    for clip, after in itertools.pairwise(clips):
        reframed = max(clip.zoom, after.zoom) / min(clip.zoom, after.zoom) >= 1.4
        assert reframed or after.source_start_ms - clip.source_end_ms >= 1999


def test_the_first_shot_is_no_flash_and_the_last_is_held_through_the_cadence() -> None:
    timeline = edited([film(1, 60_000)], [MUSIC, CUT | {"length": 20, "every_beats": 1}]).timeline
    music = timeline.music
    assert music is not None
    assert music.grid is not None
    beat_ms = float(music.grid.times_ms[1])
    assert timeline.video_clips[0].duration_ms >= 2 * beat_ms - 17
    assert timeline.video_clips[-1].duration_ms >= 4 * beat_ms - 17
    anchor = timeline.video_clips[-1].anchor
    assert anchor is not None
    assert anchor.beat == 1


def test_louder_sections_are_cut_faster() -> None:
    timeline = edited([film(1, 90_000)], [MUSIC, CUT | {"length": 30}]).timeline
    spec = timeline.music.music if timeline.music else None
    assert spec is not None
    lengths: dict[bool, list[int]] = {True: [], False: []}
    bar = 0
    for section in spec.sections[:-1]:
        for clip in timeline.video_clips:
            if clip.anchor and bar < clip.anchor.bar <= bar + section.bars:
                lengths[section.energy >= 0.6].append(clip.duration_ms)
        bar += section.bars
    assert sum(lengths[True]) / len(lengths[True]) < 0.7 * sum(lengths[False]) / len(lengths[False])


def test_the_best_moment_is_chosen() -> None:
    motion = [0.05] * 50 + [0.6] * 20 + [0.05] * 50
    item = film(1, 12_000, motion=motion)
    assert item.analysis is not None
    (start,) = choose_moments([Window(duration_ms=2000)], length_ms=12_000, analysis=item.analysis)
    assert 4500 <= start <= 5500


def test_a_peak_of_motion_is_slid_onto_the_beat() -> None:
    motion = [0.1] * 100
    motion[58:63] = [0.3, 0.6, 1.0, 0.6, 0.3]  # the peak is at 6.05 s
    item = film(1, 10_000, motion=motion)
    (start,) = choose_moments(
        [Window(duration_ms=2000, accents_ms=(1000.0,))], length_ms=10_000, analysis=item.analysis
    )
    assert start + 1000 == pytest.approx(6050, abs=12)


def test_a_shot_does_not_run_over_a_cut_of_the_film_itself() -> None:
    item = film(1, 20_000, shot_starts_ms=(0, 3000, 9000, 14_500))
    windows = [Window(duration_ms=1500)] * 6
    starts = choose_moments(windows, length_ms=20_000, analysis=item.analysis)
    assert all(not crossed(s, s + 1500, item.analysis) for s in starts)


def test_a_cut_of_the_film_itself_that_cannot_be_avoided_is_reported() -> None:
    busy = film(1, 8000, shot_starts_ms=tuple(range(0, 8000, 300)))
    applied = edited([busy], [MUSIC, CUT | {"pace": "slow"}])
    assert "inside your own clips" in notes(applied)


@given(
    lengths=st.lists(st.integers(50, 3000), min_size=1, max_size=20),
    spare=st.integers(0, 20_000),
    number=st.integers(0, 99),
)
def test_moments_are_in_order_apart_and_inside_the_film(lengths: list[int], spare: int, number: int) -> None:
    total = sum(lengths) + spare
    item = film(number, total, shot_starts_ms=(0, total // 3))
    windows = [Window(duration_ms=n, accents_ms=(n / 2,)) for n in lengths]
    starts = choose_moments(windows, length_ms=total, analysis=item.analysis)
    at = 0
    for start, length in zip(starts, lengths, strict=True):
        assert start >= at
        at = start + length
    assert at <= total
