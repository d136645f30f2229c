"""Exports a timeline to a file: submits, waits, downloads, and chooses the file's place."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anyio

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.deliveries import Delivery
from nemovideo_mcp.client.download import OnDelivery
from nemovideo_mcp.client.outputs import free_output
from nemovideo_mcp.errors import (
    ConnectionFailed,
    DiskFull,
    ExportTimeout,
    InvalidRequest,
    NemoError,
    OutputExists,
    OutputNotWritable,
    RateLimited,
    RenderFailed,
    RenderNotFound,
    ServerFailed,
    SessionNotFound,
    StudioUnavailable,
)
from nemovideo_mcp.file_types import named_type
from nemovideo_mcp.protocol.models import RenderStatus
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.views.substance import substance

__all__ = [
    "deliver",
    "draft_mark",
    "export_to",
    "file_stem",
    "film_path",
    "film_stem",
    "is_place_for",
    "may_go_on",
    "render",
    "submit",
    "take_up",
]

_FILM_SUFFIXES = (".mp4", ".m4v")
_GOODBYE_SECONDS = 5
_MOST_PLACES = 5
_UNKNOWN_PAUSES = (1.0, 2.0, 5.0, 10.0)
# Of the backend nothing is known, or the film is there and has no place to go.
_NO_END = (
    *(ConnectionFailed, StudioUnavailable, ServerFailed, RateLimited, ExportTimeout),
    *(OutputNotWritable, OutputExists, DiskFull),
)

OnStatus = Callable[[RenderStatus], None]
OnBytes = Callable[[int, int | None], None]


async def render(
    nemo: NemoClient,
    session_id: str,
    draft: Mapping[str, Any],
    *,
    render_id: str | None = None,
    options: ExportOptions = STANDARD,
    on_submit: Callable[[str], None] | None = None,
    on_status: OnStatus | None = None,
) -> RenderStatus:
    """Export `draft` and wait for its end; one that fails is tried once more, under a new id.

    `render_id` is that of an export that was asked for before, perhaps by a process that was killed: it is taken up,
    or submitted if the backend has never heard of it. `on_submit` gets each new id before it is sent, so that it is
    never lost; a backend that names the export otherwise is asked by its own id, which `on_submit` gets too. Raises as
    `NemoClient.render_wait` does.
    """
    chosen = render_id
    for attempt in range(2):
        if chosen is None:
            chosen = nemo.new_render_id()
            if on_submit:
                on_submit(chosen)
            named = await submit(nemo, session_id, draft, chosen, options)
        else:
            named = await take_up(nemo, session_id, draft, chosen, options)
        if named != chosen:
            chosen = named
            if on_submit:
                on_submit(chosen)
        try:
            return await nemo.render_wait(chosen, on_status=on_status)
        except RenderFailed:
            if attempt:
                raise
            chosen = None
    raise AssertionError  # The second attempt returns or raises.


async def submit(
    nemo: NemoClient,
    session_id: str,
    draft: Mapping[str, Any],
    render_id: str,
    options: ExportOptions = STANDARD,
) -> str:
    """Submit the export `render_id` once; after a disconnect, ask for the state of the same id.

    It is sent again only when the backend says that it does not know the id. Returns the id to ask after it by, which
    is the backend's own where it names one.
    """
    try:
        return (await nemo.render_submit(session_id, draft, render_id=render_id, options=options)).render_id
    except (ConnectionFailed, ServerFailed) as error:
        if error.fields.get("unsent") is True:
            raise
        if not await _is_known(nemo, render_id, otherwise=error):
            sent = await nemo.render_submit(session_id, draft, render_id=render_id, options=options)
            return sent.render_id
    return render_id


async def take_up(
    nemo: NemoClient,
    session_id: str,
    draft: Mapping[str, Any],
    render_id: str,
    options: ExportOptions = STANDARD,
) -> str:
    """See to it that the backend has the export `render_id`, which may have been submitted already.

    Returns the id to ask after it by.
    """
    try:
        known = await _is_known(nemo, render_id)
    except (ConnectionFailed, ServerFailed):
        # Waiting for it will find out, and knows how to be patient.
        return render_id
    return render_id if known else await submit(nemo, session_id, draft, render_id, options)


async def _is_known(nemo: NemoClient, render_id: str, *, otherwise: NemoError | None = None) -> bool:
    for pause in (*_UNKNOWN_PAUSES, None):
        try:
            await nemo.render_status(render_id)
        except InvalidRequest:
            return False
        except (RenderNotFound, SessionNotFound):
            # What was submitted a moment ago may not be known everywhere yet.
            if pause is not None:
                await nemo.sleep(pause)
        except (ConnectionFailed, ServerFailed) as error:
            raise otherwise or error from None
        else:
            return True
    return False


def may_go_on(error: BaseException) -> bool:
    """True if the export may still be going on, or be ready to be fetched, although its user has got `error`."""
    return isinstance(error, _NO_END)


async def export_to(
    nemo: NemoClient,
    session_id: str,
    draft: Mapping[str, Any],
    target: Path,
    *,
    overwrite: bool = False,
    render_id: str | None = None,
    options: ExportOptions = STANDARD,
    on_submit: Callable[[str], None] | None = None,
    on_status: OnStatus | None = None,
    on_bytes: OnBytes | None = None,
    on_delivery: OnDelivery | None = None,
) -> RenderStatus:
    """Export `draft` to `target`; whoever is interrupted takes the export down with them.

    `render_id`: see `render`. `on_delivery` notes which film is put where, before it is put there.
    """
    submitted: list[str] = [render_id] if render_id else []

    def note(new_id: str) -> None:
        submitted.append(new_id)
        if on_submit:
            on_submit(new_id)

    try:
        status = await render(
            nemo,
            session_id,
            draft,
            render_id=render_id,
            options=options,
            on_submit=note,
            on_status=on_status,
        )
    except anyio.get_cancelled_exc_class():
        with anyio.CancelScope(shield=True), anyio.move_on_after(_GOODBYE_SECONDS):
            await _give_up(nemo, submitted[-1:])
        raise
    await nemo.download(
        status,
        target,
        session_id=session_id,
        overwrite=overwrite,
        on_bytes=on_bytes,
        on_delivery=on_delivery,
    )
    return status


async def deliver(
    nemo: NemoClient,
    session_id: str,
    status: RenderStatus,
    wanted: Path,
    *,
    begun: Delivery | None = None,
    on_delivery: OnDelivery | None = None,
) -> Path:
    """Put the film of a completed export at `wanted`, or under the next free name beside it; its place.

    `begun` is the delivery that a process before this one noted by `on_delivery`: where its film stands at its place,
    that is all. Raises as `NemoClient.download` does.
    """
    if begun is not None and await anyio.to_thread.run_sync(begun.is_done):
        return Path(begun.path)
    for places in range(_MOST_PLACES):
        target = free_output(wanted.parent, wanted.stem)
        try:
            return await nemo.download(status, target, session_id=session_id, on_delivery=on_delivery)
        except OutputExists:
            # Somebody has made a file of that name meanwhile.
            if places + 1 == _MOST_PLACES:
                raise
    raise AssertionError  # The last place returns or raises.


async def _give_up(nemo: NemoClient, submitted: list[str]) -> None:
    for render_id in submitted:
        try:
            await nemo.render_cancel(render_id)
        except NemoError:
            # It had not begun, or is over already: what matters is that it doesn't go on.
            continue


def draft_mark(draft: Mapping[str, Any], options: ExportOptions = STANDARD) -> str:
    """A short mark of what is on the timeline and how it is exported: equal films have equal marks."""
    words = json.dumps(substance(draft), sort_keys=True, ensure_ascii=False, default=str)
    mark = hashlib.sha256(words.encode("utf-8", errors="replace")).hexdigest()[:16]
    asked = options.as_json()
    return f"{mark}-{'-'.join(f'{key}={value}' for key, value in sorted(asked.items()))}" if asked else mark


def file_stem(name: str) -> str:
    """A project's name as a file may be called on any system."""
    stem = re.sub(r"[\\/:*?\"<>|\x00-\x1f]+", " ", name)
    return re.sub(r"\s+", " ", stem).strip(" .")[:80] or "nemovideo"


def film_stem(name: str, options: ExportOptions = STANDARD) -> str:
    """What a film of the project `name` is called: a draft, and one for a platform, is told from the film itself."""
    kinds = [options.platform, "draft" if options.quality == "draft" else None]
    return "-".join([file_stem(name), *(kind for kind in kinds if kind)])


def is_place_for(place: Path, wanted: Path) -> bool:
    """True if `place` is `wanted`, or that name with the number that `free_output` gives it."""
    numbered = re.fullmatch(rf"{re.escape(wanted.stem)}(-\d+)?", place.stem)
    return place.parent == wanted.parent and numbered is not None


def film_path(given: Path, *, stem: str) -> Path:
    """Where `given` puts a film: a folder gets a new name in it, a name without a film's ending gets one.

    Raises `OutputNotWritable` for the ending of another kind of file.
    """
    if given.is_dir():
        return free_output(given, stem)
    if given.suffix.lower() in _FILM_SUFFIXES:
        return given
    if named_type(given.name):
        reason = {"en": "films are written as .mp4", "zh": "视频以 .mp4 格式导出"}
        raise OutputNotWritable(path=str(given), reason=reason)
    return given.with_name(f"{given.name}.mp4")
