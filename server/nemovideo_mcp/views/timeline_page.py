"""The timeline's page, put together of its parts: one document that a chat shows, or the studio serves to a browser.

Both are the same page but for the script by which it reaches its host. There is no address in either: the policy of
the one lets nothing be fetched, that of the other only what the studio serves. No script runs but the page's own.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from nemovideo_mcp import __version__

__all__ = ["app_page", "studio_page", "studio_policy"]

_SHARED = (
    *("words.js", "values.js", "view.js", "beats.js", "drawing.js", "preview.js", "lanes.js", "scale.js"),
    *("moving.js", "edits.js", "timeline.js", "main.js"),
)
_CHAT_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
_STUDIO_POLICY = f"{_CHAT_POLICY}; connect-src 'self'; frame-ancestors 'none'"


@cache
def app_page(*, board_key: str, draft_key: str) -> str:
    """The page for a chat program, as an MCP App: board and frames stand in the `_meta` of results, by these keys."""
    return _page("host_chat.js", {"BOARD_META": board_key, "DRAFT_META": draft_key}, _CHAT_POLICY)


@cache
def studio_page() -> str:
    """The page as the studio serves it. Its policy is `studio_policy` too, which a header has to carry."""
    return _page("host_studio.js", {}, _CHAT_POLICY + "; connect-src 'self'")


@cache
def studio_policy() -> str:
    """The header `Content-Security-Policy` of the page that the studio serves; no other page shows it in a frame."""
    script, style = _script("host_studio.js", {}), _part("timeline.css")
    return _STUDIO_POLICY.format(script=_hash(script), style=_hash(style))


def _page(host: str, named: Mapping[str, str], policy: str) -> str:
    style, script = _part("timeline.css"), _script(host, named)
    page = _part("timeline.html")
    for mark, text in (
        ("PAGE_POLICY", policy.format(script=_hash(script), style=_hash(style))),
        ("STYLE_TEXT", style),
        ("SCRIPT_TEXT", script),
    ):
        page = page.replace(mark, text)
    return page


def _script(host: str, named: Mapping[str, str]) -> str:
    script = "\n".join(_bare(_part(name)) for name in (host, *_SHARED))
    for mark, text in {"APP_VERSION": __version__, **named}.items():
        script = script.replace(mark, text)
    return script


def _bare(script: str) -> str:
    """A script without its comments and indentation, which nobody reads in a browser."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _part(name: str) -> str:
    return files("nemovideo_mcp.views").joinpath("pages", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
