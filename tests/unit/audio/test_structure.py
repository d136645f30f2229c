"""The form of songs is found: where their sections begin, what they are, and where the drop is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.composer import MOODS, compose, plan_music
from nemovideo_mcp.audio.compose.form import grid_of, structure_of
from nemovideo_mcp.audio.structure import BandLevels, song_structure
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import MusicSpec, Section
from nemovideo_mcp.timeline.song import SongSection, SongStructure
from support.beats import RATE, chord, hat, kick, place, snare

Samples = NDArray[np.float32]
BAR_S = 2.0  # 120 beats a minute


def song(parts: Sequence[tuple[str, int]], *, offset_s: float = 0.0) -> Samples:
    """Bars of `quiet` (a soft chord), `calm` (and hats and a soft kick), `full` (and a full kick) or `loud` (full
    drums and chords)."""
    hits: list[tuple[float, NDArray[np.float64]]] = []
    bar = 0
    for part, bars in parts:
        for _ in range(bars):
            start = offset_s + bar * BAR_S
            hits.append((start, chord(220, 1.8) * (2.0 if part == "loud" else 0.8)))
            for beat in range(4):
                at = start + beat * 0.5
                if part != "quiet":
                    hits += [(at, hat()), (at + 0.25, hat())]
                    hits.append((at, kick() * (0.25 if part == "calm" else 1.0)))
                if part == "loud" and beat % 2:
                    hits.append((at, snare()))
            bar += 1
    return place(offset_s + bar * BAR_S + 0.5, hits)


def grid_over(samples: Samples, *, offset_s: float = 0.0) -> BeatGrid:
    beats = int((len(samples) / RATE - offset_s) / 0.5)
    return BeatGrid.regular(bpm=Fraction(120), beats=beats, offset_ms=Fraction(offset_s) * 1000)


def structure(samples: Samples, grid: BeatGrid, *, block: int = 10_000) -> SongStructure:
    levels = BandLevels(sample_rate=RATE)
    levels.add(samples[start : start + block] for start in range(0, len(samples), block))
    return song_structure(levels, grid, duration_ms=round(len(samples) * 1000 / RATE))


def starts(found: SongStructure) -> list[tuple[str, int]]:
    return [(section.kind, section.start_ms) for section in found.sections]


def test_a_quiet_intro_a_loud_part_a_break_and_the_loud_part_again_are_told_apart() -> None:
    samples = song([("quiet", 8), ("loud", 8), ("quiet", 4), ("loud", 8)])
    found = structure(samples, grid_over(samples))
    assert starts(found) == [("intro", 0), ("chorus", 16_000), ("break", 32_000), ("chorus", 40_000)]
    assert found.drop_ms in (16_000, 40_000)


def test_a_part_between_quiet_and_loud_is_a_verse_and_a_quiet_end_an_outro() -> None:
    samples = song([("quiet", 4), ("calm", 8), ("loud", 8), ("calm", 8), ("loud", 8), ("quiet", 4)])
    kinds = [kind for kind, _ in starts(structure(samples, grid_over(samples)))]
    assert kinds == ["intro", "verse", "chorus", "verse", "chorus", "outro"]


def test_a_verse_with_a_full_kick_is_no_chorus_after_an_intro_of_chords_alone() -> None:
    samples = song([("quiet", 8), ("full", 8), ("loud", 8), ("full", 8), ("loud", 8)])
    found = structure(samples, grid_over(samples))
    assert starts(found) == [
        ("intro", 0),
        ("verse", 16_000),
        ("chorus", 32_000),
        ("verse", 48_000),
        ("chorus", 64_000),
    ]
    assert found.drop_ms in (32_000, 64_000)


def test_sections_and_drop_stand_on_downbeats_of_the_grid_wherever_it_begins() -> None:
    samples = song([("quiet", 8), ("loud", 12)], offset_s=0.75)
    grid = grid_over(samples, offset_s=0.75)
    found = structure(samples, grid)
    assert starts(found) == [("intro", 0), ("chorus", 16_750)]
    assert found.drop_ms == 16_750


def test_bars_before_the_first_beat_that_was_found_are_counted_too() -> None:
    samples = song([("quiet", 8), ("loud", 12)])
    late = BeatGrid.regular(bpm=Fraction(120), beats=48, offset_ms=Fraction(16_000))
    assert starts(structure(samples, late)) == [("intro", 0), ("chorus", 16_000)]


def test_a_song_that_is_everywhere_the_same_has_one_section_and_no_drop() -> None:
    samples = song([("loud", 16)])
    found = structure(samples, grid_over(samples))
    assert len(found.sections) == 1
    assert found.drop_ms is None


@pytest.mark.parametrize("beats", [0, 1, 5])
def test_without_bars_there_are_no_sections(beats: int) -> None:
    grid = BeatGrid(tuple(Fraction(500 * n) for n in range(beats)))
    found = structure(np.zeros(RATE, np.float32), grid)
    assert found == SongStructure(sections=(), heard_from_ms=None)


def test_silence_has_no_drop() -> None:
    found = structure(np.zeros(30 * RATE, np.float32), BeatGrid.regular(bpm=Fraction(120), beats=60))
    assert found.drop_ms is None


def test_the_sizes_of_the_blocks_change_nothing() -> None:
    samples = song([("quiet", 4), ("loud", 4)])
    grid = grid_over(samples)
    assert structure(samples, grid, block=777) == structure(samples, grid, block=len(samples))


def test_most_sections_of_composed_pieces_are_found_within_a_bar() -> None:
    planned = found = 0
    for mood in sorted(MOODS)[::2]:
        # a form of eight-bar sections; of those of four bars, as seed 1 has them, two thirds are found
        music = plan_music(mood=mood, duration_ms=60_000, seed=0)
        samples = np.concatenate([block.mean(axis=0) for block in compose(music, sample_rate=RATE)])
        bar_ms = music.beats_per_bar * 60_000_000 / music.bpm_milli
        measured = structure(samples, grid_of(music)).sections
        for section in structure_of(music).sections[1:]:
            planned += 1
            found += any(abs(section.start_ms - other.start_ms) < 1.05 * bar_ms for other in measured)
    assert found / planned > 0.75


def test_the_structure_of_a_planned_piece_is_that_of_its_plan() -> None:
    music = MusicSpec(
        mood="upbeat",
        bpm_milli=120_000,
        seed=0,
        duration_ms=52_000,
        sections=(
            Section(kind="intro", bars=4, energy=0.3),
            Section(kind="chorus", bars=8, energy=0.8),
            Section(kind="chorus", bars=8, energy=1.0),
            Section(kind="outro", bars=6, energy=0.5),
        ),
    )
    assert structure_of(music) == SongStructure(
        sections=(
            SongSection(kind="intro", start_ms=0),
            SongSection(kind="chorus", start_ms=8000),
            SongSection(kind="outro", start_ms=40_000),
        ),
        drop_ms=24_000,
    )


def test_a_piece_that_is_loudest_from_its_start_has_no_drop() -> None:
    assert structure_of(plan_music(mood="upbeat", duration_ms=2000)).drop_ms is None


def level_of(samples: np.ndarray) -> BandLevels:
    levels = BandLevels(sample_rate=RATE)
    levels.add([samples.astype(np.float32)])
    return levels


@pytest.mark.parametrize(
    "samples",
    [np.zeros(3 * RATE), np.full(3 * RATE, 0.2), 2e-4 * np.random.default_rng(1).standard_normal(3 * RATE)],
    ids=["digital silence", "an offset", "the noise of a converter"],
)
def test_nothing_is_heard_in_silence(samples: np.ndarray) -> None:
    assert level_of(samples).heard_from_ms is None


def test_a_quiet_song_is_heard_from_where_it_begins() -> None:
    song = 0.01 * np.sin(2 * np.pi * 220 * np.arange(5 * RATE) / RATE)
    song[: 2 * RATE] = 0
    assert level_of(song).heard_from_ms == pytest.approx(2000, abs=51)
    stereo = np.stack([song, -song])
    assert level_of(stereo).heard_from_ms == pytest.approx(2000, abs=51)
