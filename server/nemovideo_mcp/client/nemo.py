"""The client: one method for each call of the protocol, the same for the local studio and for the cloud."""

from __future__ import annotations

import contextlib
import functools
import math
import os
import random as random_module
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import anyio
import httpx

from nemovideo_mcp.client import edits, exports, handover, page, pictures, space, uploads
from nemovideo_mcp.client.access import Connect, OnConnect, Place
from nemovideo_mcp.client.backend import Backend, choose_backend
from nemovideo_mcp.client.credentials import TokenStore, client_id
from nemovideo_mcp.client.download import OnDelivery, download
from nemovideo_mcp.client.exports import EXPORT_LIMIT_SECONDS, OnStatus
from nemovideo_mcp.client.files import OnLeftOut
from nemovideo_mcp.client.keys import keyed
from nemovideo_mcp.client.known_sources import KnownSources
from nemovideo_mcp.client.local import LocalStudio, spawn_studio
from nemovideo_mcp.client.stream import OnEvent, OnWait, Patience, Reply, converse
from nemovideo_mcp.client.transport import Sleep, Transport, accept_language
from nemovideo_mcp.client.uploads import OnBytes
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest, NemoError, NoCredits, ServerFailed
from nemovideo_mcp.messages.catalogue import is_chinese
from nemovideo_mcp.protocol.discovery import DEFAULTS_HEADER
from nemovideo_mcp.protocol.models import (
    ClaimToken,
    Credits,
    KnownSession,
    KnownSessions,
    ProjectContents,
    RenderStatus,
    Restored,
    Session,
    SpaceUsage,
    State,
    UploadedFile,
    Version,
    VersionList,
    read_reply,
)
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking
from nemovideo_mcp.skills import SkillDefaults, active_skill, attribution, chosen_defaults
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions

__all__ = ["NemoClient"]


