"""What a server has loaded when a host has asked for all its lists, and no tool was called yet."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mcp import Client, StdioServerParameters

pytestmark = pytest.mark.anyio

HEAVY = (
    # The SDK loads uvicorn by itself, so that is not ours to put off.
    *("av", "numpy", "PIL", "httpx"),
    *(
        f"nemovideo_mcp.{part}"
        for part in (
            "studio",
            "edit",
            "autoedit",
            "video",
            "audio",
            "client",
            "conversation.turn",
        )
    ),
)
# At its end, the server writes down what it has loaded.
_SERVER = (
    "import atexit, pathlib, runpy, sys; path = pathlib.Path(sys.argv.pop(1));"
    "atexit.register(lambda: path.write_text('\\n'.join(sys.modules)));"
    "runpy.run_module('nemovideo_mcp', run_name='__main__')"
)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_nothing_heavy_is_loaded_before_the_first_call_of_a_tool(mode: str, tmp_path: Path) -> None:
    loaded = tmp_path / "modules"
    server = StdioServerParameters(
        command=sys.executable, args=["-c", _SERVER, str(loaded), "serve"], env=dict(os.environ), cwd=tmp_path
    )
    async with Client(server, mode=mode) as client:
        assert (await client.list_tools()).tools
        assert (await client.list_prompts()).prompts
        assert (await client.list_resources()).resources
        assert (await client.list_resource_templates()).resource_templates
    modules = loaded.read_text(encoding="utf-8").split()
    assert "nemovideo_mcp.tools.server" in modules
    assert [name for name in modules if any(name == h or name.startswith(f"{h}.") for h in HEAVY)] == []
