from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nemovideo_mcp.audio.beat_track import BeatEstimate, beat_track
from support.beats import (
    RATE,
    Samples,
    beats_at,
    chord,
    clicks,
    drum_and_bass,
    drums,
    hat,
    kick,
    odd_bars,
    place,
    six_eight,
    snare,
    speech_like,
)


def track(samples: Samples, *, tempo_bpm: float | None = None, sample_rate: int = RATE) -> BeatEstimate:
    return beat_track([samples], sample_rate=sample_rate, tempo_bpm=tempo_bpm)


def errors_ms(estimate: BeatEstimate, truth: np.ndarray) -> np.ndarray:
    """From each true beat to the nearest found one."""
    found = np.array(estimate.beats)
    return (found[np.abs(found[None] - truth[:, None]).argmin(axis=1)] - truth) * 1000


@pytest.mark.parametrize("bpm", [72, 90, 100.5, 120, 128, 140, 150])
def test_drums_are_tracked_at_their_own_level_and_within_five_milliseconds(bpm: float) -> None:
    truth = beats_at(bpm, length_s=20)
    estimate = track(drums(truth, length_s=20))
    assert estimate.tempo_bpm == pytest.approx(bpm, rel=0.005)
    error = errors_ms(estimate, truth)
    assert np.abs(error).max() < 12
    assert abs(float(np.median(error))) <= 5
    assert len(estimate.beats) == pytest.approx(len(truth), abs=1)
    assert estimate.confidence > 0.6


@pytest.mark.parametrize("bpm", [80, 97, 120, 133])
def test_bare_clicks_are_beats(bpm: float) -> None:
    truth = beats_at(bpm, length_s=15)
    estimate = track(clicks(truth, length_s=15))
    assert estimate.tempo_bpm == pytest.approx(bpm, rel=0.005)
    assert np.abs(errors_ms(estimate, truth)).max() < 8


def test_a_hint_chooses_the_metrical_level() -> None:
    truth = beats_at(100, length_s=20)
    samples = drums(truth, length_s=20)
    assert track(samples, tempo_bpm=200).tempo_bpm == pytest.approx(200, rel=0.01)
    assert track(samples, tempo_bpm=50).tempo_bpm == pytest.approx(50, rel=0.01)
    assert track(samples, tempo_bpm=104).tempo_bpm == pytest.approx(100, rel=0.01)


def test_a_jump_of_tempo_is_followed() -> None:
    truth = np.concatenate([np.arange(0.3, 15, 60 / 100), np.arange(15.3, 30, 60 / 125)])
    estimate = track(drums(truth, length_s=30))
    error = np.abs(errors_ms(estimate, truth))
    assert np.median(error) <= 5
    assert (error < 50).mean() > 0.9


def test_an_accelerando_is_followed() -> None:
    gaps = 0.6 * 0.994 ** np.arange(50)
    truth = 0.4 + np.concatenate([[0.0], np.cumsum(gaps)])
    estimate = track(drums(truth, length_s=float(truth[-1]) + 0.5))
    error = np.abs(errors_ms(estimate, truth))
    assert np.median(error) <= 5
    assert (error < 50).mean() > 0.95


def test_bars_of_four_begin_at_the_kick_and_the_new_chord() -> None:
    truth = beats_at(110, length_s=24)
    estimate = track(drums(truth, length_s=24))
    assert estimate.beats_per_bar == 4
    bars = truth[::4]
    found = np.array(estimate.downbeats)
    assert len(found) == pytest.approx(len(bars), abs=1)
    assert np.abs(found[None] - bars[:, None]).min(axis=1).max() < 0.03


def test_a_waltz_has_bars_of_three() -> None:
    truth = beats_at(132, length_s=24)
    estimate = track(drums(truth, length_s=24, beats_per_bar=3))
    assert estimate.tempo_bpm == pytest.approx(132, rel=0.01)
    assert estimate.beats_per_bar == 3
    found = np.array(estimate.downbeats)
    assert np.abs(found[:, None] - truth[::3][None]).min(axis=1).max() < 0.03


@pytest.mark.parametrize(("beats_per_bar", "bpm"), [(5, 126), (7, 220)])
def test_bars_of_five_and_seven_are_counted(beats_per_bar: int, bpm: float) -> None:
    truth = beats_at(bpm, length_s=24)
    estimate = track(odd_bars(truth, length_s=24, beats_per_bar=beats_per_bar))
    assert estimate.beats_per_bar == beats_per_bar
    found = np.array(estimate.downbeats)
    assert np.abs(found[:, None] - truth[::beats_per_bar][None]).min(axis=1).max() < 0.03


