"""The command line on a studio of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from nemovideo_mcp.cli.entry import main
from support.studio import make_studio, on_a_port, quick_engine

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Generator[Run]:
    """Runs a command on a studio of its own; `city.mp4` and `surf.mp4` lie in the working folder."""
    monkeypatch.setenv("NEMO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    work = tmp_path / "work"
    work.mkdir()
    for name in ("city.mp4", "surf.mp4"):
        (work / name).write_bytes(clip.read_bytes() + (b"" if name == "city.mp4" else b"\0" * 8))
    monkeypatch.chdir(work)
    with on_a_port(make_studio(tmp_path / "studio", engine=quick_engine())) as url:
        monkeypatch.setenv("NEMO_BACKEND", url)

        def run_it(*words: str) -> tuple[int, str, str]:
            code = main(list(words))
            out, err = capsys.readouterr()
            return code, out, err

        yield run_it
