"""The receipt acts: faulty shots of a first export are chosen again, once, before anybody sees the film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.autoedit.second_look import SeenFault, choose_again
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.protocol.draft import draft_of
from nemovideo_mcp.studio.computing import Computing
from nemovideo_mcp.studio.edits import Edits
from nemovideo_mcp.studio.records import Render
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.views.receipt import Receipt

__all__ = ["Mended", "SecondLook"]

_AUTHOR = "studio"
_KINDS = ("black", "frozen")


@dataclass(frozen=True, kw_only=True)
class Mended:
    """The draft with other footage, kept as a version of the project, and what each of the shots was before."""

    draft: dict[str, Any]
    kinds: tuple[str, ...]


class SecondLook:
    """Decides what becomes of an export whose receipt names black or frozen pictures that the edit did not plan."""

    def __init__(self, *, store: Store, edits: Edits, computing: Computing) -> None:
        self._store = store
        self._edits = edits
        self._computing = computing

    async def after(self, render: Render, receipt: Receipt, language: str) -> Mended | None:
        """The draft to export in place of `render`'s, or None where the film stays as it is.

        It stays where its receipt names no such pictures, where the project has been exported or changed before, where
        it was not edited automatically, and where there is nothing better.
        """
        seen = [
            SeenFault(
                kind="black" if problem.code == "black" else "frozen",
                start_ms=float(problem.fields["start_at_ms"]),
                end_ms=float(problem.fields["end_at_ms"]),
            )
            for problem in receipt.problems
            if problem.code in _KINDS
        ]
        if not seen or await self._store.has_film(render.session_id):
            return None
        project = await self._store.project(render.session_id, user_id=render.user_id)
        if project is None:
            return None
        async with self._edits.lock_of(project):
            session = await self._edits.open(project)
            if session.latest.draft != render.draft:
                return None
            found = await self._computing.run(
                project.user_id, choose_again, session.timeline, session.context.media, seen
            )
            if found is None:
                return None
            draft = draft_of(found.timeline)
            await self._store.add_version(
                project.session_id,
                draft=draft,
                message="",
                reply=say(STUDIO, "chosen_again", language, n=len(found.kinds)),
                changed=True,
                author=_AUTHOR,
            )
        await self._store.set_render_draft(render.key, draft)
        return Mended(draft=draft, kinds=found.kinds)
