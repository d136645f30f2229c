from __future__ import annotations

import zlib
from itertools import pairwise

import numpy as np
import pytest

from nemovideo_mcp.audio.compose.bank import installed_bank
from nemovideo_mcp.audio.compose.composer import MOODS, plan_music
from nemovideo_mcp.audio.compose.drums import KITS
from nemovideo_mcp.audio.compose.patches import PATCHES
from nemovideo_mcp.audio.compose.sampler import Sampled
from nemovideo_mcp.audio.compose.score import Score
from nemovideo_mcp.audio.compose.style import DrumLine
from nemovideo_mcp.audio.compose.synth import SHAPES
from nemovideo_mcp.audio.compose.theory import SCALES, Chord, parse_progression, voice_chords
from nemovideo_mcp.timeline.model import MusicSpec, Section

FIRST_EDITION = 2041176699

PLAYED = {
    "comp": "Xxo",
    "strum": "Xxo",
    "power": "Xxo",
    "arp": "0123456",
    "bass": "Rofaltr",
    **dict.fromkeys(("pad", "lock", "walk", "lead", "double", "answer"), ""),
}


def score_of(mood: str, *, seed: int = 0, duration_ms: int = 60_000) -> Score:
    return Score(plan_music(mood=mood, duration_ms=duration_ms, seed=seed))


def all_notes(score: Score):
    return [note for index in range(score.bars) for note in score.bar(index)]


STYLES = [
    pytest.param(style, id=f"{name} {label}")
    for name, mood in MOODS.items()
    for label, style in (("first edition", mood.style), *((s.name, s.style) for s in mood.substyles))
]


@pytest.mark.parametrize("style", STYLES)
def test_every_pattern_is_a_bar_and_every_name_is_known(style):
    assert style.scale in SCALES
    assert style.lead_scale in SCALES
    kit = KITS[style.kit]
    for line in style.drums:
        assert line.drum in kit
        assert line.low or line.high
        assert {len(p) for p in (*line.low, *line.high)} == {16}
        assert set("".join((*line.low, *line.high))) <= set("Xxogr.")
    for fill in style.fills:
        assert set(fill) <= set(kit)
        assert {len(p) for p in fill.values()} == {16}
    for part in (*style.parts, *(() if isinstance(style.pulse, DrumLine) else (style.pulse,))):
        patch = PATCHES[part.patch]
        if isinstance(patch, Sampled):
            assert patch.instrument in installed_bank().instruments
        else:
            assert patch.partials or patch.shape in SHAPES
        assert part.channel in style.mix.channels
        assert {len(p) for p in (*part.low, *part.high)} <= {16}
        assert part.player in PLAYED
        assert set("".join((*part.low, *part.high))) <= set(PLAYED[part.player] + ".-")
    assert {len(r) for r in style.lead_rhythms} == {16}
    for text in (*style.verse, *style.chorus, *style.interlude, *sum(style.cadences, ())):
        assert parse_progression(text)


@pytest.mark.parametrize("mood", MOODS)
def test_a_mood_has_three_substyles_with_grooves_instruments_and_tempos_of_their_own(mood):
    substyles = MOODS[mood].substyles
    low, high = MOODS[mood].bpm_range
    assert len({s.name for s in substyles}) >= 3
    assert all(low <= s.bpm <= high and len(s.grooves) >= 2 and len(s.swaps) >= 2 for s in substyles)
    assert len({s.grooves[0].drums for s in substyles}) == len(substyles)
    for substyle in substyles:
        patches = {part.patch for part in substyle.style.parts}
        for swap in substyle.swaps:
            assert set(swap) <= patches | {"flute", "glass_pad"}
            assert set(swap.values()) <= set(PATCHES)


