"""Finds faces in pictures, where the optional detector is installed (the extra `faces`)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Area

__all__ = ["FaceFinder", "can_find_faces"]

# Pictures are looked at in this width: a face of a sixteenth of it is the smallest that is found.
_WIDTH, _LEAST_FACE = 320, 20
_STEP, _NEIGHBOURS = 1.2, 4
# Looking from the sides costs twice as much as from the front: where there is no face, this is done every other time.
_PROFILE_EVERY = 2
_FRONTAL, _PROFILE = "haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml"


def can_find_faces() -> bool:
    """Whether the detector is installed."""
    return find_spec("cv2") is not None


class FaceFinder:
    """Finds faces from the front, and where there are none, from either side, in every other look at least.

    The detectors are OpenCV's cascades (Viola and Jones), whose weights come with its package. `make` gives None where
    that is not installed.
    """

    def __init__(self, cv2: Any) -> None:
        self._cv2 = cv2
        self._missed = 0
        folder = Path(cv2.data.haarcascades)
        self._frontal, self._profile = (
            cv2.CascadeClassifier(str(folder / name)) for name in (_FRONTAL, _PROFILE)
        )

    @classmethod
    def make(cls) -> FaceFinder | None:
        """A finder, or None where the detector is not installed or has no weights."""
        if not can_find_faces():
            return None
        cv2: Any = import_module("cv2")
        if not hasattr(cv2, "CascadeClassifier"):
            return None
        cv2.setNumThreads(1)  # there is a worker for every core
        return cls(cv2)

    def find(self, luma: NDArray[np.uint8]) -> Sequence[Area]:
        """The faces in a picture's brightness, as shares of it."""
        height = round(luma.shape[0] * _WIDTH / luma.shape[1])
        if min(luma.shape) < _LEAST_FACE or height < _LEAST_FACE:
            return ()
        size = (_WIDTH, height)
        small = self._cv2.resize(np.ascontiguousarray(luma), size, interpolation=self._cv2.INTER_AREA)
        if found := self._detected(self._frontal, small):
            self._missed = 0
            return found
        self._missed += 1
        if self._missed % _PROFILE_EVERY == 0:
            return ()
        mirrored = np.ascontiguousarray(small[:, ::-1])
        others = (
            (1 - right, top, 1 - left, bottom)
            for left, top, right, bottom in self._detected(self._profile, mirrored)
        )
        return (*self._detected(self._profile, small), *others)

    def _detected(self, detector: Any, small: NDArray[np.uint8]) -> list[Area]:
        height, width = small.shape
        least = (_LEAST_FACE, _LEAST_FACE)
        found = detector.detectMultiScale(small, scaleFactor=_STEP, minNeighbors=_NEIGHBOURS, minSize=least)
        return [
            (float(x) / width, float(y) / height, float(x + wide) / width, float(y + high) / height)
            for x, y, wide, high in found
        ]
