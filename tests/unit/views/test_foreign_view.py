"""Drafts that somebody else wrote, in the shape that agents read, with what could not be read named."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.views.foreign_view import foreign_view

CLOUD: dict[str, Any] = {
    "duration": 12.5,
    "canvas": {"width": 1080, "height": 1920, "fps": 30},
    "tracks": [
        {
            "type": "video",
            "segments": [
                {
                    "id": "seg_a",
                    "start": 0,
                    "duration": 5,
                    "material": {"name": "beach.mp4", "url": "https://x/beach.mp4"},
                },
                {
                    "id": "seg_b",
                    "start": 5,
                    "duration": 7.5,
                    "speed": 2,
                    "volume": 0.5,
                    "in": 1.5,
                    "name": "city.mp4",
                    "beautify": 3,
                },
            ],
        },
        {"type": "audio", "segments": [{"start": 0, "duration": 12.5, "name": "Lo-fi"}]},
        {"type": "text", "segments": [{"start": 0, "duration": 3, "text": "Lisbon"}]},
        {"type": "subtitle", "segments": [{"start": 1, "duration": 2, "text": "hello"}]},
        {"type": "effect", "segments": [{"start": 0, "duration": 2, "name": "glow"}]},
    ],
}


def test_a_cloud_s_draft_is_read_into_the_same_shape() -> None:
    shown = foreign_view(CLOUD, project="lisbon")

    assert (shown["duration_s"], shown["width"], shown["height"], shown["frame_rate"]) == (
        12.5,
        1080,
        1920,
        30,
    )
    first, second = shown["clips"]
    assert (first["id"], first["name"], first["start_s"], first["end_s"]) == ("seg_a", "beach", 0, 5)
    assert second == {
        "id": "seg_b",
        "name": "city",
        "media": second["media"],
        "start_s": 5,
        "end_s": 12.5,
        "in_s": 1.5,
        "out_s": 16.5,
        "speed": 2,
        "volume": 0.5,
    }
    assert (shown["music"]["name"], shown["music"]["end_s"]) == ("Lo-fi", 12.5)
    assert (shown["texts"][0]["text"], shown["captions"][0]["text"]) == ("Lisbon", "hello")


def test_what_could_not_be_read_is_named() -> None:
    assert foreign_view(CLOUD, project="lisbon")["unread"] == [
        {"track": "effect", "segments": 1},
        {"of": "video", "keys": ["beautify"]},
    ]


def test_an_empty_draft_is_an_empty_film() -> None:
    assert foreign_view({}, project="new") == {
        "project": "new",
        "version": 0,
        "duration_s": 0,
        "clips": [],
        "texts": [],
        "media": [],
    }


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["t", "tracks", "sg", "segments", "s", "d", "m", "id", "tt", "x"]), inner
        )
    ),
    max_leaves=30,
)


@given(_JSON)
def test_no_draft_is_too_odd_to_be_read(draft: object) -> None:
    json.dumps(foreign_view(draft, project="odd"))
