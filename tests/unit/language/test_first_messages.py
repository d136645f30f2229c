"""The first message of a project: a description of the film, in whatever sentences it comes."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.autoedit.defaults import with_defaults
from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.skills import SkillDefaults
from support.films import film as film_of
from support.films import media_of
from unit.language.scenes import heard

BIKES, PARROT, SURF, BEACH, SONG, CALM = (f"m_{n:012x}" for n in range(1, 7))


def told(message: str, setup: str) -> dict[str, dict[str, Any]]:
    """The operations of a message by their names."""
    meant = heard(message, setup)
    assert not meant.refusals, meant.refusals
    return {operation.name: to_json(operation) for operation in meant.operations}


BRIEF = """Deliverable: 1x 15s Reel.
- shots: surf, bikes, beach photo (in that order), no parrot
- music: song.mp3, from the chorus
- cuts on beat
- opener super: "SUMMER SALE"
Client wants it by noon, thx"""


def test_a_list_of_lines_is_one_film() -> None:
    film = told(BRIEF, "fresh_mixed")

    assert film["auto_edit"]["sources"] == [SURF, BIKES, BEACH]
    assert film["auto_edit"]["length"] == 15
    assert film["auto_edit"]["cut_to_beat"] is True
    assert film["set_music"] == {"op": "set_music", "song": SONG, "start": {"section": "chorus"}}
    assert film["set_canvas"]["platform"] == "reels"
    assert film["add_text"]["text"] == "SUMMER SALE"


@pytest.mark.parametrize(
    ("message", "sources"),
    [
        ("leave the photo out and cut the rest to song.mp3", [BIKES, PARROT, SURF]),
        ("surf opens, bikes after that, parrot closes, song.mp3", [SURF, BIKES, PARROT]),
        ("Bird last! 12 seconds", None),
        ("photo first, then surf, the rest can go. song.mp3", [BEACH, SURF]),
        ("two clips, parrot and then bikes, song.mp3", [PARROT, BIKES]),
        ("鹦鹉放第一个，然后冲浪，照片不要，自行车也不要，用song.mp3", [PARROT, SURF]),
        ("所有视频都要,照片不要,音乐song.mp3不要calm,15秒", [BIKES, PARROT, SURF]),
        ("骑车，鹦鹉不要，用song.mp3", [BIKES]),
    ],
)
def test_names_choose_order_and_leave_out(message: str, sources: list[str] | None) -> None:
    edit = told(message, "fresh_mixed")["auto_edit"]

    assert edit.get("sources", [])[-1:] == ([PARROT] if sources is None else sources[-1:])
    assert sources is None or edit["sources"] == sources


@pytest.mark.parametrize(
    ("message", "music"),
    [
        ("combine them, do NOT use the song, something romantic", {"mood": "romantic"}),
        ("别用我那首歌了，版权有问题，换个lofi的，三段视频", {"mood": "lofi"}),
        ("三段视频，动感的电子音乐", {"mood": "electronic"}),
        ("all three to my song, start it at second 30", {"song": SONG, "start": 30}),
        ("拼起来，用song.mp3，从高潮开始", {"song": SONG, "start": "drop"}),
        ("把视频和歌曲配在一起，每次切换都在鼓点上", {"song": SONG}),
    ],
)
def test_words_choose_the_music(message: str, music: dict[str, Any]) -> None:
    assert told(message, "fresh_song")["set_music"] == {"op": "set_music", **music}


def test_the_song_that_is_chosen_of_two_is_taken() -> None:
    film = told("song.mp3和calm.mp3里面用calm那首，视频全要", "fresh_mixed")

    assert film["set_music"]["song"] == CALM


@pytest.mark.parametrize(
    "message",
    [
        "Good afternoon. Would you join my three films, without any music? I should like to hear the sea.",
        "周末带他们去骑车看鹦鹉，把三个视频拼起来，不要音乐",
        "thanks! combine the clips, no music please, I'll put my own in later",
    ],
)
def test_a_story_around_the_wish_changes_nothing_of_it(message: str) -> None:
    film = told(message, "fresh")

    assert list(film) == ["auto_edit"]
    assert film["auto_edit"].get("sources", [BIKES, PARROT, SURF]) == [BIKES, PARROT, SURF]
    assert film["auto_edit"]["cut_to_beat"] is False


def test_the_occasion_of_a_film_is_no_medium_that_is_missing() -> None:
    lines = (
        "Brief for the weekend clip:",
        "- 9:16, 12 seconds",
        "- bikes first, then the parrot (no surf)",
        "- lofi",
    )
    film = told("\n".join(lines), "fresh")

    assert film["auto_edit"]["sources"] == [BIKES, PARROT]
    assert film["auto_edit"]["length"] == 12
    assert film["set_canvas"]["ratio"] == "9:16"


def test_a_title_has_the_place_and_the_time_that_stand_beside_it() -> None:
    film = told("all clips, 18 s, lofi. Title lower: “EP. 12”, first 3 seconds", "fresh")

    assert film["auto_edit"]["length"] == 18
    assert film["add_text"]["text"] == "EP. 12"
    assert film["add_text"]["place"] == "bottom"
    assert film["add_text"]["end"] == 3


@pytest.mark.parametrize(
    ("message", "sources", "music"),
    [
        (
            "a 15 second lofi video with blurred background from the parrot and the surf",
            [PARROT, SURF],
            "lofi",
        ),
        (
            "lofi, combine the parrot and the surf with their original sound, 15 seconds",
            [PARROT, SURF],
            "lofi",
        ),
        ("combine the parrot and the surf with the title “Hi”, lofi, 15 seconds", [PARROT, SURF], "lofi"),
        ("15 second lofi montage with #ff5500 lettering, title “Hi”", None, "lofi"),
    ],
)
def test_words_of_the_film_beside_a_fit_a_sound_or_a_title_are_not_lost(
    message: str, sources: list[str] | None, music: str
) -> None:
    film = told(message, "fresh")

    assert film["auto_edit"].get("sources") == sources
    assert film["auto_edit"]["length"] == 15
    assert film["set_music"]["mood"] == music


def test_words_behind_a_colon_are_the_title() -> None:
    film = told("the three clips, rock. title in the beginning: Anna & Marco", "fresh")

    assert film["add_text"] == {"op": "add_text", "text": "Anna & Marco", "start": "start"}


def test_a_blurred_background_and_no_cropping_are_how_the_clips_fit() -> None:
    message = "vertical, don't crop the people, blurred background instead. all clips, lofi"

    assert told(message, "fresh")["set_framing"]["fit"] == "blur"


@pytest.mark.parametrize(
    "message",
    [
        "make a video about penguins",
        "can u generate a clip of my cat surfing on mars",
        "first the parrot, then the sea lions, lofi",
        "what kinds of music can you make?",
        "put Flowers by Miley Cyrus over this",
        "delete the second clip",
        "the second clip drags, keep it to two seconds",
        "三个视频分屏同时播",
        "骑车那段太抖了，帮我做个防抖",
        "这个要收费吗，音乐有没有版权问题啊",
        "配个温柔女声的旁白，念“欢迎来到海边”",
    ],
)
def test_what_may_ask_for_something_else_makes_no_film(message: str) -> None:
    assert not heard(message, "fresh").operations


@pytest.mark.parametrize(
    ("message", "setup", "because"),
    [
        ("sync the clips to my song", "fresh", "no song has been uploaded"),
        ("cut everything to my song", "fresh_mixed", "several songs"),
        ("use clip 7", "fresh", "only 3"),
    ],
)
def test_what_the_project_lacks_is_said(message: str, setup: str, because: str) -> None:
    meant = heard(message, setup)

    assert not meant.operations
    assert any(because in refusal.because.en for refusal in meant.refusals)


def test_a_cut_to_the_beat_without_a_song_has_music_that_goes_with_the_pictures() -> None:

    meant = heard("make a music video from my clips", "fresh")
    completed = with_defaults(
        meant.wishes, SkillDefaults(), timeline=film_of("fresh"), media=media_of("fresh")
    )

    music = [o for wish in completed.wishes for o in wish if o.name == "set_music"]
    assert [to_json(o) for o in music] == [{"op": "set_music", "match": True}]
    assert any("composed" in note.en for note in completed.notes)


@pytest.mark.parametrize(
    ("message", "order"),
    [
        ("Make a 20 second video from these, cut to the beat, in chronological order, upbeat music", "given"),
        ("把这些视频按顺序剪成20秒的卡点视频，欢快的音乐", "given"),
        ("Make a 20 second video from these, cut to the beat, upbeat music", None),
        ("把这些视频剪成20秒的卡点视频，欢快的音乐", None),
    ],
)
def test_who_asks_for_the_order_of_the_clips_is_given_it(message: str, order: str | None) -> None:
    edit = told(message, "fresh_mixed")["auto_edit"]
    assert edit["cut_to_beat"] is True
    assert edit.get("order") == order


@pytest.mark.parametrize(
    ("message", "order"),
    [
        ("first the parrot, then the bikes, cut to the beat, lofi", "given"),
        ("parrot -> surf -> bikes, rock music, on the beat", "given"),
        ("end with the parrot, cut to the beat, upbeat", "given"),
        ("先放鹦鹉，再放单车，卡点，欢快的音乐", "given"),
        ("combine the parrot and the bikes, cut to the beat, upbeat music", None),
        ("start with surf, cut to the beat, upbeat music", None),
        ("把鹦鹉和单车剪成卡点视频，欢快的音乐", None),
    ],
)
def test_clips_that_are_named_are_a_selection_unless_the_words_say_which_follows_which(
    message: str, order: str | None
) -> None:
    edit = told(message, "fresh")["auto_edit"]
    assert edit["cut_to_beat"] is True
    assert edit["sources"]
    assert edit.get("order") == order


@pytest.mark.parametrize(
    "message",
    [
        "hype reel with my track",
        "chill montage with my song",
        "upbeat video with the song I uploaded",
        "用我的歌做个欢快的视频",
    ],
)
def test_a_song_that_was_never_uploaded_is_not_replaced_by_a_composed_piece(message: str) -> None:
    meant = heard(message, "fresh")
    assert meant.operations == ()
    assert "no song has been uploaded" in meant.refusals[0].because.en


@pytest.mark.parametrize(
    "message",
    [
        "mute the clips and use song.mp3",
        "combine the clips, mute them, use my song",
        "mute all clips and cut to my song",
        "把素材都静音，用我的歌",
    ],
)
def test_the_sound_of_all_clips_goes_where_it_is_to_go(message: str) -> None:
    film = told(message, "fresh_song")
    assert film["set_clip_sound"] == {"op": "set_clip_sound", "clips": ["all"], "mute": True}
    assert film["set_music"]["song"] == SONG


@pytest.mark.parametrize("message", ["combine and use the audio file", "把素材拼起来，用音频文件"])
def test_a_song_may_be_called_an_audio_file(message: str) -> None:
    film = told(message, "fresh_song")
    assert film["set_music"]["song"] == SONG
    assert "auto_edit" in film


def test_a_wish_that_cannot_be_done_yet_is_never_passed_over_as_a_story() -> None:
    meant = heard("mute the parrot and add upbeat music", "fresh")
    assert meant.operations == ()
    assert meant.refusals


@pytest.mark.parametrize(
    ("message", "wish", "film"),
    [
        ("15s reel, make the parrot clip slow motion", "make the parrot clip slow motion", "15s reel"),
        ("cut to the beat but keep the parrot sound", "keep the parrot sound", "cut to the beat"),
        ("15秒，最后一个镜头倒放", "最后一个镜头倒放", "15秒"),
    ],
)
def test_a_wish_of_one_clip_waits_for_the_film_and_the_rest_is_what_works(
    message: str, wish: str, film: str
) -> None:
    meant = heard(message, "fresh_song")
    assert meant.operations == ()
    [refusal] = meant.refusals
    assert refusal.words == wish
    assert refusal.say is not None
    assert refusal.say.en == film
    assert heard(film, "fresh_song").operations


def test_a_feature_that_there_is_not_keeps_nobody_from_the_film() -> None:
    meant = heard("combine and stabilize", "fresh_song")
    assert [operation.name for operation in meant.operations] == ["auto_edit"]
    assert "not part of this release" in meant.refusals[0].because.en
