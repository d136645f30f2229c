"""The links hold what the clients unpack from them."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from nemovideo_mcp.install.links import PLAIN, cursor_link, vscode_link, vscode_web_link


def test_cursor_unpacks_the_entry() -> None:
    parts = urlsplit(cursor_link())
    query = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc, parts.path) == ("cursor", "anysphere.cursor-deeplink", "/mcp/install")
    assert query["name"] == ["nemovideo"]
    entry = json.loads(base64.b64decode(query["config"][0]))
    assert entry == {**PLAIN, "env": {"SKILL_SOURCE": "cursor"}}


def test_vscode_unpacks_name_and_entry() -> None:
    assert json.loads(unquote(urlsplit(vscode_link()).query)) == {"name": "nemovideo", **PLAIN}
    query = parse_qs(urlsplit(vscode_web_link()).query)
    assert query["name"] == ["nemovideo"]
    assert json.loads(query["config"][0]) == PLAIN


def test_the_docs_have_the_same_links() -> None:
    page = (Path(__file__).parents[3] / "docs" / "install.md").read_text(encoding="utf-8")
    assert f"`{cursor_link()}`" in page
    assert f"`{vscode_link()}`" in page
