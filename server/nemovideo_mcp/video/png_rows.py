"""Large PNGs, scaled while they are decoded: a band of rows at a time, so that memory does not grow with the picture.

Pillow decodes a PNG only whole, at four bytes a pixel. Here the stream is inflated in pieces, and each band becomes a
small PNG of its own for Pillow to decode: with the last row of the band before it in front, unfiltered, since the
filters of a row look at the one above. A file that breaks off is read as far as it goes.
Source: PNG (ISO/IEC 15948), chapters 7 and 9.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from nemovideo_mcp.video.pillow import eight_bits

__all__ = ["PngPicture", "can_be_banded", "read_png"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = ">IIBBBBB"
_BAND_BYTES = 8_000_000
_READ_BYTES = 1_000_000
# What is told of the whole picture before its pixels is kept, if it is not longer than this.
_MOST_CHUNK_BYTES = 20_000_000

# For each number of bytes that the filters count as one pixel: a colour type whose 8-bit values are just these bytes,
# and Pillow's mode of it.
_BARE = {1: (0, "L"), 2: (4, "LA"), 3: (2, "RGB"), 4: (6, "RGBA")}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


@dataclass(frozen=True)
class _Header:
    width: int
    height: int
    depth: int
    colour_type: int
    interlaced: bool

    @property
    def row_bytes(self) -> int:
        return (self.width * _CHANNELS[self.colour_type] * self.depth + 7) // 8

    @property
    def pixel_bytes(self) -> int:
        return max(1, _CHANNELS[self.colour_type] * self.depth // 8)


@dataclass(frozen=True)
class PngPicture:
    """The picture, reduced; `rows` of the whole that were there, of `height`."""

    image: Image.Image
    rows: int
    height: int


def can_be_banded(head: bytes) -> bool:
    """Whether the PNG that begins with `head` can be read by `read_png`: not interlaced, no 16-bit colour."""
    header = _header(head)
    return not header.interlaced and header.pixel_bytes in _BARE


def read_png(path: Path, *, factor: int) -> PngPicture:
    """The picture reduced by the whole number `factor` each way, with Pillow's `info` of it.

    Raises ValueError, OSError and SyntaxError (as Pillow does) where nothing can be read.
    """
    with path.open("rb") as file:
        header = _header(file.read(len(_SIGNATURE) + 25))
        file.seek(len(_SIGNATURE) + 25)
        before, pieces = _chunks(file)
        band_rows = max(1, _BAND_BYTES // header.row_bytes // factor) * factor
        whole: Image.Image | None = None
        info: dict[str | tuple[int, int], object] = {}
        above = bytes(header.row_bytes)
        done = 0
        for rows in _bands(_inflated(pieces), header, band_rows):
            bare = _unfiltered(rows, above, header)
            above = bare.crop((0, bare.height - 1, bare.width, bare.height)).tobytes()
            info = info or dict(_picture(above, header, before).info)
            is_bare = header.depth == 8 and header.colour_type != 3 and "transparency" not in info
            band = bare if is_bare else _picture(bare.tobytes(), header, before)
            small = _reducible(band).reduce(factor) if factor > 1 else _reducible(band)
            if whole is None:
                size = -(-header.width // factor), -(-header.height // factor)
                whole = Image.new(small.mode, size)
            whole.paste(small, (0, done // factor))
            done += bare.height
    if whole is None:
        raise ValueError("no row of the picture is there")
    whole.info.update(info)
    return PngPicture(whole, done, header.height)


def _header(head: bytes) -> _Header:
    if not head.startswith(_SIGNATURE) or head[12:16] != b"IHDR":
        raise ValueError("no PNG")
    width, height, depth, colour_type, _, _, interlace = struct.unpack_from(_HEAD, head, 16)
    if not width or not height or colour_type not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise ValueError("the header is broken")
    return _Header(width, height, depth, colour_type, bool(interlace))


def _chunks(file: io.BufferedReader) -> tuple[bytes, Iterator[bytes]]:
    """All chunks before the pixels as they are, and the pixels' data in pieces."""
    before = b""
    while True:
        head = file.read(8)
        if len(head) < 8:
            raise ValueError("the picture has no pixels")
        size, kind = struct.unpack(">I4s", head)
        if kind == b"IDAT":
            return before, _data(file, size)
        if size > _MOST_CHUNK_BYTES:
            raise ValueError("a chunk is too large")
        body = file.read(size + 4)
        # Animations show their first picture here.
        before += b"" if kind in (b"acTL", b"fcTL") else head + body


def _data(file: io.BufferedReader, size: int) -> Iterator[bytes]:
    while True:
        while size:
            piece = file.read(min(size, _READ_BYTES))
            if not piece:
                return
            size -= len(piece)
            yield piece
        file.seek(4, io.SEEK_CUR)
        head = file.read(8)
        if len(head) < 8 or head[4:] != b"IDAT":
            return
        size = int.from_bytes(head[:4])


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not stream.eof:
            try:
                yield stream.decompress(rest, _READ_BYTES)
            except zlib.error:
                return
            rest = stream.unconsumed_tail


def _bands(data: Iterator[bytes], header: _Header, band_rows: int) -> Iterator[bytes]:
    """Whole rows with their filter bytes, `band_rows` at a time, the last time what is there."""
    row, left = header.row_bytes + 1, header.height
    held = bytearray()
    for piece in data:
        held += piece
        while len(held) >= row * band_rows and left >= band_rows:
            yield bytes(held[: row * band_rows])
            del held[: row * band_rows]
            left -= band_rows
        if left <= 0:
            return
    if whole := min(left, len(held) // row):
        yield bytes(held[: row * whole])


def _unfiltered(rows: bytes, above: bytes, header: _Header) -> Image.Image:
    """The bytes of `rows`, without filters, as a picture; `above` are those of the row before them."""
    colour_type, mode = _BARE[header.pixel_bytes]
    count = len(rows) // (header.row_bytes + 1)
    width = header.row_bytes // header.pixel_bytes
    small = _png(width, count + 1, 8, colour_type, b"", b"\0" + above + rows)
    with Image.open(io.BytesIO(small), formats=("PNG",)) as image:
        if image.mode != mode:
            raise ValueError("a band has another mode")
        return image.crop((0, 1, width, count + 1))


def _picture(raw: bytes, header: _Header, before: bytes) -> Image.Image:
    count = len(raw) // header.row_bytes
    values = np.frombuffer(raw, np.uint8).reshape(count, header.row_bytes)
    rows = np.zeros((count, header.row_bytes + 1), np.uint8)
    rows[:, 1:] = values
    small = _png(header.width, count, header.depth, header.colour_type, before, rows.tobytes())
    image = Image.open(io.BytesIO(small), formats=("PNG",))
    image.load()
    return image


def _reducible(image: Image.Image) -> Image.Image:
    """In a mode that can be reduced."""
    image = eight_bits(image)
    if image.mode in ("1", "P"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB" if image.mode == "P" else "L")
    return image.convert("RGBA") if image.has_transparency_data else image


def _png(width: int, height: int, depth: int, colour_type: int, before: bytes, rows: bytes) -> bytes:
    header = struct.pack(_HEAD, width, height, depth, colour_type, 0, 0, 0)
    return b"".join(
        [
            _SIGNATURE,
            _chunk(b"IHDR", header),
            before,
            _chunk(b"IDAT", zlib.compress(rows, 0)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
