"""`reset_clip`: what was set on a clip goes, what it shows and what others are stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.edit.operations.reset_clip import ResetClip
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from support.edits import applied_to
from support.films import film, media_of

CHANGES = [
    {"op": "set_speed", "clips": "c2", "factor": 2},
    {"op": "reverse_clip", "clips": "c2"},
    {"op": "set_framing", "clips": "c2", "zoom": 1.5, "rotate": 90, "flip": "both", "fit": "blur"},
    {"op": "set_look", "clips": "c2", "preset": "vintage", "warmth_by": 0.2, "vignette": 0.3},
    {"op": "set_clip_sound", "clips": "c2", "volume": 0.7, "fade_in_s": 1},
]


@pytest.mark.parametrize("project", ["plain", "cut", "titled"])
def test_a_clip_is_as_it_was_before_all_that_was_set_on_it(project: str) -> None:
    before = film(project)
    changed = applied_to(project, *CHANGES).timeline
    assert changed.video_clips[1].speed == 2
    again = applied_to(project, {"op": "reset_clip", "clips": "c2"}, timeline=changed).timeline
    assert replace(again.video_clips[1], pinned=False) == before.video_clips[1]
    assert (again.video_clips[0], again.video_clips[2]) == (before.video_clips[0], before.video_clips[2])


def test_a_frozen_picture_stays_one_and_the_in_point_stays() -> None:
    frozen = applied_to(
        "plain", {"op": "freeze_frame", "clip": "c1"}, {"op": "slip_clip", "clip": "c3", "in_s": 4}
    )
    again = applied_to("plain", {"op": "reset_clip", "clips": "all"}, timeline=frozen.timeline)
    assert not again.changed
    assert again.timeline == frozen.timeline


def test_a_clip_on_which_nothing_was_set_is_that_way_already() -> None:
    applied = applied_to("cut", {"op": "reset_clip", "clips": 1})
    assert not applied.changed
    assert applied.timeline == film("cut")


@pytest.mark.parametrize(
    ("words", "clip_id"),
    [
        ("reset clip 2", "c2"),
        ("take all the effects off the last clip", "c3"),
        ("show the parrot as it was shot", "c2"),
        ("第二个片段恢复原样", "c2"),
        ("把最后一个片段还原", "c3"),
    ],
)
def test_it_is_said_in_english_and_chinese(words: str, clip_id: str) -> None:
    scene = Scene(timeline=film("plain"), media=media_of("plain"))
    assert understand(words, scene).operations == (ResetClip(clips=(clip_id,)),)


@pytest.mark.parametrize("words", ["reset everything", "reset the music", "reset", "还原"])
def test_what_names_no_clip_resets_none(words: str) -> None:
    scene = Scene(timeline=film("plain"), media=media_of("plain"))
    assert not any(isinstance(o, ResetClip) for o in understand(words, scene).operations)


def test_its_own_sentence_means_itself() -> None:
    scene = Scene(timeline=film("plain"), media=media_of("plain"))
    (operation,) = parse_operations({"op": "reset_clip", "clips": 2})
    for words in operation.sentence():
        assert understand(words, scene).operations == (ResetClip(clips=("c2",)),), words
