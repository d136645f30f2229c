"""Words that mean one of several songs and do not say which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.audio.compose.composer import plan_music
from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.language.which_song import leaves_song_open, uses_song, with_one_song
from nemovideo_mcp.timeline.media import MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import AudioClip, Timeline, Track, TrackKind, VideoClip

PICTURES = MediaInfo(kind="video", duration_ms=20_000, width=160, height=90)
SOUND = MediaInfo(kind="audio", duration_ms=20_000)
MEDIA = (
    MediaItem(media_id="v1", name="bikes.mp4", info=PICTURES),
    MediaItem(media_id="v2", name="surf.mp4", info=PICTURES),
    MediaItem(media_id="a1", name="summer.wav", info=SOUND),
    MediaItem(media_id="a2", name="winter.wav", info=SOUND),
)
EMPTY = Scene(timeline=Timeline(), media=MEDIA)
CLIP = VideoClip(clip_id="c1", name="bikes.mp4", media_id="v1", start_ms=0, duration_ms=10_000)
SONG = AudioClip(clip_id="a1", name="summer.wav", media_id="a1", start_ms=0, duration_ms=10_000, role="bgm")
VIDEO = Track(track_id="v", kind=TrackKind.VIDEO, clips=(CLIP,))
FILM = Scene(timeline=Timeline(tracks=(VIDEO,)), media=MEDIA)
SCORED = Scene(
    timeline=Timeline(tracks=(VIDEO, Track(track_id="a", kind=TrackKind.AUDIO, clips=(SONG,)))), media=MEDIA
)

PIECE = replace(SONG, name="Upbeat", media_id=None, music=plan_music(mood="upbeat", duration_ms=10_000))
COMPOSED = Scene(
    timeline=Timeline(tracks=(VIDEO, Track(track_id="a", kind=TrackKind.AUDIO, clips=(PIECE,)))), media=MEDIA
)


def is_open(message: str, scene: Scene) -> bool:
    one = with_one_song(scene, scene.songs[0].media_id)
    return leaves_song_open(understand(message, scene), understand(message, one), scene)


@pytest.mark.parametrize(
    ("message", "scene"),
    [
        ("use the song", EMPTY),
        ("cut to the beat of my song", EMPTY),
        ("make a 10 second video to the beat", EMPTY),
        ("用这首歌", EMPTY),
        ("卡点", EMPTY),
        ("cut to the beat of my song", FILM),
        ("put my song under it", FILM),
        ("把我的歌放上去", FILM),
        ("start the song at the drop", FILM),
        ("use my song", SCORED),
    ],
)
def test_words_that_would_use_the_only_song_leave_it_open_with_two(message: str, scene: Scene) -> None:
    assert is_open(message, scene)
    for song in scene.songs:
        assert uses_song(understand(message, with_one_song(scene, song.media_id)), song.media_id, song.name)


@pytest.mark.parametrize(
    ("message", "scene"),
    [
        ("use summer.wav", EMPTY),
        ("use the second song", EMPTY),
        ("make it a calm 10 second reel", EMPTY),
        ("make a 10 second video", EMPTY),
        ("cut to the beat, no music", EMPTY),
        ("add upbeat music", FILM),
        ("make clip 1 black and white", FILM),
        ("undo", FILM),
        ("cut it to the beat", SCORED),
        ("make the song louder", SCORED),
        ("another song", SCORED),
        ("换一首歌", SCORED),
        ("删除音乐", SCORED),
    ],
)
def test_words_that_name_a_song_or_none_leave_nothing_open(message: str, scene: Scene) -> None:
    assert not is_open(message, scene)


def test_with_one_song_in_the_project_nothing_is_open() -> None:
    alone = with_one_song(EMPTY, "a2")
    assert [item.name for item in alone.media] == ["bikes.mp4", "surf.mp4", "winter.wav"]
    assert not is_open("use my song", alone)


THE_SONG = (
    "use the song",
    "use this song",
    "use the song instead",
    "use that track for the music",
    "add the song",
    "put the song under it",
    "I want this song",
    "use the mp3",
    "use the audio file",
    "用这首歌",
    "用那首歌做背景音乐",
    "把这首歌放上去",
    "配上这首歌",
    "换成这首歌",
)


@pytest.mark.parametrize("message", THE_SONG)
@pytest.mark.parametrize("scene", [FILM, COMPOSED], ids=["silent", "composed"])
def test_words_that_point_at_a_song_use_the_uploaded_one_and_compose_nothing(
    message: str, scene: Scene
) -> None:
    meant = understand(message, with_one_song(scene, "a1"))
    assert [to_json(operation) for operation in meant.operations] == [
        {"op": "set_music", "song": "summer.wav"}
    ]
    assert not meant.unknown
    assert is_open(message, scene)


@pytest.mark.parametrize("message", ["use the song", "配上这首歌", "add the song"])
def test_words_that_point_at_a_song_where_none_was_uploaded_are_refused(message: str) -> None:
    alone = replace(FILM, media=MEDIA[:2])
    meant = understand(message, alone)
    assert not meant.operations
    assert [refusal.because.en for refusal in meant.refusals] == [
        "no song has been uploaded to this project."
    ]


@pytest.mark.parametrize(
    "message",
    ["change the song", "use a different song", "换首歌", "换掉这首歌", "use the song you composed"],
)
def test_words_for_another_piece_do_not_bring_the_uploaded_song(message: str) -> None:
    meant = understand(message, with_one_song(COMPOSED, "a1"))
    assert not uses_song(meant)


SPACED = MediaItem(media_id="a3", name="my song 2.mp3", info=SOUND)
FIRST = Scene(timeline=Timeline(), media=(*MEDIA[:2], SPACED))


@pytest.mark.parametrize(
    "message",
    [
        "use “my song 2.mp3” as the music",
        "use 'my song 2' as the music",
        'combine these and use "my song 2.mp3"',
        "把这些拼起来，配上“my song 2.mp3”",
        'combine these and cut to the beat of "my song 2"',
        "combine these clips and use my music",
        "make a video with my music",
        "combine these, use the music I uploaded",
        "把这些拼起来，用我的音乐",
    ],
)
def test_a_first_message_that_speaks_of_the_song_uses_it_and_makes_no_title_of_its_name(message: str) -> None:
    meant = understand(message, FIRST)
    assert uses_song(meant, "a3", "my song 2.mp3")
    assert {operation.op for operation in meant.operations} <= {"set_music", "auto_edit"}


def test_a_name_that_is_quoted_as_a_title_is_a_title() -> None:
    meant = understand("add a title “my song 2.mp3”", replace(FILM, media=FIRST.media))
    assert [to_json(operation) for operation in meant.operations] == [
        {"op": "add_text", "text": "my song 2.mp3"}
    ]


def test_clips_that_were_uploaded_are_no_song() -> None:
    assert not uses_song(understand("combine the clips I uploaded", FIRST))
