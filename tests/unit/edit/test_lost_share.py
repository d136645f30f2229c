"""How much of a film an edit throws away is told by its footage, whatever else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.losses import lost_share
from nemovideo_mcp.edit.parsing import parse_operations
from support.films import SteadyPlanner, film, media_of


@pytest.mark.parametrize(
    ("operation", "share"),
    [
        ({"op": "set_canvas", "ratio": "9:16"}, 0),
        ({"op": "set_speed", "clips": "all", "factor": 2}, 0),
        ({"op": "move_clips", "clips": ["c1"], "to": "end"}, 0),
        ({"op": "reverse_clip", "clips": "all"}, 0),
        ({"op": "split_clip", "clip": "c1", "parts": 3, "snap": "none"}, 0),
        ({"op": "duplicate_clips", "clips": ["c1"]}, 0),
        ({"op": "remove_clips", "clips": ["c1", "c2"]}, 0.6),
        ({"op": "set_clip_length", "clips": "all", "length": 1, "snap": "none"}, 0.8),
    ],
)
def test_only_footage_that_is_not_shown_any_more_is_lost(operation: dict[str, object], share: float) -> None:
    before = film("cut")
    context = EditContext(media=media_of("cut"), planner=SteadyPlanner())
    after = apply(before, parse_operations([operation]), context).timeline

    assert lost_share(before, after) == pytest.approx(share, abs=0.03)


def test_an_empty_film_has_nothing_to_lose() -> None:
    whole = film("cut")
    empty = replace(whole, tracks=())

    assert lost_share(empty, whole) == 0
    assert lost_share(whole, empty) == 1
