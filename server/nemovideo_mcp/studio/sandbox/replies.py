"""Faults that change what stands in JSON replies: how they are wrapped, and how exports are said to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from nemovideo_mcp.studio.sandbox.strike import Behaviour, Strike, of_json

__all__ = ["REPLIES", "raw_film"]

_PLAIN_STATUS = ("id", "status", "progress", "createdAt")
_FAILURE = "Rendering failed: the worker ended unexpectedly"


def _payload(body: Any) -> Any:
    reply = _mapping(body)
    return reply["data"] if "data" in reply and ("code" in reply or "success" in reply) else body


def _mapping(value: object) -> dict[str, Any]:
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, dict) else {}


# --- the wrapping ------------------------------------------------------------------------------------------------


def _envelope(strike: Strike, status: int, body: Any) -> tuple[int, Any]:
    if status >= 400:
        return _FAILED[strike.fault.value](status, _mapping(body))
    return status, _WRAPPED[strike.fault.value](_payload(body))


_WRAPPED: Mapping[str, Callable[[Any], Any]] = {
    "success": lambda data: {"success": True, "data": data},
    "bare": lambda data: data,
    "nested": lambda data: {"code": 0, "message": "success", "data": {"success": True, "data": data}},
    "code": lambda data: {"code": 0, "message": "success", "data": data},
    "code-in-200": lambda data: {"code": 0, "message": "success", "data": data},
}

_FAILED: Mapping[str, Callable[[int, dict[str, Any]], tuple[int, Any]]] = {
    "success": lambda status, said: (status, {"success": False, "error": _error(status, said)}),
    "bare": lambda status, said: (status, {"detail": said.get("message", "")}),
    "nested": lambda status, said: (
        status,
        {"code": 0, "data": {"success": False, "error": _error(status, said)}},
    ),
    "code": lambda status, said: (status, said),
    "code-in-200": lambda status, said: (
        200,
        {"code": said.get("code", status), "message": said.get("message", "")},
    ),
}


def _error(status: int, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": said.get("code", status), "message": said.get("message", "")}


# --- exports -----------------------------------------------------------------------------------------------------


def _render_failed(_: Strike, status: int, body: Any) -> tuple[int, Any]:
    if status >= 400:
        return status, body
    said = _mapping(_payload(body))
    kept = {key: said[key] for key in _PLAIN_STATUS if key in said}
    return status, {"success": True, "data": {**kept, "status": "failed", "error": _FAILURE}}


def _render_slow(strike: Strike, status: int, body: Any) -> tuple[int, Any]:
    export, polls = strike.ids.get("export", ""), strike.memory.polls
    told = polls.get(export, 0)
    if status >= 400 or told >= strike.fault.number:
        return status, body
    polls[export] = told + 1
    said = _mapping(_payload(body))
    kept = {key: said[key] for key in _PLAIN_STATUS if key in said}
    progress = 100 * told // strike.fault.number
    going = {"status": "processing" if told else "pending", "progress": progress}
    return status, {"success": True, "data": {**kept, **going}}


def _render_shape(strike: Strike, status: int, body: Any) -> tuple[int, Any]:
    if status >= 400:
        return status, body
    return status, _SHAPES[strike.fault.value](_mapping(_payload(body)))


def _top(said: dict[str, Any]) -> dict[str, Any]:
    """The shape of version 1.9."""
    return {"status": said.get("status"), **_output(said, "url"), **_reason(said)}


def _task(said: dict[str, Any]) -> dict[str, Any]:
    shape = {"taskId": said.get("id"), "status": said.get("status"), "progress": said.get("progress")}
    return {**shape, **_output(said, "url", "duration", "size"), **_reason(said)}


def _success(said: dict[str, Any]) -> dict[str, Any]:
    keys = (*_PLAIN_STATUS, "completedAt", "outputUrl")
    return {"success": True, "data": {key: said[key] for key in keys if key in said} | _reason(said)}


_SHAPES: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "top": _top,
    "task": _task,
    "success": _success,
    "code-top": lambda said: {"code": 0, "data": _top(said)},
    "code-task": lambda said: {"code": 0, "data": _task(said)},
}


def _output(said: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    output = _mapping(said.get("output"))
    return {"output": {key: output[key] for key in keys if key in output}} if output else {}


def _reason(said: Mapping[str, Any]) -> dict[str, Any]:
    return {"error": said["error"]} if said.get("error") else {}


# --- the state ---------------------------------------------------------------------------------------------------


def raw_film(strike: Strike, status: int, body: Any) -> tuple[int, Any]:
    """While the first of two stages lasts, the draft holds pictures only."""
    memory = strike.memory
    if status >= 400 or memory.raw_until.get(strike.ids.get("session", ""), 0.0) <= memory.clock():
        return status, body
    reply = _mapping(body)
    data, state = _mapping(reply.get("data")), _mapping(_mapping(reply.get("data")).get("state"))
    draft = _mapping(state.get("draft"))
    tracks = cast("list[Mapping[str, Any]]", draft.get("t", []))
    draft |= {"t": [track for track in tracks if track.get("tt") == 0]}
    return status, {**reply, "data": {**data, "state": {**state, "draft": draft, "generated_media": []}}}


REPLIES: Mapping[str, Behaviour] = {
    "render-failed": of_json(_render_failed),
    "render-slow": of_json(_render_slow),
    "render-shape": of_json(_render_shape),
    "envelope": of_json(_envelope),
}
