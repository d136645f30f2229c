"""Mixing: what is summed, where, how softly, and never above the ceiling."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio.mix import DUCKING_DB, Source, limit, mix

RATE = 48_000
Samples = NDArray[np.float32]


def constant(level: float, length: int) -> Samples:
    return np.full((2, length), level, np.float32)


def noise(length: int, gain: float, *, seed: int = 1, highest_hz: float = 16_000) -> Samples:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((2, length)), axis=1)
    spectrum[:, round(highest_hz * length / RATE) :] = 0
    return (gain * np.fft.irfft(spectrum, n=length, axis=1)).astype(np.float32)


def pieces(samples: Samples, size: int) -> Iterator[Samples]:
    for start in range(0, samples.shape[1], size):
        yield samples[:, start : start + size]


def mixed(*sources: Source, length: int) -> Samples:
    return np.concatenate(list(mix(sources, length=length, sample_rate=RATE)), axis=1)


def true_peak_db(samples: Samples) -> float:
    """By the whole spectrum, eight times oversampled: the yardstick, not the code's own filter."""
    spectrum = np.fft.rfft(samples, axis=1)
    dense = np.fft.irfft(spectrum, n=8 * samples.shape[1], axis=1) * 8
    return float(20 * np.log10(np.abs(dense).max()))


@pytest.mark.parametrize("size", [100, 4800, 48_000, 1_000_000])
def test_sources_lie_where_they_start_whatever_their_blocks(size: int) -> None:
    ramp = np.tile(np.arange(1, 70_001, dtype=np.float32), (2, 1))
    found = mixed(Source(open=lambda: pieces(ramp, size), start=5_000, length=60_000), length=100_000)
    expected = np.zeros((2, 100_000), np.float32)
    expected[:, 5_000:65_000] = ramp[:, :60_000]
    np.testing.assert_array_equal(found, expected)


def test_gains_are_linear_and_what_is_missing_is_silence() -> None:
    found = mixed(
        Source(open=lambda: [constant(0.5, 10_000)], start=0, length=20_000, gain=0.5),
        Source(open=lambda: [constant(0.1, 90_000)], start=0, length=90_000),
        length=50_000,
    )
    assert found.shape == (2, 50_000)
    np.testing.assert_allclose(found[:, :10_000], 0.35)
    np.testing.assert_allclose(found[:, 10_000:], 0.1)


def test_a_source_that_starts_before_the_mix_is_entered_in_its_middle() -> None:
    ramp = np.tile(np.arange(1000, dtype=np.float32), (2, 1))
    found = mixed(Source(open=lambda: pieces(ramp, 7), start=-200, length=1000), length=1000)
    np.testing.assert_array_equal(found[0, :800], np.arange(200, 1000))
    assert not found[:, 800:].any()


