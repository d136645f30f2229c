"""The master's balance and its glue."""

from __future__ import annotations

import numpy as np
import pytest

from nemovideo_mcp.audio.compose.balance import (
    CENTERS_HZ,
    TARGETS,
    Balance,
    balance_response,
    third_octaves,
)
from nemovideo_mcp.audio.compose.composer import MOODS, compose, plan_music
from nemovideo_mcp.audio.compose.effects import Glue

RATE = 44_100
BLOCK = 8192


def pink(seed: int, tilt: float, seconds: float = 6.0):
    noise = np.random.default_rng(seed)
    count = int(seconds * RATE)
    lines = np.fft.rfft(noise.standard_normal((2, count)), axis=1)
    lines[:, 1:] *= np.arange(1, lines.shape[1]) ** tilt
    sound = np.fft.irfft(lines, count, axis=1).astype(np.float32)
    return 0.1 * sound / sound.std()


def shares(sound):
    found = third_octaves(sound, sample_rate=RATE)
    return 10 * np.log10(found / found.sum() + 1e-9)


def test_every_mood_has_a_target():
    assert set(TARGETS) == set(MOODS)


def test_the_bands_say_what_is_there():
    t = np.arange(2 * RATE) / RATE
    tone = np.stack([np.sin(2 * np.pi * 1000 * t)] * 2).astype(np.float32)
    found = shares(tone)
    assert CENTERS_HZ[found.argmax()] == pytest.approx(1000)
    assert np.sort(found)[-2] < -20


@pytest.mark.parametrize("tilt", [-0.3, -0.5, -0.75])
def test_a_balanced_sound_is_nearer_to_its_reference_and_no_stroke_moves(tilt):
    sound = pink(1, tilt)
    target = TARGETS["upbeat"]
    response = balance_response(sound, target, sample_rate=RATE)
    done = Balance(response, block_frames=BLOCK).whole(sound)[:, : sound.shape[1]]
    wanted = target.levels()
    before, after = (np.abs(shares(s) - wanted)[2:-4].mean() for s in (sound, done))
    assert after < 0.6 * before
    # minimum phase: the impulse has its peak at its start
    assert np.abs(response).argmax(axis=1).max() < 8


def test_what_is_deep_stays_in_the_middle():
    t = np.arange(4 * RATE) / RATE
    side = np.stack([np.sin(2 * np.pi * 60 * t), -np.sin(2 * np.pi * 60 * t)]).astype(np.float32)
    sound = side + pink(2, -0.5, seconds=4.0)
    response = balance_response(sound, TARGETS["upbeat"], sample_rate=RATE)
    done = Balance(response, block_frames=BLOCK).whole(sound)

    def deep(s) -> float:
        lines = np.abs(np.fft.rfft(s, axis=1)) ** 2
        f = np.fft.rfftfreq(s.shape[1], 1 / RATE)
        return float(lines[:, (f > 50) & (f < 70)].sum())

    apart = np.stack([done[0] - done[1]])
    whole = np.stack([done[0] + done[1]])
    assert deep(apart) / deep(whole) < 0.2 * deep(np.stack([sound[0] - sound[1]])) / deep(
        np.stack([sound[0] + sound[1]])
    )


def test_glue_holds_back_what_is_loud_lets_strokes_begin_and_does_not_depend_on_the_blocks():
    sound = np.concatenate([0.1 * pink(3, -0.5, 1.0), 5 * pink(4, -0.5, 1.0)], axis=1)
    sound = sound[:, : sound.shape[1] // 1280 * 1280]
    whole = Glue(threshold=0.1, ratio=2.0, sample_rate=RATE).process(sound)
    glue = Glue(threshold=0.1, ratio=2.0, sample_rate=RATE)
    cut = np.concatenate(
        [glue.process(part) for part in np.split(sound, sound.shape[1] // 1280, axis=1)], axis=1
    )
    assert np.allclose(whole, cut, atol=1e-6)
    quiet = slice(0, RATE // 2)
    assert np.allclose(whole[:, quiet], sound[:, quiet], rtol=1e-4)
    late = slice(int(1.6 * RATE), None)
    assert 0.35 < whole[:, late].std() / sound[:, late].std() < 0.6
    start = slice(RATE, RATE + 64)
    assert whole[:, start].std() / sound[:, start].std() > 0.8


@pytest.mark.parametrize("mood", MOODS)
def test_a_piece_holds_on_one_small_loudspeaker(mood):
    samples = np.concatenate(
        list(compose(plan_music(mood=mood, duration_ms=12_000, seed=2), sample_rate=RATE)), axis=1
    )
    lines = np.fft.rfft(samples, axis=1)
    lines[:, np.fft.rfftfreq(samples.shape[1], 1 / RATE) < 200] = 0
    small = np.fft.irfft(lines, samples.shape[1], axis=1)
    lost = 10 * np.log10((small**2).mean() / (small.mean(axis=0) ** 2).mean())
    assert lost < 1.5
    assert (small**2).sum() > 0.12 * (samples**2).sum()
    bands = shares(samples)
    presence = 10 * np.log10((10 ** (bands[(CENTERS_HZ > 2500) & (CENTERS_HZ < 8000)] / 10)).sum())
    assert -23 < presence < -10
