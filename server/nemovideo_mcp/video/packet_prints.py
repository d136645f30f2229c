"""Prints of packets: what a player is given of a stream, its bytes and their times, in a few short digests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

__all__ = ["PicturePrint", "SoundPrints", "picture_form", "picture_headers", "sound_form"]

_DIGEST_SIZE = 16
# A difference in the sound is found to about a second.
_SOUND_PACKETS = 48
_FULL_RANGE = 2


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
    """How the pictures of a stream are to be understood: codec, size, shape of a pixel, format and range."""
    context = stream.codec_context
    size, shape = f"{stream.width}x{stream.height}", str(stream.sample_aspect_ratio or 1)
    is_full = int(context.color_range) == _FULL_RANGE
    return [context.codec.canonical_name, size, shape, str(context.pix_fmt), str(is_full)]


def picture_headers(stream: Any) -> list[str]:
    """Digests of what a decoder is told before the first packet; of H.264 each parameter set by itself.

    Those of a film are all those of its chunks: `AVCDecoderConfigurationRecord` of ISO/IEC 14496-15 holds many.
    """
    data: bytes = stream.codec_context.extradata or b""
    if stream.codec_context.codec.canonical_name != "h264" or data[:1] != b"\x01":
        return [_short(data)]
    found = [f"length {data[4] & 3}"]
    at = 5
    for mask in (31, 255):  # the sequences' sets, then the pictures'
        count, at = int.from_bytes(data[at : at + 1], "big") & mask, at + 1
        for _ in range(count):
            size = int.from_bytes(data[at : at + 2], "big")
            found.append(_short(data[at + 2 : at + 2 + size]))
            at += 2 + size
    return sorted(set(found))


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
