"""A machine with a studio, for tests of the tools; the folder of a user, for those of whole processes."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from nemovideo_mcp.cli import main
from support.calling import Place
from support.studio import QuickExport, make_studio, on_a_port, quick_engine


@pytest.fixture
def home(tmp_path: Path) -> Generator[Path]:
    """The data folder of the user's programs; a studio that one of them starts there is ended afterwards."""
    made = tmp_path / "home"
    yield made
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEMO_HOME", str(made))
        assert main(["studio", "--stop"]) == 0


@pytest.fixture
def place(tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Place]:
    rendering = QuickExport()
    work = tmp_path / "work"
    work.mkdir()
    (work / "city.mp4").write_bytes(clip.read_bytes())
    monkeypatch.chdir(work)
    with on_a_port(make_studio(tmp_path / "studio", engine=quick_engine(rendering))) as url:
        yield Place(url=url, home=tmp_path, rendering=rendering)
        rendering.gate.set()
