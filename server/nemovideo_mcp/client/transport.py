"""One way to the backend for all calls: where it is, who asks, and what a reply or a broken line means."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import anyio
import httpx
from pydantic import SecretStr

from nemovideo_mcp.client.backend import Backend
from nemovideo_mcp.client.credentials import TokenStore
from nemovideo_mcp.errors import ConnectionFailed, NemoError, NoCredits, StudioUnavailable, TokenInvalid
from nemovideo_mcp.protocol.discovery import SECRET_HEADER
from nemovideo_mcp.protocol.envelope import unwrap
from nemovideo_mcp.protocol.models import Token, read_reply

__all__ = ["Place", "Transport"]

_TIMEOUT = httpx.Timeout(60.0, connect=15.0)
_MAX_ERROR_BYTES = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the backend listens; `secret` opens a studio that was started for this user."""

    url: str
    secret: str | None = field(default=None, repr=False)


Connect = Callable[[], Awaitable[Place]]


class Transport:
    """Requests with a bearer token and the attribution headers; each reply comes unwrapped, each failure as a `NemoError`.

    A bad anonymous token is replaced once, whichever requests met it; the user's own never is. A local studio that
    has gone is started again when a connection is refused: then nothing has been sent twice.
    """

    def __init__(
        self,
        *,
        backend: Backend,
        connect: Connect,
        client_id: str,
        headers: Mapping[str, str],
        tokens: TokenStore,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.backend = backend
        self._connect = connect
        self._client_id = client_id
        self._tokens = tokens
        self._now = now
        self._place: Place | None = None
        self._token: Token | None = Token(token=backend.own_token) if backend.own_token else None
        self._lock = anyio.Lock()
        self._http = httpx.AsyncClient(
            headers={**headers, "User-Agent": "nemovideo-mcp"},
            timeout=_TIMEOUT,
            # Proxies are for the world outside.
            trust_env=not backend.is_local,
            transport=transport,
        )

    async def connect(self) -> None:
        """Find or start the backend, and get a token."""
        await self._bearer()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        files: Any = None,
        timeout: httpx.Timeout | None = None,
    ) -> Any:
        """The payload of the reply. `files` are for httpx's multipart form."""
        async with self.open(method, path, body=body, files=files, timeout=timeout) as response:
            return unwrap(response.status_code, _decoded(await response.aread()))

    @asynccontextmanager
    async def open(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
        bearer: bool = True,
    ) -> AsyncGenerator[httpx.Response]:
        """A response whose body has not been read; a refusal, by its status or its body, is raised here.

        `path` may be a whole address; the token goes only to the backend itself. Broken lines are raised as
        `ConnectionFailed`, while the body is read too.
        """
        response = await self._accepted(method, path, body, files, headers, timeout, bearer=bearer)
        try:
            yield response
        except httpx.TransportError as error:
            raise self._broken(error) from error
        finally:
            await response.aclose()

    async def _accepted(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        files: Any,
        headers: Mapping[str, str] | None,
        timeout: httpx.Timeout | None,
        *,
        bearer: bool,
    ) -> httpx.Response:
        place = await self._found()
        url = urljoin(f"{place.url}/", path)
        ours = _origin(url) == _origin(place.url)

        async def attempt(token: SecretStr | None) -> httpx.Response:
            request = self._http.build_request(
                method, url, json=body, files=files, headers=headers, timeout=timeout or _TIMEOUT
            )
            if token:
                request.headers["Authorization"] = f"Bearer {token.get_secret_value()}"
            return await self._checked(request, ours=ours)

        if not (bearer and ours):
            return await attempt(None)
        token = await self._bearer()
        try:
            return await attempt(token)
        except TokenInvalid:
            if self.backend.own_token is not None:
                raise
        # A refused request has done nothing: it may be sent again.
        await self._renew(token)
        return await attempt(await self._bearer())

    async def _checked(self, request: httpx.Request, *, ours: bool) -> httpx.Response:
        try:
            response = await self._send(request, ours=ours)
            try:
                if not response.is_success:
                    unwrap(response.status_code, _decoded(await _some_of(response)))
                elif _is_json(response):
                    unwrap(response.status_code, _decoded(await response.aread()))
            except BaseException:
                await response.aclose()
                raise
        except httpx.TransportError as error:
            raise self._broken(error) from error
        except NoCredits as error:
            error.fields["link"] = self._credits_link()
            raise
        return response

    async def _send(self, request: httpx.Request, *, ours: bool) -> httpx.Response:
        try:
            return await self._http.send(request, stream=True, follow_redirects=not ours)
        except httpx.ConnectError:
            if not (ours and self.backend.is_local):
                raise
        # The studio has gone to sleep since we looked: nothing was sent, so it may be sent now.
        self._place = None
        place = await self._found()
        there = httpx.URL(place.url)
        request.url = request.url.copy_with(scheme=there.scheme, host=there.host, port=there.port)
        request.headers["Host"] = there.netloc.decode("ascii")
        return await self._http.send(request, stream=True)

    # --- where, and who ------------------------------------------------------------------------------------------

    async def _found(self) -> Place:
        async with self._lock:
            if self._place is None:
                self._place = await self._connect()
            return self._place

    async def _bearer(self) -> SecretStr:
        place = await self._found()
        async with self._lock:
            if self._token is None and not self.backend.is_local:
                self._token = self._tokens.read(self.backend.key, now=self._now())
            if self._token is None:
                self._token = await self._anonymous(place)
            return self._token.token

    async def _renew(self, bad: SecretStr) -> None:
        place = await self._found()
        async with self._lock:
            if self._token is not None and self._token.token != bad:
                return
            self._tokens.forget(self.backend.key, bad)
            self._token = await self._anonymous(place)

    async def _anonymous(self, place: Place) -> Token:
        headers = {"X-Client-Id": self._client_id}
        if place.secret:
            headers[SECRET_HEADER] = place.secret
        try:
            response = await self._http.post(f"{place.url}/api/auth/anonymous-token", headers=headers)
        except httpx.TransportError as error:
            raise self._broken(error) from error
        token = read_reply(Token, unwrap(response.status_code, _decoded(response.content)))
        if not self.backend.is_local:
            self._tokens.write(self.backend.key, token)
        return token

    def _credits_link(self) -> str:
        user = self._token.user_id if self._token else ""
        return (
            f"{self.backend.web_url}/register?bind={user}"
            if user.startswith("anon_")
            else self.backend.web_url
        )

    def _broken(self, error: httpx.TransportError) -> NemoError:
        reason = "it took too long to answer." if isinstance(error, httpx.TimeoutException) else f"{error}."
        if self.backend.is_local and isinstance(error, httpx.ConnectError):
            return StudioUnavailable(reason)
        return ConnectionFailed(reason)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _is_json(response: httpx.Response) -> bool:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower().endswith("json")


async def _some_of(response: httpx.Response) -> bytes:
    """The beginning of a body that is only wanted for the reason that it may give."""
    found = b""
    async for piece in response.aiter_bytes():
        found += piece
        if len(found) > _MAX_ERROR_BYTES:
            break
    return found


def _decoded(content: bytes) -> object:
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode("utf-8", errors="replace")
