"""What operations say of themselves, and texts that nobody could read."""

from __future__ import annotations

import pytest

from nemovideo_mcp.edit.apply import Applied, apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.errors import EditRefused
from support.films import SteadyPlanner, film, media_of


def edited(*operations: dict[str, object]) -> Applied:
    context = EditContext(media=media_of("titled"), planner=SteadyPlanner())
    return apply(film("titled"), parse_operations(list(operations)), context)


@pytest.mark.parametrize(
    ("operation", "ids"),
    [
        ({"op": "move_clips", "clips": "c1", "swap_with": "c2"}, ("c1", "c2")),
        ({"op": "move_clips", "clips": ["c2", "c3"], "to": "start"}, ("c2", "c3")),
        ({"op": "duplicate_clips", "clips": "c1"}, ("c1",)),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_clips_of_one_file_are_told_apart(
    operation: dict[str, object], ids: tuple[str, ...], language: str
) -> None:
    words = edited(operation).done[0].words
    said = words.en if language == "en" else words.zh
    assert all(f"({clip_id})" in said for clip_id in ids)


@pytest.mark.parametrize("text", ["\x00\x07\u202e", " \n ", "\u200d", "\u3000"])
def test_a_text_that_nobody_could_see_is_refused(text: str) -> None:
    for operation in (
        {"op": "add_text", "text": text},
        {"op": "change_text", "texts": "all", "text": text},
    ):
        with pytest.raises(EditRefused, match="empty"):
            edited(operation)


def test_control_characters_are_not_drawn_and_joined_emoji_stay_joined() -> None:
    made = edited({"op": "add_text", "text": "A\x07B\n\U0001f469\u200d\U0001f467\x00"}).timeline.text_clips
    assert "A B\n\U0001f469\u200d\U0001f467" in [text.text for text in made]


def test_a_clip_is_moved_to_an_end_of_the_film() -> None:
    assert (
        edited({"op": "move_clips", "clips": "c2", "to": "end"}).done[0].words.en.endswith("moved to the end")
    )


@pytest.mark.parametrize(("clips", "said"), [("c1", "plays backwards"), (["c1", "c2"], "play backwards")])
def test_one_clip_plays_and_several_play(clips: object, said: str) -> None:
    assert said in edited({"op": "reverse_clip", "clips": clips}).done[0].words.en
