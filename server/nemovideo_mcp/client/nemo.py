"""The client: one method for each call of the protocol, the same for the local studio and for the cloud."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from mimetypes import guess_type
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import anyio
import httpx

from nemovideo_mcp.client.backend import Backend, choose_backend
from nemovideo_mcp.client.credentials import TokenStore, client_id
from nemovideo_mcp.client.download import download
from nemovideo_mcp.client.files import check_file
from nemovideo_mcp.client.local import LocalStudio
from nemovideo_mcp.client.transport import Connect, Place, Transport
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import (
    ConnectionFailed,
    NothingToEdit,
    RateLimited,
    RenderCancelled,
    ReplyTimeout,
    ServerFailed,
)
from nemovideo_mcp.protocol.draft import is_exportable
from nemovideo_mcp.protocol.events import (
    Event,
    EventDecoder,
    Failure,
    Heartbeat,
    TextAssembler,
    Unknown,
    parse_event,
)
from nemovideo_mcp.protocol.models import (
    ClaimToken,
    Credits,
    RenderStatus,
    Session,
    State,
    UploadedFile,
    UploadReply,
    read_reply,
)
from nemovideo_mcp.skills import active_skill, attribution

__all__ = ["NemoClient", "Reply"]

TURN_SECONDS = 15 * 60.0
SILENCE_SECONDS = 10 * 60.0
_STREAM_TIMEOUT = httpx.Timeout(SILENCE_SECONDS, connect=15.0)
_UPLOAD_TIMEOUT = httpx.Timeout(60.0, connect=15.0, read=10 * 60.0)
_POLL_FAILURES = 10

OnEvent = Callable[[Event], None]
OnBytes = Callable[[str, int, int], None]
OnStatus = Callable[[RenderStatus], None]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the backend said to a message; `text` may be empty although the edit was made."""

    text: str


