"""What lookers do with one file: plain functions of values that can be pickled.

Each loads what it needs and no more, nor does this module: a looker is started when somebody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nemovideo_mcp.errors import MediaUnreadable, NemoError, RenderCancelled
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.export.worker_tasks import described, worker_task
from nemovideo_mcp.file_types import head_of, is_beats, is_captions, is_edit
from nemovideo_mcp.timeline.beat_file import BeatFile
from nemovideo_mcp.timeline.captions import CaptionFile
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.timeline.song import SongStructure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Stretches",
    "analyse_file",
    "beats_in_file",
    "beats_of_file",
    "captions_of_file",
    "edit_of_file",
    "probe_file",
    "speech_in_file",
    "structure_of_file",
    "words_in_file",
]

Stretches = tuple[tuple[int, int], ...]

_MOST_CAPTION_BYTES = 8_000_000
_CAPTIONS_TOO_LARGE = {
    "en": "captions of more than 8 MB are not read",
    "zh": "不读取超过 8 MB 的字幕文件",
}
_NO_CAPTIONS = {
    "en": "there are no captions in it: no line such as 00:00:01,000 --> 00:00:02,500 with words below",
    "zh": "其中没有字幕：没有形如 00:00:01,000 --> 00:00:02,500 且下方有文字的行",
}


def _unreadable(error: Exception, _path: Path) -> NemoError:
    if isinstance(error, MemoryError):
        return MediaUnreadable(
            reason={"en": "there is not enough memory for it", "zh": "内存不足以打开该文件"}
        )
    return MediaUnreadable(reason=described(error))


@worker_task(_unreadable)
def probe_file(path: Path) -> MediaInfo:
    """What `path` holds."""
    head = head_of(path) if path.is_file() else b""
    if is_captions(path.name, head):
        found = _captions(path)
        return MediaInfo(kind="captions", duration_ms=max(line.end_ms for line in found.lines))
    if is_beats(path.name, head):
        return MediaInfo(kind="beats", duration_ms=_beats(path).duration_ms)
    if is_edit(path.name, head):
        edit = _edit(path)
        return MediaInfo(kind="edit", duration_ms=round(edit.duration_s * 1000))
    from nemovideo_mcp.video.probe import probe

    return probe(path)


@worker_task(_unreadable)
def edit_of_file(path: Path, info: MediaInfo, watch: Watch) -> ForeignEdit:
    """What an edit of another program holds."""
    del info, watch
    return _edit(path)


def _edit(path: Path) -> ForeignEdit:
    """Raises `MediaUnreadable` where it cannot be read."""
    from nemovideo_mcp.interchange.reading import edit_text, read_edit

    return read_edit(edit_text(path))


@worker_task(_unreadable)
def beats_of_file(path: Path, info: MediaInfo, watch: Watch) -> BeatFile:
    """The beats and markers that a file of another program holds."""
    del info, watch
    return _beats(path)


def _beats(path: Path) -> BeatFile:
    """Raises `MediaUnreadable` where it cannot be read."""
    from nemovideo_mcp.interchange.read_beats import MOST_BYTES, read_beats

    with path.open("rb") as file:
        return read_beats(file.read(MOST_BYTES + 1))


@worker_task(_unreadable)
def captions_of_file(path: Path, info: MediaInfo, watch: Watch) -> CaptionFile:
    """What a file of captions holds."""
    del info, watch
    return _captions(path)


def _captions(path: Path) -> CaptionFile:
    """Raises `MediaUnreadable` where there are none in it, or too many."""
    from nemovideo_mcp.timeline.caption_file import captions_in

    if path.stat().st_size > _MOST_CAPTION_BYTES:
        raise MediaUnreadable(name=path.name, reason=_CAPTIONS_TOO_LARGE)
    found = captions_in(path.read_bytes())
    if not found.lines:
        raise MediaUnreadable(name=path.name, reason=_NO_CAPTIONS)
    return found


@worker_task(_unreadable)
def analyse_file(path: Path, info: MediaInfo, watch: Watch) -> Analysis:
    """Motion, sharpness, exposure and shots of a film or photo."""
    from nemovideo_mcp.video.analysis import analyse

    return analyse(path, info, on_progress=lambda fraction: _tick(watch, fraction))


@worker_task(_unreadable)
def beats_in_file(path: Path, info: MediaInfo, watch: Watch) -> BeatGrid:
    """The beats of a song, on its own time; an empty grid where there is no sound."""
    from nemovideo_mcp.audio.beat_track import ANALYSIS_SAMPLE_RATE, beat_track
    from nemovideo_mcp.video.audio import decode_audio

    if not info.has_audio:
        return BeatGrid((), confidence=0.0)
    blocks = decode_audio(path, sample_rate=ANALYSIS_SAMPLE_RATE, channels=2, streams=info.heard_streams)
    length = max(1, round(info.duration_ms * ANALYSIS_SAMPLE_RATE / 1000))
    return beat_track(_heard(blocks, length, watch), sample_rate=ANALYSIS_SAMPLE_RATE).grid()


@worker_task(_unreadable)
def structure_of_file(path: Path, info: MediaInfo, watch: Watch, grid: BeatGrid) -> SongStructure:
    """Sections and drop of a song whose beats are known, and where it begins to sound; no sections without beats."""
    from nemovideo_mcp.audio.beat_track import ANALYSIS_SAMPLE_RATE
    from nemovideo_mcp.audio.structure import BandLevels, song_structure
    from nemovideo_mcp.video.audio import decode_audio

    levels = BandLevels(sample_rate=ANALYSIS_SAMPLE_RATE)
    if info.has_audio:
        blocks = decode_audio(path, sample_rate=ANALYSIS_SAMPLE_RATE, channels=2, streams=info.heard_streams)
        length = max(1, round(info.duration_ms * ANALYSIS_SAMPLE_RATE / 1000))
        levels.add(_heard(blocks, length, watch))
    return song_structure(levels, grid, duration_ms=info.duration_ms)


@worker_task(_unreadable)
def speech_in_file(path: Path, info: MediaInfo, watch: Watch) -> Stretches:
    """When somebody speaks in a film or recording, in ms of it."""
    from nemovideo_mcp.audio.speech import SPEECH_SAMPLE_RATE, speech_ranges
    from nemovideo_mcp.video.audio import decode_audio

    if not info.has_audio:
        return ()
    blocks = decode_audio(path, sample_rate=SPEECH_SAMPLE_RATE, channels=1, streams=info.heard_streams)
    length = max(1, round(info.duration_ms * SPEECH_SAMPLE_RATE / 1000))
    return speech_ranges(_heard(blocks, length, watch))


@worker_task(_unreadable)
def words_in_file(path: Path, info: MediaInfo, watch: Watch, model: Path) -> CaptionFile:
    """What is said in a film or recording, by the model in the folder `model`."""
    import numpy as np

    from nemovideo_mcp.audio.transcript import TRANSCRIPT_SAMPLE_RATE, transcribe
    from nemovideo_mcp.video.audio import decode_audio

    if not info.has_audio:
        return CaptionFile()
    blocks = decode_audio(path, sample_rate=TRANSCRIPT_SAMPLE_RATE, channels=1, streams=info.heard_streams)
    sound = np.concatenate([np.zeros(0, np.float32), *blocks])
    return transcribe(sound, model, on_progress=lambda fraction: _tick(watch, fraction))


def _heard(blocks: Iterable[NDArray[np.float32]], length: int, watch: Watch) -> Iterator[NDArray[np.float32]]:
    done = 0
    for block in blocks:
        yield block
        done += block.shape[-1]
        _tick(watch, done / length)


def _tick(watch: Watch, fraction: float) -> None:
    try:
        watch.tick("look", min(fraction, 1.0))
    except RenderCancelled:
        raise MediaUnreadable(reason={"en": "the studio has ended", "zh": "工作室已退出"}) from None
