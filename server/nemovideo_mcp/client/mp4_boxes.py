"""Tells by the boxes of an MP4 whether all of the file is there, without decoding it."""

from __future__ import annotations

from typing import BinaryIO, Literal

__all__ = ["Wholeness", "wholeness_of"]

Wholeness = Literal["whole", "cut off", "no film"]

_FIRST = (b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide")
_HEADER = 8
_LARGE = 8
_MOST_BOXES = 100_000


def wholeness_of(file: BinaryIO, *, size: int) -> Wholeness:
    """Whether the first `size` bytes of `file` are a whole MP4; reads the boxes' headers only.

    A whole file is a row of boxes, each as long as it says, with the index (`moov`) and the media (`mdat`) among them
    [ISO/IEC 14496-12, 4.2].

    Args:
        file: A file that can be read and sought; its position is not kept.
        size: How many bytes of it there are.
    """
    at = 0
    needed = {b"moov", b"mdat"}
    for _ in range(_MOST_BOXES):
        if at == size:
            return "cut off" if needed else "whole"
        file.seek(at)
        header = file.read(_HEADER)
        length, name = int.from_bytes(header[:4], "big"), header[4:]
        if at == 0 and name not in _FIRST:
            return "no film"
        if len(header) < _HEADER:
            return "cut off"
        needed.discard(name)
        if length == 0:
            # The last box goes on to the end of the file.
            return "cut off" if needed else "whole"
        if length == 1:
            length = int.from_bytes(file.read(_LARGE), "big")
        if length < _HEADER or at + length > size:
            return "cut off"
        at += length
    return "cut off"
