"""Deliveries: which film is put at which place, noted before it is put there, and recognised there afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Delivery", "delivery_of"]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A film that is about to be put at `path`: its length and its SHA-256 tell it from any other file."""

    path: str
    size_bytes: int
    sha256: str

    def is_done(self) -> bool:
        """True if the film stands at its place; the file there is read for it."""
        place = Path(self.path)
        try:
            return place.stat().st_size == self.size_bytes and _digest_of(place) == self.sha256
        except OSError:
            return False


def delivery_of(film: Path, place: Path) -> Delivery:
    """The delivery of the file `film` to `place`. Raises OSError where it cannot be read."""
    return Delivery(path=str(place.absolute()), size_bytes=film.stat().st_size, sha256=_digest_of(film))


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
