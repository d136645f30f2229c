"""The loudness of a file's sound."""

from __future__ import annotations

from pathlib import Path

from nemovideo_mcp.audio.loudness import Loudness, measure_loudness
from nemovideo_mcp.video.audio import decode_audio

__all__ = ["measure_file_loudness"]


def measure_file_loudness(path: Path, *, sample_rate: int = 48_000, channels: int = 2) -> Loudness:
    """Integrated loudness (LUFS) and true peak (dBTP) of a file, decoded to `channels`.

    Raises what `decode_audio` raises.
    """
    return measure_loudness(
        decode_audio(path, sample_rate=sample_rate, channels=channels), sample_rate=sample_rate
    )
