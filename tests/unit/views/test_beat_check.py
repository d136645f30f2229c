"""The edit's beats against those that are heard: what is borne out, what is in doubt, and how."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.views.beat_check import BeatCheck, check_beats


def beats(
    bpm: float, *, first_ms: float = 300.0, length_ms: float = 20_000.0, jitter_ms: float = 0.0
) -> list[float]:
    times = np.arange(first_ms, length_ms, 60_000 / bpm)
    return [float(t) for t in times + np.random.default_rng(1).normal(0, jitter_ms, len(times))]


HEARD = beats(120, jitter_ms=4)


def check(planned: list[float], *, confidence: float = 0.8) -> BeatCheck:
    return check_beats(planned, HEARD, confidence=confidence)


@pytest.mark.parametrize("planned_bpm", [30, 40, 60, 120, 240, 360, 480])
def test_a_multiple_of_the_beat_is_borne_out(planned_bpm: float) -> None:
    found = check(beats(planned_bpm))
    assert found.doubt is None
    assert found.shift_ms == pytest.approx(0, abs=5)


@pytest.mark.parametrize("factor", [2 / 3, 3 / 2, 3 / 4, 4 / 3, 1.15, 0.8])
def test_another_level_is_doubted(factor: float) -> None:
    assert check(beats(120 * factor)).doubt == "level"


@pytest.mark.parametrize("late_ms", [-60, -30, 30, 60, 120])
def test_a_grid_that_is_late_or_early_is_doubted_by_how_much_it_is(late_ms: float) -> None:
    found = check(beats(120, first_ms=300 + late_ms))
    assert found.doubt == "shift"
    assert found.shift_ms == pytest.approx(late_ms, abs=5)


@pytest.mark.parametrize("late_ms", [-12, 0, 12])
def test_a_little_is_no_doubt(late_ms: float) -> None:
    assert check(beats(120, first_ms=300 + late_ms)).doubt is None


@pytest.mark.parametrize("late_ms", [-250, -230, 240, 250])
def test_a_grid_on_the_off_beat_is_doubted(late_ms: float) -> None:
    assert check(beats(120, first_ms=800 + late_ms)).doubt == "half"


def test_half_a_beat_is_a_whole_one_where_double_time_is_open() -> None:
    off = beats(120, first_ms=550)
    assert check_beats(off, HEARD, confidence=0.8, alternatives_bpm=(240.0,)).doubt is None
    assert check_beats(off, HEARD, confidence=0.8, alternatives_bpm=(60.0, 180.0)).doubt == "half"


def test_beats_twice_as_fast_as_those_that_are_heard_need_not_be_heard() -> None:
    assert check(beats(240, first_ms=300)).doubt is None


@pytest.mark.parametrize("percent", [-0.8, -0.4, 0.4, 0.8])
def test_a_grid_that_drifts_is_doubted(percent: float) -> None:
    found = check(beats(120 * (1 + percent / 100)))
    assert found.doubt == "drift"
    assert found.last_ms - found.first_ms == pytest.approx(-percent / 100 * 20_000, rel=0.2)


def test_a_tracker_that_is_not_sure_has_no_say() -> None:
    assert check(beats(80), confidence=0.2) == BeatCheck()


@pytest.mark.parametrize("planned", [[], [300.0], [300.0, 800.0, 1300.0]])
def test_a_few_beats_prove_nothing(planned: list[float]) -> None:
    assert check(planned) == BeatCheck()


def test_beats_at_another_time_prove_nothing() -> None:
    assert check(beats(120, first_ms=40_000, length_ms=50_000)) == BeatCheck()


@settings(max_examples=60)
@given(
    st.lists(st.floats(0, 1e6), max_size=40).map(sorted), st.lists(st.floats(0, 1e6), max_size=40).map(sorted)
)
def test_any_two_lists_can_be_held_against_each_other(planned: list[float], heard: list[float]) -> None:
    assert check_beats(planned, heard, confidence=1.0).doubt in (None, "level", "shift", "half", "drift")
