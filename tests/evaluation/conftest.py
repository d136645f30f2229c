"""One home, one studio and one set of footage for all evaluations, and their results as a table at the end."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

from nemovideo_mcp.cli import main
from support.evaluation import table
from support.footage import make
from support.once import made_once

ROWS = pytest.StashKey[list[tuple[str, int, int, float, str]]]()


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a user's clips, photos and songs."""
    made = made_once(tmp_path_factory, "footage", make)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("user") / "files"))


@pytest.fixture(scope="session")
def studio_home(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """Where the user's studio keeps its things; it is started by the first job, and ended after the last."""
    home = tmp_path_factory.mktemp("home")
    yield home
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEMO_HOME", str(home))
        assert main(["studio", "--stop"]) == 0


@pytest.fixture
def results(request: pytest.FixtureRequest) -> list[tuple[str, int, int, float, str]]:
    """The rows of the table."""
    return request.config.stash.setdefault(ROWS, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was found."""
    if rows := config.stash.get(ROWS, None):
        terminalreporter.section("evaluation")
        for line in table(rows):
            terminalreporter.write_line(line)
