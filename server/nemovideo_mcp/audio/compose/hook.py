"""The hook: a call and its answer, which return in every phrase, are varied, and come back higher at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from nemovideo_mcp.audio.compose.melody import Cell, Melody, Tone
from nemovideo_mcp.audio.compose.theory import Chord

__all__ = ["Hook"]

# eight bars by cell: a call, r its answer, b another thought, c the close; upper case is varied
_PHRASES = ("arArarBc", "aRarAbrc", "arbcarAc", "aaRcAArc", "abArarbc")
_ANSWER_FROM = 4
_SIXTEENTHS = 16


class Hook(Melody):
    """The tunes of one piece, made of a motif: `bar` is always the same for the same seed and place."""

    @cached_property
    def _motifs(self) -> dict[str, dict[str, Cell]]:
        drawn = np.random.default_rng([*self._seed, 21])
        return {
            tune: {**cells, "r": self._answer(cells["a"], cells["b"], drawn)}
            for tune, cells in self._cells.items()
        }

    @cached_property
    def _phrases(self) -> dict[str, str]:
        drawn = np.random.default_rng([*self._seed, 22])
        return {tune: _PHRASES[int(drawn.integers(len(_PHRASES)))] for tune in ("chorus", "verse")}

    def phrase(
        self,
        *,
        kind: str,
        bar: int,
        bars: int,
        turn: int,
        chords: Sequence[tuple[Chord, int]],
        center: float,
        closing: bool,
    ) -> list[Tone]:
        """The tune of bar `bar` of the section's `bars`; the section is the `turn`-th of its kind, from 0.

        The first statement is heard as it is; what returns may be varied. `chords` and `closing` are as in `bar`.
        """
        tune = "chorus" if kind in ("chorus", "outro") else "verse"
        letter = "c" if closing or bar == bars - 1 else self._phrases[tune][bar % 8]
        cell = self._motifs[tune][letter.lower()]
        drawn = np.random.default_rng([*self._seed, 23, tune == "chorus", turn, bar])
        fresh = turn == 0 and bar < 2
        if not fresh and (letter.isupper() or drawn.random() < 0.3 + 0.15 * min(turn, 2)):
            cell = _varied(cell, drawn)
        shift = int(drawn.choice([-1, 1, 2])) if letter.isupper() else 0
        lift = 1 if tune == "chorus" and bar % 8 >= 4 and letter in "aA" else 0
        home = letter == "c" and (closing or bar % 8 == 7)
        return self._sung(cell, shift + lift, bar=bar, chords=chords, center=center, home=home, drawn=drawn)

    def reply(self, *, bar: int, turn: int, chords: Sequence[tuple[Chord, int]], center: float) -> list[Tone]:
        """What another instrument answers while the tune rests: the motif's answer, from the second beat on."""
        drawn = np.random.default_rng([*self._seed, 24, turn, bar])
        cell = self._motifs["chorus"]["r" if bar % 2 else "a"]
        if drawn.random() < 0.5:
            cell = _varied(cell, drawn)
        tones = self._sung(cell, 0, bar=bar, chords=chords, center=center, home=False, drawn=drawn)
        return [tone for tone in tones if tone.place >= _ANSWER_FROM]

    def above(self, tones: Sequence[Tone], chords: Sequence[tuple[Chord, int]]) -> list[Tone]:
        """A second voice over the tune, on the chord's tones a third or a fourth higher, where there are any."""
        made: list[Tone] = []
        for tone in tones:
            chord = next(c for c, start in reversed(chords) if start <= tone.place)
            higher = [tone.pitch + i for i in (4, 3, 5) if (tone.pitch + i) % 12 in self._resting(chord)]
            if higher:
                made.append(replace(tone, pitch=higher[0]))
        return made

    def _answer(self, call: Cell, other: Cell, drawn: np.random.Generator) -> Cell:
        """Goes the way of the call upside down, in the other rhythm, towards its middle."""
        start = call.contour[-1] if call.contour else 0
        contour: list[int] = []
        for number in range(len(other.rhythm)):
            mirrored = -call.contour[number % len(call.contour)] if call.contour else 0
            pull = number / max(len(other.rhythm) - 1, 1)
            step = round((1 - pull) * (start + mirrored / 2)) + int(drawn.integers(-1, 2)) * (number % 2)
            contour.append(int(np.clip(step, -3, 4)))
        return Cell(other.rhythm, tuple(contour))


def _varied(cell: Cell, drawn: np.random.Generator) -> Cell:
    """The cell with a long note divided, a step on the way in, a weak note left out, or its end turned."""
    notes = list(zip(cell.rhythm, cell.contour, strict=True))
    longest = max(range(len(notes)), key=lambda n: notes[n][0][1])
    way = int(drawn.integers(4))
    if way == 0 and notes[longest][0][1] >= 4:
        (at, length), degree = notes[longest]
        half = length // 2
        step = int(drawn.choice([-1, 1]))
        notes[longest : longest + 1] = [((at, half), degree), ((at + half, length - half), degree + step)]
    elif way == 1 and notes[-1][0][0] + 2 <= _SIXTEENTHS - 2:
        (at, length), degree = notes[-1]
        kept = max(min(length, _SIXTEENTHS - 2 - at), 1)
        notes[-1] = ((at, kept), degree)
        notes.append(((_SIXTEENTHS - 2, 2), degree + int(drawn.choice([-1, 1]))))
    elif way == 2 and len(notes) > 3:
        weak = [n for n in range(1, len(notes) - 1) if notes[n][0][0] % 4]
        if weak:
            del notes[int(drawn.choice(weak))]
    else:
        turned = int(drawn.choice([-2, -1, 1, 2]))
        middle = len(notes) // 2
        notes = [(span, degree + (turned if n >= middle else 0)) for n, (span, degree) in enumerate(notes)]
    return Cell(tuple(span for span, _ in notes), tuple(degree for _, degree in notes))
