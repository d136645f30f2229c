"""How a substyle is written: rows of text for its parts, and what it changes of its mood's own style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nemovideo_mcp.audio.compose.grooves import GROOVES
from nemovideo_mcp.audio.compose.style import Feel, Part, Style, Substyle

__all__ = ["FEELS", "parts", "substyle"]

FEELS: Mapping[str, Feel] = {
    "tight": Feel(drums=3.5, ghost=4, bass=3.5, chords=4, lead=-4, loose=1.5),
    "easy": Feel(drums=5, ghost=7, bass=6, chords=5, lead=-4.5, loose=2.5),
    "laid_back": Feel(drums=7, ghost=8, bass=7.5, chords=6.5, lead=6, loose=2.5),
    "pushing": Feel(drums=-3.5, ghost=4, bass=3.5, chords=-3.5, lead=-4.5, loose=1),
    "free": Feel(drums=4.5, ghost=5, bass=4.5, chords=5, lead=-5, loose=2),
}
_NUMBERS = {"size": int, "gate": float, "gain": float, "pan": float, "bright": float}
_FIELDS = {"gain": "gain_db", "bright": "brightness"}


def parts(text: str) -> tuple[Part, ...]:
    """Parts from rows `player patch channel center [from-until] [name=value] : calm … / energetic …`."""
    return tuple(_part(row) for row in text.strip().splitlines())


def _part(row: str) -> Part:
    head, _, patterns = row.partition(":")
    calm, _, energetic = patterns.partition("/")
    player, patch, channel, center, *more = head.split()
    values: dict[str, Any] = {}
    for word in more:
        name, is_named, value = word.partition("=")
        if is_named:
            values[_FIELDS.get(name, name)] = _NUMBERS[name](value)
        elif name == "spread":
            values["spread"] = True
        else:
            level, _, until = name.partition("-")
            values["level"] = float(level or 0)
            values["until"] = float(until or 2)
    return Part(
        player=player,
        patch=patch,
        channel=channel,
        center=float(center),
        low=tuple(calm.split()),
        high=tuple(energetic.split()),
        **values,
    )


def substyle(
    name: str,
    base: Style,
    *,
    bpm: float,
    feel: str,
    grooves: str,
    swaps: Sequence[Mapping[str, str]] = (),
    levels: Mapping[str, float] | None = None,
    mix: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Substyle:
    """A way to play a mood: its `base` with `changes`; `levels` are dB on top of the channels of its mix."""
    channels = {
        channel: replace(settings, gain_db=settings.gain_db + (levels or {}).get(channel, 0.0))
        for channel, settings in base.mix.channels.items()
    }
    mixed = replace(base.mix, channels=channels, **(mix or {}))
    chosen = tuple(GROOVES[groove] for groove in grooves.split())
    style = replace(
        base, mix=mixed, feel=FEELS[feel], drums=chosen[0].drums, fills=chosen[0].fills, **changes
    )
    return Substyle(name=name, style=style, bpm=bpm, grooves=chosen, swaps=({}, *swaps))
