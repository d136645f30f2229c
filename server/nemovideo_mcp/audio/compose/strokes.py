"""Single strokes that no pattern has: cymbals at edges, a roll into the next bar, a pulse where nothing else is."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.audio.compose.players import Bar, Note
from nemovideo_mcp.audio.compose.style import Part, Style
from nemovideo_mcp.timeline.model import Section

__all__ = ["edges", "pulse_marks", "snare_roll", "stroke"]


def edges(
    style: Style,
    section: Section,
    *,
    number: int,
    start: float,
    beats_per_bar: int,
    before: float,
    here: float,
    after: float,
) -> list[Note]:
    """Cymbals and rises where sections meet, in bar `number` of a section, which begins on beat `start`.

    `before`, `here` and `after` are the energies of the bar and its neighbours.
    """
    notes: list[Note] = []
    louder = here > before + 0.1
    if number == 0 and style.crash and here >= 0.55 and (section.kind == "chorus" or louder):
        notes.append(stroke(style.crash, start, 0.8))
    if number == 0 and style.impact and here >= 0.55 and louder:
        notes.append(stroke(style.impact, start, 0.9))
    if number == section.bars - 1 and style.riser and after > here + 0.1:
        beats = beats_per_bar if section.bars > 1 else beats_per_bar / 2
        rise = stroke(style.riser, start + beats_per_bar - beats, 0.9)
        notes.append(replace(rise, beats=float(beats), channel="fx"))
    return notes


def snare_roll(bar: Bar, filled: int) -> list[Note]:
    """Eighths, then sixteenths, louder and louder, up to the next bar."""
    steps = [s for s in range(filled, bar.steps) if s % 2 == 0 or s >= bar.steps * 3 // 4]
    span = max(bar.steps - filled, 1)
    strokes = [stroke("snare", bar.place(s / 4), 0.35 + 0.5 * (s - filled) / span) for s in steps]
    kicks = [stroke("kick", bar.place(s / 4), 0.7) for s in steps if s % 4 == 0]
    return [replace(n, beats=0.25) for n in (*strokes, *kicks)]


def pulse_marks(pulse: Part, pattern: str) -> str:
    """The marks of a pulse in the letters of who plays it."""
    return pattern.replace("x", "0").replace("o", "0") if pulse.player == "arp" else pattern


def stroke(drum: str, beat: float, velocity: float) -> Note:
    """One stroke of a drum, `beat` beats after the start of the piece."""
    return Note(beat=beat, beats=1.0, voice=drum, channel="drums", velocity=velocity)