@pytest.mark.parametrize("mood", MOODS)
def test_six_seeds_have_six_grooves_six_sets_of_instruments_and_three_forms_or_more(mood):
    scores = [score_of(mood, seed=seed) for seed in range(6)]
    sets = {(s.style.drums, frozenset(p.patch for p in s.style.parts)) for s in scores}
    assert len({groove for groove, _ in sets}) == 6
    assert len({patches for _, patches in sets}) == 6
    assert len({tuple((s.kind, s.bars) for s in score.music.sections) for score in scores}) >= 3


@pytest.mark.parametrize("mood", MOODS)
def test_something_is_struck_exactly_on_every_beat(mood):
    for seed in range(6):
        score = score_of(mood, seed=seed)
        for index in range(score.bars - 1):
            struck = {
                n.beat
                for n in score.bar(index)
                if n.delay_s == 0 and (n.pitch is None or PATCHES[n.voice].attack <= 0.01)
            }
            assert {float(index * 4 + beat) for beat in range(4)} <= struck


@pytest.mark.parametrize("mood", MOODS)
def test_most_players_are_three_to_ten_milliseconds_off_the_grid_and_the_kick_on_a_beat_is_not(mood):
    for seed in range(3):
        score = score_of(mood, seed=seed)
        notes = [n for index in range(score.bars - 1) for n in score.bar(index)]
        strums = {p.patch for p in score.style.parts if p.player == "strum"}
        assert all(abs(n.delay_s) <= 0.0151 for n in notes if n.voice not in strums)
        assert np.mean([0.003 <= abs(n.delay_s) <= 0.01 for n in notes]) > 0.5
        assert all(n.delay_s == 0 for n in notes if n.voice in ("kick", "snare", "clap") and n.beat % 1 == 0)


@pytest.mark.parametrize("mood", MOODS)
def test_no_chord_has_two_voices_closer_than_a_fourth_under_c3(mood):
    for seed in range(6):
        score = score_of(mood, seed=seed)
        for index in range(score.bars):
            chords: dict[tuple[str, str, float], list[float]] = {}
            for n in score.bar(index):
                if n.pitch is not None and n.channel in ("keys", "pad"):
                    chords.setdefault((n.channel, n.voice, n.beat), []).append(n.pitch)
            for pitches in (sorted(set(found)) for found in chords.values()):
                assert all(b - a >= 5 for a, b in pairwise(pitches) if a < 48), (seed, index, pitches)


def test_the_hook_returns_in_the_last_chorus_an_octave_higher_or_in_two_voices():
    for mood, seed in (("cinematic", 0), ("upbeat", 0), ("rock", 0)):
        score = score_of(mood, seed=seed, duration_ms=90_000)
        starts = np.cumsum([0, *(s.bars for s in score.music.sections)])
        choruses = [int(a) for a, s in zip(starts, score.music.sections, strict=False) if s.kind == "chorus"]
        lead = next(p.patch for p in score.style.parts if p.player == "lead" and p.until > 1)
        first, last = (
            [(n.beat, n.pitch) for n in score.bar(start) if n.voice == lead and n.channel == "lead"]
            for start in (choruses[0], choruses[-1])
        )
        higher = np.mean([p for _, p in last]) > np.mean([p for _, p in first]) + 6
        voices = len({round(beat, 1) for beat, _ in last})
        assert higher or len(last) > voices


def test_a_piece_of_the_first_edition_has_the_notes_that_it_always_had():
    sections = (("intro", 2, 0.3), ("verse", 4, 0.45), ("chorus", 4, 0.85), ("outro", 1, 0.6))
    music = MusicSpec(
        mood="upbeat",
        bpm_milli=100_000,
        seed=7,
        duration_ms=26_400,
        sections=tuple(Section(kind=k, bars=b, energy=e) for k, b, e in sections),
    )
    notes = [(round(n.beat, 6), n.voice, n.pitch, round(n.velocity, 6)) for n in all_notes(Score(music))]
    assert all(n.delay_s == 0 for n in all_notes(Score(music)) if n.pitch is None)
    assert zlib.crc32(repr(notes).encode()) == FIRST_EDITION


