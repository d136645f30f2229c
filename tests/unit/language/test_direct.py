"""Whole messages: what they make of a project, and what is said about it."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import pytest

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.language.direct import Needs, direct, needs
from nemovideo_mcp.language.replies import suggestions
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.model import Fit, Timeline
from support.projects import chat, film, photo, situation, song

_THREE = (film(1, 8000), film(2, 5000), film(3, 12_000))
_MAIN = "combine these clips, add upbeat background music and cut to the beat"


def _sources(timeline: Timeline) -> list[str]:
    return list(dict.fromkeys(c.media_id for c in timeline.video_clips))


def test_the_main_job_gives_shots_on_beats_under_composed_music() -> None:
    outcome = chat(_THREE, _MAIN)
    timeline = outcome.timeline
    assert outcome.changed
    assert _sources(timeline) == ["f1", "f2", "f3"]
    assert timeline.music is not None
    assert timeline.music.music is not None
    assert timeline.music.music.mood == "upbeat"
    assert (
        timeline.music.duration_ms == timeline.duration_ms
        or abs(timeline.music.duration_ms - timeline.duration_ms) <= 17
    )
    assert all(c.anchor for c in timeline.video_clips)
    assert len(timeline.video_clips) > 6
    assert "all" in outcome.reply
    assert "on the beat" in outcome.reply


def test_clips_are_combined_whole_and_in_order() -> None:
    clips = chat((*_THREE, photo(1)), "put these together").timeline.video_clips
    assert [(c.media_id, c.source_start_ms) for c in clips] == [("f1", 0), ("f2", 0), ("f3", 0), ("p1", 0)]
    assert [c.duration_ms for c in clips] == [8000, 5000, 12_000, 3000]


@pytest.mark.parametrize(
    ("message", "order"),
    [
        ("combine in reverse order", ["f3", "f2", "f1"]),
        ("put clip 3 first", ["f3", "f1", "f2"]),
        ("combine these clips in order 2, 1, 3", ["f2", "f1", "f3"]),
        ("start with film2.mp4", ["f2", "f1", "f3"]),
        ("把第三个片段放到最前面", ["f3", "f1", "f2"]),
    ],
)
def test_an_order_that_was_said_is_kept_to(message: str, order: list[str]) -> None:
    outcome = chat(_THREE, message)
    assert _sources(outcome.timeline) == order
    assert _sources(chat(_THREE, message, "add music, cut to the beat").timeline) == order


def test_a_total_length_is_met_to_the_frame_with_and_without_beats() -> None:
    for first in ("combine these clips", _MAIN):
        for length in (7000, 12_345, 20_000):
            outcome = chat(_THREE, first, f"make it {length / 1000} seconds")
            assert abs(outcome.timeline.duration_ms - length) <= 17
            assert _sources(outcome.timeline) == ["f1", "f2", "f3"]


def test_more_length_than_footage_is_not_pretended() -> None:
    outcome = chat(_THREE, "make it 2 minutes")
    assert outcome.timeline.duration_ms == 25_000
    assert "2:00.0" in outcome.reply
    assert "0:25.0" in outcome.reply


def test_photos_fill_what_length_is_asked_for() -> None:
    assert chat((photo(1), photo(2)), "make it 20 seconds").timeline.duration_ms == 20_000
    cut = chat((photo(1), photo(2)), "make it 20 seconds, cut to the beat").timeline
    assert cut.duration_ms == 20_000
    assert _sources(cut) == ["p1", "p2"]


def test_at_most_leaves_what_is_shorter() -> None:
    outcome = chat(_THREE, "combine these clips", "一分钟以内")
    assert not outcome.changed
    assert chat(_THREE, "combine these clips", "max 10 seconds").timeline.duration_ms == 10_000


def test_music_without_a_cut_leaves_the_edit_as_it_is() -> None:
    before = chat(_THREE, "combine these clips").timeline
    after = chat(_THREE, "combine these clips", "add lo-fi music").timeline
    assert [replace(c, volume=1.0) for c in after.video_clips] == list(before.video_clips)
    assert after.music is not None
    assert after.music.duration_ms == after.duration_ms
    assert {c.volume for c in after.video_clips} == {0.25}


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_every_mood_of_the_composer_can_be_asked_for_by_its_names(mood: str) -> None:
    for language, words in (("en", "add {} music"), ("zh", "加{}音乐")):
        message = words.format(MOODS[mood].labels[language].lower())
        music = chat(_THREE, message).timeline.music
        assert music is not None
        assert music.music is not None
        assert music.music.mood == mood, message


def test_another_song_keeps_every_cut_at_its_place_in_the_music() -> None:
    before = chat(_THREE, _MAIN).timeline
    after = chat(_THREE, _MAIN, "another song").timeline
    assert after.music is not None
    assert before.music is not None
    assert after.music.music != before.music.music
    assert [(c.anchor, c.media_id) for c in after.video_clips] == [
        (c.anchor, c.media_id) for c in before.video_clips
    ]
    assert [c.clip_id for c in after.video_clips] == [c.clip_id for c in before.video_clips]


def test_an_uploaded_song_is_preferred_and_said() -> None:
    outcome = chat((*_THREE, song()), "add music")
    assert outcome.timeline.music is not None
    assert outcome.timeline.music.media_id == "s0"
    assert "song0.mp3" in outcome.reply
    assert "you uploaded" in outcome.reply
    composed = chat((*_THREE, song()), "add lofi music").timeline.music
    assert composed is not None
    assert composed.media_id is None


def test_a_song_starts_on_its_downbeat_and_the_film_ends_on_a_bar() -> None:
    timeline = chat((film(1, 90_000), song()), "use my song and cut to the beat").timeline
    music = timeline.music
    assert music is not None
    assert music.source_start_ms == 1730
    assert music.grid is not None
    assert music.grid.times_ms[0] == 0
    assert timeline.duration_ms % 2000 == 0
    assert 30_000 <= timeline.duration_ms <= 38_270


def test_a_song_that_is_too_short_loops_on_its_bars_with_one_grid() -> None:
    outcome = chat((film(1, 90_000), song(duration_ms=9000)), "use my song, cut to the beat, 30 seconds")
    clips = outcome.timeline.audio_clips
    assert len(clips) > 1
    assert [c.start_ms for c in clips[1:]] == [c.end_ms for c in clips[:-1]]
    assert clips[-1].end_ms == 30_000
    grid = clips[0].grid
    assert grid is not None
    assert {b - a for a, b in zip(grid.times_ms, grid.times_ms[1:], strict=False)} == {500}
    assert all((c.duration_ms % 2000) == 0 for c in clips[:-1])
    assert "repeated" in outcome.reply


def test_a_song_without_a_beat_gets_no_invented_one() -> None:
    outcome = chat((*_THREE, song(beats=False)), "use my song and cut to the beat")
    assert outcome.timeline.music is not None
    assert outcome.timeline.music.grid is None
    assert not any(c.anchor for c in outcome.timeline.video_clips)
    assert len(outcome.timeline.video_clips) > 5
    assert "not on a beat" in outcome.reply


@pytest.mark.parametrize("beats", [True, False])
def test_a_song_of_two_seconds_is_repeated(beats: bool) -> None:
    timeline = chat(
        (*_THREE, song(duration_ms=2000, offset_ms=0, beats=beats)), "use my song, 10 seconds"
    ).timeline
    assert timeline.audio_clips[-1].end_ms == 10_000
    assert timeline.duration_ms == 10_000


def test_without_any_music_cutting_adds_some_and_says_so() -> None:
    outcome = chat(_THREE, "卡点")
    assert outcome.timeline.music is not None
    assert outcome.language == "zh"
    assert "加了一段" in outcome.reply


def test_a_cut_to_the_beat_without_music_is_not_pretended() -> None:
    outcome = chat(_THREE, "combine the clips without music and cut to the beat")
    assert outcome.timeline.music is None
    assert not any(c.anchor for c in outcome.timeline.video_clips)
    assert "no beat to cut to" in outcome.reply


@pytest.mark.parametrize("pace", ["fast", "slow"])
def test_the_pace_changes_the_number_of_shots(pace: str) -> None:
    media = (film(1, 60_000),)
    normal = len(chat(media, "make it 30 seconds, cut to the beat").timeline.video_clips)
    other = len(chat(media, f"make it 30 seconds, cut to the beat, {pace} cuts").timeline.video_clips)
    assert other > normal * 1.4 if pace == "fast" else other < normal * 0.75


@pytest.mark.parametrize(
    ("message", "beats"), [("cut on every beat", 1), ("每两拍切一次", 2), ("cut every bar", 4)]
)
def test_cuts_every_so_many_beats_are_that_far_apart(message: str, beats: int) -> None:
    timeline = chat((film(1, 60_000),), "make it 20 seconds, add rock music", message).timeline
    grid = timeline.music.grid if timeline.music else None
    assert grid is not None
    places = [grid.nearest(ms) for ms in timeline.cuts_ms]
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert gaps.count(beats) >= 0.9 * len(gaps)


def test_canvases_are_those_of_the_first_clip_and_of_the_message() -> None:
    def size(timeline: Timeline) -> tuple[int, int]:
        return timeline.width, timeline.height

    assert size(chat((film(1, 4000, size=(720, 1280)),), "combine").timeline) == (1080, 1920)
    assert size(chat((film(1, 4000, size=(800, 800)),), "combine").timeline) == (1080, 1080)
    assert size(chat((film(1, 4000, size=(640, 360)),), "combine").timeline) == (1920, 1080)
    for words, wanted in (
        ("9:16", (1080, 1920)),
        ("square", (1080, 1080)),
        ("4:5", (1080, 1350)),
        ("横屏", (1920, 1080)),
    ):
        before = chat(_THREE, _MAIN, "make it 9:16" if words != "9:16" else "square").timeline
        after = direct(words, situation(_THREE, before)).timeline
        assert size(after) == wanted
        assert after.video_clips == before.video_clips


def test_a_title_keeps_the_cut_and_stands_where_it_was_asked_for() -> None:
    before = chat(_THREE, _MAIN).timeline
    after = chat(_THREE, _MAIN, "add a title 'Go' for 2 seconds", "title: The End at the end").timeline
    assert after.video_clips == before.video_clips
    first, last = after.text_clips
    assert (first.text, first.start_ms, first.duration_ms) == ("Go", 0, 2000)
    assert (last.text, last.end_ms) == ("The End", after.duration_ms)
    shorter = direct("make it 10 seconds", situation(_THREE, after)).timeline
    assert shorter.text_clips[-1].end_ms == shorter.duration_ms
    assert direct("remove the title", situation(_THREE, after)).timeline.text_clips == ()


def test_volumes_are_set_and_told_apart() -> None:
    outcome = chat(_THREE, _MAIN, "music at 40%, mute the original audio")
    assert outcome.timeline.music is not None
    assert outcome.timeline.music.volume == 0.4
    assert {c.volume for c in outcome.timeline.video_clips} == {0.0}
    assert "−14 LUFS" in outcome.reply
    louder = direct("make the music louder", situation(_THREE, outcome.timeline)).timeline
    assert louder.music is not None
    assert louder.music.volume == pytest.approx(0.56)
    heard = direct("保留原声", situation(_THREE, louder)).timeline
    assert {c.volume for c in heard.video_clips} == {0.25}
    assert "LUFS" not in chat(_THREE, _MAIN, "music at 40%").reply


def test_a_volume_survives_a_new_cut_and_another_song() -> None:
    timeline = chat(
        _THREE, _MAIN, "music at 40%, mute the clips", "make it 15 seconds", "another song"
    ).timeline
    assert timeline.music is not None
    assert timeline.music.volume == 0.4
    assert {c.volume for c in timeline.video_clips} == {0.0}


def test_fit_is_set_on_every_shot() -> None:
    timeline = chat(_THREE, _MAIN, "make it square with a blurred background").timeline
    assert {c.fit for c in timeline.video_clips} == {Fit.BLUR}


def test_removing_the_music_brings_the_clips_sound_back_and_claims_no_beats() -> None:
    outcome = chat(_THREE, _MAIN, "remove the music")
    assert outcome.timeline.music is None
    assert {c.volume for c in outcome.timeline.video_clips} == {1.0}
    assert "beat" not in outcome.reply
    assert outcome.timeline.cuts_ms == chat(_THREE, _MAIN).timeline.cuts_ms


@pytest.mark.parametrize("message", ["don't add music", "combine the clips, no music", "不要音乐，只要拼接"])
def test_a_negation_is_respected(message: str) -> None:
    assert chat(_THREE, message).timeline.music is None


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("make unicorns dance", "make unicorns dance"),
        ("让它像龙一样飞起来吧朋友", "让它像龙一样飞起来吧朋友"),
    ],
)
def test_what_is_not_understood_changes_nothing_and_is_named(message: str, words: str) -> None:
    before = chat(_THREE, _MAIN).timeline
    outcome = direct(message, situation(_THREE, before))
    assert not outcome.changed
    assert outcome.timeline == before
    assert words in outcome.reply
    assert sum(outcome.reply.count(quote) for quote in "“‘「") >= 4


def test_what_is_understood_is_done_beside_what_is_not() -> None:
    outcome = chat(_THREE, "make it 10 seconds with purple dragons")
    assert outcome.timeline.duration_ms == 10_000
    assert "“purple dragons”" in outcome.reply


@pytest.mark.parametrize(
    "message", ["add a voice-over", "加个转场特效", "slow motion please", "add captions"]
)
def test_what_there_is_not_is_said_plainly(message: str) -> None:
    outcome = chat(_THREE, message)
    assert not outcome.changed
    assert "cannot" in outcome.reply or "不能" in outcome.reply


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "before", [(), ("combine these clips",), (_MAIN,), (_MAIN, "add a title 'x', vertical, 12 seconds")]
)
def test_every_sentence_that_is_offered_works_there_and_then(language: str, before: tuple[str, ...]) -> None:
    timeline = chat(_THREE, *before).timeline if before else Timeline()
    offered = suggestions(timeline, _THREE, language)
    assert len(offered) == 3
    for sentence in offered:
        outcome = direct(sentence, situation(_THREE, timeline))
        assert outcome.changed, sentence
        assert outcome.language == language


def test_a_title_without_its_words_is_asked_about() -> None:
    outcome = chat(_THREE, "add a title")
    assert not outcome.changed
    assert "What should the title say" in outcome.reply


@pytest.mark.parametrize(("media", "words"), [((), "no video clips"), ((song(),), "I have your song")])
def test_without_pictures_nothing_is_changed_and_the_next_step_is_named(media: tuple, words: str) -> None:  # type: ignore[type-arg]
    outcome = chat(media, _MAIN)
    assert not outcome.changed
    assert words in outcome.reply
    assert "Upload" in outcome.reply


def test_the_same_wish_twice_changes_nothing_the_second_time() -> None:
    for message in (
        "combine these clips",
        _MAIN,
        "make it vertical",
        "music at 40%",
        "add a title 'A'",
        "卡点",
    ):
        once = chat(_THREE, _MAIN, message).timeline
        again = direct(message, situation(_THREE, once))
        assert again.timeline == once, message
        assert not again.changed


def test_a_timeline_that_went_over_the_wire_is_edited_as_if_it_had_not() -> None:
    timeline = chat((*_THREE, song()), "use my song, cut to the beat, 20 seconds, fast cuts").timeline
    sent = timeline_of(draft_of(timeline))
    for message in ("make it 15 seconds", "another song", "add a title 'x'", "slow cuts"):
        here = direct(message, situation((*_THREE, song()), timeline))
        there = direct(message, situation((*_THREE, song()), sent))
        assert draft_of(here.timeline) == draft_of(there.timeline)


def test_films_that_are_not_measured_yet_are_asked_for_once() -> None:
    media = (film(1, 4000, analysed=False), film(2, 4000), photo(1), replace(song(), grid=None))
    assert needs("combine and cut to the beat with my song", situation(media)) == Needs(
        analyse=("f1",), beats=("s0",)
    )
    assert needs("add lofi music", situation(media)) == Needs(analyse=("f1",))
    assert needs("make it vertical", situation(media)) == Needs()
    assert needs("nonsense", situation(media)) == Needs()


def test_films_without_measurements_can_be_cut_too() -> None:
    outcome = chat((film(1, 20_000, analysed=False),), _MAIN)
    assert len({c.source_start_ms for c in outcome.timeline.video_clips}) == len(outcome.timeline.video_clips)


def test_two_hundred_clips_all_find_a_place() -> None:
    media = tuple(film(n, 2000) for n in range(200))
    outcome = chat(media, _MAIN)
    assert len(_sources(outcome.timeline)) == 200
    assert all(clip.anchor for clip in outcome.timeline.video_clips), "each on a beat of its own"
    assert "half beats" in chat(media, _MAIN, "make it 60 seconds").reply
    crowded = chat(media, _MAIN, "make it 5 seconds")
    assert crowded.timeline.duration_ms == 5000
    assert "found no room" in crowded.reply


def test_one_clip_of_a_third_of_a_second_is_one_shot() -> None:
    outcome = chat((film(1, 300),), _MAIN)
    assert [(c.source_start_ms, c.duration_ms) for c in outcome.timeline.video_clips] == [(0, 300)]


def test_a_short_clip_among_long_ones_gets_one_beat() -> None:
    timeline = chat((film(1, 9000), film(2, 300), film(3, 9000)), _MAIN).timeline
    (short,) = [c for c in timeline.video_clips if c.media_id == "f2"]
    grid = timeline.music.grid if timeline.music else None
    assert grid is not None
    assert abs(short.duration_ms - float(grid.times_ms[1])) <= 34
    assert short.speed >= 0.5


def test_ten_minutes_are_cut_within_a_second() -> None:
    started = time.process_time()
    outcome = chat((film(1, 600_000), film(2, 300_000)), "make it 10 minutes, cut to the beat, fast cuts")
    assert time.process_time() - started < 1.0
    assert outcome.timeline.duration_ms == 600_000


def test_music_that_matches_takes_its_mood_from_the_motion() -> None:
    calm = film(1, 8000, motion=[0.02] * 80)
    wild = film(2, 8000, motion=[0.9] * 80)
    moods = []
    for item in (calm, wild):
        music = chat((item,), "add music that matches the pace").timeline.music
        assert music is not None
        assert music.music is not None
        moods.append(music.music.mood)
    assert moods[0] != moods[1]


def test_clips_uploaded_later_are_mentioned_and_taken_in_when_asked() -> None:
    before = chat(_THREE[:2], _MAIN).timeline
    outcome = direct("make it 10 seconds", situation(_THREE, before))
    assert "film3.mp4" in outcome.reply
    assert "f3" in _sources(direct("combine these clips", situation(_THREE, before)).timeline)


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("remove the second clip", ["f1", "f3"]),
        ("drop film3.mp4", ["f1", "f2"]),
        ("leave out the last clip", ["f1", "f2"]),
        ("删掉第一段", ["f2", "f3"]),
        ("不要film2.mp4", ["f1", "f3"]),
        ("combine everything except clips 1 and 3", ["f2"]),
    ],
)
def test_a_clip_leaves_by_its_number_or_name_and_stays_away(message: str, left: list[str]) -> None:
    dropped = chat(_THREE, "combine these clips", message)
    assert _sources(dropped.timeline) == left
    assert "film" in dropped.reply
    again = chat(_THREE, "combine these clips", message, "add music and cut to the beat", "reverse the order")
    assert _sources(again.timeline) == left[::-1]
    assert _sources(chat(_THREE, message, "combine these clips").timeline) == ["f1", "f2", "f3"]


def test_numbers_of_clips_to_remove_count_the_film_as_it_stands() -> None:
    assert _sources(chat(_THREE, "put clip 3 first", "remove the first clip").timeline) == ["f1", "f2"]


@pytest.mark.parametrize(
    "message", ["remove clips 1, 2 and 3", "drop clip 9", "delete holiday.mov", "don't remove clip 2"]
)
def test_what_cannot_be_removed_stays(message: str) -> None:
    outcome = chat(_THREE, "combine these clips", message)
    assert _sources(outcome.timeline) == ["f1", "f2", "f3"]
    assert not outcome.changed


@pytest.mark.parametrize(
    ("message", "length_ms", "said"),
    [
        ("make it shorter", 15_000, "a quarter"),
        ("a bit longer please", 25_000, "a quarter"),
        ("短一点", 15_000, "四分之一"),
        ("half as long", 10_000, "0:10.0"),
        ("5 seconds shorter", 15_000, "0:15.0"),
        ("再长3秒", 23_000, "0:23.0"),
        ("make it shorter, 12 seconds", 12_000, "0:12.0"),
    ],
)
def test_shorter_and_longer_go_by_the_length_that_is(message: str, length_ms: int, said: str) -> None:
    outcome = chat(_THREE, "combine these clips, 20 seconds", message)
    assert abs(outcome.timeline.duration_ms - length_ms) <= 17
    assert said in outcome.reply


def test_shorter_than_nothing_asks_for_a_length() -> None:
    assert "name one" in chat(_THREE, "combine these clips and make it shorter").reply
