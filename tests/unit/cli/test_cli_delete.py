"""`nemovideo delete` and `nemovideo clean`: they say what goes, ask, and do just that."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from nemovideo_mcp.cli import main
from support.studio import make_studio, on_a_port, quick_engine

Run = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    """A person at a terminal, who types what it was made with."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Generator[Run]:
    """Runs a command on a studio of its own, whose one project is `trip`."""
    monkeypatch.setenv("NEMO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "city.mp4").write_bytes(clip.read_bytes())
    monkeypatch.chdir(tmp_path)
    with on_a_port(make_studio(tmp_path / "studio", engine=quick_engine())) as url:
        monkeypatch.setenv("NEMO_BACKEND", url)

        def run_it(*words: str) -> tuple[int, str, str]:
            code = main(list(words))
            out, err = capsys.readouterr()
            return code, out, err

        made = run_it(
            "make", "city.mp4", "-m", "join the clips, no music", "--project", "trip", "-o", "t.mp4"
        )
        assert made[0] == 0, made
        yield run_it


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
    assert (tmp_path / "city.mp4").is_file()
    assert (tmp_path / "t.mp4").is_file()
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
    (tmp_path / "studio" / "work" / "chunk.mp4").write_bytes(b"x" * 3_000_000)
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    code, out, _ = run("clean")
    assert code == 1
    assert "work files 3 MB" in out
    assert "of the disk are free, and 1074 MB stay so" in out
    code, out, _ = run("clean", "--yes", "--language", "zh")
    assert code == 0
    assert "已释放 3." in out
    assert not (tmp_path / "studio" / "work" / "chunk.mp4").exists()
    assert len(media(tmp_path)) == 1
    code, out, _ = run("clean", "--json")
    assert (code, json.loads(out)["freed"], json.loads(out)["can_go"]) == (0, 0, 0)
