"""The shapes of the envelope as tables by name, so that a test can run through all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .http import Reply, bytes_reply, json_reply

WORDS: dict[int, str] = {
    400: "X-Client-Id header is required",
    402: "Export is not available on the free plan",
    429: "Rate limit exceeded",
    1001: "Token expired or invalid",
    1002: "Session not found",
    1010: "Token revoked",
    1011: "Token malformed",
    2001: "Insufficient credits",
    4001: "Unsupported file type",
    4002: "File too large",
}

# The HTTP status that goes with a code where the shape shows it in the status.
STATUS: dict[int, int] = {
    1001: 401,
    1002: 404,
    1010: 401,
    1011: 401,
    2001: 400,
    4001: 415,
    4002: 413,
}

SUCCESS: dict[str, Callable[[Any], Any]] = {
    "code_zero": lambda data: {"code": 0, "message": "success", "data": data},
    "success_true": lambda data: {"success": True, "data": data},
    "data_without_code": lambda data: {"data": data},
    "bare": lambda data: data,
    "code_as_string": lambda data: {"code": "0", "message": "success", "data": data},
}

# Shape -> (code, words) -> body. `None` is an empty body.
ERROR_BODIES: dict[str, Callable[[int, str], Any]] = {
    "code_in_200": lambda code, words: {"code": code, "message": words, "data": None},
    "code_in_status": lambda code, words: {"code": code, "message": words},
    "code_as_string": lambda code, words: {"code": str(code), "message": words},
    "code_as_string_in_status": lambda code, words: {"code": str(code), "message": words},
    "success_false": lambda code, words: {"success": False, "error": words},
    "success_false_in_status": lambda code, words: {"success": False, "error": words},
    "success_false_object": lambda code, words: {"success": False, "error": {"code": code, "message": words}},
    "success_false_code": lambda code, words: {"success": False, "code": code, "error": words},
    "error_object": lambda code, words: {"error": {"code": code, "message": words}},
    "error_object_in_status": lambda code, words: {"error": {"code": code, "message": words}},
    "detail_in_status": lambda code, words: {"detail": words},
    "status_only": lambda code, words: None,
    "status_html": lambda code, words: f"<html><body><h1>{words}</h1></body></html>",
}

# These shapes answer with an HTTP error status; the others answer 200.
IN_STATUS = frozenset(
    name for name in ERROR_BODIES if name.startswith("status_") or name.endswith("_in_status")
)

# These shapes carry the code as a number or string in the body, so a reader needs neither words nor status.
WITH_CODE = frozenset(name for name in ERROR_BODIES if "code" in name or name.endswith("object")) | {
    "error_object_in_status"
}


def success(shape: str, data: Any) -> Any:
    return SUCCESS[shape](data)


def http_status(code: int) -> int:
    """The status of a code: the code itself where it is one."""
    return STATUS.get(code, code if 400 <= code <= 599 else 500)


def error_body(code: int, shape: str = "code_in_200", message: str | None = None) -> Any:
    return ERROR_BODIES[shape](code, WORDS.get(code, "Internal error") if message is None else message)


def error_reply(
    code: int,
    shape: str = "code_in_200",
    message: str | None = None,
    *,
    status: int | None = None,
    content_type: str = "application/json",
) -> Reply:
    """The error in the shape; `status` overrides the HTTP status that the shape would have."""
    body = error_body(code, shape, message)
    sent = status if status is not None else http_status(code) if shape in IN_STATUS else 200
    if body is None:
        return bytes_reply(b"", sent, "")
    if isinstance(body, str):
        return bytes_reply(body.encode(), sent, "text/html; charset=utf-8")
    return json_reply(body, sent, content_type)


def status_reply(status: int) -> Reply:
    """A status with an empty body."""
    return bytes_reply(b"", status, "")
