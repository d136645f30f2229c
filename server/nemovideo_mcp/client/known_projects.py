"""Brings the names of projects back from the studio's database, where the list of them was lost or is not whole."""

from __future__ import annotations

from typing import Protocol

from nemovideo_mcp.client.backend import Backend
from nemovideo_mcp.client.projects import Project, ProjectBook
from nemovideo_mcp.errors import InvalidRequest, SessionNotFound
from nemovideo_mcp.messages.catalogue import language_tag
from nemovideo_mcp.protocol.models import KnownSession

__all__ = ["completed", "find_project"]


class _Knowing(Protocol):
    @property
    def backend(self) -> Backend: ...

    async def sessions(self) -> tuple[KnownSession, ...]: ...


async def completed(nemo: _Knowing, book: ProjectBook) -> ProjectBook:
    """`book`, with what the studio of this machine knows where the file was lost, or has never been whole.

    Of another backend nothing is asked. The project that was changed last becomes the current one.
    """
    if nemo.backend.is_local and not book.is_whole():
        await _bring_back(nemo, book)
    return book


async def find_project(nemo: _Knowing, book: ProjectBook, wanted: str) -> Project | None:
    """The project of that name or session id, which only the studio may know any more."""
    found = book.find(wanted)
    if found is None and nemo.backend.is_local:
        await _bring_back(nemo, book)
        found = book.find(wanted)
    return found


async def _bring_back(nemo: _Knowing, book: ProjectBook) -> None:
    try:
        known = await nemo.sessions()
    except (SessionNotFound, InvalidRequest):
        # A busy studio of an earlier version has no such call.
        return
    backend = nemo.backend.key
    newest = max(known, key=lambda one: one.changed, default=None)
    book.adopt(
        [_project(one, backend) for one in known], current=newest.session_id if newest is not None else None
    )


def _project(known: KnownSession, backend: str) -> Project:
    return Project(
        name=known.name,
        session_id=known.session_id,
        task_id=known.task_id,
        backend=backend,
        language=language_tag(known.language),
        session_language=known.language,
    )
