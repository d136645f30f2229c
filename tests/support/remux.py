"""Finished films spoilt without encoding them again: the same packets at other times, other words about them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av

__all__ = ["comment_of", "remuxed"]


def comment_of(path: Path) -> str:
    """The comment in a film's metadata."""
    with av.open(str(path)) as container:
        return container.metadata.get("comment", "")


def remuxed(
    path: Path,
    target: Path,
    *,
    sound_ms: Fraction | int = 0,
    picture_ms: int = 0,
    comment: str | None = None,
    sound_of: Path | None = None,
) -> Path:
    """`path` again as `target`: sound or pictures later (below 0: earlier), with another comment, another's sound."""
    moves = {"audio": Fraction(sound_ms), "video": Fraction(picture_ms)}
    with (
        av.open(str(path)) as film,
        av.open(str(sound_of or path)) as other,
        av.open(str(target), "w") as made,
    ):
        written: Any = made
        written.metadata.update(film.metadata)
        if comment is not None:
            written.metadata["comment"] = comment
        chosen: list[Any] = [*film.streams.video, *other.streams.audio]
        streams = {stream.type: written.add_stream_from_template(stream) for stream in chosen}
        packets: list[Any] = []
        for stream in chosen:
            for packet in stream.container.demux(stream):
                if packet.dts is None or packet.pts is None:
                    continue
                by = moves[stream.type] / 1000 / packet.time_base
                packet.pts, packet.dts = round(packet.pts + by), round(packet.dts + by)
                packet.stream = streams[stream.type]
                packets.append(packet)
        for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
            written.mux(packet)
    return target
