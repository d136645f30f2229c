"""How loud films are made, and the gain that brings each source to it, for mixing as for other editors' files."""

from __future__ import annotations

__all__ = ["MAX_BOOST_DB", "TARGET_LUFS", "levelling_db"]

TARGET_LUFS = -14.0
"""The loudness of finished films; `timeline.platforms` says why."""

MAX_BOOST_DB = 20.0
"""No source is made louder by more than this: what is quieter is mostly noise."""


def levelling_db(loudness_lufs: float | None) -> float:
    """The gain that brings a source of this loudness to the films' loudness, in dB; 0 where it is not known."""
    return 0.0 if loudness_lufs is None else min(TARGET_LUFS - loudness_lufs, MAX_BOOST_DB)
