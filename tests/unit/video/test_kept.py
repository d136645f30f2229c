"""Files that are kept for later: one that was altered is not taken for what it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nemovideo_mcp.video.kept import is_intact, kept_file


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    with kept_file(tmp_path / "a.bin") as part:
        part.write_bytes(b"0123456789")
    return tmp_path / "a.bin"


def test_a_file_is_intact_as_it_was_kept(kept: Path) -> None:
    assert is_intact(kept)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"01234"),
        lambda path: path.write_bytes(b"0123x56789"),
        lambda path: path.unlink(),
        lambda path: path.with_suffix(".digest").unlink(),
        lambda path: path.with_suffix(".digest").write_bytes(b"\xff"),
    ],
    ids=["emptied", "cut off", "altered", "deleted", "without digest", "with a broken digest"],
)
def test_a_file_that_was_damaged_is_not_intact(kept: Path, damage: Callable[[Path], object]) -> None:
    damage(kept)

    assert not is_intact(kept)


def test_a_file_that_is_made_anew_is_intact_again(kept: Path) -> None:
    kept.write_bytes(b"")
    with kept_file(kept) as part:
        part.write_bytes(b"new")

    assert is_intact(kept)


def test_what_fails_while_it_is_written_leaves_what_was_kept(kept: Path) -> None:
    with pytest.raises(ZeroDivisionError), kept_file(kept):
        raise ZeroDivisionError

    assert is_intact(kept)
    assert kept.read_bytes() == b"0123456789"


def test_a_digest_that_came_before_its_file_counts_for_nothing(tmp_path: Path) -> None:
    with kept_file(tmp_path / "a.bin") as part:
        part.write_bytes(b"0123456789")
    (tmp_path / "a.bin").unlink()

    assert not is_intact(tmp_path / "a.bin")
