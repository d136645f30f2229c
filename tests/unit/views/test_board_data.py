"""The board as values for a page."""

from __future__ import annotations

import json
from base64 import b64decode
from fractions import Fraction

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import AudioClip, Timeline, Track, VideoClip
from nemovideo_mcp.views.board import Peaks, board_of, strip_of
from nemovideo_mcp.views.board_data import board_data


def timeline(clips: int = 3) -> Timeline:
    films = tuple(
        VideoClip(clip_id=f"c{n}", name=f"s{n}", media_id="m", start_ms=n * 1000, duration_ms=1000)
        for n in range(clips)
    )
    grid = BeatGrid.regular(bpm=Fraction(120), beats=2 * clips)
    music = AudioClip(clip_id="a", name="Lo-fi", start_ms=0, duration_ms=clips * 1000, grid=grid)
    return Timeline(
        tracks=(Track(track_id="v", kind=0, clips=films), Track(track_id="a", kind=1, clips=(music,)))
    )


def test_it_is_json_and_says_what_the_board_says() -> None:
    data = board_data(board_of(timeline()), language="zh-CN")
    assert json.loads(json.dumps(data)) == data
    assert (data["language"], data["bpm"], data["duration_ms"]) == ("zh", 120.0, 3000)
    assert [lane["label"] for lane in data["lanes"]] == ["video", "bgm"]
    assert [(c["time_ms"], c["place"], c["offset_ms"]) for c in data["cuts"]] == [
        (1000, "on", 0),
        (2000, "on", 0),
    ]
    assert data["beats"][:2] == [[0, 1, 1], [500, 1, 2]]


def test_a_picture_that_is_shown_twice_is_carried_once() -> None:
    board = board_of(timeline())
    data = board_data(board, pictures=dict.fromkeys(strip_of(board), "data:image/webp;base64,AA=="))
    assert data["pictures"] == ["data:image/webp;base64,AA=="]
    assert len(data["strip"]) == len(strip_of(board)) > 1
    assert {place for _, _, place in data["strip"]} == {0}


def test_long_waveforms_are_merged_by_their_loudest() -> None:
    board = board_of(timeline())
    music = board.lanes[1].clips[0]
    data = board_data(board, peaks={music: Peaks(step_ms=20, levels=bytes([0] * 9999 + [200]))})
    peaks = data["lanes"][1]["clips"][0]["peaks"]
    levels = b64decode(peaks["levels"])
    assert len(levels) <= 6000
    assert peaks["step_ms"] == 40
    assert levels[-1] == 200


def test_long_lanes_are_cut_short_and_say_so() -> None:
    data = board_data(board_of(timeline(30)), most_clips=10)
    assert len(data["lanes"][0]["clips"]) == 10
    assert data["lanes"][0]["more"] == 20
