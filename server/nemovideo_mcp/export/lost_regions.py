"""Where regions that follow what they hide stood still, because it was not found: what the receipt has to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nemovideo_mcp.timeline.frames import ms_at
from nemovideo_mcp.video.plan import ChunkSpec
from nemovideo_mcp.video.region_paths import FollowedShot, kept_path, path_name

__all__ = ["lost_regions", "path_names"]

# What is found again so soon was hidden by the region all the while.
_LEAST_S = 0.3


def lost_regions(chunks: Sequence[ChunkSpec], work_folder: Path) -> tuple[tuple[int, int], ...]:
    """The stretches of the film, in ms, in order and apart, in which a region of the rendered `chunks` was lost."""
    frames = sorted(set(_held(chunks, work_folder)))
    runs: list[list[int]] = []
    for frame in frames:
        if runs and frame == runs[-1][-1] + 1:
            runs[-1].append(frame)
        else:
            runs.append([frame])
    rate = chunks[0].frame_rate if chunks else 1
    return tuple(
        (ms_at(run[0], frame_rate=rate), ms_at(run[-1] + 1, frame_rate=rate))
        for run in runs
        if len(run) >= _LEAST_S * rate
    )


def path_names(chunk: ChunkSpec) -> list[str]:
    """The files, without suffix, that a chunk keeps the ways of its regions in."""
    return [path_name(shot, canvas=_canvas(chunk), frame_rate=chunk.frame_rate) for shot in _shots(chunk)]


def _shots(chunk: ChunkSpec) -> Iterator[FollowedShot]:
    return (shot for overlay in chunk.overlays for shot in overlay.shots)


def _canvas(chunk: ChunkSpec) -> tuple[int, int]:
    return chunk.width, chunk.height


def _held(chunks: Sequence[ChunkSpec], work_folder: Path) -> Iterator[int]:
    """The frames of the film in which a region stood still."""
    first = 0
    for chunk in chunks:
        for shot in _shots(chunk):
            path = kept_path(shot, canvas=_canvas(chunk), frame_rate=chunk.frame_rate, folder=work_folder)
            for number, held in enumerate(path.held if path else (), shot.first_frame):
                if held and 0 <= number < chunk.frames:
                    yield first + number
        first += chunk.frames
