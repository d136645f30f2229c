"""Synthesised voices and drums: what a held note, a soft stroke and a second stroke sound like."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from nemovideo_mcp.audio.compose.bank import installed_bank
from nemovideo_mcp.audio.compose.desk import Instruments, Player
from nemovideo_mcp.audio.compose.drums import KITS, render_drum
from nemovideo_mcp.audio.compose.first_edition import FIRST_PATCHES
from nemovideo_mcp.audio.compose.moods import MOODS
from nemovideo_mcp.audio.compose.patches import PATCHES, SYNTHESISED
from nemovideo_mcp.audio.compose.players import Note
from nemovideo_mcp.audio.compose.synth import render_note

RATE = 48_000
HELD = ("organ", "warm_pad", "glass_pad", "supersaw", "synth_lead", "saw_lead", "whistle")


def sway_db(level) -> float:
    """From its lowest to its highest, what a level (one a 20 ms) does 0.3 to 3 times a second beside its decay."""
    log = 20 * np.log10(level)
    t = np.arange(len(log))
    log = log - np.polyval(np.polyfit(t, log, 2), t)
    lines = np.fft.rfft(log)
    f = np.fft.rfftfreq(len(log), 0.02)
    slow = np.fft.irfft(np.where((f >= 0.3) & (f <= 3), lines, 0), len(log))
    return float(slow.max() - slow.min())


def levels(patch, pitch: float):
    """Levels of a held note in the sum of both sides, and of both sides' power."""
    sound = render_note(patch, pitch=pitch, seconds=3.6, velocity=0.8, brightness=0, sample_rate=RATE)
    frames = sound[:, int(0.6 * RATE) : int(3.4 * RATE)].reshape(sound.shape[0], -1, 960)
    return np.sqrt((frames.mean(axis=0) ** 2).mean(axis=1)), np.sqrt((frames**2).mean(axis=(0, 2)))


def centroid(sound) -> float:
    power = np.abs(np.fft.rfft(sound.mean(axis=0)))
    f = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    return float((f * power).sum() / power.sum())


@pytest.mark.parametrize("name", HELD)
def test_a_held_note_does_not_beat(name):
    for pitch in (48, 64):
        assert max(sway_db(level) for level in levels(SYNTHESISED[name], pitch)) < 3.5


def test_films_of_the_first_edition_keep_voices_that_beat():
    assert sway_db(levels(FIRST_PATCHES["glass_pad"], 48)[0]) > 10


@pytest.mark.parametrize("name", ["warm_pad", "supersaw"])
def test_a_pad_is_wide_and_loses_little_in_the_sum_of_both_sides(name):
    sound = render_note(
        SYNTHESISED[name], pitch=60, seconds=2.0, velocity=0.8, brightness=0, sample_rate=RATE
    )
    middle, side = sound.mean(axis=0), (sound[0] - sound[1]) / 2
    assert -12 < 10 * np.log10((side**2).mean() / (middle**2).mean()) < -3
    assert 10 * np.log10((sound**2).mean() / (middle**2).mean()) < 1.5


def test_a_whistle_has_breath_about_its_pitch_most_as_it_begins():
    sound = render_note(
        SYNTHESISED["whistle"], pitch=84, seconds=1.0, velocity=0.8, brightness=0, sample_rate=RATE
    )
    f0 = 440 * 2 ** (15 / 12)

    def breath_db(part) -> float:
        power = np.abs(np.fft.rfft(part[0] * np.hanning(part.shape[1]))) ** 2
        f = np.fft.rfftfreq(part.shape[1], 1 / RATE)
        return float(10 * np.log10(power[(f > 3.4 * f0) & (f < 5 * f0)].sum() / power.sum()))

    start, later = breath_db(sound[:, 960:3360]), breath_db(sound[:, 19_200:38_400])
    assert -50 < later < -25
    assert start > later + 3


@pytest.mark.parametrize(
    ("kit", "name"), [("club", "clap"), ("pop", "hat"), ("rock", "snare"), ("dusty", "kick")]
)
def test_a_soft_stroke_of_a_drum_is_darker(kit, name):
    hard, soft = (
        render_drum(KITS[kit][name], velocity=v, seconds=0.25, variant=0, sample_rate=RATE, touch=2.0)
        for v in (1.0, 0.5)
    )
    assert centroid(soft) < 0.93 * centroid(hard)


@pytest.mark.parametrize(("kit", "name"), [("club", "kick"), ("acoustic_kit", "snare"), ("pop", "hat")])
def test_no_two_strokes_in_a_row_are_the_same_and_all_are_the_same_drum(kit, name):
    style = replace(MOODS["electronic"].style, kit=kit)
    hands = Instruments(patches=PATCHES, kits=KITS, variants=2, bus_drive={}, least_duck={}, by_hand=True)

    def strokes(seed: int):
        player = Player(style, hands, seed=seed, sample_rate=RATE)
        notes = [Note(beat=beat, beats=0.25, voice=name, channel="drums", velocity=0.8) for beat in range(6)]
        return [player.sound(note, beat_s=0.5, ring_s=1.0)[:, :4000] for note in notes]

    played = strokes(3)
    for one, next_one in pairwise(played):
        assert not np.array_equal(one, next_one)
        assert abs(20 * np.log10(one.std() / next_one.std())) < 3
        assert abs(np.log2(centroid(one) / centroid(next_one))) < 0.3
    assert all(np.array_equal(a, b) for a, b in zip(played, strokes(3), strict=True))
    assert not np.array_equal(played[0], strokes(4)[0])


@pytest.mark.parametrize("name", ["vibraphone", "music_box", "marimba", "cello"])
def test_no_recording_clicks_each_time_its_loop_begins_again(name):
    bank, looked = installed_bank(), 0
    for sample in bank.instruments[name]:
        sound = bank.sound(sample, 30_000)[0]
        part = sound[9600:24_000]
        if len(part) < 4800:  # over before a loop could begin
            continue
        looked += 1
        lines = np.fft.rfft(part * np.hanning(len(part)) ** 0.25)
        lines[np.fft.rfftfreq(len(part), 1 / RATE) < 5000] = 0
        treble = np.fft.irfft(lines, len(part))[480:-480]
        level = np.sqrt((treble[: len(treble) // 24 * 24].reshape(-1, 24) ** 2).mean(axis=1))
        assert level.max() < max(6 * np.median(level), 0.04 * part.std())
    assert looked


def test_a_recording_that_is_over_before_the_piece_fades_and_is_not_cut_off():
    hands = Instruments(patches=PATCHES, kits=KITS, variants=2, bus_drive={}, least_duck={}, by_hand=True)
    player = Player(MOODS["lofi"].style, hands, seed=1, sample_rate=RATE)
    last = Note(beat=0, beats=4, voice="bass_guitar", channel="bass", velocity=0.8, pitch=43, ring=True)
    sound = player.sound(last, beat_s=0.7, ring_s=4.0)
    start = sound[:, 2400:12_000].std()
    peak = np.abs(sound[0]).max()
    over = int(np.flatnonzero(np.abs(sound[0]) > 0.002 * peak)[-1])
    assert RATE < over < 3 * RATE
    # 0.3 s before its end it was 18 dB lower
    assert 20 * np.log10(sound[:, over - 14_400 : over - 9600].std() / start) < -28
