"""Which of a file's sound tracks are heard: the ones that sound, all of them, unless they are the same once more.

Recorders (OBS, ShadowPlay, cameras) write microphone, game and mix as tracks of their own, and often leave the first
one silent; a player that takes the first one shows a silent film. Discs and downloads hold the same sound several
times: in other languages, with a commentary, as surround and as stereo. The rules, in this order:

1. A track that cannot be decoded, or is silent from end to end, is left out.
2. A track that never rises above the noise of a still room is left out where another one does.
3. Commentaries and tracks for the blind are left out where another one sounds, as their flags or titles say.
4. Tracks in different languages, or some in surround and the others in stereo, are the same sound: the one marked as
   default is taken, else the first.
5. So are tracks of which one behind the first is marked as default. Writers mark the first without being told.
6. What is left is mixed. A mix and its own parts stay in balance by that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import SoundTrack, TrackUse
from nemovideo_mcp.video.opening import open_media, packets_of
from nemovideo_mcp.video.streams import sound_streams

__all__ = ["Heard", "chosen_tracks", "sound_tracks"]

# Levels of a track's loudest moment, in dB below full scale: what is said in a room, and what a recorder adds itself.
_SOUNDS_DB, _SILENT_DB = -50.0, -80.0
_NOTHING_DB = -200.0
# Packets of the only track that are tried before it is given up.
_PROOF_PACKETS = 300
_ASIDE = Disposition.comment | Disposition.visual_impaired | Disposition.descriptions | Disposition.karaoke
_ASIDE_TITLES = ("commentary", "audio description", "descriptive", "解说", "评论音轨", "口述影像")
_STEREO = 2
_KNOWN_FILES = 64

_FULL_SCALE = {"u8": 128.0, "s16": 2.0**15, "s32": 2.0**31, "s64": 2.0**63}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What is known of a track. `peak_db` is the level of its loudest moment, None where it cannot be decoded."""

    stream: int
    peak_db: float | None
    language: str = ""
    is_default: bool = False
    is_aside: bool = False
    channels: int = _STEREO


def sound_tracks(path: Path) -> tuple[SoundTrack, ...]:
    """The sound tracks of a file in its order, and which of them are heard. Raises FileMissing, MediaUnreadable.

    A file of several tracks is decoded until all of them have been heard, the result is remembered.
    """
    status = path.stat() if path.exists() else None
    return _known_tracks(path, status.st_size if status else 0, status.st_mtime_ns if status else 0)


@lru_cache(maxsize=_KNOWN_FILES)
def _known_tracks(path: Path, size_bytes: int, modified_ns: int) -> tuple[SoundTrack, ...]:
    del size_bytes, modified_ns
    with open_media(path) as container:
        streams = sound_streams(container)
        if not streams:
            return ()
        peaks_db = _first_level(container, streams) if len(streams) == 1 else _levels(container, streams)
        return chosen_tracks(
            [_heard(stream, peaks_db.get(stream.index)) for stream in container.streams.audio]
        )


def chosen_tracks(tracks: Sequence[Heard]) -> tuple[SoundTrack, ...]:
    """The rule of this module, for tracks in the order of the file."""
    uses: dict[int, TrackUse] = {}

    def leave_out(use: TrackUse, which: Callable[[Heard], bool], *, unless_all: bool) -> None:
        left = [track for track in tracks if track.stream not in uses]
        out = [track for track in left if which(track)]
        if not (unless_all and len(out) == len(left)):
            uses.update({track.stream: use for track in out})

    leave_out("broken", lambda track: track.peak_db is None, unless_all=False)
    leave_out("silent", lambda track: _level(track) < _SILENT_DB, unless_all=True)
    leave_out("quiet", lambda track: _level(track) < _SOUNDS_DB, unless_all=True)
    leave_out("commentary", lambda track: track.is_aside, unless_all=True)
    left = [track for track in tracks if track.stream not in uses]
    silent = all(_level(track) < _SILENT_DB for track in left)
    if silent:
        left = left[1:]  # any one will do
        uses.update({track.stream: "silent" for track in left})
    elif (use := _sameness(left)) is not None:
        taken = next((track for track in left if track.is_default), left[0])
        uses.update({track.stream: use for track in left if track is not taken})
    return tuple(
        SoundTrack(
            stream=track.stream,
            use=uses.get(track.stream, "used"),
            silent=silent and uses.get(track.stream, "silent") == "silent",
        )
        for track in tracks
    )


def _sameness(tracks: Sequence[Heard]) -> TrackUse | None:
    """Why the tracks are the same sound several times; None where they are not."""
    if len(tracks) <= 1:
        return None
    if len({track.language for track in tracks if track.language}) > 1:
        return "language"
    widths = {min(track.channels, _STEREO + 1) for track in tracks}
    marked = any(track.is_default for track in tracks[1:]) and not tracks[0].is_default
    return "alternative" if widths == {_STEREO, _STEREO + 1} or marked else None


def _level(track: Heard) -> float:
    return _NOTHING_DB if track.peak_db is None else track.peak_db


def _heard(stream: AudioStream, peak_db: float | None) -> Heard:
    tags = {name.lower(): text.lower() for name, text in stream.metadata.items()}
    title = " ".join(tags.get(name, "") for name in ("title", "handler_name"))
    language = tags.get("language", "")
    context = cast("Any", stream.codec_context)
    return Heard(
        stream=stream.index,
        peak_db=peak_db,
        language="" if language in ("und", "zxx", "mis", "mul") else language,
        is_default=bool(stream.disposition & Disposition.default),
        is_aside=bool(stream.disposition & _ASIDE) or any(words in title for words in _ASIDE_TITLES),
        channels=context.channels if context is not None else _STEREO,
    )


def _first_level(container: InputContainer, streams: Sequence[AudioStream]) -> dict[int, float]:
    """That the only track can be decoded is all that has to be known of it."""
    for _, packet in zip(range(_PROOF_PACKETS), packets_of(container, *streams), strict=False):
        try:
            if packet.decode():
                return {packet.stream_index: 0.0}
        except FFmpegError:
            continue
    return {}


def _levels(container: InputContainer, streams: Sequence[AudioStream]) -> dict[int, float]:
    """The level of each track's loudest moment, as far as it has to be known; without those that do not decode."""
    levels: dict[int, float] = {}
    for packet in packets_of(container, *streams):
        if levels.get(packet.stream_index, _NOTHING_DB) >= _SOUNDS_DB:
            continue
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            known = levels.get(packet.stream_index, _NOTHING_DB)
            levels[packet.stream_index] = max(known, _level_of(frame))
        if len(levels) == len(streams) and all(level >= _SOUNDS_DB for level in levels.values()):
            break
    return levels


def _level_of(frame: AudioFrame) -> float:
    samples = cast("NDArray[Any]", frame.to_ndarray())
    if samples.size == 0:
        return _NOTHING_DB
    name = frame.format.name.removesuffix("p")
    values = samples.astype(np.float64) - (128.0 if name == "u8" else 0.0)
    mean = float(np.square(np.nan_to_num(values / _FULL_SCALE.get(name, 1.0))).mean())
    return max(_NOTHING_DB, 10 * float(np.log10(mean + 1e-30)))
