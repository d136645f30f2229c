"""A process that reads messages one at a time, and can be ended in the middle of one."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import traceback
from collections.abc import Callable, Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol, cast

from nemovideo_mcp.export.child import give_way, live_with_parent
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["Reader", "ReaderDied", "ReaderProcess", "ReadingCrashed", "ReadingTooSlow", "Understand"]

Understand = Callable[[str, Scene], Understanding]

_START_S = 60.0
"""How long a new process may take to be ready: a cold disk and a busy machine take seconds."""
_GRACE_S = 2.0
"""How much longer than its limit a reading may hold a process that nobody ends."""
_END_S = 5.0
_NICENESS = 5
"""Behind the studio, so that a flood of messages delays nobody who looks at a timeline; before its renderers."""


class ReadingTooSlow(Exception):
    """The message was not read in time."""


class ReaderDied(Exception):
    """The process ended by itself."""


class ReadingCrashed(Exception):
    """Understanding raised an error: `kind` is the name of its class, `trace` its traceback."""

    def __init__(self, kind: str, trace: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.trace = trace


class Reader(Protocol):
    """Reads messages, one at a time; `read` blocks, and `kill` may be called meanwhile from another thread."""

    def read(self, message: str, scene: Scene, *, limit_s: float) -> Understanding: ...

    def kill(self) -> None: ...

    def end(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class _Crash:
    kind: str
    trace: str


class ReaderProcess:
    """A process in which `understand`, a module function, is called.

    It is there at once, and ready when its modules are loaded.
    """

    def __init__(self, understand: Understand) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, understand), daemon=True)
        self._process.start()
        theirs.close()
        self._ready = False

    def read(self, message: str, scene: Scene, *, limit_s: float) -> Understanding:
        """What `message` means.

        Args:
            message: the user's words.
            scene: what they are about.
            limit_s: how long reading may take, once the process is ready.

        Raises:
            ReadingTooSlow: The limit has passed. The process still reads: end it.
            ReaderDied: The process has ended, or never came to be ready.
            ReadingCrashed: `understand` raised; the process can be used on.
        """
        try:
            if not self._ready:
                if not self._connection.poll(_START_S):
                    raise ReaderDied
                self._connection.recv()
                self._ready = True
            self._connection.send((message, scene, limit_s))
            if not self._connection.poll(limit_s):
                raise ReadingTooSlow
            answer = cast("Understanding | _Crash", self._connection.recv())
        except (EOFError, OSError):
            # A pipe whose other end is gone; on Windows that is an OSError too.
            raise ReaderDied from None
        if isinstance(answer, _Crash):
            raise ReadingCrashed(answer.kind, answer.trace)
        return answer

    def kill(self) -> None:
        """Kill the process: a pattern that hangs answers to nothing milder. Who reads meanwhile gets `ReaderDied`."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process and give up all that belongs to it; nobody may be reading."""
        self.kill()
        self._process.join(_END_S)
        self._connection.close()


def _serve(connection: Connection, understand: Understand) -> None:
    give_way(_NICENESS)
    live_with_parent()
    with contextlib.suppress(Exception):
        # Dictionaries are loaded by the first words, and no user waits for that.
        understand("加速 clip one pls", Scene(timeline=Timeline()))
    with contextlib.suppress(EOFError, OSError):
        connection.send(None)
        while True:
            message, scene, limit_s = cast("tuple[str, Scene, float]", connection.recv())
            with _alarm(limit_s + _GRACE_S):
                try:
                    answer = understand(message, scene)
                except Exception as error:  # noqa: BLE001 - the edge of a process
                    answer = _Crash(kind=type(error).__name__, trace=traceback.format_exc())
            connection.send(answer)


@contextlib.contextmanager
def _alarm(seconds: float) -> Generator[None]:
    """Ends this process after so long: a pattern holds the interpreter, and nobody may be left to kill it.

    Windows has no such alarm.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
