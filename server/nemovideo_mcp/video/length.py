"""How long the streams of a file really go on: by their packets, as headers and containers are often wrong."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from nemovideo_mcp.video.clock import Clock, clock_of, packets_on
from nemovideo_mcp.video.opening import open_media

__all__ = ["ends_s"]

_Stream = AudioStream | VideoStream

# These are read whole: they can be sought in only roughly, or their index may be missing.
_SCANNED = frozenset(
    {"matroska,webm", "avi", "mp3", "aac", "gif", "ogg", "mpegts", "mpeg", "flv", "asf", "wav", "w64"}
)
# Behind every film's end, in seconds.
_FAR_S = 10_000_000


def ends_s(path: Path, indexes: Sequence[int]) -> dict[int, Fraction]:
    """For each of the streams `indexes` when its last picture or sound ends, in seconds after the file's origin.

    A stream without packets is left out. Containers with an index are read from their last key frame on, the others
    whole. Raises FileMissing, MediaUnreadable.
    """
    found: dict[int, Fraction] = {}
    with open_media(path) as container:
        clock = clock_of(container, path)
        if container.format.name not in _SCANNED:
            for index in indexes:
                if (end_s := _tail_end_s(container, _stream(container, index), clock)) is not None:
                    found[index] = end_s - clock.origin_s
    missing = [index for index in indexes if index not in found]
    if missing:
        with open_media(path) as container:
            streams = [_stream(container, index) for index in missing]
            found |= {i: end_s - clock.origin_s for i, end_s in _last_s(container, clock, streams).items()}
    return found


def _stream(container: InputContainer, index: int) -> _Stream:
    return cast("_Stream", container.streams[index])


def _tail_end_s(container: InputContainer, stream: _Stream, clock: Clock) -> Fraction | None:
    try:
        container.seek(int(_FAR_S / (stream.time_base or Fraction(1, 1000))), stream=stream)
    except FFmpegError:
        return None
    return _last_s(container, clock, [stream]).get(stream.index)


def _last_s(container: InputContainer, clock: Clock, streams: Sequence[_Stream]) -> dict[int, Fraction]:
    """When the last packet of each stream ends, from where `container` stands on."""
    usual_s = {stream.index: _usual_s(stream) for stream in streams}
    ends: dict[int, Fraction] = {}
    for packet in packets_on(container, clock, *streams):
        time, time_base = packet.pts if packet.pts is not None else packet.dts, packet.time_base
        if time is None or not time_base or not packet.size or packet.is_discard:
            continue
        end_s = time * time_base + ((packet.duration or 0) * time_base or usual_s[packet.stream_index])
        ends[packet.stream_index] = max(end_s, ends.get(packet.stream_index, end_s))
    return ends


def _usual_s(stream: _Stream) -> Fraction:
    """How long a packet lasts that does not say so."""
    rate = getattr(stream, "average_rate", None) or getattr(stream, "guessed_rate", None)
    return 1 / Fraction(rate) if rate else Fraction(0)