def test_a_crossfade_of_one_sound_with_itself_is_that_sound() -> None:
    edge, cut = 384, 48_000
    found = mixed(
        Source(open=lambda: [constant(0.5, 99_999)], start=-900, length=cut + 900 + edge // 2, fade_out=edge),
        Source(open=lambda: [constant(0.5, 99_999)], start=cut - edge // 2, length=50_000, fade_in=edge),
        length=90_000,
    )
    np.testing.assert_allclose(found, 0.5, atol=1e-6)


def test_a_jump_cut_does_not_click() -> None:
    edge, cut = 384, 24_000
    found = mixed(
        Source(open=lambda: [constant(0.5, 48_000)], start=0, length=cut + edge // 2, fade_out=edge),
        Source(open=lambda: [constant(-0.5, 48_000)], start=cut - edge // 2, length=24_000, fade_in=edge),
        length=46_000,
    )
    assert np.abs(np.diff(found[0])).max() < 0.01  # without the fades: 1


def test_sources_are_opened_when_their_time_comes() -> None:
    opened: list[str] = []

    def source(name: str, start: int) -> Source:
        def blocks() -> Iterator[Samples]:
            opened.append(name)
            yield constant(0.1, 1000)

        return Source(open=blocks, start=start, length=1000)

    blocks = mix([source("late", 200_000), source("early", 0)], length=240_000, sample_rate=RATE)
    next(blocks)
    assert opened == ["early"]
    list(blocks)
    assert opened == ["early", "late"]


def test_music_dips_under_speech_and_comes_back() -> None:
    speech = noise(RATE * 2, 0.1)
    music = Source(open=lambda: [constant(0.2, RATE * 7)], start=0, length=RATE * 7, ducked=True)
    voice = Source(open=lambda: [speech], start=RATE * 2, length=RATE * 2, featured=True)
    found = mixed(music, voice, length=RATE * 7)
    under = found[:, RATE * 2 : RATE * 4] - speech
    np.testing.assert_allclose(found[:, : RATE * 2], 0.2, atol=1e-6)
    assert 20 * np.log10(under[0, RATE] / 0.2) == pytest.approx(-DUCKING_DB, abs=0.2)
    assert 20 * np.log10(found[0, -1] / 0.2) == pytest.approx(0, abs=0.2)
    assert np.abs(np.diff(under[0])).max() < 1e-4  # the gain moves smoothly


def test_music_does_not_rise_in_the_gaps_between_words() -> None:
    speech = noise(RATE * 4, 0.1)
    said = np.arange(RATE * 4) % (RATE * 7 // 10) < RATE * 3 // 10  # 0.3 s of every 0.7 s
    speech *= said
    music = Source(open=lambda: [constant(0.2, RATE * 5)], start=0, length=RATE * 5, ducked=True)
    voice = Source(open=lambda: [speech], start=0, length=RATE * 4, featured=True)
    under = mixed(music, voice, length=RATE * 5)[0, RATE : RATE * 4] - speech[0, RATE:]
    level_db = 20 * np.log10(under / 0.2)
    assert level_db.max() - level_db.min() < 0.3
    assert level_db.mean() == pytest.approx(-DUCKING_DB, abs=0.2)


def test_a_quiet_clip_leaves_the_music_alone() -> None:
    music = Source(open=lambda: [constant(0.2, RATE)], start=0, length=RATE, ducked=True)
    clip = Source(open=lambda: [noise(RATE, 0.1)], start=0, length=RATE, gain=0.0, featured=True)
    np.testing.assert_allclose(mixed(music, clip, length=RATE), 0.2, atol=1e-6)


@pytest.mark.parametrize(("gain_db", "size"), [(0, 1000), (6, 48_000), (20, 37)])
def test_the_limiter_keeps_the_true_peak_below_its_ceiling(gain_db: float, size: int) -> None:
    sound = noise(RATE, 0.25)
    for k in range(4):
        sound[:, 8_000 + k * 9_000 : 8_200 + k * 9_000] += noise(200, 1.0, seed=k)
    found = np.concatenate(
        list(limit(pieces(sound, size), sample_rate=RATE, ceiling_dbtp=-1.5, gain_db=gain_db)), axis=1
    )
    assert found.shape == sound.shape
    assert -2.2 < true_peak_db(found) < -1.2


def test_what_is_below_the_ceiling_passes_unchanged() -> None:
    sound = noise(33_333, 0.05)
    found = np.concatenate(list(limit(pieces(sound, 700), sample_rate=RATE, ceiling_dbtp=-1.5)), axis=1)
    np.testing.assert_array_equal(found, sound)


def test_the_limiter_gives_back_what_it_took_within_half_a_second() -> None:
    sound = constant(0.3, RATE)
    sound[:, 10_000:10_010] = 1.0
    found = np.concatenate(list(limit([sound], sample_rate=RATE, ceiling_dbtp=-6.0)), axis=1)
    assert found[0, 10_005] < 0.55
    np.testing.assert_allclose(found[0, 34_000:], 0.3, rtol=0.02)
    np.testing.assert_allclose(found[0, :9_650], 0.3, rtol=1e-6)


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 500])
def test_short_sounds_keep_their_length(length: int) -> None:
    blocks = list(limit([constant(0.1, length)], sample_rate=RATE, ceiling_dbtp=-1.0))
    assert sum(block.shape[1] for block in blocks) == length
    assert sum(b.shape[1] for b in mix([], length=length, sample_rate=RATE)) == length
