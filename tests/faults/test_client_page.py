"""The page about the client: its programs run, and its names are there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nemovideo_mcp import client, errors
from nemovideo_mcp.client import NemoClient
from support.pages import blocks, read

PAGE = read("docs/client.md")
PROGRAMS = [block.text for block in blocks("docs/client.md", "python")]

OF_THE_SERVER = {"LimitReached", "PathNotAllowed", "QuotaFull"}
"""What only `nemovideo serve` raises."""


def test_the_page_has_its_programs() -> None:
    assert len(PROGRAMS) == 4


@pytest.mark.parametrize(
    ("program", "said"),
    list(zip(PROGRAMS, ["100 credits at", "Timeline (", "Day two", "1002 Start a new"], strict=True)),
)
def test_what_is_on_the_page_can_be_pasted(
    program: str, said: str, studio_url: str, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "clips").mkdir()
    shutil.copy(clip, tmp_path / "clips")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    environ = {**os.environ, "NEMO_HOME": str(tmp_path / "home"), "NEMO_API_URL": studio_url}
    run = subprocess.run(
        [sys.executable, "-W", "error", "program.py"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    assert said in run.stdout.decode()
    assert (tmp_path / "trip.mp4").exists() == ("trip.mp4" in program)


def test_all_that_the_page_names_is_there() -> None:
    names = set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`", PAGE))
    assert names <= set(client.__all__)
    ours = set(errors.__all__) & set(client.__all__)
    assert ours - {"NemoError", "ApiError", "WorkerDied"} - OF_THE_SERVER <= names
    calls = set(re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE)) | set(re.findall(r"`(render_\w+)\(", PAGE))
    assert calls >= {
        name for name, value in vars(NemoClient).items() if callable(value) and not name.startswith("_")
    } - {"from_env", "connect", "new_render_id", "upload_urls"}
    assert all(hasattr(NemoClient, name) for name in calls)
