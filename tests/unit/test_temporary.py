"""Temporary folders vanish with their block, or with the next start after a kill; those of the living stay."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from nemovideo_mcp.temporary import ALIVE, clear_left, temporary_folder

LATER = 120.0
ANOTHER_DAY = 25 * 3600.0

HOLD = """
import pathlib, sys
from nemovideo_mcp.temporary import temporary_folder
with temporary_folder(pathlib.Path(sys.argv[1])) as folder:
    (folder / "film.part").write_bytes(b"half a film")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """A process that has a temporary folder in `tmp_path`, as it says in its first line."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def folder_of(holder: subprocess.Popen[str]) -> Path:
    assert holder.stdout is not None
    with holder.stdout:
        return Path(holder.stdout.readline().strip())


def ended(holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    holder.stdin.close()
    assert holder.wait(60) == 0


def test_a_folder_vanishes_with_its_block(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as folder:
        (folder / "film.part").write_bytes(b"x")
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    folder = folder_of(holder)
    holder.kill()
    holder.wait(60)
    assert holder.stdin is not None
    holder.stdin.close()
    assert (folder / "film.part").is_file()

    clear_left([tmp_path])
    assert folder.exists(), "it is too young to tell"
    clear_left([tmp_path], now=time.time() + LATER)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_living_process_stays_however_old_it_is(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    folder = folder_of(holder)
    clear_left([tmp_path], now=time.time() + ANOTHER_DAY)
    assert (folder / "film.part").read_bytes() == b"half a film"
    ended(holder)
    assert list(tmp_path.iterdir()) == []


def test_what_others_have_called_alike_stays(tmp_path: Path) -> None:
    for name in ("nemovideo-projects", "nemovideo-films123", ".nemovideo-backup01"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.mp4").write_bytes(b"mine")
    (tmp_path / "nemovideo-a1b2c3d4").write_bytes(b"a file")
    (tmp_path / ".film-0a1b2c3d.part").write_bytes(b"young")
    before = sorted(tmp_path.rglob("*"))

    clear_left([tmp_path], now=time.time() + LATER)
    (tmp_path / ".film-0a1b2c3d.part").unlink()
    clear_left([tmp_path], now=time.time() + ANOTHER_DAY)

    assert sorted({*tmp_path.rglob("*"), tmp_path / ".film-0a1b2c3d.part"}) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_to_somebody_elses_folder_is_not_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / ALIVE).touch()
    here = tmp_path / "here"
    here.mkdir()
    (here / ".nemovideo-a1b2c3d4").symlink_to(theirs)
    clear_left([here], now=time.time() + ANOTHER_DAY)
    assert (theirs / ALIVE).exists()


def test_half_a_film_of_an_earlier_version_goes_after_a_day(tmp_path: Path) -> None:
    left = tmp_path / ".trip to the sea-0a1b2c3d.part"
    left.write_bytes(b"half")
    clear_left([tmp_path], now=time.time() + LATER)
    assert left.exists()
    clear_left([tmp_path], now=time.time() + ANOTHER_DAY)
    assert not left.exists()


def test_an_empty_folder_whose_lock_was_never_made_goes_after_a_day(tmp_path: Path) -> None:
    (tmp_path / ".nemovideo-a1b2c3d4").mkdir()
    clear_left([tmp_path], now=time.time() + LATER)
    assert len(list(tmp_path.iterdir())) == 1
    clear_left([tmp_path], now=time.time() + ANOTHER_DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    clear_left([tmp_path / "nowhere"])


def test_what_was_put_into_a_folder_since_it_was_found_empty_stays_and_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".nemovideo-a1b2c3d4"
    folder.mkdir()

    def found_empty(*_: object, **__: object) -> dict[Path, int]:
        (folder / "mine.mp4").write_bytes(b"mine")
        return {folder: 4096}

    monkeypatch.setattr("nemovideo_mcp.temporary.left_in", found_empty)
    assert clear_left([tmp_path]) == 0
    assert (folder / "mine.mp4").read_bytes() == b"mine"


def test_what_cannot_be_removed_stays_and_does_not_keep_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, other = tmp_path / ".film-0a1b2c3d.part", tmp_path / ".film-0a1b2c3e.part"
    for part in (held, other):
        part.write_bytes(b"half")
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == held:
            raise PermissionError(13, "in use")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert clear_left([tmp_path], now=time.time() + ANOTHER_DAY) == 4
    assert held.exists()
    assert not other.exists()
