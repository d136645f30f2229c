"""The envelope of replies: written by the studio, and read in every form that a backend uses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from nemovideo_mcp import errors
from nemovideo_mcp.errors import NemoError

__all__ = ["error_data", "error_from", "failure", "failure_in", "http_status", "ok", "unwrap"]

_STATUS_OF: Mapping[type[NemoError], int] = {
    errors.TokenInvalid: 401,
    errors.ForeignOrigin: 403,
    errors.SessionNotFound: 404,
    # Not 402, which means by itself that the plan blocks exports, whatever the credits are.
    errors.NoCredits: 403,
    errors.UnsupportedFile: 415,
    errors.MediaUnreadable: 415,
    errors.FileTooLarge: 413,
    errors.ClientIdMissing: 400,
    errors.InvalidRequest: 400,
    errors.KeyReused: 422,
    errors.FileMissing: 404,
    errors.PlanBlocked: 402,
    errors.RateLimited: 429,
    errors.NothingToEdit: 409,
    errors.EditConflict: 409,
    errors.EditRefused: 400,
    errors.RenderCancelled: 409,
    errors.OutputExists: 409,
    errors.DiskFull: 507,
    errors.QuotaFull: 507,
}
_NOT_FOUND = 404
_CODE_OF_STATUS: Mapping[int, int] = {415: 4001}
"""HTTP statuses that stand for a code of another number; the others are codes themselves."""

_MAX_WRAPPINGS = 3
_LONGEST_REASON = 300
_TREE: Mapping[str, type[NemoError]] = {
    name: found
    for name in errors.__all__
    if isinstance(found := getattr(errors, name), type) and issubclass(found, NemoError)
}


def ok(data: Any) -> dict[str, Any]:
    """A reply of the studio."""
    return {"code": 0, "message": "success", "data": data}


def failure(error: NemoError, *, language: str = "en") -> dict[str, Any]:
    """The studio's reply to a failure: what happened, and what to do next.

    `data.error` and `data.fields` let our own client raise the same error again; others may ignore them.
    """
    code = error.code if error.code is not None else http_status(error)
    return {"code": code, "message": error.what(language), "data": error_data(error, language=language)}


def error_data(error: NemoError, *, language: str = "en") -> dict[str, Any]:
    """What stands beside a message: the next step, and enough to raise the same error elsewhere."""
    fields = {key: _carried(value, str(value)) for key, value in error.fields.items() if value is not None}
    return {"next_step": error.next_step(language), "error": type(error).__name__, "fields": fields}


def http_status(error: NemoError) -> int:
    """The HTTP status that the studio sends an error with; the code in the body is the one that counts.

    1001 is 401, 1002 404, 2001 403, 4001 415, 4002 413; 400, 402 and 429 are themselves; a key that stands for another
    call is 422, a full disk 507, what cannot be done now 409, and all the rest 500.
    """
    return next((_STATUS_OF[kind] for kind in type(error).__mro__ if kind in _STATUS_OF), 500)


def error_from(code: object, message: str, data: object = None) -> NemoError:
    """The error that a code, a message and what stands beside them mean.

    `data` may be what `error_data` made; then it is that very error. A 400 that does not speak of the client id is
    an `InvalidRequest`; a code that nobody listed is a `ServerFailed`.
    """
    beside = _mapping(data)
    if (named := _TREE.get(str(beside.get("error")))) is not None:
        sent = _mapping(beside.get("fields")).items()
        fields = {str(key): kept for key, value in sent if (kept := _carried(value)) is not None}
        return named(**{"detail": message, **fields})
    number = _whole(code)
    # Somebody else's words are a part of our sentence: one line, and not a long one.
    message = " ".join(message.split())[:_LONGEST_REASON] or f"code {code}"
    if number == 400 and "client" not in message.lower():
        return errors.InvalidRequest(
            message, hint=str(beside.get("next_step") or "Change it, and try again.")
        )
    return errors.error_for_code(number if number is not None else 500, message)


def unwrap(status: int, body: object, *, missing: type[NemoError] = errors.SessionNotFound) -> Any:
    """The payload of a reply.

    Accepts `{"code": 0, "data"}`, `{"success": true, "data"}`, `{"data"}`, one inside the other, and a bare object.

    Args:
        status: The HTTP status.
        body: The decoded JSON; None if the body is empty, a string if it is not JSON.
        missing: What a 404 without a code of its own means at this address.

    Raises:
        NemoError: The error of the tree that a code in the body, or else the status, stands for.
    """
    found = body
    for _ in range(_MAX_WRAPPINGS):
        _raise_failure(status, found, missing)
        inner = _payload(found)
        if inner is found:
            break
        found = inner
    if isinstance(found, str) and found is body:
        raise errors.ServerFailed("it answered with something that is not JSON.")
    return {} if found is None else found


def failure_in(body: object) -> NemoError | None:
    """The error that an object of any shape of the envelope stands for; None where it tells of no failure."""
    try:
        unwrap(200, body)
    except NemoError as error:
        return error
    return None


def _carried(value: object, otherwise: str | None = None) -> str | int | float | dict[str, str] | None:
    """A field of an error as it may stand on the wire: a plain value, or words in both languages."""
    if isinstance(value, str | int | float):
        return value
    words = {str(key): word for key, word in _mapping(value).items() if isinstance(word, str)}
    return words if words.keys() >= {"en", "zh"} else otherwise


def _raise_failure(status: int, body: object, missing: type[NemoError]) -> None:
    reply = _mapping(body)
    code = _code_in(reply)
    succeeded = 200 <= status < 300
    # What stands beside the status of a render says why the render failed, not that the question about it did.
    counted = _whole(reply.get("code")) if isinstance(reply.get("status"), str) else code
    declared = reply.get("success") is False or (
        counted is not None and counted != 0 and not 200 <= counted < 300
    )
    if succeeded and _is_render(_mapping(reply.get("data"))):
        # The question was answered; that the render has failed is what the answer says.
        return
    # A bare object with an error and without a status is a failure; with a status it may be a failed render.
    bare = "error" in reply and bool(reply["error"]) and "status" not in reply and "data" not in reply
    # FastAPI, which an agent server is made with, says nothing but this of a failure.
    bare = bare or (list(reply) == ["detail"] and isinstance(reply["detail"], str))
    if succeeded and not declared and not (bare and "success" not in reply and code is None):
        return
    message = _message_in(reply) or ("" if succeeded else f"HTTP {status}")
    if code is None or code == 0 or 200 <= code < 300:
        code = 500 if succeeded else status
    if code == _NOT_FOUND and "error" not in _mapping(reply.get("data")):
        raise missing(message)
    code = _CODE_OF_STATUS.get(code, code)
    raise error_from(code, message, reply.get("data"))


def _is_render(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("status"), str) and bool(data.keys() & {"id", "taskId", "progress", "error"})


def _payload(body: object) -> object:
    reply = _mapping(body)
    wrapped = "success" in reply or _whole(reply.get("code")) is not None
    inner = cast("object", reply.get("data"))
    if "data" in reply and (wrapped or isinstance(inner, Mapping | list)):
        return cast("object", inner)
    if not wrapped:
        return body
    return {key: value for key, value in reply.items() if key not in ("success", "code", "message", "msg")}


def _code_in(reply: Mapping[str, Any]) -> int | None:
    """The code of a failure, wherever its shape puts it."""
    return next(
        (n for place in _places(reply) for key in _CODES if (n := _whole(place.get(key))) is not None), None
    )


_CODES = ("code", "statusCode", "status_code", "errorCode", "error_code")
_INSIDE = ("error", "errors", "error_details", "detail", "content")


def _places(reply: Mapping[str, Any], *, depth: int = 2) -> Iterator[Mapping[str, Any]]:
    """`reply`, and what stands in it of the failure: as an object, the first of a list, or a string of JSON."""
    yield reply
    inner = [reply.get(key) for key in _INSIDE]
    # What a reply carries beside a code is its own; without one, it may be the failure.
    inner += [reply.get("data")] if all(_whole(reply.get(key)) is None for key in _CODES) else []
    for value in inner if depth else []:
        found: object = value
        if isinstance(found, str) and found.lstrip().startswith("{"):
            try:
                found = json.loads(found)
            except (ValueError, RecursionError):
                continue
        if isinstance(found, list):
            found = next(iter(cast("list[object]", found)), None)
        if place := _mapping(cast("object", found)):
            yield from _places(place, depth=depth - 1)


def _message_in(reply: Mapping[str, Any]) -> str:
    deeper = [place for place in _places(reply) if place is not reply]
    candidates = (
        *(place.get(key) for place in deeper for key in ("message", "detail")),
        *(reply.get(key) for key in ("error", "message", "msg", "detail", "errorMessage")),
    )
    return next((text for text in candidates if isinstance(text, str) and text.strip()), "")


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdecimal() else None


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
