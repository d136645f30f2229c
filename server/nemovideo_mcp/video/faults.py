"""Stretches of a film that are black, and stretches in which the picture stands: faults, unless they were planned."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from nemovideo_mcp.video.watch_frames import SmallPicture

__all__ = ["PictureFaults", "StillStretches"]

Stretch = tuple[float, float]

# Nothing in a picture is brighter than this (of 255) where it is black.
_BLACK = 12.0
# A frozen picture that was encoded differs by less than this from how it was when it stopped: in the mean, and where
# it differs the most. Real still scenes have more somewhere.
_FROZEN_MEAN, _FROZEN_MOST = 0.6, 4.0
_LEAST_FROZEN_MS = 1000.0
# A key frame of a coarse encoding draws the same picture a little differently: what stood this long before and after
# such a step, and changed no more than this, stands on.
_STEP_APART_MS = 200.0
_STEP_MEAN, _STEP_MOST = 4.0, 36.0
# Nobody can tell whether a picture of one colour stands.
_PLAIN_SPREAD = 2.0


@dataclass
class PictureFaults:
    """Collects the black and the frozen stretches of a film from its small pictures as they pass."""

    black_ms: list[Stretch] = field(default_factory=list[Stretch])
    _black_since: float | None = None
    _stills: StillStretches = field(default_factory=lambda: StillStretches())

    def push(self, time_ms: float, picture: SmallPicture) -> None:
        """The next frame, shown from `time_ms` on."""
        is_black = _is_black(picture)
        if is_black and self._black_since is None:
            self._black_since = time_ms
        elif not is_black and self._black_since is not None:
            self.black_ms.append((self._black_since, time_ms))
            self._black_since = None
        self._stills.push(time_ms, picture)

    def finish(self, end_ms: float) -> None:
        """The film ends at `end_ms`: what lasts until there ends as well."""
        self._stills.finish(end_ms)
        if self._black_since is not None:
            self.black_ms.append((self._black_since, end_ms))

    @property
    def frozen_ms(self) -> tuple[Stretch, ...]:
        """The frozen stretches in order."""
        return self._stills.longer_than(_LEAST_FROZEN_MS)


@dataclass
class StillStretches:
    """Collects the stretches of a film in which the picture stands; black and plain ones don't count.

    A stretch is compared with its own first picture, so that a slow zoom is none. `noise` is how much more than an
    encoded picture it may differ (1 is none): a source that stands flickers by what its camera adds.
    """

    noise: float = 1.0
    _since_ms: float = 0.0
    _picture: SmallPicture | None = None
    _runs: list[_Run] = field(default_factory=list["_Run"])

    def push(self, time_ms: float, picture: SmallPicture) -> None:
        """The next frame, shown from `time_ms` on."""
        mean, most = _FROZEN_MEAN * self.noise, _FROZEN_MOST * self.noise
        if self._picture is None or not _differs_little(self._picture, picture, mean=mean, most=most):
            self._end_run(time_ms)
            self._since_ms = time_ms
            self._picture = None if _is_black(picture) or _is_plain(picture) else picture

    def finish(self, end_ms: float) -> None:
        """The film ends at `end_ms`: what lasts until there ends as well."""
        self._end_run(end_ms)
        self._picture = None

    def longer_than(self, least_ms: float) -> tuple[Stretch, ...]:
        """The stretches of `least_ms` or more, in order."""
        return tuple(
            (run.start_ms, run.end_ms) for run in self._runs if run.end_ms - run.start_ms >= least_ms
        )

    def _end_run(self, time_ms: float) -> None:
        if self._picture is None or time_ms - self._since_ms < _STEP_APART_MS:
            return
        run = _Run(self._since_ms, time_ms, self._picture)
        before = self._runs[-1] if self._runs else None
        if (
            before is not None
            and before.end_ms == run.start_ms
            and _differs_little(before.picture, run.picture, mean=_STEP_MEAN, most=_STEP_MOST)
        ):
            self._runs[-1] = replace(before, end_ms=run.end_ms)
        else:
            self._runs.append(run)


@dataclass(frozen=True)
class _Run:
    """A time in which the picture is the same; short ones are left out."""

    start_ms: float
    end_ms: float
    picture: SmallPicture


def _is_black(picture: SmallPicture) -> bool:
    return float(picture.luma.max()) < _BLACK


def _is_plain(picture: SmallPicture) -> bool:
    return float(picture.luma.std()) < _PLAIN_SPREAD


def _differs_little(before: SmallPicture, picture: SmallPicture, *, mean: float, most: float) -> bool:
    """Whether the brightness differs by less than `mean` on average, and by less than `most` anywhere."""
    if before.luma.shape != picture.luma.shape:
        return False
    change = np.abs(picture.luma - before.luma)
    return float(change.mean()) < mean and float(change.max()) < most
