"""A server of a language model that answers by a script, over real HTTP on loopback, as well or as badly as told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

MODEL = "llama3.1"
Respond = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""Writes a reply, whole or not."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the server was asked, as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(kw_only=True)
class ScriptedModel:
    """The server: each completion gets the next reply of the script, the last one for ever. `GET /v1/models` lists."""

    replies: Sequence[Respond]
    models: Sequence[str] = (MODEL,)
    requests: list[Request] = field(default_factory=list[Request])
    url: str = ""
    gone: int = 0
    """How many callers have closed the connection before it was answered."""

    @property
    def completions(self) -> list[Request]:
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await _read(reader)
            self.requests.append(request)
            if request.method == "GET":
                listed = {"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]}
                await answering(json.dumps(listed))(writer)
            else:
                place = min(len(self.completions), len(self.replies)) - 1
                answer = asyncio.ensure_future(self.replies[place](writer))
                leaving = asyncio.ensure_future(reader.read(1))
                await asyncio.wait({answer, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if not answer.done():
                    self.gone += 1
                    answer.cancel()
                leaving.cancel()
                await asyncio.gather(answer, leaving, return_exceptions=True)
        writer.close()


@asynccontextmanager
async def scripted_model(
    *replies: Respond, models: Sequence[str] = (MODEL,)
) -> AsyncGenerator[ScriptedModel]:
    """A server that listens as long as the context lasts."""
    model = ScriptedModel(replies=replies, models=models)
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield model
    finally:
        server.close()


def answering(body: str | bytes, *, status: int = 200, **headers: str) -> Respond:
    """A whole reply."""
    content = body.encode() if isinstance(body, str) else body

    async def respond(writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Scripted", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""]).encode() + content)
        await writer.drain()

    return respond


def completing(content: object, *, finish_reason: str = "stop") -> Respond:
    """A completion; `content` is JSON where it is not a string."""
    return answering(completion(content, finish_reason=finish_reason))


def completion(content: object, *, finish_reason: str = "stop") -> str:
    """The body of a completion."""
    said = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": said},
        "finish_reason": finish_reason,
    }
    return json.dumps({"object": "chat.completion", "model": MODEL, "choices": [choice]})


def edits(*operations: Mapping[str, Any]) -> Respond:
    """The completion of a model that does as it is told."""
    return completing({"operations": list(operations), "cannot": None})


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method=method, path=path, headers=headers, body=body)
