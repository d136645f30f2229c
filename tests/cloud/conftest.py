"""The client before a cloud that shares no code with it: real HTTP on loopback, and a clock that nobody waits for."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcp import Client
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.tools.server import build_server
from support.cloud import Cloud, Landing, Turn, drafts, edits, streams


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


@dataclass
class Chat:
    """An agent before the cloud; `told` is what it hears while it waits."""

    client: Client
    cloud: Cloud
    told: list[str] = field(default_factory=list[str])

    async def call(self, tool: str, **arguments: Any) -> Mapping[str, Any]:
        """The structure of a tool's answer."""

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            del progress, total
            self.told.append(message or "")

        result = await self.client.call_tool(tool, arguments, progress_callback=hear)
        assert result.structured_content is not None
        return {**result.structured_content, "is_error": result.is_error}


Talking = Callable[..., AbstractAsyncContextManager[Talk]]
Chatting = Callable[..., AbstractAsyncContextManager[Chat]]


def _generated(draft: drafts.Draft) -> drafts.Draft:
    shot = drafts.track(drafts.VIDEO, drafts.segment(0, 8000, name="a generated city"))
    return drafts.measured({**draft, "t": [shot]})


GENERATION = Turn(
    stream=streams.answer("Here is your video."),
    edit=_generated,
    later=(Landing(70.0, edits.add_music("Lo-fi")),),
)


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


@pytest.fixture
def chatting(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chatting:
    """`async with chatting(setting=…) as chat`: the tools before a cloud of these settings; a film of two clips."""
    monkeypatch.chdir(tmp_path)

    @asynccontextmanager
    async def open_chat(**settings: Any) -> AsyncGenerator[Chat]:
        cloud = Cloud(now=lambda: clock.now, **{"first_draft": drafts.sample(), **settings})
        async with cloud.serve() as url:
            environ = {"NEMO_HOME": str(tmp_path / "home"), "NEMO_API_URL": url}

            def opened() -> NemoClient:
                return NemoClient.from_env(environ=environ, sleep=clock.sleep, random=lambda: 0.5)

            server = build_server(open_client=opened, environ={**os.environ, **environ})
            with anyio.fail_after(60):
                async with Client(server) as client:
                    yield Chat(client, cloud)

    return open_chat
