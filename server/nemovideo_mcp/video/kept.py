"""Files that later exports reuse, each with a digest beside it, so that one that was altered is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from nemovideo_mcp.video.files import whole_file

__all__ = ["is_intact", "kept_file"]


@contextmanager
def kept_file(path: Path) -> Generator[Path]:
    """As `whole_file`; when the file has its name, its digest is written beside it.

    Raises what `whole_file` raises.
    """
    digest_path = _digest_path(path)
    # A digest of what stood here before must not outlive it.
    digest_path.unlink(missing_ok=True)
    with whole_file(path) as temporary:
        yield temporary
    with whole_file(digest_path) as temporary:
        temporary.write_text(_digest(path), encoding="ascii")


def is_intact(path: Path) -> bool:
    """Whether the file is there with the content that it was kept with; False without a digest."""
    try:
        return _digest_path(path).read_text(encoding="ascii").strip() == _digest(path)
    except (OSError, UnicodeDecodeError):
        return False


def _digest_path(path: Path) -> Path:
    return path.with_suffix(".digest")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()
