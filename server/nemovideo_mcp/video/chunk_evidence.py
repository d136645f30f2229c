"""What a player sees of a rendered chunk: decoded and made small where it was rendered, and kept beside it.

The chunk's finished file is decoded, not the frames that went into the encoder, so that a fault of the encoder is seen.
A film that has the very packets of its chunks shows these pictures: every chunk begins with a picture at which a
decoder starts anew (IDR, ITU-R H.264 8.2.1), and refers to nothing outside of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.video.evidence_file import read_measured, write_measured
from nemovideo_mcp.video.kept import kept_digest
from nemovideo_mcp.video.opening import HEADERS_ONLY, open_media, packets_of
from nemovideo_mcp.video.packet_prints import PicturePrint, picture_form, picture_headers
from nemovideo_mcp.video.streams import film_stream, picture_decoder
from nemovideo_mcp.video.watch_frames import Cells, SmallPicture, cells_of

__all__ = ["ChunkEvidence", "keep_chunk_evidence", "read_chunk_evidence"]

Numbers = NDArray[np.uint16]

_VERSION = 1
"""Raise it when the same pictures come to be made small, or the same packets come to be printed, in another way."""

# Pictures that are compressed, and later unpacked, together.
_BLOCK = 64


@dataclass(frozen=True, kw_only=True)
class ChunkEvidence:
    """Of a chunk: the rate, number, print, form and headers of its packets (`packet_prints`), and its small pictures.

    `frames` is how many pictures came out of the decoder, and `broken_packets` how many packets it refused.
    """

    frame_rate: Fraction
    packets: int
    print: str
    form: Sequence[str]
    headers: Sequence[str]
    frames: int
    broken_packets: int
    _shape: tuple[int, int]
    _chroma_shape: tuple[int, int, int]
    _is_full: bool
    _blocks: Sequence[int]
    _data: bytes

    def pictures(self) -> Iterator[SmallPicture]:
        """The pictures in the order of showing; a few seconds of them are held at a time."""
        cells = prod(self._shape)
        first, left = 0, self.frames
        for size in self._blocks:
            for row in _unpacked(self._data[first : first + size], min(left, _BLOCK)):
                luma, chroma = row[:cells].reshape(self._shape), row[cells:].reshape(self._chroma_shape)
                yield Cells(luma, chroma, self._is_full).picture()
            first, left = first + size, left - _BLOCK


def keep_chunk_evidence(chunk: Path, *, cancelled: Callable[[], bool] | None = None) -> None:
    """Decode and measure the kept file `chunk`, unless what was measured of this very file is there.

    It is kept under the chunk's name with the ending `.seen`, about 120 kB for a second of 30 frames. `cancelled` is
    asked before each packet. Raises MediaUnreadable, RenderCancelled, DiskFull, OutputNotWritable.
    """
    digest = kept_digest(chunk)
    if digest is None or read_measured(_place(chunk), version=_VERSION, of=digest) is not None:
        return
    cells = _CellsKept()
    with open_media(chunk, options=HEADERS_ONLY) as container:
        stream: Any = film_stream(container)
        if stream is None or not stream.average_rate:
            return
        decoder = picture_decoder(stream)
        decoder.thread_count = 1  # there is a worker for every core
        rate = Fraction(stream.average_rate)
        prints = PicturePrint(1 / rate)
        broken = 0
        for packet in packets_of(container, stream):
            if cancelled is not None and cancelled():
                raise RenderCancelled
            if packet.size:
                prints.add(packet)
            try:
                for frame in decoder.decode(packet):
                    cells.add(cells_of(frame))
            except FFmpegError:
                broken += 1
        form, headers = picture_form(stream), picture_headers(stream)
    values = {
        "frame_rate": str(rate),
        "packets": prints.packets,
        "print": prints.digest(),
        "form": form,
        "headers": headers,
        "broken_packets": broken,
        **cells.values(),
    }
    write_measured(_place(chunk), values, cells.data(), version=_VERSION, of=digest)


def read_chunk_evidence(chunk: Path) -> ChunkEvidence | None:
    """What was measured of the kept file `chunk`; None where that is not there, or of another file or version."""
    found = read_measured(_place(chunk), version=_VERSION, of=kept_digest(chunk))
    if found is None:
        return None
    values, data = found
    return ChunkEvidence(
        frame_rate=Fraction(values["frame_rate"]),
        packets=values["packets"],
        print=values["print"],
        form=values["form"],
        headers=values["headers"],
        frames=values["frames"],
        broken_packets=values["broken_packets"],
        _shape=tuple(values["shape"]),
        _chroma_shape=tuple(values["chroma_shape"]),
        _is_full=values["is_full"],
        _blocks=values["blocks"],
        _data=data,
    )


def _place(chunk: Path) -> Path:
    return chunk.with_suffix(".seen")


class _CellsKept:
    """Packs the cells of one chunk; all of its pictures have the same size."""

    def __init__(self) -> None:
        self.frames = 0
        self._first: Cells | None = None
        self._waiting: list[Numbers] = []
        self._blocks: list[bytes] = []

    def add(self, cells: Cells) -> None:
        self._first = self._first or cells
        self.frames += 1
        self._waiting.append(np.concatenate([cells.luma.ravel(), cells.chroma.ravel()]))
        if len(self._waiting) == _BLOCK:
            self._pack()

    def values(self) -> dict[str, Any]:
        self._pack()
        first = self._first
        return {
            "frames": self.frames,
            "shape": [] if first is None else first.luma.shape,
            "chroma_shape": [] if first is None else first.chroma.shape,
            "is_full": first is not None and first.is_full,
            "blocks": [len(block) for block in self._blocks],
        }

    def data(self) -> bytes:
        return b"".join(self._blocks)

    def _pack(self) -> None:
        if self._waiting:
            self._blocks.append(_packed(np.stack(self._waiting)))
            self._waiting = []


def _packed(rows: Numbers) -> bytes:
    """Each row as its differences from the one before, small ones near zero whatever their sign, low bytes first."""
    change = np.diff(rows.astype(np.int32), axis=0, prepend=np.zeros((1, rows.shape[1]), np.int32))
    folded = ((change << 1) ^ (change >> 31)).astype("<u2")
    planes = folded.view(np.uint8).reshape(-1, 2)
    return zlib.compress(planes.T.tobytes(), 1)


def _unpacked(data: bytes, count: int) -> Numbers:
    low, high = np.frombuffer(zlib.decompress(data), np.uint8).reshape(2, count, -1)
    folded = high.astype(np.uint16)
    folded <<= 8
    folded |= low
    change = (folded >> 1) ^ -(folded & 1)
    # Modulo 2 to the 16 throughout: what is reached lies below it.
    return np.add.accumulate(change, axis=0, dtype=np.uint16)
