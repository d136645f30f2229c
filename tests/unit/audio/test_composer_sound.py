from __future__ import annotations

import tracemalloc
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nemovideo_mcp.audio.compose.composer import MOODS, compose, grid_of, plan_music
from nemovideo_mcp.audio.compose.effects import Limiter, Room, Space, room_response
from nemovideo_mcp.audio.compose.patches import PATCHES
from nemovideo_mcp.audio.compose.synth import render_note
from nemovideo_mcp.errors import InvalidRequest
from support.loudness import integrated_lufs

RATE = 44_100


@cache
def piece(mood: str, duration_ms: int = 10_000, seed: int = 1):
    music = plan_music(mood=mood, duration_ms=duration_ms, seed=seed)
    return music, np.concatenate(list(compose(music, sample_rate=RATE)), axis=1)


def brightness(samples) -> float:
    """Share of the power above 2.5 kHz in dB: what a centre of the spectrum says is how much bass there is."""
    power = np.abs(np.fft.rfft(samples, axis=1)) ** 2
    frequency = np.fft.rfftfreq(samples.shape[1], 1 / RATE)
    return float(10 * np.log10(power[:, frequency > 2500].sum() / power.sum()))


@pytest.mark.parametrize("mood", MOODS)
def test_a_piece_is_as_long_and_as_loud_as_asked_and_clean(mood):
    music, samples = piece(mood)
    assert samples.shape == (2, round(music.duration_ms * RATE / 1000))
    assert samples.dtype == np.float32
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() < 0.9
    assert abs(integrated_lufs(samples, sample_rate=RATE) + 14) < 1.2
    assert np.abs(samples.mean(axis=1)).max() < 0.002
    power = np.abs(np.fft.rfft(samples.mean(axis=0))) ** 2
    frequency = np.fft.rfftfreq(samples.shape[1], 1 / RATE)
    assert power[frequency < 25].sum() < 0.01 * power.sum()
    assert power[frequency > 10_000].sum() < 0.05 * power.sum()
    middle = power[(frequency > 400) & (frequency < 4000)].sum()
    assert middle > 0.04 * power.sum()  # something that a telephone's speaker can play


@pytest.mark.parametrize("mood", MOODS)
def test_an_onset_stands_on_every_beat_to_five_milliseconds(mood):
    music, samples = piece(mood)
    mono, hop, size = samples.mean(axis=0), 44, 512
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(mono, (size, 0)), size)[::hop]
    spectra = np.log1p(100 * np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)))
    flux = np.maximum(spectra[6:] - spectra[:-6], 0).sum(axis=1)
    # a frame ends at its time; the steepest rise is seen when the stroke has come to the window's middle
    times = (np.arange(len(flux)) + 3) * hop / RATE - size / 2 / RATE
    offsets = []
    for beat in grid_of(music).times_ms[1 : -music.beats_per_bar]:
        near = np.abs(times - float(beat) / 1000) < 0.035
        offsets.append(times[near][flux[near].argmax()] - float(beat) / 1000)
    assert abs(np.median(offsets)) < 0.005
    assert np.mean(np.abs(offsets) < 0.008) > 0.85


