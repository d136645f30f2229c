"""Scales, chords in Roman numerals, and voice leading: all in semitones, with middle C as MIDI note 60."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

__all__ = [
    "SCALES",
    "Chord",
    "cleared",
    "nearest_pitch",
    "parse_progression",
    "related",
    "scale_for",
    "voice_chords",
]

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "harmonic_minor": (0, 2, 3, 5, 7, 8, 11),
    "major_pentatonic": (0, 2, 4, 7, 9),
    "minor_pentatonic": (0, 3, 5, 7, 10),
}

_NUMERALS = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}
_ACCIDENTALS = {"": 0, "b": -1, "#": 1}
# suffix → intervals over the root, for an upper-case (major) and a lower-case (minor) numeral
_QUALITIES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "": ((0, 4, 7), (0, 3, 7)),
    "5": ((0, 7), (0, 7)),
    "6": ((0, 4, 7, 9), (0, 3, 7, 9)),
    "69": ((0, 4, 7, 9, 14), (0, 3, 7, 9, 14)),
    "7": ((0, 4, 7, 10), (0, 3, 7, 10)),
    "9": ((0, 4, 7, 10, 14), (0, 3, 7, 10, 14)),
    "11": ((0, 5, 7, 10, 14), (0, 3, 7, 10, 17)),
    "13": ((0, 4, 10, 14, 21), (0, 3, 10, 14, 21)),
    "maj7": ((0, 4, 7, 11), (0, 3, 7, 11)),
    "maj9": ((0, 4, 7, 11, 14), (0, 3, 7, 11, 14)),
    "add9": ((0, 4, 7, 14), (0, 3, 7, 14)),
    "sus2": ((0, 2, 7), (0, 2, 7)),
    "sus4": ((0, 5, 7), (0, 5, 7)),
    "7sus4": ((0, 5, 7, 10), (0, 5, 7, 10)),
    "9sus4": ((0, 5, 10, 14), (0, 5, 10, 14)),
    "dim": ((0, 3, 6), (0, 3, 6)),
    "7b5": ((0, 4, 6, 10), (0, 3, 6, 10)),
}
_MUD_BELOW, _FIFTH = 48, 7
# the chord a third away, by the root that it stands for
_RELATED_MAJOR = {0: "vi7", 5: "ii7", 9: "IVmaj7", 4: "Imaj7", 2: "IVmaj7"}
_RELATED_MINOR = {0: "bVImaj7", 8: "iv7", 3: "i7", 5: "bVImaj7", 10: "bIIImaj7"}
_MINOR_ROOTS = (3, 8, 10)
_NUMERAL = re.compile(r"^([b#]?)([IViv]+)(.*)$")


@dataclass(frozen=True, kw_only=True)
class Chord:
    """A chord of a key: `root` in semitones over the tonic, `intervals` over the root, `name` as it was written."""

    name: str
    root: int
    intervals: tuple[int, ...]

    @classmethod
    def parse(cls, name: str) -> Chord:
        """The chord of a Roman numeral such as `bVImaj7` or `ii9`; raises `ValueError` for anything else."""
        match = _NUMERAL.match(name)
        if not match or match[2].lower() not in _NUMERALS or match[3] not in _QUALITIES:
            raise ValueError(f"not a chord: {name!r}")
        root = (_NUMERALS[match[2].lower()] + _ACCIDENTALS[match[1]]) % 12
        return cls(name=name, root=root, intervals=_QUALITIES[match[3]][match[2].islower()])

    def pitch_classes(self, tonic: int) -> tuple[int, ...]:
        """The pitch classes in the order of the intervals, the root first."""
        return tuple((tonic + self.root + i) % 12 for i in self.intervals)


@lru_cache(maxsize=256)
def parse_progression(text: str) -> tuple[tuple[Chord, ...], ...]:
    """Bars separated by `|`, each with one or more chords that share the bar evenly."""
    return tuple(tuple(Chord.parse(name) for name in bar.split()) for bar in text.split("|"))


def related(bar: tuple[Chord, ...], *, near: Sequence[tuple[Chord, ...]]) -> tuple[Chord, ...]:
    """A chord a third away that shares two tones with the bar's own; the bar itself where none fits.

    `near` are the bars before and after it, which have another root.
    """
    chord, *more = bar
    around = [c.root for other in near for c in other]
    minor = any(root in _MINOR_ROOTS for root in (chord.root, *around))
    name = (_RELATED_MINOR if minor else _RELATED_MAJOR).get(chord.root)
    if more or name is None:
        return bar
    other = Chord.parse(name)
    return bar if other.root in around else (other,)


def scale_for(chord: Chord, *, scale: Sequence[int], tonic: int) -> tuple[int, ...]:
    """The pitch classes to play over `chord`: those of the key, bent to the chord where it leaves the key."""
    chord_tones = set(chord.pitch_classes(tonic))
    kept = {(tonic + s) % 12 for s in scale}
    for tone in chord_tones - kept:
        kept -= {(tone + 1) % 12, (tone - 1) % 12} - chord_tones
    return tuple(sorted(kept | chord_tones))


def nearest_pitch(pitch: float, pitch_classes: Sequence[int]) -> int:
    """The MIDI note nearest to `pitch` among those of the pitch classes; the lower one of two equals."""
    low = int(pitch) - 12
    return min(
        (p for p in range(low, low + 25) if p % 12 in pitch_classes), key=lambda p: (abs(p - pitch), p)
    )


def voice_chords(
    chords: Sequence[Chord], *, tonic: int, center: float, size: int = 4, spread: bool = False
) -> list[tuple[int, ...]]:
    """A voicing for each chord, near `center` and with the least movement from one chord to the next.

    The sequence is taken as a loop, so that the last chord leads back to the first. `size` is the most voices; the
    root goes first where there are more chord tones than voices, then the fifth. `spread` drops the second voice
    from the top by an octave.
    """
    voiced: list[tuple[int, ...]] = []
    previous: tuple[int, ...] | None = None
    for _ in range(2):  # the second time round starts from where the first one ended
        voiced = []
        for chord in chords:
            options = _voicings(_kept_tones(chord, size), tonic=tonic, root=chord.root, center=center)
            before = previous
            previous = min(options, key=lambda v: _distance(before, v, center))
            voiced.append(previous)
    return [_dropped(v) for v in voiced] if spread else voiced


def cleared(voicing: Sequence[int]) -> tuple[int, ...]:
    """The voicing without mud: voices under C3 stand at least a fifth under their neighbour, or go up an octave."""
    kept = sorted(set(voicing))
    while True:
        muddy = next(
            (n for n, (a, b) in enumerate(pairwise(kept)) if a < _MUD_BELOW and b - a < _FIFTH), None
        )
        if muddy is None:
            return tuple(kept)
        kept = sorted({*kept[:muddy], *kept[muddy + 1 :], kept[muddy] + 12})


def _kept_tones(chord: Chord, size: int) -> tuple[int, ...]:
    tones = list(chord.intervals)
    for expendable in (0, 7):
        if len(tones) > size and expendable in tones:
            tones.remove(expendable)
    return tuple(tones[:size])


def _voicings(tones: tuple[int, ...], *, tonic: int, root: int, center: float) -> list[tuple[int, ...]]:
    classes = sorted({(tonic + root + t) % 12 for t in tones})
    options: list[tuple[int, ...]] = []
    for turn in range(len(classes)):
        order = classes[turn:] + classes[:turn]
        rising = [order[0]]
        for tone in order[1:]:
            rising.append(tone + 12 * ((rising[-1] - tone) // 12 + 1))
        for octave in range(1, 9):
            option = tuple(t + 12 * octave for t in rising)
            if abs(sum(option) / len(option) - center) <= 9:
                options.append(option)
    return options


def _distance(previous: tuple[int, ...] | None, voicing: tuple[int, ...], center: float) -> float:
    cost = abs(sum(voicing) / len(voicing) - center) * 0.35
    # a semitone between the two top voices grinds; low close intervals are mud
    cost += 3.0 * (len(voicing) > 1 and voicing[-1] - voicing[-2] == 1)
    cost += sum(1.5 for a, b in pairwise(voicing) if a < 52 and b - a < 4)
    if previous:
        cost += sum(min(abs(v - p) for p in previous) for v in voicing) / len(voicing) * 2.0
        cost += abs(max(voicing) - max(previous)) * 0.5
    return cost


def _dropped(voicing: tuple[int, ...]) -> tuple[int, ...]:
    if len(voicing) < 4:
        return voicing
    return tuple(sorted((*voicing[:-2], voicing[-2] - 12, voicing[-1])))
