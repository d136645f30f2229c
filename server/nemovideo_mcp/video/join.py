"""Chunks and sound into one film, packet by packet: nothing is encoded again.

Chunks that were encoded and chunks that were copied have different headers, of different numbers: the film's sample
entry holds them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.video.encoder import BT709, LIMITED, TICKS_PER_FRAME
from nemovideo_mcp.video.encoders import TAGS
from nemovideo_mcp.video.files import whole_file
from nemovideo_mcp.video.opening import HEADERS_ONLY
from nemovideo_mcp.video.parameter_sets import merged

__all__ = ["join"]

_NO_CHUNKS = {"en": "there is nothing on the timeline", "zh": "时间线是空的"}
_BROKEN = {
    "en": "a rendered part is damaged or of another kind than the rest",
    "zh": "某个渲染片段已损坏或与其他片段不一致",
}


def join(
    chunks: Sequence[Path], *, audio: Path | None, output: Path, title: str = "", plan: str = ""
) -> None:
    """Write `output` (MP4, index first) from chunks in order and the sound in `audio` (AAC in MP4), replacing it.

    The picture starts at 0 and its frames stand one after the other, whatever the chunks' own clocks say; the sound
    keeps its packets and the edit list that hides its priming. `plan` (of `timeline.plan`) goes with the film as its
    comment, so that it can be measured by anybody later. `output` appears whole or not at all. Raises
    RenderFailed where chunks don't fit together, DiskFull, OutputNotWritable.
    """
    if not chunks:
        raise RenderFailed(detail=_NO_CHUNKS)
    with whole_file(output) as temporary, ExitStack() as opened:
        container: Any = opened.enter_context(
            av.open(f"file:{temporary}", "w", format="mp4", options={"movflags": "+faststart"})
        )
        if title:
            container.metadata["title"] = title
        if plan:
            container.metadata["comment"] = plan
        first = opened.enter_context(_opened(chunks[0])).streams.video[0]
        form = _common_form(chunks)
        # PyAV looks for an encoder of the decoder's name, which AV1's has none of.
        pictures = container.add_stream_from_template(first, opaque=first.codec_context.name == "libdav1d")
        context = pictures.codec_context
        if form.headers != first.codec_context.extradata:
            context.extradata = form.headers
        if first.codec_context.name in TAGS:
            context.codec_tag = TAGS[first.codec_context.name]
        context.color_range = LIMITED
        context.colorspace = context.color_primaries = context.color_trc = BT709
        rate = Fraction(first.average_rate or 30)
        pictures.time_base = 1 / (rate * TICKS_PER_FRAME)
        waiting: Iterator[Any] = iter(())
        if audio is not None:
            sound = opened.enter_context(av.open(f"file:{audio}"))
            heard = container.add_stream_from_template(sound.streams.audio[0], opaque=False)
            waiting = _sound_packets(sound, heard)
        _interleave(container, _picture_packets(chunks, pictures, rate, form), waiting)


def _opened(path: Path) -> InputContainer:
    try:
        return av.open(f"file:{path}", options=dict(HEADERS_ONLY))
    except FFmpegError as error:
        raise RenderFailed(detail=_BROKEN) from error


@dataclass(frozen=True)
class _Form:
    """What all chunks have in common: `headers` for all of them, and how many pictures are held back at most."""

    headers: bytes
    delay: int


def _common_form(chunks: Sequence[Path]) -> _Form:
    """Raises RenderFailed where chunks are of different sizes, or their headers contradict each other."""
    headers: dict[bytes, None] = {}
    sizes: set[tuple[int, int]] = set()
    delay = 0
    for path in chunks:
        with _opened(path) as container:
            context = container.streams.video[0].codec_context
            headers[bytes(context.extradata or b"")] = None
            sizes.add((context.width, context.height))
            delay = max(delay, context.reorder_depth)
    try:
        (_,) = sizes
        return _Form(merged(headers), delay)
    except ValueError as error:
        raise RenderFailed(detail=_BROKEN) from error


def _picture_packets(chunks: Sequence[Path], stream: Any, rate: Fraction, form: _Form) -> Iterator[Any]:
    """The packets of all chunks on one clock; raises RenderFailed where one is not as the first."""
    time_base = 1 / (rate * TICKS_PER_FRAME)
    first_frame, delay = 0, form.delay
    for path in chunks:
        with _opened(path) as container:
            source = container.streams.video[0]
            if source.average_rate != rate or not source.time_base:
                raise RenderFailed(detail=_BROKEN)
            frame_ticks = 1 / (rate * source.time_base)
            order: list[int] = []
            for packet in container.demux(source):
                if not packet.size or packet.pts is None:
                    continue
                number, shown = len(order), round(packet.pts / frame_ticks)
                order.append(shown)
                if number - delay > shown:
                    raise RenderFailed(detail=_BROKEN)
                moved: Any = packet
                moved.stream, moved.time_base = stream, time_base
                moved.pts = (first_frame + shown) * TICKS_PER_FRAME
                moved.dts = (first_frame + number - delay) * TICKS_PER_FRAME
                moved.duration = TICKS_PER_FRAME
                yield moved
        if not order or sorted(order) != list(range(len(order))):
            raise RenderFailed(detail=_BROKEN)
        first_frame += len(order)


def _sound_packets(container: InputContainer, stream: Any) -> Iterator[Any]:
    for packet in container.demux(container.streams.audio[0]):
        if packet.size:
            # Pts before zero are the priming: the muxer writes them into the edit list.
            kept: Any = packet
            kept.stream = stream
            yield kept


def _interleave(container: Any, pictures: Iterator[Any], sound: Iterator[Any]) -> None:
    """Packets in order of time, so that the muxer holds few of them in memory."""
    heard = next(sound, None)
    for packet in pictures:
        while heard is not None and heard.dts * heard.time_base <= packet.dts * packet.time_base:
            container.mux_one(heard)
            heard = next(sound, None)
        container.mux_one(packet)
    while heard is not None:
        container.mux_one(heard)
        heard = next(sound, None)
