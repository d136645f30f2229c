"""The timeline as an MCP App: an interactive page for hosts that show such pages.

It takes the board (`views.board_data`) from the `_meta` of a tool's result, where a model never reads it; without one
it shows the words of the result. A preview is played from small frames that it asks for by the same tool, and what a
person does on it are calls of `edit_timeline` and `restore_version`, with an argument that no model is told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcp.server.apps import Apps, ResourceCsp

from nemovideo_mcp.tools.looking import BOARD_META, DRAFT_META
from nemovideo_mcp.views.timeline_page import app_page

__all__ = ["TIMELINE_META", "TIMELINE_URI", "timeline_apps", "timeline_page"]

TIMELINE_URI = "ui://nemovideo/timeline"
TIMELINE_META: Mapping[str, Any] = {"ui": {"resourceUri": TIMELINE_URI}}
"""The `_meta` of a tool whose results the page shows."""


def timeline_apps() -> Apps:
    """The extension with the page, for `MCPServer(extensions=[…])`; the tool names the page by `TIMELINE_META`."""
    apps = Apps()
    apps.add_html_resource(
        TIMELINE_URI,
        timeline_page(),
        name="timeline",
        title="NemoVideo timeline",
        description="The timeline as an interactive page: filmstrip, cuts on the beat grid, titles.",
        csp=ResourceCsp(connect_domains=[], resource_domains=[], frame_domains=[], base_uri_domains=[]),
        prefers_border=True,
    )
    return apps


def timeline_page() -> str:
    """The whole page."""
    return app_page(board_key=BOARD_META, draft_key=DRAFT_META)
