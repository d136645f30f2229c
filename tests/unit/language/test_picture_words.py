"""Framing of clips and fades of the film."""

from __future__ import annotations

from typing import Any

import pytest

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
