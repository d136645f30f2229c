"""JPEGs that break off, as cards and transfers leave them: read as viewers do, and how much of them is really there."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

__all__ = ["PaddedJpeg", "share_there"]

_END = b"\xff\xd9"
_START_OF_SCAN = b"\xff\xda"
# Codes, and never a marker, even behind a last byte of 0xFF.
_NOISE = b"\0" + bytes(range(1, 252)) * 40
_MOST_PADDING = 8


class PaddedJpeg(io.BufferedReader):
    """A JPEG file that never breaks off: behind its end there is a marker of the end, as libjpeg itself puts one there.

    Pillow would take the same from its own switch, which is one for the whole process. `was_short` tells whether more
    was read than there is. `noise` puts other data in front of the marker.
    """

    def __init__(self, path: Path, *, noise: bool = False) -> None:
        super().__init__(io.FileIO(path))
        self._padding = [*([_NOISE] if noise else []), *([_END] * _MOST_PADDING)]
        self.was_short = False

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data and size != 0 and self._padding:
            self.was_short = True
            return self._padding.pop(0)
        return data


def share_there(path: Path, image: Image.Image) -> float:
    """How much of a JPEG that was read short is there, from 0 to 1; `image` is what was decoded of it.

    What is there does not hang on what stands behind the end: the rows that come out differently with other data there
    are missing. A progressive JPEG is there as a whole, if coarsely, once its first scan is.
    """
    if path.read_bytes().count(_START_OF_SCAN) > 1:
        return 1.0
    with PaddedJpeg(path, noise=True) as padded, Image.open(padded, formats=("JPEG",)) as other:
        other.draft(None, image.size)
        other.load()
        if other.size != image.size:
            return 0.0
        differs = np.asarray(other) != np.asarray(image)
    rows = differs.reshape(image.height, -1).any(axis=1)
    return float(rows.argmax() / image.height) if rows.any() else 1.0
