"""Audio fingerprints: at a few places of the sound, one bit a sample for whether it rises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["FINGERPRINT_RATE", "AudioFingerprint", "FingerprintWindow", "SoundLag", "agreeing"]

FINGERPRINT_RATE = 2000
"""Samples a second of the sound that a fingerprint is taken of: a place in it is known to half a millisecond and less.
"""

# Places next to each other in a film whose sound was not cut are equally late, drift and all.
_ALIKE_MS = 15.0


@dataclass(frozen=True)
class FingerprintWindow:
    """Whether the sound rises, one bit a sample from `start` on (at `FINGERPRINT_RATE`, on the film's clock)."""

    start: int
    signs: bytes


@dataclass(frozen=True, kw_only=True)
class AudioFingerprint:
    """A few windows spread over a film. `of_music` says that they are of its music alone, else of all its sound."""

    of_music: bool
    windows: tuple[FingerprintWindow, ...]


@dataclass(frozen=True, kw_only=True)
class SoundLag:
    """The sound that belongs to `time_ms` was heard `lag_ms` later; `score` (to 1) says how like it is."""

    time_ms: float
    lag_ms: float
    score: float


def agreeing(lags: Sequence[SoundLag], *, of: int) -> tuple[SoundLag, ...]:
    """Those that a neighbour bears out, all in order of time; none where they are less than half of `of`.

    A lag that no neighbour shares is a chance likeness. A film that was cut apart has several, each shared.
    """
    kept = tuple(
        lag
        for n, lag in enumerate(lags)
        if of == 1
        or any(
            abs(lag.lag_ms - other.lag_ms) <= _ALIKE_MS
            for other in (*lags[max(0, n - 1) : n], *lags[n + 1 : n + 2])
        )
    )
    return kept if 2 * len(kept) >= of else ()
