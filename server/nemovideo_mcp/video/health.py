"""Whether this machine can do what the renderer needs: a frame and a sound are really encoded and decoded again."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.video.frame import VideoFrame

from nemovideo_mcp.temporary import temporary_folder
from nemovideo_mcp.video.aac import encode_aac
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.plan import EncoderSettings
from nemovideo_mcp.video.typefaces import ROLES, printable, undrawable

__all__ = ["media_versions", "try_aac", "try_font", "try_h264"]

_SIDE = 64
_FRAMES = 3
_SAMPLES = 4096


def media_versions() -> str:
    """PyAV and the FFmpeg in it, as people write them."""
    return f"PyAV {av.__version__}, FFmpeg {av.ffmpeg_version_info}"


def try_h264() -> None:
    """Encode and decode a few pictures as films are. Raises OSError, ValueError or av.FFmpegError if that fails."""
    with temporary_folder() as folder:
        path = folder / "picture.mp4"
        grey = np.full((_SIDE, _SIDE, 3), 128, np.uint8)
        with PictureEncoder(
            path, width=_SIDE, height=_SIDE, frame_rate=Fraction(30), settings=EncoderSettings()
        ) as encoder:
            for number in range(_FRAMES):
                frame = VideoFrame.from_ndarray(grey, format="rgb24").reformat(format="yuv420p")
                encoder.encode(frame, number)
        with av.open(str(path)) as film:
            decoded = sum(1 for _ in film.decode(video=0))
    if decoded != _FRAMES:
        raise ValueError(f"{decoded} of {_FRAMES} pictures came back")


def try_aac() -> None:
    """Encode and decode a short sound as a film's is. Raises OSError, ValueError or av.FFmpegError if that fails."""
    with temporary_folder() as folder:
        path = folder / "sound.m4a"
        encode_aac([np.zeros((2, _SAMPLES), np.float32)], path)
        with av.open(str(path)) as sound:
            decoded = sum(frame.samples for frame in sound.decode(audio=0))
    if decoded < _SAMPLES:
        raise ValueError(f"{decoded} of {_SAMPLES} samples came back")


def try_font(text: str = "NemoVideo 东京之夜") -> None:
    """See whether titles can be drawn in both languages and every font. Raises OSError or ValueError if not."""
    if printable(text) != text or any(undrawable(text + "서울🎬", role) for role in ROLES):
        raise ValueError("the title font lacks letters that it should have")
