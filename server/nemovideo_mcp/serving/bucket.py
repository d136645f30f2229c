"""How often somebody may ask: a token bucket."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Bucket"]


class Bucket:
    """A token bucket: as many at once as in a minute, and then one each time that another is due."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._left = self._size
        self._seen = clock()

    def take(self) -> float:
        """0 if there was one to take, else the seconds until there is."""
        now = self._clock()
        self._left = min(self._size, self._left + (now - self._seen) * self._per_second)
        self._seen = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._per_second
