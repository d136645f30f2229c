"""Calls for room on the disk, which the local studio alone has: what a project holds, and how it is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.space import SPACE
from nemovideo_mcp.protocol.models import ProjectContents, SpaceUsage, read_reply

__all__ = ["clean", "contents", "delete", "usage"]


async def contents(transport: Transport, session_id: str) -> ProjectContents:
    """What a project holds. Raises `InvalidRequest` for another backend, as all of these do."""
    await _check_studio(transport)
    path = f"studio/sessions/{quote(session_id, safe='')}/contents"
    return read_reply(ProjectContents, await transport.call("GET", path))


async def delete(transport: Transport, session_id: str) -> ProjectContents:
    """Delete a project; what went with it. Raises `InvalidRequest` while an export or an edit of it goes on."""
    await _check_studio(transport)
    path = f"studio/sessions/{quote(session_id, safe='')}"
    return read_reply(ProjectContents, await transport.call("DELETE", path))


async def usage(transport: Transport) -> SpaceUsage:
    """What lies in the studio, in bytes."""
    await _check_studio(transport)
    return read_reply(SpaceUsage, await transport.call("GET", "studio/space"))


async def clean(transport: Transport) -> int:
    """Delete what the studio can make again, and films that were delivered; how many bytes that were."""
    await _check_studio(transport)
    reply: Mapping[str, object] = await transport.call("POST", "studio/space/clean", body={})
    freed = reply.get("freed")
    return freed if isinstance(freed, int) else 0


async def _check_studio(transport: Transport) -> None:
    if not await transport.is_studio():
        raise InvalidRequest(
            detail=words_of(SPACE, "cloud_keeps").pair(), hint=words_of(SPACE, "cloud_keeps_hint").pair()
        )
