"""Operations that solve shots and music: what the film becomes, what stays, what is refused."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.audio.compose.form import structure_of
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline, VideoClip, VolumeRange
from nemovideo_mcp.timeline.song import SongSection, SongStructure
from support.edits import CUT, MUSIC, edited, notes
from support.measured_media import film, photo, song

THREE = (film(1, 8_000), film(2, 5_000), film(3, 12_000))
FRAME_MS = 17
JOIN = {"op": "auto_edit", "cut_to_beat": False}
DROP = SongStructure(
    sections=(SongSection(kind="intro", start_ms=0), SongSection(kind="chorus", start_ms=17_730)),
    drop_ms=17_730,
)


def refused(media: Sequence[MediaItem], *batches: dict[str, Any] | list[dict[str, Any]]) -> EditRefused:
    before = edited(media, *batches[:-1]).timeline if len(batches) > 1 else Timeline()
    with pytest.raises(EditRefused) as error:
        edited(media, batches[-1], start=before)
    return error.value


def order(timeline: Timeline) -> list[str]:
    """The media one after the other, neighbours of one medium as one."""
    return [media for media, _ in itertools.groupby(c.media_id for c in timeline.video_clips)]


def story(timeline: Timeline) -> list[str]:
    """The media in the order in which they are first seen."""
    return list(dict.fromkeys(c.media_id for c in timeline.video_clips))


def off_beat_ms(timeline: Timeline) -> list[int]:
    grid = timeline.music.grid if timeline.music else None
    assert grid is not None
    return [round(abs(grid.times_ms[grid.nearest(ms)] - ms)) for ms in timeline.cuts_ms]


def core(clip: VideoClip) -> VideoClip:
    """What must not change of a pinned clip; a length may be rounded to another frame."""
    return replace(clip, start_ms=0, duration_ms=round(clip.duration_ms, -1), anchor=None)


# --- the whole film --------------------------------------------------------------------------------------------------


def test_the_main_job_gives_shots_on_beats_under_composed_music() -> None:
    timeline = edited(THREE, [MUSIC, CUT]).timeline
    assert story(timeline) == ["f1", "f2", "f3"]
    assert timeline.music is not None
    assert timeline.music.music is not None
    assert timeline.music.music.mood == "upbeat"
    assert abs(timeline.music.end_ms - timeline.duration_ms) <= FRAME_MS
    assert all(c.anchor for c in timeline.video_clips)
    assert len(timeline.video_clips) > 6
    assert {c.volume for c in timeline.video_clips} == {0.25}
    assert max(off_beat_ms(timeline)) <= FRAME_MS
    assert len({c.clip_id for c in timeline.video_clips}) == len(timeline.video_clips)


def test_clips_are_joined_whole_and_in_order() -> None:
    clips = edited((*THREE, photo(1)), {"op": "auto_edit"}).timeline.video_clips
    assert [(c.media_id, c.source_start_ms) for c in clips] == [("f1", 0), ("f2", 0), ("f3", 0), ("p1", 0)]
    assert [c.duration_ms for c in clips] == [8_000, 5_000, 12_000, 3_000]
    assert {c.volume for c in clips} == {1.0}


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("wanted", [["m3", "m1", "m2"], ["m2", "m3"], ["m1", "m1", "m2", "m1"]])
def test_sources_come_in_the_order_given_and_may_repeat(wanted: list[str], cut: bool) -> None:
    first = [MUSIC] if cut else []
    wish = {"op": "auto_edit", "sources": wanted, "order": "given", "cut_to_beat": cut}
    made = edited((*THREE,), [*first, wish]).timeline
    names = [f"f{w[1]}" for w in wanted]
    assert order(made) == [name for name, _ in itertools.groupby(names)]
    if not cut:
        assert [c.media_id for c in made.video_clips] == names


def test_a_source_that_repeats_shows_other_footage_where_it_is_long_enough() -> None:
    operation = {"op": "auto_edit", "sources": ["m1", "m1", "m2", "m1"], "length": 6}
    for first in ([], [MUSIC]):
        made = edited(
            (film(1, 60_000), film(2, 30_000)), [*first, operation | {"cut_to_beat": bool(first)}]
        ).timeline
        spans = sorted((c.source_start_ms, c.source_end_ms) for c in made.video_clips if c.media_id == "f1")
        assert len(spans) >= 3
        assert all(a[1] <= b[0] + FRAME_MS for a, b in itertools.pairwise(spans)), first


def test_interleaved_sources_take_turns() -> None:
    made = edited(THREE, [MUSIC, CUT | {"order": "interleaved", "length": 16, "every_beats": 2}]).timeline
    shown = [c.media_id for c in made.video_clips]
    assert shown[:6] == ["f1", "f2", "f3"] * 2
    longer = edited(THREE, {"op": "set_film_length", "length": 20}, start=made).timeline
    assert [c.media_id for c in longer.video_clips][:6] == ["f1", "f2", "f3"] * 2


def test_interleaving_works_without_music_too() -> None:
    made = edited(THREE, {"op": "auto_edit", "order": "interleaved", "cut_to_beat": False}).timeline
    assert order(made)[:3] == ["f1", "f2", "f3"]


def test_the_order_can_be_reversed() -> None:
    assert order(edited(THREE, JOIN, {"op": "auto_edit", "order": "reversed"}).timeline) == ["f3", "f2", "f1"]


@pytest.mark.parametrize("first", [[JOIN], [MUSIC, CUT]])
@pytest.mark.parametrize("length_ms", [7_000, 12_345, 20_000])
def test_a_total_length_is_met_to_the_frame(first: list[dict[str, Any]], length_ms: int) -> None:
    made = edited(THREE, first, {"op": "set_film_length", "length": length_ms / 1000}).timeline
    assert abs(made.duration_ms - length_ms) <= FRAME_MS
    assert story(made) == ["f1", "f2", "f3"]


def test_photos_fill_what_length_is_asked_for() -> None:
    media = (photo(1), photo(2))
    assert edited(media, JOIN | {"length": 20}).timeline.duration_ms == 20_000
    assert edited(media, [MUSIC, CUT | {"length": 20}]).timeline.duration_ms == 20_000


def test_at_most_leaves_what_is_shorter() -> None:
    assert edited(THREE, JOIN | {"length": 60, "at_most": True}).timeline.duration_ms == 25_000
    assert edited(THREE, JOIN | {"length": 10, "at_most": True}).timeline.duration_ms == 10_000


@pytest.mark.parametrize("cut", [False, True])
def test_a_source_can_be_limited_to_a_stretch_and_stays_so(cut: bool) -> None:
    media = (film(1, 60_000), film(2, 20_000))
    ranges = [{"media": "m1", "in_s": 20, "out_s": 30}]
    made = edited(
        media, [MUSIC, {"op": "auto_edit", "ranges": ranges, "cut_to_beat": cut, "length": 14}]
    ).timeline
    shorter = edited(media, {"op": "set_film_length", "length": 10}, start=made).timeline
    for timeline in (made, shorter):
        shots = [c for c in timeline.video_clips if c.media_id == "f1"]
        assert shots
        assert all(c.source_start_ms >= 20_000 and c.source_end_ms <= 30_040 for c in shots)


@pytest.mark.parametrize(("pace", "more"), [("fast", True), ("slow", False)])
def test_the_pace_changes_the_number_of_shots(pace: str, more: bool) -> None:
    media = (film(1, 60_000),)
    normal = len(edited(media, [MUSIC, CUT | {"length": 30}]).timeline.video_clips)
    other = len(edited(media, [MUSIC, CUT | {"length": 30, "pace": pace}]).timeline.video_clips)
    assert other > normal * 1.4 if more else other < normal * 0.75


@pytest.mark.parametrize("beats", [1, 2, 4])
def test_cuts_every_so_many_beats_are_that_far_apart(beats: int) -> None:
    timeline = edited((film(1, 60_000),), [MUSIC, CUT | {"length": 20, "every_beats": beats}]).timeline
    grid = timeline.music.grid if timeline.music else None
    assert grid is not None
    places = [grid.nearest(ms) for ms in timeline.cuts_ms]
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert gaps.count(beats) >= 0.9 * len(gaps)


@pytest.mark.parametrize(
    ("size", "canvas"), [((720, 1280), (1080, 1920)), ((800, 800), (1080, 1080)), ((640, 360), (1920, 1080))]
)
def test_the_first_film_has_the_shape_of_its_first_clip(
    size: tuple[int, int], canvas: tuple[int, int]
) -> None:
    timeline = edited((film(1, 4_000, size=size),), JOIN).timeline
    assert (timeline.width, timeline.height) == canvas


def test_a_cut_to_the_beat_without_music_is_refused_with_what_would_work() -> None:
    error = refused(THREE, CUT)
    assert error.nearest is not None
    assert error.nearest["op"] == "set_music"
    edited(THREE, [dict(error.nearest), CUT])


def test_the_same_wish_twice_gives_the_same_film() -> None:
    for batch in (
        [JOIN],
        [MUSIC, CUT],
        [MUSIC, CUT | {"length": 12}],
        [MUSIC, CUT | {"order": "interleaved"}],
    ):
        once = edited(THREE, batch)
        again = edited(THREE, {k: v for k, v in batch[-1].items() if k != "order"}, start=once.timeline)
        assert again.timeline == once.timeline, batch


def test_titles_stay_inside_a_film_that_is_made_shorter() -> None:
    texts = [
        {"op": "add_text", "text": "Go", "start": 0, "length": 2},
        {"op": "add_text", "text": "The End", "start": "end-3", "length": 3},
        {"op": "add_text", "text": "Late", "start": 15, "length": 2},
    ]
    made = edited(THREE, [MUSIC, CUT], texts, {"op": "set_film_length", "length": 10}).timeline
    by_text = {t.text: t for t in made.text_clips}
    assert (by_text["Go"].start_ms, by_text["Go"].duration_ms) == (0, 2_000)
    assert by_text["The End"].end_ms == made.duration_ms
    assert by_text["The End"].duration_ms == 3_000
    assert all(t.end_ms <= made.duration_ms for t in made.text_clips)


def test_settings_that_all_shots_of_a_source_share_survive() -> None:
    made = edited(THREE, [MUSIC, CUT]).timeline
    track = made.tracks[0]
    marked = tuple(
        replace(c, volume=0.6, extra={"theirs": 1}) if c.media_id == "f2" else c for c in made.video_clips
    )
    made = made.with_track(replace(track, clips=marked))
    shorter = edited(THREE, {"op": "set_film_length", "length": 12}, start=made).timeline
    shots = [c for c in shorter.video_clips if c.media_id == "f2"]
    assert {(c.volume, c.extra.get("theirs")) for c in shots} == {(0.6, 1)}
    assert {c.volume for c in shorter.video_clips if c.media_id != "f2"} == {0.25}


# --- pinned clips ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["first", "middle", "last", "two"])
@pytest.mark.parametrize(
    "again",
    [
        {"op": "set_film_length", "length": 11},
        {"op": "set_film_length", "length": 16},
        {"op": "auto_edit", "pace": "fast"},
        {"op": "auto_edit", "every_beats": 4},
        {"op": "auto_edit", "sources": ["m3", "m1", "m2"]},
        {"op": "auto_edit", "sources": ["m3", "m1"]},
        {"op": "auto_edit", "order": "interleaved"},
    ],
)
@pytest.mark.parametrize("cut", [True, False])
def test_pinned_clips_stay_exactly_as_they_are(place: str, again: dict[str, Any], cut: bool) -> None:
    start = edited(
        THREE, [MUSIC, CUT, {"op": "set_film_length", "length": 13}] if cut else [JOIN | {"length": 12}]
    ).timeline
    clips = start.video_clips
    named = {"first": [0], "middle": [len(clips) // 2], "last": [-1], "two": [1, -1]}[place]
    batch = [{"op": "set_clip_sound", "clips": [clips[n].clip_id for n in named], "volume": 0.9}]
    marked = edited(THREE, batch, start=start).timeline
    before = {c.clip_id: core(c) for c in marked.video_clips if c.pinned}
    assert len(before) == len(named)
    applied = edited(THREE, again, start=marked)
    after = {c.clip_id: core(c) for c in applied.timeline.video_clips if c.pinned}
    assert after == before
    made = applied.timeline
    assert all(a.end_ms == b.start_ms for a, b in itertools.pairwise(made.video_clips))
    assert "stayed" in notes(applied)
    if again["op"] == "set_film_length":
        assert abs(made.duration_ms - again["length"] * 1000) <= 260
    if cut:
        late = [ms for ms in off_beat_ms(made) if ms > 40]
        assert len(late) <= 1


def test_a_film_shorter_than_its_pinned_clips_is_refused_with_the_least_that_works() -> None:
    batches = ([MUSIC, CUT], {"op": "set_clip_length", "clips": [1, 4], "length": 4})
    error = refused(THREE, *batches, {"op": "set_film_length", "length": 3})
    assert error.nearest is not None
    made = edited(THREE, *batches, dict(error.nearest)).timeline
    assert made.duration_ms < 12_000


def test_a_request_that_leaves_out_a_pinned_clips_source_keeps_the_clip_and_says_so() -> None:
    start = edited(THREE, JOIN, {"op": "set_clip_sound", "clips": [2], "volume": 0.5})
    applied = edited(THREE, {"op": "auto_edit", "sources": ["m1", "m3"]}, start=start.timeline)
    assert "f2" in order(applied.timeline)
    assert "film2.mp4" in notes(applied)


# --- music -----------------------------------------------------------------------------------------------------------


def test_music_without_a_cut_leaves_the_pictures_as_they_are() -> None:
    before = edited(THREE, JOIN).timeline
    after = edited(THREE, {"op": "set_music", "mood": "lofi"}, start=before).timeline
    assert [replace(c, volume=1.0) for c in after.video_clips] == list(before.video_clips)
    assert after.music is not None
    assert after.music.end_ms == after.duration_ms
    assert {c.volume for c in after.video_clips} == {0.25}
    gone = edited(THREE, {"op": "remove_music"}, start=after).timeline
    assert gone.video_clips == after.video_clips


def test_a_volume_that_was_set_by_hand_is_not_levelled() -> None:
    before = edited(THREE, JOIN, {"op": "set_clip_sound", "clips": [1], "volume": 0.7}).timeline
    after = edited(THREE, MUSIC, start=before).timeline
    assert [c.volume for c in after.video_clips] == [0.7, 0.25, 0.25]
    gone = edited(THREE, {"op": "remove_music"}, start=after).timeline
    assert [c.volume for c in gone.video_clips] == [0.7, 0.25, 0.25]


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_other_music_keeps_every_shot_and_puts_its_cuts_on_beats(mood: str) -> None:
    before = edited(THREE, [MUSIC, CUT]).timeline
    after = edited(THREE, {"op": "set_music", "mood": mood}, start=before).timeline
    assert [c.clip_id for c in after.video_clips] == [c.clip_id for c in before.video_clips]
    assert abs(after.duration_ms - before.duration_ms) <= FRAME_MS
    assert max(off_beat_ms(after)) <= FRAME_MS


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_the_peaks_of_ramps_land_on_the_beats_of_other_music(mood: str) -> None:
    ramps = {"op": "set_speed", "clips": "all", "ramp": "bullet"}
    before = edited(THREE, [MUSIC, CUT], ramps).timeline
    after = edited(THREE, {"op": "set_music", "mood": mood}, start=before).timeline
    assert after.music is not None
    assert after.music.grid is not None
    grid = after.music.grid
    ramped = [c for c in after.video_clips if c.ramp is not None]
    assert len(ramped) == len(before.video_clips)
    for clip in ramped:
        assert clip.ramp is not None
        peak = clip.start_ms + clip.ramp.peak_ms
        assert clip.start_ms < peak < clip.end_ms
        inside = [b for b in grid.times_ms if clip.start_ms + FRAME_MS < b < clip.end_ms - FRAME_MS]
        assert not inside or abs(grid.times_ms[grid.nearest(peak)] - peak) <= FRAME_MS


def test_another_piece_keeps_every_cut_at_its_place_in_the_music() -> None:
    before = edited(THREE, [MUSIC, CUT]).timeline
    after = edited(THREE, {"op": "set_music", "another": True}, start=before).timeline
    assert after.music is not None
    assert before.music is not None
    assert after.music.music != before.music.music
    assert after.video_clips == before.video_clips


def test_the_music_s_mix_survives_a_new_length_and_another_piece() -> None:
    mix = [
        {"op": "set_music_mix", "volume": 0.4, "fade_in_s": 1, "fade_out_s": 2},
        {"op": "set_music_mix", "volume": 0.1, "range": {"start": 2, "end": 4}},
    ]
    before = edited(THREE, [MUSIC, CUT], mix).timeline
    for batch in ({"op": "set_film_length", "length": 12}, {"op": "set_music", "another": True}):
        music = edited(THREE, batch, start=before).timeline.music
        assert music is not None
        assert (music.volume, music.fade_in_ms, music.fade_out_ms) == (0.4, 1_000, 2_000), batch
        assert music.volume_ranges == (VolumeRange(start_ms=2_000, end_ms=4_000, volume=0.1),), batch


def test_the_last_uploaded_song_is_taken_and_another_is_the_next_one() -> None:
    media = (*THREE, song(0), song(1, bpm=100), song(2, bpm=128))
    used = edited(media, [{"op": "set_music"}, CUT]).timeline
    assert used.music is not None
    assert used.music.media_id == "s2"
    following = edited(media, {"op": "set_music", "another": True}, start=used).timeline
    assert following.music is not None
    assert following.music.media_id == "s0"
    assert max(off_beat_ms(following)) <= 30
    only = edited(
        (*THREE, song(0)), [{"op": "set_music"}, CUT], {"op": "set_music", "another": True}
    ).timeline
    assert only.music is not None
    assert only.music.media_id is None


def test_a_song_starts_on_its_downbeat_and_loops_on_bars_where_it_is_short() -> None:
    media = (film(1, 90_000), song(duration_ms=9_000))
    applied = edited(media, [{"op": "set_music"}, CUT | {"length": 30}])
    clips = applied.timeline.audio_clips
    assert clips[0].source_start_ms == 1_730
    assert len(clips) > 1
    assert [c.start_ms for c in clips[1:]] == [c.end_ms for c in clips[:-1]]
    assert clips[-1].end_ms == 30_000
    assert clips[0].grid is not None
    assert {b - a for a, b in itertools.pairwise(clips[0].grid.times_ms)} == {500}
    assert "repeated" in notes(applied)


def test_a_song_without_a_beat_gets_no_invented_one() -> None:
    applied = edited((*THREE, song(beats=False)), [{"op": "set_music"}, CUT])
    assert applied.timeline.music is not None
    assert applied.timeline.music.grid is None
    assert not applied.timeline.is_beat_cut
    assert "not on a beat" in notes(applied)


@pytest.mark.parametrize("cut", [False, True])
def test_a_silent_song_is_called_silent(cut: bool) -> None:
    silent = song(beats=False, structure=SongStructure(heard_from_ms=None))
    batch = [{"op": "set_music"}, CUT] if cut else [JOIN, {"op": "set_music"}]
    applied = edited((*THREE, silent), batch)
    assert "“song0.mp3” is silent from start to end" in notes(applied)
    assert not applied.timeline.is_beat_cut
    assert notes(applied).count("silent") == 1


def test_a_song_without_a_beat_starts_where_it_begins_to_sound() -> None:
    drone = song(beats=False, structure=SongStructure(heard_from_ms=9_000))
    music = edited((*THREE, drone), [JOIN, {"op": "set_music"}]).timeline.music
    assert music is not None
    assert music.source_start_ms == 9_000


SHORT = song(duration_ms=5_000, bpm=128, offset_ms=100, downbeat=0)


@pytest.mark.parametrize("asked", [{}, {"length": 16}])
def test_a_short_song_is_repeated_under_longer_clips_and_the_beat_goes_on(asked: dict[str, int]) -> None:
    clips = (film(1, 6_000), film(2, 6_000), film(3, 6_000))
    applied = edited((*clips, SHORT), [{"op": "set_music"}, CUT | asked])
    made = applied.timeline
    assert made.duration_ms > 14_000
    assert "repeated" in notes(applied)
    pieces = made.audio_clips
    assert len(pieces) > 2
    assert [p.start_ms for p in pieces[1:]] == [p.end_ms for p in pieces[:-1]]
    assert pieces[0].grid is not None
    bar_ms = 4 * 60_000 / 128
    assert all(abs((p.duration_ms / bar_ms + 0.5) % 1 - 0.5) < 0.01 for p in pieces[:-1])
    steps = [float(b - a) for a, b in itertools.pairwise(pieces[0].grid.times_ms)]
    assert steps == pytest.approx([60_000 / 128] * len(steps), abs=1.1)
    assert max(off_beat_ms(made)) <= FRAME_MS


def test_a_last_bar_that_is_whole_is_part_of_the_loop() -> None:
    whole = song(duration_ms=4_020, bpm=120, offset_ms=0, downbeat=0)
    pieces = edited(
        (film(1, 30_000), whole), [{"op": "set_music"}, CUT | {"length": 20}]
    ).timeline.audio_clips
    assert {p.duration_ms for p in pieces[:-1]} == {4_000}


def test_a_song_of_less_than_a_bar_is_repeated_on_its_beats() -> None:
    short = song(duration_ms=2_300, bpm=120, offset_ms=250, downbeat=0)
    applied = edited((film(1, 30_000), short), [{"op": "set_music"}, CUT | {"length": 10}])
    pieces = applied.timeline.audio_clips
    assert all(p.duration_ms % 500 == 0 for p in pieces[:-1])
    assert max(off_beat_ms(applied.timeline)) <= FRAME_MS


def test_a_short_song_without_a_beat_is_repeated_and_both_are_said() -> None:
    applied = edited((*THREE, song(duration_ms=5_000, beats=False)), [{"op": "set_music"}, CUT])
    assert applied.timeline.duration_ms > 15_000
    assert "repeated" in notes(applied)
    assert "No steady beat" in notes(applied)


@pytest.mark.parametrize(
    ("others", "said"),
    [((60.0, 80.0), "may be felt at 60"), ((240.0,), "may be felt at 240"), ((), "is in doubt")],
)
def test_a_song_whose_level_is_in_doubt_is_said_to_be(others: tuple[float, ...], said: str) -> None:
    track = song(duration_ms=20_000, bpm=120)
    assert track.grid is not None
    torn = replace(track, grid=replace(track.grid, confidence=0.5, alternatives_bpm=others))
    assert said in notes(edited((*THREE, torn), [{"op": "set_music"}, CUT]))
    sure = replace(track, grid=replace(track.grid, confidence=0.9, alternatives_bpm=others))
    assert "felt" not in (told := notes(edited((*THREE, sure), [{"op": "set_music"}, CUT])))
    assert "in doubt" not in told


def test_a_blip_is_not_repeated() -> None:
    applied = edited((*THREE, song(duration_ms=300, beats=False)), [JOIN, {"op": "set_music"}])
    assert [c.duration_ms for c in applied.timeline.audio_clips] == [300]
    assert "heard once" in notes(applied)


def test_a_song_that_is_nearly_as_long_as_the_clips_ends_the_film_and_that_is_said() -> None:
    applied = edited((film(1, 60_000), song(duration_ms=50_000)), [{"op": "set_music"}, CUT])
    assert 40_000 < applied.timeline.duration_ms < 50_000
    assert "The film is as long as “song0.mp3” goes on" in notes(applied)
    assert len(applied.timeline.audio_clips) == 1


def test_a_song_starts_where_it_was_asked_to_and_stays_so_when_the_film_is_made_anew() -> None:
    media = (*THREE, song())
    start = {"op": "set_music", "song": "song0.mp3", "start": 10}
    made = edited(media, [start, CUT], {"op": "set_film_length", "length": 12}).timeline
    assert made.music is not None
    assert made.music.source_start_ms == 10_000
    assert max(off_beat_ms(made)) <= FRAME_MS


@pytest.mark.parametrize("first", [[JOIN], [MUSIC, CUT]])
def test_the_drop_of_a_song_falls_where_it_was_asked_to(first: list[dict[str, Any]]) -> None:
    item = replace(song(), structure=DROP)
    made = edited((*THREE, item), first, {"op": "set_music", "song": "song0.mp3", "drop_at": 9}).timeline
    music = made.music
    assert music is not None
    assert abs(music.start_ms + 17_730 - music.source_start_ms - 9_000) <= 1
    if made.is_beat_cut:
        assert max(off_beat_ms(made)) <= 30


def test_a_drop_that_comes_too_early_is_refused_with_the_latest_moment_that_works() -> None:
    item = replace(song(), structure=DROP)
    error = refused((*THREE, item), JOIN, {"op": "set_music", "song": "song0.mp3", "drop_at": 20})
    assert error.nearest is not None
    assert edited((*THREE, item), JOIN, dict(error.nearest)).changed


@pytest.mark.parametrize("first", [[JOIN], [MUSIC, CUT]])
@pytest.mark.parametrize("drop_s", [6.3, 9.0, 14.2])
def test_the_loudest_part_of_a_composed_piece_starts_within_a_beat_of_the_moment(
    first: list[dict[str, Any]], drop_s: float
) -> None:
    media = (*THREE, song())
    before = edited(media, first, MUSIC).timeline
    made = edited(media, {"op": "set_music", "drop_at": drop_s}, start=before).timeline
    music = made.music
    assert music is not None
    assert music.music is not None
    drop = structure_of(music.music).drop_ms
    assert drop is not None
    beat_ms = 60_000_000 / music.music.bpm_milli
    assert abs(music.start_ms + drop - drop_s * 1000) <= beat_ms
    assert abs(music.end_ms - made.duration_ms) <= FRAME_MS
    if made.is_beat_cut:
        assert [c.clip_id for c in made.video_clips] == [c.clip_id for c in before.video_clips]
        assert max(off_beat_ms(made)) <= FRAME_MS


@pytest.mark.parametrize("first", [[JOIN], [MUSIC, CUT]])
def test_the_same_piece_builds_to_the_end_and_no_cut_moves(first: list[dict[str, Any]]) -> None:
    before = edited((*THREE, song()), first, MUSIC).timeline
    made = edited((*THREE, song()), {"op": "set_music", "form": "build"}, start=before).timeline
    assert made.music is not None
    assert made.music.music is not None
    assert before.music is not None
    assert before.music.music is not None
    old, new = before.music.music, made.music.music
    assert (new.mood, new.seed, new.bpm_milli, new.bars) == (old.mood, old.seed, old.bpm_milli, old.bars)
    energies = [s.energy for s in new.sections[:-1]]
    assert energies == sorted(energies)
    assert [c.start_ms for c in made.video_clips] == [c.start_ms for c in before.video_clips]


def test_an_intro_that_is_too_long_is_refused_with_the_longest_that_works() -> None:
    error = refused(THREE, [MUSIC, CUT], {"op": "set_music", "form": "intro 90"})
    assert error.nearest is not None
    assert edited(THREE, [MUSIC, CUT], dict(error.nearest)).changed


def test_the_form_of_an_uploaded_song_is_its_own() -> None:
    error = refused(
        (*THREE, song()),
        [{"op": "set_music", "song": "song0.mp3"}, CUT],
        {"op": "set_music", "form": "build"},
    )
    assert "form" in str(error)


def test_a_faster_piece_is_faster() -> None:
    before = edited(THREE, JOIN, MUSIC).timeline.music
    after = edited(THREE, JOIN, MUSIC, {"op": "set_music", "tempo_by": 1.2}).timeline.music
    assert before is not None
    assert after is not None
    assert before.music is not None
    assert after.music is not None
    assert after.music.bpm_milli == pytest.approx(before.music.bpm_milli * 1.2, rel=0.01)


@pytest.mark.parametrize("item", [None, song(), song(duration_ms=9_000)])
def test_music_that_is_fitted_keeps_the_cuts_on_beats_and_ends_with_the_film(item: MediaItem | None) -> None:
    media = THREE if item is None else (*THREE, item)
    before = edited(media, [MUSIC if item is None else {"op": "set_music"}, CUT]).timeline
    for batch in (
        {"op": "set_clip_length", "clips": 2, "length": {"beats": 3}},
        {"op": "remove_clips", "clips": [3]},
        {"op": "duplicate_clips", "clips": [4], "times": 3},
    ):
        after = edited(media, batch, start=before).timeline
        last = max((c for c in after.audio_clips), key=lambda c: c.end_ms)
        assert abs(last.end_ms - after.duration_ms) <= 1
        grid = after.audio_clips[0].grid
        assert grid is not None
        cuts = [ms for ms in after.cuts_ms if ms <= grid.times_ms[-1] + 17]
        assert all(abs(grid.times_ms[grid.nearest(ms)] - ms) <= FRAME_MS for ms in cuts)
        assert len(after.cuts_ms) - len(cuts) <= 1


def test_music_that_ended_before_the_film_stays_so() -> None:
    before = edited(THREE, JOIN, MUSIC).timeline
    track = next(t for t in before.tracks if t.track_id == "music")
    music = before.music
    assert music is not None
    early = before.with_track(replace(track, clips=(replace(music, duration_ms=10_000),)))
    after = edited(THREE, {"op": "set_clip_length", "clips": 1, "length": 6}, start=early).timeline
    assert after.music is not None
    assert after.music.end_ms == 10_000


def test_beats_of_fitted_music_do_not_move() -> None:
    before = edited(THREE, [MUSIC, CUT]).timeline
    after = edited(THREE, {"op": "remove_clips", "clips": [2]}, start=before).timeline
    assert before.music is not None
    assert after.music is not None
    assert before.music.grid is not None
    assert after.music.grid is not None
    count = min(len(before.music.grid.times_ms), len(after.music.grid.times_ms))
    assert after.music.grid.times_ms[:count] == before.music.grid.times_ms[:count]
    assert isinstance(after.music.grid.times_ms[0], Fraction | int)


def test_a_canvas_that_was_chosen_before_the_first_film_stays() -> None:
    media = (film(1, 4_000, size=(720, 1280)),)
    made = edited(media, [{"op": "set_canvas", "ratio": "16:9"}, JOIN]).timeline
    assert (made.width, made.height) == (1920, 1080)


def test_composed_music_follows_the_cuts_of_a_film_that_is_to_keep_them() -> None:
    media = (film(1, 20_000, shot_starts_ms=tuple(range(0, 20_000, 1_100))),)
    applied = edited(media, [MUSIC, JOIN])
    assert "meet a beat" in notes(applied)
    assert not applied.timeline.is_beat_cut
    assert applied.timeline.music is not None
    assert applied.timeline.music.start_ms <= 800


@pytest.mark.parametrize("duration_ms", [4004, 4100, 8008, 10_010, 12_012])
def test_footage_that_whole_bars_fill_is_shown_to_its_end_whatever_its_length(duration_ms: int) -> None:
    made = edited([film(1, duration_ms)], [MUSIC, CUT]).timeline
    assert made.duration_ms == pytest.approx(duration_ms, abs=34)
