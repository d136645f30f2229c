"""Which of a mood's substyles, grooves and sets of instruments a piece is played with: its seed says so."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.audio.compose.moods import MOODS
from nemovideo_mcp.audio.compose.style import Style, Substyle
from nemovideo_mcp.timeline.model import MusicSpec

__all__ = ["NEWEST_EDITION", "arranged", "substyle_of"]

NEWEST_EDITION = 2
"""Pieces of the first edition have one style for each mood, on the grid, as films that were made before have them."""


def substyle_of(mood: str, seed: int) -> Substyle:
    """The substyle that a seed stands for: neighbouring seeds stand for different ones."""
    choices = MOODS[mood].substyles
    return choices[seed % len(choices)]


def arranged(music: MusicSpec) -> Style:
    """The style of a piece, with its groove and its instruments chosen.

    Seeds that share a substyle differ in groove or instruments, neighbours among them in both.
    """
    if music.edition < NEWEST_EDITION:
        return MOODS[music.mood].style
    chosen = substyle_of(music.mood, music.seed)
    turn = music.seed // len(MOODS[music.mood].substyles)
    groove = chosen.grooves[turn % len(chosen.grooves)]
    swap = chosen.swaps[(turn + turn // len(chosen.grooves)) % len(chosen.swaps)]
    parts = tuple(replace(part, patch=swap.get(part.patch, part.patch)) for part in chosen.style.parts)
    return replace(
        chosen.style,
        parts=parts,
        drums=groove.drums,
        fills=groove.fills,
        swing=groove.swing,
        swing_beats=groove.swing_beats,
    )
