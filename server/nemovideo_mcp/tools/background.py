"""Work that may outlast the call that asked for it: hosts give up after a minute, the work does not."""

from __future__ import annotations

import functools
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup

from nemovideo_mcp.config import STILL_WORKING_SECONDS
from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import RECOVERY
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.quoting import bounded

__all__ = ["Background", "Job", "OnEnd", "Watch"]

T = TypeVar("T")

_LOOK_SECONDS = 0.25
_STAGE_CHARACTERS = 200
# Before that, how fast it goes says little about how long it takes.
_TELLING_PERCENT = 5.0
_TELLING_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A call that waits: until when, on anyio's clock, and how it is told (progress, total, words).

    Where nothing at all is heard, it is answered `at_most` then. Progress only ever rises. `keys` gathers the jobs that
    were waited for.
    """

    until: float
    at_most: float
    keys: list[str] = field(default_factory=list[str])
    tell: Callable[[float, float | None, str], Awaitable[None]]


@dataclass(kw_only=True)
class Job(Generic[T]):
    """A piece of work under way: `stage` in words, `percent` of the whole where it is known.

    `waiting` is how many calls wait for it, each of which tells its outcome.
    """

    stage: str = ""
    language: str = "en"
    about: str = ""
    percent: float | None = None
    waiting: int = 0
    done: anyio.Event = field(default_factory=anyio.Event)
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    result: T | None = None
    error: BaseException | None = None
    _first: tuple[float, float] | None = None
    _last: float = 0.0
    _moved: float = field(default_factory=anyio.current_time)

    def note(self, stage: str, percent: float | None = None) -> None:
        """Say how far it is."""
        before, self.percent = self.percent, percent
        said = bounded(stage, limit=_STAGE_CHARACTERS)
        if said != self.stage or percent != before:
            self._moved = anyio.current_time()
        self.stage = said
        if percent is None:
            return
        self._last = anyio.current_time()
        if self._first is None or (before is not None and percent < before):
            self._first = (self._last, percent)

    @property
    def seconds_left(self) -> float | None:
        """How long it still takes if it goes on as it has; None as long as that cannot be told."""
        if self._first is None or self.percent is None or self.percent >= 100:
            return None
        began, at = self._first
        passed, gained = self._last - began, self.percent - at
        if gained < _TELLING_PERCENT or passed < _TELLING_SECONDS:
            return None
        return passed / gained * (100 - self.percent)

    @property
    def words(self) -> str:
        """Stage, percent and time left, as people read them; every two minutes, that it still goes on."""
        quiet = int((anyio.current_time() - self._moved) // STILL_WORKING_SECONDS)
        if quiet:
            minutes = round(quiet * STILL_WORKING_SECONDS / 60)
            still = say(RECOVERY, "still_working", self.language)
            return f"{still} {self.stage} ({say(TOOLS, 'quiet_minutes', self.language, n=minutes)})"
        if self.percent is None:
            return self.stage
        left = self.seconds_left
        told = f"{self.stage} {self.percent:.0f}%".strip()
        return told if left is None else f"{told}{_left_words(left, self.language)}"

    def outcome(self) -> T:
        """What the work gave; raises what it raised."""
        if self.error is not None:
            raise self.error
        return cast("T", self.result)


OnEnd = Callable[[str, BaseException | None], None]


class Background:
    """The jobs of one user. A job is kept until somebody has taken its outcome.

    `on_end(key, error)` hears of each that is over. No call waits beyond `closes_at`, on anyio's clock.
    """

    def __init__(self, group: TaskGroup, *, on_end: OnEnd | None = None) -> None:
        self._group = group
        self._on_end = on_end
        self._jobs: dict[str, Job[Any]] = {}
        self.closes_at = math.inf

    def aside(self, work: Callable[[], None]) -> None:
        """Do `work`, which raises nothing, in a thread that no call waits for."""
        self._group.start_soon(functools.partial(to_thread.run_sync, work, abandon_on_cancel=True))

    def running(self, kind: str) -> int:
        """How many jobs are under way whose key begins with `kind`."""
        return sum(key.startswith(kind) and not job.done.is_set() for key, job in self._jobs.items())

    def find(self, key: str) -> Job[Any] | None:
        return self._jobs.get(key)

    def start(
        self, key: str, work: Callable[[Job[T]], Awaitable[T]], *, language: str, about: str = ""
    ) -> Job[T]:
        """Begin `work`, or join the one that runs under `key`."""
        if (running := self._jobs.get(key)) is not None:
            return running
        job = Job[T](stage=say(TOOLS, "beginning", language), language=language, about=about)
        self._jobs[key] = job
        self._group.start_soon(self._carry_out, key, job, work, name=key)
        return job

    async def wait(self, key: str, watch: Watch) -> bool:
        """True if the job under `key` is over before the call has to be answered; `watch` is told how it goes."""
        job = self._jobs[key]
        watch.keys.append(key)
        job.waiting += 1
        try:
            return await self._waited(job, watch)
        finally:
            job.waiting -= 1

    async def _waited(self, job: Job[Any], watch: Watch) -> bool:
        shown, value = "", 0.0
        while not job.done.is_set() and (left := min(watch.until, self.closes_at) - anyio.current_time()) > 0:
            with anyio.move_on_after(min(left, _LOOK_SECONDS)):
                await job.done.wait()
            if job.words != shown:
                shown = job.words
                value = max(value + 0.01, job.percent or 0.0)
                await watch.tell(value, 100.0 if job.percent is not None else None, shown)
        return job.done.is_set()

    def take(self, key: str, job: Job[T]) -> T:
        """The outcome of a job that is over, which is then forgotten; raises what the work raised."""
        if self._jobs.get(key) is job:
            del self._jobs[key]
        return job.outcome()

    def cancel(self, key: str) -> None:
        """Break the job under `key` off, if it goes on."""
        if (job := self._jobs.get(key)) is not None:
            job.scope.cancel()

    def forget(self, key: str) -> None:
        """Nobody wants the outcome of `key` any more."""
        self._jobs.pop(key, None)

    async def _carry_out(self, key: str, job: Job[T], work: Callable[[Job[T]], Awaitable[T]]) -> None:
        try:
            with job.scope:
                job.result = await work(job)
            if job.scope.cancelled_caught:
                job.error = RenderCancelled()
        except Exception as error:  # noqa: BLE001 - the edge of a job: whoever takes the outcome gets it
            job.error = error
        finally:
            job.done.set()
        if self._on_end:
            self._on_end(key, job.error)


def _left_words(seconds: float, language: str) -> str:
    if seconds < 10:
        return say(TOOLS, "left_soon", language)
    if seconds < 90:
        return say(TOOLS, "left_seconds", language, n=5 * round(seconds / 5))
    return say(TOOLS, "left_minutes", language, n=round(seconds / 60))
