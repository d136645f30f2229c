"""A skill's defaults: what they make of a first film, and that the user's words always win."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.audio.compose.composer import MOODS, grid_of, plan_music
from nemovideo_mcp.autoedit.accents import cuts_in, cuts_on_beats, placed_by
from nemovideo_mcp.autoedit.brief import MusicBrief
from nemovideo_mcp.autoedit.scoring import composed
from nemovideo_mcp.language.direct import Outcome, needs
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from support.projects import chat, film, photo, situation, song
from support.studio import SKILL_DEFAULTS

MAKER = SKILL_DEFAULTS["video-clip-maker-with-music"]
EDITING = SKILL_DEFAULTS["ai-video-editing-with-music"]
MUSE = SKILL_DEFAULTS["vidmuse-ai"]
MUSIC_TO = SKILL_DEFAULTS["music-to-a"]
GENERATOR = SKILL_DEFAULTS["video-music-generator"]

LANDSCAPE = (film(1, 8000), film(2, 5000), film(3, 12_000))


def moving(number: int, duration_ms: int, motion: float, *, shots: tuple[int, ...] = (0,)) -> MediaItem:
    return film(number, duration_ms, motion=[motion] * (duration_ms // 100), shot_starts_ms=shots)


CALM = (
    moving(1, 8000, 0.05, shots=(0, 2500, 5200)),
    moving(2, 5000, 0.05),
    moving(3, 12_000, 0.05, shots=(0, 3100, 7700)),
)


def mood_of(timeline: Timeline) -> str | None:
    return timeline.music.music.mood if timeline.music and timeline.music.music else None


def is_cut(timeline: Timeline) -> bool:
    return any(c.anchor for c in timeline.video_clips)


def ratio(timeline: Timeline) -> Fraction:
    return Fraction(timeline.width, timeline.height)


# --- each skill --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["combine these clips", "make a video", "把这些片段拼起来"])
def test_the_clip_maker_makes_a_vertical_montage_to_upbeat_music(words: str) -> None:
    outcome = chat(LANDSCAPE, words, defaults=MAKER)

    assert (outcome.timeline.width, outcome.timeline.height) == (1080, 1920)
    assert mood_of(outcome.timeline) == "upbeat"
    assert is_cut(outcome.timeline)
    assert "9:16" in outcome.reply
    assert "16:9" in outcome.reply
    assert "default" in outcome.reply or "默认" in outcome.reply


def test_the_sentence_that_the_reply_offers_undoes_the_default() -> None:
    assert ratio(chat(LANDSCAPE, "combine these clips", "make it 16:9", defaults=MAKER).timeline) == Fraction(
        16, 9
    )
    silent = chat(LANDSCAPE, "combine these clips", "no music", defaults=MAKER).timeline
    assert silent.music is None
    assert not is_cut(silent)
    whole = chat(LANDSCAPE, "add music", "don't cut to the beat", defaults=MAKER).timeline
    assert not is_cut(whole)


def test_the_editing_skill_takes_the_frame_and_the_mood_from_the_pictures() -> None:
    calm = chat(CALM, "edit this with music", defaults=EDITING)
    wild = chat(
        (moving(1, 8000, 0.8), film(2, 6000, motion=[0.9] * 60)), "edit this with music", defaults=EDITING
    )

    assert (mood_of(calm.timeline), mood_of(wild.timeline)) == ("ambient", "rock")
    assert is_cut(calm.timeline)
    assert ratio(calm.timeline) == Fraction(16, 9)
    assert "The pictures are calm, so the music is ambient." in calm.reply
    assert "a lot of motion" in wild.reply


def test_vidmuse_cuts_fast_to_an_uploaded_song_and_else_to_electronic_music() -> None:
    with_song = chat((*LANDSCAPE, song()), "sync my video to the beat", defaults=MUSE).timeline
    without = chat(LANDSCAPE, "sync my video to the beat", defaults=MUSE).timeline
    usual = chat((*LANDSCAPE, song()), "sync my video to the beat").timeline

    assert with_song.music is not None
    assert with_song.music.media_id == "s0"
    assert mood_of(without) == "electronic"
    assert len(with_song.video_clips) > len(usual.video_clips)
    slow = chat((*LANDSCAPE, song()), "sync my video to the beat, slow cuts", defaults=MUSE).timeline
    assert len(slow.video_clips) < len(usual.video_clips)


@pytest.mark.parametrize(
    "words",
    [
        "add this to my video",
        "add music",
        "put it under my video",
        "把这首歌加到视频里",
        "combine these clips",
    ],
)
def test_music_to_a_video_lays_the_song_under_footage_that_stays_as_it_is(words: str) -> None:
    outcome = chat((*LANDSCAPE, song()), words, defaults=MUSIC_TO)

    assert outcome.timeline.music is not None
    assert outcome.timeline.music.media_id == "s0"
    assert not is_cut(outcome.timeline)
    assert [(c.media_id, c.source_start_ms, c.duration_ms) for c in outcome.timeline.video_clips] == [
        ("f1", 0, 8000),
        ("f2", 0, 5000),
        ("f3", 0, 12_000),
    ]


def test_the_song_starts_where_it_meets_the_footages_cuts() -> None:
    tune = song(bpm=120)
    footage = (moving(1, 12_000, 0.05, shots=(0, 2310, 4310, 7810)),)
    plain = chat((*footage, tune), "add music").timeline.music
    outcome = chat((*footage, tune), "add music", defaults=MUSIC_TO)
    music = outcome.timeline.music
    assert plain is not None
    assert plain.grid is not None
    assert music is not None
    assert music.grid is not None

    assert cuts_on_beats((2310, 4310, 7810), plain.grid) == 0
    assert cuts_on_beats((2310, 4310, 7810), music.grid) == 3
    assert 0 < music.start_ms <= 500
    assert music.end_ms == 12_000
    assert music.source_start_ms == plain.source_start_ms
    assert "3 of 3 meet a beat" in outcome.reply


def test_this_means_the_song_only_where_there_is_one_and_a_skill_says_so() -> None:
    for outcome in (
        chat(LANDSCAPE, "add this to my video", defaults=MUSIC_TO),
        chat((*LANDSCAPE, song()), "add this to my video"),
        chat((*LANDSCAPE, song()), "add this to my video", defaults=GENERATOR),
    ):
        assert not outcome.changed
        assert "did not understand" in outcome.reply


def test_the_music_generator_composes_to_the_footage_and_keeps_its_cuts() -> None:
    outcome = chat(CALM, "add music", defaults=GENERATOR)
    timeline = outcome.timeline

    assert [c.duration_ms for c in timeline.video_clips] == [8000, 5000, 12_000]
    assert not is_cut(timeline)
    assert mood_of(timeline) == "ambient"
    music = timeline.music
    assert music is not None
    assert music.end_ms == timeline.duration_ms
    assert f"{met(outcome)} of 6 meet a beat" in outcome.reply


def met(outcome: Outcome) -> int:
    music = outcome.timeline.music
    assert music is not None
    assert music.grid is not None
    cuts = cuts_in(outcome.timeline, {m.media_id: m for m in CALM})
    assert len(cuts) == 6
    return sum(min(abs(float(t) - cut) for t in music.grid.times_ms) <= 45 for cut in cuts)


def test_more_cuts_fall_on_beats_than_with_music_that_knows_nothing_of_them() -> None:
    for words in ("add lo-fi music", "add rock music", "add upbeat music", "add cinematic music"):
        assert met(chat(CALM, words, defaults=GENERATOR)) >= met(chat(CALM, words)) + 1
    assert met(chat(CALM, "add rock music", defaults=GENERATOR)) >= 5


def test_another_piece_is_placed_by_the_cuts_too_also_after_the_wire() -> None:
    first = chat(CALM, "add music", defaults=GENERATOR).timeline
    assert timeline_of(draft_of(first)).extra == first.extra

    outcome = chat(CALM, "add music", "make it rock music", defaults=GENERATOR)

    assert mood_of(outcome.timeline) == "rock"
    assert met(outcome) >= 5


# --- words win ---------------------------------------------------------------------------------------------------


def test_what_the_words_say_is_done_whatever_the_defaults_are() -> None:
    made = chat(LANDSCAPE, "combine these clips, 16:9, lo-fi music", defaults=MAKER).timeline
    assert (ratio(made), mood_of(made), is_cut(made)) == (Fraction(16, 9), "lofi", True)
    kept = chat(LANDSCAPE, "combine these clips, keep my cuts, add music", defaults=MAKER).timeline
    assert (len(kept.video_clips), mood_of(kept)) == (3, "upbeat")
    uncut = chat(LANDSCAPE, "combine these clips with music, don't cut to the beat", defaults=MAKER).timeline
    assert not is_cut(uncut)
    silent = chat(LANDSCAPE, "combine these clips without music", defaults=MAKER).timeline
    assert (silent.music, len(silent.video_clips)) == (None, 3)
    cut = chat(CALM, "add music and cut to the beat", defaults=GENERATOR)
    assert is_cut(cut.timeline)
    assert "meet a beat" not in cut.reply


def test_defaults_make_the_first_film_and_leave_it_alone_afterwards() -> None:
    later = chat(LANDSCAPE, "combine these clips", "make it landscape", "make it 12 seconds", defaults=MAKER)
    assert ratio(later.timeline) == Fraction(16, 9)
    assert "default" not in later.reply
    silent = chat(LANDSCAPE, "combine these clips without music", "add a title 'Sea'", defaults=MAKER)
    assert silent.timeline.music is None


def test_music_that_is_asked_for_later_is_still_of_the_skills_kind() -> None:
    later = chat(LANDSCAPE, "combine these clips without music", "sync it to the beat", defaults=MUSE)
    assert mood_of(later.timeline) == "electronic"
    other = chat(LANDSCAPE, "combine these clips, lo-fi music", "another song", defaults=MUSE)
    assert mood_of(other.timeline) == "lofi"


def test_a_message_that_asks_for_no_edit_makes_no_film() -> None:
    for words in ("export it", "what is the weather like", ""):
        assert not chat(LANDSCAPE, words, defaults=MAKER).changed


def test_a_default_length_is_a_limit_and_photos_have_a_montage_too() -> None:
    short = SkillDefaults.parse("length_s=9 opening=montage music=composed mood=match")
    made = chat((*LANDSCAPE, photo(1)), "combine these clips", defaults=short)
    assert abs(made.timeline.duration_ms - 9000) <= 17
    assert "You asked for" not in chat((film(1, 4000),), "make a video", defaults=short).reply
    photos = chat((photo(1), photo(2), photo(3)), "make a video", defaults=short)
    assert is_cut(photos.timeline)
    assert mood_of(photos.timeline) == "upbeat"


def test_without_defaults_nothing_is_added() -> None:
    plain = chat(LANDSCAPE, "combine these clips")
    assert chat(LANDSCAPE, "combine these clips", defaults=SkillDefaults()) == plain
    assert plain.timeline.music is None


def test_what_the_defaults_need_is_measured_first() -> None:
    unseen = film(1, 8000, analysed=False)
    assert needs("make it vertical", situation((unseen,))).analyse == ()
    assert needs("make it vertical", situation((unseen,), defaults=GENERATOR)).analyse == ("f1",)


# --- beats on cuts -----------------------------------------------------------------------------------------------


@given(
    bpm=st.floats(109, 131),
    start=st.integers(0, 600),
    picks=st.sets(st.integers(1, 50), min_size=2, max_size=8),
)
@settings(max_examples=40, deadline=None)
def test_cuts_that_lie_on_some_tempo_are_all_met(bpm: float, start: int, picks: set[int]) -> None:
    cuts = [round(start + n * 60_000 / bpm) for n in sorted(picks)]
    placing = placed_by(
        cuts, slowest=108, usual=120, fastest=132, beats_per_bar=4, duration_ms=cuts[-1] + 3000
    )
    assert placing is not None

    score = composed(
        MusicBrief(mood="upbeat"),
        duration_ms=cuts[-1] + 3000,
        energy=None,
        volume=1.0,
        bpm=None,
        cuts_ms=cuts,
    )

    assert cuts_on_beats(cuts, score.grid) == len(cuts)
    assert 108 <= placing.bpm <= 132
    assert score.clips[0].end_ms == score.duration_ms == cuts[-1] + 3000


@given(cuts=st.lists(st.integers(300, 60_000), min_size=1, max_size=12, unique=True).map(sorted))
@settings(max_examples=30, deadline=None)
def test_the_tempo_that_is_chosen_meets_no_fewer_cuts_than_the_usual_one(cuts: list[int]) -> None:
    length = cuts[-1] + 2500
    chosen = composed(
        MusicBrief(mood="rock"), duration_ms=length, energy=None, volume=1.0, bpm=None, cuts_ms=cuts
    )
    usual = grid_of(plan_music(mood="rock", duration_ms=length, bpm=MOODS["rock"].default_bpm))

    assert cuts_on_beats(cuts, chosen.grid) >= cuts_on_beats(cuts, usual)


def test_without_cuts_or_beats_there_is_nothing_to_place() -> None:
    assert placed_by([], slowest=60, usual=70, fastest=80, beats_per_bar=4, duration_ms=1000) is None
    assert cuts_on_beats([500], BeatGrid(())) == 0
