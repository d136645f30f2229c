"""What a board shows of the media: thumbnails and waveforms, each kept by its content for the next board."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from nemovideo_mcp import __version__
from nemovideo_mcp.audio.compose.composer import compose
from nemovideo_mcp.errors import NemoError, RenderFailed
from nemovideo_mcp.timeline.model import AudioClip, Timeline, VideoClip
from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.video.clip_framing import clip_framing
from nemovideo_mcp.video.grading import Grade
from nemovideo_mcp.video.plan import SourceFile, grade_of
from nemovideo_mcp.video.thumbnails import Shot, thumbnails
from nemovideo_mcp.views.board import Board, BoardClip, Peaks, StripCell, strip_of

__all__ = ["ART_VERSION", "Art", "art_of"]

ART_VERSION = 2
"""Part of the names of kept art: raise it when the same media come to be shown differently."""

# As high as a board's filmstrip; even, as 4:2:0 wants it.
_HEIGHT = 112
_QUALITY = 82
_STEP_MS = 20
# Enough for a waveform, and a piece is composed four times as fast as at 48 kHz.
_SAMPLE_RATE = 8_000
_QUIETEST = 0.02


@dataclass(frozen=True, kw_only=True)
class Art:
    """Pictures by cell of the filmstrip, waveforms by clip; what could not be read is left out."""

    pictures: Mapping[StripCell, Image.Image]
    peaks: Mapping[BoardClip, Peaks]


def art_of(board: Board, timeline: Timeline, sources: Mapping[str, SourceFile], folder: Path) -> Art:
    """The art of `board`, which is that of `timeline`; `folder` keeps it."""
    folder.mkdir(parents=True, exist_ok=True)
    films = {(clip.clip_id, clip.start_ms): clip for clip in timeline.video_clips}
    sounds = {(clip.clip_id, clip.start_ms): clip for clip in timeline.audio_clips}
    size = max(2, round(_HEIGHT * board.shape / 2) * 2), _HEIGHT
    wanted: dict[Shot, list[StripCell]] = {}
    for cell in strip_of(board):
        film = films.get((cell.clip.clip_id, cell.clip.start_ms))
        source = sources.get(film.media_id) if film else None
        if film is not None and source is not None:
            wanted.setdefault(_shot(cell, film, source, timeline, sources), []).append(cell)
    found = [(cell, image) for shot, image in _pictures(wanted, size, folder) for cell in wanted[shot]]
    pictures = dict(sorted(found, key=lambda item: item[0].start_ms))
    peaks = {
        clip: loud
        for lane in board.lanes
        for clip in lane.clips
        if (sound := sounds.get((clip.clip_id, clip.start_ms))) is not None
        and (loud := _peaks(sound, sources.get(sound.media_id or ""), folder)) is not None
    }
    return Art(pictures=pictures, peaks=peaks)


def _shot(
    cell: StripCell,
    film: VideoClip,
    source: SourceFile,
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
) -> Shot:
    """Anything from the middle half of the cell will do: at its ends films are black, or still in the shot before."""
    still = source.info.kind == "image"
    reach_ms = 0 if still or film.freeze else round((cell.end_ms - cell.start_ms) * film.curve.slowest / 4)
    time_ms = 0 if still else _source_ms(cell, film)
    return Shot(
        source=source,
        time_ms=time_ms,
        first_ms=time_ms - reach_ms,
        last_ms=time_ms + reach_ms,
        framing=clip_framing(film, source, timeline, first_ms=time_ms, last_ms=time_ms)[0],
        grade=_grade(film, sources),
    )


def _grade(film: VideoClip, sources: Mapping[str, SourceFile]) -> Grade | None:
    """The look of a film; what a board cannot show it leaves out."""
    try:
        return grade_of(film, sources)
    except RenderFailed:
        return None


def _source_ms(cell: StripCell, film: VideoClip) -> int:
    """The moment of its source that a film shows in the middle of a cell."""
    return round(film.source_at(Fraction(cell.start_ms + cell.end_ms, 2) - film.start_ms))


def _pictures(
    shots: Iterable[Shot], size: tuple[int, int], folder: Path
) -> Iterable[tuple[Shot, Image.Image]]:
    missing: list[Shot] = []
    for shot in shots:
        kept = _opened(folder / _shot_name(shot, size))
        if kept is None:
            missing.append(shot)
        else:
            yield shot, kept
    for shot, image in thumbnails(missing, size=size):
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=_QUALITY, method=2)
        _keep(folder / _shot_name(shot, size), buffer.getvalue())
        buffer.seek(0)
        yield shot, Image.open(buffer).convert("RGB")  # the same as it will be next time


def _opened(path: Path) -> Image.Image | None:
    try:
        with Image.open(path) as image:
            return image.convert("RGB")
    except (FileNotFoundError, UnidentifiedImageError, OSError, SyntaxError):
        return None


def _shot_name(shot: Shot, size: tuple[int, int]) -> str:
    framing = shot.framing
    place = [
        shot.time_ms,
        shot.first_ms,
        shot.last_ms,
        framing.fit.value,
        framing.zoom,
        framing.extras,
        *([shot.grade.content] if shot.grade else []),
        *size,
    ]
    return f"{_digest(['shot', ART_VERSION, shot.source.content_hash, *place])}.webp"


# --- waveforms ---------------------------------------------------------------------------------------------------


def _peaks(clip: AudioClip, source: SourceFile | None, folder: Path) -> Peaks | None:
    if clip.duration_ms <= 0 or (clip.music is None and source is None):
        return None
    content: object = asdict(clip.music) if clip.music else source.content_hash if source else ""
    place = [clip.source_start_ms, clip.duration_ms]
    path = folder / f"{_digest(['peaks', ART_VERSION, __version__, content, *place])}.peaks"
    try:
        return Peaks(step_ms=_STEP_MS, levels=path.read_bytes())
    except FileNotFoundError:
        pass
    try:
        levels = _levels(clip, source)
    except (NemoError, OSError):
        return None
    _keep(path, levels)
    return Peaks(step_ms=_STEP_MS, levels=levels)


def _levels(clip: AudioClip, source: SourceFile | None) -> bytes:
    skipped, length = (ms * _SAMPLE_RATE // 1000 for ms in (clip.source_start_ms, clip.duration_ms))
    if clip.music is not None:
        blocks = (np.abs(block).max(axis=0) for block in compose(clip.music, sample_rate=_SAMPLE_RATE))
        loud = _joined(blocks, skipped + length)[skipped:]
    else:
        assert source is not None
        heard = decode_audio(
            source.path,
            sample_rate=_SAMPLE_RATE,
            channels=2,
            start_ms=clip.source_start_ms,
            duration_ms=clip.duration_ms,
            streams=source.info.heard_streams,
        )
        loud = _joined((np.abs(block).max(axis=0) for block in heard), length)
    step = _SAMPLE_RATE * _STEP_MS // 1000
    whole = loud[: loud.size // step * step].reshape(-1, step)
    if not whole.size:
        return b""
    peaks = whole.max(axis=1)
    return bytes(np.clip(peaks / max(float(peaks.max()), _QUIETEST) * 255, 0, 255).astype(np.uint8))


def _joined(blocks: Iterable[NDArray[np.float32]], length: int) -> NDArray[np.float32]:
    found: list[NDArray[np.float32]] = []
    have = 0
    for block in blocks:
        found.append(block)
        have += block.size
        if have >= length:
            break
    return np.concatenate(found)[:length] if found else np.zeros(0, np.float32)


def _keep(path: Path, data: bytes) -> None:
    """Put a file in its place whole; a power cut may lose it, and then it is made again."""
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    part.write_bytes(data)
    part.replace(path)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
