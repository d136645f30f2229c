"""Words about files of other programs: edits are opened, beats are used, and what is not there is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.timeline.media import MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.timeline.song import SongBeats
from support.films import BIKES, CALM, PARROT, SONG, film


def file(name: str, kind: str) -> MediaItem:
    return MediaItem(media_id=f"m_{name}", name=name, info=MediaInfo(kind=kind, duration_ms=20_000))


BEATS, EDIT = file("beats.txt", "beats"), file("lisbon.fcpxml", "edit")
MEDIA = (BIKES, PARROT, SONG, BEATS, EDIT)
OPEN = {"op": "open_edit", "media": "lisbon.fcpxml"}
USE = {"op": "set_beats", "media": "beats.txt"}
CUT = {**OPEN, "song": "song.mp3", "snap": "beat"}


def said(
    message: str, *, media: tuple[MediaItem, ...] = MEDIA, timeline: Timeline | None = None
) -> Understanding:
    return understand(message, Scene(timeline=timeline or Timeline(), media=media))


def operations(understood: Understanding) -> list[dict[str, Any]]:
    assert understood.unknown == ()
    assert understood.refusals == ()
    return [{"op": one.name, **one.model_dump(exclude_defaults=True)} for one in understood.operations]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("open lisbon.fcpxml", OPEN),
        ("Can you open “Lisbon.fcpxml”, please?", OPEN),
        ("Open lisbon", OPEN),
        ("open the edit", OPEN),
        ("start with lisbon.fcpxml", OPEN),
        ("import the timeline from lisbon.fcpxml", OPEN),
        ("打开 lisbon.fcpxml", OPEN),
        ("请导入lisbon.fcpxml", OPEN),
        ("cut this timeline to the beat of my song", CUT),
        ("cut lisbon.fcpxml to the beat of song.mp3", CUT),
        ("open lisbon.fcpxml and cut it to the beat of my song", CUT),
        ("打开 lisbon.fcpxml，然后把切点对齐到歌曲的节拍", CUT),
        ("把这条时间线卡到我的歌的节拍上", CUT),
        ("snap lisbon.fcpxml to the bars of my song", {**CUT, "snap": "bar"}),
        ("open lisbon.fcpxml with song.mp3", {**OPEN, "song": "song.mp3"}),
        ("use the beats in beats.txt", USE),
        ("beats.txt has the beats", USE),
        ("the beats are in “beats.txt”", USE),
        ("please load the beat grid from beats.txt, thanks", USE),
        ("用 beats.txt 里的节拍", USE),
        ("beats.txt里有节拍", USE),
        ("use the beats in beats.txt for the song", {**USE, "song": "song.mp3"}),
        ("beats.txt has the beats of song.mp3", {**USE, "song": "song.mp3"}),
        ("song.mp3's beats are in beats.txt", {**USE, "song": "song.mp3"}),
        ("把 beats.txt 里的节拍用作 song.mp3 的节拍", {**USE, "song": "song.mp3"}),
        ("歌曲的节拍在 beats.txt 里", {**USE, "song": "song.mp3"}),
    ],
)
def test_a_file_of_another_program_is_opened_or_used(message: str, wanted: dict[str, Any]) -> None:
    assert operations(said(message)) == [wanted]


@pytest.mark.parametrize(
    "message",
    [
        "use the beats in beats.txt and make a 20 second video",
        "Make a 20 second video. Use the beats in beats.txt.",
        "make a 20 second video with the beats from beats.txt",
        "用beats.txt的节拍剪一个20秒的视频",
    ],
)
def test_the_rest_of_the_message_is_done_as_well(message: str) -> None:
    assert operations(said(message)) == [USE, {"op": "auto_edit", "length": 20.0}]


def test_cutting_to_beats_of_a_file_sets_the_song_and_cuts_where_nothing_is_cut_yet() -> None:
    names = [one["op"] for one in operations(said("cut to the beats in beats.txt"))]
    assert names == ["set_beats", "set_music", "auto_edit"]
    names = [one["op"] for one in operations(said("cut to the beats in beats.txt", timeline=film("cut")))]
    assert names == ["set_beats"]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("open paris.fcpxml", "there is no edit “paris.fcpxml” in the project; it has “lisbon.fcpxml”"),
        ("打开 paris.fcpxml", "“paris.fcpxml”"),
        (
            "use the beats in other.csv for the song",
            "no file of beats “other.csv” in the project; it has “beats.txt”",
        ),
        ("open lisbon.fcpxml and add a title Hello", "an edit is opened by a message of its own"),
        (
            "make a 10 second video like lisbon.fcpxml",
            "lisbon.fcpxml was not understood",
        ),
        ("don't use beats.txt any more", "no song has its beats from a file"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_else_is_done(message: str, words: str) -> None:
    understood = said(message)
    assert understood.operations == ()
    assert words in understood.refusals[0].because.en


def test_a_file_that_was_never_uploaded_is_named() -> None:
    understood = said("open lisbon.fcpxml", media=(BIKES, SONG))
    assert understood.operations == ()
    assert (
        "there is no edit “lisbon.fcpxml” in the project; upload it first"
        in understood.refusals[0].because.en
    )


def test_of_several_edits_none_is_guessed() -> None:
    understood = said("open the edit", media=(*MEDIA, file("porto.edl", "edit")))
    assert understood.operations == ()
    assert "there are 2 edits: “lisbon.fcpxml”, “porto.edl”" in understood.refusals[0].because.en


@pytest.mark.parametrize(
    "message",
    [
        "open with the parrot",
        "open on the bikes",
        "cut to the beat",
        "use the song",
        "combine the clips",
        "what is in beats.txt?",
    ],
)
@pytest.mark.parametrize("kind", ["fresh", "cut"])
def test_other_words_mean_what_they_meant(message: str, kind: str) -> None:
    timeline = Timeline() if kind == "fresh" else film("cut")
    assert (
        said(message, timeline=timeline).operations
        == said(message, media=(BIKES, PARROT, SONG), timeline=timeline).operations
    )


def test_this_timeline_is_the_film_where_there_is_one() -> None:
    understood = said("cut this timeline to the beat of my song", timeline=film("plain"))
    assert [one.name for one in understood.operations] == ["set_music", "auto_edit"]


@pytest.mark.parametrize(
    "message",
    ["use your own beats again", "don't use beats.txt any more", "恢复听到的节拍", "别用beats.txt的节拍了"],
)
def test_the_way_back_to_what_was_heard(message: str) -> None:
    given = replace(film("cut"), song_beats=(SongBeats(media_id=SONG.media_id, source="beats.txt"),))
    assert operations(said(message, timeline=given)) == [{"op": "set_beats", "media": "heard"}]


def test_the_song_is_not_guessed_where_there_are_two() -> None:
    assert operations(said("use the beats in beats.txt for the song", media=(*MEDIA, CALM))) == [USE]
    one = operations(said("use the beats in beats.txt for calm.mp3", media=(*MEDIA, CALM)))
    assert one == [{**USE, "song": "calm.mp3"}]
