"""Sentences about the film as a whole, and sentences that must not be taken for one."""

from __future__ import annotations

from typing import Any

import pytest

from unit.language.scenes import edits, heard, talk


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("make the whole video 12 seconds", {"op": "set_film_length", "length": 12.0}),
        ("全片剪到12秒", {"op": "set_film_length", "length": 12.0}),
        ("at most 12 seconds in total", {"op": "set_film_length", "length": 12.0, "at_most": True}),
        ("make the video 3 seconds shorter", {"op": "set_film_length", "length": 12.0}),
        ("vertical please", {"op": "set_canvas", "ratio": "9:16"}),
        ("方形画幅", {"op": "set_canvas", "ratio": "1:1"}),
        ("for tiktok", {"op": "set_canvas", "platform": "tiktok"}),
        ("make it 1080x1920", {"op": "set_canvas", "width": 1080, "height": 1920}),
        ("make it 24 fps", {"op": "set_canvas", "frame_rate": 24.0}),
        ("change the frame rate to 25", {"op": "set_canvas", "frame_rate": 25.0}),
        ("60 frames per second please", {"op": "set_canvas", "frame_rate": 60.0}),
        ("9:16 at 29.97 fps", {"op": "set_canvas", "ratio": "9:16", "frame_rate": 29.97}),
        ("把帧率改成 60", {"op": "set_canvas", "frame_rate": 60.0}),
        ("改为25帧每秒", {"op": "set_canvas", "frame_rate": 25.0}),
        ("用每秒24帧", {"op": "set_canvas", "frame_rate": 24.0}),
    ],
)
def test_the_film_is_meant_where_it_is_the_subject(words: str, expected: dict[str, Any]) -> None:
    assert edits(words) == [expected]


@pytest.mark.parametrize("words", ["export at 60fps", "导出 60fps"])
def test_a_file_at_a_frame_rate_is_asked_for_in_one_breath(words: str) -> None:
    meant = heard(words)
    assert meant.wants_export
    assert [o.model_dump(exclude_defaults=True) for o in meant.operations] == [{"frame_rate": 60.0}]


@pytest.mark.parametrize("words", ["make it 8 fps", "把帧率改成 240"])
def test_a_frame_rate_that_no_film_has_is_refused(words: str) -> None:
    meant = heard(words)
    assert not meant.operations
    assert "10 to 60" in meant.refusals[0].because.en


def test_a_frame_rate_for_one_clip_changes_nothing() -> None:
    assert not heard("make the second clip 24 fps").operations


@pytest.mark.parametrize(
    "words",
    [
        "the second clip drags, keep it to 2 seconds",
        'add a title that says "make it 10 seconds"',
        "第二段3秒,不是全片3秒哈",
        "the bikes are boring and it should be 2 seconds",
    ],
)
def test_what_names_a_part_never_changes_the_whole(words: str) -> None:
    assert all(o.name not in ("set_film_length", "auto_edit") for o in heard(words).operations)


def test_it_is_not_the_film_after_a_clip_was_spoken_of() -> None:
    _, second = talk("reverse clip 2", "make it 2 seconds")
    assert second.operations[0].name == "set_clip_length"


def test_a_first_film_is_combined_with_music_and_cut_to_it() -> None:
    names = [
        e["op"] for e in edits("combine these clips and cut them to the beat of something upbeat", "fresh")
    ]
    assert names == ["set_music", "auto_edit"]


def test_sources_come_in_the_order_in_which_they_are_named() -> None:
    media = {
        m["sources"][0]: m
        for m in edits("parrot, then bikes, cut to song.mp3", "fresh_song")
        if m.get("sources")
    }
    assert all(len(e["sources"]) == 2 for e in media.values())


def test_a_pace_keeps_the_length_of_the_film() -> None:
    assert edits("cut faster") == [{"op": "auto_edit", "length": 15.0, "pace": "fast"}]


@pytest.mark.parametrize(
    "words", ["don't touch the music", "please do not remove any of the clips", "第一段别动"]
)
def test_what_is_to_stay_is_no_wish(words: str) -> None:
    assert heard(words).operations == ()
