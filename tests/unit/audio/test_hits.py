"""What strikes in a clip's sound is found to within a few milliseconds, and what only sounds on is not."""

from __future__ import annotations

import numpy as np
import pytest

from nemovideo_mcp.audio.hits import HitFinder, sound_hits
from support.media import click_track, tone

_RATE = 48_000
_TIMES = (700, 1_450, 2_333, 3_100)


def _noise(duration_ms: int, gain: float) -> np.ndarray:
    return (gain * np.random.default_rng(3).standard_normal((2, duration_ms * 48))).astype(np.float32)


def _splashes() -> np.ndarray:
    """Bursts of noise that come up in 20 ms and die away in a third of a second, as water does."""
    samples = np.zeros((2, 4_000 * 48), np.float32)
    t = np.arange(12_000) / _RATE
    burst = np.minimum(1, t / 0.02) * np.exp(-9 * t) * np.random.default_rng(4).standard_normal(12_000)
    for at in _TIMES:
        samples[:, at * 48 : at * 48 + 12_000] += (0.3 * burst).astype(np.float32)
    return samples


@pytest.mark.parametrize("floor", [0.0, 0.003])
@pytest.mark.parametrize("make", [lambda: click_track(_TIMES, duration_ms=4_000), _splashes])
def test_clicks_and_splashes_are_found_where_they_begin(make, floor: float) -> None:
    found = sound_hits([make() + _noise(4_000, floor)], sample_rate=_RATE)
    assert len(found) == len(_TIMES)
    assert all(abs(hit - at) <= 15 for hit, at in zip(found, _TIMES, strict=True))


@pytest.mark.parametrize(
    "sound", [_noise(3_000, 0.2), tone(duration_ms=3_000), np.zeros((2, 9_000), np.float32)]
)
def test_steady_sound_and_silence_have_no_hits(sound: np.ndarray) -> None:
    assert sound_hits([sound], sample_rate=_RATE) == ()


def test_a_faint_click_beside_loud_ones_is_none() -> None:
    samples = click_track((500, 1_500), duration_ms=3_000) + 0.1 * click_track((2_500,), duration_ms=3_000)
    assert len(sound_hits([samples], sample_rate=_RATE)) == 2


def test_the_hits_are_the_same_for_any_cutting_into_blocks() -> None:
    sound = _splashes()
    whole = sound_hits([sound], sample_rate=_RATE)
    finder = HitFinder(sample_rate=_RATE)
    for start in range(0, sound.shape[1], 1_013):
        finder.add(sound[:, start : start + 1_013])
    assert finder.finish() == whole
    assert HitFinder(sample_rate=_RATE).finish() == ()
