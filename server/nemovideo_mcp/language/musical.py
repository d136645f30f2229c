"""Lengths in beats and bars as seconds, for what is only told as so much more or less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nemovideo_mcp.edit.beats import Beats, beats_of
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.readings import Reading

__all__ = ["in_seconds", "take_lengths_ms"]

_ANY_MS = 500.0


def _lengths_ms(clause: Clause) -> tuple[Beats, dict[str, float]]:
    beats = beats_of(clause.scene.timeline)
    beat_ms = float(beats.period_ms) if beats.known else _ANY_MS
    return beats, {"beats": beat_ms, "bars": beat_ms * beats.per_bar}


def take_lengths_ms(clause: Clause) -> list[float]:
    """Takes all lengths, beats and bars of the film's music among them; these are left where it has none."""
    beats, units = _lengths_ms(clause)
    lengths = [float(value) for value in clause.values("duration")]
    for kind, unit in units.items() if beats.known else ():
        lengths += [value * unit for value in clause.values(kind)]
    return lengths


def in_seconds(read: Callable[[Clause], Reading | None]) -> Callable[[Clause], Reading | None]:
    """The rule `read`, which takes lengths in ms, for lengths in beats and bars of the film's music too."""

    def read_musical(clause: Clause) -> Reading | None:
        if not clause.count("beats", "bars") or clause.count("duration"):
            return read(clause)
        beats, lengths = _lengths_ms(clause)
        timed = [
            replace(t, kind="duration", value=round(t.value * lengths[t.kind], 3)) if t.kind in lengths else t
            for t in clause.tokens
        ]
        told = clause.retold(timed)
        reading = read(told)
        if reading is not None and not told.rest() and not beats.known:
            raise Unresolved(
                Words(
                    "a length in beats or bars needs music with a beat.",
                    "按拍或小节设定长度需要有节拍的音乐。",
                )
            )
        clause.used = told.used
        return reading

    return read_musical