def test_the_grid_counts_bars_from_where_most_downbeats_are() -> None:
    beats = tuple(0.5 * index for index in range(24))
    cut_short = BeatEstimate(
        tempo_bpm=120.0,
        beats=beats,
        downbeats=tuple(beats[index] for index in (1, 5, 6, 10, 14, 18, 22)),
        beats_per_bar=4,
        confidence=0.9,
        alternatives_bpm=(),
    )
    assert cut_short.grid().downbeat_index == 2


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        np.zeros(10 * RATE, np.float32),
        np.full(10 * RATE, 0.25, np.float32),
        np.full(RATE, np.nan, np.float32),
        np.zeros(100, np.float32),
    ],
    ids=["nothing", "silence", "a constant", "not a number", "a blink"],
)
def test_what_does_not_sound_has_no_beats(samples: Samples) -> None:
    estimate = track(samples)
    assert estimate.beats == ()
    assert estimate.downbeats == ()
    assert estimate.confidence < 0.2
    assert estimate.tempo_bpm == 0


@pytest.mark.parametrize("seed", range(4))
def test_speech_gets_no_invented_grid(seed: int) -> None:
    estimate = track(speech_like(20, seed=seed))
    assert estimate.beats == ()
    assert estimate.confidence < 0.35


def test_noise_gets_no_invented_grid() -> None:
    noise = np.random.default_rng(3).standard_normal(15 * RATE).astype(np.float32) * 0.2
    assert track(noise).beats == ()


def test_no_beat_is_placed_before_the_music_or_after_it() -> None:
    truth = beats_at(120, length_s=16, offset_s=6.0)
    samples = place(24, [])
    music = drums(truth, length_s=16.4)
    samples[: len(music)] += music
    estimate = track(samples)
    assert estimate.beats[0] == pytest.approx(6.0, abs=0.05)
    assert estimate.beats[-1] == pytest.approx(truth[-1], abs=0.3)


def test_a_loop_of_two_seconds_has_its_beats() -> None:
    truth = np.arange(4) * 0.5
    estimate = track(drums(truth, length_s=2.0), tempo_bpm=120)
    assert estimate.tempo_bpm == pytest.approx(120, rel=0.02)
    assert np.abs(errors_ms(estimate, truth)).max() < 20


def test_loudness_does_not_matter() -> None:
    samples = drums(beats_at(96, length_s=12), length_s=12)
    loud, quiet = track(samples), track(samples * np.float32(0.02))
    assert quiet.beats == pytest.approx(loud.beats, abs=0.002)


@pytest.mark.parametrize("sample_rate", [16_000, 44_100, 48_000])
def test_the_sample_rate_does_not_move_the_beats(sample_rate: int) -> None:
    truth = beats_at(117, length_s=12)
    samples = drums(truth, length_s=12)
    at = np.arange(int(12 * sample_rate)) / sample_rate
    again = np.interp(at, np.arange(len(samples)) / RATE, samples).astype(np.float32)
    estimate = track(again, sample_rate=sample_rate)
    assert estimate.tempo_bpm == pytest.approx(117, rel=0.005)
    assert abs(float(np.median(errors_ms(estimate, truth)))) <= 5


TEN_SECONDS = drums(beats_at(125, length_s=8), length_s=8)
WHOLE = track(TEN_SECONDS)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, len(TEN_SECONDS)), max_size=40))
def test_any_cutting_into_blocks_gives_the_same_result(cuts: list[int]) -> None:
    assert beat_track(np.split(TEN_SECONDS, sorted(cuts)), sample_rate=RATE) == WHOLE


def test_the_grid_has_the_beats_in_milliseconds_and_knows_its_bars() -> None:
    grid = WHOLE.grid()
    assert [float(t) / 1000 for t in grid.times_ms] == pytest.approx(WHOLE.beats, abs=1e-6)
    assert all(isinstance(t, Fraction) for t in grid.times_ms)
    assert float(grid.times_ms[grid.downbeat_index]) / 1000 == pytest.approx(WHOLE.downbeats[0])
    assert (grid.beats_per_bar, grid.confidence) == (WHOLE.beats_per_bar, WHOLE.confidence)


def test_nothing_makes_an_empty_grid() -> None:
    assert track(np.zeros(RATE * 3, np.float32)).grid().times_ms == ()


@pytest.mark.parametrize(("sample_rate", "tempo_bpm"), [(0, None), (RATE, 0.0), (RATE, -3.0)])
def test_impossible_questions_are_refused(sample_rate: int, tempo_bpm: float | None) -> None:
    with pytest.raises(ValueError, match="above 0"):
        beat_track([TEN_SECONDS], sample_rate=sample_rate, tempo_bpm=tempo_bpm)


# --- stereo ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right", [-1.0, -0.8, 0.0, 0.5, 1.0])
def test_a_song_has_its_beats_whatever_the_polarity_and_level_of_its_channels(right: float) -> None:
    truth = beats_at(100, length_s=15)
    mono = drums(truth, length_s=15)
    estimate = track(np.stack([mono, np.float32(right) * mono]))
    assert estimate.tempo_bpm == pytest.approx(100, rel=0.005)
    assert np.abs(errors_ms(estimate, truth)).max() < 12


def test_drums_that_cancel_out_are_heard_beside_a_voice_that_does_not() -> None:
    truth = beats_at(112, length_s=15)
    beat, voice = drums(truth, length_s=15), np.float32(0.15) * speech_like(15)
    estimate = track(np.stack([beat + voice, voice - beat]))
    assert estimate.tempo_bpm == pytest.approx(112, rel=0.005)
    assert np.abs(errors_ms(estimate, truth)).max() < 20


