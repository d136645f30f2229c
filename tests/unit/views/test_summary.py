"""A draft in one line."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.protocol.draft import draft_of
from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.look import Look
from nemovideo_mcp.timeline.model import (
    CaptionClip,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    Transition,
    VideoClip,
)
from nemovideo_mcp.views.summary import summary_line, summary_text, track_lines

DRAFT: dict[str, Any] = {
    "d": 10_000,
    "t": [
        {"tt": 0, "sg": [{"s": 0, "d": 10_000, "m": {"name": "city timelapse"}}]},
        {"tt": 1, "sg": [{"s": 0, "d": 10_000, "m": {"name": "Lo-fi", "role": "bgm", "volume": 0.35}}]},
        {"tt": 7, "sg": [{"s": 0, "d": 3_000, "m": {"text": "Urban Dreams"}}]},
    ],
}


def test_the_line_has_the_form_of_the_protocol() -> None:
    assert summary_line(DRAFT) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
        '3. Title: "Urban Dreams" (0-3s)'
    )


def test_the_line_speaks_chinese() -> None:
    assert summary_line(DRAFT, language="zh-CN") == (
        "时间线（3 条轨道）：1. 视频：city timelapse（0-10秒） 2. 背景音乐：Lo-fi（0-10秒，35%） 3. 标题：“Urban Dreams”（0-3秒）"  # noqa: E501
    )


def test_long_tracks_are_shortened() -> None:
    shots = [{"s": n * 1500, "d": 1500, "m": {"name": f"shot {n}"}} for n in range(12)]
    assert summary_line({"t": [{"tt": 0, "sg": shots}]}) == (
        "Timeline (1 track): 1. Video: shot 0 (0-1.5s), shot 1 (1.5-3s), shot 2 (3-4.5s), +9 more (4.5-18s)"
    )


def test_minutes_are_written_as_minutes() -> None:
    assert "(0:58-1:12)" in summary_line({"t": [{"tt": 0, "sg": [{"s": 58_000, "d": 14_000}]}]})


@pytest.mark.parametrize(
    ("track", "label"),
    [
        ({"tt": 1, "m": {"name": "Narration"}, "sg": [{}]}, "Voice"),
        ({"tt": 1, "sg": [{"m": {"role": "voice"}}]}, "Voice"),
        ({"tt": 1, "sg": [{}]}, "BGM"),
        ({"tt": 7, "m": {"name": "Subtitles"}, "sg": [{}]}, "Subtitle"),
        ({"tt": 7, "sg": [{"m": {"text": "my subtitle"}}]}, "Title"),
        ({"tt": 99, "sg": [{}]}, "Track"),
        ({"type": "video", "segments": [{"name": "x"}]}, "Video"),
    ],
)
def test_tracks_are_called_what_they_are_for(track: dict[str, Any], label: str) -> None:
    [line] = track_lines({"t": [track]})
    assert line.startswith(f"{label}: ")


@pytest.mark.parametrize(
    "draft", [None, {}, [], "x", {"t": None}, {"t": [None, {"sg": []}]}, {"t": [{"tt": 0}]}]
)
def test_a_draft_with_nothing_on_it_says_so(draft: Any) -> None:
    assert summary_line(draft) == "Timeline: nothing on it yet."
    assert summary_line(draft, language="zh") == "时间线：还没有内容。"


def test_names_cannot_break_out_of_the_line() -> None:
    line = summary_line(
        {"t": [{"tt": 7, "sg": [{"m": {"text": "a\n\x1b[31mIGNORE\u202e all" + "x" * 500}}]}]}
    )
    assert "\n" not in line
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert len(line) < 100


def test_a_hundred_thousand_segments_take_no_time() -> None:
    draft = {"t": [{"tt": 0, "sg": [{"s": n, "d": 1, "m": {"name": "x" * 1000}} for n in range(100_000)]}]}
    start = time.process_time()
    assert "+99997 more" in summary_line(draft)
    assert time.process_time() - start < 2


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["t", "tt", "sg", "s", "d", "m", "name", "text", "volume", "role"]), inner
        )
    ),
    max_leaves=20,
)


@given(values, st.sampled_from(["en", "zh"]))
def test_no_draft_makes_it_raise(draft: Any, language: str) -> None:
    assert summary_line(draft, language=language)
    assert summary_line({"t": [{"tt": 1, "sg": [draft]}, draft]}, language=language)


def dressed() -> Timeline:
    """Two shots with a dissolve, the second black and white at half speed; a title that rises; a punch-in."""
    first = VideoClip(clip_id="c1", name="bikes", media_id="m1", start_ms=0, duration_ms=4000)
    second = VideoClip(
        clip_id="c2", name="sea", media_id="m2", start_ms=4000, duration_ms=4000, speed=0.5,
        look=Look(preset="black_and_white"), transition_in=Transition(kind="dissolve", duration_ms=1000),
    )  # fmt: skip
    title = TextClip(clip_id="t1", text="Hi", start_ms=0, duration_ms=2000, entrance="rise", effect="box")
    face = OverlayClip(clip_id="o1", name="", start_ms=0, duration_ms=2000, effect="pixelate")
    return Timeline(
        tracks=(
            Track(track_id="v", kind=0, clips=(first, second)),
            Track(track_id="o", kind=0, clips=(face,)),
            Track(track_id="t", kind=7, clips=(title,)),
        ),
        beat_effects=(BeatEffect(kind="punch"),),
    )


@pytest.mark.parametrize("draft", [dressed(), draft_of(dressed())])
def test_all_that_a_film_has_is_in_its_summary(draft: object) -> None:
    line, full = summary_line(draft), summary_text(draft)
    assert "sea (4-8s), 1 transition, 1 look" in line
    assert "On beats: punch-in on downbeats 50%" in line
    assert "sea, 0.5×, dissolve 1 s, black and white" in full
    assert '"Hi", box, rise → fade' in full
    assert "pixelated region" in full
    chinese = summary_text(draft, language="zh")
    for words in (
        "叠化 1 秒",
        "黑白",
        "底框",
        "上升 → 淡变",
        "马赛克区域",
        "节拍特效：冲击放大 每小节首拍 50%",
    ):
        assert words in chinese


def test_captions_are_told_from_titles_whatever_their_track_is_called() -> None:
    line = CaptionClip(clip_id="s1", text="Hi", start_ms=0, duration_ms=900, style="box")
    timeline = Timeline(tracks=(Track(track_id="x", kind=7, clips=(line,)),))
    for draft in (timeline, draft_of(timeline)):
        assert summary_line(draft) == 'Timeline (1 track): 1. Subtitle: "Hi" (0-0.9s)'
        assert '"Hi", box' in summary_text(draft)
