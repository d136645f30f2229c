"""Chinese as it is spoken: particles, remarks before a wish, denials and amounts in many shapes."""

from __future__ import annotations

from typing import Any

import pytest

from unit.language.scenes import edits, heard


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("鹦鹉那个镜头砍到三秒", {"op": "set_clip_length", "clips": ["c2"], "length": 3.0}),
        ("中间那段缩到3s吧", {"op": "set_clip_length", "clips": ["c2"], "length": 3.0}),
        ("冲浪多来一秒", {"op": "set_clip_length", "clips": ["c3"], "length": 7.0}),
        ("1号镜头2秒", {"op": "set_clip_length", "clips": ["c1"], "length": 2.0}),
        ("鹦鹉可以去掉吗", {"op": "remove_clips", "clips": ["c2"]}),
        ("鹦鹉放自行车前头", {"op": "move_clips", "clips": ["c2"], "to": {"before": "c1"}}),
        ("把后两段交换", {"op": "move_clips", "clips": ["c2"], "swap_with": "c3"}),
        ("自行车加速一倍", {"op": "set_speed", "clips": ["c1"], "factor": 2.0}),
        ("冲浪放慢一倍", {"op": "set_speed", "clips": ["c3"], "factor": 0.5}),
        ("鹦鹉别裁切,后面垫模糊背景", {"op": "set_framing", "clips": ["c2"], "fit": "blur"}),
    ],
)
def test_everyday_words_mean_one_edit(words: str, expected: dict[str, Any]) -> None:
    assert edits(words) == [expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("第一段很抖,慢一点", {"op": "set_speed", "clips": ["c1"], "factor": 0.5}),
        ("鹦鹉有点无聊,2秒够了", {"op": "set_clip_length", "clips": ["c2"], "length": 2.0}),
        ("第一段有风声,声音关掉", {"op": "set_clip_sound", "clips": ["c1"], "mute": True}),
    ],
)
def test_a_wish_without_an_object_is_about_the_clip_that_was_remarked_on(
    words: str, expected: dict[str, Any]
) -> None:
    assert edits(words) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "鹦鹉那里有个路人,去掉",
        "鹦鹉的字太小,放大",
        "第一段和第二段接不上,短一点",
        "鹦鹉可以不删吗",
        "鹦鹉没必要删",
        "不需要删鹦鹉",
        "要不要把鹦鹉删掉",
        "鹦鹉是第二段吗",
        "鹦鹉5秒太长了",
        "第一段长了一秒",
        "最后一张照片删掉",
        "剪成2、3段",
    ],
)
def test_denials_questions_and_other_objects_change_nothing(words: str) -> None:
    assert not heard(words).operations
