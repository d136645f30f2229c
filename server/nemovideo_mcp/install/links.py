"""The links that install the server in one click."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from nemovideo_mcp.install.clients import CLIENTS, SERVER_NAME

__all__ = ["cursor_link", "vscode_link", "vscode_web_link"]

PLAIN: Mapping[str, Any] = {"command": "nemovideo", "args": ["serve"]}
"""What a page can say: `nemovideo` has to be on the PATH of the client."""
PLAIN_CURSOR: Mapping[str, Any] = {**PLAIN, "env": {"SKILL_SOURCE": CLIENTS["cursor"].platform}}


def cursor_link(config: Mapping[str, Any] = PLAIN_CURSOR) -> str:
    """Opens Cursor."""
    packed = base64.b64encode(_compact(config).encode()).decode("ascii")
    return (
        f"cursor://anysphere.cursor-deeplink/mcp/install?name={SERVER_NAME}&config={quote(packed, safe='')}"
    )


def vscode_link(config: Mapping[str, Any] = PLAIN) -> str:
    """Opens VS Code."""
    return f"vscode:mcp/install?{quote(_compact({'name': SERVER_NAME, **config}), safe='')}"


def vscode_web_link(config: Mapping[str, Any] = PLAIN) -> str:
    """Opens VS Code by way of a web page, for places that show only web links."""
    return (
        "https://insiders.vscode.dev/redirect/mcp/install"
        f"?name={SERVER_NAME}&config={quote(_compact(config), safe='')}"
    )


def _compact(config: Mapping[str, Any]) -> str:
    return json.dumps(config, separators=(",", ":"), ensure_ascii=False)
