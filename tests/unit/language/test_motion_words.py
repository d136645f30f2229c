"""Regions that follow, action on the beat, effects on the drop, looks for a time: said in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from support.words import meant, operations

FOLLOWING: list[tuple[str, dict[str, Any]]] = [
    ("pixelate the top left corner and follow it", {"effect": "pixelate", "place": "top-left"}),
    ("blur the face in the top left of clip 2 and follow it", {"place": "top-left", "clips": ["c2"]}),
    ("blur the center of clip 1 and track it", {"clips": ["c1"]}),
    ("模糊左上角并跟随", {"place": "top-left"}),
    ("第二段左上角打马赛克，跟着它走", {"effect": "pixelate", "place": "top-left", "clips": ["c2"]}),
    ("把第二段中间的脸模糊掉并跟踪", {"clips": ["c2"]}),
]


@pytest.mark.parametrize(("sentence", "expected"), FOLLOWING)
def test_a_region_follows_where_that_is_said(sentence: str, expected: dict[str, Any]) -> None:
    assert operations("cut", sentence) == [{"op": "blur_region", "follow": True, **expected}]


def test_a_region_stands_still_where_nothing_is_said_of_following() -> None:
    assert operations("cut", "blur the top left corner") == [{"op": "blur_region", "place": "top-left"}]


@pytest.mark.parametrize("sentence", ["blur the face in clip 2 and follow it", "把第二段的人脸模糊掉并跟踪"])
def test_a_face_without_a_place_is_refused_with_a_place_that_can_be_followed(sentence: str) -> None:
    found = meant("cut", sentence)
    assert not found.operations
    assert found.refusals[0].say is not None
    assert operations("cut", found.refusals[0].say.en)[0]["follow"] is True
    assert operations("cut", found.refusals[0].say.zh)[0]["follow"] is True


@pytest.mark.parametrize(
    "sentence",
    [
        "land the jumps on the beat",
        "align the action to the beat",
        "make the moves hit the beat",
        "动作卡点",
        "把动作对到节拍上",
        "让动作踩在鼓点上",
    ],
)
def test_action_is_put_on_the_beat(sentence: str) -> None:
    assert operations("cut", sentence) == [{"op": "slip_clip", "clip": "all", "action_on_beat": True}]


def test_the_action_of_one_clip_is_put_on_the_beat() -> None:
    expected = [{"op": "slip_clip", "clip": "c2", "action_on_beat": True}]
    assert operations("cut", "align the action of clip 2 with the beat") == expected
    assert operations("cut", "第二段的动作卡点") == expected


@pytest.mark.parametrize(
    "sentence",
    ["don't align the action to the beat", "别对齐动作", "不要动作卡点", "取消动作对齐", "动作不用对齐节拍"],
)
@pytest.mark.parametrize("project", ["cut", "fresh"])
def test_action_is_left_where_it_is_where_that_is_said(sentence: str, project: str) -> None:
    assert operations(project, sentence) == [{"op": "auto_edit", "action_on_beat": False}]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("flash on the drop", "flash"),
        ("flash when the beat drops", "flash"),
        ("white flash at the drop", "flash"),
        ("punch in on the drop", "punch"),
        ("副歌时闪白", "flash"),
        ("高潮处闪白", "flash"),
        ("在高潮的时候画面抖动", "shake"),
    ],
)
def test_an_effect_is_put_on_the_drop(sentence: str, kind: str) -> None:
    assert operations("cut", sentence) == [{"op": "set_beat_effects", "kind": kind, "on": "drop"}]


def test_to_drop_an_effect_takes_it_away() -> None:
    assert operations("cut", "drop the flashes") == [
        {"op": "set_beat_effects", "kind": "flash", "strength": 0.0}
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "make the title pop",
        "let the title pop in",
        "make the title bounce",
        "make the title pop on the beat",
        "标题弹出来",
        "标题跳出来",
    ],
)
def test_a_title_pops(sentence: str) -> None:
    assert operations("titled", sentence) == [{"op": "change_text", "texts": ["t1"], "entrance": "pop"}]


@pytest.mark.parametrize(
    "sentence",
    ["cross-dissolve the cut between 3 and 4", "3和4之间加叠化", "在3和4之间的切点加叠化"],
)
def test_the_cut_between_two_numbers_is_that_between_these_clips(sentence: str) -> None:
    assert operations("montage", sentence) == [{"op": "set_transition", "clips": ["c4"], "kind": "dissolve"}]


GREY: dict[str, Any] = {"op": "set_look", "preset": "black_and_white"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("make it black and white from 2 to 4 seconds", {**GREY, "start": 2.0, "end": 4.0}),
        ("第3到6秒变黑白", {**GREY, "start": 3.0, "end": 6.0}),
        ("从第5秒开始变黑白", {**GREY, "start": 5.0}),
        ("black and white for the last 2 seconds", {**GREY, "start": "end-2", "end": "end"}),
        ("最后2秒黑白", {**GREY, "start": "end-2", "end": "end"}),
        ("前3秒复古", {"op": "set_look", "preset": "vintage", "start": 0.0, "end": 3.0}),
        (
            "make the film black and white from bar 3 to bar 5",
            {**GREY, "start": {"bar": 3}, "end": {"bar": 5}},
        ),
        (
            "make the video a bit darker between 4 and 8 seconds",
            {"op": "set_look", "brightness_by": -0.1, "start": 4.0, "end": 8.0},
        ),
        # Seconds 1 to 3 of the clip that starts at 4 s.
        ("make clip 2 black and white from 1 to 3 seconds", {**GREY, "start": 5.0, "end": 7.0}),
        ("去掉3到6秒的黑白", {"op": "set_look", "preset": "none", "start": 3.0, "end": 6.0}),
    ],
)
def test_a_look_is_set_for_a_time(sentence: str, expected: dict[str, Any]) -> None:
    assert operations("cut", sentence) == [expected]


def test_more_of_a_look_for_a_time_is_for_that_time() -> None:
    assert operations("cut", "make it darker between 4 and 8 seconds", "a bit more") == [
        {"op": "set_look", "brightness_by": -0.1, "start": 4.0, "end": 8.0}
    ]
