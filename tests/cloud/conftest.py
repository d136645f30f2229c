"""The client before a cloud that shares no code with it: real HTTP on loopback, and a clock that nobody waits for."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest

from nemovideo_mcp.client import NemoClient
from support.cloud import Cloud, drafts


@dataclass
class Clock:
    """Seconds that pass only by being waited for; `pauses` are those that the client has waited."""

    now: float = 0.0
    sleep_for_ever: bool = False
    pauses: list[float] = field(default_factory=list[float])

    async def sleep(self, seconds: float) -> None:
        """Wait without waiting."""
        self.pauses.append(seconds)
        self.now += seconds
        await (anyio.sleep_forever() if self.sleep_for_ever else anyio.sleep(0))


@dataclass(frozen=True)
class Talk:
    """A client, its project, and the cloud that it speaks to."""

    cloud: Cloud
    nemo: NemoClient
    session_id: str
    clock: Clock


Talking = Callable[..., AbstractAsyncContextManager[Talk]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talking(clock: Clock, tmp_path: Path) -> Talking:
    """`async with talking(setting=…) as talk`: a project on a cloud of these settings, with a film of two clips."""

    @asynccontextmanager
    async def open_talk(*, token: str = "", **settings: Any) -> AsyncGenerator[Talk]:
        cloud = Cloud(now=lambda: clock.now, **{"first_draft": drafts.sample(), **settings})
        if token:
            cloud.add_account(token, "user-1", 100)
        async with cloud.serve() as url:
            environ = {"NEMO_HOME": str(tmp_path), "NEMO_API_URL": url}
            environ |= {"NEMO_TOKEN": token} if token else {}
            async with NemoClient.from_env(environ=environ, sleep=clock.sleep, random=lambda: 0.5) as nemo:
                session = await nemo.create_session()
                yield Talk(cloud, nemo, session.session_id, clock)

    return open_talk
