"""The tasks extension, with a client that implements the other half of it [SEP-2663]."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from mcp.client.extension import ClaimContext, ClientExtension, ResultClaim
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, Request, RequestParams, Result
from pydantic import Field

from mcp import Client
from nemovideo_mcp.tools.tasks import EXTENSION_ID
from support.calling import Place, call, told, with_a_timeline

pytestmark = pytest.mark.anyio


class Created(Result):
    result_type: Literal["task"] = Field(alias="resultType")
    task_id: str = Field(alias="taskId")
    status: str
    created_at: datetime = Field(alias="createdAt")
    last_updated_at: datetime = Field(alias="lastUpdatedAt")
    ttl_ms: int = Field(alias="ttlMs")
    poll_interval_ms: int = Field(alias="pollIntervalMs")


class State(Result):
    task_id: str = Field(alias="taskId")
    status: str
    status_message: str | None = Field(default=None, alias="statusMessage")
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None


class Params(RequestParams):
    task_id: str = Field(alias="taskId")


class TaskRequest(Request[Params, str]):
    name_param = "taskId"


async def ask(client: Client, method: str, task_id: str, answer: type[Any] = State) -> Any:
    request = TaskRequest(method=method, params=Params(taskId=task_id))
    return await client.session.send_request(request, answer)


class Follows(ClientExtension):
    """A client that gets tasks; `meanwhile` is done once for each, and the outcome is waited for."""

    identifier = EXTENSION_ID

    def __init__(self, meanwhile: Callable[[Created], Awaitable[None]] | None = None) -> None:
        self.meanwhile = meanwhile
        self.created: list[Created] = []
        self.states: list[State] = []

    def claims(self) -> Sequence[ResultClaim[Any]]:
        return [ResultClaim(result_type="task", model=Created, resolve=self._resolve)]

    async def _resolve(self, created: Created, ctx: ClaimContext) -> CallToolResult:
        self.created.append(created)
        if self.meanwhile:
            await self.meanwhile(created)
        request = TaskRequest(method="tasks/get", params=Params(taskId=created.task_id))
        with anyio.fail_after(20):
            while True:
                state = await ctx.session.send_request(request, State)
                self.states.append(state)
                if state.status != "working":
                    break
                await anyio.sleep(0)
        if state.result is None:
            return CallToolResult(content=[], structured_content={"status": state.status}, is_error=True)
        return CallToolResult.model_validate(state.result)


async def test_a_client_that_declares_tasks_gets_one_for_a_long_export(place: Place) -> None:
    async def open_the_gate(_: Created) -> None:
        place.rendering.gate.set()

    follows = Follows(open_the_gate)
    await with_a_timeline(place)
    place.rendering.gate.clear()
    async with place.client(answer_seconds=0.2, extensions=[follows]) as client:
        film = told(await client.call_tool("export_video", {}))
    # It is waited for to its end, however soon others would have had to be answered.
    assert film["status"] == "done"
    assert Path(film["path"]).is_file()
    [created] = follows.created
    assert created.status == "working"
    assert created.last_updated_at >= created.created_at
    assert created.ttl_ms > 60_000
    assert created.poll_interval_ms > 0
    assert follows.states[-1].status == "completed"
    assert any(state.status_message for state in follows.states)


async def test_what_is_done_in_a_moment_is_answered_at_once(place: Place) -> None:
    follows = Follows()
    await with_a_timeline(place)
    async with place.client(extensions=[follows]) as client:
        assert (await call(client, "get_timeline"))["tracks"]
        assert (await client.call_tool("export_video", {"output": "/etc/x.mp4"})).is_error
    assert follows.created == []


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_client_that_declares_nothing_gets_a_plain_answer(place: Place, mode: str) -> None:
    await with_a_timeline(place)
    place.rendering.gate.clear()
    async with place.client(answer_seconds=0.2, mode=mode) as client:
        assert (await call(client, "export_video"))["status"] == "rendering"
        with pytest.raises(MCPError) as refusal:
            await ask(client, "tasks/get", "anything")
    assert refusal.value.error.code == (-32021 if mode == "auto" else -32601)


async def test_a_cancelled_task_stops_its_export(place: Place) -> None:
    async def cancel(created: Created) -> None:
        assert place.rendering.begun.wait(10)
        await ask(client, "tasks/cancel", created.task_id, Result)

    follows = Follows(cancel)
    await with_a_timeline(place)
    place.rendering.gate.clear()
    async with place.client(extensions=[follows]) as client:
        ended = await client.call_tool("export_video", {})
        assert (ended.structured_content or {})["status"] == "cancelled"
        listed = await call(client, "list_projects")
        assert "not fetched" not in listed["message"]
    assert not list((place.home / "work").glob("trip*"))


async def test_a_failure_of_the_tool_is_a_completed_task(place: Place) -> None:
    async def let_it_fail(_: Created) -> None:
        place.rendering.gate.set()

    follows = Follows(let_it_fail)
    await with_a_timeline(place)
    place.rendering.gate.clear()
    place.rendering.failures = [RuntimeError("x"), RuntimeError("x"), RuntimeError("x"), RuntimeError("x")]
    async with place.client(extensions=[follows]) as client:
        ended = await client.call_tool("export_video", {})
    assert ended.is_error
    assert told(ended)["error"] in ("RenderFailed", "ServerFailed")


async def test_tasks_that_are_not_there_are_named_as_such(place: Place) -> None:
    async with place.client(extensions=[Follows()]) as client:
        for method in ("tasks/get", "tasks/cancel"):
            with pytest.raises(MCPError) as refusal:
                await ask(client, method, "0123")
            assert refusal.value.error.code == -32602
