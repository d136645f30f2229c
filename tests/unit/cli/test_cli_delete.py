"""`nemovideo delete` and `nemovideo clean`: they say what goes, ask, and do just that."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nemovideo_mcp.cli.report import Reporter
from nemovideo_mcp.export.cache import job_folder, keep
from nemovideo_mcp.temporary import ALIVE

Run = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    """A person at a terminal, who types what it was made with."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(run: Run) -> Run:
    """The same, whose one project is `trip`."""
    made = run("make", "city.mp4", "-m", "join the clips, no music", "--project", "trip", "-o", "t.mp4")
    assert made[0] == 0, made
    return run


def media(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "studio" / "media").rglob("*") if path.is_file()]


def test_without_a_person_or_yes_nothing_is_deleted(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    code, out, err = run("delete", "trip")
    assert code == 2
    assert out.startswith("Deleting trip takes away the studio's copy of city.mp4, the timeline, a film")
    assert "The originals, and films that were saved elsewhere, stay where they are." in out
    assert "--yes" in err
    assert len(media(tmp_path)) == 1


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "maybe\n"])
def test_anything_but_yes_is_no(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    code, out, _ = run("delete", "trip")
    assert (code, out.splitlines()[-1]) == (1, "Delete it? [y/N] Nothing was deleted.")
    assert len(media(tmp_path)) == 1


def test_a_project_is_deleted_when_the_answer_is_yes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    code, out, _ = run("delete", "trip")
    assert code == 0
    assert out.endswith("MB are free again.\n")
    assert media(tmp_path) == []
    assert Path("city.mp4").is_file()
    assert Path("t.mp4").is_file()
    code, _, err = run("delete", "trip", "--yes")
    assert code == 2
    assert "trip" in err


def test_what_would_go_is_json_too_and_stays_without_yes(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("delete", "trip", "--json")
    would = json.loads(out)
    assert (code, would["deleted"], would["versions"]) == (0, False, 1)
    assert len(media(tmp_path)) == 1
    code, out, _ = run("delete", "trip", "--json", "--yes")
    assert (code, json.loads(out)["deleted"]) == (0, True)
    assert media(tmp_path) == []


def test_clean_says_what_lies_there_and_gives_back_what_can_be_made_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "studio" / "work"
    for name, mb in (("chunk.mp4", 3), ("song.f32", 2), ("used.mp4", 4), ("pictures/board.png", 1)):
        (work / name).write_bytes(b"x" * mb * 1_000_000)
    left = tmp_path / "tmp" / "nemovideo-abcd1234"
    left.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(left.parent))
    for name, size in ((ALIVE, 0), ("film.part", 1_000_000)):
        (left / name).write_bytes(b"x" * size)
        os.utime(left / name, (1e9, 1e9))
    with job_folder(work) as job:
        keep(job, ["used"])
        for words in (("--dry-run",), ("--json",), ("--json", "--dry-run", "--yes")):
            code, out, _ = run("clean", *words)
            assert code == 0
        assert {one["kind"]: one["bytes"] for one in json.loads(out)["kept"] if one["can_go"]} == {
            "chunks": 3_000_000,
            "sound": 2_000_000,
            "pictures": 1_000_000,
            "films_saved": pytest.approx(30_000, abs=30_000),
            "left": 1_000_000,
        }
        monkeypatch.setattr("sys.stdin", Terminal("n\n"))
        code, out, _ = run("clean")
        assert code == 1
        assert "of the disk are free, and 1074 MB stay so" in out
        goes, _, stays = out.partition("Stays, as you made it")
        for row in (
            " 3.0 MB  rendered parts of films (1): rendered again at the next export",
            " 2.0 MB  composed music and mixes (1): composed and mixed again",
            " 1.0 MB  boards, thumbnails and waveforms (1): drawn again",
            " 1.0 MB  left by programs that were killed (1): nothing",
            "films in the studio that were saved elsewhere (1)",
        ):
            assert row in goes
        for row in (
            " 4.0 MB  work files of exports that go on",
            "sources that you gave (1): `nemovideo delete PROJECT`",
            "projects and their versions",
        ):
            assert row in stays
        assert "7.0 MB can go" in out
        assert (work / "chunk.mp4").exists()
        code, out, _ = run("clean", "--yes", "--language", "zh")
    assert code == 0
    assert "3.0 MB  已渲染的影片片段（1）：下次导出时重新渲染" in out
    assert "已释放 7.0 MB" in out
    assert [path.name for path in work.iterdir() if path.is_file()] == ["used.mp4"]
    assert not left.exists()
    assert len(media(tmp_path)) == 1
    (work / "used.mp4").unlink()
    code, out, _ = run("clean", "--json")
    assert (code, json.loads(out)["freed"], json.loads(out)["can_go"]) == (0, 0, 0)
    assert "0.0 MB can go" in run("clean")[1]


def test_the_log_of_what_went_wrong_does_not_grow_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEMO_HOME", str(tmp_path))
    log = tmp_path / "data" / "nemovideo.log"
    log.parent.mkdir()
    for _ in range(3):
        log.write_bytes(b"x" * 1_100_000)
        with Reporter(language="en", as_json=False, environ={"NEMO_HOME": str(tmp_path)}):
            raise ZeroDivisionError
    assert "nemovideo.log" in capsys.readouterr().err
    assert "ZeroDivisionError" in log.read_text()
    assert sum(path.stat().st_size for path in log.parent.iterdir()) < 1_200_000
