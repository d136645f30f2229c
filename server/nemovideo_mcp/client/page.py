"""The page that the local studio serves to a browser: a link to it, and what a person has changed on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.errors import InvalidRequest, ServerFailed
from nemovideo_mcp.protocol.models import PAGE_AUTHOR, Version, VersionList, read_reply

__all__ = ["PageChanges", "changes_on_page", "open_page"]


@dataclass(frozen=True, kw_only=True)
class PageChanges:
    """What a person has changed on the page, the newest last, and the number of the project's newest version."""

    versions: tuple[Version, ...]
    latest: int


async def open_page(transport: Transport, session_id: str) -> str:
    """A link that opens the project's page once. Raises `InvalidRequest` for another backend than the local studio."""
    await _check(transport)
    found = _object(await transport.call("POST", f"{_session(session_id)}/page", body={}))
    path, code = found.get("path"), found.get("code")
    if not isinstance(path, str) or not isinstance(code, str):
        raise ServerFailed("it answered with something that is no link.")
    # What stands behind the # is never sent by a browser, nor written into a log.
    return f"{await transport.url()}{path}#{code}"


async def changes_on_page(transport: Transport, session_id: str, *, since: int | None) -> PageChanges:
    """What was changed on the page behind version `since`; raises as `open_page` does."""
    await _check(transport)
    behind = "" if since is None else f"&since={since}"
    reply = await transport.call("GET", f"{_session(session_id)}/versions?author={PAGE_AUTHOR}{behind}")
    latest = _object(reply).get("latest")
    return PageChanges(
        versions=read_reply(VersionList, reply).versions, latest=latest if isinstance(latest, int) else 0
    )


async def _check(transport: Transport) -> None:
    if not await transport.is_studio():
        raise InvalidRequest(
            detail={
                "en": "the page is served by the studio of this machine, and this project is elsewhere.",
                "zh": "页面由本机的工作室提供，而这个项目不在本机。",
            },
            hint={
                "en": "Open a project of this machine: nemovideo open --backend local.",
                "zh": "请打开本机的项目：nemovideo open --backend local。",
            },
        )


def _object(reply: Any) -> dict[str, Any]:
    if not isinstance(reply, dict):
        raise ServerFailed("it answered with something else.")
    return cast("dict[str, Any]", reply)


def _session(session_id: str) -> str:
    return f"studio/sessions/{quote(session_id, safe='')}"
