"""A host of MCP Apps, as small as can be: a page with a sandboxed frame, in a headless Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import FrameLocator, Page, Request

__all__ = ["CHROMIUM", "CHROMIUM_ARGUMENTS", "AppHost"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("NEMO_CHROMIUM") or next((p for name in _NAMES if (p := shutil.which(name))), None)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The host answers the greeting, sends the tool's result after it, gives the frame the height that it asks for, and
# writes down all that it hears.
_PAGE = """<!doctype html><meta charset="utf-8"><body style="margin:0">
<iframe id="view" sandbox="allow-scripts" style="border:0;width:100%;height:100px"></iframe>
<script>
  window.heard = [];
  const view = document.getElementById("view");
  const post = (message) => view.contentWindow.postMessage({ jsonrpc: "2.0", ...message }, "*");
  window.tell = (method, params) => post({ method, params });
  window.ask = (id, method) => post({ id, method, params: {} });
  window.begin = (html, greeting, given, result, again, drafts) => {
    window.addEventListener("message", (event) => {
      const message = event.data;
      if (event.source !== view.contentWindow) return;
      window.heard.push(message);
      if (message.method === "ui/initialize") post({ id: message.id, result: greeting });
      if (message.method === "ui/notifications/initialized") {
        tell("ui/notifications/tool-input", { arguments: given });
        if (result) tell("ui/notifications/tool-result", result);
      }
      if (message.method === "ui/notifications/size-changed") view.style.height = `${message.params.height}px`;
      if (message.method === "tools/call" && message.params.arguments.picture === "draft") {
        const found = drafts[String(Math.floor(message.params.arguments.at_s / 2) * 2000)];
        post(found ? { id: message.id, result: found } : { id: message.id, error: { code: -32000, message: "no" } });
      } else if (message.method === "tools/call") {
        post(again ? { id: message.id, result: again } : { id: message.id, error: { code: -32000, message: "no" } });
      }
    });
    view.srcdoc = html;
  };
</script>"""


@dataclass(kw_only=True)
class AppHost:
    """One opened app; `errors` are its console's and its scripts', `requests` all that it asked the network for."""

    page: Page
    errors: list[str] = field(default_factory=list[str])
    requests: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._requested)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(("data:", "about:")):
            self.requests.append(request.url)

    def open(
        self,
        html: str,
        result: Mapping[str, Any] | None,
        *,
        context: Mapping[str, Any] | None = None,
        again: Mapping[str, Any] | None = None,
        arguments: Mapping[str, Any] | None = None,
        drafts: Mapping[int, Mapping[str, Any]] | None = None,
    ) -> FrameLocator:
        """The app, greeted, and given `result`; a call of a tool is answered with `again`, or refused.

        One for a draft is answered with that of `drafts` whose start, in ms, is the even second before its moment.
        """
        greeting = {
            "protocolVersion": "2026-01-26",
            "hostInfo": {"name": "tests", "version": "1"},
            "hostCapabilities": {"serverTools": {}},
            "hostContext": dict(context or {}),
        }
        given = {str(start_ms): dict(found) for start_ms, found in (drafts or {}).items()}
        self.page.set_content(_PAGE)
        self.page.evaluate(
            "(all) => begin(...all)", [html, greeting, dict(arguments or {}), result, again, given]
        )
        self.page.wait_for_function("heard.some((m) => m.method === 'ui/notifications/size-changed')")
        return self.app

    @property
    def app(self) -> FrameLocator:
        return self.page.frame_locator("#view")

    def heard(self, method: str = "") -> list[dict[str, Any]]:
        """What the app has sent, or what of it was `method`."""
        return self.page.evaluate("(method) => heard.filter((m) => !method || m.method === method)", method)

    def tell(self, method: str, params: Mapping[str, Any]) -> None:
        self.page.evaluate("([method, params]) => tell(method, params)", [method, dict(params)])