class NemoClient:
    """A backend that edits and renders: `async with NemoClient.from_env() as nemo: …`.

    All methods raise from the tree in `errors`; every request carries the attribution headers.
    """

    def __init__(self, transport: Transport, *, clock: Callable[[], float] = time.time) -> None:
        self._transport = transport
        self._clock = clock

    @classmethod
    def from_env(
        cls,
        *,
        backend: str | None = None,
        skill: str | None = None,
        language: str = "en",
        environ: Mapping[str, str] = os.environ,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> Self:
        """The client that the environment describes; nothing is opened or started before the first call.

        `backend` is auto, local, cloud or an address; `skill` a skill's name or folder; `language` that of stages
        and failures where the backend knows it; `transport` stands in for the network.
        """
        paths = Paths.from_env(environ)
        chosen = choose_backend(backend, environ=environ)
        headers = attribution(active_skill(skill, environ=environ), environ=environ)
        if language.lower().startswith("zh"):
            headers["Accept-Language"] = "zh-CN, zh;q=0.9, en;q=0.5"
        return cls(
            Transport(
                backend=chosen,
                connect=_connect_to(chosen, paths, transport),
                client_id=client_id(paths, environ=environ),
                headers=headers,
                tokens=TokenStore(paths),
                transport=transport,
            )
        )

    @property
    def backend(self) -> Backend:
        return self._transport.backend

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def connect(self) -> None:
        """Find or start the backend and get a token, which any first call would do too."""
        await self._transport.connect()

    # --- projects ------------------------------------------------------------------------------------------------

    async def create_session(self, *, name: str = "project", language: str = "en") -> Session:
        """A new, empty project."""
        body = {"task_name": name, "language": language}
        return read_reply(
            Session, await self._transport.call("POST", "api/tasks/me/with-session/nemo_agent", body=body)
        )

    async def state(self, session_id: str) -> State:
        """The project as it stands."""
        return State.of(
            await self._transport.call("GET", f"api/state/nemo_agent/me/{_part(session_id)}/latest")
        )

    async def credits(self) -> Credits:
        """The balance."""
        return read_reply(Credits, await self._transport.call("GET", "api/credits/balance/simple"))

    async def claim_link(self, session: Session) -> str:
        """The link by which a person takes the project over in the browser. It holds no bearer token."""
        body = {"task_id": session.task_id, "session_id": session.session_id}
        claim = read_reply(ClaimToken, await self._transport.call("POST", "api/auth/claim-token", body=body))
        return f"{self.backend.web_url}/workspace/claim?ct={quote(claim.claim_token.get_secret_value(), safe='')}"

    # --- media ---------------------------------------------------------------------------------------------------

    async def upload(
        self, session_id: str, files: Sequence[Path], *, on_bytes: OnBytes | None = None
    ) -> tuple[UploadedFile, ...]:
        """Send `files` in order, streamed from disk; `on_bytes(name, done, total)` counts the bytes of all of them.

        All are checked before a byte is sent: raises `FileMissing`, `UnsupportedFile`, `FileTooLarge`.
        """
        sizes = [check_file(path) for path in files]
        total, before = sum(sizes), 0
        found: list[UploadedFile] = []
        for path, size in zip(files, sizes, strict=True):
            found += await self._upload(session_id, path, _counter(on_bytes, path.name, before, total))
            before += size
        return tuple(found)

    async def upload_urls(self, session_id: str, urls: Sequence[str]) -> tuple[UploadedFile, ...]:
        """Let the backend fetch `urls`."""
        body = {"urls": list(urls), "source_type": "url"}
        path = f"api/upload-video/nemo_agent/me/{_part(session_id)}"
        reply = await self._transport.call("POST", path, body=body, timeout=_UPLOAD_TIMEOUT)
        return tuple(read_reply(UploadReply, reply).files)

    async def _upload(
        self, session_id: str, path: Path, on_read: Callable[[int], None]
    ) -> Sequence[UploadedFile]:
        mime = guess_type(path.name)[0] or "application/octet-stream"
        with path.open("rb") as file:
            reply = await self._transport.call(
                "POST",
                f"api/upload-video/nemo_agent/me/{_part(session_id)}",
                files={"files": (path.name, _CountedFile(file, on_read), mime)},
                timeout=_UPLOAD_TIMEOUT,
            )
        return read_reply(UploadReply, reply).files

    # --- words ---------------------------------------------------------------------------------------------------

    async def send_message(self, session_id: str, message: str, *, on_event: OnEvent | None = None) -> Reply:
        """Send `message`, exactly once, and read the stream to its end; `on_event` sees every event.

        Raises what the backend says went wrong, or `ReplyTimeout` when the line broke behind the message, after
        15 minutes, or after 10 minutes of nothing but heartbeats: then the edit may have been made all the same.
        """
        assembler = TextAssembler()
        with anyio.move_on_after(TURN_SECONDS) as scope:
            await self._converse(session_id, message, assembler, on_event or _nobody)
        if scope.cancelled_caught:
            raise ReplyTimeout("15 minutes")
        return Reply(text=assembler.text)

    async def _converse(
        self, session_id: str, message: str, assembler: TextAssembler, on_event: OnEvent
    ) -> None:
        body = {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": session_id,
            "new_message": {"role": "user", "parts": [{"text": message}]},
        }
        sent = False
        try:
            async with self._transport.open(
                "POST", "run_sse", body=body, headers={"Accept": "text/event-stream"}, timeout=_STREAM_TIMEOUT
            ) as response:
                sent = True
                await _follow(response, assembler, on_event)
        except ConnectionFailed as error:
            if not sent and isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                raise
            raise ReplyTimeout(str(error.fields["detail"]).rstrip(".")) from error

    # --- exports -------------------------------------------------------------------------------------------------

    async def render_submit(
        self,
        session_id: str,
        draft: Mapping[str, Any],
        *,
        render_id: str | None = None,
        quality: str = "high",
    ) -> RenderStatus:
        """Ask for an export of `draft`; raises `NothingToEdit` if nothing is on its timeline."""
        if not is_exportable(draft):
            raise NothingToEdit
        render_id = render_id or self.new_render_id()
        body = {
            "id": render_id,
            "sessionId": session_id,
            "draft": dict(draft),
            "output": {"format": "mp4", "quality": quality},
        }
        reply = await self._transport.call("POST", "api/render/proxy/lambda", body=body)
        return RenderStatus.of(reply, render_id=render_id)

    def new_render_id(self) -> str:
        return f"render_{int(self._clock() * 1000)}"

    async def render_status(self, render_id: str) -> RenderStatus:
        """How far an export is."""
        reply = await self._transport.call("GET", f"api/render/proxy/lambda/{_part(render_id)}")
        return RenderStatus.of(reply, render_id=render_id)

    async def render_wait(self, render_id: str, *, on_status: OnStatus | None = None) -> RenderStatus:
        """The status of an export that is completed. Broken lines and 5xx are met by asking for the same id again.

        Raises why it failed, or `RenderCancelled`.
        """
        failures = 0
        while True:
            try:
                status = await self.render_status(render_id)
                failures = 0
            except (ConnectionFailed, ServerFailed, RateLimited):
                failures += 1
                if failures >= _POLL_FAILURES:
                    raise
            else:
                if on_status:
                    on_status(status)
                if status.status == "cancelled":
                    raise RenderCancelled
                if status.status == "failed":
                    raise status.error
                if status.finished:
                    return status
            await anyio.sleep(self.backend.poll_seconds)

    async def render_cancel(self, render_id: str) -> None:
        """Stop an export."""
        await self._transport.call("POST", f"api/render/proxy/lambda/{_part(render_id)}/cancel")

    async def download(
        self,
        status: RenderStatus,
        target: Path,
        *,
        overwrite: bool = False,
        on_bytes: Callable[[int, int | None], None] | None = None,
    ) -> Path:
        """The film of a completed export to `target`; its own address first, the backend's download path if that fails."""
        fallback = f"api/render/proxy/{_part(status.render_id)}/download"
        urls = [url for url in (status.url, fallback) if url]
        size = int(status.size) if status.size else None
        return await download(
            self._transport, urls, target, overwrite=overwrite, size=size, on_bytes=on_bytes
        )


def _connect_to(backend: Backend, paths: Paths, transport: httpx.AsyncBaseTransport | None) -> Connect:
    if backend.url is None:
        studio = LocalStudio(paths=paths, transport=transport)

        async def find() -> Place:
            record = await studio.find_or_start()
            return Place(url=record.url, secret=record.secret)

        return find
    url = backend.url

    async def known() -> Place:
        return Place(url=url)

    return known


async def _follow(response: httpx.Response, assembler: TextAssembler, on_event: OnEvent) -> None:
    decoder = EventDecoder()
    heard = anyio.current_time()
    async for chunk in response.aiter_bytes():
        for event in decoder.feed(chunk):
            _take(event, assembler, on_event)
            if not isinstance(event, Heartbeat):
                heard = anyio.current_time()
        if anyio.current_time() - heard > SILENCE_SECONDS:
            raise ReplyTimeout("10 minutes without a word")
    for event in decoder.close():
        _take(event, assembler, on_event)


def _take(event: dict[str, Any] | Heartbeat | Unknown, assembler: TextAssembler, on_event: OnEvent) -> None:
    for meaning in parse_event(event) if isinstance(event, dict) else (event,):
        assembler.feed(meaning)
        on_event(meaning)
        if isinstance(meaning, Failure):
            raise meaning.error


def _part(identity: str) -> str:
    """An id as a part of a path, whatever it is made of."""
    return quote(identity, safe="")


class _CountedFile:
    """A file for httpx's multipart form that tells how far it has been read."""

    def __init__(self, file: BufferedReader, on_read: Callable[[int], None]) -> None:
        self._file = file
        self._on_read = on_read

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._on_read(self._file.tell())
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()


def _counter(on_bytes: OnBytes | None, name: str, before: int, total: int) -> Callable[[int], None]:
    def count(done: int) -> None:
        if on_bytes:
            on_bytes(name, before + done, total)

    return count


def _nobody(event: Event) -> None:
    """Nobody wants to know."""
