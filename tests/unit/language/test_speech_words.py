"""Pauses, music under speech and captions of what is said, in words: half Chinese, with traps."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.timeline.model import Timeline
from support.films import PROJECTS, film, media_of
from support.wishes import Conversation
from unit.language.scenes import edits, heard, talk

PAUSES: dict[str, Any] = {"op": "remove_pauses"}
SPOKEN: dict[str, Any] = {"op": "add_captions", "from_speech": True}


def under(level: float) -> dict[str, Any]:
    return {"op": "set_music_mix", "under_speech": level}


WISHES: list[tuple[str, list[dict[str, Any]]]] = [
    ("remove the pauses", [PAUSES]),
    ("cut out the silences", [PAUSES]),
    ("could you please cut out the silences?", [PAUSES]),
    ("remove all the silence", [PAUSES]),
    ("cut the dead air", [PAUSES]),
    ("get rid of the gaps between words", [PAUSES]),
    ("cut out the parts where nobody speaks", [PAUSES]),
    ("remove silences from the whole video", [PAUSES]),
    ("remove the pauses from clip 2", [{**PAUSES, "clips": ["c2"]}]),
    ("delete pauses over 0.8s in clips 1 and 2", [{**PAUSES, "clips": ["c1", "c2"], "longer_than_s": 0.8}]),
    ("remove silences longer than 1 second", [{**PAUSES, "longer_than_s": 1.0}]),
    (
        "cut the pauses longer than half a second out of the second clip",
        [{**PAUSES, "clips": ["c2"], "longer_than_s": 0.5}],
    ),
    ("去掉停顿", [PAUSES]),
    ("剪掉没人说话的部分", [PAUSES]),
    ("把说话之间的空隙剪掉", [PAUSES]),
    ("去掉静音部分", [PAUSES]),
    ("去掉气口", [PAUSES]),
    ("删掉超过1秒的停顿", [{**PAUSES, "longer_than_s": 1.0}]),
    ("把第二段的停顿去掉", [{**PAUSES, "clips": ["c2"]}]),
    ("把第二段里超过1秒的停顿剪掉", [{**PAUSES, "clips": ["c2"], "longer_than_s": 1.0}]),
    ("去掉第一段和第二段的停顿", [{**PAUSES, "clips": ["c1", "c2"]}]),
    ("duck the music when people talk", [under(0.3)]),
    ("duck the music under speech", [under(0.3)]),
    ("lower the music when someone is speaking", [under(0.3)]),
    ("make the music quieter while I talk", [under(0.3)]),
    ("music should be quieter under the voice", [under(0.3)]),
    ("turn the music down to 20% when they speak", [under(0.2)]),
    ("lower the music by 40% when people talk", [under(0.6)]),
    ("lower the music when people talk, to 20%", [under(0.2)]),
    ("make the music much quieter when he speaks", [under(0.15)]),
    ("mute the music when people talk", [under(0.0)]),
    ("auto duck the music", [under(0.3)]),
    ("stop ducking the music", [under(1.0)]),
    ("don't lower the music when people talk", [under(1.0)]),
    ("人说话时降低音乐", [under(0.3)]),
    ("说话的时候音乐小一点", [under(0.3)]),
    ("有人说话时把音乐降到20%", [under(0.2)]),
    ("人说话时把背景音乐调小，降到25%", [under(0.25)]),
    ("说话时把音乐静音", [under(0.0)]),
    ("自动闪避", [under(0.3)]),
    ("不要在说话时降低音乐", [under(1.0)]),
    ("add captions from what they say", [SPOKEN]),
    ("transcribe it", [SPOKEN]),
    ("auto captions", [SPOKEN]),
    ("add auto captions", [SPOKEN]),
    ("generate subtitles", [SPOKEN]),
    ("subtitle the speech", [SPOKEN]),
    ("transcribe the video and add subtitles", [SPOKEN]),
    ("transcribe the speech and show it as captions", [SPOKEN]),
    ("make captions from the audio with word by word highlight", [{**SPOKEN, "style": "word_by_word"}]),
    ("add karaoke captions from the speech", [{**SPOKEN, "style": "word_by_word"}]),
    ("add captions from speech on a box", [{**SPOKEN, "style": "box"}]),
    ("字幕识别", [SPOKEN]),
    ("自动生成字幕", [SPOKEN]),
    ("给视频自动加字幕", [SPOKEN]),
    ("根据语音生成字幕", [SPOKEN]),
    ("识别语音加字幕", [SPOKEN]),
    ("语音转字幕", [SPOKEN]),
    ("自动字幕，逐字高亮", [{**SPOKEN, "style": "word_by_word"}]),
    ("remove the pauses and duck the music when people talk", [PAUSES, under(0.3)]),
    ("自动生成字幕并去掉停顿", [SPOKEN, PAUSES]),
]


def values(operation: Operation | dict[str, Any]) -> dict[str, Any]:
    parsed = parse_operations([operation])[0] if isinstance(operation, dict) else operation
    return parsed.model_dump()


@pytest.mark.parametrize(("words", "meant"), WISHES)
def test_a_sentence_about_speech_is_that_operation_and_nothing_else(
    words: str, meant: list[dict[str, Any]]
) -> None:
    assert [values(found) for found in edits(words, "song")] == [values(wish) for wish in meant]


@pytest.mark.parametrize("operation", [PAUSES, {**PAUSES, "clips": 2, "longer_than_s": 1.5}, under(0.3),
                                       under(1.0), SPOKEN, {**SPOKEN, "style": "word_by_word"}])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_an_operation_says_of_itself_is_understood(operation: dict[str, Any], language: str) -> None:
    (given,) = parse_operations([operation])
    said = given.sentence().in_language(language)
    (found,) = edits(said, "song")
    expected = {**values(given), **({"clips": ("c2",)} if operation.get("clips") else {})}
    assert values(found) == expected


# None of them may be taken for a wish about speech.
OTHERS: list[tuple[str, str]] = [
    ("lower the music", "volume_by"),
    ("music at 40%", "volume"),
    ("mute clip 2", "mute"),
    ("第2段静音", "mute"),
    ("音乐小一点", "volume_by"),
]


@pytest.mark.parametrize(("words", "field"), OTHERS)
def test_what_speaks_of_no_speech_is_read_as_before(words: str, field: str) -> None:
    (found,) = edits(words, "song")
    assert field in found
    assert "under_speech" not in found


@pytest.mark.parametrize(
    ("first", "then", "level"),
    [
        ("duck the music when people talk", "even quieter", 0.18),
        ("duck the music when people talk", "a bit more", 0.24),
        ("duck the music when people talk", "make it 20%", 0.2),
        ("duck the music when people talk", "a little louder", 0.37),
        ("duck the music when people talk", "too quiet", 0.5),
        ("人说话时降低音乐", "再低一点", 0.24),
        ("人说话时降低音乐", "改成20%", 0.2),
        ("人说话时降低音乐", "太小了", 0.5),
    ],
)
def test_what_follows_speaks_of_the_level_under_speech_and_not_of_the_music(
    first: str, then: str, level: float
) -> None:
    _, second = talk(first, then, setup="song")
    assert [values(operation) for operation in second.operations] == [values(under(level))]


def test_behind_another_wish_the_same_words_mean_that_one() -> None:
    _, second = talk("lower the music", "even quieter", setup="song")
    assert all(getattr(operation, "under_speech", None) is None for operation in second.operations)


REFUSED = [
    "translate the captions to Chinese",
    "add bilingual subtitles",
    "label the speakers",
    "add speaker names to the captions",
    "show the lyrics as captions",
    "remove the pauses longer than 5 minutes",
    "raise the music by 20% when people talk",
    "remove the pauses from clip 9",
    "翻译字幕",
    "双语字幕",
    "歌词字幕",
    "去掉第九段的停顿",
    "去掉超过0.1秒的停顿",
]


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_not_there_is_refused_and_changes_nothing(words: str) -> None:
    meant = heard(words, "song")
    assert not meant.operations
    assert meant.refusals or meant.unknown


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("combine the clips and remove the pauses", ["auto_edit", "remove_pauses"]),
        ("make a 20 second film, duck the music when people talk", ["auto_edit", "set_music_mix"]),
        ("add lofi music and lower it when people talk", ["set_music", "set_music_mix"]),
        ("把这些片段剪到一起，去掉停顿，自动生成字幕", ["auto_edit", "remove_pauses", "add_captions"]),
        ("把视频拼起来，配上音乐，说话的时候音乐小一点", ["set_music", "auto_edit", "set_music_mix"]),
    ],
)
def test_a_first_message_loses_no_wish_about_speech(words: str, names: list[str]) -> None:
    empty = Scene(timeline=Timeline(), media=media_of("plain"))
    meant = understand(words, empty)
    assert [operation.name for operation in meant.operations] == names
    assert not meant.refusals
    assert not meant.unknown


def test_where_nobody_speaks_nothing_is_changed_and_that_is_said() -> None:
    for words, why in (
        ("remove the pauses", "nobody speaks"),
        ("transcribe it", "nothing that is said"),
        ("duck the music when people talk", "there is no music"),
    ):
        project = Conversation(media=PROJECTS["plain"][0], timeline=film("plain"))
        done, refused = project.say(words)
        assert not done
        assert why in str(refused)
        assert project.timeline == film("plain")
        assert isinstance(project.timeline, Timeline)
