"""Opening a media file safely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar, cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream

from nemovideo_mcp.errors import FileMissing, MediaUnreadable
from nemovideo_mcp.file_types import head_of, type_of_head
from nemovideo_mcp.video.animations import UncompressedFilm, is_animation
from nemovideo_mcp.video.limits import OPENED_PIXELS, decoder_options

__all__ = ["HEADERS_ONLY", "Reason", "open_media", "packets_of", "unreadable"]

HEADERS_ONLY = {"skip_frame": "all", "analyzeduration": "1"}
"""Options to open a file of our own, whose headers say all but the pixels' format: none of its pictures is decoded."""

Reason = dict[str, str]
_Stream = TypeVar("_Stream", bound=AudioStream | VideoStream)

# Playlists, scripts and image sequences are containers to FFmpeg as well; they would make it read other files or
# the network in the name of an upload.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,"
    "mp3,wav,w64,aac,flac,ogg,aiff,caf,mpegts,mpeg,flv,asf,amr,opus"
)
_OPTIONS = {
    "format_whitelist": _FORMATS,
    "protocol_whitelist": "file",
    # FFmpeg decodes a frame to see what there is; what is larger than films may be is told by its size.
    **decoder_options(OPENED_PIXELS),
}
_FRAME_BUFFER = 1 << 20

_EMPTY: Reason = {"en": "the file is empty", "zh": "文件是空的"}
_CUT_OFF: Reason = {
    "en": "the file is cut off, its index (moov) is missing",
    "zh": "文件不完整，缺少索引（moov）",
}
_NO_MEDIA: Reason = {"en": "what is in it is not a film, photo or song", "zh": "其内容不是视频、照片或音乐"}
_NO_ACCESS: Reason = {"en": "it may not be read on this machine", "zh": "没有读取权限"}
_FOLDER: Reason = {"en": "it is a folder", "zh": "它是一个文件夹"}

_DAMAGED: Reason = {"en": "the file is damaged or cut off", "zh": "文件已损坏或不完整"}

_MEDIA_HEADS = (b"\x1a\x45\xdf\xa3", b"RIFF", b"OggS", b"ID3", b"fLaC")
_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")


def unreadable(path: Path, reason: Reason) -> MediaUnreadable:
    """The error that says that `path` cannot be used, and why."""
    return MediaUnreadable(name=path.name, reason=reason)


def open_media(path: Path, *, options: Mapping[str, str] | None = None) -> InputContainer:
    """Open a film or song for decoding; the caller closes it. `options` are further ones of FFmpeg's demuxer.

    Only containers of films and songs are looked into, and only files. Raises FileMissing, MediaUnreadable.
    """
    try:
        if (
            (found := type_of_head(head_of(path))) is not None
            and is_animation(path, found)
            and found.ending != "gif"
        ):
            return av.open(UncompressedFilm(path, found), "r", options=_OPTIONS, buffer_size=_FRAME_BUFFER)
        # With the protocol named, a colon in the path is not taken for one.
        return av.open(f"file:{path}", options={**_OPTIONS, **(options or {})})
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except IsADirectoryError as error:
        raise unreadable(path, _FOLDER) from error
    except PermissionError as error:
        raise unreadable(path, _NO_ACCESS) from error
    except MediaUnreadable:
        raise
    except (FFmpegError, ValueError) as error:
        raise unreadable(path, _reason(path)) from error


def packets_of(container: InputContainer, *streams: _Stream) -> Iterator[Packet[_Stream]]:
    """The packets of `streams` in the order of the file; a torn file ends where it is torn."""
    try:
        yield from cast("Iterator[Packet[_Stream]]", container.demux(streams))
    except FFmpegError:
        return


def _reason(path: Path) -> Reason:
    head = head_of(path)
    if not head:
        return _EMPTY
    found = type_of_head(head)
    if found is not None and found.words is not None:
        return dict(found.words)
    if head.startswith(_MEDIA_HEADS):
        return _DAMAGED
    return _CUT_OFF if head[4:8] in _MP4_BOXES else _NO_MEDIA
