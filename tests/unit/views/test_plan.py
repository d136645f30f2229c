"""The plan that a film carries: small, whole, and never believed further than it can be read."""

from __future__ import annotations

import json
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.views.fingerprint import AudioFingerprint, FingerprintWindow, SoundLag, agreeing
from nemovideo_mcp.views.receipt import Expected
from nemovideo_mcp.views.receipt_plan import read_plan, write_plan

PLAN = Expected(
    cuts_ms=(1000, 2000, 2500),
    duration_ms=4000,
    width=1080,
    height=1920,
    frame_rate=30,
    has_audio=True,
    beat_cut=True,
    tempo_bpm=120.0,
    loudness_lufs=-14.0,
    beats_ms=tuple(float(n * 500) for n in range(8)),
    sound=AudioFingerprint(
        of_music=True,
        windows=(FingerprintWindow(0, bytes(range(16))), FingerprintWindow(5000, b"\xff" * 16)),
    ),
    dark_ms=((0, 500), (3200, 4000)),
)
TIMES = st.lists(st.integers(1, 5000), max_size=30).map(lambda steps: tuple(accumulate(steps)))


@settings(max_examples=60)
@given(cuts=TIMES, beats=TIMES, beat_cut=st.booleans(), tempo=st.none() | st.floats(20, 300))
def test_what_was_written_is_read(
    cuts: tuple[int, ...], beats: tuple[int, ...], beat_cut: bool, tempo: float | None
) -> None:
    plan = Expected(
        **{
            **vars(PLAN),
            "cuts_ms": cuts,
            "beats_ms": tuple(float(beat) for beat in beats),
            "beat_cut": beat_cut,
            "tempo_bpm": tempo,
        }
    )
    read = read_plan(write_plan(plan))
    assert read is not None
    assert read.beats_ms == pytest.approx(plan.beats_ms, abs=0.051)
    assert vars(read) | {"beats_ms": ()} == vars(plan) | {"beats_ms": ()}


def test_beats_of_any_tempo_keep_their_times() -> None:
    for bpm in (68.6, 132.001, 90.0):
        beats = tuple(n * 60_000 / bpm for n in range(1200))
        read = read_plan(write_plan(Expected(**{**vars(PLAN), "beats_ms": beats})))
        assert read is not None
        assert read.beats_ms == pytest.approx(beats, abs=0.051)
    uneven = tuple(n * 500 + (n % 3) * 7.33 for n in range(50))
    read = read_plan(write_plan(Expected(**{**vars(PLAN), "beats_ms": uneven})))
    assert read is not None
    assert read.beats_ms == pytest.approx(uneven, abs=0.051)


def test_ten_minutes_of_cuts_and_sound_are_a_few_kilobytes() -> None:
    windows = tuple(FingerprintWindow(n * 50_000, bytes(375)) for n in range(24))
    plan = Expected(
        **{
            **vars(PLAN),
            "cuts_ms": tuple(n * 750 for n in range(1, 801)),
            "sound": AudioFingerprint(of_music=True, windows=windows),
            "beats_ms": tuple(n * 487.3 + (n % 2) for n in range(1230)),
        }
    )
    assert len(write_plan(plan)) < 24_000
    assert read_plan(write_plan(plan)) is not None


@pytest.mark.parametrize("text", ["", "filmed by hand", "nemovideo", '{"cuts": []}'])
def test_other_comments_are_no_plan(text: str) -> None:
    assert read_plan(text) is None


@pytest.mark.parametrize(
    "change",
    [
        {"cuts": [1000, -5]},
        {"cuts": [1e400]},
        {"cuts": ["1000"]},
        {"cuts": [0, *[1] * 100_001]},
        {"cuts": None},
        {"size": [1080]},
        {"size": [0, 10]},
        {"size": [10**9, 10]},
        {"fps": 0},
        {"fps": None},
        {"duration": float("nan")},
        {"duration": True},
        {"beats": {"first": 0, "every": 1, "count": 10**9}},
        {"beats": {"first": 0}},
        {"print": {"music": True, "at": [], "signs": []}},
        {"print": {"music": True, "at": [0], "signs": ["?"]}},
        {"print": {"music": True, "at": [0], "signs": ["AA==", "AA=="]}},
        {"print": {"music": True, "at": [0], "signs": ["A" * 80_000]}},
        {"print": [1]},
    ],
)
def test_a_plan_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    head, _, body = write_plan(PLAN).partition(" ")
    with pytest.raises(ValueError):  # noqa: PT011 — any word will do
        read_plan(f"{head} {json.dumps({**json.loads(body), **change})}")


@pytest.mark.parametrize(
    "text",
    ["nemovideo-plan:2 {}", "nemovideo-plan:1", "nemovideo-plan:1 []", "nemovideo-plan:1 " + "[" * 9999],
)
def test_a_plan_that_is_torn_or_of_another_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_plan(text)


def lag(time_ms: float, lag_ms: float) -> SoundLag:
    return SoundLag(time_ms=time_ms, lag_ms=lag_ms, score=0.9)


def test_lags_that_no_neighbour_shares_are_chance() -> None:
    lags = [lag(0, 100), lag(1, 102), lag(2, -300), lag(3, 103)]
    assert [found.lag_ms for found in agreeing(lags, of=4)] == [100, 102]
    assert agreeing([lag(0, 100), lag(1, 500)], of=4) == ()
    assert agreeing([lag(0, 100), lag(1, 101)], of=5) == ()
    assert agreeing([lag(0, 100)], of=1) == (lag(0, 100),)


def test_sound_that_was_cut_apart_keeps_both_its_lags() -> None:
    lags = [lag(0, 0), lag(1, 1), lag(2, 120), lag(3, 119)]
    assert agreeing(lags, of=4) == tuple(lags)
