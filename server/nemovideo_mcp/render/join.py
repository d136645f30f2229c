"""Chunks and sound into one film, packet by packet: nothing is encoded again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.render.encoder import BT709, LIMITED, TICKS_PER_FRAME
from nemovideo_mcp.render.files import whole_file

__all__ = ["join"]

_NO_CHUNKS = {"en": "there is nothing on the timeline", "zh": "时间线是空的"}
_BROKEN = {
    "en": "a rendered part is damaged or of another kind than the rest",
    "zh": "某个渲染片段已损坏或与其他片段不一致",
}


@dataclass(frozen=True, kw_only=True)
class _Chunk:
    """A rendered chunk as its packets tell of it: frames, the order of decoding, the headers."""

    path: Path
    frames: int
    reorder: int
    headers: bytes


def join(chunks: Sequence[Path], *, audio: Path | None, output: Path, title: str = "") -> None:
    """Write `output` (MP4, index first) from chunks in order and the sound in `audio` (AAC in MP4), replacing it.

    The picture starts at 0 and its frames stand one after the other, whatever the chunks' own clocks say; the sound
    keeps its packets and the edit list that hides its priming. `output` appears whole or not at all. Raises
    RenderFailed where chunks don't fit together, DiskFull, OutputNotWritable.
    """
    if not chunks:
        raise RenderFailed(detail=_NO_CHUNKS)
    looked = [_looked_at(path) for path in chunks]
    if len({chunk.headers for chunk in looked}) != 1 or not all(chunk.frames for chunk in looked):
        raise RenderFailed(detail=_BROKEN)
    # Every packet is decoded this many frames before it is shown; one number for all chunks keeps dts even.
    delay = max(chunk.reorder for chunk in looked)
    with whole_file(output) as temporary, ExitStack() as opened:
        container: Any = opened.enter_context(
            av.open(f"file:{temporary}", "w", format="mp4", options={"movflags": "+faststart"})
        )
        if title:
            container.metadata["title"] = title
        first = opened.enter_context(av.open(f"file:{chunks[0]}"))
        pictures = container.add_stream_from_template(first.streams.video[0], opaque=False)
        context = pictures.codec_context
        context.color_range = LIMITED
        context.colorspace = context.color_primaries = context.color_trc = BT709
        rate = Fraction(first.streams.video[0].average_rate or 30)
        pictures.time_base = 1 / (rate * TICKS_PER_FRAME)
        waiting: Iterator[Any] = iter(())
        if audio is not None:
            sound = opened.enter_context(av.open(f"file:{audio}"))
            heard = container.add_stream_from_template(sound.streams.audio[0], opaque=False)
            waiting = _sound_packets(sound, heard)
        _interleave(container, _picture_packets(looked, pictures, rate, delay), waiting)


def _looked_at(path: Path) -> _Chunk:
    """Read through a chunk once; its packets are few and small, so the second reading comes from memory."""
    with av.open(f"file:{path}") as container:
        order = [_frame_number(packet) for packet in _packets(container)]
        headers = container.streams.video[0].codec_context.extradata or b""
    whole = sorted(order) == list(range(len(order)))
    reorder = max((n - shown for n, shown in enumerate(order)), default=0)
    return _Chunk(path=path, frames=len(order) if whole else 0, reorder=reorder, headers=headers)


def _packets(container: InputContainer) -> Iterator[Any]:
    return (packet for packet in container.demux(container.streams.video[0]) if packet.size)


def _frame_number(packet: Any) -> int:
    return round(packet.pts * packet.time_base * Fraction(packet.stream.average_rate))


def _picture_packets(chunks: Sequence[_Chunk], stream: Any, rate: Fraction, delay: int) -> Iterator[Any]:
    first_frame = 0
    for chunk in chunks:
        with av.open(f"file:{chunk.path}") as container:
            for number, packet in enumerate(_packets(container)):
                shown = _frame_number(packet)
                packet.stream = stream
                packet.time_base = 1 / (rate * TICKS_PER_FRAME)
                packet.pts = (first_frame + shown) * TICKS_PER_FRAME
                packet.dts = (first_frame + number - delay) * TICKS_PER_FRAME
                packet.duration = TICKS_PER_FRAME
                yield packet
        first_frame += chunk.frames


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
