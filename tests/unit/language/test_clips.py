"""Sentences about clips: which one is meant, and what is done to it alone."""

from __future__ import annotations

from typing import Any

import pytest

from unit.language.scenes import edits, heard, talk


@pytest.mark.parametrize(
    ("words", "clips"),
    [
        ("clip 2 to 2 seconds", ["c2"]),
        ("the second clip drags, keep it to 2 seconds", ["c2"]),
        ("the last two shots 2 seconds each", ["c2", "c3"]),
        ("the parot clip shuld be 2 sec", ["c2"]),
        ("bikes and surf 2 seconds each", ["c1", "c3"]),
        ("every clip 2 seconds", ["c1", "c2", "c3"]),
        ("every clip but the first 2 seconds", ["c2", "c3"]),
        ("第二段剪到2秒", ["c2"]),
        ("鹦鹉那段剪到2秒", ["c2"]),
        ("最后两段留2秒", ["c2", "c3"]),
        ("倒数第二段2秒", ["c2"]),
        ("一到二段2秒", ["c1", "c2"]),
        ("單數段都2秒", ["c1", "c3"]),
        ("中间那段2秒", ["c2"]),
    ],
)
def test_a_length_is_that_of_the_clips_that_are_named(words: str, clips: list[str]) -> None:
    assert edits(words) == [{"op": "set_clip_length", "clips": clips, "length": 2.0}]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("delete the clip before the surf", {"op": "remove_clips", "clips": ["c2"]}),
        ("删掉冲浪前面那段", {"op": "remove_clips", "clips": ["c2"]}),
        ("keep only the parrot", {"op": "remove_clips", "clips": ["c1", "c3"]}),
        ("put clip 3 first", {"op": "move_clips", "clips": ["c3"], "to": 1}),
        ("第三段放到第二段前面", {"op": "move_clips", "clips": ["c3"], "to": {"before": "c2"}}),
        ("swap bikes and surf", {"op": "move_clips", "clips": ["c1"], "swap_with": "c3"}),
        ("make the parrot 2x faster", {"op": "set_speed", "clips": ["c2"], "factor": 2.0}),
        ("speed the parrot up by 20%", {"op": "set_speed", "clips": ["c2"], "factor": 1.2}),
        ("clip 3 at 75% speed", {"op": "set_speed", "clips": ["c3"], "factor": 0.75}),
        ("第三段放慢20%", {"op": "set_speed", "clips": ["c3"], "factor": 0.8}),
        ("cut 2 seconds from the parrot", {"op": "set_clip_length", "clips": ["c2"], "length": 3.0}),
        ("add 2 seconds to the bikes", {"op": "set_clip_length", "clips": ["c1"], "length": 6.0}),
        (
            "use only the last 3 seconds of the surf",
            {"op": "set_clip_length", "clips": ["c3"], "length": 3.0, "keep": "end"},
        ),
        ("不要第二段", {"op": "remove_clips", "clips": ["c2"]}),
        ("let the parrot come second", {"op": "move_clips", "clips": ["c2"], "to": 2}),
        ("loop the parrot 3 times", {"op": "duplicate_clips", "clips": ["c2"], "times": 2}),
        ("冲浪倒放", {"op": "reverse_clip", "clips": ["c3"]}),
        ("split the parrot in half", {"op": "split_clip", "clip": "c2", "parts": 2}),
        ("trim a second off the start of clip 1", {"op": "trim_clip", "clip": "c1", "start_by": 1.0}),
        ("鹦鹉最后那一秒不要", {"op": "trim_clip", "clip": "c2", "end_by": 1.0}),
        ("make the parrot twice as long", {"op": "set_clip_length", "clips": ["c2"], "length": 10.0}),
    ],
)
def test_an_edit_of_a_clip_names_that_clip(words: str, expected: dict[str, Any]) -> None:
    assert edits(words) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "make clip 9 shorter",
        "clip 2 is",
        "the second clip looks sad",
        "delete it",
        "把第九段删掉",
        "rotate and glorify clip 2",
        "make clip 2 3 seconds and purple",
    ],
)
def test_what_is_not_clear_is_not_guessed(words: str) -> None:
    meant = heard(words)
    assert meant.refusals or meant.unknown
    assert all(operation.name == "set_clip_length" for operation in meant.operations)


def test_it_is_what_was_spoken_of_last() -> None:
    first, second, third = talk("make clip 2 shorter, 3 seconds", "and reverse it", "the surf too")
    assert [o.name for o in first.operations] == ["set_clip_length"]
    assert second.operations[0].model_dump()["clips"] == ("c2",)
    assert (third.operations[0].name, third.operations[0].model_dump()["clips"]) == ("reverse_clip", ("c3",))


def test_another_number_changes_the_last_wish() -> None:
    _, second = talk("the surf should be 8 seconds", "no wait, 7")
    assert second.operations[0].model_dump()["length"] == 7
    assert second.operations[0].model_dump()["clips"] == ("c3",)


def test_an_object_that_was_missing_may_follow() -> None:
    first, second = talk("delete it", "the parrot I mean")
    assert first.operations == ()
    assert second.operations[0].model_dump()["clips"] == ("c2",)


def test_first_and_last_are_two_wishes() -> None:
    moves = [(e["clips"], e["to"]) for e in edits("put the bikes last and the surf first")]
    assert moves == [(["c1"], "end"), (["c3"], 1)]


def test_each_clip_gets_its_own_wish() -> None:
    lengths = [(e["clips"], e["length"]) for e in edits("clip 1: 3s, clip 2: 2s, clip 3: 4s")]
    assert lengths == [(["c1"], 3.0), (["c2"], 2.0), (["c3"], 4.0)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("swap clip 1 with the surf", {"op": "move_clips", "clips": ["c1"], "swap_with": "c3"}),
        ("swap clip 1 for the surf", {"op": "replace_clip", "clip": "c1", "media": "m_000000000003"}),
        ("swap clip 1 with the beach photo", {"op": "replace_clip", "clip": "c1", "media": "m_000000000004"}),
        ("鹦鹉掐头去尾，只留3秒", {"op": "trim_clip", "clip": "c2", "start_by": 1.0, "end_by": 1.0}),
        ("把冲浪切成三段", {"op": "split_clip", "clip": "c3", "parts": 3}),
        ("the surf is too fast, 0.8x", {"op": "set_speed", "clips": ["c3"], "factor": 0.8}),
    ],
)
def test_what_is_exchanged_kept_or_split_is_what_was_said(words: str, expected: dict[str, Any]) -> None:
    assert edits(words, "plain") == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "put the wide shots first",
        "show the square clip first",
        "delete all the vertical clips",
        "make the wide shots 2 seconds",
        "把竖屏的片段放前面",
        "删掉横屏的素材",
    ],
)
def test_clips_that_are_named_by_their_shape_are_refused_and_the_film_keeps_its_frame(words: str) -> None:
    meant = heard(words)
    assert not meant.operations
    assert ["shape" in refusal.because.en for refusal in meant.refusals] == [True]


@pytest.mark.parametrize("words", ["make all the clips vertical", "竖屏", "make it wide"])
def test_a_shape_for_the_film_is_its_frame(words: str) -> None:
    assert [operation["op"] for operation in edits(words)] == ["set_canvas"]
