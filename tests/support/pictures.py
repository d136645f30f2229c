"""Pictures that Pillow does not write: HEIC of tiles, animated WebP with alpha, PNGs of any size and filter."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

__all__ = ["big_png", "make_heic", "make_webp", "png_chunk"]


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _full(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", version << 24), *parts)


def _tile(picture: np.ndarray[Any, Any]) -> tuple[bytes, bytes]:
    """A header for `hvcC`, and a key frame with lengths before its units."""
    height, width = picture.shape[:2]
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        options = {"x265-params": "log-level=none:keyint=1:range=limited", "crf": "8"}
        stream = film.add_stream("libx265", rate=1, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.codec_tag = "hvc1"
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
            format="yuv420p", dst_colorspace=5, dst_color_range=1
        )
        frame.pts, frame.time_base = 0, Fraction(1)
        film.mux([*stream.encode(frame), *stream.encode(None)])
    out.seek(0)
    with av.open(out) as film:
        stream = film.streams.video[0]
        packet = next(p for p in film.demux(stream) if p.size)
        return bytes(stream.codec_context.extradata or b""), bytes(packet)


def make_heic(
    path: Path,
    picture: np.ndarray[Any, Any],
    *,
    tile: int = 128,
    properties: Sequence[tuple[bytes, bytes]] = (),
    cut_bytes: int = 0,
) -> Path:
    """Write `picture` as a HEIC of `tile`-sized HEVC tiles; `properties` of the whole are boxes such as `irot`.

    The last row and column of tiles reach over the edge, as those of cameras do.
    """
    height, width = picture.shape[:2]
    rows, columns = -(-height // tile), -(-width // tile)
    padded = np.pad(picture, ((0, rows * tile - height), (0, columns * tile - width), (0, 0)), "edge")
    tiles = [
        _tile(np.ascontiguousarray(padded[r * tile : (r + 1) * tile, c * tile : (c + 1) * tile]))
        for r in range(rows)
        for c in range(columns)
    ]
    count = len(tiles)
    whole = count + 1
    grid = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, width, height)
    boxes = [
        _box(b"hvcC", tiles[0][0]),
        _full(b"ispe", struct.pack(">II", tile, tile)),
        _full(b"ispe", struct.pack(">II", width, height)),
        *(_box(kind, body) for kind, body in properties),
    ]
    links = b"".join(struct.pack(">HBBB", n + 1, 2, 0x81, 2) for n in range(count))
    own = bytes([3, *range(4, 4 + len(properties))])
    links += struct.pack(">HB", whole, len(own)) + own
    infos = b"".join(
        _full(b"infe", struct.pack(">HH4sx", n + 1, 0, b"hvc1"), version=2) for n in range(count)
    )
    infos += _full(b"infe", struct.pack(">HH4sx", whole, 0, b"grid"), version=2)
    references = _full(
        b"iref", _box(b"dimg", struct.pack(f">HH{count}H", whole, count, *range(1, count + 1)))
    )

    def meta(first: int) -> bytes:
        places, at = b"", first
        for n, (_, data) in enumerate(tiles):
            places += struct.pack(">HHHHII", n + 1, 0, 0, 1, at, len(data))
            at += len(data)
        places += struct.pack(">HHHHII", whole, 1, 0, 1, 0, len(grid))
        return _full(
            b"meta",
            _full(b"hdlr", struct.pack(">I4s13x", 0, b"pict")),
            _full(b"pitm", struct.pack(">H", whole)),
            _full(b"iloc", struct.pack(">BBH", 0x44, 0, whole), places, version=1),
            _full(b"iinf", struct.pack(">H", whole), infos),
            references,
            _box(b"iprp", _box(b"ipco", *boxes), _full(b"ipma", struct.pack(">I", whole), links)),
            _box(b"idat", grid),
        )

    top = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    start = len(top) + len(meta(0)) + 8
    data = top + meta(start) + _box(b"mdat", *(data for _, data in tiles))
    path.write_bytes(data[: len(data) - cut_bytes])
    return path


def make_webp(path: Path, frames: Sequence[Image.Image], *, frame_ms: int) -> Path:
    """Write an animated WebP that keeps the alpha of its frames, which Pillow's own writer does not."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)

    def three(value: int) -> bytes:
        return value.to_bytes(3, "little")

    size = three(frames[0].width - 1) + three(frames[0].height - 1)
    body = chunk(b"VP8X", b"\x12\0\0\0" + size) + chunk(b"ANIM", bytes(6))
    for frame in frames:
        out = io.BytesIO()
        frame.save(out, "WEBP", lossless=True, exact=True)
        pixels = out.getvalue()[out.getvalue().index(b"VP8L") :]
        length = 8 + int.from_bytes(pixels[4:8], "little")
        body += chunk(b"ANMF", bytes(6) + size + three(frame_ms) + b"\x02" + pixels[: length + (length & 1)])
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body)
    return path


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def big_png(path: Path, width: int, height: int, *, interlaced: bool = False, pixels: bool = True) -> Path:
    """Write a PNG of one colour of any size, a row at a time; without `pixels` just what claims to be one."""
    packing = zlib.compressobj(1)
    data = [packing.compress(b"\0" + b"\xc8\x1e\x1e" * width) for _ in range(height if pixels else 1)]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, int(interlaced))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", b"".join([*data, packing.flush()]))
        + png_chunk(b"IEND", b"")
    )
    return path
