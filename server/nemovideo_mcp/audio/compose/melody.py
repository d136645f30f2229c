"""The tune: a motif that is repeated, varied and answered, in the scale and at rest on the chord's own tones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nemovideo_mcp.audio.compose.style import Style
from nemovideo_mcp.audio.compose.theory import SCALES, Chord, nearest_pitch, scale_for

__all__ = ["Cell", "Melody", "Tone"]

# four bars of a phrase by cell: a and b are heard, varied (lower case: as it was, upper case: varied), c closes
_PLANS = ("abac", "aabc", "abAc", "aAbc")
_WIDEST_LEAP = 9
_STEPS = (-3, -2, -1, 0, 1, 2, 3, 4)
_STEP_WEIGHTS = (0.05, 0.15, 0.26, 0.10, 0.26, 0.12, 0.04, 0.02)


@dataclass(frozen=True, kw_only=True)
class Tone:
    """A note of the tune: place and length in sixteenths of its bar, MIDI pitch, strength."""

    place: int
    length: int
    pitch: int
    velocity: float


@dataclass(frozen=True)
class Cell:
    """A bar of a tune: (place, length) in sixteenths, and for each a degree of the scale about the centre."""

    rhythm: tuple[tuple[int, int], ...]
    contour: tuple[int, ...]


class Melody:
    """The tunes of one piece: `bar` gives any bar of any section, always the same for the same seed."""

    def __init__(self, style: Style, *, tonic: int, seed: Sequence[int]) -> None:
        self._style = style
        self._tonic = tonic
        self._seed = list(seed)

    @cached_property
    def _cells(self) -> dict[str, dict[str, Cell]]:
        drawn = np.random.default_rng([*self._seed, 11])
        rhythms = list(self._style.lead_rhythms)
        drawn.shuffle(rhythms)
        found: dict[str, dict[str, Cell]] = {}
        for number, kind in enumerate(("chorus", "verse")):
            a, b = rhythms[2 * number % len(rhythms)], rhythms[(2 * number + 1) % len(rhythms)]
            found[kind] = {
                "a": self._cell(a, drawn),
                "b": self._cell(b, drawn),
                "c": self._cell(_closing(a), drawn),
            }
        return found

    @cached_property
    def _plan(self) -> dict[str, str]:
        drawn = np.random.default_rng([*self._seed, 12])
        return {kind: _PLANS[int(drawn.integers(len(_PLANS)))] for kind in ("chorus", "verse")}

    def _cell(self, rhythm: str, drawn: np.random.Generator) -> Cell:
        onsets = [i for i, c in enumerate(rhythm) if c in "xX"]
        spans: list[tuple[int, int]] = []
        for i in onsets:
            end = i + 1
            while end < len(rhythm) and rhythm[end] == "-":
                end += 1
            spans.append((i, end - i))
        # about an octave in either kind of scale
        lowest, highest = (-2, 4) if len(SCALES[self._style.lead_scale]) == 5 else (-3, 5)
        degree, last, contour = int(drawn.choice([0, 0, 2, 4])), 0, list[int]()
        for _ in spans:
            contour.append(degree)
            step = int(drawn.choice(_STEPS, p=_STEP_WEIGHTS))
            if abs(last) >= 2:  # a leap is followed by a step back
                step = -1 if last > 0 else 1
            if not lowest <= degree + step <= highest:
                step = -step
            degree, last = degree + step, step
        return Cell(tuple(spans), tuple(contour))

    def bar(
        self,
        *,
        kind: str,
        bar: int,
        bars: int,
        chords: Sequence[tuple[Chord, int]],
        center: float,
        closing: bool,
    ) -> list[Tone]:
        """The tune of bar `bar` of a section of `bars` bars; `chords` are (chord, first sixteenth).

        `closing` is the bar before the last chord: it ends a step over or under the tonic.
        """
        tune = "chorus" if kind in ("chorus", "outro") else "verse"
        place = bar % 4
        letter = "c" if closing or bar == bars - 1 else self._plan[tune][place]
        cell = self._cells[tune][letter.lower()]
        drawn = np.random.default_rng([*self._seed, 13, bar if kind == "chorus" else bar + 64])
        shift = int(drawn.choice([-1, 1, 2])) if letter.isupper() else 0
        lift = 1 if tune == "chorus" and bar % 8 >= 4 and place < 2 else 0
        rests = letter == "c" and bar % 8 == 7
        return self._sung(cell, shift + lift, bar=bar, chords=chords, center=center, home=rests, drawn=drawn)

    def _sung(
        self,
        cell: Cell,
        shift: int,
        *,
        bar: int,
        chords: Sequence[tuple[Chord, int]],
        center: float,
        home: bool,
        drawn: np.random.Generator,
    ) -> list[Tone]:
        """The tones of a cell over the chords; `home` brings the last one to rest on the tonic or the fifth."""
        tones: list[Tone] = []
        before = nearest_pitch(center, self._resting(chords[0][0]))
        for number, ((at, length), degree) in enumerate(zip(cell.rhythm, cell.contour, strict=True)):
            chord = next(c for c, start in reversed(chords) if start <= at)
            last = number == len(cell.rhythm) - 1
            pitch = self._pitch(chord, degree + shift, center=center)
            if at % 8 == 0 or length >= 4 or last or self._grates(pitch, chord):
                pitch = nearest_pitch(pitch + 0.1, self._resting(chord))
            if abs(pitch - before) > _WIDEST_LEAP and abs(pitch - center) > 4:
                pitch += 12 if pitch < before else -12
            if last and home:
                tonic = (self._tonic, (self._tonic + 7) % 12)
                tones_home = [p for p in self._resting(chord) if p in tonic] or list(self._resting(chord))
                pitch = nearest_pitch(pitch, tones_home)
            if len(tones) >= 2 and pitch == tones[-1].pitch == tones[-2].pitch:
                others = [p for p in self._resting(chord) if p != pitch % 12]
                pitch = nearest_pitch(pitch + (2 if degree >= 0 else -2), others)
            before = pitch
            accent = 0.12 if at % 8 == 0 else 0.05 if at % 4 == 0 else 0.0
            arch = 0.08 * np.sin(np.pi * (bar % 4 * 16 + at) / 64)
            velocity = 0.68 + accent + arch + float(drawn.uniform(-0.05, 0.05))
            tones.append(Tone(place=at, length=length, pitch=pitch, velocity=velocity))
        return tones

    def final(self, *, chord: Chord, center: float) -> int:
        """The last note: the tonic, or a tone that rests if the last chord has a major seventh."""
        classes = self._resting(chord)
        home = self._tonic % 12
        return nearest_pitch(center + 2, (home,) if home in classes else classes)

    def _scale(self, chord: Chord) -> tuple[int, ...]:
        return scale_for(chord, scale=SCALES[self._style.lead_scale], tonic=self._tonic)

    def _resting(self, chord: Chord) -> tuple[int, ...]:
        """Tones to rest on: the chord's own, but no root over a major seventh, which it would grind against."""
        tones = [i for i in chord.intervals if i <= 14 and not (i == 0 and 11 in chord.intervals)]
        return tuple((self._tonic + chord.root + i) % 12 for i in tones)

    def _pitch(self, chord: Chord, degree: int, *, center: float) -> int:
        classes = self._scale(chord)
        # the anchor is the scale tone nearest to the centre, whatever the chord: so a motif keeps its place
        ladder = [p for p in range(int(center) - 26, int(center) + 27) if p % 12 in classes]
        anchor = min(range(len(ladder)), key=lambda i: abs(ladder[i] - center))
        return ladder[min(max(anchor + degree - 1, 0), len(ladder) - 1)]

    def _grates(self, pitch: int, chord: Chord) -> bool:
        resting = self._resting(chord)
        return pitch % 12 not in resting and any((pitch - r) % 12 in (1, 11) for r in resting)


def _closing(rhythm: str) -> str:
    """The rhythm with its second half held: a phrase's last bar comes to rest."""
    first = rhythm[:8]
    if "x" not in first:
        first = "x" + first[1:]
    return first + "x" + "-" * 5 + ".."
