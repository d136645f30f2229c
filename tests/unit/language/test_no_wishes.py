"""What is no wish, what is not to be done, what this release does not have, and other versions."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.language.readings import Redo, Restore, Undo
from nemovideo_mcp.language.rules.unavailable import FEATURES, Feature
from support.films import film, media_of, talking
from support.wishes import Conversation
from support.words import meant
from unit.language.scenes import edits, heard


@pytest.mark.parametrize(
    ("project", "sentence"),
    [
        ("cut", "thanks a lot, that's perfect!"),
        ("cut", "how do I add a title?"),
        ("cut", "can you hear the parrot?"),
        ("cut", "don't make the music louder"),
        ("cut", "do not mute the parrot"),
        ("cut", "please leave everything as it is"),
        ("cut", "no subtitles please"),
        ("cut", "辛苦了 很满意"),
        ("cut", "这是什么音乐?"),
        ("cut", "别动音乐"),
        ("titled", "先别动标题"),
        ("cut", "不要静音鹦鹉"),
    ],
)
def test_talk_questions_and_negations_change_nothing(project: str, sentence: str) -> None:
    found = meant(project, sentence)
    assert found.talk
    assert not found.operations
    assert not found.unknown


@pytest.mark.parametrize(
    ("project", "sentence"),
    [
        ("cut", "the second clip looks sad"),
        ("cut", "make clip 2 happier"),
        ("cut", "this song is sad"),
        ("song", "make it calmer"),
        ("cut", "冲浪很燃"),
        ("cut", "这音乐好悲伤"),
        ("titled", "the title covers her face"),
        ("cut", "2 seconds"),
        ("cut", "mute"),
        ("cut", "make the title red and mute clip 9"),
    ],
)
def test_what_is_not_plain_becomes_no_operation(project: str, sentence: str) -> None:
    assert not meant(project, sentence).operations


@pytest.mark.parametrize(
    "sentence",
    [
        "add a star wipe between all clips",
        "put a VHS filter on clip 2",
        "add subtitles",
        "add a glitch on every beat",
        "use a song by Drake",
        "stabilize all clips",
        "split screen with bikes and surf",
        "put a heart sticker on the parrot",
        "给第二段磨皮美颜",
        "片段之间加翻页转场",
        "来个AI配音",
        "冲浪那段做曲线变速",
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence_that_works(sentence: str) -> None:
    found = meant("cut", sentence)
    assert not found.operations
    assert found.refusals[0].because.en
    assert found.refusals[0].say is not None


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.say.en)
def test_the_sentence_that_is_offered_works(feature: Feature) -> None:
    for sentence in feature.say:
        found = meant("titled", sentence)
        assert found.operations or found.wants_export, sentence
        assert not found.refusals
        assert not found.unknown
        media = tuple(map(talking, media_of("titled")))
        done, refused = Conversation(media=media, timeline=film("titled")).say(sentence)
        assert done or found.wants_export, sentence
        assert refused == ()


def test_the_rest_of_a_message_is_done_where_one_part_is_not_there() -> None:
    found = meant("cut", "mute clip 1 and give the film a glitchy VHS filter")
    assert [o.name for o in found.operations] == ["set_clip_sound"]
    assert found.refusals


def test_nothing_is_done_where_a_part_that_names_something_is_not_understood() -> None:
    found = meant("cut", "mute clip 1 and frobnicate clip 2")
    assert not found.operations
    assert found.unknown


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("undo", Undo()),
        ("undo the last two changes", Undo(steps=2)),
        ("go back one step", Undo()),
        ("redo", Redo()),
        ("go back to version 2", Restore(version=2)),
        ("撤回刚才那步", Undo()),
        ("退回去两步", Undo(steps=2)),
        ("恢复到第99版", Restore(version=99)),
    ],
)
def test_other_versions(sentence: str, step: object) -> None:
    assert meant("cut", sentence).step == step


def test_what_follows_speaks_of_what_was_said_before() -> None:
    assert meant("plain", 'add the title "Rio"', "make it bigger").operations[0].name == "change_text"
    assert meant("song", "quieter music", "a bit more").operations[0].name == "set_music_mix"
    assert meant("cut", "mute the parrot", "and the surf").operations[0].model_dump()["clips"] == ("c3",)
    assert meant("titled", "change the title to Monday", "no, Tuesday").operations == ()


@pytest.mark.parametrize(
    ("project", "sentence"),
    [
        ("plain", "so that makes it 10 seconds, right?"),
        ("plain", "这样总时长是10秒对吧？"),
        ("plain", "自行车有点快，不过就这样吧"),
        ("plain", "half of the clips should be in slow motion"),
        ("plain", "一半的镜头放慢"),
        ("plain", "crop the left half of the surf"),
        ("plain", "only if it doesn't change the length, reverse the surf"),
        ("plain", "如果不影响长度，就把冲浪倒放"),
        ("plain", "Do a speed ramp on the surf clip, start slow and ramp up to 200%"),
        ("plain", "loop the parrot 500 times"),
    ],
)
def test_questions_conditions_and_what_is_not_there_change_nothing(project: str, sentence: str) -> None:
    assert not meant(project, sentence).operations


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("make it black and white, not in clip 2", {"preset": "black_and_white"}),
        ("make it black and white, but not in clip 2", {"preset": "black_and_white"}),
        ("mute all clips, not in clip 2", {"mute": True}),
        ("follow the people, not clip 2", {"follow": True}),
        ("make everything warmer but leave clip 2 alone", {"warmth_by": 0.2}),
        ("give it a vintage look but keep clip 2 as it is", {"preset": "vintage"}),
        ("mute all, keep clip 2 as is", {"mute": True}),
        ("everything in slow motion, don't touch the parrot", {"factor": 0.5}),
        ("make everything warmer without changing the parrot", {"warmth_by": 0.2}),
        ("remove all clips but keep clip 2 as it is", {"op": "remove_clips"}),
        ("跟着人物，第二段不要", {"follow": True}),
        ("全部黑白，第二段不要", {"preset": "black_and_white"}),
        ("全部静音，第二段不要", {"mute": True}),
        ("都加暗角，第二段不用", {"vignette": 0.5}),
    ],
)
def test_a_clip_that_is_spared_behind_a_wish_for_all_stays_as_it_is(
    words: str, others: dict[str, Any]
) -> None:
    (edit,) = edits(words)
    assert {key: edit[key] for key in ("clips", *others)} == {"clips": ["c1", "c3"], **others}


@pytest.mark.parametrize(
    ("words", "ops"),
    [
        ("第一段静音，第二段不要", ["set_clip_sound", "remove_clips"]),
        ("剪成15秒，第二段不要", ["remove_clips", "set_film_length"]),
        ("第二段不要了", ["remove_clips"]),
    ],
)
def test_a_clip_that_is_not_wanted_beside_another_wish_is_removed(words: str, ops: list[str]) -> None:
    assert [edit["op"] for edit in edits(words)] == ops


def test_nothing_is_removed_where_what_is_not_wanted_may_be_the_words_before() -> None:
    assert not heard("加快速度，第二段不要").operations


@pytest.mark.parametrize(
    ("words", "clips"),
    [
        ("crossfade clips 2 and 3", ["c3"]),
        ("第二段和第三段叠化", ["c3"]),
        ("add a dissolve to clips 2 and 3", ["c2", "c3"]),
        ("给第二段和第三段都加叠化", ["c2", "c3"]),
        ("remove the transitions of clips 2 and 3", ["c2", "c3"]),
    ],
)
def test_two_clips_that_are_joined_get_one_transition_between_them(words: str, clips: list[str]) -> None:
    (edit,) = edits(words)
    assert (edit["op"], edit["clips"]) == ("set_transition", clips)
