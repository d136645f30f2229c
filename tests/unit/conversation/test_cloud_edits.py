"""What the cloud is told of an operation: our ids mean nothing to it, so clips are named by their numbers."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.conversation.cloud_edits import sentence_for
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.protocol.draft import draft_of
from support.films import film


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ({"op": "reverse_clip", "clips": "c2"}, "Reverse clip 2."),
        ({"op": "reverse_clip", "clips": ["c3", "c1"]}, "Reverse clip 3 and clip 1."),
        ({"op": "move_clips", "clips": "c1", "swap_with": "c3"}, "Swap clip 1 and clip 3."),
        ({"op": "move_clips", "clips": "c1", "to": {"after": "c3"}}, "Move clip 1 after clip 3."),
        ({"op": "add_clips", "media": "m1", "at": {"before": "c2"}}, "Add “m1” before clip 2."),
        ({"op": "split_clip", "clip": "c2", "parts": 2}, "Split clip 2 into 2 equal parts."),
        ({"op": "reverse_clip", "clips": "parrot"}, "Reverse the clip “parrot”."),
    ],
)
def test_clips_are_named_by_their_numbers_wherever_they_stand(operation: dict[str, Any], said: str) -> None:
    assert sentence_for(parse_operations(operation)[0], draft_of(film("cut"))).en == said
