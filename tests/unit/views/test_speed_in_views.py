"""A ramp, smooth slow motion and a pitch that is not kept are said wherever a timeline is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.model import SpeedRamp, Timeline
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.summary import summary_text
from nemovideo_mcp.views.timeline_table import timeline_table
from nemovideo_mcp.views.timeline_view import timeline_view
from support.films import film, media_of


def changed(**fields: Any) -> Timeline:
    start = film("cut")
    return start.with_shots([replace(c, **fields) if c.clip_id == "c2" else c for c in start.video_clips])


RAMPED = changed(ramp=SpeedRamp(kind="bullet", peak_ms=2_500), smooth="blend", keep_pitch=False)


def test_a_draft_keeps_ramp_smoothing_and_pitch_and_has_no_keys_of_them_otherwise() -> None:
    for timeline in (RAMPED, changed(ramp=SpeedRamp(kind="ease_in", span_ms=(-400, 2_000))), film("cut")):
        assert timeline_of(draft_of(timeline)) == timeline
    plain = draft_of(film("cut"))["t"][0]["sg"][1]["m"]
    assert not {"ramp", "smooth", "pitch"} & set(plain)
    meta = draft_of(RAMPED)["t"][0]["sg"][1]["m"]
    assert meta["ramp"] == {"kind": "bullet", "peak": 2_500}
    assert (meta["smooth"], meta["pitch"]) == ("blend", False)


@pytest.mark.parametrize("ramp", ["fast", {"kind": "warp"}, {"kind": "bullet", "span": [5, 1]}, {}, None])
def test_a_ramp_that_cannot_be_read_is_none(ramp: object) -> None:
    draft = draft_of(RAMPED)
    draft["t"][0]["sg"][1]["m"]["ramp"] = ramp
    clip = timeline_of(draft).video_clips[1]
    assert clip.ramp is None
    assert clip.smooth == "blend"


@pytest.mark.parametrize("given", ["timeline", "draft"])
def test_the_difference_and_the_summary_say_the_ramp(given: str) -> None:
    before: Any = film("cut") if given == "timeline" else draft_of(film("cut"))
    after: Any = RAMPED if given == "timeline" else draft_of(RAMPED)
    english = " ".join(change.text for change in diff(before, after, language="en"))
    assert "speed 1× → 1× fast, slow, fast, frames blended, pitch goes with the speed" in english
    chinese = " ".join(change.text for change in diff(before, after, language="zh"))
    assert "速度 1× → 1× 快慢快，帧混合，随速度变调" in chinese
    back = " ".join(change.text for change in diff(after, before, language="en"))
    assert "pitch goes with the speed → 1×" in back
    assert "1× fast, slow, fast" in summary_text(after, language="en")


def test_the_timeline_that_agents_see_has_ramp_and_peak() -> None:
    view = timeline_view(RAMPED, media_of("cut"), project="p", version=1)
    clip = view["clips"][1]
    assert clip["ramp"] == {"kind": "bullet", "peak_s": 6.5}
    assert (clip["smooth"], clip["keep_pitch"]) == ("blend", False)
    assert clip["out_s"] == pytest.approx(0.5 + 5 * 1.125, abs=0.002)
    assert not {"ramp", "smooth", "keep_pitch"} & set(view["clips"][0])
    assert any("fast, slow, fast (" in line and "frames blended" in line for line in timeline_table(view))
    assert any("快慢快 (" in line and "随速度变调" in line for line in timeline_table(view, language="zh"))
