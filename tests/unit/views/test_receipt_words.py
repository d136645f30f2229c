"""A receipt as values, as JSON and in words."""

from __future__ import annotations

import json
import string
from dataclasses import replace

import pytest

from nemovideo_mcp.messages.receipts import PROBLEMS
from nemovideo_mcp.views.receipt import CutReport, Problem, Receipt

GOOD = Receipt(
    cuts=(
        CutReport(time_ms=500.0, beat_ms=504.0, offset_ms=-4.0, on_beat=True, planned=True),
        CutReport(time_ms=1000.0, beat_ms=1012.0, offset_ms=-12.0, on_beat=True, planned=True),
        CutReport(time_ms=1500.0, beat_ms=1503.0, offset_ms=-3.0, on_beat=True, planned=True),
        CutReport(time_ms=1700.0, beat_ms=1512.0, offset_ms=188.0, planned=False),
    ),
    tolerance_ms=33.3,
    tempo_bpm=119.5,
    beats_ms=(504.0, 1012.0, 1503.0),
    beat_confidence=0.9,
    loudness_lufs=-14.1,
    true_peak_dbtp=-1.3,
    duration_ms=30_000.0,
    audio_duration_ms=30_000.0,
    width=1080,
    height=1920,
    frame_rate=30.0,
    video_codec="h264",
    audio_codec="aac",
)


def test_the_line_says_what_was_measured() -> None:
    assert GOOD.line() == (
        "3 cuts, 3 on the beat (median 4 ms, worst 12 ms), 1 more inside the clips · −14.1 LUFS, peak −1.3 dBTP"
        " · 0:30.0, 1080×1920, 30 fps, H.264 + AAC"
    )


def test_the_line_speaks_chinese() -> None:
    assert GOOD.line("zh-CN") == (
        "3 个剪辑点，3 个卡在节拍上（偏差中位数 4 毫秒，最大 12 毫秒），素材自身还有 1 个 · −14.1 LUFS，峰值 −1.3 dBTP"
        " · 0:30.0，1080×1920，30 帧/秒，H.264 + AAC"
    )


def test_cuts_inside_the_clips_are_not_counted() -> None:
    assert len(GOOD.edit_cuts) == 3
    assert GOOD.worst_offset_ms == 12.0


def test_a_film_without_a_known_edit_counts_every_cut() -> None:
    cuts = tuple(replace(cut, planned=None) for cut in GOOD.cuts)
    assert "4 cuts, 3 on the beat" in replace(GOOD, cuts=cuts).line()


def test_without_a_beat_nothing_is_claimed() -> None:
    cuts = (CutReport(time_ms=500.0), CutReport(time_ms=900.0))
    line = replace(GOOD, cuts=cuts, beats_ms=(), tempo_bpm=None).line()
    assert line.startswith("2 cuts, no steady beat heard · ")


def test_a_silent_film_and_one_without_sound_are_told_apart() -> None:
    assert "silent" in replace(GOOD, loudness_lufs=None).line()
    assert "no sound" in replace(GOOD, audio_codec=None).line()


def test_half_beats_and_unseen_cuts_are_said() -> None:
    cuts = (CutReport(time_ms=750.0, beat_ms=1000.0, offset_ms=-250.0, on_half_beat=True),)
    line = replace(GOOD, cuts=cuts, unseen_cuts_ms=(2000,)).line()
    assert "1 cut, 0 on the beat" in line
    assert "1 on half beats, 1 more cannot be seen" in line


def test_json_gives_the_receipt_back() -> None:
    receipt = replace(
        GOOD, unseen_cuts_ms=(2000,), problems=(Problem("cuts_off_beat", {"count": 1, "times_ms": [1700.0]}),)
    )
    data = json.loads(json.dumps(receipt.as_json()))
    assert data["cuts_on_beat"] == 3
    assert data["problems"][0]["text"] == "Not on a beat: 1 of the edit's cuts, at 0:01.70."
    assert Receipt.from_json({**data, "later": 1}) == receipt


def test_the_line_counts_problems() -> None:
    assert replace(GOOD, problems=(Problem("silent"),)).line().endswith(" · 1 problem")


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_problem_has_both_languages_and_the_same_fields(code: str) -> None:
    english, chinese = PROBLEMS[code]
    names = {name for _, name, _, _ in string.Formatter().parse(english) if name}
    assert names == {name for _, name, _, _ in string.Formatter().parse(chinese) if name}
    values = {name: [1234.0] if name == "times_ms" else 61_234.0 for name in names}
    assert "{" not in Problem(code, values).say()
    assert Problem(code, values).say("zh") != Problem(code, values).say("en")


def test_times_are_told_as_a_player_shows_them() -> None:
    said = Problem("black", {"start_at_ms": 59_999.0, "end_at_ms": 61_230.0}).say()
    assert said == "The picture is black from 1:00.00 to 1:01.23."


def test_what_it_was_held_against_is_said() -> None:
    assert "no plan" in GOOD.basis()
    assert "没有编辑计划" in GOOD.basis("zh")
    planned = replace(GOOD, has_plan=True, beat_source="music")
    assert "its music was found" in planned.basis()
    assert "those that were heard" in replace(planned, beat_source="tracker").basis()


def test_a_film_that_was_not_cut_to_a_beat_is_not_measured_by_one() -> None:
    assert replace(GOOD, beat_cut=False).line().startswith("3 cuts, 1 more inside the clips · ")
    assert replace(GOOD, beat_cut=True).line() == GOOD.line()
