"""How loud a piece of sound is, as broadcasters measure it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from pathlib import Path
from typing import cast

import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from nemovideo_mcp.video.audio import decode_audio

__all__ = ["SILENCE_DB", "Loudness", "measure_loudness"]

SILENCE_DB = -120.0
# The gate of BS.1770: the meter answers -70 where nothing ever came through.
_GATE_LUFS = -69.9


@dataclass(frozen=True, kw_only=True)
class Loudness:
    """`integrated_lufs` is None where nothing is louder than the gate of -70 LUFS, or all is shorter than 0.4 s.

    `true_peak_dbtp` is never below `SILENCE_DB`.
    """

    integrated_lufs: float | None
    true_peak_dbtp: float


def measure_loudness(
    sound: Path | Iterable[NDArray[np.float32]], *, sample_rate: int = 48_000, channels: int = 2
) -> Loudness:
    """Integrated loudness (LUFS) and true peak (dBTP) of a file, or of blocks (channels, n) or (n,), by `ebur128`.

    ITU-R BS.1770-4 and EBU R 128. A file is decoded to `channels` first. Raises what `decode_audio` raises.
    """
    blocks = (
        decode_audio(sound, sample_rate=sample_rate, channels=channels) if isinstance(sound, Path) else sound
    )
    metadata = deque(_metered(blocks, sample_rate), maxlen=1)
    last = metadata[0] if metadata else {}
    integrated = float(last.get("lavfi.r128.I", "-inf"))
    peak = float(last.get("lavfi.r128.true_peak", "0"))
    return Loudness(
        integrated_lufs=integrated if integrated > _GATE_LUFS else None,
        true_peak_dbtp=max(20 * log10(peak), SILENCE_DB) if peak > 0 else SILENCE_DB,
    )


def _metered(blocks: Iterable[NDArray[np.float32]], sample_rate: int) -> Iterator[dict[str, str]]:
    """What the meter says after each tenth of a second; the last one is filled up with silence, so that it counts."""
    graph: Graph | None = None
    layout = "stereo"
    position = 0
    for planes in _whole_tenths(blocks, sample_rate // 10):
        if graph is None:
            layout = "mono" if planes.shape[0] == 1 else "stereo"
            graph = _meter(sample_rate, layout)
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout=layout)
        frame.sample_rate, frame.time_base, frame.pts = sample_rate, Fraction(1, sample_rate), position
        position += planes.shape[1]
        graph.push(frame)
        yield from _pulled(graph)


def _whole_tenths(blocks: Iterable[NDArray[np.float32]], tenth: int) -> Iterator[NDArray[np.float32]]:
    position = channels = 0
    for block in blocks:
        planes = np.ascontiguousarray(np.atleast_2d(block), dtype=np.float32)
        channels = planes.shape[0]
        position += planes.shape[1]
        if planes.shape[1]:
            yield planes
    if position % tenth:
        yield np.zeros((channels, tenth - position % tenth), np.float32)


def _meter(sample_rate: int, layout: str) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=sample_rate, format="fltp", layout=layout, time_base=Fraction(1, sample_rate)
    )
    # framelog=quiet: without it the filter writes a line into the log each tenth of a second.
    meter = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet")
    graph.link_nodes(source, meter, graph.add("abuffersink")).configure()
    return graph


def _pulled(graph: Graph) -> Iterator[dict[str, str]]:
    while True:
        try:
            frame = cast(AudioFrame, graph.pull())
        except (BlockingIOError, EOFError):
            return
        yield frame.metadata
