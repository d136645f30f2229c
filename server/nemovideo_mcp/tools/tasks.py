"""The tasks extension: clients that declare it get a handle for long work instead of waiting for it [SEP-2663]."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import anyio
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.server import require_client_extension
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    RequestParams,
)
from pydantic import Field

from nemovideo_mcp.tools import exporting
from nemovideo_mcp.tools.app import UNHURRIED, App, app_of
from nemovideo_mcp.tools.background import Job, Watch

__all__ = ["EXTENSION_ID", "Tasks"]

EXTENSION_ID = "io.modelcontextprotocol/tasks"
_VERSIONS = frozenset({"2026-07-28"})
_POLL_MS = 2_000
_TTL_MS = 60 * 60 * 1000
# What is over by then is answered at once: a handle would only cost the client another request.
_QUICK_SECONDS = 1.0


class TaskParams(RequestParams):
    """What names a task."""

    task_id: str = Field(alias="taskId")


class UpdateParams(TaskParams):
    """Answers to what a task has asked."""

    input_responses: dict[str, Any] = Field(default_factory=dict, alias="inputResponses")


@dataclass(kw_only=True)
class _Task:
    """A call that goes on without its request. `keys` are the jobs it waits for."""

    created: datetime
    job: Job[HandlerResult]
    keys: list[str] = field(default_factory=list[str])
    updated: datetime
    cancelled: bool = False


class Tasks(Extension):
    """Turns calls of `tools` into tasks for clients that declare the extension; each user has their own.

    They live as long as the server's process. The exports behind them live longer: their job_id finds them again.
    """

    identifier = EXTENSION_ID

    def __init__(
        self,
        *,
        tools: frozenset[str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        quick_seconds: float = _QUICK_SECONDS,
    ) -> None:
        self._tools = tools
        self._clock = clock
        self._quick_seconds = quick_seconds

    def methods(self) -> Sequence[MethodBinding]:
        return (
            MethodBinding("tasks/get", TaskParams, self._get, _VERSIONS),
            MethodBinding("tasks/update", UpdateParams, self._update, _VERSIONS),
            MethodBinding("tasks/cancel", TaskParams, self._cancel, _VERSIONS),
        )

    async def intercept_tool_call(
        self, params: CallToolRequestParams, ctx: ServerRequestContext[Any, Any], call_next: CallNext
    ) -> HandlerResult:
        """A handle for a call that takes longer than a moment, where the client can follow it."""
        if params.name not in self._tools or not _declared(ctx):
            return await call_next(ctx)
        app = _app(ctx)
        self._forget_old(app)
        task_id = uuid.uuid4().hex
        now = self._clock()
        keys: list[str] = []

        async def work(job: Job[HandlerResult]) -> HandlerResult:
            async def tell(progress: float, total: float | None, words: str) -> None:
                job.note(words, None if total is None else progress)
                task.updated = self._clock()

            UNHURRIED.set(Watch(until=float("inf"), at_most=float("inf"), tell=tell, keys=keys))
            return await call_next(ctx)

        job = app.background.start(_key(task_id), work, language=app.language)
        task = _Task(created=now, updated=now, job=job, keys=keys)
        with anyio.move_on_after(self._quick_seconds):
            await job.done.wait()
        if job.done.is_set():
            app.background.forget(_key(task_id))
            return job.outcome()
        app.tasks[task_id] = task
        return {**self._state(task_id, task), "resultType": "task"}

    async def _get(self, ctx: ServerRequestContext[Any, Any], params: TaskParams) -> HandlerResult:
        task = self._known(ctx, params.task_id)
        return {**self._state(params.task_id, task), **_outcome(task)}

    async def _update(self, ctx: ServerRequestContext[Any, Any], params: UpdateParams) -> HandlerResult:
        # No tool here asks for anything while it works, so there is nothing that a response could answer.
        self._known(ctx, params.task_id)
        return {}

    async def _cancel(self, ctx: ServerRequestContext[Any, Any], params: TaskParams) -> HandlerResult:
        task, app = self._known(ctx, params.task_id), _app(ctx)
        if task.job.done.is_set():
            return {}
        task.cancelled, task.updated = await _stopped(app, task.keys), self._clock()
        if task.cancelled:
            app.background.cancel(_key(params.task_id))
        return {}

    def _known(self, ctx: ServerRequestContext[Any, Any], task_id: str) -> _Task:
        require_client_extension(ctx, EXTENSION_ID)
        app = _app(ctx)
        self._forget_old(app)
        task = app.tasks.get(task_id)
        if not isinstance(task, _Task):
            raise MCPError(code=INVALID_PARAMS, message="There is no such task, or it has expired.")
        return task

    def _forget_old(self, app: App) -> None:
        now = self._clock()
        for task_id, task in list(app.tasks.items()):
            if task.job.done.is_set() and (now - task.updated).total_seconds() * 1000 > _TTL_MS:
                del app.tasks[task_id]
                app.background.forget(_key(task_id))

    def _state(self, task_id: str, task: _Task) -> dict[str, Any]:
        words = task.job.words
        return {
            "taskId": task_id,
            "status": _status(task),
            **({"statusMessage": words} if words else {}),
            "createdAt": _iso(task.created),
            "lastUpdatedAt": _iso(task.updated),
            "ttlMs": _TTL_MS,
            "pollIntervalMs": _POLL_MS,
        }


async def _stopped(app: App, keys: Sequence[str]) -> bool:
    """Stop what can be stopped of the jobs `keys`: exports and uploads.

    An edit that the backend has begun is carried out.
    """
    stopped = False
    for key in keys:
        kind, _, rest = key.partition(":")
        job = app.background.find(key)
        if job is None or job.done.is_set():
            continue
        if kind == "export":
            await exporting.cancel_export(app, rest, None)
            stopped = True
        elif kind == "upload":
            app.background.cancel(key)
            stopped = True
    return stopped


def _status(task: _Task) -> str:
    if task.cancelled:
        return "cancelled"
    if not task.job.done.is_set():
        return "working"
    return "failed" if task.job.error is not None else "completed"


def _outcome(task: _Task) -> Mapping[str, Any]:
    status = _status(task)
    if status == "failed":
        error = task.job.error
        code = error.code if isinstance(error, MCPError) else INTERNAL_ERROR
        return {"error": {"code": code, "message": str(error)[:300]}}
    result = task.job.result
    if status == "completed" and isinstance(result, CallToolResult):
        return {"result": result.model_dump(by_alias=True, mode="json", exclude_none=True)}
    return {}


def _declared(ctx: ServerRequestContext[Any, Any]) -> bool:
    capabilities = ctx.session.client_capabilities
    return (
        ctx.protocol_version in _VERSIONS
        and capabilities is not None
        and EXTENSION_ID in (capabilities.extensions or {})
    )


def _app(ctx: ServerRequestContext[Any, Any]) -> App:
    return app_of(Context[App](request_context=ctx))


def _key(task_id: str) -> str:
    return f"task:{task_id}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
