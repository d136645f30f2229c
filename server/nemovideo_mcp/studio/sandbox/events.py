"""Faults of what the events say: silent edits, talk of buttons, other forms, thoughts, errors, two stages."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Mapping
from typing import Any, cast

from starlette.types import ASGIApp

from nemovideo_mcp.protocol.events import encode_event, text_event, tool_call_event, tool_response_event
from nemovideo_mcp.studio.sandbox.replies import raw_film
from nemovideo_mcp.studio.sandbox.strike import Behaviour, Chunks, Strike, of_json, of_stream

__all__ = ["EVENTS"]

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HEARTBEAT_S = 10.0


def _event_in(block: bytes) -> dict[str, Any]:
    """The event of a block; empty for comments and what is no JSON object."""
    try:
        found: object = json.loads(block.removeprefix(b"data:")) if block.startswith(b"data:") else None
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _parts_in(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts; other faults may have put things among them that are none."""
    parts: list[object] = event.get("content", {}).get("parts", [])
    return [cast("dict[str, Any]", part) for part in parts if isinstance(part, dict)]


def _text_in(event: Mapping[str, Any]) -> str:
    return "".join(str(part.get("text", "")) for part in _parts_in(event))


def _is_piece(event: Mapping[str, Any]) -> bool:
    return event.get("partial") is True


# --- what is said ------------------------------------------------------------------------------------------------


async def _silent_edit(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    tools = strike.fault.more["tools"] == "yes"
    async for block in blocks:
        event = _event_in(block)
        if not _text_in(event) and (tools or not event):
            yield block


_GUI: Mapping[str, Mapping[str, str]] = {
    "click": {"en": "Click the [Generate] button to continue.", "zh": "请点击【生成】按钮继续。"},
    "open": {"en": "Open the Timeline panel to see the tracks.", "zh": "请打开时间线面板查看轨道。"},
    "drag": {"en": "Drag the music clip to the end of the track.", "zh": "请把音乐片段拖拽到轨道末尾。"},
    "preview": {"en": "You can preview in timeline now.", "zh": "现在可以在时间线中预览。"},
    "export": {"en": "Then click the Export button in the top right.", "zh": "然后点击右上角的导出按钮。"},
    "account": {"en": "Check your account page for billing.", "zh": "请在账户页面查看账单。"},
}


async def _gui_speak(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    chosen = list(_GUI) if strike.fault.value == "mixed" else [strike.fault.value]
    async for block in blocks:
        event = _event_in(block)
        text = _text_in(event)
        if text and _is_piece(event):
            continue
        language = "zh" if _CHINESE.search(text) else "en"
        said = " ".join(_GUI[name][language] for name in chosen)
        yield _with_text(event, f"{text} {said}") if text else block


async def _temporary_issue(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    alone = strike.fault.value == "alone"
    async for block in blocks:
        if not alone or not _text_in(_event_in(block)):
            yield block
    yield encode_event(text_event("I encountered a temporary issue. Please try again."))


async def _stream_error(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    async for block in blocks:
        if not _text_in(_event_in(block)):
            yield block
    code, message = strike.fault.value, "the agent failed"
    forms = {
        "error": {"error": message, "error_details": {"code": code}},
        "code": {"author": "nemo_agent", "errorCode": code, "errorMessage": message},
    }
    yield encode_event(forms[strike.fault.more["form"]])


async def _thoughts(_: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    async for block in blocks:
        if _event_in(block):
            thought = {"text": "The user must not read this thought.", "thought": True}
            yield encode_event({"content": {"parts": [thought], "role": "model"}, "author": "nemo_agent"})
        yield block


_UNKNOWN = (
    b'data: {"type":"telemetry","spans":[1,2,3]}\n\n',
    b'event: usage\nid: 7\nretry: 3000\ndata: {"tokens":12}\n\n',
    b'data: {"actions":{"stateDelta":{"step":1}},"author":"nemo_agent"}\n\n',
    b'data: {"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":""}},7,null],"role":"model"}}\n\n',
    b"data: [1,2,3]\n\n",
    b"data: done\n\n",
    b"nonsense without a colon\n\n",
)


async def _unknown_events(_: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    for block in _UNKNOWN:
        yield block
    async for block in blocks:
        event = _event_in(block)
        yield encode_event({"traceId": "t-1", **event, "nobody": {"knows": ["this"]}}) if event else block
    for block in _UNKNOWN:
        yield block


# --- the other form ----------------------------------------------------------------------------------------------


async def _plain_events(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    pieces = strike.fault.more["pieces"] == "yes"
    said_in_pieces = False
    async for block in blocks:
        event = _event_in(block)
        if not event:
            yield encode_event({"type": "heartbeat"}) if block.startswith(b":") else block
            continue
        if (text := _text_in(event)) and _is_piece(event) == pieces:
            said_in_pieces = pieces
            yield encode_event({"type": "text", "content": text})
        elif text and not _is_piece(event) and not said_in_pieces:
            yield encode_event({"type": "text", "content": text})
        elif not text and not _parts_in(event):
            yield block
        for part in _parts_in(event):
            if call := part.get("functionCall"):
                yield encode_event({"type": "tool_call", "name": call["name"], "args": call["args"]})
            if reply := part.get("functionResponse"):
                result = {"name": reply["name"], "result": reply["response"]}
                yield encode_event({"type": "tool_result", **result})


# --- two stages --------------------------------------------------------------------------------------------------

_RAW = {"en": "The raw video has been generated.", "zh": "原始视频已生成。"}
_SECOND = ("add_background_music", "add_title", "add_effects")


async def _two_stages(strike: Strike, blocks: Chunks) -> AsyncGenerator[bytes]:
    held: list[bytes] = []
    async for block in blocks:
        if _text_in(_event_in(block)):
            held.append(block)
        else:
            yield block
    memory, session, seconds = strike.memory, strike.ids.get("session", ""), strike.fault.number
    language = "zh" if any(_CHINESE.search(_text_in(_event_in(block))) for block in held) else "en"
    stays_open = strike.fault.more["stream"] == "open"
    memory.raw_until[session] = float("inf") if stays_open else memory.clock() + seconds
    yield encode_event(text_event(_RAW[language]))
    if not stays_open:
        return
    try:
        left = float(seconds)
        while left > 0:
            await memory.sleep(min(left, _HEARTBEAT_S))
            left -= _HEARTBEAT_S
            yield b": heartbeat\n\n"
    finally:
        # Whether or not anybody listens: the second stage is made.
        memory.raw_until.pop(session, None)
    for name in _SECOND:
        yield encode_event(tool_call_event(name, {}, f"call_{name}"))
        yield encode_event(tool_response_event(name, {"percent": 100}, f"call_{name}"))
    for block in held:
        yield block


def _two_stage(strike: Strike, app: ASGIApp) -> ASGIApp:
    behaviour = of_stream(_two_stages) if strike.call == "run" else of_json(raw_film)
    return behaviour(strike, app)


def _with_text(event: Mapping[str, Any], text: str) -> bytes:
    content = {**event["content"], "parts": [{"text": text}]}
    return encode_event({**event, "content": content})


EVENTS: Mapping[str, Behaviour] = {
    "silent-edit": of_stream(_silent_edit),
    "gui-speak": of_stream(_gui_speak),
    "two-stage": _two_stage,
    "temporary-issue": of_stream(_temporary_issue),
    "stream-error": of_stream(_stream_error),
    "thoughts": of_stream(_thoughts),
    "unknown-events": of_stream(_unknown_events),
    "plain-events": of_stream(_plain_events),
}
