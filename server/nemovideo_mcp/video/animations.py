"""PNGs and WebPs that move, as films: FFmpeg reads none of these, or not whole, and Pillow reads both with their alpha.

Such a file is shown to FFmpeg as a QuickTime film of uncompressed frames. Each frame is decoded when it is read, so
that no more than one is held, however many there are. GIFs are left to FFmpeg.
Sources: PNG (W3C, third edition) for `acTL` and `fcTL`, WebP container specification for `ANMF`, QuickTime File Format.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from nemovideo_mcp.errors import FileMissing
from nemovideo_mcp.file_types import FileType
from nemovideo_mcp.video.limits import ANIMATION_PIXELS, check_picture_size
from nemovideo_mcp.video.pillow import BROKEN, open_picture

__all__ = ["UncompressedFilm", "is_animation"]

_HAS_ANIMATION = 0x02
# Browsers show for a tenth of a second what claims to be shown for no time.
_LEAST_MS, _USUAL_MS = 11, 100
_TIMESCALE = 1000
# FFmpeg's names of uncompressed pixels in a QuickTime film: RGBA, RGB.
_ALPHA, _PLAIN = (b"RGBA", 32, 4, "RGBA"), (b"raw ", 24, 3, "RGB")


@dataclass(frozen=True)
class _Timing:
    """How long each frame is shown, in ms, and the number that Pillow gives the first one."""

    durations_ms: tuple[int, ...]
    first: int = 0


def is_animation(path: Path, found: FileType) -> bool:
    """Whether the picture `path`, of the type `found`, has more than one frame. Raises FileMissing."""
    try:
        if found.ending == "gif":
            with open_picture(path, formats=("GIF",)) as image:
                return getattr(image, "is_animated", False)
        timing = _timing(path, found.ending)
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except BROKEN:
        return False
    return timing is not None and len(timing.durations_ms) > 1


class UncompressedFilm(io.RawIOBase):
    """The animation at `path` as a QuickTime film that can be read and sought.

    Raises OSError, ValueError and MediaUnreadable when made.
    """

    def __init__(self, path: Path, found: FileType) -> None:
        super().__init__()
        timing = _timing(path, found.ending)
        if timing is None or not timing.durations_ms:
            raise ValueError("no animation")
        self._image = open_picture(path, formats=(found.ending.upper(),))
        check_picture_size(path, self._image.size, most_pixels=ANIMATION_PIXELS)
        tag, depth, pixel_bytes, self._mode = _ALPHA if self._image.has_transparency_data else _PLAIN
        self._first = timing.first
        self._frame_bytes = self._image.width * self._image.height * pixel_bytes
        self._head = _head(timing.durations_ms, self._image.size, tag, depth, self._frame_bytes)
        self._end = len(self._head) + self._frame_bytes * len(timing.durations_ms)
        self._at = 0
        self._number, self._frame = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence])
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        if self._at >= self._end:
            return b""
        if self._at < len(self._head):
            data = self._head[self._at :]
        else:
            number, within = divmod(self._at - len(self._head), self._frame_bytes)
            data = memoryview(self._pixels(number))[within:]
        found = bytes(data if size < 0 else data[:size])
        self._at += len(found)
        return found

    def close(self) -> None:
        if not self.closed:
            self._image.close()
        super().close()

    def _pixels(self, number: int) -> bytes:
        """The frame; one that is broken is the one before it."""
        if number != self._number:
            try:
                self._image.seek(self._first + number)
                self._frame = self._image.convert(self._mode).tobytes()
            except BROKEN:
                self._frame = self._frame or bytes(self._frame_bytes)
            self._number = number
        return self._frame


def _timing(path: Path, ending: str) -> _Timing | None:
    with path.open("rb") as file:
        read = {"png": _png_timing, "webp": _webp_timing}.get(ending)
        return read(file) if read else None


def _png_timing(file: io.BufferedReader) -> _Timing | None:
    file.seek(8)
    durations: list[int] = []
    frames, seen_pixels, first = 0, False, 0
    while len(head := file.read(8)) == 8:
        size, kind = struct.unpack(">I4s", head)
        if kind == b"acTL":
            (frames,) = struct.unpack(">I", file.read(8)[:4])
        elif kind == b"fcTL":
            first = 1 if seen_pixels and not durations else first
            num, den = struct.unpack_from(">HH", file.read(26), 20)
            durations.append(_shown_ms(round(1000 * num / (den or 100))))
        elif kind == b"IDAT":
            if not frames:
                return None
            seen_pixels = True
        file.seek(size + 4 - {b"acTL": 8, b"fcTL": 26}.get(kind, 0), io.SEEK_CUR)
    return _Timing(tuple(durations[:frames]), first)


def _webp_timing(file: io.BufferedReader) -> _Timing | None:
    head = file.read(30)
    if head[12:16] != b"VP8X" or not head[20] & _HAS_ANIMATION:
        return None
    file.seek(12)
    durations: list[int] = []
    while len(head := file.read(8)) == 8:
        kind, size = struct.unpack("<4sI", head)
        taken = 0
        if kind == b"ANMF":
            said = file.read(16)
            taken = len(said)
            durations.append(_shown_ms(int.from_bytes(said[12:15], "little")))
        file.seek(size + (size & 1) - taken, io.SEEK_CUR)
    return _Timing(tuple(durations))


def _shown_ms(duration_ms: int) -> int:
    return duration_ms if duration_ms >= _LEAST_MS else _USUAL_MS


# --- the film ------------------------------------------------------------------------------------------------------

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def _head(
    durations_ms: tuple[int, ...], size: tuple[int, int], tag: bytes, depth: int, frame_bytes: int
) -> bytes:
    """All that stands before the first frame."""
    top = _box(b"ftyp", b"qt  \0\0\0\0qt  ")
    # The place of the frames hangs on the length of what says it, which is the same for any place.
    length = len(top) + len(_movie(durations_ms, size, tag, depth, frame_bytes, 0)) + 16
    media = struct.pack(">I4sQ", 1, b"mdat", 16 + frame_bytes * len(durations_ms))
    return top + _movie(durations_ms, size, tag, depth, frame_bytes, length) + media


def _movie(
    durations_ms: tuple[int, ...], size: tuple[int, int], tag: bytes, depth: int, frame_bytes: int, place: int
) -> bytes:
    whole, count = sum(durations_ms), len(durations_ms)
    width, height = size
    entry = _box(
        tag,
        struct.pack(">6xH16xHHIII H32shh", 1, width, height, 72 << 16, 72 << 16, 0, 1, b"", depth, -1),
    )
    runs = [(len(list(group)), duration) for duration, group in groupby(durations_ms)]
    table = _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1) + entry),
        _full(b"stts", struct.pack(">I", len(runs)), *(struct.pack(">II", *run) for run in runs)),
        _full(b"stsc", struct.pack(">IIII", 1, 1, count, 1)),
        _full(b"stsz", struct.pack(">II", frame_bytes, count)),
        _full(b"co64", struct.pack(">IQ", 1, place)),
    )
    data = _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", b"", flags=1)))
    media = _box(
        b"mdia",
        _full(b"mdhd", struct.pack(">IIIIHH", 0, 0, _TIMESCALE, whole, 0x55C4, 0)),
        _full(b"hdlr", b"mhlrvide" + bytes(13)),
        _box(b"minf", _full(b"vmhd", bytes(8), flags=1), data, table),
    )
    track = _full(
        b"tkhd",
        struct.pack(">IIIII8xHHHH", 0, 0, 1, 0, whole, 0, 0, 0, 0),
        _MATRIX,
        struct.pack(">II", width << 16, height << 16),
        flags=3,
    )
    movie = _full(
        b"mvhd",
        struct.pack(">IIIIIH10x", 0, 0, _TIMESCALE, whole, 0x10000, 0x100),
        _MATRIX,
        bytes(24),
        struct.pack(">I", 2),
    )
    return _box(b"moov", movie, _box(b"trak", track, media))


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)
