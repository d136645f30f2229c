"""How a clip's picture is graded: a value of its own beside the clip, all zero where nothing was set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from nemovideo_mcp.timeline.choices import LookPreset

__all__ = ["PLAIN", "PRESETS", "Look", "LookRange", "over"]

PRESETS: tuple[str, ...] = get_args(LookPreset)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is done to the colours of a clip, in this order, and then to its picture.

    `lut` is the media id of a table of colours (.cube), `preset` one of `PRESETS`; `strength`, 0 to 1, is how much of
    these two is seen. `brightness`, `contrast`, `saturation` and `warmth` are -1 to 1, 0 is as it was shot. `sharpen`,
    `blur` and `vignette` are 0 to 1. `bars` are black bars at the top and bottom, as films for wide screens have them.
    """

    lut: str | None = None
    preset: str | None = None
    strength: float = 1.0
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    warmth: float = 0.0
    sharpen: float = 0.0
    blur: float = 0.0
    vignette: float = 0.0
    bars: bool = False


PLAIN = Look()
"""The look of a clip as it was shot."""


@dataclass(frozen=True, kw_only=True)
class LookRange:
    """From `start_ms` to `end_ms` of the film, `look` comes over the looks of whatever clips stand there."""

    start_ms: int
    end_ms: int
    look: Look


def over(look: Look, below: Look) -> Look:
    """`look` on top of a clip's own: its table and preset in the place of the other's, its tones beside them."""
    replaces = look.preset is not None or look.lut is not None
    source = look if replaces else below
    tones = {
        name: round(min(1.0, max(-1.0, getattr(look, name) + getattr(below, name))), 3)
        for name in ("brightness", "contrast", "saturation", "warmth")
    }
    if look.preset == "black_and_white":
        # A tint that is below is a colour.
        tones["warmth"] = look.warmth
    return replace(
        below,
        lut=source.lut,
        preset=source.preset,
        strength=source.strength,
        **tones,
        **{name: max(getattr(look, name), getattr(below, name)) for name in ("sharpen", "blur", "vignette")},
        bars=look.bars or below.bars,
    )