def test_two_equal_channels_sound_like_one() -> None:
    mono = drums(beats_at(95, length_s=10), length_s=10)
    assert track(np.stack([mono, mono])) == track(mono)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, len(TEN_SECONDS)), max_size=20))
def test_any_cutting_of_stereo_gives_the_same_result(cuts: list[int]) -> None:
    stereo = np.stack([TEN_SECONDS, -TEN_SECONDS])
    assert beat_track(np.split(stereo, sorted(cuts), axis=1), sample_rate=RATE).beats == pytest.approx(
        WHOLE.beats, abs=1e-4
    )


# --- metrical levels ---------------------------------------------------------------------------------------------


def is_level_of(found_bpm: float, pulse_bpm: float, factors: tuple[float, ...]) -> bool:
    return any(found_bpm == pytest.approx(pulse_bpm * factor, rel=0.02) for factor in factors)


@pytest.mark.parametrize("pulse", [46, 52, 60, 66, 72, 80])
def test_six_eight_is_counted_in_dotted_crotchets_or_their_multiples(pulse: float) -> None:
    samples, truth = six_eight(pulse, length_s=20)
    estimate = track(samples)
    assert is_level_of(estimate.tempo_bpm, pulse, (1, 2, 3)), estimate.tempo_bpm
    felt = (estimate.tempo_bpm, *estimate.alternatives_bpm)
    assert any(is_level_of(bpm, pulse, (1,)) for bpm in felt), felt
    assert np.abs(errors_ms(estimate, truth)).max() < 20


@pytest.mark.parametrize("bpm", [168, 174, 178])
def test_drum_and_bass_is_counted_whole_or_in_half_time_and_both_are_offered(bpm: float) -> None:
    estimate = track(drum_and_bass(bpm, length_s=20)[0])
    felt = (estimate.tempo_bpm, *estimate.alternatives_bpm)
    assert is_level_of(estimate.tempo_bpm, bpm, (1, 0.5)), estimate.tempo_bpm
    assert any(is_level_of(other, bpm, (1,)) for other in felt), felt
    assert any(is_level_of(other, bpm, (0.5,)) for other in felt), felt


@pytest.mark.parametrize("bpm", [52, 56, 60, 66])
def test_a_slow_song_has_its_own_pulse_among_those_that_are_offered(bpm: float) -> None:
    estimate = track(drums(beats_at(bpm, length_s=24), length_s=24))
    felt = (estimate.tempo_bpm, *estimate.alternatives_bpm)
    assert any(is_level_of(other, bpm, (1,)) for other in felt), felt


@pytest.mark.parametrize("bpm", [96, 120, 150, 176])
def test_a_waltz_stays_in_crotchets(bpm: float) -> None:
    estimate = track(drums(beats_at(bpm, length_s=20), length_s=20, beats_per_bar=3))
    assert is_level_of(estimate.tempo_bpm, bpm, (1, 0.5, 2)), estimate.tempo_bpm


def test_confidence_falls_where_levels_compete() -> None:
    sure = track(drums(beats_at(120, length_s=20), length_s=20))
    torn = track(drum_and_bass(172, length_s=20)[0])
    assert torn.alternatives_bpm
    assert torn.confidence < sure.confidence


@pytest.mark.parametrize("bpm", [166, 172, 176])
def test_drum_and_bass_is_counted_at_its_full_tempo_where_the_snare_says_so(bpm: float) -> None:
    samples, truth = drum_and_bass(bpm, length_s=20)
    estimate = track(samples)
    assert estimate.tempo_bpm == pytest.approx(bpm, rel=0.01)
    assert np.abs(errors_ms(estimate, truth)).max() < 20


@pytest.mark.parametrize("bpm", [92, 118, 140])
def test_a_chord_on_every_off_beat_does_not_move_the_beat(bpm: float) -> None:
    truth = beats_at(bpm, length_s=20)
    hits = [(t, kick()) for t in truth[::2]] + [(t, snare()) for t in truth[1::2]]
    hits += [(t + 30 / bpm, chord(330, 0.12) * 3) for t in truth] + [(t + 30 / bpm, hat()) for t in truth]
    estimate = track(place(20, hits))
    assert estimate.tempo_bpm == pytest.approx(bpm, rel=0.01)
    assert np.abs(errors_ms(estimate, truth)).max() < 30


def test_confidence_falls_where_two_pulses_that_share_no_level_are_equally_strong() -> None:
    pulses = [np.arange(0.3, 20, 60 / bpm) for bpm in (95, 158)]
    both = place(
        20, [(float(t), sound()) for pulse, sound in zip(pulses, (snare, kick), strict=True) for t in pulse]
    )
    alone = place(20, [(float(t), snare()) for t in pulses[0]])
    assert track(both).confidence < track(alone).confidence - 0.02


def test_the_grid_keeps_the_other_ways_to_count() -> None:
    estimate = track(drum_and_bass(172, length_s=12)[0])
    assert estimate.grid().alternatives_bpm == estimate.alternatives_bpm
    assert estimate.grid().shifted(100).alternatives_bpm == estimate.alternatives_bpm
