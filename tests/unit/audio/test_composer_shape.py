"""A piece in a form that was asked for: its bars and tempo stay, its sections do not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from nemovideo_mcp.audio.compose.composer import grid_of, plan_music
from nemovideo_mcp.audio.compose.score import Score
from nemovideo_mcp.audio.compose.shape import FORMS, longest_intro, shaped

LENGTHS = (6000, 15_000, 31_000, 60_000, 240_000)


def drum_bars(score: Score) -> list[int]:
    return [n for n in range(score.bars) if any(note.channel == "drums" for note in score.bar(n))]


@pytest.mark.parametrize("form", [*FORMS, "intro 0", "intro 1", "intro 2"])
@pytest.mark.parametrize("duration_ms", LENGTHS)
def test_a_form_keeps_bars_beats_and_length(form: str, duration_ms: int) -> None:
    for seed in range(4):
        music = plan_music(mood="upbeat", duration_ms=duration_ms, seed=seed)
        made = shaped(music, form)
        if made is None:
            assert music.bars < 4
            continue
        assert (made.bars, made.duration_ms, made.seed) == (music.bars, duration_ms, seed)
        assert grid_of(made) == grid_of(music)
        assert all(section.bars > 0 and 0 <= section.energy <= 1 for section in made.sections)
        assert made.sections[-1].kind == "outro"


def test_a_build_rises_to_its_last_chorus() -> None:
    made = shaped(plan_music(mood="rock", duration_ms=60_000), "build")
    assert made is not None
    energies = [s.energy for s in made.sections]
    assert all(a < b for a, b in pairwise(energies[:-1]))
    assert made.sections[-2].kind == "chorus"
    voices = [len({note.voice for note in Score(made).bar(n)}) for n in (0, made.bars - 3)]
    assert voices[1] > voices[0] + 2


def test_no_drums_at_the_start_means_none_until_the_intro_is_over_and_still_a_beat() -> None:
    for edition in (1, 2):
        music = plan_music(mood="upbeat", duration_ms=40_000)
        made = shaped(music, "no drums")
        assert made is not None
        score = Score(replace(made, edition=edition))
        first = made.sections[0].bars
        assert drum_bars(score)[0] == first
        struck = {note.beat for n in range(first) for note in score.bar(n) if note.delay_s == 0}
        assert {float(beat) for beat in range(first * 4)} <= struck


def test_an_intro_has_the_bars_that_were_asked_for_and_no_more_than_there_are() -> None:
    music = plan_music(mood="electronic", duration_ms=90_000)
    for bars in (1, 4, 16, longest_intro(music)):
        made = shaped(music, f"intro {bars}")
        assert made is not None
        assert (made.sections[0].kind, made.sections[0].bars) == ("intro", bars)
    assert shaped(music, f"intro {longest_intro(music) + 1}") is None
    none = shaped(music, "intro 0")
    assert none is not None
    assert none.sections[0].kind != "intro"


def test_a_big_finish_is_the_loudest_of_the_piece() -> None:
    made = shaped(plan_music(mood="cinematic", duration_ms=60_000), "big finish")
    assert made is not None
    assert [s.energy for s in made.sections[-2:]] == [1.0, 1.0]
    assert max(s.energy for s in made.sections[:-2]) <= 0.8
    voices = {n.voice for n in Score(made).bar(made.bars - 1)}
    assert {"crash", "boom"} <= voices


def test_what_is_no_form_is_none() -> None:
    assert shaped(plan_music(mood="rock", duration_ms=30_000), "sonata") is None
