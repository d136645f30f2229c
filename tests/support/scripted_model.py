"""A model that says what a script says, on loopback, for real chat programs that have no account.

It speaks as much of Anthropic's Messages protocol as they need. Which tool comes next follows from the results that the
program has sent so far, so the model itself remembers nothing that counts.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, cast

__all__ = ["Model", "Script", "scripted_model"]

Call = tuple[str, Mapping[str, Any]]
Script = Callable[[Sequence[str]], Call | str]
"""What to do after these results: a tool, as the server names it, and its arguments; or last words."""

_PREFIX = "nemovideo__"
# Both programs keep the tools of MCP servers back: Claude Code until they are looked up, OpenClaw behind one that
# calls.
_LOOK_UP = "ToolSearch"
_CALL = "tool_call"


@dataclass(kw_only=True)
class Model:
    """Where the model is, and what it was sent last: the tools' names, what the program told it, the tools' results."""

    url: str
    script: Script
    told: str = ""
    tools: Sequence[str] = ()
    results: Sequence[str] = ()
    called: list[str] = field(default_factory=list[str])
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The message that comes after those of `asked`."""
        offered = [str(tool["name"]) for tool in asked.get("tools", ())]
        block: dict[str, Any] = {"type": "text", "text": "A film"}
        # Without tools it is asked for something beside the chat: its title, say.
        if offered:
            self.told, self.tools, self.results = json.dumps(asked), offered, _results(asked["messages"])
            block = self._next(offered)
        return {
            "id": f"msg_{next(self.numbers)}",
            "type": "message",
            "role": "assistant",
            "model": asked["model"],
            "content": [block],
            "stop_reason": block["type"].replace("text", "end_turn"),
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }

    def _next(self, offered: Sequence[str]) -> dict[str, Any]:
        wanted = self.script(self.results)
        if isinstance(wanted, str):
            return {"type": "text", "text": wanted}
        tool, arguments = wanted
        name = next((name for name in offered if name.endswith(_PREFIX + tool)), None)
        if name is None and _LOOK_UP in offered:
            name, arguments = _LOOK_UP, {"query": f"select:mcp__{_PREFIX}{tool}"}
        elif name is None and _CALL in offered:
            name, arguments = _CALL, {"id": _PREFIX + tool, "args": dict(arguments)}
        if name is None:
            return {"type": "text", "text": f"{tool} is not among {', '.join(offered)}"}
        self.called.append(name)
        return {
            "type": "tool_use",
            "id": f"toolu_{next(self.numbers)}",
            "name": name,
            "input": dict(arguments),
        }


@contextmanager
def scripted_model(script: Script) -> Generator[Model]:
    """Run the model while the block lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        model = Model(url=f"http://127.0.0.1:{server.server_port}", script=script)
        server.model = model  # pyright: ignore
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield model
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.path.partition("?")[0].endswith("/messages"):
            self._send(b'{"input_tokens": 1}', "application/json")
            return
        model = cast("Model", self.server.model)  # pyright: ignore
        whole = model.answer(asked)
        if asked.get("stream"):
            events = "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in _events(whole))
            self._send(events.encode(), "text/event-stream")
        else:
            self._send(json.dumps(whole).encode(), "application/json")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:  # pyright: ignore
        pass


def _results(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the server's tools have answered."""
    parts = [part for message in messages for part in _parts(message["content"])]
    called = {str(part["id"]): part for part in parts if part["type"] == "tool_use"}
    ours = {n for n, call in called.items() if _PREFIX in f"{call['name']} {call['input'].get('id')}"}
    return [
        _words(part.get("content"))
        for part in parts
        if part["type"] == "tool_result" and part["tool_use_id"] in ours
    ]


def _parts(content: object) -> list[dict[str, Any]]:
    """The parts of a message, or of a result; what is a string has one."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return cast("list[dict[str, Any]]", content or [])


def _words(content: object) -> str:
    return "\n".join(str(part["text"]) for part in _parts(content) if part["type"] == "text")


def _events(whole: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The same message, piece by piece."""
    (block,) = whole["content"]
    empty: dict[str, Any] = {"text": ""}
    delta = {"type": "text_delta", "text": block.get("text")}
    if block["type"] == "tool_use":
        empty = {"input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
    yield {"type": "message_start", "message": {**whole, "content": [], "stop_reason": None}}
    yield {"type": "content_block_start", "index": 0, "content_block": {**block, **empty}}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    ended = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    yield {"type": "message_delta", "delta": ended, "usage": {"output_tokens": 1}}
    yield {"type": "message_stop"}
