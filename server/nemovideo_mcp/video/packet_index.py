"""What is known of a film's packets where they may be copied into an export: its headers and its closed GOPs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nemovideo_mcp.video.spans import FrameSpan

__all__ = ["Gop", "PacketIndex", "index_from_json", "index_to_json"]


@dataclass(frozen=True, kw_only=True)
class Gop(FrameSpan):
    """Frames from an IDR picture up to the next one: nothing outside refers to them, and they to nothing outside.

    `size_bytes` is that of their packets.
    """

    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class PacketIndex:
    """A film of H.264 whose packets may be copied: yuv420p in limited BT.709, upright, progressive, evenly timed.

    Frames are counted in the order in which they are shown. Frame n comes on screen `n / frame_rate` seconds after
    `first_s` on the clock of `FilmReader`, or up to `uneven_s` before or after that. `avcc` are the headers. `delay` is
    how many pictures are held back at most to be shown in order.
    """

    avcc: bytes
    width: int
    height: int
    frame_rate: Fraction
    first_s: Fraction
    uneven_s: Fraction
    delay: int
    gops: tuple[Gop, ...]


def index_to_json(index: PacketIndex | None) -> str:
    """The index as text; that there is none, as nothing may be copied, too."""
    if index is None:
        return "null"
    return json.dumps(
        {
            "avcc": index.avcc.hex(),
            "size": [index.width, index.height],
            "frame_rate": str(index.frame_rate),
            "first_s": str(index.first_s),
            "uneven_s": str(index.uneven_s),
            "delay": index.delay,
            "gops": [[gop.first_frame, gop.frames, gop.size_bytes] for gop in index.gops],
        },
        separators=(",", ":"),
    )


def index_from_json(text: str) -> PacketIndex | None:
    """What `index_to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    found: dict[str, Any] | None = json.loads(text)
    if found is None:
        return None
    return PacketIndex(
        avcc=bytes.fromhex(found["avcc"]),
        width=found["size"][0],
        height=found["size"][1],
        frame_rate=Fraction(found["frame_rate"]),
        first_s=Fraction(found["first_s"]),
        uneven_s=Fraction(found["uneven_s"]),
        delay=found["delay"],
        gops=tuple(
            Gop(first_frame=first, frames=frames, size_bytes=size) for first, frames, size in found["gops"]
        ),
    )
