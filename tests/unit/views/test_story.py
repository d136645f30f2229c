"""Why shots were chosen, in the answer of an edit and on the board."""

from __future__ import annotations

import pytest

from nemovideo_mcp.views.edit_answer import edit_answer
from support.edits import CUT, MUSIC, edited
from support.measured_media import film

MEDIA = (film(1, 15_000), film(2, 15_000), film(3, 15_000))


@pytest.mark.parametrize(("language", "words"), [("en", "opens the film"), ("zh", "作为开场")])
def test_the_answer_of_an_auto_edit_tells_a_line_for_each_shot(language: str, words: str) -> None:
    applied = edited(MEDIA, [MUSIC, CUT | {"length": 15}])
    answer = edit_answer(
        timeline=applied.timeline, media=MEDIA, version=1, language=language, applied=applied
    )
    clips = applied.timeline.video_clips
    assert [line["clip"] for line in answer["story"]] == [clip.clip_id for clip in clips]
    assert words in answer["story"][0]["why"]
    assert words not in answer["message"]


def test_an_edit_of_one_clip_tells_no_story_and_no_change_of_reasons() -> None:
    film_ = edited(MEDIA, [MUSIC, CUT | {"length": 15}]).timeline
    applied = edited(MEDIA, {"op": "set_clip_sound", "clips": 1, "volume": 0.8}, start=film_)
    answer = edit_answer(timeline=applied.timeline, media=MEDIA, version=2, language="en", applied=applied)
    assert "story" not in answer
    assert all(
        "why" not in (change.get(side) or {}) for change in answer["changes"] for side in ("before", "after")
    )
