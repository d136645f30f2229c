"""The timeline as an MCP App: an interactive page for hosts that show such pages.

The page is one document without addresses in it: its own policy lets nothing be fetched, and no script run but its
own. It takes the board (`timeline.board_data`) from the `_meta` of a tool's result, where a model never reads it;
without one it shows the words of the result. A preview is played from small frames that it asks for by the same tool.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from mcp.server.apps import Apps, ResourceCsp

from nemovideo_mcp import __version__
from nemovideo_mcp.tools.looking import BOARD_META, DRAFT_META

__all__ = ["TIMELINE_META", "TIMELINE_URI", "timeline_apps", "timeline_page"]

TIMELINE_URI = "ui://nemovideo/timeline"
TIMELINE_META: Mapping[str, Any] = {"ui": {"resourceUri": TIMELINE_URI}}
"""The `_meta` of a tool whose results the page shows."""

_SCRIPTS = ("host.js", "words.js", "values.js", "drawing.js", "preview.js", "timeline.js", "main.js")


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


@cache
def timeline_page() -> str:
    """The whole page. Its policy names script and style by their hashes, so that nothing else can run."""
    style = _part("timeline.css")
    script = "\n".join(_part(name) for name in _SCRIPTS)
    script = script.replace("APP_VERSION", __version__)
    script = script.replace("BOARD_META", BOARD_META).replace("DRAFT_META", DRAFT_META)
    page = _part("timeline.html")
    for mark, text in (
        ("STYLE_HASH", _hash(style)),
        ("SCRIPT_HASH", _hash(script)),
        ("STYLE_TEXT", style),
        ("SCRIPT_TEXT", script),
    ):
        page = page.replace(mark, text)
    return page


def _part(name: str) -> str:
    return files("nemovideo_mcp.tools").joinpath("pages", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
