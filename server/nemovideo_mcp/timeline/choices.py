"""The words that fields of the timeline choose from: what a draft may say, an operation take and the renderer show."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "BeatEffectKind",
    "CaptionStyle",
    "Flip",
    "Font",
    "LookPreset",
    "Motion",
    "RampKind",
    "RegionEffect",
    "Smoothing",
    "TextEffect",
    "TextMove",
    "TransitionKind",
]

TransitionKind = Literal[
    "dissolve", "dip_to_black", "dip_to_white", "slide", "push", "wipe", "zoom", "whip", "blur"
]
LookPreset = Literal["black_and_white", "vintage", "cinematic"]
BeatEffectKind = Literal["punch", "flash", "shake", "pulse"]
CaptionStyle = Literal["plain", "box", "word_by_word"]
RegionEffect = Literal["blur", "pixelate"]
Font = Literal["neutral", "condensed", "serif", "handwritten"]
TextEffect = Literal["soft", "plain", "outline", "shadow", "box"]
TextMove = Literal["fade", "none", "rise", "typewriter", "word_by_word", "pop"]
Flip = Literal["horizontal", "vertical", "both"]
Motion = Literal["push-in", "pull-out", "pan-left", "pan-right", "none"]
RampKind = Literal["ease_in", "ease_out", "bullet", "to_drop"]
Smoothing = Literal["blend", "interpolate"]
