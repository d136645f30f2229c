"""What the picture does on the beats of the music: values of the film as a whole; none where nobody asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, get_args

from nemovideo_mcp.timeline.choices import BeatEffectKind
from nemovideo_mcp.timeline.grid import Anchor

if TYPE_CHECKING:
    from nemovideo_mcp.timeline.model import Timeline

__all__ = ["BEAT_EFFECTS", "BeatEffect", "effect_beats_ms"]

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


def effect_beats_ms(effect: BeatEffect, timeline: Timeline) -> Iterator[Fraction]:
    """When `effect` happens: the beats that it chooses of all the music of `timeline`, while that is heard.

    Beats that are named are those of the first piece.
    """
    music = timeline.music
    for clip in timeline.audio_clips:
        if music is None or clip.role != music.role or clip.grid is None:
            continue
        grid = clip.grid
        step = effect.every or grid.beats_per_bar
        by_name = effect.on_drop or bool(effect.places)
        named = {grid.index_of(place) for place in effect.places} if clip is music else set[int]()
        for index, time_ms in enumerate(grid.times_ms):
            is_chosen = index in named if by_name else (index - grid.downbeat_index) % step == 0
            if is_chosen and clip.start_ms <= time_ms < clip.end_ms and 0 <= time_ms < timeline.duration_ms:
                yield time_ms
