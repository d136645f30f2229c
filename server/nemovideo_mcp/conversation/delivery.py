"""From a timeline to a file: submit, wait, fetch; and where the file goes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anyio

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.config import media_type_of
from nemovideo_mcp.errors import NemoError, OutputNotWritable
from nemovideo_mcp.protocol.models import RenderStatus

__all__ = ["draft_mark", "export_to", "file_stem", "film_path", "free_output", "render"]

_FILM_SUFFIXES = (".mp4", ".m4v")
_GOODBYE_SECONDS = 5

OnStatus = Callable[[RenderStatus], None]
OnBytes = Callable[[int, int | None], None]


async def render(
    nemo: NemoClient,
    session_id: str,
    draft: Mapping[str, Any],
    *,
    on_submit: Callable[[str], None] | None = None,
    on_status: OnStatus | None = None,
) -> RenderStatus:
    """Export `draft` and wait for its end. `on_submit` gets the id before the request is sent, so that it is never lost."""
    render_id = nemo.new_render_id()
    if on_submit:
        on_submit(render_id)
    status = await nemo.render_submit(session_id, draft, render_id=render_id)
    return await nemo.render_wait(status.render_id, on_status=on_status)


async def export_to(
    nemo: NemoClient,
    session_id: str,
    draft: Mapping[str, Any],
    target: Path,
    *,
    overwrite: bool = False,
    on_status: OnStatus | None = None,
    on_bytes: OnBytes | None = None,
) -> RenderStatus:
    """Export `draft` to `target`; whoever is interrupted takes the export down with them."""
    submitted: list[str] = []
    try:
        status = await render(nemo, session_id, draft, on_submit=submitted.append, on_status=on_status)
    except anyio.get_cancelled_exc_class():
        with anyio.CancelScope(shield=True), anyio.move_on_after(_GOODBYE_SECONDS):
            await _give_up(nemo, submitted)
        raise
    await nemo.download(status, target, overwrite=overwrite, on_bytes=on_bytes)
    return status


async def _give_up(nemo: NemoClient, submitted: list[str]) -> None:
    for render_id in submitted:
        try:
            await nemo.render_cancel(render_id)
        except NemoError:
            # It had not begun, or is over already: what matters is that it doesn't go on.
            continue


def draft_mark(draft: Mapping[str, Any]) -> str:
    """A short mark of what is on the timeline: equal drafts have equal marks."""
    words = json.dumps(draft, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(words.encode("utf-8", errors="replace")).hexdigest()[:16]


def file_stem(name: str) -> str:
    """A project's name as a file may be called on any system."""
    stem = re.sub(r"[\\/:*?\"<>|\x00-\x1f]+", " ", name)
    return re.sub(r"\s+", " ", stem).strip(" .")[:80] or "nemovideo"


def free_output(folder: Path, stem: str) -> Path:
    """A name in `folder` that no file has yet."""
    target = folder / f"{stem}.mp4"
    number = 2
    while target.exists():
        target = folder / f"{stem}-{number}.mp4"
        number += 1
    return target


def film_path(given: Path, *, stem: str) -> Path:
    """Where `given` puts a film: a folder gets a new name in it, a name without a film's ending gets one.

    Raises `OutputNotWritable` for the ending of another kind of file.
    """
    if given.is_dir():
        return free_output(given, stem)
    if given.suffix.lower() in _FILM_SUFFIXES:
        return given
    if media_type_of(given.name):
        reason = {"en": "films are written as .mp4", "zh": "视频以 .mp4 格式导出"}
        raise OutputNotWritable(path=str(given), reason=reason)
    return given.with_name(f"{given.name}.mp4")
