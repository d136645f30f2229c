"""Swing, and micro-timing: players stand a few milliseconds off the grid, where no cut of a film needs them on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nemovideo_mcp.audio.compose.players import Note
from nemovideo_mcp.audio.compose.style import Feel

__all__ = ["on_beat", "played", "swung"]

_ANCHORS = frozenset(("kick", "snare", "clap", "rim", "snap", "boom", "impact", "crash"))
_HEARD = 0.35
_FARTHEST_MS = 10.0
_ON_BEAT_MS = (-3.2, 3.8)
_ALONE_MS = (-3.2, 3.2)
"""Off the grid at most on a beat, where cuts may be, and on a beat that no drum holds."""
_SPREAD_MS = 1.3
"""Between the fingers of a chord."""


def swung(beat: float, *, swing: float, of_beats: float) -> float:
    """Where a place in the bar lies with swing: of each pair of notes of `of_beats`, the second is late by `swing`."""
    unit = of_beats * 2
    whole, within = divmod(beat, unit)
    middle = 0.5 + 0.5 * swing
    part = within / unit
    bent = part * 2 * middle if part < 0.5 else middle + (part - 0.5) * 2 * (1 - middle)
    return whole * unit + bent * unit


def on_beat(note: Note) -> bool:
    """Whether a note is struck exactly on a beat."""
    return note.delay_s == 0 and note.beat % 1 == 0


def played(notes: Sequence[Note], feel: Feel, drawn: np.random.Generator) -> list[Note]:
    """The notes of a bar as a hand plays them: `delay_s` is up to 10 ms to either side, plus what a strum has.

    What is struck together by one instrument stays together, the notes of a chord a finger apart. Kick, snare and the
    like stay on the beat, and so does whatever drum plays a beat alone.
    """
    held = {n.beat for n in notes if n.voice in _ANCHORS and n.velocity > _HEARD and n.beat % 1 == 0}
    offsets: dict[tuple[str, str, float], float] = {}
    fingers: dict[tuple[str, str, float], int] = {}
    made: list[Note] = []
    for note in notes:
        is_drum = note.pitch is None
        if note.channel == "fx" or (is_drum and _is_fixed(note, held)):
            made.append(note)
            continue
        key = (note.channel, note.voice, note.beat)
        if key not in offsets:
            loose = float(drawn.uniform(-feel.loose, feel.loose))
            low, high = -_FARTHEST_MS, _FARTHEST_MS
            if note.beat % 1 == 0:
                low, high = _ON_BEAT_MS if note.beat in held else _ALONE_MS
            offsets[key] = float(np.clip(_offset(note, feel) + loose, low, high))
        finger = fingers[key] = fingers.get(key, -1) + 1
        spread = 0.0 if is_drum or note.delay_s else min(finger * _SPREAD_MS, _FARTHEST_MS / 2)
        delay = note.delay_s + (offsets[key] + spread) / 1000
        made.append(replace(note, delay_s=max(delay, 0.0) if note.beat <= 0 else delay))
    return made


def _is_fixed(note: Note, held: set[float]) -> bool:
    if note.beat % 1:
        return False
    return note.voice in _ANCHORS or note.beat not in held


def _offset(note: Note, feel: Feel) -> float:
    if note.pitch is None:
        return feel.ghost if note.voice in ("snare", "rim", "kick") else feel.drums
    return {"bass": feel.bass, "lead": feel.lead}.get(note.channel, feel.chords)
