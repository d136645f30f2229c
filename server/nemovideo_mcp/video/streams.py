"""Which streams of a file are its pictures and its sound, what decodes them, and how they are to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from nemovideo_mcp.video.geometry import Orientation, orientation_of
from nemovideo_mcp.video.limits import decoder_options

__all__ = ["PictureDecoder", "film_stream", "frame_orientation", "picture_decoder", "sound_streams"]

# FFmpeg's own decoders of these pass over the second picture that holds the transparency; libvpx reads it.
_ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
_HAS_ALPHA = "1"
# Decoders that put what the codec's own header leaves open in the place of the container's tags.
_UNTAGGING = frozenset({"prores"})
_COLOUR_TAGS = ("color_primaries", "color_trc", "colorspace")
_UNSPECIFIED = 2
_TINY = 16
"""Pixels each way of a picture that is asked for what is not in its pixels."""


class PictureDecoder(Protocol):
    """What is used of a `VideoCodecContext`: PyAV's stubs leave its packets half unknown."""

    thread_count: int
    skip_frame: str

    @property
    def is_open(self) -> bool: ...
    @property
    def pix_fmt(self) -> str | None: ...
    def decode(self, packet: object, /) -> list[VideoFrame]: ...
    def flush_buffers(self) -> None: ...


def film_stream(container: InputContainer) -> VideoStream | None:
    """The stream of moving pictures; a song's cover picture is none."""
    candidates = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    best = container.streams.best("video")
    return cast("VideoStream", best) if best in candidates else next(iter(candidates), None)


def sound_streams(container: InputContainer) -> list[AudioStream]:
    """The sound streams that there is a decoder for, the one that players take first in front."""
    known = [s for s in container.streams.audio if cast("object", s.codec_context) is not None]
    best = container.streams.best("audio")
    return sorted(known, key=lambda stream: stream is not best)


def picture_decoder(stream: VideoStream) -> PictureDecoder:
    """What decodes the packets of `stream`: its own decoder, unless that would lose the transparency.

    Frames that don't say what their colours are have the container's tags. Frames larger than the limit are refused as
    broken packets are. Ask for it before anything is decoded.
    """
    own = stream.codec_context
    name = _ALPHA_DECODERS.get(own.codec.canonical_name)
    tags = {key.lower(): value for key, value in stream.metadata.items()}
    decoder: Any = own
    if name is not None and tags.get("alpha_mode") == _HAS_ALPHA:
        decoder = CodecContext.create(name, "r")
        decoder.extradata = own.extradata
    if not decoder.is_open:
        decoder.options = decoder_options()
    colours = {tag: value for tag in _COLOUR_TAGS if (value := int(getattr(own, tag))) != _UNSPECIFIED}
    if decoder is own and own.codec.canonical_name not in _UNTAGGING:
        return cast("PictureDecoder", own)
    return cast("PictureDecoder", _TaggingDecoder(decoder, colours))


class _TaggingDecoder:
    """A decoder whose frames have the colour tags of the container where they have none of their own."""

    def __init__(self, decoder: Any, tags: Mapping[str, int]) -> None:
        object.__setattr__(self, "_own", (decoder, tags))

    def decode(self, packet: object) -> list[VideoFrame]:
        decoder, tags = self._own
        frames: list[VideoFrame] = decoder.decode(packet)
        for frame in frames:
            for tag, value in tags.items():
                if int(getattr(frame, tag)) == _UNSPECIFIED:
                    setattr(frame, tag, value)
        return frames

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own[0], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._own[0], name, value)


def frame_orientation(frame: VideoFrame) -> Orientation:
    """How a decoded frame is turned to be looked at.

    A tiny copy is asked, which has the same side data: PyAV's frame and its side data refer to each other, so that
    Python frees a frame that was asked only when it looks for cycles, and its decoder's memory with it.
    """
    try:
        asked = frame.reformat(width=_TINY, height=_TINY)
    except (ValueError, FFmpegError):  # a format that nothing converts
        asked = frame
    try:
        sides = cast("list[object]", list(asked.side_data))  # type: ignore[call-overload]
    except ValueError:  # side data that PyAV has no name for
        return Orientation.UPRIGHT
    for side in sides:
        if getattr(getattr(side, "type", None), "name", "") == "DISPLAYMATRIX":
            return orientation_of(bytes(cast("bytes", side)))
    return Orientation.UPRIGHT
