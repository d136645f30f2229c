"""Faults that can be seen in a finished film: stretches that are black, and stretches in which the picture stands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from nemovideo_mcp.video.watch_frames import SmallPicture

__all__ = ["PictureFaults"]

Stretch = tuple[float, float]

# Nothing in a picture is brighter than this (of 255) where it is black.
_BLACK = 12.0
# A frozen picture that was encoded differs by less than this from how it was when it stopped: in the mean, and where
# it differs the most. Real still scenes have more somewhere.
_FROZEN_MEAN, _FROZEN_MOST = 0.6, 4.0
_LEAST_FROZEN_MS = 1500.0
# Nobody can tell whether a picture of one colour stands.
_PLAIN_SPREAD = 2.0


@dataclass
class PictureFaults:
    """Collects the black and the frozen stretches of a film from its small pictures as they pass.

    A frozen stretch is compared with its own first picture, so that a slow zoom is none.
    """

    black_ms: list[Stretch] = field(default_factory=list[Stretch])
    frozen_ms: list[Stretch] = field(default_factory=list[Stretch])
    _black_since: float | None = None
    _frozen: tuple[float, SmallPicture] | None = None

    def push(self, time_ms: float, picture: SmallPicture) -> None:
        """The next frame, shown from `time_ms` on."""
        is_black = float(picture.luma.max()) < _BLACK
        if is_black and self._black_since is None:
            self._black_since = time_ms
        elif not is_black and self._black_since is not None:
            self.black_ms.append((self._black_since, time_ms))
            self._black_since = None
        if is_black or self._frozen is None or not _is_same(self._frozen[1], picture):
            self._thaw(time_ms)
            self._frozen = None if is_black or _is_plain(picture) else (time_ms, picture)

    def finish(self, end_ms: float) -> None:
        """The film ends at `end_ms`: what lasts until there ends as well."""
        self._thaw(end_ms)
        if self._black_since is not None:
            self.black_ms.append((self._black_since, end_ms))

    def _thaw(self, time_ms: float) -> None:
        if self._frozen is not None and time_ms - self._frozen[0] >= _LEAST_FROZEN_MS:
            self.frozen_ms.append((self._frozen[0], time_ms))
        self._frozen = None


def _is_plain(picture: SmallPicture) -> bool:
    return float(picture.luma.std()) < _PLAIN_SPREAD


def _is_same(before: SmallPicture, picture: SmallPicture) -> bool:
    if before.luma.shape != picture.luma.shape:
        return False
    change = np.abs(picture.luma - before.luma)
    return float(change.mean()) < _FROZEN_MEAN and float(change.max()) < _FROZEN_MOST
