"""A skill's defaults in words."""

from __future__ import annotations

import pytest

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.conversation.default_words import words_for_defaults
from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.skills import SkillDefaults
from support.films import film, media_of
from support.studio import SKILL_DEFAULTS


@pytest.mark.parametrize(
    ("skill", "english", "chinese"),
    [
        (
            "video-clip-maker-with-music",
            "Where I have not said otherwise: make it 9:16, add background music (upbeat), join all clips and cut them to the beat.",  # noqa: E501
            "我没有特别说明的部分：画面用 9:16，加欢快的背景音乐，把所有片段拼起来并卡点剪辑。",
        ),
        (
            "video-music-generator",
            "Where I have not said otherwise: keep the footage's own cuts, order and length, add background music (fitting the pictures).",  # noqa: E501
            "我没有特别说明的部分：保留素材原有的剪辑、顺序和时长，加符合画面的背景音乐。",
        ),
        (
            "vidmuse-ai",
            "Where I have not said otherwise: use the song that I uploaded as the music, else add background music (electronic), join all clips and cut them to the beat, fast cuts.",  # noqa: E501
            "我没有特别说明的部分：用我上传的歌作为音乐，没有的话加电子的背景音乐，把所有片段拼起来并卡点剪辑，快节奏剪辑。",
        ),
    ],
)
def test_each_skill_is_one_plain_sentence(skill: str, english: str, chinese: str) -> None:
    assert words_for_defaults(SKILL_DEFAULTS[skill], "en") == english
    assert words_for_defaults(SKILL_DEFAULTS[skill], "zh-CN") == chinese


def test_there_is_nothing_to_say_without_defaults() -> None:
    assert words_for_defaults(SkillDefaults(), "en") == ""
    assert words_for_defaults(SkillDefaults(aspect="source"), "zh") == ""
    assert (
        words_for_defaults(SkillDefaults(length_s=30))
        == "Where I have not said otherwise: at most 30 seconds."
    )


def test_every_mood_of_the_composer_has_its_words() -> None:
    for mood, sound in MOODS.items():
        assert f"({sound.labels['en'].lower()})" in words_for_defaults(
            SkillDefaults(music="composed", mood=mood)
        )
        assert sound.labels["zh"] in words_for_defaults(SkillDefaults(music="composed", mood=mood), "zh")


def test_the_sentence_means_the_same_to_our_own_studio() -> None:
    for language in ("en", "zh"):
        said = words_for_defaults(SKILL_DEFAULTS["video-clip-maker-with-music"], language)
        meant = understand(said, Scene(timeline=film("fresh"), media=media_of("fresh")))
        wishes = [to_json(operation) for operation in meant.operations]
        assert {"op": "set_canvas", "ratio": "9:16"} in wishes
        assert any(w["op"] == "set_music" and w.get("mood") == "upbeat" for w in wishes)
        assert any(w["op"] == "auto_edit" and w.get("cut_to_beat") for w in wishes)
