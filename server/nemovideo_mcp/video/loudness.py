"""The loudness of a file's sound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nemovideo_mcp.audio.loudness import Loudness, measure_loudness
from nemovideo_mcp.video.audio import decode_audio

__all__ = ["measure_file_loudness"]


def measure_file_loudness(
    path: Path, *, sample_rate: int = 48_000, channels: int = 2, streams: Sequence[int] = ()
) -> Loudness:
    """Integrated loudness (LUFS) and true peak (dBTP) of a file, decoded to `channels`.

    `streams` are those of `decode_audio`. Raises what that raises.
    """
    blocks = decode_audio(path, sample_rate=sample_rate, channels=channels, streams=streams)
    return measure_loudness(blocks, sample_rate=sample_rate)
