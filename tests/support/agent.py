"""A host and its agent: the server as a process of its own, and somebody who calls its tools and does what they say.

The agent is deterministic. Where an answer says that the work goes on, it calls the tool which `next_step` names, with
the handle that came, until there is an end; each call is written down.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
from mcp.types import CallToolResult

from mcp import Client, StdioServerParameters

__all__ = ["Agent", "Call", "hosted"]

_GOES_ON = ("working", "rendering")
_PAUSE_SECONDS = 0.25
_LONGEST_ANSWER_SECONDS = 45.0
# The process tells its own number, for tests that end it: the SDK keeps it to itself.
_SERVER = (
    "import os, pathlib, runpy, sys; path = sys.argv.pop(1);"
    "pathlib.Path(path).write_text(str(os.getpid())); runpy.run_module('nemovideo_mcp', run_name='__main__')"
)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a tool: what it was given, what came back, how long it took."""

    tool: str
    arguments: dict[str, Any]
    answer: dict[str, Any]
    is_error: bool
    seconds: float


@dataclass(kw_only=True)
class Agent:
    """Somebody who has nothing but the tools of `client`. `pid` is that of the server."""

    client: Client
    tools: tuple[str, ...]
    pid: int
    calls: list[Call] = field(default_factory=list[Call])

    async def once(self, tool: str, **arguments: Any) -> Call:
        """One call, and its first answer; fails if that took longer than a host waits."""
        begun = time.perf_counter()
        result = await self.client.call_tool(tool, arguments)
        seconds = time.perf_counter() - begun
        assert seconds < _LONGEST_ANSWER_SECONDS, f"{tool} was answered after {seconds:.0f} s"
        call = Call(
            tool=tool,
            arguments=arguments,
            answer=_told(result),
            is_error=bool(result.is_error),
            seconds=seconds,
        )
        self.calls.append(call)
        return call

    async def call(self, tool: str, **arguments: Any) -> Call:
        """Call a tool, and go on as its answers say until the work is done."""
        call = await self.once(tool, **arguments)
        while not call.is_error and self._goes_on(call):
            call = await self.once(*self._next(call)[:1], **self._next(call)[1])
            await anyio.sleep(_PAUSE_SECONDS)
        return call

    async def does(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The same, for what has to work."""
        call = await self.call(tool, **arguments)
        assert not call.is_error, f"{tool}({arguments}): {call.answer}"
        return call.answer

    async def is_refused(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The same, for what has to be refused."""
        call = await self.call(tool, **arguments)
        assert call.is_error, f"{tool}({arguments}): {call.answer}"
        return call.answer

    def _goes_on(self, call: Call) -> bool:
        if call.tool == "get_timeline" and "status" not in call.answer:
            return re.search(r"get_timeline", call.answer["next_step"]) is not None
        return call.answer.get("status") in _GOES_ON

    def _next(self, call: Call) -> tuple[str, dict[str, Any]]:
        """The tool that the answer names, and what it is to be given."""
        named = re.findall(r"\b[a-z]+_[a-z_]+\b", call.answer["next_step"])
        tool = next((name for name in named if name in self.tools), None)
        assert tool is not None, f"{call.tool} goes on, but names no tool: {call.answer}"
        project = {key: value for key, value in call.arguments.items() if key == "project"}
        if "job_id" in call.answer:
            return tool, {**project, "job_id": call.answer["job_id"]}
        return tool, dict(call.arguments) if tool == call.tool else project


def _told(result: CallToolResult) -> dict[str, Any]:
    """The structure of an answer; what it says must stand in its text as well, and nothing in it may be empty."""
    structure = result.structured_content
    assert structure is not None, result
    text = result.content[0].text  # pyright: ignore
    assert structure["message"], structure
    assert structure["message"] in text
    assert structure["next_step"] in text
    assert None not in structure.values(), structure
    return structure


@asynccontextmanager
async def hosted(home: Path, *options: str, cwd: Path, prelude: str = "") -> AsyncGenerator[Agent]:
    """An agent whose host has started the server in `cwd`, for the user whose folders are under `home`.

    The user's own home is the folder that `cwd` is in. `prelude` is what the server's process runs first.
    """
    cwd.mkdir(parents=True, exist_ok=True)
    pid_file = cwd / f".server-{time.monotonic_ns()}"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", f"{prelude}\n{_SERVER}", str(pid_file), "serve", "--backend", "local", *options],
        env={**os.environ, **dict.fromkeys(("HOME", "USERPROFILE"), str(cwd.parent)), "NEMO_HOME": str(home)},
        cwd=cwd,
    )
    async with Client(server) as client:
        tools = tuple(tool.name for tool in (await client.list_tools()).tools)
        yield Agent(client=client, tools=tools, pid=int(pid_file.read_text()))
