"""Prints of packets: what a player is given of a stream, its bytes and their times, in a few short digests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

__all__ = ["PicturePrint", "SoundPrints", "picture_form", "sound_form"]

_DIGEST_SIZE = 16
# A difference in the sound is found to about a second.
_SOUND_PACKETS = 48
_COLOURS = ("color_range", "colorspace", "color_primaries", "color_trc")


@dataclass
class PicturePrint:
    """The print of the packets of one chunk, wherever the chunk begins: their bytes, order, and times in frames.

    `frame_s` is the length of a frame.
    """

    frame_s: Fraction
    first_frame: int = 0
    packets: int = 0
    _hash: Any = field(default_factory=lambda: hashlib.blake2b(digest_size=_DIGEST_SIZE))

    def add(self, packet: Any) -> None:
        """The next packet in the order of decoding."""
        shown, length = (
            Fraction(ticks or 0) * packet.time_base / self.frame_s for ticks in (packet.pts, packet.duration)
        )
        about = [str(shown - self.first_frame), str(length), packet.is_keyframe, packet.is_discard]
        self._hash.update(f"{about} {packet.size} ".encode())
        self._hash.update(packet)
        self.packets += 1

    def digest(self) -> str:
        """In hexadecimal."""
        return self._hash.hexdigest()


class SoundPrints:
    """The prints of a sound's packets, one for about each second."""

    def __init__(self) -> None:
        self.prints: list[str] = []
        self.starts_ms: list[float] = []
        self._hash: Any = None
        self._packets = 0

    def add(self, packet: Any) -> None:
        """The next packet, on the clock of the file's player."""
        if self._packets % _SOUND_PACKETS == 0:
            self._end()
            self._hash = hashlib.blake2b(digest_size=_DIGEST_SIZE)
            self.starts_ms.append(float((packet.pts or 0) * packet.time_base) * 1000)
        self._packets += 1
        shown, length = (
            str(Fraction(ticks or 0) * packet.time_base) for ticks in (packet.pts, packet.duration)
        )
        # Beside the packet, FFmpeg's demuxers say how many of its samples are not to be heard.
        skipped = sorted((side.data_type, bytes(side).hex()) for side in packet.iter_sidedata())
        self._hash.update(f"{[shown, length, packet.is_discard, skipped]} {packet.size} ".encode())
        self._hash.update(packet)

    def finish(self) -> list[str]:
        """All prints; nothing can be added after this."""
        self._end()
        self._hash = None
        return self.prints

    def _end(self) -> None:
        if self._hash is not None:
            self.prints.append(self._hash.hexdigest())


def picture_form(stream: Any) -> list[str]:
    """What a decoder is told of pictures before their first packet; the last are the headers, in hexadecimal."""
    context = stream.codec_context
    colours = [str(int(getattr(context, name))) for name in _COLOURS]
    size = f"{stream.width}x{stream.height}"
    shape = str(stream.sample_aspect_ratio or 1)
    return [
        context.codec.canonical_name,
        size,
        shape,
        str(context.pix_fmt),
        *colours,
        bytes(context.extradata or b"").hex(),
    ]


def sound_form(stream: Any) -> list[str]:
    """What a decoder is told of a sound before its first packet."""
    context = stream.codec_context
    return [
        context.codec.canonical_name,
        str(context.sample_rate),
        context.layout.name,
        _short(context.extradata),
    ]


def _short(data: bytes | None) -> str:
    return hashlib.blake2b(data or b"", digest_size=_DIGEST_SIZE).hexdigest()
