"""The paths of regions that follow what they hide: found shot by shot, and kept by what they are found in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from av.video.frame import VideoFrame

from nemovideo_mcp.video.beat_effects import BeatPiece
from nemovideo_mcp.video.geometry import Box
from nemovideo_mcp.video.kept import is_intact, kept_file
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.region_tracking import TRACKER_VERSION, RegionPath, tracked
from nemovideo_mcp.video.spans import FrameSpan, counted_from

__all__ = ["FollowedShot", "followed_shots", "kept_path", "path_name", "path_of"]


@dataclass(frozen=True, kw_only=True)
class FollowedShot(FrameSpan):
    """What a region lies over in one shot, from `first_frame` of the chunk on, which may lie before its start.

    `box` is where the region is in the first frame. `piece` and `beats` count their frames from there.
    """

    box: Box
    piece: Piece
    beats: tuple[BeatPiece, ...]

    @property
    def content(self) -> list[object]:
        """All that decides the path, as values of JSON."""
        box = [self.box.left, self.box.top, self.box.width, self.box.height]
        return [TRACKER_VERSION, box, self.piece.content(0), [beat.content for beat in self.beats]]


def followed_shots(
    region: FrameSpan, box: Box, shots: Iterable[Piece], beats: Sequence[BeatPiece]
) -> tuple[FollowedShot, ...]:
    """The shots that a region lies over, each from its first frame under the region to its last.

    In each of them the region begins at `box`. The look is left out: it doesn't change where things are.
    """
    found: list[FollowedShot] = []
    for shot in shots:
        first, end = max(region.first_frame, shot.first_frame), min(region.end_frame, shot.end_frame)
        if first >= end:
            continue
        piece = replace(shot.part(first, end).moved(-first), grade=None)
        over = counted_from(beats, first, end)
        found.append(FollowedShot(first_frame=first, frames=end - first, box=box, piece=piece, beats=over))
    return tuple(found)


def path_of(
    shot: FollowedShot,
    frames: Callable[[], Iterable[VideoFrame]],
    *,
    canvas: tuple[int, int],
    frame_rate: Fraction,
    folder: Path | None,
) -> RegionPath:
    """The path in a shot, which `frames` shows from its first frame on.

    It is kept in `folder`, where one is given, so that the shot's other chunks need not look for it again.
    """
    if folder is None:
        return tracked(frames(), shot.box, canvas, frame_rate=frame_rate)
    if (kept := kept_path(shot, canvas=canvas, frame_rate=frame_rate, folder=folder)) is not None:
        return kept
    path = folder / f"{path_name(shot, canvas=canvas, frame_rate=frame_rate)}.path"
    found = tracked(frames(), shot.box, canvas, frame_rate=frame_rate)
    folder.mkdir(parents=True, exist_ok=True)
    with kept_file(path) as temporary:
        temporary.write_text(json.dumps([found.corners, found.held]), encoding="utf-8")
    return found


def kept_path(
    shot: FollowedShot, *, canvas: tuple[int, int], frame_rate: Fraction, folder: Path
) -> RegionPath | None:
    """The path that `path_of` keeps in `folder`; None where there is none."""
    path = folder / f"{path_name(shot, canvas=canvas, frame_rate=frame_rate)}.path"
    return _read(json.loads(path.read_text(encoding="utf-8"))) if is_intact(path) else None


def path_name(shot: FollowedShot, *, canvas: tuple[int, int], frame_rate: Fraction) -> str:
    """The name of the file, without suffix, that the path is kept in."""
    content = json.dumps([*canvas, str(frame_rate), shot.content], separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _read(kept: Any) -> RegionPath:
    corners, held = kept
    return RegionPath(corners=tuple((left, top) for left, top in corners), held=tuple(held))
