"""A protocol for uvicorn whose line can be broken: ASGI has no word for that."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.server import ServerState

from nemovideo_mcp.serving.server import GuardedProtocol, Watch
from nemovideo_mcp.studio.sandbox.layer import CUT

__all__ = ["BreakableProtocol"]


class BreakableProtocol(GuardedProtocol):
    """HTTP/1.1 as ever; the state of each request's scope holds what closes its connection."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        watch: Watch,
    ) -> None:
        super().__init__(config, server_state, {**app_state, CUT: self._cut}, _loop, watch=watch)

    def _cut(self) -> None:
        # What has been written arrives; then the line ends, in the middle of whatever that was.
        self.transport.close()
