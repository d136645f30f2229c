"""Music for a video: plan a piece, know its beats, and render it.

The score of a piece follows from its spec alone (`score.py`), and its sound from the score (`desk.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.desk import BLOCK_FRAMES, Master
from nemovideo_mcp.audio.compose.form import grid_of, plan_music
from nemovideo_mcp.audio.compose.moods import MOODS
from nemovideo_mcp.audio.compose.performance import Performance
from nemovideo_mcp.audio.compose.style import Mood
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.timeline.levels import TARGET_LUFS
from nemovideo_mcp.timeline.model import MusicSpec

__all__ = ["MOODS", "Mood", "compose", "grid_of", "plan_music"]

_CLOSING_PART = 0.45


def compose(
    music: MusicSpec, *, sample_rate: int = 48_000, block_frames: int = BLOCK_FRAMES
) -> Iterator[NDArray[np.float32]]:
    """Stereo blocks of the piece, (2, n) float32: in all exactly `duration_ms` of samples, about −14 LUFS, peak < 1.

    The last chord dies away by the end of the piece. Nothing depends on the size of the blocks, and memory does
    not grow with the duration. `block_frames` is a multiple of 64. Raises `InvalidRequest` for a mood that is not
    known and for a piece without bars.
    """
    if music.mood not in MOODS or not music.bars:
        raise InvalidRequest(
            f"there is no piece of {music.bars} bars in the mood {music.mood!r}",
            hint=f"Moods: {', '.join(MOODS)}.",
        )
    played = Performance(music, sample_rate=sample_rate, block_frames=block_frames)
    frames, ring_s = played.frames, played.ring_s
    rehearsal = played.rehearsal()
    master = Master(
        rehearsal,
        balance=played.balance(rehearsal),
        glue=played.target.glue,
        drive=played.style.mix.drive,
        lufs=TARGET_LUFS,
        sample_rate=sample_rate,
    )
    # a piece whose bars do not fit its duration is at least not cut off
    closing_s = max(ring_s * _CLOSING_PART, min(0.3, music.duration_ms / 3000))
    closing = max(round(closing_s * sample_rate), 1)
    given = -master.latency_frames
    for block in played.play():
        ready = master.process(block)[:, max(0, -given) : max(0, frames - given)]
        given += block.shape[1]
        if ready.shape[1]:
            yield _closed(ready, frames - min(given, frames) + ready.shape[1], closing)
        if given >= frames:
            return


def _closed(block: NDArray[np.float32], left: int, closing: int) -> NDArray[np.float32]:
    """The block, with what lies in the last `closing` samples of the piece taken to zero; `left` counts its start."""
    if left - block.shape[1] >= closing:
        return block
    steps = np.arange(block.shape[1], dtype=np.float64)
    remaining = np.clip((left - 1 - steps) / closing, 0, 1)
    return block * (np.sin(remaining * np.pi / 2) ** 1.5).astype(np.float32)