class NemoClient:
    """A backend that edits and renders: `async with NemoClient.from_env() as nemo: …`.

    All methods raise from the tree in `errors`; every request carries the attribution headers. `defaults` are those
    of the skill that the user has chosen, if any: the local studio is told its name, another backend only what is said.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        clock: Callable[[], float] = time.time,
        patience: Patience | None = None,
        defaults: SkillDefaults | None = None,
        sources: KnownSources | None = None,
    ) -> None:
        self.defaults = defaults or SkillDefaults()
        self._transport = transport
        self._clock = clock
        self._patience = patience or Patience()
        self._sources = sources
        self._last_id = 0

    @classmethod
    def from_env(
        cls,
        *,
        backend: str | None = None,
        skill: str | None = None,
        language: str = "en",
        environ: Mapping[str, str] = os.environ,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Sleep = anyio.sleep,
        random: Callable[[], float] = random_module.random,
        studio: LocalStudio | None = None,
    ) -> Self:
        """The client that the environment describes; nothing is opened or started before the first call.

        `backend` is auto, local, cloud or an address; `skill` a skill's name or folder; `language` that of stages
        and failures where the backend knows it; `transport`, `sleep` and `random` stand in for the network, for
        waiting and for chance; `studio` is the way to a local studio that stands in other folders than the user's.
        """
        paths = Paths.from_env(environ)
        chosen = choose_backend(backend, environ=environ)
        active = active_skill(skill, environ=environ)
        headers = attribution(active, environ=environ)
        chose_skill = bool(skill or environ.get("NEMO_SKILL"))
        spawn = functools.partial(spawn_studio, environ=environ)
        near = studio or LocalStudio(paths=paths, headers=headers, transport=transport, spawn=spawn)
        connect = _connect_to(chosen, near)
        if is_chinese(language):
            headers = {**headers, "Accept-Language": accept_language(language)}
        return cls(
            Transport(
                backend=chosen,
                connect=connect,
                client_id=client_id(paths, environ=environ),
                headers=headers,
                studio_headers={DEFAULTS_HEADER: headers["X-Skill-Source"]} if chose_skill else {},
                tokens=TokenStore(paths),
                transport=transport,
                sleep=sleep,
                random=random,
            ),
            defaults=chosen_defaults(skill, environ=environ),
            sources=KnownSources(paths),
        )

    @property
    def backend(self) -> Backend:
        return self._transport.backend

    @property
    def sleep(self) -> Sleep:
        """How this client waits."""
        return self._transport.sleep

    async def is_studio(self) -> bool:
        """Whether the backend is a studio, which applies operations and keeps versions; it is asked if need be."""
        return await self._transport.is_studio()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    def on_connect(self, hear: OnConnect) -> None:
        """Let `hear` know of `connecting` and of `ready`, each once."""
        self._transport.on_connect(hear)

    async def connect(self) -> None:
        """Find or start the backend and get a token, which any first call would do too."""
        await self._transport.connect()

    # --- projects ------------------------------------------------------------------------------------------------

    async def create_session(self, *, name: str = "project", language: str = "en") -> Session:
        """A new, empty project; `language` is `en`, `zh-CN`, `ja` or the like."""
        body = {"task_name": name, "language": language}
        path = "api/tasks/me/with-session/nemo_agent"
        reply = await self._transport.call("POST", path, body=body, missing=ServerFailed)
        session = read_reply(Session, reply)
        self._transport.belongs_to(session.user_id)
        return session

    async def state(self, session_id: str) -> State:
        """The project as it stands."""
        path = f"api/state/nemo_agent/me/{_part(session_id)}/latest"
        state = State.of(await self._transport.call("GET", path))
        self._transport.belongs_to(state.user_id)
        return state

    async def sessions(self) -> tuple[KnownSession, ...]:
        """All projects that the studio of this machine has for this user, the oldest first."""
        return read_reply(KnownSessions, await self._transport.call("GET", "studio/sessions")).sessions

    async def open_page(self, session_id: str) -> str:
        """A link to the page of the project, served by the studio of this machine: it works once, for five minutes.

        Raises `InvalidRequest` for another backend.
        """
        return await page.open_page(self._transport, session_id)

    async def changes_on_page(self, session_id: str, *, since: int | None = None) -> page.PageChanges:
        """What a person has changed on the project's page behind version `since`; by default, since anybody else did.

        Raises `InvalidRequest` for another backend than the studio of this machine.
        """
        return await page.changes_on_page(self._transport, session_id, since=since)

    async def versions(self, session_id: str) -> tuple[Version, ...]:
        """The last hundred turns of a project on this machine, the newest last.

        Raises `InvalidRequest` for another backend: the cloud keeps none.
        """
        await self._check_versions()
        path = f"studio/sessions/{_part(session_id)}/versions"
        return read_reply(VersionList, await self._transport.call("GET", path)).versions

    async def restore(
        self,
        session_id: str,
        *,
        version: int | None = None,
        redo: bool = False,
        expect_version: int | None = None,
        author: str | None = None,
    ) -> Restored:
        """The project with `version` made its newest one; without one, an undo of one step, or with `redo` a redo.

        Nothing is lost by it. Raises `InvalidRequest` where there is no such version, nothing to undo or redo, or
        the backend is another one than this machine's, and `EditConflict` where the timeline is another than that of
        `expect_version`.
        """
        await self._check_versions()
        step: dict[str, Any] = {"redo" if redo else "undo": True} if version is None else {"version": version}
        given = {"expect_version": expect_version, "author": author}
        body = {**step, **{name: value for name, value in given.items() if value is not None}}
        path = f"studio/sessions/{_part(session_id)}/restore"

        async def ask(headers: Mapping[str, str]) -> Restored:
            return Restored.of(await self._transport.call("POST", path, body=body, headers=headers))

        return await keyed(self._transport, ask)

    async def project_contents(self, session_id: str) -> ProjectContents:
        """What a project on this machine holds: what would go with it. Raises `InvalidRequest` for another backend."""
        return await space.contents(self._transport, session_id)

    async def delete_project(self, session_id: str) -> ProjectContents:
        """Delete a project on this machine with its files, versions and films; what went.

        Files that other projects have stay, and so do originals and films that were saved. Raises `InvalidRequest`
        while an export or an edit of it goes on, and for another backend.
        """
        return await space.delete(self._transport, session_id)

    async def space_usage(self) -> SpaceUsage:
        """What the studio of this machine has on the disk. Raises `InvalidRequest` for another backend."""
        return await space.usage(self._transport)

    async def clean_space(self) -> int:
        """Delete what the studio can make again and films that were saved; the bytes. Raises as `space_usage` does."""
        return await space.clean(self._transport)

    async def _check_versions(self) -> None:
        if not await self._transport.is_studio():
            raise InvalidRequest(
                detail={
                    "en": "the cloud keeps no versions that can be restored.",
                    "zh": "云端不保留可以恢复的版本。",
                },
                hint={
                    "en": "Say what to change back with send_edit.",
                    "zh": "请用 send_edit 说明要改回什么。",
                },
            )

    async def credits(self) -> Credits:
        """The balance."""
        path = "api/credits/balance/simple"
        return read_reply(Credits, await self._transport.call("GET", path, missing=ServerFailed))

    async def claim_link(self, session: Session) -> str:
        """The link by which a person takes the project over in the browser. It holds no bearer token."""
        body = {"task_id": session.task_id, "session_id": session.session_id}
        path = "api/auth/claim-token"
        claim = read_reply(
            ClaimToken, await self._transport.call("POST", path, body=body, missing=ServerFailed)
        )
        return f"{self.backend.web_url}/workspace/claim?ct={quote(claim.claim_token.get_secret_value(), safe='')}"

    # --- media ---------------------------------------------------------------------------------------------------

    async def upload(
        self,
        session_id: str,
        items: Sequence[Path | str],
        *,
        on_bytes: OnBytes | None = None,
        on_left_out: OnLeftOut | None = None,
    ) -> tuple[UploadedFile, ...]:
        """Send files, folders, patterns and links, in order, streamed from disk; `on_bytes(name, done, total)`.

        All files are checked before a byte is sent: raises `FileMissing`, `UnsupportedFile`, `FileTooLarge`. With
        `on_left_out`, a file that cannot be used does not stop the others: it hears the error of each, and only where
        no file is left is one raised.
        """

        def note(files: Sequence[Path]) -> None:
            if self._sources is not None:
                self._sources.note(session_id, files)

        return await uploads.upload(
            self._transport,
            session_id,
            items,
            on_bytes=on_bytes,
            on_checked=note,
            on_left_out=on_left_out,
            known=self.known_sources(session_id),
        )

    def known_sources(self, session_id: str | None = None) -> tuple[Path, ...]:
        """The files of this machine that a project was made of, or all projects: no film is written in their place."""
        return self._sources.of(session_id) if self._sources is not None else ()

    async def upload_urls(self, session_id: str, urls: Sequence[str]) -> tuple[UploadedFile, ...]:
        """Let the backend fetch `urls`."""
        return await self.upload(session_id, list(urls))

    async def media(self, session_id: str, ref: str | None = None) -> dict[str, Any]:
        """What each source holds, or the one that `ref` names by id or name: size, own cuts, beats, sections, drop.

        Raises `InvalidRequest` for another backend than the local studio.
        """
        return await edits.media(self._transport, session_id, ref)

    # --- edits ---------------------------------------------------------------------------------------------------

    async def timeline(
        self, session_id: str, *, from_s: float | None = None, to_s: float | None = None
    ) -> dict[str, Any]:
        """The timeline as agents read it, whole or from one second of the film to another.

        A cloud's draft is read into the same shape as far as it can be; `unread` lists the rest.
        """
        return await edits.timeline(self._transport, session_id, from_s=from_s, to_s=to_s)

    async def edit(
        self,
        session_id: str,
        operations: Sequence[Mapping[str, Any]],
        *,
        expect_version: int | None = None,
        dry_run: bool = False,
        author: str = "agent",
        language: str | None = None,
        key: str | None = None,
        asking: Asking = NO_QUESTIONS,
    ) -> dict[str, Any]:
        """Apply operations, all or none, and the answer; a refusal is an answer with nothing in `done`.

        `asking` says whether the answer may be a `question`, with nothing changed.

        After a broken line it is asked for again under its key, and applied once. `key` is for callers that may ask
        again themselves, in another process too: under the same key the same edit is answered as it was, for a day.
        Raises `KeyReused` for another edit under it, `EditConflict` where the timeline has changed since
        `expect_version`, and `InvalidRequest` for another backend than the local studio: `conversation.edits`
        says them there as sentences.
        """
        return await edits.edit(
            self._transport,
            session_id,
            operations,
            asking=asking if expect_version is None else replace(asking, expect_version=expect_version),
            dry_run=dry_run,
            author=author,
            language=language,
            key=key,
        )

    # --- words ---------------------------------------------------------------------------------------------------

    async def send_message(
        self,
        session_id: str,
        message: str,
        *,
        on_event: OnEvent | None = None,
        on_wait: OnWait | None = None,
        key: str | None = None,
        asking: Asking = NO_QUESTIONS,
    ) -> Reply:
        """Send `message`, exactly once, and read the stream to its end; `on_event` sees every event.

        A studio that keeps answers is asked again after a broken line, under the same key; `key`: see `edit`. A studio
        may answer with a question in place of an edit, as `asking` says; the cloud is told nothing of it.
        `on_wait(seconds)` is called every two minutes. Raises what the backend says went wrong, or `ReplyTimeout`
        when the line broke behind the message, after 15 minutes, or after 10 minutes of nothing but heartbeats:
        then the edit may have been made all the same, and `conversation.recovery` finds out.
        """
        try:
            return await converse(
                self._transport,
                session_id,
                message,
                on_event=on_event,
                on_wait=on_wait,
                patience=self._patience,
                key=key,
                asking=asking,
            )
        except NoCredits as error:
            if self._transport.lacks_user:
                # The link for a registration needs the id, and the state may name it [protocol.md, Errors].
                with contextlib.suppress(NemoError):
                    await self.state(session_id)
            raise self._transport.explained(error) from None

    # --- pictures ------------------------------------------------------------------------------------------------

    async def board_png(self, session_id: str, *, language: str = "en") -> bytes:
        """The timeline as a picture: a PNG of at most 1 MB.

        As the other pictures it is made by the local studio only: raises `InvalidRequest` for another backend.
        """
        return await pictures.board_png(self._transport, session_id, language=language)

    async def board_data(self, session_id: str, *, language: str = "en") -> Mapping[str, Any]:
        """The same as values, with small thumbnails as data URIs: what the timeline's page draws."""
        return await pictures.board_data(self._transport, session_id, language=language)

    async def draft_frames(self, session_id: str, *, at_ms: int, language: str = "en") -> Mapping[str, Any]:
        """A stretch of the film that holds a moment, as small frames: what the timeline's page plays."""
        return await pictures.draft_frames(self._transport, session_id, at_ms=at_ms, language=language)

    async def frames_png(
        self, session_id: str, *, cut: int | None = None, at_ms: int | None = None, language: str = "en"
    ) -> bytes:
        """The frames around a cut (from 1), or around a moment in ms: a PNG of at most 1 MB."""
        return await pictures.frames_png(self._transport, session_id, cut=cut, at_ms=at_ms, language=language)

    async def media_png(self, session_id: str, ref: str, *, language: str = "en") -> bytes:
        """A contact sheet of a film or photo, named by id or name: a PNG of at most 1 MB."""
        return await pictures.sheet_png(self._transport, session_id, ref, language=language)

    # --- other editors --------------------------------------------------------------------------------------------

    async def hand_over(
        self,
        session_id: str,
        kind: str,
        target: Path,
        *,
        media: handover.MediaPlace = "link",
        stems: bool = False,
        overwrite: bool = False,
        language: str = "en",
        on_bytes: Callable[[int, int | None], None] | None = None,
    ) -> handover.Handover:
        """Write the project for another editor: `kind` is one of `client.handover.KINDS`.

        `link` names the user's own files where they are, `copy` puts all beside the project file. Raises
        `InvalidRequest` where the backend is another than the local studio.
        """
        return await handover.hand_over(
            self._transport,
            session_id,
            kind,
            target,
            media=media,
            stems=stems,
            overwrite=overwrite,
            originals=self.known_sources(session_id),
            language=language,
            on_bytes=on_bytes,
        )

    # --- exports -------------------------------------------------------------------------------------------------

    def new_render_id(self) -> str:
        """An id that this client has not used yet."""
        self._last_id = max(int(self._clock() * 1000), self._last_id + 1)
        return f"render_{self._last_id}"

    async def render_submit(
        self,
        session_id: str,
        draft: Mapping[str, Any],
        *,
        render_id: str | None = None,
        options: ExportOptions = STANDARD,
    ) -> RenderStatus:
        """Ask for an export of `draft`; raises `NothingToEdit` if nothing is on its timeline.

        Raises `InvalidRequest` where the platform of `options` takes no such film, or the backend knows no options.
        """
        chosen = render_id or self.new_render_id()
        return await exports.submit(self._transport, session_id, draft, render_id=chosen, options=options)

    def check_export(self, options: ExportOptions) -> None:
        """Raises `InvalidRequest` for options that the backend is known not to have, before any work is done."""
        exports.check_options(self._transport, options)

    async def render_status(self, render_id: str) -> RenderStatus:
        """How far an export is."""
        return await exports.status_of(self._transport, render_id)

    async def render_wait(
        self,
        render_id: str,
        *,
        on_status: OnStatus | None = None,
        limit_seconds: float = EXPORT_LIMIT_SECONDS,
    ) -> RenderStatus:
        """The status of an export that is completed. Broken lines and 5xx are met by asking for the same id again.

        Raises why it failed, `RenderCancelled`, or `ExportTimeout` after `limit_seconds`.
        """
        return await exports.wait(
            self._transport, render_id, on_status=on_status, limit_seconds=limit_seconds
        )

    async def render_cancel(self, render_id: str) -> None:
        """Stop an export."""
        await exports.cancel(self._transport, render_id)

    async def download(
        self,
        status: RenderStatus,
        target: Path,
        *,
        session_id: str | None = None,
        overwrite: bool = False,
        on_bytes: Callable[[int, int | None], None] | None = None,
        on_delivery: OnDelivery | None = None,
    ) -> Path:
        """Download a completed export to `target`: from its own address, else from the backend's download path.

        `overwrite` replaces a file that is there, but no source of the project `session_id`, or of any where that is
        not said: raises `OutputIsInput`. `on_delivery` notes which film is put where, before it is put there.
        """
        fallback = f"api/render/proxy/{_part(status.render_id)}/download"
        urls = {"address": status.url, "fallback": fallback} if status.url else {"fallback": fallback}
        size = int(status.size) if status.size and math.isfinite(status.size) else None
        return await download(
            self._transport,
            urls,
            target,
            overwrite=overwrite,
            inputs=self.known_sources(session_id),
            size=size,
            on_bytes=on_bytes,
            on_delivery=on_delivery,
        )


def _connect_to(backend: Backend, studio: LocalStudio) -> Connect:
    if backend.url is None:

        async def find() -> Place:
            record = await studio.find_or_start()
            return Place(
                url=record.url, secret=record.secret, is_there=functools.partial(studio.is_there, record)
            )

        return find
    url = backend.url

    async def known() -> Place:
        return Place(url=url)

    return known


def _part(identity: str) -> str:
    """An id as a part of a path, whatever it is made of."""
    return quote(identity, safe="")
