"""Framing of clips and fades of the film."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from support.films import film, media_of
from support.words import operations

CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("plain", "zoom in on clip 2 to 120%", [{"op": "set_framing", "clips": ["c2"], "zoom": 1.2}]),
    (
        "plain",
        "rotate the parrot 90 degrees counterclockwise",
        [{"op": "set_framing", "clips": ["c2"], "rotate_by": 270}],
    ),
    (
        "plain",
        "flip clips 1 and 3 horizontally",
        [{"op": "set_framing", "clips": ["c1", "c3"], "flip": "horizontal"}],
    ),
    ("plain", "冲浪上下翻转", [{"op": "set_framing", "clips": ["c3"], "flip": "vertical"}]),
    ("plain", "follow the face", [{"op": "set_framing", "clips": ["all"], "follow": True}]),
    ("plain", "keep the person in frame", [{"op": "set_framing", "clips": ["all"], "follow": True}]),
    ("plain", "follow the action in clip 2", [{"op": "set_framing", "clips": ["c2"], "follow": True}]),
    ("plain", "don't follow", [{"op": "set_framing", "clips": ["all"], "follow": False}]),
    ("plain", "in clip 3 don't follow", [{"op": "set_framing", "clips": ["c3"], "follow": False}]),
    ("plain", "blurred bars please", [{"op": "set_framing", "clips": ["all"], "fit": "blur"}]),
    ("plain", "画面跟随人物", [{"op": "set_framing", "clips": ["all"], "follow": True}]),
    ("plain", "第 2 段的裁切跟随人脸", [{"op": "set_framing", "clips": ["c2"], "follow": True}]),
    ("plain", "不要跟随", [{"op": "set_framing", "clips": ["all"], "follow": False}]),
    ("plain", "第二段不要跟随", [{"op": "set_framing", "clips": ["c2"], "follow": False}]),
    ("plain", "保留模糊边框", [{"op": "set_framing", "clips": ["all"], "fit": "blur"}]),
    ("plain", "keep the black bars", [{"op": "set_framing", "clips": ["all"], "fit": "contain"}]),
    (
        "plain",
        "make it vertical and follow the face",
        [{"op": "set_canvas", "ratio": "9:16"}, {"op": "set_framing", "clips": ["all"], "follow": True}],
    ),
    ("plain", "no cropping on clip 2", [{"op": "set_framing", "clips": ["c2"], "fit": "contain"}]),
    (
        "plain",
        "use a blurred background for all clips",
        [{"op": "set_framing", "clips": ["c1", "c2", "c3"], "fit": "blur"}],
    ),
    (
        "plain",
        "show the top part of the parrot",
        [{"op": "set_framing", "clips": ["c2"], "position": {"x": 0.5, "y": 0.2}}],
    ),
    ("plain", "slow pan across the bikes", [{"op": "set_framing", "clips": ["c1"], "motion": "pan-right"}]),
    ("plain", "第一段缓慢拉远", [{"op": "set_framing", "clips": ["c1"], "motion": "pull-out"}]),
    (
        "cut",
        "fade in from black for 1s and fade out to black for 2s",
        [{"op": "fade_film", "at": "in"}, {"op": "fade_film", "at": "out", "length_s": 2.0}],
    ),
    (
        "cut",
        "open with a fade from white, half a second",
        [{"op": "fade_film", "at": "in", "length_s": 0.5, "color": "#ffffff"}],
    ),
    (
        "cut",
        "end with a slow fade to black over 3 seconds",
        [{"op": "fade_film", "at": "out", "length_s": 3.0}],
    ),
    ("cut", "片尾白屏淡出2秒", [{"op": "fade_film", "at": "out", "length_s": 2.0, "color": "#ffffff"}]),
    ("cut", "不要淡出", [{"op": "fade_film", "at": "out", "length_s": 0.0}]),
]


@pytest.mark.parametrize(("project", "sentence", "expected"), CASES)
def test_a_sentence_means_these_operations(
    project: str, sentence: str, expected: list[dict[str, Any]]
) -> None:
    assert operations(project, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("keep the black bars", {"crop_bars": False}),
        ("第 1 段保留黑边", {"crop_bars": False}),
        ("remove the black bars", {"fit": "cover", "crop_bars": True}),
        ("去掉黑边", {"fit": "cover", "crop_bars": True}),
        ("crop the original black bars", {"crop_bars": True}),
    ],
)
def test_bars_are_those_of_the_source_where_it_has_them(sentence: str, expected: dict[str, Any]) -> None:
    plain = Scene(timeline=film("plain"), media=media_of("plain"))
    bars = ((0.0, 0.12, 1.0, 0.88),)
    media = tuple(
        replace(m, analysis=replace(m.analysis, pictures=bars)) if m.analysis else m for m in plain.media
    )
    meant = understand(sentence, replace(plain, media=media))
    assert not meant.unknown
    (operation,) = (to_json(one) for one in meant.operations)
    assert {key: value for key, value in operation.items() if key not in ("op", "clips")} == expected
