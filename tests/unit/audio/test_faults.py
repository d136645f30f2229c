"""Silence, clipping and cancellation are found in samples, with their times, for any cutting into blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nemovideo_mcp.audio.faults import SoundFaults

RATE = 48_000
Samples = NDArray[np.float32]


def tone(length_s: float, *, gain: float = 0.3) -> Samples:
    at = np.arange(round(length_s * RATE)) / RATE
    return (gain * np.sin(2 * np.pi * 330 * at)).astype(np.float32)


def heard(samples: Samples, *, block: int = 4096) -> SoundFaults:
    faults = SoundFaults(sample_rate=RATE)
    length = samples.shape[-1]
    for _ in faults.watch(samples[..., i : i + block] for i in range(0, length, block)):
        pass
    return faults


def with_gap(from_s: float, to_s: float, *, level: float = 0.0) -> Samples:
    samples = np.tile(tone(6), (2, 1))
    samples[:, round(from_s * RATE) : round(to_s * RATE)] *= level
    return samples


@pytest.mark.parametrize("level", [0.0, 0.0003])
def test_a_silent_stretch_is_found_to_a_fiftieth_of_a_second(level: float) -> None:
    [(start, end)] = heard(with_gap(2.0, 3.5, level=level)).silent_ms()
    assert start == pytest.approx(2000, abs=21)
    assert end == pytest.approx(3500, abs=21)


def test_a_short_pause_is_no_silent_stretch() -> None:
    assert heard(with_gap(2.0, 2.8)).silent_ms() == ()


def test_quiet_music_is_not_silent() -> None:
    assert heard(with_gap(2.0, 3.5, level=0.01)).silent_ms() == ()


def test_one_channel_that_sounds_is_enough() -> None:
    samples = with_gap(2.0, 3.5)
    samples[0] = tone(6)
    assert heard(samples).silent_ms() == ()


def test_silence_to_the_end_ends_with_the_sound() -> None:
    [(_, end)] = heard(with_gap(4.0, 6.0)).silent_ms()
    assert end == 6000


def test_clipping_is_found_where_it_is() -> None:
    samples = np.tile(tone(6), (2, 1))
    samples[0, 2 * RATE : 3 * RATE] = np.clip(8 * samples[0, 2 * RATE : 3 * RATE], -1, 1)
    [(start, end)] = heard(samples).clipped_ms()
    assert start == pytest.approx(2000, abs=5)
    assert end == pytest.approx(3000, abs=5)


def test_two_clipped_places_are_two_stretches() -> None:
    samples = np.tile(tone(6), (2, 1))
    for first in (1, 4):
        samples[:, first * RATE : first * RATE + 4800] *= 8
    assert len(heard(np.clip(samples, -1, 1)).clipped_ms()) == 2


@pytest.mark.parametrize("gain", [0.3, 0.98])
def test_loud_is_not_clipped(gain: float) -> None:
    assert heard(np.tile(tone(3, gain=gain), (2, 1))).clipped_ms() == ()


@settings(max_examples=20)
@given(st.integers(7, 9000))
def test_the_size_of_the_blocks_changes_nothing(block: int) -> None:
    samples = with_gap(0.5, 1.7)[:, : 2 * RATE]
    samples[1, 100:160] = 1.0
    whole, cut = heard(samples, block=2 * RATE), heard(samples, block=block)
    assert cut.silent_ms() == whole.silent_ms()
    assert cut.clipped_ms() == whole.clipped_ms()
    assert len(whole.clipped_ms()) == 1


@pytest.mark.parametrize(("right", "cancels"), [(-1.0, True), (-0.9, True), (0.0, False), (1.0, False)])
def test_channels_that_cancel_each_other_out_are_noticed(right: float, cancels: bool) -> None:
    left = tone(2)
    assert heard(np.stack([left, np.float32(right) * left])).cancels_in_mono is cancels


def test_silence_cancels_nothing() -> None:
    assert not heard(np.zeros((2, RATE), np.float32)).cancels_in_mono
