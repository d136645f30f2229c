"""Texts from words: their words stay as they were typed, and nothing else of the sentence is lost."""

from __future__ import annotations

from typing import Any

import pytest

from support.words import operations

CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "plain",
        'add the title "Hello World" in yellow at the top',
        [{"op": "add_text", "text": "Hello World", "place": "top", "color": "#ffd400"}],
    ),
    ("plain", "add a title My Trip at the start", [{"op": "add_text", "text": "My Trip", "start": "start"}]),
    (
        "plain",
        "end card: Thanks for watching, 2 sec",
        [{"op": "add_text", "text": "Thanks for watching", "kind": "end_card", "length": 2.0}],
    ),
    (
        "plain",
        'put "Part one" at 0 s and "Part two" at 9 s, 2 seconds each',
        [
            {"op": "add_text", "text": "Part one", "start": 0.0, "length": 2.0},
            {"op": "add_text", "text": "Part two", "start": 9.0, "length": 2.0},
        ],
    ),
    (
        "plain",
        'add the text "remove the music" from 1 to 3 seconds',
        [{"op": "add_text", "text": "remove the music", "start": 1.0, "end": 3.0}],
    ),
    (
        "plain",
        'I\'d like a lower third with the name "Maria" over clip 2',
        [{"op": "add_text", "text": "Maria", "kind": "lower_third", "start": 4.0}],
    ),
    (
        "plain",
        "put the text GO! in the middle from 2s to 3s, big and red",
        [
            {
                "op": "add_text",
                "text": "GO!",
                "start": 2.0,
                "end": 3.0,
                "place": "center",
                "size": 1.5,
                "color": "#ff0000",
            }
        ],
    ),
    (
        "plain",
        "add a title that says Tokyo Nights and make it vertical",
        [{"op": "add_text", "text": "Tokyo Nights"}, {"op": "set_canvas", "ratio": "9:16"}],
    ),
    (
        "plain",
        "屏幕中间打字:倒放一次给你看,前3秒",
        [{"op": "add_text", "text": "倒放一次给你看", "start": 0.0, "end": 3.0, "place": "center"}],
    ),
    (
        "plain",
        "左下角写“里斯本”,2到5秒",
        [{"op": "add_text", "text": "里斯本", "start": 2.0, "end": 5.0, "place": "bottom-left"}],
    ),
    (
        "plain",
        "0到2秒写“第一天”,10到12秒写“第二天”",
        [
            {"op": "add_text", "text": "第一天", "start": 0.0, "end": 2.0},
            {"op": "add_text", "text": "第二天", "start": 10.0, "end": 12.0},
        ],
    ),
    (
        "titled",
        "change The End to Bye for now",
        [{"op": "change_text", "texts": ["t2"], "text": "Bye for now"}],
    ),
    ("titled", "make the title last 2 seconds", [{"op": "change_text", "texts": ["t1"], "length": 2.0}]),
    (
        "titled",
        "the opening title should appear at 1s not at 0",
        [{"op": "change_text", "texts": ["t1"], "start": 1.0}],
    ),
    ("titled", "both titles smaller", [{"op": "change_text", "texts": ["t1", "t2"], "size_by": 0.7}]),
    (
        "titled",
        "make Sunday Ride twice as big and orange",
        [{"op": "change_text", "texts": ["t1"], "size_by": 2.0, "color": "#ff8c00"}],
    ),
    ("titled", "打错了,Sunday应该是Sundae", [{"op": "change_text", "texts": ["t1"], "text": "Sundae Ride"}]),
    ("titled", "标题晚一秒出来", [{"op": "change_text", "texts": ["t1"], "start": 1.0, "length": 3.0}]),
    ("titled", "只改片尾的字:再见啦,片头的别碰", [{"op": "change_text", "texts": ["t2"], "text": "再见啦"}]),
    ("titled", "remove the title", [{"op": "remove_text", "texts": ["t1"]}]),
    ("titled", "字都不要了", [{"op": "remove_text", "texts": ["t1", "t2"]}]),
]


@pytest.mark.parametrize(("project", "sentence", "expected"), CASES)
def test_a_sentence_means_these_operations(
    project: str, sentence: str, expected: list[dict[str, Any]]
) -> None:
    assert operations(project, sentence) == expected
