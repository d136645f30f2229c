"""The meter agrees with the standards' test signals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nemovideo_mcp.audio.loudness import SILENCE_DB, Loudness, integrated_lufs, measure_loudness
from nemovideo_mcp.video.loudness import measure_file_loudness
from support.loudness import integrated_lufs as integrated_by_ebur128
from support.media import make_wav, tone


def sine(gain_db: float, *, seconds: float, channels: int = 2, frequency: float = 997.0) -> np.ndarray:
    return tone(
        duration_ms=round(seconds * 1000), gain=10 ** (gain_db / 20), channels=channels, frequency=frequency
    )


def test_a_sine_of_minus_twenty_in_both_channels_is_minus_twenty_lufs() -> None:
    sound = sine(-20, seconds=3)
    blocks = [sound[:, start : start + 7000] for start in range(0, sound.shape[1], 7000)]
    assert measure_loudness(blocks).integrated_lufs == pytest.approx(-20, abs=0.1)
    assert measure_loudness([sound[0]]).integrated_lufs == pytest.approx(-23, abs=0.1)


def test_the_gate_leaves_pauses_out() -> None:
    pause = np.zeros((2, 96_000), np.float32)
    loudness = measure_loudness([pause, sine(-20, seconds=3), pause]).integrated_lufs
    assert loudness == pytest.approx(-20, abs=0.5)


def test_the_peak_between_the_samples_counts() -> None:
    t = np.arange(48_000)
    swell = np.minimum(1, t / 24_000)  # an abrupt start would have a peak of its own
    between = (0.5 * swell * np.sin(np.pi / 2 * t + np.pi / 4)).astype(np.float32)  # samples at 0.354 only
    assert measure_loudness([np.stack([between, between])]).true_peak_dbtp == pytest.approx(-6.0, abs=0.3)


def test_the_last_moment_counts() -> None:
    sound = np.zeros((2, 50_000), np.float32)
    sound[:, -4000:] = sine(-3, seconds=1)[:, :4000] * np.hanning(4000).astype(np.float32)
    assert measure_loudness([sound]).true_peak_dbtp == pytest.approx(-3, abs=0.3)


def test_silence_and_nothing_have_no_loudness() -> None:
    nothing = Loudness(integrated_lufs=None, true_peak_dbtp=SILENCE_DB)
    assert measure_loudness([np.zeros((2, 48_000), np.float32)]) == nothing
    assert measure_loudness([]) == nothing


def test_a_file_is_measured_and_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = make_wav(tmp_path / "a.wav", sine(-20, seconds=2, channels=1))
    assert measure_file_loudness(path).integrated_lufs == pytest.approx(-23, abs=0.2)
    assert capfd.readouterr() == ("", "")


def coloured(kind: str, sample_rate: int, seed: int) -> np.ndarray:
    """Eight seconds of noise: `white`, `rumbling` (most of it under 40 Hz), or `bursts` with long quiet stretches."""
    length = 8 * sample_rate + 1234
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((2, length)), axis=1)
    hz = np.fft.rfftfreq(length, 1 / sample_rate)
    if kind != "white":
        spectrum *= np.where(hz < 40, 30.0, 1 / (1 + hz / 200))
    sound = 0.1 * np.fft.irfft(spectrum, length, axis=1)
    sound *= 0.2 / np.sqrt(np.mean(sound**2))
    if kind == "bursts":
        sound *= np.where(np.arange(length) // (sample_rate * 0.7) % 3 == 0, 1.0, 0.02)
    return sound.astype(np.float32)


@pytest.mark.parametrize("kind", ["white", "rumbling", "bursts"])
@pytest.mark.parametrize("sample_rate", [22_050, 44_100, 48_000])
def test_the_meter_agrees_with_ebur128_to_a_tenth(kind: str, sample_rate: int) -> None:
    sound = coloured(kind, sample_rate, seed=4)
    blocks = [sound[:, start : start + 30_001] for start in range(0, sound.shape[1], 30_001)]
    found = measure_loudness(blocks, sample_rate=sample_rate).integrated_lufs
    assert found == pytest.approx(integrated_by_ebur128(sound, sample_rate=sample_rate), abs=0.1)
    assert integrated_lufs(blocks, sample_rate=sample_rate) == found
