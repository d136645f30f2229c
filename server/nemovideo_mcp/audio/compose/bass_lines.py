"""Bass lines that are made up as they go: locked to the kick, or walking from chord to chord."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nemovideo_mcp.audio.compose.players import Bar, Note
from nemovideo_mcp.audio.compose.style import Part
from nemovideo_mcp.audio.compose.theory import Chord, nearest_pitch

__all__ = ["BASS_LINES"]

_LOWEST = 28
_LONGEST = 6
_RESTRAINT_DB = -9.0
_CALM = 0.62


def _gain(bar: Bar) -> float:
    """Where few others play, a bass at full strength would be all that is heard."""
    return _RESTRAINT_DB * max(0.0, _CALM - bar.energy)


def _root(part: Part, bar: Bar, root: int) -> int:
    pitch = nearest_pitch(part.center, ((bar.tonic + root) % 12,))
    return pitch + 12 if pitch < _LOWEST else pitch


def _fifth(chord: Chord) -> int:
    return 6 if 6 in chord.intervals and 7 not in chord.intervals else 7


def _lock(part: Part, _pattern: str, bar: Bar) -> list[Note]:
    """Roots with the kick, octaves and fifths between, and a step into the next chord."""
    kicks = [n for n, mark in enumerate(bar.kick[: bar.steps]) if mark in "Xxo"]
    starts = {0, *kicks, *(h.start for h in bar.harmony)}
    if max(starts) < bar.steps // 2:
        starts.add(bar.steps // 2 + (2 if bar.number % 2 else 0))
    moves = bar.next_root != bar.harmony[-1].chord.root or bar.number % 4 == 3
    approach = bar.steps - 2 if moves and bar.drawn.random() < 0.75 else None
    if approach is not None:
        starts = {n for n in starts if n < approach} | {approach}
    elif bar.energy > _CALM and bar.drawn.random() < 0.6:
        starts.add(int(bar.drawn.choice([6, 10, 14])))
    places = sorted(starts)
    notes: list[Note] = []
    for n, step in enumerate(places):
        end = places[n + 1] if n + 1 < len(places) else bar.steps
        chord = bar.harmony_at(step).chord
        root = _root(part, bar, chord.root)
        pitch = root
        if step == approach:
            target = _root(part, bar, bar.next_root)
            pitch = target + (-1 if target >= root else 2) if target != root else root + _fifth(chord)
        elif step % 4 and bar.drawn.random() < 0.45:
            pitch = root + (12 if bar.drawn.random() < 0.6 else _fifth(chord))
        velocity = 0.92 if step % 8 == 0 else 0.8 if step % 4 == 0 else 0.7
        length = min(end - step, _LONGEST)
        notes.append(bar.note(part, step, length, pitch, velocity, gain_db=_gain(bar)))
    return notes


def _walk(part: Part, _pattern: str, bar: Bar) -> list[Note]:
    """A note on each beat: the root, two tones of the chord, and a step from above or below into the next root."""
    notes: list[Note] = []
    for beat in range(bar.steps // 4):
        step = beat * 4
        harmony = bar.harmony_at(step)
        root = _root(part, bar, harmony.chord.root)
        tones = [root + i for i in harmony.chord.intervals if 0 < i < 12]
        if step == harmony.start:
            pitch = root
        elif beat == bar.steps // 4 - 1:
            target = _root(part, bar, bar.next_root)
            pitch = target + int(bar.drawn.choice([-1, 1, 2 if target < root else -2]))
        else:
            pitch = int(bar.drawn.choice([*tones, root + 12]))
            pitch -= 12 if pitch > part.center + 14 else 0
        notes.append(bar.note(part, step, 4, pitch, 0.86 - 0.06 * (beat % 2), gain_db=_gain(bar)))
    if bar.drawn.random() < 0.3:  # a skip before a beat
        step = int(bar.drawn.choice([6, 14]))
        chord = bar.harmony_at(step).chord
        pitch = _root(part, bar, chord.root) + _fifth(chord)
        notes.append(bar.note(part, step, 1, pitch, 0.55, gain_db=_gain(bar)))
    return notes


BASS_LINES: Mapping[str, Callable[[Part, str, Bar], Sequence[Note]]] = {"lock": _lock, "walk": _walk}
