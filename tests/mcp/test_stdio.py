"""The server as hosts start it: a process of its own on standard input and output, with the real studio behind it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mcp import Client, StdioServerParameters
from support.media import make_video

pytestmark = pytest.mark.anyio


async def test_a_host_makes_a_film(home: Path, tmp_path: Path) -> None:
    clips = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    for clip in clips:
        make_video(clip, duration_ms=3000)
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "nemovideo_mcp", "serve", "--backend", "local"],
        env={**os.environ, "NEMO_HOME": str(home)},
        cwd=tmp_path,
    )
    async with Client(server) as client:
        assert len((await client.list_tools()).tools) >= 5
        uploaded = await client.call_tool("upload_media", {"files": [str(clip) for clip in clips]})
        assert not uploaded.is_error, uploaded
        edited = await client.call_tool(
            "send_edit", {"message": "combine these clips, add upbeat music, cut to the beat, 4 seconds"}
        )
        assert not edited.is_error, edited
        assert "Timeline (" in edited.structured_content["timeline"]
        film = await client.call_tool("export_video", {"quality": "draft"})
        while film.structured_content["status"] == "rendering":
            film = await client.call_tool("wait_for_export", {"job_id": film.structured_content["job_id"]})
    told = film.structured_content
    assert Path(told["path"]).parent == tmp_path
    assert Path(told["path"]).stat().st_size == told["size_bytes"]
    assert told["duration_s"] == pytest.approx(4, abs=1.5)
    assert "on the beat" in told["receipt"]
