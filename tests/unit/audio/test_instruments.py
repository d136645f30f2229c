"""The bank of recorded instruments, and notes that are played on it."""

from __future__ import annotations

import json
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from nemovideo_mcp.audio.compose.bank import Kept, installed_bank
from nemovideo_mcp.audio.compose.composer import compose
from nemovideo_mcp.audio.compose.drums import KITS, render_drum
from nemovideo_mcp.audio.compose.patches import PATCHES
from nemovideo_mcp.audio.compose.sampler import Sampled, render_sampled
from nemovideo_mcp.timeline.model import MusicSpec, Section

RATE = 48_000
RECORDED = {name: patch for name, patch in PATCHES.items() if isinstance(patch, Sampled)}
CENTERS = {"bass": 36.0, "glockenspiel": 84.0, "music_box": 84.0, "violin": 72.0, "timpani": 41.0}


def note(name: str, pitch: float, *, seconds: float = 1.0, rate: int = RATE, velocity: float = 0.8, **more):
    return render_sampled(
        RECORDED[name],
        pitch=pitch,
        seconds=seconds,
        velocity=velocity,
        brightness=0.0,
        sample_rate=rate,
        **more,
    )


def played_at(name: str) -> float:
    return next((pitch for part, pitch in CENTERS.items() if part in name), 60.0)


def heard_cents(sound, rate: int, pitch: float) -> float:
    """By how many cents the strongest of the first three partials is off."""
    part = sound.mean(axis=0)[int(0.06 * rate) : int(0.7 * rate)]
    size = 1 << 19
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)), size))
    f0 = 440 * 2 ** ((pitch - 69) / 12)
    peaks = []
    for harmonic in (1, 2, 3):
        low, high = (int(f0 * harmonic * 2 ** (s / 12) / rate * size) for s in (-1, 1))
        at = low + int(power[low:high].argmax())
        peaks.append((power[at], 1200 * np.log2(at * rate / size / harmonic / f0)))
    return float(max(peaks)[1])


def test_the_bank_is_small_says_where_it_is_from_and_has_what_its_index_names():
    bank = installed_bank()
    folder = bank._folder
    files = {entry.name: len(entry.read_bytes()) for entry in folder.iterdir()}
    assert sum(files.values()) < 10_000_000
    assert "Permission is hereby granted" in folder.joinpath("LICENSE.txt").read_text(encoding="utf-8")
    assert "public domain" in folder.joinpath("README.md").read_text(encoding="utf-8")
    index = json.loads(folder.joinpath("index.json").read_text(encoding="utf-8"))
    for entry in [*index["instruments"].values(), *index["drums"].values()]:
        assert all(row["at"] + row["bytes"] <= files[entry["file"]] for row in entry["samples"])
    for samples in bank.instruments.values():
        keys = [sample.key for sample in samples]
        # nothing is moved by more than half of the widest gap: a harp's top has the widest, most have five or less
        assert all(0 < b - a <= 16 for a, b in pairwise(keys))
        assert np.median(np.diff(keys)) <= 9.1


