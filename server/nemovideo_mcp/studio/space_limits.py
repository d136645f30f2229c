"""How much of a disk is used: the limits of the studio, and what a hosted server takes from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["RESERVE_BYTES", "USER_LIMIT", "SpaceLimits"]

RESERVE_BYTES = 1024**3
"""What is left free on a disk: the system, the database and the user's own programs go on."""

USER_LIMIT = "NEMO_STUDIO_USER_MB"
"""The variable that says how many megabytes of files and films each user of a shared studio may have in it."""

_MB = 1_000_000


@dataclass(frozen=True, kw_only=True)
class SpaceLimits:
    """How much of the disk the studio uses, in bytes. The only limit for what a local user gives is the disk itself.

    `user_bytes` bounds the files and films of one user, None where only the disk does. Films that were delivered go
    after `delivered_s`, and before that where all films are more than `films_bytes`.
    """

    reserve_bytes: int = RESERVE_BYTES
    user_bytes: int | None = None
    work_bytes: int = 4 * 1024**3
    pictures_bytes: int = 256 * 1024**2
    films_bytes: int = 10 * 1024**3
    delivered_s: float = 7 * 24 * 3600.0

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> SpaceLimits:
        """Those of a studio that this environment starts."""
        given = environ.get(USER_LIMIT, "")
        return cls(user_bytes=int(given) * _MB if given.isascii() and given.isdecimal() else None)
