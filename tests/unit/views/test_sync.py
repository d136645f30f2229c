"""Cuts held against beats: arithmetic on times."""

from __future__ import annotations

import pytest

from nemovideo_mcp.views.fingerprint import SoundLag
from nemovideo_mcp.views.sync import common_shift_ms, compare, heard_beats, sound_shift_ms

BEATS = [1000.0 + 500 * n for n in range(20)]


def test_a_cut_is_measured_from_the_nearest_beat() -> None:
    (cut,) = compare([(1996.0, True)], BEATS, tolerance_ms=33.8)
    assert (cut.beat_ms, cut.offset_ms, cut.on_beat, cut.planned) == (2000.0, -4.0, True, True)


@pytest.mark.parametrize(("time_ms", "on_beat"), [(2033.0, True), (2035.0, False)])
def test_more_than_the_tolerance_is_off_the_beat(time_ms: float, on_beat: bool) -> None:
    assert compare([(time_ms, None)], BEATS, tolerance_ms=33.8)[0].on_beat is on_beat


def test_halfway_between_beats_is_said_and_is_no_hit() -> None:
    (cut,) = compare([(2255.0, None)], BEATS, tolerance_ms=33.8)
    assert cut.on_half_beat
    assert not cut.on_beat


def test_beats_go_on_for_a_bar_and_no_longer() -> None:
    near, far = compare([(12_510.0, None), (14_000.0, None)], BEATS, tolerance_ms=33.8)
    assert near.beat_ms == 12_500.0
    assert far.beat_ms is None
    assert far.offset_ms is None
    assert not far.on_beat


def test_without_beats_no_cut_has_an_offset() -> None:
    assert all(c.offset_ms is None and not c.on_beat for c in compare([(1.0, True)], [], tolerance_ms=33))


@pytest.mark.parametrize("late_ms", [120, -120, 60])
def test_sound_that_is_late_shifts_every_cut_alike(late_ms: int) -> None:
    beats = [b + late_ms for b in BEATS]
    cuts = compare(
        [(b + e, True) for b, e in zip(BEATS[2:10:2], (3, -8, 5, 1), strict=True)], beats, tolerance_ms=33.8
    )
    assert common_shift_ms(cuts, beats) == pytest.approx(late_ms, abs=5)


def test_cuts_that_disagree_have_no_common_shift() -> None:
    cuts = compare([(1120.0, True), (2380.0, True), (3620.0, True), (5000.0, True)], BEATS, tolerance_ms=33.8)
    assert common_shift_ms(cuts, BEATS) is None


def test_half_a_beat_is_not_called_a_shift() -> None:
    cuts = compare([(b + 250, True) for b in BEATS[2:12]], BEATS, tolerance_ms=33.8)
    assert common_shift_ms(cuts, BEATS) is None


def test_two_cuts_are_too_few_to_believe_in_a_shift() -> None:
    cuts = compare([(1120.0, True), (2120.0, True)], BEATS, tolerance_ms=33.8)
    assert common_shift_ms(cuts, BEATS) is None


def lag(time_ms: float, lag_ms: float) -> SoundLag:
    return SoundLag(time_ms=time_ms, lag_ms=lag_ms, score=0.9)


def test_known_beats_move_to_where_the_music_is_heard() -> None:
    beats = (0.0, 500.0, 1000.0, 1500.0)
    assert heard_beats(beats, [lag(700, 120)], end_ms=1600) == (120, 620, 1120)
    assert heard_beats(beats, [lag(700, -120)], end_ms=1600) == (380, 880, 1380)


def test_known_beats_follow_a_sound_that_drifts() -> None:
    beats = tuple(float(n * 1000) for n in range(11))
    heard = heard_beats(beats, [lag(2000, 10), lag(8000, 70)], end_ms=20_000)
    assert heard == (10, 1010, 2010, 3020, 4030, 5040, 6050, 7060, 8070, 9070, 10_070)


def test_the_sound_is_late_by_its_own_lag_less_the_pictures() -> None:
    def shift(lags: list[SoundLag], seen: list[tuple[float, float]], first_ms: float = 0.0) -> float | None:
        return sound_shift_ms(lags, seen, first_picture_ms=first_ms, frame_ms=33.8)

    assert shift([], []) is None
    assert shift([lag(0, 40), lag(1, 42), lag(2, 41)], []) == 41
    assert shift([lag(0, 0)], [], first_ms=120) == -120
    # cuts half a frame beside their places are no late pictures, cuts that are all 100 ms late are
    assert shift([lag(0, 5)], [(1016, 1000), (2014, 2000)]) == 5
    assert shift([lag(0, 5)], [(1100, 1000), (2100, 2000)]) == -95
