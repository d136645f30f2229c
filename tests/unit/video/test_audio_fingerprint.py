"""Sound found by its print: where it is, to a fraction of a millisecond, and only if it is there."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.video.fingerprint import SIGN_RATE, find_fingerprint, signs_of_blocks, take_fingerprint
from nemovideo_mcp.views.fingerprint import agreeing

RATE = 16_000


def noise(seconds: float, seed: int = 1) -> NDArray[np.float32]:
    """Sound with most of its energy low, as music has it."""
    white = np.random.default_rng(seed).normal(0, 0.1, (2, round(seconds * RATE)))
    spectrum = np.fft.rfft(white) / np.sqrt(1 + np.arange(white.shape[1] // 2 + 1) / seconds / 200)
    return np.fft.irfft(spectrum, white.shape[1]).astype(np.float32)


def signs(samples: NDArray[np.float32], block: int = 5000) -> NDArray[np.int8]:
    pieces = [samples[:, at : at + block] for at in range(0, samples.shape[1], block)]
    return signs_of_blocks(pieces, sample_rate=RATE)


def late(samples: NDArray[np.float32], by: int) -> NDArray[np.float32]:
    silence = np.zeros((2, abs(by)), np.float32)
    return np.concatenate([silence, samples], axis=1) if by >= 0 else samples[:, -by:]


@pytest.mark.parametrize("by", [0, 1, 5, 1601, -777, 15_000, -4321])
def test_a_lag_is_found_to_a_tenth_of_a_millisecond(by: int) -> None:
    known = noise(12)
    kept = take_fingerprint(signs(known), start=0, heard=signs(known), of_music=True)
    assert kept is not None
    lags = find_fingerprint(kept, signs(late(known, by)))
    assert len(lags) >= len(kept.windows) - 1
    assert [lag.lag_ms for lag in lags] == pytest.approx([by * 1000 / RATE] * len(lags), abs=0.15)


def test_blocks_of_any_size_give_the_same_signs() -> None:
    known = noise(2)
    assert np.array_equal(signs(known), signs(known, block=333))
    assert len(signs(known)) == pytest.approx(2 * SIGN_RATE, abs=8)


def test_it_is_found_under_a_sound_as_loud_as_itself() -> None:
    known = noise(20)
    kept = take_fingerprint(signs(known), start=0, heard=signs(known), of_music=True)
    assert kept is not None
    lags = find_fingerprint(kept, signs(late(known, 960) + noise(20.06, seed=9)))
    assert len(agreeing(lags, of=len(kept.windows))) == len(kept.windows)
    assert [lag.lag_ms for lag in lags] == pytest.approx([60] * len(lags), abs=0.3)


def test_other_sound_and_silence_are_not_taken_for_it() -> None:
    known = noise(20)
    kept = take_fingerprint(signs(known), start=0, heard=signs(known), of_music=True)
    assert kept is not None
    assert find_fingerprint(kept, signs(noise(20, seed=2))) == ()
    assert find_fingerprint(kept, signs(np.zeros_like(known))) == ()
    assert find_fingerprint(kept, np.zeros(0, np.int8)) == ()


def test_a_sound_that_repeats_itself_cannot_be_told_from_itself() -> None:
    loop = np.tile(noise(0.5), (1, 20))
    assert take_fingerprint(signs(loop), start=0, heard=signs(loop), of_music=True) is None


def test_windows_that_other_sounds_drown_are_left_out() -> None:
    known, loud = noise(16), noise(16, seed=5) * 30
    loud[:, 8 * RATE :] = 0
    kept = take_fingerprint(signs(known), start=0, heard=signs(known + loud), of_music=True)
    assert kept is not None
    assert len(kept.windows) == 2
    assert all(window.start >= 8 * SIGN_RATE // 2 - SIGN_RATE for window in kept.windows)


def test_drift_shows_as_lags_that_grow() -> None:
    known = noise(60)
    kept = take_fingerprint(signs(known), start=0, heard=signs(known), of_music=True)
    assert kept is not None
    times = np.arange(known.shape[1]) * 0.999
    slow = np.stack([np.interp(times, np.arange(known.shape[1]), side) for side in known]).astype(np.float32)
    lags = agreeing(find_fingerprint(kept, signs(slow)), of=len(kept.windows))
    assert len(lags) >= 5
    assert all(lag.lag_ms == pytest.approx(lag.time_ms * 0.001, abs=1.5) for lag in lags)


def test_a_film_too_short_to_be_known_has_no_print() -> None:
    known = noise(0.3)
    assert take_fingerprint(signs(known), start=0, heard=signs(known), of_music=False) is None
