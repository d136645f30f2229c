from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.audio.compose.composer import MOODS, grid_of, plan_music
from nemovideo_mcp.errors import InvalidRequest


def bars_ms(music) -> Fraction:
    return Fraction(music.bars * music.beats_per_bar * 60_000_000, music.bpm_milli)


def test_thirty_seconds_of_upbeat_are_fifteen_bars_at_120():
    music = plan_music(mood="upbeat", duration_ms=30_000)
    assert (music.bars, music.bpm_milli) == (15, 120_000)
    assert bars_ms(music) == 30_000


@pytest.mark.parametrize("mood", MOODS)
def test_the_asked_moods_have_names_in_both_languages_and_a_tempo_in_their_range(mood):
    entry = MOODS[mood]
    assert entry.name == mood
    assert set(entry.labels) == {"en", "zh"}
    assert entry.bpm_range[0] <= entry.default_bpm <= entry.bpm_range[1]


def test_the_moods_that_the_product_promises_are_there():
    assert {"upbeat", "lofi", "cinematic", "ambient", "hiphop", "rock"} <= set(MOODS)


@settings(max_examples=150)
@given(
    mood=st.sampled_from(sorted(MOODS)),
    duration_ms=st.integers(15_000, 900_000),
    seed=st.integers(-(2**40), 2**40),
)
def test_the_bars_fill_the_duration_at_a_tempo_of_the_mood(mood, duration_ms, seed):
    music = plan_music(mood=mood, duration_ms=duration_ms, seed=seed)
    low, high = MOODS[mood].bpm_range
    assert low * 1000 - 1 <= music.bpm_milli <= high * 1000 + 1
    # a tempo is exact to a thousandth of a beat a minute: a few milliseconds over ten minutes
    assert abs(bars_ms(music) - duration_ms) <= duration_ms * Fraction(1, 100_000)
    assert music.sections[-1].kind == "outro"
    assert all(section.bars > 0 and 0 <= section.energy <= 1 for section in music.sections)


@pytest.mark.parametrize("mood", MOODS)
def test_every_length_from_fifteen_to_forty_seconds_is_filled_to_its_end(mood):
    # Longer ones are easier: more numbers of bars are to be had in the tempos of a mood.
    late = [
        duration_ms
        for duration_ms in range(15_000, 40_000, 7)
        if abs(bars_ms(plan_music(mood=mood, duration_ms=duration_ms)) - duration_ms) > duration_ms / 100_000
    ]
    assert late == []


@pytest.mark.parametrize("duration_ms", [1, 500, 1000, 2000, 3000, 5000, 8000])
@pytest.mark.parametrize("mood", ["upbeat", "ambient", "rock"])
def test_a_short_piece_still_ends_on_a_downbeat_that_has_time_to_ring(mood, duration_ms):
    music = plan_music(mood=mood, duration_ms=duration_ms)
    bar_ms = bars_ms(music) / music.bars
    last_downbeat = bar_ms * (music.bars - 1)
    assert last_downbeat == 0 or duration_ms - last_downbeat >= bar_ms / 2 - 1


def test_a_tempo_that_was_asked_for_is_kept_to_the_thousandth():
    music = plan_music(mood="lofi", duration_ms=31_000, bpm=84.357)
    assert music.bpm_milli == 84_357
    ring = 31_000 - bars_ms(music) * (music.bars - 1) / music.bars
    bar = bars_ms(music) / music.bars
    assert bar / 2 - 1 <= ring <= bar * 3 / 2 + 1


def test_choruses_stand_where_the_video_is_lively():
    energy = [0.2] * 20 + [0.9] * 20 + [0.15] * 20 + [0.95] * 20
    music = plan_music(mood="electronic", duration_ms=120_000, energy=energy)
    bar, kinds = 0, []
    for section in music.sections:
        kinds += [section.kind] * section.bars
        bar += section.bars
    at = {part: kinds[int(len(kinds) * part)] for part in (0.12, 0.38, 0.62, 0.88)}
    assert at[0.12] in ("verse", "intro")
    assert at[0.38] == at[0.88] == "chorus"
    assert at[0.62] in ("break", "verse")


def test_a_video_of_even_energy_gets_the_natural_arc():
    flat = plan_music(mood="rock", duration_ms=60_000, energy=[0.5] * 60)
    assert flat.sections == plan_music(mood="rock", duration_ms=60_000).sections
    assert flat.sections[0].kind == "intro"
    assert "chorus" in [s.kind for s in flat.sections]


def test_sections_are_mostly_of_two_or_four_bars_or_multiples():
    music = plan_music(mood="upbeat", duration_ms=95_000)
    assert all(section.bars % 2 == 0 for section in music.sections[:-1])


def test_the_grid_has_every_beat_of_the_bars_and_no_beat_after_the_end():
    music = plan_music(mood="upbeat", duration_ms=30_000)
    grid = grid_of(music)
    assert grid.times_ms == tuple(Fraction(500 * n) for n in range(60))
    assert grid.downbeat_index == 0
    assert grid.confidence == 1.0
    short = plan_music(mood="upbeat", duration_ms=1000)
    assert all(t < 1000 for t in grid_of(short).times_ms)


@pytest.mark.parametrize(
    "wrong", [{"mood": "polka"}, {"duration_ms": 0}, {"bpm": 4.0}, {"bpm": 900.0}, {"bpm": 0.0}]
)
def test_what_cannot_be_composed_is_refused_with_a_way_out(wrong):
    with pytest.raises(InvalidRequest) as refused:
        plan_music(**{"mood": "lofi", "duration_ms": 10_000, **wrong})
    assert refused.value.fields["hint"]
