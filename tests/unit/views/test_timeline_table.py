"""The timeline in lines: ids first, columns under each other, nothing that is as it always is."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.views.timeline_table import timeline_table

VIEW: dict[str, Any] = {
    "project": "lisbon",
    "version": 7,
    "duration_s": 20.0,
    "width": 1080,
    "height": 1920,
    "frame_rate": 30,
    "clips": [
        {"id": "c1", "name": "bikes", "media": "m1", "start_s": 0, "end_s": 2.1, "in_s": 3.2, "out_s": 5.3},
        {
            "id": "c12",
            "name": "鹦鹉",
            "media": "m2",
            "start_s": 2.1,
            "end_s": 20,
            "in_s": 0,
            "out_s": 8,
            "speed": 0.5,
            "volume": 0,
            "reversed": True,
            "pinned": True,
            "cut": {"bar": 3, "beat": 1, "off_beat_ms": -4},
        },
    ],
    "texts": [{"id": "t1", "text": "Sunday", "kind": "title", "start_s": 0, "end_s": 3, "place": "center"}],
    "music": {
        "id": "a1",
        "name": "song.mp3",
        "start_s": 0,
        "end_s": 20,
        "in_s": 8,
        "volume": 0.7,
        "bpm": 128,
        "drop_s": 7.5,
    },
    "media": [{"id": "m1", "name": "bikes.mp4", "kind": "video", "duration_s": 10, "uses": 2}],
}


def test_each_thing_has_a_line_with_its_id_and_what_is_special_of_it() -> None:
    lines = timeline_table(VIEW)
    assert lines[0] == "lisbon · version 7 · 20.00 s · 1080×1920, 30 fps"
    first, second = lines[2:4]
    assert first.split() == ["c1", "bikes", "0.00–2.10", "source", "3.20–5.30"]
    assert second.endswith("bar 3.1 -4 ms  0.5×, muted, backwards, pinned")
    assert "source 8.00–  128 BPM, sound 70%, drop 7.50" in lines[5]
    assert lines[7].split() == ["t1", "“Sunday”", "0.00–3.00", "title", "center"]
    assert lines[9].split() == ["m1", "bikes.mp4", "video", "10.00", "s", "×2"]


def test_columns_stand_under_each_other_in_either_script() -> None:
    first, second = timeline_table(VIEW, language="zh")[2:4]
    # Each of the two Chinese characters is two wide.
    assert first.index("0.00–2.10") == second.index("2.10–20.00") + 2


def test_an_empty_timeline_says_so() -> None:
    assert timeline_table({"project": "x", "clips": []})[-1] == "Nothing is on the timeline."
