"""A chunk of packets that are copied from a source: nothing is decoded, and nothing encoded again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream

from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.video.clock import Clock, clock_of, packets_on, seek
from nemovideo_mcp.video.encoder import BT709, LIMITED, TICKS_PER_FRAME
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.packet_index import PacketIndex
from nemovideo_mcp.video.parameter_sets import IDR, PICTURE, SEQUENCE, nal_units
from nemovideo_mcp.video.streams import film_stream

__all__ = ["NotCopied", "copy_packets"]


class NotCopied(Exception):
    """The packets are not those that were asked for."""


def copy_packets(
    source: Path,
    index: PacketIndex,
    output: Path,
    *,
    first_frame: int,
    frames: int,
    frame_rate: Fraction,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write `frames` frames of `source` from `first_frame` on, which begins a GOP, as an MP4 of `frame_rate`.

    Of `index`, all but the GOPs is needed. The frames follow one another from 0 on, whatever the source's clock says.
    Raises NotCopied where the source does not hold these frames by themselves, RenderCancelled, FileMissing,
    MediaUnreadable, OSError.
    """
    with (
        open_media(source) as opened,
        cast("Any", av.open(f"file:{output}", "w", format="mp4")) as container,
    ):
        stream = film_stream(opened)
        if stream is None or bytes(stream.codec_context.extradata or b"") != index.avcc:
            raise NotCopied
        written = container.add_stream_from_template(stream, opaque=False)
        context = written.codec_context
        context.color_range = LIMITED
        context.colorspace = context.color_primaries = context.color_trc = BT709
        # The container may count finer than it was asked to.
        written.time_base = time_base = 1 / (frame_rate * TICKS_PER_FRAME)
        seen: set[int] = set()
        for place, (number, packet) in enumerate(_from(opened, stream, source, index, first_frame)):
            if cancelled is not None and cancelled():
                raise RenderCancelled
            if not 0 <= number - first_frame < frames:
                raise NotCopied
            seen.add(number)
            kept: Any = _without_headers(packet)
            kept.stream, kept.time_base = written, time_base
            kept.pts = (number - first_frame) * TICKS_PER_FRAME
            kept.dts = (place - index.delay) * TICKS_PER_FRAME
            kept.duration = TICKS_PER_FRAME
            container.mux_one(kept)
            if place + 1 == frames:
                break
        if len(seen) != frames:
            raise NotCopied


def _from(
    container: InputContainer, stream: VideoStream, path: Path, index: PacketIndex, first_frame: int
) -> Iterator[tuple[int, Packet[VideoStream]]]:
    """The packets from the one of `first_frame` on with the numbers of their frames; raises NotCopied without it."""
    clock = clock_of(container, path)
    time_s = index.first_s + first_frame / index.frame_rate + clock.origin_s
    try:
        seek(container, stream, time_s, clock)
    except FFmpegError:
        container.seek(0)
    packets = _numbered(container, stream, clock, index)
    head = next(packets, None)
    if head is None or head[0] > first_frame:  # the container led past it
        container.seek(0)
        packets = _numbered(container, stream, clock, index)
        head = next(packets, None)
    while head is not None and head[0] != first_frame:
        head = next(packets, None)
    if head is None or IDR not in {kind for kind, _ in nal_units(bytes(head[1]))}:
        raise NotCopied
    yield head
    yield from packets


def _numbered(
    container: InputContainer, stream: VideoStream, clock: Clock, index: PacketIndex
) -> Iterator[tuple[int, Packet[VideoStream]]]:
    for packet in packets_on(container, clock, stream):
        if packet.size and packet.pts is not None and packet.time_base:
            time_s = packet.pts * packet.time_base - clock.origin_s - index.first_s
            yield round(time_s * index.frame_rate), packet


def _without_headers(packet: Packet[VideoStream]) -> Packet[VideoStream]:
    """The packet without parameter sets, which stand in the sample entry of an `avc1` and nowhere else."""
    units = list(nal_units(bytes(packet)))
    kept = [unit for kind, unit in units if kind not in (SEQUENCE, PICTURE)]
    if len(kept) == len(units):
        return packet
    made = cast("Packet[VideoStream]", Packet(b"".join(len(unit).to_bytes(4, "big") + unit for unit in kept)))
    made.is_keyframe = packet.is_keyframe
    return made
