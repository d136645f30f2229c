"""How each player turns chords and a pattern into notes of a bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nemovideo_mcp.audio.compose.style import DrumLine, Part
from nemovideo_mcp.audio.compose.theory import Chord, nearest_pitch

__all__ = ["LEVELS", "PLAYERS", "Bar", "Harmony", "Note", "play_drums"]

LEVELS = {"X": 1.0, "x": 0.8, "o": 0.58, "g": 0.3, "r": 0.5}
_STROKES = "Xxo"
_LOWEST_BASS = 26
_BASS_TONES = {"R": 0, "r": 0, "o": 12, "f": 7, "l": -5, "t": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sound to be made: `beat` counts from the start of the piece, `beats` is how long it is held.

    Without `pitch` the `voice` is a drum. `delay_s` puts a strum's strings apart. `ring` lets the note die away up
    to the end of the piece.
    """

    beat: float
    beats: float
    voice: str
    channel: str
    velocity: float
    pitch: float | None = None
    gain_db: float = 0.0
    pan: float = 0.0
    delay_s: float = 0.0
    brightness: float = 0.0
    ring: bool = False


@dataclass(frozen=True, kw_only=True)
class Harmony:
    """A chord of a bar: from sixteenth `start` for `length` sixteenths; voicings by (center, size, spread)."""

    chord: Chord
    start: int
    length: int
    voicing: Callable[[Part], tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """All that a player looks at: place, energy, chords, the next chord, and a source of small differences."""

    index: int
    number: int  # within its section
    kind: str
    energy: float
    harmony: tuple[Harmony, ...]
    next_root: int
    tonic: int
    place: Callable[[float], float]  # beat within the bar, straight → beat in the piece, swung
    steps: int
    drawn: np.random.Generator
    brightness: float
    kick: str = ""  # the pattern that the kick plays

    def harmony_at(self, step: int) -> Harmony:
        return next(h for h in reversed(self.harmony) if h.start <= step)

    def held(self, pattern: str, step: int) -> int:
        """How many sixteenths the stroke at `step` is held."""
        end = step + 1
        while end < min(len(pattern), self.steps) and pattern[end] == "-":
            end += 1
        return end - step

    def lively(self, velocity: float) -> float:
        """A strength that varies as a hand does; never the time."""
        return float(np.clip(velocity * (1 + self.drawn.uniform(-0.07, 0.07)), 0.05, 1.0))

    def note(
        self, part: Part, step: float, length: float, pitch: int, velocity: float, **more: float
    ) -> Note:
        beat = self.place(step / 4)
        return Note(
            beat=beat,
            beats=max(self.place(step / 4 + length / 4) - beat, 0.05) * part.gate,
            voice=part.patch,
            channel=part.channel,
            velocity=self.lively(velocity),
            pitch=pitch,
            gain_db=part.gain_db + more.get("gain_db", 0.0),
            pan=more.get("pan", part.pan),
            delay_s=more.get("delay_s", 0.0),
            brightness=self.brightness + part.brightness,
        )


def play_drums(line: DrumLine, pattern: str, bar: Bar, *, steps: range) -> list[Note]:
    """The strokes of one drum within `steps`."""
    notes: list[Note] = []
    for step in steps:
        mark = pattern[step % len(pattern)]
        if mark in LEVELS:
            notes.extend(
                Note(
                    beat=bar.place((step + part) / 4),
                    beats=0.25,
                    voice=line.drum,
                    channel="drums",
                    velocity=bar.lively(LEVELS[mark] * (0.86 + 0.14 * min(bar.energy, 1.0))),
                    gain_db=line.gain_db,
                )
                for part in ((0.0, 0.5) if mark == "r" else (0.0,))
            )
    return notes


def _pad(part: Part, _pattern: str, bar: Bar) -> list[Note]:
    return [
        bar.note(part, h.start, h.length, pitch, 0.62 + 0.2 * bar.energy)
        for h in bar.harmony
        for pitch in h.voicing(part)
    ]


def _comp(part: Part, pattern: str, bar: Bar) -> list[Note]:
    notes: list[Note] = []
    for step, mark in enumerate(pattern[: bar.steps]):
        if mark in _STROKES:
            length = bar.held(pattern, step)
            harmony = bar.harmony_at(step)
            voices = harmony.voicing(part)
            for number, pitch in enumerate(voices):
                # the top voice sings, the inner ones stand back
                weight = 1.0 if number == len(voices) - 1 else 0.86
                notes.append(bar.note(part, step, length, pitch, LEVELS[mark] * weight))
    return notes


def _strum(part: Part, pattern: str, bar: Bar) -> list[Note]:
    notes: list[Note] = []
    for step, mark in enumerate(pattern[: bar.steps]):
        if mark not in _STROKES:
            continue
        length = bar.held(pattern, step)
        voices = bar.harmony_at(step).voicing(part)
        down = step % 4 == 0 or mark == "X"
        strings = voices if down else tuple(reversed(voices[-3:]))
        gap = 0.009 if down else 0.006
        for number, pitch in enumerate(strings):
            velocity = LEVELS[mark] * (1.0 if down else 0.8) * (1 - 0.05 * number)
            notes.append(bar.note(part, step, length, pitch, velocity, delay_s=number * gap))
    return notes


def _arp(part: Part, pattern: str, bar: Bar) -> list[Note]:
    notes: list[Note] = []
    for step, mark in enumerate(pattern[: bar.steps]):
        if not mark.isdigit():
            continue
        voices = bar.harmony_at(step).voicing(part)
        octave, number = divmod(int(mark), len(voices))
        velocity = 0.82 if step % 4 == 0 else 0.62
        sway = 0.35 * np.sin(np.pi * (bar.index * 16 + step) / 16)  # slowly from side to side
        pan = float(np.clip(part.pan + (sway if part.pan == 0 else 0), -1, 1))
        notes.append(
            bar.note(part, step, bar.held(pattern, step), voices[number] + 12 * octave, velocity, pan=pan)
        )
    return notes


def _bass(part: Part, pattern: str, bar: Bar) -> list[Note]:
    notes: list[Note] = []
    # where few others play, a bass at full strength would be all that is heard
    restraint = -9.0 * max(0.0, 0.62 - bar.energy)
    for step, mark in enumerate(pattern[: bar.steps]):
        if mark in ".-":
            continue
        chord = bar.harmony_at(step).chord
        root = nearest_pitch(part.center, ((bar.tonic + chord.root) % 12,))
        pitch = root + _BASS_TONES.get(mark, 0)
        if mark in "fl" and 6 in chord.intervals and 7 not in chord.intervals:
            pitch -= 1  # the chord's own, diminished fifth
        if mark == "t":
            pitch = root + next((i for i in chord.intervals if i in (3, 4)), 7)
        if mark == "a":  # a step under or over the root that comes
            target = nearest_pitch(part.center, ((bar.tonic + bar.next_root) % 12,))
            pitch = target + (-1 if target >= root else 2)
        if pitch < _LOWEST_BASS:
            pitch += 12
        strong = step % 8 == 0
        velocity = 0.92 if strong else 0.8 if step % 4 == 0 else 0.68
        notes.append(bar.note(part, step, bar.held(pattern, step), pitch, velocity, gain_db=restraint))
    return notes


def _power(part: Part, pattern: str, bar: Bar) -> list[Note]:
    notes: list[Note] = []
    for step, mark in enumerate(pattern[: bar.steps]):
        if mark in _STROKES:
            chord = bar.harmony_at(step).chord
            root = nearest_pitch(part.center, ((bar.tonic + chord.root) % 12,))
            notes.append(bar.note(part, step, bar.held(pattern, step), root, LEVELS[mark]))
    return notes


PLAYERS: dict[str, Callable[[Part, str, Bar], Sequence[Note]]] = {
    "pad": _pad,
    "comp": _comp,
    "strum": _strum,
    "arp": _arp,
    "bass": _bass,
    "power": _power,
}
