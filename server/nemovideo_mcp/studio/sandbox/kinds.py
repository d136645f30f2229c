"""What a kind of fault is: where it can strike, what it can be told, in the words of both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["CALLS", "FaultKind", "Parameter", "call_of"]

CALLS: Mapping[str, tuple[str, str]] = {
    "token": ("POST", "/api/auth/anonymous-token"),
    "session": ("POST", "/api/tasks/me/with-session/nemo_agent"),
    "claim": ("POST", "/api/auth/claim-token"),
    "run": ("POST", "/run_sse"),
    "upload": ("POST", "/api/upload-video/nemo_agent/me/{id}"),
    "credits": ("GET", "/api/credits/balance/simple"),
    "state": ("GET", "/api/state/nemo_agent/me/{id}/latest"),
    "submit": ("POST", "/api/render/proxy/lambda"),
    "status": ("GET", "/api/render/proxy/lambda/{id}"),
    "cancel": ("POST", "/api/render/proxy/lambda/{id}/cancel"),
    "download": ("GET", "/api/render/proxy/{id}/download"),
    "file": ("GET", "/renders/{id}/{name}"),
}
"""The calls that faults can strike, by their short names; `file` is the address in `output.url`."""

_PATTERNS = {
    name: (method, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))))
    for name, (method, path) in CALLS.items()
}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What a fault can be told: one of `choices`, or else a number that is not below 0."""

    default: str | int
    words: Mapping[str, str]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FaultKind:
    """A way to behave badly.

    It can strike `calls`, and does so `on` these unless it is told otherwise; `also` are calls whose replies have to
    agree with what it did. It strikes `times` times, or always where that is None; where there is a `key`, it strikes
    all requests of the same token, session or export, and counts those.
    """

    calls: tuple[str, ...]
    words: Mapping[str, str]
    value: Parameter | None = None
    more: Mapping[str, Parameter] = field(default_factory=dict[str, Parameter])
    times: int | None = None
    on: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    key: str = ""
    refuses: bool = False


def call_of(method: str, path: str) -> tuple[str, Mapping[str, str]]:
    """The short name of a call and what its path holds; an empty name for what faults leave alone."""
    for name, (verb, pattern) in _PATTERNS.items():
        if verb == ("GET" if method == "HEAD" else method) and (found := pattern.fullmatch(path)):
            return name, found.groupdict()
    return "", {}
