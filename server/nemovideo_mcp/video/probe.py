"""What a file holds, proved by decoding its first picture and its first sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.video.geometry import Orientation, displayed_size, orientation_of
from nemovideo_mcp.video.opening import Reason, open_media, origin_s, unreadable
from nemovideo_mcp.video.photos import is_photo, open_photo

__all__ = ["film_stream", "frame_orientation", "probe"]

_NO_PICTURES: Reason = {"en": "it holds no picture that can be decoded", "zh": "其中没有可解码的画面"}
_NO_SOUND: Reason = {"en": "it holds no sound that can be decoded", "zh": "其中没有可解码的声音"}
_NOTHING: Reason = {"en": "it holds neither pictures nor sound", "zh": "其中既没有画面也没有声音"}

# Their headers have no length, or one that is guessed from the bit rate or was true before the file was cut off.
_SCANNED = {"matroska,webm", "avi", "mp3", "aac", "gif", "ogg", "mpegts", "mpeg", "flv"}
# Some streams start with packets that give nothing: this many are tried before the proof has failed.
_PROOF_PACKETS = 300


def probe(path: Path) -> MediaInfo:
    """What `path` holds; its kind follows from the content, not from the name.

    Raises FileMissing, and MediaUnreadable with the reason: empty, cut off, no media, nothing that can be decoded.
    """
    if is_photo(path):
        image = open_photo(path)
        return MediaInfo(kind="image", duration_ms=0, width=image.width, height=image.height)
    with open_media(path) as container:
        pictures, sound = film_stream(container), cast("AudioStream | None", container.streams.best("audio"))
        if pictures is None and sound is None:
            raise unreadable(path, _NO_PICTURES if container.streams.video else _NOTHING)
        frame = _first_frame(container, pictures) if pictures else None
        if pictures and frame is None:
            raise unreadable(path, _NO_PICTURES)
    # Opened anew: a decoder or demuxer that has met broken data may not find back to the start.
    has_audio = sound is not None and _has_sound(path)
    if frame is None and not has_audio:
        raise unreadable(path, _NO_SOUND)
    with open_media(path) as container:
        if frame is None:
            return MediaInfo(
                kind="audio",
                duration_ms=_duration_ms(container, container.streams.audio[0], path),
                has_audio=True,
            )
        stream = film_stream(container)
        assert stream is not None
        width, height = displayed_size(
            frame.width,
            frame.height,
            orientation=frame_orientation(frame),
            sample_aspect_ratio=stream.sample_aspect_ratio,
        )
        return MediaInfo(
            kind="video",
            duration_ms=_duration_ms(container, stream, path),
            width=width,
            height=height,
            frame_rate=float(stream.average_rate or stream.guessed_rate or 0),
            has_audio=has_audio,
        )


def film_stream(container: InputContainer) -> VideoStream | None:
    """The stream of moving pictures; a song's cover picture is none."""
    candidates = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    best = container.streams.best("video")
    return cast("VideoStream", best) if best in candidates else next(iter(candidates), None)


def frame_orientation(frame: VideoFrame) -> Orientation:
    """How a decoded frame is turned to be looked at."""
    try:
        sides = cast("list[object]", list(frame.side_data))  # type: ignore[call-overload]
    except ValueError:  # side data that PyAV has no name for
        return Orientation.UPRIGHT
    for side in sides:
        if getattr(getattr(side, "type", None), "name", "") == "DISPLAYMATRIX":
            return orientation_of(bytes(cast("bytes", side)))
    return Orientation.UPRIGHT


def _first_frame(container: InputContainer, stream: VideoStream) -> VideoFrame | None:
    for _, frames in zip(range(_PROOF_PACKETS), _decoded(container, stream), strict=False):
        if frames:
            return cast("VideoFrame", frames[0])
    return None


def _has_sound(path: Path) -> bool:
    with open_media(path) as container:
        stream = container.streams.best("audio")
        if stream is None:
            return False
        return any(
            frames for _, frames in zip(range(_PROOF_PACKETS), _decoded(container, stream), strict=False)
        )


def _decoded(container: InputContainer, stream: Stream) -> Iterator[Sequence[object]]:
    """What each packet decodes to; broken packets give nothing, a torn end is the end."""
    try:
        for packet in container.demux(stream):
            try:
                yield packet.decode()
            except FFmpegError:
                yield []
    except FFmpegError:
        return


def _duration_ms(container: InputContainer, stream: Stream, path: Path) -> int:
    """Milliseconds from the file's origin to the end of `stream`."""
    time_base = stream.time_base
    whole = time_base is not None and stream.duration is not None
    if whole and container.format.name not in _SCANNED and not _is_cut_off(stream, path):
        end_s = ((stream.start_time or 0) + (stream.duration or 0)) * (time_base or Fraction(0))
    else:
        end_s = _last_packet_end_s(container, stream)
    if end_s is None:
        end_s = Fraction(container.duration or 0, 1_000_000) + origin_s(container)
    return max(1, round((end_s - origin_s(container)) * 1000))


def _is_cut_off(stream: Stream, path: Path) -> bool:
    entries = stream.index_entries
    size = path.stat().st_size
    return len(entries) > 0 and any(entry.pos + entry.size > size for entry in entries)


def _last_packet_end_s(container: InputContainer, stream: Stream) -> Fraction | None:
    end_s: Fraction | None = None
    rate = getattr(stream, "average_rate", None)
    try:
        for packet in container.demux(stream):
            time, time_base = packet.pts if packet.pts is not None else packet.dts, packet.time_base
            if time is None or not time_base or not packet.size:
                continue
            length_s = (packet.duration or 0) * time_base or (1 / Fraction(rate) if rate else Fraction(0))
            end_s = max(end_s or Fraction(0), time * time_base + length_s)
    except FFmpegError:
        pass  # a torn end is the end
    return end_s
