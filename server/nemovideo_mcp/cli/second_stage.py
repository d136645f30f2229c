"""What a backend adds by itself to a generated video, told in a terminal that meanwhile waits for the next message."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

import anyio

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.recovery import Sent, second_stage
from nemovideo_mcp.conversation.telling import second_stage_words
from nemovideo_mcp.errors import NemoError

__all__ = ["SecondStage"]


class SecondStage:
    """Looks in a thread of its own, with a client of its own, until it is dropped or something has come.

    Args:
        open_client: Makes a client for the same backend; a client belongs to one event loop.
        tell: Is called from the thread with the words for the user.
    """

    def __init__(self, *, open_client: Callable[[], NemoClient], tell: Callable[[str], None]) -> None:
        self._open_client = open_client
        self._tell = tell
        self._scope: anyio.CancelScope | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def follow(self, session_id: str, raw: Sent, *, language: str) -> None:
        """Begin to look for what is added to `raw`."""
        self.drop()
        begun = threading.Event()

        self._thread = threading.Thread(
            target=lambda: anyio.run(self._look, session_id, raw, language, begun),
            daemon=True,
            name="nemovideo-second-stage",
        )
        self._thread.start()
        begun.wait()

    def drop(self) -> None:
        """Look no further: the next message is on its way."""
        if self._thread is not None and self._scope is not None and self._loop is not None:
            # The loop may be closed, or may be ending: then nobody answers, and the thread ends by itself.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._scope.cancel)
            self._thread.join()
        self._thread = None

    async def _look(self, session_id: str, raw: Sent, language: str, begun: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        with anyio.CancelScope() as self._scope:
            begun.set()
            try:
                async with self._open_client() as nemo:
                    more = await second_stage(nemo, session_id, raw)
            except NemoError:
                # The video is there; the next look at the timeline shows what was added.
                return
            if more is not None:
                self._tell(second_stage_words(more, language=language))
