"""A client of a local studio that is already there."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from nemovideo_mcp import __version__
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import StudioRecord, write_record
from support.studio import make_studio, on_a_port


@pytest.fixture
async def nemo(tmp_path: Path) -> AsyncGenerator[NemoClient]:
    """A client of a local studio that is already there."""
    home = tmp_path / "user"
    studio = make_studio(tmp_path / "data", open_to_all=False)
    with on_a_port(studio) as url:
        record = StudioRecord(url=url, secret=studio.settings.secret, pid=os.getpid(), version=__version__)
        paths = Paths.from_env({"NEMO_HOME": str(home)})
        paths.data.mkdir(parents=True)
        write_record(paths, record)
        async with NemoClient.from_env(backend="local", environ={"NEMO_HOME": str(home)}) as client:
            yield client
