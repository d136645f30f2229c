"""The answer of an edit: what was done, what was not and why, what moved, and a message that says no more than that."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied, apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.views.edit_answer import NotDone, edit_answer, not_done_of
from support.films import SteadyPlanner, film, media_of


def context(project: str) -> EditContext:
    return EditContext(media=media_of(project), planner=SteadyPlanner())


def answer(project: str, *operations: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """The answer of a batch, whether it is done or refused."""
    applied: Applied | None = None
    not_done: list[NotDone] = []
    parsed = parse_operations(list(operations))
    try:
        applied = apply(film(project), parsed, context(project))
    except EditRefused as error:
        not_done = [not_done_of(error, parsed)]
    return edit_answer(
        timeline=applied.timeline if applied else film(project),
        media=media_of(project),
        version=4,
        language=language,
        applied=applied,
        not_done=not_done,
    )


def test_what_was_shortened_and_what_moved_along_are_told_apart() -> None:
    told = answer("cut", {"op": "set_clip_length", "clips": 1, "length": 2})

    assert told["changes"][0] == {
        "id": "c1",
        "before": {"end_s": 4, "out_s": 5},
        "after": {"end_s": 2, "out_s": 3, "pinned": True},
    }
    assert told["changes"][1] == {"ids": ["c2", "c3"], "shift_s": -2}
    assert told["cuts"] == [{"clip": "c2", "at_s": 2, "off_beat_ms": 0}]
    assert (told["duration_s"], told["version"], told["exportable"]) == (13, 4, True)
    assert told["message"].endswith("3 shots, 13 s, 1920×1080, 30 fps, all cuts on the beat.")


def test_what_was_added_has_no_before_and_what_was_removed_no_after() -> None:
    told = answer("titled", {"op": "remove_text", "texts": "t1"}, {"op": "add_text", "text": "Hi"})

    by_id = {change["id"]: change for change in told["changes"] if "id" in change}
    assert by_id["t1"]["after"] is None
    assert by_id["t1"]["before"]["text"] == "Sunday Ride"
    assert by_id["t3"]["before"] is None


def test_a_refusal_names_the_operation_and_what_works_in_its_stead() -> None:
    told = answer("song", {"op": "set_music", "song": "song", "mood": "calm"})
    refused = told["not_done"][0]

    assert told["done"] == told["changes"] == []
    assert (refused["place"], refused["op"]) == (1, "set_music")
    if "nearest" in refused:
        assert refused["say"] in told["message"] or refused["say"].rstrip(".") in told["message"]
    assert "export" not in told["message"].lower()


def test_already_is_said_only_where_nothing_was_changed_by_any_operation() -> None:
    same = answer("plain", {"op": "set_clip_sound", "clips": 1, "volume": 1.0})
    both = answer("plain", {"op": "remove_music"}, {"op": "reverse_clip", "clips": 1})

    assert same["message"] == "It is that way already."
    assert "already" not in both["message"]


def test_a_film_whose_source_has_gone_cannot_be_exported_and_says_which() -> None:
    told = edit_answer(timeline=film("plain"), media=media_of("plain")[1:], version=1, language="en")

    assert told["exportable"] is False
    assert "bikes.mp4" in told["blockers"][0]


@pytest.mark.parametrize(("language", "words"), [("en", "took it back"), ("zh", "已撤销")])
def test_what_stands_before_comes_first_and_the_user_s_words_are_quoted(language: str, words: str) -> None:
    told = edit_answer(
        timeline=film("plain"),
        media=media_of("plain"),
        version=2,
        language=language,
        not_done=[
            NotDone(
                why=Words("there is no clip 9", "没有第 9 个片段"),
                words="flip clip 9",
                say=Words("Flip clip 3.", "翻转第 3 个片段。"),
            )
        ],
        before=[Words("I took it back.", "已撤销。")],
    )

    assert words in told["message"].split("3")[0]
    assert "flip clip 9" in told["message"]
    assert told["not_done"][0]["words"] == "flip clip 9"


def test_a_thousand_changes_are_told_in_a_short_answer() -> None:
    told = answer("montage", {"op": "set_clip_sound", "clips": "all", "volume": 0.1})

    assert len(told["message"]) < 2_000
    assert len(told["changes"]) == 10
