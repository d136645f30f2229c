"""Who reads the messages of all users: a few processes, a fair share for each user, a time limit for each message."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from nemovideo_mcp.errors import InvalidRequest, ServerFailed
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.reading import READING
from nemovideo_mcp.studio.reader import (
    Reader,
    ReaderDied,
    ReaderProcess,
    ReadingCrashed,
    ReadingTooSlow,
    Understand,
)
from nemovideo_mcp.studio.shares import Shares

__all__ = ["MakeReader", "Readers"]

_log = logging.getLogger(__name__)

_AT_ONCE = 2
_PER_USER = 1
_WAITING = 20
"""How many messages of one user may wait; those of one project come one after the other anyway."""

MakeReader = Callable[[Understand], Reader]


class Readers:
    """Reads messages in processes that are kept: two at once, one for each user, users in turn.

    The first process is started by `start`, the second when two users speak at once. One that hangs is ended, one that
    has died is replaced.
    """

    def __init__(
        self, understand: Understand, *, limit_s: float, make_reader: MakeReader = ReaderProcess
    ) -> None:
        self._understand = understand
        self._limit_s = limit_s
        self._make_reader = make_reader
        self._shares = Shares(at_once=_AT_ONCE, per_user=_PER_USER, waiting=_WAITING, said=READING)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reader")
        self._lock = threading.Lock()
        self._idle: list[Reader] = []
        self._busy: set[Reader] = set()
        self._closed = False

    def start(self) -> None:
        """Begin to start a process, so that the first message finds it ready; returns at once."""
        self._threads.submit(self._prepare)

    async def read(self, user: str, message: str, scene: Scene) -> Understanding:
        """What `message` means, as soon as it is the turn of `user`.

        A message with which a process has died is read once more.

        Raises:
            InvalidRequest: It was not read in time.
            LimitReached: Too many messages of the user wait.
            ServerFailed: It cannot be read, by no fault of the message's words that is known.
        """
        loop = asyncio.get_running_loop()
        async with self._shares.slot(user):
            for _ in range(2):
                if self._closed:
                    break
                try:
                    return await loop.run_in_executor(self._threads, self._read, message, scene)
                except ReaderDied:
                    _log.warning("A reader died with a message of %d characters", len(message))
                except ReadingTooSlow:
                    _log.warning("A message of %d characters was not read in time", len(message))
                    raise self._too_slow() from None
                except ReadingCrashed as crash:
                    _log.error("Reading a message failed: %s", crash.trace)
                    raise ServerFailed(f"{crash.kind}.") from None
        raise ServerFailed(detail=words_of(READING, "died").pair())

    def close(self) -> None:
        """End all processes, also those that read."""
        with self._lock:
            self._closed = True
            busy, idle = list(self._busy), self._idle
            self._idle = []
        for reader in busy:
            reader.kill()
        for reader in idle:
            reader.end()
        self._threads.shutdown(wait=False, cancel_futures=True)

    # --- in threads -----------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        with self._lock:
            if not self._closed and not self._idle:
                self._idle.append(self._make_reader(self._understand))

    def _read(self, message: str, scene: Scene) -> Understanding:
        reader = self._taken()
        usable = False
        try:
            answer = reader.read(message, scene, limit_s=self._limit_s)
            usable = True
        except ReadingCrashed:
            usable = True
            raise
        finally:
            self._give_back(reader, usable=usable)
        return answer

    def _taken(self) -> Reader:
        # Under the lock, so that a message waits for the process that is being started, and starts no other one.
        with self._lock:
            if self._closed:
                raise ReaderDied
            reader = self._idle.pop() if self._idle else self._make_reader(self._understand)
            self._busy.add(reader)
        return reader

    def _give_back(self, reader: Reader, *, usable: bool) -> None:
        with self._lock:
            self._busy.discard(reader)
            kept = usable and not self._closed
            if kept:
                self._idle.append(reader)
        if not kept:
            reader.end()
            self._prepare()

    def _too_slow(self) -> InvalidRequest:
        return InvalidRequest(
            detail=words_of(READING, "too_slow", seconds=self._limit_s).pair(),
            hint=words_of(READING, "shorter").pair(),
        )
