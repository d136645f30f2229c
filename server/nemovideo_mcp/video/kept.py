"""Files that later exports reuse, each with a digest beside it, so that one that was altered is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from nemovideo_mcp.video.files import whole_file

__all__ = ["is_intact", "kept_digest", "kept_file"]


@contextmanager
def kept_file(path: Path) -> Generator[Path]:
    """As `whole_file`; before the file has its name, its digest stands beside it.

    Raises what `whole_file` raises.
    """
    with whole_file(path) as temporary:
        yield temporary
        # In this order a kill never leaves a whole file that counts for nothing.
        with whole_file(_digest_path(path)) as digest:
            digest.write_text(_digest(temporary), encoding="ascii")


def is_intact(path: Path) -> bool:
    """Whether the file is there with the content that it was kept with; False without a digest."""
    try:
        return kept_digest(path) == _digest(path)
    except OSError:
        return False


def kept_digest(path: Path) -> str | None:
    """The digest of the content that the file was kept with, in hexadecimal; None where there is none."""
    try:
        return _digest_path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _digest_path(path: Path) -> Path:
    return path.with_suffix(".digest")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()