@pytest.mark.parametrize("name", RECORDED)
def test_a_note_is_in_tune_starts_at_once_and_ends_without_a_step(name):
    pitch = played_at(name)
    sound = note(name, pitch)
    assert np.isfinite(sound).all()
    # a choir's and a section's players stand a little apart from each other
    assert abs(heard_cents(sound, RATE, pitch)) < 32
    level = np.abs(sound).max(axis=0)
    assert np.flatnonzero(level > 0.1 * level.max())[0] < (0.07 + 0.5 * RECORDED[name].attack) * RATE
    assert level[-8:].max() < 0.01 * level.max()


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_a_note_is_the_same_at_every_sample_rate(rate):
    sound = note("acoustic_guitar", 57.0, rate=rate)
    assert abs(sound.shape[1] / rate - note("acoustic_guitar", 57.0).shape[1] / RATE) < 0.01
    assert abs(heard_cents(sound, rate, 57.0)) < 8
    loud = float(np.sqrt((sound[:, : rate // 2] ** 2).mean()))
    same = float(np.sqrt((note("acoustic_guitar", 57.0)[:, : RATE // 2] ** 2).mean()))
    assert abs(20 * np.log10(loud / same)) < 1.0


@pytest.mark.parametrize("name", ["strings", "flute", "horn", "violin"])
def test_a_sustained_note_lasts_beyond_its_recording_without_clicks(name):
    sound = note(name, 64.0, seconds=9.0)[:, RATE:]
    part = sound[:, : 7 * RATE].mean(axis=0)
    levels = [float(np.sqrt((p**2).mean())) for p in np.split(part, 14)]
    assert min(levels) > 0.3 * max(levels)
    # a click is a step that stands out of the sound's own steepness
    steps = np.abs(np.diff(part, 2))
    assert steps.max() < 12 * np.sqrt((steps**2).mean())


def test_a_soft_stroke_is_darker_and_the_second_take_is_another_recording():
    def treble(sound) -> float:
        power = np.abs(np.fft.rfft(sound.mean(axis=0)[:RATE])) ** 2
        f = np.fft.rfftfreq(RATE, 1 / RATE)[: len(power)]
        return float(10 * np.log10(power[f > 3000].sum() / power.sum()))

    loud, soft = (note("piano", 60.0, velocity=v, seconds=1.2) for v in (1.0, 0.25))
    assert treble(loud) > treble(soft) + 3
    first, second, third = (note("muted_guitar", 52.0, take=take)[0, :9000] for take in (0, 1, 2))
    assert np.array_equal(first, third)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.9


def test_the_same_note_is_the_same_whatever_was_played_before():
    wanted = note("nylon_guitar", 61.0, seconds=0.4)
    for pitch in (61.0, 62.0, 60.0):
        note("nylon_guitar", pitch, seconds=3.0)
    assert np.array_equal(wanted, note("nylon_guitar", 61.0, seconds=0.4))


def test_a_power_guitar_has_its_attack_above_two_kilohertz():
    start = note("power_guitar", 45.0)[:, : int(0.06 * RATE)].mean(axis=0)
    power = np.abs(np.fft.rfft(start * np.hanning(len(start)))) ** 2
    f = np.fft.rfftfreq(len(start), 1 / RATE)
    assert 10 * np.log10(power[f > 2000].sum() / power.sum()) > -16


def test_what_is_kept_stays_within_its_bound():
    kept = Kept[bytes](1000, len)
    for number in range(50):
        assert kept.get(number, lambda: bytes(300)) == bytes(300)
    made: list[int] = []
    for number in (49, 48, 0):
        kept.get(number, lambda number=number: made.append(number) or bytes(300))
    assert made == [0]


def test_many_notes_do_not_fill_the_memory():
    tracemalloc.start()
    try:
        for pitch in range(40, 90):
            for name in ("piano", "strings", "choir"):
                note(name, float(pitch), seconds=2.0)
        assert tracemalloc.get_traced_memory()[0] < 230_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kit", KITS)
def test_a_kick_is_short_and_begins_at_its_time(kit):
    kick = render_drum(KITS[kit]["kick"], velocity=1.0, seconds=0.25, variant=0, sample_rate=RATE)
    level = np.sqrt(np.convolve(np.abs(kick).max(axis=0) ** 2, np.ones(480) / 480, mode="same"))
    over = np.flatnonzero(level > 0.1 * level.max())
    assert over[-1] / RATE < (0.31 if kit == "epic" else 0.18)
    assert np.flatnonzero(np.abs(kick).max(axis=0) > 0.05 * np.abs(kick).max())[0] < 0.002 * RATE


def test_a_piece_of_the_first_edition_sounds_as_it_did():
    sections = (("verse", 1, 0.5), ("chorus", 2, 0.85), ("outro", 1, 0.6))
    music = MusicSpec(
        mood="rock",
        bpm_milli=120_000,
        seed=7,
        duration_ms=8000,
        sections=tuple(Section(kind=kind, bars=bars, energy=energy) for kind, bars, energy in sections),
    )
    sound = np.concatenate(list(compose(music, sample_rate=16_000)), axis=1)
    power = (np.abs(np.fft.rfft(sound, axis=1)) ** 2).sum(axis=0)
    f = np.fft.rfftfreq(sound.shape[1], 1 / 16_000)
    octaves = [40 * 2**n for n in range(8)] + [8001]
    levels = [10 * np.log10(power[(f >= a) & (f < b)].sum() / power.sum()) for a, b in pairwise(octaves)]
    # measured with the version before the instruments were recorded
    before = [-5.88, -6.45, -6.34, -8.33, -14.24, -16.16, -14.59, -14.60]
    assert np.abs(np.array(levels) - before).max() < 0.1
    assert 20 * np.log10(sound.std()) == pytest.approx(-16.81, abs=0.1)
