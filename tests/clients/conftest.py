"""A home that is empty, and the server behind HTTP, for programs that other people wrote."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from support.programs import SERVE, environment, why_not


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that is marked with a program is skipped where that was not asked for."""
    for item in items:
        if (mark := item.get_closest_marker("client")) and (reason := why_not(mark.args)):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A home in which nothing is; the studio that a client starts in it is ended afterwards."""
    folder = tmp_path_factory.mktemp("home")
    yield folder
    stop = [sys.executable, "-m", "nemovideo_mcp", "studio", "--stop"]
    assert subprocess.run(stop, env=environment(folder), capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def url(home: Path) -> Generator[str]:
    """The address of the server, run as a host runs it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*SERVE, "--http", f"127.0.0.1:{port}"],
        env=environment(home),
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 30
        while True:
            assert process.poll() is None
            assert time.monotonic() < deadline
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long the steps to the first video took."""
    passed: list[pytest.TestReport] = terminalreporter.stats.get("passed", [])
    if steps := [step for report in passed for step in report.user_properties]:
        terminalreporter.section("to the first video")
        for step, seconds in steps:
            terminalreporter.write_line(f"{seconds:6.1f} s  {step}")
