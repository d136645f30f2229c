"""What a file holds, proved by decoding its first picture and its first sound."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.video.cube_file import is_cube, read_cube
from nemovideo_mcp.video.geometry import displayed_size
from nemovideo_mcp.video.length import ends_s
from nemovideo_mcp.video.limits import FILM_PIXELS, check_picture_size
from nemovideo_mcp.video.opening import Reason, open_media, packets_of, unreadable
from nemovideo_mcp.video.photos import is_photo, read_photo
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.sound_tracks import sound_tracks
from nemovideo_mcp.video.streams import film_stream, frame_orientation, picture_decoder
from nemovideo_mcp.video.transparency import frames_ground, has_alpha

__all__ = ["probe"]

_NO_PICTURES: Reason = {"en": "it holds no picture that can be decoded", "zh": "其中没有可解码的画面"}
_NO_SOUND: Reason = {"en": "it holds no sound that can be decoded", "zh": "其中没有可解码的声音"}
_NOTHING: Reason = {"en": "it holds neither pictures nor sound", "zh": "其中既没有画面也没有声音"}

# Some streams start with packets that give nothing: this many are tried before the proof has failed.
_PROOF_PACKETS = 300
# Sound that ends so little after the pictures is padding of its encoder.
_PADDING_MS = 50
# Broken headers claim days; a value for every tenth of a second of them fills the memory.
_LONGEST_MS = 24 * 3600 * 1000
_TOO_LONG: Reason = {
    "en": "by its own clock it is longer than 24 hours",
    "zh": "按其自身时钟，时长超过 24 小时",
}
# A transparent film may begin and end with nothing.
_GROUND_FRAMES = 8
# Up to here, decoding on is cheaper than seeking; GIFs are sought from their start.
_SHORT_MS = 20_000
# What is shown for less than this is looked at as a photo is.
_LEAST_FILM_MS = 100


def probe(path: Path) -> MediaInfo:
    """What `path` holds; its kind follows from the content, not from the name.

    A film lasts as long as its pictures or its sound go on. One that is over at once, as a single picture is, counts as
    a photo. Raises FileMissing, and MediaUnreadable with the reason: empty, cut off, no media, nothing that can be
    decoded, longer than a day; of a .cube file the line that does not fit.
    """
    if is_cube(path):
        read_cube(path)
        return MediaInfo(kind="lut", duration_ms=0)
    if is_photo(path):
        photo = read_photo(path)
        return MediaInfo(kind="image", duration_ms=0, width=photo.width, height=photo.height)
    with open_media(path) as container:
        stream = film_stream(container)
        has_tracks = len(container.streams.audio) > 0
        if stream is None and not has_tracks:
            raise unreadable(path, _NO_PICTURES if container.streams.video else _NOTHING)
        if stream:
            check_picture_size(path, (stream.width, stream.height), most_pixels=FILM_PIXELS)
        frame = _first_frame(container, stream) if stream else None
        if stream and frame is None:
            raise unreadable(path, _NO_PICTURES)
        rate = float(stream.average_rate or stream.guessed_rate or 0) if stream else 0.0
        pixels = stream.sample_aspect_ratio if stream else None
        fallback_s = Fraction(container.duration or 0, av.time_base)
        film = stream.index if stream else None
    tracks = sound_tracks(path)
    heard = tuple(track.stream for track in tracks if track.use == "used")
    if frame is None and not heard:
        raise unreadable(path, _NO_SOUND)
    ends_ms = {
        index: round(end_s * 1000)
        for index, end_s in ends_s(path, [*heard, *([] if film is None else [film])]).items()
    }
    sound_ms = max((ends_ms[index] for index in heard if index in ends_ms), default=0)
    if frame is None or film is None:
        return MediaInfo(
            kind="audio",
            duration_ms=_credible(path, sound_ms or round(fallback_s * 1000)),
            has_audio=True,
            sound_tracks=tracks,
        )
    picture_ms = ends_ms.get(film, 0) or round(fallback_s * 1000)
    width, height = displayed_size(
        frame.width, frame.height, orientation=frame_orientation(frame), sample_aspect_ratio=pixels
    )
    duration_ms = _credible(path, sound_ms if sound_ms > picture_ms + _PADDING_MS else picture_ms)
    if duration_ms < _LEAST_FILM_MS:
        return MediaInfo(kind="image", duration_ms=0, width=width, height=height)
    return MediaInfo(
        kind="video",
        duration_ms=duration_ms,
        width=width,
        height=height,
        frame_rate=rate,
        has_audio=bool(heard),
        sound_tracks=tracks,
        ground=_ground(path, duration_ms) if has_alpha(frame) else 0,
    )


def _ground(path: Path, duration_ms: int) -> int:
    """What the film is laid on where it is transparent, by a few of its frames."""
    with FilmReader(path) as film:
        times_ms = [Fraction(duration_ms * n, _GROUND_FRAMES) for n in range(_GROUND_FRAMES)]
        if duration_ms < _SHORT_MS:
            return frames_ground(film.frames_at(times_ms))
        return frames_ground(next(film.frames_at([time_ms])) for time_ms in times_ms)


def _credible(path: Path, duration_ms: int) -> int:
    """`duration_ms`, 1 at least. Raises MediaUnreadable where no file is that long."""
    if duration_ms > _LONGEST_MS:
        raise unreadable(path, _TOO_LONG)
    return max(1, duration_ms)


def _first_frame(container: InputContainer, stream: VideoStream) -> VideoFrame | None:
    decoder = picture_decoder(stream)
    for _, packet in zip(range(_PROOF_PACKETS), packets_of(container, stream), strict=False):
        try:
            frames = decoder.decode(packet)
        except FFmpegError:
            continue
        if frames:
            return frames[0]
    return None
