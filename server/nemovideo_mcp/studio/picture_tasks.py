"""What workers do for pictures of a project: plain functions of values that can be pickled."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from nemovideo_mcp.errors import InvalidRequest, NemoError, NothingToEdit, RenderFailed, ServerFailed
from nemovideo_mcp.export.worker_tasks import described, worker_task
from nemovideo_mcp.studio.board_art import ART_VERSION, Art, art_of
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.around import frames_around
from nemovideo_mcp.video.board import BOARD_VERSION, MAX_PNG_BYTES, draw_board
from nemovideo_mcp.video.contact_sheet import CONTACT_SHEET_VERSION, contact_sheet
from nemovideo_mcp.video.draft_preview import DRAFT_RATE, DRAFT_VERSION, draft_at
from nemovideo_mcp.video.frames_sheet import SHEET_VERSION, draw_frames
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.views.board import Board, BoardCut, board_of
from nemovideo_mcp.views.board_data import BOARD_DATA_VERSION, board_data

__all__ = [
    "MAX_DATA_BYTES",
    "VERSIONS",
    "board_json",
    "board_picture",
    "draft_json",
    "frames_picture",
    "sheet_picture",
]


VERSIONS = (
    *(BOARD_VERSION, SHEET_VERSION, ART_VERSION, BOARD_DATA_VERSION, CONTACT_SHEET_VERSION),
    DRAFT_VERSION,
)
"""What the names of kept pictures depend on, beside what they show."""

MAX_DATA_BYTES = 400_000
# For so many thumbnails at most: their height and quality, and how many clips a lane may have. What does not fit all
# the
# same is tried further down; the last rungs have no thumbnails.
_LADDER = (
    (60, 112, 75, 1000),
    (100, 88, 70, 1000),
    (180, 72, 60, 1000),
    (300, 56, 55, 1000),
    (300, 40, 40, 1000),
    (10_000, 0, 0, 1000),
    (10_000, 0, 0, 100),
)
# Qualities of a draft's pictures, one after the other until it is small enough.
_DRAFT_QUALITIES = (60, 35, 10)
_EACH_SIDE = 3
_MOST_FRAME_WIDTH = 640


def _failed(error: Exception, _path: Path) -> NemoError:
    return ServerFailed(described(error))


@worker_task(_failed)
def board_picture(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    names: Mapping[str, str],
    folder: Path,
    language: str,
) -> bytes:
    """The board as a PNG; `names` are the files' by the media's ids."""
    board = board_of(timeline, names=names)
    art = art_of(board, timeline, sources, folder)
    return draw_board(board, language=language, pictures=art.pictures, peaks=art.peaks)


@worker_task(_failed)
def board_json(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    names: Mapping[str, str],
    folder: Path,
    language: str,
) -> bytes:
    """The board as JSON of at most `MAX_DATA_BYTES`, with thumbnails as large as that allows."""
    board = board_of(timeline, names=names)
    art = art_of(board, timeline, sources, folder)
    data = b"{}"
    shown = len(art.pictures)
    for most, height, quality, most_clips in _LADDER:
        if shown > most:
            continue
        data = _json(board, art, language, height=height, quality=quality, most_clips=most_clips)
        if len(data) <= MAX_DATA_BYTES:
            break
    return data


@worker_task(_failed)
def frames_picture(
    timeline: Timeline, sources: Mapping[str, SourceFile], at_ms: int, cut: BoardCut | None, language: str
) -> bytes:
    """The frames around a moment as a PNG. Raises `NothingToEdit`, or `InvalidRequest` naming what cannot be shown."""
    with _told_as_not_shown():
        frames = frames_around(
            timeline, sources, at_ms=at_ms, each_side=_EACH_SIDE, max_width=_MOST_FRAME_WIDTH
        )
    if not frames:
        raise NothingToEdit
    return draw_frames(frames, at_ms=at_ms, cut=cut, language=language, max_bytes=MAX_PNG_BYTES)


@worker_task(_failed)
def draft_json(timeline: Timeline, sources: Mapping[str, SourceFile], at_ms: int) -> bytes:
    """The draft that shows a moment as JSON of at most `MAX_DATA_BYTES`; raises as `frames_picture` does."""
    with _told_as_not_shown():
        draft = draft_at(timeline, sources, at_ms=at_ms)
    if not draft.pictures:
        raise NothingToEdit
    data = b"{}"
    for quality in _DRAFT_QUALITIES:
        pictures = [_uri(image, image.height, quality) for image in draft.pictures]
        found = {"start_ms": draft.start_ms, "frame_ms": 1000 // DRAFT_RATE, "pictures": pictures}
        data = json.dumps(found, separators=(",", ":")).encode()
        if len(data) <= MAX_DATA_BYTES:
            break
    return data


@contextmanager
def _told_as_not_shown() -> Generator[None]:
    try:
        yield
    except RenderFailed as error:
        raise InvalidRequest(
            detail=error.fields["detail"],
            hint={
                "en": "Upload the file again, or take the clip off the timeline.",
                "zh": "请重新上传该文件，或将该片段移出时间线。",
            },
        ) from None


@worker_task(_failed)
def sheet_picture(source: SourceFile, name: str, shot_starts_ms: Sequence[int], language: str) -> bytes:
    """What a film or photo holds as a PNG."""
    return contact_sheet(
        source, name=name, shot_starts_ms=shot_starts_ms, language=language, max_bytes=MAX_PNG_BYTES
    )


def _json(board: Board, art: Art, language: str, *, height: int, quality: int, most_clips: int) -> bytes:
    uris = {cell: _uri(image, height, quality) for cell, image in art.pictures.items()} if height else {}
    data = board_data(board, language=language, pictures=uris, peaks=art.peaks, most_clips=most_clips)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _uri(image: Image.Image, height: int, quality: int) -> str:
    small = image.resize(
        (max(1, round(image.width * height / image.height)), height), Image.Resampling.LANCZOS
    )
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=quality, method=4)
    return f"data:image/webp;base64,{b64encode(buffer.getvalue()).decode('ascii')}"
