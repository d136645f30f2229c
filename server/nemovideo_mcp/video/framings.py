"""Cuts after which the picture is framed as it was before: jump cuts, where no plan tells of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from nemovideo_mcp.timeline.media import picture_distance
from nemovideo_mcp.video.signature import signature_of
from nemovideo_mcp.video.watch_frames import SmallPicture

__all__ = ["FramingWatch"]

# Most pictures of one take differ by less than this, hardly any two of others.
_SAME_FRAMING = 0.15
# The picture just before and behind a cut is compared, and the one so many frames away: neither may have changed.
_REACHES = (1, 3)


@dataclass
class FramingWatch:
    """Keeps the signature of each frame."""

    _times: list[float] = field(default_factory=list[float])
    _signatures: list[int] = field(default_factory=list[int])

    def push(self, time_ms: float, picture: SmallPicture) -> None:
        """The next frame, shown from `time_ms` on."""
        self._times.append(time_ms)
        self._signatures.append(signature_of(picture))

    def kept(self, cuts_ms: Sequence[float]) -> tuple[float, ...]:
        """The cuts (by the time of the new shot's first frame) across which the framing is the same."""
        return tuple(cut for cut in cuts_ms if self._is_kept(bisect_left(self._times, cut - 0.5)))

    def _is_kept(self, at: int) -> bool:
        last = len(self._signatures) - 1
        return 0 < at <= last and all(
            picture_distance(
                self._signatures[max(0, at - reach)], self._signatures[min(last, at + reach - 1)]
            )
            < _SAME_FRAMING
            for reach in _REACHES
        )
