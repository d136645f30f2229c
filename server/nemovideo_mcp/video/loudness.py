"""The loudness of a file's sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.hits import HitFinder
from nemovideo_mcp.audio.loudness import Loudness, measure_loudness
from nemovideo_mcp.video.audio import decode_audio

__all__ = ["listen_to", "measure_file_loudness"]

_SAMPLE_RATE = 48_000


def measure_file_loudness(
    path: Path, *, sample_rate: int = _SAMPLE_RATE, channels: int = 2, streams: Sequence[int] = ()
) -> Loudness:
    """Integrated loudness (LUFS) and true peak (dBTP) of a file, decoded to `channels`.

    `streams` are those of `decode_audio`. Raises what that raises.
    """
    blocks = decode_audio(path, sample_rate=sample_rate, channels=channels, streams=streams)
    return measure_loudness(blocks, sample_rate=sample_rate)


def listen_to(path: Path, *, streams: Sequence[int] = ()) -> tuple[Loudness, tuple[int, ...]]:
    """The loudness of a file, and the moments in ms at which something strikes in it; decoded once.

    `streams` are those of `decode_audio`. Raises what that raises.
    """
    finder = HitFinder(sample_rate=_SAMPLE_RATE)

    def heard() -> Iterator[NDArray[np.float32]]:
        for block in decode_audio(path, sample_rate=_SAMPLE_RATE, channels=2, streams=streams):
            finder.add(block)
            yield block

    loudness = measure_loudness(heard(), sample_rate=_SAMPLE_RATE)
    return loudness, finder.finish()
