"""How a clip's picture is graded: a value of its own beside the clip, all zero where nothing was set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from nemovideo_mcp.timeline.choices import LookPreset

__all__ = ["PLAIN", "PRESETS", "Look"]

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
