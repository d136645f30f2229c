"""What the picture does on the beats of the music: values of the film as a whole; none where nobody asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from nemovideo_mcp.timeline.choices import BeatEffectKind
from nemovideo_mcp.timeline.grid import Anchor

__all__ = ["BEAT_EFFECTS", "BeatEffect"]

BEAT_EFFECTS: tuple[str, ...] = get_args(BeatEffectKind)


@dataclass(frozen=True, kw_only=True)
class BeatEffect:
    """One of `BEAT_EFFECTS` on every `every`-th beat, counted from the downbeat; on downbeats where it is None.

    A `punch` is a short zoom, a `flash` one to white, a `pulse` one of the colours. `strength` is 0 to 1. With `places`
    it is on these beats of the music only; with `on_drop` on the drop, whose beat `places` hold where one is known.
    """

    kind: str
    every: int | None = None
    on_drop: bool = False
    places: tuple[Anchor, ...] = ()
    strength: float = 0.5
