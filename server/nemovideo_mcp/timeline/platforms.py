"""What the platforms want of a film: shape, size, frame rate, length, each from what they document.

Sources, read in November 2026:

- TikTok: the restrictions of its content posting API (developers.tiktok.com, "Media transfer guide"): H.264 or H.265,
  23 to 60 frames a second, 360 to 4096 pixels a side, up to 10 minutes.
- Instagram Reels: the specifications of a reel in Meta's "IG User media" reference: HEVC or H.264, 23 to 60 frames a
  second, 9:16 recommended, up to 15 minutes, up to 25 Mbit/s.
- YouTube Shorts: support.google.com/youtube/answer/15424877: square or vertical, up to three minutes.
- YouTube: support.google.com/youtube/answer/1722171: H.264 High, closed GOPs, AAC of 384 kbit/s, and no limit of the
  bit rate; films of up to 2160p keep their size.
- X: the "Media best practices" of its API: H.264, 1280x720, 720x1280 or 720x720, up to 60 frames a second, 0.5 to
  140 s.

Meta and YouTube advise against edit lists. A film with sound has one: without it the sound would come early.

Of the five only YouTube's players show a loudness that they turn films down to (-14 LUFS, "Stats for nerds"); the
others don't document one, and -14 LUFS is what mastering guides give for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

__all__ = ["PRESETS", "SHAPES", "Preset"]

SHAPES: Mapping[str, str] = {
    "tiktok": "9:16",
    "reels": "9:16",
    "shorts": "9:16",
    "stories": "9:16",
    "douyin": "9:16",
    "xiaohongshu": "9:16",
    "instagram": "1:1",
    "youtube": "16:9",
    "bilibili": "16:9",
}
"""The shape that a film gets that is made for a platform."""

# Sides are whole pixels: shapes that differ by less are the same.
_SAME_SHAPE = 1.01


@dataclass(frozen=True, kw_only=True)
class Preset:
    """What a platform takes. `sizes` are the frames, the usual one first; `largest` is the most on the short side.

    A film of the shape of one of `sizes` is exported in that size, or in its own up to `largest`. `most_bit_rate` (of
    the pictures) and `audio_bit_rate` are in bits a second, 0 where the platform documents none.
    """

    name: str
    sizes: tuple[tuple[int, int], ...]
    largest: int = 0
    codecs: tuple[str, ...] = ("h264", "hevc", "av1")
    least_frame_rate: int = 0
    most_frame_rate: int = 60
    most_s: int
    most_bit_rate: int = 0
    audio_bit_rate: int = 0

    @property
    def ratio(self) -> str:
        """The shape of its usual frame, as "9:16"."""
        width, height = self.sizes[0]
        by = gcd(width, height)
        return f"{width // by}:{height // by}"

    def size_for(self, width: int, height: int) -> tuple[int, int] | None:
        """The size in which a film of `width` x `height` is exported; None where its shape is not the platform's."""
        found = next((size for size in self.sizes if _is_of_shape((width, height), size)), None)
        if found is not None and min(found) < min(width, height) <= self.largest:
            return width, height
        return found


def _is_of_shape(size: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two frames have the same shape."""
    ratio = size[0] * other[1] / (size[1] * other[0])
    return 1 / _SAME_SHAPE <= ratio <= _SAME_SHAPE


_VERTICAL = ((1080, 1920),)

_BOTH = ("h264", "hevc")

PRESETS: Mapping[str, Preset] = {
    "tiktok": Preset(name="TikTok", sizes=_VERTICAL, codecs=_BOTH, least_frame_rate=23, most_s=600),
    "reels": Preset(
        name="Reels",
        sizes=_VERTICAL,
        codecs=_BOTH,
        least_frame_rate=23,
        most_s=900,
        most_bit_rate=25_000_000,
    ),
    "shorts": Preset(name="Shorts", sizes=_VERTICAL, most_s=180, audio_bit_rate=384_000),
    "youtube": Preset(
        name="YouTube", sizes=((1920, 1080),), largest=2160, most_s=12 * 3600, audio_bit_rate=384_000
    ),
    "x": Preset(name="X", sizes=((1280, 720), (720, 1280), (720, 720)), codecs=("h264",), most_s=140),
}
"""By the name that an export is asked for by."""
