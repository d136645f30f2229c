"""The timeline's page as an MCP client meets it: offered, readable, and closed to everything from outside."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

import pytest
from mcp.server import MCPServer
from mcp.server.apps import APP_MIME_TYPE

from mcp import Client
from nemovideo_mcp.tools.looking import BOARD_META
from nemovideo_mcp.tools.timeline_app import (
    TIMELINE_META,
    TIMELINE_URI,
    timeline_apps,
    timeline_page,
)

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_host_finds_the_page_by_the_tool_and_reads_it(mode: str) -> None:
    server = MCPServer("nemovideo", extensions=[timeline_apps()])

    @server.tool(meta=dict(TIMELINE_META))
    async def get_timeline() -> str:
        """Say what is on the timeline."""
        return "words"

    async with Client(server, mode=mode) as client:
        (tool,) = (await client.list_tools()).tools
        assert tool.meta is not None
        uri = tool.meta["ui"]["resourceUri"]
        (resource,) = (await client.list_resources()).resources
        (page,) = (await client.read_resource(uri)).contents
    assert uri == TIMELINE_URI == resource.uri
    assert resource.mime_type == page.mime_type == APP_MIME_TYPE
    assert page.text == timeline_page()  # pyright: ignore


def test_the_page_names_no_address_and_lets_only_its_own_script_run() -> None:
    page = timeline_page()
    assert not re.search(r"(?:https?:)?//[\w.-]+\.\w", page)
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert script
    assert style
    for text, directive in ((script[1], "script-src"), (style[1], "style-src")):
        digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in page
    assert "unsafe" not in page.partition("<style>")[0]
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch("):
        assert word not in page


def test_the_page_looks_for_the_board_where_the_tool_puts_it() -> None:
    assert f'"{BOARD_META}"' in timeline_page()


def test_the_page_is_small() -> None:
    assert len(timeline_page().encode()) < 80_000