@pytest.mark.parametrize("mood", MOODS)
def test_the_end_rings_out_without_a_cut_or_a_click(mood):
    music, samples = piece(mood)
    last_bar = int((music.bars - 1) * 4 * 60_000 / music.bpm_milli * RATE)
    ring = np.abs(samples[:, last_bar:])
    quarter = ring.shape[1] // 4
    levels = [float(np.sqrt((ring[:, i * quarter : (i + 1) * quarter] ** 2).mean())) for i in range(4)]
    assert levels == sorted(levels, reverse=True)
    assert levels[2] > 0.001  # it is still heard half-way and beyond
    assert ring[:, -64:].max() < 0.001
    assert np.abs(np.diff(samples[:, -RATE // 10 :])).max() < 0.01


def test_the_size_of_the_blocks_changes_nothing():
    music = plan_music(mood="lofi", duration_ms=5300, seed=3)
    large = np.concatenate(list(compose(music, sample_rate=22_050)), axis=1)
    small = np.concatenate(list(compose(music, sample_rate=22_050, block_frames=4096)), axis=1)
    assert small.shape == large.shape
    # the level is set from a rehearsal in the same blocks, so rounding is all that may differ
    assert np.abs(small - large).max() < 2e-4


def test_the_same_spec_is_the_same_sound_and_another_seed_another():
    music = plan_music(mood="hiphop", duration_ms=4000, seed=9)
    first, second = (np.concatenate(list(compose(music, sample_rate=16_000)), axis=1) for _ in range(2))
    assert np.array_equal(first, second)
    other = plan_music(mood="hiphop", duration_ms=4000, seed=10)
    assert not np.allclose(first, np.concatenate(list(compose(other, sample_rate=16_000)), axis=1), atol=0.05)


@pytest.mark.parametrize("duration_ms", [1, 300, 1000, 2500, 5000])
def test_short_pieces_are_whole(duration_ms):
    music = plan_music(mood="cinematic", duration_ms=duration_ms)
    samples = np.concatenate(list(compose(music, sample_rate=48_000)), axis=1)
    assert samples.shape[1] == duration_ms * 48
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() < 1
    if duration_ms >= 1000:
        assert np.abs(samples).max() > 0.1


def test_a_spec_that_names_no_known_music_is_refused():
    music = plan_music(mood="rock", duration_ms=4000)
    for wrong in (replace(music, mood="polka"), replace(music, sections=())):
        with pytest.raises(InvalidRequest):
            next(compose(wrong))


def test_a_piece_that_was_cut_short_of_its_bars_is_faded_not_chopped():
    music = replace(plan_music(mood="rock", duration_ms=8000), duration_ms=3000)
    samples = np.concatenate(list(compose(music, sample_rate=16_000)), axis=1)
    assert samples.shape[1] == 48_000
    assert np.abs(samples[:, -32:]).max() < 0.01


def test_a_long_piece_comes_in_blocks_and_takes_no_more_memory_than_a_short_one():
    peaks = []
    for duration_ms in (30_000, 3_600_000):
        music = plan_music(mood="acoustic", duration_ms=duration_ms, bpm=104.0)
        tracemalloc.start()
        try:
            blocks, frames = compose(music, sample_rate=8000), 0
            for block in blocks:
                frames += block.shape[1]
                if frames > 30 * 8000 - 1:
                    break
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.6


def test_moods_are_told_apart_by_tempo_and_brightness():
    calm, driving = ("ambient", "lofi", "romantic"), ("upbeat", "rock", "happy")
    assert max(MOODS[m].default_bpm for m in calm) + 20 < min(MOODS[m].default_bpm for m in driving)
    # a substyle may be darker or brighter than its mood: over all of them, the mood is what it is called
    centers = {
        m: np.mean([brightness(piece(m, 5_000, seed)[1]) for seed in range(3)]) for m in (*calm, *driving)
    }
    assert np.mean([centers[m] for m in calm]) + 1.5 < np.mean([centers[m] for m in driving])


def test_a_high_note_has_nothing_that_folds_back():
    note = render_note(
        PATCHES["saw_lead"], pitch=100.0, seconds=0.5, velocity=1.0, brightness=2.0, sample_rate=RATE
    )
    power = np.abs(np.fft.rfft(note[0] * np.hanning(note.shape[1]))) ** 2
    frequency = np.fft.rfftfreq(note.shape[1], 1 / RATE)
    f0 = 440 * 2 ** ((100 - 69) / 12)
    off = np.abs(frequency / f0 - np.round(frequency / f0)) > 0.12
    assert power[off].sum() < 1e-4 * power.sum()


def test_the_limiter_lets_no_sample_past_its_ceiling_and_leaves_quiet_sound_alone():
    noise = np.random.default_rng(1).standard_normal((2, 64 * 600)).astype(np.float32) * 0.5
    noise[:, 64 * 100 :] *= 0.05
    limiter = Limiter(ceiling=0.8, release_s=0.05, sample_rate=RATE)
    out = np.concatenate(
        [limiter.process(noise[:, i : i + 640]) for i in range(0, noise.shape[1], 640)], axis=1
    )
    assert np.abs(out).max() <= 0.8 + 1e-6
    late = limiter.latency_frames
    assert np.allclose(out[:, -2000:], noise[:, -2000 - late : -late], rtol=1e-3)


def test_a_room_is_the_same_whether_its_input_comes_whole_or_in_blocks():
    response = room_response(seconds=0.4, brightness=0.5, sample_rate=8000)
    click = np.zeros((2, 8192), np.float32)
    click[:, 100] = 1
    whole = Room(Space([response], block_frames=8192)).process([click])
    room = Room(Space([response], block_frames=1024))
    cut = np.concatenate([room.process([click[:, i : i + 1024]]) for i in range(0, 8192, 1024)], axis=1)
    assert np.allclose(whole, cut, atol=1e-5)
    assert np.abs(whole[:, :100]).max() < 1e-6
