"""The client against the API server of Google's Agent Development Kit itself: `pip install nemovideo-mcp[adk]`."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

adk = pytest.importorskip("google.adk.agents", reason="google-adk is in an extra of its own")

import uvicorn  # noqa: E402
from google.adk.agents import BaseAgent  # noqa: E402
from google.adk.cli.fast_api import get_fast_api_app  # noqa: E402
from google.adk.cli.utils.base_agent_loader import BaseAgentLoader  # noqa: E402
from google.adk.events import Event as AdkEvent  # noqa: E402
from google.adk.events import EventActions  # noqa: E402
from google.genai import types  # noqa: E402

from nemovideo_mcp import errors  # noqa: E402
from nemovideo_mcp.client import NemoClient  # noqa: E402
from nemovideo_mcp.protocol.events import Event, Text, ToolProgress, Unknown  # noqa: E402

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("default")]

ALL = "Cut to the beat. 卡点完成。"


class _Scripted(BaseAgent):
    """No model: what is said is written here."""

    async def _run_async_impl(self, ctx: Any) -> AsyncGenerator[AdkEvent, None]:
        said = ctx.user_content.parts[0].text

        def event(part: types.Part, **more: Any) -> AdkEvent:
            content = types.Content(role="model", parts=[part])
            return AdkEvent(author=self.name, invocation_id=ctx.invocation_id, content=content, **more)

        yield event(types.Part(text="The user must not see this.", thought=True))
        yield event(types.Part(function_call=types.FunctionCall(id="1", name="cut", args={"n": 1})))
        result = {"stage": "Cutting", "percent": 40}
        yield event(types.Part(function_response=types.FunctionResponse(id="1", name="cut", response=result)))
        if said == "silent":
            return
        if said == "fail":
            raise RuntimeError("the agent died")
        for piece in ("Cut to ", "the beat. 卡点", "完成。"):
            yield event(types.Part(text=piece), partial=True)
        yield event(types.Part(text=ALL), actions=EventActions(state_delta={"draft": {"d": 1}}))


class _Loader(BaseAgentLoader):
    def load_agent(self, agent_name: str) -> BaseAgent:
        return _Scripted(name=agent_name)

    def list_agents(self) -> list[str]:
        return ["nemo_agent"]


@pytest.fixture
def adk_url(tmp_path: Path) -> Generator[str]:
    app = get_fast_api_app(
        agents_dir=str(tmp_path),
        agent_loader=_Loader(),
        session_service_uri="memory://",
        use_local_storage=False,
        web=False,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        thread.join(0.02)
    try:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        httpx.post(f"{url}/apps/nemo_agent/users/me/sessions/s1", json={}).raise_for_status()
        yield url
    finally:
        server.should_exit = True
        thread.join(20)


def client(url: str, home: Path) -> NemoClient:
    environ = {"NEMO_HOME": str(home), "NEMO_API_URL": url, "NEMO_TOKEN": "anything"}
    return NemoClient.from_env(environ=environ)


@pytest.mark.rule("client.stream.adk", "client.stream.once", "client.stream.thought")
async def test_the_words_of_a_real_agent_server_are_counted_once(adk_url: str, tmp_path: Path) -> None:
    heard: list[Event] = []
    async with client(adk_url, tmp_path) as nemo:
        reply = await nemo.send_message("s1", "cut it", on_event=heard.append)
    assert (reply.text, reply.complete) == (ALL, True)
    assert heard[0] == Unknown(reason="thought")
    assert heard[1] == ToolProgress(name="cut", call_id="1", started=True)
    assert heard[2] == ToolProgress(name="cut", call_id="1", stage="Cutting", percent=40)
    # Without `streaming` in the request the server may keep the pieces to itself.
    assert heard[-1] == Text(text=ALL)


async def test_a_silent_turn_is_complete_and_empty(adk_url: str, tmp_path: Path) -> None:
    async with client(adk_url, tmp_path) as nemo:
        reply = await nemo.send_message("s1", "silent")
    assert (reply.text, reply.complete) == ("", True)


@pytest.mark.rule("client.stream.error")
async def test_an_agent_that_dies_in_mid_stream_is_a_failure(adk_url: str, tmp_path: Path) -> None:
    async with client(adk_url, tmp_path) as nemo:
        with pytest.raises(errors.ServerFailed, match="the agent died"):
            await nemo.send_message("s1", "fail")


async def test_a_session_that_the_server_does_not_know_is_1002(adk_url: str, tmp_path: Path) -> None:
    async with client(adk_url, tmp_path) as nemo:
        with pytest.raises(errors.SessionNotFound):
            await nemo.send_message("nope", "cut it")
