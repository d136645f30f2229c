"""What is said to be wrong with a film, and what isn't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.views.fingerprint import AudioFingerprint, FingerprintWindow, SoundLag
from nemovideo_mcp.views.receipt import CutReport, Expected, Receipt
from nemovideo_mcp.views.verdict import Evidence, problems

ASKED = Expected(
    cuts_ms=(1000, 2000, 3000, 4000),
    duration_ms=5000,
    width=320,
    height=180,
    frame_rate=30,
    has_audio=True,
    beat_cut=True,
    sound=AudioFingerprint(of_music=True, windows=(FingerprintWindow(0, b"1"),)),
)
FOUND = Receipt(
    cuts=tuple(
        CutReport(time_ms=t, beat_ms=t, offset_ms=0.0, on_beat=True, planned=True)
        for t in (1e3, 2e3, 3e3, 4e3)
    ),
    tolerance_ms=33.8,
    beats_ms=tuple(n * 500.0 for n in range(11)),
    beat_source="music",
    has_plan=True,
    sound_shift_ms=0.0,
    loudness_lufs=-14.0,
    true_peak_dbtp=-1.5,
    duration_ms=5000,
    audio_duration_ms=5000,
    width=320,
    height=180,
    frame_rate=30,
    video_codec="h264",
    audio_codec="aac",
)


def lags(*values: float) -> tuple[SoundLag, ...]:
    return tuple(SoundLag(time_ms=n * 1000, lag_ms=lag, score=0.9) for n, lag in enumerate(values))


def said(receipt: Receipt, *, lag: tuple[SoundLag, ...] = lags(0.0), **changes: object) -> list[str]:
    asked = replace(ASKED, **changes)  # type: ignore[arg-type]
    return [problem.code for problem in problems(receipt, asked, Evidence(lags=lag, loose_end_ms=20))]


def test_a_good_film_has_no_problems() -> None:
    assert said(FOUND) == []


@pytest.mark.parametrize(
    ("shift_ms", "codes"), [(14.0, []), (16.0, ["sound_late"]), (-21.3, ["sound_early"]), (None, [])]
)
def test_a_measured_shift_is_said_from_fifteen_milliseconds_on(
    shift_ms: float | None, codes: list[str]
) -> None:
    assert said(replace(FOUND, sound_shift_ms=shift_ms)) == codes


def test_a_shift_explains_cuts_off_the_beat_only_if_it_is_that_large() -> None:
    cuts = tuple(replace(cut, offset_ms=-120.0, on_beat=False) for cut in FOUND.cuts)
    assert said(replace(FOUND, cuts=cuts, sound_shift_ms=120.0)) == ["sound_late"]
    assert said(replace(FOUND, cuts=cuts, sound_shift_ms=20.0)) == ["sound_late", "cuts_off_beat"]


def test_sound_that_drifts_is_said_with_both_ends() -> None:
    [problem] = problems(
        replace(FOUND, sound_shift_ms=30.0), ASKED, Evidence(lags=lags(-2.0, 30.0, 61.0), loose_end_ms=20)
    )
    assert problem.say() == (
        "The sound drifts against the pictures: −2 ms at the start, +61 ms at the end (+ is late)."
    )


def test_known_music_that_is_not_there_is_said() -> None:
    assert said(replace(FOUND, sound_shift_ms=None), lag=()) == ["sound_changed"]
    assert said(replace(FOUND, sound_shift_ms=None), lag=(), sound=None) == []


def test_pictures_of_another_edit_are_said() -> None:
    own = tuple(replace(cut, time_ms=cut.time_ms + 400, planned=False) for cut in FOUND.cuts[:3])
    other = replace(FOUND, cuts=(*own, FOUND.cuts[3]), unseen_cuts_ms=(1000, 2000, 3000))
    assert said(other) == ["other_cuts"]
    assert said(replace(other, unseen_cuts_ms=(1000,))) == []
    assert said(replace(other, cuts=FOUND.cuts[3:])) == []