@pytest.mark.parametrize("mood", MOODS)
def test_the_tune_moves_stays_in_reach_and_never_grinds_against_its_chord(mood):
    for seed in range(3):
        score = score_of(mood, seed=seed)
        singers = {p.patch for p in score.style.parts if p.player == "lead"}
        tune = []
        for index in range(score.bars):
            chords = score.chords(index)
            for note in score.bar(index):
                if note.pitch is None or note.channel != "lead" or note.voice not in singers:
                    continue
                place = int((note.beat - index * 4) / 4 * len(chords) + 1e-9)
                classes = chords[min(place, len(chords) - 1)].pitch_classes(score.tonic)
                over = (note.pitch - 1) % 12 in classes and note.pitch % 12 not in classes
                assert not over, (mood, seed, index)
                tune.append(note.pitch)
        assert len(set(tune)) >= 4
        assert 48 <= min(tune) <= max(tune) <= 100


@pytest.mark.parametrize("mood", MOODS)
def test_every_pitch_is_one_that_an_instrument_has(mood):
    for note in all_notes(score_of(mood, seed=4)):
        assert 0 < note.velocity <= 1
        assert note.beats > 0
        if note.pitch is not None:
            assert (24 if note.channel in ("bass", "keys") else 34) <= note.pitch <= 108


@pytest.mark.parametrize("mood", MOODS)
def test_the_last_bar_is_one_stroke_of_the_tonic_chord_left_to_ring(mood):
    score = score_of(mood, seed=2)
    last = score.bar(score.bars - 1)
    pitched = [n for n in last if n.pitch is not None]
    assert {n.beat for n in last} == {float(score.last_downbeat)}
    assert all(n.ring for n in pitched if n.channel == "bass")
    assert min(pitched, key=lambda n: n.pitch).pitch % 12 == score.tonic % 12
    assert score.chords(score.bars - 1)[0].root == 0


def test_another_seed_is_another_piece_and_the_same_seed_the_same():
    pieces = {tuple((n.beat, n.pitch) for n in all_notes(score_of("upbeat", seed=s))) for s in range(8)}
    assert len(pieces) == 8
    assert all_notes(score_of("funk", seed=5)) == all_notes(score_of("funk", seed=5))


def test_any_bar_can_be_asked_for_alone():
    score, again = score_of("hiphop"), score_of("hiphop")
    assert [again.bar(7), again.bar(3)] == [score.bar(7), score.bar(3)]


def test_a_chorus_has_more_in_it_than_an_intro():
    for mood in ("upbeat", "electronic", "cinematic", "rock"):
        score = score_of(mood, duration_ms=90_000)
        voices = {"intro": set(), "chorus": set()}
        index = 0
        for section in score.music.sections:
            for _ in range(section.bars):
                if section.kind in voices:
                    voices[section.kind] |= {n.voice for n in score.bar(index)}
                index += 1
        assert len(voices["chorus"]) > len(voices["intro"]) + 2


def test_swing_delays_what_is_off_the_beat_and_nothing_else():
    beats = {n.beat % 1 for n in all_notes(score_of("lofi")) if n.voice in ("hat", "snare", "kick")}
    assert 0.0 in beats
    assert 0.5 not in beats
    assert any(0.58 < b < 0.66 for b in beats)


def test_chords_are_read_from_roman_numerals():
    assert Chord.parse("ii9").intervals == (0, 3, 7, 10, 14)
    assert Chord.parse("bVImaj7").root == 8
    assert Chord.parse("V13").pitch_classes(0)[:2] == (7, 11)
    with pytest.raises(ValueError, match="not a chord"):
        Chord.parse("H7")


def test_voices_move_little_from_one_chord_to_the_next():
    chords = [bar[0] for bar in parse_progression("ii9|V13|Imaj9|vi9")]
    voiced = voice_chords(chords, tonic=2, center=62)
    for before, after in zip(voiced, voiced[1:] + voiced[:1], strict=True):
        assert sum(min(abs(a - b) for b in before) for a in after) <= 8
